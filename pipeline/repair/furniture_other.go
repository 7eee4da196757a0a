package repair

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// links takes away the addresses that an extractor lists at the end of a
// page though they stand in its text. Where the page's end is known by its
// folio alone, the list follows it and seems to begin the next page:
//
//	found at https://www.example.org/cards.
//	3
//	https://www.example.org/cards
func (f *furnisher) links() {
	for p := range f.t.Pages {
		from, to := f.t.pageRows(p)
		var compact string
		atTop := true
		for r := from; r < to; r++ {
			s := f.t.String(r)
			if atTop = atTop && (isBareAddress(s) || f.taken[r]); atTop && r == from && r > 0 && f.t.sameFeed(r-1, r) {
				from, _ = f.t.pageRows(p - 1)
			}
			if f.t.Rows[r].Role != InBody || !isBareAddress(s) || !atTop && f.t.Rows[r].Blank == 0 && !isBareAddress(f.t.String(r-1)) {
				continue
			}
			if compact == "" {
				compact = f.compactText(from, to)
			}
			if strings.Contains(compact, s) {
				f.cutRow(r, Watermark, 0.9, "an address that the page's text has already")
			}
		}
	}
}

// sameFeed reports whether no form feed parts two rows.
func (t *Text) sameFeed(i, j int) bool {
	return t.Src.Lines[t.Rows[i].Line].Page == t.Src.Lines[t.Rows[j].Line].Page
}

// compactText is the text of the rows [from, to) that are no bare addresses,
// without white space.
func (f *furnisher) compactText(from, to int) string {
	var sb strings.Builder
	for r := from; r < to; r++ {
		if s := f.t.String(r); !isBareAddress(s) || r > from && !isBareAddress(f.t.String(r-1)) && f.t.Rows[r].Blank == 0 {
			for _, w := range strings.Fields(s) {
				sb.WriteString(w)
			}
		}
	}
	return sb.String()
}

func isBareAddress(s string) bool {
	return (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "mailto:") || strings.HasPrefix(s, "www.")) &&
		!strings.ContainsFunc(s, unicode.IsSpace)
}

const (
	fewestCatchwords = 3
	catchwordShare   = 0.3 // of the pages end in one
	longestCatchword = 24
)

// catchwords takes away the single words at the foot of pages that the next
// page begins with, where a book has them.
//
//	... and the harvest was
//	                 brought
//	▌brought in by the end of
func (f *furnisher) catchwords() {
	var rows []int
	for p := 0; p+1 < len(f.t.Pages); p++ {
		for _, r := range f.edges[p][1] {
			if f.taken[r] {
				continue
			}
			_, to := f.t.pageRows(p)
			s := f.t.String(r)
			if len(s) <= longestCatchword && !strings.Contains(s, " ") && fold(s) != "" && strings.HasPrefix(fold(firstWord(f.nextText(to-1))), fold(s)) {
				rows = append(rows, r)
			}
			break
		}
	}
	if len(rows) < fewestCatchwords || float64(len(rows)) < catchwordShare*float64(len(f.t.Pages)) {
		return
	}
	for _, r := range rows {
		f.cutRow(r, Signature, 0.9, "the next page begins with this word")
	}
}

const (
	shortestBanner = 20  // letters
	bannerShare    = 0.6 // of the pages have it
	fewestBanners  = 4
	sampledPages   = 30 // are looked at first
)

// banners takes away long lines that stand once on most pages, wherever the
// extractor put them: "Downloaded from ... on 3 May 2020". A look at some of
// the pages is enough to know that there are none.
func (f *furnisher) banners() {
	all := len(f.t.Pages)
	step := all/sampledPages | 1 // odd, for what stands on left pages alone
	var sample, pages []int
	for p := range all {
		if pages = append(pages, p); p%step == 0 {
			sample = append(sample, p)
		}
	}
	if step > 1 && !slices.ContainsFunc(f.recurringOn(sample, bannerShare/2), f.noHead) {
		return
	}
	for _, r := range f.recurringOn(pages, bannerShare) {
		if !f.taken[r] && f.noHead(r) {
			f.cutRow(r, Watermark, 0.9, "the same line stands once on most pages")
		}
	}
}

// noHead reports whether a row does not say what stands at the edges of pages,
// which is judged elsewhere.
func (f *furnisher) noHead(row int) bool { return f.heads[fold(f.t.String(row))] == nil }

// recurringOn lists the long rows that stand once on such a share of pages.
func (f *furnisher) recurringOn(pages []int, share float64) (rows []int) {
	type count struct{ pages, times, last int32 }
	counts := map[wordHash]count{} // by the hash of the folded text
	var hashes []wordHash
	var room [2 * longestHead]byte
	for _, p := range pages {
		from, to := f.t.pageRows(p)
		for r := from; r < to; r++ {
			row := &f.t.Rows[r]
			if row.End-row.Start < shortestBanner || row.End-row.Start > 2*longestHead {
				continue
			}
			key := appendFold(room[:0], f.t.String(r))
			if utf8.RuneCount(key) < shortestBanner {
				continue
			}
			h := noLetters.addBytes(key)
			rows, hashes = append(rows, r), append(hashes, h)
			c := counts[h]
			if c.times++; c.pages == 0 || c.last != int32(p) {
				c.pages++
				c.last = int32(p)
			}
			counts[h] = c
		}
	}
	least := int32(max(fewestBanners, math.Ceil(share*float64(len(pages)))))
	kept := rows[:0]
	for i, r := range rows {
		if c := counts[hashes[i]]; c.pages >= least && c.times <= c.pages+c.pages/4 {
			kept = append(kept, r)
		}
	}
	return kept
}
