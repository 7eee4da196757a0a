package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newVersion(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Long:    "Print the version of refolio, what it was built from, and with which Go.",
		Example: "  refolio version",
		Args:    arguments(0, 0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.stdout, version())
			return a.outputFailed(err)
		},
	}
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
