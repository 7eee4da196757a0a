package repair

// A confidence is a promise: of the decisions said to be 0.9 sure, nine in ten
// are right. What a stage states is its evidence on a scale of its own, often
// a rough one ("set to a narrower measure: 0.75"). What that is worth was
// measured on texts whose truth is known, see CALIBRATION.md: for each kind of
// decision a few knots lead from the stated confidence to the share that was
// right, rising with it.

// Knot is a point of [Knots].
type Knot struct{ Stated, Worth float64 }

// Knots lead from stated confidences to what they are worth. Both rise.
type Knots []Knot

// At returns what a stated confidence is worth: on the line between the knots
// around it, or at the outermost one. Without knots it is taken at its word.
func (k Knots) At(stated float64) float64 {
	if len(k) == 0 {
		return stated
	}
	if stated <= k[0].Stated {
		return k[0].Worth
	}
	for i := 1; i < len(k); i++ {
		if a, b := k[i-1], k[i]; stated < b.Stated {
			return a.Worth + (b.Worth-a.Worth)*(stated-a.Stated)/(b.Stated-a.Stated)
		}
	}
	return k[len(k)-1].Worth
}

// known names the decisions that have knots in common: those of a stage with
// the same name, see [Decision.Name].
type known struct{ stage, name string }

// Calibrate replaces the confidences that the stages stated by what they are
// worth. A decision of confidence 1 was made by a person and stays as it is.
func Calibrate(decisions []Decision) {
	for i := range decisions {
		if d := &decisions[i]; d.Confidence < 1 {
			d.Confidence = reliability[known{d.Stage, d.Name()}].At(d.Confidence)
		}
	}
}
