package pandoc

import (
	"bytes"
	"encoding/json"
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

// installedAPI is the version of the model that the installed pandoc reads.
func installedAPI(t *testing.T) string {
	t.Helper()
	out, err := exec.Command(formattest.Tool(t, "pandoc"), "--version").Output()
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(string(out), "pandoc 2.") {
		return "1.22"
	}
	return "1.23"
}

// TestPandocWritesOtherFormats has pandoc make what people want of it.
func TestPandocWritesOtherFormats(t *testing.T) {
	api := installedAPI(t)
	for _, to := range []string{"native", "markdown", "docx", "odt", "latex", "epub3", "tei"} {
		for _, s := range formattest.Samples() {
			if to != "native" && s.Name != "article" && s.Name != "every kind" {
				continue
			}
			cmd := exec.Command("pandoc", "-f", "json", "-t", to, "--standalone", "-o", "-")
			cmd.Stdin = bytes.NewReader(write(t, s.Doc, Options{API: api}))
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			if out, err := cmd.Output(); err != nil || stderr.Len() > 0 || len(out) == 0 {
				t.Errorf("%s to %s: %v, %d bytes, %s", s.Name, to, err, len(out), stderr.String())
			}
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
