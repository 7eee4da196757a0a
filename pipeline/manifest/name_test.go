package manifest_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/manifest"
)

func TestSafeID(t *testing.T) {
	long := strings.Repeat("long-", 60)
	for in, want := range map[string]string{
		"allies":           "allies",
		"Über.Straße_2":    "Über.Straße_2",
		"u\u0308ber":       "über",
		"война":            "война",
		"हिन्दी":           "हिन्दी",
		"a/b\\c:d*e?f":     "a-b-c-d-e-f",
		"..":               "document",
		"":                 "document",
		"../../etc/passwd": "etc-passwd",
		"-rf":              "rf",
		".hidden":          "hidden",
		"x.":               "x",
		"a..b--c":          "a.b-c",
		"a b\tc\nd\x00e":   "a-b-c-d-e",
		"CON":              "_CON",
		"con.fused":        "_con.fused",
		"com1":             "_com1",
		"compl1":           "compl1",
		"lpt²":             "lpt",
		"🙂 smile ❤️":       "smile",
		"\u202egnp.exe":    "gnp.exe",
		"bad\xffbyte":      "bad-byte",
		"\u0301a":          "a",
		long + "a":         "",
		"e\u200dx":         "e-x",
	} {
		got := manifest.SafeID(in)
		if want != "" && got != want {
			t.Errorf("SafeID(%q) = %q, want %q", in, got, want)
		}
		if again := manifest.SafeID(got); again != got {
			t.Errorf("SafeID(%q) = %q, of which it makes %q", in, got, again)
		}
	}
	if a, b := manifest.SafeID(long+"a"), manifest.SafeID(long+"b"); a == b || len(a) > 120 {
		t.Errorf("long names: %q, %q", a, b)
	}
}

func FuzzSafeID(f *testing.F) {
	for _, s := range []string{"", "a", "CON.", "..", "é\u0301", "-.-", "\xff", strings.Repeat("é", 200), "com¹"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id := manifest.SafeID(s)
		if id == "" || len(id) > 130 || !utf8.ValidString(id) || !norm.NFC.IsNormalString(id) ||
			strings.ContainsAny(id, "/\\\x00 ") || strings.HasPrefix(id, ".") || strings.HasSuffix(id, ".") || strings.HasPrefix(id, "-") {
			t.Errorf("SafeID(%q) = %q", s, id)
		}
		if again := manifest.SafeID(id); again != id {
			t.Errorf("SafeID(%q) = %q, of which it makes %q", s, id, again)
		}
	})
}

func TestIDOf(t *testing.T) {
	for in, want := range map[string]string{"texts/a.txt": "a", "a.b.txt": "a.b", "a": "a", ".txt": "txt", "dir.x/a": "a"} {
		if got := manifest.IDOf(in); got != want {
			t.Errorf("IDOf(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSize(t *testing.T) {
	for in, want := range map[string]string{
		"12": "12 bytes", "300 MB": "300 MB", "2gb": "2 GB", "1024": "1 kB", "1536 kB": "1536 kB", " 4 MB ": "4 MB",
	} {
		var s manifest.Size
		if err := s.UnmarshalText([]byte(in)); err != nil || s.String() != want {
			t.Errorf("%q: %s, %v, want %s", in, s, err, want)
		}
	}
	for _, in := range []string{"", "0", "-1", "MB", "1.5 MB", "1 TB", "9999999999 GB", "1 B"} {
		var s manifest.Size
		if err := s.UnmarshalText([]byte(in)); err == nil {
			t.Errorf("%q: %s, want an error", in, s)
		}
	}
}

func TestCheckMeta(t *testing.T) {
	m := document.Meta{
		Title: " A\n  cafe\u0301\u00a0noir ", Language: "EN-latn-us", Authors: []string{"A\tB"}, Date: "2020-02-29",
	}
	manifest.CheckMeta(&m, func(key string, err error) { t.Errorf("%s: %v", key, err) })
	if m.Title != "A café\u00a0noir" || m.Language != "en-Latn-US" || m.Authors[0] != "A B" {
		t.Errorf("%+v", m)
	}
	for _, lang := range []string{"en", "de-AT", "sr-Latn", "grc", "zh-Hans-CN", "de-1996", "x-klingon", "no", "la"} {
		m := document.Meta{Language: lang}
		manifest.CheckMeta(&m, func(key string, err error) { t.Errorf("%s: %v", key, err) })
		if m.Language != lang {
			t.Errorf("%s became %s", lang, m.Language)
		}
	}
	for _, bad := range []document.Meta{
		{Language: "english"}, {Language: "en us"}, {Language: "qq-QQ-1"}, {Language: "und"}, {Language: "-"},
		{Date: "2019-02-30"}, {Date: "19"}, {Date: "2019-1-1"}, {Date: "circa 1900"}, {Title: "a\x00b"}, {Subjects: []string{"\x1b"}}, {Rights: "\xff"},
	} {
		found := false
		manifest.CheckMeta(&bad, func(string, error) { found = true })
		if !found {
			t.Errorf("passed: %+v", bad)
		}
	}
}
