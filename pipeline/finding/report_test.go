package finding_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/refolio/refolio/pipeline/finding"
)

var update = flag.Bool("update", false, "write what the formats look like into testdata")

// found is a report with all that may go wrong in a format: markup, line ends,
// commands, control characters, names with everything in them.
func found() *finding.Report {
	documents := []finding.Document{
		{ID: "clean", Source: "texts/clean.txt"},
		{ID: "walk", Source: "texts/a walk, 50% & <up>.txt", Findings: []finding.Finding{
			{Code: "notes/unmatched-marker", Severity: finding.Error, Message: "the mark 3 leads to no note", Suggest: "look for the note in the printed book", Line: 12, Column: 4, Excerpt: `He said "<b>no</b>"3 & left`},
			{Code: "hyphenation/doubtful", Severity: finding.Info, Message: "the hyphen was left out (62% sure): well-being", Line: 40, Column: 1, Excerpt: "of their well-"},
			{Code: "hyphenation/doubtful", Severity: finding.Info, Message: "the hyphen was left out (63% sure): well-being", Line: 90, Column: 1, Excerpt: "of  their well-"},
			{Code: "pdf/missing-glyph", Severity: finding.Warning, Message: "no font has ☃\r\n::error::forged%0A]]> \x1b[2J\x00", Output: "pdf"},
		}},
		{ID: "lost", Source: "/srv/lost.txt", Findings: []finding.Finding{
			{Code: finding.CodeFailed, Severity: finding.Error, Message: "permission denied"},
		}},
		{ID: "stdin", Source: "<stdin>", Findings: []finding.Finding{
			{Code: "source/encoding", Severity: finding.Info, Message: "the text is not UTF-8; it was read as windows-1252", Known: true},
			{Code: "some/new-code", Severity: finding.Warning, Message: "of a format made by others"},
		}},
	}
	return &finding.Report{Program: "refolio", Version: "v1.2.0", FailOn: finding.Threshold{Severity: finding.Warning}, Documents: documents}
}

func write(t *testing.T, format string, r *finding.Report) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := finding.Write(&out, format, r); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestFormats(t *testing.T) {
	for _, f := range finding.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			got := write(t, f.Name, found())
			path := filepath.Join("testdata", "found."+f.Name)
			if *update {
				if err := os.WriteFile(path, got, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s is not what is written; if that is right: go test ./pipeline/finding -update\n%s", path, got)
			}
		})
	}
	if err := finding.Write(&bytes.Buffer{}, "xml", found()); err == nil {
		t.Error("an unknown format was written")
	}
}

func TestJSONKeepsToItsSchema(t *testing.T) {
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(finding.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("findings.json", schema); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("findings.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []*finding.Report{found(), {}} {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(write(t, "json", r)))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(v); err != nil {
			t.Error(err)
		}
	}
}

// Microsoft's validator knows the schema of SARIF, and rules beyond it. .ci/run
// installs it where there is npm; it is large, and never required elsewhere.
func TestSARIFByItsValidator(t *testing.T) {
	tool, err := exec.LookPath("Sarif.Multitool")
	if err != nil {
		t.Skip("no Sarif.Multitool (npm: @microsoft/sarif-multitool-linux)")
	}
	dir := t.TempDir()
	for name, r := range map[string]*finding.Report{"found": found(), "empty": {Program: "refolio"}} {
		path, result := filepath.Join(dir, name+".sarif"), filepath.Join(dir, name+".result.sarif")
		if err := os.WriteFile(path, write(t, "sarif", r), 0o666); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(tool, "validate", path, "--output", result, "--log", "ForceOverwrite")
		cmd.Env = append(os.Environ(), "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		for _, line := range regexp.MustCompile(`(?m)^.*: (error|warning) .*$`).FindAllString(string(out), -1) {
			t.Errorf("%s: %s", name, line)
		}
	}
}

// A reader of XML finds in the JUnit report what was put in.
func TestJUnitIsRead(t *testing.T) {
	var suites struct {
		Tests, Failures, Errors int
		Suite                   []struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Errors   int `xml:"errors,attr"`
			Case     []struct {
				Name    string  `xml:"name,attr"`
				Error   *string `xml:"error"`
				Failure *string `xml:"failure"`
				Out     string  `xml:"system-out"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(write(t, "junit", found()), &suites); err != nil {
		t.Fatal(err)
	}
	suite := suites.Suite[0]
	if suite.Tests != 4 || suite.Failures != 2 || suite.Errors != 1 {
		t.Errorf("%+v", suite)
	}
	for i, want := range []struct{ failed, errored bool }{{false, false}, {true, false}, {false, true}, {true, false}} {
		c := suite.Case[i]
		if (c.Failure != nil) != want.failed || (c.Error != nil) != want.errored {
			t.Errorf("%s: failed %v, error %v", c.Name, c.Failure != nil, c.Error != nil)
		}
	}
	if c := suite.Case[1]; !strings.Contains(*c.Failure, "]]>") || strings.Contains(*c.Failure, "\x1b") || !strings.Contains(c.Out, "well-being") {
		t.Errorf("%+v", c)
	}
}

// The runner of GitHub Actions ends a command at the line's end, and its
// properties at commas and colons.
func TestAnnotationsCantBeForged(t *testing.T) {
	command := regexp.MustCompile(`^::(notice|warning|error) file=[^,:\r\n]*(,line=\d+,col=\d+)?,title=[^,:\r\n]*::[^\r\n]*$`)
	lines := strings.Split(strings.TrimSuffix(string(write(t, "github", found())), "\n"), "\n")
	if len(lines) != 6 {
		t.Errorf("%d annotations", len(lines))
	}
	for _, line := range lines {
		if !command.MatchString(line) {
			t.Errorf("no command: %q", line)
		}
	}
}

func TestBaseline(t *testing.T) {
	first := found()
	b := finding.NewBaseline(first.Documents)
	data, err := b.Encode()
	if err != nil {
		t.Fatal(err)
	}
	again, err := finding.ReadBaseline(data)
	if err != nil {
		t.Fatal(err)
	}
	if twice, _ := again.Encode(); !bytes.Equal(data, twice) {
		t.Errorf("read and written again:\n%s\nwas\n%s", twice, data)
	}
	second := found()
	second.Documents[3].Findings[0].Known = false
	walk := &second.Documents[1]
	walk.Findings[0].Line += 7 // text was added above
	walk.Findings[1].Message = strings.Replace(walk.Findings[1].Message, "62%", "71%", 1)
	same := walk.Findings[1]
	walk.Findings = append(walk.Findings[:3], same) // a third of the kind, and one is gone
	known, ids := 0, map[string]bool{}
	for i := range second.Documents {
		known += again.Mark(&second.Documents[i])
		ids[second.Documents[i].ID] = true
	}
	if known != 5 || again.Gone(ids) != 1 {
		t.Errorf("%d known, %d gone; want 5 and 1", known, again.Gone(ids))
	}
	if f := walk.Findings; !f[0].Known || !f[1].Known || !f[2].Known || f[3].Known {
		t.Errorf("%+v", f)
	}
	if second.Documents[2].Findings[0].Known {
		t.Error("a failure is no accepted finding")
	}
}

func TestBadBaselines(t *testing.T) {
	for _, text := range []string{"", "[]", "{}", `{"version": 2, "findings": []}`, `{"version": 1, "findings": [null]}`, `{"version": 1, "finding": []}`,
		`{"version": 1, "findings": [{"document": "a"}]}`} {
		if _, err := finding.ReadBaseline([]byte(text)); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

// Every code that a stage or a format reports stands in the list of rules.
func TestEveryCodeHasARule(t *testing.T) {
	known := map[string]bool{}
	for _, r := range finding.Rules() {
		if known[r.Code] || r.Summary == "" || r.Help == "" {
			t.Errorf("rule %+v: twice, or without a summary or help", r)
		}
		known[r.Code] = true
	}
	code := regexp.MustCompile(`(?:Code: *|Report\(|report\(|say\(|warn\()"([a-z]+/[a-z0-9-]+)"`)
	short := regexp.MustCompile(`r\.say\([^,]+, finding\.[A-Z][a-z]+, "([a-z-]+)"`) // of the reader of Markdown
	for _, root := range []string{"../../formats", "../../pipeline"} {
		err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			var codes []string
			for _, m := range code.FindAllSubmatch(text, -1) {
				codes = append(codes, string(m[1]))
			}
			for _, m := range short.FindAllSubmatch(text, -1) {
				codes = append(codes, "markdown/"+string(m[1]))
			}
			for _, c := range codes {
				if !known[c] {
					t.Errorf("%s reports %s, which has no line in rules.go", path, c)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzFormats(f *testing.F) {
	f.Add("a.txt", "notes/damaged", "message", "excerpt", 3)
	f.Add("::error::", "a\nb", "\x1b]]>&<", "\xff\u2028", -1)
	f.Fuzz(func(t *testing.T, source, code, message, excerpt string, line int) {
		r := &finding.Report{Program: "refolio", Documents: []finding.Document{{ID: source, Source: source, Findings: []finding.Finding{
			{Code: code, Severity: finding.Error, Message: message, Excerpt: excerpt, Line: line, Column: 1}}}}}
		var v any
		for _, format := range []string{"json", "sarif"} {
			if err := json.Unmarshal(write(t, format, r), &v); err != nil {
				t.Errorf("%s: %v", format, err)
			}
		}
		if err := xml.Unmarshal(write(t, "junit", r), &struct{}{}); err != nil {
			t.Errorf("junit: %v", err)
		}
		if out := write(t, "github", r); bytes.Count(out, []byte("\n")) != 1 || bytes.Contains(out, []byte("\r")) {
			t.Errorf("github: %q", out)
		}
	})
}

// What a threshold or a level writes, it reads, and nothing else.
func TestThresholdsAndLevelsAreReadBack(t *testing.T) {
	for _, word := range (finding.Threshold{}).Values() {
		var read finding.Threshold
		if err := read.UnmarshalText([]byte(word)); err != nil || read.String() != word {
			t.Errorf("%s: %v, %v", word, read, err)
		}
	}
	for _, word := range (finding.Level{}).Values() {
		var read finding.Level
		err := read.UnmarshalText([]byte(word))
		if text, _ := read.MarshalText(); err != nil || string(text) != word {
			t.Errorf("%s: %s, %v", word, text, err)
		}
	}
	if new(finding.Threshold).UnmarshalText([]byte("off")) == nil || new(finding.Level).UnmarshalText([]byte("never")) == nil {
		t.Error("a threshold is off, or a level never")
	}
	if err := finding.CheckPattern("notes/["); err == nil || !strings.Contains(err.Error(), "bracket") {
		t.Errorf("an open bracket: %v", err)
	}
}
