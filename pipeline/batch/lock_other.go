//go:build !unix

package batch

// lockTemp does nothing: where there is no flock, a file that is in use can't
// be removed either.
func lockTemp(string) (unlock func(), err error) { return func() {}, nil }

// abandoned reports true: removing a file that another process holds fails.
func abandoned(string) bool { return true }

// diskFull reports false: every document tells its own error.
func diskFull(error) bool { return false }

// nonBlocking is for pipes with names in the file system, of which there are none.
const nonBlocking = 0
