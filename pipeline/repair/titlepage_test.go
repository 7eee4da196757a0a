package repair

import (
	"strings"
	"testing"
)

func TestNamesOfSeveralPersons(t *testing.T) {
	for text, want := range map[string]bool{
		"Maren Holt":                            true,
		"Maren Holt and Jens Ruud":              true,
		"Inés Palma y Ruy Castro de la Vega":    true,
		"Luca Ferri e Anna Moro":                true,
		"Jan Nowik i Ewa Zaremba":               true,
		"Horatio and Company":                   true, // no one can tell
		"The Ferry and the Tide":                false,
		"Notes on/off the Harbour":              false,
		"Holt and":                              false,
		"Harbours, Ferries and Bridges of Mora": false,
	} {
		if got := namesOnly(strings.Fields(text)); got != want {
			t.Errorf("%q: names only: %v", text, got)
		}
	}
}

func TestAuthorAmongTheFirstTexts(t *testing.T) {
	for _, c := range []struct {
		texts []string
		heads string
		want  int
	}{
		{[]string{"Maren Holt", "Under the Long Bridge"}, "", 0},
		{[]string{"Silent Harbours", "Maren Holt and Jens Ruud"}, "", 1},
		{[]string{"Evening Star", "Chapter One"}, "", -1},
		{[]string{"Evening Star", "Maren Holt"}, "", 1},
		{[]string{"Evening Star", "And the Men of the Pier"}, "Evening Star", -1},
		{[]string{"Harbours of the North", "by Maren Holt"}, "", 1},
	} {
		s := &structurer{heads: map[string]bool{}, values: make([]element, len(c.texts))}
		if c.heads != "" {
			s.heads[fold(c.heads)] = true
		}
		if got := s.authorAmong(c.texts); got != c.want {
			t.Errorf("%q: the author is %d, not %d", c.texts, got, c.want)
		}
	}
}

func TestTitlePages(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Handbook of the Harbour\nThe Mora Guild\n1. Welcome\n" + prose + "2. The Cranes\n" + prose + "3. The Inn\n" + prose,
			"title: Handbook of the Harbour\nbyline: The Mora Guild\nheading: 1. Welcome\n"},
		{"The Log\nMaren Holt\nMay 1871\n" + prose, "title: The Log\nbyline: Maren Holt\nheading: May 1871\nparagraph: The harbour"},
		{"The Inn and the Mole:\nA History of Rain\nMaren Holt\n" + prose, "title: The Inn and the ... History of Rain\nbyline: Maren Holt\n"},
		{"The Inn of Saint\nAnne: A History of\nRain\nMaren Holt\n" + prose, "title: The Inn of Saint ... History of Rain\nbyline: Maren Holt\n"},
		{"A History of the Inn,\nVolume I\nMaren Holt\n" + prose, "title: A History of the Inn, Volume I\nbyline: Maren Holt\n"},
		{"The Inn\nA History of Rain\nMaren Holt\n" + prose, "title: The Inn\nsubtitle: A History of Rain\nbyline: Maren Holt\n"},
		{"A Short History of the Harbour,\nThe Inn and the Mole\nMaren Holt\n" + prose, "title: A Short History of"},
	} {
		if got := outline(t, c.text); !strings.HasPrefix(got, c.want) {
			t.Errorf("got\n%swant first\n%s", got, c.want)
		}
	}
}
