package finding

import "strings"

// Rule is a kind of finding.
type Rule struct {
	Code    string
	Summary string // what such a finding says, in half a sentence
	Help    string // what to do about it
}

// rules lists every kind of finding, in the order of the work: source, stages,
// document, formats. Whoever reports a new one adds a line here.
var rules = []Rule{
	{"source/encoding", "the text is not UTF-8, and its encoding was guessed", "say the encoding if the guess is wrong"},
	{"source/undecodable", "a byte is no character of the text's encoding", "extract the text again, or say another encoding"},
	{"fixes/erratum", "a fix has corrected what is printed", "nothing, if that is right"},
	{"fixes/moved", "a fix was found on another line than it names", "write the line anew: refolio fix does"},
	{"characters/bidi", "a direction mark has no partner", "see whether the text around it is in the right order"},
	{"characters/dashes", "hyphens were taken for dashes", "compare with the printed page"},
	{"characters/decoded-twice", "the text seems to have been decoded twice", "extract the text again, or convert its encoding back"},
	{"characters/doubtful", "a decision about characters is less than 80% sure", "compare with the printed page"},
	{"characters/halved", "quotation marks or dashes of which half was lost were put back", "compare a few with the printed page"},
	{"characters/object", "the extractor left a mark in place of a picture", "nothing, unless the picture matters"},
	{"characters/private-use", "a letter has a meaning in its own font only", "compare with the original and correct the text"},
	{"columns/doubtful", "a decision about columns is less than 80% sure", "compare with the printed page"},
	{"columns/order", "the pieces of a page were put into another order", "compare with the printed page"},
	{"pages/doubtful", "a page's beginning is less than 80% sure", "compare with the printed page"},
	{"furniture/doubtful", "a decision about a running head or a folio is less than 80% sure", "compare with the printed page"},
	{"furniture/too-much", "too much recurs at the edges of pages; nothing was left out", "name the running heads: furniture: {remove: [...]}"},
	{"notes/damaged", "a note has lost its beginning or its end", "compare with the printed page"},
	{"notes/doubtful", "a decision about a note or its mark is less than 80% sure", "compare with the printed page"},
	{"notes/misread", "a misread sign was taken for the mark of a note", "compare with the printed page"},
	{"notes/unmatched-marker", "a reference mark leads to no note", "look for the note in the printed book"},
	{"notes/unreferenced", "no reference mark leads to a note", "find the place in the printed book"},
	{"hyphenation/doubtful", "whether a hyphen stays is less than 80% sure", "name the word: hyphenation: {keep: [...]}"},
	{"words/doubtful", "whether a space belongs in a word is less than 80% sure", "compare with the printed page"},
	{"paragraphs/doubtful", "where a paragraph begins is less than 80% sure", "compare with the printed page"},
	{"structure/doubtful", "what a paragraph is, is less than 80% sure", "compare with the printed page"},
	{"ledger/overlap", "of two decisions about the same text one gave way", "compare with the printed page, and report it"},
	{"document/doubtful", "more places are doubtful than are listed", "see whether the text was extracted well"},
	{"epub/character", "a character can't stand in XML and was replaced", "correct the text"},
	{"epub/cover", "no cover could be drawn for the title's script", "name a picture: cover-image"},
	{"epub/date", "the date is none that a catalogue can read", "write it as YYYY, YYYY-MM or YYYY-MM-DD"},
	{"epub/isbn", "the check digit of an ISBN is wrong", "compare it with the printed one"},
	{"epub/language", "the language is no language tag", "give a tag such as en, de or pt-BR"},
	{"epub/unresolved-note", "a reference leads to a note that does not exist", "report it: refolio made the document"},
	{"html/unresolved-note", "a reference leads to a note that does not exist", "report it: refolio made the document"},
	{"html/unsafe-link", "a link was not safe to follow and was written as words", "nothing, if that is right"},
	{"markdown/alignment", "the alignment of a table's columns was passed over", "nothing, if that is right"},
	{"markdown/code-language", "the language of a code block was passed over", "nothing, if that is right"},
	{"markdown/code-span", "code inside of a line is kept as plain words", "nothing, if that is right"},
	{"markdown/comment", "a comment was passed over", "nothing, if that is right"},
	{"markdown/html", "HTML was left out; the words around it are kept", "write it in Markdown"},
	{"markdown/inner-link", "a link to a place in the document is kept as plain words", "nothing, if that is right"},
	{"markdown/link-title", "the title of a link was passed over", "nothing, if that is right"},
	{"markdown/picture", "a picture was left out; its description is kept", "nothing, if that is right"},
	{"markdown/second-note", "a second note has the label of another", "give it a label of its own"},
	{"markdown/struck-out", "words that are struck out are kept as plain words", "remove them if they are not to be read"},
	{"markdown/header-key", "a key of the header is not known, and was passed over", "see how the key is written"},
	{"markdown/unresolved-note", "a reference leads to a note that does not exist", "report it: refolio made the document"},
	{"markdown/unsafe-link", "a link was not safe to follow and was written as words", "nothing, if that is right"},
	{"pandoc/unresolved-note", "a reference leads to a note that does not exist", "report it: refolio made the document"},
	{"pandoc/unsafe-link", "a link was not safe to follow and was written as words", "nothing, if that is right"},
	{"pdf/missing-glyph", "no font that is at hand has a letter", "use another format for this text"},
	{"pdf/right-to-left", "the text has a script that runs from right to left", "use another format for this text"},
	{"tei/unresolved-note", "a reference leads to a note that does not exist", "report it: refolio made the document"},
	{"tei/unsafe-link", "a link was not safe to follow and was written as words", "nothing, if that is right"},
	{"text/unresolved-note", "a reference leads to a note that does not exist", "report it: refolio made the document"},
	{CodeFailed, "the document could not be made", "see the message"},
	{CodeBug, "refolio itself is at fault", "report it with the text"},
}

// The codes of the findings that stand for a document that failed.
const (
	CodeFailed = "refolio/failed"
	CodeBug    = "refolio/bug"
)

// Rules returns the kinds of findings.
func Rules() []Rule { return append([]Rule(nil), rules...) }

// ruleOf returns the rule with the given code, or one that says no more than
// the code does.
func ruleOf(code string) Rule {
	for _, r := range rules {
		if r.Code == code {
			return r
		}
	}
	return Rule{Code: code, Summary: strings.ReplaceAll(code, "/", ": "), Help: "see the message"}
}
