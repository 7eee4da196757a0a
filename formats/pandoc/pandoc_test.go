package pandoc

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io/fs"
	"os/exec"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
)

func write(t *testing.T, doc *document.Document, o Options) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := Write(t.Context(), &buf, doc, o, nil); err != nil {
		t.Fatal(err)
	}
	if !json.Valid(buf.Bytes()) {
		t.Fatalf("not JSON: %s", buf.Bytes())
	}
	return buf.Bytes()
}

// TestPandocWritesOtherFormats has pandoc make what people want of it.
func TestPandocWritesOtherFormats(t *testing.T) {
	tool := formattest.Tool(t, "pandoc")
	for _, to := range []string{"native", "markdown", "docx", "odt", "latex", "epub3", "tei"} {
		for _, s := range formattest.Samples() {
			if to != "native" && s.Name != "article" && s.Name != "every kind" {
				continue
			}
			cmd := exec.Command(tool, "-f", "json", "-t", to, "--standalone", "-o", "-")
			cmd.Stdin = bytes.NewReader(formattest.ForPandoc(t, write(t, s.Doc, Options{})))
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			if out, err := cmd.Output(); err != nil || stderr.Len() > 0 || len(out) == 0 {
				t.Errorf("%s to %s: %v, %d bytes, %s", s.Name, to, err, len(out), stderr.String())
			}
		}
	}
}

// TestMetadataInAnEPUB looks for what a catalogue wants in the EPUB that pandoc
// makes.
func TestMetadataInAnEPUB(t *testing.T) {
	doc := &document.Document{
		Meta: document.Meta{
			Title: "The Lamp & the Ledger", Authors: []string{"Isobel Marrack", "Tom O’Hara"}, Language: "en-GB", Date: "2019", Publisher: "Harbour Press",
			Contributors: []document.Person{{Name: "Ana Pell", Role: "trl", FileAs: "Pell, Ana"}}, Identifier: "urn:x", ISBN: "978-0-306-40615-7", DOI: "10.1000/182",
			Series: document.Series{Title: "Lights", Number: "2"}, Rights: "CC BY 4.0", Description: "Diaries.", Subjects: []string{"History", "Lighthouses"},
		},
		Blocks: []document.Block{formattest.Para("Words.")},
	}
	cmd := exec.Command(formattest.Tool(t, "pandoc"), "-f", "json", "-t", "epub3", "-o", "-")
	cmd.Stdin = bytes.NewReader(formattest.ForPandoc(t, write(t, doc, Options{})))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out), int64(len(out)))
	if err != nil {
		t.Fatal(err)
	}
	opf, err := fs.ReadFile(archive, "EPUB/content.opf")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"The Lamp &amp; the Ledger", ">Isobel Marrack<", ">Tom O’Hara<", ">Ana Pell<", ">trl<", ">Pell, Ana<", ">en-GB<", ">2019<", ">Harbour Press<",
		">urn:x<", ">978-0-306-40615-7<", ">10.1000/182<", ">CC BY 4.0<", ">Diaries.<", ">History<", ">Lighthouses<",
	} {
		if !strings.Contains(string(opf), want) {
			t.Errorf("no %s in\n%s", want, opf)
		}
	}
}

func TestSmallest(t *testing.T) {
	doc := &document.Document{
		Meta:   document.Meta{Title: "A title"},
		Blocks: []document.Block{formattest.Leaf(document.Title, "A ", formattest.Em("title")), formattest.Para("Words ", formattest.Page("2"), " and", formattest.Ref("n1"), ".")},
		Notes:  []document.Note{formattest.Note("n1", "1", formattest.Para("Note."))},
	}
	want := `{"pandoc-api-version":[1,23],"meta":{"title":{"t":"MetaInlines","c":[{"t":"Str","c":"A"},{"t":"Space"},{"t":"Emph","c":[{"t":"Str","c":"title"}]}]}},` +
		`"blocks":[{"t":"Para","c":[{"t":"Str","c":"Words"},{"t":"Space"},{"t":"Span","c":[["",["pagebreak"],[["page","2"]]],[]]},{"t":"Str","c":"and"},` +
		`{"t":"Note","c":[{"t":"Para","c":[{"t":"Str","c":"Note."}]}]},{"t":"Str","c":"."}]}]}` + "\n"
	if got := string(write(t, doc, Options{})); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestOtherLanguage(t *testing.T) {
	p := formattest.Para("Sic.")
	p.Lang = "la"
	want := `"blocks":[{"t":"Div","c":[["",[],[["lang","la"]]],[{"t":"Para","c":[{"t":"Str","c":"Sic."}]}]]}]`
	if got := string(write(t, &document.Document{Blocks: []document.Block{p}}, Options{})); !strings.Contains(got, want) {
		t.Errorf("no %s in\n%s", want, got)
	}
}

func TestBadAPIVersion(t *testing.T) {
	if err := Write(t.Context(), &bytes.Buffer{}, &document.Document{}, Options{API: "new"}, nil); err == nil {
		t.Error("no error")
	}
}

func TestMarkersThatCount(t *testing.T) {
	for _, tt := range []struct {
		markers string
		want    listStyle
		ok      bool
	}{
		{"1. 2. 3.", listStyle{1, "Decimal", "Period"}, true}, {"(b) (c)", listStyle{2, "LowerAlpha", "TwoParens"}, true},
		{"D) E)", listStyle{4, "UpperAlpha", "OneParen"}, true}, {"1. 3.", listStyle{}, false}, {"1. 2)", listStyle{}, false}, {"• •", listStyle{}, false}, {"01. 02.", listStyle{}, false},
	} {
		var items []document.Block
		for _, m := range strings.Fields(tt.markers) {
			items = append(items, formattest.Item(m))
		}
		if got, ok := styleOf(items); ok != tt.ok || got != tt.want {
			t.Errorf("%s: got %v, %v", tt.markers, got, ok)
		}
	}
}
