package proof_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/formats/proof"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/document"
)

// ready is true once the page has drawn itself.
const ready = "document.body && document.body.dataset.ready !== undefined"

// page writes the proof of a text to a file, and returns its address.
func page(t *testing.T, name string, text []byte) (*pipeline.Result, string) {
	t.Helper()
	r, err := pipeline.Convert(t.Context(), name, text, pipeline.Config{})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.proof.html")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := proof.Write(t.Context(), f, r.Document, proof.Options{}, nil); err != nil {
		t.Fatal(err)
	}
	return r, "file://" + path
}

func sample(t *testing.T, name string) (*pipeline.Result, string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return page(t, name, data)
}

// quiet fails if the browser has complained.
func quiet(t *testing.T, b *formattest.Browser) {
	t.Helper()
	for _, e := range b.Errors() {
		t.Errorf("the browser says: %s", e)
	}
}

// gone gathers what is shown as removed, by scrolling through the whole page:
// from the number of each decision to its letters.
const gone = `(async () => {
	const lines = new Map(), s = document.getElementById('spread');
	const frame = () => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)));
	for (s.scrollTop = 0;;) {
		await frame();
		for (const e of document.querySelectorAll('#rows del.gone')) {
			const key = e.dataset.d + '/' + e.closest('.ln').dataset.l;
			lines.set(key, [...e.childNodes].map((n) => n.dataset ? '\ufffd' : n.data).join(''));
		}
		const before = s.scrollTop;
		s.scrollTop += s.clientHeight / 2;
		if (s.scrollTop === before) break;
	}
	const all = {};
	for (const [key, text] of [...lines].sort((a, b) => a[0].split('/')[1] - b[0].split('/')[1])) {
		const d = key.split('/')[0];
		all[d] = (all[d] || '') + text;
	}
	return all;
})()`

func TestEveryRemovedCharacterIsShownAsRemoved(t *testing.T) {
	b := formattest.Browse(t, formattest.Laptop)
	for _, name := range []string{"reservoir/latex-perpage.pdfbox.txt", "manuscript/word-double.tika.txt", "../../shared/corpus/impossible-allies/word-double.tika.txt"} {
		if _, err := os.Stat(filepath.Join("..", "..", "testdata", name)); strings.HasPrefix(name, "..") && err != nil {
			continue // no shared corpus
		}
		r, url := sample(t, name)
		b.Open(url, ready)
		checkGone(t, b, r)
		if got, want := formattest.Eval[string](b, "document.getElementById('all-count').textContent.replace(',', '')"), fmt.Sprint(len(r.Ledger)); got != want {
			t.Errorf("%s: %s decisions on the page, %s in the ledger", name, got, want)
		}
		quiet(t, b)
	}
}

func checkGone(t *testing.T, b *formattest.Browser, r *pipeline.Result) {
	t.Helper()
	shown := formattest.Eval[map[string]string](b, gone)
	all := slices.Collect(r.Document.Trace.Decisions)
	slices.SortStableFunc(all, func(a, b document.Decision) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
	})
	removed := 0
	for i, d := range all {
		want := visible(r.Document.Trace.Text[d.Span.Start:d.Span.End])
		if !d.Removes || want == "" {
			continue
		}
		removed++
		if got := visible(shown[fmt.Sprint(i)]); got != want {
			t.Errorf("%s %q is shown as removed as %q", d.Kind, want, got)
		}
	}
	if removed == 0 || len(shown) != removed {
		t.Errorf("%d removals are shown, %d were made", len(shown), removed)
	}
}

// visible is s without white space, and with one sign for all that nobody sees.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return '\ufffd'
		}
		return r
	}, s)
}

func TestThePageByKeyboard(t *testing.T) {
	r, url := sample(t, "lighthouse/latex-article.mutool.txt")
	b := formattest.Browse(t, formattest.Laptop)
	b.Open(url, ready)
	text := func(id string) string {
		return strings.TrimSpace(formattest.Eval[string](b, "document.getElementById('"+id+"').textContent"))
	}

	if doubts := text("doubt-count"); doubts != "0" { // from one doubtful decision to the next, and back
		var seen []string
		for range 2 {
			b.Press("n")
			seen = append(seen, text("chosen"))
			if n := formattest.Eval[int](b, "document.querySelectorAll('.d.chosen').length"); n == 0 {
				t.Errorf("the chosen decision is not drawn: %s", seen)
			}
		}
		b.Press("p")
		if got := text("chosen"); got != seen[0] || doubts != "1" && seen[0] == seen[1] {
			t.Errorf("n, n, p: %q, then %q", seen, got)
		}
	} else {
		t.Error("the sample has nothing doubtful")
	}

	b.Press("/")
	formattest.Eval[any](b, "document.activeElement.value = ''") // into which the protocol, other than a keyboard, has put the slash
	b.Press("lighthouse")
	b.Wait("document.getElementById('hits').textContent.includes('/')")
	want := fmt.Sprintf("/%d", len(findAll(strings.ToLower(r.Source.Text), "lighthouse")))
	if got := text("hits"); !strings.HasSuffix(got, want) {
		t.Errorf("hits: %q, want %q", got, want)
	}
	if n := formattest.Eval[int](b, "CSS.highlights.get('hit-now').size"); n == 0 {
		t.Error("the hit is not marked")
	}
	b.Press(formattest.Escape)

	b.Press("r")
	if !strings.Contains(text("report"), fmt.Sprintf("%d of them were left out", removedCharacters(r))) {
		t.Errorf("the report does not count %d removed characters: %.400s", removedCharacters(r), text("report"))
	}
	if n := formattest.Eval[int](b, "document.querySelectorAll('#report svg').length"); n != 4 {
		t.Errorf("%d charts", n)
	}
	b.Press("t")
	b.Press("?")
	if !formattest.Eval[bool](b, "document.getElementById('help').open") {
		t.Error("no help")
	}
	b.Press(formattest.Escape)
	quiet(t, b)
}

func findAll(text, s string) (at []int) {
	for i := 0; ; {
		n := strings.Index(text[i:], s)
		if n < 0 {
			return at
		}
		at = append(at, i+n)
		i += n + len(s)
	}
}

func removedCharacters(r *pipeline.Result) (n int) {
	for d := range r.Document.Trace.Decisions {
		if d.Removes {
			n += len([]rune(strings.Join(strings.Fields(r.Document.Trace.Text[d.Span.Start:d.Span.End]), "")))
		}
	}
	return n
}

func TestFilter(t *testing.T) {
	r, url := sample(t, "reservoir/latex-perpage.pdfbox.txt")
	b := formattest.Browse(t, formattest.Laptop)
	b.Open(url, ready)
	count := func() string {
		return formattest.Eval[string](b, "document.getElementById('all-count').textContent.replace(',', '')")
	}
	of := func(want func(document.Decision) bool) string {
		n := 0
		for d := range r.Document.Trace.Decisions {
			if want(d) {
				n++
			}
		}
		return fmt.Sprint(n)
	}
	click := func(selector string) { formattest.Eval[any](b, "document.querySelector('"+selector+"').click()") }
	click("#filters summary")
	click("[data-kind=\"furniture/running head\"]")
	if got, want := count(), of(func(d document.Decision) bool { return d.Kind != "running head" }); got != want {
		t.Errorf("without running heads: %s, want %s", got, want)
	}
	click("[data-stage=notes]")
	if got, want := count(), of(func(d document.Decision) bool { return d.Kind != "running head" && d.Stage != "notes" }); got != want {
		t.Errorf("without notes: %s, want %s", got, want)
	}
	click("#filter-reset")
	formattest.Eval[any](b, "(() => { const x = document.getElementById('sure-to'); x.value = 95; x.dispatchEvent(new Event('input')); })()")
	if got, want := count(), of(func(d document.Decision) bool { return d.Confidence <= 0.9505 }); got != want {
		t.Errorf("up to 95%%: %s, want %s", got, want)
	}
	if n := formattest.Eval[int](b, "document.querySelectorAll('.d.pale').length"); n == 0 {
		t.Error("what is filtered out is drawn as if it were not")
	}
	quiet(t, b)
}

func TestHostileTextIsInert(t *testing.T) {
	evil := "<script>window.hacked = 1</script><img src=x onerror=\"window.hacked = 1\"></script><!-- \u202e\u2066 \u200f \x1b[2J\n" +
		"</textarea><svg onload=window.hacked=1> javascript:alert(1) ${window.hacked=1} {{window.hacked=1}}\n"
	text := strings.Repeat(evil+"A line of words that goes on and on, as lines of words will do in a text-\nbook, and ends.1\n1 <b>A note</b> <script>window.hacked = 1</script>\n3\n\f", 5)
	_, url := page(t, "<img src=x onerror=window.hacked=1>.txt", []byte(text))
	b := formattest.Browse(t, formattest.Laptop)
	b.Open(url, ready)
	b.Press("njjjr")
	formattest.Eval[any](b, "document.querySelectorAll('.d').forEach((e) => { e.dispatchEvent(new PointerEvent('pointerover', { bubbles: true })); e.click(); })")
	if formattest.Eval[bool](b, "window.hacked !== undefined || document.querySelector('#rows img, #rows script, #rows b, #report img, [onload], [onerror]') !== null") {
		t.Error("the text has become markup")
	}
	if n := formattest.Eval[int](b, "document.querySelectorAll('#rows .hid[data-c=RLO]').length"); n == 0 {
		t.Error("what turns a line around is not shown")
	}
	if turned := formattest.Eval[bool](b, `[...document.querySelectorAll('#rows, #list, #chosen')].some((e) => /[\u202a-\u202e\u2066-\u2069]/.test(e.textContent))`); turned {
		t.Error("what turns a line around is on the page")
	}
	quiet(t, b)
}

func TestNothingIsInTheWayOfAnybody(t *testing.T) {
	_, url := sample(t, "lighthouse/latex-article.mutool.txt")
	for _, screen := range []formattest.Screen{formattest.Laptop, {Width: 390, Height: 844, Dark: true}} {
		b := formattest.Browse(t, screen)
		b.Open(url, ready)
		for _, state := range []struct{ name, do string }{
			{"at first", "0"},
			{"a doubt", "document.getElementById('doubt-next').click()"},
			{"the filter", "document.body.classList.contains('no-panel') && document.getElementById('panel-switch').click(), document.getElementById('filters').open = true, document.getElementById('scope-all').click()"},
			{"the help", "document.getElementById('help-open').click()"},
			{"the report", "document.getElementById('help').close(), document.getElementById('view-report').click()"},
		} {
			formattest.Eval[any](b, state.do)
			for _, v := range b.Violations() {
				t.Errorf("%d wide, %s: %s", screen.Width, state.name, v)
			}
		}
		if formattest.Eval[bool](b, "document.documentElement.scrollWidth > innerWidth") {
			t.Errorf("%d wide: the page is wider than that", screen.Width)
		}
		quiet(t, b)
	}
}
