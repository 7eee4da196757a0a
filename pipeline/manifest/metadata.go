package manifest

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/pipeline/document"
)

// CheckMeta brings what a user says about a document into the form that the
// model wants (text in NFC, white space single, a language tag in its usual
// spelling) and calls problem with the name of each field that can't be had,
// as the manifest calls it, and why.
func CheckMeta(m *document.Meta, problem func(key string, err error)) {
	field := func(key string, value *string, check func(string) (string, error)) {
		checked, err := check(*value)
		if err != nil {
			problem(key, err)
		}
		*value = checked
	}
	list := func(key string, values []string) {
		for i := range values {
			field(key, &values[i], oneLine)
		}
	}
	field("title", &m.Title, oneLine)
	field("subtitle", &m.Subtitle, oneLine)
	list("author", m.Authors)
	field("lang", &m.Language, languageTag)
	field("date", &m.Date, date)
	field("identifier", &m.Identifier, oneLine)
	field("publisher", &m.Publisher, oneLine)
	field("rights", &m.Rights, oneLine)
	field("description", &m.Description, oneLine)
	list("subjects", m.Subjects)
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
