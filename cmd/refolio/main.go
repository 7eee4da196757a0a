// Refolio turns extracted text into editions: Markdown, EPUB, PDF.
//
// This package is the command line and nothing else. It owns what the library
// keeps its hands off: standard output, messages, colours, progress, signals,
// the environment, and exit codes. Each command is one file: its flags fill
// an options struct, and a run function does the work. The table of commands
// is in this file, that of the exit codes in exit.go.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/formats"
)

// commands lists the commands in the order in which the help shows them. A new
// command is a file in this folder and a line here.
var commands = []func(*app) *cobra.Command{
	newBuild,
	newWatch,
	newConvert,
	newReview,
	newCheck,
	newFix,
	newDiff,
	newInit,
	newVerify,
	newClean,
	newConfig,
	newSchema,
	newCache,
	newCompletion,
	newMan,
	newVersion,
}

// app is the world that a command lives in.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	getenv         func(string) string
	formats        []formats.Format
	self           func() *exec.Cmd // a worker of this program

	quiet, verbose bool             // the flags that every command has
	commands       []*cobra.Command // in the order of the table
	helped         error            // of printing the help, which cobra has no place for
}

func main() {
	// A reader that has enough (refolio check | head) shall not kill us in the
	// middle of a write: the error is dealt with where it occurs.
	signal.Ignore(syscall.SIGPIPE)
	a := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, formats: formats.All(), self: itself}
	os.Exit(a.run(interruptible(context.Background()), os.Args[1:]))
}

// run runs the command that args say and returns the exit code.
func (a *app) run(ctx context.Context, args []string) int {
	root := a.root()
	root.SetArgs(args)
	err := cmp.Or(root.ExecuteContext(ctx), a.helped)
	if signal, ok := interruptOf(ctx); ok && errors.Is(err, context.Canceled) {
		err = signal
	}
	a.complain(err)
	return exitCode(err)
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "refolio",
		Short: "refolio turns extracted text into editions: " + a.formatTitles() + ".",
		Long: "refolio turns extracted text into editions:\n" + a.formatTitles() + `.

It takes what pdftotext, Tika or an OCR program left of a book or an article,
takes out running heads and page numbers, puts the notes back where they belong,
mends words and paragraphs, and loses nothing on the way.`,
		Example: `  refolio convert -o book.epub book.txt     one text into one edition
  refolio check book.txt                    what could not be decided in it
  refolio init && refolio build             a folder of texts, with a manifest`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          a.knownCommand,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetVersionTemplate("{{.Version}}\n")
	root.Flags().Bool("version", false, "print the version")
	root.CompletionOptions.DisableDefaultCmd = true // ours is in the table
	root.PersistentFlags().BoolVarP(&a.quiet, "quiet", "q", false, "print nothing but errors")
	root.PersistentFlags().BoolVarP(&a.verbose, "verbose", "v", false, "print every finding and every file written")
	root.PersistentFlags().SortFlags = false
	root.SetFlagErrorFunc(flagError)
	a.setHelp(root)
	for _, command := range commands {
		c := command(a)
		c.Flags().SortFlags = false
		c.DisableFlagsInUseLine = true
		root.AddCommand(c)
		a.commands = append(a.commands, c)
	}
	root.AddCommand(newWorker(a))
	root.SetHelpCommand(a.newHelp(root))
	return root
}

// newHelp is the command help. The one that cobra brings is content with a
// topic that it doesn't know.
func (a *app) newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:    "help [COMMAND]",
		Short:  "Show the help for a command",
		Hidden: true,
		RunE: func(_ *cobra.Command, args []string) error {
			c, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return a.knownCommand(root, []string{strings.Join(args, " ")})
			}
			return c.Help()
		},
	}
}

// stamp is the time that editions are to bear if nothing else is said: that
// in SOURCE_DATE_EPOCH, or none.
func (a *app) stamp() (time.Time, error) {
	value := a.getenv("SOURCE_DATE_EPOCH")
	if value == "" {
		return time.Time{}, nil
	}
	seconds, err := strconv.ParseInt(value, 10, 64)
	if err != nil || seconds < 0 || seconds > time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC).Unix() {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH is %q: it must be a number of seconds since 1970", value)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// interrupt is the cause of a context that a signal has ended.
type interrupt struct{ signal os.Signal }

func (i interrupt) Error() string {
	if i.signal == os.Interrupt {
		return "interrupted"
	}
	return "terminated"
}

// interruptOf returns the signal that has ended ctx, if one has.
func interruptOf(ctx context.Context) (signal interrupt, ok bool) {
	ok = errors.As(context.Cause(ctx), &signal)
	return signal, ok
}

// interruptible returns a context that a signal ends. A second signal ends the
// program at once.
func interruptible(parent context.Context) context.Context {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		first := interrupt{<-signals}
		cancel(first)
		second := interrupt{<-signals}
		os.Exit(second.code())
	}()
	return ctx
}

// isQuietError reports whether err is nobody's business: the reader of our
// output has gone away because it has enough.
func isQuietError(err error) bool { return errors.Is(err, syscall.EPIPE) }
