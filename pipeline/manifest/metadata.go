package manifest

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/pipeline/document"
)

// CheckMeta brings what a user says about a document into the form that the
// model wants (text in NFC, white space single, a language tag in its usual
// spelling, a role as its code) and calls problem with the name of each field
// that can't be had, as the manifest calls it, and why.
func CheckMeta(m *document.Meta, problem func(key string, err error)) {
	c := checker(problem)
	c.field("title", &m.Title, oneLine)
	c.field("title-file-as", &m.TitleFileAs, oneLine)
	c.field("subtitle", &m.Subtitle, oneLine)
	c.list("author", m.Authors, oneLine)
	c.people("author", m.Creators)
	c.people("contributors", m.Contributors)
	c.field("lang", &m.Language, languageTag)
	c.list("languages", m.Languages, languageTag)
	c.field("date", &m.Date, date)
	c.field("identifier", &m.Identifier, oneLine)
	c.field("isbn", &m.ISBN, isbn)
	c.field("doi", &m.DOI, doi)
	c.field("publisher", &m.Publisher, oneLine)
	c.field("series", &m.Series.Title, oneLine)
	c.field("series", &m.Series.Number, seriesNumber)
	c.field("rights", &m.Rights, oneLine)
	c.field("description", &m.Description, oneLine)
	c.list("subjects", m.Subjects, oneLine)
	c.field("source-edition", &m.SourceEdition, oneLine)
	if m.Series.Title == "" && m.Series.Number != "" {
		problem("series", errors.New("has a number but no title"))
	}
}

// A checker is told the name of a field that can't be had, and why.
type checker func(key string, err error)

func (c checker) field(key string, value *string, check func(string) (string, error)) {
	checked, err := check(*value)
	if err != nil {
		c(key, err)
	}
	*value = checked
}

func (c checker) list(key string, values []string, check func(string) (string, error)) {
	for i := range values {
		c.field(key, &values[i], check)
	}
}

func (c checker) people(key string, people []document.Person) {
	for i := range people {
		p := &people[i]
		c.field(key, &p.Name, oneLine)
		c.field(key, &p.FileAs, oneLine)
		c.field(key, &p.Role, role)
		if p.Name == "" && (p.Role != "" || p.FileAs != "") {
			c(key, errors.New("somebody has no name"))
		}
	}
}

// isbn checks a book number's length and check digit.
func isbn(s string) (string, error) {
	s, err := oneLine(s)
	if err != nil || s == "" {
		return "", err
	}
	if _, ok := document.ISBN(s); !ok {
		return "", fmt.Errorf("%s is no ISBN: compare its digits with the printed ones (10 or 13, the last one is computed from the others)", quote(s))
	}
	return s, nil
}

var doiForm = regexp.MustCompile(`^(?i:doi:|urn:doi:|https?://(?:dx\.)?doi\.org/)?\s*(10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+)$`)

// doi takes the resolver away from a DOI.
func doi(s string) (string, error) {
	s, err := oneLine(s)
	if err != nil || s == "" {
		return "", err
	}
	m := doiForm.FindStringSubmatch(s)
	if m == nil {
		return "", fmt.Errorf("%s is no DOI: write it as 10.1000/182", quote(s))
	}
	return m[1], nil
}

var decimal = regexp.MustCompile(`^[0-9]+(\.[0-9]+)*$`)

func seriesNumber(s string) (string, error) {
	if s = strings.TrimSpace(s); s != "" && !decimal.MatchString(s) {
		return "", fmt.Errorf("%s is no number of a volume: write 3 or 2.5", quote(s))
	}
	return s, nil
}

// oneLine makes of every run of white space one space; no-break spaces stay.
func oneLine(s string) (string, error) {
	blank := func(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }
	s = strings.Join(strings.FieldsFunc(norm.NFC.String(s), blank), " ")
	for _, r := range s {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return "", fmt.Errorf("holds the character U+%04X, which is no text: remove it", r)
		}
	}
	return s, nil
}

func languageTag(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	tag, err := language.Parse(s)
	var unknown language.ValueError
	switch {
	case errors.As(err, &unknown):
		return "", fmt.Errorf("%s is not a language tag: no language, script or region is called %q; use, for example, en, de-AT or pt-BR", quote(s), unknown.Subtag())
	case err != nil || tag == language.Und:
		return "", fmt.Errorf("%s is not a language tag (BCP 47): use, for example, en, de-AT or pt-BR", quote(s))
	}
	return tag.String(), nil
}

// dateLayouts are the forms of a date of publication, see document.Meta.
var dateLayouts = []string{time.DateOnly, "2006-01", "2006"}

func date(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	for _, layout := range dateLayouts {
		if _, err := time.Parse(layout, s); err == nil {
			return s, nil
		}
	}
	return "", fmt.Errorf("%s is not a date: write 2019, 2019-01 or 2019-01-31", quote(s))
}

// instant reads the time that an edition is to bear.
func instant(s string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%s is not a time: write 2019-01-31 or 2019-01-31T12:00:00Z", quote(s))
}
