package repair

import (
	"slices"
	"strings"
)

// learn counts what the order of the headings says.
func (o *headingOrder) learn() {
	last := make([]*outlined, len(o.kinds)) // the last numbered heading of each kind
	past := make([]uint16, len(o.kinds))    // the kinds since it
	texts := map[string]int{}               // the last heading of each text
	for i := range o.heads {
		h := &o.heads[i]
		if i > 0 {
			above := crossing{h.kind, 1 << o.heads[i-1].kind}
			if o.next.add(above); o.heads[i-1].stacked && (i > 1 || o.leads()) {
				o.stacked.add(above)
			}
		}
		if before, again := texts[h.text]; again && i-before <= lookBack {
			c := crossing{kind: h.kind}
			for k := before + 1; k < i; k++ {
				c.past |= 1 << o.heads[k].kind
			}
			if c.past &^= 1 << h.kind; c.past != 0 {
				o.anew.add(c)
			}
		}
		texts[h.text] = i
		if b := last[h.kind]; b != nil && h.number > 0 && past[h.kind] != 0 {
			switch c := (crossing{h.kind, past[h.kind]}); {
			case h.number == b.number+1:
				o.goesOn.add(c)
			case h.number == 1:
				o.anew.add(c)
			}
		}
		for k := range past {
			past[k] |= 1 << h.kind
		}
		if h.number > 0 || h.depth == 0 {
			last[h.kind] = h
		}
		past[h.kind] = 0
	}
}

// leads reports whether the first heading, right above the second one, is more
// than what is left of the title page.
func (o *headingOrder) leads() bool {
	first := o.kinds[o.heads[0].kind]
	return o.count[o.heads[0].kind] > 1 || first != plainKind && first != capitalKind || strings.HasSuffix(o.kinds[o.heads[1].kind], " I")
}

// best is the cheapest way to give the kinds levels.
func (o *headingOrder) best() []int {
	levels, best := make([]int, len(o.kinds)), make([]int, len(o.kinds))
	least := -1.0
	var try func(k int)
	try = func(k int) {
		if k == len(levels) {
			if cost := o.cost(levels); least < 0 || cost < least {
				least = cost
				copy(best, levels)
			}
			return
		}
		for l := 1; l <= min(max(k+1, 2), mostLevels); l++ {
			levels[k] = l
			try(k + 1)
		}
	}
	try(0)
	return best
}

// cost is what it costs that the kinds have these levels.
func (o *headingOrder) cost(levels []int) (cost float64) {
	deepest := slices.Max(levels)
	for l := 1; l <= deepest; l++ {
		if !slices.Contains(levels, l) {
			return beginsDeep * mostEvidence * mostKinds
		}
	}
	cost = deeperLevel * float64(deepest-1)
	if levels[o.heads[0].kind] > 1 {
		cost += beginsDeep
	}
	weigh := func(weight float64, n int) { cost += weight * float64(min(n, mostEvidence)) }
	for _, c := range o.stacked {
		if above := o.highest(c.crossing, levels); c.past != 1<<c.kind && above >= levels[c.kind] {
			weigh(stackedLevel, c.n)
		}
	}
	for _, c := range o.next {
		if levels[c.kind] > o.highest(c.crossing, levels)+1 {
			weigh(skipsLevel, c.n)
		}
	}
	for _, c := range o.anew {
		if o.highest(c.crossing, levels) >= levels[c.kind] {
			weigh(restartsAlone, c.n)
		}
	}
	for _, c := range o.goesOn {
		switch highest := o.highest(c.crossing, levels); {
		case highest < levels[c.kind] && !headingWords[o.kinds[c.kind]]: // chapters are counted through the parts of a book
			weigh(crossesHigher, c.n)
		case highest == levels[c.kind]:
			weigh(crossesEqual, c.n)
		}
	}
	return cost + o.costOfKinds(levels)
}

// highest is the level of the highest kind that was passed.
func (o *headingOrder) highest(c crossing, levels []int) int {
	highest := mostLevels + 1
	for k, l := range levels {
		if c.past&(1<<k) != 0 {
			highest = min(highest, l)
		}
	}
	return highest
}

// costOfKinds is what it costs, by what the kinds are, that they have these
// levels.
func (o *headingOrder) costOfKinds(levels []int) (cost float64) {
	for a, kind := range o.kinds {
		for b, other := range o.kinds {
			switch {
			case kind == dateKind && other != dateKind && o.count[b] > fewestOfKind && levels[a] <= levels[b],
				kind == insideKind && other == plainKind && levels[a] <= levels[b]:
				cost += datesBeside
			case a < b && strings.HasSuffix(kind, " I") && strings.HasSuffix(other, " I") && levels[a] != levels[b]:
				cost += formsApart
			case kind == capitalKind && other == plainKind && levels[a] >= levels[b]:
				cost += capitalsEqual
			case kind == upperKind && (other == plainKind || other == insideKind) && levels[a] >= levels[b]:
				cost += stackedLevel
			}
		}
	}
	return cost
}

// crossings are how often there are such.
type crossings []struct {
	crossing
	n int
}

func (cs *crossings) add(c crossing) {
	for i := range *cs {
		if (*cs)[i].crossing == c {
			(*cs)[i].n++
			return
		}
	}
	*cs = append(*cs, struct {
		crossing
		n int
	}{c, 1})
}
