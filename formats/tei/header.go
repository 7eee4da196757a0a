package tei

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"github.com/refolio/refolio/pipeline/document"
)

// header writes what is known of the document. A title, a statement of
// publication and one of the source are never missing.
func (p *printer) header(m *document.Meta) {
	p.Raw("<teiHeader>\n<fileDesc>\n<titleStmt>\n")
	p.Raw(`<title type="main">`)
	p.text(m.Title)
	p.Raw("</title>\n")
	if m.Subtitle != "" {
		p.Raw(`<title type="sub">`)
		p.text(m.Subtitle)
		p.Raw("</title>\n")
	}
	for _, author := range m.Authors {
		p.leaf("author", author)
	}
	p.people(m.Contributors)
	p.Raw("</titleStmt>\n")
	p.publication(m)
	p.series(&m.Series)
	p.Raw("<sourceDesc>\n")
	if m.SourceEdition != "" {
		p.leaf("bibl", m.SourceEdition)
	} else {
		p.Raw("<p>Made from an electronic text by refolio.</p>\n")
	}
	p.Raw("</sourceDesc>\n</fileDesc>\n")
	p.profile(m)
	if !m.Modified.IsZero() {
		p.Raw(`<revisionDesc>` + "\n" + `<change when="` + m.Modified.UTC().Format(time.DateOnly) + "\">This edition was made.</change>\n</revisionDesc>\n")
	}
	p.Raw("</teiHeader>\n")
}

// publication writes the statement of publication, in which nothing can stand
// without a publisher: [s.n.], sine nomine, is the bibliographers' word for one
// who is not known. The order is the one that the Guidelines ask for.
func (p *printer) publication(m *document.Meta) {
	p.Raw("<publicationStmt>\n")
	switch {
	case m.Publisher != "":
		p.leaf("publisher", m.Publisher)
	case m.Date+m.Identifier+m.ISBN+m.DOI+m.Rights == "":
		p.Raw("<p>Unpublished.</p>\n</publicationStmt>\n")
		return
	default:
		p.leaf("publisher", "[s.n.]")
	}
	p.identifier("", m.Identifier)
	p.identifier("ISBN", m.ISBN)
	p.identifier("DOI", m.DOI)
	if m.Rights != "" {
		p.Raw("<availability>\n")
		p.leaf("p", m.Rights)
		p.Raw("</availability>\n")
	}
	if m.Date != "" {
		p.Raw("<date")
		if isDate(m.Date) {
			p.attribute("when", m.Date)
		}
		p.Byte('>')
		p.text(m.Date)
		p.Raw("</date>\n")
	}
	p.Raw("</publicationStmt>\n")
}

func (p *printer) identifier(scheme, number string) {
	if number == "" {
		return
	}
	p.Raw("<idno")
	p.attribute("type", scheme)
	p.Byte('>')
	p.text(number)
	p.Raw("</idno>\n")
}

// people writes who had a hand in the work: editors as such, others with the
// MARC relator code of what they did.
func (p *printer) people(people []document.Person) {
	for _, person := range people {
		if person.Role == "edt" {
			p.leaf("editor", person.Name)
			continue
		}
		p.Raw("<respStmt>\n")
		p.leaf("resp", cmp.Or(person.Role, "ctb"))
		p.leaf("name", cmp.Or(person.Name, "?"))
		p.Raw("</respStmt>\n")
	}
}

// series writes the series that the document is part of.
func (p *printer) series(s *document.Series) {
	if s.Title == "" {
		return
	}
	p.Raw("<seriesStmt>\n")
	p.leaf("title", s.Title)
	if s.Number != "" {
		p.Raw(`<biblScope unit="volume">`)
		p.text(s.Number)
		p.Raw("</biblScope>\n")
	}
	p.Raw("</seriesStmt>\n")
}

// profile writes what the text is about and its language.
func (p *printer) profile(m *document.Meta) {
	p.Raw("<profileDesc>\n")
	if m.Description != "" {
		p.Raw("<abstract>\n")
		p.leaf("p", m.Description)
		p.Raw("</abstract>\n")
	}
	p.Raw("<langUsage>\n<language")
	p.attribute("ident", language(m.Language))
	p.Raw("/>\n")
	for _, tag := range m.Languages {
		if languageTag.MatchString(tag) && tag != m.Language {
			p.Raw("<language")
			p.attribute("ident", tag)
			p.Raw("/>\n")
		}
	}
	p.Raw("</langUsage>\n")
	if strings.Join(m.Subjects, "") != "" {
		p.Raw("<textClass>\n<keywords>\n")
		for _, s := range m.Subjects {
			p.leaf("term", s)
		}
		p.Raw("</keywords>\n</textClass>\n")
	}
	p.Raw("</profileDesc>\n")
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)

// language is a language tag, "und" if it is none.
func language(tag string) string {
	if languageTag.MatchString(tag) {
		return tag
	}
	return "und"
}

// isDate reports whether s is a date that an attribute can hold: a year, a
// month or a day.
func isDate(s string) bool {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return true
		}
	}
	return false
}
