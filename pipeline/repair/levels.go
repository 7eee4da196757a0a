package repair

import (
	"slices"
	"strings"
	"unicode"
)

// The levels of headings are those of their kinds: what is worded or numbered
// alike stands on one level. How the kinds stand to each other shows where they
// occur in the whole document:
//
//	Preface            1   before the first number, and so beside the chapters
//	PART ONE           1
//	I. The Cranes      2   a heading right below another one is below it
//	A Word in Private  3   between two numbers that follow each other
//	II. The Inn        2
//	PART TWO           1
//	I. The Mole        2   a number begins anew only below something else
//
// Each way to give the kinds levels has a cost, and the cheapest is taken.
// Numbers of several parts ("2.1.3.") say themselves how deep they stand.

// What it costs, in points, that the levels of kinds contradict what the text
// shows. Evidence of one sort counts mostEvidence times at the most.
const (
	deeperLevel   = 0.5 // there is another level
	stackedLevel  = 3.0 // a heading right above another one is not above it
	skipsLevel    = 2.0 // a heading is two levels below the one before
	beginsDeep    = 6.0 // the first heading is below nothing
	restartsAlone = 3.0 // a number begins anew, or a heading comes again, below nothing else
	crossesHigher = 1.5 // a number goes on past a heading above it
	crossesEqual  = 1.0 // or past one beside it
	datesBeside   = 1.5 // dates are beside numbered headings
	capitalsEqual = 1.0 // headings in capitals are beside others
	formsApart    = 1.0 // "DEFIN. I." and "AX. I." stand on two levels
	mostEvidence  = 4
	mostKinds     = 7
	mostLevels    = 4
)

// deepestLevel is that of HTML and Markdown, but for the title's.
const deepestLevel = 5

// outlined is a heading among the others.
type outlined struct {
	block   int // index in structurer.blocks
	kind    int // index in outline.kinds
	number  int // the last part of its number, 0 if it has none
	depth   int // how many parts that has, in figures
	text    string
	stacked bool // another heading stands right below
}

// headingOrder is the headings of a document, and what their order says.
type headingOrder struct {
	heads   []outlined
	kinds   []string  // in the order in which they come first
	count   []int     // headings of each
	stacked crossings // a heading stands right below another one
	next    crossings // or below its text
	anew    crossings // a number begins anew, past these kinds
	goesOn  crossings
}

// crossing is a kind of headings, and those passed on the way to one of it, as
// bits.
type crossing struct {
	kind int
	past uint16
}

// levels makes the levels of the headings agree.
func (s *structurer) levels() {
	o := s.headingOrder()
	if len(o.heads) == 0 {
		return
	}
	o.learn()
	levels, shallow := o.best(), 0
	for i := range o.heads {
		h := &o.heads[i]
		level := levels[h.kind]
		if h.depth > 0 {
			if shallow == 0 {
				shallow = h.depth
			}
			level += h.depth - shallow
		}
		s.values[h.block].level = min(max(level, 1), deepestLevel)
	}
}

// headingOrder lists the headings and their kinds.
func (s *structurer) headingOrder() *headingOrder {
	o := &headingOrder{}
	var names []string
	for i, b := range s.blocks {
		if _, given := s.t.given.element(b.rows[0]); given || s.values[i].value != "heading" {
			continue
		}
		h := outlined{block: i, text: s.t.textOf(b.rows)}
		h.stacked = i+1 < len(s.blocks) && s.values[i+1].value == "heading"
		var name string
		name, h.number, h.depth = s.t.kindOfHeading(b.rows[0], h.text)
		o.heads, names = append(o.heads, h), append(names, name)
	}
	o.joinForms(names)
	o.splitPlain(names)
	s.splitStacked(o, names)
	for i, name := range names {
		k := slices.Index(o.kinds, name)
		if k < 0 && len(o.kinds) == mostKinds {
			k = mostKinds - 1
		}
		if k < 0 {
			k = len(o.kinds)
			o.kinds, o.count = append(o.kinds, name), append(o.count, 0)
		}
		o.heads[i].kind = k
		o.count[k]++
	}
	return o
}

// The kinds of headings that have no word or form of their own.
const (
	plainKind    = "plain"
	capitalKind  = "capitals"
	upperKind    = "upper"  // plain ones that stand right above others
	insideKind   = "inside" // plain ones between two numbers that follow each other
	dateKind     = "date"   //
	arabicKind   = "arabic" //
	romanKind    = "roman"  //
	aloneKinds   = " alone" // the number is all
	fewestOfKind = 2        // headings in capitals, and others, make two kinds
)

// kindOfHeading is the kind of a heading, and its number.
func (t *Text) kindOfHeading(row int, text string) (kind string, number, depth int) {
	words := strings.Fields(text)
	form, o := ordinalOf(text)
	number = leadingNumeral(words)
	alone := ""
	if len(words) == 1 {
		alone = aloneKinds
	}
	switch {
	case headingWords[strings.ToLower(words[0])]:
		return strings.ToLower(words[0]), number, 0
	case roman(strings.TrimRight(words[0], ".:")) > 0 && number > 0:
		return romanKind + alone, number, 0
	case t.Rows[row].numbered && (o.depth == 0 || t.dated[row]):
		return dateKind, 0, 0
	case t.Rows[row].numbered && strings.HasSuffix(form, " I"):
		return form, o.values[0], 0
	case o.depth > 1:
		return arabicKind, 0, o.depth
	case number > 0:
		return arabicKind + alone, number, 1
	}
	if strings.IndexFunc(text, unicode.IsLower) < 0 {
		return capitalKind, 0, 0
	}
	return plainKind, 0, 0
}

// joinForms makes one kind of "IV" and "V. The Inn", if only one of the two has
// a first number, and one of "Psalm 15" and "Psalm 23".
func (o *headingOrder) joinForms(names []string) {
	firsts, forms, last := map[string]int{}, map[string]int{}, map[string]int{}
	for i, name := range names {
		if o.heads[i].number == 1 {
			firsts[name]++
		}
		if name == plainKind || name == capitalKind {
			if form, n := ordinalOf(o.heads[i].text); n.depth == 1 && strings.HasSuffix(form, " I") && last[form] != n.values[0] {
				last[form] = n.values[0]
				forms[form]++
			}
		}
	}
	for i, name := range names {
		if bare, alone := strings.CutSuffix(name, aloneKinds); alone && (firsts[name] == 0 || firsts[bare] == 0) {
			names[i] = bare
		}
		if form, n := ordinalOf(o.heads[i].text); n.depth == 1 && forms[form] >= fewestOfKind {
			names[i], o.heads[i].number = form, n.values[0]
		}
	}
}

// splitPlain tells the plain headings apart that stand between numbers which
// follow each other, if there are several, and those in capitals.
func (o *headingOrder) splitPlain(names []string) {
	capitals, plain, inside, last := 0, 0, 0, -1
	within := make([]bool, len(names))
	for i, name := range names {
		switch name {
		case capitalKind:
			capitals++
		case plainKind:
			plain++
		default:
			if h := &o.heads[i]; h.number > 0 && h.depth <= 1 {
				if last >= 0 && names[last] == name && h.number == o.heads[last].number+1 {
					for k := last + 1; k < i; k++ {
						if names[k] == plainKind || names[k] == capitalKind {
							within[k] = true
							inside++
						}
					}
				}
				last = i
			}
		}
	}
	for i := range names {
		if names[i] == capitalKind && (capitals < fewestOfKind || plain < fewestOfKind) {
			names[i] = plainKind
		}
	}
	if inside < fewestOfKind {
		return
	}
	for i := range names { // what comes after the last number, comes in the last chapter
		if names[i] == plainKind && (within[i] || i > last) {
			names[i] = insideKind
		}
	}
}

// splitStacked tells plain headings that stand above others from those others,
// where nothing but their order does:
//
//	Robert Browning       1
//	Andrea del Sarto      2
//	Ah, but a man’s reach ...
//	The Lost Leader       2
//
// Those that stand right above another one are above it. Of the rest, those
// before the first of them have nothing that they could be below; a name is
// above, if that is what the others are; and a heading that begins a page
// after a page that is not full is a chapter.
func (s *structurer) splitStacked(o *headingOrder, names []string) {
	plain := func(i int) bool { return i >= 0 && i < len(names) && names[i] == plainKind }
	above, below := 0, 0
	var namesAbove, namesBelow int
	first := len(names)
	for i := range names {
		switch {
		case !plain(i):
		case o.heads[i].stacked && plain(i+1):
			above, first = above+1, min(first, i)
			namesAbove += s.named(&o.heads[i])
		case plain(i-1) && o.heads[i-1].stacked:
			below++
			namesBelow += s.named(&o.heads[i])
		}
	}
	opens, proven := s.chapterPages(o, names)
	if above == 0 && !proven {
		return
	}
	byName := above >= fewestNamed && namesAbove*10 >= above*9 && namesBelow*2 <= below
	upper := make([]bool, len(names))
	for i := range names {
		switch {
		case !plain(i):
		case plain(i-1) && o.heads[i-1].stacked:
		case o.heads[i].stacked && plain(i+1), above > 0 && i < first, byName && s.named(&o.heads[i]) > 0,
			opens[i] == opensAfterRoom || opens[i] == opensPageAnyhow && proven && !byName:
			upper[i] = true
		}
	}
	for i := range names {
		if upper[i] {
			names[i] = upperKind
		}
	}
}

const fewestNamed = 3

// named is 1 if a heading can be a person's name.
func (s *structurer) named(h *outlined) int {
	if namesOnly(strings.Fields(h.text)) {
		return 1
	}
	return 0
}

// How a heading may stand at the beginning of a page.
const (
	opensNoPage     = iota
	opensPageAnyhow // which it may do by chance
	opensAfterRoom  // though there was room on the page before
)

// chapterPages says of the plain headings which begin a page. That proves
// something if several do though the page before has room, and others do not.
func (s *structurer) chapterPages(o *headingOrder, names []string) (opens []int, proven bool) {
	opens = make([]int, len(names))
	others, roomy := 0, 0
	for i := range names {
		if names[i] != plainKind {
			continue
		}
		row := s.blocks[o.heads[i].block].rows[0]
		switch page := s.t.Rows[row].Page; {
		case !s.t.firstOnPage(row):
			others++
		case i == 0 || page == 0 || float64(s.rowsOn(page-1)) >= shortPage*float64(s.usualRows()): // the first comes behind a title page
			opens[i] = opensPageAnyhow
		default:
			opens[i] = opensAfterRoom
			roomy++
		}
	}
	if roomy < fewestOfKind || others == 0 {
		return make([]int, len(names)), false
	}
	return opens, true
}

const shortPage = 0.6 // of the rows of the page in the middle

// rowsOn is how many rows a page has.
func (s *structurer) rowsOn(page int) int {
	end := len(s.t.Rows)
	if page+1 < len(s.t.Pages) {
		end = s.t.Pages[page+1].First
	}
	return end - s.t.Pages[page].First
}

// usualRows is how many rows the page in the middle has.
func (s *structurer) usualRows() int {
	if s.pageRows == 0 {
		rows := make([]int, len(s.t.Pages))
		for p := range rows {
			rows[p] = s.rowsOn(p)
		}
		slices.Sort(rows)
		s.pageRows = rows[len(rows)/2]
	}
	return s.pageRows
}
