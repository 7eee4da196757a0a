package repair

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/language"
)

// decideHyphenation makes whole what line ends tore apart, also where a page
// end or a note lies between:
//
//	an immense col-  |  the well-      |  pre-           |  heart—      |  https://a.example/x-
//	lection of       |  being of       |  and postwar    |  there it    |  ray/index.html
//	     ▼           |       ▼         |       ▼         |      ▼       |           ▼
//	collection       |  well-being     |  pre- and       |  heart—there |  .../x-ray/index.html
//
// It makes decisions of the kinds Hyphen (the hyphen goes; always with a
// Join), Join (the text goes on without a space), Tight (the same after a
// dash, where a line of verse may end all the same) and Character (an
// invisible hyphen that has to show, the "k-k" of old German that is "ck"),
// and Stet where a hyphen stays and a space follows.
//
// What a hyphen is there for is weighed in evidence.go: by the words of the
// document first, then by those of its language, then by what the parts look
// like. Dashes, addresses and slashes are in dashes.go.
func decideHyphenation(t *Text, o HyphenationOptions) {
	if t.Language == "" {
		t.Language, _ = language.Detect(t.Src.Text)
	}
	h := &hyphenator{t: t, keep: map[string]bool{}}
	for _, word := range o.Keep {
		h.keep[plainHyphens(word)] = true
	}
	flows := t.flows()
	flows[0] = t.withoutLoneMarks(flows[0])
	for _, flow := range flows {
		h.collect(flow)
	}
	if len(h.breaks) > 0 {
		slices.SortFunc(h.breaks, func(a, b lineBreak) int { return a.row - b.row })
		h.learn()
		for i := range h.breaks {
			h.decide(&h.breaks[i])
		}
	}
	h.decideParted()
	h.decideTorn(flows)
	decideDashes(t, flows)
}

// hyphenator decides about the hyphens of one text.
type hyphenator struct {
	t        *Text
	keep     map[string]bool
	breaks   []lineBreak
	parted   []lineBreak // see partedHyphen
	rows     int         // rows that another row follows in their flow
	turns    int         // of these, the ones that end a page or a column
	words    *vocabulary
	lexicon  *language.Lexicon
	patterns *language.Patterns
	facts    language.Facts
	habit    habit
	bare     bool // torn words have no hyphens in this text
}

// lineBreak is a hyphen at the end of a row.
type lineBreak struct {
	row, next   int // rows
	start, end  int // bytes of the hyphen
	hyphen      rune
	turn        bool   // a page, a column or a note lies between
	left, right string // the letters at both sides; empty if there are none
	rest        string // the next row, from where the word would go on

	asWhole, asHyphened float64 // see hyphenator.frequencies; 0 before
}

// collect finds the hyphens at the row ends of a flow.
func (h *hyphenator) collect(flow []int) {
	for k := 1; k < len(flow); k++ {
		row, next := flow[k-1], flow[k]
		turn := next != row+1 || h.t.Rows[next].Page != h.t.Rows[row].Page
		h.rows++
		if turn {
			h.turns++
		}
		start, r := h.t.hyphenAt(row)
		if start < 0 {
			h.partedHyphen(row, next, turn)
			continue
		}
		b := lineBreak{row: row, next: next, start: start, end: h.t.Rows[row].End, hyphen: r, turn: turn}
		text := h.t.Src.Text
		before := text[h.t.Rows[row].Start:start]
		b.left = before[len(before)-lettersAtEnd(before):]
		from := h.t.Rows[next].Start
		if behind, ok := h.t.markStarts[from]; ok { // the reference mark of a note
			from = behind
		}
		b.rest = text[min(from, h.t.Rows[next].End):h.t.Rows[next].End]
		b.right = b.rest[:lettersIn(b.rest)]
		h.breaks = append(h.breaks, b)
	}
}

// hyphenAt returns the place of the hyphen at the end of a row, and which
// character it is; the place is -1 if there is none, or a dash.
func (t *Text) hyphenAt(row int) (start int, r rune) {
	s := t.String(row)
	if c := s[len(s)-1]; c < utf8.RuneSelf && c != '-' && c != '=' && c != '\x02' {
		return -1, 0
	}
	r, size := utf8.DecodeLastRuneInString(s)
	if !strings.ContainsRune("-\u2010\u2011\u00ad\x02\ufffe¬=–", r) {
		return -1, 0
	}
	before, _ := utf8.DecodeLastRuneInString(s[:len(s)-size])
	if !unicode.IsLetter(before) && !unicode.IsDigit(before) && !unicode.Is(unicode.Mn, before) {
		return -1, 0
	}
	return t.Rows[row].End - size, r
}

// learn gathers what there is to know about the words of the text.
func (h *hyphenator) learn() {
	h.lexicon = language.Words(h.t.Language)
	h.patterns = language.Hyphenation(h.t.Language)
	h.facts = language.About(h.t.Language)
	h.words = h.t.vocabulary()
	h.habit = h.learnHabit()
}

// decide decides about one hyphen.
func (h *hyphenator) decide(b *lineBreak) {
	v, given := h.t.given.hyphen(h.t, b.start, b.next)
	stage := GivenStage
	if !given {
		v, stage = h.weigh(b), ""
	}
	h.decideAs(b, v, stage)
}

// decideAs turns a verdict into decisions.
func (h *hyphenator) decideAs(b *lineBreak, v verdict, stage string) {
	row, next := &h.t.Rows[b.row], &h.t.Rows[b.next]
	if v.outcome == apart {
		h.t.Decide(Decision{Kind: Stet, Span: document.Span{Start: next.Start, End: next.Start}, Value: "join", Confidence: v.confidence, Why: v.why, Stage: stage})
		return
	}
	switch {
	case v.outcome == whole && v.value != "": // old German ck
		h.t.Decide(Decision{Kind: Character, Span: document.Span{Start: b.start - 1, End: b.end}, Value: v.value, Confidence: v.confidence, Why: v.why, Stage: stage})
	case v.outcome == whole:
		h.t.Decide(Decision{Kind: Hyphen, Span: document.Span{Start: b.start, End: b.end}, Confidence: v.confidence, Why: v.why, Stage: stage})
	case !isHyphen(b.hyphen) && b.hyphen != '–' && b.hyphen != '=':
		h.t.Decide(Decision{Kind: Character, Span: document.Span{Start: b.start, End: b.end}, Value: "-", Confidence: v.confidence, Why: v.why, Stage: stage})
	}
	h.t.Decide(Decision{Kind: Join, Span: document.Span{Start: next.Start, End: next.Start}, Confidence: v.confidence, Why: v.why, Stage: stage})
	row.Joined = true
}

// plainHyphens returns a word as the option Keep compares it.
func plainHyphens(word string) string {
	return strings.Map(func(r rune) rune {
		if isHyphen(r) {
			return '-'
		}
		return unicode.ToLower(r)
	}, word)
}

// compoundAround is the whole compound that a hyphen stands in, as the option
// Keep compares it: "mother-in-law" for the second hyphen of it.
func (b *lineBreak) compoundAround(text string, rowStart int) string {
	inWord := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) || isHyphen(r) || r == '\'' || r == '’'
	}
	before := text[rowStart:b.start]
	if i := strings.LastIndexFunc(before, func(r rune) bool { return !inWord(r) }); i >= 0 {
		_, size := utf8.DecodeRuneInString(before[i:])
		before = before[i+size:]
	}
	after := b.rest
	if i := strings.IndexFunc(after, func(r rune) bool { return !inWord(r) }); i >= 0 {
		after = after[:i]
	}
	return plainHyphens(before + "-" + after)
}

// kept reports whether the user wants the hyphen kept.
func (h *hyphenator) kept(b *lineBreak) bool {
	if len(h.keep) == 0 {
		return false
	}
	return h.keep[b.compoundAround(h.t.Src.Text, h.t.Rows[b.row].Start)] || h.keep[plainHyphens(b.left+"-"+b.right)]
}

// capital reports whether s begins with a capital.
func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// allCapitals reports whether s has no small letter.
func allCapitals(s string) bool { return strings.IndexFunc(s, unicode.IsLower) < 0 }
