package formattest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// readPandoc has pandoc make HTML of its own model.
func readPandoc(t testing.TB, data []byte) (*Reading, error) {
	cmd := exec.Command(Tool(t, "pandoc"), "-f", "json", "-t", "html", "--wrap=none", "--standalone", "--metadata=pagetitle=x")
	cmd.Stdin = bytes.NewReader(ForPandoc(t, data))
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("pandoc: %w", err)
	}
	return ReadHTML(t, out)
}

// ForPandoc returns a model for the pandoc that is installed: an older one is
// told that the model is its own, since nothing in it is newer.
func ForPandoc(t testing.TB, model []byte) []byte {
	t.Helper()
	version, err := exec.Command(Tool(t, "pandoc"), "--version").Output()
	if err != nil {
		t.Fatalf("pandoc: %v", err)
	}
	if bytes.HasPrefix(version, []byte("pandoc 2.")) {
		model = bytes.Replace(model, []byte(`"pandoc-api-version":[1,23]`), []byte(`"pandoc-api-version":[1,22]`), 1)
	}
	return model
}

// PandocText is what the blocks of pandoc's model say.
type PandocText struct {
	Body       string
	Notes      []string
	PageBreaks int
}

// PandocModel reads pandoc's model in JSON.
func PandocModel(t testing.TB, data []byte) PandocText {
	t.Helper()
	var model struct{ Blocks []any }
	if err := json.Unmarshal(data, &model); err != nil {
		t.Fatalf("pandoc's model: %v", err)
	}
	var body strings.Builder
	r := pandocReader{words: &body}
	r.walk(model.Blocks)
	r.text.Body = body.String()
	return r.text
}

type pandocReader struct {
	text  PandocText
	words *strings.Builder
}

func (r *pandocReader) walk(v any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			r.walk(x)
		}
	case map[string]any:
		r.element(v)
	}
}

func (r *pandocReader) element(e map[string]any) {
	content, _ := e["c"].([]any)
	switch e["t"] {
	case "Str":
		s, _ := e["c"].(string)
		r.words.WriteString(s)
	case "Space", "SoftBreak", "LineBreak":
		r.words.WriteByte(' ')
	case "Code", "CodeBlock", "Math":
		s, _ := content[1].(string)
		r.words.WriteString(s)
	case "Note":
		outer := r.words
		r.words = &strings.Builder{}
		r.walk(content)
		r.text.Notes = append(r.text.Notes, r.words.String())
		r.words = outer
	case "Span":
		if attributes, ok := content[0].([]any); ok {
			if classes, ok := attributes[1].([]any); ok && slices.Contains(classes, any("pagebreak")) {
				r.text.PageBreaks++
			}
		}
		r.walk(content[1])
	default:
		r.walk(content)
		r.words.WriteByte(' ')
	}
}
