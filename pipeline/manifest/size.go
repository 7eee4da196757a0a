package manifest

import (
	"fmt"
	"strconv"
	"strings"
)

// Size is a number of bytes, written as "300 MB". The units are kB, MB and GB,
// of 1024 each; case and the space don't matter, and no unit means bytes.
type Size int64

var units = []struct {
	name string
	size Size
}{{"GB", 1 << 30}, {"MB", 1 << 20}, {"kB", 1 << 10}}

// String writes s in the largest unit that divides it.
func (s Size) String() string {
	for _, u := range units {
		if s >= u.size && s%u.size == 0 {
			return fmt.Sprintf("%d %s", s/u.size, u.name)
		}
	}
	if s == 1 {
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", int64(s))
}

// UnmarshalText reads a number with one of the units, or without.
func (s *Size) UnmarshalText(text []byte) error {
	number, factor := strings.TrimSpace(string(text)), Size(1)
	for _, u := range units {
		if cut := len(number) - len(u.name); cut > 0 && strings.EqualFold(number[cut:], u.name) {
			number, factor = strings.TrimSpace(number[:cut]), u.size
			break
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n <= 0 || Size(n) > (1<<62)/factor {
		return fmt.Errorf("%s is not a size: write, for example, 300 MB", quote(string(text)))
	}
	*s = Size(n) * factor
	return nil
}

// Set makes s a flag's value.
func (s *Size) Set(text string) error { return s.UnmarshalText([]byte(text)) }

// Type is the word for s in a flag's help.
func (s *Size) Type() string { return "size" }
