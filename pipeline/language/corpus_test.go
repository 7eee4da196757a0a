package language

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// corpusText is a document of the corpus with known truth.
type corpusText struct{ name, tag, text string }

// corpus reads the true texts of the corpus beside the repository, sorted by
// name. Nothing in this package is trained on them. The test is
// skipped where they are not to be had.
func corpus(t testing.TB) []corpusText {
	t.Helper()
	files, _ := filepath.Glob("../../../shared/corpus/*/truth.json")
	if len(files) == 0 {
		t.Skip("the corpus is not beside the repository")
	}
	slices.Sort(files)
	var texts []corpusText
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var truth struct {
			Lang   string
			Blocks []struct{ Text string }
		}
		if err := json.Unmarshal(data, &truth); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		var b strings.Builder
		for _, block := range truth.Blocks {
			b.WriteString(block.Text + "\n")
		}
		texts = append(texts, corpusText{filepath.Base(filepath.Dir(file)), truth.Lang, b.String()})
	}
	return texts
}

var corpusWord = regexp.MustCompile(`\pL[\pL\p{Mn}]*(['’-][\pL\p{Mn}]+)*`)

// corpusWords returns the different words of a text, sorted.
func corpusWords(text string) []string {
	words := corpusWord.FindAllString(text, -1)
	slices.Sort(words)
	return slices.Compact(words)
}
