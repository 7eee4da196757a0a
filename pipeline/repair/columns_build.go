package repair

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"
)

// build cuts the rows of pages with columns into pieces, decides their order,
// and puts the pieces in the rows' place.
func (c *columnist) build() {
	t := c.t
	rows := make([]Row, 0, len(t.Rows)+len(t.Rows)/2)
	heads := t.pageHeads()
	first := make([]int, len(t.Pages))
	n := 0 // pieces are numbered by region and column
	for p := range t.Pages {
		from, to := t.pageRows(p)
		first[p] = len(rows)
		if len(c.gutters[p]) == 0 {
			rows = append(rows, c.straighten(from, to)...)
			continue
		}
		edges := c.edges(from, to, c.gutters[p])
		pieces := c.pieces(from, to, c.gutters[p], edges, heads)
		for i := from; i < to; {
			end := i
			for end < to && pieces[end-from] != nil {
				end++
			}
			region := pieces[i-from : end-from]
			if !isRegion(region) {
				end = max(end, i+1)
				rows = append(rows, t.Rows[i:end]...)
			} else {
				rows = c.flow(rows, i, region, edges, n)
				n += len(edges)
				t.Columns = true
			}
			i = end
		}
	}
	starts := t.folioStarts()
	t.Rows = rows
	for p := range t.Pages {
		t.Pages[p].First = first[p]
	}
	t.followFolios(starts)
}

// folioStarts lists where the rows of the folios begin, for these to be found
// again when the rows are others.
func (t *Text) folioStarts() []int {
	starts := make([]int, len(t.folios))
	for p := range t.folios {
		if r := t.folios[p].row; r >= 0 {
			starts[p] = t.Rows[r].Start
		}
	}
	return starts
}

// followFolios keeps up what the pages stage knows of rows.
func (t *Text) followFolios(starts []int) {
	for p := range t.folios {
		if f := &t.folios[p]; f.row >= 0 {
			f.row = t.rowNear(starts[p])
		}
	}
	if t.Columns {
		t.countLines()
	}
}

// pieces cuts the rows of a page at its gutters: for each row a piece for each
// column, empty where it has none. A row that goes across the columns has no
// pieces at all.
func (c *columnist) pieces(from, to int, gutters []gutter, edges []int32, heads map[string]int) [][]fragment {
	pieces := make([][]fragment, to-from)
	for i := range pieces {
		pieces[i] = c.cutAt(c.row(from+i), gutters)
	}
	for i := 1; i+1 < len(pieces); i++ {
		if pieces[i] == nil && pieces[i-1] != nil && pieces[i+1] != nil {
			pieces[i] = c.cutAt(c.torn(c.row(from+i), gutters, edges), gutters)
		}
	}
	top, foot := 0, len(pieces)-1
	for top <= foot && (pieces[top] == nil || c.across(from+top, top < foot && c.t.Rows[from+top+1].Blank > 0, gutters, heads)) {
		pieces[top] = nil
		top++
	}
	for foot > top && (pieces[foot] == nil || c.across(from+foot, c.t.Rows[from+foot].Blank > 0, gutters, heads)) {
		pieces[foot] = nil
		foot--
	}
	return pieces
}

// cutAt cuts a row at the gutters, or returns nil if it crosses one.
func (c *columnist) cutAt(row []fragment, gutters []gutter) []fragment {
	out := make([]fragment, len(gutters)+1)
	for _, f := range row {
		k := columnOf(f, gutters)
		switch {
		case k < 0:
			return nil
		case out[k].end == 0:
			out[k] = f
		default:
			out[k].to, out[k].end = f.to, f.end
		}
	}
	return out
}

// torn parts fragments that reach over a gutter at the single space behind
// which a word begins just at the next column's edge: an overlong line of the
// left column pushed against the right one.
func (c *columnist) torn(row []fragment, gutters []gutter, edges []int32) []fragment {
	var out []fragment
	for _, f := range row {
		for k, g := range gutters {
			if f.from < g.left && f.to > g.right {
				if a, b, ok := c.tear(f, edges[k+1]); ok {
					out = append(out, a)
					f = b
				}
			}
		}
		out = append(out, f)
	}
	return out
}

// tear parts a fragment before the word that begins at a column.
func (c *columnist) tear(f fragment, edge int32) (left, right fragment, ok bool) {
	text := c.t.Src.Text[f.start:f.end]
	column := f.from
	for i, r := range text {
		if column == edge && i > 0 {
			before, size := utf8.DecodeLastRuneInString(text[:i])
			if !unicode.IsSpace(before) || unicode.IsSpace(r) {
				return f, f, false
			}
			at := f.start + i
			return fragment{f.from, column - 1, f.start, at - size}, fragment{column, f.to, at, f.end}, true
		}
		column++
	}
	return f, f, false
}

// edges returns where the text of each column begins on a page.
func (c *columnist) edges(from, to int, gutters []gutter) []int32 {
	starts := make([][]int32, len(gutters)+1)
	for i := from; i < to; i++ {
		for k := range starts {
			if a, _, ok := c.span(i, gutters, k); ok {
				starts[k] = append(starts[k], a)
			}
		}
	}
	edges := make([]int32, len(starts))
	for k := range starts {
		edges[k] = edgeOf(starts[k])
	}
	return edges
}

const edgeShare = 0.06 // of the rows begin at the edge at least; outliers are fewer

// edgeOf is the smallest of the columns at which several rows begin. It sorts
// starts.
func edgeOf(starts []int32) int32 {
	if len(starts) == 0 {
		return 0
	}
	slices.Sort(starts)
	least := max(2, int(edgeShare*float64(len(starts))))
	for i, x := range starts {
		if i+least <= len(starts) && starts[i+least-1] == x {
			return x
		}
	}
	return starts[0]
}

// pageHeads counts the texts of the outermost rows of the pages.
func (t *Text) pageHeads() map[string]int {
	heads := map[string]int{}
	for p := range t.Pages {
		from, to := t.pageRows(p)
		for i := from; i < to; i++ {
			if i == from+2 && to-2 > i {
				i = to - 2
			}
			heads[fold(t.String(i))]++
		}
	}
	return heads
}

// across reports whether a row at the edge of a page belongs to none of the
// columns: it is set in the middle, or apart from the others as running heads
// and folios are.
func (c *columnist) across(row int, apart bool, gutters []gutter, heads map[string]int) bool {
	fs := c.row(row)
	if len(fs) == 1 {
		axis := gutters[len(gutters)/2].left + gutters[len(gutters)/2].right
		if len(gutters)%2 == 0 {
			axis = (gutters[len(gutters)/2-1].right + gutters[len(gutters)/2].left)
		}
		off := fs[0].from + fs[0].to - axis
		if max(off, -off) <= 2*gutterMoves && fs[0].from > narrowColumn {
			return true
		}
	}
	if !apart {
		return false
	}
	if heads[fold(c.t.String(row))] > 1 {
		return true
	}
	_, ok := c.t.folioIn(row)
	return ok
}

// isRegion reports whether the pieces of consecutive rows stand in columns.
func isRegion(region [][]fragment) bool {
	columns := 0
	for k := 0; len(region) > 0 && k < len(region[0]); k++ {
		n := 0
		for _, row := range region {
			if row[k].end > 0 {
				n++
			}
		}
		if n > 1 {
			columns++
		}
	}
	return columns > 1
}

// flow appends the pieces of a region to rows in reading order. The region
// begins at a row; its first column is number n.
func (c *columnist) flow(rows []Row, first int, region [][]fragment, edges []int32, n int) []Row {
	for k := range edges {
		last := -1
		for i := range region {
			f := region[i][k]
			if f.end == 0 {
				continue
			}
			r := c.t.Rows[first+i]
			r.Start, r.End, r.Column = f.start, f.end, 1+n+k
			r.Indent = max(0, int(f.from-edges[k]))
			r.look(c.t.Src.Text)
			r.Blank = c.blanks(first, region, last, i, k)
			rows = append(rows, r)
			c.order(f, n+k)
			last = i
		}
	}
	return rows
}

// blanks counts the empty lines above a piece of column k in row i of a
// region, if the piece before it in its column stands in row last. A row with
// text in other columns alone is an empty line too, unless these are set with
// a leading of their own, so that the rows alternate.
func (c *columnist) blanks(first int, region [][]fragment, last, i, k int) int {
	if last < 0 {
		if k == 0 && i == 0 {
			return c.t.Rows[first].Blank
		}
		return 0
	}
	blank := i - last - 1
	if blank > 0 && (solitary(region[last], k) || solitary(region[i], k)) {
		blank--
	}
	for j := last + 1; j <= i; j++ {
		blank += c.t.Rows[first+j].Blank
	}
	return blank
}

// solitary reports whether a row has text in column k only.
func solitary(row []fragment, k int) bool {
	return !slices.ContainsFunc(row, func(f fragment) bool { return f.end > 0 && f != row[k] })
}

// straighten measures the indents of a page without columns from the edge of
// its text: left and right pages may have different margins.
func (c *columnist) straighten(from, to int) []Row {
	rows := c.t.Rows[from:to]
	var starts []int32
	for i := 1; i+1 < len(rows); i++ { // without head and folio
		starts = append(starts, int32(rows[i].Indent))
	}
	if edge := int(edgeOf(starts)); edge > 0 {
		for i := range rows {
			rows[i].Indent = max(0, rows[i].Indent-edge)
		}
	}
	return rows
}

// middle returns the middlemost of some numbers. It sorts them.
func middle[N cmp.Ordered](ns []N) N {
	var none N
	if len(ns) == 0 {
		return none
	}
	slices.Sort(ns)
	return ns[len(ns)/2]
}
