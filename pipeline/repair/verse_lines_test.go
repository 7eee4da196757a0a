package repair

import (
	"strings"
	"testing"
)

// shanty is verse of which nearly every line is a sentence.
const shanty = `“Will you row a little faster?” said the man.
“There is smoke upon the water by the dam.”
See how quietly the herring come ashore!
They are waiting, and there will be many more.
Nobody can say what brought them to the sand.
Every one has wondered what it is like on land.
They will know it when the nets are lifted out,
And the children run along the quay and shout.
`

// talk is as much speech.
const talk = `“Have you seen the pilot?” said the widow.
“Nobody has, since the bell was rung.”
She looked at the clock.
“Then he is on the mole, I should think, or in the inn.”
“At this hour?”
“It is what he likes.”
Nobody answered her, for nobody had anything to say.
“I see.”
`

func TestLinesThatAreSentences(t *testing.T) {
	got := outline(t, prose+talk+prose+shanty+prose+talk+prose)
	if want := "verse: “Will you row a ... quay and shout.\n"; !strings.Contains(got, want) {
		t.Errorf("got\n%swant in it\n%s", got, want)
	}
	if n := strings.Count(got, "verse:"); n != 1 {
		t.Errorf("%d poems, want 1:\n%s", n, got)
	}
}

// Lines of verse may go on with small letters, as they do in Portuguese or in
// modern verse: no row of prose is so short and does.
func TestLinesWithSmallLetters(t *testing.T) {
	const quoted = `An apothecary of the neighbourhood had put the whole of it
into verse, and in June the street would sing what he had
written of the two of them:
Between the quay and the station
there are a hundred and four
steps, and no explanation
for what she is waiting for.
At nine he comes down on the landing
and wishes her a good night;
and she, who has long been standing
behind the door, puts out the light.
`
	got := outline(t, strings.Repeat(prose, 12)+quoted+strings.Repeat(prose, 12))
	if want := "verse: Between the quay and ... out the light.\n"; !strings.Contains(got, want) {
		t.Errorf("got\n%swant in it\n%s", got, want)
	}
}
