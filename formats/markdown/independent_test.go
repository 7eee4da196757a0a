package markdown

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline"
)

var wholeCorpus = flag.Bool("whole", false, "hold the whole corpus against other parsers: its truth and every case of it, with all options")

// TestOtherParsersReadTheSame has programs by others read what Write makes of
// the corpus and of the samples: every block must be of the document's kind and
// have its words and references, every note its text.
func TestOtherParsersReadTheSame(t *testing.T) {
	docs := independentDocs(t)
	for _, p := range []struct {
		name     string
		dialects []Dialect
		html     func(t *testing.T, d Dialect, sources []string) []string
	}{
		{"goldmark", []Dialect{GFM, CommonMark, Obsidian, Hugo}, byGoldmark},
		{"cmark-gfm", []Dialect{GFM, CommonMark, Obsidian}, byCmark},
		{"markdown-it", []Dialect{GFM, CommonMark, Obsidian}, byMarkdownIt},
		{"pandoc", []Dialect{Pandoc}, byPandoc},
	} {
		t.Run(p.name, func(t *testing.T) {
			blocks := 0
			files := 0
			for _, o := range independentSettings(p.dialects) {
				if o.Notes == Inline && (p.name == "goldmark" || p.name == "cmark-gfm") {
					continue // which have no notes inside of lines
				}
				var titles, sources []string
				for _, s := range docs {
					title, body := cutFrontMatter(t, markdownOf(t, s.Doc, o))
					titles, sources = append(titles, title), append(sources, string(body))
				}
				for i, html := range p.html(t, o.Dialect, sources) {
					want := wantedOutline(docs[i].Doc, o)
					if o.Dialect == Pandoc { // the title is Markdown, see TestPandocReadsItsDialect
						titles[i] = plainHeader(titles[i])
					}
					got := htmlOutlineOf(t, titles[i], []byte(html))
					if o.Dialect == Pandoc { // which repeats a note for each reference
						want, got = slices.Compact(want), slices.Compact(got)
					}
					if d := difference(want, got); d != "" {
						t.Errorf("%s, %+v: %s", docs[i].Name, o, d)
					}
					blocks += len(want)
					files++
				}
			}
			t.Logf("%d files of %d documents, %d blocks and notes, all read alike", files, len(docs), blocks)
		})
	}
}

// TestMarkdownlintFindsNothing has markdownlint look at the same files, and at
// the golden editions, with all its rules but the one about long lines.
func TestMarkdownlintFindsNothing(t *testing.T) {
	tool, err := exec.LookPath("markdownlint-cli2")
	if err != nil {
		missing(t, "markdownlint-cli2")
	}
	folder := t.TempDir()
	write := func(name string, data []byte) {
		name = strings.NewReplacer("/", "_", " ", "_").Replace(name)
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(".markdownlint-cli2.jsonc", []byte(`{"config": {"default": true, "MD013": false}}`))
	files, docs := 0, independentDocs(t)
	for d := range Dialect(len(dialects)) {
		for i, o := range independentSettings([]Dialect{d}) {
			for _, s := range docs {
				write(fmt.Sprintf("%s-%d-%s.md", dialects[d], i, s.Name), markdownOf(t, s.Doc, o))
				files++
			}
		}
	}
	golden, err := filepath.Glob("../../testdata/*/*.*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range golden {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		write(path, data)
		files++
	}
	cmd := exec.Command(tool, "*.md")
	cmd.Dir = folder
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	t.Logf("%d files looked at", files)
}

// independentDocs are the documents to write: some of the corpus, or all of it
// and what the repair makes of each of its cases.
func independentDocs(t *testing.T) (docs []formattest.Sample) {
	for _, s := range formattest.Samples() {
		if s.Name == "article" || s.Name == "letters of all planes" || s.Name == "long" || s.Name == "stray notes" {
			docs = append(docs, s)
		}
	}
	folder := filepath.Join("..", "..", "..", "shared", "corpus")
	if _, err := os.Stat(folder); err != nil {
		return docs
	}
	truths := formattest.Corpus(t)
	if !*wholeCorpus {
		for _, s := range truths {
			if s.Name == "impossible-allies" || s.Name == "captain-cap" {
				docs = append(docs, s)
			}
		}
		return docs
	}
	cases, err := filepath.Glob(filepath.Join(folder, "*", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range cases {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		result, err := pipeline.Convert(context.Background(), path, data, pipeline.Config{})
		if err != nil {
			t.Fatal(err)
		}
		name, _ := filepath.Rel(folder, path)
		docs = append(docs, formattest.Sample{Name: name, Doc: result.Document})
	}
	return append(docs, truths...)
}

// independentSettings are the options to write with: those of the dialects, all
// or one each.
func independentSettings(dialects []Dialect) (list []Options) {
	for _, d := range dialects {
		for _, o := range readSettings {
			if o.Dialect == d {
				list = append(list, o)
				if !*wholeCorpus {
					break
				}
			}
		}
	}
	return list
}

func byGoldmark(t *testing.T, d Dialect, sources []string) (out []string) {
	for _, s := range sources {
		var buf bytes.Buffer
		if err := parsers[d].Convert([]byte(s), &buf); err != nil {
			t.Fatal(err)
		}
		out = append(out, buf.String())
	}
	return out
}

func byCmark(t *testing.T, d Dialect, sources []string) (out []string) {
	args := []string{"--unsafe"}
	if d != CommonMark {
		args = append(args, "-e", "footnotes", "-e", "table", "-e", "strikethrough", "-e", "autolink", "-e", "tasklist")
	}
	return filtered(t, sources, formattest.Tool(t, "cmark-gfm"), args...)
}

func byPandoc(t *testing.T, _ Dialect, sources []string) []string {
	return filtered(t, sources, formattest.Tool(t, "pandoc"), "-f", "markdown", "-t", "html", "--wrap=none")
}

// filtered sends each source through a program.
func filtered(t *testing.T, sources []string, program string, args ...string) (out []string) {
	for _, s := range sources {
		cmd := exec.Command(program, args...)
		cmd.Stdin, cmd.Stderr = strings.NewReader(s), os.Stderr
		html, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v", program, err)
		}
		out = append(out, string(html))
	}
	return out
}

// markdownIt renders a JSON list of sources.
const markdownIt = `
const plugin = require("markdown-it-footnote");
const make = require("markdown-it");
const md = process.argv[1] === "commonmark" ? make("commonmark") : make({html: true, linkify: true}).use(plugin.default || plugin);
const sources = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(sources.map(s => md.render(s))));
`

func byMarkdownIt(t *testing.T, d Dialect, sources []string) (out []string) {
	node, path := nodeModules(t)
	in, err := json.Marshal(sources)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "-e", markdownIt, "--", map[bool]string{true: "commonmark", false: "default"}[d == CommonMark])
	cmd.Env = append(os.Environ(), "NODE_PATH="+path)
	cmd.Stdin = bytes.NewReader(in)
	data, err := cmd.Output()
	if err != nil {
		missing(t, "markdown-it and markdown-it-footnote")
	}
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// nodeModules returns the program node and where its packages lie: NODE_PATH, or
// where npm puts them.
func nodeModules(t *testing.T) (node, path string) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	if path = os.Getenv("NODE_PATH"); path != "" {
		return node, path
	}
	root, err := exec.Command("npm", "root", "-g").Output()
	if err != nil {
		t.Skip("npm is not installed")
	}
	return node, strings.TrimSpace(string(root))
}

// missing skips a test that needs a package of npm. Only where somebody has
// said where its packages are, one must not be missing.
func missing(t *testing.T, packages string) {
	t.Helper()
	if os.Getenv("REFOLIO_REQUIRE_TOOLS") == "1" && os.Getenv("NODE_PATH") != "" {
		t.Fatalf("%s: not installed in %s", packages, os.Getenv("NODE_PATH"))
	}
	t.Skipf("%s: not installed (npm install -g)", packages)
}
