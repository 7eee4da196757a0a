// Package repair decides what an extracted text was before it was printed and
// extracted.
//
// Its stages look at a [Text] (the source as rows, and what has been decided
// so far) and add [Decision] values; they never change the source.
// [Assemble] turns source and decisions into a document.
//
//	source ──Run──▶ Text (rows, decisions) ──Assemble──▶ document.Document
//
// The stages run in this order, unless the user wants another:
//
//	characters   ligatures taken apart, control characters and soft hyphens out
//	columns      a page in two columns put into reading order
//	pages        where pages begin, with and without form feeds
//	furniture    running heads, folios, rules, banners, repeated links out
//	notes        note texts found and joined, reference marks linked to them
//	hyphenation  words broken at line ends made whole
//	words        spaces that the extractor lost or invented put right
//	paragraphs   lines joined to paragraphs, over page ends and note blocks
//	structure    title page, headings, quotations, verse, code, lists
//
// What a person decided beforehand is [Given]: it holds whatever they find, and
// they work around it.
package repair

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/refolio/refolio/pipeline/source"
)

// Step is one stage as the user asked for it.
type Step struct {
	Name    string // one of [Names]
	Options any    // what [NewOptions] returns for Name, filled in; nil stands for the defaults
	Off     bool   // the stage does not run
}

// CharactersOptions are the options of the stage "characters".
type CharactersOptions struct {
	// Ligatures keeps ﬁ, ﬂ and their like as single letters, and the ellipses
	// that a font made of three dots.
	Ligatures bool `yaml:"keep-ligatures"`
}

// ColumnsOptions are the options of the stage "columns".
type ColumnsOptions struct{}

// PagesOptions are the options of the stage "pages".
type PagesOptions struct{}

// FurnitureOptions are the options of the stage "furniture".
type FurnitureOptions struct {
	// Keep lists texts of lines that are not furniture, whatever they look like.
	Keep []string `yaml:"keep"`
	// Remove lists texts of lines that are furniture wherever they stand.
	Remove []string `yaml:"remove"`
}

// NotesOptions are the options of the stage "notes".
type NotesOptions struct{}

// HyphenationOptions are the options of the stage "hyphenation".
type HyphenationOptions struct {
	// Keep lists words whose hyphen stays: "well-being".
	Keep []string `yaml:"keep"`
}

// WordsOptions are the options of the stage "words".
type WordsOptions struct{}

// ParagraphsOptions are the options of the stage "paragraphs".
type ParagraphsOptions struct{}

// StructureOptions are the options of the stage "structure".
type StructureOptions struct{}

// stages is the list of stages, in the order in which they usually run. A new
// stage is a file in this package and a line here.
var stages = []stage{
	define("characters", decideCharacters),
	define("columns", decideColumns),
	define("pages", decidePages),
	define("furniture", decideFurniture),
	define("notes", decideNotes),
	define("hyphenation", decideHyphenation),
	define("words", decideWords),
	define("paragraphs", decideParagraphs),
	define("structure", decideStructure),
}

// stage is an entry of the list.
type stage struct {
	name       string
	newOptions func() any
	decide     func(t *Text, options any)
}

// define makes an entry of a stage with options of its own type.
func define[O any](name string, decide func(*Text, O)) stage {
	return stage{
		name:       name,
		newOptions: func() any { return new(O) },
		decide: func(t *Text, options any) {
			var o O
			if options != nil {
				o = *options.(*O)
			}
			decide(t, o)
		},
	}
}

// Names lists the stages in their usual order.
func Names() []string {
	names := make([]string, len(stages))
	for i, s := range stages {
		names[i] = s.name
	}
	return names
}

// NewOptions returns a pointer to a new options struct for the stage with the
// given name, holding the defaults, or nil if there is no such stage.
func NewOptions(name string) any {
	if s := find(name); s != nil {
		return s.newOptions()
	}
	return nil
}

func find(name string) *stage {
	i := slices.IndexFunc(stages, func(s stage) bool { return s.name == name })
	if i < 0 {
		return nil
	}
	return &stages[i]
}

// Plan completes steps: a stage that they do not name runs with its defaults
// at its usual place, that is before the first named one that usually comes
// after it.
func Plan(steps []Step) []Step {
	plan := slices.Clone(steps)
	for i := len(stages) - 1; i >= 0; i-- {
		if slices.ContainsFunc(plan, func(s Step) bool { return s.Name == stages[i].name }) {
			continue
		}
		at := slices.IndexFunc(plan, func(s Step) bool {
			j := slices.IndexFunc(stages, func(st stage) bool { return st.name == s.Name })
			return j > i
		})
		if at < 0 {
			at = len(plan)
		}
		plan = slices.Insert(plan, at, Step{Name: stages[i].name})
	}
	return plan
}

// Run lets the stages decide about src. steps may be incomplete, see [Plan];
// language is what the user says of the text's language, or empty; given is
// what a person decided beforehand, around which the stages work. The error is
// [Misfits] if some of that can't be.
func Run(ctx context.Context, src *source.Source, steps []Step, language string, given []Given) (*Text, error) {
	t := newText(src)
	t.Language = language
	t.given = newGivens(t, given)
	for _, step := range Plan(steps) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s := find(step.Name)
		if s == nil {
			return nil, fmt.Errorf("there is no stage %q: the stages are %s", step.Name, strings.Join(Names(), ", "))
		}
		if t.stage = s.name; !step.Off {
			t.given.locate(t)
			s.decide(t, step.Options)
		}
		t.give(s.name)
	}
	t.dropCovered()
	if err := t.given.settle(t); err != nil {
		return nil, err
	}
	return t, nil
}
