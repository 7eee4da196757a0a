package pipeline_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline"
)

// corpus lists the texts of the corpus that lies beside the repository.
func corpus(tb testing.TB) []string {
	tb.Helper()
	paths, err := filepath.Glob("../../shared/corpus/*/*.txt")
	if err != nil {
		tb.Fatal(err)
	}
	if len(paths) == 0 {
		tb.Skip("no corpus at ../shared/corpus beside the module")
	}
	return paths
}

// TestCorpus converts every text of the corpus. Convert fails if anything of
// a text is lost, and how well it is repaired is for `make score` to say; here
// it is enough that there is an edition with words in it.
func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	for _, path := range corpus(t) {
		t.Run(strings.TrimPrefix(filepath.ToSlash(path), "../../shared/corpus/"), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			result, err := pipeline.Convert(context.Background(), path, data, pipeline.Config{})
			if err != nil {
				t.Fatal(err)
			}
			if len(result.Document.Blocks) == 0 {
				t.Error("the document is empty")
			}
			if result.Document.Meta.Language == "" {
				t.Error("the language is not known")
			}
		})
	}
}
