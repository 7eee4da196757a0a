package formattest

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/net/html"

	"github.com/refolio/refolio/pipeline/document"
)

// traced is doc with a trace, as hostile as it can be: a format that shows how
// a document came about has to keep its promises then too, and all others must
// not care.
func traced(doc *document.Document) *document.Document {
	text := "</script><script>alert(1)</script> <!--\n]]> \u202e \u2028 \x00 \x1b[2J 'x' \"y\" \\ ${z}\n" + strings.Repeat("𝔊 line after line\n", 300)
	copied := *doc
	copied.Trace = &document.Trace{
		Name: "../<b>.txt", Encoding: "UTF-8", Text: text,
		Lines: func(yield func(document.Line) bool) {
			at, n := 0, 0
			for line := range strings.Lines(text) {
				n++
				if !yield(document.Line{Span: document.Span{Start: at, End: at + len(line) - 1}, Number: n, Width: 10}) {
					return
				}
				at += len(line)
			}
		},
		Decisions: func(yield func(document.Decision) bool) {
			_ = yield(document.Decision{
				Stage: "furniture", Kind: "folio", Span: document.Span{Start: 0, End: 9}, Removes: true, Confidence: 0.5,
				Value: "</script>", Why: "<img src=x onerror=alert(1)>",
			}) && yield(document.Decision{Stage: "structure", Kind: "element", Value: `"><script>`, Span: document.Span{Start: 10, End: 12}, Confidence: 1})
		},
	}
	return &copied
}

// readProof reads the edition in the data of a proof, and looks that nothing
// on the page runs but what its policy names.
func readProof(_ testing.TB, page []byte) (*Reading, error) {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	var p proofPage
	p.walk(root)
	if !strings.HasPrefix(p.policy, "default-src 'none';") || strings.Contains(p.policy, "unsafe") {
		return nil, errors.New("no strict policy: " + p.policy)
	}
	got, err := readProofData([]byte(p.data))
	if err != nil {
		return nil, err
	}
	got.Active = p.active
	return got, nil
}

// proofPage is what is to be known of a page.
type proofPage struct {
	policy, data string
	active       []string // what may do something that we don't want
}

func (p *proofPage) walk(n *html.Node) {
	if n.Type == html.CommentNode {
		p.active = append(p.active, "a comment")
	}
	if n.Type == html.ElementNode {
		p.element(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.walk(c)
	}
}

func (p *proofPage) element(n *html.Node) {
	attrs := map[string]string{}
	for _, a := range n.Attr {
		attrs[a.Key] = a.Val
		icon := n.Data == "link" && a.Key == "href" && strings.HasPrefix(a.Val, "data:image/svg+xml,")
		if strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "style" || a.Key == "href" && !strings.HasPrefix(a.Val, "#") && !icon {
			p.active = append(p.active, fmt.Sprintf("<%s %s=%q>", n.Data, a.Key, a.Val))
		}
	}
	switch {
	case n.Data == "meta" && attrs["http-equiv"] == "Content-Security-Policy":
		p.policy = attrs["content"]
	case n.Data == "script" && attrs["type"] == "application/json":
		p.data += n.FirstChild.Data
	case n.Data == "script" || n.Data == "style":
		sum := sha256.Sum256([]byte(n.FirstChild.Data))
		if !strings.Contains(p.policy, n.Data+"-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
			p.active = append(p.active, n.Data)
		}
	case slices.Contains([]string{"iframe", "object", "embed", "img", "base", "audio", "video"}, n.Data):
		p.active = append(p.active, n.Data)
	}
}

// proofBlock and proofNote are a block and a note in the data of a proof.
type (
	proofBlock struct {
		K, M string
		L    int
		B    []proofBlock
		C    []json.RawMessage
	}
	proofNote struct {
		ID     string
		Blocks []proofBlock
	}
	proofInline struct {
		K, T, To string
		C        []json.RawMessage
	}
)

func readProofData(data []byte) (*Reading, error) {
	var d struct {
		Source struct{ Text string }
		Blocks []proofBlock
		Notes  []proofNote
	}
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, err
	}
	source := proofSource(utf16.Encode([]rune(d.Source.Text)))
	var doc document.Document
	for _, n := range d.Notes {
		doc.Notes = append(doc.Notes, document.Note{ID: n.ID, Blocks: source.blocks(n.Blocks)})
	}
	doc.Blocks = source.blocks(d.Blocks)
	return readModel(&doc), nil
}

// proofSource is the source's text in UTF-16, of whose units a proof speaks.
type proofSource []uint16

func (s proofSource) blocks(blocks []proofBlock) (out []document.Block) {
	for _, b := range blocks {
		kind := document.Paragraph
		for kind.String() != b.K && kind <= document.SceneBreak {
			kind++
		}
		out = append(out, document.Block{Kind: kind, Level: b.L, Marker: b.M, Content: s.inlines(b.C), Blocks: s.blocks(b.B)})
	}
	return out
}

func (s proofSource) inlines(content []json.RawMessage) (out []document.Inline) {
	for _, c := range content {
		var text []any
		if json.Unmarshal(c, &text) == nil {
			out = append(out, Text(s.text(text)))
			continue
		}
		var in proofInline
		if err := json.Unmarshal(c, &in); err != nil {
			panic(err)
		}
		switch in.K {
		case "note-ref":
			out = append(out, Ref(in.To))
		case "line-break":
			out = append(out, Break)
		case "page-break":
		default:
			out = append(out, document.Inline{Kind: document.Emphasis, Content: s.inlines(in.C)})
		}
	}
	return out
}

// text is what an inline says: [start, end] of the source, or [..., text].
func (s proofSource) text(inline []any) string {
	if said, ok := inline[len(inline)-1].(string); ok {
		return said
	}
	start, end := inline[0].(float64), inline[1].(float64)
	return string(utf16.Decode(s[int(start):int(end)]))
}
