package byhand

import (
	"bytes"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// YAML returns the tree of data, the content of the file name: nil if there is
// nothing in it. It must be UTF-8, and one document.
func YAML(name string, data []byte) (*yaml.Node, *Error) {
	fail := func(line, column int, message string) (*yaml.Node, *Error) {
		return nil, &Error{File: name, Line: line, Column: column, Message: message}
	}
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) || bytes.IndexByte(data[:min(len(data), 4)], 0) >= 0 {
		return fail(1, 1, "is UTF-16 or UTF-32: save it as UTF-8")
	}
	if line, column, message := BadCharacter(data); message != "" {
		return fail(line, column, message)
	}
	root, second, err := split(data)
	if err != nil {
		line, column, message := locate(data, err)
		return fail(line, column, message)
	}
	if second != nil {
		return fail(second.Line, second.Column, "a second YAML document begins here: this file must be one, remove the line with ---")
	}
	if root == nil || len(root.Content) == 0 || root.Content[0].Tag == "!!null" {
		return nil, nil
	}
	return root.Content[0], nil
}

// split parses data and returns its first and its second YAML document.
func split(data []byte) (first, second *yaml.Node, err error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var nodes [2]*yaml.Node
	for i := range nodes {
		var n yaml.Node
		switch err := decoder.Decode(&n); {
		case err == io.EOF:
			return nodes[0], nil, nil
		case err != nil:
			return nil, nil, err
		}
		nodes[i] = &n
	}
	return nodes[0], nodes[1], nil
}

// BadCharacter finds the first character that can't stand in a text file, and
// says what is wrong with it; nothing if there is none. YAML's parser refuses it
// too, but does not say where it is. Line and column count from 1.
func BadCharacter(data []byte) (line, column int, message string) {
	line, column = 1, 1
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return line, column, "not valid UTF-8: save the file as UTF-8"
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', r == 0x7f,
			r >= 0x80 && r < 0xa0 && r != 0x85, r == 0xfffe, r == 0xffff, r == '\ufeff' && i > 0:
			return line, column, "the control character " + strconv.QuoteRuneToASCII(r) + " can't stand in such a file: remove it"
		case r == '\n':
			line, column = line+1, 0
		}
		if i > 0 || r != '\ufeff' {
			column++
		}
		i += size
	}
	return 0, 0, ""
}

var errorLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// locate finds out what the parser's error err means and where it is. The
// parser names the line at which the structure around the mistake began, or
// the one at which it gave up, and sometimes none. Nearer to the mistake is the
// first line from which on nothing that follows can mend the file.
func locate(data []byte, err error) (line, column int, message string) {
	match := errorLine.FindStringSubmatch(err.Error())
	if match == nil {
		match = []string{"", "", err.Error()}
	}
	message = match[2]
	line, _ = strconv.Atoi(match[1])
	lines := strings.Split(string(data), "\n")
	const most = 1000 // lines; the search is quadratic, and takes half a second for so many
	if len(lines) <= most {
		if first := firstBroken(lines); first > 0 {
			line = first
		}
	}
	line = min(max(line, 1), len(lines))
	text := strings.TrimRight(lines[line-1], "\r")
	indent := len(text) - len(strings.TrimLeft(text, " "))
	if strings.HasPrefix(text[indent:], "\t") {
		return line, indent + 1, "a tab can't indent: use blanks"
	}
	return line, indent + 1, "not YAML: " + explain(message, text[indent:])
}

// firstBroken returns the number of the line after the longest run of leading
// lines that is valid YAML, or 0 if there is none.
func firstBroken(lines []string) int {
	for n := len(lines); n > 0; n-- {
		if _, _, err := split([]byte(strings.Join(lines[:n], "\n"))); err == nil {
			return n + 1
		}
	}
	return 1
}

// explain says in plain words what most often lies behind the parser's message
// about the line text.
func explain(message, text string) string {
	key, value, isPair := strings.Cut(text, ": ")
	switch {
	case isPair && strings.Contains(value, ": ") && !strings.ContainsAny(value[:1], `"'{[`):
		return "a text with a colon must stand in quotes: " + key + `: "..."`
	case isPair && strings.ContainsAny(value[:min(1, len(value))], "@`%"):
		return "a text that begins with " + value[:1] + " must stand in quotes"
	case strings.Contains(message, "unknown anchor"), strings.Contains(message, "exceeded max depth"):
		return message
	case strings.Contains(message, "unexpected end of stream"):
		return "a quotation or bracket that begins here is not closed"
	case isPair && strings.ContainsAny(value[:min(1, len(value))], "{["):
		return "a bracket is not closed, or a comma is missing"
	case strings.Contains(message, "mapping values are not allowed"), strings.Contains(message, "did not find expected"), strings.Contains(message, "could not find expected"):
		return "the indentation does not fit the lines above, or a \":\" or \"-\" is missing"
	}
	return message
}
