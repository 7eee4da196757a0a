package repair

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/source"
)

const (
	// doubtful is the confidence below which a person is asked. By
	// CALIBRATION.md there are one or two such decisions in a thousand words,
	// and about every third of them is wrong.
	doubtful = 0.8

	mostDoubts = 100 // of a document are listed one by one
	quoteRunes = 40  // of a text are quoted
)

// Doubts lists the decisions that a person had better look at, the least sure
// ones if there are many, in the order of the source.
func Doubts(src *source.Source, ledger []Decision) []finding.Finding {
	doubts := doubtfulOnes(ledger)
	more := len(doubts) - mostDoubts
	if more > 0 {
		slices.SortStableFunc(doubts, func(a, b doubt) int { return cmp.Compare(a.Confidence, b.Confidence) })
		doubts = doubts[:mostDoubts]
	}
	slices.SortStableFunc(doubts, func(a, b doubt) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	var found []finding.Finding
	for i := range doubts {
		d := &doubts[i]
		what, suggest := d.describe(src.Text)
		found = append(found, finding.Finding{
			Code: d.Stage + "/doubtful", Severity: finding.Info, Offset: d.Span.Start, Suggest: suggest,
			Message: fmt.Sprintf("%s (%d%% sure): %s", what, int(100*d.Confidence), d.Why),
		})
	}
	if more > 0 {
		found = append(found, finding.Finding{
			Code: "document/doubtful", Severity: finding.Info, Offset: -1,
			Message: fmt.Sprintf("%d more places are doubtful; only the %d least sure are listed", more, mostDoubts),
			Suggest: "see whether the text was extracted well",
		})
	}
	return found
}

// doubt is a doubtful decision. A word that goes on over a line's end is two
// decisions, one about the hyphen and one about the space.
type doubt struct {
	Decision
	unhyphened bool // of a Join: the hyphen before it was left out
}

// doubtfulOnes lists the doubtful decisions, one for each place.
func doubtfulOnes(ledger []Decision) []doubt {
	var doubts []doubt
	at := map[int]int{} // the place of a doubt
	for i := range ledger {
		d := &ledger[i]
		if d.Confidence >= doubtful || d.Kind == Hyphen { // a Hyphen has its Join
			continue
		}
		hyphen := d.Kind == Join && i > 0 && ledger[i-1].Kind == Hyphen && ledger[i-1].Span.End <= d.Span.Start
		n, seen := at[d.Span.Start]
		switch {
		case !seen:
			at[d.Span.Start] = len(doubts)
			doubts = append(doubts, doubt{*d, hyphen})
		case d.Confidence < doubts[n].Confidence:
			doubts[n] = doubt{*d, hyphen}
		}
	}
	return doubts
}

const seeOriginal = "compare with the original"

// describe says what was decided, and what to do if it is wrong.
func (d *doubt) describe(text string) (what, suggest string) {
	line, _, _ := strings.Cut(text[d.Span.Start:min(len(text), d.Span.Start+maxWord)], "\n")
	quoted := quote(line)
	if d.Span.Len() > 0 {
		quoted = quote(text[d.Span.Start:d.Span.End])
	}
	left, right := around(text, d.Span)
	switch d.Kind {
	case Join:
		return d.describeJoin(left, right)
	case RunningHead, Folio, Watermark, Signature, LineNumber, Rule, NotesHeading:
		return quoted + " was left out as a " + d.Kind.String(), "if it belongs to the text, say furniture: {keep: [...]} with this line"
	case Speck:
		return quoted + " was left out", seeOriginal
	case NoteLabel, Bullet, Marker:
		return quoted + " was taken for a " + d.Kind.String(), seeOriginal
	case Note:
		return quoted + " was taken for the text of a note", seeOriginal
	case Character:
		return quoted + " was read as " + quote(d.Value), seeOriginal
	case Space:
		return "a space was put between " + quote(left) + " and " + quote(right), seeOriginal
	case Tight:
		return "no space was put between " + quote(left) + " and " + quote(right), seeOriginal
	case Order:
		return quoted + " was moved to its column", seeOriginal
	case Page:
		return "a page was made to begin at " + quoted, seeOriginal
	case Break:
		return "a paragraph was made to begin at " + quoted, seeOriginal
	case Element:
		return quoted + " was taken for " + named(d.Value), seeOriginal
	}
	switch d.Value { // of a Stet
	case "join":
		return quote(left) + " and " + quote(right) + " were left apart", "correct the text if they are one word"
	case "break":
		return "no paragraph was made to begin at " + quoted, seeOriginal
	}
	return quoted + " was not taken for " + named(d.Value), seeOriginal
}

// named is what a person calls a block of such a value.
func named(value string) string {
	switch value {
	case "quote":
		return "a quotation"
	case "item":
		return "a list item"
	case "verse", "code":
		return value
	}
	return "a " + value
}

// describeJoin describes a word that goes on in the next line.
func (d *doubt) describeJoin(left, right string) (what, suggest string) {
	left, right = strings.TrimLeftFunc(left, notInWord), strings.TrimRightFunc(right, notInWord)
	with := strings.TrimRight(left, "-\u2010\u2011\u00ad") + "-" + right
	if d.unhyphened {
		return quote(with) + " was written without its hyphen", "put it under hyphenation: {keep: [...]} if the hyphen belongs to the word"
	}
	return quote(left) + " was joined to " + quote(right), "correct the text if a space belongs there, or no hyphen"
}

func notInWord(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)
}

// around returns the words before and after a place.
func around(text string, at document.Span) (left, right string) {
	return lastWord(strings.TrimSpace(text[max(0, at.Start-maxWord):at.Start])), firstWord(strings.TrimSpace(text[at.End:min(len(text), at.End+maxWord)]))
}

// maxWord is how far from a place its words are looked for, in bytes.
const maxWord = 200

// quote shows the beginning of a text, escaped, white space as one space.
func quote(s string) string {
	s = strings.ToValidUTF8(strings.Join(strings.Fields(s[:min(len(s), maxWord)]), " "), "")
	if runes := []rune(s); len(runes) > quoteRunes {
		s = string(runes[:quoteRunes]) + "…"
	}
	return strconv.Quote(s)
}
