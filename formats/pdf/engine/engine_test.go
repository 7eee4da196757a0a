package engine

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/measure"
)

var a5 = measure.Size{Width: 419_528, Height: 595_276}

func text(s string) Text { return Text{Face: fonts.Book().Style(fonts.Regular), Size: 10_000, S: s} }

// qpdf checks a book and returns qpdf's JSON of it.
func qpdf(t *testing.T, b *Book) string {
	t.Helper()
	var out bytes.Buffer
	if err := b.Write(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("qpdf"); err != nil {
		if os.Getenv("REFOLIO_REQUIRE_TOOLS") == "1" {
			t.Fatal("qpdf is not installed")
		}
		t.Skip("qpdf is not installed")
	}
	name := filepath.Join(t.TempDir(), "book.pdf")
	if err := os.WriteFile(name, out.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	if msg, err := exec.Command("qpdf", "--check", name).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %s", msg)
	}
	json, err := exec.Command("qpdf", "--json", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(json)
}

func TestBookmarksNest(t *testing.T) {
	b := New(a5, Meta{Title: "T", Stamp: time.Unix(0, 0)})
	d := b.NewDest()
	b.AddPage().Place(d, 10_000)
	for _, m := range []struct {
		title string
		level int
	}{{"one", 3}, {"one.one", 1}, {"one.one.one", 5}, {"two", 0}, {"two.one", 1}, {"two.two", 1}} {
		b.Bookmark(m.title, m.level, d)
	}
	json := qpdf(t, b)
	for _, want := range []string{`"/Count": -1`, `"/Count": -2`, `"/Count": 2`, `"title": "two.two"`} {
		if !strings.Contains(json, want) {
			t.Errorf("no %s in the outline", want)
		}
	}
}

func TestLinksToPlacesThatAreNotThere(t *testing.T) {
	b := New(a5, Meta{})
	p := b.AddPage()
	e := NewElement(b.Root(), "Link")
	p.Begin(e)
	p.Text(1000, 20_000, text("x"))
	p.Link(Rect{Right: 5000, Bottom: 5000}, b.NewDest(), e, "nowhere")
	p.LinkURL(Rect{Right: 5000, Bottom: 5000}, "https://example.org/a(b)c", nil, "")
	qpdf(t, b)
}

func TestNoPages(t *testing.T) {
	if err := New(a5, Meta{}).Write(context.Background(), &bytes.Buffer{}); err == nil {
		t.Error("a book without pages is written")
	}
}

// TestTextThatLooksLikeAFile: nothing in a book's text may end an object, nor
// may a letter that the face lacks reach the PDF library.
func TestTextThatLooksLikeAFile(t *testing.T) {
	b := New(a5, Meta{Title: "endobj\nxref\n0 1"})
	p := b.AddPage()
	p.Text(1000, 20_000, text("endstream endobj 4 0 obj xref trailer startxref %%EOF )(\\\r\n{nb}😀漢"))
	p.Text(1000, 40_000, Text{})
	qpdf(t, b)
}

func TestElementsWithoutContentAreLeftOut(t *testing.T) {
	b := New(a5, Meta{})
	NewElement(b.Root(), "P")
	e := NewElement(NewElement(b.Root(), "L"), "LI")
	e.ID = "one"
	p := b.AddPage()
	p.Begin(e)
	p.Text(1000, 20_000, text("item"))
	json := qpdf(t, b)
	if strings.Contains(json, `"/S": "/P"`) || !strings.Contains(json, `"/S": "/LI"`) || !strings.Contains(json, `"/S": "/L"`) {
		t.Error("the structure is not what was drawn")
	}
}

func TestTextString(t *testing.T) {
	for s, want := range map[string]string{
		"plain":    "(plain)",
		`a(b)c\d`:  `(a\(b\)c\\d)`,
		"a\x00\nb": "(a  b)",
		"é":        "(\xFE\xFF\x00\xE9)",
		"😀":        "(\xFE\xFF\xD8\x3D\xDE\x00)",
		"č)":       "(\xFE\xFF\x01\\r\x00\\))",
		"\xFF":     "(\xFE\xFF\xFF\xFD)",
	} {
		if got := textString(s); got != want {
			t.Errorf("textString(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestAppendPoints(t *testing.T) {
	for u, want := range map[measure.Unit]string{0: "0", 1: "0.001", 10: "0.01", 100: "0.1", 1000: "1", -1500: "-1.5", 123_456: "123.456", 20_050: "20.05"} {
		if got := string(appendPoints(nil, u)); got != want {
			t.Errorf("%d is %s, want %s", u, got, want)
		}
	}
}

func TestParseRefusesWhatIsNotGofpdfs(t *testing.T) {
	for _, s := range []string{"", "%PDF", "\nxref\n0 x\n", "\nxref\n0 9\n0000000000 65535 f \n", "\nxref\n0 2\n0000000000 65535 f \n99999999999 00000 n \n"} {
		if _, err := parse([]byte(s)); err == nil {
			t.Errorf("parse(%q) succeeds", s)
		}
	}
}
