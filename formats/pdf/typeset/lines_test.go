package typeset

import (
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/measure"
	"github.com/refolio/refolio/pipeline/language"
)

var bookFont = Font{Family: fonts.Book(), Size: 10_000}

const wide = 300 * measure.Point

// english returns a setter that hyphenates English.
func english() *Setter { return &Setter{Hyphenate: language.Hyphenation("en").Breaks} }

const passage = "It was the custom of the house that no proof should leave the composing room before somebody other than " +
	"its compositor had read it aloud, from the first word to the last, while a second person followed in the manuscript; " +
	"and although the younger hands complained—not without reason—that the practice was antiquated, expensive, and " +
	"frequently embarrassing, the well-established firm of Messrs. Harrow & Lightbody had never been known to print a " +
	"misplaced comma, an inverted letter, or an unacknowledged quotation in the whole of its distinguished history."

// words returns what the lines say, broken words put together.
func words(lines []Line) string {
	var sb strings.Builder
	for i := range lines {
		for _, r := range lines[i].Runs {
			sb.WriteString(r.S)
		}
	}
	return strings.ReplaceAll(sb.String(), "\u00AD", "")
}

func set(s *Setter, text string, width measure.Unit) []Line {
	return s.Lines([]Span{{Text: text, Font: bookFont}}, Shape{Measure: width, Indent: 15_000})
}

func TestLinesFillTheMeasure(t *testing.T) {
	for _, width := range []measure.Unit{wide, 200 * measure.Point, 130 * measure.Point} {
		lines := set(english(), passage, width)
		for i := range lines {
			w := lines[i].Width()
			if w > width+50 || i < len(lines)-1 && w < width-50 {
				t.Errorf("line %d of %d is %d wide, the measure is %d", i, len(lines), w, width)
			}
		}
		if lines[0].Runs[0].X != 15_000 || lines[1].Runs[0].X != 0 {
			t.Error("the indent is wrong")
		}
	}
}

// TestLettersStretchBeforeSpaces: with expansion the lines are as full as
// without, the spaces are more even, and no letter stretches beyond what is
// allowed.
func TestLettersStretchBeforeSpaces(t *testing.T) {
	const width = 200 * measure.Point
	uneven := func(s *Setter) (sum measure.Unit) {
		lines := set(s, passage, width)
		for i, l := range lines[:len(lines)-1] {
			if w := l.Width(); w < width-50 || w > width+50 {
				t.Errorf("line %d is %d wide", i, w)
			}
			for _, r := range l.Runs {
				if r.Stretch > 10*s.Expand || r.Stretch < -10*s.Expand {
					t.Errorf("line %d is stretched by %d", i, r.Stretch)
				}
			}
			sum += max(l.Runs[0].Extra, -l.Runs[0].Extra)
		}
		return sum / measure.Unit(len(lines)-1)
	}
	rigid := uneven(english())
	s := english()
	s.Expand = 20
	if soft := uneven(s); soft >= rigid {
		t.Errorf("spaces differ by %d with expansion and by %d without", soft, rigid)
	}
}

// TestRaggedLinesBreakLongWords where a line would be very short otherwise.
func TestRaggedLinesBreakLongWords(t *testing.T) {
	german := strings.Repeat("Die Donaudampfschifffahrtsgesellschaft und ihre Versicherungsbedingungen sowie Haftungsausschlüsse. ", 3)
	shortest := func(hyphens bool) measure.Unit {
		s := &Setter{Hyphenate: language.Hyphenation("de").Breaks}
		lines := s.Lines([]Span{{Text: german, Font: bookFont}}, Shape{Measure: 150 * measure.Point, Align: Left, Hyphens: hyphens})
		least := 150 * measure.Point
		for i := range lines[:len(lines)-1] {
			least = min(least, lines[i].Width())
		}
		return least
	}
	if without, with := shortest(false), shortest(true); without > 100*measure.Point || with < 100*measure.Point {
		t.Errorf("the shortest line is %d wide, %d without hyphens", with, without)
	}
}

func TestNothingIsLost(t *testing.T) {
	for _, text := range []string{passage, "one", strings.Repeat("a", 500), strings.Repeat("x-", 300), "a—b—c", "« Ou ? »", "ﬁn", "q\u0301"} {
		for width := measure.Unit(20_000); width < wide; width += 13_000 {
			if got := words(set(english(), text, width)); strings.TrimSpace(got) != text {
				t.Fatalf("at %d: got %q, want %q", width, got, text)
			}
		}
	}
}

func TestAtMostTwoHyphensInARow(t *testing.T) {
	for width := 150 * measure.Point; width < 400*measure.Point; width += 7 * measure.Point {
		row := 0
		for i, l := range set(english(), strings.Repeat(passage+" ", 3), width) {
			if row++; !l.Broken {
				row = 0
			}
			if row > 2 {
				t.Errorf("at %d: line %d is the third in a row with a hyphen", width, i)
			}
		}
	}
}

// TestLinesDoNotBeginOrEndSo sets texts at many widths.
func TestLinesDoNotBeginOrEndSo(t *testing.T) {
	french := strings.Repeat("Il dit : « Vraiment ? Mais non ! » et s’en alla ; puis il revint. ", 4)
	english := strings.Repeat("So Mr. Grey, of No. 12, met J. R. Blue; see p. 7 and well-known places. ", 4)
	for width := 90 * measure.Point; width < 400*measure.Point; width += 3 * measure.Point {
		for _, l := range set(&Setter{}, french, width) {
			s := strings.TrimSpace(words([]Line{l}))
			if strings.HasSuffix(s, "«") || strings.IndexAny(s, ":;!?»") == 0 {
				t.Errorf("at %d: %q", width, s)
			}
		}
		for _, l := range set(&Setter{}, english, width) {
			s := strings.TrimSpace(words([]Line{l}))
			for _, end := range []string{" Mr.", " No.", " J.", " p."} {
				if width > 250*measure.Point && strings.HasSuffix(" "+s, end) {
					t.Errorf("at %d: %q", width, s)
				}
			}
		}
	}
}

func TestSoftHyphensOfTheText(t *testing.T) {
	lines := set(&Setter{}, "aaaaaaaaaaaa bbbbbbbb\u00ADcccccccc dddd", 90*measure.Point)
	if got := words(lines); strings.Contains(got, "\u00AD") || !strings.Contains(strings.ReplaceAll(got, " ", ""), "bbbbbbbbcccccccc") {
		t.Errorf("got %q", got)
	}
	for width := 60 * measure.Point; width < 200*measure.Point; width += measure.Point {
		for _, l := range set(&Setter{}, "aaaaaaaaaaaa bbbbbbbb\u00ADcccccccc dddd", width) {
			s := strings.TrimSpace(l.Runs[len(l.Runs)-1].S)
			if strings.HasSuffix(s, "bbbbbbbb") {
				t.Errorf("at %d a broken word has no hyphen: %q", width, s)
			}
		}
	}
}

func TestAddressesBreakWithoutHyphens(t *testing.T) {
	url := "https://www.example.org/a-long/path/with_many/segments/index.html?query=something&other=more"
	lines := set(english(), "See "+url+".", 120*measure.Point)
	if len(lines) < 3 {
		t.Fatalf("%d lines", len(lines))
	}
	for i := range lines {
		if lines[i].Broken {
			t.Errorf("line %d ends in a hyphen", i)
		}
	}
	if got := words(lines); got != "See "+url+"." {
		t.Errorf("got %q", got)
	}
}

func TestAlignment(t *testing.T) {
	for align, want := range map[Align][2]measure.Unit{Left: {0, 0}, Centre: {1, 1}, Right: {1, 0}} {
		l := (&Setter{}).Lines([]Span{{Text: "short", Font: bookFont}}, Shape{Measure: wide, Align: align})[0]
		left, right := l.Runs[0].X, wide-l.Width()
		if (left > 0) != (want[0] > 0) || align != Left && (right > 0) != (want[1] > 0) {
			t.Errorf("alignment %d: %d left, %d right", align, left, right)
		}
	}
}

func TestNotesOfALine(t *testing.T) {
	mark := Span{Text: "12", Font: bookFont, Note: 12}
	lines := (&Setter{}).Lines([]Span{{Text: "word", Font: bookFont}, mark, {Text: " and more", Font: bookFont}}, Shape{Measure: wide})
	if len(lines) != 1 || len(lines[0].Notes) != 1 || lines[0].Notes[0] != 12 {
		t.Errorf("got %+v", lines)
	}
}

func TestMissingLettersAreTold(t *testing.T) {
	var missing []rune
	s := Setter{Missing: func(r rune) { missing = append(missing, r) }}
	if got := words(set(&s, "a😀b", wide)); got != "a\uFFFDb" || string(missing) != "😀" {
		t.Errorf("got %q, told of %q", got, string(missing))
	}
}

// FuzzLines sets any text: nothing may crash or be lost.
func FuzzLines(f *testing.F) {
	for _, s := range []string{passage, "«  » \u00A0 \u200B\u00AD", "a\u0301\u0302", "-—–/", strings.Repeat("é", 100)} {
		f.Add(s, uint16(100), byte(0))
	}
	f.Fuzz(func(t *testing.T, text string, width uint16, align byte) {
		s := english()
		s.Protrude = align&16 != 0
		lines := s.Lines([]Span{{Text: text, Font: bookFont}},
			Shape{Measure: measure.Unit(width)*measure.Point/2 + 12_000, Indent: measure.Unit(align&8)*1000 - 4000, Align: Align(align % 4)})
		want := 0
		for _, r := range norm.NFC.String(text) {
			if r > ' ' && r != '\u00AD' && r != '\u00A0' && r != '\u0085' && r != '\u2028' && r != '\u2029' && !invisible(r) {
				want++
			}
		}
		got := 0
		for _, r := range words(lines) {
			if r > ' ' && r != '\u00A0' {
				got++
			}
		}
		if got < want-strings.Count(text, "\u3000")*2 && !strings.ContainsAny(text, "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200A\u205F\u202F\u3000") {
			t.Errorf("%d letters of %d in %q", got, want, words(lines))
		}
	})
}

func BenchmarkLines(b *testing.B) {
	s := english()
	text := strings.Repeat(passage+" ", 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		set(s, text, wide)
	}
}

// randomRows makes a column with notes for the tests of pages.
func randomRows(seed uint64, n int) ([]Row, [][]Row) {
	rnd := rand.New(rand.NewPCG(seed, 1))
	rows := make([]Row, n)
	var notes [][]Row
	for i := range rows {
		rows[i] = Row{Height: 14_000, Ascent: 10_000}
		switch rnd.IntN(12) {
		case 0:
			rows[i].Space = 7000
		case 1:
			rows[i].Penalty = KeepWithPrevious
		case 2:
			rows[i].Penalty = 160
		case 3:
			rows[i].NewPage = rnd.IntN(6) == 0
		}
		for rnd.IntN(4) == 0 {
			note := make([]Row, 1+rnd.IntN(6))
			if rnd.IntN(30) == 0 {
				note = make([]Row, 60)
			}
			for j := range note {
				note[j] = Row{Height: 11_000, Ascent: 8000}
			}
			notes = append(notes, note)
			rows[i].Notes = append(rows[i].Notes, len(notes))
		}
	}
	return rows, notes
}
