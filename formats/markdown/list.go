package markdown

import (
	"slices"
	"strconv"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// listStyle is how a list's items are marked.
type listStyle struct {
	ordered bool
	mark    byte // '-' if not ordered, '.' or ')' if ordered; 0 for no list
	first   int  // number of an ordered list's first item
}

// list writes a list that comes after another one in the style last, and
// returns its own style. Two lists of one style in a row are parted by an
// empty comment, or they would be read as one.
func (p *printer) list(b *document.Block, last listStyle) listStyle {
	if !hasWords([]document.Block{*b}) {
		return last
	}
	style := styleOf(b.Blocks)
	if style.ordered == last.ordered && style.mark == last.mark {
		p.divide()
	}
	if style.first > 1 {
		p.lint |= md029
	}
	loose := false
	for i := range b.Blocks {
		loose = loose || !tight(&b.Blocks[i])
	}
	for i := range b.Blocks {
		item := &b.Blocks[i]
		if i > 0 && loose || i == 0 && !p.hugs(style, item) {
			p.separate()
		}
		marker := string(style.mark) + " "
		if style.ordered {
			marker = strconv.Itoa(style.first+i) + marker
		}
		p.inTight = !loose
		p.within(marker, strings.Repeat(" ", len(marker)), func() { p.item(item, style) })
		p.inTight = false
	}
	return style
}

// divide writes an empty comment between two blocks that would be read as one.
func (p *printer) divide() {
	p.separate()
	p.startLine()
	p.out = append(p.out, "<!-- -->\n"...)
}

// hugs reports whether a list that begins with item can follow the words of a
// tight item without an empty line. A list that does not begin with 1, or with
// an empty item, would be taken for more of the words.
func (p *printer) hugs(style listStyle, item *document.Block) bool {
	return p.inTight && len(p.lead) == 0 && (!style.ordered || style.first == 1) && hasWords(item.Blocks)
}

// tight reports whether an item is one paragraph, perhaps with a list below
// it, so that no empty lines are needed.
func tight(item *document.Block) bool {
	for i, b := range item.Blocks {
		if i > 0 && b.Kind != document.List || i == 0 && (b.Kind != document.Paragraph || len(b.Content) > 0 && b.Content[0].Kind == document.PageBreak) {
			return false
		}
	}
	return len(item.Blocks) < 3
}

// item writes what an item holds. A printed marker that Markdown has no list
// for, "(b)" or "IV.", is put before the words.
func (p *printer) item(item *document.Block, style listStyle) {
	blocks := item.Blocks
	if item.Kind != document.Item {
		blocks = []document.Block{*item}
	}
	if !style.ordered && !isBullet(item.Marker) {
		marker := document.Inline{Kind: document.Text, Text: item.Marker + " "}
		if len(blocks) > 0 && blocks[0].Kind == document.Paragraph {
			first := blocks[0]
			first.Content = append([]document.Inline{marker}, first.Content...)
			blocks = append([]document.Block{first}, blocks[1:]...)
		} else {
			blocks = append([]document.Block{{Content: []document.Inline{marker}}}, blocks...)
		}
	}
	p.blocks(blocks)
}

// styleOf is the natural style of a list: ordered if its items are numbered
// in sequence.
func styleOf(items []document.Block) listStyle {
	bullets := listStyle{mark: '-'}
	if len(items) == 0 {
		return bullets
	}
	first, mark, ok := ordinal(items[0].Marker)
	if !ok {
		return bullets
	}
	for i := range items {
		if n, m, ok := ordinal(items[i].Marker); !ok || n != first+i || m != mark {
			return bullets
		}
	}
	return listStyle{ordered: true, mark: mark, first: first}
}

// ordinal reads a marker such as "12." or "3)". CommonMark allows nine digits.
func ordinal(marker string) (n int, mark byte, ok bool) {
	digits := len(marker) - 1
	if digits < 1 || digits > 8 || marker[digits] != '.' && marker[digits] != ')' {
		return 0, 0, false
	}
	for i := range digits {
		if marker[i] < '0' || marker[i] > '9' {
			return 0, 0, false
		}
		n = 10*n + int(marker[i]-'0')
	}
	return n, marker[digits], strconv.Itoa(n) == marker[:digits]
}

// isBullet reports whether a marker says nothing but "here is an item". OCR
// takes a bullet for an equals sign or a full stop.
func isBullet(marker string) bool {
	switch marker {
	case "=", ".":
		return true
	case "", "•", "·", "-", "–", "—", "*", "+", "◦", "‣", "▪", "▫", "■", "□", "●", "○", "►", "▸", "⁃", "∙":
		return true
	}
	return false
}

// hasMarkers reports whether a list's markers are words, as in "(b)".
func hasMarkers(items []document.Block) bool {
	return slices.ContainsFunc(items, func(item document.Block) bool { return !isBullet(item.Marker) })
}
