package repair

import (
	"context"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/source"
)

func TestGapsInRows(t *testing.T) {
	src, err := source.Read("test", []byte("the bell—or what was left. He said: “Ferry!” Nobody came\nfor an hour"), "utf-8")
	if err != nil {
		t.Fatal(err)
	}
	text := newText(src)
	g := text.gapsInRows(text.boundaries([]int{0, 1}))
	for _, c := range []struct {
		end  ending
		open opening
		want float64
	}{
		{endsOpen, startsLower, 6 + 1 - behindDash},
		{endsComma, startsLower, behindDash},
		{endsStop, startsUpper, 1},
		{endsColon, startsQuote, 1},
		{endings, startsUpper, 1},
	} {
		if got := g[c.end][c.open]; got != c.want {
			t.Errorf("ending %d, opening %d: %g gaps, want %g", c.end, c.open, got, c.want)
		}
	}
}

// A row that is full says nothing of what follows it. But in a text that never
// has a speech inside its rows, what begins as one is a paragraph.
func TestSpeechBelowAFullRow(t *testing.T) {
	const chapter = `The ferryman had heard the bell and did not come. It was a quarter
to nine, and he was at his supper, which was a pike. His daughter said:
— There is somebody at the landing.
He took no notice. The pike had many bones, and he had few teeth. When
the bell rang for the third time he put his fork down. He asked at last:
— How many are they?
— One, and a trunk, and a cage with a bird in it. The bird is singing,
and she is waving to us with a hat.
That was different. He had carried trunks, and he had carried hats, but
a bird had never crossed the river with him. He stood up, and he looked
for his boots. They were where they always were. His daughter laughed:
— You have them on.
The river was high that evening, for it had rained in the hills. It was
brown, and it carried branches and sometimes a plank. He took the large
oars from the wall. The lady on the other side had sat down on her trunk
and was reading. She did not look up when he landed, and he waited until
she had come to the end of her page. Then he took his cap off. He asked:
— Does the bird get sick?
She considered it. Nobody had ever asked her that, in all her journeys.
`
	text := strings.Repeat(chapter, 8)
	src, err := source.Read("test", []byte(text), "utf-8")
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(context.Background(), src, nil, "en", nil)
	if err != nil {
		t.Fatal(err)
	}
	begins := map[int]bool{}
	for _, d := range r.Decisions {
		begins[d.Span.Start] = begins[d.Span.Start] || d.Kind == Break
	}
	for _, speech := range []string{"— There", "— How", "— One", "— You", "— Does"} {
		if !begins[strings.Index(text, speech)] {
			t.Errorf("no paragraph begins at %q", speech)
		}
	}
}
