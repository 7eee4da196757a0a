package batch_test

import (
	"strings"
	"syscall"
)

// mountSmall mounts a disk in memory at dir, or changes it.
func mountSmall(dir, options string) error {
	var flags uintptr
	if rest, ok := strings.CutPrefix(options, "remount,"); ok {
		flags, options = syscall.MS_REMOUNT, rest
	}
	return syscall.Mount("tmpfs", dir, "tmpfs", flags, options)
}
