package repair

import "math"

// habits are what a text does at the boundaries between its rows, learnt from
// the text itself: how likely each sign is where the text goes on, and where a
// block ends.
//
// The tables begin as what texts do in general (the constants below, counted
// by eye over print of several languages, and meant to be rough). Then a few
// rounds of expectation and maximisation fit them to the text: boundaries of
// which two or three signs are sure teach what the other signs are worth here.
// In a double-spaced manuscript an empty line turns out to mean nothing, in a
// text without indents an indent means nothing, and nobody had to say so.
type habits struct {
	measure  float32 // in em
	merges   bool    // the extractor joins hyphenated lines: rows may be as wide as several lines
	endShare float64 // how often a block ends
	verse    float64 // how often one line of verse follows another
	goesOn   signs
	ends     signs
	line     signs // between two lines of verse
}

// signs are the likelihoods of each sign, given what happens at a boundary.
type signs struct {
	text  [endings][openings]float64
	fit   [fits]float64
	blank [4]float64
	after [2]float64
	shift [shifts]float64
	trail [2]float64
}

// fits is the number of classes of need/measure, see fitOf.
const fits = 8

var fitEdges = [fits - 1]float32{0.5, 0.7, 0.85, 0.93, 0.97, 1.0, 1.03}

// fitOf says how well the next word would have fitted on a row: 0 easily, 7
// not at all.
func (h *habits) fitOf(b *boundary, measure float32) int {
	if measure == 0 {
		return fits / 2
	}
	ratio := b.need / measure
	if h.merges {
		if have := b.have / measure; have > mergedWidth {
			ratio -= float32(math.Ceil(float64(have - mergedSlack)))
		}
	}
	for i, edge := range fitEdges {
		if ratio < edge {
			return i
		}
	}
	return fits - 1
}

const (
	mergedWidth = 1.12 // in measures: a row so wide is several printed lines
	mergedSlack = 1.04 // what a full last line of such a row may exceed the measure by
)

var generalGoesOn = signs{
	text: [endings][openings]float64{
		endsStop:  {.003, .05225, .00275, .0042, .0018, .004, .002},
		endsColon: {.004, .00285, .00015, .0021, .0009, .001, .001},
		endsComma: {.1, .01425, .00075, .0028, .0012, .004, .002},
		endsOpen:  {.66, .095, .005, .0056, .0024, .02, .008},
	},
	fit:   [fits]float64{.001, .002, .005, .012, .03, .10, .25, .60},
	blank: [4]float64{.85, .13, .015, .005},
	after: [2]float64{.85, .15},
	shift: [shifts]float64{.08, .89, .02, .01},
	trail: [2]float64{.75, .25},
}

var generalEnds = signs{
	text: [endings][openings]float64{
		endsStop:  {.006, .551, .029, .0975, .0525, .015, .03},
		endsColon: {.002, .0285, .0015, .026, .014, .004, .01},
		endsComma: {.003, .0095, .0005, .00325, .00175, .002, .002},
		endsOpen:  {.003, .076, .004, .0065, .0035, .006, .01},
	},
	fit:   [fits]float64{.30, .16, .14, .10, .06, .05, .05, .14},
	blank: [4]float64{.45, .42, .09, .04},
	after: [2]float64{.75, .25},
	shift: [shifts]float64{.10, .50, .33, .07},
	trail: [2]float64{.75, .25},
}

var generalLine = signs{
	text: [endings][openings]float64{
		endsStop:  {.02, .196, .004, .018, .002, .003, .005},
		endsColon: {.004, .0392, .0008, .009, .001, .001, .002},
		endsComma: {.06, .3136, .0064, .018, .002, .002, .004},
		endsOpen:  {.07, .196, .004, .009, .001, .002, .004},
	},
	fit:   [fits]float64{.25, .33, .22, .10, .05, .03, .01, .01},
	blank: [4]float64{.93, .05, .01, .01},
	after: [2]float64{.90, .10},
	shift: [shifts]float64{.08, .82, .08, .02},
	trail: [2]float64{.75, .25},
}

const (
	generalEndShare = 0.15
	generalVerse    = 0.03
	rounds          = 6   // of learning; the tables settle after four or five
	textWeight      = 120 // how many boundaries the general tables count for
	fitWeight       = 100
	layoutWeight    = 6
	fewEnds         = 4  // what endShare is smoothed by
	fewLines        = 15 // too few lines to learn from what verse looks like here
)

// learn fits the habits to boundaries whose measure is known.
func learn(bs []boundary, measure float32, merges bool) *habits {
	h := &habits{measure: measure, merges: merges, endShare: generalEndShare, verse: generalVerse,
		goesOn: generalGoesOn, ends: generalEnds, line: generalLine}
	for range rounds {
		var on, end, line signs
		var ended, lines float64
		for i := range bs {
			goesOn, ends, verse := h.weigh(&bs[i])
			ended, lines = ended+ends, lines+verse
			line.count(h, &bs[i], verse)
			on.count(h, &bs[i], goesOn)
			end.count(h, &bs[i], ends)
		}
		n := float64(len(bs))
		h.endShare = (ended + fewEnds*generalEndShare) / (n - lines + fewEnds)
		h.verse = (lines + fewEnds*generalVerse) / (n + fewEnds)
		h.goesOn = on.smoothed(&generalGoesOn)
		h.ends = end.smoothed(&generalEnds)
		if lines > fewLines {
			h.line = line.smoothed(&generalLine)
		} else {
			h.line.trail = h.ends.trail
		}
		h.relateTrails()
	}
	return h
}

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

// weigh says how sure it is that the text goes on at b, that a block ends, and
// that a line of verse follows another. Without the third, verse would teach
// that blocks end in commas.
func (h *habits) weigh(b *boundary) (goesOn, ends, line float64) {
	if b.joined {
		return 1, 0, 0
	}
	goesOn = (1 - h.verse) * (1 - h.endShare) * math.Exp(-h.goesOn.cost(h, b, h.measure))
	ends = (1 - h.verse) * h.endShare * math.Exp(-h.ends.cost(h, b, h.measure))
	line = h.verse * math.Exp(-h.line.cost(h, b, h.measure))
	sum := goesOn + ends + line
	return goesOn / sum, ends / sum, line / sum
}

// endProbability is how sure it is that a block of prose ends at b, and that
// the text does not go on there.
func (h *habits) endProbability(b *boundary) float64 {
	goesOn, ends, _ := h.weigh(b)
	if goesOn+ends == 0 {
		return 1
	}
	return ends / (goesOn + ends)
}

// cost is the negative logarithm of the likelihood of the signs at b.
func (s *signs) cost(h *habits, b *boundary, measure float32) float64 {
	p := s.text[b.end][b.start] * s.fit[h.fitOf(b, measure)] * s.shift[b.shift]
	if b.blank >= 0 {
		p *= s.blank[b.blank]
	}
	if b.after >= 0 {
		p *= s.after[b.after]
	}
	if b.trail >= 0 {
		p *= s.trail[b.trail]
	}
	return -math.Log(p)
}

// count adds the signs at b with a weight.
func (s *signs) count(h *habits, b *boundary, weight float64) {
	s.text[b.end][b.start] += weight
	s.fit[h.fitOf(b, h.measure)] += weight
	s.shift[b.shift] += weight
	if b.blank >= 0 {
		s.blank[b.blank] += weight
	}
	if b.after >= 0 {
		s.after[b.after] += weight
	}
	if b.trail >= 0 {
		s.trail[b.trail] += weight
	}
}

// smoothed turns counts into likelihoods, with the general ones as so many
// boundaries more.
func (s *signs) smoothed(general *signs) signs {
	out := *s
	for e := range out.text {
		blend(out.text[e][:], general.text[e][:], textWeight, s.textTotal())
	}
	blend(out.fit[:], general.fit[:], fitWeight, total(s.fit[:]))
	blend(out.blank[:], general.blank[:], layoutWeight, total(s.blank[:]))
	blend(out.after[:], general.after[:], layoutWeight, total(s.after[:]))
	blend(out.trail[:], general.trail[:], layoutWeight, total(s.trail[:]))
	blend(out.shift[:], general.shift[:], layoutWeight, total(s.shift[:]))
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
