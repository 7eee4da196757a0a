package typeset

import (
	"slices"
	"testing"

	"github.com/refolio/refolio/formats/pdf/measure"
)

const pageHeight = 30 * 14 * measure.Point

// TestPagesHoldEverythingOnceInOrder sets random columns with random notes.
func TestPagesHoldEverythingOnceInOrder(t *testing.T) {
	for seed := range uint64(200) {
		rows, notes := randomRows(seed, 300)
		pages := Paginate(rows, Layout{Height: pageHeight, Leading: 14_000, NoteGap: 14_000, NoteRows: notes, Flush: seed%2 == 0, Columns: int(seed % 3)})
		next, height := 0, measure.Unit(0)
		var noteHeight, placed measure.Unit
		for _, n := range notes {
			for i := range n {
				noteHeight += n[i].Height + n[i].Space
			}
		}
		for i, c := range columns(pages) {
			foot := measure.Unit(-1)
			for _, row := range c.Body {
				if row.Row != &rows[next] {
					t.Fatalf("seed %d: column %d has the wrong row where row %d should be", seed, i, next)
				}
				if row.Y-row.Ascent < height && foot >= 0 {
					t.Fatalf("seed %d: rows overlap in column %d", seed, i)
				}
				foot = row.Y - row.Ascent + row.Height
				height = foot
				next++
			}
			height = 0
			for j, row := range c.Notes {
				if top := row.Y - row.Ascent; j == 0 && top < foot {
					t.Fatalf("seed %d: the notes of column %d overlap the text", seed, i)
				}
				placed += row.Height + row.Space
			}
			if n := len(c.Notes); n > 0 {
				foot = c.Notes[n-1].Y - c.Notes[n-1].Ascent + c.Notes[n-1].Height
			}
			if foot > pageHeight {
				t.Fatalf("seed %d: column %d is %d high", seed, i, foot)
			}
		}
		if next != len(rows) || placed != noteHeight {
			t.Fatalf("seed %d: %d rows of %d, notes %d of %d", seed, next, len(rows), placed, noteHeight)
		}
	}
}

// columns lists the columns of all pages.
func columns(pages []Page) []Column {
	var all []Column
	for i := range pages {
		all = append(all, pages[i].Columns...)
	}
	return all
}

// plainRows returns n rows without anything special.
func plainRows(n int) []Row {
	rows := make([]Row, n)
	for i := range rows {
		rows[i] = Row{Height: 14_000, Ascent: 10_000}
	}
	return rows
}

var plainLayout = Layout{Height: pageHeight, Leading: 14_000, NoteGap: 14_000}

func TestHeadingIsNotLeftAtTheFoot(t *testing.T) {
	rows := plainRows(60)
	rows[30].Penalty = KeepWithPrevious // row 29, the page's last, is a heading
	pages := Paginate(rows, plainLayout)
	if n := len(pages[0].Columns[0].Body); n != 29 {
		t.Errorf("the first page has %d rows", n)
	}
}

func TestWidowCostsALine(t *testing.T) {
	rows := plainRows(60)
	rows[30].Penalty = 160 // the last line of a paragraph
	if n := len(Paginate(rows, plainLayout)[0].Columns[0].Body); n != 29 {
		t.Errorf("the first page has %d rows", n)
	}
}

func TestShortNoteIsNotSplit(t *testing.T) {
	rows, note := plainRows(60), plainRows(4)
	rows[27].Notes = []int{1}
	l := plainLayout
	l.NoteRows = [][]Row{note}
	pages := Paginate(rows, l)
	if len(pages[0].Columns[0].Notes)+len(pages[1].Columns[0].Notes) != 4 || len(pages[0].Columns[0].Notes)*len(pages[1].Columns[0].Notes) != 0 {
		t.Errorf("%d rows on the first page, %d on the second", len(pages[0].Columns[0].Notes), len(pages[1].Columns[0].Notes))
	}
}

func TestLongNoteGoesOn(t *testing.T) {
	rows, note := plainRows(60), plainRows(50)
	rows[3].Notes = []int{1}
	l := plainLayout
	l.NoteRows = [][]Row{note}
	pages := Paginate(rows, l)
	if pages[0].Columns[0].Continued || !pages[1].Columns[0].Continued || len(pages[0].Columns[0].Notes) < 10 || len(pages[1].Columns[0].Notes) < 10 {
		t.Errorf("%d, then %d rows; continued %v, %v", len(pages[0].Columns[0].Notes), len(pages[1].Columns[0].Notes), pages[0].Columns[0].Continued, pages[1].Columns[0].Continued)
	}
}

func TestChapterBeginsAPage(t *testing.T) {
	rows := plainRows(20)
	rows[5].NewPage = true
	rows[10].NewPage, rows[10].NewRecto = true, true
	pages := Paginate(rows, plainLayout)
	if len(pages) != 3 || len(pages[0].Columns[0].Body) != 5 || len(pages[1].Columns[0].Body) != 5 || !pages[2].Recto {
		t.Errorf("%d pages", len(pages))
	}
}

func TestFlushPagesEndAtTheFoot(t *testing.T) {
	rows := plainRows(90)
	rows[30].Penalty = KeepWithPrevious
	l := plainLayout
	l.Flush = true
	page := Paginate(rows, l)[0].Columns[0]
	last := page.Body[len(page.Body)-1]
	if foot := last.Y - last.Ascent + last.Height; foot < pageHeight-100 || foot > pageHeight {
		t.Errorf("the page ends at %d", foot)
	}
}

// TestChaptersDoNotEndWithAStub: two rows alone on a chapter's last page take
// some from the page before.
func TestChaptersDoNotEndWithAStub(t *testing.T) {
	for rest, want := range map[int]int{1: 28, 2: 29, 3: 29, 4: 30, 5: 30, 20: 30} {
		pages := Paginate(plainRows(30+rest), plainLayout)
		if n := len(pages[0].Columns[0].Body); n != want {
			t.Errorf("with %d rows more, the first page has %d", rest, n)
		}
	}
}

func TestNoRows(t *testing.T) {
	if pages := Paginate(nil, plainLayout); len(pages) != 0 {
		t.Errorf("%d pages", len(pages))
	}
}

func TestTheLastColumnsAreEquallyLong(t *testing.T) {
	l := plainLayout
	l.Columns = 2
	rows := plainRows(60 + 21)
	rows[70].NewPage = true
	pages := Paginate(rows, l)
	var got []int
	for _, c := range columns(pages) {
		got = append(got, len(c.Body))
	}
	if want := []int{30, 30, 5, 5, 6, 5}; !slices.Equal(got, want) {
		t.Errorf("got columns of %d rows, want %d", got, want)
	}
}

// TestNotesStandInTheirColumn: so does the rest of a note that is longer than
// its column, and a chapter's end brings no column of the next one.
func TestNotesStandInTheirColumn(t *testing.T) {
	rows, note := plainRows(40), plainRows(40)
	rows[2].Notes = []int{1}
	rows[6].NewPage = true
	l := plainLayout
	l.Columns, l.NoteRows = 2, [][]Row{note}
	pages := Paginate(rows, l)
	first := pages[0].Columns
	if len(pages) != 2+1 && len(pages) != 2 || len(first) != 2 || len(first[0].Notes)+len(first[1].Notes) != 40 || !first[1].Continued {
		t.Fatalf("%d pages; the first has %d columns", len(pages), len(first))
	}
	if len(first[0].Body)+len(first[1].Body) != 6 || pages[1].First() != &rows[6] {
		t.Error("the chapter doesn't begin its page")
	}
}

func TestWideRowsStandAcrossColumns(t *testing.T) {
	l := plainLayout
	l.Columns = 2
	rows := plainRows(110)
	rows[40].NewPage = true
	rows[40].Wide, rows[41].Wide = true, true
	page := Paginate(rows, l)[1]
	if len(page.Wide) != 2 || page.First() != &rows[40] || len(page.Columns) != 2 || len(page.Columns[0].Body) != 28 {
		t.Errorf("got %d wide rows, %d columns", len(page.Wide), len(page.Columns))
	}
	if y := page.Columns[1].Body[0].Y; y != 2*14_000+10_000 {
		t.Errorf("the second column begins at %d", y)
	}
	n := 0
	for range page.Rows() {
		n++
	}
	if n != 58 {
		t.Errorf("the page has %d rows", n)
	}
	for i := range rows[40:] {
		rows[40+i].Wide = true // a heading that is longer than a page
	}
	if pages := Paginate(rows, l); len(pages) != 4 || len(pages[1].Wide) != 30 || len(pages[2].Wide) != 30 {
		t.Errorf("%d pages", len(pages))
	}
}
