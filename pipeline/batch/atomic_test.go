package batch

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// faultyDisk is the real disk, of which one operation fails.
type faultyDisk struct {
	osDisk
	room                                                        int // bytes that can be written; -1: any number
	short                                                       bool
	failCreate, failSync, failClose, failRename, failSyncFolder error
}

type faultyFile struct {
	diskFile
	disk   *faultyDisk
	closes int
}

var errFault = errors.New("no space left on device")

func (d *faultyDisk) create(path string) (diskFile, func(), error) {
	if d.failCreate != nil {
		return nil, nil, d.failCreate
	}
	f, unlock, err := d.osDisk.create(path)
	return &faultyFile{diskFile: f, disk: d}, unlock, err
}

func (d *faultyDisk) rename(from, to string) error {
	if d.failRename != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: d.failRename}
	}
	return d.osDisk.rename(from, to)
}

func (d *faultyDisk) syncFolder(path string) error {
	return errors.Join(d.failSyncFolder, d.osDisk.syncFolder(path))
}

func (f *faultyFile) Write(p []byte) (int, error) {
	if f.disk.room < 0 || len(p) <= f.disk.room {
		if f.disk.room > 0 {
			f.disk.room -= len(p)
		}
		return f.diskFile.Write(p)
	}
	n, err := f.diskFile.Write(p[:f.disk.room])
	f.disk.room = 0
	if f.disk.short {
		return n, err // fewer bytes than asked for, and no error
	}
	return n, errors.Join(err, errFault)
}

func (f *faultyFile) Sync() error { return errors.Join(f.disk.failSync, f.diskFile.Sync()) }

func (f *faultyFile) Close() error {
	if f.closes++; f.closes > 1 {
		panic("closed twice")
	}
	return errors.Join(f.disk.failClose, f.diskFile.Close())
}

// folder returns a folder in which out holds "old".
func folder(t *testing.T) (out string) {
	t.Helper()
	out = filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(out, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	return out
}

// assertOnly fails the test unless the file out holds want and is alone in its
// folder.
func assertOnly(t *testing.T, out, want string) {
	t.Helper()
	got, err := os.ReadFile(out)
	if err != nil || string(got) != want {
		t.Errorf("the file holds %.20q (%v), want %.20q", got, err, want)
	}
	entries, err := os.ReadDir(filepath.Dir(out))
	if err != nil || len(entries) != 1 {
		t.Errorf("files besides the output: %v (%v)", entries, err)
	}
}

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

func TestWriteFileReplaces(t *testing.T) {
	out := folder(t)
	if err := WriteFile(out, text("new")); err != nil {
		t.Fatal(err)
	}
	assertOnly(t, out, "new")
	if err := WriteFile(out, text("")); err != nil {
		t.Fatal(err)
	}
	assertOnly(t, out, "")
}

func TestAnyFaultLeavesTheOldFile(t *testing.T) {
	long := strings.Repeat("0123456789", 20_000) // more than the buffer holds
	faults := map[string]*faultyDisk{
		"create":       {room: -1, failCreate: errFault},
		"sync":         {room: -1, failSync: errFault},
		"close":        {room: -1, failClose: errFault},
		"rename":       {room: -1, failRename: errFault},
		"short write":  {room: 3, short: true},
		"short write2": {room: 100_000, short: true},
	}
	for _, n := range []int{0, 1, 2, 4095, 65_535, 65_536, 65_537, 131_072, 199_999} {
		faults[fmt.Sprintf("after %d bytes", n)] = &faultyDisk{room: n}
	}
	for name, disk := range faults {
		t.Run(name, func(t *testing.T) {
			out := folder(t)
			short := disk.short
			err := writeFile(disk, out, text(long))
			if err == nil {
				t.Fatal("no error")
			}
			if !short && !errors.Is(err, errFault) {
				t.Errorf("the cause is lost: %v", err)
			}
			if short && !errors.Is(err, io.ErrShortWrite) {
				t.Errorf("want a short write, got: %v", err)
			}
			if strings.Contains(err.Error(), tempPrefix) {
				t.Errorf("the message names our temporary file: %v", err)
			}
			assertOnly(t, out, "old")
		})
	}
}

func TestWriterThatFailsOrPanics(t *testing.T) {
	out := folder(t)
	err := WriteFile(out, func(w io.Writer) error {
		io.WriteString(w, "half")
		return errFault
	})
	if !errors.Is(err, errFault) {
		t.Errorf("got %v", err)
	}
	assertOnly(t, out, "old")
	func() {
		defer func() { recover() }()
		WriteFile(out, func(w io.Writer) error {
			io.WriteString(w, "half")
			panic("a library's")
		})
	}()
	assertOnly(t, out, "old")
	err = writeFile(&faultyDisk{room: 5}, out, func(w io.Writer) error {
		for range 100_000 {
			io.WriteString(w, "the error is swallowed")
		}
		return nil
	})
	if !errors.Is(err, errFault) {
		t.Errorf("a writer that swallows errors must not get away with it: %v", err)
	}
	assertOnly(t, out, "old")
}

func TestLinkIsReplacedNotFollowed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege")
	}
	out := folder(t)
	precious := filepath.Join(t.TempDir(), "precious")
	if err := os.WriteFile(precious, []byte("precious"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{precious, "out", filepath.Join(t.TempDir(), "nowhere")} {
		if err := errors.Join(os.Remove(out), os.Symlink(target, out)); err != nil {
			t.Fatal(err)
		}
		if err := WriteFile(out, text("new")); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Lstat(out); err != nil || !info.Mode().IsRegular() {
			t.Errorf("the link is still there: %v, %v", info, err)
		}
		assertOnly(t, out, "new")
	}
	assertOnly(t, precious, "precious")
}

func TestPrepareFolder(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "a", "b")
	if err := PrepareFolder(dir); err != nil {
		t.Fatal(err)
	}
	// What a killed run leaves is removed; what others made is not, even if it
	// looks alike, and neither is what a run is writing.
	keep := []string{".refolio-.tmp", ".refolio-x", "x.tmp", "a.md", ".refolio-dir.tmp"}
	for _, name := range append(keep[:4:4], ".refolio-ABC.tmp", ".refolio-DEF.tmp") {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, keep[4]), 0o777); err != nil {
		t.Fatal(err)
	}
	err := WriteFile(filepath.Join(dir, "out"), func(w io.Writer) error {
		return errors.Join(PrepareFolder(dir), text("new")(w))
	})
	if err != nil {
		t.Errorf("a second run took our temporary file away: %v", err)
	}
	for _, name := range append(keep, "out") {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			t.Errorf("%s is gone", name)
		}
	}
	if stale, _ := filepath.Glob(filepath.Join(dir, ".refolio-[AD]*")); len(stale) > 0 {
		t.Errorf("stale files are left: %v", stale)
	}
	if err := PrepareFolder(filepath.Join(dir, "a.md")); err == nil {
		t.Error("a file passes for a folder")
	}
	if err := PrepareFolder(filepath.Join(dir, "a.md", "x")); err == nil {
		t.Error("a file passes for a parent folder")
	}
}

func TestFullDisk(t *testing.T) {
	if runtime.GOOS != "linux" || os.Geteuid() != 0 {
		t.Skip("needs leave to mount a small disk")
	}
	dir := t.TempDir()
	if said, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("can't mount a small disk: %s", said)
	}
	defer exec.Command("umount", dir).Run()
	out := filepath.Join(dir, "out")
	if err := WriteFile(out, text("old")); err != nil {
		t.Fatal(err)
	}
	err := WriteFile(out, func(w io.Writer) error {
		_, err := w.Write(bytes.Repeat([]byte("x"), 64<<20))
		return err
	})
	if !diskFull(err) {
		t.Errorf("want a full disk, got %v", err)
	}
	assertOnly(t, out, "old")
}
