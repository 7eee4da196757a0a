package epub

import (
	"fmt"
	"unicode/utf8"
)

// A markup writes XML. It is the only place from which anything gets into a
// file of the book: names of elements and attributes are constants of this
// package, everything else passes through text or an attribute's value, where
// it is escaped, and elements close in the order in which they were opened.
// So the files are well-formed whatever the document holds.
type markup struct {
	b       []byte
	stack   []string // the open elements
	named   bool     // write &amp; rather than &#38;
	remarks *remarks // may be nil
}

// remarks are what writing the files brings to light for the book as a whole.
type remarks struct {
	bad      int  // characters that XML has no place for
	firstBad rune // the first of them
	classes  map[string]bool
	bold     bool // there is bold type
	foreign  bool // there are passages in other languages, marked as such
}

// open starts an element. The attributes are pairs of a name and a value; one
// with an empty value is left out.
func (m *markup) open(tag string, attrs ...string) {
	m.tag(tag, attrs)
	m.b = append(m.b, '>')
	m.stack = append(m.stack, tag)
}

// void writes an element without content.
func (m *markup) void(tag string, attrs ...string) {
	m.tag(tag, attrs)
	m.b = append(m.b, "/>"...)
}

// leaf writes an element that holds nothing but text.
func (m *markup) leaf(tag, text string, attrs ...string) {
	m.open(tag, attrs...)
	m.text(text)
	m.close()
}

// close ends the innermost open element.
func (m *markup) close() {
	last := len(m.stack) - 1
	m.b = append(m.b, "</"...)
	m.b = append(m.b, m.stack[last]...)
	m.b = append(m.b, '>')
	m.stack = m.stack[:last]
}

// end closes the innermost element and ends the line.
func (m *markup) end() {
	m.close()
	m.newline()
}

func (m *markup) newline() { m.b = append(m.b, '\n') }

func (m *markup) tag(tag string, attrs []string) {
	m.b = append(m.b, '<')
	m.b = append(m.b, tag...)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] == "" {
			continue
		}
		if attrs[i] == "class" && m.remarks != nil {
			m.remarks.classes[attrs[i+1]] = true
		}
		m.b = append(m.b, ' ')
		m.b = append(m.b, attrs[i]...)
		m.b = append(m.b, `="`...)
		m.escape(attrs[i+1], true)
		m.b = append(m.b, '"')
	}
}

// text writes s as character data.
func (m *markup) text(s string) { m.escape(s, false) }

// escape appends s with everything escaped that means something to an XML
// parser. In an attribute that includes the white space that the parser would
// otherwise turn into plain spaces.
func (m *markup) escape(s string, attribute bool) {
	done := 0 // s[:done] is written
	for i := 0; i < len(s); {
		entity, size := "", 1
		if c := s[i]; c < utf8.RuneSelf {
			if entity = escapes[c]; entity == "" {
				i++
				continue
			}
			if !attribute && (c == '"' || c == '\n' || c == '\t') {
				i++
				continue
			}
			if entity == replacement {
				m.reportBad(rune(c))
			} else if m.named && names[c] != "" {
				entity = names[c]
			}
		} else {
			var r rune
			if r, size = utf8.DecodeRuneInString(s[i:]); allowed(r, size) {
				i += size
				continue
			}
			entity = replacement
			m.reportBad(r)
		}
		m.b = append(m.b, s[done:i]...)
		m.b = append(m.b, entity...)
		i += size
		done = i
	}
	m.b = append(m.b, s[done:]...)
}

func (m *markup) reportBad(r rune) {
	if m.remarks == nil {
		return
	}
	if m.remarks.bad == 0 {
		m.remarks.firstBad = r
	}
	m.remarks.bad++
}

// replacement stands for a character that may not be in an XML file.
const replacement = "\uFFFD"

// allowed reports whether a rune beyond ASCII, decoded from size bytes, may
// stand in an XML 1.0 document (its production Char). The controls U+0080 to
// U+009F may, but HTML calls them errors, so they may not here.
func allowed(r rune, size int) bool {
	return r >= 0xA0 && r != 0xFFFE && r != 0xFFFF && !(r == utf8.RuneError && size == 1) &&
		(r < 0xFDD0 || r > 0xFDEF) && r&0xFFFE != 0xFFFE
}

// escapes says what becomes of an ASCII character: nothing if it stands for
// itself. A carriage return that was written plainly would be read as a line
// feed. The references are by number: EPUBCheck has a remark for those by name
// in a text.
var escapes = func() (table [utf8.RuneSelf]string) {
	for c := range 0x20 {
		table[c] = replacement
	}
	table[0x7F] = replacement
	for _, c := range "\t\n\r&<>\"" {
		table[c] = fmt.Sprintf("&#%d;", c)
	}
	return table
}()

// names are the references by name. In the package document and the NCX they
// are what the other EPUBCheck, the one in TypeScript, understands.
var names = [utf8.RuneSelf]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&quot;"}
