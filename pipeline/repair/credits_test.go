package repair

import (
	"strings"
	"testing"
)

const poem = "The ships are gone, the sails are furled,\nThe gulls have left the bay,\n" +
	"And all the money in the world\nWould never make them stay.\n"

func TestNameUnderAPoemIsItsSource(t *testing.T) {
	want := "verse: The ships are gone, ... make them stay.\nquote > paragraph: —J. Holm\nparagraph: The harbour had been ... and nothing else.\n"
	if got := outline(t, prose+poem+"—J. Holm\n"+prose); !strings.Contains(got, want) {
		t.Errorf("got\n%swant in it\n%s", got, want)
	}
}

func TestSpeechUnderAPoemIsNoSource(t *testing.T) {
	speech := "— Vous chantez ?\n— Je chante.\n— Et qui vous entend ?\n— Les mouettes.\n"
	want := "make them stay.\nparagraph: — Encore !\nparagraph: The harbour"
	if got := outline(t, prose+speech+prose+poem+"— Encore !\n"+prose); !strings.Contains(got, want) {
		t.Errorf("got\n%swant in it\n%s", got, want)
	}
}
