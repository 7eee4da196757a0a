//go:build !unix

package epub

import (
	"testing"
	"time"
)

func processorTime(b *testing.B) time.Duration {
	b.Skip("processor time is measured on Unix only")
	return 0
}
