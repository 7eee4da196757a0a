package repair

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// Empty lines part the stanzas of a poem, and its title from the poem before.
// Many extractors drop them, and then the rows below each other have to tell:
//
//	No lamp is lit, no sail is set,            No lamp is lit, no sail is set,
//	The boats lie on the sand;                 The boats lie on the sand;
//	The wind that tore the Widow’s net         The wind that tore the Widow’s net
//	Is far behind the land.                    Is far behind the land.
//	The men are sitting in the inn,     ──▶
//	...                                        The men are sitting in the inn,
//
// Stanzas are of one length as a rule, each ends in a full stop, and no rhyme
// crosses from one to the next. Each length that goes into the poem is weighed
// by that. What is left is one stanza: a guess that is wrong costs as much as
// none. Where the text does show empty lines between stanzas, it shows them
// all, but where a page ends.

const (
	stanzaPrior  = 3.8 // nats that the ends of stanzas must say, so that there are some
	usualPrior   = 1.0 // and that they are as long as those of other poems
	fewestAlike  = 2   // poems with stanzas of one length
	fewTitled    = 0.5
	fewPoems     = 10   // one of so many shows a stanza, or none does
	stanzaStop   = 0.88 // of the stanzas end in a full stop
	innerStop    = 0.28 // of the lines inside them do, and so many more count:
	innerStops   = 6
	rhymeAcross  = 1.5 // against an end between two lines that rhyme
	rhymeAround  = 1.0 // and between two that enclose it and another line
	quotedOn     = 3.0 // what is quoted goes on, and has a mark of quotation again
	rhymeLetters = 2
	mostStanza   = 14 // lines
)

// stanzaEnds is what the end of a line says for a stanza's ending there, but
// for a full stop.
var stanzaEnds = [endings]float64{endsColon: -0.5, endsComma: -1.67, endsOpen: -2.7}

// poetry is the poems of a text, as the segmentation found them.
type poetry struct {
	t      *Text
	h      *shapedHabits
	starts map[int]float64 // the rows with which a block of verse begins, and how sure that is
	width  float32         // of half of the lines
	open   float64         // the share of lines that end in no mark
	titled float64         // the logarithm of the share of poems that have a title
	length int             // of the stanzas of several poems, in lines; 0 if there are none
	usual  int             // empty lines between two lines, as a rule
	shown  bool            // more of them show where a stanza ends
	unsure bool            // or they do, and do not
	lone   map[int]bool    // rows that the segmentation took for a block of their own: they are set apart
}

// stanzas cuts the poems among blocks anew.
func (t *Text) stanzas(blocks []block, h *shapedHabits) []block {
	p := &poetry{t: t, h: h, starts: map[int]float64{}, lone: map[int]bool{}}
	var runs [][]int
	out := make([]block, 0, len(blocks))
	var at []int // where in out each run begins
	headed := 0.0
	for i := 0; i < len(blocks); {
		n := i
		var rows []int
		for n < len(blocks) && blocks[n].shape == verse && blocks[n].note < 0 {
			p.starts[blocks[n].rows[0]] = blocks[n].sure
			if len(blocks[n].rows) == 1 {
				p.lone[blocks[n].rows[0]] = true
			}
			rows = append(rows, blocks[n].rows...)
			n++
		}
		if len(rows) < 2 || len(rows) == n-i && n-i > 1 {
			n = max(n, i+1)
			out = append(out, blocks[i:n]...)
			i = n
			continue
		}
		runs, at = append(runs, rows), append(at, len(out))
		if len(out) > 0 && out[len(out)-1].shape == headline {
			headed++
		}
		i = n
	}
	if len(runs) == 0 {
		return out
	}
	p.learn(runs)
	p.titled = math.Log((headed + fewTitled) / (float64(len(runs)) + 2*fewTitled))
	p.length = p.usualLength(runs)
	var cut []block
	next := 0
	for i, rows := range runs {
		cut = append(cut, out[next:at[i]]...)
		next = at[i]
		cut = append(cut, p.poem(rows)...)
	}
	return append(cut, out[next:]...)
}

// learn finds out how lines of verse are set here.
func (p *poetry) learn(runs [][]int) {
	var widths []float32
	open, n := 1.0, 3.0
	var all, ended [4]int // boundaries by their empty lines, and those of them at which a sentence ends
	for _, rows := range runs {
		for i, row := range rows {
			widths = append(widths, p.t.Rows[row].Em)
			if n++; p.t.edgesOf(row).end == endsOpen {
				open++
			}
			if i == 0 {
				continue
			}
			blank := p.blank(rows[i-1], row)
			if blank < 0 || p.couldBeTitle(row) || p.couldBeTitle(rows[i-1]) {
				continue
			}
			all[min(blank, 3)]++
			if p.t.edgesOf(rows[i-1]).end == endsStop {
				ended[min(blank, 3)]++
			}
		}
	}
	slices.Sort(widths)
	p.width, p.open = widths[len(widths)/2], open/n
	for blank, n := range all {
		if n > all[p.usual] {
			p.usual = blank
		}
	}
	apart, ends := 0, 0
	for blank := p.usual + 1; blank < len(all); blank++ {
		apart, ends = apart+all[blank], ends+ended[blank]
	}
	p.shown = apart*fewPoems >= len(runs) && apart > 0 && float64(ends) > surelyShown*float64(apart)
	p.unsure = apart > 0 && !p.shown
}

// couldBeTitle reports whether a row is worded like a title.
func (p *poetry) couldBeTitle(row int) bool {
	e := p.t.edgesOf(row)
	return e.titled >= 0 && e.end == endsOpen
}

// blank is how many empty lines stand between two rows, or -1 if that says
// nothing.
func (p *poetry) blank(above, below int) int {
	if below != above+1 || p.t.Rows[above].Page != p.t.Rows[below].Page {
		return -1
	}
	return p.t.Rows[below].Blank
}

// poem cuts the rows of poems below each other into titles and stanzas.
func (p *poetry) poem(rows []int) (out []block) {
	for _, row := range rows {
		if p.t.given.inside(row) != "" {
			return p.asFound(rows)
		}
	}
	p.split(rows, func(b block, isStanza bool) {
		if isStanza {
			out = append(out, p.cut(b.rows)...)
		} else {
			out = append(out, b)
		}
	})
	return out
}

// split calls f with the titles and lone rows among rows, and with what stands
// between them.
func (p *poetry) split(rows []int, f func(b block, isStanza bool)) {
	from := 0
	for i, row := range rows {
		b := block{rows: rows[i : i+1], shape: verse, note: -1, sure: p.starts[row]}
		if says := p.title(rows, i); says > 0 {
			b.shape, b.sure = headline, 1/(1+math.Exp(-says))
		} else if !p.lone[row] {
			continue
		}
		if i > from {
			f(block{rows: rows[from:i]}, true)
		}
		f(b, false)
		from = i + 1
	}
	if from < len(rows) {
		f(block{rows: rows[from:]}, true)
	}
}

// asFound makes the blocks of rows that the segmentation found.
func (p *poetry) asFound(rows []int) (out []block) {
	return p.parted(rows, func(i int) bool { _, starts := p.starts[rows[i]]; return starts })
}

// parted makes blocks of rows; starts says at which of them one begins.
func (p *poetry) parted(rows []int, starts func(i int) bool) (out []block) {
	from := 0
	for i := 1; i <= len(rows); i++ {
		if i < len(rows) && !starts(i) {
			continue
		}
		sure, found := p.starts[rows[from]]
		if !found {
			sure = sureStanza
		}
		out = append(out, block{rows: rows[from:i], shape: verse, note: -1, sure: sure})
		from = i
	}
	return out
}

const (
	sureStanza  = 0.8  // that a stanza begins where the segmentation found none
	surelyShown = 0.65 // of the empty lines stand where a sentence ends, if they part stanzas
)

// cut cuts a poem into stanzas.
func (p *poetry) cut(rows []int) []block {
	if p.shown || p.unsure && p.spaced(rows) {
		return p.parted(rows, func(i int) bool {
			if given := p.t.given.between(rows[i-1], rows[i]); given != 0 {
				return given > 0
			}
			blank := p.blank(rows[i-1], rows[i])
			_, starts := p.starts[rows[i]]
			return starts && blank < 0 || blank > p.usual && (starts || p.shown)
		})
	}
	lines := p.lines(rows)
	if lines == nil {
		return p.asFound(rows)
	}
	length := p.t.stanzaLength(rows, lines, p.length)
	return p.parted(rows, func(i int) bool {
		k, begins := slices.BinarySearch(lines, i)
		return length > 0 && begins && k%length == 0
	})
}

// lines returns the indices of the rows with which a line begins; nil if a
// person has decided about them.
func (p *poetry) lines(rows []int) (lines []int) {
	for i, row := range rows {
		if i > 0 {
			b := p.t.boundary(rows[i-1], row)
			if b.given != 0 {
				return nil
			}
			if at := p.h.pricesAt(&b); p.h.turn(&b, &at) < at.on[verse] {
				continue
			}
		}
		lines = append(lines, i)
	}
	return lines
}

// spaced reports whether there are more empty lines than usual among rows.
func (p *poetry) spaced(rows []int) bool {
	for i := 1; i < len(rows); i++ {
		if p.blank(rows[i-1], rows[i]) > p.usual {
			return true
		}
	}
	return false
}

// usualLength is the length of stanzas that most poems have whose length is
// plain, or 0.
func (p *poetry) usualLength(runs [][]int) (length int) {
	if p.shown {
		return 0
	}
	n, of := 0, map[int]int{}
	for _, rows := range runs {
		p.split(rows, func(b block, isStanza bool) {
			if isStanza {
				if k := p.t.stanzaLength(b.rows, p.lines(b.rows), 0); k > 0 {
					n++
					of[k]++
				}
			}
		})
	}
	for k, times := range of {
		if k > 2 && times >= fewestAlike && times*2 > n {
			length = k
		}
	}
	return length
}

// stanzaLength is how many lines each stanza of a poem has; it is 0 if the
// poem is one stanza. Other poems have stanzas of the usual length, if that is
// not 0.
func (t *Text) stanzaLength(rows, lines []int, usual int) (length int) {
	n := len(lines)
	ends, rhymes := make([]ending, n), make([]string, n)
	opens := make([]bool, n) // a mark of quotation stands again before what is quoted already
	stops, quoted := 0, false
	for i := range lines {
		last := len(rows)
		if i+1 < n {
			last = lines[i+1]
		}
		first, text := t.String(rows[lines[i]]), t.withoutMarkEnd(rows[last-1])
		opens[i] = quoted && strings.HasPrefix(first, "“")
		quoted = strings.HasPrefix(first, "“") && i == 0 || quoted
		if strings.Contains(text, "”") {
			quoted = false // and what is quoted further on says nothing
		}
		ends[i], rhymes[i] = endingOf(text), rhymeOf(text)
		if i+1 < n && ends[i] == endsStop {
			stops++
		}
	}
	most := 0.0
	for k := 2; k <= min(n/2, mostStanza); k++ {
		if n%k != 0 {
			continue
		}
		outer := 0
		for i := k - 1; i+1 < n; i += k {
			if ends[i] == endsStop {
				outer++
			}
		}
		inside := float64(stops-outer) + innerStop*innerStops
		stop := math.Log(stanzaStop * float64(n-n/k+innerStops) / inside)
		says := -stanzaPrior
		if k == usual {
			says = -usualPrior
		}
		for i := k - 1; i+1 < n; i += k {
			if ends[i] == endsStop {
				says += stop
			} else {
				says += stanzaEnds[ends[i]]
			}
			if opens[i+1] {
				says += quotedOn
			}
			if rhymes[i] != "" && rhymes[i] == rhymes[i+1] {
				says -= rhymeAcross
			}
			if rhymes[i-1] != "" && rhymes[i-1] == rhymes[i+1] {
				says -= rhymeAround
			}
		}
		if says > most {
			length, most = k, says
		}
	}
	return length
}

// rhymeOf is what a line of verse rhymes by, as far as letters tell.
func rhymeOf(s string) string {
	word := strings.ToLower(strings.TrimFunc(lastWord(s), func(r rune) bool { return !unicode.IsLetter(r) }))
	letters := []rune(word)
	return string(letters[max(0, len(letters)-rhymeLetters):])
}
