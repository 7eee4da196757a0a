package manifest_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/manifest"
)

// fontOptions has as many files as the manifest names.
type fontOptions struct {
	Fonts []struct {
		File string `yaml:"file"`
	} `yaml:"fonts"`
}

func (o *fontOptions) Files() (files []*string) {
	for i := range o.Fonts {
		files = append(files, &o.Fonts[i].File)
	}
	return files
}

// A list of files may be longer or shorter than the one that it is laid over.
func TestListsOfFiles(t *testing.T) {
	project(t, map[string]string{"job/a.txt": "a", "job/b.txt": "b", "job/x.ttf": "x", "job/y.ttf": "y", "job/z.ttf": "z", "job/m.yaml": `version: 1
documents:
  - a.txt
  - {source: b.txt, outputs: {epub: {fonts: [{file: z.ttf}]}}}
outputs: {epub: {fonts: [{file: x.ttf}, {file: y.ttf}]}}
`, "job/bad.yaml": `version: 1
documents: a.txt
outputs: {epub: {fonts: [{file: x.ttf}, {file: ../none.ttf}]}}
`})
	fonts := manifest.Registry{Formats: []manifest.Kind{{Name: "epub", NewOptions: func() any { return new(fontOptions) }}}}
	m, err := manifest.Load("job/m.yaml", fonts)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"job/x.ttf job/y.ttf", "job/z.ttf"} {
		var got []string
		for _, f := range m.Documents[i].Outputs[0].Options.(*fontOptions).Fonts {
			got = append(got, filepath.ToSlash(f.File))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("document %d has the fonts %q, want %q", i, got, want)
		}
	}
	if _, err := manifest.Load("job/bad.yaml", fonts); err == nil || !strings.Contains(err.Error(), "outputs.epub.fonts[1].file: ") {
		t.Errorf("a file outside: %v", err)
	}
}
