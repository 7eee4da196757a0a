package epub

import (
	"image"
	"image/color"
	"slices"
)

// shades is the number of steps from a ground to the colour drawn on it. With
// eight of them the colours of a cover are sixteen, and a pixel of its picture
// takes half a byte.
const shades = 8

// A raster is the picture of the cover. Its arithmetic is in whole numbers
// alone, since machines round fractions differently and the picture is to be
// the same on all of them.
type raster struct {
	image *image.Paletted
	inks  map[[2]color.RGBA][shades]uint8 // the shades of a colour on a ground
	lines [][]crossing                    // of the drawing at hand, kept for the next
}

func newRaster(width, height int) *raster {
	return &raster{image.NewPaletted(image.Rect(0, 0, width, height), nil), map[[2]color.RGBA][shades]uint8{}, nil}
}

// ink returns where in the palette the shades of a colour on a ground lie, from
// the ground itself to the colour.
func (r *raster) ink(on, ink color.RGBA) [shades]uint8 {
	key := [2]color.RGBA{on, ink}
	steps, ok := r.inks[key]
	for i := range shades {
		if ok {
			break
		}
		mix := func(a, b uint8) uint8 { return uint8((int(a)*(shades-1-i) + int(b)*i) / (shades - 1)) }
		steps[i] = r.color(color.RGBA{mix(on.R, ink.R), mix(on.G, ink.G), mix(on.B, ink.B), 255})
	}
	r.inks[key] = steps
	return steps
}

// color returns the place of a colour in the palette.
func (r *raster) color(c color.RGBA) uint8 {
	i := slices.Index(r.image.Palette, color.Color(c))
	if i < 0 {
		i = len(r.image.Palette)
		r.image.Palette = append(r.image.Palette, c)
	}
	return uint8(i)
}

// rect fills a rectangle, in pixels.
func (r *raster) rect(box image.Rectangle, c color.RGBA) {
	index := r.color(c)
	box = box.Intersect(r.image.Rect)
	if box.Empty() {
		return
	}
	row := func(y int) []uint8 { return r.image.Pix[r.image.PixOffset(box.Min.X, y):][:box.Dx()] }
	first := row(box.Min.Y)
	for x := range first {
		first[x] = index
	}
	for y := box.Min.Y + 1; y < box.Max.Y; y++ {
		copy(row(y), first)
	}
}

// A crossing is where a contour meets a line of the raster, in 64ths of a
// pixel, on its way down (1) or up (-1).
type crossing struct{ x, turn int }

// perPixel is the number of lines on which the height of a pixel is sampled.
const perPixel = 4

// fill draws contours in a colour on a ground.
func (r *raster) fill(contours []contour, on, c color.RGBA) {
	steps := r.ink(on, c)
	top, foot := r.between(contours)
	lines := r.blank((foot - top) * perPixel)
	for i := range contours {
		contours[i].cross(lines, top*64)
	}
	cover := make([]int, r.image.Rect.Dx()+2)
	for y := top; y < foot; y++ {
		drawn := false
		for _, line := range lines[(y-top)*perPixel : (y-top+1)*perPixel] {
			drawn = drawn || len(line) > 0
			spans(line, cover)
		}
		if drawn {
			r.shade(y, cover, &steps)
			clear(cover)
		}
	}
}

// blank returns n lines without crossings.
func (r *raster) blank(n int) [][]crossing {
	for i := range r.lines {
		r.lines[i] = r.lines[i][:0]
	}
	if n > len(r.lines) {
		r.lines = append(r.lines, make([][]crossing, n-len(r.lines))...)
	}
	return r.lines[:n]
}

// between returns the rows of the picture between which the contours lie.
func (r *raster) between(contours []contour) (top, foot int) {
	top, foot = r.image.Rect.Dy()*64, 0
	reach := func(p point) { top, foot = min(top, p.y), max(foot, p.y) }
	for i := range contours {
		reach(contours[i].start)
		for _, s := range contours[i].segments {
			reach(s[0])
			reach(s[1])
		}
	}
	top, foot = max(top/64, 0), min(foot/64+1, r.image.Rect.Dy())
	return top, max(top, foot)
}

// cross adds the crossings of a contour to the lines, of which the first lies at
// the height top; its curves are taken as a few chords each.
func (c *contour) cross(lines [][]crossing, top int) {
	const chords = 6
	at := c.start
	for _, s := range c.segments {
		if s[0] == s[1] {
			edge(at, s[1], lines, top)
			at = s[1]
			continue
		}
		from := at
		for i := 1; i <= chords; i++ {
			j := chords - i
			to := point{
				(from.x*j*j + 2*s[0].x*i*j + s[1].x*i*i) / (chords * chords),
				(from.y*j*j + 2*s[0].y*i*j + s[1].y*i*i) / (chords * chords),
			}
			edge(at, to, lines, top)
			at = to
		}
	}
	edge(at, c.start, lines, top)
}

// edge adds the crossings of a straight line. The lines of the raster lie in
// the middle of their shares of a pixel.
func edge(a, b point, lines [][]crossing, top int) {
	turn := 1
	a.y, b.y = a.y-top, b.y-top
	if a.y > b.y {
		a, b, turn = b, a, -1
	}
	const step = 64 / perPixel
	i := max(0, (a.y-step/2+step-1)/step)
	for ; i < len(lines) && i*step+step/2 < b.y; i++ {
		if y := i*step + step/2; y >= a.y {
			lines[i] = append(lines[i], crossing{a.x + (y-a.y)*(b.x-a.x)/(b.y-a.y), turn})
		}
	}
}

// spans adds to each pixel how much of a line's inside lies in it, in 64ths.
// What a contour turns around is inside.
func spans(line []crossing, cover []int) {
	slices.SortFunc(line, func(a, b crossing) int { return a.x - b.x })
	winding, start := 0, 0
	limit := (len(cover) - 2) * 64
	for _, c := range line {
		x := min(max(c.x, 0), limit)
		if winding == 0 {
			start = x
		}
		winding += c.turn
		if winding != 0 {
			continue
		}
		for p := start / 64; p*64 < x; p++ {
			cover[p] += min(x, p*64+64) - max(start, p*64)
		}
	}
}

// shade sets a row of pixels to the shades that they are covered by.
func (r *raster) shade(y int, cover []int, steps *[shades]uint8) {
	row := r.image.Pix[y*r.image.Stride:][:r.image.Rect.Dx()]
	const full = 64 * perPixel
	for x := range row {
		if cover[x] > 0 {
			row[x] = steps[(cover[x]*(shades-1)+full/2)/full]
		}
	}
}
