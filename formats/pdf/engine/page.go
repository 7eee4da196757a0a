package engine

import (
	"strconv"

	"github.com/refolio/refolio/formats/pdf/measure"
)

// Page is one page in the making.
type Page struct {
	book    *Book
	index   int // counted from 0
	content []byte
	packed  []byte     // the content once it is compressed
	marked  []*Element // the element of each marked piece of content, by its number
	open    bool       // a piece of marked content has begun
	element *Element   // whose it is; nil for an artifact
	kind    Artifact   // of that
	links   []link
	colour  Colour // that is set for filling
	text    setting
}

// Colour is a colour of the screen; the zero Colour is black.
type Colour struct{ R, G, B uint8 }

// Grey returns a grey with the given per cent of white.
func Grey(white int) Colour {
	v := uint8(white * 255 / 100)
	return Colour{v, v, v}
}

// Rect is an area of a page.
type Rect struct{ Left, Top, Right, Bottom measure.Unit }

type link struct {
	area    Rect
	dest    Dest   // if url is empty
	url     string // a URI in ASCII
	says    string // what the link is, for those who can't see it
	element *Element
}

// Index returns the page's place in the book, counted from 0.
func (p *Page) Index() int { return p.index }

// Place puts a destination at a height of the page.
func (p *Page) Place(d Dest, y measure.Unit) { p.book.dests[d] = destination{p.index, y} }

// Artifact is a kind of what is drawn and is no part of the document: programs
// that read aloud or reflow the text leave it out.
type Artifact uint8

// The kinds of artifacts.
const (
	Ornament   Artifact = iota // rules, leaders
	Header                     // a running head
	Footer                     // a folio at the foot
	SourcePage                 // the page number of the source, in the margin
)

// artifacts are the properties of the kinds, after PDF 1.7, 14.8.2.2.2. PDF/UA-1
// (7.8) asks for those of running heads and folios.
var artifacts = [...]string{
	Ornament:   "/Artifact <</Type/Layout>> BDC\n",
	Header:     "/Artifact <</Type/Pagination/Subtype/Header/Attached[/Top]>> BDC\n",
	Footer:     "/Artifact <</Type/Pagination/Subtype/Footer/Attached[/Bottom]>> BDC\n",
	SourcePage: "/Artifact <</Type/Pagination>> BDC\n",
}

// BeginArtifact says that what is drawn next is no part of the document.
func (p *Page) BeginArtifact(kind Artifact) {
	if p.open && p.element == nil && p.kind == kind {
		return
	}
	p.end()
	p.open, p.element, p.kind = true, nil, kind
	p.content = append(p.content, artifacts[kind]...)
}

// Begin says that what is drawn next belongs to e. If that is nil, it is an
// ornament.
func (p *Page) Begin(e *Element) {
	if e == nil {
		p.BeginArtifact(Ornament)
		return
	}
	if p.open && p.element == e {
		return
	}
	p.end()
	p.open, p.element = true, e
	number := len(p.marked)
	p.marked = append(p.marked, e)
	e.addContent(p.index, number)
	p.content = append(p.content, '/')
	p.content = append(p.content, e.Type...)
	p.content = append(p.content, " <</MCID "...)
	p.content = strconv.AppendInt(p.content, int64(number), 10)
	p.content = append(p.content, ">> BDC\n"...)
}

// end closes the piece of marked content.
func (p *Page) end() {
	p.endText()
	if p.open {
		p.content = append(p.content, "EMC\n"...)
		p.open = false
	}
}

// Rule draws a horizontal rule; y is its middle.
func (p *Page) Rule(x, y, width, thickness measure.Unit) {
	if !p.open {
		p.Begin(nil)
	}
	p.endText()
	p.setColour(Colour{})
	p.length(x)
	p.length(p.book.size.Height - y - thickness/2)
	p.length(width)
	p.length(thickness)
	p.content = append(p.content, "re f\n"...)
}

// setColour sets the colour for what is filled, which is all that is drawn.
func (p *Page) setColour(c Colour) {
	if p.colour == c {
		return
	}
	p.colour = c
	part := func(v uint8) { p.length(measure.Unit(v) * measure.Point / 255) }
	part(c.R)
	if c.R == c.G && c.G == c.B {
		p.content = append(p.content, "g\n"...)
		return
	}
	part(c.G)
	part(c.B)
	p.content = append(p.content, "rg\n"...)
}

// Link makes an area lead to a place in the book. The element is the Link
// element that holds its text; says describes it.
func (p *Page) Link(area Rect, to Dest, e *Element, says string) {
	p.addLink(link{area: area, dest: to, says: says, element: e})
}

// LinkURL makes an area lead to a URL.
func (p *Page) LinkURL(area Rect, url string, e *Element, says string) {
	p.addLink(link{area: area, url: url, says: says, element: e})
}

func (p *Page) addLink(l link) {
	if l.element != nil {
		l.element.addLink(p.index, len(p.links))
	}
	p.links = append(p.links, l)
}

// length appends a length in points and a space.
func (p *Page) length(u measure.Unit) { p.content = append(appendPoints(p.content, u), ' ') }

// appendPoints appends a length in points with at most three decimals.
func appendPoints(b []byte, u measure.Unit) []byte {
	if u < 0 {
		b = append(b, '-')
		u = -u
	}
	b = strconv.AppendInt(b, int64(u/1000), 10)
	if f := int(u % 1000); f != 0 {
		b = append(b, '.', byte('0'+f/100))
		if f %= 100; f != 0 {
			b = append(b, byte('0'+f/10))
			if f %= 10; f != 0 {
				b = append(b, byte('0'+f))
			}
		}
	}
	return b
}
