package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
)

// flow collects the blocks of the running text or of one note.
type flow struct {
	blocks []flowBlock
	space  bool // white space stands before what comes next
	line   bool // what comes next begins a printed line
	lead   string
	pages  []document.Inline // page breaks to be placed before the next text
	out    *strings.Builder  // the text of all flows: they are written one at a time
	from   int               // where in out the text of the last inline begins
	last   int               // where the source of that text ends
	open   bool              // that text goes on
}

type flowBlock struct {
	document.Block
	value string // the Element's
}

// beginLine says that a piece begins a printed line. byBlanks makes every
// empty line the end of a block, for want of decisions.
func (f *flow) beginLine(text string, p piece, byBlanks bool) {
	if len(f.blocks) == 0 || byBlanks && p.fresh && f.hasText() {
		f.startBlock(nil)
	}
	f.space, f.line = true, true
	if f.lead = text[p.lead:p.start]; spaces(f.lead) < len(f.lead) {
		f.lead = "" // the piece begins in the middle of its line, behind a label
	}
	if trimmed := strings.TrimLeft(text[p.start:p.end], " \t"); f.lead == "" {
		f.lead = text[p.start : p.end-len(trimmed)]
	}
}

func (f *flow) hasText() bool { return len(f.blocks) > 0 && len(f.blocks[len(f.blocks)-1].Content) > 0 }

// startBlock begins a block, which is a paragraph where element is nil.
func (f *flow) startBlock(element *Decision) {
	f.close()
	b := flowBlock{}
	if element != nil {
		b.value, b.Kind = element.Value, blockKinds[element.Value]
		if b.Kind == document.Heading {
			b.Level = element.N
		}
	}
	if n := len(f.blocks); n > 0 && len(f.blocks[n-1].Content) == 0 {
		f.blocks[n-1] = b // nothing came of the block before
		return
	}
	f.blocks = append(f.blocks, b)
}

func (f *flow) block() *flowBlock { return &f.blocks[len(f.blocks)-1] }

// close ends the text inline that is being written.
func (f *flow) close() {
	if !f.open {
		return
	}
	content := f.block().Content
	in := &content[len(content)-1]
	in.Text, in.Span.End = f.out.String()[f.from:], f.last
	f.open = false
}

// join lets the text go on, behind a space if between is one.
func (f *flow) join(between string) { f.space, f.line = between != "", false }

func (f *flow) page(d *Decision) {
	f.pages = append(f.pages, document.Inline{Kind: document.PageBreak, Text: d.Value})
}

func (f *flow) bullet(s string) { f.block().Marker = s }

// add adds an inline that is no text. It stands right behind the word before
// it, whatever white space the source has there.
func (f *flow) add(in document.Inline) {
	f.close()
	f.placePages()
	b := f.block()
	b.Content = append(b.Content, in)
}

func (f *flow) placePages() {
	if len(f.pages) > 0 {
		f.close()
		b := f.block()
		b.Content = append(b.Content, f.pages...)
		f.pages = nil
	}
}

// replace adds what stands for a span of the source.
func (f *flow) replace(d *Decision) {
	if strings.TrimSpace(d.Value) == "" {
		f.space = f.space || d.Value != ""
		return
	}
	f.write(d.Value, d.Span.Start, d.Span.End)
}

// text adds the source from start to end, each run of white space as one
// space.
func (f *flow) text(text string, start, end int) {
	if f.block().Kind == document.Code {
		if f.line {
			start += spaces(text[start:end])
		}
		if line := strings.TrimRight(text[start:end], " \t\r"); line != "" {
			f.write(line, start, start+len(line))
		}
		return
	}
	for start < end {
		if n := spaces(text[start:end]); n > 0 {
			f.space = true
			start += n
			continue
		}
		n := plainRun(text[start:end])
		f.write(text[start:start+n], start, start+n)
		start += n
	}
}

// write adds visible text made of the source from start to end, after the
// white space or the line break that is due.
func (f *flow) write(s string, start, end int) {
	f.placePages()
	b := f.block()
	if f.open || hasWords(b.Content) {
		switch {
		case f.line && b.Kind == document.Verse:
			f.close()
			b.Content = append(b.Content, document.Inline{Kind: document.LineBreak})
		case f.line && b.Kind == document.Code:
			f.ensureText(start)
			f.out.WriteString("\n" + f.lead)
		case f.space:
			f.ensureText(start)
			f.out.WriteByte(' ')
		}
	} else if b.Kind == document.Code {
		f.ensureText(start)
		f.out.WriteString(f.lead)
	}
	f.ensureText(start)
	f.out.WriteString(s)
	f.last = end
	f.space, f.line = false, false
}

// hasWords reports whether there is anything before which a space could
// matter.
func hasWords(content []document.Inline) bool {
	for _, in := range content {
		if in.Kind == document.Text || in.Kind == document.NoteRef {
			return true
		}
	}
	return false
}

// ensureText makes sure that a text inline is open.
func (f *flow) ensureText(start int) {
	if !f.open {
		b := f.block()
		b.Content = append(b.Content, document.Inline{Kind: document.Text, Span: document.Span{Start: start}})
		f.open, f.from, f.last = true, f.out.Len(), start
	}
}

// spaces is the number of leading bytes of s that are white space at which a
// line may break; no-break spaces are text.
func spaces(s string) int {
	if len(s) > 0 && s[0] > ' ' && s[0] < utf8.RuneSelf {
		return 0 // nearly always
	}
	for i, r := range s {
		if !unicode.IsSpace(r) || noBreak(r) {
			return i
		}
	}
	return len(s)
}

// plainRun is how many bytes of s, which begins with a visible character, can
// be written as they are: no white space is in them but single spaces between
// words.
func plainRun(s string) int {
	for i := 0; i < len(s); i++ {
		for i+8 < len(s) && plain8(s[i:i+9]) {
			i += 8
		}
		switch c := s[i]; {
		case c > ' ' && c < utf8.RuneSelf:
		case c == ' ':
			if i+1 < len(s) && s[i+1] > ' ' && s[i+1] < utf8.RuneSelf {
				i++ // nearly always
			} else if i+1 == len(s) || spaces(s[i+1:]) > 0 {
				return i
			}
		case c < utf8.RuneSelf:
			if unicode.IsSpace(rune(c)) {
				return i
			}
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if unicode.IsSpace(r) && !noBreak(r) {
				return i
			}
			i += size - 1
		}
	}
	return len(s)
}

// plain8 reports whether the first eight bytes of s are of ASCII and no
// controls, and each space among them has something else behind it, looking at
// all of them at once. The ninth byte is what stands behind them.
func plain8(s string) bool {
	const each, high = 0x0101010101010101, 0x8080808080808080
	x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	if (x|(x-' '*each))&high != 0 {
		return false
	}
	spaces := ^(x - ' '*each + 0x7f*each) & high // each byte is a space at least, so that nothing is carried
	return spaces&(spaces<<8) == 0 && (spaces>>63 == 0 || s[8] > ' ' && s[8] < utf8.RuneSelf)
}

func noBreak(r rune) bool { return r == '\u00a0' || r == '\u202f' || r == '\u2007' }
