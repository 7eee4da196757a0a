package repair

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// titlePage finds title, subtitle and author among the short blocks with
// which a text begins. Running heads repeat the title, and sometimes the
// author; a name is a few words with capitals, and a title is seldom one.
func (s *structurer) titlePage() {
	n := 0
	for n < len(s.blocks) && n < mostTitleBlocks && s.canBeTitle(n) {
		n++
	}
	if n == len(s.blocks) && n > 0 {
		n-- // something must be left to be read
	}
	if n == 0 {
		return
	}
	texts := make([]string, n)
	for i := range texts {
		texts[i] = s.t.textOf(s.blocks[i].rows)
	}
	author := s.authorAmong(texts)
	if author < 0 {
		author = s.lastBeforeNumber(texts)
	}
	title := 0
	if author == 0 && n > 1 {
		title = 1
	}
	s.values[title] = element{"title", 0, 0.85, "the first words of the text, set apart from it"}
	if author >= 0 {
		s.values[author] = element{"byline", 0, 0.8, "a name beside the title"}
	}
	if sub := title + 1; sub < n && sub != author && s.isSubtitle(sub, texts) {
		s.values[sub] = element{"subtitle", 0, 0.6, "stands under the title"}
	}
	if last := n - 1; author > title && author == last-1 && s.values[last].value == "" && last+1 < len(s.blocks) && len(s.blocks[last+1].rows) > 1 {
		s.values[last] = element{"heading", 1, 0.6, "stands alone between the author and the text"}
	}
}

// lastBeforeNumber is the index of the last text before the first numbered
// heading, or -1: title pages seldom have a subtitle and no author, whose name
// need not look like one.
//
//	Handbook of Harbour Masters
//	The Mora Pilots' Guild
//	1. Welcome
func (s *structurer) lastBeforeNumber(texts []string) int {
	for i, text := range texts {
		if leadingNumeral(strings.Fields(text)) == 0 && !s.t.Rows[s.blocks[i].rows[0]].numbered {
			continue
		}
		if words := len(strings.Fields(texts[max(i-1, 0)])); i > 1 && words <= longestByline && !s.heads[fold(texts[i-1])] {
			return i - 1
		}
		break
	}
	return -1
}

const longestByline = 6 // words, where they do not look like a name

const mostTitleBlocks = 5

func (s *structurer) canBeTitle(i int) bool {
	b := s.blocks[i]
	if len(b.rows) > headingRows || b.shape == verse && len(b.rows) > 2 {
		return false
	}
	text := s.t.textOf(b.rows)
	words := len(strings.Fields(text))
	end := endingOf(s.t.withoutMarkEnd(b.rows[len(b.rows)-1]))
	if words == 0 || words > 30 || openingOf(text) == startsLower || end == endsComma && i > 0 || bulletOf(text) > 0 {
		return false
	}
	if e := s.values[i].value; e != "" && e != "heading" && e != "quote" && e != "verse" {
		return false
	}
	return words <= 14 && (end != endsStop || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "!") || i == 0) || s.values[i].value == "heading"
}

// authorAmong is the index of the text that is a name, or -1.
func (s *structurer) authorAmong(texts []string) int {
	for i, text := range texts {
		words := strings.Fields(text)
		if len(words) > 1 && bylineWords[strings.ToLower(words[0])] && namelike(words[1:]) {
			return i
		}
	}
	for _, i := range []int{1, 2, 0} {
		if i >= len(texts) || !namesOnly(strings.Fields(texts[i])) {
			continue
		}
		if i == 0 && (len(texts) == 1 || s.titleComesFirst(texts)) {
			continue
		}
		if i == 2 && (s.values[1].value == "heading" && leadingNumeral(strings.Fields(texts[1])) > 0) {
			continue
		}
		return i
	}
	return -1
}

// titleComesFirst reports whether the first of two texts is the title though
// it could be a name: the running heads have it, or the second can't be one.
func (s *structurer) titleComesFirst(texts []string) bool {
	second := strings.Fields(texts[1])
	switch {
	case s.heads[fold(texts[0])] != s.heads[fold(texts[1])]:
		return s.heads[fold(texts[0])]
	case namesOnly(second) || leadingNumeral(second) > 0 || keyworded(texts[1]):
		return true
	}
	_, o := ordinalOf(texts[1])
	return o.depth > 0
}

// namesOnly reports whether words can be the names of one or more persons.
func namesOnly(words []string) bool {
	from := 0
	for i, w := range words {
		if nameJoints[strings.ToLower(w)] {
			if !namelike(words[from:i]) {
				return namelike(words)
			}
			from = i + 1
		}
	}
	return namelike(words[from:])
}

// nameJoints stand between two names.
var nameJoints = map[string]bool{
	"and": true, "und": true, "et": true, "y": true, "e": true, "i": true, "en": true, "og": true, "och": true, "és": true, "ja": true, "ve": true, "şi": true, "și": true, "и": true, "&": true, "a": true,
}

var bylineWords = map[string]bool{"by": true, "von": true, "par": true, "por": true, "di": true, "door": true, "av": true, "af": true}

// particles stand in names and begin with a small letter.
var particles = map[string]bool{
	"de": true, "du": true, "des": true, "von": true, "van": true, "der": true, "den": true, "zu": true, "la": true, "le": true, "da": true, "dos": true,
	"di": true, "del": true, "della": true, "y": true, "af": true, "av": true, "ten": true, "ter": true, "und": true, "and": true, "et": true, "bin": true, "ibn": true, "al": true,
}

// namelike reports whether words can be a person's name: two to six words
// with capitals, initials and particles, and none that only titles have.
func namelike(words []string) bool {
	if len(words) < 2 || len(words) > 6 {
		return false
	}
	capitals := 0
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		bare := strings.Trim(w, ",.")
		switch {
		case strings.ContainsFunc(w, func(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune(":;!?()“”»«/", r) }):
			return false
		case initial(w):
			capitals++
		case functionWords[strings.ToLower(bare)] && !particles[strings.ToLower(bare)]:
			return false
		case headingWords[strings.ToLower(bare)]:
			return false
		case particles[bare]:
		case !unicode.IsUpper(r):
			return false
		default:
			capitals++
		}
	}
	return capitals >= 2
}

// isSubtitle reports whether block i, under the title, belongs to it and does
// not head the text that follows.
func (s *structurer) isSubtitle(i int, texts []string) bool {
	words := strings.Fields(texts[i])
	if leadingNumeral(words) > 0 || headingWords[strings.ToLower(words[0])] || s.heads[fold(texts[i])] {
		return false
	}
	return i+1 < len(texts) || s.t.Rows[s.blocks[i].rows[0]].Page == s.t.Rows[s.blocks[0].rows[0]].Page && len(texts) > 2
}

func exp(x float64) float64 { return math.Exp(x) }

// splitTitle cuts the blocks with which a text begins into their rows, as
// long as each is far too short for its measure: the lines of a title page
// are no paragraph, even if no empty line stands between them.
func (t *Text) splitTitle(blocks []block, h *shapedHabits) []block {
	var out []block
	for i, b := range blocks {
		if i == 0 && b.shape == verse && len(b.rows) > 3 && namelike(strings.Fields(t.String(b.rows[1]))) {
			// Title and author, and then the first lines.
			for k := range 2 {
				out = append(out, block{rows: b.rows[k : k+1], shape: full, note: b.note, sure: 0.6})
			}
			b.rows = b.rows[2:]
			return append(append(out, b), blocks[1:]...)
		}
		if len(out) >= mostTitleBlocks || b.shape == verse && len(b.rows) > 3 {
			return append(out, blocks[i:]...)
		}
		for len(b.rows) > 1 {
			bound := t.boundary(b.rows[0], b.rows[1])
			author := len(b.rows) <= 3 && namelike(strings.Fields(t.String(b.rows[1]))) && !functionWords[lastWord(t.String(b.rows[0]))] &&
				!h.heads[fold(t.textOf(b.rows[:2]))]
			if bound.joined || bound.given < 0 || h.fitOf(&bound, h.measure, 0) > 1 && !author || bound.start == startsLower || bound.end == endsComma {
				break
			}
			out = append(out, block{rows: b.rows[:1], shape: full, note: b.note, sure: 0.7})
			b.rows = b.rows[1:]
		}
		out = append(out, b)
		if len(b.rows) > 2 {
			return append(out, blocks[i+1:]...)
		}
	}
	return out
}
