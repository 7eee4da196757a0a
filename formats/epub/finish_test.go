package epub

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// go-epub logs what it can't write and goes on: the archive must be compared
// with what went in.
func TestDamagedArchiveIsRefused(t *testing.T) {
	b := newBook(formattest.Long(20), Options{}, nil)
	if err := b.makeCover(); err != nil {
		t.Fatal(err)
	}
	b.plan()
	for _, f := range b.files {
		f.write()
	}
	b.buildContents()
	b.style = b.sheet()
	archive, err := b.contain()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.finish(archive); err != nil {
		t.Fatalf("the whole archive: %v", err)
	}
	section := root + textFolder + b.files[3].name
	for _, c := range []struct {
		name, want string
		change     func(name string, data []byte) (string, []byte)
	}{
		{"a lost section", section + " is missing", func(n string, d []byte) (string, []byte) {
			if n == section {
				return "", nil
			}
			return n, d
		}},
		{"a section cut off", section + " is damaged", func(n string, d []byte) (string, []byte) {
			if n == section {
				return n, d[:len(d)/2]
			}
			return n, d
		}},
		{"no package document", "package.opf is missing", func(n string, d []byte) (string, []byte) {
			if strings.HasSuffix(n, ".opf") {
				return "", nil
			}
			return n, d
		}},
		{"a damaged picture", "cover.png is damaged", func(n string, d []byte) (string, []byte) {
			if strings.HasSuffix(n, ".png") {
				d = bytes.Clone(d)
				d[len(d)/2]++
			}
			return n, d
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			damaged := rewritten(t, archive, c.change)
			if _, err := b.finish(damaged); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want that %s", err, c.want)
			}
		})
	}
	same := func(n string, d []byte) (string, []byte) { return n, d }
	if _, err := b.finish(rewritten(t, archive, same, "EPUB/more.txt")); err == nil || !strings.Contains(err.Error(), "nobody put it there") {
		t.Errorf("a file of nobody's: %v", err)
	}
	if _, err := b.finish(archive[:len(archive)/2]); err == nil {
		t.Error("half an archive was taken")
	}
}

// rewritten returns an archive with every file changed, one without a name
// left out and those that are named added.
func rewritten(t *testing.T, archive []byte, change func(string, []byte) (string, []byte), added ...string) []byte {
	t.Helper()
	files, err := unpack(archive)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range added {
		files[name] = []byte("x")
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, data := range files {
		if name, data = change(name, data); name == "" {
			continue
		}
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The golden files are all files of two books but the covers.
func TestGolden(t *testing.T) {
	for i, s := range formattest.Samples()[:2] {
		name := goldenFile(s.Name)
		o := []Options{{Cover: NoCover}, {Cover: NoCover, Notes: BookEnd, Colophon: true}}[i]
		book := made(t, s.Doc, o)
		var got strings.Builder
		for _, entry := range book.order {
			if path.Ext(entry) != ".css" {
				fmt.Fprintf(&got, "=== %s\n%s\n", entry, book.data[entry])
			}
		}
		if *update {
			if err := os.WriteFile(name, []byte(got.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != string(want) {
			t.Errorf("%s is not what is written now; look at the difference after -update", name)
		}
	}
}

func goldenFile(sample string) string {
	return "testdata/" + strings.ReplaceAll(sample, " ", "-") + ".golden"
}
