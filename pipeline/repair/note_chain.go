package repair

import (
	"math"
	"slices"
)

const (
	gap        = 2.0 // per number that is missing between two labels
	mostGap    = 6
	newNumbers = 3.0 // the numbers begin anew on another page
	restartIn  = 6.0 // or on the same one, at a new chapter
	anyNotes   = 2.0 // what all labels together must be worth: most texts have no notes
	likeLabels = 2.0 // per row that begins as the labels do and is none: where there are many, all are something else
)

// numbering is how a text numbers its notes: through the book, anew by
// chapter, or anew on every page.
type numbering struct {
	restart float64 // what it costs that the numbers begin anew on another page
	within  float64 // and on the same one
	goesOn  float64 // and that they do not on another
}

// unknownNumbering is what is thought before anything was seen. A text of a
// single page, such as a web page, has its chapters on it.
func unknownNumbering(pages int) numbering {
	if pages == 1 {
		return numbering{restart: newNumbers, within: newNumbers}
	}
	return numbering{restart: newNumbers, within: restartIn}
}

const (
	usualRestarts = 0.05 // of the pages with notes
	numberedPages = 2.0  // how many pages that counts for
)

// learn adapts the costs to a chain: where nearly every page begins with 1,
// a page that does so needs no excuse.
func (n numbering) learn(labels []label, chain []int) numbering {
	restarts, pages := numberedPages*usualRestarts, numberedPages
	for k := 1; k < len(chain); k++ {
		a, b := &labels[chain[k-1]], &labels[chain[k]]
		if a.page == b.page {
			continue
		}
		pages++
		if b.value <= a.value {
			restarts++
		}
	}
	share := restarts / pages
	return numbering{restart: min(n.restart, -math.Log(share)), within: n.within, goesOn: -math.Log(1 - share)}
}

// findChain chooses the labels that together make the best numbering, and
// learns in a first round how the text of so many pages numbers its notes.
func findChain(labels []label, pages int) []label {
	unknown := unknownNumbering(pages)
	first := unknown.chain(labels)
	expectAlone(labels, first)
	expectStyle(labels, first)
	expectForms(labels, first)
	chain := unknown.learn(labels, first).chain(labels)
	if chainWorth(labels, chain) <= anyNotes {
		return nil
	}
	var chosen []label
	for _, i := range chain {
		chosen = append(chosen, labels[i])
	}
	return chosen
}

// chainWorth is how much more likely it is that the labels of a chain begin notes
// than that they are what the other rows are that begin so: the entries of a
// dictionary have numbered senses, and some of them count up from entry to
// entry. Numbers on rows of their own are all sorts of things.
func chainWorth(labels []label, chain []int) float64 {
	var begins [markForms]bool
	score := 0.0
	for _, i := range chain {
		begins[labels[i].form] = labels[i].form != alone
		score += labels[i].score
	}
	next := 0
	for i := range labels {
		if next < len(chain) && chain[next] == i {
			next++
		} else if begins[labels[i].form] && !labels[i].prefixed {
			score -= likeLabels
		}
	}
	return score
}

const (
	fewestAlone = 5   // labels on rows of their own, for a habit
	aloneShare  = 0.8 // of the labels
	notAlone    = 2.0 // what it costs that another is none
)

// expectAlone makes other labels less likely where they mostly stand on rows of
// their own, as in
//
//	3
//	Sir William wrote: “They began to stand away at
//	3 p.m. Chased them all the rest of the day.”
func expectAlone(labels []label, chain []int) {
	lone := 0
	for _, i := range chain {
		if labels[i].form == alone {
			lone++
		}
	}
	if lone < fewestAlone || float64(lone) < aloneShare*float64(len(chain)) {
		return
	}
	for i := range labels {
		if l := &labels[i]; l.form != alone && !l.inside {
			l.score -= notAlone
		}
	}
}

// expectForms makes labels less likely of a form that most rows have which the
// chain passes over: where the notes begin with "1Compare", "2 January" is a date.
func expectForms(labels []label, chain []int) {
	var begins, others [markForms]float64
	next := 0
	for i := range labels {
		if next < len(chain) && chain[next] == i {
			begins[labels[i].form]++
			next++
		} else if !labels[i].prefixed {
			others[labels[i].form]++
		}
	}
	for i := range labels {
		if f := labels[i].form; f != alone && !labels[i].inside {
			labels[i].score += formTrust * min(0, math.Log((begins[f]+usualForms)/(others[f]+usualForms)))
		}
	}
}

const (
	formTrust  = 2.0 // how much the share of a form's rows counts
	usualForms = 1.0 // labels of each form that are always expected, and other rows
)

const (
	fewestStyled = 5   // labels, for a habit
	styleShare   = 0.8 // of them
	otherStyle   = 4.0 // what it costs that another is printed otherwise
)

// expectStyle makes labels less likely that have no full stop where most have
// one, or one where they have none.
func expectStyle(labels []label, chain []int) {
	pointed, plain := 0, 0
	for _, i := range chain {
		switch l := &labels[i]; {
		case l.form == alone || l.form == symbol || l.form == bracketed || l.given > 0:
		case l.pointed:
			pointed++
		default:
			plain++
		}
	}
	most := max(pointed, plain)
	if most < fewestStyled || float64(most) < styleShare*float64(pointed+plain) {
		return
	}
	for i := range labels {
		if l := &labels[i]; l.form != alone && l.form != symbol && l.form != bracketed && l.pointed != (pointed > plain) {
			l.score -= otherStyle
		}
	}
}

// chain chooses the labels that together make the best numbering: their
// numbers rise by one, with holes at a cost and new beginnings at a cost. It
// returns their indices in order.
func (n numbering) chain(labels []label) []int {
	best := make([]float64, len(labels)) // of a chain that ends here
	from := make([]int, len(labels))
	byValue := map[int][]int{} // the last few labels of a value
	top := -1                  // the best chain so far, and up to the page before
	topBefore, page := -1, -1
	lead := -1
	for i := range labels {
		l := &labels[i]
		if l.page != page {
			page, topBefore = l.page, top
		}
		best[i], from[i] = 0, -1
		if l.value%symbolBase > 1 {
			best[i] = -gap * float64(min(l.value%symbolBase-1, mostGap))
		}
		try := func(j int, cost float64) {
			if j >= 0 && best[j]-cost > best[i] {
				best[i], from[i] = best[j]-cost, j
			}
		}
		for g := 0; g <= mostGap; g++ {
			for _, j := range byValue[l.value-1-g] {
				cost := gap * float64(g)
				if labels[j].page != l.page {
					cost += n.goesOn
				}
				try(j, cost)
			}
		}
		first := gap * float64(min(l.value%symbolBase-1, mostGap))
		try(topBefore, n.restart+first)
		try(top, max(n.restart, n.within)+first)
		best[i] += l.score
		recent := byValue[l.value]
		if len(recent) >= 4 {
			worst := 0
			for k, j := range recent {
				if best[j] < best[recent[worst]] {
					worst = k
				}
			}
			recent = slices.Delete(recent, worst, worst+1)
		}
		byValue[l.value] = append(recent, i)
		if top < 0 || best[i] > best[top] {
			top = i
		}
		if lead < 0 || best[i] > best[lead] {
			lead = i
		}
	}
	if lead < 0 || best[lead] <= anyNotes {
		return nil
	}
	var path []int
	for i := lead; i >= 0; i = from[i] {
		path = append(path, i)
	}
	slices.Reverse(path)
	return path
}
