package repair

import (
	"slices"
	"strings"
	"unicode"
)

// Headings count up through a text, and few other rows do so at a distance:
//
//	I. The Cranes             Chapter 1. Welcome
//	The harbour had been ...  1.1. What this is about
//	II. The Inn               1.2. Where to find it
//	His daughter kept ...     Chapter 2. Before you begin
//
// The longest such sequence of each form ("I.", "Chapter 1", "1.1.") is found
// before the text is cut into blocks, and is evidence for each of its rows.

// ordinal is the number with which a row begins.
type ordinal struct {
	at     int           // index in the flow
	depth  int           // how many numbers: three in "1.3.2."
	values [maxDepth]int // the numbers
	best   float64       // weight of the best sequence that ends here
	before int           // the ordinal before it there, or -1
}

const (
	maxDepth  = 5
	lookBack  = 30  // so many ordinals of a form a sequence may pass over
	nextStep  = 1.0 // "III." after "II.", "1.3.1." after "1.3."
	leapStep  = 0.4 // numbers are missing, as in an excerpt
	againStep = 0.4 // numbers begin anew, as in the next part of a book
	mostLeap  = 9

	severalSteps  = 2.0 // of a sequence before or behind a longer one
	mostSequences = 20  // places where one of a form is looked for
)

// inSequence is the evidence, in nats, that a row is a heading, by the steps
// of the sequence that it belongs to.
func inSequence(steps float64) float64 { return min(1.3*steps, 3.5) }

// sequences returns the evidence for each row of a flow that its number gives;
// rows that belong to no sequence are not in it.
func (t *Text) sequences(flow []int, measure float32) map[int]float64 {
	forms := map[string][]ordinal{}
	var names []string
	for k, row := range flow {
		if c := t.Src.Text[t.Rows[row].Start]; 'a' <= c && c <= 'z' && !romanLetter(c) && c != 'd' && c != 'm' {
			continue // nearly all
		}
		form, o := ordinalOf(t.String(row))
		if o.depth == 0 || o.depth == 1 && t.Rows[row].Em > measure*headingWidth && !keyworded(t.String(row)) {
			continue
		}
		if forms[form] == nil {
			names = append(names, form)
		}
		o.at = k
		forms[form] = append(forms[form], o)
	}
	evidence := map[int]float64{}
	for _, form := range names {
		parts := [][]ordinal{forms[form]}
		for n := 0; n < len(parts) && n < mostSequences; n++ {
			os := parts[n]
			if len(os) == 0 {
				continue
			}
			last := longest(os)
			steps := os[last].best
			if steps < nextStep || n > 0 && steps < severalSteps {
				continue
			}
			first := last
			for i := last; i >= 0; i = os[i].before {
				evidence[flow[os[i].at]] = inSequence(steps)
				first = i
			}
			parts = append(parts, os[:first], os[last+1:]) // a selection has chapter 12 before chapter 3
		}
	}
	t.dates(flow, measure, evidence)
	return evidence
}

// headingNumber is the evidence that the number of a row gives; 0 if it gives
// none.
func (t *Text) headingNumber(row int) float64 {
	if !t.Rows[row].numbered {
		return 0
	}
	return t.numbered[row]
}

// longest finds the best sequence among ordinals of one form, and returns its
// last member.
func longest(os []ordinal) (last int) {
	for i := range os {
		os[i].best, os[i].before = 0, -1
		for j := max(0, i-lookBack); j < i; j++ {
			if w := stepTo(&os[j], &os[i]); w > 0 && os[j].best+w > os[i].best {
				os[i].best, os[i].before = os[j].best+w, j
			}
		}
		if os[i].best > os[last].best {
			last = i
		}
	}
	return last
}

// stepTo is the weight of the step from one ordinal to another that follows
// it, or 0. Numbers in rows next to each other are a list.
func stepTo(a, b *ordinal) float64 {
	i := 0
	for i < a.depth && i < b.depth && a.values[i] == b.values[i] {
		i++
	}
	if i == b.depth || b.at-a.at < 2 && b.depth <= a.depth {
		return 0
	}
	for _, v := range b.values[i+1 : b.depth] { // "2.1." comes after "1.4.", not "2.2."
		if v != 1 {
			return 0
		}
	}
	before := 0
	if i < a.depth {
		before = a.values[i]
	}
	switch leap := b.values[i] - before; {
	case leap == 1:
		return nextStep
	case leap > 1 && leap <= mostLeap && before > 0:
		return leapStep
	case b.depth == 1 && b.values[0] == 1:
		return againStep
	}
	return 0
}

// ordinalOf reads the number with which a row begins, and the form in which it
// is printed. Its depth is 0 if there is none.
func ordinalOf(s string) (form string, o ordinal) {
	word := firstWord(s)
	if len(word) > 24 || s == "" {
		return "", o
	}
	rest := strings.TrimLeftFunc(s[len(word):], unicode.IsSpace)
	if rest != "" && keyworded(word) {
		_, o = ordinalOf(firstWord(rest))
		return strings.ToLower(word), o
	}
	bare := strings.TrimRight(word, ".:)—–-")
	mark := word[len(bare):]
	if bare == "" {
		return "", o
	}
	if o = ordinalAlone(rest); o.depth > 0 && unicode.IsUpper(firstRune(word)) && roman(bare) == 0 {
		return strings.ToLower(word) + " I", o // "AXIOM. IV."
	}
	if bare[0] >= '0' && bare[0] <= '9' {
		if o = decimal(bare); o.depth > 1 {
			return "1.1", o
		}
		form = "1" + mark
	}
	switch {
	case rest != "" && !beginsTitle(rest):
		return "", ordinal{}
	case form != "":
	case mark != "" || rest == "":
		if n := roman(bare); n > 0 {
			o.depth, o.values[0] = 1, n
		}
		form = "I" + mark
	}
	if rest == "" {
		form += " alone"
	}
	return form, o
}

// ordinalAlone reads a number in capitals or digits, if there is nothing else.
func ordinalAlone(s string) (o ordinal) {
	s = strings.TrimRight(s, ".:")
	if len(s) == 0 || len(s) > 8 {
		return o
	}
	n, size, raised := number(s)
	if size != len(s) || raised || n > 400 {
		n = roman(s)
	}
	if n > 0 {
		o.depth, o.values[0] = 1, n
	}
	return o
}

// decimal reads "4" and "1.3.2".
func decimal(s string) (o ordinal) {
	for part := range strings.SplitSeq(s, ".") {
		n, size, raised := number(part)
		if size == 0 || size != len(part) || raised || o.depth == maxDepth || n > 400 {
			return ordinal{}
		}
		o.values[o.depth] = n
		o.depth++
	}
	return o
}

// beginsTitle reports whether s can be what follows the number of a heading.
func beginsTitle(s string) bool {
	return slices.Contains([]opening{startsUpper, startsCapitals, startsQuote, startsDash, startsDigit}, exactOpening(s))
}
