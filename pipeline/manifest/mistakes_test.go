package manifest_test

import (
	"os"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/manifest"
)

// mistakes are manifests and all that is to be said of each. The files a.txt,
// b.txt, A/A.txt and the folder texts exist.
var mistakes = []struct{ name, text, want string }{
	{"misspelt key",
		"version: 1\noutputt: dist\ndocuments: a.txt\noutputs: [pdf]\n",
		`2:1: outputt: unknown key: did you mean "output"?`},
	{"unknown key of a document",
		"version: 1\noutputs: [pdf]\ndocuments:\n  - source: a.txt\n    titel: A\n    colour: red\n",
		`5:5: documents[0].titel: unknown key: did you mean "title"?` + "\n" +
			`6:5: documents[0].colour: unknown key: use source, id, optional, author, title, title-file-as, subtitle, lang, languages, date, identifier, isbn, doi, publisher, rights, description, subjects, source-edition, contributors, series, modified, encoding, from, filename, pipeline, outputs or fixes`},
	{"unknown key without a near one",
		"version: 1\ndefaults: {xyzzyplugh: 1}\ndocuments: a.txt\noutputs: [pdf]\n",
		`2:12: defaults.xyzzyplugh: unknown key: use author, title, title-file-as, subtitle, lang, languages, date, identifier, isbn, doi, publisher, rights, description, subjects, source-edition, contributors, series, modified, encoding, from or filename`},
	{"several at once, in order",
		"version: 2\nfoo: 1\ndocuments:\n  - {source: nope.txt, lang: xx-yy-zz, date: 2019-13-01}\noutputs:\n  pdg: {}\n",
		`1:10: version: must be 1: this refolio knows no other version of the manifest` + "\n" +
			`2:1: foo: unknown key: use version, include, outside, output, limits, findings, defaults, pipeline, overrides, outputs, metadata, sidecars, documents or profiles` + "\n" +
			`4:14: documents[0].source: there is no file "nope.txt"` + "\n" +
			`4:30: documents[0].lang: "xx-yy-zz" is not a language tag (BCP 47): use, for example, en, de-AT or pt-BR` + "\n" +
			`4:46: documents[0].date: "2019-13-01" is not a date: write 2019, 2019-01 or 2019-01-31` + "\n" +
			`6:3: outputs.pdg: there is no format "pdg": did you mean "pdf"?`},
	{"version missing",
		"documents: a.txt\noutputs: [pdf]\n",
		`1:1: the version of the manifest is missing: add "version: 1"`},
	{"version as a text",
		"version: one\ndocuments: a.txt\noutputs: [pdf]\n",
		`1:10: version: must be a whole number, not "one"`},
	{"version quoted",
		"version: \"1\"\ndocuments: a.txt\noutputs: [pdf]\n",
		`1:10: version: must be a whole number, without quotes`},
	{"documents missing",
		"version: 1\noutputs: [pdf]\n",
		`1:1: the documents are missing: add, for example, "documents: [texts/*.txt]"`},
	{"documents empty",
		"version: 1\ndocuments: []\noutputs: [pdf]\n",
		`2:12: documents: names no text: add, for example, "- texts/*.txt"`},
	{"outputs missing",
		"version: 1\ndocuments: a.txt\n",
		`1:1: outputs: nothing says which formats to write: add, for example, "outputs: [markdown, epub, pdf]"`},
	{"outputs empty",
		"version: 1\ndocuments: a.txt\noutputs:\n",
		`3:9: outputs: names no format: use markdown, epub or pdf`},
	{"unknown format",
		"version: 1\ndocuments: a.txt\noutputs: {md: {}, pfd: {}, docx: {}}\n",
		`3:11: outputs.md: there is no format "md": did you mean "markdown"?` + "\n" +
			`3:19: outputs.pfd: there is no format "pfd": did you mean "pdf"?` + "\n" +
			`3:28: outputs.docx: there is no format "docx": use markdown, epub or pdf`},
	{"format twice",
		"version: 1\ndocuments: a.txt\noutputs: [pdf, epub, pdf]\n",
		`3:22: outputs[2]: the format "pdf" stands here a second time: keep one`},
	{"nothing left to write",
		"version: 1\ndocuments: [{source: a.txt, outputs: {pdf: off}}]\noutputs: [pdf]\n",
		`2:38: documents[0].outputs: leaves nothing to write: remove the document, or keep a format`},
	{"wrong type of an option",
		"version: 1\ndocuments: a.txt\noutputs: {pdf: {lines: many, margin: wide, color: yes, page: [A4]}}\n",
		`3:24: outputs.pdf.lines: must be a whole number, not "many"` + "\n" +
			`3:38: outputs.pdf.margin: must be a number, not "wide"` + "\n" +
			`3:51: outputs.pdf.color: must be true or false, not "yes"` + "\n" +
			`3:62: outputs.pdf.page: must be a text, not a list`},
	{"unknown option",
		"version: 1\ndocuments: a.txt\noutputs: {pdf: {pgae: A4}, epub: {cover: x.png}}\n",
		`3:17: outputs.pdf.pgae: unknown key: did you mean "page"?` + "\n" +
			`3:35: outputs.epub.cover: unknown key: there is nothing to set here`},
	{"an option's value",
		"version: 1\ndocuments: a.txt\noutputs: {pdf: {page: A7}}\n",
		`3:23: outputs.pdf.page: must be A4 or A5`},
	{"options that don't go together",
		"version: 1\ndocuments: a.txt\noutputs: {pdf: {lines: 10}}\n",
		`3:16: outputs.pdf: lines need a page`},
	{"a file among the options",
		"version: 1\ndocuments: [{source: a.txt, outputs: {pdf: {logo: x.png}}}]\noutputs: {pdf: {logo: ../a.txt}}\n",
		`2:51: documents[0].outputs.pdf.logo: there is no file "x.png"` + "\n" +
			`3:23: outputs.pdf.logo: "../a.txt" lies outside the manifest's folder: say "outside: true" at the top to allow that`},
	{"unknown stage",
		"version: 1\npipeline: [page, foot-notes, furniture: {keeps: [x]}]\ndocuments: a.txt\noutputs: [pdf]\n",
		`2:12: pipeline[0]: there is no stage "page": did you mean "pages"?` + "\n" +
			`2:18: pipeline[1]: there is no stage "foot-notes": use pages, furniture, notes, hyphenation or structure` + "\n" +
			`2:42: pipeline[2].furniture.keeps: unknown key: did you mean "keep"?`},
	{"pipeline as keys",
		"version: 1\npipeline: {structure: off}\ndocuments: a.txt\noutputs: [pdf]\n",
		`2:11: pipeline: must be a list of stages: write "- " before each`},
	{"stage twice",
		"version: 1\npipeline:\n  - pages\n  - pages: off\ndocuments: a.txt\noutputs: [pdf]\n",
		`4:5: pipeline[1]: the stage "pages" stands here a second time: keep one`},
	{"two stages in one element",
		"version: 1\npipeline:\n  - pages: off\n    notes: off\ndocuments: a.txt\noutputs: [pdf]\n",
		`4:5: pipeline[0]: is the second key of one element: begin each with "- " on a line of its own, and indent the options further`},
	{"stage neither on nor off",
		"version: 1\npipeline: [structure: of, 7: on, [a]]\ndocuments: a.txt\noutputs: [pdf]\n",
		`2:23: pipeline[0].structure: must be on, off or options, not "of"` + "\n" +
			`2:27: pipeline[1]: there is no stage "7": use pages, furniture, notes, hyphenation or structure` + "\n" +
			`2:34: pipeline[2]: must be the name of a stage, not a list`},
	{"duplicate key",
		"version: 1\noutput: a\noutput: b\ndocuments: a.txt\noutputs: [pdf]\n",
		`3:1: output: stands here a second time, after line 2: keep one`},
	{"duplicate key in a document",
		"version: 1\ndocuments:\n  - source: a.txt\n    lang: en\n    lang: de\noutputs: [pdf]\n",
		`5:5: documents[0].lang: stands here a second time, after line 4: keep one`},
	{"tab",
		"version: 1\ndocuments:\n\t- a.txt\noutputs: [pdf]\n",
		`3:1: a tab can't indent: use blanks`},
	{"tab deeper",
		"version: 1\ndocuments:\n  - source: a.txt\n  \ttitle: x\noutputs: [pdf]\n",
		`4:3: a tab can't indent: use blanks`},
	{"colon in a text",
		"version: 1\ndocuments:\n  - source: a.txt\n    title: War: a history\noutputs: [pdf]\n",
		`4:5: not YAML: a text with a colon must stand in quotes: title: "..."`},
	{"wrong indentation",
		"version: 1\ndocuments:\n  - source: a.txt\n   title: x\noutputs: [pdf]\n",
		`4:4: not YAML: the indentation does not fit the lines above, or a ":" or "-" is missing`},
	{"bracket not closed",
		"version: 1\ndocuments: [a.txt\noutputs: [pdf]\n",
		`2:1: not YAML: a bracket is not closed, or a comma is missing`},
	{"quotation not closed",
		"version: 1\ndocuments: a.txt\ndefaults: {author: \"Jane}\noutputs: [pdf]\n",
		`3:1: not YAML: a quotation or bracket that begins here is not closed`},
	{"at sign",
		"version: 1\ndocuments:\n  - source: a.txt\n    author: @jane\noutputs: [pdf]\n",
		`4:5: not YAML: a text that begins with @ must stand in quotes`},
	{"second document",
		"version: 1\ndocuments: a.txt\noutputs: [pdf]\n---\nversion: 1\n",
		`4:1: a second YAML document begins here: this file must be one, remove the line with ---`},
	{"empty",
		"# nothing\n",
		"1:1: is empty: `refolio init` writes one to start from"},
	{"a list",
		"- a.txt\n",
		`1:1: must begin with keys, such as "version: 1", not with a list`},
	{"a text",
		"a.txt\n",
		`1:1: must begin with keys, such as "version: 1", not with "a.txt"`},
	{"UTF-16",
		"\xff\xfev\x00e\x00",
		`1:1: is UTF-16 or UTF-32: save it as UTF-8`},
	{"not UTF-8",
		"version: 1\ndefaults: {author: Ren\xe9}\ndocuments: a.txt\noutputs: [pdf]\n",
		`2:23: not valid UTF-8: save the file as UTF-8`},
	{"control character",
		"version: 1\ndefaults: {author: \"a\x1b[31m\"}\ndocuments: a.txt\noutputs: [pdf]\n",
		`2:22: the control character '\x1b' can't stand in such a file: remove it`},
	{"escaped control character",
		"version: 1\ndefaults: {author: \"a\\e[31m\"}\ndocuments: a.txt\noutputs: [pdf]\n",
		`2:20: defaults.author: holds the character U+001B, which is no text: remove it`},
	{"missing file",
		"version: 1\ndocuments: [c.txt, aa.txt]\noutputs: [pdf]\n",
		`2:13: documents[0].source: there is no file "c.txt": did you mean "a.txt"?` + "\n" +
			`2:20: documents[1].source: there is no file "aa.txt": did you mean "a.txt"?`},
	{"folder",
		"version: 1\ndocuments: texts\noutputs: [pdf]\n",
		`2:12: documents[0].source: "texts" is a folder: for the texts in it, write "texts/*.txt"`},
	{"glob without a match",
		"version: 1\ndocuments:\n  - source: texts/*.txt\noutputs: [pdf]\n",
		`3:13: documents[0].source: no file matches "texts/*.txt": mend the pattern, or say "optional: true"`},
	{"bad glob",
		"version: 1\ndocuments: '[a-.txt'\noutputs: [pdf]\n",
		`2:12: documents[0].source: "[a-.txt" is no valid pattern: a bracket is not closed`},
	{"outside",
		"version: 1\noutput: ../dist\ndocuments: [../../etc/passwd, /etc/passwd, '../*.txt', 'x/../../y.txt']\noutputs: [pdf]\n",
		`2:9: output: "../dist" lies outside the manifest's folder: say "outside: true" at the top to allow that` + "\n" +
			`3:13: documents[0].source: "../../etc/passwd" lies outside the manifest's folder: say "outside: true" at the top to allow that` + "\n" +
			`3:31: documents[1].source: "/etc/passwd" lies outside the manifest's folder: say "outside: true" at the top to allow that` + "\n" +
			`3:44: documents[2].source: "../*.txt" lies outside the manifest's folder: say "outside: true" at the top to allow that` + "\n" +
			`3:56: documents[3].source: "x/../../y.txt" lies outside the manifest's folder: say "outside: true" at the top to allow that`},
	{"not a path",
		"version: 1\noutput: ~/dist\ndocuments: [$HOME/a.txt, 'file:///a.txt', 'C:\\a.txt', '~/b.txt', '-']\noutputs: [pdf]\n",
		`2:9: output: "~/dist": ~ does not stand for the home folder here: write the path in full` + "\n" +
			`3:13: documents[0].source: "$HOME/a.txt": variables are not replaced here: write the path in full` + "\n" +
			`3:26: documents[1].source: "file:///a.txt" is an address, not a path: nothing is fetched` + "\n" +
			`3:43: documents[2].source: "C:\a.txt": write "/" between folders, on every system` + "\n" +
			`3:55: documents[3].source: "~/b.txt": ~ does not stand for the home folder here: write the path in full` + "\n" +
			"3:66: documents[4].source: standard input can't be in a manifest: use `refolio convert -`"},
	{"same ID",
		"version: 1\ndocuments: [a.txt, '{A/*,b}.txt', {source: b.txt, id: a}, a.txt, {source: a.txt, id: b}]\noutputs: [pdf]\n",
		`2:20: documents[1].source: the ID "A" differs from "a" in case or accents only, so that it is taken by "a.txt" (line 2): give "A/A.txt" an id of its own` + "\n" +
			`2:55: documents[2].id: the ID "a" is taken by "a.txt" (line 2): give "b.txt" an id of its own` + "\n" +
			`2:59: documents[3].source: the ID "a" is taken: line 2 has the same source; remove one, or give one an id`},
	{"unsafe ID",
		"version: 1\ndocuments: [{source: a.txt, id: a/b}, {source: a.txt, id: ..}, {source: a.txt, id: CON}, {source: a.txt, id: -x}]\noutputs: [pdf]\n",
		`2:33: documents[0].id: "a/b" can't name a file on every system: write "a-b"` + "\n" +
			`2:59: documents[1].id: ".." can't name a file on every system: write "document"` + "\n" +
			`2:84: documents[2].id: "CON" can't name a file on every system: write "_CON"` + "\n" +
			`2:110: documents[3].id: "-x" can't name a file on every system: write "x"`},
	{"one ID for many",
		"version: 1\ndocuments: [{source: '*.txt', id: x}]\noutputs: [pdf]\n",
		`2:35: documents[0].id: the glob matches 2 files, which can't share an ID: remove it`},
	{"no source",
		"version: 1\ndocuments:\n  - title: A\n  -\n  - [a.txt]\n  - source:\noutputs: [pdf]\n",
		`3:5: documents[0]: the source is missing: add "source: FILE"` + "\n" +
			`4:4: documents[1]: the source is missing: add "source: FILE"` + "\n" +
			`5:5: documents[2]: must be keys with values, not a list` + "\n" +
			`6:12: documents[3].source: has no value: give it one, or remove the key`},
	{"bad values",
		"version: 1\noutside: maybe\nlimits: {input: lots}\ndefaults: {lang: english, date: yesterday, modified: 2019, encoding: utf8000, from: markdwon}\ndocuments: a.txt\noutputs: [pdf]\n",
		`2:10: outside: must be true or false, not "maybe"` + "\n" +
			`3:17: limits.input: "lots" is not a size: write, for example, 300 MB` + "\n" +
			`4:18: defaults.lang: "english" is not a language tag (BCP 47): use, for example, en, de-AT or pt-BR` + "\n" +
			`4:33: defaults.date: "yesterday" is not a date: write 2019, 2019-01 or 2019-01-31` + "\n" +
			`4:54: defaults.modified: "2019" is not a time: write 2019-01-31 or 2019-01-31T12:00:00Z` + "\n" +
			`4:70: defaults.encoding: "utf8000" is no encoding: use, for example, utf-8, windows-1252, iso-8859-2, koi8-r or shift_jis, or auto` + "\n" +
			`4:85: defaults.from: there is no form "markdwon": did you mean "markdown"?`},
	{"language with markup",
		"version: 1\ndocuments:\n  - {source: a.txt, lang: 'en\" onload=\"'}\noutputs: [pdf]\n",
		`3:27: documents[0].lang: "en" onload="" is not a language tag (BCP 47): use, for example, en, de-AT or pt-BR`},
	{"mapping for a text",
		"version: 1\ndocuments:\n  - {source: a.txt, title: {main: A}, author: {first: A}}\noutputs: [pdf]\n",
		`3:28: documents[0].title: must be a text, not keys with values` + "\n" +
			`3:48: documents[0].author.first: unknown key: use name, role or file-as`},
	{"list for a text",
		"version: 1\ndocuments:\n  - {source: [a.txt, b.txt], title: [A, B]}\noutputs: [pdf]\n",
		`3:14: documents[0].source: must be a text, not a list` + "\n" +
			`3:37: documents[0].title: must be a text, not a list`},
	{"value missing",
		"version: 1\ndefaults:\n  lang:\n  author:\ndocuments: a.txt\noutputs: [pdf]\n",
		`3:8: defaults.lang: has no value: give it one, or remove the key` + "\n" +
			`4:10: defaults.author: has no value: give it one, or remove the key`},
	{"dangling link",
		"version: 1\ndocuments: texts/away\noutputs: [pdf]\n",
		`2:12: documents[0].source: "texts/away" is a link to "nowhere/a.txt", which is not there`},
	{"long ID",
		"version: 1\ndocuments: [{source: a.txt, id: " + strings.Repeat("a", 121) + "}]\noutputs: [pdf]\n",
		`2:33: documents[0].id: is 121 bytes long, and names files: an ID has at most 120`},
	{"merge",
		"version: 1\ndefaults: &d {lang: en}\ndocuments:\n  - <<: *d\n    source: a.txt\noutputs: [pdf]\n",
		`4:5: documents[0].<<: merging is not supported: use defaults`},
	{"unknown anchor",
		"version: 1\ndocuments: *x\noutputs: [pdf]\n",
		`2:1: not YAML: unknown anchor 'x' referenced`},
	{"tag",
		"version: 1\ndocuments: !!binary aGk=\noutputs: [pdf]\n",
		`2:12: documents: the tag !!binary has no meaning here: remove it`},
	{"mistake behind an anchor",
		"version: 1\ndocuments:\n  - {source: a.txt, outputs: &o {pdg: {}}}\n  - {source: b.txt, outputs: *o}\n",
		`3:34: documents[0].outputs.pdg: there is no format "pdg": did you mean "pdf"?`},
	{"key that is no word",
		"version: 1\n\"a\\u001bb c\": 1\n? [x]\n: 1\ndocuments: a.txt\noutputs: [pdf]\n",
		`2:1: "a\x1bb c": unknown key: use version, include, outside, output, limits, findings, defaults, pipeline, overrides, outputs, metadata, sidecars, documents or profiles` + "\n" +
			`3:3: a key must be a word, not a list`},
}

func TestMistakes(t *testing.T) {
	project(t, map[string]string{"a.txt": "a", "b.txt": "b", "A/A.txt": "A", "texts/n.md": "n"})
	if err := os.Symlink("nowhere/a.txt", "texts/away"); err != nil {
		t.Fatal(err)
	}
	for _, test := range mistakes {
		t.Run(test.name, func(t *testing.T) {
			if err := os.WriteFile("m.yaml", []byte(test.text), 0o666); err != nil {
				t.Fatal(err)
			}
			_, err := manifest.Load("m.yaml", registry())
			if err == nil {
				t.Fatal("no mistake found")
			}
			if got := strings.ReplaceAll(err.Error(), "m.yaml:", ""); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// What costs a parser time or memory must be refused at once.
func TestHostileManifests(t *testing.T) {
	project(t, map[string]string{"a.txt": "a"})
	bomb := "version: 1\nx0: &x0 [a, a, a, a, a, a, a, a, a, a]\n"
	for i := range 12 {
		d := string(rune('a' + i))
		last := "x0"
		if i > 0 {
			last = string(rune('a' + i - 1))
		}
		bomb += d + ": &" + d + " [" + strings.Repeat("*"+last+", ", 10) + "]\n"
	}
	tests := []struct{ name, text, want string }{
		{"aliases of aliases as authors", bomb + "documents: [{source: a.txt, author: *l}]\noutputs: [pdf]\n", "must be a text"},
		{"aliases of aliases as outputs", bomb + "documents: a.txt\noutputs: *l\n", "must be the name of a format"},
		{"many aliases of one", "version: 1\ndefaults: {subjects: &s [" + strings.Repeat("a, ", 5000) + "]}\ndocuments:\n" +
			strings.Repeat("  - {source: a.txt, author: *s}\n", 3) + "outputs: [pdf]\n", "aliases stand for too much"},
		{"an alias of its own sequence", "version: 1\ndocuments: &a [*a]\noutputs: &o [*o]\npipeline: &p [*p]\n", "must be"},
		{"an alias of its own mapping", "version: 1\ndocuments: &a {source: a.txt, author: *a}\noutputs: &o {pdf: *o}\ndefaults: &d {subjects: [*d]}\n", "must be"},
		{"ten thousand brackets", "version: " + strings.Repeat("[", 9999) + strings.Repeat("]", 9999) + "\n", "must be a whole number"},
		{"half a million brackets", "version: " + strings.Repeat("[", 500_000) + "\n", "exceeded max depth"},
		{"half a million levels", strings.Repeat("- ", 500_000) + "\n", "exceeded max depth"},
		{"too large", "version: 1\n" + strings.Repeat("# filler\n", 200_000), "larger than the limit of 1 MB"},
		{"a long key", "version: 1\n\"" + strings.Repeat("k", 1000) + "\": 1\n", "unknown key"},
		{"an unclosed bracket and many lines", "version: 1\ndocuments: [\n" + strings.Repeat("  a.txt,\n", 50_000), "not YAML"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if err := os.WriteFile("m.yaml", []byte(test.text), 0o666); err != nil {
				t.Fatal(err)
			}
			_, err := manifest.Load("m.yaml", registry())
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("want %q, got %.300v", test.want, err)
			}
			if err != nil && len(err.Error()) > 10_000 {
				t.Errorf("the message has %d bytes", len(err.Error()))
			}
		})
	}
}
