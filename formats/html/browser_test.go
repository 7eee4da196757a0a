package html

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
)

// look.js measures pages that are shown in frames of several widths.
//
//go:embed testdata/look.js
var look string

// pages are the documents to look at. That of hostile strings has headings
// and tables that nobody would make, but must not break out of anything.
func pages(t *testing.T) map[string]string {
	all := map[string]string{}
	for _, s := range formattest.Samples() {
		if s.Name == "article" || s.Name == "every kind" || s.Name == "stray notes" || s.Name == "hostile" {
			all[s.Name] = string(write(t, s.Doc, Options{}))
		}
	}
	all["many notes"] = string(write(t, crowded(), Options{}))
	return all
}

// crowded has more words in its notes than in its text.
func crowded() *document.Document {
	doc := &document.Document{Meta: document.Meta{Title: "Crowded", Language: "en"}}
	doc.Blocks = append(doc.Blocks, formattest.Leaf(document.Title, "Crowded"), formattest.Head(1, "One"))
	for i := range 30 {
		id := fmt.Sprint("n", i+1)
		doc.Blocks = append(doc.Blocks, formattest.Para("The keeper wrote down what he saw", formattest.Ref(id), ", and ", formattest.Em("nothing", formattest.Ref(id)), "; the tide came in."))
		doc.Notes = append(doc.Notes, formattest.Note(id, "", formattest.Para(strings.Repeat("Log of the year. ", 1+i*i%40))))
	}
	return doc
}

// inBrowser shows HTML in Chromium and returns what its script has left in the
// element with the ID "result".
func inBrowser(t *testing.T, page string) []byte {
	t.Helper()
	chromium := formattest.Tool(t, "chromium")
	dir := t.TempDir()
	path := filepath.Join(dir, "look.html")
	if err := os.WriteFile(path, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir="+filepath.Join(dir, "profile"),
		"--window-size=1600,1200", "--virtual-time-budget=60000", "--dump-dom", "file://"+path)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("chromium: %v", err)
	}
	_, result, ok := bytes.Cut(out, []byte(`<pre id="result">`))
	result, _, closed := bytes.Cut(result, []byte("</pre>"))
	if !ok || !closed || len(result) == 0 {
		t.Fatalf("no result from Chromium:\n%.2000s", out)
	}
	return []byte(html.UnescapeString(string(result)))
}

// frames is a page that shows pages in frames of the given widths and runs
// script.
func frames(pages map[string]string, widths []int, script string) string {
	var sb strings.Builder
	sb.WriteString("<!DOCTYPE html><meta charset=utf-8><pre id=\"result\"></pre>\n")
	for name, page := range pages {
		for _, width := range widths {
			fmt.Fprintf(&sb, "<iframe title=\"%s\" style=\"border:0;width:%dpx;height:900px\" srcdoc=\"%s\"></iframe>\n", name, width, html.EscapeString(page))
		}
	}
	sb.WriteString("<script>\n" + script + "\n</script>\n")
	return sb.String()
}

// TestLayout has Chromium lay out pages at several widths and measures: nothing
// sticks out, a full stop stays with the mark before it, side notes stand beside
// their marks and not on each other, nothing is fetched.
func TestLayout(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	var found []string
	result := inBrowser(t, frames(pages(t), []int{320, 375, 820, 1180, 1500}, look))
	if err := json.Unmarshal(result, &found); err != nil {
		t.Fatalf("%v: %s", err, result)
	}
	if len(found) == 0 || !strings.HasPrefix(found[0], "25 pages") {
		t.Errorf("looked at %v", found)
	}
	for _, problem := range found[min(1, len(found)):] {
		t.Error(problem)
	}
}

// TestAxe has axe-core, whose file REFOLIO_AXE names, look at pages on a narrow
// and on a wide screen.
func TestAxe(t *testing.T) {
	path := os.Getenv("REFOLIO_AXE")
	if path == "" {
		t.Skip("REFOLIO_AXE does not name an axe.min.js (npm install axe-core)")
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	with := map[string]string{}
	for name, page := range pages(t) {
		if name == "hostile" { // its headings are links and its links are headings
			continue
		}
		_, rest, _ := strings.Cut(page, `style-src 'unsafe-inline'">`)
		head, _, _ := strings.Cut(page, "<meta http-equiv")
		with[name] = head + "<script>" + strings.ReplaceAll(string(axe), "</script", `<\/script`) + "</script>" + rest
	}
	var found []string
	result := inBrowser(t, frames(with, []int{375, 1500}, runAxe))
	if err := json.Unmarshal(result, &found); err != nil {
		t.Fatalf("%v: %s", err, result)
	}
	if len(found) == 0 || !strings.HasPrefix(found[0], "8 pages") {
		t.Errorf("looked at %v", found)
	}
	for _, problem := range found[min(1, len(found)):] {
		t.Error(problem)
	}
}

// runAxe runs axe in each frame, all rules but those that are experimental.
const runAxe = `
addEventListener("load", async () => {
  const frames = [...document.querySelectorAll("iframe")], found = [frames.length + " pages"];
  for (const f of frames) {
    const {violations} = await f.contentWindow.axe.run(f.contentDocument, {resultTypes: ["violations"]});
    for (const v of violations) found.push(f.title + " at " + f.clientWidth + ": " + v.id + " (" + v.impact + "): " + v.nodes.map(n => n.html).slice(0, 3).join(" | "));
  }
  document.getElementById("result").textContent = JSON.stringify(found);
});`
