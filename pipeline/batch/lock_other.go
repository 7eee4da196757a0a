//go:build !unix

package batch

import (
	"errors"
	"os"
)

// lockTemp does nothing: where there is no flock, a file that is in use can't
// be removed either.
func lockTemp(string) (unlock func(), err error) { return func() {}, nil }

// abandoned reports true: removing a file that another process holds fails.
func abandoned(string) bool { return true }

// diskFull reports false unless a worker did not: every document tells its own
// error.
func diskFull(err error) bool { return errors.Is(err, errDiskFull) }

// nonBlocking is for pipes with names in the file system, of which there are none.
const nonBlocking = 0

// openLock reports that there are no locks.
func openLock(string) (*os.File, bool, error) { return nil, false, errNoLocks }

// alive reports whether there is a process with the given number.
func alive(process int) bool {
	p, err := os.FindProcess(process)
	if err != nil {
		return false
	}
	p.Release()
	return true
}
