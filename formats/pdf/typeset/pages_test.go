package typeset

import (
	"testing"

	"github.com/refolio/refolio/formats/pdf/measure"
)

const pageHeight = 30 * 14 * measure.Point

// TestPagesHoldEverythingOnceInOrder sets random columns with random notes.
func TestPagesHoldEverythingOnceInOrder(t *testing.T) {
	for seed := range uint64(200) {
		rows, notes := randomRows(seed, 300)
		pages := Paginate(rows, Layout{Height: pageHeight, Leading: 14_000, NoteGap: 14_000, NoteRows: notes, Flush: seed%2 == 0})
		next, height := 0, measure.Unit(0)
		var noteHeight, placed measure.Unit
		for _, n := range notes {
			noteHeight += heights(n)
		}
		for i := range pages {
			foot := measure.Unit(-1)
			for _, row := range pages[i].Body {
				if row.Row != &rows[next] {
					t.Fatalf("seed %d: page %d has the wrong row where row %d should be", seed, i, next)
				}
				if row.Y-row.Ascent < height && foot >= 0 {
					t.Fatalf("seed %d: rows overlap on page %d", seed, i)
				}
				foot = row.Y - row.Ascent + row.Height
				height = foot
				next++
			}
			height = 0
			for j, row := range pages[i].Notes {
				if top := row.Y - row.Ascent; j == 0 && top < foot {
					t.Fatalf("seed %d: the notes of page %d overlap the text", seed, i)
				}
				placed += row.Height + row.Space
			}
			if n := len(pages[i].Notes); n > 0 {
				foot = pages[i].Notes[n-1].Y - pages[i].Notes[n-1].Ascent + pages[i].Notes[n-1].Height
			}
			if foot > pageHeight {
				t.Fatalf("seed %d: page %d is %d high", seed, i, foot)
			}
		}
		if next != len(rows) || placed != noteHeight {
			t.Fatalf("seed %d: %d rows of %d, notes %d of %d", seed, next, len(rows), placed, noteHeight)
		}
	}
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
	if n := len(pages[0].Body); n != 29 {
		t.Errorf("the first page has %d rows", n)
	}
}

func TestWidowCostsALine(t *testing.T) {
	rows := plainRows(60)
	rows[30].Penalty = 160 // the last line of a paragraph
	if n := len(Paginate(rows, plainLayout)[0].Body); n != 29 {
		t.Errorf("the first page has %d rows", n)
	}
}

func TestShortNoteIsNotSplit(t *testing.T) {
	rows, note := plainRows(60), plainRows(4)
	rows[27].Notes = []int{1}
	l := plainLayout
	l.NoteRows = [][]Row{note}
	pages := Paginate(rows, l)
	if len(pages[0].Notes)+len(pages[1].Notes) != 4 || len(pages[0].Notes)*len(pages[1].Notes) != 0 {
		t.Errorf("%d rows on the first page, %d on the second", len(pages[0].Notes), len(pages[1].Notes))
	}
}

func TestLongNoteGoesOn(t *testing.T) {
	rows, note := plainRows(60), plainRows(50)
	rows[3].Notes = []int{1}
	l := plainLayout
	l.NoteRows = [][]Row{note}
	pages := Paginate(rows, l)
	if pages[0].Continued || !pages[1].Continued || len(pages[0].Notes) < 10 || len(pages[1].Notes) < 10 {
		t.Errorf("%d, then %d rows; continued %v, %v", len(pages[0].Notes), len(pages[1].Notes), pages[0].Continued, pages[1].Continued)
	}
}

func TestChapterBeginsAPage(t *testing.T) {
	rows := plainRows(20)
	rows[5].NewPage = true
	rows[10].NewPage, rows[10].NewRecto = true, true
	pages := Paginate(rows, plainLayout)
	if len(pages) != 3 || len(pages[0].Body) != 5 || len(pages[1].Body) != 5 || !pages[2].Recto {
		t.Errorf("%d pages", len(pages))
	}
}

func TestFlushPagesEndAtTheFoot(t *testing.T) {
	rows := plainRows(90)
	rows[30].Penalty = KeepWithPrevious
	l := plainLayout
	l.Flush = true
	page := Paginate(rows, l)[0]
	last := page.Body[len(page.Body)-1]
	if foot := last.Y - last.Ascent + last.Height; foot < pageHeight-100 || foot > pageHeight {
		t.Errorf("the page ends at %d", foot)
	}
}

func TestNoRows(t *testing.T) {
	if pages := Paginate(nil, plainLayout); len(pages) != 0 {
		t.Errorf("%d pages", len(pages))
	}
}
