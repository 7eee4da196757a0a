//go:build !unix

package pipeline_test

import (
	"testing"
	"time"
)

func processorTime(b *testing.B) time.Duration {
	b.Skip("processor time is measured on Unix only")
	return 0
}
