package repair

import "strings"

const (
	fewestTyped    = 5 // double hyphens that show that dashes were typed so
	fewestEllipses = 3 // characters, for the font to make one of every three dots
)

// decideEllipses takes the ellipses apart that a font made of three dots, as
// it makes one letter of f and i:
//
//	-- Mais… le meilleur  ──▶  -- Mais... le meilleur
//
// An author who types two hyphens for a dash types three dots, too. That the
// font made the character shows where the text has no three dots at all, and no
// dash that was typed as one; or where it stands in runs of dots, from which the
// font takes three by three: "Well……..".
func (c *characterScan) decideEllipses() {
	text, why := c.t.Src.Text, ""
	if c.keepLigatures || strings.Count(text, "…") < fewestEllipses || strings.Contains(text, "...") {
		return
	}
	if why = "the font made one character of three dots: it did so inside of longer runs of dots"; !runsOfDots(text) {
		if strings.Contains(text, "—") || typedDashes(text) < fewestTyped {
			return
		}
		why = "the font made one character of three dots: this text has dashes of two hyphens, and no other dots"
	}
	for at := strings.Index(text, "…"); at >= 0; {
		end := at + len("…")
		c.replace(at, end, "...", 0.85, why)
		next := strings.Index(text[end:], "…")
		if next < 0 {
			return
		}
		at = end + next
	}
}

// runsOfDots reports whether ellipses stand in runs of dots that no author sets:
// "…….", "…..".
func runsOfDots(text string) bool {
	return strings.Contains(text, "…..") || strings.Contains(text, "…….")
}

// typedDashes counts the dashes of two hyphens between words.
func typedDashes(text string) (n int) {
	for at := 0; ; {
		i := strings.Index(text[at:], "--")
		if i < 0 {
			return n
		}
		from := at + i
		at = from + len("--")
		for at < len(text) && text[at] == '-' {
			at++
		}
		if at == from+len("--") {
			n++
		}
	}
}
