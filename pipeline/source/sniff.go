package source

import (
	"bytes"
	"strings"
)

// magic lists the files that people give by mistake, by their first bytes,
// and what to do instead.
var magic = []struct{ prefix, kind, way string }{
	{"%PDF-", "a PDF file", "extract its text first, for example with pdftotext"},
	{"PK\x03\x04", "a ZIP archive (perhaps a DOCX, ODT or EPUB file)", "extract its text first, for example with Tika or pandoc -t plain"},
	{"\x1f\x8b", "a gzip archive", "unpack it first with gunzip"},
	{"BZh", "a bzip2 archive", "unpack it first with bunzip2"},
	{"\xfd7zXZ", "an xz archive", "unpack it first with unxz"},
	{"\x89PNG", "a PNG picture", "recognise its text first, for example with tesseract"},
	{"\xff\xd8\xff", "a JPEG picture", "recognise its text first, for example with tesseract"},
	{"II*\x00", "a TIFF picture", "recognise its text first, for example with tesseract"},
	{"MM\x00*", "a TIFF picture", "recognise its text first, for example with tesseract"},
	{"GIF8", "a GIF picture", "recognise its text first, for example with tesseract"},
	{"{\\rtf", "an RTF file", "extract its text first, for example with Tika or pandoc -t plain"},
	{"%!PS", "a PostScript file", "extract its text first, for example with ps2txt"},
	{"\xd0\xcf\x11\xe0", "a Word file of the old format", "extract its text first, for example with Tika or catdoc"},
	{"\x7fELF", "a program", "give the text that an extractor wrote"},
}

// sniff names a file that is no plain text by its first bytes; kind is empty
// for text.
func sniff(data []byte) (kind, way string) {
	for _, m := range magic {
		if bytes.HasPrefix(data, []byte(m.prefix)) {
			return m.kind, m.way
		}
	}
	head := strings.ToLower(string(bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), 512)], []byte(bom)))))
	for _, tag := range []string{"<!doctype html", "<html", "<?xml"} {
		if strings.HasPrefix(head, tag) {
			return "an HTML or XML file", "extract its text first, for example with pandoc -t plain"
		}
	}
	return "", ""
}
