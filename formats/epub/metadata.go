package epub

import (
	"crypto/sha1"
	"encoding/hex"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/refolio/refolio/pipeline/document"
)

// An identifier is what a book is known by.
type identifier struct {
	value  string // "urn:isbn:9780306406157"
	scheme string // its number in ONIX code list 5; "" if it is none of those
}

// The identifiers that code list 5 of ONIX numbers.
const (
	isbn10 = "02"
	doi    = "06"
	isbn13 = "15"
)

var (
	doiPattern  = compiled(`^(?i:doi:|urn:doi:|https?://(?:dx\.)?doi\.org/)?(10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s]+)$`)
	uuidPattern = compiled(`^(?i:urn:uuid:)?([0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})$`)
	isbnPattern = compiled(`^(?i:urn:isbn:|isbn(?:-1[03])?:?)?\s*([0-9][0-9 -]{8,15}[0-9Xx])$`)
)

// identify tells what kind of identifier s is and gives it its usual form.
// What is nothing known stays as it is.
func identify(s string) identifier {
	s = oneLine(s)
	if m := uuidPattern().FindStringSubmatch(s); m != nil {
		return identifier{"urn:uuid:" + strings.ToLower(m[1]), ""}
	}
	if m := doiPattern().FindStringSubmatch(s); m != nil {
		return identifier{"https://doi.org/" + escapeURL(m[1]), doi}
	}
	if m := isbnPattern().FindStringSubmatch(s); m != nil {
		if digits, ok := document.ISBN(m[1]); ok {
			return identifier{"urn:isbn:" + digits, map[int]string{10: isbn10, 13: isbn13}[len(digits)]}
		}
	}
	return identifier{s, ""}
}

// namespaceURL is the namespace of UUIDs made from URLs (RFC 9562, section 6.6).
var namespaceURL = []byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}

// derived makes an identifier of the document's own words: a UUID of version
// 5, the same for the same text on any day.
func derived(doc *document.Document, title string) identifier {
	h := sha1.New()
	h.Write(namespaceURL)
	var buffer []byte // so that the sum is reckoned over large pieces
	field := func(s string) {
		if buffer = append(append(buffer, s...), 0); len(buffer) > 1<<12 {
			h.Write(buffer)
			buffer = buffer[:0]
		}
	}
	field("https://github.com/refolio/refolio")
	field(title)
	for _, a := range doc.Meta.Authors {
		field(a)
	}
	field(doc.Meta.Date)
	leaves := func(blocks []document.Block) {
		for leaf := range document.Leaves(blocks) {
			field(document.PlainText(leaf.Content))
		}
	}
	leaves(doc.Blocks)
	for i := range doc.Notes {
		leaves(doc.Notes[i].Blocks)
	}
	h.Write(buffer)
	u := h.Sum(nil)[:16]
	u[6] = u[6]&0x0F | 0x50
	u[8] = u[8]&0x3F | 0x80
	s := hex.EncodeToString(u)
	return identifier{"urn:uuid:" + strings.Join([]string{s[:8], s[8:12], s[12:16], s[16:20], s[20:]}, "-"), ""}
}

// identifiers are those of the book, its own first: what the document calls its
// identifier, else its ISBN, its DOI or, for want of any, one made of its words.
func (b *book) identifiers() []identifier {
	m := &b.doc.Meta
	var ids []identifier
	for _, s := range []string{m.Identifier, m.ISBN, m.DOI} {
		if s = oneLine(s); s == "" {
			continue
		}
		id := identify(s)
		if id.scheme == "" && isbnPattern().MatchString(s) {
			b.warn("epub/isbn", "the identifier looks like an ISBN, but its check digit is wrong", "Compare it with the printed one.")
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		ids = append(ids, derived(b.doc, b.title))
	}
	return ids
}

// addLanguage notes a language of passages in the book. A tag that is none is
// passed over.
func (b *book) addLanguage(s string) {
	if tag, err := language.Parse(s); err == nil && tag.String() != b.lang && !slices.Contains(b.languages, tag.String()) {
		b.languages = append(b.languages, tag.String())
	}
}

// fileAs guesses the form under which a person is sorted: the last name
// first, with the particles that belong to it ("Beauvoir, Simone de" is for
// the user to say, since customs differ by language).
func fileAs(name string) string {
	name = oneLine(name)
	if strings.Contains(name, ",") {
		return name
	}
	words := strings.Fields(name)
	last := len(words) - 1
	suffix := ""
	if last > 1 && isSuffix(words[last]) {
		suffix = ", " + words[last]
		last--
	}
	if last < 1 || strings.HasSuffix(words[last], ".") || strings.ContainsFunc(name, func(r rune) bool { return r >= 0x3000 }) {
		return name
	}
	return words[last] + ", " + strings.Join(words[:last], " ") + suffix
}

func isSuffix(s string) bool {
	switch strings.TrimRight(s, ".") {
	case "Jr", "Sr", "II", "III", "IV":
		return true
	}
	return false
}

// titleFileAs is the title without its article, as libraries sort it; "" if it
// has none.
func titleFileAs(title, lang string) string {
	base, _, _ := strings.Cut(lang, "-")
	first, rest, _ := strings.Cut(title, " ")
	for _, article := range articles[base] {
		if rest != "" && strings.EqualFold(first, article) {
			return strings.TrimSpace(rest) + ", " + first
		}
	}
	return ""
}

var articles = map[string][]string{
	"en": {"the", "a", "an"},
	"de": {"der", "die", "das", "ein", "eine"},
	"fr": {"le", "la", "les", "un", "une"},
	"es": {"el", "la", "los", "las", "un", "una"},
	"it": {"il", "lo", "la", "i", "gli", "le", "un", "una"},
	"nl": {"de", "het", "een"},
	"pt": {"o", "a", "os", "as", "um", "uma"},
}
