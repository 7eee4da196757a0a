package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// In a play the names of those who speak begin the speeches, in a row of their
// own or run in, and what happens on the stage stands in brackets:
//
//	DUKE SENIOR.                                 ¶ DUKE SENIOR.
//	Show me the place:                           ¶ Show me the place: /
//	I love to cope him in these sullen fits.       I love to cope him ...
//	First Lord. I'll bring you to him.     ──▶   ¶ First Lord. I'll bring ...
//	[Exeunt]                                     ¶ [Exeunt]
//
// Names in capitals that come again and again at the beginnings of rows tell a
// play. Where one stands, a block begins, whatever the rows look like.
const (
	fewestCues   = 12 // speeches of a play
	fewestSpoken = 3  // of one person who makes a play one
	fewestOthers = 2  // of another
	fewestCast   = 2
	cueShare     = 0.02 // of the rows begin a speech
	cueWords     = 4
	longestCue   = 40 // bytes
	stageRows    = 4
	speechVerse  = 1.0 // a speech is verse, in a text of poems
)

// What a row of a play or of a collection of quotations does, as bits of Row.cue.
const (
	cueBegins = 1 << iota // a block begins with it
	cueEnds               // and ends with it
	cueHeads              // it is the heading of quotations, see findEntries
	cueSource             // it begins the source of one
)

// speaks reports whether a row begins a speech, a direction or a source, and is
// no heading.
func (t *Text) speaks(row int) bool {
	cue := t.Rows[row].cue
	return cue != 0 && cue&cueHeads == 0
}

// findCues marks the rows of a play that begin speeches and directions.
func (t *Text) findCues(flow []int) {
	counts := map[string]int{}
	for _, row := range flow {
		if name, _ := cueOf(t.String(row), true); name != "" {
			counts[name]++
		}
	}
	cast, cues := 0, 0
	for _, n := range counts {
		if n >= fewestSpoken {
			cast++
			cues += n
		}
	}
	if cast < fewestCast || cues < fewestCues || float64(cues) < cueShare*float64(len(flow)) {
		return
	}
	for _, row := range flow {
		if name, whole := cueOf(t.String(row), false); whole && counts[name] == 0 {
			counts["\n"+name]++ // on a row of its own
		}
	}
	stage := 0 // rows on which a direction may go on
	for k, row := range flow {
		s, r := t.String(row), &t.Rows[row]
		name, whole := cueOf(s, false)
		switch {
		case name != "" && (counts[name] >= fewestOthers || counts["\n"+name] >= fewestOthers):
			r.cue = cueBegins
			if whole {
				r.cue |= cueEnds
			}
		case stage == 0 && strings.HasPrefix(s, "["):
			if rows := t.direction(flow[k:]); rows > 0 {
				r.cue, stage = cueBegins, rows
			}
		}
		if stage > 0 {
			if stage--; stage == 0 {
				r.cue |= cueEnds
			}
		}
	}
}

// direction is how many rows the direction takes with which a flow begins, or 0
// if it goes on in a speech.
func (t *Text) direction(flow []int) int {
	for k := range min(len(flow), stageRows) {
		s := strings.TrimRight(t.String(flow[k]), ".")
		if at := strings.IndexByte(s, ']'); at >= 0 {
			if at == len(s)-1 {
				return k + 1
			}
			return 0
		}
	}
	return 0
}

// cueOf is the name with which a row begins if that may be of one who speaks,
// with or without words behind it; whole says that the name is all. Where
// capitals are asked for, it has no small letter.
func cueOf(s string, capitals bool) (name string, whole bool) {
	if r, _ := utf8.DecodeRuneInString(s); !unicode.IsUpper(r) {
		return "", false
	}
	for n, at := 0, 0; n < cueWords; n++ {
		word := firstWord(s[at:])
		bare := strings.TrimRight(word, ".:")
		if r, _ := utf8.DecodeRuneInString(bare); bare == "" || !unicode.IsUpper(r) || capitals && strings.IndexFunc(bare, unicode.IsLower) >= 0 {
			return "", false
		}
		at += len(word)
		if at > longestCue {
			return "", false
		}
		rest := strings.TrimLeft(s[at:], " ")
		if bare != word || strings.HasPrefix(rest, "(") {
			name = strings.TrimRight(s[:at], ".:")
			if utf8.RuneCountInString(name) < 3 || roman(name) > 0 || headingWords[strings.ToLower(firstWord(name))] {
				return "", false
			}
			return name, rest == ""
		}
		if rest == "" {
			return "", false
		}
		at = len(s) - len(rest)
	}
	return "", false
}

// atCue is what it costs that a block ends at b in a play, or does not.
func (h *shapedHabits) atCue(to shape, ends bool) float64 {
	if !ends {
		return neverBreak
	}
	switch to {
	case full, first, credit:
		return 0
	case verse:
		if h.verse >= leastPoems {
			return speechVerse
		}
		return enterVerse
	case headline:
		return enterHeadline
	case narrow, narrow2:
		return enterNarrow
	}
	return neverBreak
}
