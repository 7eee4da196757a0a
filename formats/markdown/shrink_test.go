package markdown

import (
	"flag"
	"slices"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

var (
	cases  = flag.Uint64("cases", 0, "how many documents to generate")
	stream = flag.Uint64("stream", 0, "another stream of random documents")
)

// shrink returns the smallest document that it can find for which fails holds
// as it does for doc.
func shrink(doc *document.Document, fails func(*document.Document) bool) *document.Document {
	for {
		all := variants(doc)
		i := slices.IndexFunc(all, func(d document.Document) bool { return whole(&d) && fails(&d) })
		if i < 0 {
			return doc
		}
		doc = &all[i]
	}
}

// whole reports whether all notes are referred to.
func whole(doc *document.Document) bool {
	seen := map[string]bool{}
	for b := range document.Leaves(doc.Blocks) {
		for in := range document.Inlines(b.Content) {
			if in.Kind == document.NoteRef {
				seen[in.Target] = true
			}
		}
	}
	return len(seen) == len(doc.Notes) && !slices.ContainsFunc(doc.Notes, func(n document.Note) bool { return !seen[n.ID] })
}

// variants are copies of doc with one thing left out.
func variants(doc *document.Document) (out []document.Document) {
	for _, blocks := range blockVariants(doc.Blocks) {
		d := *doc
		d.Blocks = blocks
		out = append(out, d)
	}
	if doc.Meta.Title != "" {
		d := *doc
		d.Meta.Title = ""
		out = append(out, d)
	}
	if n := len(doc.Notes); n > 0 { // the last note with its references
		d := *doc
		d.Notes = doc.Notes[:n-1]
		d.Blocks = withoutRefs(doc.Blocks, doc.Notes[n-1].ID)
		out = append(out, d)
	}
	for i := range doc.Notes {
		for _, blocks := range blockVariants(doc.Notes[i].Blocks[1:]) {
			d := *doc
			d.Notes = slices.Clone(doc.Notes)
			d.Notes[i].Blocks = append(slices.Clone(doc.Notes[i].Blocks[:1]), blocks...)
			out = append(out, d)
		}
	}
	return out
}

func blockVariants(blocks []document.Block) (out [][]document.Block) {
	for i, b := range blocks {
		out = append(out, slices.Delete(slices.Clone(blocks), i, i+1))
		replace := func(with ...document.Block) { out = append(out, slices.Replace(slices.Clone(blocks), i, i+1, with...)) }
		if b.Kind == document.Quote {
			replace(b.Blocks...)
		}
		for _, inner := range blockVariants(b.Blocks) {
			c := b
			c.Blocks = inner
			replace(c)
		}
		for _, content := range inlineVariants(b.Content) {
			c := b
			c.Content = content
			replace(c)
		}
	}
	return out
}

func inlineVariants(content []document.Inline) (out [][]document.Inline) {
	for i, in := range content {
		out = append(out, slices.Delete(slices.Clone(content), i, i+1))
		replace := func(with ...document.Inline) {
			out = append(out, slices.Replace(slices.Clone(content), i, i+1, with...))
		}
		if len(in.Content) > 0 {
			replace(in.Content...)
		}
		for _, inner := range inlineVariants(in.Content) {
			c := in
			c.Content = inner
			replace(c)
		}
		for j := range strings.Split(in.Text, "") {
			runes := strings.Split(in.Text, "")
			c := in
			c.Text = strings.Join(slices.Delete(runes, j, j+1), "")
			replace(c)
		}
	}
	return out
}

// withoutRefs is blocks without the references to a note.
func withoutRefs(blocks []document.Block, id string) []document.Block {
	blocks = slices.Clone(blocks)
	for i := range blocks {
		blocks[i].Blocks = withoutRefs(blocks[i].Blocks, id)
		blocks[i].Content = inlinesWithoutRefs(blocks[i].Content, id)
	}
	return blocks
}

func inlinesWithoutRefs(content []document.Inline, id string) []document.Inline {
	content = slices.DeleteFunc(slices.Clone(content), func(in document.Inline) bool { return in.Kind == document.NoteRef && in.Target == id })
	for i := range content {
		content[i].Content = inlinesWithoutRefs(content[i].Content, id)
	}
	return content
}
