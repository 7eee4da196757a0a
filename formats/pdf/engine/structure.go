package engine

import (
	"fmt"
	"strconv"
	"strings"
)

// putStructure writes the structure tree and returns its root object, and for
// each page the keys of its links in the parent tree.
//
// The parent tree leads from content to its element: key n < pages is the
// list of page n's marked content, the keys after that are links.
func (c *composer) putStructure() (tree int, linkKeys [][]int) {
	tree = c.file.reserve()
	c.number(c.root)
	c.putElement(c.root, tree)
	key := len(c.pages)
	var nums []byte
	for i, p := range c.pages {
		nums = append(strconv.AppendInt(nums, int64(i), 10), '[')
		for _, e := range p.marked {
			nums = append(appendRef(nums, e.number), ' ')
		}
		nums = append(nums, ']')
		linkKeys = append(linkKeys, make([]int, len(p.links)))
	}
	for i, p := range c.pages {
		for j, l := range p.links {
			if l.element != nil {
				linkKeys[i][j] = key
				nums = append(strconv.AppendInt(nums, int64(key), 10), ' ')
				nums = append(appendRef(nums, l.element.number), ' ')
				key++
			}
		}
	}
	parents := c.file.reserve()
	c.file.objectf(parents, "<</Nums[%s]>>", nums)
	var roles strings.Builder
	for _, r := range roleMap {
		fmt.Fprintf(&roles, "/%s/%s", r.own, r.standard)
	}
	c.file.objectf(tree, "<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d/RoleMap<<%s>>%s>>",
		c.root.number, parents, key, roles.String(), c.putIDs())
	return tree, linkKeys
}

// number gives e and all elements below it their objects.
func (c *composer) number(e *Element) {
	e.number = c.file.reserve()
	for _, p := range e.parts {
		if p.child != nil {
			c.number(p.child)
		}
	}
}

func (c *composer) putElement(e *Element, parent int) {
	b := append(c.scratch[:0], "<</S/"...) // the type may be left out: nothing else has such an entry
	b = appendRef(append(append(b, e.Type...), "/P "...), parent)
	if e.ID != "" {
		b = appendTextString(append(b, "/ID"...), e.ID)
	}
	if e.Title != "" {
		b = appendTextString(append(b, "/T"...), e.Title)
	}
	if e.Language != "" {
		b = appendTextString(append(b, "/Lang"...), e.Language)
	}
	if e.Numbering != "" {
		b = append(append(append(b, "/A<</O/List/ListNumbering/"...), e.Numbering...), ">>"...)
	}
	page := -1
	for _, p := range e.parts {
		if p.child == nil {
			page = p.page
			b = appendRef(append(b, "/Pg "...), pageObject(page))
			break
		}
	}
	b = append(b, "/K["...)
	for _, p := range e.parts {
		switch {
		case p.child != nil:
			b = append(appendRef(b, p.child.number), ' ')
		case p.link:
			b = appendRef(append(b, "<</Type/OBJR/Pg "...), pageObject(p.page))
			b = append(appendRef(append(b, "/Obj "...), c.annotations[p.page][p.number]), ">>"...)
		case p.page == page:
			b = append(strconv.AppendInt(b, int64(p.number), 10), ' ')
		default:
			b = appendRef(append(b, "<</Type/MCR/Pg "...), pageObject(p.page))
			b = append(strconv.AppendInt(append(b, "/MCID "...), int64(p.number), 10), ">>"...)
		}
	}
	c.scratch = append(b, "]>>"...)
	c.file.object(e.number, c.scratch)
	for _, p := range e.parts {
		if p.child != nil {
			c.putElement(p.child, e.number)
		}
	}
}

// appendRef appends a reference to an object.
func appendRef(b []byte, object int) []byte {
	return append(strconv.AppendInt(b, int64(object), 10), " 0 R"...)
}

// putIDs returns the entry for the name tree of the elements' IDs, which must
// be in the order of their bytes.
func (c *composer) putIDs() string {
	found := map[string]int{}
	var walk func(e *Element)
	walk = func(e *Element) {
		if e.ID != "" {
			found[e.ID] = e.number
		}
		for _, p := range e.parts {
			if p.child != nil {
				walk(p.child)
			}
		}
	}
	walk(c.root)
	if len(found) == 0 {
		return ""
	}
	var sb strings.Builder
	ids := sortedKeys(found)
	fmt.Fprintf(&sb, "<</Limits[%s%s]/Names[", textString(ids[0]), textString(ids[len(ids)-1]))
	for _, id := range ids {
		fmt.Fprintf(&sb, "%s %d 0 R ", textString(id), found[id])
	}
	sb.WriteString("]>>")
	leaf := c.file.reserve()
	c.file.object(leaf, []byte(sb.String()))
	return fmt.Sprintf("/IDTree<</Kids[%d 0 R]>>", leaf)
}
