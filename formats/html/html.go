// Package html writes a document as one self-contained web page: readable on
// a telephone and on a wide screen, by ear, in the dark and on paper, without
// scripts and without a single request to any network.
//
// Each note follows the block that refers to it, so that it interrupts nobody
// who listens. On a wide screen it moves into the margin beside its mark, or
// below the note before where that reaches further, so that nobody has to jump;
// on a narrow one, and on paper, it stands below the block in smaller type. Mark
// and note are linked both ways. The page breaks of the source are marks in the
// other margin.
//
//	<main>
//	  <p>Forty-one volumes survive.<sup><a role="doc-noteref" id="ref-1" href="#note-1">1</a></sup></p>
//	  <div class="note" role="doc-footnote" id="note-1">
//	    <p><a role="doc-backlink" href="#ref-1">1</a> Harbour Archive, MS 12–53.</p>
//	  </div>
//	</main>
//
// Whatever comes from the document is escaped, only http, https, mailto and
// doi links are links, and a content security policy forbids all else.
package html

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"strings"

	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/formats/sink"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// Options are the choices that a user has.
type Options struct {
	// NoPageBreaks leaves out the page breaks of the source.
	NoPageBreaks bool `yaml:"no-page-breaks"`
	// NoContents leaves out the list of contents, which a document with at
	// least three headings has.
	NoContents bool `yaml:"no-contents"`
}

//go:embed style.css
var style string

// Write writes doc to w. It reports references that lead nowhere and links
// that are not safe to follow.
func Write(ctx context.Context, w io.Writer, doc *document.Document, o Options, report func(finding.Finding)) error {
	p := &printer{Sink: sink.New(ctx, w), options: o, report: report, words: wordsFor(doc.Meta.Language), ids: map[string]int{}}
	p.notes = newNoteBook(doc)
	p.head(&doc.Meta)
	p.titlePage(doc)
	body, _ := doc.Body()
	headings := p.number(body)
	if !o.NoContents && len(headings) >= 3 {
		p.contents(headings)
	}
	p.Raw("<main>\n")
	for i := range body {
		if !p.Breathe() {
			break
		}
		p.block(&body[i])
		p.givenNotes()
	}
	p.remainingNotes()
	p.Raw("</main>\n</body>\n</html>\n")
	if err := p.Close(); err != nil {
		return fmt.Errorf("write HTML: %w", err)
	}
	return nil
}

// printer writes the elements of a document.
type printer struct {
	sink.Sink
	options Options
	report  func(finding.Finding)
	words   words

	sections map[*document.Block]int // the numbers of the headings that the list of contents shows
	ids      map[string]int          // how often an ID was asked for
	notes    noteBook
	inLink   bool
	hoisted  []*document.Inline // the references in a link's words
	inNote   bool
	// afterParagraph is whether the block before is a paragraph, so that the
	// next one is indented to tell the two apart.
	afterParagraph bool
	lead           string // stands before the next paragraph's words
}

// text writes s escaped, for elements and for quoted attributes alike.
func (p *printer) text(s string) { p.Out = inert.AppendXML(p.Out, s) }

func (p *printer) say(code, message string) {
	if p.report != nil {
		p.report(finding.Finding{Code: code, Severity: finding.Warning, Message: message, Offset: -1})
	}
}

// head writes what comes before the body.
func (p *printer) head(m *document.Meta) {
	p.Raw("<!DOCTYPE html>\n<html lang=\"")
	lang := m.Language
	if lang == "" {
		lang = "und"
	}
	p.text(lang)
	p.Raw("\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>")
	if p.text(m.Title); m.Title == "" {
		p.Raw(p.words.untitled)
	}
	p.Raw("</title>\n")
	meta := func(name, content string) {
		if content != "" {
			p.Raw(`<meta name="` + name + `" content="`)
			p.text(content)
			p.Raw("\">\n")
		}
	}
	for _, author := range m.Authors {
		meta("author", author)
	}
	meta("description", m.Description)
	meta("keywords", strings.Join(m.Subjects, ", "))
	meta("dcterms.date", m.Date)
	meta("dcterms.identifier", m.Identifier)
	meta("dcterms.publisher", m.Publisher)
	meta("dcterms.rights", m.Rights)
	p.Raw("<style>\n" + style + "</style>\n</head>\n<body>\n")
}

// titlePage writes the title page as the document has it, or what is known of
// it.
func (p *printer) titlePage(doc *document.Document) {
	page := doc.TitlePage()
	if len(page) == 0 {
		return
	}
	p.Raw("<header>\n")
	for i := range page {
		switch page[i].Kind {
		case document.Title:
			p.leaf("h1", "", page[i].Content)
		case document.Subtitle:
			p.leaf("p", ` class="subtitle" role="doc-subtitle"`, page[i].Content)
		default:
			p.leaf("p", ` class="byline"`, page[i].Content)
		}
	}
	p.givenNotes()
	p.Raw("</header>\n")
}

// number numbers the headings of sections, which the list of contents shows:
// not those in quotations and notes.
func (p *printer) number(body []document.Block) (headings []*document.Block) {
	p.sections = map[*document.Block]int{}
	for i := range body {
		if body[i].Kind == document.Heading {
			headings = append(headings, &body[i])
			p.sections[&body[i]] = len(headings)
		}
	}
	return headings
}

// contents writes the list of contents.
func (p *printer) contents(headings []*document.Block) {
	p.Raw("<nav aria-label=\"" + p.words.contents + "\">\n<details>\n<summary>" + p.words.contents + "</summary>\n<ul>\n")
	for i, h := range headings {
		p.Raw(fmt.Sprintf(`<li class="level-%d"><a href="#section-%d">`, min(max(h.Level, 1), 6), i+1))
		p.text(document.PlainText(h.Content))
		p.Raw("</a></li>\n")
	}
	p.Raw("</ul>\n</details>\n</nav>\n")
}

// words are the page's own.
type words struct{ contents, back, untitled string }

// wordsFor returns the words for a language, English if it is not known.
func wordsFor(language string) words {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch base {
	case "de":
		return words{"Inhalt", "Zurück zum Text, Anmerkung", "Ohne Titel"}
	case "fr":
		return words{"Table des matières", "Retour au texte, note", "Sans titre"}
	case "es":
		return words{"Índice", "Volver al texto, nota", "Sin título"}
	case "it":
		return words{"Indice", "Torna al testo, nota", "Senza titolo"}
	}
	return words{"Contents", "Back to the text, note", "Untitled"}
}
