//go:build generate

package language

// shortWords are the words of one or two letters. The sources have most pairs
// of letters as an abbreviation or a Scrabble word, which would make a word of every
// fragment.
var shortWords = map[string]string{
	"de": "ab ach am an au da du eh ei er es ha he ho im in ja je na nu ob oh so um wo zu o",
	"en": "a i o ad ah am an as at ax be by do eh ex go ha he hi ho id if in is it lo ma me my no of oh on or ox pa so to up us we ye",
	"es": "a e o u y ah al ay da de dé di eh el él en es fe ha he id ir la le lo me mi mí ni no oh os sé se si sí su te té ti tu tú un va ve vi ya yo",
	"fr": "a à y ô ah ai as au ce ci ça çà de dû du en es et eu eh fi ha hé ho il je la là le lu ma me mu né ne ni nu on or os ou où pu sa se si su ta te tu un va vu",
	"it": "a e è i o ad ah ai al ci co da dà de di dì ed eh fa fu ha ho il in io la là le lì li lo ma me mi ne né ni no od oh or po re sa se sé sì si so su te tè ti tu un va vi",
	"la": "a e o ab ac ad at da de do ea ei eo es et ex id ii in is it me mi ne ni ob os re se si te tu ut ve vi",
	"nl": "af al as de en er ga ge he ho ik in is ja je ma me na nu of oh om op pa re te tu u uw we ze zo",
	"pl": "a i o u w z aż bo by ci co có da do go ha iż ją je ku ma mą mi mu my na no ni od oj on są ta tą te tę to tu ty we wy za ze że",
	"pt": "a à e é o ó ai ao ar as às ah dá da de dê do dó em eu fé há ia ir já la lá lê me mo na no nó nu oh os ou pá pé pó sã sé se si só tu te ti um vá vê vi vó vô",
	"ru": "а в и к о с у я ах бы во вы да до ее ей ел ем же за из им их ли мы на не ни но ну об ой ох он от по со та те то ту ты уж ум эй эх юг яд",
}
