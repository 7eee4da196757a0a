package repair

import "math"

// habits are what a text does at the boundaries between its rows, learnt from
// the text itself: how likely each sign is where the text goes on, and where a
// block ends.
//
// The tables begin as what texts do in general (see general). Then a few
// rounds of expectation and maximisation fit them to the text: boundaries of
// which two or three signs are sure teach what the other signs are worth here.
// In a double-spaced manuscript an empty line turns out to mean nothing, in a
// text without indents an indent means nothing, and nobody had to say so.
type habits struct {
	measure  float32 // in em
	indent   float32 // of a paragraph's first line, in em, whether the extractor shows it or not
	merges   bool    // the extractor joins hyphenated lines: rows may be as wide as several lines
	endShare float64 // how often a block ends
	verse    float64 // how often one line of verse follows another
	goesOn   signs
	ends     signs
	line     signs // between two lines of verse
}

// general are the habits of texts in general, before anything is known of one.
// They are counted (TestTrain) over many texts, and held out they win over
// those that an expert guesses.
type general struct {
	endShare, verse    float64
	goesOn, ends, line signs
	gaps               float64 // inside the rows of a text that went into goesOn, see general.inside
}

// signs are the likelihoods of each sign, given what happens at a boundary.
type signs struct {
	text  [endings + 1][openings]float64 // the last for a quotation mark behind a full stop
	fit   [fits]float64
	wide  float64 // the sum of those of full rows
	blank [4]float64
	after [2]float64
	shift [2][shifts]float64 // if the row above is no first one of a paragraph, and if it is
	trail [2]float64
	open  [2]float64
}

// A row of prose that goes on is full: with the next word it would have been
// wider than the measure (need), and where the text is justified it is nearly
// as wide as that itself (have). A paragraph's last row may have any width.
// The classes of both are those of need where that is short, and cross it with
// have where it is not.
const (
	shortNeeds = len(needEdges)
	fits       = shortNeeds + loose*3 + len(haveEdges) + 1 - loose
	loose      = 4 // so many classes of have are cut in three by need
)

var (
	needEdges  = [...]float32{0.5, 0.7, 0.85, 0.93, 0.97}
	haveEdges  = [...]float32{0.80, 0.90, 0.94, 0.97, 0.99, 1.01, 1.03}
	looseEdges = [...]float32{1.0, 1.03}
)

// fitOf is the class of the row above b. indent is what an indent takes of its
// line; pdftotext joins hyphenated lines, so that a row may be several of them.
func (h *habits) fitOf(b *boundary, measure, indent float32) int {
	if measure == 0 {
		return shortNeeds - 1
	}
	have, need := (b.have+indent)/measure, (b.need+indent)/measure
	if h.merges && have > mergedWidth {
		n := float32(math.Ceil(float64(have - mergedSlack)))
		less := n * (1 - lostHyphen/measure)
		have, need = have-less, need-less
	}
	for i, edge := range needEdges {
		if need < edge {
			return i
		}
	}
	k := 0
	for k < len(haveEdges) && have >= haveEdges[k] {
		k++
	}
	if k >= loose {
		return shortNeeds + loose*3 + k - loose
	}
	j := 0
	for j < len(looseEdges) && need >= looseEdges[j] {
		j++
	}
	return shortNeeds + 3*k + j
}

const (
	mergedWidth = 1.12 // in measures: a row so wide is several printed lines
	mergedSlack = 1.04 // what a full last line of such a row may exceed the measure by
	lostHyphen  = 0.33 // in em: what was lost where lines were joined
)

const (
	textWeight   = 120 // how many boundaries the general tables count for
	fitWeight    = 120
	layoutWeight = 6
	gapWeight    = 0.3 // of a boundary a gap inside a row counts
	fewEnds      = 10  // what endShare is smoothed by
	fewLines     = 15  // too few lines to learn from what verse looks like here
	fewFirst     = 8   // what the indent is smoothed by
)

// relateTrails puts the likelihoods of white space at a line's end in relation
// to how common it is in the flow: whether a program prints it says nothing of
// which flow a row belongs to.
func (h *habits) relateTrails() {
	for i := range h.goesOn.trail {
		common := (1-h.endShare)*h.goesOn.trail[i] + h.endShare*h.ends.trail[i]
		h.goesOn.trail[i] /= common
		h.ends.trail[i] /= common
		h.line.trail[i] /= common
	}
}

// endProbability is how sure it is that a block of prose ends at b, and that
// the text does not go on there.
func (h *habits) endProbability(b *boundary) float64 {
	if b.joined {
		return 0
	}
	fit := h.junctionFit(b, h.measure)
	on := (1 - h.endShare) * h.goesOn.junction(b, fit)
	ends := h.endShare * h.ends.junction(b, fit)
	if on+ends == 0 {
		return 1
	}
	return ends / (on + ends)
}

// likelihood is that of all signs at b.
func (s *signs) likelihood(h *habits, b *boundary) float64 {
	return s.others(b) * s.shift[0][b.shift] * s.fit[h.fitOf(b, h.measure, 0)]
}

// junctionFit is the class of the row above b where any row might follow: how
// wide a full row is says nothing of what follows, so that only the classes of
// need are told apart. Those of full rows come behind the others.
func (h *habits) junctionFit(b *boundary, measure float32) int {
	fit := h.fitOf(b, measure, 0)
	if fit < shortNeeds {
		return fit
	}
	fit = shortNeeds
	for _, edge := range looseEdges {
		if b.need/measure >= edge {
			fit++
		}
	}
	return fit
}

// junction is the likelihood of the signs at b, where the row above is of a
// class of junctionFit.
func (s *signs) junction(b *boundary, fit int) float64 {
	p := s.others(b) * s.shift[0][b.shift]
	if fit < shortNeeds {
		return p * s.fit[fit]
	}
	return p * s.wide * fullNeeds[fit-shortNeeds]
}

// fullNeeds are how often full rows need so much, by the edges of loose rows.
var fullNeeds = [...]float64{0.11, 0.26, 0.63}

// wording is the row of the tables for how the row above ends.
func (b *boundary) wording() ending {
	if b.quoted {
		return endings
	}
	return b.end
}

// others is the likelihood of the signs at b without widths and indents.
func (s *signs) others(b *boundary) float64 {
	p := s.text[b.wording()][b.start]
	if b.blank >= 0 {
		p *= s.blank[b.blank]
	}
	if b.after >= 0 {
		p *= s.after[b.after]
	}
	if b.trail >= 0 {
		p *= s.trail[b.trail]
	}
	if b.open >= 0 {
		p *= s.open[b.open]
	}
	return p
}

// count adds the signs at b with a weight, the widths' being of the class fit.
func (s *signs) count(b *boundary, fit, first int, weight float64) {
	s.fit[fit] += weight
	s.text[b.wording()][b.start] += weight
	s.shift[first][b.shift] += weight
	if b.blank >= 0 {
		s.blank[b.blank] += weight
	}
	if b.after >= 0 {
		s.after[b.after] += weight
	}
	if b.trail >= 0 {
		s.trail[b.trail] += weight
	}
	if b.open >= 0 {
		s.open[b.open] += weight
	}
}

// smoothed turns counts into likelihoods, with the general ones as so many
// boundaries more.
func (s *signs) smoothed(general *signs, textWeight float64) signs {
	out := *s
	for e := range out.text {
		blend(out.text[e][:], general.text[e][:], textWeight, s.textTotal())
	}
	blend(out.fit[:], general.fit[:], fitWeight, total(s.fit[:]))
	blend(out.blank[:], general.blank[:], layoutWeight, total(s.blank[:]))
	blend(out.after[:], general.after[:], layoutWeight, total(s.after[:]))
	blend(out.trail[:], general.trail[:], layoutWeight, total(s.trail[:]))
	blend(out.open[:], general.open[:], textWeight, total(s.open[:]))
	for f := range out.shift {
		blend(out.shift[f][:], general.shift[f][:], layoutWeight, total(s.shift[f][:]))
	}
	return out
}

func (s *signs) textTotal() (sum float64) {
	for e := range s.text {
		sum += total(s.text[e][:])
	}
	return sum
}

func blend(counts, general []float64, weight, sum float64) {
	for i := range counts {
		counts[i] = (counts[i] + weight*general[i]) / (sum + weight)
	}
}

func total(xs []float64) (sum float64) {
	for _, x := range xs {
		sum += x
	}
	return sum
}
