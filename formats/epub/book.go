package epub

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// A book is a document on its way into files: what is known about the whole
// before the first word is written, and what writing the files brings to
// light for those that list them.
type book struct {
	doc    *document.Document
	o      Options
	report func(finding.Finding)

	ids             []identifier // at least one, the book's own first
	title, subtitle string
	hasTables       bool
	lang            string   // a valid tag; "und" if the language is not known
	languages       []string // those of passages, as the metadata or their blocks say
	dir             string   // "rtl" or ""
	words           *words

	notes []note
	byID  map[string]int // the position of a note in notes

	files []*file // in reading order
	toc   []*entry
	pages []pageMark

	scripts    map[string]bool // by code, whether the book is written in it
	pageIDs    idMaker
	remarks    remarks
	unresolved map[string]bool
	cover      *coverImage // nil if there is none
	fonts      []embedded
	style      []byte // the style sheet
	deflater   deflater
}

// A file is one XHTML file of the book. Its markup is what stands in the body.
type file struct {
	markup
	book         *book
	name         string // "s-1c291ca3.xhtml"
	title        string
	place        string // front, body or back
	landmark     string // the type of the landmark that it is, "" for none
	hasStructure bool   // it has types of the z3998 vocabulary
	pieces       []*piece
	groups       []noteGroup // of a file of notes
	entry        *entry      // in the list of contents, for a file that isn't text
}

// An entry is one of the list of contents.
type entry struct {
	label    string
	href     string // from the folder of the package document
	children []*entry
}

// A pageMark is the place where a page of the source begins.
type pageMark struct{ label, href string }

// textFolder holds the files of the text, below the package document.
const textFolder = "xhtml/"

// newBook lays out the files of doc.
func newBook(doc *document.Document, o Options, report func(finding.Finding)) *book {
	if report == nil {
		report = func(finding.Finding) {}
	}
	b := &book{doc: doc, o: o, report: report, pageIDs: idMaker{}, scripts: map[string]bool{}, unresolved: map[string]bool{},
		remarks: remarks{classes: map[string]bool{}}}
	b.setLanguage()
	b.setTitle()
	b.ids = b.identifiers()
	return b
}

// setLanguage takes the document's language if it is a tag that a validator
// accepts.
func (b *book) setLanguage() {
	b.lang = "und"
	if s := b.doc.Meta.Language; s != "" {
		tag, err := language.Parse(s)
		if _, unknown := err.(language.ValueError); err == nil || unknown {
			b.lang = tag.String()
		} else {
			b.warn("epub/language", fmt.Sprintf("%q is no language tag; the book says that its language is not known", s),
				"Give a tag such as en, de or pt-BR.")
		}
	}
	for _, s := range b.doc.Meta.Languages {
		b.addLanguage(s)
	}
	if isRightToLeft(b.lang) {
		b.dir = "rtl"
	}
	b.words = wordsFor(b.lang)
}

func (b *book) setTitle() {
	b.title, b.subtitle = oneLine(b.doc.Meta.Title), oneLine(b.doc.Meta.Subtitle)
	_, titlePage := b.doc.Body()
	for i := range titlePage {
		text := plain(titlePage[i].Content)
		switch {
		case titlePage[i].Kind == document.Title && b.title == "":
			b.title = text
		case titlePage[i].Kind == document.Subtitle && b.subtitle == "" && b.doc.Meta.Title == "":
			b.subtitle = text
		}
	}
	if b.title == "" {
		b.title = b.words.Untitled
	}
}

// oneLine returns s without line breaks and double spaces.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func (b *book) warn(code, message, suggest string) {
	b.report(finding.Finding{Code: code, Severity: finding.Warning, Message: message, Suggest: suggest, Offset: -1})
}

// reportUnresolved reports a reference to a note that the document lacks, the
// first time.
func (b *book) reportUnresolved(in *document.Inline) {
	if b.unresolved[in.Target] {
		return
	}
	b.unresolved[in.Target] = true
	offset := -1
	if in.Span.Len() > 0 {
		offset = in.Span.Start
	}
	b.report(finding.Finding{Code: "epub/unresolved-note", Severity: finding.Error, Offset: offset,
		Message: fmt.Sprintf("a reference leads to the note %q, which the document doesn't have", in.Target)})
}

// reportBad reports the characters that had to be replaced.
func (b *book) reportBad() {
	if b.remarks.bad > 0 {
		b.warn("epub/character", fmt.Sprintf("%d characters that XML can't hold were replaced by U+FFFD; the first is U+%04X",
			b.remarks.bad, b.remarks.firstBad), "")
	}
}

// plan lays the document out in files and gives the notes their places. No
// text is written yet, so that every file knows where every note will stand.
func (b *book) plan() {
	text, titlePage := b.doc.Body()
	opening := &piece{sec: &section{}, blocks: titlePage}
	all := pieces(outline(text))
	b.place(append([]*piece{opening}, all...))
	if b.cover != nil {
		b.add(&file{name: "cover.xhtml", title: b.words.Cover, place: front, landmark: "cover",
			entry: &entry{label: b.words.Cover, href: textFolder + "cover.xhtml"}})
	}
	b.add(&file{name: "title.xhtml", title: b.words.TitlePage, place: front, landmark: "titlepage", pieces: []*piece{opening},
		entry: &entry{label: b.words.TitlePage, href: textFolder + "title.xhtml"}})
	for i, group := range group(all) {
		f := &file{name: group[0].sec.id + ".xhtml", pieces: group, place: body}
		if !group[0].first {
			f.name = fmt.Sprintf("%s-part%d.xhtml", group[0].sec.id, i)
		}
		f.title = b.sectionTitle(group[0].sec)
		b.add(f)
	}
	b.placeBody()
	b.planNotes()
	if b.o.Colophon {
		b.add(&file{name: "colophon.xhtml", title: b.words.Colophon, place: back, landmark: "colophon",
			entry: &entry{label: b.words.Colophon, href: textFolder + "colophon.xhtml"}})
	}
}

// sectionTitle is what a section is called in the list of contents.
func (b *book) sectionTitle(s *section) string {
	switch {
	case s.title() != "":
		return s.title()
	case s.opening == epigraphPage:
		return b.words.Epigraph
	case s.opening == dedicationPage:
		return b.words.Dedication
	case s.heading == nil:
		return b.title
	}
	return b.words.Untitled
}

func (b *book) add(f *file) {
	f.book = b
	f.remarks = &b.remarks
	b.files = append(b.files, f)
}

// placeBody says which files are front and back matter: a preface stands
// before the body only if no chapter stands before it, an appendix after it
// only if none follows.
func (b *book) placeBody() {
	var text []*file
	for _, f := range b.files {
		if f.place == body {
			text = append(text, f)
		}
	}
	isIn := func(f *file, place string) bool {
		if f.pieces[0].sec.opening != noOpening {
			return place == front
		}
		d, ok := divisionOf(f.pieces[0].sec.title())
		return ok && (d.place == place || d.place == "")
	}
	n := len(text)
	end := n
	for end > 0 && isIn(text[end-1], back) {
		end--
	}
	start := 0
	for start < end && isIn(text[start], front) {
		start++
	}
	if start == end { // nothing is left that could be the body
		start, end = 0, n
	}
	for i, f := range text {
		switch {
		case i < start:
			f.place = front
		case i >= end:
			f.place = back
		case i == start:
			f.landmark = body
		}
	}
}
