package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/manifest"
)

type convertOptions struct {
	types    []string // names or short names of formats; none: by the output's extension
	options  []string // KEY=VALUE, or TYPE.KEY=VALUE
	output   string   // a file, a folder, or "-"
	from     string   // what the text is, see formats.ReadFrom
	meta     document.Meta
	authors  []string // with a role behind the name, perhaps
	others   []string // contributors
	series   string
	ledger   string // a file with decisions
	encoding string
	maxInput manifest.Size
	failOn   threshold
	source   string
}

func newConvert(a *app) *cobra.Command {
	o := convertOptions{maxInput: batch.MaxInput, failOn: failOnErrors}
	c := &cobra.Command{
		Use:   "convert [-t TYPE[,...]] [-O KEY=VALUE]... [-o FILE|DIR|-] FILE|-",
		Short: "Make editions of one text, without a manifest",
		Long: `Make editions of one text, without a manifest. The text is a FILE, or standard
input if FILE is -.

Without -o the edition goes to standard output, as Markdown if -t says nothing
else. Without -t its type follows the extension of -o. Several types go into a
folder, under the name of the text. -O sets an option of the type, as the manifest
does: -O dialect=pandoc, or -O md.dialect=pandoc if there are several types.

Markdown (FILE.md) and refolio's own JSON form (-t json) are read as finished
documents, which need no repair: written by refolio and mended by hand, or by
hand alone. --from says what FILE is if its name does not.

The flags that describe the document overrule what the text says of itself.`,
		Example: `  refolio convert book.txt                          Markdown on standard output
  refolio convert -o book.epub --lang de book.txt   an EPUB
  refolio convert -t md,epub,pdf -o out/ book.txt   three editions in the folder out
  refolio convert -o book.epub book.md              Markdown, mended by hand, as EPUB
  pdftotext -layout book.pdf - | refolio convert -o book.md -`,
		Annotations: map[string]string{moreCodes: "1 4 130 143"},
		Args:        arguments(1, 1, "one FILE, or - for standard input"),
		RunE: func(c *cobra.Command, args []string) error {
			o.source = args[0]
			return a.convert(c.Context(), o)
		},
	}
	f := c.Flags()
	f.StringSliceVarP(&o.types, "type", "t", nil, "`TYPE` of the edition, or several with commas: "+a.extensions(", "))
	f.StringArrayVarP(&o.options, "option", "O", nil, "an option of the type, as `KEY=VALUE`; repeat the flag for several")
	f.StringVarP(&o.output, "output", "o", "", "where to: a `FILE`, a folder, or - for standard output")
	f.StringVar(&o.meta.Title, "title", "", "the document's `TITLE`")
	f.StringVar(&o.meta.Subtitle, "subtitle", "", "its `SUBTITLE`")
	f.StringArrayVar(&o.authors, "author", nil, "its author's `NAME`; repeat the flag for several")
	f.StringArrayVar(&o.others, "contributor", nil, "somebody's `NAME` who had a hand in it, with the role behind it: \"Jane Doe (translator)\"")
	f.StringVar(&o.meta.Language, "lang", "", "its language, as a BCP 47 `TAG`: en, de-AT (default: found out)")
	f.StringVar(&o.meta.Date, "date", "", "its `DATE` of publication: 2019, 2019-01 or 2019-01-31")
	f.StringVar(&o.meta.Publisher, "publisher", "", "its publisher's `NAME`")
	f.StringVar(&o.series, "series", "", "its series' `TITLE`, with the volume's number behind it: \"Skerry Papers ; 3\"")
	f.StringVar(&o.meta.ISBN, "isbn", "", "its `ISBN`")
	f.StringVar(&o.meta.DOI, "doi", "", "its `DOI`")
	f.StringVar(&o.meta.Identifier, "identifier", "", "another `ID` of it, such as a URL")
	f.StringVar(&o.meta.Rights, "rights", "", "who may do what with it, as a `TEXT`")
	f.StringVar(&o.meta.Description, "description", "", "what it is about, as a `TEXT`")
	f.StringArrayVar(&o.meta.Subjects, "subject", nil, "a `SUBJECT` of it; repeat the flag for several")
	f.StringVar(&o.ledger, "ledger", "", "decide nothing, but make the document of the decisions in a ledger, the `FILE` that -t ledger wrote")
	addFrom(c, &o.from)
	addEncoding(c, &o.encoding, &o.maxInput)
	addFailOn(c, &o.failOn)
	return c
}

func addFrom(c *cobra.Command, from *string) {
	c.Flags().StringVar(from, "from", "", "the `KIND` of the FILE: "+strings.Join(formats.ReadFrom(), ", ")+" (default: found out)")
}

// checkFrom reports a value of --from that is none.
func checkFrom(from string) error {
	if from == "" || slices.Contains(formats.ReadFrom(), from) {
		return nil
	}
	return fmt.Errorf("--from %s: use %s", from, strings.Join(formats.ReadFrom(), ", "))
}

func addEncoding(c *cobra.Command, encoding *string, maxInput *manifest.Size) {
	c.Flags().StringVar(encoding, "encoding", "", "the text's encoding by `NAME`: utf-8, windows-1252 (default: found out)")
	c.Flags().Var(maxInput, "max-input", "refuse texts above this `SIZE`")
}

// convert makes editions of one text.
func (a *app) convert(ctx context.Context, o convertOptions) error {
	job, err := a.convertJob(o)
	if err != nil {
		return err
	}
	jobs := []batch.Job{job}
	if err := errors.Join(batch.CheckPaths(jobs, ""), batch.Prepare(jobs)); err != nil {
		return err
	}
	batch.LimitMemory(o.source, 0)
	reports := a.do(ctx, jobs, 1)
	r := &reports[0]
	if a.verbose {
		if err := a.printFindings(a.stderr, r); err != nil {
			return err
		}
	}
	a.printFailure(r)
	t := count(reports)
	if found := t.found(finding.Warning); found != "" && !a.verbose {
		a.summarize(fmt.Sprintf("%s: %s (-v shows more)", sourceName(o.source), found))
	}
	for i := range job.Outputs {
		if paths := job.Outputs[i].Strangers(r.Written); len(paths) > 0 && r.Err == nil {
			a.summarize(fmt.Sprintf("not written by this run, perhaps chapters of an earlier one: %s", filepath.ToSlash(strings.Join(paths, ", "))))
		}
	}
	a.summarize(stopped(ctx))
	return verdict(ctx, reports, o.failOn)
}

// convertJob makes a job of the command line.
func (a *app) convertJob(o convertOptions) (batch.Job, error) {
	meta, err := checkedMeta(o)
	if err != nil {
		return batch.Job{}, err
	}
	if meta.Modified, err = a.stamp(); err != nil {
		return batch.Job{}, err
	}
	if err := checkFrom(o.from); err != nil {
		return batch.Job{}, err
	}
	if o.encoding != "" {
		if err := manifest.CheckEncoding(o.encoding); err != nil {
			return batch.Job{}, fmt.Errorf("--encoding: %w", err)
		}
	}
	job := batch.Job{
		ID: manifest.IDOf(o.source), Source: o.source, From: o.from, MaxInput: int64(o.maxInput), Ledger: o.ledger,
		Config: pipeline.Config{Meta: meta, Encoding: o.encoding},
	}
	if o.source == batch.Stdin {
		job.ID = "stdin"
	}
	job.Outputs, err = a.convertOutputs(o, job.ID)
	return job, err
}

// checkedMeta is what the flags say as the model wants it, or says which flag
// is wrong.
func checkedMeta(o convertOptions) (document.Meta, error) {
	m := o.meta
	m.Subjects = slices.Clone(m.Subjects)
	m.Series = manifest.ParseSeries(o.series)
	for _, a := range o.authors {
		p := manifest.ParsePerson(a)
		m.Authors = append(m.Authors, p.Name)
		if p.Role != "" {
			m.Creators = append(m.Creators, p)
		}
	}
	for _, c := range o.others {
		m.Contributors = append(m.Contributors, manifest.ParsePerson(c))
	}
	var errs []error
	manifest.CheckMeta(&m, func(key string, err error) {
		if key != "series" {
			key = strings.TrimSuffix(key, "s")
		}
		errs = append(errs, fmt.Errorf("--%s: %w", key, err))
	})
	return m, errors.Join(errs...)
}

// convertOutputs decides what is written where.
func (a *app) convertOutputs(o convertOptions, id string) ([]batch.Output, error) {
	types, err := a.types(o)
	if err != nil {
		return nil, err
	}
	for _, pair := range o.options {
		key, _, _ := strings.Cut(pair, "=")
		name, _, prefixed := strings.Cut(key, ".")
		if prefixed && !slices.ContainsFunc(types, func(f formats.Format) bool { return name == f.Name || name == f.Short }) {
			return nil, fmt.Errorf("-O %s: there is no type %q among those to write", pair, name)
		}
	}
	outputs := make([]batch.Output, len(types))
	for i, f := range types {
		outputs[i].Format = f
		if outputs[i].Options, err = formatOptions(f, o.options, len(types) > 1); err != nil {
			return nil, err
		}
		switch {
		case o.output == "" || o.output == "-":
			outputs[i].To = a.stdout
		case isFolder(o.output) || len(types) > 1:
			outputs[i].Path = filepath.Join(o.output, id+"."+f.Ext())
		default:
			outputs[i].Path = o.output
		}
	}
	if outputs[0].To == nil {
		return outputs, nil
	}
	if f := types[0]; f.Several != nil && f.Several(outputs[0].Options) {
		return nil, errors.New("several files can't go to standard output: name the first with -o FILE." + f.Ext())
	}
	if len(outputs) > 1 {
		return nil, errors.New("several types can't go to standard output: name a folder with -o DIR")
	}
	if f := types[0]; isTerminal(a.stdout) && !isTextual(f) {
		return nil, fmt.Errorf("%s is not for a terminal: write it to a file with -o FILE.%s", f.Name, f.Ext())
	}
	return outputs, nil
}

// formatOptions returns the options of f that pairs set. Where there are several
// types, a pair says which it is for.
func formatOptions(f formats.Format, pairs []string, several bool) (any, error) {
	options := f.NewOptions()
	suitPandoc(options)
	var own []string
	for _, pair := range pairs {
		key, _, _ := strings.Cut(pair, "=")
		name, _, prefixed := strings.Cut(key, ".")
		switch {
		case prefixed && (name == f.Name || name == f.Short):
			own = append(own, pair[len(name)+1:])
		case !prefixed && several:
			return nil, fmt.Errorf("-O %s does not say which type it is for: write -O %s.%s", pair, f.Short, pair)
		case !prefixed:
			own = append(own, pair)
		}
	}
	var errs []error
	for _, err := range manifest.SetOptions(options, own) {
		errs = append(errs, fmt.Errorf("-O for %s: %w", f.Short, err))
	}
	return options, errors.Join(errs...)
}

// types returns the formats to write: those of -t, or what the extension of -o
// says, or Markdown for standard output.
func (a *app) types(o convertOptions) ([]formats.Format, error) {
	names := o.types
	if len(names) == 0 {
		switch extension := a.extensionOf(o.output); {
		case o.output == "" || o.output == "-":
			names = []string{"markdown"}
		case isFolder(o.output) || extension == "":
			return nil, fmt.Errorf("-o %s does not say which type to write: add -t %s", o.output, a.extensions(","))
		default:
			names = []string{extension}
		}
	}
	var list []formats.Format
	for _, name := range names {
		f, err := a.format(name)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(list, func(g formats.Format) bool { return g.Name == f.Name }) {
			list = append(list, f)
		}
	}
	return list, nil
}

// extensionOf is the extension of a file's name, without the dot: all of it if a
// format has one of several parts.
func (a *app) extensionOf(path string) string {
	for _, f := range a.formats {
		if f.Extension != "" && strings.HasSuffix(strings.ToLower(path), "."+f.Extension) {
			return f.Short
		}
	}
	return strings.TrimPrefix(filepath.Ext(path), ".")
}

// format finds a format by its name or short name.
func (a *app) format(name string) (formats.Format, error) {
	var names []string
	for _, f := range a.formats {
		if strings.EqualFold(f.Name, name) || strings.EqualFold(f.Short, name) {
			return f, nil
		}
		names = append(names, f.Name, f.Short)
	}
	return formats.Format{}, fmt.Errorf("there is no type %q%s", name, byhand.Meant(name, names, "use -t with "+a.extensions(", ")))
}

// isFolder reports whether path is a folder, or is meant to become one.
func isFolder(path string) bool {
	if strings.HasSuffix(path, "/") || strings.HasSuffix(path, string(filepath.Separator)) {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// isTextual reports whether a terminal can show the format f.
func isTextual(f formats.Format) bool {
	return strings.HasPrefix(f.MediaType, "text/") || strings.HasSuffix(f.MediaType, "json")
}
