package epub

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"unicode"

	"github.com/refolio/refolio/formats/fonts"
)

// The designs whose lower half is an ornament.

// ornamentTop is where the ornament begins, below the lettering.
const ornamentTop = 960

// heading draws what stands over an ornament: author, title, subtitle. If they
// leave room, they move down into its middle, but not far from the head.
func (d *drawing) heading(w coverWords, title, other tone) {
	const farthest = 150
	before := len(d.strokes)
	y := 130
	if w.authors != "" {
		y = d.block(w.authors, fonts.Regular, 60, 28, y, 150, d.ground, other.deep) + 50
	}
	room := ornamentTop - 60 - y
	if w.subtitle != "" {
		room -= 170
	}
	y = d.block(w.title, fonts.Regular, 140, 30, y, room, d.ground, title.deep) + 30
	y = d.block(w.subtitle, fonts.Italic, 54, 26, y, ornamentTop-40-y, d.ground, other.deep)
	down := min(max(0, ornamentTop-60-y)/2, farthest) * 64
	for _, s := range d.strokes[before:] {
		for i := range s.contours {
			s.contours[i].start.y += down
			for j := range s.contours[i].segments {
				s.contours[i].segments[j][0].y += down
				s.contours[i].segments[j][1].y += down
			}
		}
	}
}

// pattern is a light cover over a field of tiles, which the book's identifier
// chooses: no two books have the same.
func (d *drawing) pattern(w coverWords, t tone, id string) {
	d.ground = paper
	d.heading(w, t, tone{deep: ink})
	const tile, columns = 120, coverWidth / 120
	d.box(0, ornamentTop, coverWidth, coverHeight, t.deep)
	foot := coverHeight
	if w.imprint != "" {
		foot -= tile
	}
	tiles := stroke{on: t.deep, color: t.pale} // as one, so that no seams show between them
	for y := ornamentTop; y < foot; y += tile {
		row := sha256.Sum256(fmt.Append(nil, y, id))
		for x := range columns {
			if shape, ok := tileShape(x*tile, y, tile, int(row[x]%8)); ok {
				tiles.contours = append(tiles.contours, shape)
			}
		}
	}
	d.strokes = append(d.strokes, tiles)
	d.block(w.imprint, fonts.Regular, 40, 24, coverHeight-tile+32, tile-40, t.deep, t.pale)
}

// tileShape is one of eight tiles: quarters of a disc, halves of a square, a disc,
// nothing.
func tileShape(x, y, size, choice int) (shape contour, ok bool) {
	corner := [4]point{{x * 64, y * 64}, {(x + size) * 64, y * 64}, {(x + size) * 64, (y + size) * 64}, {x * 64, (y + size) * 64}}
	at := func(i int) point { return corner[i%4] }
	switch {
	case choice < 4: // a quarter of a disc around a corner
		shape = contour{start: at(choice)}
		shape.line(at(choice + 1))
		shape.arc(at(choice), at(choice+1), at(choice+3))
	case choice < 6: // half of the square
		shape = contour{start: at(choice)}
		shape.line(at(choice + 1))
		shape.line(at(choice + 2))
	case choice == 6:
		shape = disc(point{(x + size/2) * 64, (y + size/2) * 64}, size*64*3/10)
	default:
		return contour{}, false
	}
	return shape, true
}

// initial is a dark cover over the first letter of the title as it is sorted,
// without its article.
func (d *drawing) initial(w coverWords, sorted string, t tone) {
	d.ground = t.deep
	d.heading(w, tone{deep: paper}, tone{deep: t.pale})
	letter := ""
	for _, r := range sorted {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letter = strings.ToUpper(string(r))
			break
		}
	}
	if letter == "" || !d.letters.canDraw(letter) {
		d.imprint(w.imprint, t.deep, t.pale)
		return
	}
	const size, foot = 800, 1560
	x := (coverWidth*64 - d.letters.width(letter, fonts.Regular, size, 0)) / 2
	contours, err := d.letters.outlines(letter, fonts.Regular, size, 0, point{x, foot * 64})
	if err != nil && d.err == nil {
		d.err = err
	}
	d.strokes = append(d.strokes, stroke{contours, t.deep, t.pale})
	d.imprint(w.imprint, t.deep, t.pale)
}

func (c *contour) line(to point) { c.segments = append(c.segments, [2]point{to, to}) }

// arc adds a quarter of the circle around a middle, from one point to another.
// Two quadratic curves differ from the circle by less than a hundredth.
func (c *contour) arc(middle, from, to point) {
	ratio := func(a, b point, num int) point { // middle + num/1024 of the way along both arms
		return point{middle.x + (a.x-middle.x)*num/1024 + (b.x-middle.x)*num/1024, middle.y + (a.y-middle.y)*num/1024 + (b.y-middle.y)*num/1024}
	}
	half := ratio(from, to, 724)                                                         // cos 45° of both
	first := point{from.x + (to.x-middle.x)*424/1024, from.y + (to.y-middle.y)*424/1024} // tan 22.5°
	second := point{to.x + (from.x-middle.x)*424/1024, to.y + (from.y-middle.y)*424/1024}
	c.segments = append(c.segments, [2]point{first, half}, [2]point{second, to})
}

// disc is a circle.
func disc(middle point, radius int) contour {
	p := [4]point{{middle.x + radius, middle.y}, {middle.x, middle.y + radius}, {middle.x - radius, middle.y}, {middle.x, middle.y - radius}}
	c := contour{start: p[0]}
	for i := range p {
		c.arc(middle, p[i], p[(i+1)%4])
	}
	return c
}
