package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/pipeline/language"
)

func newVersion(a *app) *cobra.Command {
	licences := false
	c := &cobra.Command{
		Use:   "version [--licences]",
		Short: "Print the version",
		Long: `Print the version of refolio, what it was built from, and with which Go; or the
licences of refolio and of all that is in the program: modules, fonts, word lists,
hyphenation patterns. Whoever passes the program on has to pass these on as well.`,
		Example: `  refolio version
  refolio version --licences > NOTICE`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			if licences {
				return a.printLicences()
			}
			_, err := fmt.Fprintln(a.stdout, version())
			return a.outputFailed(err)
		},
	}
	c.Flags().BoolVar(&licences, "licences", false, "print the licences of all that is in the program")
	return c
}

// moduleLicences are the licences of refolio and of the modules that are in the
// program on any system. A test writes them.
//
//go:embed licences.txt
var moduleLicences string

// printLicences prints the licences of all that is in the program.
func (a *app) printLicences() error {
	data, err := language.Notices()
	if err != nil {
		return a.failed(err)
	}
	_, err = io.WriteString(a.stdout, moduleLicences+fonts.Notices()+data)
	return a.outputFailed(err)
}

// version describes this program.
func version() string {
	info, _ := debug.ReadBuildInfo()
	return versionLine(info)
}

// versionLine describes the build. What the build didn't record is left out.
func versionLine(info *debug.BuildInfo) string {
	platform := fmt.Sprintf("%s %s/%s", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	if info == nil {
		return "refolio (devel), " + platform
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	line := "refolio " + cmp.Or(info.Main.Version, "(devel)")
	if revision := settings["vcs.revision"]; revision != "" {
		line += ", commit " + revision[:min(12, len(revision))]
		if settings["vcs.modified"] == "true" {
			line += " with changes"
		}
		if at := settings["vcs.time"]; at != "" {
			line += " of " + at
		}
	}
	return line + ", " + platform
}
