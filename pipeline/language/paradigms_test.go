//go:build generate

package language

import (
	"strings"
	"unicode/utf8"
)

// paradigm is a regular inflection. Tesseract's lists are made of the web and
// lack half the forms that books use: the simple past of French novels, the
// subjunctive, the participles of German.
type paradigm struct {
	base     string // what the word ends in that has the paradigm; "" for any
	evidence string // a word has it if the list has so many of the forms with these endings ...
	need     int    // ... in place of the base
	forms    string // the endings of all the forms; "-" is none
}

// The evidence keeps "hiver", "mare" and "Ofen" from being taken for verbs.
var paradigms = map[string][]paradigm{
	"de": {
		{"en", "te ten tet", 1, "e st t te test ten tet end ende enden ender endes endem"},
		{"en", "t st e end", 2, "e st t end ende enden ender endes endem"},
		{"e", "e en er es em", 3, "e en er es em"},
		{"", "- e en er es em", 4, "e en er es em ere eren erer eres"},
		{"ste", "sten ster -", 2, "ste sten ster stes stem"},
	},
	"fr": {
		{"er", "e ent é ait ant èrent erait", 1, frenchER},
		{"ir", "issant issent issait issons", 1, `i ie ies is it issons issez issent issais issait issions issiez issaient îmes îtes
			irent irai iras ira irons irez iront irais irait irions iriez iraient isse isses ît issant`},
		{"", "- e s es", 3, "- e s es"},
	},
	"it": {
		{"are", "a ato ando ava ò ano", 3, `o i a iamo ate ano avo avi ava avamo avate avano ai asti ò ammo aste arono erò erai
			erà eremo erete eranno erei eresti erebbe eremmo ereste erebbero assi asse assimo assero ino ando ante anti ato ata
			ati ate arsi arlo arla arli arle armi arti arci arvi`},
		{"ire", "isce ito endo iva ì iscono", 3, `isco isci isce iamo ite iscono ivo ivi iva ivamo ivate ivano ii isti ì immo
			irono irò irai irà iremo irete iranno irei iresti irebbe iremmo ireste irebbero isca iscano issi isse issimo
			issero endo ito ita iti ite irsi irlo irla irli irle`},
		{"o", "o a i e", 3, "o a i e"},
	},
	"es": {
		{"ar", "a ado ando aba ó an", 3, `o as a amos áis an aba abas aban ábamos é aste ó aron e es emos en aré arás ará aremos
			arán aría arías arían aríamos ara aras aran áramos ase ases asen ando ado ada ados adas arlo arla arle arse arlos`},
		{"er", "e ido iendo ía ió en", 3, `o es e emos en a as amos an ía ías íamos ían í iste ió imos ieron eré erás erá eremos erán
			ería erías erían iera ieras ieran iéramos iese iesen iendo ido ida idos idas erlo erla erse`},
		{"ir", "e ido iendo ía ió en", 3, `o es e imos en a as amos an ía ías íamos ían í iste ió ieron iré irás irá iremos irán
			iría irías irían iera ieras ieran iéramos iese iesen iendo ido ida idos idas irlo irla irse`},
		{"o", "o a os as", 3, "o a os as"},
	},
	"pt": {
		{"ar", "a ado ando ava ou am", 3, `o as a amos am ava avas ávamos avam ei aste ou astes aram ara aras áramos e es emos em
			arei arás ará aremos arão aria arias ariam aríamos asse asses ássemos assem ar ares arem armos ando ado ada ados
			adas`},
		{"er", "e ido endo ia eu em", 3, `o es e emos em a as amos am ia ias íamos iam i este eu estes eram era eras êramos erei erás
			erá eremos erão eria erias eriam esse esses êssemos essem erem ermos endo ido ida idos idas`},
		{"ir", "e ido indo ia iu em", 3, `o es e imos em a as amos am ia ias íamos iam i iste iu istes iram ira iras íramos irei irás
			irá iremos irão iria irias iriam isse isses íssemos issem irem irmos indo ido ida idos idas`},
		{"o", "o a os as", 3, "o a os as"},
	},
}

const frenchER = `e es ons ez ent ais ait ions iez aient ai as a âmes âtes èrent erai eras era erons erez eront erais erait
		erions eriez eraient asse asses ât assions assiez assent é ée és ées ant`

// derive adds the forms that the paradigms of a language give to words.
func derive(tag string, words map[string]bool) {
	var forms []string
	for word := range words {
		for _, p := range paradigms[tag] {
			stem, ok := strings.CutSuffix(word, p.base)
			if !ok || utf8.RuneCountInString(stem) < 3 || strings.ContainsAny(stem, "-'") {
				continue
			}
			found := 0
			for ending := range strings.FieldsSeq(p.evidence) {
				if words[inflect(tag, stem, ending)] {
					found++
				}
			}
			if found < p.need {
				continue
			}
			for ending := range strings.FieldsSeq(p.forms) {
				forms = append(forms, inflect(tag, stem, ending))
			}
			if tag == "fr" && p.base == "er" {
				forms = append(forms, openStem(stem)...)
			}
		}
	}
	for _, form := range forms {
		if wellFormed(tag, form) {
			words[form] = true
		}
	}
}

// inflect joins an ending to a stem, which keeps its sound: "mangeait",
// "commençait", "giochi", "llegué".
func inflect(tag, stem, ending string) string {
	if ending == "-" {
		return stem
	}
	vowel, _ := utf8.DecodeRuneInString(ending)
	clear := strings.ContainsRune("eiéèêí", vowel)
	last := stem[len(stem)-1]
	rest := stem[:len(stem)-1]
	switch {
	case tag == "fr" && !clear && last == 'g':
		return stem + "e" + ending
	case tag == "fr" && !clear && last == 'c':
		return rest + "ç" + ending
	case tag == "it" && clear && (last == 'c' || last == 'g'):
		return stem + "h" + ending
	case tag == "it" && vowel == 'i' && last == 'i':
		return rest + ending
	case (tag == "es" || tag == "pt") && clear && last == 'c':
		return rest + "qu" + ending
	case (tag == "es" || tag == "pt") && clear && last == 'g':
		return stem + "u" + ending
	case tag == "es" && clear && last == 'z':
		return rest + "c" + ending
	case tag == "de" && (last == 't' || last == 'd') && (vowel == 't' || ending == "st"):
		return stem + "e" + ending
	}
	return stem + ending
}

// openStem returns the forms of a French verb in -e_er or -é_er that have an
// open e before a mute one: "lever", "lève"; "céder", "cède".
func openStem(stem string) []string {
	for _, closed := range []string{"e", "é"} {
		i := strings.LastIndex(stem, closed)
		if i < 0 || !consonants(stem[i+len(closed):]) {
			continue
		}
		open := stem[:i] + "è" + stem[i+len(closed):]
		forms := []string{open + "e", open + "es", open + "ent"}
		if closed == "e" {
			for ending := range strings.FieldsSeq(frenchER) {
				if strings.HasPrefix(ending, "er") {
					forms = append(forms, open+ending)
				}
			}
		}
		return forms
	}
	return nil
}

// consonants reports whether s has no vowel.
func consonants(s string) bool {
	return s != "" && !strings.ContainsAny(foldGreek(s), "aeiouyàáâäãåèéêëìíîïòóôöõøùúûüýąęæœаеиоуыэюяіїєαεηιουω")
}
