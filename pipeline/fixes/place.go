package fixes

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/source"
)

// Placed is a fix whose place in the source is known.
type Placed struct {
	Fix
	Quote document.Span // of Text: bytes of the decoded source
	At    document.Span // of Part, or what the kind takes for it; Quote if that is all of it
	Until int           // behind the last byte that the fix is about; 0 if the fix does not say
	Moved bool          // Text stands in another line, or with other spaces and hyphens
}

// mostPlaces is how many places of a quotation are looked for.
const mostPlaces = 2000

// Place finds the places of fixes in a source.
//
// A quotation that stands in one place only is there, whatever its line; if it
// stands nowhere, its letters do for it, for another extractor breaks words and
// sets spaces elsewhere. Of
// several places the one counts that lies in the fix's line, moved by as much
// as the nearest fixes before and behind have moved whose places are beyond
// doubt. A fix without a place, or with more than one, is an error, and so are
// two that are about the same bytes; all errors are returned at once, as
// [byhand.Errors], in the order of the fixes.
func Place(src *source.Source, list []Fix) ([]Placed, error) {
	if len(list) == 0 {
		return nil, nil
	}
	p := placer{src: src, list: list, found: make([][]document.Span, len(list)), at: make([]int, len(list))}
	for i := range list {
		p.found[i] = p.find(list[i].Text, 0, mostPlaces)
		p.at[i] = -1
		if len(p.found[i]) == 1 {
			p.at[i] = 0
		}
	}
	for i := range list {
		if p.at[i] < 0 && len(p.found[i]) > 0 {
			p.choose(i)
		}
	}
	placed := make([]Placed, 0, len(list))
	for i := range list {
		if one, err := p.place(i); err != nil {
			p.errs = append(p.errs, err)
		} else {
			placed = append(placed, one)
		}
	}
	if len(p.errs) == 0 {
		p.overlaps(placed)
	}
	if len(p.errs) > 0 {
		return nil, p.errs
	}
	return placed, nil
}

type placer struct {
	src   *source.Source
	list  []Fix
	found [][]document.Span // the places of each quotation
	at    []int             // the one that counts, -1 if none is beyond doubt
	errs  byhand.Errors

	letters *letters // of the source; made when they are needed
}

// find finds a quotation from a byte of the source on.
func (p *placer) find(quotation string, from, most int) []document.Span {
	if found := occurrences(p.src.Text, quotation, from, most); len(found) > 0 {
		return found
	}
	if p.letters == nil {
		l := lettersOf(p.src.Text)
		p.letters = &l
	}
	return p.letters.occurrences(p.src.Text, quotation, from, most)
}

func (p *placer) lineOf(i, k int) int { return p.src.Place(p.found[i][k].Start).Line }

// choose chooses among the places of a quotation.
func (p *placer) choose(i int) {
	f, only := &p.list[i], -1
	shifts := p.shifts(i)
	for k, span := range p.found[i] {
		place := p.src.Place(span.Start)
		if !slices.Contains(shifts, place.Line-f.Line) || f.Column > 0 && place.Column != f.Column {
			continue
		}
		if only >= 0 {
			return
		}
		only = k
	}
	p.at[i] = only
}

// shifts lists by how many lines a fix may have moved: as the nearest ones
// around it with a single place.
func (p *placer) shifts(i int) []int {
	before, behind := -1, -1
	for j := range p.list {
		switch {
		case len(p.found[j]) != 1:
		case p.list[j].Line <= p.list[i].Line && (before < 0 || p.list[j].Line > p.list[before].Line):
			before = j
		case p.list[j].Line > p.list[i].Line && (behind < 0 || p.list[j].Line < p.list[behind].Line):
			behind = j
		}
	}
	var shifts []int
	for _, j := range []int{before, behind} {
		if j >= 0 {
			shifts = append(shifts, p.lineOf(j, 0)-p.list[j].Line)
		}
	}
	if len(shifts) == 0 {
		return []int{0}
	}
	return shifts
}

// place makes a Placed of fix i.
func (p *placer) place(i int) (Placed, *byhand.Error) {
	f, text := p.list[i], p.src.Text
	switch {
	case len(p.found[i]) == 0:
		return Placed{}, f.Wrong("%s stands nowhere in %s%s", shown(f.Text), p.src.Name, p.candidates(&f))
	case p.at[i] < 0:
		return Placed{}, f.Wrong("%s stands in %s, and line %d does not tell which is meant: quote more of it%s",
			shown(f.Text), p.enumeratePlaces(p.found[i]), f.Line, addColumn(f))
	}
	one := Placed{Fix: f, Quote: p.found[i][p.at[i]]}
	one.At, one.Moved = one.Quote, p.lineOf(i, p.at[i]) != f.Line || squeeze(text[one.Quote.Start:one.Quote.End]) != squeeze(f.Text)
	if f.Part != "" {
		within := occurrences(text[:one.Quote.End], f.Part, one.Quote.Start, 2)
		switch len(within) {
		case 0:
			return one, f.Wrong("%s is no part of %s", shown(f.Part), shown(f.Text))
		case 2:
			if within[0].Start == one.Quote.Start {
				break // the part with which the quotation begins
			}
			return one, f.Wrong("%s stands in %s twice: quote less, or begin with it", shown(f.Part), shown(f.Text))
		}
		one.At = within[0]
	} else if err := one.findPart(text); err != nil {
		return one, err
	}
	if (f.Kind == Item || f.Kind == Note) && f.Part != "" && (one.At.Start != one.Quote.Start || one.At == one.Quote) {
		return one, f.Wrong("the part is the bullet or the label: %s must begin with it, and go on behind it", shown(f.Text))
	}
	if one.At.Len() > 0 && (one.changes() || f.Kind == Item && f.Part != "") && f.Kind != Erratum && f.Kind != Furniture && p.src.LineAt(one.At.Start) != p.src.LineAt(one.At.End-1) {
		return one, f.Wrong("%s goes over a line's end, which no %s does: say part: with what stands for it", shown(text[one.At.Start:one.At.End]), f.Kind)
	}
	if f.Until != "" {
		ends := p.find(f.Until, one.Quote.Start, 1)
		if len(ends) == 0 {
			return one, f.Wrong("until: %s does not stand behind %s%s", shown(f.Until), shown(f.Text), p.candidates(&Fix{Line: f.Line, Text: f.Until}))
		}
		one.Until = max(ends[0].End, one.Quote.End)
	}
	return one, nil
}

func addColumn(f Fix) string {
	if f.Column == 0 {
		return ", or add its column"
	}
	return ""
}

// overlaps reports fixes that are about the same bytes.
func (p *placer) overlaps(placed []Placed) {
	for i := range placed {
		for j := range i {
			a, b := &placed[j], &placed[i]
			if !clash(a, b) {
				continue
			}
			at := p.src.Place(b.At.Start)
			if a.place.file == "" || a.place.file != b.place.file {
				p.errs = append(p.errs, b.Wrong("%s: %s is decided a second time in line %d: keep one", b.Kind, shown(b.Text), at.Line))
			} else {
				p.errs = append(p.errs, b.Wrong("%s: %s is decided a second time, after line %d: keep one", b.Kind, shown(b.Text), a.place.line))
			}
			break
		}
	}
}

// clash reports whether two fixes can't both hold.
func clash(a, b *Placed) bool {
	if a.changes() && b.changes() && a.At.Start < b.At.End && b.At.Start < a.At.End {
		return true
	}
	return a.Kind.family() == b.Kind.family() && a.Quote.Start == b.Quote.Start &&
		(a.Kind.family() == "lines" || a.Kind.IsElement() && a.Value != "no" && b.Value != "no" || a.Kind == Page || a.Kind == Note && a.Value != "end" && b.Value != "end")
}

// changes reports whether a fix is about what becomes of the letters in At.
func (p *Placed) changes() bool {
	switch p.Kind {
	case Erratum, Marker, Hyphen, Furniture:
		return true
	}
	return p.Kind == Note && p.Value != "no" && p.Value != "end" && p.At != p.Quote
}

// occurrences finds quotation in text from a byte on; white space stands for
// any white space.
func occurrences(text, quotation string, from, most int) (found []document.Span) {
	words := strings.Fields(quotation)
	if len(words) == 0 {
		return nil
	}
	for at := from; at < len(text) && len(found) < most; {
		n := strings.Index(text[at:], words[0])
		if n < 0 {
			break
		}
		at += n
		if end := goesOn(text, at+len(words[0]), words[1:]); end > 0 {
			found = append(found, document.Span{Start: at, End: end})
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at += max(size, 1)
	}
	return found
}

// goesOn returns where the words end, if they follow at a byte of text; else 0.
func goesOn(text string, at int, words []string) int {
	for _, w := range words {
		rest := strings.TrimLeftFunc(text[at:], unicode.IsSpace)
		if len(rest) == len(text)-at || !strings.HasPrefix(rest, w) {
			return 0
		}
		at = len(text) - len(rest) + len(w)
	}
	return at
}

// enumeratePlaces names the places of a quotation.
func (p *placer) enumeratePlaces(spans []document.Span) string {
	const most = 6
	var names []string
	for _, s := range spans[:min(len(spans), most)] {
		names = append(names, placeName(p.src.Place(s.Start)))
	}
	if len(spans) > most {
		names[most-1] = "elsewhere"
	}
	return "lines " + byhand.Enumerate(names, "and")
}

func placeName(at source.Place) string { return itoa(at.Line) + ":" + itoa(at.Column) }

const (
	mostCandidates = 3
	leastAlike     = 0.4  // of the quotation's letters, three in a row, stand in a line that is like it
	farOff         = 5000 // lines that count against a candidate as much as all its letters
)

// candidates names the lines that are most like what a fix quotes, the nearest
// first.
func (p *placer) candidates(f *Fix) string {
	type candidate struct {
		line  int // index
		score float64
	}
	wanted := threes(squeeze(f.Text))
	var best []candidate
	for i := range p.src.Lines {
		l := &p.src.Lines[i]
		end := l.End
		if i+1 < len(p.src.Lines) {
			end = min(p.src.Lines[i+1].End, l.End+len(f.Text))
		}
		have := threes(squeeze(p.src.Text[l.Start:end]))
		common := 0
		for three := range wanted {
			if have[three] {
				common++
			}
		}
		alike := float64(common) / float64(max(1, len(wanted)))
		if alike >= leastAlike {
			distance := float64(max(int(l.Number)-f.Line, f.Line-int(l.Number)))
			best = append(best, candidate{i, alike - min(1, distance/farOff)/2})
		}
	}
	slices.SortStableFunc(best, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	var names []string
	for _, c := range best {
		l := &p.src.Lines[c.line]
		if s := p.src.Text[l.Start:l.End]; len(names) < mostCandidates && strings.TrimSpace(s) != "" {
			names = append(names, "line "+itoa(int(l.Number))+": "+shown(s))
		}
	}
	if len(names) == 0 {
		return "; nothing there is like it"
	}
	return "; the nearest are " + strings.Join(names, ", ")
}

// threes is the set of all three letters in a row.
func threes(s string) map[string]bool {
	set := map[string]bool{}
	runes := []rune(strings.ToLower(s))
	if len(runes) < 3 {
		set[string(runes)] = true
	}
	for i := 0; i+3 <= len(runes); i++ {
		set[string(runes[i:i+3])] = true
	}
	return set
}
