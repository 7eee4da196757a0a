package repair

import (
	"unicode"
	"unicode/utf8"
)

// edgeRow is a row at the edge of a page.
type edgeRow struct {
	key  string
	head *head // what the key stands for; nil if it is empty
}

// key is what a running head is recognised by.
func (f *furnisher) key(row int) string {
	if i := f.atEdge[row]; i > 0 {
		return f.edged[i-1].key
	}
	return f.newKey(row)
}

// headOf is what the key of a row at the edge of a page stands for.
func (f *furnisher) headOf(row int) *head {
	e := &f.edged[f.atEdge[row]-1]
	if e.head == nil && e.key != "" {
		e.head = f.heads[e.key]
	}
	return e.head
}

// newKey makes the key of a row: its folded text, or nothing if no head is so
// long.
func (f *furnisher) newKey(row int) string {
	if s := f.t.String(row); f.t.Rows[row].Em <= longestHead && wordsIn(s) <= headWords+8 {
		return fold(s)
	}
	return ""
}

// beginLetters is by how many letters a row is found.
const beginLetters = 8

// beginning is a hash of the first letters of s, case aside; 0 if it has too
// few of them.
func beginning(s string) uint32 {
	hash, letters := uint32(2166136261), 0
	for i := 0; i < len(s); i++ {
		r := rune(s[i])
		switch {
		case asciiLetter(s[i]):
			r |= 0x20
		case r < utf8.RuneSelf:
			continue
		default:
			var size int
			r, size = utf8.DecodeRuneInString(s[i:])
			i += size - 1
			if !unicode.IsLetter(r) {
				continue
			}
			r = unicode.ToLower(r)
		}
		hash = (hash ^ uint32(r)) * 16777619
		if letters++; letters == beginLetters {
			return max(1, (hash^hash>>16)%sieveBits)
		}
	}
	return 0
}

// sieve is a set of beginnings: what doesn't begin as any of them needn't be
// looked up as a whole.
type sieve [sieveBits / 64]uint64

const sieveBits = 1 << 18

func (s *sieve) add(beginning uint32) { s[beginning>>6] |= 1 << (beginning & 63) }

// has reports whether the set has a beginning. It may have one that is too
// short to tell.
func (s *sieve) has(beginning uint32) bool {
	return beginning == 0 || s[beginning>>6]&(1<<(beginning&63)) != 0
}
