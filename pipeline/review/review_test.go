package review

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/fixes"
)

// memory is a store without a file.
type memory struct {
	data []byte
	fail error // of Save
}

func (m *memory) Name() string               { return "folder/lamp.txt.fixes.yaml" }
func (m *memory) Load() (*fixes.File, error) { return fixes.Parse(m.Name(), m.data) }

func (m *memory) Save(data []byte) error {
	if m.fail == nil {
		m.data = bytes.Clone(data)
	}
	return m.fail
}

const lamp = "THE LAMP 𝔊\n\nThe lamp was lit at dusk by the old kee-\nper, as it had been for more than forty years in all\nweathers; nobody had ever told him to.\n\nIn the morning it was put out, and the brass was polished\nuntil noon.\n"

// at is the place of a quotation of lamp, as the page counts.
func at(quotation string) [2]int {
	i := strings.Index(lamp, quotation)
	start := len(utf16.Encode([]rune(lamp[:i])))
	return [2]int{start, start + len(utf16.Encode([]rune(quotation)))}
}

func open(t *testing.T) (*Session, *memory) {
	t.Helper()
	store := new(memory)
	s, err := Open(t.Context(), Text{Name: "folder/lamp.txt", Data: []byte(lamp)}, store)
	if err != nil {
		t.Fatal(err)
	}
	return s, store
}

func (s *Session) plain() string {
	var texts []string
	for b := range document.Leaves(s.doc.Blocks) {
		texts = append(texts, b.Kind.String()+": "+document.PlainText(b.Content))
	}
	return strings.Join(texts, "\n")
}

func TestChangesAreSavedAndUndone(t *testing.T) {
	s, store := open(t)
	first := s.plain()
	steps := []struct {
		change Change
		want   string // in the edition
		fix    string // in the file
	}{
		{Change{At: at("-\nper")}, "", ""}, // nothing to take back
		{Change{At: [2]int{at("-\nper")[0], at("-\nper")[0] + 1}, Kind: "hyphen", Value: "keep"}, "kee-per", "hyphen: keep"},
		{Change{At: at("weathers; nobody"), Kind: "break", Value: "yes"}, "paragraph: weathers", "break: yes"},
		{Change{At: at("polished"), Kind: "erratum", Value: "burnished"}, "was burnished until", "erratum: burnished"},
		{Change{At: at("THE LAMP 𝔊"), Kind: "heading", Value: "2"}, "heading: THE LAMP 𝔊", "heading: 2"},
	}
	for _, step := range steps {
		err := s.Change(t.Context(), step.change)
		if step.want == "" {
			if !errors.Is(err, ErrRefused) || s.plain() != first || len(store.data) > 0 {
				t.Errorf("%v: %v, saved %q", step.change, err, store.data)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%v: %v", step.change, err)
		}
		if !strings.Contains(s.plain(), step.want) || !strings.Contains(string(store.data), step.fix) {
			t.Errorf("%v: want %q in\n%s\nand %q in\n%s", step.change, step.want, s.plain(), step.fix, store.data)
		}
	}
	for range len(steps) - 1 {
		if done, err := s.Undo(t.Context()); !done || err != nil {
			t.Fatalf("undo: %v, %v", done, err)
		}
	}
	if done, err := s.Undo(t.Context()); done || err != nil {
		t.Errorf("undo of nothing: %v, %v", done, err)
	}
	if s.plain() != first || len(bytes.TrimSpace(store.data)) > 0 {
		t.Errorf("after all is undone:\n%s\n%s", s.plain(), store.data)
	}
}

func TestTakeBack(t *testing.T) {
	s, store := open(t)
	if err := s.Change(t.Context(), Change{At: at("polished"), Kind: "erratum", Value: "burnished"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Change(t.Context(), Change{At: at("polished")}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(s.plain(), "burnished") || strings.Contains(string(store.data), "erratum") {
		t.Errorf("still there: %s", store.data)
	}
}

func TestRefusedChangesChangeNothing(t *testing.T) {
	s, store := open(t)
	before := s.plain()
	store.fail = errors.New("disk full")
	if err := s.Change(t.Context(), Change{At: at("weathers"), Kind: "break", Value: "yes"}); !errors.Is(err, ErrRefused) || s.plain() != before {
		t.Errorf("a store that fails: %v\n%s", err, s.plain())
	}
	store.fail = nil
	for _, c := range []Change{
		{At: at("weathers"), Kind: "dance", Value: "yes"},
		{At: at("weathers"), Kind: "heading", Value: "9"},
		{At: [2]int{-1, 3}, Kind: "break", Value: "yes"},
		{At: [2]int{9, 3}, Kind: "break", Value: "yes"},
		{At: [2]int{1 << 30, 1 << 30}, Kind: "break", Value: "yes"},
	} {
		if err := s.Change(t.Context(), c); !errors.Is(err, ErrRefused) || s.plain() != before || len(store.data) > 0 {
			t.Errorf("%v: %v, saved %q", c, err, store.data)
		}
	}
}

func TestAnotherHandAtTheFixes(t *testing.T) {
	s, store := open(t)
	if err := s.Change(t.Context(), Change{At: at("polished"), Kind: "erratum", Value: "burnished"}); err != nil {
		t.Fatal(err)
	}
	store.data = []byte("# mine\n- {line: 8, text: until noon, erratum: until night}\n")
	if _, err := s.Undo(t.Context()); !errors.Is(err, ErrRefused) {
		t.Errorf("undo over another's work: %v", err)
	}
	if err := s.Change(t.Context(), Change{At: at("weathers"), Kind: "break", Value: "yes"}); err != nil {
		t.Fatal(err)
	}
	if got := string(store.data); !strings.Contains(got, "# mine") || !strings.Contains(got, "break: yes") || !strings.Contains(s.plain(), "until night") {
		t.Errorf("after a change on top: %s\n%s", got, s.plain())
	}
	if done, err := s.Undo(t.Context()); !done || err != nil || !strings.Contains(string(store.data), "# mine") {
		t.Errorf("undo: %v, %v, %s", done, err, store.data)
	}
}

const (
	host  = "127.0.0.1:8421"
	token = "SESAME"
)

func request(t *testing.T, h http.Handler, method, path, body string, change func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "http://"+host+path, strings.NewReader(body))
	if method == "POST" {
		r.Header.Set("Origin", "http://"+host)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestWhoIsRefused(t *testing.T) {
	s, store := open(t)
	h := Handler(s, host, token)
	fix := `{"At":[13,13],"Kind":"break","Value":"yes"}`
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for _, c := range []struct {
		name, method, path, body string
		change                   func(*http.Request)
		want                     int
	}{
		{"the page", "GET", "/SESAME/", "", nil, 200},
		{"the edition before", "GET", "/SESAME/before", "", nil, 200},
		{"no token", "GET", "/", "", nil, 403},
		{"no token but a name", "GET", "/fix", "", nil, 403},
		{"another token", "GET", "/sesame/", "", nil, 403},
		{"half a token", "POST", "/SES/fix", fix, nil, 403},
		{"an empty token", "GET", "//", "", nil, 403},
		{"another path", "GET", "/SESAME/etc/passwd", "", nil, 404},
		{"a path that climbs", "GET", "/SESAME/../../etc/passwd", "", nil, 404},
		{"an escaped path that climbs", "GET", "/SESAME/%2e%2e/%2e%2e/etc/passwd", "", nil, 404},
		{"another host", "GET", "/SESAME/", "", func(r *http.Request) { r.Host = "evil.example:8421" }, 403},
		{"localhost by name", "GET", "/SESAME/", "", func(r *http.Request) { r.Host = "localhost:8421" }, 403},
		{"another origin", "POST", "/SESAME/fix", fix, set("Origin", "http://evil.example"), 403},
		{"another port's origin", "POST", "/SESAME/fix", fix, set("Origin", "http://127.0.0.1:80"), 403},
		{"no origin", "POST", "/SESAME/fix", fix, func(r *http.Request) { r.Header.Del("Origin") }, 403},
		{"the null origin", "POST", "/SESAME/fix", fix, set("Origin", "null"), 403},
		{"another site's link", "GET", "/SESAME/", "", set("Sec-Fetch-Site", "cross-site"), 403},
		{"a form", "POST", "/SESAME/fix", "At=1", set("Content-Type", "application/x-www-form-urlencoded"), 415},
		{"a GET that changes", "GET", "/SESAME/fix", "", nil, 405},
		{"no JSON", "POST", "/SESAME/fix", "<b>", nil, 400},
		{"unknown fields", "POST", "/SESAME/fix", `{"Path":"/etc/passwd"}`, nil, 400},
		{"too much", "POST", "/SESAME/fix", `{"Value":"` + strings.Repeat("x", 1<<17) + `"}`, nil, 400},
		{"nothing to undo", "POST", "/SESAME/undo", "", nil, 409},
		{"what can't be", "POST", "/SESAME/fix", `{"At":[13,13],"Kind":"dance"}`, nil, 409},
	} {
		w := request(t, h, c.method, c.path, c.body, c.change)
		if location := w.Header().Get("Location"); w.Code == http.StatusTemporaryRedirect || w.Code == http.StatusMovedPermanently {
			w = request(t, h, c.method, location, c.body, c.change) // a path cleaned is a path like others
			if w.Code == 403 {
				continue
			}
		}
		if w.Code != c.want {
			t.Errorf("%s: %d %s, want %d", c.name, w.Code, w.Body, c.want)
		}
		if w.Code == 403 && strings.Contains(w.Body.String(), token) {
			t.Errorf("%s: tells the token: %s", c.name, w.Body)
		}
		for _, name := range []string{"X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options", "Cache-Control"} {
			if w.Header().Get(name) == "" {
				t.Errorf("%s: no %s", c.name, name)
			}
		}
	}
	if len(store.data) > 0 {
		t.Errorf("something was saved: %s", store.data)
	}
}

func TestAnswersAreThePagesData(t *testing.T) {
	s, _ := open(t)
	h := Handler(s, host, token)
	w := request(t, h, "POST", "/SESAME/fix", `{"At":[13,13],"Kind":"heading","Value":"1"}`, nil)
	var data struct {
		Review struct {
			File        string
			Fixes, Undo int
		}
		Source struct{ Text string }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &data); err != nil || w.Code != 200 {
		t.Fatalf("%d %v %s", w.Code, err, w.Body)
	}
	if r := data.Review; r.File != "lamp.txt.fixes.yaml" || r.Fixes != 1 || r.Undo != 1 || data.Source.Text != lamp {
		t.Errorf("got %+v", data)
	}
	var before struct{ Decisions, Review any }
	w = request(t, h, "GET", "/SESAME/before", "", nil)
	if err := json.Unmarshal(w.Body.Bytes(), &before); err != nil || before.Review != nil || before.Decisions == nil {
		t.Errorf("before: %v %.100s", err, w.Body)
	}
}
