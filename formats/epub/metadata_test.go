package epub

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
)

func TestIdentifiersAreToldApart(t *testing.T) {
	for in, want := range map[string]identifier{
		"978-0-306-40615-7":                      {"urn:isbn:9780306406157", isbn13},
		"ISBN 0-306-40615-2":                     {"urn:isbn:0306406152", isbn10},
		"urn:isbn:080442957x":                    {"urn:isbn:080442957X", isbn10},
		"978-0-306-40615-8":                      {"978-0-306-40615-8", ""}, // a wrong check digit
		"10.1000/182":                            {"https://doi.org/10.1000/182", doi},
		"doi:10.1000/a<b>":                       {"https://doi.org/10.1000/a%3Cb%3E", doi},
		"https://doi.org/10.1000/182":            {"https://doi.org/10.1000/182", doi},
		"F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6":   {"urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", ""},
		"https://example.org/books/1":            {"https://example.org/books/1", ""},
		"  shelf\n mark 12 ":                     {"shelf mark 12", ""},
		"tag:example.org,2020:b;<x y=\"&amp;\">": {"tag:example.org,2020:b;<x y=\"&amp;\">", ""},
	} {
		if got := identify(in); got != want {
			t.Errorf("identify(%q) = %v, want %v", in, got, want)
		}
	}
}

func TestDerivedIdentifierIsTheContents(t *testing.T) {
	doc := formattest.Long(3)
	first := derived(doc, "T")
	if again := derived(formattest.Long(3), "T"); again != first {
		t.Errorf("%v, then %v", first, again)
	}
	doc.Notes[0].Blocks[0].Content[0].Text += "."
	if derived(doc, "T") == first {
		t.Error("another text has the same identifier")
	}
	if identify(first.value) != first || first.value[len("urn:uuid:")+14] != '5' {
		t.Errorf("%q is no UUID of version 5", first.value)
	}
}

func TestNamesAreSorted(t *testing.T) {
	for in, want := range map[string]string{
		"Edward Gibbon": "Gibbon, Edward", "Plato": "Plato", "Roberts, Geoffrey": "Roberts, Geoffrey",
		"John Q. Public Jr.": "Public, John Q., Jr.", "N. N.": "N. N.", "": "", "夏目 漱石": "夏目 漱石",
	} {
		if got := fileAs(in); got != want {
			t.Errorf("fileAs(%q) = %q, want %q", in, got, want)
		}
	}
	for _, c := range [][3]string{{"The Wages", "en", "Wages, The"}, {"Die Räuber", "de-AT", "Räuber, Die"}, {"Die Hard", "en", ""}, {"The", "en", ""}} {
		if got := titleFileAs(c[0], c[1]); got != c[2] {
			t.Errorf("titleFileAs(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestMetadata(t *testing.T) {
	var o Options
	decoder := yaml.NewDecoder(strings.NewReader(`
notes: book
numbering: printed
paragraphs: spaced
cover: frame
colophon: true
`))
	decoder.KnownFields(true)
	if err := decoder.Decode(&o); err != nil {
		t.Fatal(err)
	}
	doc := &document.Document{Meta: document.Meta{
		Title: "The Keepers", Subtitle: "A Study", Authors: []string{"Ada de Lind"}, Language: "en-gb", Date: "2019-03", Identifier: "10.1000/182",
		Publisher: "Harbour & Co", Rights: "CC0", Description: "Logs.", Subjects: []string{"History", "Sea"},
		Creators: []document.Person{{Name: "Ada de Lind", FileAs: "Lind, Ada de"}}, Contributors: []document.Person{{Name: "Ida Trans", Role: "trl"}},
		ISBN: "978-0-306-40615-7", DOI: "10.1000/182", Languages: []string{"la", "en-GB"},
		Series: document.Series{Title: "Skerries", Number: "2.5"}, SourceEdition: "0-306-40615-2",
	}}
	opf := string(made(t, doc, o).data["EPUB/package.opf"])
	for _, want := range []string{
		`<dc:identifier id="pub-id">https://doi.org/10.1000/182</dc:identifier>`, `scheme="onix:codelist5">06<`,
		`<dc:title id="title">The Keepers<`, `"file-as">Keepers, The<`, `<dc:title id="subtitle">A Study<`, `"title-type">subtitle<`,
		`<dc:creator id="creator1">Ada de Lind<`, `"file-as">Lind, Ada de<`, `<dc:contributor id="contributor1">Ida Trans<`, `>trl<`, `>Trans, Ida<`,
		`<dc:identifier id="id2">urn:isbn:9780306406157<`, `<dc:language>en-GB</dc:language>
<dc:language>la</dc:language>
<dc:title`, `<dc:date>2019-03<`, `<dc:publisher>Harbour &amp; Co<`, `<dc:rights>CC0<`, `<dc:description>Logs.<`,
		`<dc:subject>History<`, `<dc:subject>Sea<`, `<dc:source id="source">urn:isbn:0306406152<`,
		`id="series">Skerries<`, `"group-position">2.5<`, `properties="cover-image"`, `<spine toc="ncx">`,
	} {
		if !strings.Contains(opf, want) {
			t.Errorf("the package document lacks %s", want)
		}
	}
}

// Of a collection without an author its editors are the makers.
func TestMakers(t *testing.T) {
	editor, translator := document.Person{Name: "Ed", Role: "edt"}, document.Person{Name: "Tr", Role: "trl"}
	for _, c := range []struct {
		authors []string
		want    string
	}{
		{nil, `<dc:creator id="creator1">Ed<`},
		{[]string{"Au"}, `<dc:contributor id="contributor1">Ed<`},
	} {
		doc := &document.Document{Meta: document.Meta{Authors: c.authors, Contributors: []document.Person{editor, translator}}}
		opf := string(made(t, doc, Options{Cover: NoCover}).data["EPUB/package.opf"])
		if !strings.Contains(opf, c.want) || strings.Contains(opf, ">Tr</dc:creator") {
			t.Errorf("authors %q: no %s in\n%s", c.authors, c.want, opf)
		}
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for _, text := range []string{"notes: foot", "face: arial", "numbering: roman", "cover: red", "paragraphs: wide"} {
		var o Options
		if err := yaml.Unmarshal([]byte(text), &o); err == nil || !strings.Contains(err.Error(), "unknown value") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestRightToLeft(t *testing.T) {
	for lang, want := range map[string]bool{"he": true, "ar-EG": true, "az-Arab": true, "ar-Latn": false, "en": false, "und": false} {
		if got := isRightToLeft(lang); got != want {
			t.Errorf("%s: %t", lang, got)
		}
	}
	doc := &document.Document{Meta: document.Meta{Title: "שלום", Language: "he"}, Blocks: []document.Block{formattest.Para("שלום")}}
	o, found := madeWith(t, doc, Options{})
	if html := o.parsed[o.text()[0]].Find(named("html"))[0]; html.Attrs["dir"] != "rtl" || html.Attrs["lang"] != "he" {
		t.Error("the text doesn't say its direction")
	}
	if len(found) != 1 || found[0].Code != "epub/cover" {
		t.Errorf("reported %v, want that there is no cover", found)
	}
}

// Whatever the title is, all of it is on the cover, within the margins.
func TestCoverIsNeverClipped(t *testing.T) {
	word := strings.Repeat("Donaudampfschiff", 20)
	for _, title := range []string{"Emma", word, strings.Repeat("A long title ", 60), strings.Repeat("i ", 500), "“Ἱστορίαι” – и другие", "\u00a0"} {
		for design := RuleCover; design < NoCover; design++ {
			doc := &document.Document{Meta: document.Meta{Title: title, Subtitle: title, Authors: []string{title, title}, Publisher: title}}
			o := made(t, doc, Options{Cover: design})
			picture, err := png.Decode(bytes.NewReader(o.data["EPUB/images/cover.png"]))
			if err != nil {
				t.Fatal(err)
			}
			p, ok := picture.(*image.Paletted)
			if !ok || p.Rect.Size() != image.Pt(coverWidth, coverHeight) {
				t.Fatalf("the cover is a %T of %v", picture, picture.Bounds())
			}
			foot := coverHeight - 80
			if design == PatternCover {
				foot = ornamentTop
			}
			for y := 200; y < foot; y++ {
				// Beside the lettering a row has only one colour.
				row := p.Pix[y*p.Stride:][:coverWidth]
				for _, x := range []int{120, 140, coverWidth - 141, coverWidth - 121} {
					if row[x] != row[100] {
						t.Fatalf("design %d of %.20q: ink at %d, %d", design, title, x, y)
					}
				}
			}
		}
	}
}

func TestShapeIsExact(t *testing.T) {
	r := newRaster(4)
	white, black := color.RGBA{255, 255, 255, 255}, color.RGBA{0, 0, 0, 255}
	r.box(image.Rect(0, 0, 4, 4), white)
	// A square from 1,1 to 3,3 and half a pixel more to the right.
	corners := []point{{64, 64}, {224, 64}, {224, 192}, {64, 192}}
	square := contour{start: corners[0]}
	for _, p := range corners[1:] {
		square.segments = append(square.segments, [2]point{p, p})
	}
	r.shape([]contour{square}, white, black)
	for y, want := range [][]uint8{{255, 255, 255, 255}, {255, 0, 0, 109}, {255, 0, 0, 109}, {255, 255, 255, 255}} {
		row, _ := r.draw(y)
		var got []uint8
		for _, i := range row {
			got = append(got, r.palette[i].R)
		}
		if !slices.Equal(got, want) {
			t.Errorf("row %d is %d, want %d", y, got, want)
		}
	}
}

func TestOwnCover(t *testing.T) {
	dir := t.TempDir()
	var buf bytes.Buffer
	if err := png.Encode(&buf, image.NewGray(image.Rect(0, 0, 8, 12))); err != nil {
		t.Fatal(err)
	}
	good, bad := filepath.Join(dir, "a.jpg"), filepath.Join(dir, "b.png")
	for name, data := range map[string][]byte{good: buf.Bytes(), bad: []byte("<svg onload='x'/>")} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	doc := formattest.Long(3)
	o := made(t, doc, Options{CoverImage: good})
	checkSound(t, o)
	if !bytes.Equal(o.data["EPUB/images/cover.png"], buf.Bytes()) { // named by what it is
		t.Error("the picture is not in the book")
	}
	for _, path := range []string{bad, filepath.Join(dir, "none.png")} {
		if err := Write(t.Context(), &bytes.Buffer{}, doc, Options{CoverImage: path}, nil); err == nil {
			t.Errorf("%s was taken", path)
		}
	}
}

func TestFontsAreEmbedded(t *testing.T) {
	dir := t.TempDir()
	regular, italic := filepath.Join(dir, "a.ttf"), filepath.Join(dir, "b.bin")
	for name, data := range map[string]string{regular: string(fonts.Book().Style(fonts.Regular).Data), italic: "wOF2 another"} {
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o := made(t, formattest.Long(3), Options{Fonts: []Font{{File: regular}, {File: italic, Italic: true}}})
	checkSound(t, o)
	if n := len(o.data["EPUB/fonts/face-1.ttf"]); n < 1000 || n > 60<<10 {
		t.Errorf("a font of %d bytes, want a part of it", n)
	}
	if string(o.data["EPUB/fonts/face-2.woff2"]) != "wOF2 another" {
		t.Error("a font is not in the book")
	}
	if css := string(o.data["EPUB/css/style.css"]); !strings.Contains(css, "url(../fonts/face-1.ttf)") || !strings.Contains(css, "font-style: italic") {
		t.Error("the style sheet doesn't name the fonts")
	}
	whole := made(t, formattest.Long(3), Options{Fonts: []Font{{File: regular, Whole: true}}})
	if !bytes.Equal(whole.data["EPUB/fonts/face-1.ttf"], fonts.Book().Style(fonts.Regular).Data) {
		t.Error("a font that is to be whole is not")
	}
	for _, bad := range []string{filepath.Join(dir, "none"), dir} {
		if err := Write(t.Context(), &bytes.Buffer{}, formattest.Long(1), Options{Fonts: []Font{{File: bad}}}, nil); err == nil {
			t.Errorf("%s was taken", bad)
		}
	}
}

// The program's own face is embedded in the styles that the book needs.
func TestBookFace(t *testing.T) {
	doc := formattest.Long(3)
	o := made(t, doc, Options{Face: BookFace})
	checkSound(t, o)
	if n := strings.Count(string(o.data["EPUB/css/style.css"]), "@font-face"); n != 2 {
		t.Errorf("%d faces, want the upright and the italic", n)
	}
	doc.Blocks = append(doc.Blocks, document.Block{Content: []document.Inline{formattest.Strong("bold")}})
	if o = made(t, doc, Options{Face: BookFace}); o.data["EPUB/fonts/face-3.ttf"] == nil {
		t.Error("no bold face for bold type")
	}
}
