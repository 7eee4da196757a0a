package main

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// Each flag that can't be everything says so, with its name, before anything is
// done; and each command knows what is no flag of it.
func TestEveryFlagRefusesWhatItCantBe(t *testing.T) {
	t.Chdir(t.TempDir())
	root := (&app{formats: testFormats(), getenv: func(string) string { return "" }}).root()
	for _, c := range root.Commands() {
		if c.Hidden {
			continue
		}
		path := strings.Fields(c.CommandPath())[1:]
		refused := func(flag string, args ...string) {
			_, stderr, code := world{}.run(append(path, args...)...)
			if code != exitUsage || !strings.Contains(stderr, flag) || !strings.HasPrefix(stderr, "error: ") {
				t.Errorf("refolio %s %s: exit code %d, %q", c.Name(), strings.Join(args, " "), code, stderr)
			}
		}
		refused("--xyzzy", "--xyzzy")
		c.Flags().VisitAll(func(f *pflag.Flag) {
			switch f.Value.Type() {
			case "string", "stringArray", "stringSlice":
				return // may be anything; what each means is checked by its command
			}
			refused("--"+f.Name, "--"+f.Name+"=@")
		})
	}
}
