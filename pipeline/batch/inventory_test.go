package batch_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/formats/markdown"
	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/batch/cache"
)

const inventory = ".refolio.files"

// clean removes what is left over, and returns its names and those of what stays
// because it was changed.
func (a *archive) clean() (removed, changed []string) {
	a.t.Helper()
	c, err := batch.Clean(a.jobs(), a.dist, false)
	if err != nil {
		a.t.Fatal(err)
	}
	names := func(paths []string) (names []string) {
		for _, path := range paths {
			name, _ := filepath.Rel(a.dist, path)
			names = append(names, filepath.ToSlash(name))
		}
		return names
	}
	return names(c.Removed), names(c.Changed)
}

func TestWhatNobodyAsksForIsLeftOver(t *testing.T) {
	for _, caches := range []string{"cache", ""} {
		a := newArchive(t, 4)
		if caches == "" {
			a.caches = ""
		}
		a.run()
		a.ids = a.ids[:2]
		for range 2 { // the second time nothing is done
			result, err := a.try(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			result.Close()
			if n := len(result.Leftover); n != 4 {
				t.Fatalf("%d files are left over: %q", n, result.Leftover)
			}
		}
		if err := os.WriteFile(filepath.Join(a.dist, "d002.letters"), []byte("somebody's"), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(a.dist, "mine.words"), []byte("somebody's"), 0o666); err != nil {
			t.Fatal(err)
		}
		removed, changed := a.clean()
		if !slices.Equal(removed, []string{"d002.words", "d003.letters", "d003.words"}) || !slices.Equal(changed, []string{"d002.letters"}) {
			t.Errorf("removed %q, changed %q", removed, changed)
		}
		if removed, changed = a.clean(); len(removed)+len(changed) > 0 {
			t.Errorf("a second time: removed %q, changed %q", removed, changed)
		}
		if files := a.editions(); len(files) != 6 {
			t.Errorf("there are %q", files)
		}
	}
}

// A document that fails has the editions of before, and they stay.
func TestEditionsOfAFailedDocumentAreNotLeftOver(t *testing.T) {
	a := newArchive(t, 3)
	a.run()
	a.write(a.ids[0], "")
	a.run()
	if removed, _ := a.clean(); len(removed) > 0 {
		t.Errorf("removed %q", removed)
	}
}

func TestChapterThatIsGoneIsLeftOver(t *testing.T) {
	dir := t.TempDir()
	source, dist := filepath.Join(dir, "x.md"), filepath.Join(dir, "dist")
	f, _ := formats.Find("markdown")
	jobs := []batch.Job{{ID: "x", Source: source, Outputs: []batch.Output{{
		Format: f, Options: &markdown.Options{Split: markdown.ByChapter}, Path: filepath.Join(dist, "x.md"),
	}}}}
	build := func(text string) []string {
		t.Helper()
		if err := os.WriteFile(source, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		c := cache.Open(filepath.Join(dir, "cache"))
		result, err := batch.Build(t.Context(), jobs, batch.BuildOptions{Options: batch.Options{Cache: c, Program: "test"}, Dir: dist, Manifest: filepath.Join(dir, "m.yaml"), States: c.StateDir()})
		if err != nil {
			t.Fatal(err)
		}
		result.Close()
		return result.Leftover
	}
	const one, two = "## One\n\na\n\n", "## Two\n\nb\n"
	if left := build(one + two); len(left) > 0 {
		t.Errorf("left over: %q", left)
	}
	gone := filepath.Join(dist, "x", "02-two.md")
	if left := build(one); !slices.Equal(left, []string{gone}) {
		t.Errorf("left over: %q", left)
	}
	if left := build(one + two); len(left) > 0 { // from the cache
		t.Errorf("left over: %q", left)
	}
	if err := os.Remove(filepath.Join(dist, inventory)); err != nil { // as an older version leaves it
		t.Fatal(err)
	}
	if left := build(one + two); len(left) > 0 {
		t.Errorf("left over: %q", left)
	}
	if left := build(one); !slices.Equal(left, []string{gone}) {
		t.Errorf("left over: %q", left)
	}
	if c, err := batch.Clean(nil, dist, false); err != nil || len(c.Removed) != 3 {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := os.Stat(filepath.Join(dist, "x")); err == nil {
		t.Error("an empty folder stays")
	}
}

// Whoever gets an output folder from somebody else may clean it.
func TestInventoryLeadsNowhereElse(t *testing.T) {
	dir := t.TempDir()
	dist, outside := filepath.Join(dir, "dist"), filepath.Join(dir, "outside")
	for _, d := range []string{dist, outside} {
		if err := os.Mkdir(d, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(outside, "precious"), []byte("text"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dist, "link")); err != nil {
		t.Fatal(err)
	}
	const sum = "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1" // of "text"
	list := []string{"../outside/precious", filepath.Join(outside, "precious"), "link/precious", "link", "link/../../outside/precious"}
	if err := os.WriteFile(filepath.Join(dist, inventory), []byte(sum+"  "+strings.Join(list, "\n"+sum+"  ")+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	c, _ := batch.Clean(nil, dist, false)
	if len(c.Removed) > 0 {
		t.Errorf("removed %q", c.Removed)
	}
	if _, err := os.Stat(filepath.Join(outside, "precious")); err != nil {
		t.Error(err)
	}
}
