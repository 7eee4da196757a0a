package source

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// encode16 encodes s as UTF-16.
func encode16(s string, bigEndian bool) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		if bigEndian {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

// encode32 encodes s as UTF-32.
func encode32(s string, bigEndian bool) []byte {
	var out []byte
	for _, r := range s {
		b := []byte{byte(r), byte(r >> 8), byte(r >> 16), byte(r >> 24)}
		if bigEndian {
			b = []byte{b[3], b[2], b[1], b[0]}
		}
		out = append(out, b...)
	}
	return out
}

// in encodes s in an 8-bit encoding.
func in(t *testing.T, m *charmap.Charmap, s string) []byte {
	t.Helper()
	out, err := m.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}

func TestEncodings(t *testing.T) {
	const western = "Les élèves de Genève, “très” doués.\nDeux lignes — ou trois.\n"
	const latin = "Les élèves de Genève étaient très doués.\nDeux lignes.\n"
	const quotations = "“Don’t,” she said. “It’s the keeper’s.”\nHe didn’t.\n"
	const dos = "Früh am Tag hört man die Möwen über dem Fluß.\nLes élèves où ça ?\n"
	const capitals = "À L'ÉCOLE, AU DÉBUT DE L'ÉTÉ\nIl est une fois de plus à l'école, au début de l'été.\n"
	for _, test := range []struct {
		name, wanted string
		data         []byte
		text, enc    string
		guessed      bool
	}{
		{"ASCII", "", []byte("plain\n"), "plain\n", "UTF-8", false},
		{"UTF-8", "", []byte(western), western, "UTF-8", false},
		{"UTF-8 with a mark", "", []byte("\ufeff" + western), western, "UTF-8", false},
		{"UTF-8 asked for, with a mark", "utf-8", []byte("\ufeff" + western), western, "UTF-8", false},
		{"UTF-16LE with a mark", "", encode16("\ufeff"+western, false), western, "UTF-16LE", false},
		{"UTF-16BE with a mark", "", encode16("\ufeff"+western, true), western, "UTF-16BE", false},
		{"UTF-16LE without", "", encode16(western, false), western, "UTF-16LE", true},
		{"UTF-16BE without", "", encode16(western, true), western, "UTF-16BE", true},
		{"UTF-32LE", "", encode32("\ufeff"+western, false), western, "UTF-32LE", false},
		{"UTF-32BE", "", encode32("\ufeff"+western, true), western, "UTF-32BE", false},
		{"windows-1252", "", in(t, charmap.Windows1252, western), western, "windows-1252", true},
		{"ISO-8859-1", "", in(t, charmap.ISO8859_1, latin), latin, "ISO-8859-1", true},
		{"macintosh", "", in(t, charmap.Macintosh, western), western, "macintosh", true},
		{"quotation marks of macintosh", "", in(t, charmap.Macintosh, quotations), quotations, "macintosh", true},
		{"quotation marks of windows-1252", "", in(t, charmap.Windows1252, quotations), quotations, "windows-1252", true},
		{"DOS", "", in(t, charmap.CodePage850, dos), dos, "IBM850", true},
		{"DOS asked for", "cp437", in(t, charmap.CodePage437, dos), dos, "IBM437", false},
		{"capitals", "", in(t, charmap.ISO8859_1, capitals), capitals, "ISO-8859-1", true},
		{"KOI8-R asked for", "koi8-r", in(t, charmap.KOI8R, "Анна Каренина\n"), "Анна Каренина\n", "koi8-r", false},
		{"ISO-8859-2 asked for", "latin2", in(t, charmap.ISO8859_2, "żółty\n"), "żółty\n", "ISO-8859-2", false},
		{"asked to find out", "auto", []byte(western), western, "UTF-8", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := Read("x.txt", test.data, test.wanted)
			if err != nil {
				t.Fatal(err)
			}
			if s.Text != test.text {
				t.Errorf("got %q, want %q", s.Text, test.text)
			}
			if s.Encoding != test.enc || s.Guessed != test.guessed {
				t.Errorf("got %s, guessed %t; want %s, %t", s.Encoding, s.Guessed, test.enc, test.guessed)
			}
			if len(s.Bad) > 0 {
				t.Errorf("undecodable at %v", s.Bad)
			}
			originals(t, s, test.data)
		})
	}
}

// originals checks that Original rises from 0 or behind the mark to the
// file's length.
func originals(t *testing.T, s *Source, data []byte) {
	t.Helper()
	last := -1
	for i := range s.Text {
		o := s.Original(i)
		if o <= last || o >= len(data) {
			t.Fatalf("byte %d of the text is byte %d of the file, the one before it was %d", i, o, last)
		}
		last = o
	}
	if end := s.Original(len(s.Text)); end != len(data) {
		t.Errorf("the text's end is byte %d of the file, want %d", end, len(data))
	}
}

func TestOriginal(t *testing.T) {
	const s = "né à Genève"
	for _, test := range []struct {
		name, wanted string
		data         []byte
		want         int // of the G
	}{
		{"UTF-8", "", []byte(s), 7},
		{"UTF-8 with a mark", "", []byte("\ufeff" + s), 10},
		{"UTF-16", "", encode16("\ufeff"+s, false), 2 + 2*5},
		{"UTF-32", "", encode32("\ufeff"+s, true), 4 + 4*5},
		{"one byte a letter", "latin1", in(t, charmap.ISO8859_1, s), 5},
		{"after undecodable bytes", "utf-8", []byte("n\xe9 \xe0 " + strings.Repeat(" ", 400) + "Genève"), 405},
	} {
		t.Run(test.name, func(t *testing.T) {
			src, err := Read("x.txt", test.data, test.wanted)
			if err != nil {
				t.Fatal(err)
			}
			if got := src.Original(strings.Index(src.Text, "G")); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
}

// TestOriginalFarIntoTheText goes over many marks, which fall into letters of
// two, three and four bytes.
func TestOriginalFarIntoTheText(t *testing.T) {
	text := strings.Repeat("é€😀a", 3000)
	for _, data := range [][]byte{encode16("\ufeff"+text, true), encode32("\ufeff"+text, false), []byte("\ufeff" + text)} {
		s, err := Read("x.txt", data, "")
		if err != nil {
			t.Fatal(err)
		}
		originals(t, s, data)
	}
}

func TestUndecodableBytes(t *testing.T) {
	good := strings.Repeat("Ein schöner Tag, größer als die übrigen. ", 30)
	for _, bad := range []string{"\xff", "\xc3", "\xe2\x82", "\xc0\xaf", "\xed\xa0\x80"} {
		for _, data := range []string{bad + " " + good, good + bad + " " + good, good + bad} {
			s, err := Read("x.txt", []byte(data), "")
			if err != nil {
				t.Fatalf("%q: %v", bad, err)
			}
			if s.Encoding != "UTF-8" || len(s.Bad) != len(bad) {
				t.Errorf("%q: %s with %d undecodable bytes, want UTF-8 with %d", bad, s.Encoding, len(s.Bad), len(bad))
			}
			for i, at := range s.Bad {
				if !strings.HasPrefix(s.Text[at:], "\ufffd") {
					t.Errorf("%q: no U+FFFD at %d", bad, at)
				}
				if o := s.Original(at); data[o:o+1] != bad[i:i+1] {
					t.Errorf("%q: byte %d of the file is %q", bad, o, data[o])
				}
			}
		}
	}
}

// A text that ends within a letter is no less a text.
func TestUTF16CutShort(t *testing.T) {
	data := encode16(strings.Repeat("Les élèves de Genève.\n", 9), false)
	s, err := Read("x.txt", data[:len(data)-1], "")
	if err != nil {
		t.Fatal(err)
	}
	if s.Encoding != "UTF-16LE" || !strings.HasPrefix(s.Text, "Les élèves") || len(s.Bad) != 1 {
		t.Errorf("%s, %q, undecodable at %v", s.Encoding, s.Text, s.Bad)
	}
}

func TestRefused(t *testing.T) {
	for _, test := range []struct{ name, data, wanted, says string }{
		{"empty", "", "", "no text"},
		{"blanks", " \n\f\t\r\n", "", "no text"},
		{"only a mark", "\ufeff", "", "no text"},
		{"PDF", "%PDF-1.7\n...", "", "PDF"},
		{"ZIP", "PK\x03\x04...", "", "ZIP"},
		{"PDF, asked to find out", "%PDF-1.7\n...", "auto", "PDF"},
		{"UTF-16 of which the bytes do not tell", string(encode16(strings.Repeat("Ἄνδρα μοι ἔννεπε, Μοῦσα", 9), false)), "", "utf-16le"},
		{"HTML", "\ufeff \n<!DOCTYPE html><p>x", "", "HTML"},
		{"XML", "<?xml version='1.0'?>", "", "XML"},
		{"picture", "\x89PNG\r\n", "", "PNG"},
		{"binary", strings.Repeat("\x00\x01\x02\xff\xfe\x80ab", 200), "", "binary"},
		{"Cyrillic in an unknown encoding", string(in(t, charmap.KOI8R, strings.Repeat("Все счастливые семьи похожи ", 9))), "", "encoding"},
		{"wrongly called UTF-8", string(in(t, charmap.ISO8859_1, strings.Repeat("élève ", 40))), "utf-8", "not valid UTF-8"},
		{"unknown encoding", "x", "ebcdic-of-old", "unknown encoding"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read("x.txt", []byte(test.data), test.wanted)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want an error about %q", err, test.says)
			}
			if test.says == "no text" && !errors.Is(err, ErrNoText) {
				t.Errorf("%v is not ErrNoText", err)
			}
		})
	}
}

func TestLineEnds(t *testing.T) {
	for _, end := range []string{"\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029", "\v"} {
		s, err := Read("x.txt", []byte("one"+end+end+"two"+end), "")
		if err != nil {
			t.Fatal(err)
		}
		if got := lines(s); got != "1:one 2: 3:two" {
			t.Errorf("%q: got %s", end, got)
		}
	}
}

// lines lists the lines of s with their numbers; a bar begins a page.
func lines(s *Source) string {
	var all []string
	page := int32(0)
	for _, l := range s.Lines {
		bar := strings.Repeat("|", int(l.Page-page))
		page = l.Page
		all = append(all, fmt.Sprintf("%s%d:%s", bar, l.Number, s.Text[l.Start:l.End]))
	}
	return strings.Join(all, " ")
}

func TestPages(t *testing.T) {
	for _, test := range []struct {
		in, want string
		pages    int
	}{
		{"one\ntwo", "1:one 2:two", 1},
		{"one\n\ftwo", "1:one 2: |2:two", 2},
		{"one\f\ntwo", "1:one |1: 2:two", 2},
		{"one\ftwo", "1:one |1:two", 2},
		{"one\f\ftwo\f", "1:one |1: |1:two", 2 + 1},
		{"\fone\r\n\ftwo\r\nmixed\rends", "1: |1:one 2: |2:two 3:mixed 4:ends", 3},
	} {
		s, err := Read("x.txt", []byte(test.in), "")
		if err != nil {
			t.Fatal(err)
		}
		if got := lines(s); got != test.want {
			t.Errorf("%q: got %s, want %s", test.in, got, test.want)
		}
		if got := s.Pages(); got != test.pages {
			t.Errorf("%q: %d pages, want %d", test.in, got, test.pages)
		}
	}
}

func TestPlace(t *testing.T) {
	s, err := Read("x.txt", []byte("one\n\fzwölf Männer\r\nend\fof it"), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		part         string
		line, column int
	}{
		{"one", 1, 1}, {"e\n", 1, 3}, {"zw", 2, 2}, {"Männer", 2, 8}, {"nner", 2, 10}, {"end", 3, 1}, {"of it", 3, 5},
	} {
		p := s.Place(strings.Index(s.Text, test.part))
		if p.Line != test.line || p.Column != test.column {
			t.Errorf("%q is at %d:%d, want %d:%d", test.part, p.Line, p.Column, test.line, test.column)
		}
	}
	for _, offset := range []int{-1, len(s.Text), len(s.Text) + 100} {
		s.Place(offset) // must not fail
	}
	if p := (&Source{}).Place(0); p != (Place{1, 1}) {
		t.Errorf("the place in nothing is %v", p)
	}
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("ä", 50) + "here" + strings.Repeat("é", 100)
	s, err := Read("x.txt", []byte("  one \n\n"+long+"\nend"), "")
	if err != nil {
		t.Fatal(err)
	}
	for offset, want := range map[int]string{
		-1: "one", 0: "one", 4: "one", 7: "", len(s.Text): "end", len(s.Text) + 9: "end",
		strings.Index(s.Text, "ä"):     strings.Repeat("ä", 50) + "here" + strings.Repeat("é", 8),
		strings.Index(s.Text, "here"):  strings.Repeat("ä", 30) + "here" + strings.Repeat("é", 28),
		strings.LastIndex(s.Text, "é"): strings.Repeat("é", 60),
	} {
		if got := s.Excerpt(offset); got != want {
			t.Errorf("%d: got %q, want %q", offset, got, want)
		}
	}
	if got := (&Source{}).Excerpt(0); got != "" {
		t.Errorf("nothing has the excerpt %q", got)
	}
}

// TestLinesAnywhere has line ends at all places among eight bytes.
func TestLinesAnywhere(t *testing.T) {
	for before := range 20 {
		for end, lines := range map[string]int{"\n": 2, "\r\n": 2, "\f": 2, "\v": 2, "\u0085": 2, "\u2028": 2, "é": 1, "\t": 1} {
			text := strings.Repeat("a", before) + end + strings.Repeat("b", 17)
			src, err := Read("x", []byte(text), "utf-8")
			if err != nil {
				t.Fatal(err)
			}
			if len(src.Lines) != lines {
				t.Errorf("%q: %d lines", text, len(src.Lines))
			}
		}
	}
}
