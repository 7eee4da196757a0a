// Package document is refolio's canonical model of an edition: what the
// repair makes of a source, and all that a writer gets to see.
//
// A [Document] is metadata, a sequence of blocks and a sequence of notes:
//
//	Document
//	├── Meta      title, authors, language, ...
//	├── Blocks    heading, paragraph, quotation, verse, list, ...
//	│   └── Inlines   text, emphasis, link, note reference, page break, ...
//	└── Notes     in the order of their first reference, each with Blocks
//
// The title page is part of the blocks: blocks of the kinds [Title],
// [Subtitle] and [Byline] stand where the source has them, normally first.
// Meta holds the same facts as plain strings, perhaps overruled by the user;
// a writer that shows Meta's title leaves those blocks out (see [Document.Body]).
//
// Text is Unicode in NFC. Runs of white space are one plain space, but
// no-break spaces are kept; line breaks that matter are [LineBreak] inlines.
//
// Every text inline knows the bytes of the source that it was made from;
// [Balance] uses that to prove that nothing was lost.
package document

import "slices"

// Document is one edition.
type Document struct {
	Meta   Meta
	Blocks []Block
	// Notes holds footnotes and endnotes alike, in the order of their first
	// reference; a note that nothing refers to stands where its number or its
	// place in the source puts it.
	Notes []Note
	// Trace is how the document came about, or nil if that is not known, as
	// after [Decode]: the JSON form does not hold it.
	Trace *Trace
}

// Kind is what a block is.
type Kind uint8

// The kinds of blocks. What a block holds depends on its kind: leaves hold
// Content, containers hold Blocks.
const (
	Paragraph  Kind = iota // leaf
	Heading                // leaf; Level 1 (the outermost below the title) to 6
	Title                  // leaf: the title as the title page has it
	Subtitle               // leaf
	Byline                 // leaf: the author line of the title page
	Quote                  // container: a block quotation
	Verse                  // leaf: one stanza, its lines parted by LineBreak
	List                   // container of Items
	Item                   // container: one list item; Marker is its printed bullet or number
	Code                   // leaf: verbatim lines in one Text inline, parted by "\n"
	Table                  // container of Rows
	Row                    // container of Cells
	Cell                   // leaf
	SceneBreak             // leaf: a break of thought; Content is the printed ornament, if any
)

// Block is a node of the document's tree.
type Block struct {
	Kind    Kind
	Level   int    // of a Heading
	Marker  string // of an Item, as printed: "•", "–", "3.", "(b)"; "" if none
	Lang    string // the language of a passage that is in another than the document, as a BCP 47 tag; else ""
	Content []Inline
	Blocks  []Block
}

// InlineKind is what an inline is.
type InlineKind uint8

// The kinds of inlines.
const (
	Text      InlineKind = iota // Text, with its Span
	Emphasis                    // Content
	Strong                      // Content
	Link                        // Content, and the URL in Target
	NoteRef                     // the ID of the note in Target; Span is the printed marker. If the note is lost, Target is "" and Text the marker
	PageBreak                   // here a page of the source begins; its printed label ("xii", "4") or "" in Text
	LineBreak                   // a line ends here, in verse and the like
)

// Inline is a piece of a leaf block.
type Inline struct {
	Kind    InlineKind
	Text    string
	Target  string
	Content []Inline
	Span    Span
}

// Note is a footnote or endnote.
type Note struct {
	ID     string // unique in the document, a letter and then letters and digits only: "n12"
	Label  string // as printed: "12", "*", "b"; "" if it was lost
	Blocks []Block
	// Referenced is false if no NoteRef leads here, so that a writer has to
	// place the note by itself.
	Referenced bool
}

// Span is a range of bytes [Start, End) of the source. The zero Span stands
// for text that has no source, as in a document that was written by hand.
type Span struct{ Start, End int }

// Len is the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// Body returns the document's blocks without its title page, and the title
// page's blocks in the order of the source.
func (d *Document) Body() (body, titlePage []Block) {
	for _, b := range d.Blocks {
		if b.Kind.onTitlePage() {
			titlePage = append(titlePage, b)
		} else {
			body = append(body, b)
		}
	}
	return body, titlePage
}

func (k Kind) onTitlePage() bool { return k == Title || k == Subtitle || k == Byline }

// Leaf reports whether blocks of kind k hold Content rather than Blocks.
func (k Kind) Leaf() bool { return !slices.Contains([]Kind{Quote, List, Item, Table, Row}, k) }
