package main

// around returns the characters made before and after a place of the source,
// in its flow, or none.
func (j *judger) around(at int) (before, after int) {
	if before = j.charEndingAt(at); before != none {
		after = before + 1
		if after == len(j.made.chars) || !j.sameFlow(before, after) {
			after = none
		}
		return before, after
	}
	after = j.charFrom(at)
	if after == none || after == 0 || !j.sameFlow(after-1, after) {
		return none, after
	}
	return after - 1, after
}

// charEndingAt finds the character that ends right before a byte.
func (j *judger) charEndingAt(at int) int {
	for i := at - 1; i >= 0 && i > at-5; i-- {
		if c := j.made.index[i]; c >= 0 {
			if i+len(string(j.made.chars[c].r)) >= at {
				return j.lastOf(int(c))
			}
			return none
		}
	}
	return none
}

// lastOf is the last of the characters that stand for one byte of the source.
func (j *judger) lastOf(c int) int {
	for c+1 < len(j.made.chars) && j.made.chars[c+1].at == j.made.chars[c].at {
		c++
	}
	return c
}

// charFrom finds the first character at or after a byte.
func (j *judger) charFrom(at int) int {
	for ; at < len(j.made.index); at++ {
		if c := j.made.index[at]; c >= 0 {
			return int(c)
		}
	}
	return none
}

func (j *judger) sameFlow(a, b int) bool {
	return j.noteOf(a) == j.noteOf(b)
}

func (j *judger) noteOf(c int) string { return j.made.blocks[j.made.chars[c].block].note }

// charBefore finds the last character before a byte.
func (j *judger) charBefore(at int) int {
	for at--; at >= 0; at-- {
		if c := j.made.index[at]; c >= 0 {
			return j.lastOf(int(c))
		}
	}
	return none
}

// span calls f with the characters of the truth that a span of the source
// became.
func (j *judger) span(start, end int, f func(c *char)) {
	for ; start < end; start++ {
		for c := int(j.made.index[start]); c >= 0 && c < len(j.to) && j.made.chars[c].at == start; c++ {
			if t := j.to[c]; t != none {
				f(&j.truth.chars[t])
			}
		}
	}
}
