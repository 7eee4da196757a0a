package formattest

import (
	"fmt"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// Sample is a document to write.
type Sample struct {
	Name string
	Doc  *document.Document
}

// Samples returns documents that together hold all that a document can hold,
// the first of them an ordinary article.
func Samples() []Sample {
	return []Sample{
		{"article", article()},
		{"every kind", everyKind()},
		{"hostile", hostile()},
		{"markup by accident", accidents()},
		{"letters of all planes", planes()},
		{"stray notes", strays()},
		{"only notes without references", onlyStrays()},
		{"no metadata", &document.Document{Blocks: []document.Block{Para("One word.")}}},
		{"lost notes", lostNotes()},
		{"long", Long(40)},
	}
}

// Text makes plain words.
func Text(s string) document.Inline { return document.Inline{Kind: document.Text, Text: s} }

// Em makes emphasis.
func Em(content ...any) document.Inline {
	return document.Inline{Kind: document.Emphasis, Content: Inlines(content...)}
}

// Strong makes strong emphasis.
func Strong(content ...any) document.Inline {
	return document.Inline{Kind: document.Strong, Content: Inlines(content...)}
}

// Link makes a link.
func Link(target string, content ...any) document.Inline {
	return document.Inline{Kind: document.Link, Target: target, Content: Inlines(content...)}
}

// Ref makes a reference to a note.
func Ref(id string) document.Inline { return document.Inline{Kind: document.NoteRef, Target: id} }

// Page makes a page break.
func Page(label string) document.Inline {
	return document.Inline{Kind: document.PageBreak, Text: label}
}

// Break is a line break.
var Break = document.Inline{Kind: document.LineBreak}

// Inlines makes inlines of strings and inlines.
func Inlines(content ...any) []document.Inline {
	var out []document.Inline
	for _, c := range content {
		switch c := c.(type) {
		case string:
			out = append(out, Text(c))
		case document.Inline:
			out = append(out, c)
		}
	}
	return out
}

// Leaf makes a leaf block of strings and inlines.
func Leaf(kind document.Kind, content ...any) document.Block {
	return document.Block{Kind: kind, Content: Inlines(content...)}
}

// Para makes a paragraph.
func Para(content ...any) document.Block { return Leaf(document.Paragraph, content...) }

// Head makes a heading.
func Head(level int, content ...any) document.Block {
	b := Leaf(document.Heading, content...)
	b.Level = level
	return b
}

// Box makes a container.
func Box(kind document.Kind, blocks ...document.Block) document.Block {
	return document.Block{Kind: kind, Blocks: blocks}
}

// Item makes a list item.
func Item(marker string, blocks ...document.Block) document.Block {
	return document.Block{Kind: document.Item, Marker: marker, Blocks: blocks}
}

// Row makes a table row of plain cells.
func Row(cells ...string) document.Block {
	row := document.Block{Kind: document.Row}
	for _, c := range cells {
		row.Blocks = append(row.Blocks, Leaf(document.Cell, c))
	}
	return row
}

// Note makes a note that is referred to.
func Note(id, label string, blocks ...document.Block) document.Note {
	return document.Note{ID: id, Label: label, Blocks: blocks, Referenced: true}
}

// stray makes a note that is not.
func stray(id, label string, blocks ...document.Block) document.Note {
	return document.Note{ID: id, Label: label, Blocks: blocks}
}

func article() *document.Document {
	return &document.Document{
		Meta: document.Meta{
			Title: "The Lighthouse Keepers of the Northern Skerries", Subtitle: "Wages and Weather, 1811–1854",
			Authors: []string{"Ada Lindqvist", "Tom O’Hara"}, Language: "en", Date: "2019-03-07",
			Identifier: "urn:isbn:9780000000002", Publisher: "Harbour Press", Rights: "CC BY 4.0",
			Description: "A study of logbooks.", Subjects: []string{"History", "Navigation"},
		},
		Blocks: []document.Block{
			Leaf(document.Title, "The Lighthouse Keepers of the Northern Skerries"),
			Leaf(document.Subtitle, "Wages and Weather, 1811–1854"),
			Leaf(document.Byline, "Ada Lindqvist, Tom O’Hara"),
			Head(1, Page("1"), "The Logbooks"),
			Para("Forty-one volumes survive.", Ref("n1"), " They were kept in ", Em("three"), " hands, and the ink has run on ", Page("2"),
				"many a page; see ", Link("https://example.org/logs?a=1&b=(2)", "the catalogue"), "."),
			Box(document.Quote, Para("Wind SSE, a heavy sea, and no boat."), Para("— Log of 4 May 1822", Ref("n2"))),
			Para("Nothing else is recorded that week! ", Strong("Nothing."), Ref("n3")),
			Head(2, "A Song of the Keepers", Ref("n4")),
			Leaf(document.Verse, "The lamp is lit, the night is long,", Break, "the gulls are gone to sea;", Break, "O keep your light and I my song", Break, "till morning comes to me.", Ref("n5")),
			Leaf(document.SceneBreak, "* * *"),
			Para("What they were paid for:"),
			Box(document.List, Item("•", Para("oil and wicks,")), Item("•", Para("coal,")), Item("•", Para("candour."))),
			Head(1, "The Wages"),
			Para("They rose twice.", Ref("n1")),
			Box(document.Table, Row("Year", "Pounds"), Row("1811", "42"), Row("1854", "61")),
		},
		Notes: []document.Note{
			Note("n1", "1", Para("Harbour Archive, MS 12–53.")),
			Note("n2", "2", Para("The second volume."), Para("Its first leaf is missing; cf. ", Em("Annals"), ", p. 9.")),
			Note("n3", "3", Para("Ibid.")),
			Note("n4", "4", Para("As sung in 1902.")),
			Note("n5", "5", Para("http://example.org/song_of_keepers_(draft) has another last line.")),
		},
	}
}

func everyKind() *document.Document {
	return &document.Document{
		Meta: document.Meta{Title: "Every Kind", Authors: []string{"N. N."}, Language: "de", Date: "1845"},
		Blocks: []document.Block{
			Leaf(document.Byline, "N. N."), Leaf(document.Title, "Every Kind"),
			Para("Text before any heading."),
			Head(1, "One"), Head(2, "Two"), Head(3, "Three"), Head(4, "Four"), Head(5, "Five"), Head(6, "Six"),
			Box(document.Quote, Para("Outer."), Box(document.Quote, Para("Inner."), Leaf(document.Verse, "in", Break, "verse")), Box(document.List, Item("1.", Para("in a quotation")))),
			Box(document.List,
				Item("1.", Para("first"), Para("and more of it")),
				Item("2.", Para("second"), Box(document.List, Item("–", Para("below")), Item("–", Para("and below", Ref("n1"))))),
				Item("3.", Box(document.Quote, Para("a quotation in an item"))),
				Item("4.", Leaf(document.Code, "in an item\n\n  code"))),
			Box(document.List, Item("(a)", Para("lettered")), Item("(b)", Para("too"))),
			Box(document.List, Item("7.", Para("begins at seven")), Item("8.", Para("goes on"))),
			Box(document.List, Item("1.", Para("has")), Item("3.", Para("a gap"))),
			Leaf(document.Code, "func main() {\n\tprintln(`raw`)\n}\n\n```\n"),
			Box(document.Table, Row("a", "b", "c"), Row("one"), Row("two", "three", "four")),
			Leaf(document.SceneBreak), Leaf(document.SceneBreak, "❦"),
			Para(Em("all"), " ", Strong("of ", Em("it")), " ", Link("mailto:a@example.org", "a@example.org"), " ", Link("https://example.org/", "https://example.org/")),
			Para(Page("iv"), "A page begins this paragraph, and another ends it.", Page("v")),
			Para("Two notes", Ref("n2"), Ref("n3"), " at one place; one of many blocks", Ref("n4"), "."),
		},
		Notes: []document.Note{
			Note("n1", "*", Para("a")), Note("n2", "†", Para("b")), Note("n3", "b", Para("c")),
			Note("n4", "", Para("Text."), Box(document.Quote, Para("Quoted.")), Box(document.List, Item("•", Para("Listed."))), Leaf(document.Verse, "lines", Break, "too"), Para("End.")),
		},
	}
}

// Hostile lists strings that try to be more than text.
var Hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `]]>`, `&#x3c;b&#x3e;`, `&lt;b&gt;`, `<!DOCTYPE html>`, `&xxe;`,
	`<!-- comment -->`, `<?php echo 1 ?>`, `<![CDATA[x]]>`, `<a href="javascript:alert(1)">x</a>`, `[x](javascript:alert(1))`,
	`![x](file:///etc/passwd)`, `<javascript:alert(1)>`, `<https://example.org/a>`, `{{ template }}`, `${x}`, `\input{/etc/passwd}`, `x" onload="x`,
	`) Tj ET (`, `endstream endobj`, `<</S/JavaScript>>`, `%PDF-1.4`, `{=html}`, "`<b>`{=html}", `@import`, `</style><b>`,
}

func hostile() *document.Document {
	all := strings.Join(Hostile, " ")
	doc := &document.Document{
		Meta: document.Meta{
			Title: "x\"\n---\nevil: 1 " + Hostile[0], Subtitle: Hostile[1], Authors: []string{Hostile[2], "a: [b, {c: d}] # e"},
			Language: "en", Publisher: all, Rights: all, Description: all, Subjects: Hostile, Identifier: Hostile[1],
		},
		Blocks: []document.Block{
			Leaf(document.Title, `x" --- evil: 1 `+Hostile[0]), Leaf(document.Subtitle, Hostile[1]), Leaf(document.Byline, Hostile[2]+", a: [b, {c: d}] # e"),
		},
	}
	for i, s := range Hostile {
		id := fmt.Sprintf("n%d", i+1)
		doc.Blocks = append(doc.Blocks,
			Head(1, s),
			Para(s, " ", Ref(id), " ", Em(s), " ", Strong("x", s)),
			Box(document.Quote, Para(s)), Box(document.List, Item("•", Para(s))), Leaf(document.Verse, "x", Break, s),
			Leaf(document.Code, s), Box(document.Table, Row(s, s)),
			Para(Link("javascript:alert(1)", s), " ", Link("https://example.org/"+s, s), " ", Link(s, s), " ", Page(s), "x"))
		doc.Notes = append(doc.Notes, Note(id, s, Para(s)))
	}
	for _, target := range []string{"data:text/html,x", "file:///etc/passwd", "//example.org", "JaVaScRiPt:alert(1)", " javascript:x", "vbscript:x", "../x"} {
		doc.Blocks = append(doc.Blocks, Para(Link(target, "inert")))
	}
	return doc
}

// Accidents lists strings that are Markdown by accident.
var Accidents = []string{
	"# x", "####### x", "#", "1. x", "1954. A year.", "12) x", "- x", "+ x", "* x", "-", "> x", ">x", "| x | y |", "|---|---|", "    four blanks", "\ttab",
	"---", "***", "- - -", "___", "===", "[^1]: x", "[^1]", "[x]: http://example.org", "[x][y]", "[x](y)", "![x](y)", "<b>", "</b>", "a < b > c", "<x@example.org>",
	"`code`", "``", "```", "~~~", "~~struck~~", "~x~", `\`, `\\`, `\*`, "_", "_x_", "__x__", "snake_case_name", "*", "*x*", "**x**", "2 * 3 * 4", "a*b*c",
	"$x$", "$5 and $10", "www.example.org", "http://example.org/a_b_c*d*", "(https://example.org/x_(y)_z).", "&amp;", "&copy;", "AT&T; &c.", "&", "x  ", "a\\\nb",
	"!", "!x", "Term\n: definition", ": x", "^x^", "H~2~O", "@cite", "#tag", ":smile:", "x#", "x #", "# #", "+++", "%%%", "{.class}", "<http://example.org>", "1986\\. x", "—", "…", "“x”", "'x'", "\"x\"", "--", "...",
}

func accidents() *document.Document {
	doc := &document.Document{Meta: document.Meta{Title: "Accidents", Language: "en"}}
	for _, s := range Accidents {
		doc.Blocks = append(doc.Blocks, Para(s), Para(s, " ", s), Para("x ", s), Para("x", Ref("n1"), s), Para(Ref("n1"), s), Leaf(document.Verse, "x", Break, s, Break, s), Head(1, s),
			Box(document.Quote, Para(s)), Box(document.List, Item("", Para(s)), Item("", Para(s))), Box(document.Table, Row(s, s), Row(s, s)),
			Para(Em(s), s), Para(s, Em(s), Strong(s)), Para(Link("https://example.org", s), s))
	}
	doc.Notes = []document.Note{Note("n1", "1", Para("x"))}
	for i, s := range Accidents {
		id := fmt.Sprintf("m%d", i)
		doc.Blocks = append(doc.Blocks, Para(s, Ref(id)))
		doc.Notes = append(doc.Notes, Note(id, s, Para(s), Para(s)))
	}
	return doc
}

func planes() *document.Document {
	doc := &document.Document{Meta: document.Meta{Title: "Ὅμηρος, Gödel & Достоевский", Authors: []string{"Łukasz Ñandú"}, Language: "el"}}
	doc.Blocks = append(doc.Blocks, Leaf(document.Title, "Ὅμηρος, Gödel & Достоевский"), Leaf(document.Byline, "Łukasz Ñandú"))
	for _, s := range []string{
		"μῆνιν ἄειδε θεὰ Πηληϊάδεω Ἀχιλῆος", "Все счастливые семьи похожи друг на друга", "„Anführung“ ‚einfach‘ «guillemets» “curly” ‘too’ – — … ′ ″",
		"Œuvre, naïve, façade, Ångström, Þórr, ħ, ſ, ß, ẞ", "½ ² № € £ § ¶ † ‡", "no\u00a0break, thin\u202fspace", "soft\u00adhyphen",
	} {
		doc.Blocks = append(doc.Blocks, Para(s), Leaf(document.Verse, s, Break, s))
	}
	return doc
}

func strays() *document.Document {
	return &document.Document{
		Meta: document.Meta{Title: "Strays", Language: "en"},
		Blocks: []document.Block{
			Leaf(document.Title, "Strays"), Head(1, "First"), Para("The second note", Ref("n2"), " is referred to."), Head(1, "Second"), Para("So is the fifth.", Ref("n5"), " Done."),
		},
		Notes: []document.Note{
			stray("n1", "1", Para("The first has lost its mark.")), Note("n2", "2", Para("The second has not.")),
			stray("n3", "3", Para("The third."), Para("In two paragraphs.")), stray("n4", "4", Box(document.Quote, Para("The fourth is a quotation."))),
			Note("n5", "5", Para("The fifth.")), stray("n6", "6", Para("The last.")),
		},
	}
}

func onlyStrays() *document.Document {
	return &document.Document{
		Meta:   document.Meta{Title: "Only Strays", Language: "en"},
		Blocks: []document.Block{Leaf(document.Title, "Only Strays"), Para("No mark survived.")},
		Notes:  []document.Note{stray("n1", "1", Para("Alpha.")), stray("n2", "2", Para("Beta.")), stray("n3", "", Para("Gamma."))},
	}
}

// lostNotes has marks of notes that are lost.
func lostNotes() *document.Document {
	lost := func(mark string) document.Inline { return document.Inline{Kind: document.NoteRef, Text: mark} }
	return &document.Document{
		Meta: document.Meta{Title: "Lost Notes", Language: "en"},
		Blocks: []document.Block{
			Leaf(document.Title, "Lost Notes"), Head(1, "A Head", lost("1")),
			Para("He read the logs,", lost("34"), " and the letters.", Ref("n1"), " ", Link("https://example.org/", "More", lost("*")), ". ", lost(Hostile[0]), " End."),
			Leaf(document.Verse, "a line", lost("36"), Break, "and another", lost("")),
		},
		Notes: []document.Note{Note("n1", "35", Para("All of them", lost("†"), "."))},
	}
}

// Long returns a document of so many sections, each with a note.
func Long(sections int) *document.Document {
	doc := &document.Document{Meta: document.Meta{Title: "A Long Book", Authors: []string{"N. N."}, Language: "en"}}
	doc.Blocks = append(doc.Blocks, Leaf(document.Title, "A Long Book"), Leaf(document.Byline, "N. N."))
	for i := range sections {
		id := fmt.Sprintf("n%d", i+1)
		doc.Blocks = append(doc.Blocks, Head(1+i%3, fmt.Sprintf("Section %d", i+1)),
			Para(strings.Repeat("The tide came in and the tide went out, as it had always done. ", 8)+"So it went on.", Ref(id)),
			Para("The keeper wrote it down, and the year turned."))
		doc.Notes = append(doc.Notes, Note(id, fmt.Sprint(i+1), Para(fmt.Sprintf("Log of the year %d.", 1800+i))))
	}
	return doc
}
