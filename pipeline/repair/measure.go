package repair

import "slices"

// minRows is how many boundaries it takes to say anything about a measure.
const minRows = 3

// measureOf is the width of a full row in em: nearly no row is wider, and the
// next word would have made nearly every row wider, but for the last rows of
// paragraphs. It is 0 if there are too few boundaries to tell, and misfit is
// the share of boundaries that contradict it.
func measureOf(bs []boundary) (measure float32, misfit float64) {
	if len(bs) < minRows {
		return 0, 1
	}
	have, need := make([]float32, len(bs)), make([]float32, len(bs))
	for i := range bs {
		have[i], need[i] = bs[i].have, bs[i].need
	}
	sortWidths(have)
	sortWidths(need)
	best := len(bs) + 1
	var from, to float32
	k := 0 // needs below the candidate
	for i, m := range have {
		for k < len(need) && need[k] < m {
			k++
		}
		if wrong := len(have) - 1 - i + k; wrong < best {
			best, from, to = wrong, m, m
			if k < len(need) {
				to = need[k]
			}
		}
	}
	if i, _ := slices.BinarySearch(have, to); i < len(have) {
		to = min(to, have[i])
	}
	return max(from, (from+to)/2), float64(best) / float64(len(bs))
}

// textMeasure is the measure of a text. Where most of it is verse, the lines of
// that would pass for full rows; but rows of prose are wider than most lines, and
// go on with a small letter. If there are none, no row fills the measure.
func (t *Text) textMeasure(bs []boundary) float32 {
	measure, _ := measureOf(bs)
	lines, open := 0, 0
	for i := range bs {
		if b := &bs[i]; b.end == endsOpen || b.end == endsComma {
			if open++; b.start == startsUpper {
				lines++
			}
		}
	}
	if lines < fewestProse || float64(lines) < versesGoOn*float64(len(bs)) {
		return measure
	}
	// Where nouns have capitals, rows of prose often begin with one, as words
	// inside the rows do.
	inside := t.gapsInRows(bs)
	if nouns := inside.capitals(); float64(lines)-nouns*float64(open) < versesMore*(1-nouns)*float64(len(bs)) {
		return measure
	}
	widths := make([]float32, len(bs))
	for i := range bs {
		widths[i] = bs[i].have
	}
	sortWidths(widths)
	middle := widths[len(widths)/2]
	var goesOn, wide []boundary
	for _, b := range bs {
		if b.start == startsLower && (b.end == endsOpen || b.end == endsComma) {
			if goesOn = append(goesOn, b); b.have > middle*proseWider {
				wide = append(wide, b)
			}
		}
	}
	if m, misfit := measureOf(goesOn); len(goesOn) >= 2*fewestProse && misfit < innerMisfit {
		return max(widerThan(goesOn, m), measure)
	}
	if len(wide) >= fewestProse { // verse may go on with a small letter, too
		m, _ := measureOf(wide)
		return max(widerThan(wide, m), measure)
	}
	return max(measure, widths[len(widths)*19/20]*beyondVerse)
}

// widerThan is the measure of the rows that are far wider than m, which is that
// of verse then, or else m.
func widerThan(bs []boundary, m float32) float32 {
	var wide []boundary
	for _, b := range bs {
		if b.have > m*proseWider {
			wide = append(wide, b)
		}
	}
	if len(wide) < fewestProse {
		return m
	}
	if prose, misfit := measureOf(wide); misfit < innerMisfit {
		return prose
	}
	return m
}

const (
	versesGoOn  = 0.3 // of the rows go on with a capital, in a text of verse
	versesMore  = 0.2 // of them do so because they are verse
	fewestProse = 4   // rows
	proseWider  = 1.3 // than the line in the middle
	beyondVerse = 1.3 // the measure, where no row shows it, in widths of wide lines
)

// sortWidths sorts widths in em, by counting: they are hundredths, and few
// rows are as wide as widestCounted.
func sortWidths(widths []float32) {
	if len(widths) < fewWidths {
		slices.Sort(widths)
		return
	}
	var counts [widestCounted]int32
	wider := widths[:0:0]
	for _, w := range widths {
		if k := int(w*100 + 0.5); k < widestCounted {
			counts[k]++
		} else {
			wider = append(wider, w)
		}
	}
	sorted := widths[:0]
	for k, n := range counts {
		w := float32(k) / 100
		for range n {
			sorted = append(sorted, w)
		}
	}
	slices.Sort(wider)
	copy(widths[len(sorted):], wider)
}

const (
	widestCounted = 1 << 13 // hundredths of an em
	fewWidths     = 1 << 11
)
