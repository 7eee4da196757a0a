package repair

import "math"

const (
	smallerFrom  = 1.06 // of the text's measure: how wide rows in smaller type are
	smallerTo    = 1.40
	smallerTimes = 2.5  // so many times more of the notes' rows are
	smallerShare = 0.05 // and so large a share more
	clearMisfit  = 0.5  // a measure that more boundaries contradict is none
)

// surelyNote is how many rows from its label on surely belong to a note, if
// no other label comes soon.
const (
	surelyNote  = 4
	usualLength = 3.0 // rows of a note, before any was seen
	usualNotes  = 2.0 // how many notes that counts for
	longTail    = 2.0 // how fast the share of longer notes falls
)

// learnNotes learns what rows of notes are like from the rows that surely
// belong to notes, those from a label to the next one, or a few; and what the
// running text is like from the upper halves of the pages above their notes.
// The empty lines within notes are learnt only where the next label says that
// the note has not ended before.
func (n *noteFinder) learnNotes() {
	t, z := n.t, n.zoner
	var rows []int
	begin := map[int]int{} // the first label of each page
	lengths, known := usualLength*usualNotes, usualNotes
	for i, l := range n.labels {
		if l.displaced {
			continue
		}
		if _, ok := begin[l.page]; !ok {
			begin[l.page] = l.row
			if t.Pages[l.page].First < l.row {
				z.firstBlank.add(t.Rows[l.row].Blank)
			}
		} else {
			z.nextBlank.add(t.Rows[l.row].Blank)
		}
		end, closed := min(t.pageEnd(l.row), l.row+surelyNote), false
		if i+1 < len(n.labels) && !n.labels[i+1].displaced && n.labels[i+1].page == l.page && n.labels[i+1].row < l.row+4*surelyNote {
			end, closed = max(n.labels[i+1].row, l.row), true
			lengths, known = lengths+float64(end-l.row), known+1
		}
		for r := l.row; r < end; r++ {
			if t.Rows[r].Role != InBody {
				continue
			}
			rows = append(rows, r)
			if r > l.row || l.form != alone {
				z.noteWidths.add(&t.Rows[r])
			}
			if r > l.row && closed {
				z.noteBlank.add(t.Rows[r].Blank)
			}
		}
	}
	for p := range t.Pages {
		from, to := t.pageRows(p)
		if b, ok := begin[p]; ok {
			to = min(to, b)
		}
		for r := from; r < (from+to)/2; r++ {
			if t.Rows[r].Role == InBody {
				z.bodyWidths.add(&t.Rows[r])
				if r > from {
					z.bodyBlank.add(t.Rows[r].Blank)
				}
			}
		}
	}
	z.length = lengths / known
	bs := t.someBoundaries(rows)
	z.notes = n.habits // notes of a line or two have no measure of their own
	if _, misfit := measureOf(bs); misfit <= clearMisfit {
		z.notes = t.habitsOf(bs)
	}
	from, to := z.body.measure*smallerFrom, z.body.measure*smallerTo
	z.smaller = z.noteWidths.between(from, to) > smallerTimes*z.bodyWidths.between(from, to)+smallerShare
	z.price()
}

// noteEnds is what notes do at the end of a page.
type noteEnds struct {
	goOn      float64          // how often one goes on overleaf, above other notes
	goOnAlone float64          // and on a page on which no other note begins
	last      [endings]float64 // how a note's last row ends
}

// usualEnds is what is thought before anything was seen.
var usualEnds = noteEnds{goOn: 0.135, goOnAlone: 0.04, last: [endings]float64{endsStop: 0.87, endsColon: 0.01, endsComma: 0.03, endsOpen: 0.09}}

const endsPrior = 10 // how many notes that counts for

// cost is what it costs that a note whose last row ends so does not go on;
// alone says that no other note begins on the next page.
func (e *noteEnds) cost(end ending, alone bool) float64 {
	goOn := e.goOn
	if alone {
		goOn = e.goOnAlone
	}
	return usualPlain - math.Log((1-goOn)*e.last[end])
}

// longer is what it costs that a note that has some rows has so many more at
// least.
func (z *zoner) longer(rows, more float64) float64 {
	return longTail * math.Log((z.length+rows+more)/(z.length+rows))
}

// endsAfter is what it costs that a note that has so many rows has no more.
func (z *zoner) endsAfter(rows float64) float64 {
	return math.Log((z.length + rows) / longTail)
}

// longAs is both together: what the length says of a note that has so many
// rows in the frames before, and more here.
func (z *zoner) longAs(sofar float64, more int) float64 {
	before, all := math.Log(z.length+sofar), math.Log(z.length+sofar+float64(more))
	return longTail*(all-before) + all - math.Log(longTail)
}

// learnEnds learns from the round before.
func (z *zoner) learnEnds(sample [][]frame) {
	e := noteEnds{}
	var goOn, goOnAlone, crossed, alone float64
	lengths, notes := usualLength*usualNotes, usualNotes
	for _, frames := range sample {
		for k := range frames {
			f := &frames[k]
			lengths, notes = lengths+float64(f.to-f.was), notes+float64(len(f.labels))
			if k > 0 && frames[k-1].was < frames[k-1].to {
				here := 0.0
				if f.was < f.begin {
					here = 1
				}
				if f.begin < f.to {
					goOn, crossed = goOn+here, crossed+1
				} else {
					goOnAlone, alone = goOnAlone+here, alone+1
				}
			}
			z.countEnds(f, &e.last)
		}
	}
	z.length = lengths / notes
	e.goOn = (goOn + endsPrior*usualEnds.goOn) / (crossed + endsPrior)
	e.goOnAlone = (goOnAlone + endsPrior*usualEnds.goOnAlone) / (alone + endsPrior)
	blend(e.last[:], usualEnds.last[:], endsPrior, total(e.last[:]))
	z.ends = e
}

// countEnds counts how the notes of a frame end that have another below them.
func (z *zoner) countEnds(f *frame, last *[endings]float64) {
	for i := 1; i < len(f.labels); i++ {
		if a, b := &z.labels[f.labels[i-1]], &z.labels[f.labels[i]]; !a.displaced && !b.displaced && b.row > a.row {
			last[endingOf(z.t.String(b.row-1))]++
		}
	}
}

// learnWords learns the words of text and notes from the round before.
func (z *zoner) learnWords(sample [][]frame) {
	if z.words == nil {
		z.words = z.t.wordStyle()
	} else {
		z.words.forget()
	}
	for _, frames := range sample {
		for k := range frames {
			for r := frames[k].from; r < frames[k].to; r++ {
				z.words.count(r, r >= frames[k].was, 1)
			}
		}
	}
}

// contest takes the rows of a frame that are in question out of what the
// words of text and notes were learnt from (times is -1), or puts them back,
// so that they don't speak for themselves.
func (z *zoner) contest(f *frame, times float32) {
	if z.words == nil || !f.learnt {
		return
	}
	for r := max(f.from, f.begin-mostUp); r < f.begin; r++ {
		z.words.count(r, r >= f.was, times)
	}
}

// widthCost is what it costs, by its width, that a row belongs to a note and
// not to the running text: notes are set in smaller type, so that a full row
// of a note is wider, in em, than one of the text.
func (z *zoner) widthCost(row int) float64 {
	if !z.smaller {
		return 0
	}
	return z.prices.width[widthBin(z.t.Rows[row].Em)]
}

// wordCost is what it costs by its words.
func (z *zoner) wordCost(row int) float64 {
	if z.words == nil {
		return 0
	}
	return z.words.cost(row)
}

// blankCost is what the empty lines before a row say against its being a row
// of a note with another before it.
func (z *zoner) blankCost(row int) float64 {
	r := &z.t.Rows[row]
	if z.t.Pages[r.Page].First == row {
		return 0
	}
	return z.prices.blank[min(r.Blank, mostBlank)]
}

// zonePrices are the logarithms of which a round needs the same few for each
// row that it looks at.
type zonePrices struct {
	blank [mostBlank + 1]float64 // see blankCost
	first [mostBlank + 1]float64 // the log likelihood of the empty lines above a frame's notes
	width [widthBins]float64     // see widthCost
}

// price computes the prices of a round.
func (z *zoner) price() {
	p := &z.prices
	for k := range p.blank {
		p.blank[k] = z.bodyBlank.log(k, &z.bodyBlank) - z.noteBlank.log(k, &z.bodyBlank)
		p.first[k] = z.firstBlank.log(k, &z.bodyBlank)
	}
	if z.smaller {
		for b := range p.width {
			p.width[b] = z.bodyWidths.log(b, &z.noteWidths) - z.noteWidths.log(b, &z.bodyWidths)
		}
	}
}

// blanks is how often so many empty lines stand before rows: a manuscript may
// be double-spaced, and its notes are not.
type blanks struct {
	count [mostBlank + 1]float64
	total float64
}

const mostBlank = 2 // more empty lines say no more

const blankPrior = 12.0 // rows that the smoothing counts for

func (b *blanks) add(blank int) {
	b.count[min(blank, mostBlank)]++
	b.total++
}

// log is the log likelihood of so many empty lines. Until enough rows were
// seen, they are taken to be as the rows of another kind are.
func (b *blanks) log(blank int, other *blanks) float64 {
	k := min(blank, mostBlank)
	usual := (other.count[k] + 1) / (other.total + float64(len(other.count)))
	return math.Log((b.count[k] + blankPrior*usual) / (b.total + blankPrior))
}

// widths is how often rows are so wide, in steps of widthStep em.
type widths struct {
	count [widthBins]float64
	total float64
}

const (
	widthStep   = 0.75
	widthBins   = 128
	widthPrior  = 12.0 // rows that the smoothing counts for
	widthCommon = 0.7  // of which so many are as the other kind's rows are
)

func widthBin(em float32) int { return min(int(em/widthStep), widthBins-1) }

func (w *widths) add(r *Row) {
	w.count[widthBin(r.Em)]++
	w.total++
}

// between is the share of the rows that are so wide.
func (w *widths) between(from, to float32) float64 {
	sum := 0.0
	for b := widthBin(from); b <= widthBin(to); b++ {
		sum += w.count[b]
	}
	return sum / max(w.total, 1)
}

// log is the log likelihood of a width, given by its bin. Until enough rows were seen, they are
// taken to be much as the rows of the other kind.
func (w *widths) log(b int, other *widths) float64 {
	general := (1 - widthCommon) / float64(len(w.count))
	if other.total > 0 {
		general += widthCommon * other.near(b) / other.total
	}
	return math.Log((w.near(b) + widthPrior*general) / (w.total + widthPrior))
}

// near is how often rows are as wide as b says: a row is a step or two wider
// or narrower now and then.
func (w *widths) near(b int) float64 {
	if b < 2 || b+2 >= len(w.count) {
		return w.count[b]
	}
	return (w.count[b-2] + 2*w.count[b-1] + 3*w.count[b] + 2*w.count[b+1] + w.count[b+2]) / 9
}

// learnWidths learns from the round before how wide the rows of notes and
// text are.
func (z *zoner) learnWidths(sample [][]frame) {
	if !z.smaller {
		return
	}
	z.noteWidths, z.bodyWidths = widths{}, widths{}
	for _, frames := range sample {
		for k := range frames {
			f := &frames[k]
			for r := f.from; r < f.to; r++ {
				switch row := &z.t.Rows[r]; {
				case row.Role == Removed:
				case r < f.was:
					z.bodyWidths.add(row)
				default:
					z.noteWidths.add(row)
				}
			}
		}
	}
}
