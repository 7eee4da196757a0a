package fixes

// Origin returns where f stands in the file that it was read from, line and
// column from 1. The file is "" if it was read from none.
func (f Fix) Origin() (file string, line, column int) {
	return f.place.file, f.place.line, f.place.column
}

// From returns f as if it had been read from that place, see [Fix.Origin].
func (f Fix) From(file string, line, column int) Fix {
	f.place = place{file, line, column}
	return f
}
