package epub

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
)

func TestEPUBCheckIsContent(t *testing.T) {
	if testing.Short() {
		t.Skip("Java takes its time")
	}
	tool := formattest.Tool(t, "epubcheck")
	var book bytes.Buffer
	o := Options{Colophon: true, Face: BookFace}
	doc := everything()
	doc.Meta.SourceEdition, doc.Meta.Series = "A printed edition", document.Series{Title: "Set", Number: "1"}
	doc.Meta.ISBN, doc.Meta.DOI, doc.Meta.Languages = "978-0-306-40615-7", "10.1000/182", []string{"la"}
	doc.Meta.Contributors = []document.Person{{Name: "Ida <Trans>", Role: "trl", FileAs: "Trans & Co"}}
	if err := Write(t.Context(), &book, doc, o, nil); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "book.epub")
	if err := os.WriteFile(path, book.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := epubcheck(t, tool, path)
	if err != nil || !strings.Contains(out, "0 fatals / 0 errors / 0 warnings / 0 infos") {
		t.Errorf("%v\n%s", err, out)
	}
	// A usage note is advice. These only say that there are fonts, an NCX, a
	// list of pages and a link to the web, and that a sample of every kind of block has
	// little text.
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "USAGE") && !strings.Contains("CSS-028 HTM-005 HTM-010 HTM-022 HTM-050 NAV-002 NCX-005", line[6:13]) {
			t.Error(line)
		}
	}
}

// everything is a document with every kind of block and hostile text. It takes
// two samples in one, since EPUBCheck is slow to start.
func everything() *document.Document {
	docs := map[string]*document.Document{}
	for _, s := range formattest.Samples() {
		docs[s.Name] = s.Doc
	}
	doc, more := docs["hostile"], docs["every kind"]
	rename := func(blocks []document.Block) {
		for leaf := range document.Leaves(blocks) {
			for in := range document.Inlines(leaf.Content) {
				if in.Kind == document.NoteRef {
					in.Target = "more" + in.Target
				}
			}
		}
	}
	rename(more.Blocks)
	doc.Blocks = append(doc.Blocks, more.Blocks...)
	for _, n := range more.Notes {
		n.ID = "more" + n.ID
		rename(n.Blocks)
		doc.Notes = append(doc.Notes, n)
	}
	doc.Notes = append(doc.Notes, document.Note{ID: "stray", Label: "9", Blocks: []document.Block{formattest.Para("A stray.")}})
	return doc
}

// epubcheck runs EPUBCheck. Debian installs it as an archive for Java that is
// marked as executable, which not every system can start; started by hand,
// without the thorough compiler that pays off in long runs only, it takes half
// the time.
func epubcheck(t *testing.T, tool, path string) (string, error) {
	t.Helper()
	const jar = "/usr/share/java/epubcheck.jar"
	command := []string{tool}
	if _, err := os.Stat(jar); err == nil {
		command = []string{formattest.Tool(t, "java"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar}
	}
	out, err := exec.Command(command[0], append(command[1:], "-u", path)...).CombinedOutput()
	return string(out), err
}
