package main

import (
	"context"
	"encoding/xml"
	"fmt"
	"math"
	"os/exec"
	"slices"
	"strings"
)

// word is a word on a page, in points from the page's upper left corner.
type word struct {
	XMin float64 `xml:"xMin,attr"`
	YMin float64 `xml:"yMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

func (w *word) middle() float64 { return (w.YMin + w.YMax) / 2 }

// line is a line of body text, its words from left to right.
type line []word

// starts reports whether the line is the first of an indented paragraph.
func (l line) starts() bool { return l[0].XMin > leftEdge+typeSize/2 }

// full reports whether the line reaches the right edge.
func (l line) full() bool { return l.right() > leftEdge+lineWidth-0.5 }

func (l line) right() float64 { return l[len(l)-1].XMax }

func (l line) hyphen() bool {
	t := l[len(l)-1].Text
	return strings.HasSuffix(t, "-") || strings.HasSuffix(t, "\u00AD")
}

// spaces returns the widths of the spaces in the line. Words without a
// space between them are a word and its reference mark.
func (l line) spaces() []float64 {
	var widths []float64
	for i := 1; i < len(l); i++ {
		if gap := l[i].XMin - l[i-1].XMax; gap > typeSize/20 {
			widths = append(widths, gap)
		}
	}
	return widths
}

// readPages reads the lines of body text from a PDF file, page by page.
func readPages(ctx context.Context, file string) ([][]line, error) {
	out, err := exec.CommandContext(ctx, "pdftotext", "-bbox", file, "-").Output()
	if err != nil {
		return nil, fmt.Errorf("pdftotext: %w", err)
	}
	var doc struct {
		Pages []struct {
			Words []word `xml:"word"`
		} `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal(out, &doc); err != nil {
		return nil, err
	}
	height := bodyHeight(doc.Pages[0].Words)
	pages := make([][]line, len(doc.Pages))
	for i := range doc.Pages {
		pages[i] = lines(doc.Pages[i].Words, height)
	}
	return pages, nil
}

// bodyHeight is the height that most words have. It depends on the type size.
func bodyHeight(words []word) float64 {
	count := map[int]int{}
	best := 0
	for i := range words {
		h := int(math.Round((words[i].YMax - words[i].YMin) * 10))
		if count[h]++; count[h] > count[best] {
			best = h
		}
	}
	return float64(best) / 10
}

// lines gathers the lines of body text from the words of a page: the words of
// the body's height on a common baseline, and the reference marks among them.
func lines(words []word, height float64) []line {
	var out []line
	body := func(w *word) bool { return math.Abs(w.YMax-w.YMin-height) < 0.2 }
	for _, w := range words {
		if !body(&w) {
			continue
		}
		i := slices.IndexFunc(out, func(l line) bool { return math.Abs(l[0].YMin-w.YMin) < 1 })
		if i < 0 {
			i = len(out)
			out = append(out, nil)
		}
		out[i] = append(out[i], w)
	}
	for _, w := range words {
		if body(&w) {
			continue
		}
		for i := range out {
			if math.Abs(out[i][0].middle()-w.middle()) < typeSize/2 {
				out[i] = append(out[i], w)
				break
			}
		}
	}
	for _, l := range out {
		slices.SortFunc(l, func(a, b word) int { return int(math.Copysign(1, a.XMin-b.XMin)) })
	}
	slices.SortFunc(out, func(a, b line) int { return int(math.Copysign(1, a[0].YMin-b[0].YMin)) })
	return out
}

// figures are what is measured; see the comment at the head of main.go.
type figures struct {
	lines, ladders, loose, over, widows, orphans int
	mean, p95, hyphens                           float64
}

// judge measures the pages of a file whose spaces have the given natural width
// in parts of the type size.
func judge(pages [][]line, space float64) figures {
	var f figures
	var off []float64
	run, hyphens := 0, 0
	for _, page := range pages {
		for _, l := range page {
			if l.hyphen() {
				hyphens++
				run++
			} else {
				run = 0
			}
			if run == 3 {
				f.ladders++
			}
			widths := l.spaces()
			if !l.full() || len(widths) == 0 {
				continue
			}
			f.lines++
			if l.right() > leftEdge+lineWidth+0.5 {
				f.over++
			}
			off = append(off, deviations(widths, space*typeSize)...)
			if badness(widths, space*typeSize) > 200 {
				f.loose++
			}
		}
	}
	slices.Sort(off)
	var sum float64
	for _, d := range off {
		sum += d
	}
	f.mean, f.p95 = 100*sum/float64(len(off)), 100*off[len(off)*95/100]
	f.hyphens = 100 * float64(hyphens) / float64(f.lines)
	f.widows, f.orphans = loneLines(pages)
	return f
}

// deviations says how far spaces are from their natural width, in parts of it.
func deviations(widths []float64, natural float64) []float64 {
	off := make([]float64, len(widths))
	for i, w := range widths {
		off[i] = math.Abs(w/natural - 1)
	}
	return off
}

// badness is what TeX would call the badness of a line that is too wide: 100
// times the cube of the ratio by which its spaces stretch, where 1 is half
// their width.
func badness(widths []float64, natural float64) float64 {
	var sum float64
	for _, w := range widths {
		sum += w
	}
	r := (sum/float64(len(widths)) - natural) / (natural / 2)
	return 100 * r * r * r
}

// loneLines counts the pages that begin with the last line of a paragraph, and
// those that end with the first line of one that goes on.
func loneLines(pages [][]line) (widows, orphans int) {
	for i := 1; i < len(pages); i++ {
		before, after := pages[i-1], pages[i]
		if len(before) == 0 || len(after) == 0 || after[0].starts() {
			continue
		}
		last := before[len(before)-1]
		if !last.full() {
			continue // the paragraph has ended there
		}
		if !after[0].full() || len(after) > 1 && after[1].starts() {
			widows++
		}
		if last.starts() {
			orphans++
		}
	}
	return widows, orphans
}
