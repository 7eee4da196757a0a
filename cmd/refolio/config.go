package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/manifest"
)

type configOptions struct {
	manifest string
	profiles []string
	format   string
	wanted   []string // IDs or sources
}

func newConfig(a *app) *cobra.Command {
	var o configOptions
	c := &cobra.Command{
		Use:   "config [-f MANIFEST] [ID|FILE...]",
		Short: "Print what holds for a document, and where each value comes from",
		Long: `Print what holds for the documents with the given IDs or source FILEs, or for all
documents, when defaults, included files, overrides, tables, sidecars and
profiles are laid over one another. Beside each value stands the file, line and
column that it comes from.`,
		Example: `  refolio config lighthouse                  one document
  refolio config --profile ereader a.txt     as another profile has it
  refolio config --format json | jq .        for programs`,
		RunE: func(_ *cobra.Command, args []string) error {
			o.wanted = args
			return a.config(o)
		},
	}
	c.Flags().StringVarP(&o.manifest, "file", "f", manifest.DefaultName, "the `MANIFEST`")
	addProfiles(c, &o.profiles)
	c.Flags().StringVar(&o.format, "format", "yaml", "print it as `FORMAT`: yaml or json")
	return c
}

// config prints what holds for documents.
func (a *app) config(o configOptions) error {
	if o.format != "yaml" && o.format != "json" {
		return fmt.Errorf("--format %s: use yaml or json", o.format)
	}
	m, err := manifest.Load(o.manifest, batch.Registry(a.formats), o.profiles...)
	if err != nil {
		return err
	}
	documents, err := pickDocuments(m, o.wanted)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(a.stdout)
	if o.format == "json" {
		err = writeConfigJSON(out, m, documents)
	} else {
		err = writeConfigYAML(out, documents)
	}
	return a.outputFailed(errors.Join(err, out.Flush()))
}

// pickDocuments returns the documents of m that are wanted, by ID or source.
func pickDocuments(m *manifest.Manifest, wanted []string) ([]*manifest.Document, error) {
	ids, sources := map[string]bool{}, map[string]bool{} // those that are wanted; true if there are such
	for _, name := range wanted {
		ids[name], sources[filepath.Clean(name)] = false, false
	}
	var picked []*manifest.Document
	var names []string
	for i := range m.Documents {
		d := &m.Documents[i]
		names = append(names, d.ID, filepath.ToSlash(d.Source))
		source := filepath.Clean(d.Source)
		_, byID := ids[d.ID]
		_, bySource := sources[source]
		if byID {
			ids[d.ID] = true
		}
		if bySource {
			sources[source] = true
		}
		if byID || bySource || len(wanted) == 0 {
			picked = append(picked, d)
		}
	}
	var errs []error
	for _, name := range wanted {
		if ids[name] || sources[filepath.Clean(name)] {
			continue
		}
		errs = append(errs, fmt.Errorf("%s has no document %q%s", m.Path, name, byhand.Meant(name, names, "")))
	}
	return picked, errors.Join(errs...)
}

func writeConfigYAML(out *bufio.Writer, documents []*manifest.Document) error {
	for i, d := range documents {
		if i > 0 {
			fmt.Fprintln(out, "---")
		}
		if err := d.WriteYAML(out); err != nil {
			return err
		}
	}
	return nil
}

func writeConfigJSON(out *bufio.Writer, m *manifest.Manifest, documents []*manifest.Document) error {
	type configured struct {
		ID       string             `json:"id"`
		Settings []manifest.Setting `json:"settings"`
	}
	all := struct {
		Manifest  string       `json:"manifest"`
		Output    string       `json:"output"`
		Documents []configured `json:"documents"`
	}{filepath.ToSlash(m.Path), filepath.ToSlash(m.Output), []configured{}}
	for _, d := range documents {
		settings, err := d.Settings()
		if err != nil {
			return err
		}
		all.Documents = append(all.Documents, configured{d.ID, settings})
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(all)
}
