package epub

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/refolio/refolio/pipeline/document"
)

// blocks writes blocks that have no headings of the book's outline among
// them: those between two headings, those of a note or within a container.
// Whatever a document may hold in places where the model has no use for it
// (a row outside of a table) is written all the same.
func (f *file) blocks(blocks []document.Block, w *inliner) {
	for i := 0; i < len(blocks); i++ {
		b := &blocks[i]
		same := 1
		for i+same < len(blocks) && blocks[i+same].Kind == b.Kind {
			same++
		}
		switch b.Kind {
		case document.Verse:
			f.verse(blocks[i:i+same], w)
			i += same - 1
		case document.Item:
			f.list(blocks[i:i+same], w)
			i += same - 1
		case document.Row:
			f.table(blocks[i:i+same], w)
			i += same - 1
		case document.Paragraph:
			f.paragraph(b, w, i > 0 && interrupts(blocks[i-1].Kind))
		default:
			f.block(b, w)
		}
	}
}

// block writes one block that needs no look at its neighbours.
func (f *file) block(b *document.Block, w *inliner) {
	switch b.Kind {
	case document.Quote:
		f.quote(b, w)
	case document.List:
		f.stray(b, w)
		f.list(b.Blocks, w)
	case document.Table:
		f.stray(b, w)
		f.table(b.Blocks, w)
	case document.Code:
		f.code(b, w)
	case document.SceneBreak:
		f.sceneBreak(b, w)
	case document.Heading, document.Title, document.Subtitle, document.Byline:
		f.line("p", b, w, "class", "inner-heading")
	default:
		f.line("p", b, w)
	}
}

// line writes a leaf block as one element, and what may be below it.
func (f *file) line(tag string, b *document.Block, w *inliner, attrs ...string) {
	if len(b.Content) > 0 {
		f.open(tag, f.inLanguage(b, attrs)...)
		w.flushLead()
		w.write(b.Content)
		f.end()
	}
	f.blocks(b.Blocks, w)
}

// inLanguage adds the language of a passage that is in another than the book to
// the attributes of its element.
func (f *file) inLanguage(b *document.Block, attrs []string) []string {
	if b.Lang == "" {
		return attrs
	}
	tag, err := language.Parse(b.Lang)
	if err != nil || tag.String() == f.book.lang {
		return attrs
	}
	lang := tag.String()
	f.remarks.foreign = true
	f.book.addLanguage(lang)
	attrs = append(slices.Clone(attrs), "lang", lang, "xml:lang", lang)
	if rtl := isRightToLeft(lang); rtl != (f.book.dir == "rtl") {
		attrs = append(attrs, "dir", map[bool]string{true: "rtl", false: "ltr"}[rtl])
	}
	return attrs
}

// stray writes content that a container holds beside its blocks.
func (f *file) stray(b *document.Block, w *inliner) {
	if len(b.Content) > 0 {
		f.open("p")
		w.flushLead()
		w.write(b.Content)
		f.end()
	}
}

// interrupts reports whether a block of kind k may stand in the midst of a
// sentence that goes on behind it.
func interrupts(k document.Kind) bool {
	return slices.Contains([]document.Kind{document.Quote, document.Verse, document.List, document.Code, document.Table}, k)
}

// paragraph writes a paragraph. One that goes on with a sentence after a
// quotation shows no indent: "... the poet says [verse] and leaves it there."
func (f *file) paragraph(b *document.Block, w *inliner, interrupted bool) {
	class := ""
	if interrupted {
		if r, _ := utf8.DecodeRuneInString(document.PlainText(b.Content)); unicode.IsLower(r) {
			class = "continued"
		}
	}
	f.line("p", b, w, "class", class)
}

func (f *file) quote(b *document.Block, w *inliner) {
	class := ""
	if len(b.Content) == 0 && len(b.Blocks) == 1 && isAttribution(&b.Blocks[0]) {
		class = "source" // of the poem before it, as a rule
	}
	f.open("blockquote", f.inLanguage(b, []string{"class", class})...)
	f.newline()
	f.quoted(b, w)
	f.end()
}

// quoted writes what stands in a quotation.
func (f *file) quoted(b *document.Block, w *inliner) {
	f.stray(b, w)
	blocks := b.Blocks
	var source *document.Block
	if n := len(blocks); n > 0 && isAttribution(&blocks[n-1]) {
		blocks, source = blocks[:n-1], &blocks[n-1]
	}
	f.blocks(blocks, w)
	if source != nil {
		f.line("p", source, w, "class", "attribution")
	}
}

// isAttribution recognises the line under a quotation that names its source.
func isAttribution(b *document.Block) bool {
	text := document.PlainText(b.Content)
	return b.Kind == document.Paragraph && len(text) < 160 && strings.HasPrefix(text, "—")
}

// verse writes stanzas that follow each other as one poem.
func (f *file) verse(stanzas []document.Block, w *inliner) {
	f.hasStructure = true
	f.open("blockquote", "class", "verse", "epub:type", "z3998:verse")
	f.newline()
	for i := range stanzas {
		b := &stanzas[i]
		if len(b.Content) > 0 {
			f.open("p", f.inLanguage(b, nil)...)
			w.flushLead()
			f.open("span", "class", "line")
			w.verse = true
			w.write(b.Content)
			w.verse = false
			f.close()
			f.end()
		}
	}
	f.end()
	for i := range stanzas {
		f.blocks(stanzas[i].Blocks, w)
	}
}

// code keeps its white space. A page break may stand in it.
func (f *file) code(b *document.Block, w *inliner) {
	if w.lead != nil {
		f.open("p")
		w.flushLead()
		f.end()
	}
	f.open("pre")
	f.open("code")
	w.write(b.Content)
	f.close()
	f.end()
	f.blocks(b.Blocks, w)
}

func (f *file) sceneBreak(b *document.Block, w *inliner) {
	if plain(b.Content) == "" {
		f.void("hr", "class", "break")
		f.newline()
		for in := range document.Inlines(b.Content) {
			if in.Kind == document.NoteRef || in.Kind == document.PageBreak {
				f.open("p", "class", "break")
				w.write(b.Content)
				f.end()
				break
			}
		}
		return
	}
	f.line("p", b, w, "class", "break", "role", "separator")
}

// list writes items. Bullets and plain numbers are drawn by the reading
// system; what else is printed before an item, "(b)" or "–", stands before it
// as it was printed.
func (f *file) list(items []document.Block, w *inliner) {
	if len(items) == 0 {
		return
	}
	tag, class, start := "ul", "", ""
	numbers := true
	bullets := true
	first := 0
	for i := range items {
		n, err := strconv.Atoi(strings.TrimSuffix(items[i].Marker, "."))
		if i == 0 {
			first = n
		}
		numbers = numbers && err == nil && strings.HasSuffix(items[i].Marker, ".") && n == first+i && n >= 0
		bullets = bullets && slices.Contains([]string{"", "•", "*", "●", "·"}, items[i].Marker)
	}
	switch {
	case numbers:
		tag = "ol"
		if first != 1 {
			start = strconv.Itoa(first)
		}
	case !bullets:
		class = "marked"
	}
	f.open(tag, "class", class, "start", start)
	f.newline()
	for i := range items {
		f.item(&items[i], w, class == "marked")
	}
	f.end()
}

func (f *file) item(b *document.Block, w *inliner, marked bool) {
	f.open("li")
	lead := w.lead
	if marked && b.Marker != "" {
		w.lead = func() {
			if lead != nil {
				lead()
			}
			f.leaf("span", b.Marker, "class", "marker")
			f.text(" ")
		}
	}
	if b.Kind != document.Item {
		f.blocks([]document.Block{*b}, w)
	} else {
		if w.lead != nil && (len(b.Content) == 0 && (len(b.Blocks) == 0 || !takesLead(b.Blocks[0].Kind))) {
			f.open("p")
			w.flushLead()
			f.end()
		}
		f.stray(b, w)
		f.blocks(b.Blocks, w)
	}
	f.end()
}

// table writes rows. Which cells are headings the model doesn't know.
func (f *file) table(rows []document.Block, w *inliner) {
	if len(rows) == 0 {
		return
	}
	if w.lead != nil {
		f.open("p")
		w.flushLead()
		f.end()
	}
	f.book.hasTables = true
	f.open("table")
	f.newline()
	widest := 1
	for i := range rows {
		if rows[i].Kind == document.Row {
			widest = max(widest, len(rows[i].Blocks))
		}
	}
	for i := range rows {
		f.row(&rows[i], widest, w)
	}
	f.end()
}

// row writes a row with empty cells at its end if others have more.
func (f *file) row(b *document.Block, cells int, w *inliner) {
	f.open("tr")
	if b.Kind == document.Row && len(b.Blocks) > 0 {
		for i := range b.Blocks {
			f.cell(&b.Blocks[i], w)
		}
		cells -= len(b.Blocks)
	} else {
		f.cell(b, w)
		cells--
	}
	for range cells {
		f.open("td")
		f.close()
	}
	f.end()
}

func (f *file) cell(b *document.Block, w *inliner) {
	f.open("td")
	switch {
	case b.Kind == document.Cell && len(b.Blocks) == 0:
		w.write(b.Content)
	case b.Kind == document.Cell, b.Kind == document.Row:
		f.stray(b, w)
		f.blocks(b.Blocks, w)
	default:
		f.blocks([]document.Block{*b}, w)
	}
	f.close()
}
