package epub

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// A repair is what the colophon says of the decisions of some kinds.
type repair struct {
	kinds     []string // as the trace of a document calls them
	one, many string   // for one of them, and with %s for how many
}

// colophonWords are what the colophon says in one language.
type colophonWords struct {
	lang, separator string // the separator of thousands
	title, made     string
	word, note      [2]string // one and many
	holds, and      string
	unreferred      string
	pages           string
	repairs         []repair
	doubtful        [2]string
}

// doubtful is the confidence below which a decision is called doubtful, as
// `refolio check` has it.
const doubtful = 0.8

var allColophons = []colophonWords{
	{"en", ",", "Colophon",
		"This edition was made by the program refolio from the text that another program had extracted from the pages of the original. " +
			"The author’s words were left as they are.",
		[2]string{"one word", "%s words"}, [2]string{"one note", "%s notes"},
		"The text has %s", " and %s", ", %s of which the text does not refer to", "The places where %s pages of the original begin are marked.",
		[]repair{
			{[]string{"running head", "folio"}, "One running head or page number was left out.", "%s running heads and page numbers were left out."},
			{[]string{"watermark", "signature", "line number", "rule", "notes heading", "speck"},
				"One other mark of the page was left out.", "%s other marks of the page, such as rules and specks, were left out."},
			{[]string{"hyphen"}, "One hyphen at a line’s end was taken out.", "%s hyphens at line ends were taken out and the words joined."},
			{[]string{"marker"}, "One reference was linked to its note.", "%s references were linked to their notes."},
			{[]string{"character", "space", "tight"}, "One letter or space was put right.", "%s letters and spaces were put right."},
			{[]string{"order"}, "One piece of a column was put in order.", "%s pieces of columns were put in order."},
		},
		[2]string{"One of these decisions is doubtful.", "%s of these decisions are doubtful."}},
	{"de", ".", "Zu dieser Ausgabe",
		"Diese Ausgabe hat das Programm refolio aus dem Text gemacht, den ein anderes Programm den Seiten der Vorlage entnommen hatte. " +
			"Die Worte des Verfassers blieben, wie sie sind.",
		[2]string{"ein Wort", "%s Wörter"}, [2]string{"eine Anmerkung", "%s Anmerkungen"},
		"Der Text hat %s", " und %s", ", auf %s davon verweist der Text nicht", "Die Stellen, an denen %s Seiten der Vorlage beginnen, sind bezeichnet.",
		[]repair{
			{[]string{"running head", "folio"}, "Eine Kopfzeile oder Seitenzahl wurde weggelassen.", "%s Kopfzeilen und Seitenzahlen wurden weggelassen."},
			{[]string{"watermark", "signature", "line number", "rule", "notes heading", "speck"},
				"Ein anderes Zeichen der Druckseite wurde weggelassen.", "%s andere Zeichen der Druckseite wie Linien und Flecken wurden weggelassen."},
			{[]string{"hyphen"}, "Ein Trennstrich am Zeilenende wurde getilgt.", "%s Trennstriche an Zeilenenden wurden getilgt und die Wörter verbunden."},
			{[]string{"marker"}, "Ein Verweis wurde mit seiner Anmerkung verknüpft.", "%s Verweise wurden mit ihren Anmerkungen verknüpft."},
			{[]string{"character", "space", "tight"}, "Ein Buchstabe oder Abstand wurde berichtigt.", "%s Buchstaben und Abstände wurden berichtigt."},
			{[]string{"order"}, "Ein Spaltenstück wurde an seinen Platz gestellt.", "%s Spaltenstücke wurden in ihre Reihenfolge gebracht."},
		},
		[2]string{"Eine dieser Entscheidungen ist zweifelhaft.", "%s dieser Entscheidungen sind zweifelhaft."}},
	{"fr", "\u202f", "Colophon",
		"Cette édition a été faite par le programme refolio à partir du texte qu’un autre programme avait extrait des pages de l’original. " +
			"Les mots de l’auteur sont restés tels quels.",
		[2]string{"un mot", "%s mots"}, [2]string{"une note", "%s notes"},
		"Le texte compte %s", " et %s", ", dont %s sans appel dans le texte", "Les endroits où commencent %s pages de l’original sont marqués.",
		[]repair{
			{[]string{"running head", "folio"}, "Un titre courant ou folio a été omis.", "%s titres courants et folios ont été omis."},
			{[]string{"watermark", "signature", "line number", "rule", "notes heading", "speck"},
				"Une autre marque de la page a été omise.", "%s autres marques de la page, filets et taches, ont été omises."},
			{[]string{"hyphen"}, "Un trait d’union en fin de ligne a été ôté.", "%s traits d’union en fin de ligne ont été ôtés et les mots réunis."},
			{[]string{"marker"}, "Un appel a été lié à sa note.", "%s appels ont été liés à leurs notes."},
			{[]string{"character", "space", "tight"}, "Une lettre ou espace a été corrigée.", "%s lettres et espaces ont été corrigées."},
			{[]string{"order"}, "Un morceau de colonne a été remis en ordre.", "%s morceaux de colonnes ont été remis en ordre."},
		},
		[2]string{"Une de ces décisions est douteuse.", "%s de ces décisions sont douteuses."}},
}

// colophonFor returns the words for a language, or the English ones.
func colophonFor(lang string) *colophonWords {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	for i := range allColophons {
		if allColophons[i].lang == base {
			return &allColophons[i]
		}
	}
	return &allColophons[0]
}

// writeColophon writes the page that says how the edition came about, in the
// language of the book if there are words for that.
func (f *file) writeColophon() {
	b := f.book
	w := colophonFor(b.lang)
	lang := w.lang
	if base, _, _ := strings.Cut(b.lang, "-"); strings.EqualFold(base, lang) {
		lang = ""
	}
	f.open("section", "class", "colophon", "epub:type", "colophon", "role", "doc-colophon", "lang", lang, "xml:lang", lang)
	f.newline()
	f.leaf("h1", w.title)
	f.newline()
	f.leaf("p", w.made)
	f.newline()
	f.leaf("p", b.counts(w))
	f.newline()
	if repairs := w.repaired(b.doc.Trace); len(repairs) > 0 {
		f.open("ul")
		f.newline()
		for _, r := range repairs {
			f.leaf("li", r)
			f.newline()
		}
		f.end()
	}
	f.end()
}

// repaired says what the decisions of a trace, which may be nil, have done.
func (w *colophonWords) repaired(trace *document.Trace) []string {
	if trace == nil {
		return nil
	}
	counts, unsure := map[string]int{}, 0
	for d := range trace.Decisions {
		counts[d.Kind]++
		if d.Confidence < doubtful && d.Kind != "hyphen" { // a hyphen has its join, which counts
			unsure++
		}
	}
	var out []string
	say := func(n int, one, many string) {
		if n == 1 {
			out = append(out, one)
		} else if n > 1 {
			out = append(out, fmt.Sprintf(many, w.number(n)))
		}
	}
	for _, r := range w.repairs {
		n := 0
		for _, kind := range r.kinds {
			n += counts[kind]
		}
		say(n, r.one, r.many)
	}
	say(unsure, w.doubtful[0], w.doubtful[1])
	return out
}

// counts says what the book holds.
func (b *book) counts(w *colophonWords) string {
	words, unreferred := 0, 0
	for leaf := range document.Leaves(b.doc.Blocks) {
		words += len(strings.Fields(document.PlainText(leaf.Content)))
	}
	for i := range b.notes {
		if !b.notes[i].placed {
			unreferred++
		}
	}
	s := fmt.Sprintf(w.holds, w.counted(words, w.word))
	if n := len(b.notes); n > 0 {
		s += fmt.Sprintf(w.and, w.counted(n, w.note))
		if unreferred > 0 {
			s += fmt.Sprintf(w.unreferred, w.number(unreferred))
		}
	}
	s += "."
	if n := len(b.pages); n > 1 {
		s += " " + fmt.Sprintf(w.pages, w.number(n))
	}
	return s
}

// counted is n of a thing, which is called by its one and many.
func (w *colophonWords) counted(n int, thing [2]string) string {
	if n == 1 {
		return thing[0]
	}
	return fmt.Sprintf(thing[1], w.number(n))
}

// number writes n in figures, with separators between thousands.
func (w *colophonWords) number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + w.separator + s[i:]
	}
	return s
}
