package repair

import "math"

// flowKind is a kind of junction of which a row has one.
type flowKind uint8

const (
	insideText   flowKind = iota // of the text: the row and the one above it
	overleafNote                 // of a note: the last row of the frame before and the row
	overleafFar                  // of the text: the row and the first one of the frame after the next
	overleafText                 // of the text: the row and the first one of the next frame
	flowKinds
)

// flowOnce is the flow from row i to row j, computed once: it does not change
// from round to round.
func (z *zoner) flowOnce(kind flowKind, row, i, j int) float64 {
	if known := z.known[kind][row]; known != 0 {
		return float64(known)
	}
	h := z.body
	if kind == overleafNote {
		h = z.notes
	}
	f := z.flow(h, i, j)
	z.known[kind][row] = float32(f)
	return f
}

// flow is what it costs that row j follows row i in a flow, whether a block
// ends there or not.
func (z *zoner) flow(h *shapedHabits, i, j int) float64 {
	b := z.t.boundary(i, j)
	on, end := z.likelihoods(h, &b)
	return -math.Log((1-h.endShare)*on*z.cohesion.coheres(z.t, i, j)+h.endShare*end) + z.tornCost(i, j)
}

// signsFlow is flow by the signs alone, without the words that meet.
func (z *zoner) signsFlow(h *shapedHabits, i, j int) float64 {
	b := z.t.boundary(i, j)
	on, end := z.likelihoods(h, &b)
	return -math.Log((1-h.endShare)*on + h.endShare*end)
}

// likelihoods are those of the signs at b if the text goes on, and if a block
// ends there.
func (z *zoner) likelihoods(h *shapedHabits, b *boundary) (on, end float64) {
	fit := h.junctionFit(b, h.measure)
	return h.goesOn.junction(b, fit), h.ends.junction(b, fit)
}
