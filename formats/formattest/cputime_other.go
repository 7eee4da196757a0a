//go:build !unix

package formattest

import (
	"testing"
	"time"
)

// ProcessorTime is measured on Unix only: it skips the benchmark.
func ProcessorTime(b *testing.B) time.Duration {
	b.Skip("processor time is measured on Unix only")
	return 0
}
