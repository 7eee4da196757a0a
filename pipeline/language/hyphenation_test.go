package language

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// hyphenated returns word with a hyphen at each of its breaks.
func hyphenated(tag, word string) string {
	var b strings.Builder
	last := 0
	for _, at := range Hyphenation(tag).Breaks(word) {
		b.WriteString(word[last:at] + "-")
		last = at
	}
	return b.String() + word[last:]
}

func TestBreaks(t *testing.T) {
	tests := []struct{ tag, want string }{
		{"en", "hy-phen-ation"}, // the example of The TeXbook, appendix H
		{"en", "as-so-ciate"},   // one of the file's exceptions
		{"en", "ta-ble"},
		{"en", "con-sid-ered"},
		{"en", "(con-sid-er-a-tion),"},
		{"en", "re-con-sid-er-ing"},
		{"en", "HY-PHEN-ATION"},
		{"en", "over"},
		{"en-GB", "con-sidered"},
		{"en-AU", "hy-phen-ation"},
		{"de", "Sil-ben-tren-nung"},
		{"de", "Stra-ßen-bahn-hal-te-stel-le"},
		{"de", "Zu-cker"}, // since 1996 ck stays together
		{"de-1901", "Zucker"},
		{"de-AT", "Über-grö-ße"}, // one letter alone is not parted
		{"ger", "Do-nau-dampf-schiff"},
		{"fr", "consti-tu-tion-nel-le-ment"},
		{"fr", "l’en-vi-ron-ne-ment"},
		{"fr", "l'en-vi-ron-ne-ment"},
		{"es", "mur-cié-la-go"},
		{"it", "del-l’u-ni-ver-si-tà"},
		{"pt", "cons-ti-tui-ção"},
		{"nl", "let-ter-greep"},
		{"la", "con-sti-tu-tio-nem"},
		{"pl", "nie-pod-le-głość"},
		{"ru", "элек-три-фи-ка-ция"},
		{"uk", "не-за-ле-жність"},
		{"sv", "järn-vägs-sta-tion"},
		{"da", "be-gyn-del-se"},
		{"nb", "jern-bane-sta-sjon"},
		{"no", "jern-bane-sta-sjon"},
		{"fi", "maa-il-man-so-ta"},
		{"tr", "İs-tan-bul-lu"},
		{"el", "ελ-λη-νι-κή"},
		{"grc", "φι-λο-σο-φί-α"},
		{"ca", "cons-ti-tu-ció"},
	}
	for _, test := range tests {
		word := strings.ReplaceAll(test.want, "-", "")
		if got := hyphenated(test.tag, word); got != test.want {
			t.Errorf("%s: %s, want %s", test.tag, got, test.want)
		}
	}
}

func TestBreaksBesideHyphens(t *testing.T) {
	for word, want := range map[string]string{
		"well-being":      "well-being", // not "well-be-ing"
		"self-government": "self-gov-ern-ment",
		"soft\u00ADware":  "soft\u00ADware",
	} {
		if got := hyphenated("en", word); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestBreaksOfDecomposedLetters(t *testing.T) {
	if got, want := hyphenated("de", "U\u0308bergro\u0308ße"), "U\u0308ber-gro\u0308-ße"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestBreaksOfLoanWords(t *testing.T) {
	if got, want := hyphenated("en", "naïvety"), strings.Replace(hyphenated("en", "naivety"), "i", "ï", 1); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestNoBreaks(t *testing.T) {
	for _, word := range []string{"", "a", "information2", "www/information", "name@example", "snake_information"} {
		if got := Hyphenation("en").Breaks(word); got != nil {
			t.Errorf("%q: %v", word, got)
		}
	}
	for _, tag := range []string{"", "cs", "hu", "ro", "zh", "x-klingon", "-", "und"} {
		if got := Hyphenation(tag).Breaks("informationen"); got != nil {
			t.Errorf("%q: %v", tag, got)
		}
	}
}

// TestEveryPatternFile checks each embedded file: that it is what LICENCES.md
// says, has patterns, and has the minima of the table.
func TestEveryPatternFile(t *testing.T) {
	licences, err := licenceFiles.ReadFile("LICENCES.md")
	if err != nil {
		t.Fatal(err)
	}
	minima := regexp.MustCompile(`(?s)typesetting:\s*\n%\s+left:\s*(\d)\s*\n%\s+right:\s*(\d)`)
	used := map[string]bool{}
	for tag := range patternSets {
		p := Hyphenation(tag)
		if p == nil || p.Check() != nil {
			t.Fatalf("%s has no patterns", tag)
		}
		file := map[string]string{"de": "de-1996", "el": "el-monoton", "en": "en-us", "nb": "no"}[tag]
		if file == "" {
			file = tag
		}
		text, err := readGzip(patternFiles, "patterns/hyph-"+file+".tex.gz")
		if err != nil {
			t.Fatal(err)
		}
		used["hyph-"+file+".tex.gz"] = true
		want := texWords(t, text)
		slices.Sort(want)
		var got []string
		p.Each(func(word []rune) bool { got = append(got, string(word)); return true })
		if !slices.Equal(got, want) {
			t.Errorf("%s: the graph has other patterns than the file: run go generate", file)
		}
		row := fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
		if !strings.Contains(string(licences), row) {
			t.Errorf("%s: %s is not in LICENCES.md", file, row)
		}
		m := minima.FindStringSubmatch(text)
		if m == nil || m[1] != strconv.Itoa(p.left) || m[2] != strconv.Itoa(p.right) {
			t.Errorf("%s: minima %d and %d, the file has %q", file, p.left, p.right, m)
		}
	}
	files, err := patternFiles.ReadDir("patterns")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !used[file.Name()] {
			t.Errorf("%s is not used", file.Name())
		}
	}
}

func TestNoticesAreComplete(t *testing.T) {
	text, err := Notices()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Kevin Atkinson", "OpenTaal", "Apache License", "hyph-de-1996.tex", "Permission is hereby granted"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in the notices", want)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for tag := range patternSets {
				Hyphenation(tag).Breaks("information")
				Words(tag).Contains("information")
				Words(tag).Compound("informationinformation")
				walk := Spellings(tag).Walk()
				walk.Add('i')
				Detect("the information of the day")
			}
		})
	}
	group.Wait()
}

func FuzzBreaks(f *testing.F) {
	for _, word := range []string{"hyphenation", "Übergröße", "l’ami", "U\u0308ber", "İstanbul", "a-b--c", "\xff\xfeabc", "ﬁnancial", "\u0308abc"} {
		f.Add("de", word)
		f.Add("fr", word)
		f.Add("tr", word)
	}
	f.Fuzz(func(t *testing.T, tag, word string) {
		p := Hyphenation(tag)
		last := 0
		for _, at := range p.Breaks(word) {
			if at <= last || at >= len(word) || !utf8.RuneStart(word[at]) {
				t.Fatalf("%q breaks at %d after %d", word, at, last)
			}
			last = at
		}
	})
}

func BenchmarkBreaks(b *testing.B) {
	p := Hyphenation("de")
	for b.Loop() {
		p.Breaks("Straßenbahnhaltestelle")
	}
}

func BenchmarkLoadPatterns(b *testing.B) {
	for b.Loop() {
		if _, err := parsePatternGraph(patternsDE1996); err != nil {
			b.Fatal(err)
		}
	}
}
