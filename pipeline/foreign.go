package pipeline

import (
	"strings"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/language"
)

const (
	shortestForeign = 40  // letters: fewer don't tell a language
	sureOfQuotation = 0.8 // that a quotation or a verse is in another language
	sureOfText      = 0.9 // the same of a paragraph: it may be no more than names
	firstLook       = 300 // bytes that as a rule show that a passage is in the document's language
)

// markForeign says of the passages of doc that are in another language than
// the document which that is, so that an edition can be hyphenated and read
// aloud as it should be. A passage is a quotation, a stanza or a paragraph, in
// the text or a note; one that is half in one language, half in another stays
// as it is.
//
// Most passages are in the document's language and show it at once by two of
// its commonest words, which is all that is looked at of them.
func markForeign(doc *document.Document) {
	common, _ := language.GrammarWords(doc.Meta.Language)
	if len(common) == 0 {
		return
	}
	f := foreign{own: base(doc.Meta.Language)}
	for _, w := range common {
		f.common = append(f.common, " "+w+" ")
	}
	f.mark(doc.Blocks)
	for i := range doc.Notes {
		f.mark(doc.Notes[i].Blocks)
	}
}

// base is the language of a tag without its region or script.
func base(tag string) string {
	lang, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return lang
}

type foreign struct {
	own    string   // the language of the document
	common []string // its commonest words, with spaces around them
	text   []byte   // of the passage at hand
}

func (f *foreign) mark(blocks []document.Block) {
	for i := range blocks {
		b := &blocks[i]
		switch b.Kind {
		case document.Quote, document.Verse:
			b.Lang = f.of(b, sureOfQuotation)
		case document.Paragraph:
			b.Lang = f.of(b, sureOfText)
		}
		if b.Lang == "" {
			f.mark(b.Blocks)
		}
	}
}

// of returns the language of b if it is another and so sure.
func (f *foreign) of(b *document.Block, sure float64) string {
	if f.isOwn(firstText(b)) {
		return ""
	}
	text := f.gather(b)
	if utf8.RuneCountInString(text) < shortestForeign || f.isOwn(text) {
		return ""
	}
	tag, confidence := language.Detect(text)
	if tag == "" || confidence < sure || base(tag) == f.own {
		return ""
	}
	return tag
}

// firstText returns the beginning of the first run of text in b.
func firstText(b *document.Block) string {
	for leaf := range document.Leaves(blocksOf(b)) {
		for in := range document.Inlines(leaf.Content) {
			if in.Text != "" {
				return in.Text[:min(len(in.Text), firstLook)]
			}
		}
	}
	return ""
}

// gather returns the text of b.
func (f *foreign) gather(b *document.Block) string {
	f.text = append(f.text[:0], ' ')
	for leaf := range document.Leaves(blocksOf(b)) {
		for in := range document.Inlines(leaf.Content) {
			f.text = append(f.text, in.Text...)
		}
		f.text = append(f.text, ' ')
	}
	return string(f.text)
}

// isOwn reports whether text has two of the commonest words. One may be another
// language's too: "in" is English, German and Latin.
func (f *foreign) isOwn(text string) bool {
	found := 0
	for _, w := range f.common {
		if strings.Contains(text, w) {
			if found++; found == 2 {
				return true
			}
		}
	}
	return false
}

func blocksOf(b *document.Block) []document.Block {
	if b.Kind.Leaf() {
		return []document.Block{{Kind: b.Kind, Content: b.Content}}
	}
	return b.Blocks
}
