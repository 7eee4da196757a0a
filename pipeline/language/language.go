// Package language is what refolio knows about languages:
//
//	tag, sure := language.Detect(text)       // "de", 0.99: what is it written in?
//	words := language.Words(tag)             // a word list
//	words.Contains("Häuser")                 //   true
//	words.Compound("Hausschlüssel")          //   true: Haus, Schlüssel
//	patterns := language.Hyphenation(tag)    // where may a word be broken?
//	patterns.Breaks("Silbentrennung")        //   3, 6, 10: Sil-ben-tren-nung
//	spelling := language.Spellings(tag)      // which letters follow each other?
//	walk := spelling.Walk()                  //   how unlikely is a word? letter by letter
//	language.About(tag).FreeHyphen           // small rules of its writing
//
// Languages are named by BCP 47 tags. A tag with a region or a script that is
// not known by itself is taken for its language, case and underscores don't
// matter, and the three-letter codes of libraries ("ger") are understood.
//
//	             Detect  Words  Hyphenation        Spellings  About
//	en           ✓       ✓      ✓ (en-GB too)      ✓          ✓
//	de           ✓       ✓      ✓ (de-1901 too)    ✓          ✓
//	es fr it la
//	nl pl pt ru  ✓       ✓      ✓                  ✓          ✓
//	ca da el fi
//	nb sv tr uk  ✓              ✓ (el-polyton too) ✓          ✓
//	cs hu ro     ✓                                 ✓          ✓
//	grc          ✓              ✓
//
// For what is not there the functions return nil, or a zero value, that can be used like
// any other and knows nothing: no word is contained, nothing may be broken.
//
// All data is part of the program, some 7 MB. Word lists and hyphenation
// patterns are read where they stand; letter statistics are made for a language
// when they are first asked for, which takes some milliseconds (for English
// 60), and kept. Everything may be used by several goroutines at once.
// [Notices] has the data's licences.
package language

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

// licenceFiles holds the texts that go with the data.
//
//go:embed LICENCES.md licences/*.txt
var licenceFiles embed.FS

// Notices returns the origins and licences of all the data in this package, as
// text: who passes the program on has to pass this on as well.
func Notices() (string, error) {
	var b strings.Builder
	err := fs.WalkDir(licenceFiles, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := licenceFiles.ReadFile(name)
		fmt.Fprintf(&b, "==== %s ====\n\n%s\n", name, text)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("read the licences of the language data: %w", err)
	}
	files, err := patternFiles.ReadDir("patterns")
	if err != nil {
		return "", fmt.Errorf("list the hyphenation patterns: %w", err)
	}
	for _, file := range files {
		text, err := readGzip(patternFiles, "patterns/"+file.Name())
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "==== %s ====\n\n%s\n", strings.TrimSuffix(file.Name(), ".gz"), comments(text))
	}
	return b.String(), nil
}

// comments returns the lines of TeX source that are comments; the notices of a
// pattern file are among them, mostly at its head.
func comments(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "%") {
			b.WriteString(line)
		}
	}
	return b.String()
}
