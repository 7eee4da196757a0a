package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/compare"
	"github.com/refolio/refolio/pipeline/fixes"
	"github.com/refolio/refolio/pipeline/manifest"
	"github.com/refolio/refolio/pipeline/source"
)

type fixOptions struct {
	source   string
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
		Use:   "fix FILE --line N KIND [VALUE]",
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
  refolio fix book.txt --list                              what was decided, and where`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 3 {
				return fmt.Errorf("`refolio fix` takes FILE, KIND and VALUE, not %s: put a value with spaces in quotes", plural(len(args), "argument"))
			}
			return arguments(1, -1, "a FILE, a KIND and a VALUE")(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			o.source = args[0]
			if err := o.decision(args[1:]); err != nil {
				return err
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
	f.BoolVar(&o.list, "list", false, "list what was decided about the text, and where that is now")
	f.BoolVar(&o.renew, "renew", false, "write down the lines where the quotations are now")
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

// decision reads KIND and VALUE.
func (o *fixOptions) decision(args []string) error {
	looks := o.list || o.renew
	switch {
	case looks && (len(args) > 0 || o.fix.Line > 0 || o.remove):
		return errors.New("--list and --renew go by themselves: no KIND, no --line")
	case looks:
		return nil
	case len(args) == 0:
		return errors.New("`refolio fix` needs a KIND, such as \"hyphen drop\": `refolio fix --help` lists them")
	}
	o.fix.Kind, o.fix.Value = fixes.Kind(args[0]), "yes"
	if len(args) > 1 {
		o.fix.Value = args[1]
	} else if values := o.fix.Kind.Values(); o.remove && len(values) > 0 {
		o.fix.Value = values[0]
	}
	known := false
	var names []string
	for _, k := range fixes.Kinds() {
		known = known || k == o.fix.Kind
		names = append(names, string(k))
	}
	if near := manifest.Nearest(args[0], names); !known && near != "" {
		return fmt.Errorf("there is no kind of fix %q: did you mean %q?", args[0], near)
	} else if !known {
		return fmt.Errorf("there is no kind of fix %q: `refolio fix --help` lists them", args[0])
	}
	if o.fix.Line < 1 {
		return errors.New("say with --line which line of the text is meant, from 1")
	}
	return nil
}

// fix changes or lists the fixes of a text.
func (a *app) fix(ctx context.Context, o fixOptions) error {
	data, src, file, err := a.readFixed(o)
	if err != nil {
		return err
	}
	before, old := file.Bytes(), file.Fixes()
	var said string
	switch {
	case o.list:
		placed, mistakes := fixes.Place(src, file.Fixes())
		if err := a.outputFailed(listFixes(a.stdout, src, file.Fixes(), placed)); err != nil || mistakes == nil {
			return err
		}
		a.complain(mistakes)
		return status(exitFailed)
	case o.renew:
		moved, err := file.Renew(src)
		if err != nil {
			return err
		}
		said = plural(moved, "fix") + " moved"
		if moved != 1 {
			said = fmt.Sprintf("%d fixes moved", moved)
		}
	default:
		if said, err = changeFix(src, file, o); err != nil {
			return err
		}
		effect, err := a.effect(ctx, o, data, old, file.Fixes())
		if err != nil {
			return err
		}
		said += effect
	}
	name := batch.FixesFile(o.source)
	if !bytes.Equal(before, file.Bytes()) {
		content := file.Bytes()
		if len(before) == 0 {
			content = append([]byte("# Decisions about "+visible(manifest.IDOf(o.source))+" made by hand. `refolio fix --help` explains them.\n\n"), content...)
		}
		if err := batch.WriteFile(name, func(w io.Writer) error { _, err := w.Write(content); return err }); err != nil {
			return err
		}
	}
	a.summarize(fmt.Sprintf("%s: %s", sourceName(name), said))
	return nil
}

// effect says what other fixes make of a text. What can't be done is an error:
// that is better said now than by the next build.
func (a *app) effect(ctx context.Context, o fixOptions, data []byte, old, list []fixes.Fix) (string, error) {
	after, err := pipeline.Convert(ctx, o.source, data, pipeline.Config{Encoding: o.encoding, Fixes: list})
	if err != nil {
		return "", err
	}
	before, err := pipeline.Convert(ctx, o.source, data, pipeline.Config{Encoding: o.encoding, Fixes: old})
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

// readFixed reads a text and the fixes beside it.
func (a *app) readFixed(o fixOptions) ([]byte, *source.Source, *fixes.File, error) {
	if o.source == batch.Stdin {
		return nil, nil, nil, errors.New("fixes stand beside a file: standard input has none")
	}
	data, err := batch.ReadFile(o.source, int64(o.maxInput))
	if err != nil {
		return nil, nil, nil, fmt.Errorf("%s: %w", sourceName(o.source), err)
	}
	src, err := source.Read(o.source, data, o.encoding)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("%s: %w", sourceName(o.source), err)
	}
	file, err := batch.ReadFixes(o.source)
	return data, src, file, err
}

// changeFix adds or removes a fix, and says what was done.
func changeFix(src *source.Source, file *fixes.File, o fixOptions) (string, error) {
	fix, err := fixes.Complete(src, o.fix)
	if err != nil {
		return "", err
	}
	if o.remove {
		at := file.Index(fix)
		if at < 0 {
			return "", fmt.Errorf("nothing was decided about that: `refolio fix %s --list` shows what was", o.source)
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

// listFixes lists fixes, each with the place that it has now, if that is known.
func listFixes(w io.Writer, src *source.Source, list []fixes.Fix, placed []fixes.Placed) error {
	for i, f := range list {
		line := f.Line
		moved := ""
		if placed != nil {
			at := src.Place(placed[i].Quote.Start)
			if line = at.Line; placed[i].Moved {
				moved = fmt.Sprintf(" (was line %d)", f.Line)
			}
		}
		if _, err := fmt.Fprintln(w, visible(fmt.Sprintf("%s:%d: %s: %s%s: %q", sourceName(src.Name), line, f.Kind, f.Value, moved, f.Text))); err != nil {
			return err
		}
	}
	return nil
}
