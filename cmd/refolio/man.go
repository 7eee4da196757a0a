package main

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func newMan(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: "Print the manual page",
		Long: `Print the manual page of refolio, made of the help for its commands, as man reads
it.`,
		Example: `  refolio man | man -l -                               read it
  refolio man > /usr/local/share/man/man1/refolio.1    install it`,
		Args: arguments(0, 0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error {
			b := bufio.NewWriter(a.stdout)
			p := &manPage{w: b}
			p.page(a, c.Root())
			return a.outputFailed(b.Flush())
		},
	}
}

// manPage writes a manual page in the macros of man(7).
type manPage struct{ w *bufio.Writer }

// page writes the whole page.
func (p *manPage) page(a *app, root *cobra.Command) {
	fmt.Fprintf(p.w, ".TH REFOLIO 1 \"\" %s \"User Commands\"\n.ad l\n.nh\n", quoted(programLabel()))
	p.section("NAME")
	p.text("refolio - turns extracted text into editions")
	p.section("SYNOPSIS")
	for _, c := range a.commands {
		fmt.Fprintf(p.w, ".B %s\n.br\n", escaped(usageLine(c)))
	}
	p.section("DESCRIPTION")
	p.prose(root.Long)
	p.section("COMMANDS")
	for _, c := range a.commands {
		p.command(c)
	}
	p.section("FLAGS OF EVERY COMMAND")
	root.PersistentFlags().VisitAll(p.flag)
	p.item("-h, --help", "print the help for the command")
	p.section("ENVIRONMENT")
	for _, v := range variables {
		p.item(v.name, v.use)
	}
	p.section("EXIT STATUS")
	for _, e := range exitCodes {
		p.item(fmt.Sprint(e.code), e.meaning)
	}
	p.section("EXAMPLES")
	p.verbatim(root.Example)
}

// variables are those of the environment that the program heeds.
var variables = []struct{ name, use string }{
	{"SOURCE_DATE_EPOCH", "the time that editions bear, in seconds since 1970; the report then has no times of its own"},
	{"REFOLIO_CACHE", "the folder of the cache; off does without one"},
	{"XDG_CACHE_HOME, HOME", "where the cache is otherwise"},
	{"NO_COLOR, TERM=dumb", "no colours"},
	{"CI", "no progress bar, but lines"},
}

// command writes about c and its commands.
func (p *manPage) command(c *cobra.Command) {
	fmt.Fprintf(p.w, ".SS %s\n", escaped(usageLine(c)))
	p.prose(c.Long)
	flags := c.LocalNonPersistentFlags()
	flags.SortFlags = false
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Name != "help" {
			p.flag(f)
		}
	})
	if c.Example != "" {
		p.w.WriteString(".PP\n")
		p.verbatim(c.Example)
	}
	for _, sub := range c.Commands() {
		if !sub.Hidden {
			p.command(sub)
		}
	}
}

func (p *manPage) section(name string) { fmt.Fprintf(p.w, ".SH %s\n", quoted(name)) }

// prose writes text in paragraphs; those that are indented are examples.
func (p *manPage) prose(text string) {
	for i, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			p.w.WriteString(".PP\n")
		}
		if strings.HasPrefix(paragraph, "  ") {
			p.verbatim(paragraph)
		} else {
			p.text(paragraph)
		}
	}
}

func (p *manPage) text(text string) {
	for line := range strings.Lines(text) {
		p.w.WriteString(escaped(strings.TrimSpace(line)) + "\n")
	}
}

// verbatim writes lines as they stand.
func (p *manPage) verbatim(text string) {
	p.w.WriteString(".RS 4\n.nf\n")
	for line := range strings.Lines(text) {
		p.w.WriteString(escaped(strings.TrimPrefix(strings.TrimRight(line, "\n"), "  ")) + "\n")
	}
	p.w.WriteString(".fi\n.RE\n")
}

func (p *manPage) flag(f *pflag.Flag) {
	value, usage := pflag.UnquoteUsage(f)
	name := "--" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", " + name
	}
	if value != "" {
		name += " " + value
	}
	p.item(name, usage)
}

func (p *manPage) item(term, text string) {
	fmt.Fprintf(p.w, ".TP\n.B %s\n", escaped(term))
	p.text(text)
}

// escaped is text that troff shows as it is.
func escaped(text string) string {
	text = strings.NewReplacer(`\`, `\e`, `-`, `\-`).Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		text = `\&` + text
	}
	return text
}

// quoted is text as an argument of a macro.
func quoted(text string) string { return `"` + strings.ReplaceAll(escaped(text), `"`, `\(dq`) + `"` }
