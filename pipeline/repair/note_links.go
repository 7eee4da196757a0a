package repair

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// formScore is what the form of a mark says before the text's own habit is
// known, in nats.
var formScore = [markForms]float64{
	gluedToPunct: 2, gluedToLetter: 1, gluedToNumber: -1.5, spacedPunct: 0, spacedLetter: -1.5,
	abbreviated: -3.5, bracketed: 1.5, raised: 3, alone: 0, symbol: 2, romanInWord: -1, hemmedIn: -1,
}

const (
	lostMark      = 5.0 // a note without a mark
	wrongPage     = 3.0 // a mark on another page than its note, or in another chapter than the one whose notes are collected there
	habitRounds   = 2
	mostSeen      = 1000
	mostPlaces    = 40 // how many places of a note's mark are considered
	formSmoothing = 3.0
)

// place is a candidate for the mark of a note.
type place struct {
	mark
	at    int     // where it stands in reading order
	score float64 // best sum of a chain that ends here
	given float64 // more if a person has found it
	from  [2]int  // note and place before it in that chain
}

// linkMarks finds the reference mark of each note: of all sequences of marks
// that follow each other in the text as their notes do, the one whose forms
// and pages fit best. The forms that the text prefers are learnt in a first
// round.
func (t *Text) linkMarks(labels []label) {
	if len(labels) == 0 {
		return
	}
	places := t.placesOf(labels)
	scores := formScore
	var links []int
	for range habitRounds {
		links = align(t, labels, places, scores)
		scores = learnForms(places, links)
	}
	t.forgetMarks()
	var linked []mark
	for n, k := range links {
		if k < 0 {
			t.reportLostMark(n, labels[n])
			continue
		}
		m := &places[n][k].mark
		t.decideMarker(n, *m, scores)
		linked = append(linked, *m)
	}
	rows := t.markRows(linked)
	for _, r := range rows {
		t.Rows[r.row].Em = 0 // the text goes on around it
	}
	t.sinkMarks(rows)
}

// placesOf lists the candidates of each note in the order of the text: for
// notes at the page's foot those on its page and the one before, for collected
// notes all.
func (t *Text) placesOf(labels []label) [][]place {
	byValue := map[int][]mark{}
	var row []mark
	for r := range t.Rows {
		if t.Rows[r].Role == Removed {
			continue
		}
		row = t.marksIn(r, row[:0])
		for _, m := range row {
			if m.value != noValue {
				byValue[m.value] = append(byValue[m.value], m)
			}
			for _, part := range t.twoMarks(m) {
				byValue[part.value] = append(byValue[part.value], part)
			}
		}
	}
	places := make([][]place, len(labels))
	order := t.readingOrder()
	starts := make([]int, len(labels))
	for n := range labels {
		starts[n] = labels[n].start
	}
	for n, l := range labels {
		if d, ok := t.given.markOf(t, starts, n); ok {
			if row := t.rowAt(d.Span.Start); row >= 0 {
				m := mark{row: row, start: d.Span.Start, end: d.Span.End, value: l.value, form: gluedToPunct}
				places[n] = []place{{mark: m, at: order.place(row, m.start), given: givenScore}}
				continue
			}
		}
		self := order.place(l.row, l.start)
		for _, m := range t.within(byValue[l.value], l) {
			at := order.place(m.row, m.start)
			if r := &t.Rows[m.row]; r.Role == InNote && r.Note == n || at >= self {
				continue
			} else if r.Role == InNote && m.form != gluedToPunct && m.form != raised && m.form != symbol {
				continue
			} else if d := l.page - r.Page; l.near && (d < 0 || d > 1) {
				continue
			}
			places[n] = append(places[n], place{mark: m, at: at})
		}
		if len(places[n]) > mostPlaces {
			slices.SortStableFunc(places[n], func(a, b place) int { return cmp.Compare(formScore[b.form], formScore[a.form]) })
			places[n] = places[n][:mostPlaces]
			slices.SortFunc(places[n], func(a, b place) int { return cmp.Compare(a.at, b.at) })
		}
	}
	return places
}

// within narrows marks, which are in the order of the rows, to those that may
// belong to l: those on its page and the one before, or, of a collected note,
// those before it, but no more than a bounded number.
func (t *Text) within(marks []mark, l label) []mark {
	if !l.near {
		to, _ := slices.BinarySearchFunc(marks, l.row, func(m mark, row int) int { return m.row - row })
		return marks[max(0, to-mostSeen):to]
	}
	page := func(m mark, page int) int { return t.Rows[m.row].Page - page }
	from, _ := slices.BinarySearchFunc(marks, l.page-1, page)
	to, _ := slices.BinarySearchFunc(marks, l.page+1, page)
	return marks[from:to]
}

// twoMarks takes a number apart that may be the marks of two notes: "1920"
// stands for 19 and 20 where both are raised.
func (t *Text) twoMarks(m mark) []mark {
	digits := t.Src.Text[m.start:m.end]
	if m.form == symbol || m.form == raised || m.form == bracketed || len(digits) < 2 {
		return nil
	}
	at := len(digits) / 2 // 9 and 10 make "910", 99 and 100 "99100"
	left, _, _ := number(digits[:at])
	right, _, _ := number(digits[at:])
	if left == 0 || right != left+1 {
		return nil
	}
	a, b := m, m
	a.end, a.value = m.start+at, left
	b.start, b.value = m.start+at, right
	return []mark{a, b}
}

// chainEnd is the best chain of marks that ends before some place.
type chainEnd struct {
	last int     // the last byte of its last mark, in reading order
	gain float64 // its score, had no note before its last one lost its mark
	at   [2]int  // note and place of its last mark
}

// align chooses at most one place for each note, in rising order, and
// returns their indices, -1 for none.
func align(t *Text, labels []label, places [][]place, scores [markForms]float64) []int {
	ends := []chainEnd{{-1, -lostMark, [2]int{-1, -1}}} // rising in last and in gain
	var fresh []chainEnd
	for n := range places {
		fresh = fresh[:0]
		for k := range places[n] {
			p := &places[n][k]
			i, _ := slices.BinarySearchFunc(ends, p.at, func(e chainEnd, at int) int { return e.last - at })
			p.score = ends[i-1].gain - lostMark*float64(n-1) + scores[p.form] + p.given
			p.from = ends[i-1].at
			if t.Rows[p.row].Page != labels[n].page && labels[n].near || p.row < labels[n].since {
				p.score -= wrongPage
			}
			if t.Rows[p.row].Role == InNote {
				p.score -= wrongPage
			}
			fresh = append(fresh, chainEnd{p.at + p.end - p.start - 1, p.score + lostMark*float64(n), [2]int{n, k}})
		}
		for _, e := range fresh {
			ends = insertEnd(ends, e)
		}
	}
	links := make([]int, len(places))
	for n := range links {
		links[n] = -1
	}
	for at := ends[len(ends)-1].at; at[0] >= 0; at = places[at[0]][at[1]].from {
		links[at[0]] = at[1]
	}
	return links
}

// insertEnd inserts e unless an earlier end gains as much, and drops the
// later ends that gain no more.
func insertEnd(ends []chainEnd, e chainEnd) []chainEnd {
	i, _ := slices.BinarySearchFunc(ends, e.last, func(x chainEnd, last int) int { return x.last - last })
	if ends[i-1].gain >= e.gain {
		return ends
	}
	j := i
	for j < len(ends) && ends[j].gain <= e.gain {
		j++
	}
	return slices.Replace(ends, i, j, e)
}

// learnForms scores the forms by how often the links have them, compared with
// how often the text has them.
func learnForms(places [][]place, links []int) [markForms]float64 {
	var have, linked [markForms]float64
	sum := 0.0
	for n := range places {
		for k, p := range places[n] {
			have[p.form]++
			if links[n] == k {
				linked[p.form]++
				sum++
			}
		}
	}
	scores := formScore
	for f := range scores {
		share := (linked[f] + formSmoothing*0.1) / (sum + formSmoothing)
		precision := (linked[f] + formSmoothing*0.5) / (have[f] + formSmoothing)
		scores[f] += math.Log(share*10)/2 + math.Log(2*precision)
	}
	return scores
}

// decideMarker links a mark to note n.
func (t *Text) decideMarker(n int, m mark, scores [markForms]float64) {
	confidence := clamp01(0.75 + scores[m.form]/20)
	t.Decide(Decision{Kind: Marker, Span: document.Span{Start: m.start, End: m.end}, N: n, Value: t.Notes[n].Label, Confidence: confidence,
		Why: "the mark of note " + t.Notes[n].Label + ", in the order of the notes"})
	t.Notes[n].Marker = m.start
	t.addMark(m.row, m.start, m.end)
}

func (t *Text) reportLostMark(n int, l label) {
	t.Report("notes/unreferenced", finding.Error, l.start, "find the place in the printed book",
		"no reference mark leads to note %s", printable(t.Notes[n].Label))
}

// reportStrayMarks reports raised digits and symbols in a text without notes;
// plain numbers may be anything.
func (t *Text) reportStrayMarks(marks []mark) {
	for _, m := range marks {
		if m.form == raised {
			t.Report("notes/unmatched-marker", finding.Error, m.start, "look for the note in the printed book",
				"the mark %s leads to no note", printable(t.Src.Text[m.start:m.end]))
		}
	}
}

// printable makes a label fit for a message.
func printable(s string) string { return strings.ToValidUTF8(s, "?") }
