package language_test

import (
	"fmt"

	"github.com/refolio/refolio/pipeline/language"
)

func Example() {
	tag, _ := language.Detect("Wo das Wort am Ende der Zeile getrennt wird, das sagen die Muster.")
	fmt.Println(tag)
	fmt.Println(language.Hyphenation(tag).Breaks("Silbentrennung"))
	fmt.Println(language.Words(tag).Contains("Häuser"), language.Words(tag).Compound("Hausschlüssel"))
	fmt.Println(language.About(tag).KeepsHyphen("Ex", "Minister"))
	// Output:
	// de
	// [3 6 10]
	// true true
	// true
}
