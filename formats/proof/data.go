package proof

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// data writes what the page is about as one JSON object. Offsets are UTF-16
// code units of the source's text, confidences per mille.
//
//	doubtful   the confidence below which a decision is
//	meta       title, subtitle, authors, language
//	source     name, encoding, text, measure (hundredths of an em), and for each line gap
//	           (from the end of the line before), len, number (by how much it exceeds that of
//	           the line before) and width (hundredths of an em)
//	rows       [index of the first line, number of the page, its printed label, part of the page]
//	kinds      [stage, kind, value] of decisions; value only if the kind has few of them
//	reasons    sentences
//	decisions  [index in kinds, start, length, confidence, index in reasons, removes, n, value], by place
//	blocks     see result.go
//	notes      {id, label, referenced, blocks}
//	findings   [severity, offset or -1, code, message, suggestion], the doubts aside
//	review     what [Review] says
func (e *encoder) data(doc *document.Document, o Options, r Review) {
	t := doc.Trace
	d := &dataset{encoder: e, trace: t, units: newUnits(t.Text)}
	e.raw(`{"doubtful":`)
	e.number(perMille(cmp.Or(o.Doubtful, usuallyDoubtful)))
	d.meta(&doc.Meta)
	d.source()
	decisions := d.decisions()
	d.rows(decisions)
	d.result(doc)
	d.findings(t.Findings)
	if r.Data != nil {
		e.raw(`,"review":`)
		e.raw(string(r.Data))
	}
	e.raw("}")
}

func perMille(share float64) int { return int(math.Round(1000 * min(max(share, 0), 1))) }

func hundredths(em float64) int { return int(math.Round(100 * em)) }

// dataset writes the parts of the data.
type dataset struct {
	*encoder
	trace *document.Trace
	units *units
	lines []document.Line
}

func (d *dataset) meta(m *document.Meta) {
	d.raw(`,"meta":{"title":`)
	d.str(m.Title)
	d.raw(`,"subtitle":`)
	d.str(m.Subtitle)
	d.raw(`,"authors":`)
	d.strs(m.Authors)
	d.raw(`,"language":`)
	d.str(m.Language)
	d.raw("}")
}

func (d *dataset) source() {
	t := d.trace
	if t.Lines != nil {
		d.lines = slices.Collect(t.Lines)
	}
	d.raw(`,"source":{"name":`)
	d.str(t.Name[strings.LastIndexAny(t.Name, `/\`)+1:]) // where it lies is nobody's business
	d.raw(`,"encoding":`)
	d.str(t.Encoding)
	d.raw(`,"measure":`)
	d.number(hundredths(t.Measure))
	d.raw(`,"text":`)
	d.str(t.Text)
	column := func(key string, of func(i int) int) {
		d.raw(`,"` + key + `":`)
		d.list(len(d.lines), func(i int) { d.number(of(i)) })
	}
	end := 0
	column("gap", func(i int) int {
		gap := d.units.at(d.lines[i].Span.Start) - end
		end = d.units.at(d.lines[i].Span.End)
		return gap
	})
	column("len", func(i int) int { return d.units.at(d.lines[i].Span.End) - d.units.at(d.lines[i].Span.Start) })
	number := 0
	column("number", func(i int) int {
		step := d.lines[i].Number - number
		number = d.lines[i].Number
		return step
	})
	column("width", func(i int) int { return hundredths(d.lines[i].Width) })
	d.raw("}")
}

// table numbers different strings in the order in which they come.
type table struct {
	index map[string]int
	all   []string
}

func (t *table) number(s string) int {
	if n, ok := t.index[s]; ok {
		return n
	}
	if t.index == nil {
		t.index = map[string]int{}
	}
	t.index[s] = len(t.all)
	t.all = append(t.all, s)
	return len(t.all) - 1
}

// named reports whether the value of decisions of a kind says what they are,
// and not what stands in the text.
func named(kind string) bool { return kind == "element" || kind == "stet" }

// decisions writes the decisions by place, and returns them so.
func (d *dataset) decisions() []document.Decision {
	var all []document.Decision
	if d.trace.Decisions != nil {
		all = slices.Collect(d.trace.Decisions)
	}
	slices.SortStableFunc(all, func(a, b document.Decision) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
	})
	var kinds, reasons table
	d.raw(`,"decisions":`)
	d.list(len(all), func(i int) {
		x := &all[i]
		kind, value := x.Stage+"\x00"+x.Kind+"\x00", x.Value
		if named(x.Kind) {
			kind, value = kind+value, ""
		}
		start := d.units.at(x.Span.Start)
		removes := 0
		if x.Removes {
			removes = 1
		}
		d.raw("[")
		for _, n := range []int{kinds.number(kind), start, d.units.at(x.Span.End) - start, perMille(x.Confidence), reasons.number(x.Why), removes} {
			d.number(n)
			d.raw(",")
		}
		d.number(x.N)
		if value != "" {
			d.raw(",")
			d.str(value)
		}
		d.raw("]")
	})
	d.raw(`,"kinds":`)
	d.list(len(kinds.all), func(i int) { d.strs(strings.Split(kinds.all[i], "\x00")) })
	d.raw(`,"reasons":`)
	d.strs(reasons.all)
	return all
}

const (
	rowLines  = 60  // what is shown at once of a text without pages
	mostLines = 140 // of a page
)

// rows cuts the source into what is shown as one: its pages, and those that
// are very long in parts.
func (d *dataset) rows(decisions []document.Decision) {
	d.raw(`,"rows":[`)
	first := true
	row := func(line, page int, label string, part int) {
		if !first {
			d.raw(",")
		}
		first = false
		d.raw("[")
		d.number(line)
		d.raw(",")
		d.number(page)
		d.raw(",")
		d.str(label)
		d.raw(",")
		d.number(part)
		d.raw("]")
	}
	pages := d.pages(decisions)
	for i, p := range pages {
		end := len(d.lines)
		if i+1 < len(pages) {
			end = pages[i+1].line
		}
		if end-p.line <= mostLines {
			row(p.line, p.number, p.label, 0)
			continue
		}
		for line, part := p.line, 1; line < end; line, part = line+rowLines, part+1 {
			row(line, p.number, p.label, part)
		}
	}
	d.raw("]")
}

// sourcePage is a page of the source.
type sourcePage struct {
	line   int // index of its first line
	number int // from 1; 0 if the text has no pages
	label  string
}

// pages lists the pages as the repair has found them. Empty lines before a page
// stay with the one before it, but for the first.
func (d *dataset) pages(decisions []document.Decision) (pages []sourcePage) {
	for i := range decisions {
		if x := &decisions[i]; x.Kind == "page" {
			line := d.lineAt(x.Span.Start)
			if n := len(pages); n > 0 && pages[n-1].line == line {
				pages[n-1].label = x.Value // a page without lines came before
				continue
			}
			pages = append(pages, sourcePage{line: line, number: len(pages) + 1, label: x.Value})
		}
	}
	switch {
	case len(d.lines) == 0:
		return nil
	case len(pages) <= 1 && d.lines[len(d.lines)-1].Page == 0: // a text without pages has one
		return []sourcePage{{}}
	case d.blankBefore(pages[0].line):
		pages[0].line = 0
	default:
		for i := range pages {
			pages[i].number++
		}
		pages = slices.Insert(pages, 0, sourcePage{number: 1})
	}
	return pages
}

func (d *dataset) blankBefore(line int) bool {
	return line == 0 || strings.TrimSpace(d.trace.Text[:d.lines[line].Span.Start]) == ""
}

// lineAt returns the index of the line that holds a byte.
func (d *dataset) lineAt(offset int) int {
	n, found := slices.BinarySearchFunc(d.lines, offset, func(l document.Line, at int) int { return cmp.Compare(l.Span.Start, at) })
	if !found {
		n--
	}
	return max(n, 0)
}

func (d *dataset) findings(all []finding.Finding) {
	all = slices.DeleteFunc(slices.Clone(all), func(f finding.Finding) bool { return strings.HasSuffix(f.Code, "/doubtful") })
	d.raw(`,"findings":`)
	d.list(len(all), func(i int) {
		f := &all[i]
		at := -1
		if f.Offset >= 0 {
			at = d.units.at(f.Offset)
		}
		d.raw("[")
		d.str(f.Severity.String())
		d.raw(",")
		d.number(at)
		for _, s := range []string{f.Code, f.Message, f.Suggest} {
			d.raw(",")
			d.str(s)
		}
		d.raw("]")
	})
}
