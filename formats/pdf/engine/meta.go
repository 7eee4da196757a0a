package engine

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
)

// textString returns s as a string object.
func textString(s string) string { return string(appendTextString(nil, s)) }

// appendTextString appends s as a string object: as ASCII if it is that, else in
// UTF-16 with its byte order mark. Control characters become spaces.
func appendTextString(b []byte, s string) []byte {
	ascii := true
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7F && r < 0xA0 {
			return ' '
		}
		ascii = ascii && r < 0x7F
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	b = append(b, '(')
	if ascii {
		for i := range len(clean) {
			b = appendEscaped(b, clean[i])
		}
		return append(b, ')')
	}
	b = append(b, 0xFE, 0xFF)
	for _, u := range utf16.Encode([]rune(clean)) {
		b = appendEscaped(appendEscaped(b, byte(u>>8)), byte(u))
	}
	return append(b, ')')
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// putInfo writes the document information dictionary, which old viewers read.
func (c *composer) putInfo() {
	m := &c.meta
	date := m.Stamp.UTC().Format("20060102150405") + "+00'00'"
	var sb strings.Builder
	sb.WriteString("<<")
	for _, entry := range []struct{ key, value string }{
		{"Title", m.Title},
		{"Author", strings.Join(m.Authors, ", ")},
		{"Subject", firstOf(m.Description, m.Subtitle)},
		{"Keywords", strings.Join(m.Subjects, ", ")},
		{"Creator", m.Producer},
		{"Producer", m.Producer},
		{"CreationDate", "D:" + date},
		{"ModDate", "D:" + date},
	} {
		if entry.value != "" {
			fmt.Fprintf(&sb, "/%s%s", entry.key, textString(entry.value))
		}
	}
	sb.WriteString(">>")
	c.info = c.file.reserve()
	c.file.object(c.info, []byte(sb.String()))
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// putXMP writes the metadata as XMP, which archives and libraries read. What
// putInfo says, too, is the same there. It
// does not claim that the file conforms to PDF/UA: nothing here can prove it.
func (c *composer) putXMP() int {
	m := &c.meta
	stamp := m.Stamp.UTC().Format("2006-01-02T15:04:05Z")
	var sb strings.Builder
	sb.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + "\n" +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">` + "\n" +
		"<dc:format>application/pdf</dc:format>\n")
	xmpList(&sb, "dc:title", "Alt", m.Title)
	xmpList(&sb, "dc:description", "Alt", firstOf(m.Description, m.Subtitle))
	xmpList(&sb, "dc:rights", "Alt", m.Rights)
	xmpList(&sb, "dc:creator", "Seq", m.Authors...)
	xmpList(&sb, "dc:subject", "Bag", m.Subjects...)
	xmpList(&sb, "dc:publisher", "Bag", m.Publisher)
	xmpList(&sb, "dc:language", "Bag", m.Language)
	xmpList(&sb, "dc:date", "Seq", m.Date)
	if m.Identifier != "" {
		fmt.Fprintf(&sb, "<dc:identifier>%s</dc:identifier>\n", xmlText(m.Identifier))
	}
	if keywords := strings.Join(m.Subjects, ", "); keywords != "" {
		fmt.Fprintf(&sb, "<pdf:Keywords>%s</pdf:Keywords>\n", xmlText(keywords))
	}
	fmt.Fprintf(&sb, "<pdf:Producer>%s</pdf:Producer>\n<xmp:CreatorTool>%[1]s</xmp:CreatorTool>\n", xmlText(m.Producer))
	fmt.Fprintf(&sb, "<xmp:CreateDate>%s</xmp:CreateDate>\n<xmp:ModifyDate>%[1]s</xmp:ModifyDate>\n<xmp:MetadataDate>%[1]s</xmp:MetadataDate>\n", stamp)
	sb.WriteString("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>\n")
	number := c.file.reserve()
	c.file.stream(number, "/Type/Metadata/Subtype/XML", []byte(sb.String()))
	return number
}

// xmpList writes a property with a list of values, empty ones left out.
func xmpList(sb *strings.Builder, property, kind string, values ...string) {
	var items strings.Builder
	for _, v := range values {
		switch {
		case v == "":
		case kind == "Alt":
			fmt.Fprintf(&items, `<rdf:li xml:lang="x-default">%s</rdf:li>`, xmlText(v))
		default:
			fmt.Fprintf(&items, "<rdf:li>%s</rdf:li>", xmlText(v))
		}
	}
	if items.Len() > 0 {
		fmt.Fprintf(sb, "<%s><rdf:%s>%s</rdf:%[2]s></%[1]s>\n", property, kind, items.String())
	}
}

// xmlText escapes s for XML and drops what XML can't hold.
func xmlText(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0xFFFE || r == 0xFFFF {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}
