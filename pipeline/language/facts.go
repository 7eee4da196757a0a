package language

import (
	"slices"
	"strings"
)

// Facts are the small rules of a language's writing that repair and layout
// need. All words are in lower case.
type Facts struct {
	// Abbreviations are those that end in a full stop and don't end a
	// sentence, without that stop: "mr", "z.b".
	Abbreviations []string
	// HyphenPrefixes are first parts that keep their hyphen before a word:
	// "self", "ex". A hyphen after one, at a line's end, is likely the author's.
	HyphenPrefixes []string
	// HyphenSuffixes are last parts that keep the hyphen before them, without
	// it: "là" in "celui-là", "lhe" in "disse-lhe".
	HyphenSuffixes []string
	// FreeHyphen is set if writers join any two words with a hyphen:
	// "sun-soaked". Where it is not, words are joined so by rule, or not at all.
	FreeHyphen bool
	// LetterWords are the letters that are words by themselves: "i" and "a".
	LetterWords string
	// Elisions are what is glued to the next word by an apostrophe, with it:
	// "l'", "qu'". No space follows.
	Elisions []string
	// Quotes are the marks of a quotation and of one inside it, each an
	// opening and a closing one: "“”‘’".
	Quotes string
	// SpaceBefore lists the marks that have a narrow space before them.
	SpaceBefore string
	// Connectives are small words within a title or a name, in lower case there:
	// "of", "von", "de la" as "de" and "la".
	Connectives []string
}

// About returns the facts for a BCP 47 tag, the zero Facts if there are none.
func About(tag string) Facts {
	for tag = canonical(tag); tag != ""; tag = parent(tag) {
		if f, ok := facts[tag]; ok {
			return f
		}
	}
	return Facts{}
}

// Abbreviation reports whether word, with or without its full stop, is an
// abbreviation that doesn't end a sentence: one of the list, or a single
// letter as in the initials of a name.
func (f Facts) Abbreviation(word string) bool {
	word = strings.TrimSuffix(strings.ToLower(word), ".")
	letters := []rune(word)
	return len(letters) == 1 || slices.Contains(f.Abbreviations, word)
}

// KeepsHyphen reports whether a hyphen between the two parts of a word is the
// author's by the rules of the language, whatever its word list says.
func (f Facts) KeepsHyphen(before, after string) bool {
	return slices.Contains(f.HyphenPrefixes, strings.ToLower(before)) ||
		slices.Contains(f.HyphenSuffixes, strings.ToLower(after))
}

var facts = map[string]Facts{
	"ca": {
		LetterWords:    "aeio",
		Abbreviations:  strings.Fields("sr sra dr dra st sta pàg vol núm cap ed prof av etc cf vg p.ex"),
		HyphenPrefixes: strings.Fields("ex vice sots nord sud pro"),
		HyphenSuffixes: strings.Fields("me te se lo la li los les nos vos ne hi ho en li'n se'n"),
		Elisions:       strings.Fields("l' d' n' s' m' t'"),
		Quotes:         "«»“”", Connectives: strings.Fields("de del dels la el i d' a en les els"),
	},
	"cs": {
		LetterWords:    "aikosuvz",
		Abbreviations:  strings.Fields("např tj tzv atd apod č čl str sv dr mgr ing prof doc p pí kap sl aj tzn r srov pozn vyd dl n.l př.n.l"),
		HyphenSuffixes: strings.Fields("li"),
		Quotes:         "„“‚‘", Connectives: strings.Fields("a i z ze v ve na o do u k s"),
	},
	"da": {
		LetterWords: "iåo",
		Abbreviations: strings.Fields(`bl.a f.eks dvs mht ca kl nr s jf fx hr fr frk dr prof st kap bd udg ff o.s.v osv m.m m.fl
			d.v.s o.a pga evt iflg vedr skt`),
		HyphenPrefixes: strings.Fields("eks ikke"), Quotes: "»«›‹", Connectives: strings.Fields("og af i på til den det de"),
	},
	"de": {
		LetterWords: "o",
		Abbreviations: strings.Fields(`z.b d.h u.a u.s.w usw v.a i.d.r s.o s.u o.ä u.ä d.i m.e z.t z.z u.u dr prof hr hrn fr frl st nr
			bd bde kap s vgl bzw ca evtl ggf inkl sog str abb anm aufl hrsg hg ebd ff f geb gest jh jhdt lt max min
			mio mrd tel verf vol zit a.a.o v.chr n.chr chr jan feb febr aug sept okt nov dez etc abs art ders dies
			red übers sp tab taf ms cap resp ew se exz rthlr thlr gr a.d u.dgl dergl desgl`),
		HyphenPrefixes: strings.Fields("ex nicht"),
		Quotes:         "„“‚‘", Connectives: strings.Fields("von zu zum zur der die das und in im am an auf des dem den van de"),
	},
	"el": {
		LetterWords:   "ηοω",
		Abbreviations: strings.Fields("π.χ κ.ά κ.λπ κτλ δηλ κ κα αρ σελ βλ τ εκδ μ.χ αι κεφ υποσ πρβλ"),
		Elisions:      strings.Fields("σ' απ' μ' τ' θ' κι' γι' ν' δ' ἀλλ' δι' ἐπ' παρ' κατ' μετ' ὑπ' οὐδ'"),
		Quotes:        "«»“”", Connectives: strings.Fields("και του της των το η ο στο στη"),
	},
	"en": {
		LetterWords: "aio",
		Abbreviations: strings.Fields(`mr mrs ms messrs mme mlle dr prof rev hon gen col capt lieut lt sgt maj cpl pvt adm cmdr gov pres
			sen rep st sts mt ft jr sr esq bros co corp inc ltd no nos vol vols p pp ch chap chaps sec sect art fig figs
			pl plates ed eds edn trans tr vs v viz cf i.e e.g ie eg al ibid op cit loc ca c fl b d m q.v s.v sc
			scil f ff fol fols fn n nn l ll cols par para app appx jan feb mar apr jun jul aug sept sep oct nov dec
			mon tue tues wed thu thurs fri sat sun a.m p.m a.d b.c u.s u.k d.c ph.d m.a b.a ave blvd rd sq dept univ est
			approx misc mss tom lib cap hist bp abp archbp ald`),
		HyphenPrefixes: strings.Fields(`self ex all half quasi vice mid cross great well ill fellow pro twenty thirty forty fifty sixty seventy eighty ninety`),
		HyphenSuffixes: strings.Fields("elect odd"),
		FreeHyphen:     true,
		Quotes:         "“”‘’", Connectives: strings.Fields(`of the and a an in on to for from by with at as or nor but de la von van du des
			into upon`),
	},
	"es": {
		LetterWords: "aeouyóé",
		Abbreviations: strings.Fields(`sr sra srta sres d dª dn dña dr dra prof ud uds vd vds v.m sto sta s fr gral cap cnel lic ing p pp
			pág págs vol vols núm caps art arts ed eds trad cf cfr ej p.ej etc a.c d.c ee.uu aa.vv av avda c tel vid
			ibíd op cit loc fig ntra`),
		HyphenPrefixes: strings.Fields("teórico físico político económico franco hispano anglo"),
		Quotes:         "«»“”", Connectives: strings.Fields("de del la las los el y e a en por para con"),
	},
	"fi": {
		LetterWords:   "o",
		Abbreviations: strings.Fields("esim mm ym yms jne jms ts ks vrt n s ss v eaa jaa ko toim suom nro os toht prof tri hra rva nti klo eli fil.toht ns em mts"),
		Quotes:        "””’’", Connectives: strings.Fields("ja tai"),
	},
	"fr": {
		LetterWords: "ayoàô",
		Abbreviations: strings.Fields(`m mm mme mmes mlle mlles mgr dr pr me st ste sts p pp chap ch vol vols t tom liv fig pl éd édit trad
			coll cf conf ibid id op cit loc etc ex p.ex c.-à-d no nos n° art av apr j.-c jc env r.p s.m s.a.r l.l.m.m sq
			suiv s v vs janv févr avr juil sept oct nov déc bd boul arr dép hist ms mss fol f`),
		HyphenPrefixes: strings.Fields(`ex non demi mi vice avant arrière après quasi grand saint sainte peut ci là
			au par celui celle ceux celles c'est est dit vingt trente quarante cinquante soixante quatre moi lui elle eux
			nous vous toi soi`),
		HyphenSuffixes: strings.Fields(`ci là je tu il elle on nous vous ils elles ce le la les lui leur y en moi toi t-il t-elle t-on même
			mêmes être dessus dessous delà bas haut`),
		Elisions: strings.Fields(`l' d' j' m' t' s' n' c' qu' jusqu' lorsqu' puisqu' quoiqu' presqu' quelqu' entr' ç'
			aujourd' prud'`),
		Quotes: "«»“”", SpaceBefore: ";:!?»",
		Connectives: strings.Fields("de du des la le les l' d' et à au aux en sur sous pour par dans ou un une"),
	},
	"hu": {
		LetterWords:    "aeső",
		Abbreviations:  strings.Fields("pl stb kb ún ill dr prof özv ifj id sz kr u i o old vö ld szerk ford köt fej uo jan febr márc ápr jún júl aug szept okt nov dec kft rt bp"),
		HyphenSuffixes: strings.Fields("e as es os ös a ban ben ból ből nak nek ra re val vel ról ről hoz hez höz ig nál nél ért"),
		Quotes:         "„”»«", Connectives: strings.Fields("és a az vagy"),
	},
	"it": {
		LetterWords: "aeioèé",
		Abbreviations: strings.Fields(`sig sigg sig.ra sig.na dott dr prof avv ing on mons rev s ss p pp pag pagg cap capp vol voll tom n nn
			art fig ed edd trad cfr cf vd v es p.es ecc etc op cit ibid loc sec a.c d.c c.a fr don`),
		HyphenPrefixes: strings.Fields("ex vice italo franco anglo"),
		Elisions: strings.Fields(`l' d' un' c' m' t' s' v' n' gl' dell' all' dall' nell' sull' coll' quell' quest' bell' sant' com'
			dov' anch' tutt' cos' ch' quant' nessun' ciascun' mezz' senz' pover' buon' grand' null' second' tant' altr'
			mill' trent' pel' tropp' cent' degl' agl' dagl' negl' sugl' de' a' co' ne' da'`),
		Quotes: "«»“”", Connectives: strings.Fields("di del della dello dei degli delle da dal la il lo i gli le e a in con su per"),
	},
	"la": {
		LetterWords: "aeo",
		Abbreviations: strings.Fields(`c cn l m p q t ti sp ser sex kal id non a.d a.u.c cos coss imp aug s.p.q.r cap lib fol vol cf etc ep v
			sc i.e vid ed cod`),
		Quotes: "“”‘’", Connectives: strings.Fields("et de ad in ex a ab pro cum"),
	},
	"nb": {
		LetterWords:    "iåo",
		Abbreviations:  strings.Fields("bl.a f.eks dvs mht ca kl nr s jf hr fr frk dr prof st kap bd utg ff osv m.m m.fl o.l pga evt iflg ang"),
		HyphenPrefixes: strings.Fields("eks ikke"), Quotes: "«»‘’", Connectives: strings.Fields("og av i på til den det de"),
	},
	"nl": {
		LetterWords: "uo",
		Abbreviations: strings.Fields(`dhr mevr mw dr drs prof mr ir ing st ds jhr bijv bv d.w.z dwz enz e.d o.a m.b.t n.a.v t.a.v i.v.m
			blz p pp hfdst dl nr nrs vgl zgn ca resp incl excl t.o.v i.p.v evt red uitg vert deel art afb n.chr v.chr
			jl ll m.n a.s o.m z.g`),
		HyphenPrefixes: strings.Fields("ex niet oud adjunct vice sint noord zuid oost west"),
		Elisions:       strings.Fields("d' l'"),
		Quotes:         "“”‘’", Connectives: strings.Fields("van de der den het een en in op te ter ten tot aan voor uit 's 't"),
	},
	"pl": {
		LetterWords: "aiouwz",
		Abbreviations: strings.Fields(`p np itd itp tj tzn tzw m.in ks św dr prof mgr inż hr r w str s t rozdz red wyd tłum zob por
			ur zm nr ul pl al os ok godz min im jw pt n.e p.n.e art ust pkt tys mln mld`),
		Quotes: "„”«»", Connectives: strings.Fields("i z ze w we na o do u k od po dla nad pod"),
	},
	"pt": {
		LetterWords: "aeoàáéó",
		Abbreviations: strings.Fields(`sr sra srs d dr dra prof profa exmo exma ilmo v.ex v.s s sto sta fr pe gen cap cel p pp pág págs
			vol vols núm n art fig ed eds trad cf etc ex p.ex a.c d.c av r tel ibid op cit loc`),
		HyphenPrefixes: strings.Fields(`ex vice pré pós pró além aquém recém sem não guarda porta meio bem mal luso anglo
			franco segunda terça quarta quinta sexta`),
		HyphenSuffixes: strings.Fields(`me te se lhe lhes o a os as lo la los las no na nos nas vos ia ei mos á ão emos iam mo ma to
			feira`),
		Elisions: strings.Fields("d' n' l'"),
		Quotes:   "«»“”", Connectives: strings.Fields("de do da dos das e a o em no na por para com"),
	},
	"ro": {
		LetterWords:    "aeo",
		Abbreviations:  strings.Fields("d-l dl dna d-na dr prof ing sf st nr p pag pp vol cap art ed etc cf ex î.hr d.hr str bd"),
		HyphenPrefixes: strings.Fields("ex s m c l v i n într dintr printr dându făcându nu prim vice"),
		HyphenSuffixes: strings.Fields("l i o a am ai au ar aș ați și ul uri se mi ți ne vă le lui un"),
		Quotes:         "„”«»", Connectives: strings.Fields("de la cu și în din pe a al ale lui"),
	},
	"ru": {
		LetterWords: "авикосуя",
		Abbreviations: strings.Fields(`г гг г-н г-жа др т.е т.д т.п т.к т.н см ср стр с гл т тт кн ч изд ред пер прим рис табл ул д кв обл
			им проф акад доц инж св р руб коп в вв н.э до млн млрд тыс напр`),
		HyphenPrefixes: strings.Fields("по кое кой экс вице во северо юго"),
		HyphenSuffixes: strings.Fields("то либо нибудь ка таки с де за под первых вторых третьих"),
		Quotes:         "«»„“", Connectives: strings.Fields("и в во на о об с со к ко по за из у от до для"),
	},
	"sv": {
		LetterWords:    "iåöo",
		Abbreviations:  strings.Fields("bl.a t.ex d.v.s dvs m.m m.fl o.s.v osv s.k ca kl nr s jfr hr fr dr prof st kap bd uppl ff f.d e.d e.kr f.kr p.g.a fig tab"),
		HyphenPrefixes: strings.Fields("ex icke"), Quotes: "””’’", Connectives: strings.Fields("och av i på till den det de för"),
	},
	"tr": {
		LetterWords:   "o",
		Abbreviations: strings.Fields("bkz vb vs dr prof doç av hz sn s ss c yy m.ö m.s no mad st çev haz yay örn age agm"),
		Elisions:      nil, Quotes: "“”‘’", Connectives: strings.Fields("ve ile veya ya da de"),
	},
	"uk": {
		LetterWords:    "авзійоуяє",
		Abbreviations:  strings.Fields("р рр ст ім див пор с стор гл т тт кн ч вид ред пер прим рис табл вул буд обл проф акад доц св т.д т.п т.зв напр м н.е до тис млн млрд"),
		HyphenPrefixes: strings.Fields("по казна хтозна бозна будь екс віце"),
		HyphenSuffixes: strings.Fields("то таки небудь но бо от"),
		Quotes:         "«»„“", Connectives: strings.Fields("і й та в у на з зі до для про від по за"),
	},
}
