package repair

import (
	"cmp"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"
)

// cohesion knows which words follow which in a text: whether the first word of
// a row may go on with what the last word of another began.
//
//	... written in the most  |  Christian spirit of candor   goes on
//	... written in the most  |  nor the example of the       hardly
//
// It is learnt from the words inside the rows, whatever the language is. The
// frequent words, nearly all of them grammar, are classes of their own; the
// others fall into classes by their endings, which in most languages say what
// part of speech they are.
type cohesion struct {
	frequent [frequentSlots]frequentWord                          // by the word's lower bits; the next slots where that one is taken
	count    [wordClasses * int(punctuations)][wordClasses]uint16 // of what follows a context
	context  [wordClasses * int(punctuations)]float32             // how often it occurs
	next     [punctuations][wordClasses]float32                   // how often a class follows such punctuation
	total    [punctuations]float32
	share    float64             // of what it says is believed
	answers  [answersKept]answer // of meet, by the lower bits of their questions
}

// An answer is what meet says for a question: a context and a class.
type answer struct {
	question uint32 // 0: nothing was asked
	says     float32
}

const (
	wordClasses   = 256
	frequentWords = 150 // classes 1 to so many
	numberClass   = frequentWords + 1
	capitalClass  = frequentWords + 2 // "Rome"
	capitalsClass = frequentWords + 3 // "II", "B"
	endingClasses = frequentWords + 4 // the first of those by endings

	cohesionRows   = 3000 // a sample, spread over the text
	tokenBytes     = 5    // of a row for a word, so that there is nearly always enough room
	countedRows    = 4    // one of so many of the sample's rows tells the frequent words
	frequentSlots  = 1024
	answersKept    = 1 << 12
	cohesionPrior  = 20.0  // words that the smoothing counts for
	cohesionShare  = 0.9   // of what it says is believed, once it has read much
	cohesionHalf   = 15000 // words until half of that is
	cohesionMost   = 2.5   // nats
	fewestCohesion = 2000  // words, or nothing is said
)

// punctuation is what stands between two words.
type punctuation uint8

const (
	nothing punctuation = iota
	comma               // or a semicolon, a colon, a dash, a bracket
	stop                // a full stop, which may be that of an abbreviation
	punctuations
)

// token is a word in a row.
type token struct {
	word   wordHash
	class  uint8 // if it is none of the frequent words; 0 is no token
	behind punctuation
}

// cohesive returns what the words inside the rows teach, which is learnt when
// it is first asked for; nil if there are too few.
func (t *Text) cohesive() *cohesion {
	if !t.cohesionLearnt {
		t.cohesionLearnt, t.cohesion = true, t.learnCohesion()
	}
	return t.cohesion
}

// learnCohesion reads the words of a sample of the rows.
func (t *Text) learnCohesion() *cohesion {
	step := 1 + len(t.Rows)/cohesionRows
	read := len(t.Rows)/step + 1
	tokens := make([]token, 0, len(t.Src.Text)/(step*tokenBytes))
	ends := make([]int, 0, read) // of the rows, in tokens
	for i := 0; i < len(t.Rows); i += step {
		if t.Rows[i].Role != Removed {
			tokens = appendCohesive(tokens, t.String(i))
			ends = append(ends, len(tokens))
		}
	}
	if len(tokens) < fewestCohesion {
		return nil
	}
	c := &cohesion{share: cohesionShare * float64(len(tokens)) / float64(len(tokens)+cohesionHalf)}
	c.learnFrequent(tokens, ends)
	from := 0
	for _, to := range ends {
		c.addRow(tokens[from:to])
		from = to
	}
	return c
}

// A frequentWord has a class of its own; that of an empty slot is 0.
type frequentWord struct {
	word  wordHash
	class uint8
}

// learnFrequent gives the most frequent words their classes. The ends of the
// rows are given too.
func (c *cohesion) learnFrequent(tokens []token, ends []int) {
	var times vocabulary
	for i := countedRows - 1; i < len(ends); i += countedRows {
		for _, tok := range tokens[ends[i-1]:ends[i]] {
			times.add(tok.word)
		}
	}
	compare := func(a, b wordCount) int { return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.hash, b.hash)) }
	words := make([]wordCount, 0, 4*frequentWords) // the most frequent so far, and some more
	least := int32(1)                              // times that a word must stand in the text to be among them
	for _, w := range times.slots {
		if w.count < least {
			continue
		}
		if words = append(words, w); len(words) == cap(words) {
			slices.SortFunc(words, compare)
			words, least = words[:frequentWords], words[frequentWords-1].count
		}
	}
	slices.SortFunc(words, compare)
	for i, w := range words[:min(frequentWords, len(words))] {
		*c.slotOf(wordHash(w.hash)) = frequentWord{wordHash(w.hash), uint8(1 + i)}
	}
}

// slotOf is the slot of a word or, if it is not frequent, an empty one.
func (c *cohesion) slotOf(w wordHash) *frequentWord {
	for i := w ^ w>>32; ; i++ {
		if slot := &c.frequent[i%frequentSlots]; slot.class == 0 || slot.word == w {
			return slot
		}
	}
}

// appendCohesive appends the words and numbers of s.
func appendCohesive(to []token, s string) []token {
	for at := 0; at < len(s); {
		if s[at] == ' ' {
			at++
			continue
		}
		tok, n := plainToken(s[at:])
		if n > 0 {
			at += n
			to = append(to, tok)
			continue
		}
		n = lettersIn(s[at:])
		switch {
		case n > 0:
			word := s[at : at+n]
			tok.word, tok.class = noLetters.addAll(word), classByForm(word)
		case digit(s[at]):
			for at+n < len(s) && digit(s[at+n]) {
				n++
			}
			tok.class = numberClass
		default:
			_, size := utf8.DecodeRuneInString(s[at:])
			at += size
			continue
		}
		at += n
		tok.behind = punctuationIn(s[at:])
		to = append(to, tok)
	}
	return to
}

// plainToken is the word with which s begins, if that is of small letters of
// ASCII with a space or a comma behind it, as most are; size is 0 if it is not.
func plainToken(s string) (tok token, size int) {
	hash := noLetters
	for size < len(s) && 'a' <= s[size] && s[size] <= 'z' {
		hash = hash.add(rune(s[size]))
		size++
	}
	if size == 0 || size+1 >= len(s) || !asciiLetter(s[size+1]) && s[size] == ' ' {
		return token{word: noLetters}, 0
	}
	ending := noLetters.add(rune(s[size-1]))
	if size > 1 {
		ending = ending.add(rune(s[size-2]))
	}
	tok = token{word: hash, class: endingClass(ending)}
	switch s[size] {
	case ' ':
	case ',', ';', ':':
		tok.behind = comma
	default:
		return token{word: noLetters}, 0
	}
	return tok, size
}

// classByForm is the class of a word that is not frequent.
func classByForm(word string) uint8 {
	first, size := utf8.DecodeRuneInString(word)
	if unicode.IsUpper(first) {
		if allCapitals(word[size:]) {
			return capitalsClass
		}
		return capitalClass
	}
	h := noLetters
	for k := 0; k < 2 && word != ""; k++ {
		r, size := utf8.DecodeLastRuneInString(word)
		h, word = h.add(r), word[:len(word)-size]
	}
	return endingClass(h)
}

// endingClass is the class of the words that end in two letters of which the
// hash is given, the last letter first.
func endingClass(h wordHash) uint8 {
	return uint8(endingClasses + uint64(h^h>>32)%(wordClasses-endingClasses))
}

// punctuationIn is the punctuation at the beginning of s.
func punctuationIn(s string) punctuation {
	for _, r := range s {
		switch {
		case r == '.' || r == '!' || r == '?':
			return stop
		case r == ' ' || r == '-' || r == '’' || r == '\'':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return nothing
		default:
			return comma
		}
	}
	return nothing
}

// classOf is the class of a word; 0 if it is none.
func (c *cohesion) classOf(tok *token) int {
	if slot := c.slotOf(tok.word); slot.class > 0 && tok.class > 0 {
		return int(slot.class)
	}
	return int(tok.class)
}

// contextOf is what a word and the punctuation behind it are for the word that
// follows; 0 if it is no word.
func (c *cohesion) contextOf(tok *token) int {
	if class := c.classOf(tok); class > 0 {
		return class*int(punctuations) + int(tok.behind)
	}
	return 0
}

// addRow counts which of the words of a row follow which.
func (c *cohesion) addRow(tokens []token) {
	context := 0 // of the word before
	for k := range tokens {
		next := c.classOf(&tokens[k])
		if k > 0 {
			behind := tokens[k-1].behind
			if c.count[context][next] < math.MaxUint16 {
				c.count[context][next]++
			}
			c.context[context]++
			c.next[behind][next]++
			c.total[behind]++
		}
		context = next*int(punctuations) + int(tokens[k].behind)
	}
}

// says is how many times likelier the word b is behind a than behind others
// with such punctuation; 1 if nothing is known.
func (c *cohesion) says(a, b *token) float64 {
	if c == nil {
		return 1
	}
	return c.meet(c.contextOf(a), c.classOf(b))
}

// meet is says for a context and a class.
func (c *cohesion) meet(context, next int) float64 {
	if context == 0 || next == 0 {
		return 1
	}
	question := uint32(context*wordClasses + next)
	known := &c.answers[(question^question>>12)%answersKept]
	if known.question != question {
		behind := context % int(punctuations)
		usual := (float64(c.next[behind][next]) + 0.5) / (float64(c.total[behind]) + 0.5*wordClasses)
		here := (float64(c.count[context][next]) + cohesionPrior*usual) / (float64(c.context[context]) + cohesionPrior)
		says := math.Exp(c.share * min(cohesionMost, max(-cohesionMost, math.Log(here/usual))))
		*known = answer{question, float32(says)}
	}
	return float64(known.says)
}

// coheres is how many times likelier row j is behind row i by the words that
// meet; 1 if nothing is known.
func (c *cohesion) coheres(t *Text, i, j int) float64 {
	if c == nil || t.Rows[i].Joined {
		return 1
	}
	return c.meet(c.contextAt(t, i), c.classAt(t, j))
}

// contextAt is the context in which a row leaves the next one.
func (c *cohesion) contextAt(t *Text, row int) int {
	e := t.edgesOf(row)
	if e.context == unread {
		tok := lastToken(t.withoutMarkEnd(row))
		e.context = int16(c.contextOf(&tok))
	}
	return int(e.context)
}

// classAt is the class of the word with which a row begins.
func (c *cohesion) classAt(t *Text, row int) int {
	e := t.edgesOf(row)
	if e.class == unread {
		tok := firstToken(t.withoutMarkStart(row))
		e.class = int16(c.classOf(&tok))
	}
	return int(e.class)
}

// unread is a context or a class that is not known yet.
const unread = -1

// lastToken is the word with which s ends, if it is not torn.
func lastToken(s string) token {
	var room [8]token
	if tokens := appendCohesive(room[:0], lastWord(s)); len(tokens) > 0 && !isHyphen(lastRune(s)) {
		return tokens[len(tokens)-1]
	}
	return token{}
}

// firstToken is the word with which s begins.
func firstToken(s string) token {
	var room [8]token
	if tokens := appendCohesive(room[:0], firstWord(s)); len(tokens) > 0 {
		return tokens[0]
	}
	return token{}
}
