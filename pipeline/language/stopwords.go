package language

import "strings"

// grammarWords are, for each language that [Detect] knows, its commonest
// words: before the bar those that make up about a hundredth of running text
// each, after it the next. Elided forms stand without their apostrophe, because words
// are cut there. They are of the sort that books of every age and subject
// have, with the older forms that reprints use ("thou", "daß", "estoit").
var grammarWords = []struct{ tag, words string }{
	{"en", `the of and to a in that it is was he his with as for | i be not which by had from at on this but they or
		have her you him all were are an their so she my who there one we if when would no what will more been its
		them than has some upon could into only me do any our out up said then did should your these those must
		about other very may such now like can shall thou thy unto hath ye s t`},
	{"de", `der die und in den zu das nicht er sie ist ich von mit sich | des dem ein eine es auf so an als auch wie war
		daß dass wir aber im aus bei nur nach noch man am hatte um wenn einen einem einer eines für über sein seine
		ihr ihre mir mich ihm ihn doch da was wird werden haben hat sind oder zum zur durch vor bis unter kein keine
		mein schon nun hier dann diese dieser wurde waren hätte denn ja uns wo selbst gegen immer sehr ohne`},
	{"fr", `de la le et les des à l il d que qui en un une | est dans ne pas qu se ce du au pour par sur plus son sa ses
		elle je vous nous on avec mais lui s n c j m était avait tout comme y ou si bien cette être fait me leur ils même
		sans dit où aux sont ces deux mon ma mes notre votre très encore donc été avoir peu rien quand fut moi toi aussi
		entre après point jamais cela celui`},
	{"es", `de la que el en y a los se no un las por con | su una del lo al es le para más como era pero sus me ha había si
		ya sin muy mi o este todo esta qué porque cuando él ella fue son sobre entre también hasta donde desde nos ni
		usted hay tan aquel aquella quien está nada dijo sí todos yo les tiene bien esto ser así tu te mis otro otra vez`},
	{"it", `di e che il la in un a non per si | è una l del della con i le da al lo come gli più sono era ma nel alla mi dei
		delle ha se anche suo sua o questo questa d ne dal ci quando io aveva essere quello quella ed tutto tutti dalla
		nella ai degli cui così lui lei loro dopo poi ancora sì sempre perché senza sulla sul negli nei molto ogni fu
		quale quanto suoi sue solo già fra tra`},
	{"pt", `de a que o e do da em um não os | se com uma para as no na por mais dos como mas ao ele das era à seu sua ou quando
		muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos seus quem nas me esse eles você essa num
		nem suas meu às minha numa pelos havia qual foi está são lhe disse ainda onde tudo então aquele porque tão este
		esta tinha ser ter há`},
	{"nl", `de van het een en in is dat te op zijn | die niet met ik hij voor was er aan als maar ook om dan had zich bij of uit
		naar nog wel ze zij wat door over je haar hem deze tot geen werd mijn heeft ons men dit wij kan zou al hun onder
		veel daar u worden hebben waar meer nu want zo toen zoals toch zonder tegen wordt onze mij moet hier heb waren`},
	{"ru", `и в не на я что с он как а | то это по но она к из у же за бы его так от все ты о было мы они был ее мне для только
		ли вы еще её ещё уже при ему меня до когда или если даже себя может чтобы была нет во со быть их там тут где
		есть этого этот тем него были ни под без чем раз вот который того теперь сказал этой очень потом всё после
		ничего между через кто`},
	{"uk", `і в не на що з та до у я він | а як це за але й по вона від ти для його про так ми то вони був ще бо її було мене
		коли чи щоб тільки або вже ви мені їх якщо все при була може під через дуже там де були є нас йому без також
		який тут себе хто того цього цей ні тому над після між ж ось нічого сказав вони тепер`},
	{"pl", `i w się nie na z do to że a | jest o jak po za co od przez ale już tak jego był dla ja było tylko czy pan bardzo ze
		ich przy była jeszcze się by jej który być go mu może pod mi tym nawet więc gdy sobie tego które która lub są ma
		oraz ten ta te jako tu gdzie kiedy jednak bo ku nad bez przed między aby siebie teraz potem oni ona on my nas
		również`},
	{"la", `et in est non ad ut cum quod qui | ab ex de si quae sed per a se nec enim esse aut etiam ac atque eius autem hoc quam
		sunt id quo haec nam eo sit tamen quoque neque quidem e fuit ne pro eum te me tu ego nihil inter post quia vel ita
		apud sic vero ille illa illud ipse omnia quid quem cuius eorum ante hic nunc tam nisi erat esset nobis vobis deus
		domini dominus dum quoniam super autem igitur ergo`},
	{"sv", `och att det i en som på är av för | han med den till inte jag var de om ett hade sig så men ej hon från man nu har
		skulle kunde vid min sin icke då när upp ut under efter eller kan vi denna där sina över sitt mot mycket också
		honom henne ni du mig dig åt in hans hennes detta alla blev varit utan ha bara här någon något måste än än sade
		vara blott ju`},
	{"da", `og i at det er en til af som på | de ikke den med for han der var sig et jeg har men om havde hun fra vi man så sin
		skulle ham kunne nu ved da op være hans hvad mig når eller efter under ud blev over mod vil kan jo hvor mere end
		denne også du bliver alle disse siger meget hende dette lidt vor selv nogen noget ind sagde thi hvis hendes var`},
	{"nb", `og i det er på en til som av å | ikke at den med for han de var har seg et jeg så om men hadde hun fra vi kan skal ble
		etter være nå vil hva når eller ut skulle kunne bare opp over mot da man sin ham deg meg noe noen også mye her
		dette før hvor hvis blir sier selv bli inn under gjennom ved etter sa ned henne deres hans`},
	{"fi", `ja on ei se oli hän että | kuin mutta niin en ovat joka ole olen minä nyt sen hänen jos kun myös sitä tämä mitä vain
		hän sinä siitä olisi me he sekä jo ollut siinä mukaan tai jotka minun ne oli enää vielä kanssa tässä tämän mikä
		minua sinun sille minulle olivat niitä koska hänet eivät kuitenkin sitten siihen hyvin eli häntä heidän ett voi
		pitää ennen ilman`},
	{"cs", `a se v je na že to s z do | i o k ve si by ale jsem za jako po tak pro co byl od jak bylo mu ho byla které už ze který
		jen jeho aby jsou než jeho která když při až jsme ne nebo být ještě také není má pak tím kde před její ani před
		bez být své však těch jej toho tedy pod nad nebyl velmi ten ta ty on ona my vy jejich mezi bych byly tam`},
	{"hu", `a az és hogy nem is egy volt | de ha meg csak mint már el még ez s ki én azt mert vagy ezt sem van le mi kell lehet
		nagyon minden most fel olyan be te ő neki úgy után így pedig akkor azért amely aki hát vele lesz ezek ami között
		sok jó amit nincs mondta ahol majd mert magát arra ennek annak szerint mind több jól hiszen valami sőt voltak
		lett nekem`},
	{"tr", `ve bir bu da de için ne | o ile çok gibi daha var ki ben en kadar olan olarak diye sonra değil mi her ama onun olduğu
		bana yok sen şey şu ya beni hiç iki bunu ise oldu zaman biz dedi onu vardı göre sana şimdi bütün ancak kendi
		idi veya hem nasıl böyle bunun mı mu mü önce büyük fakat artık içinde üzerine tarafından biri bile benim siz
		çünkü`},
	{"el", `και το να του η της με που την από | για στο είναι τη ο τον δεν οι τα θα στην σε τους των τις ένα μου ότι μια αυτό αν
		σου στη ήταν ως στον ή κι όπως μας έχει πως αλλά στα αυτή πολύ ένας είχε σας τι μόνο όταν δε πιο ήταν αυτός
		κάθε μέσα γιατί τώρα χωρίς ακόμα έτσι μπορεί μη κατά μετά όλα όλοι`},
	{"grc", `καὶ δὲ τὸ τὴν ὁ τῶν ἡ τοῦ τὸν τὰ | μὲν ἐν γὰρ τῆς οὐ τε εἰς ὡς τῷ οἱ ἐπὶ αὐτοῦ ἀλλὰ τοῖς τοὺς κατὰ πρὸς ὅτι οὐκ τῇ μὴ
		ἂν διὰ ἀπὸ ἐκ περὶ ἦν ταῦτα τὰς οὖν εἰ αὐτῷ ὃ αὐτῶν ἐστι ἐστὶν δ τις τοῦτο παρὰ ἐξ δὴ ὑπὸ γε ταῖς οὕτως αὐτὸν
		εἶναι τι ἔτι μετὰ ἢ νῦν πάντα`},
	{"ca", `de la i el que a en l d per un | les els no una es del amb al va com més s si se seu seva és són era dels ha ser han o
		però molt aquest aquesta hi ho quan li em tot també ja on sobre meva meu nostre fins sense perquè entre des jo
		havia dos ni res m n pel pels tan així bé això estava cap sempre qui aquell aquella tots totes va van doncs ben
		fou segons ara encara les`},
	{"ro", `și de în a la cu nu o că pe să | se din care un ce mai este sa lui al ale este era el ca au am fi ei prin dar după îi
		fost nici sau mă fără unei unui ar numai când le îl va astfel cum sunt dacă poate toate acest această despre
		fiind ea asta iar între foarte aceasta lor două vor ţi şi în pentru era până atunci acum avea aici eu tu meu
		mult sub sînt`},
}

const (
	latin    = "abcdefghijklmnopqrstuvwxyz"
	greek    = "αβγδεζηθικλμνξοπρστυφχψως"
	cyrillic = "абвгдежзийклмнопрстуфхцчшщьюя'’"
)

// alphabets lists the letters of each language that [Detect] knows, with those
// that loan words and older spelling need. The Greek is without accents.
var alphabets = map[string]string{
	"en": latin + "éèêëçïôöæœàü", "de": latin + "äöüßſé", "fr": latin + "éèêëàâîïôùûüçœæ", "es": latin + "áéíóúñü",
	"it": latin + "àèéìíòóùî", "pt": latin + "ãõáéíóúâêôàçü", "nl": latin + "ëïéèöüáó", "ru": cyrillic + "ыэъёѣіѳѵ",
	"uk": cyrillic + "іїєґ", "pl": latin + "ąćęłńóśźż", "la": latin + "æœāēīōūëäöüâô", "sv": latin + "åäöé",
	"da": latin + "æøåé", "nb": latin + "æøåéòô", "fi": latin + "äöå", "cs": latin + "áčďéěíňóřšťúůýž",
	"hu": latin + "áéíóöőúüű", "tr": latin + "çğıöşüâîû\u0307", "el": greek, "grc": greek + "ϲ",
	"ca": latin + "àèéíïòóúüç·", "ro": latin + "ăâîșțşţ",
}

// GrammarWords returns the commonest words of a language: first those that
// make up about a hundredth of running text each, then the next. They are nil
// for a language that [Detect] doesn't know.
func GrammarWords(tag string) (common, next []string) {
	for tag = canonical(tag); tag != ""; tag = parent(tag) {
		for _, g := range grammarWords {
			if g.tag == tag {
				first, second, _ := strings.Cut(g.words, "|")
				return strings.Fields(first), strings.Fields(second)
			}
		}
	}
	return nil, nil
}
