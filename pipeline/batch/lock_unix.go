//go:build unix

package batch

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// lockTemp marks the temporary file path as being in use, until unlock is
// called or the process ends, however it ends. It holds the lock by a handle
// of its own, because the one that writes is closed before the rename. The
// error is fs.ErrNotExist if path is gone or about to be removed.
func lockTemp(path string) (unlock func(), err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	// Where the file system has no locks, abandoned fails too, so that nothing
	// is ever removed.
	taken := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == syscall.EWOULDBLOCK
	opened, err1 := f.Stat()
	now, err2 := os.Lstat(path)
	if taken || err1 != nil || err2 != nil || !os.SameFile(opened, now) {
		f.Close()
		return nil, fs.ErrNotExist
	}
	return func() { f.Close() }, nil
}

// abandoned reports whether no living process writes the temporary file path.
func abandoned(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// diskFull reports whether err says that there is no room left, so that
// further documents would fail in the same way.
func diskFull(err error) bool {
	return errors.Is(err, errDiskFull) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EROFS)
}

// nonBlocking makes opening a pipe return at once.
const nonBlocking = syscall.O_NONBLOCK

// openLock opens the lock file path and locks it, or reports that it is taken.
// The error is fs.ErrNotExist if it was removed meanwhile, and errNoLocks if
// the file system has none.
func openLock(path string) (f *os.File, taken bool, err error) {
	f, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, false, err
	}
	switch err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
	case err == syscall.EWOULDBLOCK:
		return f, true, nil
	case err != nil:
		f.Close()
		return nil, false, errNoLocks
	}
	opened, err1 := f.Stat()
	now, err2 := os.Lstat(path)
	if err1 != nil || err2 != nil || !os.SameFile(opened, now) {
		f.Close()
		return nil, false, fs.ErrNotExist
	}
	return f, false, nil
}

// alive reports whether there is a process with the given number.
func alive(process int) bool {
	return process > 0 && syscall.Kill(process, 0) != syscall.ESRCH
}
