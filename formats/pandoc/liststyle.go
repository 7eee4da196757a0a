package pandoc

import (
	"strconv"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// listStyle is how an ordered list counts.
type listStyle struct {
	first             int
	number, delimiter string // in pandoc's words
}

// styleOf finds out how the markers of a list count, if they do.
func styleOf(items []document.Block) (style listStyle, ok bool) {
	for i := range items {
		s, ok := ordinal(items[i].Marker)
		if i == 0 {
			style = s
		}
		if s.first -= i; !ok || s != style {
			return listStyle{}, false
		}
	}
	return style, len(items) > 0
}

// ordinal reads a marker such as "12.", "(b)" or "C)".
func ordinal(marker string) (listStyle, bool) {
	s := listStyle{delimiter: "Period"}
	number, ok := strings.CutSuffix(marker, ".")
	if !ok {
		s.delimiter = "OneParen"
		if number, ok = strings.CutSuffix(marker, ")"); !ok {
			return s, false
		}
		if inner, both := strings.CutPrefix(number, "("); both {
			number, s.delimiter = inner, "TwoParens"
		}
	}
	if n, err := strconv.Atoi(number); err == nil && n >= 0 && n < 1e8 && strconv.Itoa(n) == number {
		s.first, s.number = n, "Decimal"
		return s, true
	}
	if len(number) != 1 {
		return s, false
	}
	switch c := number[0]; {
	case 'a' <= c && c <= 'z':
		s.first, s.number = int(c-'a')+1, "LowerAlpha"
	case 'A' <= c && c <= 'Z':
		s.first, s.number = int(c-'A')+1, "UpperAlpha"
	default:
		return s, false
	}
	return s, true
}
