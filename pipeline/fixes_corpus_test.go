package pipeline_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/compare"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/fixes"
	"github.com/refolio/refolio/pipeline/repair"
)

// TestFixesOnTheCorpus makes one fix of each kind at some place of each text of
// the corpus that lies beside the repository: it has to hold, the document has
// to balance, and what else changes is counted. All texts with
// REFOLIO_WHOLE_CORPUS=1, else a few.
func TestFixesOnTheCorpus(t *testing.T) {
	paths := corpus(t)
	if os.Getenv("REFOLIO_WHOLE_CORPUS") != "1" {
		if testing.Short() {
			t.Skip("converts texts many times")
		}
		paths = paths[:3]
	}
	tally := map[string]*fixTally{}
	for n, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		before, err := pipeline.Convert(t.Context(), path, data, pipeline.Config{})
		if err != nil {
			t.Fatal(err)
		}
		old := compare.Of(before.Document)
		for _, f := range someFixes(before, rand.New(rand.NewPCG(7, uint64(n)))) {
			name := string(f.Kind)
			if f.Value == "no" || f.Kind == fixes.Hyphen || f.Kind == fixes.Join || f.Kind == fixes.Note && f.Value == "end" {
				name += " " + f.Value
			}
			if tally[name] == nil {
				tally[name] = &fixTally{}
			}
			after, err := pipeline.Convert(t.Context(), path, data, pipeline.Config{Fixes: []fixes.Fix{f}})
			var refused byhand.Errors
			if f.Kind == fixes.Join && errors.As(err, &refused) {
				continue // the first line of the text or of a note
			}
			if err != nil {
				t.Errorf("%s: %+v: %v", path, f, err)
				if errors.Is(err, pipeline.ErrBug) {
					t.Fatal("a fix has made a bug of ours show")
				}
				continue
			}
			if !slices.ContainsFunc(after.Ledger, func(d repair.Decision) bool { return d.Stage == repair.GivenStage }) {
				t.Errorf("%s: %+v is not in the ledger", path, f)
			}
			tally[name].add(t, path, f, compare.Runs(old, compare.Of(after.Document)))
		}
	}
	var names []string
	for name := range tally {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		t.Log(fmt.Sprintf("%-16s", name), tally[name])
	}
}

// fixTally counts what fixes of a kind change away from their place.
type fixTally struct {
	fixes, clean, most, sum int
	worst                   string
}

func (y *fixTally) String() string {
	return fmt.Sprintf("%4d fixes, %4d change nothing else; others %.1f decisions on the average, at most %d: %s",
		y.fixes, y.clean, float64(y.sum)/float64(max(1, y.fixes-y.clean)), y.most, y.worst)
}

// nearby is how many lines from a fix its own doing may reach: the next row of
// the flow lies behind a page end and notes now and then.
const nearby = 12

func (y *fixTally) add(t *testing.T, path string, f fixes.Fix, d *compare.Diff) {
	far := 0
	for _, c := range d.Changes {
		if c.Line < f.Line-nearby || c.Line > f.Line+nearby {
			far++
			if os.Getenv("REFOLIO_SHOW_FAR") == string(f.Kind) {
				t.Logf("%s %v: far %d %q %v -> %v", path, f, c.Line, c.Text, c.Old, c.New)
			}
		}
	}
	y.fixes++
	y.sum += far
	if far == 0 {
		y.clean++
	}
	if far > y.most {
		y.most, y.worst = far, fmt.Sprintf("%s:%d %s", path[strings.LastIndex(path[:strings.LastIndex(path, "/")], "/")+1:], f.Line, f.Value)
	}
}

// someFixes makes a fix of each kind for a converted text, at places where it
// has something to do.
func someFixes(r *pipeline.Result, random *rand.Rand) (list []fixes.Fix) {
	src := r.Source
	pick := func(name string) (repair.Decision, bool) {
		var all []repair.Decision
		for _, d := range r.Ledger {
			if d.Name() == name {
				all = append(all, d)
			}
		}
		if len(all) == 0 {
			return repair.Decision{}, false
		}
		return all[random.IntN(len(all))], true
	}
	line := func() document.Span {
		for {
			l := src.Lines[random.IntN(len(src.Lines))]
			s := src.Text[l.Start:l.End]
			if trimmed := strings.TrimSpace(s); len(trimmed) > 8 {
				start := l.Start + strings.Index(s, trimmed)
				return document.Span{Start: start, End: start + len(trimmed)}
			}
		}
	}
	add := func(at document.Span, kind fixes.Kind, value string) {
		f := fixes.Anchor(src, at)
		f.Kind, f.Value = kind, value
		list = append(list, f)
	}
	place := func(at document.Span) document.Span { return document.Span{Start: at.Start, End: at.Start} }
	add(place(line()), fixes.Break, "yes")
	for _, k := range []fixes.Kind{fixes.Heading, fixes.Title, fixes.Subtitle, fixes.Byline} {
		value := "yes"
		if k == fixes.Heading {
			value = "3"
		}
		add(line(), k, value)
	}
	for _, k := range []fixes.Kind{fixes.Quote, fixes.Verse, fixes.Item, fixes.Code, fixes.Paragraph} {
		add(place(line()), k, "yes")
	}
	add(line(), fixes.Furniture, "yes")
	add(place(line()), fixes.Page, "999")
	l := line()
	word, _, _ := strings.Cut(src.Text[l.Start:l.End], " ")
	add(document.Span{Start: l.Start, End: l.Start + len(word)}, fixes.Erratum, "Xyzzy")
	about := map[string]func(d repair.Decision){
		"break":        func(d repair.Decision) { add(d.Span, fixes.Join, "yes") },
		"heading":      func(d repair.Decision) { add(place(d.Span), fixes.Heading, "no") },
		"running head": func(d repair.Decision) { add(d.Span, fixes.Furniture, "no") },
		"page":         func(d repair.Decision) { add(place(d.Span), fixes.Page, "no") },
		"marker": func(d repair.Decision) {
			add(d.Span, fixes.Marker, "no")
			add(d.Span, fixes.Marker, d.Value)
		},
		"note label": func(d repair.Decision) {
			add(place(d.Span), fixes.Note, "no")
		},
		"note": func(d repair.Decision) {
			end := strings.TrimRight(src.Text[d.Span.Start:d.Span.End], " \n\r\f")
			first := strings.IndexAny(end, "\n\r\f")
			if first > 0 {
				words := strings.TrimRight(end[:first], " ")
				add(document.Span{Start: d.Span.Start, End: d.Span.Start + len(words)}, fixes.Note, "end")
				list[len(list)-1].Part = ""
			}
		},
		"hyphen": func(d repair.Decision) {
			for _, value := range []string{"drop", "keep", "apart"} {
				add(d.Span, fixes.Hyphen, value)
				if f := &list[len(list)-1]; f.Part != "" {
					f.Part = ""
				}
			}
		},
	}
	for _, name := range slices.Sorted(maps.Keys(about)) {
		if d, ok := pick(name); ok {
			about[name](d)
		}
	}
	slices.SortStableFunc(list, func(a, b fixes.Fix) int { return strings.Compare(string(a.Kind)+a.Value, string(b.Kind)+b.Value) })
	return list
}
