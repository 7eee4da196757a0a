package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strings"
)

// readWithPandoc reads a book with pandoc's EPUB reader, which makes notes of
// references and the asides that they lead to.
func readWithPandoc(ctx context.Context, name string) (content, error) {
	out, err := exec.CommandContext(ctx, "pandoc", "-f", "epub", "-t", "json", name).Output()
	if err != nil {
		return content{}, fmt.Errorf("pandoc: %w", err)
	}
	var doc struct{ Blocks []any }
	if err := json.Unmarshal(out, &doc); err != nil {
		return content{}, fmt.Errorf("pandoc's answer: %w", err)
	}
	var c content
	p := &pandocReader{content: &c}
	inText := false
	for _, block := range doc.Blocks {
		if file, ok := beginsFile(block); ok {
			inText = strings.HasPrefix(file, "s-")
		} else if inText {
			p.read(block)
		}
	}
	c.words = strings.Fields(p.text.String())
	return c, nil
}

// beginsFile reports whether a block is the empty span that pandoc puts where
// a file begins.
func beginsFile(block any) (name string, ok bool) {
	b, _ := block.(map[string]any)
	inlines, _ := b["c"].([]any)
	if b["t"] != "Para" || len(inlines) != 1 {
		return "", false
	}
	span, _ := inlines[0].(map[string]any)
	parts, _ := span["c"].([]any)
	if span["t"] != "Span" || len(parts) != 2 {
		return "", false
	}
	id, _, _ := attributes(parts[0])
	return id, strings.HasSuffix(id, ".xhtml")
}

// attributes takes pandoc's attributes apart.
func attributes(v any) (id string, classes []string, rest map[string]string) {
	parts, _ := v.([]any)
	if len(parts) != 3 {
		return "", nil, nil
	}
	id, _ = parts[0].(string)
	list, _ := parts[1].([]any)
	for _, c := range list {
		s, _ := c.(string)
		classes = append(classes, s)
	}
	rest = map[string]string{}
	pairs, _ := parts[2].([]any)
	for _, p := range pairs {
		if pair, _ := p.([]any); len(pair) == 2 {
			key, _ := pair[0].(string)
			rest[key], _ = pair[1].(string)
		}
	}
	return id, classes, rest
}

type pandocReader struct {
	content *content
	text    strings.Builder
	inNote  bool
}

// read goes through pandoc's model, which as JSON is lists and objects with a
// type t and contents c.
func (p *pandocReader) read(v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			p.read(e)
		}
	case map[string]any:
		kind, _ := v["t"].(string)
		p.element(kind, v["c"])
	}
}

func (p *pandocReader) element(kind string, c any) {
	parts, _ := c.([]any)
	switch kind {
	case "Str":
		s, _ := c.(string)
		p.text.WriteString(s)
	case "Space", "SoftBreak", "LineBreak", "HorizontalRule":
		p.text.WriteByte(' ')
	case "Code", "CodeBlock":
		s, _ := parts[1].(string)
		p.text.WriteString(s)
	case "RawInline", "RawBlock":
	case "Note":
		p.note(c)
	case "Link":
		p.link(parts)
	case "Span":
		if _, classes, _ := attributes(parts[0]); len(classes) > 0 && slices.Contains([]string{"marker", "note-number", "noteref"}, classes[0]) {
			return
		}
		p.read(parts[1])
	case "Div":
		p.div(parts)
	case "Header":
		inner := &pandocReader{content: &content{}, inNote: true}
		inner.read(parts[2])
		p.content.headings = append(p.content.headings, oneLine(inner.text.String()))
		p.read(parts[2])
		p.text.WriteByte('\n')
	case "Para", "Plain":
		p.read(c)
		p.text.WriteByte('\n')
	case "Quoted", "OrderedList", "Image":
		p.read(parts[1:])
		p.text.WriteByte('\n')
	default:
		p.read(c)
		if kind == "BlockQuote" || kind == "BulletList" || kind == "Table" {
			p.text.WriteByte('\n')
		}
	}
}

// note reads the note of a reference. Notes in notes are not compared.
func (p *pandocReader) note(c any) {
	inner := &pandocReader{content: &content{}, inNote: true}
	inner.read(c)
	if !p.inNote {
		p.content.notes = append(p.content.notes, oneLine(inner.text.String()))
		p.content.links = append(p.content.links, inner.content.links...)
	}
}

func (p *pandocReader) link(parts []any) {
	_, classes, rest := attributes(parts[0])
	if rest["role"] == "doc-backlink" || len(classes) > 0 && (classes[0] == "noteref" || classes[0] == "note-number") {
		return
	}
	target, _ := parts[2].([]any)
	href, _ := target[0].(string)
	p.content.links = append(p.content.links, href)
	p.read(parts[1])
}

// div reads a division; the notes at a chapter's end only for those that no
// reference has taken.
func (p *pandocReader) div(parts []any) {
	_, classes, _ := attributes(parts[0])
	has := func(class string) bool { return slices.Contains(classes, class) }
	switch {
	case has("notes") && !p.inNote:
		inner := &pandocReader{content: p.content, inNote: true}
		inner.read(parts[1])
	case has("note") && p.inNote:
		inner := &pandocReader{content: &content{}, inNote: true}
		inner.read(parts[1])
		p.content.strays = append(p.content.strays, oneLine(inner.text.String()))
		p.content.links = append(p.content.links, inner.content.links...)
	default:
		p.read(parts[1])
		p.text.WriteByte('\n')
	}
}
