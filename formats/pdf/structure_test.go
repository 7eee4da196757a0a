package pdf

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
)

// objects returns the objects of a PDF as qpdf shows them, unpacked.
func objects(t *testing.T, doc *document.Document, o Options) string {
	t.Helper()
	return tool(t, "qpdf", "--qdf", "--object-streams=disable", "--no-original-object-ids", checked(t, doc, o), "-")
}

// TestPassagesSayTheirLanguage: and are hyphenated as it asks.
func TestPassagesSayTheirLanguage(t *testing.T) {
	quote := document.Block{Kind: document.Quote, Lang: "de", Blocks: []document.Block{
		para(word(strings.Repeat("Donaudampfschifffahrtsgesellschaft ", 12)))}}
	latin := para(word("Gallia est omnis divisa in partes tres."))
	latin.Lang = "la"
	doc := &document.Document{Meta: document.Meta{Language: "en"}, Blocks: []document.Block{para(word("He said:")), quote, latin, para(word("And so on."))}}
	got := objects(t, doc, Options{})
	for _, want := range []string{`/Lang \(de\)`, `/Lang \(la\)`, `/Lang \(en\)`} {
		if n := len(regexp.MustCompile(want).FindAllString(got, -1)); n != 1 {
			t.Errorf("%s is there %d times, not once", want, n)
		}
	}
	shown := tool(t, "pdftotext", "-raw", renderFile(t, doc, Options{}), "-")
	if !regexp.MustCompile("(?m)(Donau|dampf|schiff|fahrts)\u00AD$").MatchString(shown) {
		t.Errorf("the German passage is not broken as German words are:\n%s", shown)
	}
}

// TestHeadingsOfTheStructureSkipNoLevel: whatever the text's own levels are.
func TestHeadingsOfTheStructureSkipNoLevel(t *testing.T) {
	doc := &document.Document{Blocks: []document.Block{
		head(2, "Two"), para(word("x")), head(5, "Five"), para(word("x")), head(1, "One"), para(word("x")), head(3, "Three"), para(word("x")),
	}}
	var got []string
	for _, m := range regexp.MustCompile(`(H\d) "(\w+)"`).FindAllStringSubmatch(tool(t, "pdfinfo", "-struct", checked(t, doc, Options{})), -1) {
		if m[2] != "Contents" {
			got = append(got, m[1]+" "+m[2])
		}
	}
	if want := []string{"H1 Two", "H2 Five", "H1 One", "H2 Three"}; !slices.Equal(got, want) {
		t.Errorf("the levels are %v, not %v", got, want)
	}
}

func TestListsSayHowTheyAreNumbered(t *testing.T) {
	for _, c := range []struct{ first, second, want string }{
		{"1.", "2.", "Decimal"}, {"(a)", "(b)", "LowerAlpha"}, {"B)", "C)", "UpperAlpha"}, {"i.", "ii.", "LowerRoman"},
		{"I", "II", "UpperRoman"}, {"i.", "j.", "LowerAlpha"}, {"•", "•", "Disc"}, {"–", "–", ""}, {"", "", ""},
	} {
		if got := numbering([]document.Block{{Marker: c.first}, {Marker: c.second}}); got != c.want {
			t.Errorf("a list that begins %q, %q is %q, not %q", c.first, c.second, got, c.want)
		}
	}
	if got := objects(t, sample(), Options{}); !strings.Contains(got, "/ListNumbering") {
		t.Error("the sample's list does not say how it is numbered")
	}
}

func TestMissingGlyphsHaveTheirPlace(t *testing.T) {
	text := func(s string, start, end int) document.Inline {
		return document.Inline{Text: s, Span: document.Span{Start: start, End: end}}
	}
	doc := &document.Document{
		Meta:   document.Meta{Title: "龍"},
		Blocks: []document.Block{para(text("A horse, ", 100, 109), text("or 馬, in\nHan.", 120, 135)), para(text("Mended 漢", 200, 203))},
		Notes:  []document.Note{{ID: "n1", Blocks: []document.Block{para(text("𐌰", 300, 304))}}},
	}
	_, found := render(t, doc, Options{})
	var got []string
	for _, f := range found {
		got = append(got, strings.Join(regexp.MustCompile(`U\+\w+|".*"`).FindAllString(f.Message, 2), " "))
		got = append(got, map[int]string{123: "in it", 200: "its beginning", 300: "in a note", -1: "none"}[f.Offset])
	}
	want := []string{`U+6F22 "Mended 漢"`, "its beginning", `U+99AC "or 馬, in Han."`, "in it", "U+9F8D U+FFFD", "none", `U+10330 "𐌰"`, "in a note"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestWhatIsNoTextIsAnArtifact: running heads and folios say what they are.
func TestWhatIsNoTextIsAnArtifact(t *testing.T) {
	doc := sample()
	doc.Blocks = append(doc.Blocks, para(word(prose(200)), document.Inline{Kind: document.PageBreak, Text: "9"}, word(prose(9))))
	got := objects(t, doc, Options{SourcePages: true})
	for _, want := range []string{"Pagination/Subtype/Header", "Pagination/Subtype/Footer", "<</Type/Pagination>>", "<</Type/Layout>>"} {
		if !strings.Contains(got, want) {
			t.Errorf("nothing is %s", want)
		}
	}
	begun, ended := strings.Count(got, " BDC\n"), strings.Count(got, "EMC\n")
	if begun != ended || begun == 0 {
		t.Errorf("%d pieces of content are marked, %d end", begun, ended)
	}
}
