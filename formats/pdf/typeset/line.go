package typeset

import (
	"strings"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/measure"
)

// Line is a line of text.
type Line struct {
	Runs  []Run
	Notes []int // the notes that it refers to, counted from 1
	// Broken says that the line ends within a word.
	Broken bool
}

// Run is a part of a line in one face.
type Run struct {
	Span  *Span
	Face  *fonts.Face
	S     string       // only letters that Face has
	X     measure.Unit // from the left edge of the measure
	Width measure.Unit // without the space at the end of a line
	Extra measure.Unit // added to each of its spaces
	// Stretch is what is added to the width of its letters, in ten-thousandths
	// of it.
	Stretch measure.Unit
	First   bool // the run begins its span
}

// assemble makes the lines that end at the given items.
func (s *Setter) assemble(br *breaker, ends []int32, shape Shape) []Line {
	lines := make([]Line, 0, len(ends))
	start := int32(0)
	for i, end := range ends {
		l := s.line(br.items, start, end, shape.GoesOn)
		left := max(shape.Indent, 0)
		if i > 0 {
			left = -min(shape.Indent, 0)
		}
		if i < shape.Notch.Lines {
			left += shape.Notch.Width
		}
		l.place(left-br.leadOf(start), shape, br.hangAt(start, end), s.Expand, i == len(ends)-1)
		lines = append(lines, l)
		start = br.after(end)
	}
	return lines
}

// line gathers the runs of the items from start up to end. Neighbours in one
// piece become one run.
func (s *Setter) line(items []item, start, end int32, goesOn bool) Line {
	var l Line
	first := s.roomForRuns()
	for i := start; i < end; {
		if items[i].kind == penalty {
			i++
			continue
		}
		index, from, to := items[i].piece, items[i].start, items[i].end
		for i++; i < end && (items[i].kind == penalty || items[i].piece == index); i++ {
			if items[i].kind != penalty {
				to = items[i].end
			}
		}
		p := &s.parts[index]
		tail := ""
		switch {
		case i == end && int(end) < len(items):
			tail = p.lineEnd(&items[end])
		case i == end && goesOn:
			tail = " "
		}
		r := Run{Span: p.span, Face: p.face, S: p.text[from:to], First: p.start && from == 0}
		r.Width = p.width(int(from), int(to))
		if tail == " " && strings.HasPrefix(p.text[to:], " ") {
			r.S = p.text[from : to+1]
		} else {
			r.S += tail
			if tail != " " {
				r.Width += r.Span.Font.width(r.Face, tail)
			}
		}
		if r.First && p.span.Note > 0 {
			l.Notes = append(l.Notes, p.span.Note)
		}
		s.runs = append(s.runs, r)
	}
	l.Runs = s.runs[first:len(s.runs):len(s.runs)]
	l.Broken = int(end) < len(items) && items[end].flagged
	return l
}

// roomForRuns returns where the runs of a new line begin in s.runs. What
// stands there already belongs to other lines.
func (s *Setter) roomForRuns() int {
	const usual, together = 8, 128
	if cap(s.runs)-len(s.runs) < usual {
		s.runs = make([]Run, 0, together)
	}
	return len(s.runs)
}

// lineEnd says what is added where a line ends: a hyphen if a word is broken,
// or the space at which it ends, for programs that put the lines together
// again.
func (p *piece) lineEnd(at *item) string {
	switch {
	case at.hyphen:
		return string(hyphenOf(p))
	case at.kind == glue:
		return " "
	}
	return ""
}

// width returns the width of text in one face.
func (f *Font) width(face *fonts.Face, text string) measure.Unit {
	return measure.Unit(face.Width(text)) * f.Size / 1000
}

// place gives the runs their places: left is where the line begins, hang what
// of it may stand in the right margin, expand how far the letters may stretch
// and shrink in thousandths of their width.
func (l *Line) place(left measure.Unit, shape Shape, hang, expand measure.Unit, last bool) {
	var letters, spaces measure.Unit
	gaps := 0
	for i := range l.Runs {
		r := &l.Runs[i]
		n := measure.Unit(l.gaps(i))
		f := &r.Span.Font
		own := measure.Unit(r.Face.Advance(' ')) * f.Size / 1000
		r.Extra = f.space(r.Face) - own
		letters += r.Width - own*n
		spaces += f.space(r.Face) * n
		r.Width += r.Extra * n
		gaps += int(n)
	}
	room := shape.Measure - left - letters - spaces + hang
	switch {
	case shape.Align == Centre:
		left += room / 2
	case shape.Align == Right:
		left += room
	case shape.Align == Justify && (!last || room < 0):
		room -= l.stretch(room, letters, spaces, expand)
		if gaps > 0 {
			room /= measure.Unit(gaps)
			for i := range l.Runs {
				r := &l.Runs[i]
				r.Extra += room
				r.Width += room * measure.Unit(l.gaps(i))
			}
		}
	}
	for i := range l.Runs {
		l.Runs[i].X = left
		left += l.Runs[i].Width
	}
}

// stretch widens the letters of a line, or narrows them, so that they take
// their part of the room that is to be filled, and returns how much that is.
func (l *Line) stretch(room, letters, spaces, expand measure.Unit) measure.Unit {
	most := letters * expand / 1000
	if most <= 0 {
		return 0
	}
	flexible := most + spaces/2
	if room < 0 {
		flexible = most + spaces/3
	}
	part := min(max(room*most/flexible, -most), most) * 10_000 / letters
	var filled measure.Unit
	for i := range l.Runs {
		r := &l.Runs[i]
		own := measure.Unit(r.Face.Advance(' ')) * r.Span.Font.Size / 1000
		by := (r.Width - (own+r.Extra)*measure.Unit(l.gaps(i))) * part / 10_000
		r.Stretch = part
		r.Width += by
		filled += by
	}
	return filled
}

// gaps counts the spaces of run i that justification may change: all but the
// one at the line's end.
func (l *Line) gaps(i int) int {
	s := l.Runs[i].S
	n := strings.Count(s, " ") + strings.Count(s, "\u00A0")
	if i == len(l.Runs)-1 && strings.HasSuffix(s, " ") {
		n--
	}
	return n
}

// Width returns where the line ends, from the left edge of the measure.
func (l *Line) Width() measure.Unit {
	if n := len(l.Runs); n > 0 {
		return l.Runs[n-1].X + l.Runs[n-1].Width
	}
	return 0
}

// Shift moves the line to the right.
func (l *Line) Shift(by measure.Unit) {
	for i := range l.Runs {
		l.Runs[i].X += by
	}
}
