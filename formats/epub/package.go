package epub

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/refolio/refolio/pipeline/document"
)

// packageDocument writes EPUB/package.opf: the metadata, the list of all
// files and their reading order.
func (b *book) packageDocument() []byte {
	m := &markup{remarks: &b.remarks, named: true}
	m.declaration()
	m.open("package", "xmlns", "http://www.idpf.org/2007/opf", "version", "3.0", "unique-identifier", "pub-id",
		"xml:lang", b.lang, "dir", b.dir)
	m.newline()
	m.open("metadata", "xmlns:dc", "http://purl.org/dc/elements/1.1/")
	m.newline()
	o := &opf{markup: m, book: b}
	o.identity()
	o.people()
	o.edition()
	o.accessibility()
	m.end()
	o.manifest()
	o.spine()
	m.end()
	return m.b
}

func (m *markup) declaration() { m.b = append(m.b, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"...) }

// opf writes the parts of the package document.
type opf struct {
	*markup
	book *book
}

// dc writes an element of Dublin Core, unless there is nothing in it.
func (o *opf) dc(name, text string, attrs ...string) {
	if text = oneLine(text); text != "" {
		o.leaf("dc:"+name, text, attrs...)
		o.newline()
	}
}

// meta writes a property, of the element with the given id or of the book if
// that is empty.
func (o *opf) meta(property, text, of string, attrs ...string) {
	if text = oneLine(text); text == "" {
		return
	}
	if of != "" {
		of = "#" + of
	}
	o.leaf("meta", text, append([]string{"refines", of, "property", property}, attrs...)...)
	o.newline()
}

func (o *opf) identity() {
	b := o.book
	for i, id := range b.ids {
		name := "pub-id"
		if i > 0 {
			name = "id" + strconv.Itoa(i+1)
		}
		o.dc("identifier", id.value, "id", name)
		if id.scheme != "" {
			o.meta("identifier-type", id.scheme, name, "scheme", "onix:codelist5")
		}
	}
	o.meta("dcterms:modified", b.doc.Meta.Stamp().UTC().Format(time.RFC3339), "")
	o.dc("language", b.lang)
	for _, lang := range b.languages {
		o.dc("language", lang)
	}
	o.dc("title", b.title, "id", "title")
	o.meta("title-type", "main", "title")
	o.meta("file-as", cmp.Or(b.doc.Meta.TitleFileAs, titleFileAs(b.title, b.lang)), "title")
	if b.subtitle != "" {
		o.meta("display-seq", "1", "title")
		o.dc("title", b.subtitle, "id", "subtitle")
		o.meta("title-type", "subtitle", "subtitle")
		o.meta("display-seq", "2", "subtitle")
	}
}

// people writes those who made the book. Of one that has no author, such as a
// collection, its editors are the makers, as catalogues have it.
func (o *opf) people() {
	creators, others := o.book.makers()
	for i := range creators {
		p := &creators[i]
		o.person("creator", "creator"+strconv.Itoa(i+1), p, cmp.Or(p.Role, "aut"), i+1)
	}
	for i := range others {
		o.person("contributor", "contributor"+strconv.Itoa(i+1), &others[i], others[i].Role, 0)
	}
}

func (o *opf) person(element, id string, p *document.Person, role string, seq int) {
	o.dc(element, p.Name, "id", id)
	if isRelator(role) {
		o.meta("role", role, id, "scheme", "marc:relators")
	}
	o.meta("file-as", cmp.Or(p.FileAs, fileAs(p.Name)), id)
	if seq > 0 {
		o.meta("display-seq", strconv.Itoa(seq), id)
	}
}

// makers returns those who made the book and those who had a hand in it.
func (b *book) makers() (creators, others []document.Person) {
	m := &b.doc.Meta
	for _, name := range m.Authors {
		if oneLine(name) != "" {
			creators = append(creators, m.Creator(name))
		}
	}
	noAuthor := len(creators) == 0
	for _, p := range m.Contributors {
		switch {
		case oneLine(p.Name) == "":
		case p.Role == "aut", noAuthor && (p.Role == "edt" || p.Role == "com"):
			creators = append(creators, p)
		default:
			others = append(others, p)
		}
	}
	return creators, others
}

// isRelator reports whether s has the form of a MARC relator code.
func isRelator(s string) bool {
	return len(s) == 3 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}

// edition writes what is known about the edition and its source.
func (o *opf) edition() {
	b := o.book
	m := &b.doc.Meta
	o.dc("publisher", m.Publisher)
	if m.Date != "" {
		if isDate(m.Date) {
			o.dc("date", m.Date)
		} else {
			b.warn("epub/date", fmt.Sprintf("%q is no date that a catalogue can read; it is left out of the metadata", m.Date),
				"Write it as YYYY, YYYY-MM or YYYY-MM-DD.")
		}
	}
	for _, s := range m.Subjects {
		o.dc("subject", s)
	}
	o.dc("description", m.Description)
	o.dc("rights", m.Rights)
	if s := b.source(); s != "" {
		o.dc("source", s, "id", "source")
		if len(b.pages) > 0 {
			// EPUB 3.3 has source-of; pageBreakSource is to take its place, but as a
			// property it is an error to EPUBCheck 4, which takes it by its old form.
			o.meta("source-of", "pagination", "source")
			o.void("meta", "name", "pageBreakSource", "content", s)
			o.newline()
		}
	}
	if s := m.Series; s.Title != "" {
		o.leaf("meta", oneLine(s.Title), "property", "belongs-to-collection", "id", "series")
		o.newline()
		o.meta("collection-type", "series", "series")
		if isPosition(s.Number) {
			o.meta("group-position", s.Number, "series")
		}
	}
	if b.cover != nil { // the form in which readers of EPUB 2 look for a cover
		o.void("meta", "name", "cover", "content", "cover-image")
		o.newline()
	}
}

// source names the edition whose pages are marked.
func (b *book) source() string {
	m := &b.doc.Meta
	if m.SourceEdition != "" {
		return identify(m.SourceEdition).value
	}
	if len(b.pages) == 0 {
		return ""
	}
	parts := slices.DeleteFunc([]string{b.title, oneLine(m.Publisher), oneLine(m.Date)}, func(s string) bool { return s == "" })
	return strings.Join(parts, ", ")
}

func isDate(s string) bool {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// isPosition reports whether s is a decimal number such as "2" or "2.5".
func isPosition(s string) bool {
	for part := range strings.SplitSeq(s, ".") {
		if part == "" || strings.Trim(part, "0123456789") != "" {
			return false
		}
	}
	return true
}

// accessibility says what the book offers to those who can't read it with
// their eyes. It claims what the program itself brings about, no more: a claim
// of level AA would need every passage in another language to be marked, and the
// program knows those alone that are long enough to tell.
func (o *opf) accessibility() {
	b := o.book
	schema := func(property string, values ...string) {
		for _, v := range values {
			o.meta("schema:"+property, v, "")
		}
	}
	schema("accessMode", "textual")
	schema("accessModeSufficient", "textual")
	schema("accessibilityFeature", "tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability")
	if b.cover != nil {
		schema("accessibilityFeature", "alternativeText")
	}
	summary := "The text can be read by eye, by ear or by touch, in any size, font and colour. Headings are marked and lead the " +
		"table of contents."
	if len(b.notes) > 0 {
		summary += " Notes and their references are linked both ways."
	}
	if len(b.pages) > 0 {
		schema("accessibilityFeature", "pageBreakMarkers", "pageNavigation")
		summary += " The pages of the printed edition are marked and listed."
	}
	schema("accessibilityHazard", "none")
	summary += " The edition was made by a program from extracted text."
	if b.remarks.foreign {
		summary += " Passages in other languages or scripts than the book's are marked where the program could tell them."
	} else {
		summary += " No passages are marked as being in another language than the book's."
	}
	schema("accessibilitySummary", summary)
	if b.lang != "und" && !b.hasTables {
		o.meta("dcterms:conformsTo", "EPUB Accessibility 1.1 - WCAG 2.1 Level A", "", "id", "conformance")
		o.meta("a11y:certifiedBy", "refolio, by construction", "conformance")
	}
}

// item is a line of the manifest.
type item struct{ id, href, mediaType, properties string }

func (b *book) items() []item {
	items := []item{
		{"nav", "nav.xhtml", "application/xhtml+xml", "nav"},
		{"ncx", "toc.ncx", "application/x-dtbncx+xml", ""},
		{"style", styleName, "text/css", ""},
	}
	if b.cover != nil {
		items = append(items, item{"cover-image", b.cover.name, b.cover.mediaType, "cover-image"})
	}
	for i, f := range b.fonts {
		items = append(items, item{"font-" + strconv.Itoa(i+1), f.name, f.mediaType, ""})
	}
	for _, f := range b.files {
		properties := ""
		if f.landmark == "cover" && b.cover.drawing != nil {
			properties = "svg"
		}
		items = append(items, item{f.id(), textFolder + f.name, "application/xhtml+xml", properties})
	}
	return items
}

// id is the identifier of f in the package document.
func (f *file) id() string { return "file-" + strings.TrimSuffix(f.name, ".xhtml") }

func (o *opf) manifest() {
	o.open("manifest")
	o.newline()
	for _, it := range o.book.items() {
		o.void("item", "id", it.id, "href", it.href, "media-type", it.mediaType, "properties", it.properties)
		o.newline()
	}
	o.end()
}

// spine writes the reading order. The list of contents stands behind the
// title page.
func (o *opf) spine() {
	direction := ""
	if o.book.dir == "rtl" {
		direction = "rtl"
	}
	o.open("spine", "toc", "ncx", "page-progression-direction", direction)
	o.newline()
	for _, f := range o.book.files {
		o.void("itemref", "idref", f.id())
		o.newline()
		if f.landmark == "titlepage" && o.book.showsContents() {
			o.void("itemref", "idref", "nav")
			o.newline()
		}
	}
	o.end()
}

// showsContents reports whether the list of contents is a page of the book.
func (b *book) showsContents() bool {
	text := 0
	for _, f := range b.files {
		if f.place != front || f.landmark == "" {
			text++
		}
	}
	return !b.o.NoContents && (text > 1 || depth(b.toc) > 1)
}
