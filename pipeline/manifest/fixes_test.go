package manifest_test

import (
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/fixes"
	"github.com/refolio/refolio/pipeline/manifest"
)

// TestFixesInTheManifest has fixes under a document, and mistakes in them.
func TestFixesInTheManifest(t *testing.T) {
	project(t, map[string]string{"a.txt": "a", "b.txt": "b", "b.txt.fixes.yaml": "- {line: 1, text: b, break: yes}\n"})
	m := load(t, `version: 1
documents:
  - source: a.txt
    fixes:
      - {line: 3, text: THE END, heading: 2}
      - line: 9
        text: teh
        erratum: the
  - '*.txt*'
outputs: [markdown]
`)
	if len(m.Documents) != 2 {
		t.Fatalf("a file of fixes was taken for a text: %s", ids(m))
	}
	got := documentOf(t, m, "a").Fixes
	want := []fixes.Fix{{Line: 3, Text: "THE END", Kind: fixes.Heading, Value: "2"}, {Line: 9, Text: "teh", Kind: fixes.Erratum, Value: "the"}}
	if len(got) != 2 || !got[0].Same(want[0]) || !got[1].Same(want[1]) || len(documentOf(t, m, "b").Fixes) > 0 {
		t.Errorf("the fixes are %v, want %v", got, want)
	}
	if err := got[1].Wrong("x"); !strings.HasSuffix(err.Error(), "m.yaml:6:9: x") {
		t.Errorf("a fix is at %v", err)
	}
	for _, c := range []struct{ fix, want string }{
		{"a.txt, fixes: [{line: 1, text: a, heding: 1}]", `3:48: documents[0].fixes: unknown key "heding"`},
		{"'*.txt', fixes: [{line: 1, text: a, break: yes}]", "documents[0].fixes: the glob matches 2 files, which can't share fixes"},
	} {
		project(t, map[string]string{"a.txt": "a", "c.txt": "c", "m.yaml": "version: 1\ndocuments:\n  - {source: " + c.fix + "}\noutputs: [markdown]\n"})
		if _, err := manifest.Load("m.yaml", registry()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.fix, err, c.want)
		}
	}
}
