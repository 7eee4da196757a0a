package pdf

import (
	"net/url"
	"strings"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/engine"
	"github.com/refolio/refolio/formats/pdf/measure"
	"github.com/refolio/refolio/formats/pdf/typeset"
	"github.com/refolio/refolio/pipeline/document"
)

// inliner turns the inlines of one leaf into spans.
type inliner struct {
	*compositor
	spans []typeset.Span
}

// spans returns the spans of a leaf. Its line breaks part them: there is one
// list of spans for each line.
func (c *compositor) spans(content []document.Inline, font typeset.Font, e *engine.Element) [][]typeset.Span {
	in := inliner{compositor: c}
	var lines [][]typeset.Span
	in.add(content, font, e, nil, func() {
		lines = append(lines, in.spans)
		in.spans = nil
	})
	return append(lines, in.spans)
}

// joined returns the spans of a leaf whose line breaks are spaces.
func (c *compositor) joined(content []document.Inline, font typeset.Font, e *engine.Element) []typeset.Span {
	in := inliner{compositor: c}
	in.add(content, font, e, nil, func() {
		in.spans = append(in.spans, typeset.Span{Text: " ", Font: font, Element: e})
	})
	return in.spans
}

func (in *inliner) add(content []document.Inline, font typeset.Font, e *engine.Element, target *typeset.Target, newLine func()) {
	for i := range content {
		inline := &content[i]
		switch inline.Kind {
		case document.Text:
			in.text(inline.Text, font, e, target)
		case document.Emphasis:
			f := font
			f.Style ^= fonts.Italic
			in.add(inline.Content, f, e, target, newLine)
		case document.Strong:
			f := font
			f.Style |= fonts.Bold
			in.add(inline.Content, f, e, target, newLine)
		case document.Link:
			in.link(inline, font, e, target, newLine)
		case document.NoteRef:
			in.noteRef(inline, font, e)
		case document.PageBreak:
			in.begins = inline.Text
		case document.LineBreak:
			newLine()
		}
	}
}

func (in *inliner) text(s string, font typeset.Font, e *engine.Element, target *typeset.Target) {
	in.backwards += backwards(s)
	in.spans = append(in.spans, typeset.Span{Text: s, Font: font, Element: e, Target: target, Page: in.begins})
	in.begins = ""
}

// backwards counts the letters of s that are written from right to left.
func backwards(s string) (n int) {
	const lead = 0xD6 // no byte before U+0580 is as high in UTF-8
	for i := range len(s) {
		if s[i] < lead {
			continue
		}
		for _, r := range s[i:] {
			if rightToLeft(r) {
				n++
			}
		}
		break
	}
	return n
}

// rightToLeft reports whether r is a letter of Hebrew, Arabic or another script
// that is written from right to left.
func rightToLeft(r rune) bool {
	return r >= 0x0590 && (r <= 0x08FF || r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFC)
}

func (in *inliner) link(inline *document.Inline, font typeset.Font, e *engine.Element, target *typeset.Target, newLine func()) {
	if uri := safeURL(inline.Target); uri != "" && target == nil {
		e = engine.NewElement(e, "Link")
		target = &typeset.Target{URL: uri, Says: document.PlainText(inline.Content)}
		font.Colour = in.colour
		if in.options.GreyLinks {
			font.Colour = engine.Grey(40)
		}
	}
	in.add(inline.Content, font, e, target, newLine)
}

// safeURL returns a link's target as an ASCII URI, or "" if it is none of the
// kinds that are safe to follow: a document must not make its readers' programs
// run anything.
func safeURL(target string) string {
	u, err := url.Parse(strings.TrimSpace(target))
	if err != nil {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	case "mailto":
	case "doi":
		u = &url.URL{Scheme: "https", Host: "doi.org", Path: "/" + u.Opaque + u.Path}
	default:
		return ""
	}
	return u.String()
}

// noteRef adds a reference mark. The first one to a note brings the note to
// the foot of its page.
func (in *inliner) noteRef(mark *document.Inline, font typeset.Font, e *engine.Element) {
	n, ok := in.notes[mark.Target]
	if !ok {
		if label := strings.TrimSpace(mark.Text); label != "" { // the note is lost
			in.text(label, markFont(label, font), e, nil)
		}
		return
	}
	note := &in.noteList[n-1]
	if i := len(in.spans) - 1; i >= 0 && in.spans[i].Target != nil && in.spans[i].Target.URL == "" {
		// Two marks in a row would read as one number.
		in.spans = append(in.spans, typeset.Span{Text: ",", Font: in.spans[i].Font, Element: e, Whole: true})
	}
	reference := engine.NewElement(e, "Reference")
	span := typeset.Span{
		Text:    note.label,
		Font:    markFont(note.label, font),
		Element: engine.NewElement(reference, "Link"),
		Target:  &typeset.Target{Dest: note.dest, Says: in.words.note + " " + note.label},
		Whole:   true,
		Tied:    true,
	}
	if note.first == nil {
		note.first = mark
	}
	if note.first == mark && !note.placed {
		note.placed = true
		span.Target.Here, span.Target.Back = note.reference, true
		switch {
		case in.options.Endnotes:
		case in.inNote:
			note.nested = true
			in.pending = append(in.pending, note)
		default:
			span.Note = n
		}
	}
	in.spans = append(in.spans, span)
}

// markFont returns the font of a reference mark: superior figures and letters.
// Signs such as the asterisk stand high by themselves.
func markFont(label string, font typeset.Font) typeset.Font {
	font.Style &^= fonts.Bold
	if strings.ContainsAny(label, "*†‡§¶‖#") {
		return font
	}
	font.Rise += font.Size * 35 / 100
	font.Size = font.Size * 64 / 100
	font.Style = fonts.Regular
	return font
}

// textFont returns the face of the text at a size.
func (d *design) textFont(size measure.Unit, style fonts.Style) typeset.Font {
	return typeset.Font{Family: d.text, Size: size, Style: style}
}
