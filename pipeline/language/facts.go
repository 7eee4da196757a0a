package language

import (
	"slices"
	"strings"
)

// Facts are the small rules of a language's writing that repair and layout
// need. All words are in lower case.
type Facts struct {
	// HyphenPrefixes are first parts that keep their hyphen before a word:
	// "self", "ex". A hyphen after one, at a line's end, is likely the author's.
	HyphenPrefixes []string
	// HyphenSuffixes are last parts that keep the hyphen before them, without
	// it: "là" in "celui-là", "lhe" in "disse-lhe".
	HyphenSuffixes []string
	// AdverbPrefix keeps its hyphen before words that end in one of AdverbEndings:
	// "по" in "по-новому", but not in "поставить". Both are empty if there is none.
	AdverbPrefix  string
	AdverbEndings []string
	// FreeHyphen is set if writers join any two words with a hyphen:
	// "sun-soaked". Where it is not, words are joined so by rule, or not at all.
	FreeHyphen bool
	// SolidFirst and SolidLast are words with which others are written as one,
	// whether or not that word is a common one: "under" in "undertake", "where"
	// in "elsewhere". They are given where FreeHyphen is set.
	SolidFirst, SolidLast []string
	// LetterWords are the letters that are words by themselves: "i" and "a".
	LetterWords string
	// Elisions are what is glued to the next word by an apostrophe, with it:
	// "l'", "qu'". No space follows.
	Elisions []string
	// SpaceBefore lists the marks that have a narrow space before them.
	SpaceBefore string
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

// KeepsHyphen reports whether a hyphen between the two parts of a word is the
// author's by the rules of the language, whatever its word list says.
func (f Facts) KeepsHyphen(before, after string) bool {
	before, after = strings.ToLower(before), strings.ToLower(after)
	if f.AdverbPrefix != "" && before == f.AdverbPrefix {
		return slices.ContainsFunc(f.AdverbEndings, func(ending string) bool { return strings.HasSuffix(after, ending) })
	}
	return slices.Contains(f.HyphenPrefixes, before) ||
		slices.Contains(f.HyphenSuffixes, after)
}

// IsSolid reports whether a word of the two parts is usually written as one.
func (f Facts) IsSolid(before, after string) bool {
	return slices.Contains(f.SolidFirst, strings.ToLower(before)) || slices.Contains(f.SolidLast, strings.ToLower(after))
}

var facts = map[string]Facts{
	"ca": {
		LetterWords:    "aeio",
		HyphenPrefixes: strings.Fields("ex vice sots nord sud pro"),
		HyphenSuffixes: strings.Fields("me te se lo la li los les nos vos ne hi ho en li'n se'n"),
		Elisions:       strings.Fields("l' d' n' s' m' t'"),
	},
	"cs": {
		LetterWords:    "aikosuvz",
		HyphenSuffixes: strings.Fields("li"),
	},
	"da": {
		LetterWords:    "iåo",
		HyphenPrefixes: strings.Fields("eks ikke"),
	},
	"de": {
		LetterWords:    "o",
		HyphenPrefixes: strings.Fields("ex nicht"),
	},
	"el": {
		LetterWords: "ηοω",
		Elisions:    strings.Fields("σ' απ' μ' τ' θ' κι' γι' ν' δ' ἀλλ' δι' ἐπ' παρ' κατ' μετ' ὑπ' οὐδ'"),
	},
	"en": {
		LetterWords:    "aio",
		HyphenPrefixes: strings.Fields(`self ex all half quasi vice mid cross great well ill fellow pro twenty thirty forty fifty sixty seventy eighty ninety`),
		HyphenSuffixes: strings.Fields("elect odd"),
		FreeHyphen:     true,
		SolidFirst: strings.Fields(`over under every some else here there where what when whom with after fore back super trans inter
			grand north south hence house land foot hand head home wind hard black white butter book broad down country gentle
			work water thou false whole state sales straight stead spoke sports neighbour burden person remark satis concur`),
		SolidLast: strings.Fields(`ward wards able ably ally less some thing things where times time hood ship ships what soever ever
			with withal body long land lands lord lords ness fully side sides stand stands standing stood take takes taken taking took
			work works like fold folk folks house houses room rooms keeper keepers master masters yard yards children father mother
			daughter daughters tion ting ring ling berry stone stones wood light lights line lines head heads back down over point`),
	},
	"es": {
		LetterWords:    "aeouyóé",
		HyphenPrefixes: strings.Fields("teórico físico político económico franco hispano anglo"),
	},
	"fi": {
		LetterWords: "o",
	},
	"fr": {
		LetterWords: "ayoàô",
		HyphenPrefixes: strings.Fields(`ex non demi mi vice avant arrière après quasi grand saint sainte peut ci là
			au par celui celle ceux celles c'est est dit vingt trente quarante cinquante soixante quatre moi lui elle eux
			nous vous toi soi`),
		HyphenSuffixes: strings.Fields(`ci là je tu il elle on nous vous ils elles ce le la les lui leur y en moi toi t-il t-elle t-on même
			mêmes être dessus dessous delà bas haut`),
		Elisions: strings.Fields(`l' d' j' m' t' s' n' c' qu' jusqu' lorsqu' puisqu' quoiqu' presqu' quelqu' entr' ç'
			aujourd' prud'`),
		SpaceBefore: ";:!?»",
	},
	"hu": {
		LetterWords:    "aeső",
		HyphenSuffixes: strings.Fields("e as es os ös a ban ben ból ből nak nek ra re val vel ról ről hoz hez höz ig nál nél ért"),
	},
	"it": {
		LetterWords:    "aeioèé",
		HyphenPrefixes: strings.Fields("ex vice italo franco anglo"),
		Elisions: strings.Fields(`l' d' un' c' m' t' s' v' n' gl' dell' all' dall' nell' sull' coll' quell' quest' bell' sant' com'
			dov' anch' tutt' cos' ch' quant' nessun' ciascun' mezz' senz' pover' buon' grand' null' second' tant' altr'
			mill' trent' pel' tropp' cent' degl' agl' dagl' negl' sugl' de' a' co' ne' da'`),
	},
	"la": {
		LetterWords: "aeo",
	},
	"nb": {
		LetterWords:    "iåo",
		HyphenPrefixes: strings.Fields("eks ikke"),
	},
	"nl": {
		LetterWords:    "uo",
		HyphenPrefixes: strings.Fields("ex niet oud adjunct vice sint noord zuid oost west"),
		Elisions:       strings.Fields("d' l'"),
	},
	"pl": {
		LetterWords: "aiouwz",
	},
	"pt": {
		LetterWords: "aeoàáéó",
		HyphenPrefixes: strings.Fields(`ex vice pré pós pró além aquém recém sem não guarda porta meio bem mal luso anglo
			franco segunda terça quarta quinta sexta`),
		HyphenSuffixes: strings.Fields(`me te se lhe lhes o a os as lo la los las no na nos nas vos ia ei mos á ão emos iam mo ma to
			feira`),
		Elisions: strings.Fields("d' n' l'"),
	},
	"ro": {
		LetterWords:    "aeo",
		HyphenPrefixes: strings.Fields("ex s m c l v i n într dintr printr dându făcându nu prim vice"),
		HyphenSuffixes: strings.Fields("l i o a am ai au ar aș ați și ul uri se mi ți ne vă le lui un"),
	},
	"ru": {
		LetterWords:    "авикосуя",
		AdverbPrefix:   "по",
		AdverbEndings:  strings.Fields("ому ему ски цки ьи"),
		HyphenPrefixes: strings.Fields("кое кой экс вице во северо юго"),
		HyphenSuffixes: strings.Fields("то либо нибудь ка таки с де за под первых вторых третьих"),
	},
	"sv": {
		LetterWords:    "iåöo",
		HyphenPrefixes: strings.Fields("ex icke"),
	},
	"tr": {
		LetterWords: "o",
	},
	"uk": {
		LetterWords:    "авзійоуяє",
		AdverbPrefix:   "по",
		AdverbEndings:  strings.Fields("ому ему єму ськи цьки"),
		HyphenPrefixes: strings.Fields("казна хтозна бозна будь екс віце"),
		HyphenSuffixes: strings.Fields("то таки небудь но бо от"),
	},
}
