package epub

import (
	"github.com/refolio/refolio/pipeline/document"
)

// Sizes in bytes of text. An old reading device opens a file of a few hundred
// kilobytes with a pause and a larger one sometimes not at all; a file of a
// few words shows as a page that is all but empty.
const (
	maxFile     = 240 << 10 // a file ends before it grows beyond this, where its blocks allow it
	partSize    = 60 << 10  // a section beyond this is cut at the headings below it,
	chapterSize = 12 << 10  // if what stands below those is at least this, on average
	minFile     = 300       // less than this goes in with what follows
	maxFiles    = 1000      // about as many files as a book has at the most
)

// A piece is what one file holds without a break of its own: a section with
// all below it, a section's beginning, or some of its blocks. Notes at the end
// of a chapter stand at the end of its piece.
type piece struct {
	sec    *section
	blocks []document.Block // of sec; a part of sec.blocks if that is very long
	whole  bool             // the children of sec stand in the piece too
	first  bool             // it begins with the heading
	size   int              // bytes of text

	notes  []int // positions in the document's notes of those to stand here, in order
	strays []int // the same of notes that nothing refers to
}

// pieces cuts the outline into pieces, in reading order.
func pieces(top []*section) []*piece {
	var out []*piece
	var cut func(*section)
	cut = func(s *section) {
		if !s.split && s.size <= maxFile {
			out = append(out, &piece{sec: s, blocks: s.blocks, whole: true, first: true, size: s.size})
			return
		}
		out = append(out, chunks(s)...)
		for _, c := range s.children {
			cut(c)
		}
	}
	for _, s := range top {
		cut(s)
	}
	return out
}

// chunks cuts the blocks of s itself into pieces of at most maxFile bytes, or
// one block if that is larger.
func chunks(s *section) []*piece {
	p := &piece{sec: s, first: true}
	out := []*piece{p}
	start := 0
	for i := range s.blocks {
		n := textSize(&s.blocks[i])
		if p.size > 0 && p.size+n > maxFile {
			p = &piece{sec: s}
			out = append(out, p)
			start = i
		}
		p.size += n
		p.blocks = s.blocks[start : i+1]
	}
	return out
}

// group puts pieces together that are too small to be files.
func group(all []*piece) [][]*piece {
	total := 0
	for _, p := range all {
		total += p.size
	}
	least := max(minFile, total/maxFiles)
	var files [][]*piece
	size := 0
	for _, p := range all {
		last := len(files) - 1
		if last >= 0 && size < least && size+p.size <= maxFile && files[last][0].sec.opening == noOpening {
			files[last] = append(files[last], p)
			size += p.size
			continue
		}
		files = append(files, []*piece{p})
		size = p.size
	}
	return files
}
