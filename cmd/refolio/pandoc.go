package main

import (
	"os/exec"
	"strings"

	"github.com/refolio/refolio/formats/pandoc"
)

// suitPandoc makes options those for the pandoc that is installed, if they are
// pandoc's: each version reads the model of its own version and no other, so
// that what is piped into it can't suit all.
func suitPandoc(options any) {
	o, ok := options.(*pandoc.Options)
	if !ok {
		return
	}
	if out, err := exec.Command("pandoc", "--version").Output(); err == nil && strings.HasPrefix(string(out), "pandoc 2.") {
		o.API = "1.22"
	}
}
