package repair

import (
	"strings"
	"testing"
)

func TestPartedHyphens(t *testing.T) {
	const text = `The ferryman and the miller had been to -
gether for forty years, and in all that time they had quar -
relled only about the weather, which neither of them could al -
ter. They kept a half -
ruined boat for the summer, and a sledge for the winter.
`
	body, _, _ := annotated(t, text)
	for _, want := range []string{"been together for", "had quarrelled only", "could alter. They", "a half-ruined boat"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in %q", want, body)
		}
	}
	const dashes = `He looked at the river and said nothing -
and then he laughed. There was only one -
or so he thought - who could have known of it. The boat -
if it was one - had gone.
`
	if body, _, _ = annotated(t, dashes); !strings.Contains(body, "nothing - and then") || !strings.Contains(body, "one - or so") {
		t.Errorf("dashes: %q", body)
	}
}
