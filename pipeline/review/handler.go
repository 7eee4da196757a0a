package review

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
)

// mostRequest is how many bytes a change may have.
const mostRequest = 1 << 16

// Handler serves a session to one person: at host (the address that is
// listened on, "127.0.0.1:8421"), below the path /token/, and to nobody else.
//
//	GET  /token/        the page
//	GET  /token/before  the data of the document as it was at first
//	POST /token/fix     a Change in JSON; the data of the document as it is then
//	POST /token/undo    takes the last change back; the same
//
// A request is refused that names another host (as after DNS rebinding), lacks
// the token, or comes from a page of another origin. A change that can't be
// made is 409 with {"error": "..."}.
func Handler(s *Session, host, token string) http.Handler {
	h := &handler{session: s, host: host}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{token}/{$}", h.page)
	mux.HandleFunc("GET /{token}/before", h.before)
	mux.HandleFunc("POST /{token}/fix", h.fix)
	mux.HandleFunc("POST /{token}/undo", h.undo)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		if why := h.refuses(r, token); why != "" {
			http.Error(w, why, http.StatusForbidden)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// headers are those of every answer. The page's own policy, which is in it,
// says more.
var headers = map[string]string{
	"Cache-Control":                "no-store",
	"Content-Security-Policy":      "frame-ancestors 'none'; object-src 'none'",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Referrer-Policy":              "no-referrer",
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY",
}

type handler struct {
	session *Session
	host    string
}

// refuses says why a request is none of ours, or "".
func (h *handler) refuses(r *http.Request, token string) string {
	given, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if token == "" || subtle.ConstantTimeCompare([]byte(given), []byte(token)) != 1 {
		return "This address needs the token that refolio review has printed."
	}
	if r.Host != h.host {
		return "This is " + h.host + ", and nothing else."
	}
	origin := r.Header.Get("Origin")
	if origin != "" && origin != "http://"+h.host || r.Method != http.MethodGet && origin == "" {
		return "Requests from other places are refused."
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return "Requests from other sites are refused."
	}
	return ""
}

func (h *handler) page(w http.ResponseWriter, r *http.Request) {
	h.answer(w, r, "text/html; charset=utf-8", h.session.WritePage)
}

func (h *handler) before(w http.ResponseWriter, r *http.Request) {
	h.answer(w, r, "application/json", h.session.WriteBefore)
}

func (h *handler) fix(w http.ResponseWriter, r *http.Request) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		fail(w, http.StatusUnsupportedMediaType, errors.New("a change is application/json"))
		return
	}
	var c Change
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, mostRequest))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		fail(w, http.StatusBadRequest, fmt.Errorf("read the change: %w", err))
		return
	}
	if err := h.session.Change(r.Context(), c); err != nil {
		refuse(w, err)
		return
	}
	h.answer(w, r, "application/json", h.session.WriteData)
}

func (h *handler) undo(w http.ResponseWriter, r *http.Request) {
	done, err := h.session.Undo(r.Context())
	if err == nil && !done {
		err = fmt.Errorf("%w: there is nothing to undo", ErrRefused)
	}
	if err != nil {
		refuse(w, err)
		return
	}
	h.answer(w, r, "application/json", h.session.WriteData)
}

// answer writes what write writes, or that it failed.
func (h *handler) answer(w http.ResponseWriter, r *http.Request, kind string, write func(context.Context, io.Writer) error) {
	var buf bytes.Buffer
	if err := write(r.Context(), &buf); err != nil {
		fail(w, http.StatusInternalServerError, err)
		return
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(buf.Bytes()) // whoever asked is gone if it fails
}

// refuse says why a change was not made.
func refuse(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	if errors.Is(err, ErrRefused) {
		status = http.StatusConflict
	}
	fail(w, status, err)
}

func fail(w http.ResponseWriter, status int, err error) {
	data, _ := json.Marshal(map[string]string{"error": err.Error()})
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(data)
}
