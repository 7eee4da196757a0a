package repair

import (
	"strings"
	"testing"
)

func TestAnthology(t *testing.T) {
	quoted := func(text string) int {
		return strings.Count(outline(t, "The Keeper’s Commonplace Book\n\n"+prose+"\n"+text), "quote > ")
	}
	anthology := "“The lamp was lit at four, and no ship passed.”\n\nMarrack’s Journal.\n\n" +
		"“A rock is a house that nobody chose.”\n\nSongs of the Skerrow.\n\n" +
		"“Oil, wick and patience.”\n\nIbid.\n\n" +
		"“Who keeps the keeper awake?”\n\nAn Old Riddle.\n"
	if n := quoted(anthology); n != 8 {
		t.Errorf("%d of the 8 blocks of an anthology are quotations", n)
	}
	talk := "“The lamp is out.”\n\nShe looked up.\n\n“Then light it.”\n\nHe did not move.\n\n" +
		"“With what?”\n\nNobody spoke.\n\n“With this,” she said, “and your hands.”\n\nThe match flared.\n"
	if n := quoted(talk); n != 0 {
		t.Errorf("%d blocks of a dialogue are quotations", n)
	}
}
