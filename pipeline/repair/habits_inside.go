package repair

import "strings"

// gaps counts how words follow each other inside the rows: by what ends before
// a gap, and what begins behind it.
//
// Where a line breaks is chance, as far as the words go, so what stands around
// the gaps of the rows is what stands at the boundaries at which the text goes
// on:
//
//	the bell rang. He opened, for he       a stop and a capital now and then,
//	heard a voice: “Ferry!” Nobody was     a colon and a dash never: a row that
//	there. He said:                        begins so begins a block
//	— It is the wind.
type gaps [endings + 1][openings]float64

// gapsInRows counts the gaps in some of the rows above the boundaries bs. In a
// scan the reference marks, which are read as anything, would be taken for what
// ends words.
func (t *Text) gapsInRows(bs []boundary) (g gaps) {
	if t.scanned {
		return g
	}
	step := 1 + len(bs)/gapRows
	for k := 0; k < len(bs); k += step {
		t.addGaps(int(bs[k].above), &g)
	}
	return g
}

const (
	gapRows  = 2000 // rows whose gaps are looked at
	gapPrior = 200  // gaps that the general habits count for
)

func (t *Text) addGaps(row int, g *gaps) {
	r := &t.Rows[row]
	s := t.Src.Text[r.Start:r.End]
	for at := strings.IndexByte(s, ' '); at > 0; {
		behind := at + 1
		for behind < len(s) && s[behind] == ' ' {
			behind++
		}
		before := s[:at]
		if from, ok := t.markEnds[r.Start+at]; ok && from > r.Start {
			before = s[:from-r.Start]
		}
		g.add(before, s[behind:], 1)
		next := strings.IndexByte(s[behind:], ' ')
		if next < 0 {
			break
		}
		at = behind + next
	}
	if !r.has.has(anyBeyondASCII) {
		return
	}
	for at := 1; ; { // a line breaks at the dash between two words, too
		i := strings.Index(s[at:], "—")
		if i < 0 {
			return
		}
		if at += i; s[at-1] != ' ' {
			g.add(s[:at], s[at:], 1-behindDash)
			g.add(s[:at+len("—")], s[at+len("—"):], behindDash)
		}
		at += len("—")
	}
}

// behindDash is how many of the lines that break at a dash break behind it.
const behindDash = 0.8

func (g *gaps) add(before, behind string, weight float64) {
	end := endingOf(before)
	if end == endsStop && endsInQuote(before) {
		end = endings
	}
	g[end][exactOpening(behind)] += weight
}

// capitals is the share of words with a capital among those behind no stop.
func (g *gaps) capitals() float64 {
	upper := g[endsOpen][startsUpper] + g[endsComma][startsUpper]
	return upper / max(1, total(g[endsOpen][:])+total(g[endsComma][:]))
}

// inside are the general habits as they are in a text with such gaps inside its
// rows.
func (g *general) inside(counts gaps) *general {
	sum := 0.0
	for e := range counts {
		sum += total(counts[e][:])
	}
	own := *g
	for e := range own.goesOn.text {
		blend(counts[e][:], g.goesOn.text[e][:], gapPrior, sum)
		own.goesOn.text[e] = counts[e]
	}
	own.gaps = sum
	return &own
}
