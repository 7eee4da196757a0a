package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The licences that the program prints are those of the modules that are in it,
// on any of the systems that it is released for.
func TestLicencesOfModules(t *testing.T) {
	modules := map[string]string{} // the folders of the modules, by name and version
	for _, system := range []string{"linux", "darwin", "windows", "freebsd"} {
		cmd := exec.Command("go", "list", "-deps", "-f", `{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}|{{.Dir}}{{end}}{{end}}`, ".")
		cmd.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			var exit *exec.ExitError
			errors.As(err, &exit)
			t.Fatalf("go list: %v\n%s", err, exit.Stderr)
		}
		for line := range strings.FieldsFuncSeq(string(out), func(r rune) bool { return r == '\n' }) {
			name, dir, _ := strings.Cut(line, "|")
			modules[name] = dir
		}
	}
	names := []string{"refolio"}
	for name := range modules {
		names = append(names, name)
	}
	slices.Sort(names[1:])
	modules["refolio"] = filepath.Join("..", "..")
	var b strings.Builder
	for _, name := range names {
		found := false
		for _, pattern := range []string{"*LICENSE*", "NOTICE*"} {
			files, _ := filepath.Glob(filepath.Join(modules[name], pattern))
			for _, file := range files {
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				found = true
				fmt.Fprintf(&b, "==== %s: %s ====\n\n%s\n", name, filepath.Base(file), strings.TrimRight(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n \f")+"\n")
			}
		}
		if !found {
			t.Errorf("%s has no licence", name)
		}
	}
	if *update {
		if err := os.WriteFile("licences.txt", []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if b.String() != moduleLicences {
		t.Error("licences.txt is not of the modules in the program: run go test ./cmd/refolio -update, and read the diff")
	}
}

func TestLicences(t *testing.T) {
	stdout, stderr, code := (world{}).run("version", "--licences")
	if code != 0 || stderr != "" {
		t.Fatalf("exit %d, %s", code, stderr)
	}
	for _, want := range []string{"==== refolio: LICENSE ====", "==== github.com/spf13/cobra v", "Bitstream Vera Fonts", "SIL OPEN FONT LICENSE", "hyph-de-1996.tex", "Kevin Atkinson"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in the licences", want)
		}
	}
}
