package epub

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// A script is one that words of a book may be in whose own is another.
type script struct {
	table *unicode.RangeTable
	code  string // by ISO 15924
	lang  string // the language that it stands for; "" if there are several
}

// scripts have each the language that a scholarly text quotes in it, where that
// is hardly ever another one; ancient Greek shows itself by its accents.
var scripts = []script{
	{unicode.Greek, "Grek", "el"}, {unicode.Cyrillic, "Cyrl", ""}, {unicode.Hebrew, "Hebr", "he"}, {unicode.Arabic, "Arab", "ar"},
	{unicode.Han, "Hani", ""}, {unicode.Hiragana, "Hira", "ja"}, {unicode.Katakana, "Kana", "ja"}, {unicode.Hangul, "Hang", "ko"},
	{unicode.Devanagari, "Deva", ""}, {unicode.Armenian, "Armn", "hy"}, {unicode.Georgian, "Geor", "ka"}, {unicode.Syriac, "Syrc", "syr"},
	{unicode.Coptic, "Copt", "cop"}, {unicode.Thai, "Thai", "th"}, {unicode.Ethiopic, "Ethi", ""}, {unicode.Gothic, "Goth", "got"},
}

// hasOtherScript reports whether there may be letters of another script than
// Latin in s. It looks at bytes alone, since nearly every text has none.
func hasOtherScript(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0xCD && c != 0xE2 && c != 0xEF { // U+0370 is CD B0; E2 and EF begin signs
			return true
		}
	}
	return false
}

// foreignRun returns the first run in s of words in a script that is not the
// book's, without white space or marks at its ends, and the language to give
// for it. A single letter is more often a name for something than a word. The
// end is 0 if there is none.
func (b *book) foreignRun(s string) (start, end int, lang string) {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		sc := scriptOf(r)
		if sc == nil || b.ownScript(sc) {
			i += size
			continue
		}
		end, letters := runEnd(s, i, sc)
		if letters > 1 {
			return i, end, b.languageOf(s[i:end], sc)
		}
		i = end
	}
	return 0, 0, ""
}

// scriptOf returns the script of a letter, nil if it is Latin or no letter.
func scriptOf(r rune) *script {
	if r < 0x370 || !unicode.IsLetter(r) {
		return nil
	}
	for i := range scripts {
		if unicode.Is(scripts[i].table, r) {
			return &scripts[i]
		}
	}
	return nil
}

// runEnd returns where the words in a script end that begin at i, and how many
// letters they have. Signs between them belong to them.
func runEnd(s string, i int, sc *script) (end, letters int) {
	end = i
	for at := i; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		at += size
		switch other := scriptOf(r); {
		case other == sc, other != nil && eastAsian(other) && eastAsian(sc), unicode.Is(unicode.Mn, r) && end == at-size:
			end = at
			letters++
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return end, letters
		}
	}
	return end, letters
}

func eastAsian(sc *script) bool { return sc.code == "Hani" || sc.code == "Hira" || sc.code == "Kana" }

// ownScript reports whether a script is the one that the book is written in.
func (b *book) ownScript(sc *script) bool {
	if own, known := b.scripts[sc.code]; known {
		return own
	}
	tag, err := language.Parse(b.lang)
	own := err != nil
	if !own {
		code, _ := tag.Script()
		own = code.String() == sc.code || sc.code == "Grek" && base(tag) == "grc" ||
			eastAsian(sc) && (base(tag) == "ja" || base(tag) == "zh") || sc.code == "Hani" && base(tag) == "ko"
	}
	b.scripts[sc.code] = own
	return own
}

func base(tag language.Tag) string {
	base, _ := tag.Base()
	return base.String()
}

// languageOf is the language of words in a script: that of the book's other
// languages which is written in it, else the one that the script stands for,
// else the script itself, which is no language but true.
func (b *book) languageOf(words string, sc *script) string {
	for _, s := range b.doc.Meta.Languages {
		if tag, err := language.Parse(s); err == nil {
			if code, _ := tag.Script(); code.String() == sc.code || sc.code == "Grek" && base(tag) == "grc" { // not Cypriot
				return tag.String()
			}
		}
	}
	switch {
	case sc.code == "Grek" && strings.ContainsFunc(words, func(r rune) bool { return r >= 0x1F00 && r <= 0x1FFF }):
		return "grc"
	case sc.code == "Hani" && strings.ContainsFunc(words, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }):
		return "ja"
	case sc.lang != "":
		return sc.lang
	}
	return "und-" + sc.code
}
