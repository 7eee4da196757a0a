package source

import (
	"strings"
	"testing"
)

// spacedOut writes a text as some extractors do.
func spacedOut(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		words := strings.Split(line, " ")
		for k, word := range words {
			words[k] = strings.Join(strings.Split(word, ""), " ")
		}
		lines[i] = strings.Join(words, "  ")
	}
	return strings.Join(lines, "\n")
}

const ferry = `The ferry did not come that evening.
We sat on our bags – three of them –
and my sister, who was seven, counted
the lights on the other shore: “Été,”
she said, and then she said it again,
as if it had been the name of a boat.
No.`

func TestSpacedLettersAreClosedUp(t *testing.T) {
	head := "http://www.example.org/ferry.html  1/2\n"
	in := head + spacedOut(ferry) + "\n"
	s, err := Read("ferry.txt", []byte(in), "")
	if err != nil {
		t.Fatal(err)
	}
	if want := head + ferry + "\n"; s.Text != want {
		t.Errorf("got  %q\nwant %q", s.Text, want)
	}
	originals(t, s, []byte(in))
	for _, word := range []string{"sister", "“Été", "boat"} {
		at := strings.Index(s.Text, word)
		if want := strings.Index(in, spacedOut(word)); s.Original(at) != want {
			t.Errorf("%s stands at %d, want %d", word, s.Original(at), want)
		}
	}
	if got, want := s.Place(strings.Index(s.Text, "ferry did")), (Place{2, 8}); got != want {
		t.Errorf("ferry: %v, want %v", got, want)
	}
}

func TestSpacedTitleStays(t *testing.T) {
	in := spacedOut("THE FERRY") + "\n" + strings.Repeat(ferry+"\n", 3)
	s, err := Read("ferry.txt", []byte(in), "")
	if err != nil || s.Text != in {
		t.Errorf("%v, %q", err, s.Text)
	}
}
