package formattest

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/pipeline/document"
)

// Generate makes a random sound document, small but full of what is hard to
// write: every kind nested in every other, specials of Markdown and XML, the
// ends of emphasis inside words, letters of all planes, empty blocks. Each
// note begins with a word of its own, "note7".
func Generate(r *rand.Rand) *document.Document {
	g := &generator{Rand: r, notes: r.IntN(4)}
	doc := &document.Document{Meta: document.Meta{Title: g.words(3), Language: "en"}}
	if g.IntN(2) == 0 {
		doc.Blocks = append(doc.Blocks, g.leaf(document.Title))
	}
	doc.Blocks = append(doc.Blocks, g.blocks(1+g.IntN(5), 0)...)
	var used []string
	seen := map[string]bool{}
	for _, id := range references(doc.Blocks) {
		if !seen[id] {
			seen[id] = true
			used = append(used, id)
		}
	}
	g.notes = 0 // notes don't refer to notes
	for _, id := range used {
		blocks := append([]document.Block{Para("note"+id[1:], " ", g.words(2))}, g.blocks(g.IntN(3), 1)...)
		doc.Notes = append(doc.Notes, Note(id, "", blocks...))
	}
	return doc
}

// Tidy brings a generated document into the form in which formats give it back:
// control characters are what [inert.Text] makes of them, and references
// stand behind the links that they stood in, since links can't hold links, and
// a link without words is none. What lacks says is replaced too.
func Tidy(doc *document.Document, lacks *strings.Replacer) {
	if lacks == nil {
		lacks = strings.NewReplacer()
	}
	each := func(blocks []document.Block) {
		for b := range document.Leaves(blocks) {
			b.Content = tidied(b.Content, lacks)
		}
	}
	each(doc.Blocks)
	for i := range doc.Notes {
		each(doc.Notes[i].Blocks)
	}
}

func tidied(content []document.Inline, lacks *strings.Replacer) (out []document.Inline) {
	for _, in := range content {
		if in.Kind != document.PageBreak {
			in.Text = lacks.Replace(inert.Text(in.Text))
		}
		in.Content = tidied(in.Content, lacks)
		var refs []document.Inline
		if in.Kind == document.Link {
			in.Content, refs = withoutRefs(in.Content)
			if strings.TrimSpace(document.PlainText(in.Content)) == "" {
				out = append(append(out, in.Content...), refs...)
				continue
			}
		}
		out = append(append(out, in), refs...)
	}
	return out
}

// withoutRefs parts content from the references in it, at any depth.
func withoutRefs(content []document.Inline) (rest, refs []document.Inline) {
	for _, in := range content {
		if in.Kind == document.NoteRef {
			refs = append(refs, in)
			continue
		}
		var inner []document.Inline
		in.Content, inner = withoutRefs(in.Content)
		rest, refs = append(rest, in), append(refs, inner...)
	}
	return rest, refs
}

type generator struct {
	*rand.Rand
	notes int
}

// blocks makes n blocks, depth containers down.
func (g *generator) blocks(n, depth int) (out []document.Block) {
	for range n {
		out = append(out, g.block(depth))
	}
	return out
}

func (g *generator) block(depth int) document.Block {
	if depth < 3 && g.IntN(3) == 0 {
		return g.container(depth)
	}
	switch g.IntN(9) {
	case 0:
		b := g.leaf(document.Heading)
		b.Level = 1 + g.IntN(6)
		return b
	case 1:
		return Leaf(document.Code, g.code())
	case 2:
		return Leaf(document.SceneBreak)
	case 3, 4:
		return g.leaf(document.Verse)
	}
	return g.leaf(document.Paragraph)
}

func (g *generator) container(depth int) document.Block {
	switch g.IntN(4) {
	case 0:
		return Box(document.Quote, g.blocks(1+g.IntN(3), depth+1)...)
	case 1:
		table := Box(document.Table)
		for range 1 + g.IntN(3) {
			row := Box(document.Row)
			for range 1 + g.IntN(3) {
				row.Blocks = append(row.Blocks, g.leaf(document.Cell))
			}
			table.Blocks = append(table.Blocks, row)
		}
		return table
	}
	list := Box(document.List)
	first := g.IntN(12)
	style := g.IntN(4)
	for i := range 1 + g.IntN(3) {
		marker := [...]string{"", "•", strconv.Itoa(first+i) + ".", "(" + string(rune('a'+i)) + ")"}[style]
		list.Blocks = append(list.Blocks, Item(marker, g.blocks(g.IntN(4), depth+1)...))
	}
	return list
}

func (g *generator) leaf(kind document.Kind) document.Block {
	return document.Block{Kind: kind, Content: g.inlines(1+g.IntN(4), 0)}
}

func (g *generator) inlines(n, depth int) (out []document.Inline) {
	for range n {
		out = append(out, g.inline(depth))
	}
	return out
}

func (g *generator) inline(depth int) document.Inline {
	k := g.IntN(14)
	switch {
	case k == 0 && depth < 4:
		return document.Inline{Kind: document.Emphasis, Content: g.inlines(g.IntN(3), depth+1)}
	case k == 1 && depth < 4:
		return document.Inline{Kind: document.Strong, Content: g.inlines(g.IntN(3), depth+1)}
	case k == 2 && depth < 4:
		return document.Inline{Kind: document.Link, Target: pick(g, targets), Content: g.inlines(g.IntN(3), depth+1)}
	case k == 3 && g.notes > 0:
		return Ref("n" + strconv.Itoa(1+g.IntN(g.notes)))
	case k == 4:
		return Page(pick(g, []string{"", "xii", "4", "--> x", "<b>"}))
	case k == 5:
		return Break
	}
	return Text(g.words(1 + g.IntN(4)))
}

func pick(g *generator, from []string) string { return from[g.IntN(len(from))] }

var (
	targets = []string{"http://example.org/", "https://example.org/a_(b)?c=*d*&e=f#g", "javascript:x", "mailto:a@b.example", "https://x.example/a b\"<c>)(", "doi:10.1000/182"}
	plain   = []string{"a", "word", "Ünï", "e", "7", "1954", "x1", "λόγος", "\U00010330", "\U0001F600", "汉字", "é", "-", "–", "’", "“", "”", ".", ",", "\u00a0", "€"}
	special = []string{"*", "**", "***", "_", "__", "`", "``", "```", "~", "~~", "~~~", "\\", "[", "]", "[^1]", "[^2]:", "(", ")", "](", "![", "!", "<", ">", "<b>", "</p>", "<!--", "-->", "<?", "&", "&amp;", "&#65;", ";", ":", "|", "#", "##", "+", "=", "===", "---", "1.", "2)", "$", "{", "}", "^", "\"", "'", "@", "%", "/", "?", "http://a.example/b_c", "https://a.example/(x)*y*", "http://", "www.a.example", "a@b.example", "[a]: http://b", "\t", "\n", "\x00", "\x1b", "\xff", "\u0085", "\u2028", "<script>", "    "}
)

// words makes a string of n pieces, glued or parted by spaces.
func (g *generator) words(n int) string {
	var sb strings.Builder
	for range n {
		from := plain
		if g.IntN(5) < 2 {
			from = special
		}
		sb.WriteString(pick(g, from))
		if g.IntN(2) == 0 {
			sb.WriteByte(' ')
		}
	}
	return sb.String()
}

func (g *generator) code() string {
	var lines []string
	for range g.IntN(4) {
		lines = append(lines, strings.Repeat(" ", g.IntN(6))+strings.NewReplacer("\n", "", "\x00", "", "\xff", "", "\u0085", "", "\x1b", "").Replace(g.words(2)))
	}
	return strings.Join(lines, "\n")
}
