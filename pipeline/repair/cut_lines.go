package repair

// Some extractors begin a row where a gap in a line is wide, as the one behind a
// sentence is in a line with few others:
//
//	those of prudence and knowledge of life, as well as of morals or religion.
//	All
//	languages and literatures are full of general observations on life, both as
//
// A paragraph of one short row would not go on in the next one. With the row
// above, it is a line that is just as wide as the measure: a cut one, in which
// the text goes on. But in verse there are many short rows that go on, and the
// rows below these are short, too.
const (
	cutShort  = 0.8  // of the measure: the next word would have fitted into the row
	cutLeast  = 0.9  // of the measure that a whole line has with the next word: loose ones are cut
	cutMost   = 1.03 // and that it has at the most without it
	cutParts  = 4    // of a line, at the most
	cutNearly = 0.6  // of the short rows that go on are ends of cut lines, if there are any
)

// joinCutLines says of the boundaries between the parts of cut lines that the
// text goes on there, and of those behind them how wide the whole line is.
func (t *Text) joinCutLines(bs []boundary, measure float32) {
	var cut []cutLine
	short := 0
	for k := 1; k < len(bs); k++ {
		b := &bs[k]
		if a := &bs[k-1]; a.below != b.above || a.blank < 0 || a.blank > 0 && a.blank != b.blank {
			continue // the row above is no part of the line
		}
		if b.need > measure*cutShort || b.start != startsLower || b.end == endsStop || b.end == endsColon || b.joined || b.item || b.given != 0 {
			continue
		}
		short++
		if first, line := lineEndingAt(bs, k, measure); first < k && k+1 < len(bs) && (bs[k+1].need >= measure*cutLeast || bs[k+1].end == endsStop) && !t.isNumbered(int(b.above)) {
			cut = append(cut, cutLine{first, k, line})
		}
	}
	if float64(len(cut)) < cutNearly*float64(short) {
		return
	}
	for _, c := range cut {
		for k := c.first; k < c.last; k++ {
			bs[k].joined = true
		}
		b := &bs[c.last]
		b.have, b.need = c.line, c.line+b.need-b.have
	}
}

// isNumbered reports whether a row begins with a number as headings do.
func (t *Text) isNumbered(row int) bool {
	_, o := ordinalOf(t.String(row))
	return o.depth > 0
}

// cutLine is a line in several rows: the first boundary between them, the one
// behind the last row, and the line's width.
type cutLine struct {
	first, last int
	line        float32
}

// lineEndingAt returns the first boundary between the rows that make a full line
// with the one above the boundary k, and its width; k if there are none.
func lineEndingAt(bs []boundary, k int, measure float32) (first int, line float32) {
	b := &bs[k]
	line = b.have
	for i := k - 1; i >= 0 && i > k-cutParts; i-- {
		if a := &bs[i]; a.joined || a.item || a.given != 0 || a.below != bs[i+1].above || a.blank != bs[k-1].blank {
			break
		}
		if line += spaceWidth + bs[i].have; line > measure*cutMost {
			break
		}
		if line+b.need-b.have >= measure*cutLeast {
			return i, line
		}
	}
	return k, 0
}
