package epub

import (
	"slices"
	"strconv"
)

// navigation writes EPUB/nav.xhtml: the list of contents, the landmarks and
// the list of pages.
func (b *book) navigation() []byte {
	f := &file{book: b, name: "nav.xhtml", title: b.words.Contents, place: front}
	f.remarks = &b.remarks
	f.open("nav", "epub:type", "toc", "role", "doc-toc", "id", "toc", "aria-labelledby", "toc-title")
	f.newline()
	f.leaf("h1", b.words.Contents, "id", "toc-title")
	f.newline()
	f.entries(b.toc)
	f.end()
	f.landmarks()
	f.pageList()
	return append(append(b.head(f, ""), f.b...), tail...)
}

func (f *file) entries(entries []*entry) {
	f.open("ol")
	f.newline()
	for _, e := range entries {
		f.open("li")
		f.leaf("a", e.label, "href", e.href)
		if len(e.children) > 0 {
			f.newline()
			f.entries(e.children)
		}
		f.end()
	}
	f.end()
}

func (f *file) landmarks() {
	b := f.book
	f.open("nav", "epub:type", "landmarks", "id", "landmarks", "aria-label", b.words.Landmarks, "hidden", "hidden")
	f.newline()
	f.open("ol")
	f.newline()
	landmark := func(kind, label, href string) {
		f.open("li")
		f.leaf("a", label, "epub:type", kind, "href", href)
		f.end()
	}
	for _, file := range b.files {
		label := file.title
		if file.landmark == body {
			label = b.words.Text
		}
		if file.landmark != "" {
			landmark(file.landmark, label, textFolder+file.name)
		}
		if file.landmark == "titlepage" && b.showsContents() {
			landmark("toc", b.words.Contents, "nav.xhtml")
		}
	}
	f.end()
	f.end()
}

func (f *file) pageList() {
	b := f.book
	if len(b.pages) == 0 {
		return
	}
	f.open("nav", "epub:type", "page-list", "role", "doc-pagelist", "id", "pages", "aria-label", b.words.Pages, "hidden", "hidden")
	f.newline()
	f.open("ol")
	f.newline()
	for _, p := range b.pages {
		f.open("li")
		f.leaf("a", p.label, "href", p.href)
		f.end()
	}
	f.end()
	f.end()
}

// ncx writes EPUB/toc.ncx, the list of contents for readers of EPUB 2.
func (b *book) ncx() []byte {
	m := &markup{remarks: &b.remarks, named: true}
	m.declaration()
	m.open("ncx", "xmlns", "http://www.daisy.org/z3986/2005/ncx/", "version", "2005-1", "xml:lang", b.lang)
	m.newline()
	m.open("head")
	m.newline()
	last := 0
	for _, p := range b.pages {
		if n, err := strconv.Atoi(p.label); err == nil {
			last = max(last, n)
		}
	}
	for _, meta := range [][2]string{
		{"dtb:uid", b.ids[0].value},
		{"dtb:depth", strconv.Itoa(depth(b.toc))},
		{"dtb:generator", "refolio"},
		{"dtb:totalPageCount", strconv.Itoa(len(b.pages))},
		{"dtb:maxPageNumber", strconv.Itoa(last)},
	} {
		m.void("meta", "name", meta[0], "content", meta[1])
		m.newline()
	}
	m.end()
	m.label("docTitle", b.title)
	for _, a := range b.doc.Meta.Authors {
		m.label("docAuthor", oneLine(a))
	}
	n := &ncxWriter{markup: m}
	m.open("navMap")
	m.newline()
	n.points(b.ncxEntries())
	m.end()
	n.pages(b.pages, b.words.Pages)
	m.end()
	return m.b
}

// ncxEntries is the list of contents with an entry for itself, if it is a page.
func (b *book) ncxEntries() []*entry {
	if !b.showsContents() {
		return b.toc
	}
	return slices.Insert(slices.Clone(b.toc), b.frontFiles(), &entry{label: b.words.Contents, href: "nav.xhtml"})
}

// label writes the element that the NCX has around every text.
func (m *markup) label(tag, text string) {
	m.open(tag)
	m.leaf("text", text)
	m.end()
}

type ncxWriter struct {
	*markup
	order int
}

func (n *ncxWriter) points(entries []*entry) {
	for _, e := range entries {
		n.order++
		number := strconv.Itoa(n.order)
		n.open("navPoint", "id", "point-"+number, "playOrder", number)
		n.newline()
		n.label("navLabel", e.label)
		n.void("content", "src", e.href)
		n.newline()
		n.points(e.children)
		n.end()
	}
}

func (n *ncxWriter) pages(pages []pageMark, title string) {
	if len(pages) == 0 {
		return
	}
	n.open("pageList")
	n.newline()
	n.label("navLabel", title)
	for i, p := range pages {
		n.order++
		kind, value := "special", ""
		if v, err := strconv.Atoi(p.label); err == nil && v > 0 {
			kind, value = "normal", p.label
		}
		n.open("pageTarget", "id", "target-"+strconv.Itoa(i+1), "type", kind, "value", value, "playOrder", strconv.Itoa(n.order))
		n.label("navLabel", p.label)
		n.void("content", "src", p.href)
		n.end()
	}
	n.end()
}
