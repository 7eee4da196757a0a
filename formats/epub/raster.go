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

// A raster makes the picture of the cover, a row at a time from the top, of
// boxes and of shapes over them. Its arithmetic is in whole numbers alone, since
// machines round fractions differently and the picture is to be the same on all
// of them.
type raster struct {
	width   int
	palette []color.RGBA
	boxes   []inkedBox
	shapes  []shape
	under   []uint8 // the boxes of the row at hand, each pixel a place in the palette
	row     []uint8 // and the shapes over them
	cover   []int32 // of a row: how much more of a pixel is covered than of the one before
}

type inkedBox struct {
	image.Rectangle
	ink uint8
}

func newRaster(width int) *raster {
	return &raster{width: width, under: make([]uint8, width), row: make([]uint8, width), cover: make([]int32, width+2)}
}

// box adds a rectangle, in pixels.
func (r *raster) box(box image.Rectangle, c color.RGBA) {
	r.boxes = append(r.boxes, inkedBox{box, r.color(c)})
}

// shape adds contours in a colour on a ground.
func (r *raster) shape(contours []contour, on, c color.RGBA) {
	s := newShape(contours)
	for i := range s.inks {
		mix := func(a, b uint8) uint8 { return uint8((int(a)*(shades-1-i) + int(b)*i) / (shades - 1)) }
		s.inks[i] = r.color(color.RGBA{mix(on.R, c.R), mix(on.G, c.G), mix(on.B, c.B), 255})
	}
	r.shapes = append(r.shapes, s)
}

// color returns the place of a colour in the palette.
func (r *raster) color(c color.RGBA) uint8 {
	i := slices.Index(r.palette, c)
	if i < 0 {
		i = len(r.palette)
		r.palette = append(r.palette, c)
	}
	return uint8(i)
}

// draw returns the row y, which is the raster's until the next is drawn, and
// whether it is like the one before. Rows are drawn in their order.
func (r *raster) draw(y int) (row []uint8, same bool) {
	fresh := y == 0
	for _, b := range r.boxes {
		fresh = fresh || y == b.Min.Y || y == b.Max.Y
	}
	if fresh {
		r.drawBoxes(y)
	}
	for i := range r.shapes {
		fresh = fresh || r.shapes[i].reaches(y) || r.shapes[i].reaches(y-1)
	}
	if !fresh {
		return r.row, true
	}
	copy(r.row, r.under)
	for i := range r.shapes {
		if s := &r.shapes[i]; s.reaches(y) {
			s.draw(y, r.row, r.cover)
		}
	}
	return r.row, false
}

func (r *raster) drawBoxes(y int) {
	for _, b := range r.boxes {
		if b.Min.Y <= y && y < b.Max.Y {
			pixels := r.under[max(0, b.Min.X):min(b.Max.X, r.width)]
			for x := range pixels {
				pixels[x] = b.ink
			}
		}
	}
}

// A shape is what contours enclose, as the straight edges that they are made
// of. What a contour turns around is inside.
type shape struct {
	inks      [shades]uint8 // from the ground to the colour
	top, foot int           // the rows between which it lies
	edges     []edge
	begins    []int32 // by row from top: 1 + the first edge that begins there, 0 for none
	open      []int32 // the edges that reach the row at hand
}

// An edge is a straight line from its upper end down, in 64ths of a pixel.
type edge struct {
	x, slope int   // where it is on the next line of samples and how far it goes to the one after, in 2^-16 of a 64th
	samples  int   // from how many lines in all, counted from the picture's top, it is drawn
	end      int   // and up to which
	turn     int32 // 1 if the contour goes down here, -1 if up
	next     int32 // that begins in the same row, as in begins
}

// A pixel's height is sampled on perPixel lines, each in the middle of its share.
const (
	perPixel = 4
	apart    = 64 / perPixel
)

func newShape(contours []contour) shape {
	var s shape
	for i := range contours {
		s.addContour(&contours[i])
	}
	if len(s.edges) == 0 {
		return s
	}
	s.top, s.foot = s.edges[0].row(), 0
	for i := range s.edges {
		e := &s.edges[i]
		s.top, s.foot = min(s.top, e.row()), max(s.foot, (e.end-1)/perPixel+1)
	}
	s.begins = make([]int32, s.foot-s.top)
	for i := range s.edges {
		at := &s.begins[s.edges[i].row()-s.top]
		s.edges[i].next, *at = *at, int32(i+1)
	}
	return s
}

// row is the row in which an edge begins.
func (e *edge) row() int { return e.samples / perPixel }

// addContour adds the edges of a contour, its curves as a few chords each.
func (s *shape) addContour(c *contour) {
	at := c.start
	for _, segment := range c.segments {
		from, middle, end := at, segment[0], segment[1]
		n := chords(from, middle, end)
		for i := 1; i <= n; i++ {
			j := n - i
			to := point{
				(from.x*j*j + 2*middle.x*i*j + end.x*i*i) / (n * n),
				(from.y*j*j + 2*middle.y*i*j + end.y*i*i) / (n * n),
			}
			s.addEdge(at, to)
			at = to
		}
	}
	s.addEdge(at, c.start)
}

// chords returns how many chords come close enough to a curve: with n of them
// the farthest point between is (from-2*middle+end)/(4*n*n) away, see
// Sederberg, Computer Aided Geometric Design, section 10.6.
func chords(from, middle, end point) int {
	const near, most = 3, 16 // 64ths of a pixel
	if middle == end {
		return 1
	}
	away := max(abs(from.x-2*middle.x+end.x), abs(from.y-2*middle.y+end.y)) / 4
	n := 1
	for n < most && n*n*near < away {
		n++
	}
	return n
}

func abs(n int) int { return max(n, -n) }

// addEdge adds a straight line, if a line of samples meets it.
func (s *shape) addEdge(a, b point) {
	turn := int32(1)
	if a.y > b.y {
		a, b, turn = b, a, -1
	}
	line := func(y int) int { return max(0, (y+apart/2-1)/apart) } // the first that is not above y
	first, end := line(a.y), line(b.y)
	if first >= end {
		return
	}
	slope := (b.x - a.x) << 16 / (b.y - a.y)
	s.edges = append(s.edges, edge{
		x:       a.x<<16 + slope*(first*apart+apart/2-a.y),
		slope:   slope * apart,
		samples: first, end: end, turn: turn,
	})
}

// reaches reports whether a row lies between the shape's top and foot.
func (s *shape) reaches(y int) bool { return s.top <= y && y < s.foot }

// draw draws the shape's part of a row over what is there. The cover is clear,
// before and after.
func (s *shape) draw(y int, row []uint8, cover []int32) {
	for i := s.begins[y-s.top]; i != 0; i = s.edges[i-1].next {
		s.open = append(s.open, i-1)
	}
	left, right := len(row), 0
	limit := len(row) * 64
	s.open = slices.DeleteFunc(s.open, func(i int32) bool {
		e := &s.edges[i]
		for ; e.samples < min(e.end, (y+1)*perPixel); e.samples++ {
			x := min(max(e.x>>16, 0), limit)
			e.x += e.slope
			pixel, part := x/64, int32(x%64)
			cover[pixel] += e.turn * (64 - part)
			cover[pixel+1] += e.turn * part
			left, right = min(left, pixel), max(right, pixel+1)
		}
		return e.samples == e.end
	})
	const full = 64 * perPixel
	sum := int32(0)
	for x := left; x <= right; x++ {
		sum += cover[x]
		cover[x] = 0
		if covered := min(max(sum, -sum), full); covered > 0 && x < len(row) {
			row[x] = s.inks[(covered*(shades-1)+full/2)/full]
		}
	}
}
