package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/batch/report"
	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/manifest"
)

// schemas lists the forms of the files that people and programs write and read,
// in the order in which the help shows them.
var schemas = []struct {
	name, summary string
	text          func(*app) ([]byte, error)
}{
	{manifest.SchemaManifest, "manifest.yaml", manifestSchema(manifest.SchemaManifest)},
	{manifest.SchemaInclude, "a file that a manifest includes", manifestSchema(manifest.SchemaInclude)},
	{manifest.SchemaSidecar, "a YAML file with what is known of the text beside it", manifestSchema(manifest.SchemaSidecar)},
	{manifest.SchemaFixes, "a file of fixes, decisions made by hand, beside a text", manifestSchema(manifest.SchemaFixes)},
	{"ledger", "a ledger, which -t ledger writes: each of its lines", fixed(func() []byte { return document.LedgerSchema })},
	{"document", "refolio's model of a document, which -t json writes", func(*app) ([]byte, error) { return document.Schema() }},
	{"findings", "what build and check write with --format json", fixed(func() []byte { return finding.Schema })},
	{"report", "report.json, which build leaves in the output folder", fixed(func() []byte { return report.Schema })},
}

func manifestSchema(name string) func(*app) ([]byte, error) {
	return func(a *app) ([]byte, error) { return manifest.Schema(batch.Registry(a.formats), name) }
}

func fixed(text func() []byte) func(*app) ([]byte, error) {
	return func(*app) ([]byte, error) { return text(), nil }
}

func newSchema(a *app) *cobra.Command {
	var list strings.Builder
	for _, s := range schemas {
		fmt.Fprintf(&list, "  %-9s %s\n", s.name, s.summary)
	}
	return &cobra.Command{
		Use:   "schema [NAME]",
		Short: "Print the JSON Schema of a file that refolio reads or writes",
		Long: `Print the JSON Schema of a file that refolio reads or writes, the manifest's if no
NAME is given:

` + list.String() + `
With the manifest's schema an editor completes and checks a manifest while it is
written. ` + "`refolio init`" + ` puts it into .refolio, and says so to editors in the
manifest's first line.`,
		Example: `  refolio schema > .refolio/manifest.schema.json   after an upgrade
  refolio schema report                            for programs that read report.json`,
		Args: arguments(0, 1, "one NAME or none"),
		RunE: func(_ *cobra.Command, args []string) error {
			name := manifest.SchemaManifest
			if len(args) > 0 {
				name = args[0]
			}
			return a.schema(name)
		},
	}
}

// schema prints the schema called name.
func (a *app) schema(name string) error {
	var names []string
	for _, s := range schemas {
		if s.name == name {
			text, err := s.text(a)
			if err != nil {
				return err
			}
			_, err = a.stdout.Write(text)
			return a.outputFailed(err)
		}
		names = append(names, s.name)
	}
	return fmt.Errorf("there is no schema %q%s", name, byhand.Meant(name, names, "use "+byhand.Enumerate(names, "or")))
}
