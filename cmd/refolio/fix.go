package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/compare"
	"github.com/refolio/refolio/pipeline/fixes"
	"github.com/refolio/refolio/pipeline/manifest"
	"github.com/refolio/refolio/pipeline/source"
)

type fixOptions struct {
	sources  []string // one, but for list and renew
	fix      fixes.Fix
	list     bool
	renew    bool
	remove   bool
	encoding string
	maxInput manifest.Size
}

func newFix(a *app) *cobra.Command {
	o := fixOptions{maxInput: batch.MaxInput}
	c := &cobra.Command{
		Use:   "fix FILE --line N KIND [VALUE] | fix --list|--renew FILE...",
		Short: "Decide something about a text by hand",
		Long: `Decide something about a text by hand. The decision is written to the file
FILE.fixes.yaml beside the text, which may be edited as well; it holds in every
edition that is made of the text. It is anchored to the line and to a quotation,
so that it is found again when lines have shifted. To decide again about the same
text replaces what was decided before.

` + fixKinds(),
		Example: `  refolio fix book.txt --line 41 hyphen drop               the hyphen at its end goes
  refolio fix book.txt --line 57 heading 2                 the line is a heading
  refolio fix book.txt --line 58 furniture folio           the line is left out
  refolio fix book.txt --line 90 --part l marker 1         "l" is the mark of note 1
  refolio fix book.txt --line 99 --part teh erratum the    a misread word
  refolio fix --list texts/*.txt                           what was decided, and where
  refolio fix --renew texts/*.txt                          after another extraction`,
		Annotations: map[string]string{moreCodes: "4 130 143"},
		Args:        arguments(1, -1, "a FILE, a KIND and a VALUE"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.understand(args); err != nil {
				return err
			}
			switch {
			case o.list:
				return a.eachFixed(o, a.listFixes)
			case o.renew:
				return a.eachFixed(o, a.renewFixes)
			}
			return a.fix(c.Context(), o)
		},
	}
	f := c.Flags()
	f.IntVar(&o.fix.Line, "line", 0, "the line `N` of the text, from 1")
	f.IntVar(&o.fix.Column, "column", 0, "the column `N` in it, where the line is not enough, from 1")
	f.StringVar(&o.fix.Text, "text", "", "the `TEXT` to quote (default: what is in the line)")
	f.StringVar(&o.fix.Part, "part", "", "the `TEXT` in it that the decision is about: a misread word, a mark")
	f.StringVar(&o.fix.Until, "until", "", "the last `TEXT` of a passage of several lines")
	f.StringVar(&o.fix.Why, "why", "", "your `REASON`, for the ledger")
	f.BoolVar(&o.remove, "remove", false, "take the decision about this back")
	f.BoolVar(&o.list, "list", false, "list what was decided about the FILEs, and where that is now")
	f.BoolVar(&o.renew, "renew", false, "write down the lines where the quotations are now in the FILEs")
	addEncoding(c, &o.encoding, &o.maxInput)
	return c
}

// fixKinds explains the kinds of fixes.
func fixKinds() string {
	var b strings.Builder
	b.WriteString("KIND is one of these; VALUE is \"yes\" if it is left out:\n\n")
	for _, k := range []struct{ kinds, meaning string }{
		{"break", "a paragraph (or stanza) begins with the line"},
		{"join", "the line goes on in the paragraph of the line before; join close: without a space"},
		{"hyphen", "drop, keep or apart (keep it, and a space behind it)"},
		{"heading", "1 to 6, or no"},
		{"title subtitle byline scene-break", "yes or no"},
		{"quote verse item code", "yes or no; say --until with its end"},
		{"paragraph", "none of all that"},
		{"furniture", "yes, no, or what it is: running-head, folio, watermark, signature, line-number, rule, notes-heading"},
		{"marker", "the label of the note to which the mark leads, or no"},
		{"note", "the label of the note that begins here; no: none does; end: it ends with the line"},
		{"page", "the printed number of the page that begins here; none: it has none; no: none begins"},
		{"erratum", "what stands here in truth: the only kind that changes words"},
	} {
		fmt.Fprintf(&b, "  %s\n      %s\n", k.kinds, k.meaning)
	}
	return strings.TrimRight(b.String(), "\n")
}

// understand reads FILE, KIND and VALUE, or the FILEs of --list and --renew.
func (o *fixOptions) understand(args []string) error {
	f := &o.fix
	switch {
	case o.list && o.renew:
		return errors.New("--list and --renew are two things: say one")
	case (o.list || o.renew) && (o.remove || *f != fixes.Fix{}):
		return errors.New("--list and --renew are about all that was decided: leave --line and the other flags away")
	case o.list || o.renew:
		o.sources = args
		return nil
	case len(args) > 3:
		return fmt.Errorf("`refolio fix` takes FILE, KIND and VALUE, not %s: put a value with spaces in quotes", plural(len(args), "argument"))
	case len(args) == 1:
		return errors.New("`refolio fix` needs a KIND, such as \"hyphen drop\": `refolio fix --help` lists them")
	}
	o.sources = args[:1]
	return o.decision(args[1:])
}

// decision reads KIND and VALUE.
func (o *fixOptions) decision(args []string) error {
	o.fix.Kind, o.fix.Value = fixes.Kind(args[0]), "yes"
	if len(args) > 1 {
		o.fix.Value = args[1]
	} else if values := o.fix.Kind.Values(); o.remove && len(values) > 0 {
		o.fix.Value = values[0]
	}
	if !slices.Contains(fixes.Kinds(), o.fix.Kind) {
		var names []string
		for _, k := range fixes.Kinds() {
			names = append(names, string(k))
		}
		return fmt.Errorf("there is no kind of fix %q%s", args[0], byhand.Meant(args[0], names, "`refolio fix --help` lists them"))
	}
	if o.fix.Line < 1 {
		return errors.New("say with --line which line of the text is meant, from 1")
	}
	return nil
}

// fix changes what is decided about a text.
func (a *app) fix(ctx context.Context, o fixOptions) error {
	t, err := readFixed(o.sources[0], &o)
	if err != nil {
		return err
	}
	before := t.file.Fixes()
	said, err := t.change(&o)
	if err != nil {
		return err
	}
	effect, err := a.effect(ctx, t, o.encoding, before)
	if err != nil {
		return err
	}
	return a.writeFixes(t, said+effect)
}

// eachFixed calls do for each text. One that can't be used does not keep the
// others from being looked at.
func (a *app) eachFixed(o fixOptions, do func(*fixedText) error) error {
	code := exitFine
	for _, source := range o.sources {
		t, err := readFixed(source, &o)
		if err == nil {
			err = do(t)
		}
		a.complain(err)
		code = max(code, exitCode(err))
	}
	if code == exitFine {
		return nil
	}
	return status(code)
}

// fixedText is a text with the fixes beside it.
type fixedText struct {
	data   []byte
	src    *source.Source
	file   *fixes.File
	before []byte // the file as it was read
}

// readFixed reads a text and the fixes beside it.
func readFixed(name string, o *fixOptions) (*fixedText, error) {
	if name == batch.Stdin {
		return nil, errors.New("fixes stand beside a file: standard input has none")
	}
	data, err := batch.ReadFile(name, int64(o.maxInput))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", sourceName(name), err)
	}
	src, err := source.Read(name, data, o.encoding)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", sourceName(name), err)
	}
	file, err := batch.ReadFixes(name)
	if err != nil {
		return nil, err
	}
	return &fixedText{data, src, file, file.Bytes()}, nil
}

// writeFixes writes the fixes of t if they have changed, and says what was done.
func (a *app) writeFixes(t *fixedText, said string) error {
	name := batch.FixesFile(t.src.Name)
	if content := t.file.Bytes(); !bytes.Equal(t.before, content) {
		if len(t.before) == 0 {
			content = append([]byte("# Decisions about "+visible(manifest.IDOf(t.src.Name))+" made by hand. `refolio fix --help` explains them.\n\n"), content...)
		}
		if err := batch.WriteFile(name, func(w io.Writer) error { _, err := w.Write(content); return err }); err != nil {
			return err
		}
	}
	a.summarize(fmt.Sprintf("%s: %s", sourceName(name), said))
	return nil
}

// renewFixes writes down where the fixes of t are now.
func (a *app) renewFixes(t *fixedText) error {
	moved, err := t.file.Renew(t.src)
	if err != nil {
		return err
	}
	return a.writeFixes(t, plural(moved, "fix")+" moved")
}

// effect says what the fixes of t make of the text that the old ones did not. What can't be done is an error:
// that is better said now than by the next build.
func (a *app) effect(ctx context.Context, t *fixedText, encoding string, old []fixes.Fix) (string, error) {
	after, err := pipeline.Convert(ctx, t.src.Name, t.data, pipeline.Config{Encoding: encoding, Fixes: t.file.Fixes()})
	if err != nil {
		return "", err
	}
	before, err := pipeline.Convert(ctx, t.src.Name, t.data, pipeline.Config{Encoding: encoding, Fixes: old})
	if err != nil {
		return "", nil // the file was wrong before, and is right now
	}
	d := compare.Runs(compare.Of(before.Document), compare.Of(after.Document))
	if a.verbose {
		out := bufio.NewWriter(a.stderr)
		for i := range d.Changes {
			fmt.Fprintln(out, visible(changeLine(&d.Changes[i])))
		}
		for _, h := range d.Words {
			fmt.Fprintln(out, visible("  "+place(h.Line)+"words: "+hunkText(h)))
		}
		if err := out.Flush(); err != nil {
			return "", err
		}
	}
	return " (" + diffCounts(d) + ")", nil
}

// change adds or removes a fix, and says what was done.
func (t *fixedText) change(o *fixOptions) (string, error) {
	file := t.file
	fix, err := fixes.Complete(t.src, o.fix)
	if err != nil {
		return "", err
	}
	if o.remove {
		at := file.Index(fix)
		if at < 0 {
			return "", fmt.Errorf("nothing was decided about that: `refolio fix --list %s` shows what was", shellWord(sourceName(t.src.Name)))
		}
		return "removed " + file.Fixes()[at].String(), file.Remove(at)
	}
	at := file.Index(fix)
	changed, err := file.Add(fix)
	switch {
	case err != nil:
		return "", err
	case !changed:
		return "has it already", nil
	case at >= 0:
		return "changed to " + fix.String(), nil
	}
	return "added " + fix.String(), nil
}

// listFixes lists the fixes of t, each with the place that it has now, if that
// is known, and what is wrong with them.
func (a *app) listFixes(t *fixedText) error {
	placed, mistakes := fixes.Place(t.src, t.file.Fixes())
	out := bufio.NewWriter(a.stdout)
	for i, f := range t.file.Fixes() {
		line := f.Line
		moved := ""
		if placed != nil {
			at := t.src.Place(placed[i].Quote.Start)
			if line = at.Line; placed[i].Moved {
				moved = fmt.Sprintf(" (was line %d)", f.Line)
			}
		}
		fmt.Fprintln(out, visible(fmt.Sprintf("%s:%d: %s: %s%s: %q", sourceName(t.src.Name), line, f.Kind, f.Value, moved, f.Text)))
	}
	if err := a.outputFailed(out.Flush()); err != nil || mistakes == nil {
		return err
	}
	return a.failed(mistakes)
}
