package epub

// buildContents makes the list of contents out of the headings in the files.
func (b *book) buildContents() {
	entries := map[*section]*entry{}
	for _, f := range b.files {
		if f.entry != nil {
			b.toc = append(b.toc, f.entry)
		}
		for i, p := range f.pieces {
			if !p.first || f.landmark == "titlepage" {
				continue
			}
			if !p.whole {
				b.list(p.sec, f, i == 0, entries)
				continue
			}
			for s := range p.sec.all() {
				b.list(s, f, i == 0 && s == p.sec, entries)
			}
		}
	}
}

// list adds the entry of a section. The one that begins a file is the file.
func (b *book) list(s *section, f *file, begins bool, entries map[*section]*entry) {
	e := &entry{label: b.sectionTitle(s), href: textFolder + f.name}
	if !begins {
		e.href += "#" + s.id
	}
	entries[s] = e
	if s.parent == nil {
		b.toc = append(b.toc, e)
	} else {
		parent := entries[s.parent]
		parent.children = append(parent.children, e)
	}
}

// depth is the number of levels of the list of contents.
func depth(entries []*entry) int {
	deepest := 0
	for _, e := range entries {
		deepest = max(deepest, 1+depth(e.children))
	}
	return deepest
}
