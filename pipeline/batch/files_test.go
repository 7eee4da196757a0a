package batch_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/formats/markdown"
	"github.com/refolio/refolio/pipeline/batch"
)

// chapters makes a job that writes two chapters with an index at path.
func chapters(t *testing.T, source, path string) batch.Job {
	t.Helper()
	if err := os.WriteFile(source, []byte("---\ntitle: T\n---\n\n## One\n\na[^1]\n\n## Two\n\nb\n\n[^1]: N\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, _ := formats.Find("markdown")
	return batch.Job{ID: "x", Source: source, Outputs: []batch.Output{{Format: f, Options: &markdown.Options{Split: markdown.ByChapter}, Path: path}}}
}

func TestChaptersLieInAFolder(t *testing.T) {
	dir := t.TempDir()
	for index, want := range map[string][]string{
		"x.md":       {"x.md", "x/01-one.md", "x/02-two.md"},
		"b/index.md": {"b/01-one.md", "b/02-two.md", "b/index.md"},
	} {
		job := chapters(t, filepath.Join(dir, "source.md"), filepath.Join(dir, "out", index))
		if err := batch.Prepare([]batch.Job{job}); err != nil {
			t.Fatal(err)
		}
		report := batch.Run(context.Background(), []batch.Job{job}, batch.Options{})[0]
		if report.Err != nil {
			t.Fatal(report.Err)
		}
		var got []string
		for _, path := range report.Written {
			name, _ := filepath.Rel(filepath.Join(dir, "out"), path)
			got = append(got, filepath.ToSlash(name))
			if _, err := os.Stat(path); err != nil {
				t.Error(err)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: wrote %q, want %q", index, got, want)
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, "out", "x.md"))
	if err != nil || !strings.Contains(string(data), "- [One](x/01-one.md)\n- [Two](x/02-two.md)\n") {
		t.Errorf("%v\n%s", err, data)
	}
}

func TestChaptersOfAnEarlierRunAreStrangers(t *testing.T) {
	dir := t.TempDir()
	job := chapters(t, filepath.Join(dir, "source.md"), filepath.Join(dir, "out", "x.md"))
	if err := batch.Prepare([]batch.Job{job}); err != nil {
		t.Fatal(err)
	}
	if report := batch.Run(t.Context(), []batch.Job{job}, batch.Options{})[0]; report.Err != nil || len(job.Outputs[0].Strangers(report.Written)) > 0 {
		t.Errorf("%v, %q", report.Err, job.Outputs[0].Strangers(report.Written))
	}
	if err := os.WriteFile(job.Source, []byte("## One\n\na\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	report := batch.Run(t.Context(), []batch.Job{job}, batch.Options{})[0]
	if got := job.Outputs[0].Strangers(report.Written); !slices.Equal(got, []string{filepath.Join(dir, "out", "x", "02-two.md")}) {
		t.Errorf("%v, %q", report.Err, got)
	}
}

func TestChaptersSpareWhatIsRead(t *testing.T) {
	dir := t.TempDir()
	job := chapters(t, filepath.Join(dir, "01-one.md"), filepath.Join(dir, "index.md"))
	if err := batch.CheckPaths([]batch.Job{job}, ""); err == nil || !strings.Contains(err.Error(), "which is read") {
		t.Errorf("got %v", err)
	}
	job = chapters(t, filepath.Join(dir, "a.txt"), filepath.Join(dir, "index.md"))
	if err := batch.CheckPaths([]batch.Job{job}, ""); err != nil {
		t.Error(err)
	}
}
