package pdf

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
)

// annotation is a link as qpdf reads it.
type annotation struct {
	Subtype  string `json:"/Subtype"`
	Contents string `json:"/Contents"`
	Dest     []any  `json:"/Dest"`
	Action   struct {
		URI string `json:"/URI"`
	} `json:"/A"`

	page, to int // where it is and where it leads, counted from 0
}

// links reads the links of a PDF, and the object of each page.
func links(t *testing.T, name string) (found []annotation, pages map[string]int) {
	t.Helper()
	var file struct {
		Objects map[string]json.RawMessage
		Pages   []struct{ Object string }
	}
	if err := json.Unmarshal([]byte(tool(t, "qpdf", "--json=1", name)), &file); err != nil {
		t.Fatal(err)
	}
	pages = map[string]int{}
	for i, p := range file.Pages {
		pages[p.Object] = i
	}
	for i, p := range file.Pages {
		var page struct {
			Annots []string `json:"/Annots"`
		}
		if err := json.Unmarshal(file.Objects[p.Object], &page); err != nil {
			t.Fatal(err)
		}
		for _, ref := range page.Annots {
			a := annotation{page: i, to: -1}
			if err := json.Unmarshal(file.Objects[ref], &a); err != nil {
				t.Fatal(err)
			}
			if len(a.Dest) > 0 {
				a.to = pages[a.Dest[0].(string)]
			}
			found = append(found, a)
		}
	}
	return found, pages
}

// TestLinksLeadBothWays: a mark to its note, the note back to its mark, an entry of
// the contents to the page with its heading, and an address to the web.
func TestLinksLeadBothWays(t *testing.T) {
	name := checked(t, sample(), Options{})
	all, _ := links(t, name)
	pages := pageTexts(t, name)
	says := func(contents string) *annotation {
		for i := range all {
			if all[i].Contents == contents {
				return &all[i]
			}
		}
		t.Fatalf("no link says %q", contents)
		return nil
	}
	for label, opening := range map[string]string{"1": "The first note.", "2": "The second note.", "*": "A note with a star."} {
		there, back := says("note "+label), says("back to note "+label)
		if there.to != back.page || back.to != there.page {
			t.Errorf("the mark %s on page %d leads to page %d, the note on page %d back to %d", label, there.page, there.to, back.page, back.to)
		}
		if !strings.Contains(pages[there.to], opening) {
			t.Errorf("the mark %s leads to a page without %q", label, opening)
		}
	}
	if a := says("the page"); a.Action.URI != "https://example.org/a?b=c" {
		t.Errorf("the address is %q", a.Action.URI)
	}
	var entries int
	for _, a := range all {
		if folio, ok := strings.CutPrefix(a.Contents, "page "); ok && a.page < a.to {
			entries++
			if !strings.Contains(" "+strings.Join(strings.Fields(pages[a.to]), " ")+" ", " "+folio+" ") {
				t.Errorf("the contents lead to a page on which %s is not printed", folio)
			}
		}
	}
	if entries < 4 {
		t.Errorf("only %d links in the contents", entries)
	}
}

// TestPageLabelsAreThePrintedFolios: with empty pages before chapters, too.
func TestPageLabelsAreThePrintedFolios(t *testing.T) {
	doc := sample()
	for i := range doc.Blocks {
		if doc.Blocks[i].Kind == document.Paragraph {
			doc.Blocks[i].Content = append(doc.Blocks[i].Content, word(" "+prose(40)))
		}
	}
	for _, o := range []Options{{}, {Chapters: "recto", HalfTitle: true}, {Chapters: "page", Sides: 1, Page: "e-ink"}} {
		name := checked(t, doc, o)
		var file struct {
			PageLabels []struct {
				Index int
				Label struct {
					Style string `json:"/S"`
					Start int    `json:"/St"`
				}
			}
		}
		if err := json.Unmarshal([]byte(tool(t, "qpdf", "--json=1", "--json-key=pagelabels", name)), &file); err != nil {
			t.Fatal(err)
		}
		printed := 0
		for i, text := range pageTexts(t, name) {
			label := ""
			for _, l := range file.PageLabels {
				if l.Index <= i {
					label = folioOf(l.Label.Style, i-l.Index+l.Label.Start)
				}
			}
			first, last := firstAndLastLine(text)
			if first == "" || first == doc.Meta.Rights {
				continue // an empty page, or the back of the title page
			}
			alone := regexp.MustCompile(`(^|\s)` + label + `($|\s)`)
			if alone.MatchString(first) || alone.MatchString(last) {
				printed++
			} else if label != "i" && label != "iii" { // the half-title and the title page
				t.Errorf("chapters %q: page %d is labelled %s; its first line is %q and its last %q", o.Chapters, i, label, first, last)
			}
		}
		if printed < 5 {
			t.Errorf("chapters %q: folios on %d pages only", o.Chapters, printed)
		}
	}
}

func folioOf(style string, n int) string {
	if style == "/r" {
		return roman(n)
	}
	return strconv.Itoa(n)
}

func firstAndLastLine(s string) (first, last string) {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[0], lines[len(lines)-1]
}
