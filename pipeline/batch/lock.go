package batch

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"time"
)

// lockName is the file in an output folder that says who is at work in it.
const lockName = ".refolio.lock"

// Owner is who is at work in an output folder.
type Owner struct {
	User    string    `json:"user"`
	Host    string    `json:"host"`
	Process int       `json:"process"`
	Started time.Time `json:"started"`
}

// String names the owner in a message: "anna on desk (process 4711, since 03:12:45)".
func (o *Owner) String() string {
	if o.Process == 0 {
		return "somebody who has left no name"
	}
	return fmt.Sprintf("%s on %s (process %d, since %s)", o.User, o.Host, o.Process, o.Started.Local().Format(time.DateTime))
}

// Locked is the error of an output folder in which another run is at work.
type Locked struct {
	Folder string
	Owner  Owner
	// Sure is false if the other run can't be asked: it is, or was, on another
	// machine, and the file system has no locks.
	Sure bool
}

// Error says who is at work, and what to do.
func (l *Locked) Error() string {
	message := fmt.Sprintf("%s is being written by %s: wait for that run to end, or choose another folder with -o", l.Folder, &l.Owner)
	if !l.Sure {
		message += fmt.Sprintf("; if it is long over, remove %s", filepath.Join(l.Folder, lockName))
	}
	return message
}

// lockFolder makes the output folder dir ours until unlock is called or this
// process ends, however it ends. The error is a *[Locked] if it is another
// run's. stale is the owner of a lock that a run left that did not end well, or
// nil.
func lockFolder(dir string) (unlock func(), stale *Owner, err error) {
	path := filepath.Join(dir, lockName)
	for {
		f, taken, err := openLock(path)
		switch {
		case errors.Is(err, errNoLocks):
			return lockByName(dir, path)
		case errors.Is(err, fs.ErrNotExist):
			continue // it was removed in the moment between opening and locking
		case err != nil:
			return nil, nil, fmt.Errorf("lock the output folder %s: %w", dir, reason(err))
		}
		before := owner(path)
		if taken {
			f.Close()
			return nil, nil, &Locked{dir, before, true}
		}
		if before.Process != 0 {
			stale = &before
		}
		// On a full disk the lock has no name, and holds all the same.
		if err := writeOwner(f); err != nil && !diskFull(err) {
			f.Close()
			return nil, nil, fmt.Errorf("lock the output folder %s: %w", dir, reason(err))
		}
		// The file goes before the lock: whoever finds it locked and gone tries again.
		return func() { os.Remove(path); f.Close() }, stale, nil
	}
}

// lockByName does without locks of the file system: the file alone says that
// the folder is taken, and the process that it names whether it still is.
func lockByName(dir, path string) (unlock func(), stale *Owner, err error) {
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if err == nil {
			err = errors.Join(writeOwner(f), f.Close())
			return func() { os.Remove(path) }, stale, err
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, nil, fmt.Errorf("lock the output folder %s: %w", dir, reason(err))
		}
		before := owner(path)
		here := self()
		switch {
		case before.Host != here.Host:
			return nil, nil, &Locked{dir, before, false}
		case alive(before.Process):
			return nil, nil, &Locked{dir, before, true}
		}
		stale = &before
		os.Remove(path)
	}
}

// owner reads who has written the lock file path. It is nobody if it can't be
// read.
func owner(path string) (o Owner) {
	if data, err := os.ReadFile(path); err == nil {
		if json.Unmarshal(data, &o) != nil {
			return Owner{}
		}
	}
	return o
}

// writeOwner makes f say that it is ours.
func writeOwner(f *os.File) error {
	data, err := json.Marshal(self())
	if err != nil {
		return err
	}
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err = f.WriteAt(append(data, '\n'), 0)
	return err
}

func self() Owner {
	o := Owner{User: "somebody", Host: "an unknown machine", Process: os.Getpid(), Started: time.Now().Round(time.Second)}
	if u, err := user.Current(); err == nil {
		o.User = u.Username
	}
	if host, err := os.Hostname(); err == nil {
		o.Host = host
	}
	return o
}
