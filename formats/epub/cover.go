package epub

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	_ "image/gif"
	_ "image/jpeg"
	"os"
	"strconv"
	"strings"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/pipeline/finding"
)

// A coverImage is the picture on the cover.
type coverImage struct {
	name      string // below root: "images/cover.png"
	mediaType string
	data      []byte
	drawing   *drawing // what it was made of; nil for the user's own picture
}

// The size of a drawn cover in pixels.
const (
	coverWidth  = 1200
	coverHeight = 1800
)

// A drawing is a cover as shapes in the order in which they are drawn.
type drawing struct {
	ground  color.RGBA
	boxes   []box
	strokes []stroke
	letters *letterer
	err     error // the first
}

type box struct {
	image.Rectangle
	color color.RGBA
}

// A stroke is a line of lettering on a ground of one colour.
type stroke struct {
	contours  []contour
	on, color color.RGBA
}

// makeCover draws the cover or takes the user's.
func (b *book) makeCover() error {
	if b.o.CoverImage != "" {
		return b.readCover(b.o.CoverImage)
	}
	if b.o.Cover == NoCover {
		return nil
	}
	d := &drawing{letters: newLetterer()}
	m := &b.doc.Meta
	words := coverWords{title: b.title, subtitle: b.subtitle, authors: joinNames(m.Authors), imprint: oneLine(m.Publisher)}
	if !d.letters.canDraw(words.title + words.subtitle + words.authors + words.imprint) {
		b.report(finding.Finding{Code: "epub/cover", Severity: finding.Info, Offset: -1,
			Message: "the book has no cover: the program has no letters for the script of its title",
			Suggest: "Give a picture with cover-image."})
		return nil
	}
	pair := tones[int(b.ids[0].value[len(b.ids[0].value)-1])%len(tones)]
	switch b.o.Cover {
	case FrameCover:
		d.frame(words, pair)
	case BandCover:
		d.band(words, pair)
	case PatternCover:
		d.pattern(words, pair, b.ids[0].value)
	case InitialCover:
		d.initial(words, cmp.Or(titleFileAs(b.title, b.lang), b.title), pair)
	default:
		d.rule(words, pair)
	}
	data, err := d.png(&b.deflater)
	if err != nil {
		return fmt.Errorf("draw it: %w", err)
	}
	b.cover = &coverImage{"images/cover.png", "image/png", data, d}
	return nil
}

// readCover reads the user's picture.
func (b *book) readCover(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	_, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("%s is no JPEG, PNG or GIF picture: %w", path, err)
	}
	ending := format
	if format == "jpeg" {
		ending = "jpg"
	}
	b.cover = &coverImage{"images/cover." + ending, "image/" + format, data, nil}
	return nil
}

// joinNames lists at most three names.
func joinNames(names []string) string {
	const most = 3
	more := ""
	if len(names) > most {
		names, more = names[:most], " …"
	}
	return oneLine(strings.Join(names, ", ")) + more
}

// coverWords is what stands on a cover.
type coverWords struct{ title, subtitle, authors, imprint string }

// A tone is a colour for a cover with the paler one that goes with it. Both
// hold white or near-black lettering in a contrast of at least 4.5 to 1.
type tone struct{ deep, pale color.RGBA }

var (
	ink   = color.RGBA{0x26, 0x22, 0x1E, 255}
	paper = color.RGBA{0xF6, 0xF1, 0xE7, 255}

	tones = []tone{
		{color.RGBA{0x7A, 0x2E, 0x26, 255}, color.RGBA{0xE3, 0xC9, 0xA4, 255}}, // brick
		{color.RGBA{0x1F, 0x3A, 0x4D, 255}, color.RGBA{0xD3, 0xC0, 0x93, 255}}, // sea
		{color.RGBA{0x2F, 0x4A, 0x38, 255}, color.RGBA{0xD8, 0xCC, 0xA0, 255}}, // moss
		{color.RGBA{0x4A, 0x33, 0x55, 255}, color.RGBA{0xDF, 0xC6, 0xBE, 255}}, // plum
		{color.RGBA{0x5A, 0x45, 0x2A, 255}, color.RGBA{0xE6, 0xD3, 0xA8, 255}}, // leather
		{color.RGBA{0x2B, 0x3B, 0x66, 255}, color.RGBA{0xDD, 0xC9, 0x9A, 255}}, // ink blue
	}
)

// rule is a light cover: author, title over a rule, imprint.
func (d *drawing) rule(w coverWords, t tone) {
	d.ground = paper
	d.box(0, 0, coverWidth, 36, t.deep)
	d.box(0, 48, coverWidth, 52, t.deep)
	d.box(0, coverHeight-52, coverWidth, coverHeight-48, t.deep)
	d.box(0, coverHeight-36, coverWidth, coverHeight, t.deep)
	y := 250
	if w.authors != "" {
		y = d.block(w.authors, fonts.Regular, 66, 30, y, 240, paper, ink) + 70
	}
	y = d.block(w.title, fonts.Regular, 150, 34, y, 800, paper, t.deep) + 40
	d.box(coverWidth/2-90, y, coverWidth/2+90, y+8, t.deep)
	y += 100
	d.block(w.subtitle, fonts.Italic, 60, 28, y, 1560-y, paper, ink)
	d.imprint(w.imprint, paper, ink)
}

// frame is a dark cover within a double frame.
func (d *drawing) frame(w coverWords, t tone) {
	d.ground = t.deep
	for _, f := range [][2]int{{60, 6}, {78, 2}} { // the distance from the edge, the width of the line
		in, line := f[0], f[1]
		d.box(in, in, coverWidth-in, in+line, t.pale)
		d.box(in, coverHeight-in-line, coverWidth-in, coverHeight-in, t.pale)
		d.box(in, in, in+line, coverHeight-in, t.pale)
		d.box(coverWidth-in-line, in, coverWidth-in, coverHeight-in, t.pale)
	}
	y := d.block(w.title, fonts.Regular, 140, 34, 340, 760, t.deep, paper) + 50
	y = d.block(w.subtitle, fonts.Italic, 56, 28, y, 1280-y, t.deep, t.pale)
	if w.authors != "" {
		y = max(y+60, 1330)
		d.block(w.authors, fonts.Regular, 62, 28, y, 1610-y, t.deep, t.pale)
	}
	d.imprint(w.imprint, t.deep, t.pale)
}

// band is a pale cover with a deep band behind the title.
func (d *drawing) band(w coverWords, t tone) {
	d.ground = t.pale
	const top, foot = 420, 1240
	d.box(0, top, coverWidth, foot, t.deep)
	d.box(0, top-24, coverWidth, top-12, t.deep)
	d.box(0, foot+12, coverWidth, foot+24, t.deep)
	d.block(w.authors, fonts.Regular, 66, 28, 170, 210, t.pale, ink)
	lines, size := d.letters.fit(w.title, fonts.Regular, 140, 34, textWidth, foot-top-120)
	d.lines(lines, fonts.Regular, size, (top+foot-len(lines)*leading(size))/2, t.deep, paper)
	d.block(w.subtitle, fonts.Italic, 56, 28, foot+80, 300, t.pale, ink)
	d.imprint(w.imprint, t.pale, ink)
}

// textWidth is the width of the lettering.
const textWidth = coverWidth - 2*160

func (d *drawing) box(x0, y0, x1, y1 int, c color.RGBA) {
	d.boxes = append(d.boxes, box{image.Rect(x0, y0, x1, y1), c})
}

// block draws words in as many lines as they need, from y down and within the
// height, and returns where they end.
func (d *drawing) block(words string, style fonts.Style, from, to, y, height int, on, c color.RGBA) int {
	if words == "" {
		return y
	}
	lines, size := d.letters.fit(words, style, from, to, textWidth, height)
	return d.lines(lines, style, size, y, on, c)
}

func (d *drawing) lines(lines []string, style fonts.Style, size, y int, on, c color.RGBA) int {
	for _, line := range lines {
		x := (coverWidth*64 - d.letters.width(line, style, size, 0)) / 2
		contours, err := d.letters.outlines(line, style, size, 0, point{x, (y + size*9/10) * 64})
		if err != nil && d.err == nil {
			d.err = err
		}
		d.strokes = append(d.strokes, stroke{contours, on, c})
		y += leading(size)
	}
	return y
}

// imprint draws the publisher at the foot.
func (d *drawing) imprint(words string, on, c color.RGBA) {
	d.block(words, fonts.Regular, 40, 24, 1640, 80, on, c)
}

// png returns the drawing as a PNG file.
func (d *drawing) png(z *deflater) ([]byte, error) {
	if d.err != nil {
		return nil, d.err
	}
	r := newRaster(coverWidth)
	r.box(image.Rect(0, 0, coverWidth, coverHeight), d.ground)
	for _, b := range d.boxes {
		r.box(b.Rectangle, b.color)
	}
	for _, s := range d.strokes {
		r.shape(s.contours, s.on, s.color)
	}
	return r.png(coverHeight, z)
}

// writeCover writes the cover's page: the drawing as a picture that is sharp
// at any size, or the user's image.
func (f *file) writeCover() {
	b := f.book
	label := b.title
	if names := joinNames(b.doc.Meta.Authors); names != "" {
		label += ", " + names
	}
	f.open("section", "class", "cover", "epub:type", "cover", "aria-label", b.words.Cover)
	f.newline()
	if b.cover.drawing != nil {
		f.svg(b.cover.drawing, label)
	} else {
		f.void("img", "src", "../"+b.cover.name, "alt", label, "role", "doc-cover")
	}
	f.end()
}

func (f *file) svg(d *drawing, label string) {
	f.open("svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox", fmt.Sprintf("0 0 %d %d", coverWidth, coverHeight),
		"width", "100%", "height", "100%", "preserveAspectRatio", "xMidYMid meet", "role", "img", "aria-label", label)
	f.newline()
	whole := box{image.Rect(0, 0, coverWidth, coverHeight), d.ground}
	for _, b := range append([]box{whole}, d.boxes...) {
		f.void("rect", "x", strconv.Itoa(b.Min.X), "y", strconv.Itoa(b.Min.Y),
			"width", strconv.Itoa(b.Dx()), "height", strconv.Itoa(b.Dy()), "fill", hexColor(b.color))
		f.newline()
	}
	for _, s := range d.strokes {
		f.void("path", "fill", hexColor(s.color), "d", pathData(s.contours))
		f.newline()
	}
	f.end()
}

func hexColor(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// pathData writes contours as an SVG path in tenths of a pixel, each point as
// its distance from the one before.
func pathData(contours []contour) string {
	var out []byte
	var at point // in tenths
	number := func(v int, parted bool) {
		if v < 0 {
			out = append(out, '-')
			v = -v
		} else if parted {
			out = append(out, ' ')
		}
		out = strconv.AppendInt(out, int64(v/10), 10)
		if v%10 != 0 {
			out = append(out, '.', byte('0'+v%10))
		}
	}
	write := func(command byte, points ...point) {
		out = append(out, command)
		var to point
		for i, p := range points {
			to = point{p.x * 10 / 64, p.y * 10 / 64}
			number(to.x-at.x, i > 0)
			number(to.y-at.y, true)
		}
		at = to
	}
	for _, c := range contours {
		write('m', c.start)
		begin := at
		for _, s := range c.segments {
			if s[0] == s[1] {
				write('l', s[1])
			} else {
				write('q', s[0], s[1])
			}
		}
		out = append(out, 'z')
		at = begin
	}
	return string(out)
}
