package repair

import (
	"math"
	"slices"
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
	fewestAlike = 2 // poems with stanzas of one length
	fewTitled   = 0.5
	fewPoems    = 10   // one of so many shows a stanza, or none does
	sureStanza  = 0.8  // that a stanza begins where the segmentation found none
	noTitles    = 4    // one of so many empty lines stands above what is no title, if they part stanzas
	surelyShown = 0.65 // of the empty lines stand where a sentence ends, if they part stanzas
)

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
	rhymed float64         // the share of lines that rhyme with one near them
	chance float64         // or seem to, by chance
	after  map[int]int     // the first row of the prose below the last line of verse
	lone   map[int]bool    // rows that the segmentation took for a block of their own: they are set apart
}

// stanzas cuts the poems among blocks anew.
func (t *Text) stanzas(blocks []block, h *shapedHabits) []block {
	p := &poetry{t: t, h: h, starts: map[int]float64{}, after: map[int]int{}, lone: map[int]bool{}}
	var runs [][]int
	out := make([]block, 0, len(blocks))
	var at []int // where in out each run begins
	headed := 0.0
	for i := 0; i < len(blocks); {
		n := i
		var rows []int
		for n < len(blocks) && blocks[n].shape == verse && blocks[n].note < 0 {
			p.starts[blocks[n].rows[0]] = blocks[n].sure
			if row := blocks[n].rows[0]; len(blocks[n].rows) == 1 && t.edgesOf(row).titled >= 0 {
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
		if h.verse < leastPoems && t.register(rows) {
			for k := range rows {
				out = append(out, block{rows: rows[k : k+1], shape: full, note: -1, sure: blocks[i].sure})
			}
			i = n
			continue
		}
		if n < len(blocks) && blocks[n].shape == full && blocks[n].note < 0 && len(blocks[n].rows) > 1 {
			p.after[rows[len(rows)-1]] = blocks[n].rows[0]
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
	poems := make([]*verses, len(runs))
	for i, rows := range runs {
		poems[i] = p.versesOf(rows)
	}
	p.learnRhymes(poems)
	p.length = p.usualLength(poems)
	var cut []block
	next := 0
	for i, rows := range runs {
		cut = append(cut, out[next:at[i]]...)
		next = at[i]
		cut = append(cut, p.poem(rows, poems[i])...)
	}
	return append(cut, out[next:]...)
}

// learn finds out how lines of verse are set here.
func (p *poetry) learn(runs [][]int) {
	var widths []float32
	open, n := 1.0, 3.0
	var all, ended, lines [4]int // boundaries by their empty lines, and those of them at which a sentence ends, or below which no title can stand
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
			if _, worded := p.worded(row); !worded || p.t.edgesOf(row).end != endsOpen {
				lines[min(blank, 3)]++
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
	apart, ends, sure := 0, 0, 0
	for blank := p.usual + 1; blank < len(all); blank++ {
		apart, ends, sure = apart+all[blank], ends+ended[blank], sure+lines[blank]
	}
	p.shown = apart*fewPoems >= len(runs) && apart > 0 && float64(ends) > surelyShown*float64(apart) &&
		(sure*noTitles >= apart || p.h.verse < leastPoems)
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

// poem cuts the rows of poems below each other into titles and stanzas; v is nil
// if a person has decided about them.
func (p *poetry) poem(rows []int, v *verses) (out []block) {
	if v == nil {
		return p.parted(rows, func(i int) bool { _, starts := p.starts[rows[i]]; return starts })
	}
	p.split(v, func(from, to int, title float64) {
		switch b := (block{rows: v.rowsOf(from, to), shape: verse, note: -1}); {
		case title > 0:
			b.shape, b.sure = headline, 1/(1+math.Exp(-title))
			out = append(out, b)
		default:
			out = append(out, p.cut(v, from, to)...)
		}
	})
	return out
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

// cut cuts the lines from from to to into stanzas.
func (p *poetry) cut(v *verses, from, to int) []block {
	rows := v.rowsOf(from, to)
	if p.shown || p.unsure && p.spaced(rows) {
		return p.parted(rows, func(i int) bool {
			blank := p.blank(rows[i-1], rows[i])
			_, starts := p.starts[rows[i]]
			return starts && blank < 0 || blank > p.usual && (starts || p.shown)
		})
	}
	length, _ := v.stanzas(from, to, p.length)
	if length == 0 {
		length = to - from
	}
	begins := map[int]bool{}
	for i := from; i < to; i += length {
		begins[v.rows[v.first[i]]] = true
	}
	return p.parted(rows, func(i int) bool { return begins[rows[i]] })
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
func (p *poetry) usualLength(poems []*verses) (length int) {
	if p.shown {
		return 0
	}
	n, of := 0, map[int]int{}
	for _, v := range poems {
		if v == nil {
			continue
		}
		p.split(v, func(from, to int, title float64) {
			if title > 0 {
				return
			}
			if k, _ := v.stanzas(from, to, 0); k > 0 {
				n++
				of[k]++
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

// register reports whether rows are no verse but a list of persons or the like:
// none of several ends in a mark.
//
//	Lady Tench, his wife
//	Constance, their daughter
//	Mr. Pym, a curate
func (t *Text) register(rows []int) bool {
	for _, row := range rows {
		if t.edgesOf(row).end != endsOpen {
			return false
		}
	}
	return len(rows) >= fewestNames
}

const fewestNames = 3
