package manifest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// A person is somebody as a manifest names them: "Constance Garnett",
// "Constance Garnett (translator)", or {name:, role:, file-as:}.
type person document.Person

// UnmarshalText reads a name, perhaps with a role behind it, as one of the words
// or codes of roles. What else is in brackets, "(MBE)", is the name's own.
func (p *person) UnmarshalText(text []byte) error {
	p.Name = string(text)
	name, bracket, found := strings.Cut(strings.TrimSuffix(strings.TrimSpace(p.Name), ")"), " (")
	if !found || !strings.HasSuffix(strings.TrimSpace(p.Name), ")") {
		return nil
	}
	if code, ok := roles[strings.ToLower(bracket)]; ok {
		p.Name, p.Role = name, code
	} else if slices.Contains(slices.Collect(maps.Values(roles)), bracket) {
		p.Name, p.Role = name, bracket
	}
	return nil
}

// ParsePerson reads a person as a command line names them: a name, perhaps with
// a role in brackets behind it.
func ParsePerson(s string) document.Person {
	var p person
	_ = p.UnmarshalText([]byte(s)) // which takes everything
	return document.Person(p)
}

// A series is the series of a document as a manifest names it: "Skerry Papers",
// "Skerry Papers ; 3" as library catalogues write it, or {title:, number:}.
type series document.Series

// UnmarshalText reads a title, perhaps with a number behind it.
func (s *series) UnmarshalText(text []byte) error {
	*s = series(ParseSeries(string(text)))
	return nil
}

// ParseSeries reads the title of a series, perhaps with " ; " and a number
// behind it.
func ParseSeries(s string) document.Series {
	if title, number, found := strings.Cut(s, " ; "); found && decimal.MatchString(strings.TrimSpace(number)) {
		return document.Series{Title: title, Number: strings.TrimSpace(number)}
	}
	return document.Series{Title: s}
}

// gather puts what the manifest says in forms of its own into Meta.
func (s *settings) gather() {
	s.Meta.Authors, s.Meta.Creators, s.Meta.Contributors = nil, nil, nil
	for _, p := range s.Author {
		s.Meta.Authors = append(s.Meta.Authors, p.Name)
		if p.Role != "" || p.FileAs != "" {
			s.Meta.Creators = append(s.Meta.Creators, document.Person(p))
		}
	}
	for _, p := range s.Contributors {
		s.Meta.Contributors = append(s.Meta.Contributors, document.Person(p))
	}
	s.Meta.Series = document.Series(s.Series)
}

// roles are those that a manifest may write as a word, with their codes in the
// list of MARC relators.
var roles = map[string]string{
	"annotator": "ann", "artist": "art", "author": "aut", "commentator": "cmm", "compiler": "com",
	"contributor": "ctb", "cover designer": "cov", "editor": "edt", "engraver": "egr", "illustrator": "ill",
	"narrator": "nrt", "photographer": "pht", "producer": "bkp", "proofreader": "pfr", "reviewer": "rev",
	"thesis advisor": "ths", "transcriber": "trc", "translator": "trl",
	"author of introduction": "aui", "author of afterword": "aft", "book designer": "bkd", "publisher": "pbl",
}

// role returns the code of a role, which may be the code itself.
func role(s string) (string, error) {
	s = strings.Join(strings.Fields(strings.ToLower(s)), " ")
	if code, ok := roles[s]; ok {
		return code, nil
	}
	if s == "" || len(s) == 3 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == "" {
		return s, nil
	}
	words := slices.Sorted(maps.Keys(roles))
	return "", fmt.Errorf("%s is no role%s; or give a MARC relator code of three letters", quote(s), didYouMean(s, words))
}
