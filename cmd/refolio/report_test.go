package main

import (
	"os/exec"
	"testing"
)

func TestShellWord(t *testing.T) {
	for word, want := range map[string]string{
		"a/b-1.txt": "a/b-1.txt", "ä.txt": "ä.txt", "a b": "'a b'", "it's": `'it'\''s'`, "": "''", "$(x)": "'$(x)'", "*": "'*'", "~": "'~'", `a\b`: `'a\b'`,
	} {
		got := shellWord(word)
		if got != want {
			t.Errorf("%q: got %s, want %s", word, got, want)
		}
		if sh, err := exec.LookPath("sh"); err == nil {
			if out, err := exec.Command(sh, "-c", "printf %s "+got).Output(); err != nil || string(out) != word {
				t.Errorf("a shell reads %s as %q, %v", got, out, err)
			}
		}
	}
}
