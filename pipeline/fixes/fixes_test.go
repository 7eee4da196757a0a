package fixes_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/fixes"
	"github.com/refolio/refolio/pipeline/source"
)

const byHand = `# What the printer's devil did to us.

# The hyphen is the editor's.
- line: 4
  text: the well-   # sic
  hyphen: keep

# Asked Ada, she agrees.
- {line: 9, text: "THE END", heading: no} # twice

- line: 12
  text: 'teh ford'
  part: teh
  erratum: the
# The last word.
`

func parse(t *testing.T, data string) *fixes.File {
	t.Helper()
	f, err := fixes.Parse("a.txt.fixes.yaml", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestParse(t *testing.T) {
	got := parse(t, byHand).Fixes()
	want := []fixes.Fix{
		{Line: 4, Text: "the well-", Kind: fixes.Hyphen, Value: "keep"},
		{Line: 9, Text: "THE END", Kind: fixes.Heading, Value: "no"},
		{Line: 12, Text: "teh ford", Part: "teh", Kind: fixes.Erratum, Value: "the"},
	}
	if len(got) != len(want) {
		t.Fatalf("%d fixes, want %d: %v", len(got), len(want), got)
	}
	for i := range want {
		if !got[i].Same(want[i]) {
			t.Errorf("fix %d is %+v, want %+v", i, got[i], want[i])
		}
	}
	for _, empty := range []string{"", "\n", "# nothing yet\n", "[]\n", "---\n"} {
		if f := parse(t, empty); len(f.Fixes()) != 0 {
			t.Errorf("%q has fixes", empty)
		}
	}
}

// TestMistakesInTheFile has the mistake and the place and words of the error.
func TestMistakesInTheFile(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"- {line: 1, text: a}", `1:3: nothing is decided`},
		{"- {line: 1, text: a, heding: 1}", `1:22: unknown key "heding": did you mean "heading"?`},
		{"- {line: 1, text: a, colour: 1}", `unknown key "colour": use line, column, text, part, until, why, or what is decided: break, join`},
		{"- {line: 1, text: a, heading: 7}", `heading can't be "7": say 1, 2, 3, 4, 5, 6 or no`},
		{"- {line: 1, text: a, heading: 1, verse: yes}", `1:34: a fix decides one thing: heading and verse are two`},
		{"- {text: a, heading: 1}", `the line is missing`},
		{"- {line: 0, text: a, heading: 1}", `1:10: line must be a whole number from 1`},
		{"- {line: 1, heading: 1}", `the text is missing`},
		{"- {line: 1, text: a, marker: ''}", `marker needs a label`},
		{"- {line: 1, text: a, break: no}", `break can't be "no": say yes`},
		{"- {line: 1, line: 2, text: a, break: yes}", `1:13: "line" stands here a second time`},
		{"line: 1\ntext: a", `1:1: must be a list of fixes`},
		{"- heading", `1:3: a fix has keys with values`},
		{"- {line: 1, text: [a], break: yes}", `"text" must have a single value`},
		{"- line: 1\n text: a\n", `not YAML`},
		{"- &a {line: 1, text: a, break: yes}\n- *a\n", `2:3: a fix has keys`},
		{"- {line: 1, text: a, break: yes}\n---\n- b\n", `a second YAML document`},
		{"\xff", `not valid UTF-8`},
	} {
		_, err := fixes.Parse("f.yaml", []byte(c.file))
		var list byhand.Errors
		if !errors.As(err, &list) || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "f.yaml:") {
			t.Errorf("%q: %v, want %s", c.file, err, c.want)
		}
	}
}

func TestAddKeepsWhatAPersonWrote(t *testing.T) {
	f := parse(t, byHand)
	add := fixes.Fix{Line: 7, Text: "Chapter: One", Kind: fixes.Heading, Value: "2", Why: "see the contents"}
	for range 2 { // to add it twice is to add it once
		if _, err := f.Add(add); err != nil {
			t.Fatal(err)
		}
	}
	want := strings.Replace(byHand, "# Asked Ada", `- line: 7
  text: "Chapter: One"
  heading: 2
  why: see the contents
# Asked Ada`, 1)
	if got := string(f.Bytes()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	add.Value = "3" // another decision about the same text takes its place
	if changed, err := f.Add(add); err != nil || !changed || len(f.Fixes()) != 4 || f.Fixes()[1].Value != "3" {
		t.Errorf("changed %v, %v: %v", changed, err, f.Fixes())
	}
	if err := f.Remove(f.Index(add)); err != nil {
		t.Fatal(err)
	}
	if got := string(f.Bytes()); got != byHand {
		t.Errorf("added and removed, it is\n%s", got)
	}
}

func TestSetKeepsComments(t *testing.T) {
	f := parse(t, byHand)
	fix := f.Fixes()[0]
	fix.Value = "drop"
	if err := f.Set(0, fix); err != nil {
		t.Fatal(err)
	}
	if got, want := string(f.Bytes()), strings.Replace(strings.Replace(byHand, "keep", "drop", 1), "   # sic", " # sic", 1); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	fix = f.Fixes()[1]
	fix.Value, fix.Line = "2", 10
	if err := f.Set(1, fix); err != nil {
		t.Fatal(err)
	}
	if got, want := string(f.Bytes()), "\n- {line: 10, text: THE END, heading: 2} # twice\n\n"; !strings.Contains(got, want) {
		t.Errorf("no %q in\n%s", want, got)
	}
	if err := f.Remove(1); err != nil {
		t.Fatal(err)
	}
	if err := f.Remove(1); err != nil {
		t.Fatal(err)
	}
	if err := f.Remove(0); err != nil {
		t.Fatal(err)
	}
	for _, comment := range []string{"devil", "The hyphen", "Asked Ada", "The last word"} {
		if got := string(f.Bytes()); !strings.Contains(got, comment) || len(f.Fixes()) != 0 {
			t.Errorf("%q is lost of\n%s", comment, got)
		}
	}
}

func TestAddToAnyFile(t *testing.T) {
	fix := fixes.Fix{Line: 3, Text: "- a", Kind: fixes.Erratum, Value: ""}
	for _, before := range []string{
		"", "# Only a comment\n", "[]\n", "- {line: 9, text: b, break: yes}", "[{line: 9, text: b, break: yes}]\n",
		"  - line: 1\n    text: b\n    break: yes\n", "-\n  line: 9\n  text: b\n  break: yes\n", "---\n- {line: 9, text: b, break: yes}\n",
		"- line: 1\n  text: |\n    b\n    # c\n  break: yes\n",
	} {
		f := parse(t, before)
		n := len(f.Fixes())
		if _, err := f.Add(fix); err != nil {
			t.Errorf("%q: %v", before, err)
			continue
		}
		again := parse(t, string(f.Bytes()))
		if at := again.Index(fix); at < 0 || len(again.Fixes()) != n+1 || !again.Fixes()[at].Same(fix) {
			t.Errorf("%q became %q", before, f.Bytes())
		}
	}
}

func read(t testing.TB, text string) *source.Source {
	t.Helper()
	src, err := source.Read("a.txt", []byte(text), "")
	if err != nil {
		t.Fatal(err)
	}
	return src
}

const ford = "The old ford lies below the weir.\nNobody uses the old ford but cows.\nAt the old mill the road turns, and\nthe old ford is forgotten.\n"

func TestPlace(t *testing.T) {
	src := read(t, ford)
	for _, c := range []struct {
		fix  fixes.Fix
		want string // what stands at the place; or the error
	}{
		{fixes.Fix{Line: 2, Text: "uses the old", Kind: fixes.Break, Value: "yes"}, "uses the old ford but"},
		{fixes.Fix{Line: 3, Text: "turns, and the old ford is", Kind: fixes.Break, Value: "yes"}, "turns, and\nthe old"},
		{fixes.Fix{Line: 9, Text: "uses  the\told", Kind: fixes.Break, Value: "yes"}, "uses the old ford but"},
		{fixes.Fix{Line: 4, Text: "old ford", Kind: fixes.Break, Value: "yes"}, "old ford is"},
		{fixes.Fix{Line: 3, Text: "old ford", Kind: fixes.Break, Value: "yes"}, `"old ford" stands in lines 1:5, 2:17 and 4:5, and line 3 does not tell`},
		{fixes.Fix{Line: 2, Text: "uses the olde", Kind: fixes.Break, Value: "yes"}, `stands nowhere in a.txt; the nearest are line 2: "Nobody uses the old ford but cows."`},
		{fixes.Fix{Line: 2, Text: "quite another thing", Kind: fixes.Break, Value: "yes"}, "nothing there is like it"},
		{fixes.Fix{Line: 2, Text: "uses the old", Part: "cows", Kind: fixes.Erratum, Value: "x"}, `"cows" is no part of`},
		{fixes.Fix{Line: 2, Text: "uses the old", Part: "e", Kind: fixes.Erratum, Value: "x"}, `"e" stands in "uses the old" twice`},
		{fixes.Fix{Line: 2, Text: "uses the old", Until: "cows and sheep", Kind: fixes.Quote, Value: "yes"}, `until: "cows and sheep" does not stand behind`},
		{fixes.Fix{Line: 2, Text: "uses the old", Kind: fixes.Hyphen, Value: "drop"}, "has no hyphen, or several"},
		{fixes.Fix{Line: 2, Text: "uses the old", Kind: fixes.Marker, Value: "7"}, "which part of"},
	} {
		placed, err := fixes.Place(src, []fixes.Fix{c.fix})
		switch {
		case err != nil && !strings.Contains(err.Error(), c.want):
			t.Errorf("%v: %v, want %s", c.fix, err, c.want)
		case err == nil && !strings.HasPrefix(src.Text[placed[0].At.Start:], c.want):
			t.Errorf("%v is at %q, want %q", c.fix, src.Text[placed[0].At.Start:], c.want)
		}
	}
}

// TestShiftedLines has a fix whose quotation stands in several places: how far
// the others have moved tells which is meant.
func TestShiftedLines(t *testing.T) {
	list := []fixes.Fix{
		{Line: 1, Text: "below the weir", Kind: fixes.Break, Value: "yes"},
		{Line: 2, Text: "old ford", Kind: fixes.Break, Value: "yes"},
		{Line: 4, Text: "old ford", Kind: fixes.Break, Value: "yes"},
	}
	for _, text := range []string{ford, strings.Repeat("A line above it all.\n", 10) + ford} {
		src := read(t, text)
		placed, err := fixes.Place(src, list)
		if err != nil {
			t.Fatal(err)
		}
		if got := src.Text[placed[1].Quote.Start:]; !strings.HasPrefix(got, "old ford but") {
			t.Errorf("the second is at %q", got)
		}
		if got := src.Text[placed[2].Quote.Start:]; !strings.HasPrefix(got, "old ford is") {
			t.Errorf("the third is at %q", got)
		}
		if placed[1].Moved != (text != ford) {
			t.Errorf("moved: %v", placed[1].Moved)
		}
	}
}

// TestAnotherExtraction has quotations in a text with other spaces, hyphens and
// ligatures: their letters are enough. Other letters are not.
func TestAnotherExtraction(t *testing.T) {
	src := read(t, "No-\nbody uses the old ford\u00a0but cows, the o\ufb03cer said .\nThe old ford.\n")
	for _, c := range []struct{ text, want string }{
		{"Nobody uses the old ford", "No-\nbody uses"}, {"the officer said.", "the o\ufb03cer said"}, {"uses theold ford", "uses the old"},
		{"Anybody uses the old ford", ""}, {"officers", ""}, {"old-ford", ""},
	} {
		placed, err := fixes.Place(src, []fixes.Fix{{Line: 1, Text: c.text, Kind: fixes.Break, Value: "yes"}})
		switch {
		case c.want == "" && err == nil:
			t.Errorf("%q is found at %q", c.text, src.Text[placed[0].Quote.Start:])
		case c.want != "" && err != nil:
			t.Error(err)
		case err == nil && (!strings.HasPrefix(src.Text[placed[0].Quote.Start:], c.want) || !placed[0].Moved):
			t.Errorf("%q is found at %q", c.text, src.Text[placed[0].Quote.Start:])
		}
	}
	f := parse(t, "- {line: 3, text: Nobody uses the old, break: yes} # so\n")
	if n, err := f.Renew(src); n != 1 || err != nil || string(f.Bytes()) != "- {line: 1, text: No- body uses the old, break: yes} # so\n" {
		t.Errorf("%d, %v: %s", n, err, f.Bytes())
	}
}

func TestClashes(t *testing.T) {
	src := read(t, ford)
	for _, c := range []struct {
		a, b string
		ok   bool
	}{
		{"text: below the weir, break: yes", "text: below the weir, join: yes", false},
		{"text: below the weir, heading: 1", "text: below the weir, verse: yes", false},
		{"text: below the weir, heading: no", "text: below the weir, verse: yes", true},
		{"text: below the weir, break: yes", "text: below the weir, verse: yes", true},
		{"text: below the weir, erratum: x", "text: the weir, furniture: yes", false},
		{"text: below the, erratum: x", "text: weir., furniture: yes", true},
	} {
		f := parse(t, "- {line: 1, "+c.a+"}\n- {line: 1, "+c.b+"}\n")
		_, err := fixes.Place(src, f.Fixes())
		if (err == nil) != c.ok {
			t.Errorf("%s and %s: %v", c.a, c.b, err)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "a.txt.fixes.yaml:2:3: ") {
			t.Errorf("the error does not say where: %v", err)
		}
	}
}

// TestComplete has fixes of which a person at a shell has said little, and how
// they are written down; or why that can't be done.
func TestComplete(t *testing.T) {
	src := read(t, "  The old ford lies well-  \n\nbelow the weir, 7 where the\n7. Nobody uses the old ford.\n")
	for _, c := range []struct {
		fix  fixes.Fix
		want string // text|part|column, or the error
	}{
		{fixes.Fix{Line: 1, Kind: fixes.Hyphen, Value: "keep"}, "The old ford lies well-||0"},
		{fixes.Fix{Line: 3, Kind: fixes.Break, Value: "yes"}, "below the weir, 7 where the||0"},
		{fixes.Fix{Line: 3, Kind: fixes.Heading, Value: "2"}, "below the weir, 7 where the||0"},
		{fixes.Fix{Line: 3, Kind: fixes.Heading, Value: "no"}, "below the weir, 7 where the||0"},
		{fixes.Fix{Line: 3, Kind: fixes.Furniture, Value: "yes"}, "below the weir, 7 where the||0"},
		{fixes.Fix{Line: 3, Kind: fixes.Marker, Value: "7"}, "below the weir, 7 where the||0"},
		{fixes.Fix{Line: 3, Part: "weir", Kind: fixes.Erratum, Value: "wear"}, "below the weir, 7 where the|weir|0"},
		{fixes.Fix{Line: 4, Kind: fixes.Note, Value: "7"}, "7. Nobody uses the old ford.||0"},
		{fixes.Fix{Line: 4, Kind: fixes.Note, Value: "end"}, "Nobody uses the old ford.||0"},
		{fixes.Fix{Line: 4, Text: "the old ford", Kind: fixes.Break, Value: "yes"}, "the old ford||0"},
		{fixes.Fix{Line: 4, Column: 18, Part: "e", Kind: fixes.Erratum, Value: "x"}, "e old ford.|e|18"},

		{fixes.Fix{Line: 2, Kind: fixes.Break, Value: "yes"}, "there is no line 2 with words in a.txt: it has 4 lines"},
		{fixes.Fix{Line: 5, Kind: fixes.Break, Value: "yes"}, "there is no line 5"},
		{fixes.Fix{Line: 3, Kind: fixes.Hyphen, Value: "keep"}, "line 3 has no hyphen at its end"},
		{fixes.Fix{Line: 3, Kind: fixes.Erratum, Value: "x"}, "say with --part what of the line it is about"},
		{fixes.Fix{Line: 3, Kind: fixes.Marker, Value: "no"}, "say with --part"},
		{fixes.Fix{Line: 3, Kind: fixes.Marker, Value: "8"}, `"8" stands nowhere in line 3`},
		{fixes.Fix{Line: 3, Part: "w", Kind: fixes.Erratum, Value: "x"}, `"w" stands 3 times in line 3`},
		{fixes.Fix{Line: 4, Part: "s", Kind: fixes.Erratum, Value: "x"}, `"s" stands twice in line 4`},
		{fixes.Fix{Line: 3, Kind: fixes.Heading, Value: "7"}, `heading can't be "7"`},
	} {
		got, err := fixes.Complete(src, c.fix)
		shown := fmt.Sprintf("%s|%s|%d", got.Text, got.Part, got.Column)
		if err != nil {
			shown = err.Error()
		}
		if err == nil && shown != c.want || err != nil && !strings.Contains(shown, c.want) {
			t.Errorf("%v: %s, want %s", c.fix, shown, c.want)
		}
	}
}

// TestLabelOfANote has the beginnings of notes, and what of them is the label.
func TestLabelOfANote(t *testing.T) {
	for _, c := range []struct{ text, label, want string }{
		{"7 See below.", "7", "7"}, {"7. See below.", "7", "7."}, {"[7] See below.", "7", "[7]"}, {"(7) See below.", "7", "(7)"},
		{"*) See below.", "*", "*)"}, {"77 sheep are there.", "7", ""}, {"See below.", "7", ""}, {"7", "7", "7"}, {"[7", "7", "[7"},
	} {
		src := read(t, "Words before it.\n"+c.text+"\n")
		placed, err := fixes.Place(src, []fixes.Fix{{Line: 2, Text: c.text, Kind: fixes.Note, Value: c.label}})
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
		} else if got := src.Text[placed[0].At.Start:placed[0].At.End]; got != c.want {
			t.Errorf("%s: the label is %q, want %q", c.text, got, c.want)
		}
	}
}

// TestWrong has the words of an error about a fix, which stands in a file or not.
func TestWrong(t *testing.T) {
	f := fixes.Fix{Line: 3, Kind: fixes.Join, Value: "yes"}
	if got := f.Wrong("no %s", "way").Error(); got != "the fix of line 3 (join: yes): no way" {
		t.Error(got)
	}
	if got := f.From("f.yaml", 7, 2).Wrong("no way").Error(); got != "f.yaml:7:2: no way" {
		t.Error(got)
	}
}

// TestAnchorsAreFoundAgain anchors a fix at every word of a text, and expects
// to find it there, also when the lines are others.
func TestAnchorsAreFoundAgain(t *testing.T) {
	src := read(t, ford)
	moved := read(t, "One more line.\n\n"+strings.ReplaceAll(ford, " but cows.\n", " but\ncows.\n"))
	for at := 0; at < len(ford); at++ {
		for size := 0; size < 6 && at+size <= len(ford); size++ {
			span := document.Span{Start: at, End: at + size}
			if s := ford[at:span.End]; strings.TrimSpace(s) != s || s == "" && (at == len(ford) || strings.TrimSpace(ford[at:at+1]) == "") || strings.Contains(s, "\n") {
				continue
			}
			f := fixes.Anchor(src, span)
			f.Kind, f.Value = fixes.Erratum, "x"
			placed, err := fixes.Place(src, []fixes.Fix{f})
			if err != nil {
				t.Fatalf("%v: %v", span, err)
			}
			if got := placed[0].At; got != span && size > 0 || got.Start != at {
				t.Fatalf("%v is anchored by %+v at %v", span, f, got)
			}
			if _, err := fixes.Place(moved, []fixes.Fix{f}); err != nil && f.Column == 0 {
				t.Errorf("%v moved: %v", span, err)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(byHand)
	f.Add("[{line: 1, text: a, break: yes}]")
	f.Add("- line: 1\n  text: |\n    a\n    b\n  erratum: ''\n# x\n")
	f.Fuzz(func(t *testing.T, data string) {
		file, err := fixes.Parse("f.yaml", []byte(data))
		if err != nil {
			return
		}
		before := file.Fixes()
		fix := fixes.Fix{Line: 2, Text: "some \"text\": here", Kind: fixes.Note, Value: "no"}
		if _, err := file.Add(fix); err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		again, err := fixes.Parse("f.yaml", file.Bytes())
		if err != nil {
			t.Fatalf("%q became %q: %v", data, file.Bytes(), err)
		}
		at := again.Index(fix)
		if at < 0 {
			t.Fatalf("%q became %q", data, file.Bytes())
		}
		if len(again.Fixes()) == len(before)+1 {
			for i, have := range append(again.Fixes()[:at:at], again.Fixes()[at+1:]...) {
				if !have.Same(before[i]) {
					t.Fatalf("%q became %q: %v is %v", data, file.Bytes(), before[i], have)
				}
			}
		}
	})
}
