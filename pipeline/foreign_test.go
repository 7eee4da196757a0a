package pipeline

import (
	"testing"

	"github.com/refolio/refolio/pipeline/document"
)

func TestForeignPassages(t *testing.T) {
	text := func(kind document.Kind, s string) document.Block {
		return document.Block{Kind: kind, Content: []document.Inline{{Kind: document.Text, Text: s}}}
	}
	const (
		english = "The keeper of the lamp wrote it down in the ledger every night, and nobody read it."
		latin   = "Nocte quaque custos lampadis in libro scripsit, sed nemo eum legit; nam omnes in mari erant."
		german  = "Der Wärter schrieb es jede Nacht in das Buch, und niemand hat es gelesen, denn sie waren auf See."
	)
	doc := &document.Document{
		Meta: document.Meta{Language: "en-GB"},
		Blocks: []document.Block{
			text(document.Paragraph, english),
			{Kind: document.Quote, Blocks: []document.Block{text(document.Paragraph, latin), text(document.Paragraph, latin)}},
			{Kind: document.Quote, Blocks: []document.Block{text(document.Paragraph, english), text(document.Paragraph, german)}},
			text(document.Verse, german),
			text(document.Paragraph, english+" "+latin),
			text(document.Paragraph, "Gibbon, Decline; Tacitus, Annales; Suetonius, Nero; Orosius."),
			text(document.Paragraph, "Nemo eum legit."),
		},
		Notes: []document.Note{{Blocks: []document.Block{text(document.Paragraph, german)}}},
	}
	markForeign(doc)
	got := []string{}
	for i := range doc.Blocks {
		got = append(got, doc.Blocks[i].Lang)
	}
	got = append(got, doc.Blocks[2].Blocks[1].Lang, doc.Blocks[1].Blocks[0].Lang, doc.Notes[0].Blocks[0].Lang)
	want := []string{"", "la", "", "de", "", "", "", "de", "", "de"}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("passage %d is in %q, want %q", i, got[i], want[i])
		}
	}
}
