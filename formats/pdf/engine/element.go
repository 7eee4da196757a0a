package engine

// Element is a node of the structure tree: a paragraph, a heading, a note. The
// order of its parts is the order in which they are first drawn.
type Element struct {
	Type  string // a standard structure type, or one of roleMap
	Title string // for those who list the elements; may be empty
	// ID is unique in the book; notes must have one.
	ID string
	// Language is that of its text, a BCP 47 tag, where it is not the one of what
	// is around it; else it is empty.
	Language string
	// Numbering is how the items of a list are numbered: "Decimal", "LowerRoman",
	// "UpperRoman", "LowerAlpha", "UpperAlpha", "Disc" or, for no number, "".
	Numbering string

	parent *Element
	parts  []part
	number int // of its object, once the file is written
}

// part is what an element holds: another element, or content on a page.
type part struct {
	child  *Element // or nil:
	page   int
	number int  // of the marked content, or of the link
	link   bool // number is that of a link
}

// roleMap says what the types are that PDF 1.7 has no name for.
var roleMap = []struct{ own, standard string }{
	{"Title", "P"},
	{"Stanza", "P"},
}

// NewElement returns an element within parent. It joins the tree when
// something is drawn in it.
func NewElement(parent *Element, typ string) *Element {
	return &Element{Type: typ, parent: parent}
}

// attach makes e a part of its parent, if it is not one yet.
func (e *Element) attach() {
	if e.parent == nil || len(e.parts) > 0 {
		return
	}
	e.parent.attach()
	e.parent.parts = append(e.parent.parts, part{child: e})
}

func (e *Element) addContent(page, number int) {
	e.attach()
	e.parts = append(e.parts, part{page: page, number: number})
}

func (e *Element) addLink(page, number int) {
	e.attach()
	e.parts = append(e.parts, part{page: page, number: number, link: true})
}
