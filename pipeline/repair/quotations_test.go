package repair

import (
	"strings"
	"testing"
)

func TestLastQuotationMark(t *testing.T) {
	for _, c := range []struct {
		row   string
		style quoteStyle
		want  int8
	}{
		{"“They have been sent for.", quoteStyle{}, opensQuotation},
		{"nothing by halves.” The others laughed.", quoteStyle{}, closesQuotation},
		{"„Tak, tak,“ povídal", quoteStyle{}, closesQuotation},
		{"und sagte: »Ich bin", quoteStyle{flipped: true}, opensQuotation},
		{"es ist gut,« sagte er", quoteStyle{flipped: true}, closesQuotation},
		{"Il répondit : « Je vous", quoteStyle{}, opensQuotation},
		{"dit-il. » Et il sortit.", quoteStyle{}, closesQuotation},
		{`with politeness—"I beg`, quoteStyle{}, opensQuotation},
		{`liked him,"—and she`, quoteStyle{}, closesQuotation},
		{`"I was—"`, quoteStyle{}, closesQuotation},
		{"”Jag vet inte”, sade hon.", quoteStyle{}, closesQuotation},
		{"sade hon. ”Jag vet", quoteStyle{}, opensQuotation},
		{"‘Where is it?", quoteStyle{single: true}, opensQuotation},
		{"don’t know,’ he said", quoteStyle{single: true}, closesQuotation},
		{"‘You don’t", quoteStyle{single: true}, opensQuotation},
		{"of the dogs’ barking", quoteStyle{single: true}, unsureMark},
		{"no marks at all", quoteStyle{}, noQuotation},
	} {
		text := read(t, c.row+"\n")
		if got := c.style.lastMark(text, 0); got != c.want {
			t.Errorf("%s: %d, want %d", c.row, got, c.want)
		}
	}
}

// A sentence that ends with a full row inside a quotation ends no paragraph,
// and the same one outside may.
func TestQuotationGoesOn(t *testing.T) {
	rows := []string{
		"“We have waited for the ferry since the morning, and nobody has come to ask.",
		"There is a bell, but nobody has the key, and the rope was taken in the autumn.",
		"The man from the mill says it was taken for the goat.” He laughed at this idea.",
		"“And yours?” she asked.",
	}
	text := read(t, strings.Repeat(strings.Join(rows, "\n")+"\n", 4))
	bs := text.boundaries(text.Flow(InBody, 0))
	text.trackQuotations(bs, text.textMeasure(bs))
	for i, want := range []int8{opensQuotation, opensQuotation} {
		if got := bs[i].open; got != want {
			t.Errorf("boundary %d: %d, want %d", i, got, want)
		}
	}
	if got := bs[2].open; got != unsureMark { // a quotation follows
		t.Errorf("before a quotation: %d", got)
	}
}
