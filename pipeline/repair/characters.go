package repair

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// decideCharacters cleans up characters that are an accident of fonts,
// encodings and extractors. With [ ] around what is invisible:
//
//	the ﬂoor of the oﬃce    ──▶  the floor of the office
//	a co[SHY]operative      ──▶  a cooperative
//	cafe[U+0301]            ──▶  café
//	na¨ıve, M¨uller         ──▶  naïve, Müller       see accents.go
//	-- so… is he            ──▶  -- so... is he      see ellipses.go
//	[BOM]Chapter[U+0007]    ──▶  Chapter
//
// It makes decisions of the kinds Speck (what no reader was meant to see) and
// Character. No-break spaces are left alone where they can carry a meaning.
// A soft hyphen at the end of a row is left to the stage "hyphenation". What
// can't be mended is reported: private-use letters, text that was decoded
// twice, direction marks that are never closed.
func decideCharacters(t *Text, o CharactersOptions) {
	c := &characterScan{t: t, keepLigatures: o.Ligatures, private: map[rune]tally{}}
	c.countSpaces()
	c.countSoftHyphens()
	for i := range t.Rows {
		c.row(i)
	}
	c.closeBidi()
	c.decideAccents()
	c.decideSwapped()
	c.decideMisreadLigatures()
	c.decideEllipses()
	if c.compose {
		c.decideNFC()
	}
	c.report()
	t.joinRaisedMarks()
}

// characterScan is the state of one pass over the rows.
type characterScan struct {
	t             *Text
	keepLigatures bool
	plainNoBreak  bool            // no-break spaces are the spaces of this text
	compose       bool            // there are letters that may not be in NFC
	composed      []document.Span // accents put back on their letters, sorted
	row0, row1    int             // the row that is scanned: its first byte, and behind its last
	specks        []document.Span
	accents       []int      // where spacing accents stand
	late          []accentAt // marks on the letter behind theirs, perhaps
	odd           int        // marks on letters that have none, these included
	swapped       []int      // where ideographs stand that may be letters, see decideSwapped
	ideographs    int        // the others
	bidi          []openMark
	private       map[rune]tally
	privateOrder  []rune
	twice         tally // of letters decoded twice
	objects       tally // of pictures that an extractor marked
}

// tally counts what is reported once for the whole document.
type tally struct{ n, first int }

func (y *tally) add(at int) {
	if y.n == 0 {
		y.first = at
	}
	y.n++
}

// openMark is a direction mark that waits for the one that closes it.
type openMark struct {
	at, size int
	isolate  bool
}

// countSpaces finds out whether no-break spaces mean anything. A French page
// has one for some fifteen spaces; some converters write nothing else.
func (c *characterScan) countSpaces() {
	if n := strings.Count(c.t.Src.Text, "\u00a0"); n > 0 {
		c.plainNoBreak = n > strings.Count(c.t.Src.Text, " ")
	}
}

// row scans one row. Plain ASCII costs one comparison a byte.
func (c *characterScan) row(i int) {
	r := &c.t.Rows[i]
	if r.Blank > 0 {
		c.closeBidi()
	}
	c.row0, c.row1 = r.Start, r.End
	c.specks = c.specks[:0]
	c.margins(r)
	text := c.t.Src.Text
	end := r.End
	if !r.has.has(anySign) {
		end = r.Start // plain, and nothing to scan
	}
	for at := r.Start; at < end; {
		switch b := text[at]; {
		case b >= ' ' && b < 0x7f || b == '\t':
			at++
		case b < 0x80:
			c.control(at)
			at++
		default:
			ch, size := utf8.DecodeRuneInString(text[at:r.End])
			c.other(ch, at, size)
			at += size
		}
	}
	c.clean(i)
}

// margins makes plain the no-break spaces with which some word processors
// indent a line.
func (c *characterScan) margins(r *Row) {
	line := c.t.Src.Lines[r.Line]
	before, after := c.t.Src.Text[line.Start:r.Start], c.t.Src.Text[r.End:line.End]
	if i := strings.IndexFunc(before, noBreak); i >= 0 {
		c.replace(line.Start+i, r.Start, " ", 0.99, "white space before the line")
	}
	if i := strings.IndexFunc(after, noBreak); i >= 0 {
		c.replace(r.End+i, line.End, " ", 0.99, "white space after the line")
	}
}

func (c *characterScan) replace(start, end int, value string, confidence float64, why string) {
	c.t.Decide(Decision{Kind: Character, Span: document.Span{Start: start, End: end}, Value: value, Confidence: confidence, Why: why})
}

// control is about an ASCII control character.
func (c *characterScan) control(at int) {
	if !lineEndHyphen(c.t.Src.Text[at:c.row1], c.t.Src.Text[c.row0:at]) {
		c.speck(at, 1)
	}
}

// lineEndHyphen reports whether rest, the end of a row, is an invisible
// hyphen: a soft hyphen, or what PDFium writes for one (U+0002, formerly
// U+FFFE). before is the row up to there.
func lineEndHyphen(rest, before string) bool {
	if rest != "\u00ad" && rest != "\x02" && rest != "\ufffe" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	return unicode.IsLetter(last) || unicode.IsDigit(last) || unicode.Is(unicode.Mn, last)
}

// speck marks size bytes as dirt.
func (c *characterScan) speck(at, size int) {
	if n := len(c.specks); n > 0 && c.specks[n-1].End == at {
		c.specks[n-1].End += size
		return
	}
	c.specks = append(c.specks, document.Span{Start: at, End: at + size})
}

// other is about a character outside ASCII.
func (c *characterScan) other(ch rune, at, size int) {
	text := c.t.Src.Text
	switch {
	case ch >= 0xc0 && ch < 0x300 || ch > 0x400 && ch < 0x483:
		if ch == 'Ã' || ch == 'Â' || ch == 'â' || spacingAccents[ch] != 0 {
			c.suspicious(ch, at, text[at+size:c.row1])
		}
	case ch < 0xa0:
		c.speck(at, size)
	case ch == '\u00a0':
		c.noBreakSpace(at, size)
	case ch == '\u00ad':
		c.softHyphen(at, size)
	case ch < 0xc0:
		if spacingAccents[ch] != 0 {
			c.accents = append(c.accents, at)
		}
	case ch >= 0x2000 && ch < 0x2070:
		c.punctuation(ch, at, size)
	case ch >= 0x2e00 && ch < 0xd800:
		c.ideograph(ch, at)
	case ch >= 0xfb00 && ch <= 0xfb06:
		if !c.keepLigatures {
			c.replace(at, at+size, ligatures[ch-0xfb00], 0.99, "a ligature of the font")
		}
	case ch >= 0xe000 && ch <= 0xf8ff || ch >= 0xf0000 && ch&0xfffe != 0xfffe:
		if _, known := c.private[ch]; !known {
			c.privateOrder = append(c.privateOrder, ch)
		}
		y := c.private[ch]
		y.add(at)
		c.private[ch] = y
	case ch == '\ufffc':
		c.objects.add(at)
		c.speck(at, size)
	case ch == '\ufeff' || ch >= 0xfff9 && ch <= 0xfffb || ch >= 0xfdd0 && ch <= 0xfdef || ch&0xfffe == 0xfffe:
		if !lineEndHyphen(text[at:c.row1], text[c.row0:at]) {
			c.speck(at, size)
		}
	default:
		c.compose = true
	}
}

var ligatures = [...]string{"ff", "fi", "fl", "ffi", "ffl", "ſt", "st"}

// suspicious is about letters that are mostly just letters.
func (c *characterScan) suspicious(ch rune, at int, rest string) {
	if spacingAccents[ch] != 0 {
		c.accents = append(c.accents, at)
		return
	}
	// UTF-8 that was read as windows-1252: Ã and Â stand for the bytes C3
	// and C2, after which comes one from 80 to BF; â€ begins most quotes
	// and dashes.
	next, _ := utf8.DecodeRuneInString(rest)
	if ch == 'â' && next == '€' || ch != 'â' && (next >= 0x80 && next <= 0xbf && next != '»' && next != '\u00a0' || next == '€' || next == '™') {
		c.twice.add(at)
	}
}

// noBreakSpace is about U+00A0 in a row.
func (c *characterScan) noBreakSpace(at, size int) {
	text := c.t.Src.Text
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+size:])
	switch {
	case c.plainNoBreak:
		c.replace(at, at+size, " ", 0.9, "this text has no-break spaces for all spaces")
	case unicode.IsSpace(before) || unicode.IsSpace(after):
		c.replace(at, at+size, " ", 0.97, "a no-break space beside a space binds nothing")
	}
}

// punctuation is about the block of general punctuation, which holds what is
// invisible.
func (c *characterScan) punctuation(ch rune, at, size int) {
	switch {
	case ch == '\u200c' || ch == '\u200d' || ch == '\u200b':
		if !c.needsJoiners(at, size) {
			c.speck(at, size)
		}
	case ch == '\u202a' || ch == '\u202b' || ch == '\u202d' || ch == '\u202e' || ch >= '\u2066' && ch <= '\u2068':
		c.bidi = append(c.bidi, openMark{at, size, ch >= '\u2066'})
	case ch == '\u202c' || ch == '\u2069':
		if n := len(c.bidi); n > 0 && c.bidi[n-1].isolate == (ch == '\u2069') {
			c.bidi = c.bidi[:n-1]
		} else {
			c.speck(at, size)
			c.reportBidi(at)
		}
	case ch >= '\u2060' && ch <= '\u2064' || ch >= '\u206a':
		c.speck(at, size)
	case doubleMarks[ch] != "" && !c.keepLigatures && !strings.Contains(c.t.Src.Text, doubleMarks[ch]):
		c.replace(at, at+size, doubleMarks[ch], 0.9, "a ligature of the font")
	}
}

// doubleMarks are the marks that some fonts have a ligature for. Where the
// text has them as two characters, too, the ligature is the author's.
var doubleMarks = map[rune]string{'‼': "!!", '⁇': "??", '⁈': "?!", '⁉': "!?"}

// needsJoiners reports whether zero-width characters belong to the spelling
// here: in Persian, the scripts of India and between the parts of an emoji;
// Thai and Khmer have zero-width spaces between words. In Western scripts
// they come from web pages and fonts.
func (c *characterScan) needsJoiners(at, size int) bool {
	before, _ := utf8.DecodeLastRuneInString(c.t.Src.Text[c.row0:at])
	after, _ := utf8.DecodeRuneInString(c.t.Src.Text[at+size : c.row1])
	joins := func(r rune) bool {
		return r >= 0x0600 && r != utf8.RuneError && !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Punct, unicode.Space)
	}
	return joins(before) && joins(after)
}

// closeBidi ends a passage: direction marks that are still open are taken
// out, because they would turn round all that follows.
func (c *characterScan) closeBidi() {
	for _, m := range c.bidi {
		c.t.Decide(Decision{Kind: Speck, Span: document.Span{Start: m.at, End: m.at + m.size}, Confidence: 0.8, Why: "a direction mark that is never closed"})
		c.reportBidi(m.at)
	}
	c.bidi = c.bidi[:0]
}

func (c *characterScan) reportBidi(at int) {
	r, _ := utf8.DecodeRuneInString(c.t.Src.Text[at:])
	c.t.Report("characters/bidi", finding.Warning, at, "see whether the text around it is in the right order",
		"the direction mark U+%04X has no partner; it was left out", r)
}

// clean decides on the specks of a row and takes them off its ends.
func (c *characterScan) clean(i int) {
	if len(c.specks) == 0 {
		return
	}
	r := &c.t.Rows[i]
	start, end := r.Start, r.End
	text := c.t.Src.Text
	for _, s := range c.specks {
		c.t.Decide(Decision{Kind: Speck, Span: s, Confidence: 0.97, Why: "an invisible character"})
		if s.Start <= start {
			start = s.End + leadingSpace(text[s.End:end])
		}
	}
	for k := len(c.specks) - 1; k >= 0 && end > start && c.specks[k].End >= end; k-- {
		end = start + len(strings.TrimRightFunc(text[start:c.specks[k].Start], unicode.IsSpace))
	}
	if start >= end {
		r.Role = Removed
		return
	}
	if start != r.Start || end != r.End {
		r.Start, r.End = start, end
		r.look(text)
	}
}

func leadingSpace(s string) int { return len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace)) }

// decideNFC composes letters and their marks.
func (c *characterScan) decideNFC() {
	composed := map[string]string{}
	for i := range c.t.Rows {
		if c.t.Rows[i].has.has(anyBeyondASCII) {
			c.composeRow(c.t.Rows[i].Start, c.t.String(i), composed)
		}
	}
	c.decideLateMarks()
}

// composeRow is decideNFC for a row that begins at start; composed keeps what
// was composed before.
func (c *characterScan) composeRow(start int, text string, composed map[string]string) {
	for at := norm.NFC.QuickSpanString(text); at < len(text); {
		size := max(1, norm.NFC.NextBoundaryInString(text[at:], true))
		segment := text[at : at+size]
		value, known := composed[segment]
		if !known {
			value = norm.NFC.String(segment)
			composed[segment] = value
		}
		first, _ := utf8.DecodeRuneInString(segment)
		if last, _ := utf8.DecodeLastRuneInString(value); unicode.Is(unicode.Mn, last) && size > utf8.RuneLen(last) {
			c.lateMark(start, at, text, segment)
		}
		if value != segment && carriesMarks(first) && !c.isComposed(start+at, start+at+size) {
			c.replace(start+at, start+at+size, value, 0.99, "a letter and its mark composed (NFC)")
		}
		at += size
		at += norm.NFC.QuickSpanString(text[at:])
	}
}

// carriesMarks reports whether r can have marks and is not itself the business
// of another decision.
func carriesMarks(r rune) bool {
	return unicode.IsGraphic(r) && !unicode.IsSpace(r) && (r < 0xfb00 || r > 0xfb06) && r != '\ufffc'
}

// isComposed reports whether an accent was put back on a letter there.
func (c *characterScan) isComposed(start, end int) bool {
	n, _ := slices.BinarySearchFunc(c.composed, end, func(s document.Span, at int) int { return s.Start - at })
	return n > 0 && c.composed[n-1].End > start
}

// report says what was found but not mended.
func (c *characterScan) report() {
	for _, r := range c.privateOrder {
		y := c.private[r]
		c.t.Report("characters/private-use", finding.Warning, y.first, "compare with the original and correct the text",
			"the private-use letter U+%04X stands %s in the text; only its own font knows what it looks like", r, times(y.n))
	}
	if c.twice.n > 1 {
		c.t.Report("characters/decoded-twice", finding.Warning, c.twice.first, "extract the text again, or convert its encoding back",
			"the text seems to have been decoded twice (é as Ã©): %d such places", c.twice.n)
	}
	if halved := c.t.Src.Halved; len(halved) > 0 {
		c.t.Report("characters/halved", finding.Info, halved[0], "compare a few with the printed page",
			"the extractor kept half of each quotation mark or dash of some fonts (“ as <, — as 4); they were put back %s", times(len(halved)))
	}
	if c.objects.n > 0 {
		c.t.Report("characters/object", finding.Info, c.objects.first, "",
			"the extractor left a mark in place of a picture (%s)", times(c.objects.n))
	}
}
