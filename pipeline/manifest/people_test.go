package manifest_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/manifest"
)

func TestPeopleSeriesAndNumbers(t *testing.T) {
	project(t, map[string]string{"a.txt": "a", "b.txt": "b"})
	m := load(t, `version: 1
defaults: {author: [Ann Bell (editor), {name: Simone de Beauvoir, file-as: "Beauvoir, Simone de"}], series: Skerry Papers ; 3}
documents:
  - source: a.txt
  - source: b.txt
    author: O. Brock (MBE)
    title-file-as: Ledger, The
    contributors: [Constance Garnett (trl), {name: W. Rusk, role: cover designer}]
    languages: [grc, LA]
    series: {title: "Rain ; wind", number: 2.5}
    isbn: 978-0-306-40615-7
    doi: https://doi.org/10.1000/182
    source-edition: Leith 1911
outputs: pdf
`)
	want := []document.Meta{{
		Authors:  []string{"Ann Bell", "Simone de Beauvoir"},
		Creators: []document.Person{{Name: "Ann Bell", Role: "edt"}, {Name: "Simone de Beauvoir", FileAs: "Beauvoir, Simone de"}},
		Series:   document.Series{Title: "Skerry Papers", Number: "3"},
	}, {
		Authors: []string{"O. Brock (MBE)"}, TitleFileAs: "Ledger, The",
		Contributors: []document.Person{{Name: "Constance Garnett", Role: "trl"}, {Name: "W. Rusk", Role: "cov"}},
		Languages:    []string{"grc", "la"},
		Series:       document.Series{Title: "Rain ; wind", Number: "2.5"},
		ISBN:         "978-0-306-40615-7", DOI: "10.1000/182", SourceEdition: "Leith 1911",
	}}
	for i := range want {
		if got := m.Documents[i].Meta; !reflect.DeepEqual(got, want[i]) {
			t.Errorf("document %d: got\n%+v, want\n%+v", i, got, want[i])
		}
	}
}

func TestMistakesInWhatADocumentIs(t *testing.T) {
	project(t, map[string]string{"a.txt": "a"})
	for _, c := range []struct{ setting, want string }{
		{"isbn: 978-0-306-40615-8", "3:27: documents[0].isbn: \"978-0-306-40615-8\" is no ISBN"},
		{"doi: 182", "documents[0].doi: \"182\" is no DOI"},
		{"contributors: {name: A, role: translater}", `is no role: did you mean "translator"?`},
		{"contributors: {role: trl}", "documents[0].contributors: somebody has no name"},
		{"contributors: [[A]]", "documents[0].contributors[0]: must be a text or keys with values, not a list"},
		{"series: {number: 2}", "documents[0].series: has a number but no title"},
		{"series: {title: A, number: two}", `documents[0].series: "two" is no number of a volume`},
		{"languages: [la, klingonese]", "documents[0].languages: "},
	} {
		text := "version: 1\ndocuments:\n  - {source: a.txt, " + c.setting + "}\noutputs: pdf\n"
		if err := os.WriteFile("m.yaml", []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := manifest.Load("m.yaml", registry()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.setting, err, c.want)
		}
	}
}
