package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/pipeline/batch"
)

// newWorker is the command that a build starts for each of its workers. It is
// not for people.
func newWorker(a *app) *cobra.Command {
	return &cobra.Command{
		Use:    "worker",
		Short:  "Make documents for a build",
		Long:   "Make documents for `refolio build`, which starts it.",
		Hidden: true,
		Args:   arguments(0, 0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			return batch.Serve(a.stdin, a.stdout, a.formats, os.Exit)
		},
	}
}

// itself returns a command that runs this program as a worker: the very file
// that is running, even if another has taken its place meanwhile.
func itself() *exec.Cmd {
	path := "/proc/self/exe"
	if runtime.GOOS != "linux" {
		path, _ = os.Executable() // if there is none, starting it says so
	}
	return exec.Command(path, "worker")
}

// identity tells this program from all others, since what one makes another
// might make differently: by its version if it is a released one, or by its
// bytes.
func identity() (string, error) {
	if info, ok := debug.ReadBuildInfo(); ok && isRelease(info.Main.Version) {
		return versionLine(info), nil
	}
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find this program, to tell whether the cache is its own: %w", err)
	}
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("read this program, to tell whether the cache is its own: %w", err)
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return "", fmt.Errorf("read this program, to tell whether the cache is its own: %w", err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// isRelease reports whether a module's version is that of a tag, from which
// everybody builds the same program.
func isRelease(version string) bool {
	return strings.HasPrefix(version, "v") && !strings.ContainsAny(version, "-+")
}

// programLabel is the program in reports.
func programLabel() string {
	label := "refolio"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		label += " " + info.Main.Version
	}
	return label
}
