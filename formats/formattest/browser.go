package formattest

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Browser is a page in a headless Chromium. Whatever goes wrong in it fails the
// test.
type Browser struct {
	t   testing.TB
	ctx context.Context

	mu     sync.Mutex
	errors []string
}

// Screen is what a page is shown on.
type Screen struct {
	Width, Height int
	Dark          bool
}

// Laptop is a usual screen.
var Laptop = Screen{Width: 1366, Height: 768}

// mostBrowsing is how long a test may use a browser.
const mostBrowsing = 2 * time.Minute

// Browse starts a browser that ends with the test. It skips the test if there
// is none, or no time for it.
func Browse(t testing.TB, screen Screen) *Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(Tool(t, "chromium")), chromedp.NoSandbox, chromedp.WindowSize(screen.Width, screen.Height),
		chromedp.Flag("disable-dev-shm-usage", true))
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	ctx, done := context.WithTimeout(ctx, mostBrowsing)
	ctx, closeTab := chromedp.NewContext(ctx)
	t.Cleanup(func() { closeTab(); done(); stop() })
	b := &Browser{t: t, ctx: ctx}
	b.Do() // opens the tab, so that nothing of it is missed
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatalf("browser: %v", err)
	}
	scheme := "light"
	if screen.Dark {
		scheme = "dark"
	}
	b.Do(chromedp.EmulateViewport(int64(screen.Width), int64(screen.Height)), command(log.Enable, cdp.Empty{}),
		command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		}))
	return b
}

// command is a command of the protocol as an action.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, c, params)
		return err
	})
}

// listen notes what goes wrong.
func (b *Browser) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		what := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			what += " " + x.Description
		}
		b.errors = append(b.errors, what)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			b.errors = append(b.errors, fmt.Sprintf("console: %v", e.Args))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			b.errors = append(b.errors, e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

// Errors returns what the browser has complained of since it was last asked.
func (b *Browser) Errors() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	errors := b.errors
	b.errors = nil
	return errors
}

// Do does what the actions say.
func (b *Browser) Do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("browser: %v", err)
	}
}

// Open opens an address, and waits until the expression ready is true.
func (b *Browser) Open(url, ready string) {
	b.t.Helper()
	b.Do(chromedp.Navigate(url))
	b.Wait(ready)
}

// Wait waits until an expression is true.
func (b *Browser) Wait(expression string) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(longestWait))); err != nil {
		b.t.Fatalf("browser: waiting for %s: %v; %v", expression, err, b.Errors())
	}
}

// longestWait is how long a page may take for anything.
const longestWait = 20 * time.Second

// Eval returns the value of an expression, a promise's if it is one.
func Eval[T any](b *Browser, expression string) T {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("browser: %s: %v", expression, err)
	}
	return value
}

// Press presses keys, one after the other: letters stand for themselves,
// [Enter] and the like for others.
func (b *Browser) Press(keys string) {
	b.t.Helper()
	b.Do(chromedp.KeyEvent(keys))
}

// Keys that are no letters.
const (
	Enter  = kb.Enter
	Escape = kb.Escape
	Tab    = kb.Tab
)

// Picture writes what the page looks like to a PNG file.
func (b *Browser) Picture(path string) {
	b.t.Helper()
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatalf("browser: %v", err)
	}
	if err := os.WriteFile(path, picture, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// Work is how long the page has kept its thread busy in all, and with what:
// "Script", "Layout", "RecalcStyle" and "Task", which is everything. It is
// counted from the first call on.
func (b *Browser) Work() map[string]time.Duration {
	b.t.Helper()
	b.Do(command(performance.Enable, performance.EnableParams{}))
	metrics, err := chromedp.Call(b.ctx, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		b.t.Fatalf("browser: %v", err)
	}
	work := map[string]time.Duration{}
	for _, m := range metrics.Metrics {
		if name, ok := strings.CutSuffix(m.Name, "Duration"); ok {
			work[name] = time.Duration(m.Value * float64(time.Second))
		}
	}
	return work
}

// AxeVariable is the variable of the environment that says where axe.min.js of
// axe-core lies.
const AxeVariable = "REFOLIO_AXE"

// Violations lists what on the page breaks a rule of axe-core, whatever the
// rule. It skips the test if there is no axe-core.
func (b *Browser) Violations() []string {
	b.t.Helper()
	path := os.Getenv(AxeVariable)
	if path == "" {
		b.t.Skip(AxeVariable + " does not say where axe.min.js of axe-core is")
	}
	if !Eval[bool](b, "window.axe !== undefined") {
		rules, err := os.ReadFile(path)
		if err != nil {
			b.t.Fatal(err)
		}
		Eval[any](b, string(rules)+"; 0")
	}
	return Eval[[]string](b, `axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map((v) =>
		v.impact + ' ' + v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + (n.any[0] || n.all[0] || n.none[0] || {}).message).join('; ')))`)
}
