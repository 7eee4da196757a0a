package typeset

import "github.com/refolio/refolio/formats/pdf/measure"

// The fitness of a line: neighbours that differ by more than one look uneven.
const (
	tight = iota
	decent
	loose
	veryLoose
)

// The demerits for lines that look ill together. As the cost of a line is the
// square of 10 and more, these are worth a badness of about 100.
const (
	linePenalty      = 10
	unevenDemerits   = 10_000
	twoHyphens       = 10_000
	threeHyphens     = 3_000_000 // if they are allowed at all
	hyphenBeforeLast = 5_000
	runtDemerits     = 8_000 // a last line of little more than a syllable
	infiniteBadness  = 3_000_000
)

// badness says how bad it looks to make up for a difference of t with a total
// flexibility of s: about 100 times the cube of their quotient. It goes on
// rising far beyond what TeX calls infinite, so that of two lines that no
// tolerance admits the better one is taken.
func badness(t, s measure.Unit) int {
	if t == 0 {
		return 0
	}
	r := int64(t) * 1000 / int64(max(s, measure.Point/2))
	if r > 30_000 {
		return infiniteBadness
	}
	return int(min(r*r*r/10_000_000, infiniteBadness))
}

// tooLoose reports whether a line that is short by so much, with spaces that can
// stretch by so much, has a badness that is far above the tolerance.
func tooLoose(short, stretch measure.Unit) bool { return short*100 > max(stretch, measure.Point/2)*127 }

// judge returns the badness of a line and its fitness.
func judge(short, stretch, shrink measure.Unit) (bad int, fitness int8) {
	if short >= 0 {
		bad = badness(short, stretch)
		switch {
		case bad > 99:
			return bad, veryLoose
		case bad > 12:
			return bad, loose
		}
		return bad, decent
	}
	bad = badness(-short, shrink)
	if bad > 12 {
		return bad, tight
	}
	return bad, decent
}
