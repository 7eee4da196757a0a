package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/formats/formattest"
)

// reviewing is a review that runs while a test does.
type reviewing struct {
	url  string
	stop func() int // ends it as Ctrl-C does, and returns its exit code
}

func startReview(t *testing.T, args ...string) reviewing {
	t.Helper()
	out, in := io.Pipe()
	ctx, cancel := context.WithCancelCause(t.Context())
	a := &app{stdin: strings.NewReader(""), stdout: in, stderr: t.Output(), getenv: func(string) string { return "" }, formats: formats.All()}
	code := make(chan int, 1)
	go func() {
		code <- a.run(ctx, append([]string{"review"}, args...))
		in.Close()
	}()
	url, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the review prints no address: %v, exit %d", err, <-code)
	}
	return reviewing{strings.TrimSpace(url), func() int {
		cancel(interrupt{os.Interrupt})
		return <-code
	}}
}

// run runs a command with the formats that refolio has.
func runReal(args ...string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	a := &app{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, getenv: func(string) string { return "" }, formats: formats.All()}
	code = a.run(context.Background(), args)
	return out.String(), errs.String(), code
}

// reviewer is a person at the keyboard.
type reviewer struct {
	t *testing.T
	*formattest.Browser
	changes int
}

func (p *reviewer) text(id string) string {
	return formattest.Eval[string](p.Browser, "document.getElementById('"+id+"').textContent")
}

// find goes through the list until a decision is chosen of which it says this.
func (p *reviewer) find(says string) {
	p.t.Helper()
	p.Press(formattest.Escape)
	formattest.Eval[any](p.Browser, "document.getElementById('spread').scrollTop = 0")
	for range 400 {
		if p.Press("j"); strings.Contains(p.text("chosen"), says) {
			return
		}
	}
	p.t.Fatalf("there is no decision of which it says %q", says)
}

// press presses the key of the button with a label, and waits until the change
// is made.
func (p *reviewer) press(label, answer string) {
	p.t.Helper()
	key := formattest.Eval[string](p.Browser, fmt.Sprintf("[...document.querySelectorAll('#acts button')].find((b) => b.lastChild.data === %q)?.getAttribute('aria-keyshortcuts') || ''", label))
	if key == "" {
		p.t.Fatalf("there is no button %q: %s", label, p.text("acts"))
	}
	p.Press(key)
	if answer != "" {
		formattest.Eval[any](p.Browser, fmt.Sprintf("document.getElementById('ask-text').value = %q", answer))
		p.Press(formattest.Enter)
	}
	p.changes++
	p.Wait(fmt.Sprintf("document.body.dataset.changes === '%d'", p.changes))
	if formattest.Eval[bool](p.Browser, "document.getElementById('toast').classList.contains('bad')") {
		p.t.Fatalf("%s: %s", label, p.text("toast"))
	}
}

// TestReview is what a reader does who has the last word, with nothing but the
// keyboard; then the text is extracted anew, and then damaged.
func TestReview(t *testing.T) {
	source, err := os.ReadFile(filepath.Join("..", "..", "testdata", "reservoir", "latex-perpage.pdfbox.txt"))
	if err != nil {
		t.Fatal(err)
	}
	browser := formattest.Browse(t, formattest.Laptop)
	t.Chdir(t.TempDir())
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("walk.txt", string(source))
	write("manifest.yaml", "version: 1\ndocuments: [{id: walk, source: walk.txt}]\noutputs: {markdown: {}}\n")
	before, _, _ := runReal("convert", "walk.txt")

	review := startReview(t, "walk")
	p := &reviewer{t: t, Browser: browser}
	p.Open(review.url, "document.body && document.body.dataset.ready !== undefined")
	p.Press("m")
	wants := reviewFive(p)
	for _, e := range p.Errors() {
		t.Errorf("the browser says: %s", e)
	}
	if code := review.stop(); code != 130 && code != 0 {
		t.Errorf("exit %d", code)
	}

	check := func(when string) {
		t.Helper()
		if _, stderr, code := runReal("build", "--fail-on", "never"); code != 0 {
			t.Fatalf("%s: exit %d, %s", when, code, stderr)
		}
		edition, err := os.ReadFile("dist/walk.md")
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(string(edition), want) || strings.Contains(before, want) {
				t.Errorf("%s: %q: in the edition %v, before the review %v", when, want, strings.Contains(string(edition), want), strings.Contains(before, want))
			}
		}
	}
	check("after the review")
	write("walk.txt", strings.Repeat("A line that the new extraction has above.\n", 10)+string(source))
	check("ten lines further down")
	write("walk.txt", strings.Replace(string(source), "surveyor", "surveyer", 1))
	_, stderr, code := runReal("build", "--fail-on", "never")
	if code != 3 || !strings.Contains(stderr, "walk.txt.fixes.yaml:") || !strings.Contains(stderr, "stands nowhere in walk.txt; the nearest are line 26") {
		t.Errorf("a quotation that is gone: exit %d, %s", code, stderr)
	}
}

// reviewFive changes five decisions of different kinds, looks that the page
// shows it, and returns what the edition has then and had not before.
func reviewFive(p *reviewer) []string {
	steps := []struct{ says, label, answer, want, shown string }{
		{"The hyphen of “or-der” goes", "Keep the hyphen", "", "in the or-der in which", "in the or-der in which"},
		{"“I. The Drowned Lane” is a heading", "Heading 3", "", "#### I. The Drowned Lane", ""},
		{"“1” is the mark of a note", "No mark", "", "there were maps,1 and", "there were maps,1 and"},
		{"A paragraph begins at “I had no idea", "Quotation", "", "> I had no idea that it had one.", ""},
	}
	var wants []string
	for _, s := range steps {
		p.find(s.says)
		p.press(s.label, s.answer)
		p.shows(s.shown)
		wants = append(wants, s.want)
	}
	p.Press(formattest.Escape)
	p.Press("/")
	formattest.Eval[any](p.Browser, "document.activeElement.value = ''")
	p.Press("The surveyor was")
	p.Wait("document.getElementById('hits').textContent === '1/1'")
	p.Press(formattest.Escape)
	p.Press("l")
	p.press("Correct…", "Wett Lane. Local historians have made a good deal of this. The surveyor, poor man, was")
	p.shows("The surveyor, poor man, was probably")
	return append(wants, "The surveyor, poor man, was probably")
}

// shows looks that the edition on the page has a text.
func (p *reviewer) shows(text string) {
	p.t.Helper()
	if !formattest.Eval[bool](p.Browser, fmt.Sprintf("[...document.querySelectorAll('#rows .edition')].some((e) => e.textContent.includes(%q))", text)) {
		p.t.Errorf("%q is not on the page", text)
	}
}
