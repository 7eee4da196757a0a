package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
)

func TestManualPage(t *testing.T) {
	page, stderr, code := (world{}).run("man")
	if code != 0 || stderr != "" {
		t.Fatalf("exit %d, %s", code, stderr)
	}
	for _, want := range []string{".TH REFOLIO 1", ".SS refolio build ", ".SS refolio cache prune ", ".B \\-\\-fail\\-on LEVEL\n", ".B 130\n", "SOURCE_DATE_EPOCH"} {
		if !strings.Contains(page, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	groff := exec.Command(formattest.Tool(t, "groff"), "-man", "-ww", "-z", "-Tutf8")
	groff.Stdin = strings.NewReader(page)
	if out, err := groff.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("groff: %v\n%s", err, out)
	}
}

func TestEscapedForTroff(t *testing.T) {
	for in, want := range map[string]string{
		".TH x":   `\&.TH x`,
		"'quote'": `\&'quote'`,
		`a\b -c`:  `a\eb \-c`,
	} {
		if got := escaped(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestCompletionScripts(t *testing.T) {
	for _, s := range shells {
		script, stderr, code := (world{}).run("completion", s.name)
		if code != 0 || stderr != "" || !strings.Contains(script, "refolio") {
			t.Errorf("%s: exit %d, %s", s.name, code, stderr)
		}
		shell, err := exec.LookPath(s.name)
		if err != nil || s.name == "powershell" {
			continue // without the shell, its script is not tried
		}
		check := exec.Command(shell, "-n")
		check.Stdin = strings.NewReader(script)
		if out, err := check.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", s.name, err, out)
		}
	}
}

func TestCompletion(t *testing.T) {
	t.Chdir(t.TempDir())
	unpack(t, "-- manifest.yaml --\nversion: 1\ndocuments: [{source: walk.txt, title: Round}, rest.txt]\noutputs: [pdf]\n-- walk.txt --\nA text.\n-- rest.txt --\nA text.\n")
	for args, want := range map[string]string{
		"build ":           "walk\tRound\nrest\n",
		"build walk ":      "rest\n",
		"build --fail-on ": "info\nwarning\nerror\nnever\n",
		"completion ":      "bash\nzsh\nfish\npowershell\n",
	} {
		words := append([]string{"__complete"}, strings.Split(args, " ")...)
		stdout, _, _ := (world{}).run(words...)
		got, _, _ := strings.Cut(stdout, ":")
		if got != want {
			t.Errorf("%q: %q, want %q", args, got, want)
		}
	}
}
