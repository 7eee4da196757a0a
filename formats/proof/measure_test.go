package proof_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/formats/proof"
	"github.com/refolio/refolio/pipeline"
)

// mostElements is how many elements the page may have at once, however long the
// book is: it has some for what is in sight, and a list.
const mostElements = 3000

// scrolling goes through the whole document in steps of most of a screen, one a
// frame, and returns how long the frames took: [median, 99th percentile,
// longest] in milliseconds, and how many elements there were at most.
const scrolling = `(async () => {
	const s = document.getElementById('spread'), times = [], frame = () => new Promise((r) => requestAnimationFrame(r));
	let last = await frame(), most = 0;
	for (let i = 0; i < 400; i++) {
		s.scrollTop += 0.8 * s.clientHeight;
		const now = await frame();
		times.push(now - last);
		last = now;
		most = Math.max(most, document.getElementsByTagName('*').length);
	}
	times.sort((a, b) => a - b);
	return [times[200], times[396], times[399], most];
})()`

// jumping goes to far places, and returns how long it took on average until
// the page there was drawn, in milliseconds.
const jumping = `(async () => {
	const map = document.getElementById('map'), s = document.getElementById('spread');
	const began = performance.now();
	for (let i = 0; i < 40; i++) {
		s.scrollTop = s.scrollHeight * ((i * 0.37) % 1);
		await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)));
	}
	return (performance.now() - began) / 40;
})()`

// TestThousandPages opens the proof of a book of a thousand pages of the shared
// corpus, and says (-v) how long what takes.
func TestThousandPages(t *testing.T) {
	if testing.Short() {
		t.Skip("a thousand pages take ten seconds")
	}
	book, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "corpus", "gibbon-vol1", "latex-book.pdftotext.txt"))
	if err != nil {
		t.Skip("no shared corpus")
	}
	text := append(append(bytes.Clone(book), '\f'), book...)
	began := time.Now()
	r, err := pipeline.Convert(t.Context(), "two-volumes.txt", text, pipeline.Config{})
	if err != nil {
		t.Fatal(err)
	}
	converted := time.Since(began)
	var page bytes.Buffer
	began = time.Now()
	if err := proof.Write(t.Context(), &page, r.Document, proof.Options{}, nil); err != nil {
		t.Fatal(err)
	}
	t.Logf("source %d KB, %d decisions; repaired in %v, page of %d KB written in %v",
		len(text)>>10, len(r.Ledger), converted.Round(time.Millisecond), page.Len()>>10, time.Since(began).Round(time.Millisecond))
	path := filepath.Join(t.TempDir(), "x.proof.html")
	if err := os.WriteFile(path, page.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	b := formattest.Browse(t, formattest.Laptop)
	b.Open("file://"+path, ready)
	t.Logf("pages: %s", formattest.Eval[string](b, "document.getElementById('facts').textContent"))
	t.Logf("ready after %.0f ms, first contentful paint after %.0f ms",
		formattest.Eval[float64](b, "Number(document.body.dataset.ready)"),
		formattest.Eval[float64](b, "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"))
	before := b.Work()
	frames := formattest.Eval[[]float64](b, scrolling)
	t.Logf("scrolling: a frame takes %.1f ms (median), %.1f ms (99th percentile), %.1f ms (longest); at most %.0f elements", frames[0], frames[1], frames[2], frames[3])
	if frames[3] > mostElements {
		t.Errorf("%.0f elements at once, want at most %d", frames[3], mostElements)
	}
	work := b.Work()
	t.Logf("the page's own work a frame: %v script, %v style, %v layout", (work["Script"]-before["Script"])/400, (work["RecalcStyle"]-before["RecalcStyle"])/400, (work["Layout"]-before["Layout"])/400)
	t.Logf("jumping: a far place is drawn after %.1f ms", formattest.Eval[float64](b, jumping))
	t.Logf("search: %.0f ms", formattest.Eval[float64](b, `(async () => {
		const q = document.getElementById('query'), began = performance.now();
		q.value = 'Constantinople';
		q.dispatchEvent(new Event('input'));
		while (!document.getElementById('hits').textContent) await new Promise((r) => setTimeout(r, 5));
		return performance.now() - began - 120;
	})()`))
	t.Logf("heap: %.0f MB", formattest.Eval[float64](b, "performance.memory.usedJSHeapSize / 1048576"))
	quiet(t, b)
}
