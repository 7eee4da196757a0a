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

// find goes through the list, with the key for the next decision, until one is
// chosen of which it says this.
func (p *reviewer) find(says string) {
	p.t.Helper()
	p.Press(formattest.Escape)
	found := formattest.Eval[bool](p.Browser, fmt.Sprintf(`(() => {
		document.getElementById('spread').scrollTop = 0;
		for (let i = 0; i < 400; i++) {
			document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, cancelable: true }));
			if (document.getElementById('chosen').textContent.includes(%q)) return true;
		}
		return false;
	})()`, says))
	if !found {
		p.t.Fatalf("there is no decision of which it says %q", says)
	}
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

// fiveChanges are what a reader does who has the last word about a text.
type fiveChanges struct {
	source  string
	changes []reviewChange
	search  string // for the line whose words are corrected
	correct string // to
	damage  string // a word of that line
}

// reviewChange is one of them: the decision of which the page says this, the
// button, what the edition has
// more of then, as Markdown and on the page.
type reviewChange struct{ says, label, want, shown string }

var reviews = []fiveChanges{
	{
		filepath.Join("testdata", "reservoir", "latex-perpage.pdfbox.txt"),
		[]reviewChange{
			{"The hyphen of “or-der” goes", "Keep the hyphen", "in the or-der in which", "in the or-der in which"},
			{"“I. The Drowned Lane” is a heading", "Heading 3", "#### I. The Drowned Lane", ""},
			{"“1” is the mark of a note", "No mark", "there were maps,1 and", "there were maps,1 and"},
			{"A paragraph begins at “I had no idea", "Quotation", "> I had no idea that it had one.", ""},
		},
		"The surveyor was", "Wett Lane. Local historians have made a good deal of this. The surveyor, poor man, was", "surveyor",
	},
	{
		filepath.Join("..", "shared", "corpus", "impossible-allies", "word-double.tika.txt"),
		[]reviewChange{
			{"“From the Stalin Notes to European Collective Security” is a heading", "Heading 2", "### From the Stalin Notes", ""},
			{"A paragraph begins at “Soviet policy on the German question", "List item", "- Soviet policy on the German question", ""},
			{"“3” is the mark of a note", "No mark", "in Franco-Soviet relations.3", "in Franco-Soviet relations.3"},
			{"goes: watermark", "Keep it in the text", "http", "http"},
		},
		"akin to Romain", "Soviet policy towards France in the 1950s was very much akin to Romain Rolland’s maxim: pessimism", "maxim",
	},
}

// TestReview is a review with nothing but the keyboard; then the text is
// extracted anew, and then damaged.
func TestReview(t *testing.T) {
	var browser *formattest.Browser
	for _, r := range reviews {
		source, err := os.ReadFile(filepath.Join("..", "..", r.source))
		if err != nil {
			t.Logf("not reviewed: %v", err)
			continue
		}
		if browser == nil {
			browser = formattest.Browse(t, formattest.Laptop)
		}
		r.review(t, browser, string(source))
	}
}

func (r *fiveChanges) review(t *testing.T, browser *formattest.Browser, source string) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	defer t.Chdir(here)
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("walk.txt", source)
	write("manifest.yaml", "version: 1\ndocuments: [{id: walk, source: walk.txt}]\noutputs: {markdown: {}}\n")
	before, _, _ := runReal("convert", "walk.txt")

	review := startReview(t, "walk")
	p := &reviewer{t: t, Browser: browser}
	p.Open(review.url, "document.body && document.body.dataset.ready !== undefined")
	p.Press("m")
	wants := r.do(p)
	for _, show := range []string{"t", "v"} {
		p.Press(show)
		p.Wait("document.body.dataset.view !== 'diff' || document.querySelectorAll('.change').length > 0")
		if os.Getenv(formattest.AxeVariable) == "" {
			continue
		}
		for _, v := range p.Violations() {
			t.Errorf("view %s: %s", show, v)
		}
	}
	for _, e := range p.Errors() {
		t.Errorf("the browser says: %s", e)
	}
	if code := review.stop(); code != 0 {
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
			if now, then := strings.Count(string(edition), want), strings.Count(before, want); now <= then {
				t.Errorf("%s: %q: %d times in the edition, %d times before the review", when, want, now, then)
			}
		}
	}
	check("after the review")
	write("walk.txt", strings.Repeat("A line that the new extraction has above.\n", 10)+source)
	check("ten lines further down")
	write("walk.txt", strings.Replace(source, r.damage, "nobody", 1))
	_, stderr, code := runReal("build", "--fail-on", "never")
	if code != 3 || !strings.Contains(stderr, "walk.txt.fixes.yaml:") || !strings.Contains(stderr, "stands nowhere in walk.txt; the nearest") {
		t.Errorf("a quotation that is gone: exit %d, %s", code, stderr)
	}
}

// do makes the changes, looks that the page shows them, and returns what the
// edition has more of then.
func (r *fiveChanges) do(p *reviewer) (wants []string) {
	for _, c := range r.changes {
		p.find(c.says)
		p.press(c.label, "")
		p.shows(c.shown)
		wants = append(wants, c.want)
	}
	p.Press(formattest.Escape)
	p.Press("/")
	formattest.Eval[any](p.Browser, "document.activeElement.value = ''")
	p.Press(r.search)
	p.Wait("document.getElementById('hits').textContent === '1/1'")
	p.Press(formattest.Escape)
	p.Press("l")
	p.press("Correct…", r.correct)
	p.shows(r.correct)
	return append(wants, r.correct)
}

// shows looks that the edition on the page has a text.
func (p *reviewer) shows(text string) {
	p.t.Helper()
	if !formattest.Eval[bool](p.Browser, fmt.Sprintf("[...document.querySelectorAll('#rows .edition')].some((e) => e.textContent.includes(%q))", text)) {
		p.t.Errorf("%q is not on the page", text)
	}
}
