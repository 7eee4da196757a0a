package fixes

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/pipeline/document"
)

// letters is a text without all that another extractor may have written
// otherwise: only letters and digits, ligatures and raised digits taken apart,
// small. So a quotation is found again that is broken by a hyphen now, or has
// lost a space.
type letters struct {
	text string
	at   []int // where in the source each byte of text comes from
	end  int   // of the source
}

func lettersOf(text string) letters {
	var b strings.Builder
	b.Grow(len(text))
	at := make([]int, 0, len(text))
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if r < utf8.RuneSelf {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				b.WriteByte(byte(unicode.ToLower(r)))
			}
		} else {
			for _, part := range norm.NFKD.String(text[i : i+size]) {
				if unicode.IsLetter(part) || unicode.IsDigit(part) {
					b.WriteRune(unicode.ToLower(part))
				}
			}
		}
		for len(at) < b.Len() {
			at = append(at, i)
		}
		i += size
	}
	return letters{b.String(), at, len(text)}
}

// fewestLetters is how many letters a quotation must have to be known by them
// alone.
const fewestLetters = 8

// wholeWords reports whether no word goes on before or behind a span.
func wholeWords(text string, s document.Span) bool {
	before, after := lastOf(text[:s.Start]), first(text[s.End:])
	return !unicode.IsLetter(before) && !unicode.IsLetter(after) && !unicode.IsDigit(after)
}

// occurrences finds a quotation by its letters, in the bytes of the source from
// from on.
func (l *letters) occurrences(text, quotation string, from, most int) (found []document.Span) {
	wanted := lettersOf(quotation).text
	if len(wanted) < fewestLetters {
		return nil
	}
	i, _ := slices.BinarySearch(l.at, from)
	for len(found) < most {
		n := strings.Index(l.text[i:], wanted)
		if n < 0 {
			return found
		}
		last := l.at[i+n+len(wanted)-1]
		_, size := utf8.DecodeRuneInString(text[last:])
		if s := (document.Span{Start: l.at[i+n], End: last + size}); wholeWords(text, s) {
			found = append(found, s)
		}
		i += n + len(wanted)
	}
	return found
}
