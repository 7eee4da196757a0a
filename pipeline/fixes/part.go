package fixes

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/source"
)

// findPart finds what a fix without a Part is about.
func (p *Placed) findPart(text string) *byhand.Error {
	quoted := text[p.Quote.Start:p.Quote.End]
	switch {
	case p.Kind == Hyphen:
		at, ok := hyphenIn(text, p.Quote)
		if !ok {
			return p.Wrong("%s has no hyphen, or several: quote one, at the end of its line", shown(p.Text))
		}
		p.At = at
	case p.Kind == Marker && p.Value != "no":
		within := occurrences(text[:p.Quote.End], p.Value, p.Quote.Start, 2)
		if len(within) != 1 {
			return p.Wrong("which part of %s is the mark of note %s? add part: with it", shown(p.Text), p.Value)
		}
		p.At = within[0]
	case p.Kind == Note && p.Value != "no" && p.Value != "end":
		n := labelLength(quoted, p.Value)
		p.At = document.Span{Start: p.Quote.Start, End: p.Quote.Start + n}
	}
	return nil
}

// hyphens are the characters that stand for a hyphen at a line's end.
const hyphens = "-\u2010\u2011\u00ad¬=–—~\x02\ufffe"

// hyphenIn finds the hyphen at the end of a quoted line, or the only one in
// the quotation.
func hyphenIn(text string, quote document.Span) (at document.Span, ok bool) {
	var all, last []document.Span
	for i := quote.Start; i < quote.End; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if strings.ContainsRune(hyphens, r) {
			s := document.Span{Start: i, End: i + size}
			all = append(all, s)
			if rest := strings.TrimLeft(text[i+size:], " \t\u00a0"); rest == "" || strings.ContainsRune("\n\r\f\v\u0085\u2028\u2029", first(rest)) {
				last = append(last, s)
			}
		}
		i += size
	}
	switch {
	case len(last) == 1:
		return last[0], true
	case len(last) == 0 && len(all) == 1:
		return all[0], true
	}
	return at, false
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// labelLength is the length of the label with which a quotation begins, what
// is printed around it included: "[7]", "7.", "*)". It is 0 if the label does
// not stand there.
func labelLength(quoted, label string) int {
	open := 0
	if quoted[0] == '[' || quoted[0] == '(' {
		open = 1
	}
	if !strings.HasPrefix(quoted[open:], label) {
		return 0
	}
	n := open + len(label)
	next := first(quoted[n:])
	if unicode.IsDigit(next) && unicode.IsDigit(lastOf(label)) {
		return 0 // "12" where the label is "1"
	}
	if n < len(quoted) && strings.ContainsRune("]).", next) {
		n++
	}
	return n
}

func lastOf(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

func itoa(n int) string { return strconv.Itoa(n) }

// shown shows a text in a message: cut if it is long, escaped, in one line.
func shown(s string) string {
	const most = 60
	s = squeeze(s)
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return strconv.Quote(s)
}

const (
	shortQuotation = 24  // letters that a new quotation has at least, where its line has so many
	longestQuote   = 160 // bytes, at the most
)

// Anchor makes the anchor of a fix: a fix with Line, Text and, where needed,
// Part and Column, for the bytes at of the source. What is quoted is at, and
// as much of its line around it as makes it unlike all others. Kind and Value
// are left to the caller.
//
// For an empty span, as of the place where a block begins, the quotation
// begins there.
func Anchor(src *source.Source, at document.Span) Fix {
	quote := anchor(src, at, false)
	part := squeeze(src.Text[at.Start:at.End])
	if at.Len() > 0 && len(occurrences(src.Text[:quote.End], part, quote.Start, 2)) > 1 {
		quote = anchor(src, at, true) // so that it is the part with which the quotation begins
	}
	place := src.Place(quote.Start)
	f := Fix{Line: place.Line, Text: squeeze(src.Text[quote.Start:quote.End])}
	if len(occurrences(src.Text, f.Text, 0, 2)) > 1 {
		f.Column = place.Column
	}
	if part != "" && part != f.Text {
		f.Part = part
	}
	return f
}

// anchor is what is to be quoted for at; fixed says that it begins there.
func anchor(src *source.Source, at document.Span, fixed bool) document.Span {
	line := &src.Lines[src.LineAt(at.Start)]
	text, q := src.Text, at
	fixed = fixed || at.Len() == 0
	if q.Start += len(text[q.Start:line.End]) - len(strings.TrimLeftFunc(text[q.Start:line.End], unicode.IsSpace)); q.Start >= line.End {
		q.Start = at.Start
	}
	q.End = max(q.Start, q.End)
	if last := lastOf(text[line.Start:q.Start]); !fixed && q.Start > line.Start && !unicode.IsSpace(last) {
		q.Start = wordStart(text, q.Start, line.Start)
	}
	if q.End < line.End && !unicode.IsSpace(first(text[q.End:])) {
		q.End = wordEnd(text, q.End, line.End)
	}
	for {
		quoted := squeeze(text[q.Start:q.End])
		if q.Len() >= longestQuote || utf8.RuneCountInString(quoted) >= shortQuotation && len(occurrences(text, quoted, 0, 2)) == 1 {
			return q
		}
		before := q
		q.End = wordEnd(text, q.End, line.End)
		if q.End == before.End && !fixed {
			q.Start = wordStart(text, q.Start, line.Start)
		}
		if q == before {
			return q
		}
	}
}

// wordEnd is the end of the next word at or behind a byte, within its line.
func wordEnd(text string, at, end int) int {
	rest := text[at:max(at, end)]
	word := strings.TrimLeftFunc(rest, unicode.IsSpace)
	if word == "" {
		return at
	}
	if n := strings.IndexFunc(word, unicode.IsSpace); n >= 0 {
		word = word[n:]
	} else {
		word = ""
	}
	return max(at, end) - len(word)
}

// wordStart is the start of the word before a byte, or in which it stands.
func wordStart(text string, at, start int) int {
	before := strings.TrimRightFunc(text[start:at], unicode.IsSpace)
	n := strings.LastIndexFunc(before, unicode.IsSpace)
	if n < 0 {
		return start + len(before) - len(strings.TrimLeftFunc(before, unicode.IsSpace))
	}
	_, size := utf8.DecodeRuneInString(before[n:])
	return start + n + size
}
