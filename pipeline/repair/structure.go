package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
)

// The stage "structure" says what the blocks are:
//
//	ON LIBERTY               ▶ title
//	John Stuart Mill         ▶ byline
//	I. Introductory          ▶ heading
//	The subject of this ...  ▶ paragraph
//	    As Death was a-riding out one day,
//	    Across Mount Carmel he took his way  ▶ verse
//
// It relies on what the paragraphs stage found out about how the blocks are
// set, on the running heads (which repeat titles and headings), on numbers
// that count up over the document, and on what stands before and after.
//
// It makes Element and Bullet decisions.
func decideStructure(t *Text, _ StructureOptions) {
	var body []block
	for _, b := range t.blocks {
		if b.note < 0 {
			body = append(body, b)
		}
	}
	if len(body) == 0 {
		return
	}
	s := &structurer{t: t, blocks: body, values: make([]element, len(body)), heads: t.runningHeads()}
	if s.measure = t.Measure; s.measure == 0 {
		s.measure = t.textMeasure(t.someBoundaries(t.Flow(InBody, 0)))
	}
	s.shapes()
	s.headings()
	s.anthologies()
	s.quoteEntries()
	s.titlePage()
	s.given()
	s.levels()
	s.decide()
}

// element is what a block turns out to be.
type element struct {
	value string // "" is a paragraph
	level int
	sure  float64
	why   string
}

type structurer struct {
	t        *Text
	blocks   []block
	values   []element
	heads    map[string]bool
	measure  float32
	pageRows int // see usualRows
}

// shapes takes what the segmentation found out about verse and narrow text,
// and finds lists and ornaments.
func (s *structurer) shapes() {
	for i, b := range s.blocks {
		text := s.t.openingText(b.rows)
		found := s.t.Rows[b.rows[0]].item
		switch {
		case b.shape == code:
			s.values[i] = element{"code", 0, 0.8, "lines with the symbols of a program or a terminal"}
		case found:
			s.values[i] = element{"item", 0, 0.9, "begins with a bullet"}
		case isOrnament(text):
			s.values[i] = element{"scene break", 0, 0.9, "an ornament on a line of its own"}
		case b.shape == listed && (s.listedBeside(i) || openingOf(text) == startsLower):
			s.values[i] = element{"item", 0, 0.75, "one of several short blocks that are no sentences"}
		case b.shape == credit:
			s.values[i] = element{"quote", 0, 0.8, "names the source of the quotation above it"}
		case b.shape == verse && len(b.rows) > 1:
			s.values[i] = element{"verse", 0, 0.8, "short lines that begin with capitals and do not fill the measure"}
		case bulletOf(text) > 0:
			s.values[i] = element{"item", 0, 0.8, "begins with a bullet"}
		case (b.shape == narrow || b.shape == narrow2) && len(b.rows) > 1:
			s.values[i] = element{"quote", 0, 0.75, "set to a narrower measure than the text"}
		}
	}
	s.dashesOfSpeech()
}

// listedBeside reports whether a block before or after block i is set as an
// item of a list, too.
func (s *structurer) listedBeside(i int) bool {
	return i > 0 && s.blocks[i-1].shape == listed || i+1 < len(s.blocks) && s.blocks[i+1].shape == listed
}

// openingText is the text of a block, or of its first rows if it is longer
// than an ornament.
func (t *Text) openingText(rows []int) string {
	for n, size := 0, 0; n < len(rows); n++ {
		if size += t.Rows[rows[n]].End - t.Rows[rows[n]].Start; size > longestOrnament*utf8.UTFMax {
			return t.textOf(rows[:n+1])
		}
	}
	return t.textOf(rows)
}

const longestOrnament = 20 // characters

// isOrnament reports whether s is a break of thought: asterisks, dashes and
// the like without a word. A dash and dots are a speaker's silence.
func isOrnament(s string) bool {
	if utf8.RuneCountInString(s) > longestOrnament {
		return false
	}
	seen, dots, dash := false, false, false
	for _, r := range s {
		switch {
		case strings.ContainsRune("—–-", r):
			seen, dash = true, true
		case strings.ContainsRune("*⁂·•~_=#❦§+°☙❧†", r):
			seen = true
		case r == '.':
			dots = true
		case !unicode.IsSpace(r):
			return false
		}
	}
	return seen && !(dots && dash)
}

// dashesOfSpeech takes back the bullets that dialogue has too: a dash begins a
// list only in company, and where no speech begins with dashes.
func (s *structurer) dashesOfSpeech() {
	for i := 0; i < len(s.blocks); {
		j := i
		for j < len(s.blocks) && s.values[j].value == "item" {
			j++
		}
		if j > i {
			r, _ := utf8.DecodeRuneInString(s.t.textOf(s.blocks[i].rows))
			found := s.t.Rows[s.blocks[i].rows[0]].item
			if !found && strings.ContainsRune("-–*", r) && (j-i < 2 || r == '–') {
				for k := i; k < j; k++ {
					s.values[k] = element{}
				}
			}
		}
		i = max(j, i+1)
	}
}

// headings finds the headings and their levels.
func (s *structurer) headings() {
	blanksMean := s.blanksMean()
	scores := make([]float64, len(s.blocks))
	for i, b := range s.blocks {
		value := s.values[i].value
		numbered := s.t.headingNumber(b.rows[0])
		if value == "item" || s.t.speaks(b.rows[0]) || value == "scene break" || value == "code" || len(b.rows) > headingRows && (numbered == 0 || b.shape != headline) {
			scores[i] = -10
			continue
		}
		signs := s.t.signsOf(b.rows, s.measure, s.heads, blanksMean)
		signs.counted = numbered
		if b.shape == headline && i+1 < len(s.blocks) && s.blocks[i+1].shape == verse {
			signs.fill = 0 // the measure of verse says nothing
			if last := lastRune(s.t.withoutMarkEnd(b.rows[len(b.rows)-1])); last == '!' || last == '?' {
				signs.end = endsOpen // "Sail Out for Good!"
			}
		}
		scores[i] = signs.score() + s.neighbours(i)
		if numbered == 0 && len(b.rows) == 1 && dateline(s.t.textOf(b.rows)) {
			scores[i] += isDateline
		}
		if numbered == 0 && signs.words > 1 && !signs.capitals && !signs.head && s.closes(i) {
			scores[i] += endsSection
		}
		if s.t.Rows[b.rows[0]].cue&cueHeads != 0 {
			scores[i] += entryHeading
		}
		if value != "" {
			scores[i] += setOtherwise
		}
		if b.shape == headline {
			scores[i] += setAsHeading
		}
	}
	for i := range s.blocks {
		if scores[i] > 0 {
			s.values[i] = element{"heading", 1, 1 / (1 + exp(-scores[i])), "short, set off, and worded like a heading"}
		}
	}
}

// closes reports whether block i stands between a paragraph and the next
// numbered heading. Above the first one, the title of a part may stand, but not a
// name.
func (s *structurer) closes(i int) bool {
	if i == 0 || i+1 == len(s.blocks) || len(s.blocks[i-1].rows) == 1 || s.t.headingNumber(s.blocks[i+1].rows[0]) == 0 {
		return false
	}
	if leadingNumeral(strings.Fields(s.t.textOf(s.blocks[i+1].rows))) != 1 {
		return true
	}
	return namesOnly(strings.Fields(s.t.textOf(s.blocks[i].rows))) // who signs a preface
}

// blanksMean reports whether empty lines say something: they stand before
// few blocks.
func (s *structurer) blanksMean() bool {
	n := 0
	for _, b := range s.blocks {
		if s.t.Rows[b.rows[0]].Blank > 0 {
			n++
		}
	}
	return n*3 < len(s.blocks)
}

// neighbours is what the blocks around say about block i's being a heading.
func (s *structurer) neighbours(i int) (score float64) {
	if i+1 == len(s.blocks) {
		return -4 // a heading over nothing
	}
	next := s.t.textOf(s.blocks[i+1].rows)
	switch openingOf(next) {
	case startsLower:
		score -= 4
	case startsOther:
		score -= 0.5
	}
	if i > 0 {
		prev := s.blocks[i-1].rows
		own := s.blocks[i].rows
		if endingOf(s.t.withoutMarkEnd(own[len(own)-1])) == endsOpen && len(s.blocks[i+1].rows) >= 3 && s.blocks[i+1].shape == full &&
			endingOf(s.t.withoutMarkEnd(prev[len(prev)-1])) == endsStop {
			score += standsApart
		}
		if endingOf(s.t.withoutMarkEnd(prev[len(prev)-1])) == endsComma {
			score -= 3
		}
		if s.values[i-1].value == "verse" && (s.blocks[i].shape != headline || s.values[i+1].value != "verse") {
			score -= 2 // an attribution, or a stray line
		}
	}
	if s.values[i+1].value == "verse" && s.blocks[i].shape == verse {
		score -= 1
	}
	return score
}

const (
	isDateline  = -4.0 // of a letter
	endsSection = -2.0 // between a paragraph and the next numbered heading, as the close of a letter is
)

const setOtherwise = -3.0 // a heading that is set like a quotation or verse

const setAsHeading = 2.0 // the segmentation took it for a heading

// decide turns the values into decisions.
func (s *structurer) decide() {
	for i, e := range s.values {
		if e.value == "" {
			continue
		}
		first := &s.t.Rows[s.blocks[i].rows[0]]
		last := s.blocks[i].rows[len(s.blocks[i].rows)-1]
		if _, marked := s.t.markStarts[first.Start]; e.value == "item" && !marked {
			s.t.bulletDecision(s.blocks[i].rows[0], e.sure)
		}
		s.t.Decide(Decision{Kind: Element, Span: document.Span{Start: first.Start, End: max(first.End, s.t.Rows[last].End)},
			Value: e.value, N: e.level, Confidence: clamp01(e.sure), Why: e.why})
	}
}
