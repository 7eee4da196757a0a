package markdown

import "bytes"

// opening returns which n bytes of text, those from at, must be escaped so
// that its line, which ends at end, is a paragraph's. first is whether it is
// the first line of a block, led whether a list's bullet may stand before it.
func opening(text []byte, end int, first, led bool) (at, n int) {
	line, special := text[:end], false
	switch c, run := line[0], runLength(line); c {
	case '>':
		special = true
	case '#':
		special = run <= 6 && endsWord(line[run:])
	case '+':
		special = endsWord(line[1:])
	case '-', '*', '_':
		special = c != '_' && endsWord(line[1:]) || isRule(line, c, led) || !first && isUnderline(line)
	case '=', ':':
		special = !first && isUnderline(line)
	case '|': // of a line of verse, or of a table
		special = endsWord(line[1:]) || !first && isUnderline(line)
	case '`', '~':
		if run >= 3 {
			return 0, run
		}
	case '<':
		special = len(line) > 1 && startsTag(line[1])
	case '[':
		special = first && (bytes.Contains(text, []byte("]:")) || isTaskOrAlert(line))
	default:
		if at := ordinalMark(line); at > 0 {
			return at, 1
		}
	}
	if special {
		return 0, 1
	}
	return 0, 0
}

func endsWord(rest []byte) bool { return len(rest) == 0 || rest[0] == ' ' }

// isRule reports whether a line is a thematic break: three times c or more,
// and spaces. After a bullet it needs less.
func isRule(line []byte, c byte, led bool) bool {
	return (led || bytes.Count(line, []byte{c}) >= 3) && len(bytes.Trim(line, string(c)+" ")) == 0
}

// isUnderline reports whether a line would turn the one above it into a
// heading or into the head of a table.
func isUnderline(line []byte) bool {
	line = bytes.TrimRight(line, " ")
	return len(bytes.Trim(line, "=")) == 0 || len(bytes.Trim(line, "-|: ")) == 0
}

// ordinalMark is where the mark after a list item's number stands, or -1.
func ordinalMark(line []byte) int {
	n := 0
	for n < len(line) && n < 10 && '0' <= line[n] && line[n] <= '9' {
		n++
	}
	if n > 9 || n == len(line) || line[n] != '.' && line[n] != ')' || !endsWord(line[n+1:]) {
		return -1
	}
	return n
}

// isTaskOrAlert reports whether a block that begins so is a task in a list or
// an alert in a quotation: "[ ] call", "[x] done", "[!NOTE]".
func isTaskOrAlert(line []byte) bool {
	return len(line) > 2 && (line[1] == '!' || line[2] == ']' && (line[1] == ' ' || line[1]|0x20 == 'x'))
}

// startsTag reports whether a '<' before c may open HTML.
func startsTag(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '/' || c == '!' || c == '?'
}

// pandocOpening returns what of a line must be escaped for pandoc, which has
// more kinds of blocks: lines, definitions, grids and lists of letters.
func pandocOpening(line []byte) (at, n int) {
	switch c, run := line[0], runLength(line); {
	case (c == '|' || c == '~') && endsWord(line[1:]), c == '%', c == '+' && len(line) > 1 && (line[1] == '-' || line[1] == '='):
		return 0, 1
	case c == ':' && run == 1: // of a table's caption, with or without a space
		return 0, 1
	case c|0x20 == 't' && bytes.HasPrefix(line[1:], []byte("able:")): // likewise
		return len("table"), 1
	case c == ':' && run >= 3, c == '#' && endsWord(line[run:]):
		return 0, run
	}
	if at := fancyMark(line); at > 0 {
		return at, 1
	}
	return 0, 0
}

// fancyMark is where the mark after the number of a list item stands, as in
// "iv.", "(b)", "#." or "(@x)", or -1.
func fancyMark(line []byte) int {
	from := 0
	if line[0] == '(' {
		from = 1
	}
	n := from
	for n < len(line) && n < 30 && line[n] != '.' && line[n] != ')' && line[n] != ' ' {
		n++
	}
	if n == from || n == len(line) || line[n] == ' ' || !endsWord(line[n+1:]) {
		return -1
	}
	number := line[from:n]
	if len(number) == 1 || number[0] == '@' || len(bytes.Trim(number, "ivxlcdmIVXLCDM")) == 0 || len(bytes.Trim(number, "0123456789")) == 0 {
		return n
	}
	return -1
}

// closingHashes is where the number signs at the end of a heading begin, if
// they would be taken for a part of its markup; else -1.
func closingHashes(text []byte, dialect Dialect) int {
	n := len(bytes.TrimRight(text, "#"))
	if n == len(text) || n > 0 && text[n-1] != ' ' && dialect != Pandoc {
		return -1
	}
	return n
}
