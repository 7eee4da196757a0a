package epub

import "strings"

// words are what the book itself says in the language of its text.
type words struct {
	Lang      string // the language that they are in
	Contents  string
	Notes     string
	Strays    string // over notes that nothing refers to
	Pages     string
	Landmarks string
	Cover     string
	TitlePage string
	Text      string // the landmark where the reading begins
	BackTo    string // followed by the number of a note: back to its reference
	Colophon  string
	Untitled  string
	Series    string // followed by a number: a volume in a series

	Epigraph, Dedication string // pages of their own before the text

	TranslatedBy, EditedBy, IllustratedBy string // followed by names
}

var allWords = []words{
	{"en", "Contents", "Notes", "Notes without a reference in the text", "Pages", "Landmarks", "Cover",
		"Title page", "Beginning", "Back to reference", "Colophon", "Untitled", "Volume",
		"Epigraph", "Dedication", "Translated by", "Edited by", "Illustrated by"},
	{"de", "Inhalt", "Anmerkungen", "Anmerkungen ohne Verweis im Text", "Seiten", "Orientierungspunkte", "Umschlag",
		"Titelseite", "Anfang", "Zurück zum Verweis", "Zu dieser Ausgabe", "Ohne Titel", "Band",
		"Motto", "Widmung", "Übersetzt von", "Herausgegeben von", "Illustriert von"},
	{"fr", "Table des matières", "Notes", "Notes sans appel dans le texte", "Pages", "Repères", "Couverture",
		"Page de titre", "Début", "Retour à l’appel", "Colophon", "Sans titre", "Tome",
		"Épigraphe", "Dédicace", "Traduit par", "Édité par", "Illustré par"},
	{"es", "Índice", "Notas", "Notas sin llamada en el texto", "Páginas", "Puntos de referencia", "Cubierta",
		"Portada", "Comienzo", "Volver a la llamada", "Colofón", "Sin título", "Volumen",
		"Epígrafe", "Dedicatoria", "Traducido por", "Editado por", "Ilustrado por"},
	{"it", "Indice", "Note", "Note senza rinvio nel testo", "Pagine", "Punti di riferimento", "Copertina",
		"Frontespizio", "Inizio", "Torna al rinvio", "Colophon", "Senza titolo", "Volume",
		"Epigrafe", "Dedica", "Traduzione di", "A cura di", "Illustrazioni di"},
	{"nl", "Inhoud", "Noten", "Noten zonder verwijzing in de tekst", "Pagina’s", "Oriëntatiepunten", "Omslag",
		"Titelpagina", "Begin", "Terug naar verwijzing", "Colofon", "Zonder titel", "Deel",
		"Motto", "Opdracht", "Vertaald door", "Bezorgd door", "Geïllustreerd door"},
	{"pt", "Sumário", "Notas", "Notas sem chamada no texto", "Páginas", "Pontos de referência", "Capa",
		"Folha de rosto", "Início", "Voltar à chamada", "Colofão", "Sem título", "Volume",
		"Epígrafe", "Dedicatória", "Tradução de", "Edição de", "Ilustrações de"},
	{"la", "Index", "Adnotationes", "Adnotationes sine signo in textu", "Paginae", "Loci", "Involucrum",
		"Frons", "Initium", "Redi ad signum", "Colophon", "Sine titulo", "Volumen",
		"Inscriptio", "Dedicatio", "Vertit", "Edidit", "Delineavit"},
	{"ru", "Содержание", "Примечания", "Примечания без отсылки в тексте", "Страницы", "Ориентиры", "Обложка",
		"Титульный лист", "Начало", "Назад к отсылке", "Об этом издании", "Без названия", "Том",
		"Эпиграф", "Посвящение", "Перевод:", "Составление:", "Иллюстрации:"},
}

// wordsFor returns the words of a language, or the English ones.
func wordsFor(lang string) *words {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	for i := range allWords {
		if allWords[i].Lang == base {
			return &allWords[i]
		}
	}
	return &allWords[0]
}

// isRightToLeft reports whether a language is written from right to left.
func isRightToLeft(lang string) bool {
	subtags := strings.Split(strings.ToLower(lang), "-")
	for _, s := range subtags[1:] {
		if len(s) == 4 { // a script
			return s == "arab" || s == "hebr" || s == "syrc" || s == "thaa" || s == "nkoo"
		}
	}
	switch subtags[0] {
	case "ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb", "syr", "arc":
		return true
	}
	return false
}

// A division is what a part of a book is, after the words in its heading.
type division struct{ epubType, role, place string }

// divisions by the first word or words of a heading in lower case. The places
// are the parts of a book: before, in or after its body.
var divisions = map[string]division{
	"abstract": {"abstract", "doc-abstract", front}, "zusammenfassung": {"abstract", "doc-abstract", front},
	"résumé":          {"abstract", "doc-abstract", front},
	"acknowledgments": {"acknowledgments", "doc-acknowledgments", ""}, "acknowledgements": {"acknowledgments", "doc-acknowledgments", ""},
	"danksagung": {"acknowledgments", "doc-acknowledgments", ""}, "remerciements": {"acknowledgments", "doc-acknowledgments", ""},
	"afterword": {"afterword", "doc-afterword", back}, "nachwort": {"afterword", "doc-afterword", back}, "postface": {"afterword", "doc-afterword", back},
	"appendix": {"appendix", "doc-appendix", back}, "anhang": {"appendix", "doc-appendix", back}, "appendice": {"appendix", "doc-appendix", back},
	"bibliography": {"bibliography", "doc-bibliography", back}, "bibliographie": {"bibliography", "doc-bibliography", back},
	"works cited": {"bibliography", "doc-bibliography", back}, "literaturverzeichnis": {"bibliography", "doc-bibliography", back},
	"conclusion": {"conclusion", "doc-conclusion", ""}, "conclusions": {"conclusion", "doc-conclusion", ""},
	"dedication": {"dedication", "doc-dedication", front}, "widmung": {"dedication", "doc-dedication", front}, "dédicace": {"dedication", "doc-dedication", front},
	"epilogue": {"epilogue", "doc-epilogue", ""}, "epilog": {"epilogue", "doc-epilogue", ""}, "épilogue": {"epilogue", "doc-epilogue", ""},
	"foreword": {"foreword", "doc-foreword", front}, "geleitwort": {"foreword", "doc-foreword", front}, "avant-propos": {"foreword", "doc-foreword", front},
	"glossary": {"glossary", "", back}, "glossar": {"glossary", "", back}, "glossaire": {"glossary", "", back},
	"introduction": {"introduction", "doc-introduction", ""}, "einleitung": {"introduction", "doc-introduction", ""},
	"preface": {"preface", "doc-preface", front}, "vorwort": {"preface", "doc-preface", front}, "vorrede": {"preface", "doc-preface", front}, "préface": {"preface", "doc-preface", front},
	"prologue": {"prologue", "doc-prologue", ""}, "prolog": {"prologue", "doc-prologue", ""},
}

// The parts of a book, as the type of a file's body.
const (
	front = "frontmatter"
	body  = "bodymatter"
	back  = "backmatter"
)

// divisionOf says what the section with the given heading is, if its words
// tell: "Preface to the Second Edition" is a preface, "The Preface" isn't sure.
func divisionOf(heading string) (division, bool) {
	name, _, _ := strings.Cut(strings.ToLower(heading), " to ")
	name = strings.TrimRight(name, ".:")
	d, ok := divisions[name]
	if !ok {
		first, _, _ := strings.Cut(name, " ")
		if d, ok = divisions[strings.TrimRight(first, ".:")]; ok && d.epubType != "appendix" {
			return division{}, false
		}
	}
	return d, ok
}
