package pdf

import "github.com/refolio/refolio/pipeline/document"

// What an epigraph has at most, so that a chapter of quotations has none.
const (
	epigraphBlocks  = 4   // quotations and their attributions
	epigraphLetters = 400 // in each
)

// isEpigraph reports whether blocks[i] is a quotation between a heading and
// the first paragraph of its section, as
//
//	                CHAPTER ONE
//
//	            Of making many books there is no end.
//	                                     Ecclesiastes
//
//	It was the custom of the house that ...
func isEpigraph(blocks []document.Block, i int) bool {
	first, last := i, i
	for first >= 0 && i-first < epigraphBlocks && shortQuote(&blocks[first]) {
		first--
	}
	for last < len(blocks) && last-first <= epigraphBlocks && shortQuote(&blocks[last]) {
		last++
	}
	return first >= 0 && last > i && last < len(blocks) &&
		blocks[first].Kind == document.Heading && blocks[last].Kind == document.Paragraph
}

// shortQuote reports whether b is a quotation that could be an epigraph.
func shortQuote(b *document.Block) bool {
	if b.Kind != document.Quote {
		return false
	}
	letters := 0
	for leaf := range document.Leaves(b.Blocks) {
		letters += len(document.PlainText(leaf.Content))
	}
	return letters < epigraphLetters
}

// epigraph sets a quotation that is one: at the right, and what follows begins
// as if it were not there.
func (c *compositor) epigraph(b *document.Block, f frame) {
	initial := c.initial
	f.left, f.width = f.left+f.width*3/8, f.width*5/8+f.leading*3/2 // the quotation stands in from both sides
	c.quote(b, f)
	c.last, c.initial, c.leadsOn, c.indented = document.Quote, initial, false, false
	c.setSpace(2)
	c.keep = true
}
