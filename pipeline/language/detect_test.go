package language

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// passages are a few sentences in each language, written for this test.
var passages = map[string]string{
	"ca":  "Quan vam arribar al poble, la dona del forn ja havia tancat la porta. No hi havia ningú al carrer, però sentíem la música que venia de la plaça.",
	"cs":  "Když jsme přišli do vesnice, pekařka už zavřela dveře. Na ulici nikdo nebyl, ale slyšeli jsme hudbu, která se nesla od náměstí, a tak jsme šli za ní.",
	"da":  "Da vi kom til landsbyen, havde bagerens kone allerede lukket døren. Der var ikke nogen på gaden, men vi kunne høre musikken, som kom fra torvet.",
	"de":  "Als wir in das Dorf kamen, hatte die Bäckerin ihre Tür schon geschlossen. Auf der Straße war niemand, aber wir hörten die Musik, die vom Platz kam.",
	"el":  "Όταν φτάσαμε στο χωριό, η γυναίκα του φούρναρη είχε ήδη κλείσει την πόρτα. Δεν ήταν κανείς στον δρόμο, αλλά ακούγαμε τη μουσική από την πλατεία.",
	"en":  "When we came to the village the baker's wife had already shut her door. There was nobody in the street, but we could hear the music from the square.",
	"es":  "Cuando llegamos al pueblo, la mujer del panadero ya había cerrado la puerta. No había nadie en la calle, pero oíamos la música que venía de la plaza.",
	"fi":  "Kun tulimme kylään, leipurin vaimo oli jo sulkenut oven. Kadulla ei ollut ketään, mutta kuulimme musiikin, joka tuli torilta, ja niin me lähdimme sinne.",
	"fr":  "Quand nous arrivâmes au village, la femme du boulanger avait déjà fermé sa porte. Il n’y avait personne dans la rue, mais on entendait la musique.",
	"grc": "Ἐπεὶ δὲ εἰς τὴν κώμην ἤλθομεν, ἡ τοῦ ἀρτοκόπου γυνὴ τὴν θύραν ἤδη ἔκλῃσε· καὶ οὐδεὶς μὲν ἦν ἐν ταῖς ὁδοῖς, τῆς δὲ μουσικῆς ἠκούομεν ἐκ τῆς ἀγορᾶς.",
	"hu":  "Mire a faluba értünk, a pék felesége már bezárta az ajtót. Nem volt senki az utcán, de hallottuk a zenét, amely a térről jött, és arra mentünk.",
	"it":  "Quando arrivammo al villaggio, la moglie del fornaio aveva già chiuso la porta. Non c'era nessuno per la strada, ma si sentiva la musica della piazza.",
	"la":  "Cum ad vicum venissemus, uxor pistoris ianuam iam clauserat. Nemo in via erat, sed cantus audiebamus qui ex foro veniebant, et eo ire constituimus.",
	"nb":  "Da vi kom til landsbyen, hadde bakerens kone allerede lukket døren. Det var ikke noen på gaten, men vi kunne høre musikken som kom fra torget.",
	"nl":  "Toen wij in het dorp kwamen, had de vrouw van de bakker haar deur al gesloten. Er was niemand op straat, maar we hoorden de muziek die van het plein kwam.",
	"pl":  "Kiedy przyszliśmy do wsi, żona piekarza już zamknęła drzwi. Na ulicy nie było nikogo, ale słychać było muzykę, która szła od rynku, i tam poszliśmy.",
	"pt":  "Quando chegámos à aldeia, a mulher do padeiro já tinha fechado a porta. Não havia ninguém na rua, mas ouvíamos a música que vinha da praça.",
	"ro":  "Când am ajuns în sat, nevasta brutarului închisese deja ușa. Nu era nimeni pe stradă, dar se auzea muzica ce venea din piață și ne-am dus acolo.",
	"ru":  "Когда мы пришли в деревню, жена пекаря уже закрыла дверь. На улице никого не было, но мы слышали музыку, которая доносилась с площади.",
	"sv":  "När vi kom till byn hade bagarens hustru redan stängt dörren. Det fanns ingen på gatan, men vi kunde höra musiken som kom från torget.",
	"tr":  "Köye vardığımızda fırıncının karısı kapıyı çoktan kapatmıştı. Sokakta hiç kimse yoktu ama meydandan gelen müziği duyuyorduk ve biz de oraya gittik.",
	"uk":  "Коли ми прийшли до села, дружина пекаря вже зачинила двері. На вулиці нікого не було, але ми чули музику, яка лунала з площі, і пішли туди.",
}

func TestDetect(t *testing.T) {
	if len(passages) != len(grammarWords) {
		t.Errorf("%d passages for %d languages", len(passages), len(grammarWords))
	}
	for want, text := range passages {
		for _, text := range []string{text, strings.ToUpper(text), strings.Repeat(text+"\n", 1000)} {
			tag, confidence := Detect(text)
			if tag != want || confidence < 0.6 {
				t.Errorf("%s: %q with %.2f: %.40s", want, tag, confidence, text)
			}
		}
	}
}

func TestDetectKnowsItsLimits(t *testing.T) {
	for _, text := range []string{
		"", " \n", "12345 67890", "a", "xyzzy plugh", "\xff\xfe\x00\x01",
		"func main() { fmt.Println(x, y) }",
		"私たちが村に着いたとき、パン屋の奥さんはもう戸を閉めていた。",
		"عندما وصلنا إلى القرية كانت زوجة الخباز قد أغلقت الباب.",
		"Tulipofika kijijini mke wa mwokaji alikuwa amekwisha kufunga mlango wake.",
		"Smith, J. R.; Müller, K.; Østergaard, P.; García, L. M.; Nowak, W.",
	} {
		if tag, confidence := Detect(text); tag != "" {
			t.Errorf("%q: %s with %.2f", text, tag, confidence)
		}
	}
}

func TestDetectLooksEverywhere(t *testing.T) {
	text := strings.Repeat(passages["en"]+"\n", 40) + strings.Repeat(passages["de"]+"\n", 400) + strings.Repeat(passages["la"]+"\n", 40)
	if tag, _ := Detect(text); tag != "de" {
		t.Errorf("%q, want de", tag)
	}
}

func TestSamplesAreBounded(t *testing.T) {
	for _, size := range []int{0, 1, sampleBytes, sampleWindows * sampleBytes, sampleWindows*sampleBytes + 1, 10 << 20} {
		total := 0
		for _, window := range samples(strings.Repeat("word ", size/5+1)[:size]) {
			total += len(window)
		}
		if total > sampleWindows*sampleBytes || total == 0 && size > 0 {
			t.Errorf("%d bytes of %d", total, size)
		}
	}
}

// TestDetectIsCalibrated cuts runs of words out of the corpus: an answer with
// a confidence of 0.7 should be right in seven cases of ten at least.
func TestDetectIsCalibrated(t *testing.T) {
	texts := corpus(t)
	random := rand.New(rand.NewPCG(1, 2))
	for _, length := range []int{2, 5, 10, 30} {
		var answers, right, sure float64
		for _, text := range texts {
			words := strings.Fields(text.text)
			for range 40 {
				at := random.IntN(len(words) - length)
				tag, confidence := Detect(strings.Join(words[at:at+length], " "))
				if tag == "" {
					continue
				}
				answers++
				sure += confidence
				if tag == text.tag {
					right++
				}
			}
		}
		t.Logf("%d words: %.0f answers of %d, %.3f right, %.3f expected", length, answers, 40*len(texts), right/answers, sure/answers)
		if right/answers < sure/answers-0.02 {
			t.Errorf("%d words: %.3f of the answers are right, expected %.3f", length, right/answers, sure/answers)
		}
		if length == 30 && right < 0.99*float64(40*len(texts)) {
			t.Errorf("30 words are not enough: %.0f right of %d", right, 40*len(texts))
		}
	}
}

func FuzzDetect(f *testing.F) {
	for _, text := range passages {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tag, confidence := Detect(text)
		if confidence < 0 || confidence > 1 || (tag == "") != (confidence < Doubtful) {
			t.Errorf("%q with %v", tag, confidence)
		}
	})
}

func BenchmarkDetect(b *testing.B) {
	text := strings.Repeat(passages["de"]+"\n", 1000)
	for b.Loop() {
		Detect(text)
	}
}
