package pdf

import (
	"testing"

	"github.com/refolio/refolio/pipeline/document"
)

func quoted(s string) document.Block {
	return document.Block{Kind: document.Quote, Blocks: []document.Block{para(word(s))}}
}

func TestIsEpigraph(t *testing.T) {
	long := quoted(prose(20))
	short, text, heading := quoted("Of making many books there is no end."), para(word(prose(3))), head(1, "One")
	for name, c := range map[string]struct {
		blocks []document.Block
		at     int
		want   bool
	}{
		"below a heading":          {[]document.Block{heading, short, text}, 1, true},
		"its attribution":          {[]document.Block{heading, short, quoted("Ecclesiastes"), text}, 2, true},
		"two with attributions":    {[]document.Block{heading, short, short, short, short, text}, 4, true},
		"a chapter of quotations":  {[]document.Block{heading, short, short, short, short, short, text}, 2, false},
		"too long":                 {[]document.Block{heading, long, text}, 1, false},
		"nothing follows":          {[]document.Block{heading, short}, 1, false},
		"another heading follows":  {[]document.Block{heading, short, heading}, 1, false},
		"within the text":          {[]document.Block{heading, text, short, text}, 2, false},
		"at the text's beginning":  {[]document.Block{short, text}, 0, false},
		"a paragraph is none":      {[]document.Block{heading, text}, 1, false},
		"a heading is none either": {[]document.Block{heading, short, text}, 0, false},
	} {
		if got := isEpigraph(c.blocks, c.at); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestEpigraphStandsAtTheRight and leaves the paragraph after it the beginning
// of the chapter.
func TestEpigraphStandsAtTheRight(t *testing.T) {
	doc := &document.Document{Blocks: []document.Block{head(1, "One"), quoted("Of making many books."), quoted("Ecclesiastes"), para(word("The " + prose(9)))}}
	c := compositorOf(t, doc, Options{DropCapitals: 2})
	c.setBlocks(t.Context(), doc.Blocks)
	if x := c.rows[1].Runs[0].X; x < c.width/3 {
		t.Errorf("the epigraph begins at %d", x)
	}
	if right := c.rows[2].Width(); right < c.width*95/100 || c.rows[2].Runs[0].S != "Ecclesiastes" {
		t.Errorf("the attribution ends at %d", right)
	}
	if size := c.rows[3].Runs[0].Span.Font.Size; size < 2*c.size {
		t.Errorf("the chapter begins with a letter of %d", size)
	}
	checked(t, doc, Options{})
}
