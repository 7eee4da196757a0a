package epub

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/formats/formattest/tree"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// variants are options that lay the book out in different ways.
var variants = map[string]Options{
	"default":  {},
	"book end": {Notes: BookEnd, Numbering: PerChapter, Paragraphs: Spaced, Cover: BandCover, Colophon: true},
	"bare":     {Numbering: AsPrinted, Cover: NoCover, NoPages: true, NoContents: true},
}

func TestConformance(t *testing.T) {
	for name, o := range variants {
		if o.Notes == BookEnd || o.Colophon { // they add words of their own behind the text
			continue
		}
		t.Run(name, func(t *testing.T) {
			formattest.Run(t, "epub", func(ctx context.Context, w io.Writer, doc *document.Document, report func(finding.Finding)) error {
				return Write(ctx, w, doc, o, report)
			})
		})
	}
}

func TestEveryBookIsSound(t *testing.T) {
	samples := formattest.Samples()
	samples = append(samples, formattest.Sample{Name: "empty", Doc: &document.Document{}},
		formattest.Sample{Name: "only notes", Doc: &document.Document{Notes: []document.Note{{ID: "n1", Blocks: []document.Block{formattest.Para("A note.")}}}}},
		formattest.Sample{Name: "out of place", Doc: outOfPlace()})
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 60 {
		samples = append(samples, formattest.Sample{Name: fmt.Sprint("generated ", i), Doc: formattest.Generate(r)})
	}
	for _, s := range samples {
		for name, o := range variants {
			if strings.HasPrefix(s.Name, "generated") {
				o.Cover = NoCover // for speed
			}
			t.Run(s.Name+"/"+name, func(t *testing.T) { checkSound(t, made(t, s.Doc, o)) })
		}
	}
}

// outOfPlace is a document with everything where it does not belong.
func outOfPlace() *document.Document {
	doc := &document.Document{Meta: document.Meta{Title: "a\x00b\xffc\ufffe", Language: `en" x="`, Identifier: "978-0-306-40615-8", Date: "yesterday"}}
	for kind := document.Paragraph; kind <= document.SceneBreak+1; kind++ {
		inner := formattest.Para("in ", fmt.Sprint(kind), formattest.Ref("n"), formattest.Ref("lost"), document.Inline{Kind: 99, Text: "odd"})
		for _, b := range []document.Block{
			{Kind: kind, Content: inner.Content},
			{Kind: kind, Blocks: []document.Block{inner, {Kind: kind, Blocks: []document.Block{{Kind: kind}}}}},
			{Kind: kind, Marker: "\x01", Content: inner.Content, Blocks: []document.Block{inner}},
		} {
			for outer := document.Quote; outer <= document.Cell; outer++ {
				doc.Blocks = append(doc.Blocks, b, document.Block{Kind: outer, Blocks: []document.Block{b}})
			}
		}
	}
	doc.Notes = []document.Note{{ID: "n", Blocks: doc.Blocks[:40]}, {ID: "n"}, {ID: `"><x`, Label: "\x02"}}
	return doc
}

// checkSound checks what holds for every book: its files are those of the
// manifest, well-formed, in order, with links that lead somewhere.
func checkSound(t testing.TB, o *opened) {
	t.Helper()
	if o.order[0] != "mimetype" || o.headers[0].Method != 0 || len(o.headers[0].Extra) != 0 || string(o.data["mimetype"]) != "application/epub+zip" {
		t.Error("mimetype is not first, stored and bare")
	}
	listed := []string{"EPUB/package.opf", "META-INF/container.xml", "mimetype"}
	for _, item := range o.parsed["EPUB/package.opf"].Find(named("item")) {
		listed = append(listed, "EPUB/"+item.Attrs["href"])
	}
	names := slices.Clone(o.order)
	slices.Sort(names)
	slices.Sort(listed)
	if !slices.Equal(names, listed) {
		t.Errorf("the archive holds %q, the manifest lists %q", names, listed)
	}
	for _, h := range o.headers {
		if h.Flags&8 != 0 || len(h.Extra) > 0 || !h.Modified.Equal(o.headers[0].Modified) {
			t.Errorf("%s: a descriptor, an extra field or another time", h.Name)
		}
	}
	for name, root := range o.parsed {
		for _, e := range root.Find(func(e *tree.Node) bool { return e.Attrs["href"] != "" || e.Attrs["src"] != "" }) {
			href := e.Attrs["href"] + e.Attrs["src"]
			if strings.Contains(href, ":") || path.Ext(href) == ".css" || path.Ext(href) == ".png" {
				continue
			}
			if o.target(name, href) == nil && o.data[path.Join(path.Dir(name), href)] == nil {
				t.Errorf("%s: the link to %q leads nowhere", name, href)
			}
		}
		for _, e := range root.Find(named("a")) {
			if len(e.Find(named("a"))) > 0 {
				t.Errorf("%s: a link within a link", name)
			}
			if readWords(e) == "" && e.Attrs["role"] == "" {
				t.Errorf("%s: a link without words", name)
			}
		}
		if path.Ext(name) == ".xhtml" {
			html := root.Children[0]
			for _, c := range root.Children {
				if c.Name == "html" {
					html = c
				}
			}
			if html.Attrs["lang"] == "" {
				t.Errorf("%s doesn't say its language", name)
			}
			checkRanks(t, name, root)
		}
	}
}

// checkRanks checks that no heading is more than one rank below the one before.
func checkRanks(t testing.TB, name string, root *tree.Node) {
	last := byte('6')
	for _, h := range root.Find(func(e *tree.Node) bool {
		return len(e.Name) == 2 && e.Name[0] == 'h' && e.Name[1] > '0' && e.Name[1] < '7'
	}) {
		if h.Name[1] > last+1 {
			t.Errorf("%s: h%c follows h%c", name, h.Name[1], last)
		}
		last = h.Name[1]
	}
}

func TestCorpusComesBackWhole(t *testing.T) {
	for _, s := range formattest.Corpus(t) {
		t.Run(s.Name, func(t *testing.T) {
			o := made(t, s.Doc, Options{})
			checkSound(t, o)
			body, _ := s.Doc.Body()
			var want, got []string
			for leaf := range document.Leaves(body) {
				want = append(want, strings.Fields(document.PlainText(leaf.Content))...)
			}
			for _, f := range o.text() {
				got = append(got, strings.Fields(readWords(o.parsed[f]))...)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%d words came back of %d, or others", len(got), len(want))
			}
			checkNotes(t, o, s.Doc)
		})
	}
}

// checkNotes checks that the references lead to the words of their notes, in
// order, and the notes back.
func checkNotes(t *testing.T, o *opened, doc *document.Document) {
	t.Helper()
	notes := map[string]*document.Note{}
	for i := range doc.Notes {
		notes[doc.Notes[i].ID] = &doc.Notes[i]
	}
	var wanted []*document.Note
	for leaf := range document.Leaves(doc.Blocks) {
		for in := range document.Inlines(leaf.Content) {
			if in.Kind == document.NoteRef {
				wanted = append(wanted, notes[in.Target])
			}
		}
	}
	i := 0
	for _, f := range o.spine() {
		for _, ref := range o.parsed[f].Find(has("role", "doc-noteref")) {
			note := o.target(f, ref.Attrs["href"])
			var text []string
			for leaf := range document.Leaves(wanted[i].Blocks) {
				text = append(text, strings.Fields(document.PlainText(leaf.Content))...)
			}
			if readWords(note) != strings.Join(text, " ") {
				t.Errorf("reference %d leads to %.60q", i, readWords(note))
			}
			if len(note.Find(has("role", "doc-backlink"))) != 1 {
				t.Errorf("note %d has no way back", i)
			}
			i++
		}
	}
	if i != len(wanted) {
		t.Errorf("%d references, want %d", i, len(wanted))
	}
}

func TestBooksWrittenTogetherAreTheSame(t *testing.T) {
	samples := formattest.Samples()
	want := make([][]byte, len(samples))
	write := func(i int) []byte {
		var buf bytes.Buffer
		if err := Write(t.Context(), &buf, samples[i].Doc, Options{}, nil); err != nil {
			t.Error(err)
		}
		return buf.Bytes()
	}
	for i := range samples {
		want[i] = write(i)
	}
	var wg sync.WaitGroup
	for range 3 {
		for i := range samples {
			wg.Go(func() {
				if !bytes.Equal(write(i), want[i]) {
					t.Errorf("%s: other bytes", samples[i].Name)
				}
			})
		}
	}
	wg.Wait()
}

func TestTimeIsTheDocuments(t *testing.T) {
	for _, c := range []struct{ modified, want string }{
		{"2024-02-29T13:14:16Z", "2024-02-29T13:14:16Z"},
		{"1970-01-01T00:00:00Z", "1980-01-01T00:00:00Z"}, // before what an archive can hold
	} {
		at, err := time.Parse(time.RFC3339, c.modified)
		if err != nil {
			t.Fatal(err)
		}
		o := made(t, &document.Document{Meta: document.Meta{Modified: at}}, Options{})
		if got := o.headers[0].Modified.Format(time.RFC3339); got != c.want {
			t.Errorf("the entries are of %s, want %s", got, c.want)
		}
		if !bytes.Contains(o.data["EPUB/package.opf"], []byte(`"dcterms:modified">`+c.modified)) {
			t.Errorf("the package document is not of %s", c.modified)
		}
	}
}

func TestCharactersThatXMLCantHold(t *testing.T) {
	doc := &document.Document{Meta: document.Meta{Title: "T"}, Blocks: []document.Block{formattest.Para("a\x00b\x1bc\xffd\u0085e\ufffff\rg]]>h")}}
	o, found := madeWith(t, doc, Options{})
	if got, want := readWords(o.parsed[o.text()[0]]), "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf g]]>h"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(found) != 1 || found[0].Code != "epub/character" || !strings.HasPrefix(found[0].Message, "5 characters") {
		t.Errorf("reported %v", found)
	}
}

func TestManyHeadingsMakeFewFiles(t *testing.T) {
	doc := &document.Document{Meta: document.Meta{Title: "Entries", Language: "en"}}
	for i := range 3000 {
		doc.Blocks = append(doc.Blocks, formattest.Head(1+i%3, "Entry"), formattest.Para("A few words below it."))
	}
	o := made(t, doc, Options{})
	checkSound(t, o)
	if n := len(o.text()); n > 500 {
		t.Errorf("%d files", n)
	}
	if n := len(o.parsed["EPUB/toc.ncx"].Find(named("navPoint"))); n != 3003 {
		t.Errorf("%d entries, want one a heading and those of the cover, the title page and the contents", n)
	}
}

// Every class in the files is one of the style sheet's, and every one of the
// book's sheet is in the files.
func TestClassesAndRulesMeet(t *testing.T) {
	used := map[string]bool{}
	for _, o := range variants {
		book := made(t, everything(), o)
		here := map[string]bool{}
		for _, e := range book.all(func(e *tree.Node) bool { return e.Attrs["class"] != "" }) {
			for class := range strings.FieldsSeq(e.Attrs["class"]) {
				used[class], here[class] = true, true
			}
		}
		for _, m := range className().FindAllStringSubmatch(string(book.data["EPUB/css/style.css"]), -1) {
			if !here[m[1]] {
				t.Errorf("a rule for the class %s, which the book doesn't have", m[1])
			}
		}
	}
	for class := range used {
		if !strings.Contains(styleRules, "."+class) {
			t.Errorf("no rule for the class %s", class)
		}
	}
}
