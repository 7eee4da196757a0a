package source

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// ErrNoText is the error for an input without a single visible character.
var ErrNoText = errors.New("there is no text in it")

// badShare is the share of undecodable bytes above which a file is taken for
// something else than text in the encoding that was tried.
const badShare = 0.01

// Read decodes data and cuts it into lines. name is used in messages only.
// wanted names the encoding by any of its usual names ("utf-8", "latin1",
// "koi8-r"); if it is empty the encoding is found out from the whole of data,
// never from a part.
//
// Read takes over data, which nobody may change afterwards: a text in UTF-8 is
// not copied.
func Read(name string, data []byte, wanted string) (*Source, error) {
	s := &Source{Name: name}
	if strings.EqualFold(wanted, "auto") {
		wanted = ""
	}
	if kind, way := sniff(data); kind != "" && wanted == "" {
		return nil, fmt.Errorf("this is %s, not text: %s", kind, way)
	}
	if err := s.decode(data, wanted); err != nil {
		return nil, err
	}
	if strings.IndexFunc(s.Text, visible) < 0 {
		return nil, ErrNoText
	}
	s.cut()
	s.closeUp()
	s.restoreHalved()
	return s, nil
}

func visible(r rune) bool {
	return r > ' ' && r != 0x7f && r != '\ufeff' && r != '\u00a0' && r != '\u0085'
}

// decode fills Text, Encoding, Bad and origin.
func (s *Source) decode(data []byte, wanted string) error {
	if wanted != "" {
		enc, name := encodingOf(wanted)
		if enc == nil {
			return fmt.Errorf("unknown encoding %q: try utf-8, utf-16le, windows-1252, macintosh, iso-8859-2, koi8-r or shift_jis", wanted)
		}
		if name == "UTF-8" {
			return s.fromUTF8(bytes.TrimPrefix(data, []byte(bom)), len(data))
		}
		return s.transcode(data, 0, name, enc)
	}
	switch {
	case bytes.HasPrefix(data, []byte(bom)):
		return s.fromUTF8(data[len(bom):], len(data))
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE, 0, 0}):
		return s.transcode(data, 4, "UTF-32LE", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM))
	case bytes.HasPrefix(data, []byte{0, 0, 0xFE, 0xFF}):
		return s.transcode(data, 4, "UTF-32BE", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM))
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return s.transcode(data, 2, "UTF-16LE", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM))
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return s.transcode(data, 2, "UTF-16BE", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM))
	case utf8.Valid(data) && !looksLikeUTF16(data):
		return s.fromUTF8(data, len(data))
	}
	s.Guessed = true
	return s.guess(data)
}

const bom = "\uFEFF"

// guess decodes data that is not valid UTF-8 and has no byte-order mark.
func (s *Source) guess(data []byte) error {
	if looksLikeUTF16(data) {
		order, name := unicode.LittleEndian, "UTF-16LE"
		if zeros(data, 0) > zeros(data, 1) {
			order, name = unicode.BigEndian, "UTF-16BE"
		}
		return s.transcode(data, 0, name, unicode.UTF16(order, unicode.IgnoreBOM))
	}
	if bytes.Count(data, []byte{0}) > len(data)/1000 {
		return errors.New("this is a binary file: run an extractor such as pdftotext or Tika over it and give its output (or set the encoding, if it is text in utf-16le or utf-16be)")
	}
	bad, multi := countUTF8(data)
	if multi > bad && float64(bad) <= badShare*float64(len(data)) {
		return s.fromUTF8(data, len(data))
	}
	high, letters, c1 := 0, 0, 0
	for _, b := range data {
		switch {
		case b >= 0xA0:
			high++
		case b >= 0x80:
			c1++
		case b|0x20 >= 'a' && b|0x20 <= 'z':
			letters++
		}
	}
	if high > letters/2 {
		return errors.New("this is neither UTF-8 nor a Western European encoding: set the encoding (candidates: koi8-r, windows-1251, iso-8859-7, shift_jis, gbk)")
	}
	name, table, odd := guessWestern(data)
	if s.Odd = odd; c1 == 0 && table == charmap.Windows1252 {
		name, table = "ISO-8859-1", charmap.ISO8859_1
	}
	return s.transcode(data, 0, name, table)
}

// looksLikeUTF16 reports whether nearly every second byte is zero, as in
// Western text in UTF-16.
func looksLikeUTF16(data []byte) bool {
	return len(data) >= 4 && bytes.Count(data, []byte{0}) > len(data)*2/5 &&
		max(zeros(data, 0), zeros(data, 1)) > len(data)*2/5
}

// zeros counts the zero bytes at even (parity 0) or odd offsets.
func zeros(data []byte, parity int) (n int) {
	for i := parity; i < len(data); i += 2 {
		if data[i] == 0 {
			n++
		}
	}
	return n
}

// countUTF8 counts undecodable bytes and whole multi-byte letters.
func countUTF8(data []byte) (bad, multi int) {
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			bad++
		} else if size > 1 {
			multi++
		}
		data = data[size:]
	}
	return bad, multi
}

// fromUTF8 takes data, of which fileSize-len(data) leading bytes were a
// byte-order mark, replacing each undecodable byte by U+FFFD.
func (s *Source) fromUTF8(data []byte, fileSize int) error {
	s.Encoding, s.origin = "UTF-8", origin{start: fileSize - len(data)}
	if utf8.Valid(data) {
		s.Text = unsafe.String(unsafe.SliceData(data), len(data)) // it is ours, see Read
		return nil
	}
	var sb strings.Builder
	sb.Grow(len(data) + len(data)/64)
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			s.Bad = append(s.Bad, sb.Len())
			sb.WriteRune(utf8.RuneError)
		} else {
			sb.Write(data[:size])
		}
		data = data[size:]
	}
	s.Text = sb.String()
	if share := float64(len(s.Bad)) / float64(fileSize); share > badShare {
		return fmt.Errorf("%.1f%% of its bytes are not valid UTF-8: set the encoding (candidates: windows-1252, iso-8859-1, macintosh, ibm850, koi8-r)", 100*share)
	}
	return nil
}

// transcode decodes data, whose first mark bytes are a byte-order mark, with
// enc. Undecodable bytes become U+FFFD.
func (s *Source) transcode(data []byte, mark int, name string, enc encoding.Encoding) error {
	text, _, err := transform.Bytes(enc.NewDecoder(), data[mark:])
	if err != nil {
		return fmt.Errorf("decode as %s: %w", name, err)
	}
	s.Text, s.Encoding = string(text), name
	for i := 0; ; {
		n := strings.IndexRune(s.Text[i:], utf8.RuneError)
		if n < 0 {
			break
		}
		s.Bad = append(s.Bad, i+n)
		i += n + len("\uFFFD")
	}
	if share := float64(len(s.Bad)) / float64(max(len(data), 1)); share > badShare {
		return fmt.Errorf("%.1f%% of its bytes are not valid %s: set another encoding", 100*share, name)
	}
	s.origin = newOrigin(name, s.Text)
	s.origin.start = mark
	return nil
}

// KnowsEncoding reports whether [Read] takes name for an encoding.
func KnowsEncoding(name string) bool {
	enc, _ := encodingOf(name)
	return enc != nil || strings.EqualFold(name, "auto")
}

// encodingOf finds an encoding by any of its usual names, and the name that
// messages call it by: those that browsers know, and those of old systems.
func encodingOf(name string) (enc encoding.Encoding, shown string) {
	enc, err := htmlindex.Get(name)
	if err != nil {
		if enc, err = ianaindex.IANA.Encoding(name); err != nil || enc == nil {
			return nil, ""
		}
		shown, _ = ianaindex.IANA.Name(enc)
		return enc, shown
	}
	shown, _ = htmlindex.Name(enc)
	if strings.HasPrefix(shown, "utf") || strings.HasPrefix(shown, "iso") {
		shown = strings.ToUpper(shown)
	}
	return enc, shown
}

// origin leads from offsets in Text to offsets in the file. The zero value is
// that of plain UTF-8.
type origin struct {
	start int            // length of the byte-order mark, where Text starts in the file
	size  func(rune) int // bytes of a character in the file; nil for UTF-8 and unknown encodings
	marks []int          // offset in the file of every markStep-th byte of Text
}

const markStep = 1 << 10

func newOrigin(encodingName, text string) origin {
	o := origin{}
	switch {
	case strings.HasPrefix(encodingName, "UTF-16"):
		o.size = func(r rune) int { return 2 * max(1, utf16.RuneLen(r)) }
	case strings.HasPrefix(encodingName, "UTF-32"):
		o.size = func(rune) int { return 4 }
	default: // of the multi-byte encodings only the offsets of Western text are exact
		o.size = func(rune) int { return 1 }
	}
	at := 0
	for i, r := range text {
		for len(o.marks)*markStep <= i {
			o.marks = append(o.marks, at)
		}
		at += o.size(r)
	}
	o.marks = append(o.marks, at)
	return o
}

func (o origin) of(s *Source, offset int) int {
	if o.size == nil {
		bad, _ := slices.BinarySearch(s.Bad, offset)
		return o.start + offset - bad*(len("\uFFFD")-1)
	}
	mark := min(offset/markStep, len(o.marks)-1)
	at, i := o.start+o.marks[mark], mark*markStep
	for i < offset && i < len(s.Text) {
		r, size := utf8.DecodeRuneInString(s.Text[i:])
		if !utf8.RuneStart(s.Text[i]) { // the mark fell into a letter, which was counted already
			i++
			continue
		}
		at += o.size(r)
		i += size
	}
	return at
}
