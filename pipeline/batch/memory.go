package batch

import (
	"math"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	timesSize = 9 // and one for what the collector does not count
	smallText = 60 << 20
	seldom    = 400 // per cent that the heap may grow before the collector runs again
)

// LimitMemory makes the garbage collector of this process keep to ten times the
// size of the text in the file source, and what a small text takes, where it
// can; and to nine tenths of limit, if that is above 0 and less. Without it,
// how much more a large text takes is a matter of when the collector happens to
// run. Within that limit it may run a quarter as often: the memory is soon
// given back. What the environment says (GOMEMLIMIT, GOGC) stands.
func LimitMemory(source string, limit int64) {
	most := int64(math.MaxInt64)
	if limit > 0 {
		most = limit / 10 * 9
	}
	info, err := os.Stat(source)
	known := err == nil && info.Mode().IsRegular() && os.Getenv("GOMEMLIMIT") == ""
	if known {
		most = min(most, timesSize*info.Size()+smallText)
	}
	if known || limit > 0 {
		debug.SetMemoryLimit(most)
	}
	if known && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(seldom)
	}
}

// watchMemory calls exit when this process takes more than limit bytes.
func watchMemory(limit int64, exit func(code int)) {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for range time.Tick(10 * time.Millisecond) {
		metrics.Read(samples)
		if int64(samples[0].Value.Uint64()-samples[1].Value.Uint64()) > limit {
			exit(exitMemory)
		}
	}
}
