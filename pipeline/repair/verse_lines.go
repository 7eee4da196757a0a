package repair

import "slices"

// Lines of verse that end in full stops could as well be paragraphs of one row,
// and the segmentation takes them for such where speech is short, too:
//
//	“Will you mend the net a little faster?” said the pilot to his wife.
//	“There's a steamer close behind us, and the night is cold and rife.”
//	See how quietly the herring and the haddock come ashore!
//	They are waiting on the shingle—shall we row a little more?
//
// But lines of verse are of about one width, and the last rows of paragraphs
// of any. So runs of such rows are weighed as a whole.

// What a row in such a run says for verse, in nats.
const (
	lineRun       = -6.5 // the rows are no verse, as a rule
	besideVerse   = 3.0  // but that they stand above or below some
	lineInBand    = 1.6  // it is as wide as the others
	lineOffBand   = -2.0
	lineGoesOn    = 2.0  // it ends in no stop, as no paragraph does
	lineSpoken    = -1.2 // it begins like speech
	lineBand      = 0.15 // of the width in the middle: a row so far off it says less by a nat
	listedRun     = -4.0 // the text has lists without bullets
	lineWidth     = 0.93 // of the measure, at the most
	fewestLineRun = 4
)

// linesOfVerse joins the blocks of one row that are lines of verse.
func (t *Text) linesOfVerse(blocks []block, h *shapedHabits) []block {
	out := blocks[:0:0]
	for i := 0; i < len(blocks); {
		n := i
		for n < len(blocks) && t.couldBeLine(&blocks[n], h) {
			n++
		}
		if n-i < 2 {
			out = append(out, blocks[i:max(n, i+1)]...)
			i = max(n, i+1)
			continue
		}
		from, to := t.bestLines(blocks, i, n, h)
		if from == to {
			out = append(out, blocks[i:n]...)
		} else {
			out = append(out, blocks[i:from]...)
			b := block{shape: verse, note: -1, sure: blocks[from].sure}
			for _, line := range blocks[from:to] {
				b.rows = append(b.rows, line.rows...)
			}
			out = append(out, b)
			out = append(out, blocks[to:n]...)
		}
		i = n
	}
	return out
}

// couldBeLine reports whether a block is a row that may be a line of verse.
func (t *Text) couldBeLine(b *block, h *shapedHabits) bool {
	if b.note >= 0 || len(b.rows) != 1 || b.shape != full && b.shape != narrow && b.shape != narrow2 {
		return false
	}
	r := &t.Rows[b.rows[0]]
	if r.item || r.cue != 0 || r.numbered || r.Em > h.measure*lineWidth || t.isDateline(b.rows[0]) || h.isHead(t.String(b.rows[0])) {
		return false
	}
	switch t.edgesOf(b.rows[0]).start {
	case startsUpper, startsQuote:
		_, given := t.given.element(b.rows[0])
		return !given
	}
	return false
}

// bestLines finds those of the blocks from i to n that are most likely lines
// of verse; there are none if it returns the same index twice.
func (t *Text) bestLines(blocks []block, i, n int, h *shapedHabits) (from, to int) {
	widths := make([]float32, 0, n-i)
	for _, b := range blocks[i:n] {
		widths = append(widths, t.Rows[b.rows[0]].Em)
	}
	slices.Sort(widths)
	middle := widths[len(widths)/2]
	beside := func(k int) bool {
		return k >= 0 && k < len(blocks) && blocks[k].shape == verse && len(blocks[k].rows) > 1
	}
	run := lineRun
	if h.measures[listed] > 0 {
		run += listedRun
	}
	best, sum, begins := 0.0, run, i
	for k := i; k < n; k++ {
		if k == begins && k == i && beside(i-1) {
			sum += besideVerse
		}
		row := blocks[k].rows[0]
		e := t.edgesOf(row)
		off := (t.Rows[row].Em/middle - 1) / lineBand
		sum += max(lineInBand-float64(off*off), lineOffBand)
		if e.end != endsStop && e.end != endsColon {
			sum += lineGoesOn
		}
		if e.start == startsQuote {
			sum += lineSpoken
		}
		says := sum
		if k+1 == n && beside(n) {
			says += besideVerse
		}
		if says > best && (k+1-begins >= fewestLineRun || says != sum) {
			best, from, to = says, begins, k+1
		}
		if sum < run {
			sum, begins = run, k+1
		}
	}
	// Speech at the beginning of a poem says little, once there is one.
	alike := func(k int) bool {
		off := (t.Rows[blocks[k].rows[0]].Em/middle - 1) / lineBand
		return off*off < lineInBand
	}
	for from < to && from > i && alike(from-1) {
		from--
	}
	for from < to && to < n && alike(to) {
		to++
	}
	return from, to
}
