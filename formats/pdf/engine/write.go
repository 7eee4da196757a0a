package engine

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Write finishes the book and writes it to w. The same book gives the same
// bytes. A book without pages is an error. What is written when an error occurs
// is no file.
func (b *Book) Write(ctx context.Context, w io.Writer) error {
	if len(b.pages) == 0 {
		return fmt.Errorf("a PDF must have a page")
	}
	b.finishPage()
	b.pack()
	k := <-b.packers // with its memory, which a new one would have to ask for
	if k == nil {
		k = &packer{deflater: newDeflater()}
	}
	raw, err := b.skeleton(k.deflater)
	if err != nil {
		return fmt.Errorf("make the PDF's fonts: %w", err)
	}
	p, err := parse(raw)
	if err != nil {
		return err
	}
	c := &composer{Book: b, made: p, file: newFile(w, len(p.bodies)-1+pageObject(len(b.pages))-pageObject(0), k.deflater)}
	if err := c.compose(ctx); err != nil {
		return fmt.Errorf("compose the PDF: %w", err)
	}
	if err := c.file.finish(c.catalog, c.info); err != nil {
		return fmt.Errorf("write the PDF: %w", err)
	}
	return nil
}

// addTwins adds the letters whose glyphs a viewer may draw for others: in
// WinAnsiEncoding a soft hyphen is a hyphen, and a no-break space is a space.
func (u *usedFont) addTwins() {
	for r, twin := range map[rune]rune{'\u00AD': '-', '\u00A0': ' '} {
		if u.simple && u.letters[r] && u.face.Has(twin) {
			u.letters[twin] = true
		}
	}
}

// all returns every letter of u once.
func (u *usedFont) all() string {
	var sb strings.Builder
	for r, used := range u.letters {
		if used {
			sb.WriteRune(rune(r))
		}
	}
	return sb.String()
}

// composer makes the finished file from what gofpdf made. The page tree is object
// 1, the resources are object 2, page n (from 0) is 3+2n and its content 4+2n. The
// fonts follow, as they do in gofpdf's file, which has one page instead.
type composer struct {
	*Book
	made          *parsed
	file          *file
	annotations   [][]int // the objects of each page's links
	catalog, info int
	scratch       []byte // for an object in the making
}

const (
	pageTree  = 1
	resources = 2
)

func pageObject(page int) int { return 3 + 2*page }

func (c *composer) compose(ctx context.Context) error {
	c.packing.Wait()
	for i, p := range c.pages {
		if i%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		c.file.stream(pageObject(i)+1, "/Filter/FlateDecode", p.packed)
		p.packed = nil
		objects := make([]int, len(p.links))
		for j := range objects {
			objects[j] = c.file.reserve()
		}
		c.annotations = append(c.annotations, objects)
	}
	if err := c.putFonts(); err != nil {
		return err
	}
	tree, linkKeys := c.putStructure()
	for i, p := range c.pages {
		c.putPage(i, p)
		for j, l := range p.links {
			c.putLink(c.annotations[i][j], l, linkKeys[i][j])
		}
	}
	c.putPageTree()
	outline := c.putBookmarks()
	c.putCatalog(tree, outline, c.putXMP())
	c.putInfo()
	return nil
}

func (c *composer) putPage(i int, p *Page) {
	b := fmt.Appendf(c.scratch[:0], "<</Type/Page/Parent %d 0 R/Resources %d 0 R/Contents %d 0 R", pageTree, resources, pageObject(i)+1)
	b = fmt.Appendf(b, "/StructParents %d/Tabs/S", i)
	if len(p.links) > 0 {
		b = append(b, "/Annots["...)
		for _, n := range c.annotations[i] {
			b = append(appendRef(b, n), ' ')
		}
		b = append(b, ']')
	}
	c.scratch = append(b, ">>"...)
	c.file.object(pageObject(i), c.scratch)
}

// putLink writes a link annotation. The flag 4 says that it is printed, as
// archives ask for; it shows nothing.
func (c *composer) putLink(number int, l link, key int) {
	b := append(c.scratch[:0], "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect["...)
	b = append(appendPoints(b, l.area.Left), ' ')
	b = append(appendPoints(b, c.size.Height-l.area.Bottom), ' ')
	b = append(appendPoints(b, l.area.Right), ' ')
	b = append(appendPoints(b, c.size.Height-l.area.Top), ']')
	if l.url != "" {
		b = append(appendTextString(append(b, "/A<</S/URI/URI"...), l.url), ">>"...)
	} else {
		b = c.appendDestination(append(b, "/Dest"...), l.dest)
	}
	if l.says != "" {
		b = appendTextString(append(b, "/Contents"...), l.says)
	}
	if l.element != nil {
		b = strconv.AppendInt(append(b, "/StructParent "...), int64(key), 10)
	}
	c.scratch = append(b, ">>"...)
	c.file.object(number, c.scratch)
}

// appendDestination appends a place as viewers go to it: its page, with its
// height at the top of the window, enlarged as it was.
func (c *composer) appendDestination(b []byte, d Dest) []byte {
	to := c.dests[d]
	if to.page < 0 {
		to = destination{}
	}
	b = append(appendRef(append(b, '['), pageObject(to.page)), "/XYZ null "...)
	return append(appendPoints(b, c.size.Height-to.y), " null]"...)
}

func (c *composer) putPageTree() {
	var b []byte
	b = append(b, "<</Type/Pages/MediaBox[0 0 "...)
	b = append(appendPoints(b, c.size.Width), ' ')
	b = append(appendPoints(b, c.size.Height), "]/Kids["...)
	for i := range c.pages {
		b = fmt.Appendf(b, "%d 0 R ", pageObject(i))
	}
	c.file.object(pageTree, fmt.Appendf(b, "]/Count %d>>", len(c.pages)))
}

// putBookmarks writes the outline and returns its object, or 0 if there is
// none. All levels but the first are shown folded.
func (c *composer) putBookmarks() int {
	if len(c.bookmarks) == 0 {
		return 0
	}
	type node struct{ parent, prev, next, first, last, children int }
	root := c.file.reserve()
	nodes := map[int]*node{root: {}}
	var open []int // the latest object of each level
	numbers := make([]int, len(c.bookmarks))
	for i, m := range c.bookmarks {
		n := c.file.reserve()
		numbers[i] = n
		parent := root
		if m.level > 0 {
			parent = open[m.level-1]
		}
		up, me := nodes[parent], &node{parent: parent}
		if up.first == 0 {
			up.first = n
		} else {
			me.prev = up.last
			nodes[up.last].next = n
		}
		up.last = n
		up.children++
		nodes[n] = me
		open = append(open[:m.level], n)
	}
	for i, m := range c.bookmarks {
		me := nodes[numbers[i]]
		var sb strings.Builder
		fmt.Fprintf(&sb, "<</Title%s/Parent %d 0 R/Dest%s", textString(m.title), me.parent, c.appendDestination(nil, m.dest))
		for _, ref := range []struct {
			key string
			to  int
		}{{"Prev", me.prev}, {"Next", me.next}, {"First", me.first}, {"Last", me.last}} {
			if ref.to != 0 {
				fmt.Fprintf(&sb, "/%s %d 0 R", ref.key, ref.to)
			}
		}
		if me.children > 0 {
			fmt.Fprintf(&sb, "/Count %d", -me.children)
		}
		sb.WriteString(">>")
		c.file.object(numbers[i], []byte(sb.String()))
	}
	top := nodes[root]
	c.file.objectf(root, "<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>", top.first, top.last, top.children)
	return root
}

func (c *composer) putCatalog(tree, outline, xmp int) {
	c.catalog = c.file.reserve()
	var sb strings.Builder
	fmt.Fprintf(&sb, "<</Type/Catalog/Pages %d 0 R/Metadata %d 0 R/ViewerPreferences<</DisplayDocTitle true>>", pageTree, xmp)
	if c.meta.Language != "" {
		sb.WriteString("/Lang" + textString(c.meta.Language))
	}
	fmt.Fprintf(&sb, "/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R", tree)
	if outline != 0 {
		fmt.Fprintf(&sb, "/Outlines %d 0 R/PageMode/UseOutlines", outline)
	}
	if len(c.labels) > 0 {
		sb.WriteString("/PageLabels<</Nums[")
		for _, l := range c.labels {
			fmt.Fprintf(&sb, "%d<<", l.Page)
			if l.Style != "" {
				fmt.Fprintf(&sb, "/S/%s/St %d", l.Style, max(1, l.Start))
			}
			sb.WriteString(">>")
		}
		sb.WriteString("]>>")
	}
	sb.WriteString(">>")
	c.file.object(c.catalog, []byte(sb.String()))
}
