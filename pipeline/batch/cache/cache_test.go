package cache_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/refolio/refolio/pipeline/batch/cache"
)

func sum(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

func put(t *testing.T, c *cache.Cache, name, content string) {
	t.Helper()
	if err := c.Put(sum(name), name, strings.NewReader(content), int64(len(content)), sum(content)); err != nil {
		t.Fatal(err)
	}
}

// get returns the content of an entry and what was said about it.
func get(c *cache.Cache, name string) (content, about string, err error) {
	e, err := c.Get(sum(name))
	if err != nil {
		return "", "", err
	}
	defer e.Close()
	if err := e.About(&about); err != nil {
		return "", "", err
	}
	var b bytes.Buffer
	err = e.Copy(&b)
	return b.String(), about, err
}

// entries are the files of the cache that are entries.
func entries(t *testing.T, c *cache.Cache) (paths []string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(c.Dir(), "objects", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func TestWhatIsPutIsThere(t *testing.T) {
	c := cache.Open(filepath.Join(t.TempDir(), "a", "b"))
	if _, _, err := get(c, "x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an empty cache: %v", err)
	}
	if u, err := c.Usage(); err != nil || u != (cache.Usage{}) {
		t.Errorf("an empty cache: %v, %v", u, err)
	}
	put(t, c, "x", "old")
	put(t, c, "x", "new\ncontent")
	put(t, c, "y", "")
	if content, about, err := get(c, "x"); content != "new\ncontent" || about != "x" || err != nil {
		t.Errorf("got %q, %q, %v", content, about, err)
	}
	if content, about, err := get(c, "y"); content != "" || about != "y" || err != nil {
		t.Errorf("got %q, %q, %v", content, about, err)
	}
	if err := c.PutValue(sum("z"), 3); err != nil {
		t.Fatal(err)
	}
	if u, err := c.Usage(); err != nil || u.Entries != 3 || u.Bytes < 300 {
		t.Errorf("%v, %v", u, err)
	}
	if tag, err := os.ReadFile(filepath.Join(c.Dir(), "CACHEDIR.TAG")); err != nil || !strings.HasPrefix(string(tag), "Signature: ") {
		t.Errorf("the tag: %q, %v", tag, err)
	}
}

func TestPutThatFailsLeavesNothing(t *testing.T) {
	c := cache.Open(t.TempDir())
	if err := c.Put(sum("x"), nil, strings.NewReader("short"), 6, sum("short")); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("too little content: %v", err)
	}
	if left := entries(t, c); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

// TestDamageIsNoticed flips each bit of an entry in turn, and cuts it at each
// length: it is never taken for whole, and is gone afterwards.
func TestDamageIsNoticed(t *testing.T) {
	c := cache.Open(t.TempDir())
	put(t, c, "x", "content")
	path := entries(t, c)[0]
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var damaged [][]byte
	for i := range whole {
		damaged = append(damaged, whole[:i])
		for bit := range 8 {
			flipped := bytes.Clone(whole)
			flipped[i] ^= 1 << bit
			damaged = append(damaged, flipped)
		}
	}
	damaged = append(damaged, append(bytes.Clone(whole), 'x'))
	for i, data := range damaged {
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		if _, _, err := get(c, "x"); !errors.Is(err, cache.ErrDamaged) {
			t.Errorf("damage %d: %v", i, err)
		}
		if _, err := os.Stat(path); err == nil {
			t.Fatalf("damage %d: the entry is still there", i)
		}
	}
}

func TestPrune(t *testing.T) {
	age := func(t *testing.T, path string, d time.Duration) {
		t.Helper()
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(-d)); err != nil {
			t.Fatal(err)
		}
	}
	const day = 24 * time.Hour
	for _, test := range []struct {
		name   string
		limits cache.Limits
		want   string // the contents that stay
	}{
		{"nothing", cache.Limits{}, "abc"},
		{"unused", cache.Limits{Unused: 2*day + 12*time.Hour}, "bc"},
		{"size", cache.Limits{Size: 400}, "c"},
		{"both", cache.Limits{Size: 1 << 20, Unused: day + 12*time.Hour}, "c"},
		{"all", cache.Limits{All: true}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := cache.Open(t.TempDir())
			for i, name := range []string{"a", "b", "c"} { // c was used last
				before := entries(t, c)
				put(t, c, name, strings.Repeat(name, 100))
				for _, path := range entries(t, c) {
					if !strings.Contains(strings.Join(before, " "), path) {
						age(t, path, time.Duration(3-i)*day)
					}
				}
			}
			temp := filepath.Join(filepath.Dir(entries(t, c)[0]), "tmp-X")
			if err := os.WriteFile(temp, []byte("x"), 0o666); err != nil {
				t.Fatal(err)
			}
			age(t, temp, 2*time.Hour)
			gone, left, err := c.Prune(test.limits)
			if err != nil || left.Entries != len(test.want) || gone.Entries != 3-len(test.want) {
				t.Errorf("gone %v, left %v, %v", gone, left, err)
			}
			stay := ""
			for _, name := range []string{"a", "b", "c"} {
				if content, _, err := get(c, name); err == nil {
					stay += content[:1]
				}
			}
			if stay != test.want {
				t.Errorf("%q stay, want %q", stay, test.want)
			}
			if _, err := os.Stat(temp); err == nil {
				t.Error("what a killed run left is still there")
			}
		})
	}
}

func TestUseKeepsAnEntryFromBeingTidiedUp(t *testing.T) {
	c := cache.Open(t.TempDir())
	put(t, c, "used", "1")
	put(t, c, "unused", "2")
	long := time.Now().Add(-100 * 24 * time.Hour)
	for _, path := range entries(t, c) {
		if err := os.Chtimes(path, long, long); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := get(c, "used"); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time it does not even look
		if err := c.Tidy(); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := get(c, "used"); err != nil {
		t.Error(err)
	}
	if _, _, err := get(c, "unused"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestReadOnlyCacheIsRead(t *testing.T) {
	root := t.TempDir()
	if os.Geteuid() == 0 { // for whom only a disk is read-only
		if said, err := exec.Command("mount", "-t", "tmpfs", "tmpfs", root).CombinedOutput(); err != nil {
			t.Skipf("can't mount a disk: %s", said)
		}
		defer exec.Command("umount", root).Run()
	}
	c := cache.Open(root)
	put(t, c, "x", "content")
	if os.Geteuid() == 0 {
		if said, err := exec.Command("mount", "-o", "remount,ro", root).CombinedOutput(); err != nil {
			t.Fatalf("make the disk read-only: %s", said)
		}
	} else {
		dir := filepath.Dir(entries(t, c)[0])
		if err := os.Chmod(dir, 0o555); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(dir, 0o777)
	}
	if content, _, err := get(c, "x"); content != "content" || err != nil {
		t.Errorf("%q, %v", content, err)
	}
	if err := c.PutValue(sum("x"), 1); !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.EROFS) {
		t.Errorf("put: %v", err)
	}
}
