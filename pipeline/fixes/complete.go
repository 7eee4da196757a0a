package fixes

import (
	"strings"
	"unicode"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/source"
)

// Complete anchors a fix of which only the line is known, as somebody says it
// at a shell: it quotes as much of the line as the kind needs. Text, Part,
// Until and Column are kept if they are given. The fix is checked, and placed
// by itself.
func Complete(src *source.Source, f Fix) (Fix, error) {
	if f.Text == "" && f.Line > 0 {
		span, err := f.inLine(src)
		if err != nil {
			return f, err
		}
		anchor := Anchor(src, span)
		f.Text = anchor.Text
		if f.Part == "" && f.Kind != Note { // where a note ends is no part of it
			f.Part = anchor.Part
		}
		if f.Column == 0 {
			f.Column = anchor.Column
		}
		f = f.withoutPart(src)
	}
	if err := f.Check(); err != nil {
		return f, err
	}
	_, err := Place(src, []Fix{f})
	return f, err
}

// withoutPart leaves out a Part that would be found out anyway.
func (f Fix) withoutPart(src *source.Source) Fix {
	if f.Kind != Hyphen && f.Kind != Marker {
		return f
	}
	with, err := Place(src, []Fix{f})
	if err != nil {
		return f
	}
	bare := f
	bare.Part = ""
	if without, err := Place(src, []Fix{bare}); err == nil && with[0].At == without[0].At {
		return bare
	}
	return f
}

// inLine is what f is about in its line.
func (f Fix) inLine(src *source.Source) (at document.Span, err error) {
	line, ok := lineOf(src, f.Line)
	if !ok {
		return at, f.Wrong("there is no line %d with words in %s: it has %d lines", f.Line, src.Name, lastLine(src))
	}
	text := src.Text[line.Start:line.End]
	switch part := f.Part; {
	case part != "":
		return f.only(src, line, part)
	case f.Kind == Marker && f.Value != "no":
		return f.only(src, line, f.Value)
	case f.Kind == Hyphen:
		at, ok := hyphenIn(src.Text, line)
		if !ok {
			return at, f.Wrong("line %d has no hyphen at its end: %s", f.Line, shown(text))
		}
		return at, nil
	case f.Kind == Furniture, f.Kind.endsWithLine() && f.Value != "no":
		return line, nil
	case f.Kind == Note && f.Value == "end":
		n := strings.LastIndexFunc(text, unicode.IsSpace) + 1
		return document.Span{Start: line.Start + n, End: line.End}, nil
	case f.Kind == Erratum, f.Kind == Marker:
		return at, f.Wrong("say with --part what of the line it is about: %s", shown(text))
	}
	return document.Span{Start: line.Start, End: line.Start}, nil
}

func (k Kind) endsWithLine() bool {
	return k == Heading || k == Title || k == Subtitle || k == Byline || k == SceneBreak
}

// only finds the one place of part in a line.
func (f Fix) only(src *source.Source, line document.Span, part string) (document.Span, error) {
	found := occurrences(src.Text[:line.End], part, line.Start, mostPlaces)
	if f.Column > 0 {
		for _, s := range found {
			if src.Place(s.Start).Column == f.Column {
				return s, nil
			}
		}
	}
	if len(found) != 1 {
		return line, f.Wrong("%s stands %s in line %d: %s", shown(part), times(len(found)), f.Line, shown(src.Text[line.Start:line.End]))
	}
	return found[0], nil
}

func times(n int) string {
	switch n {
	case 0:
		return "nowhere"
	case 2:
		return "twice"
	}
	return itoa(n) + " times"
}

// lineOf finds a line by its number, without the white space around it; it is
// not ok if nothing else is in it.
func lineOf(src *source.Source, number int) (span document.Span, ok bool) {
	for i := range src.Lines {
		if l := &src.Lines[i]; int(l.Number) == number {
			text := src.Text[l.Start:l.End]
			trimmed := strings.TrimLeftFunc(text, unicode.IsSpace)
			start := l.End - len(trimmed)
			if trimmed = strings.TrimRightFunc(trimmed, unicode.IsSpace); trimmed != "" {
				return document.Span{Start: start, End: start + len(trimmed)}, true
			}
		}
	}
	return span, false
}

func lastLine(src *source.Source) int {
	if len(src.Lines) == 0 {
		return 0
	}
	return int(src.Lines[len(src.Lines)-1].Number)
}

// Renew writes down where the fixes of a file stand now: the lines, the
// columns of those that have one, and the quotations as they read now. It
// reports how many have moved.
func (f *File) Renew(src *source.Source) (moved int, err error) {
	placed, err := Place(src, f.fixes)
	if err != nil {
		return 0, err
	}
	for i := range placed {
		fix, at := f.fixes[i], src.Place(placed[i].Quote.Start)
		fix.Line = at.Line
		if fix.Column > 0 {
			fix.Column = at.Column
		}
		if now := squeeze(src.Text[placed[i].Quote.Start:placed[i].Quote.End]); now != squeeze(fix.Text) {
			fix.Text = now
		}
		if !fix.Same(f.fixes[i]) {
			moved++
			if err := f.Set(i, fix); err != nil {
				return moved, err
			}
		}
	}
	return moved, nil
}
