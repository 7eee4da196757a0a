package engine

import (
	"fmt"
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
	var nums strings.Builder
	for i, p := range c.pages {
		fmt.Fprintf(&nums, "%d[", i)
		for _, e := range p.marked {
			fmt.Fprintf(&nums, "%d 0 R ", e.number)
		}
		nums.WriteString("]")
		linkKeys = append(linkKeys, make([]int, len(p.links)))
	}
	for i, p := range c.pages {
		for j, l := range p.links {
			if l.element != nil {
				linkKeys[i][j] = key
				fmt.Fprintf(&nums, "%d %d 0 R ", key, l.element.number)
				key++
			}
		}
	}
	parents := c.file.reserve()
	c.file.objectf(parents, "<</Nums[%s]>>", nums.String())
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
	var sb strings.Builder
	fmt.Fprintf(&sb, "<</Type/StructElem/S/%s/P %d 0 R", e.Type, parent)
	if e.ID != "" {
		sb.WriteString("/ID" + textString(e.ID))
	}
	if e.Title != "" {
		sb.WriteString("/T" + textString(e.Title))
	}
	page := -1
	for _, p := range e.parts {
		if p.child == nil {
			page = p.page
			fmt.Fprintf(&sb, "/Pg %d 0 R", pageObject(page))
			break
		}
	}
	sb.WriteString("/K[")
	for _, p := range e.parts {
		switch {
		case p.child != nil:
			fmt.Fprintf(&sb, "%d 0 R ", p.child.number)
		case p.link:
			fmt.Fprintf(&sb, "<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>", pageObject(p.page), c.annotations[p.page][p.number])
		case p.page == page:
			fmt.Fprintf(&sb, "%d ", p.number)
		default:
			fmt.Fprintf(&sb, "<</Type/MCR/Pg %d 0 R/MCID %d>>", pageObject(p.page), p.number)
		}
	}
	sb.WriteString("]>>")
	c.file.object(e.number, []byte(sb.String()))
	for _, p := range e.parts {
		if p.child != nil {
			c.putElement(p.child, e.number)
		}
	}
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
