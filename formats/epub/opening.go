package epub

import (
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// An opening is a page of a few words that stands before the first heading.
type opening uint8

const (
	noOpening opening = iota
	epigraphPage
	dedicationPage
)

// The opening as the type and the role of its section.
var openingKinds = [...]division{
	epigraphPage:   {epubType: "epigraph", role: "doc-epigraph"},
	dedicationPage: {epubType: "dedication", role: "doc-dedication"},
}

var openingClasses = [...]string{noOpening: "", epigraphPage: "epigraph-page", dedicationPage: "dedication-page"}

var dedication = compiled(`^(?i:to my|to our|to the memory|for my|for our|in memory of|dedicated to|in memoriam|` +
	`für mein|meine[mnr] |unse?re[mnr] |dem andenken|zum andenken|gewidmet|à mon|à ma|à mes|à la mémoire|` +
	`a mi|a la memoria|a mia|ai miei|alla memoria|aan mijn|à minha|ao meu|à memória)`)

// openingOf says what the blocks before the first heading are: an epigraph if
// they are quotations or printed as such, a dedication if they begin as one
// does. Anything else, and anything longer, is text.
func openingOf(s *section) opening {
	const longest = 600 // bytes
	if s.heading != nil || s.size == 0 || s.size > longest || len(s.blocks) > 4 {
		return noOpening
	}
	first := strings.TrimSpace(document.PlainText(firstLeaf(s.blocks)))
	if s.size < longest/3 && s.blocks[0].Kind == document.Paragraph && dedication().MatchString(first) {
		return dedicationPage
	}
	for i := range s.blocks {
		b := &s.blocks[i]
		quoted := b.Kind == document.Quote || b.Kind == document.Verse || isAttribution(b) ||
			b.Kind == document.Paragraph && i == 0 && opensQuoted(first)
		if !quoted {
			return noOpening
		}
	}
	return epigraphPage
}

// opensQuoted reports whether text begins with a quotation mark.
func opensQuoted(text string) bool {
	for _, mark := range []string{"“", "„", "«", "‘", "»", "\""} {
		if strings.HasPrefix(text, mark) {
			return true
		}
	}
	return false
}

// firstLeaf is the content of the first leaf of blocks.
func firstLeaf(blocks []document.Block) []document.Inline {
	for leaf := range document.Leaves(blocks) {
		return leaf.Content
	}
	return nil
}
