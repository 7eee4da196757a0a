package manifest

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
)

// sidecarSuffix checks how the files beside the sources are called.
func (l *loader) sidecarSuffix() {
	suffix := l.file.Sidecars
	if !strings.HasPrefix(suffix, ".") || strings.ContainsAny(suffix, `/\*?`) || strings.HasSuffix(suffix, ".") {
		l.failAt("sidecars", "%s is no end of a file's name: write, for example, .meta.yaml, for texts/a.meta.yaml beside texts/a.txt", quote(suffix))
		l.file.Sidecars = ""
	}
}

// sidecarOf returns the path of the sidecar of a source, or "" if there are
// none.
func (l *loader) sidecarOf(source string) string {
	if l.file.Sidecars == "" {
		return ""
	}
	return strings.TrimSuffix(source, filepath.Ext(source)) + l.file.Sidecars
}

// sidecar reads the file beside a source, if there is one.
func (l *loader) sidecar(source string) *layer {
	path := l.sidecarOf(source)
	if path == "" || path == source {
		return nil
	}
	if _, err := os.Stat(path); err != nil {
		return nil
	}
	var la *layer
	l.within(l.main, "", func() {
		in := l.parseFile(path, "sidecars", l.main.paths)
		if in == nil {
			return
		}
		l.within(in, "", func() {
			var o overlay
			l.decode(in.root, reflect.ValueOf(&o).Elem(), "")
			la = l.newLayer(in.root, "", kindSidecar)
			l.checkLayer(la)
		})
	})
	return la
}
