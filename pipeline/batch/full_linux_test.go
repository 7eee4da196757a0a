package batch_test

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestDiskRunsFull builds on a small disk: what is there is whole, and with more
// room the next run completes it.
func TestDiskRunsFull(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("needs leave to mount a small disk")
	}
	a := newArchive(t, 60)
	fresh := *a
	fresh.dist, fresh.caches = filepath.Join(t.TempDir(), "dist"), ""
	fresh.run()
	want := fresh.editions()
	if err := os.Mkdir(a.dist, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := mountSmall(a.dist, "size=200k"); err != nil {
		t.Skipf("can't mount a small disk: %v", err)
	}
	defer syscall.Unmount(a.dist, 0)
	a.build.Command = worker
	result, err := a.try(context.Background())
	if err == nil {
		if s := result.Report.Summary; s.Failed == 0 || s.Unfinished == 0 {
			t.Errorf("%+v", s)
		}
		result.Close()
	}
	a.wholeOrAbsent(want)
	for name := range tree(t, a.dist) {
		if strings.HasPrefix(name, ".") {
			t.Errorf("left: %s", name)
		}
	}
	n := len(a.editions())
	if n == 0 || n >= len(want) {
		t.Errorf("%d of %d editions had room", n, len(want))
	}
	if err := mountSmall(a.dist, "remount,size=20m"); err != nil {
		t.Fatal(err)
	}
	head, _ := a.run()
	if got := a.editions(); !maps.Equal(got, want) || head.Run.Kept == 0 {
		t.Errorf("with more room: %d of %d editions, %s", len(got), len(want), origins(head))
	}
}

// mountSmall mounts a disk in memory at dir, or changes it.
func mountSmall(dir, options string) error {
	var flags uintptr
	if rest, ok := strings.CutPrefix(options, "remount,"); ok {
		flags, options = syscall.MS_REMOUNT, rest
	}
	return syscall.Mount("tmpfs", dir, "tmpfs", flags, options)
}
