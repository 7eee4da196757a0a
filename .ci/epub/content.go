package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// content is what is compared of a document: the words of its body, the
// headings, for each reference the words of its note, the notes that nothing
// refers to, and the addresses of links.
type content struct {
	words    []string
	headings []string
	notes    []string
	strays   []string
	links    []string
}

func (c *content) add(more content) {
	c.words = append(c.words, more.words...)
	c.headings = append(c.headings, more.headings...)
	c.notes = append(c.notes, more.notes...)
	c.strays = append(c.strays, more.strays...)
	c.links = append(c.links, more.links...)
}

// differs says where got, as a reader found it, is not c.
func (c content) differs(got content) error {
	slices.Sort(c.strays)
	slices.Sort(got.strays)
	slices.Sort(c.links)
	slices.Sort(got.links)
	for _, part := range []struct {
		name      string
		want, got []string
	}{
		{"words", c.words, got.words}, {"headings", c.headings, got.headings}, {"notes", c.notes, got.notes},
		{"notes without a reference", c.strays, got.strays}, {"links", c.links, got.links},
	} {
		if !slices.Equal(part.want, part.got) {
			i := 0
			for i < min(len(part.want), len(part.got)) && part.want[i] == part.got[i] {
				i++
			}
			return fmt.Errorf("%d %s where the model has %d; from number %d on %.80q, not %.80q",
				len(part.got), part.name, len(part.want), i+1, some(part.got, i), some(part.want, i))
		}
	}
	return nil
}

func some(list []string, from int) []string { return list[from:min(from+4, len(list))] }

// contentOf is the content of a document, without its title page.
func contentOf(doc *document.Document) (c content) {
	body, _ := doc.Body()
	for i := range body {
		if text := oneLine(document.PlainText(body[i].Content)); body[i].Kind == document.Heading && text != "" {
			c.headings = append(c.headings, text)
		}
	}
	notes := doc.NoteIndex()
	for leaf := range document.Leaves(body) {
		c.words = append(c.words, strings.Fields(document.PlainText(leaf.Content))...)
		for in := range document.Inlines(leaf.Content) {
			if n, ok := notes[in.Target]; ok && in.Kind == document.NoteRef {
				c.notes = append(c.notes, textOf(doc.Notes[n].Blocks))
			}
		}
	}
	for i := range doc.Notes {
		if n := &doc.Notes[i]; !n.Referenced {
			c.strays = append(c.strays, textOf(n.Blocks))
		}
	}
	c.links = linksOf(body, nil)
	for i := range doc.Notes {
		c.links = linksOf(doc.Notes[i].Blocks, c.links)
	}
	return c
}

func textOf(blocks []document.Block) string {
	var words []string
	for leaf := range document.Leaves(blocks) {
		words = append(words, strings.Fields(document.PlainText(leaf.Content))...)
	}
	return strings.Join(words, " ")
}

func linksOf(blocks []document.Block, links []string) []string {
	for leaf := range document.Leaves(blocks) {
		for in := range document.Inlines(leaf.Content) {
			if in.Kind == document.Link {
				links = append(links, in.Target)
			}
		}
	}
	return links
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
