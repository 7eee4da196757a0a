package repair

import "strings"

// The headings of diaries are dates. They are short rows, and there are several
// of a month:
//
//	2 January
//	Frost. Somebody came with a clock of his own making, and ...
//	6 January, Epiphany
//	In church. The clock in the tower was fast by four minutes ...

const (
	dateWidth     = 0.45 // of the measure, at the most
	dateWords     = 5
	fewestDates   = 4
	dateEvidence  = 3.0  // nats
	dateMonths    = 0.75 // of the dates have a month of their own, at the most
	longestDay    = 31
	longestBefore = 4   // bytes of a word before the day
	namedPlace    = 3   // words
	dateTextBelow = 8.0 // em: what stands below a date is text
)

// dateOf reads the month of a row that is a date: "2 January", "6. Januar,
// Dreikönig", "Am 16. Julius", "March 3rd". It is empty if the row is none.
func dateOf(s string) (month string) {
	if wordsIn(s) > dateWords || !strings.ContainsAny(s, "123456789") {
		return ""
	}
	words := strings.Fields(s)
	for k := 0; k < min(len(words), 2); k++ {
		bare := strings.TrimRight(words[k], ".,")
		n, size, raised := number(bare)
		if size == 0 {
			continue
		}
		if n > longestDay || n == 0 || raised || size != len(bare) && !strings.Contains(" st nd rd th er ", " "+bare[size:]+" ") {
			return ""
		}
		if k+1 < len(words) && (k == 0 || len(words[0]) <= longestBefore) {
			if month := monthName(words[k+1]); month != "" {
				return month
			}
		}
		if k == 1 {
			return monthName(words[0])
		}
		return ""
	}
	return ""
}

// monthName is a word that may be the name of a month, or empty.
func monthName(word string) string {
	word = strings.TrimRight(word, ",.")
	if len(word) < 3 || lettersIn(word) != len(word) {
		return ""
	}
	return strings.ToLower(word)
}

// dates adds the dates among the rows of a flow to the evidence for headings,
// if there are several, and several of a month.
func (t *Text) dates(flow []int, measure float32, evidence map[int]float64) {
	var rows []int
	months := map[string]bool{}
	for k, row := range flow {
		r := &t.Rows[row]
		if r.Em > measure*dateWidth || k+1 == len(flow) || t.Rows[flow[k+1]].Em < dateTextBelow {
			continue
		}
		if month := dateOf(t.String(row)); month != "" {
			rows = append(rows, row)
			months[month] = true
		}
	}
	if len(rows) < fewestDates || float64(len(months)) > dateMonths*float64(len(rows)) {
		return
	}
	t.dated = map[int]bool{}
	for _, row := range rows {
		evidence[row] = max(evidence[row], dateEvidence)
		t.dated[row] = true
	}
}

// isDateline reports whether a row is a dateline.
func (t *Text) isDateline(row int) bool {
	return t.Rows[row].has.has(anyNumeral) && dateline(t.String(row))
}

// dateline reports whether s is where and when a letter was written: "Low Quay,
// 3 November 1902". Such a line stands below a heading and is none.
func dateline(s string) bool {
	_, when, found := strings.Cut(s, ", ")
	if !found || wordsIn(s) > dateWords+namedPlace {
		return false
	}
	day := false
	for word := range strings.FieldsSeq(when) {
		bare := strings.TrimRight(word, ".,")
		n, size, raised := number(bare)
		switch {
		case size == 0 || size != len(bare) || raised:
		case !day:
			day = n > 0 && n <= longestDay
		case size == 4:
			return true
		}
	}
	return false
}
