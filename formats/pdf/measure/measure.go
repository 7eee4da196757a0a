// Package measure holds the lengths of typesetting: the unit that all of the
// PDF writer reckons in, the names of paper sizes, and how a length is written
// in a manifest.
//
// Lengths are whole numbers, so that line and page breaks are the same on
// every machine; floating point could differ in the last bit between
// processors, and one bit can move a break.
package measure

import (
	"fmt"
	"strconv"
	"strings"
)

// Unit is a length in thousandths of a point; 72 points are an inch. It holds
// lengths of more than a kilometre even on 32-bit machines.
type Unit int64

// Lengths in units. An inch is exactly 25.4 millimetres.
const (
	Point      Unit = 1000
	Inch            = 72 * Point
	Millimetre      = Inch * 10 / 254
)

// Points returns u in points.
func (u Unit) Points() float64 { return float64(u) / float64(Point) }

// Parse reads a length such as "11pt", "5.5 mm", "2cm" or "0.75in". A number
// alone is in points.
func Parse(s string) (Unit, error) {
	number := strings.TrimSpace(s)
	scale := float64(Point)
	for _, u := range []struct {
		suffix string
		units  float64
	}{{"pt", 1000}, {"mm", 72000 / 25.4}, {"cm", 720000 / 25.4}, {"in", 72000}} {
		if rest, ok := strings.CutSuffix(number, u.suffix); ok {
			number, scale = strings.TrimSpace(rest), u.units
			break
		}
	}
	f, err := strconv.ParseFloat(number, 64)
	if err != nil || !(f >= 0 && f < 100_000) {
		return 0, fmt.Errorf("%q is not a length: write 11pt, 5mm, 1.5cm or 0.75in", s)
	}
	return Unit(f*scale + 0.5), nil
}

// Size is the size of a sheet.
type Size struct{ Width, Height Unit }

// papers lists the paper sizes that have names. The screens are those of the
// common six- and eight-inch reading devices, at the size of their glass.
var papers = []struct {
	name string
	size Size
}{
	{"A4", Size{595276, 841890}},
	{"A5", Size{419528, 595276}},
	{"B5", Size{498898, 708661}},
	{"letter", Size{612000, 792000}},
	{"6x9", Size{432000, 648000}},
	{"5x8", Size{360000, 576000}},
	{"pocket", Size{311811, 510236}},
	{"e-ink", Size{255118, 345826}},
	{"e-ink-large", Size{340157, 453543}},
}

// Papers lists the names that [ParseSize] knows.
func Papers() []string {
	var names []string
	for _, p := range papers {
		names = append(names, p.name)
	}
	return names
}

// ParseSize reads the name of a paper, in any case, or a width and a height
// such as "120mm x 190mm". Both sides must lie between 50 mm and 1.2 m, or no
// text could be set.
func ParseSize(s string) (Size, error) {
	for _, p := range papers {
		if strings.EqualFold(p.name, strings.TrimSpace(s)) {
			return p.size, nil
		}
	}
	width, height, ok := strings.Cut(s, "x")
	if !ok {
		return Size{}, fmt.Errorf("unknown page size %q: use %s, or a width and height such as 120mm x 190mm",
			s, strings.Join(Papers(), ", "))
	}
	var size Size
	var err error
	if size.Width, err = Parse(width); err != nil {
		return Size{}, fmt.Errorf("page size %q: %w", s, err)
	}
	if size.Height, err = Parse(height); err != nil {
		return Size{}, fmt.Errorf("page size %q: %w", s, err)
	}
	for _, side := range []Unit{size.Width, size.Height} {
		if side < 50*Millimetre || side > 1200*Millimetre {
			return Size{}, fmt.Errorf("page size %q: each side must be 50mm to 1200mm", s)
		}
	}
	return size, nil
}
