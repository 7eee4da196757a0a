//go:build unix

package formattest

import (
	"syscall"
	"testing"
	"time"
)

// ProcessorTime is what this process has used so far, all threads included. It
// skips the benchmark where the system doesn't say.
func ProcessorTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
