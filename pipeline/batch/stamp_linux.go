package batch

import (
	"os"
	"syscall"
)

// status returns when anything of a file changed last, in nanoseconds since
// 1970, and its number.
func status(info os.FileInfo) (changed int64, number uint64) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0
	}
	return s.Ctim.Nano(), s.Ino
}
