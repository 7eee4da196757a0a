package markdown

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/pipeline/document"
)

// outline is a document as a list of lines, one for each leaf: its kind, with
// the kinds around it, and its words; then one for each note, sorted. Emphasis
// is left out; a reference is the first words of its note, between ⟦ and ⟧.
type outline []string

func (o *outline) add(path, kind, words string) {
	lines := strings.Split(words, "\n")
	for i := range lines {
		lines[i] = strings.Join(strings.FieldsFunc(lines[i], unicode.IsSpace), " ")
	}
	words = norm.NFC.String(strings.Trim(strings.Join(lines, "\n"), "\n"))
	for strings.Contains(words, "\n\n") {
		words = strings.ReplaceAll(words, "\n\n", "\n")
	}
	if words != "" || kind == "hr" || kind == "code" {
		*o = append(*o, path+kind+" "+words)
	}
}

// difference describes how two outlines differ, "" if they don't.
func difference(want, got outline) string {
	for i := range max(len(want), len(got)) {
		w, g := "nothing", "nothing"
		if i < len(want) {
			w = want[i]
		}
		if i < len(got) {
			g = got[i]
		}
		if w != g {
			return fmt.Sprintf("line %d: got %q, want %q", i, g, w)
		}
	}
	return ""
}

// keyWords is how many of a note's first words tell it from others.
const keyWords = 6

// key is what stands for a reference to a note with these words.
func key(words string) string {
	list := strings.Fields(norm.NFC.String(words))
	return "⟦" + strings.Join(list[:min(len(list), keyWords)], "_") + "⟧"
}

// modelOutline makes the outline that a document should have.
type modelOutline struct {
	outline
	options Options
	refs    map[string]string // of a note's ID
}

// wantedOutline is the outline that doc should have, written with o.
func wantedOutline(doc *document.Document, o Options) outline {
	m := &modelOutline{options: o, refs: map[string]string{}}
	p := &printer{options: o}
	p.numberNotes(doc)
	var inNotes map[string]string // references there
	if o.Dialect == Pandoc {      // which has no notes in notes
		inNotes = map[string]string{}
		for i := range doc.Notes {
			inNotes[doc.Notes[i].ID] = "[" + p.notes.labels[i] + "]"
		}
	}
	for i := range doc.Notes {
		n := &modelOutline{options: o, refs: inNotes}
		n.blocks(doc.Notes[i].Blocks, "")
		m.refs[doc.Notes[i].ID] = key(n.words())
	}
	if o.Dialect == CommonMark {
		for i := range doc.Notes {
			m.refs[doc.Notes[i].ID] = "[" + p.notes.labels[i] + "]"
		}
	}
	body, titlePage := doc.Body()
	switch {
	case o.header() != NoFrontMatter && doc.Meta.Title != "" && covers(&doc.Meta, titlePage):
		title := string([]rune(doc.Meta.Title))
		if o.Dialect == Pandoc { // Markdown
			title = inert.Text(title)
		}
		m.add("", "h1", oneLine(title))
		m.blocks(body, "")
	case len(titlePage) == 0:
		m.blocks(append(madeTitlePage(doc), body...), "")
	default:
		m.blocks(doc.Blocks, "")
	}
	if o.Dialect == CommonMark {
		return m.notesAsParagraphs(doc)
	}
	if refs := p.notes.orphans[len(doc.Notes)]; len(refs) > 0 {
		m.blocks([]document.Block{{Content: refs}}, "")
	}
	if o.Dialect != Pandoc {
		inNotes = m.refs
	}
	var notes []string
	for i := range doc.Notes {
		n := &modelOutline{options: o, refs: inNotes}
		n.blocks(withOrphans(doc.Notes[i].Blocks, p.notes.orphans[i]), "note>") // a note that nothing refers to follows the one before it
		notes = append(notes, strings.Join(n.outline, "\n"))
	}
	slices.Sort(notes) // renderers order them by their own counting
	return append(m.outline, notes...)
}

// words is all words of an outline, without the kinds.
func (m *modelOutline) words() string {
	var words []string
	for _, line := range m.outline {
		_, s, _ := strings.Cut(line, " ")
		words = append(words, s)
	}
	return strings.Join(words, " ")
}

// notesAsParagraphs adds the notes as CommonMark has them.
func (m *modelOutline) notesAsParagraphs(doc *document.Document) outline {
	for i, n := range doc.Notes {
		if i == 0 {
			m.add("", "hr", "")
		}
		label := formattest.Para(strings.NewReplacer("[", "", "]", "").Replace(m.refs[n.ID]) + "")
		label.Content[0].Text = m.refs[n.ID] + " "
		blocks := slices.Clone(n.Blocks)
		if len(blocks) > 0 && blocks[0].Kind == document.Paragraph {
			blocks[0].Content = append(label.Content, blocks[0].Content...)
			m.blocks(blocks, "")
			continue
		}
		m.blocks(append([]document.Block{label}, blocks...), "")
	}
	return m.outline
}

// blocks adds the outline of blocks.
func (m *modelOutline) blocks(blocks []document.Block, path string) {
	for i := range blocks {
		b := &blocks[i]
		switch b.Kind {
		case document.Heading:
			m.add(path, fmt.Sprintf("h%d", min(b.Level+1, 6)), oneLine(m.plainWords(b.Content)))
		case document.Title:
			m.add(path, "h1", oneLine(m.plainWords(b.Content)))
		case document.Code:
			m.add(path, "code", document.PlainText(b.Content))
		case document.SceneBreak:
			if ornament := document.PlainText(b.Content); strings.ContainsFunc(ornament, unicode.IsLetter) {
				m.add(path, "p", ornament)
				continue
			}
			m.add(path, "hr", "")
		case document.Quote:
			m.blocks(b.Blocks, path+"quote>")
		case document.Table:
			m.table(b, path)
		case document.List:
			m.list(b, path)
		default:
			m.add(path, "p", m.plainWords(b.Content))
		}
	}
}

func (m *modelOutline) table(b *document.Block, path string) {
	for _, row := range b.Blocks {
		var cells []string
		for _, cell := range row.Blocks {
			cells = append(cells, oneLine(m.plainWords(cell.Content)))
		}
		if m.options.Dialect == CommonMark {
			if strings.TrimSpace(strings.Join(cells, "")) != "" { // else there is nothing to part with bars
				m.add(path, "p", strings.Join(cells, " | "))
			}
			continue
		}
		m.add(path, "row", strings.Join(cells, " "))
	}
}

func (m *modelOutline) list(b *document.Block, path string) {
	style := styleOf(b.Blocks)
	for k, item := range b.Blocks {
		at := path + "ul>"
		if style.ordered {
			at = fmt.Sprintf("%sol%d>", path, style.first+k)
		}
		blocks := item.Blocks
		if !style.ordered && !isBullet(item.Marker) {
			marker := formattest.Para(item.Marker + " ")
			if len(blocks) > 0 && blocks[0].Kind == document.Paragraph {
				marker.Content = append(marker.Content, blocks[0].Content...)
				blocks = blocks[1:]
			}
			blocks = append([]document.Block{marker}, blocks...)
		}
		m.blocks(blocks, at)
	}
}

func oneLine(s string) string { return strings.ReplaceAll(s, "\n", " ") }

// plainWords is the words of content, references included: at the end of the
// link that they stand in.
func (m *modelOutline) plainWords(content []document.Inline) string {
	var sb strings.Builder
	var refs []string
	var walk func(content []document.Inline, inLink bool)
	walk = func(content []document.Inline, inLink bool) {
		for _, in := range content {
			_, safe := destination(in.Target)
			switch in.Kind {
			case document.Text:
				sb.Write(inert.AppendText(nil, in.Text))
			case document.LineBreak:
				if inLink {
					sb.WriteByte(' ')
				} else {
					sb.WriteByte('\n')
				}
			case document.NoteRef:
				if in.Target == "" { // a note that is lost
					sb.WriteString(document.Superscript(in.Text))
				} else if inLink {
					refs = append(refs, m.refs[in.Target])
				} else {
					sb.WriteString(m.refs[in.Target])
				}
			case document.PageBreak:
			default:
				walk(in.Content, inLink || in.Kind == document.Link && safe)
			}
			if in.Kind == document.Link && !inLink {
				sb.WriteString(strings.Join(refs, ""))
				refs = nil
			}
		}
	}
	walk(content, false)
	return sb.String()
}
