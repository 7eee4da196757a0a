package pdf

import "strings"

// words are what the writer itself adds to a text, in its language.
type words struct{ contents, notes, unplaced, note, backTo, page string }

// vocabulary is by the language's BCP 47 code. "unplaced" heads the notes
// that nothing in the text refers to.
var vocabulary = map[string]words{
	"de": {"Inhalt", "Anmerkungen", "Anmerkungen ohne Verweis", "Anmerkung", "zurück zu Anmerkung", "Seite"},
	"en": {"Contents", "Notes", "Notes without a reference", "note", "back to note", "page"},
	"es": {"Índice", "Notas", "Notas sin referencia", "nota", "volver a la nota", "página"},
	"fr": {"Table des matières", "Notes", "Notes sans renvoi", "note", "retour à la note", "page"},
	"it": {"Indice", "Note", "Note senza rimando", "nota", "torna alla nota", "pagina"},
	"la": {"Index", "Adnotationes", "Adnotationes sine loco", "adnotatio", "redi ad adnotationem", "pagina"},
	"nl": {"Inhoud", "Noten", "Noten zonder verwijzing", "noot", "terug naar noot", "pagina"},
	"pl": {"Spis treści", "Przypisy", "Przypisy bez odsyłacza", "przypis", "wróć do przypisu", "strona"},
	"pt": {"Índice", "Notas", "Notas sem referência", "nota", "voltar à nota", "página"},
	"ru": {"Содержание", "Примечания", "Примечания без ссылки", "примечание", "назад к примечанию", "страница"},
	"sv": {"Innehåll", "Noter", "Noter utan hänvisning", "not", "tillbaka till not", "sida"},
}

// wordsFor returns the words for a language tag, English ones if there are
// none.
func wordsFor(tag string) words {
	code, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if w, ok := vocabulary[code]; ok {
		return w
	}
	return vocabulary["en"]
}
