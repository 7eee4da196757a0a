package epub

import (
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
)

// served serves the files of a book as a reading system does.
func served(t *testing.T, o *opened) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, ok := o.data[strings.TrimPrefix(r.URL.Path, "/")]
		if !ok {
			if r.URL.Path != "/favicon.ico" {
				t.Errorf("the book asks for %s, which it doesn't have", r.URL.Path)
			}
			return
		}
		kinds := map[string]string{".xhtml": "application/xhtml+xml", ".css": "text/css", ".png": "image/png", ".ttf": "font/ttf"}
		w.Header().Set("Content-Type", kinds[path.Ext(r.URL.Path)])
		if _, err := w.Write(data); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

// screens are the widths of a phone, a tablet and a desk.
var screens = []formattest.Screen{{Width: 360, Height: 740}, {Width: 820, Height: 1180}, {Width: 1366, Height: 768}}

// A click on a reference shows its note, and a click on the note's number shows
// the reference again, in the same file and in another.
func TestNotesOpenAndLeadBack(t *testing.T) {
	doc := &document.Document{Meta: document.Meta{Title: "T", Language: "en"}}
	for _, chapter := range []string{"One", "Two"} {
		doc.Blocks = append(doc.Blocks, formattest.Head(1, chapter), sized(9000), formattest.Para("Said so.", formattest.Ref("n"+chapter)), sized(9000))
		doc.Notes = append(doc.Notes, formattest.Note("n"+chapter, "1", formattest.Para("The note of "+chapter)))
	}
	const (
		visible = `(e => { const r = e.getBoundingClientRect(); return r.height > 0 && r.top >= -1 && r.bottom <= innerHeight + 1 })`
		noteref = `document.querySelector('a.noteref')`
	)
	browser := formattest.Browse(t, screens[0])
	for name, o := range map[string]Options{"chapter": {Face: BookFace}, "book": {Notes: BookEnd}} {
		book := made(t, doc, o)
		file := book.text()[1]
		base := served(t, book)
		browser.Do(chromedp.Navigate(base+file), chromedp.WaitReady(`body`))
		if faces := formattest.Eval[int](browser, `document.fonts.ready.then(() => Array.from(document.fonts).filter(f => f.status == "loaded").length)`); (faces > 0) != (o.Face == BookFace) {
			t.Errorf("%s: %d faces of the book's are shown", name, faces)
		}
		browser.Do(chromedp.Click(`a.noteref`), chromedp.WaitVisible(`.note:target`))
		if note := formattest.Eval[string](browser, `document.querySelector(':target').textContent`); !strings.Contains(note, "The note of Two") {
			t.Errorf("%s: the reference shows %q", name, note)
		}
		if !formattest.Eval[bool](browser, visible+`(document.querySelector(':target'))`) {
			t.Errorf("%s: the note can't be seen", name)
		}
		browser.Do(chromedp.Click(`:target [role=doc-backlink]`), chromedp.WaitVisible(`a.noteref:target`))
		if at := formattest.Eval[string](browser, `location.pathname`); at != "/"+file {
			t.Errorf("%s: the way back leads to %s, not %s", name, at, file)
		}
		if !formattest.Eval[bool](browser, noteref+` == document.querySelector(':target') && `+visible+`(`+noteref+`)`) {
			t.Errorf("%s: the reference can't be seen", name)
		}
	}
	if errors := browser.Errors(); len(errors) > 0 {
		t.Errorf("the browser complains: %q", errors)
	}
}

// Nothing runs over the edge of a screen, whatever its width, and a verse's
// turnover stands further in than its line.
func TestPagesFitTheScreen(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	o := made(t, everything(), Options{Colophon: true})
	base := served(t, o)
	browser := formattest.Browse(t, screens[0])
	for _, screen := range screens {
		browser.Do(chromedp.EmulateViewport(int64(screen.Width), int64(screen.Height)))
		for _, file := range o.spine() {
			browser.Do(chromedp.Navigate(base+file), chromedp.WaitReady(`body`))
			if over := formattest.Eval[[]string](browser, `Array.from(document.querySelectorAll("body *")).filter(e => {
				const r = e.getBoundingClientRect(); return r.width > 0 && r.right > innerWidth + 1 }).map(e => e.tagName + " " + e.textContent.slice(0, 40))`); len(over) > 0 {
				t.Errorf("%s at a width of %d: %d elements run over, such as %q", file, screen.Width, len(over), over[0])
			}
			if hanging := formattest.Eval[bool](browser, `Array.from(document.querySelectorAll("span.line")).every(e => {
				const r = Array.from(e.getClientRects()); const range = document.createRange(); range.selectNodeContents(e);
				const lines = Array.from(range.getClientRects()); return lines.every(l => l.top < lines[0].bottom || l.left > lines[0].left) })`); !hanging {
				t.Errorf("%s at a width of %d: a verse's turnover does not hang", file, screen.Width)
			}
		}
	}
	if errors := browser.Errors(); len(errors) > 0 {
		t.Errorf("the browser complains: %q", errors)
	}
}
