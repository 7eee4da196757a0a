package document

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Edit is a change that was decided on: the bytes in Span of the source stand
// as Text in the document, or nowhere if Text is empty.
type Edit struct {
	Span Span
	Text string
}

// Imbalance is the error of [Balance]: the place where the document and its
// source part ways. It is always a bug of refolio.
type Imbalance struct {
	Span Span   // bytes of the source
	What string // what is wrong
}

func (e *Imbalance) Error() string {
	return fmt.Sprintf("source bytes %d-%d: %s", e.Span.Start, e.Span.End, e.What)
}

// Balance proves that nothing was lost and nothing came from nowhere: every
// character of source that is not white space is either in exactly one text
// inline of doc, or in exactly one edit, and each text inline reads as the
// source in its Span does with the edits made. White space does not count,
// and edits that insert (an empty Span) may only insert white space.
//
// Text inlines with a zero Span are not from the source; there are none in a
// document that was repaired. The time taken is linear but for sorting.
func Balance(source string, doc *Document, edits []Edit) error {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
	})
	end := 0
	for _, e := range edits {
		if e.Span.Start < end {
			return &Imbalance{e.Span, "two decisions about the same bytes"}
		}
		end = max(end, e.Span.End)
		if e.Span.Len() == 0 && strings.TrimSpace(e.Text) != "" {
			return &Imbalance{e.Span, fmt.Sprintf("%q was made up", e.Text)}
		}
	}
	texts := collectTexts(doc)
	slices.SortFunc(texts, func(a, b *Inline) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	at := 0
	for _, t := range texts {
		switch {
		case t.Span == Span{}:
			return &Imbalance{t.Span, fmt.Sprintf("%q has no source", t.Text)}
		case t.Span.Start < at:
			return &Imbalance{t.Span, "the document has it twice"}
		}
		rest, err := skipped(source, Span{at, t.Span.Start}, edits)
		if err != nil {
			return err
		}
		if edits, err = reads(source, t, rest); err != nil {
			return err
		}
		at = t.Span.End
	}
	_, err := skipped(source, Span{at, len(source)}, edits)
	return err
}

func collectTexts(doc *Document) (texts []*Inline) {
	add := func(blocks []Block) {
		for b := range Leaves(blocks) {
			for in := range Inlines(b.Content) {
				if in.Kind == Text && strings.TrimSpace(in.Text) != "" {
					texts = append(texts, in)
				}
			}
		}
	}
	add(doc.Blocks)
	for i := range doc.Notes {
		add(doc.Notes[i].Blocks)
	}
	return texts
}

// skipped checks that the edits account for all of span, and returns those
// that come after it.
func skipped(source string, span Span, edits []Edit) ([]Edit, error) {
	at := span.Start
	for len(edits) > 0 && edits[0].Span.Start < span.End {
		e := edits[0]
		if err := blank(source, Span{at, max(at, e.Span.Start)}); err != nil {
			return nil, err
		}
		if strings.TrimSpace(e.Text) != "" {
			return nil, &Imbalance{e.Span, fmt.Sprintf("%q is not in the document", e.Text)}
		}
		if e.Span.End > span.End {
			return nil, &Imbalance{e.Span, "both in the document and left out of it"}
		}
		at = max(at, e.Span.End)
		edits = edits[1:]
	}
	return edits, blank(source, Span{at, max(at, span.End)})
}

func blank(source string, span Span) error {
	if s := strings.TrimSpace(source[span.Start:span.End]); s != "" {
		return &Imbalance{span, fmt.Sprintf("%.60q is lost", s)}
	}
	return nil
}

// reads checks that t reads as the source in its span does with the edits
// made, and returns the edits that come after it.
func reads(source string, t *Inline, edits []Edit) ([]Edit, error) {
	have := t.Text
	take := func(want string, span Span) error {
		rest, n := commonText(want, have)
		if n < len(want) {
			r, _ := utf8.DecodeRuneInString(want[n:])
			return &Imbalance{span, fmt.Sprintf("%q is missing before %.40q", r, rest)}
		}
		have = rest
		return nil
	}
	at := t.Span.Start
	for len(edits) > 0 && edits[0].Span.Start < t.Span.End {
		e := edits[0]
		if e.Span.End > t.Span.End {
			return nil, &Imbalance{e.Span, "both in the document and left out of it"}
		}
		if err := take(source[at:e.Span.Start], Span{at, e.Span.Start}); err != nil {
			return nil, err
		}
		if err := take(e.Text, e.Span); err != nil {
			return nil, err
		}
		at = e.Span.End
		edits = edits[1:]
	}
	if err := take(source[at:t.Span.End], Span{at, t.Span.End}); err != nil {
		return nil, err
	}
	if s := strings.TrimSpace(have); s != "" {
		return nil, &Imbalance{t.Span, fmt.Sprintf("%.60q came from nowhere", s)}
	}
	return edits, nil
}

// stride is how many bytes are compared at a time.
const stride = 32

// commonText goes through want and have as long as they have the same
// characters, white space aside. It returns what is left of have, and how far
// it came in want: to its end, if all of it is there.
func commonText(want, have string) (rest string, n int) {
	i, j := 0, 0
	for {
		for i+stride <= len(want) && j+stride <= len(have) && want[i:i+stride] == have[j:j+stride] {
			i, j = i+stride, j+stride
		}
		for i < len(want) && j < len(have) && want[i] == have[j] {
			i, j = i+1, j+1
		}
		for i > 0 && i < len(want) && !utf8.RuneStart(want[i]) { // back to where the character begins
			i, j = i-1, j-1
		}
		a, b := leadingSpace(want[i:]), leadingSpace(have[j:])
		if a == 0 && b == 0 {
			return have[j:], i
		}
		i, j = i+a, j+b
	}
}

// leadingSpace is how many bytes of white space s begins with.
func leadingSpace(s string) int {
	for i, c := range []byte(s) {
		switch {
		case c == ' ' || '\t' <= c && c <= '\r':
		case c < utf8.RuneSelf:
			return i
		default:
			return len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
		}
	}
	return len(s)
}
