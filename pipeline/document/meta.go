package document

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Meta says what the document is. Empty fields are unknown. Texts are in NFC
// and on one line.
type Meta struct {
	Title       string `json:"title,omitempty" yaml:"title"`
	TitleFileAs string `json:"title-file-as,omitempty" yaml:"title-file-as"` // the title as it is sorted: "Lamp and the Ledger, The"
	Subtitle    string `json:"subtitle,omitempty" yaml:"subtitle"`
	// Authors are the names of those who made the work, as a title page has
	// them. What more is known of one of them stands in Creators.
	Authors      []string `json:"authors,omitempty" yaml:"-"`
	Creators     []Person `json:"creators,omitempty" yaml:"-"`
	Contributors []Person `json:"contributors,omitempty" yaml:"-"` // who had a hand in it: translators, illustrators, ...
	Language     string   `json:"language,omitempty" yaml:"lang"`  // a BCP 47 tag
	// Languages are those of passages in it, beside Language, as BCP 47 tags.
	Languages  []string `json:"languages,omitempty" yaml:"languages"`
	Date       string   `json:"date,omitempty" yaml:"date"` // of publication: YYYY, YYYY-MM or YYYY-MM-DD
	Identifier string   `json:"identifier,omitempty" yaml:"identifier"`
	ISBN       string   `json:"isbn,omitempty" yaml:"isbn"` // of this edition, with or without hyphens; see [ISBN]
	DOI        string   `json:"doi,omitempty" yaml:"doi"`   // without a resolver before it: "10.1000/182"
	Publisher  string   `json:"publisher,omitempty" yaml:"publisher"`
	Series     Series   `json:"series,omitzero" yaml:"-"`
	Rights     string   `json:"rights,omitempty" yaml:"rights"`
	// Description is what a catalogue says of it.
	Description string   `json:"description,omitempty" yaml:"description"`
	Subjects    []string `json:"subjects,omitempty" yaml:"subjects"`
	// SourceEdition names the printed edition that the text was taken from and
	// whose pages the page breaks count: an ISBN, or words.
	SourceEdition string `json:"source-edition,omitempty" yaml:"source-edition"`
	// Modified is when this edition was made, as far as its readers are to
	// know: SOURCE_DATE_EPOCH if that is set. See [Meta.Stamp].
	Modified time.Time `json:"modified,omitzero" yaml:"-"`
}

// Person is someone who made the work or had a hand in it.
type Person struct {
	Name   string `json:"name" yaml:"name"`
	Role   string `json:"role,omitempty" yaml:"role"`       // a MARC relator code: "trl"; "" if it is not known
	FileAs string `json:"file-as,omitempty" yaml:"file-as"` // the name as it is sorted: "Beauvoir, Simone de"
}

// Series is the series or set that a document is part of.
type Series struct {
	Title  string `json:"title,omitempty" yaml:"title"`
	Number string `json:"number,omitempty" yaml:"number"` // its place there, a decimal number: "3", "2.5"
}

// Creator returns what is known of the author with the given name, which is
// the name at least.
func (m *Meta) Creator(name string) Person {
	for _, p := range m.Creators {
		if p.Name == name {
			return p
		}
	}
	return Person{Name: name}
}

// Overrule replaces what m says by what said knows better, field by field.
func (m *Meta) Overrule(said *Meta) {
	for _, f := range [][2]*string{
		{&m.Title, &said.Title}, {&m.TitleFileAs, &said.TitleFileAs}, {&m.Subtitle, &said.Subtitle},
		{&m.Language, &said.Language}, {&m.Date, &said.Date}, {&m.Identifier, &said.Identifier},
		{&m.ISBN, &said.ISBN}, {&m.DOI, &said.DOI}, {&m.Publisher, &said.Publisher}, {&m.Rights, &said.Rights},
		{&m.Description, &said.Description}, {&m.SourceEdition, &said.SourceEdition},
	} {
		*f[0] = cmp.Or(*f[1], *f[0])
	}
	m.Series = cmp.Or(said.Series, m.Series)
	m.Authors = overruled(m.Authors, said.Authors)
	m.Creators = overruled(m.Creators, said.Creators)
	m.Contributors = overruled(m.Contributors, said.Contributors)
	m.Languages = overruled(m.Languages, said.Languages)
	m.Subjects = overruled(m.Subjects, said.Subjects)
	if !said.Modified.IsZero() {
		m.Modified = said.Modified
	}
}

func overruled[T any](list, said []T) []T {
	if len(said) > 0 {
		return said
	}
	return list
}

// tidy brings the metadata into the one form that equal documents share.
func tidy(m Meta) Meta {
	m.Authors, m.Subjects, m.Languages = noEmpty(m.Authors), noEmpty(m.Subjects), noEmpty(m.Languages)
	m.Creators, m.Contributors = noEmpty(m.Creators), noEmpty(m.Contributors)
	m.Modified = m.Modified.UTC()
	return m
}

func noEmpty[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

// Stamp is the time that a writer puts into files that must have one:
// Modified, else Date (its first day, midnight UTC), else 1 January 1980,
// the earliest time that a ZIP archive can hold.
func (m *Meta) Stamp() time.Time {
	if !m.Modified.IsZero() {
		return m.Modified.UTC()
	}
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, m.Date); err == nil && t.Year() >= 1980 {
			return t
		}
	}
	return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
}

// ISBN returns the digits of an International Standard Book Number, which may
// have hyphens or spaces between them, and whether its check digit is right.
func ISBN(s string) (digits string, ok bool) {
	digits = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u2010", "", "\u2011", "").Replace(s))
	switch len(digits) {
	case 10:
		return digits, isISBN10(digits)
	case 13:
		return digits, isISBN13(digits)
	}
	return digits, false
}

func isISBN10(s string) bool {
	sum := 0
	for i := range 10 {
		d := int(s[i] - '0')
		if s[i] == 'X' && i == 9 {
			d = 10
		} else if d < 0 || d > 9 {
			return false
		}
		sum += (10 - i) * d
	}
	return sum%11 == 0
}

func isISBN13(s string) bool {
	sum := 0
	for i := range 13 {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		sum += int(s[i]-'0') * (1 + 2*(i%2))
	}
	return sum%10 == 0 && slices.Contains([]string{"978", "979"}, s[:3])
}
