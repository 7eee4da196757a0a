package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestAction runs what action.yml runs, as a job of GitHub Actions would.
func TestAction(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name    string
		inputs  map[string]string
		code    int
		stdout  []string
		outputs []string
		files   []string
	}{
		{"annotations and a SARIF file", map[string]string{"SARIF": "out/r.sarif", "JUNIT": "out/r.xml"}, 1,
			[]string{"::error file=bad.txt,line=1,"}, []string{"exit-code=1", "sarif=out/r.sarif", "report=dist/report.json"},
			[]string{"out/r.sarif", "out/r.xml", "dist/good.md", "dist/report.json"}},
		{"nothing fails", map[string]string{"FAIL_ON": "never", "ANNOTATIONS": "false", "IDS": "good  bad", "CACHE": "false"}, 0, nil, []string{"exit-code=0"}, []string{"dist/bad.md"}},
		{"a check", map[string]string{"COMMAND": "check", "IDS": "good"}, 1, []string{"::error file=bad.txt"}, []string{"exit-code=1", "sarif="}, nil},
		{"a profile", map[string]string{"PROFILE": "small", "FAIL_ON": "never"}, 0, nil, []string{"report=small/report.json"}, []string{"small/good.md"}},
		{"locked", map[string]string{"LOCKED": "true", "FAIL_ON": "never", "ANNOTATIONS": "false"}, 1, []string{"dist/bad.md: error: would be new"}, nil, nil},
		{"no report to verify", map[string]string{"COMMAND": "verify"}, 3, nil, []string{"exit-code=3"}, nil},
		{"no command", map[string]string{"COMMAND": "rm"}, 2, []string{"::error title=refolio::command: use build, check or verify, not rm"}, nil, nil},
		{"an input that looks like a command", map[string]string{"MANIFEST": "$(touch broken); x.yaml"}, 2, nil, []string{"exit-code=2"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range map[string]string{
				"manifest.yaml": "version: 1\ndocuments: ['*.txt']\noutputs: [markdown]\nprofiles: {small: {output: small}}\n",
				"good.txt":      "A text of a few words.\n",
				"bad.txt":       "Ce texte a un octet qui n’est pas « voilà » \xff dans cette phrase, et elle est assez longue pour que ce soit un accident.\n",
			} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			output, summary := filepath.Join(dir, "output"), filepath.Join(dir, "summary.md")
			cmd := exec.Command(bash, filepath.Join(root, ".ci/action"))
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "REFOLIO="+os.Args[0], "REFOLIO_TEST_PROCESS=1", "ACTION_PATH="+root,
				"GITHUB_OUTPUT="+output, "GITHUB_STEP_SUMMARY="+summary, "RUNNER_TEMP="+t.TempDir())
			for name, value := range test.inputs {
				cmd.Env = append(cmd.Env, "INPUT_"+name+"="+value)
			}
			var stderr strings.Builder
			cmd.Stderr = &stderr
			stdout, _ := cmd.Output()
			if got := cmd.ProcessState.ExitCode(); got != test.code {
				t.Errorf("exit code %d, want %d\n%s%s", got, test.code, stdout, stderr.String())
			}
			for _, want := range test.stdout {
				if !strings.Contains(string(stdout), want) {
					t.Errorf("no %q in\n%s", want, stdout)
				}
			}
			said, _ := os.ReadFile(output)
			for _, want := range test.outputs {
				if !slices.Contains(strings.Split(string(said), "\n"), want) {
					t.Errorf("no output %q in\n%s", want, said)
				}
			}
			for _, want := range test.files {
				if _, err := os.Stat(filepath.Join(dir, want)); err != nil {
					t.Error(err)
				}
			}
			if _, err := os.Stat(filepath.Join(dir, "broken")); err == nil {
				t.Error("an input was run")
			}
			if told, _ := os.ReadFile(summary); test.code != 2 && !strings.Contains(string(told), "### refolio ") {
				t.Errorf("summary %q", told)
			}
		})
	}
}

// Each input of the action reaches its script by the environment, and is used.
func TestActionInputs(t *testing.T) {
	action, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("../../.ci/action")
	if err != nil {
		t.Fatal(err)
	}
	_, inputs, _ := strings.Cut(string(action), "\ninputs:\n")
	inputs, steps, _ := strings.Cut(inputs, "\nruns:\n")
	inputs, _, _ = strings.Cut(inputs, "\noutputs:\n")
	for _, m := range regexp.MustCompile(`(?m)^  ([a-z-]+):$`).FindAllStringSubmatch(inputs, -1) {
		name := "INPUT_" + strings.ToUpper(strings.ReplaceAll(m[1], "-", "_"))
		use := "${{ inputs." + m[1] + " }}"
		if m[1] == "working-directory" {
			if !strings.Contains(steps, "working-directory: "+use) {
				t.Error("working-directory is not used")
			}
			continue
		}
		if !strings.Contains(steps, name+": "+use) || !strings.Contains(string(script), name) {
			t.Errorf("the input %s does not reach the script", m[1])
		}
	}
	if run := regexp.MustCompile(`run: .*\$\{\{`).FindString(steps); run != "" {
		t.Errorf("a script with an input in it: %s", run)
	}
}
