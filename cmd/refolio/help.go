package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/refolio/refolio/pipeline/byhand"
)

// setHelp makes root and its commands show their help in our form.
func (a *app) setHelp(root *cobra.Command) {
	root.SetHelpFunc(func(c *cobra.Command, _ []string) {
		out := bufio.NewWriter(a.stdout)
		a.printHelp(out, c)
		a.helped = a.outputFailed(out.Flush())
	})
}

func (a *app) printHelp(w io.Writer, c *cobra.Command) {
	title := func(text string) { fmt.Fprintf(w, "\n%s\n", a.paint(w, bold, text)) }
	fmt.Fprintln(w, strings.TrimSpace(c.Long))
	title("Usage")
	fmt.Fprintln(w, "  "+usageLine(c))
	subs := c.Commands() // in the order of the table where there is one
	if !c.HasParent() {
		subs = a.commands
	}
	if c.HasAvailableSubCommands() {
		title("Commands")
		for _, sub := range subs {
			fmt.Fprintf(w, "  %-10s %s\n", sub.Name(), sub.Short)
		}
	}
	title("Examples")
	fmt.Fprintln(w, c.Example)
	title("Flags")
	fmt.Fprint(w, flagUsages(c))
	title("Exit codes")
	for _, e := range exitCodes {
		if mayEndWith(c, e.code) {
			fmt.Fprintf(w, "  %-4d %s\n", e.code, e.meaning)
		}
	}
	if !c.HasParent() {
		fmt.Fprintf(w, "\n`%s COMMAND --help` says more about a command.\n", c.Name())
	}
}

// moreCodes is the annotation of a command with exit codes that not every
// command has: the codes, with blanks between them.
const moreCodes = "exit codes"

// mayEndWith reports whether code is one of the exit codes of c. Every command
// prints something, which a full disk may keep it from.
func mayEndWith(c *cobra.Command, code int) bool {
	return code == exitFine || code == exitUsage || code == exitFailed || !c.HasParent() ||
		slices.Contains(strings.Fields(c.Annotations[moreCodes]), strconv.Itoa(code))
}

func usageLine(c *cobra.Command) string {
	switch {
	case !c.HasParent():
		return c.CommandPath() + " COMMAND [flags]"
	case c.HasAvailableSubCommands():
		return c.CommandPath() + " [COMMAND] [flags]"
	}
	return c.UseLine()
}

// flagUsages lists c's flags and then those that every command has.
func flagUsages(c *cobra.Command) string {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.SortFlags = false
	own := c.LocalNonPersistentFlags()
	own.SortFlags = false
	own.VisitAll(func(f *pflag.Flag) {
		if f.Name != "help" && f.Name != "version" {
			flags.AddFlag(f)
		}
	})
	c.Root().PersistentFlags().VisitAll(flags.AddFlag)
	flags.AddFlag(&pflag.Flag{Name: "help", Shorthand: "h", Usage: "print this help", Value: new(nothing), NoOptDefVal: "true"})
	if f := own.Lookup("version"); f != nil {
		flags.AddFlag(f)
	}
	return flags.FlagUsagesWrapped(100)
}

// nothing is the value of a flag in the help that takes none.
type nothing struct{}

func (*nothing) String() string   { return "" }
func (*nothing) Set(string) error { return nil }
func (*nothing) Type() string     { return "bool" }

// knownCommand reports an argument that is no command's name.
func (a *app) knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	names := []string{"help"}
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	otherwise := "`refolio --help` lists them"
	if strings.ContainsAny(args[0], "./") {
		otherwise = "to convert a text, write `refolio convert " + shellWord(args[0]) + "`"
	}
	return fmt.Errorf("there is no command %q%s", args[0], byhand.Meant(args[0], names, otherwise))
}

// flagError explains a mistake in the flags.
func flagError(c *cobra.Command, err error) error {
	var (
		missing *pflag.NotExistError
		invalid *pflag.InvalidValueError
		empty   *pflag.ValueRequiredError
	)
	message := err.Error()
	switch {
	case errors.As(err, &invalid):
		reason := invalid.Unwrap()
		if errors.Is(reason, strconv.ErrSyntax) || errors.Is(reason, strconv.ErrRange) {
			reason = errors.New("must be a whole number")
		}
		return fmt.Errorf("--%s %s: %w", invalid.GetFlag().Name, invalid.GetValue(), reason)
	case errors.As(err, &empty):
		message = dashes(empty.GetSpecifiedName()) + " needs a value"
	case errors.As(err, &missing):
		name := missing.GetSpecifiedName()
		message = fmt.Sprintf("`%s` has no flag %s", c.CommandPath(), dashes(name))
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if near := byhand.Nearest(name, names); near != "" && len(name) > 1 {
			return fmt.Errorf("%s: did you mean --%s?", message, near)
		}
	}
	return fmt.Errorf("%s: `%s --help` lists the flags", message, c.CommandPath())
}

func dashes(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// arguments checks the number of arguments: at least least and, unless most is
// negative, at most most. what says what they are.
func arguments(least, most int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) >= least && (most < 0 || len(args) <= most) {
			return nil
		}
		return fmt.Errorf("`%s` takes %s, not %s: `%s --help` shows examples", c.CommandPath(), what, plural(len(args), "argument"), c.CommandPath())
	}
}

// formatTitles names the formats, for the help: "Markdown, EPUB, PDF and JSON".
func (a *app) formatTitles() string {
	titles := map[string]string{"markdown": "Markdown", "text": "plain text", "pandoc": "pandoc's JSON"}
	var list []string
	for _, f := range a.formats {
		if title, ok := titles[f.Name]; ok {
			list = append(list, title)
		} else {
			list = append(list, strings.ToUpper(f.Name))
		}
	}
	return byhand.Enumerate(list, "and")
}
