package manifest

import (
	"bytes"
	"fmt"
	"os"
	slashpath "path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"gopkg.in/yaml.v3"
)

// FindTexts returns the *.txt files in the folder dir and below it, as names
// relative to dir, with "/" between folders, in their order. Hidden files and
// the output folder are passed over.
func FindTexts(dir string) ([]string, error) {
	if info, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("look for texts in %s: %w", dir, bare(err))
	} else if !info.IsDir() {
		return nil, fmt.Errorf("look for texts in %s: it is not a folder", dir)
	}
	p := newPaths(dir, false)
	var texts []string
	err := doublestar.GlobWalk(os.DirFS(dir), "**/*.txt", func(name string, d os.DirEntry) error {
		if d.Type().IsRegular() && !strings.HasPrefix(name, defaultOutput+"/") && p.source(name) == nil {
			texts = append(texts, name)
		}
		return nil
	}, doublestar.WithNoFollow(), doublestar.WithNoHidden())
	if err != nil {
		return nil, fmt.Errorf("look for texts in %s: %w", dir, err)
	}
	slices.Sort(texts)
	return texts, nil
}

// mostListed is how many texts a new manifest lists one by one.
const mostListed = 20

// SchemaPath is where the schema for editors lies, beside a manifest.
const SchemaPath = ".refolio/manifest.schema.json"

// Template returns a commented manifest for texts, which are file names
// relative to the manifest. It asks for the usual formats and names the others,
// and Load takes it as it is.
func Template(texts []string, registry Registry) []byte {
	var b bytes.Buffer
	b.WriteString(`# yaml-language-server: $schema=` + SchemaPath + `
# What refolio makes of which texts. "refolio build" makes it, "refolio check"
# lists what could not be decided. Paths are relative to this file. An editor
# that knows the schema named above completes and explains every key.
version: 1

# The folder for the editions.
output: dist

# What is true of every document that says nothing else.
# Without lang, the language is found out from the text.
defaults:
  # lang: en
  # author: Jane Doe            # or a list: [Jane Doe, {name: Simone de Beauvoir, file-as: "Beauvoir, Simone de"}]
  # contributors: [Constance Garnett (translator)]
  # series: Example Studies ; 3
  # publisher: Example Press
  # rights: CC BY 4.0

`)
	writeStages(&b, registry.Stages)
	b.WriteString(`# The texts. An entry may have: source (a file, or a glob such as texts/*.txt),
# id (the name of the editions), title, title-file-as, subtitle, author,
# contributors, lang, languages, date, publisher, series, isbn, doi, identifier,
# rights, description, subjects, source-edition (the printed one), encoding, from
# (what the file is, if its name does not tell: text, markdown, json), and
# pipeline and outputs of its own, which say only what differs.
documents:
`)
	writeDocuments(&b, texts)
	b.WriteString(`
# What else is known of the texts may stand in tables with a row a document, and
# in files beside them: a.meta.yaml beside a.txt.
# metadata: [catalogue.csv]
# sidecars: .meta.yaml

# What holds for some documents only.
# overrides:
#   - match: texts/de/*.txt
#     lang: de

# Variants to choose from: refolio build --profile ereader
# profiles:
#   ereader:
#     output: dist/ereader
#     outputs: [epub]
`)
	b.WriteString("\n# The formats, with their options.\noutputs:\n")
	for i, f := range registry.Formats {
		comment := ""
		if i >= usualFormats {
			comment = "# "
		}
		fmt.Fprintf(&b, "  %s%s: {}\n", comment, f.Name)
	}
	return b.Bytes()
}

// usualFormats is how many formats the template asks for: the first ones of the
// list, which are editions for readers. The others are for programs, or for
// whoever wants them.
const usualFormats = 3

func writeStages(b *bytes.Buffer, stages []Kind) {
	b.WriteString("# The stages of the repair run in this order. Name one to give it options or to\n# switch it off.\n# pipeline:\n")
	for _, s := range stages {
		fmt.Fprintf(b, "#   - %s: on\n", s.Name)
	}
	b.WriteString("\n")
}

func writeDocuments(b *bytes.Buffer, texts []string) {
	if len(texts) == 0 {
		b.WriteString("  - source: texts/*.txt\n    optional: true   # there were no texts when this was written\n")
		return
	}
	ids, clash := distinctIDs(texts)
	if len(texts) > mostListed && !clash {
		var globs []string
		for _, t := range texts {
			globs = append(globs, slashpath.Join(slashpath.Dir(t), "*.txt"))
		}
		slices.Sort(globs)
		for _, g := range slices.Compact(globs) {
			fmt.Fprintf(b, "  - source: %s\n", scalar(g))
		}
		return
	}
	for i, t := range texts {
		fmt.Fprintf(b, "  - source: %s\n", scalar(t))
		if ids[i] != IDOf(t) {
			fmt.Fprintf(b, "    id: %s\n", scalar(ids[i]))
		}
		if i == 0 {
			b.WriteString("    # title: What the title page says, if that can't be found\n    # author: Who wrote it\n    # date: 2019-01-31\n")
		}
	}
}

// distinctIDs returns an ID for each of texts, and whether any of them had to
// be another than that of the file's name, because two files have the same.
func distinctIDs(texts []string) (ids []string, clash bool) {
	taken := map[string]bool{}
	for _, t := range texts {
		id := IDOf(t)
		if taken[fold(id)] {
			id, clash = SafeID(strings.TrimSuffix(t, slashpath.Ext(t))), true
		}
		for n, stem := 2, id; taken[fold(id)]; n++ {
			id = fmt.Sprintf("%s-%d", stem, n)
		}
		taken[fold(id)] = true
		ids = append(ids, id)
	}
	return ids, clash
}

// scalar writes s as a YAML value on one line.
func scalar(s string) string {
	n := yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		n.Style = yaml.DoubleQuotedStyle
	}
	text, err := yaml.Marshal(&n)
	if err != nil {
		return fmt.Sprintf("%q", s)
	}
	return strings.TrimSuffix(string(text), "\n")
}
