package repair

import "slices"

// Some editions number every fifth line in the margin. Extractors print these
// numbers on rows of their own, at the place of their line or all of a page
// together, at the end of their line, or glued to it:
//
//	5                          The miller asked what the goose had
//	10           or            cost, but nobody knew. The ferry-10
//	15                         man laughed.
//
// Over the whole text they are one sequence that counts about as many lines as
// the text has, which no column of a table and no list of years does.
const (
	countedStep    = 5   // every fifth line has a number
	fewestCounted  = 8   // numbers
	leastLines     = 0.4 // of the rows are counted: an extractor may join rows; notes aren't numbered
	mostLines      = 2.0
	mostNumbers    = 0.35 // of the rows are numbers
	lettered       = 0.5  // of the rows have a letter, at least
	countedInText  = 0.2  // worth of a number in a row of text that isn't five rows below the one before
	countedAnew    = 2.0  // the count begins anew, as it may on each page
	countedLeap    = 0.5  // a number is missing
	mostCountLeaps = 3
	mostFilled     = 0.5 // of the steps have all the numbers in between
	nearestCounted = 3   // rows between two numbers in rows of text
	farthestCount  = 8
)

// everyFifth finds the numbers of every fifth line, or nil.
func (t *Text) everyFifth() []marginNumber {
	numbers := t.multiples()
	if len(numbers) < fewestCounted || float64(len(numbers)) > mostNumbers*float64(len(t.Rows)) {
		return nil
	}
	if t.isNumbers() {
		return nil
	}
	counted, lines := longestCount(numbers)
	rows := float64(len(t.Rows))
	if len(counted) < fewestCounted || float64(lines) < leastLines*rows || float64(lines) > mostLines*rows || t.countsAll(counted) {
		return nil
	}
	return counted
}

// countsAll reports whether the numbers between those that were found stand in
// rows, too, where these do: it is notes that are counted, and not lines.
func (t *Text) countsAll(counted []marginNumber) bool {
	if len(counted) < 2 {
		return false
	}
	gaps, filled := 0, 0
	for i := 1; i < len(counted); i++ {
		a, b := &counted[i-1], &counted[i]
		if b.value != a.value+countedStep || b.side == atEnd {
			continue
		}
		gaps++
		next := a.value + 1
		for r := a.row + 1; r < b.row && next < b.value; r++ {
			if n, size := folioNumber(t.String(r)); size > 0 && n == next && (b.side == ownRow) == (size == len(t.String(r))) {
				next++
			}
		}
		if next == b.value {
			filled++
		}
	}
	return float64(filled) > mostFilled*float64(gaps)
}

// isNumbers reports whether most rows have no letter: then the numbers are the
// text, and count none of its lines.
func (t *Text) isNumbers() bool {
	lines := 0 // with letters
	for i := range t.Rows {
		if t.Rows[i].has.has(anyLetter) {
			lines++
		}
	}
	return float64(lines) < lettered*float64(len(t.Rows))
}

// multiples lists the numbers at the ends of rows that may count every fifth
// line.
func (t *Text) multiples() (numbers []marginNumber) {
	for r := range t.Rows {
		row, s := &t.Rows[r], t.String(r)
		last := s[len(s)-1]
		if row.Role != InBody || last != '0' && last != '5' && !digit(s[0]) {
			continue // the most usual row
		}
		if n, size := folioNumber(s); size > 0 && n%countedStep == 0 {
			side := atStart
			if size == len(s) {
				side = ownRow
			}
			numbers = append(numbers, marginNumber{r, n, row.Start, row.Start + size, side})
			if side == ownRow {
				continue
			}
		}
		if n, size := numberBehind(s); size > 0 && n%countedStep == 0 {
			numbers = append(numbers, marginNumber{r, n, row.End - size, row.End, atEnd})
		}
	}
	return numbers
}

// longestCount finds the best sequence among numbers, and how many lines it
// counts.
func longestCount(numbers []marginNumber) (found []marginNumber, lines int) {
	type state struct {
		score float64
		from  int // the number before, -1 none
	}
	states := make([]state, len(numbers))
	latest := map[int]int{} // the last number of a value
	best, before, pending := 0, -1, 0
	for i := range numbers {
		n := &numbers[i]
		for ; numbers[pending].row < n.row; pending++ {
			if before < 0 || states[pending].score > states[before].score {
				before = pending
			}
		}
		st := state{-float64(min(n.value/countedStep-1, 4)), -1}
		if n.value == countedStep && before >= 0 && states[before].score-countedAnew > st.score {
			st = state{states[before].score - countedAnew, before}
		}
		st.score += n.worth(nil, 1)
		for k := 1; k <= mostCountLeaps; k++ {
			j, ok := latest[n.value-k*countedStep]
			if !ok || numbers[j].row == n.row {
				continue
			}
			if score := states[j].score + n.worth(&numbers[j], k) - countedLeap*float64(k-1); score > st.score {
				st = state{score, j}
			}
		}
		states[i] = st
		latest[n.value] = i
		if st.score > states[best].score {
			best = i
		}
	}
	for i := best; i >= 0; i = states[i].from {
		found = append(found, numbers[i])
		if from := states[i].from; from < 0 || numbers[from].value >= numbers[i].value {
			lines += countedStep
		} else {
			lines += numbers[i].value - numbers[from].value
		}
	}
	slices.Reverse(found)
	return found, lines
}

// worth is how much it says for the sequence that n comes after another
// number, k steps before.
func (n *marginNumber) worth(before *marginNumber, k int) float64 {
	if n.side == ownRow {
		return 1
	}
	if before == nil || n.row-before.row < k*nearestCounted || n.row-before.row > k*farthestCount {
		return countedInText
	}
	return 1
}
