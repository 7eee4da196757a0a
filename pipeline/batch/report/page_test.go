package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/batch/report"
	"github.com/refolio/refolio/pipeline/finding"
)

// page returns the page of a report on documents.
func page(t *testing.T, documents []*report.Document, reproducible bool) []byte {
	t.Helper()
	w := report.NewWriter(spool(t), len(documents), reproducible)
	for i, d := range documents {
		e, err := report.Encode(d)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Add(i, e, d.Cache); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := w.Page(&out, head()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// hostile is text that does harm wherever it is taken for markup.
const hostile = `</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">'"&`

// many are n documents with different figures, the first of which is hostile.
func many(n int) (list []*report.Document) {
	for i := range n {
		d := &report.Document{
			ID: fmt.Sprintf("doc-%d", i), Title: fmt.Sprintf("The %d. Book of a Long and Winding Title", i),
			Source: report.File{Path: fmt.Sprintf("texts/doc-%d.txt", i), Size: int64(1000 * (i*7%n + 1)), SHA256: sum},
			Config: sum, Status: report.OK, Language: "en", Cache: report.Made, Timings: &report.Timings{Total: float64(i*3%n) / 10},
		}
		for _, format := range []string{"markdown", "epub", "proof"} {
			d.Outputs = append(d.Outputs, report.Output{Format: format, File: report.File{Path: d.ID + "." + format, Size: 5000, SHA256: sum}, Config: sum})
		}
		for k := range i % 4 {
			d.Findings = append(d.Findings, report.FindingOf(finding.Finding{
				Code: fmt.Sprintf("notes/kind-%d", k), Severity: finding.Severity(k), Message: "something is doubtful", Line: k + 1, Column: 2,
			}))
		}
		if i%10 == 9 {
			d.Status, d.Outputs, d.Errors = report.Failed, nil, []report.Error{{Kind: report.TimeLimit, Message: "took longer than it may"}}
		}
		list = append(list, d)
	}
	d := list[0]
	d.Title, d.Language = hostile, `en" onload="window.pwned=1`
	d.Source.Path = hostile
	d.Findings = []report.Finding{{Code: hostile, Severity: "error", Message: hostile, Suggest: hostile, Line: 1, Column: 1}}
	d.Errors = []report.Error{{Kind: report.Bug, Message: hostile}}
	d.Outputs[0].Path = "javascript:window.pwned=1/a b#?%.md"
	return list
}

func TestPageIsAloneAndInert(t *testing.T) {
	data := string(page(t, many(5), false))
	if n := strings.Count(data, "<script"); n != 2 {
		t.Errorf("%d scripts", n)
	}
	for _, outside := range []string{"http:", "https:", "src=\"", "<link", "@import", "url("} {
		if strings.Contains(strings.ReplaceAll(data, `src=x`, ""), outside) {
			t.Errorf("it has %s", outside)
		}
	}
	if !strings.Contains(data, `"./javascript:window.pwned=1/a%20b%23%3F%25.md"`) {
		t.Error("an address is not escaped")
	}
	if again := string(page(t, many(5), false)); again != data {
		t.Error("not the same bytes twice")
	}
	if same := string(page(t, many(5), true)); strings.Contains(same, `"time":`) {
		t.Error("a reproducible page has times")
	}
}

func TestPageHasRoomForTheWorst(t *testing.T) {
	var list []*report.Document
	for range 210 {
		d := &report.Document{ID: "x", Status: report.OK, Config: sum}
		for range 150 {
			d.Findings = append(d.Findings, report.Finding{Code: "a/info", Severity: "info", Message: "m"})
		}
		d.Findings = append(d.Findings, report.Finding{Code: "a/error", Severity: "error", Message: "m"})
		list = append(list, d)
	}
	data := page(t, list, true)
	_, rest, _ := bytes.Cut(data, []byte(`id="data">`))
	rest, _, _ = bytes.Cut(rest, []byte("</script>"))
	var shown struct {
		Documents []struct {
			Counts   []int
			Findings [][]any
		}
	}
	if err := json.Unmarshal(rest, &shown); err != nil {
		t.Fatal(err)
	}
	all, errors := 0, 0
	for _, d := range shown.Documents {
		all += len(d.Findings)
		for _, f := range d.Findings {
			if f[0] == 0.0 {
				errors++
			}
		}
		if !slices.Equal(d.Counts, []int{1, 0, 150}) {
			t.Fatalf("counts %v", d.Counts)
		}
	}
	if all != 20_000 || errors != 210 || !bytes.Contains(data, []byte("the 20,000 most severe of 31,710 findings")) {
		t.Errorf("%d findings, %d errors", all, errors)
	}
}

// TestPageInBrowser uses the page as a person does: it sorts and filters by
// clicking, and opens a document, on a phone and on a desk.
func TestPageInBrowser(t *testing.T) {
	path := filepath.Join(t.TempDir(), report.PageName)
	if err := os.WriteFile(path, page(t, many(450), false), 0o666); err != nil {
		t.Fatal(err)
	}
	for name, screen := range map[string]formattest.Screen{"phone": {Width: 390, Height: 844}, "desk": {Width: 1366, Height: 900}, "dark": {Width: 1366, Height: 900, Dark: true}} {
		t.Run(name, func(t *testing.T) {
			b := formattest.Browse(t, screen)
			b.Open("file://"+path, `document.querySelectorAll("tbody tr").length > 0`)
			firstID := func() string {
				return formattest.Eval[string](b, `document.querySelector("tbody tr button").textContent`)
			}
			click := func(selector string) {
				formattest.Eval[bool](b, fmt.Sprintf(`(document.querySelector(%q).click(), true)`, selector))
			}
			number := func(expression string) int { return formattest.Eval[int](b, expression) }
			if n := number(`document.querySelectorAll("tbody tr").length`); n != 200 {
				t.Errorf("%d rows", n)
			}
			if wide := number(`document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("it is %d pixels too wide", wide)
			}
			picture(t, b, name)
			click(`th button[data-by=size]`)
			if got := firstID(); got != "doc-257" { // 257 * 7 % 450 is the largest
				t.Errorf("the largest first: %s", got)
			}
			click(`th button[data-by=size]`)
			if got := firstID(); got != "doc-0" {
				t.Errorf("the smallest first: %s", got)
			}
			click(`th button[data-by=id]`)
			click(`[data-go="1"]`)
			if got := firstID(); got != "doc-200" {
				t.Errorf("the second page by name: %s", got)
			}
			click(`input[value=failed]`)
			if got := formattest.Eval[string](b, `document.querySelector(".count").textContent`); got != "45 of 450 documents" {
				t.Errorf("failed: %s", got)
			}
			click(`input[value=all]`)
			formattest.Eval[bool](b, `(() => {
				const e = document.querySelector("input[type=search]");
				e.value = "pwned"; e.dispatchEvent(new Event("input", {bubbles: true})); return true;
			})()`)
			if got := firstID(); got != "doc-0" {
				t.Errorf("searched: %s", got)
			}
			click(`tbody tr button`)
			if got := formattest.Eval[string](b, `document.querySelector("tr.more li").textContent`); !strings.Contains(got, "<script>") {
				t.Errorf("the finding: %s", got)
			}
			if wide := number(`document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("with a document open it is %d pixels too wide", wide)
			}
			picture(t, b, name+"-open")
			if formattest.Eval[bool](b, `"pwned" in window`) {
				t.Error("a text from a document was executed")
			}
			if errs := b.Errors(); len(errs) > 0 {
				t.Errorf("errors: %q", errs)
			}
		})
	}
}

// picture keeps a picture of the page in the folder REFOLIO_PICTURES, if that
// is set, to be looked at.
func picture(t *testing.T, b *formattest.Browser, name string) {
	if dir := os.Getenv("REFOLIO_PICTURES"); dir != "" {
		b.Picture(filepath.Join(dir, "report-"+name+".png"))
	}
}
