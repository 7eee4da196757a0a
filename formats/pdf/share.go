package pdf

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/refolio/refolio/formats/pdf/typeset"
	"github.com/refolio/refolio/pipeline/document"
)

// share calls do for the parts 0 to n-1, on all processors. Each gets a copy of
// the compositor as it is now; what it sets must not depend on other parts. Only
// the setters are handed on, for they know words. What is reported is added up.
func (c *compositor) share(ctx context.Context, n int, do func(c *compositor, part int)) error {
	workers := min(runtime.GOMAXPROCS(0), n)
	helpers := make([]compositor, workers)
	for len(c.setters) < workers {
		c.setters = append(c.setters, c.newSetter(c.doc.Meta.Language))
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for w := range helpers {
		helper := &helpers[w]
		*helper = *c
		helper.missing, helper.backwards, helper.setter, helper.foreign = map[rune]int{}, 0, c.setters[w], nil
		helper.setter.Missing = func(r rune) { helper.missing[r]++ }
		wg.Go(func() {
			for part := int(next.Add(1)) - 1; part < n && ctx.Err() == nil; part = int(next.Add(1)) - 1 {
				do(helper, part)
			}
		})
	}
	wg.Wait()
	for w := range helpers {
		for r, times := range helpers[w].missing {
			c.missing[r] += times
		}
		c.backwards += helpers[w].backwards
	}
	return ctx.Err()
}

// chapter is a set chapter, with what is still asked of the row after it.
type chapter struct {
	rows        []typeset.Row
	keep, alone bool
	begins      string
}

// setChapters sets the blocks of the body, chapter by chapter: a heading of
// the first level begins as if nothing preceded it.
func (c *compositor) setChapters(ctx context.Context, blocks []document.Block) error {
	starts := []int{0}
	for i := range blocks {
		if i > 0 && blocks[i].Kind == document.Heading && blocks[i].Level <= 1 {
			starts = append(starts, i)
		}
	}
	chapters := make([]chapter, len(starts))
	err := c.share(ctx, len(starts), func(c *compositor, part int) {
		end := len(blocks)
		if part+1 < len(starts) {
			end = starts[part+1]
		}
		c.swap(make([]typeset.Row, 0, c.guessRows(blocks[starts[part]:end])))
		c.begins, c.last, c.leadsOn = "", document.Paragraph, false
		c.initial = part == 0
		c.setBlocks(ctx, blocks[starts[part]:end])
		chapters[part] = chapter{c.rows, c.keep, c.alone, c.begins}
	})
	c.join(chapters)
	return err
}

// guessRows is about how many rows blocks need, and rather too many than too few:
// rows are large, and to make room for more of them they have to be copied.
func (c *compositor) guessRows(blocks []document.Block) int {
	letters, leaves := 0, 0
	for leaf := range document.Leaves(blocks) {
		leaves++
		for in := range document.Inlines(leaf.Content) {
			letters += len(in.Text)
		}
	}
	return 1 + leaves + letters*int(c.size)*47/100/int(c.column) // a letter is less than half as wide as high
}

// setBlocks sets blocks of the body one after the other.
func (c *compositor) setBlocks(ctx context.Context, blocks []document.Block) {
	for i := range blocks {
		if i%64 == 0 && ctx.Err() != nil {
			return
		}
		if isEpigraph(blocks, i) {
			c.epigraph(&blocks[i], c.frame())
		} else {
			c.block(&blocks[i], c.frame())
		}
	}
}

// join puts the chapters together.
func (c *compositor) join(chapters []chapter) {
	c.swap(nil)
	all := make([][]typeset.Row, len(chapters))
	for i, ch := range chapters {
		if all[i] = ch.rows; len(ch.rows) > 0 {
			first := &ch.rows[0]
			switch {
			case c.keep:
				first.Penalty = typeset.KeepWithPrevious
			case c.alone:
				first.Penalty = max(first.Penalty, underHeading)
			}
			if len(first.Runs) > 0 && first.Runs[0].Span.Page == "" {
				first.Runs[0].Span.Page = c.begins
			}
			c.keep, c.alone, c.begins = ch.keep, ch.alone, ch.begins
		}
	}
	c.rows = slices.Concat(all...)
}
