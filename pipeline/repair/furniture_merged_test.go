package repair

import "testing"

func TestGluedHeadsHaveTextsOfTheirOwnBehindThem(t *testing.T) {
	for _, c := range []struct {
		rows []string
		head string
		want bool
	}{
		{[]string{"A History of the Townand the faithful", "A History of the Townof the mole, where", "A History of the Townwhich rusted", "A History of the Towninto the sea"}, "A History of the Town", true},
		{[]string{"A History of the Har-", "A History of the Harbour", "A History of the Harbour", "A History of the Harbour"}, "A History of the Har", false},
		{[]string{"CHAPTER XXI 3", "CHAPTER XXI", "CHAPTER XXII 9", "CHAPTER XXIII 13", "CHAPTER XXIV"}, "CHAPTER XXI", false},
	} {
		if got := begunAnew(c.rows, len(c.head)); got != c.want {
			t.Errorf("%q: %v", c.rows, got)
		}
	}
}
