package batch

import (
	"os"
	"time"
)

// stamp is what a directory entry tells of a file's contents: while it is the
// same, so are they. It is compared, never interpreted.
type stamp struct {
	Size    int64  `json:"s"`
	Changed int64  `json:"m,omitempty"` // when the contents changed, in nanoseconds since 1970
	Status  int64  `json:"c,omitempty"` // when anything changed, which nobody can set; 0 if the system does not say
	File    uint64 `json:"i,omitempty"` // the number of the file itself; 0 if the system does not say
}

// absent is the stamp of a file that is not there.
var absent = stamp{Size: -1}

// unsettled is the stamp of a file that may change without a trace. It equals
// that of no file.
var unsettled = stamp{Size: -2}

func newStamp(info os.FileInfo) stamp {
	s := stamp{Size: info.Size(), Changed: info.ModTime().UnixNano()}
	s.Status, s.File = status(info)
	return s
}

// stampOf returns the stamp of the file path, links followed.
func stampOf(path string) stamp {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return absent
	}
	return newStamp(info)
}

// The clocks of file systems are coarse: a file that changes twice within one
// tick looks the same after the second time. So a file that changed just before
// it was read is not recognized later, and is read again.
const (
	fineTick   = 50 * time.Millisecond
	coarseTick = 2 * time.Second // where times are whole seconds
)

// settled is s if a change after the moment now would show.
func settled(s stamp, now time.Time) stamp {
	last, tick := max(s.Changed, s.Status), fineTick
	if s.Changed%int64(time.Second) == 0 && s.Status%int64(time.Second) == 0 {
		tick = coarseTick
	}
	if now.UnixNano()-last < int64(tick) {
		return unsettled
	}
	return s
}
