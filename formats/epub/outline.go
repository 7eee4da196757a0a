package epub

import (
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"strconv"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// A section is a heading and all that stands below it, or the blocks before
// the first heading.
type section struct {
	id       string // unique in the book, made from the headings' words
	heading  *document.Block
	depth    int // 1 for a chapter or part, one more for each heading above it
	blocks   []document.Block
	children []*section
	parent   *section
	size     int // bytes of text in all of it
	split    bool
	opening  opening // what it is if it stands before the first heading
}

// outline builds the tree of sections. A heading's depth is its place in the
// tree: levels that the document leaves out leave no gap, so that ranks of
// headings in the files never jump.
func outline(body []document.Block) []*section {
	var top []*section
	var path []*section // from the top to the section at hand
	ids := idMaker{}
	begin := func(heading *document.Block) *section {
		s := &section{heading: heading}
		if heading != nil {
			for len(path) > 0 && (path[len(path)-1].heading == nil || path[len(path)-1].heading.Level >= heading.Level) {
				path = path[:len(path)-1]
			}
		}
		if len(path) == 0 {
			top = append(top, s)
		} else {
			s.parent = path[len(path)-1]
			s.parent.children = append(s.parent.children, s)
		}
		path = append(path, s)
		s.depth = len(path)
		s.id = ids.forSection(s)
		return s
	}
	var at *section
	start := 0
	for i := range body {
		if body[i].Kind == document.Heading {
			at = begin(&body[i])
			start = i + 1
		} else if at == nil {
			at = begin(nil)
			start = i
		}
		at.blocks = body[start : i+1]
	}
	for _, s := range top {
		s.measure()
	}
	if len(top) > 1 {
		top[0].opening = openingOf(top[0])
	}
	return top
}

// measure fills in the sizes and decides which sections are too large to stay
// in one piece.
func (s *section) measure() {
	if s.heading != nil {
		s.size = textSize(s.heading)
	}
	for i := range s.blocks {
		s.size += textSize(&s.blocks[i])
	}
	below := 0
	for _, c := range s.children {
		c.measure()
		below += c.size
	}
	s.size += below
	s.split = len(s.children) > 0 &&
		(s.size > maxFile || s.size > partSize && below/len(s.children) >= chapterSize)
}

// all yields s and the sections below it in reading order.
func (s *section) all() iter.Seq[*section] {
	return func(yield func(*section) bool) { s.yield(yield) }
}

func (s *section) yield(yield func(*section) bool) bool {
	if !yield(s) {
		return false
	}
	for _, c := range s.children {
		if !c.yield(yield) {
			return false
		}
	}
	return true
}

// title is the heading's words on one line, "" if there are none.
func (s *section) title() string {
	if s.heading == nil {
		return ""
	}
	return plain(s.heading.Content)
}

// textSize is the number of bytes of text in a block.
func textSize(b *document.Block) int {
	n := len(b.Marker)
	for i := range b.Content {
		n += inlineSize(&b.Content[i])
	}
	for i := range b.Blocks {
		n += textSize(&b.Blocks[i])
	}
	return n
}

func inlineSize(in *document.Inline) int {
	n := 0
	if in.Kind == document.Text {
		n = len(in.Text)
	}
	for i := range in.Content {
		n += inlineSize(&in.Content[i])
	}
	return n
}

// plain returns the words of content on one line.
func plain(content []document.Inline) string {
	return strings.Join(strings.Fields(document.PlainText(content)), " ")
}

// An idMaker makes identifiers that are unique in the book. It counts how often
// it was asked for each.
type idMaker map[string]int

// forSection makes the id of a section from the headings above it and its
// own, so that it stays what it is when chapters are put in before it. It
// shows none of their letters: a text can't choose a name.
func (ids idMaker) forSection(s *section) string {
	h := sha256.New()
	for at := s; at != nil; at = at.parent {
		h.Write([]byte(at.title()))
		h.Write([]byte{0})
	}
	return ids.unique("s-" + hex.EncodeToString(h.Sum(nil)[:4]))
}

// unique returns id, with a number behind it if it was given out before.
func (ids idMaker) unique(id string) string {
	ids[id]++
	if ids[id] == 1 {
		return id
	}
	for {
		if try := id + "-" + strconv.Itoa(ids[id]); ids[try] == 0 {
			ids[try]++
			return try
		}
		ids[id]++
	}
}
