// Package review lets a person go through a text on the proof's page and have
// the last word about its decisions.
//
//	page ──Change──▶ Session ──fix──▶ Store      the fixes file, at once
//	  ▲                 │
//	  └─────data────────┴──▶ pipeline.Convert    the repair, again
//
// A [Session] is one text under review; [Handler] serves it. Neither reads or
// writes a file: that is the business of the [Store], and of whoever listens.
package review

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"sync"

	"github.com/refolio/refolio/formats/proof"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/fixes"
	"github.com/refolio/refolio/pipeline/source"
)

// Text is what is reviewed.
type Text struct {
	Name   string          // of the source, for messages
	Data   []byte          // its bytes
	Config pipeline.Config // how it is repaired; its fixes hold beside those of the store
	Proof  proof.Options
}

// Store keeps the fixes of a text.
type Store interface {
	// Name is what a person calls it: the name of a file.
	Name() string
	// Load reads the fixes as they are now. There may be none.
	Load() (*fixes.File, error)
	// Save writes them.
	Save(data []byte) error
}

// Session is a text under review. Its methods may be called at the same time.
type Session struct {
	text  Text
	store Store

	mu     sync.Mutex
	saved  []byte   // the fixes as they were last seen in the store
	undo   [][]byte // the fixes before each change
	count  int      // of the fixes in the store
	src    *source.Source
	doc    *document.Document
	before *document.Document // as it was when the session began
}

// Open begins a session: it reads the fixes and repairs the text.
func Open(ctx context.Context, text Text, store Store) (*Session, error) {
	s := &Session{text: text, store: store}
	file, err := store.Load()
	if err != nil {
		return nil, err
	}
	if err := s.convert(ctx, file); err != nil {
		return nil, err
	}
	s.before, s.saved = s.doc, slices.Clone(file.Bytes())
	return s, nil
}

// convert repairs the text with the fixes of file.
func (s *Session) convert(ctx context.Context, file *fixes.File) error {
	config := s.text.Config
	config.Fixes = append(slices.Clone(config.Fixes), file.Fixes()...)
	r, err := pipeline.Convert(ctx, s.text.Name, s.text.Data, config)
	if err != nil {
		return err
	}
	s.src, s.doc, s.count = r.Source, r.Document, len(file.Fixes())
	return nil
}

// Change is what a person wants. Places are [start, end] in UTF-16 code units
// of the source's text.
type Change struct {
	At    [2]int     // what it is about
	Until *[2]int    // the last that it is about, see [fixes.Fix]
	Kind  fixes.Kind // what is decided; empty takes back the fixes about At
	Value string
}

// ErrRefused is behind every error of a change that can't be made. The fixes
// and the document are as they were.
var ErrRefused = errors.New("nothing is changed")

// Change makes a change: it writes the fixes and repairs the text again.
func (s *Session) Change(ctx context.Context, c Change) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	file, err := s.store.Load()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	old := slices.Clone(file.Bytes())
	if err := s.edit(file, c); err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if bytes.Equal(old, file.Bytes()) && bytes.Equal(old, s.saved) {
		return nil
	}
	if err := s.put(ctx, file); err != nil {
		return err
	}
	if bytes.Equal(old, s.saved) {
		s.undo = append(s.undo, old)
	} else {
		s.undo = [][]byte{old} // another hand was at work: what was before it is past
	}
	s.saved = slices.Clone(file.Bytes())
	return nil
}

// put repairs the text with the fixes of file and, if that goes well, saves
// them.
func (s *Session) put(ctx context.Context, file *fixes.File) error {
	doc, count := s.doc, s.count
	if err := s.convert(ctx, file); err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if err := s.store.Save(file.Bytes()); err != nil {
		s.doc, s.count = doc, count
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return nil
}

// span leads from a place on the page to bytes of the source.
func (s *Session) span(at [2]int) (document.Span, error) {
	text := s.src.Text
	span := document.Span{Start: proof.Offset(text, at[0]), End: proof.Offset(text, at[1])}
	if at[0] < 0 || at[1] < at[0] || span.Start == len(text) {
		return span, fmt.Errorf("there is no place %d-%d in the text", at[0], at[1])
	}
	return span, nil
}

// edit does a change to a file.
func (s *Session) edit(file *fixes.File, c Change) error {
	at, err := s.span(c.At)
	if err != nil {
		return err
	}
	if c.Kind == "" {
		return s.takeBack(file, at)
	}
	fix := fixes.Anchor(s.src, at)
	fix.Kind, fix.Value = c.Kind, c.Value
	if c.Until != nil {
		until, err := s.span(*c.Until)
		if err != nil {
			return err
		}
		fix.Until = s.src.Text[until.Start:until.End]
	}
	_, err = file.Add(fix)
	return err
}

// takeBack removes the fixes that are about what stands at a place.
func (s *Session) takeBack(file *fixes.File, at document.Span) error {
	placed, err := fixes.Place(s.src, file.Fixes())
	if err != nil {
		return err
	}
	found := false
	for i := len(placed) - 1; i >= 0; i-- {
		p := placed[i].At
		if p.Start <= at.Start && at.Start < max(p.End, p.Start+1) || at.Start <= p.Start && p.Start < at.End {
			if err := file.Remove(i); err != nil {
				return err
			}
			found = true
		}
	}
	if !found {
		return errors.New("no fix of " + filepath.Base(s.store.Name()) + " is about this place")
	}
	return nil
}

// Undo takes back the last change that was not taken back yet. It reports
// whether there was one.
func (s *Session) Undo(ctx context.Context) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.undo) == 0 {
		return false, nil
	}
	now, err := s.store.Load()
	if err != nil {
		return false, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if !bytes.Equal(now.Bytes(), s.saved) {
		return false, fmt.Errorf("%w: %s was changed by another hand", ErrRefused, filepath.Base(s.store.Name()))
	}
	old := s.undo[len(s.undo)-1]
	file, err := fixes.Parse(s.store.Name(), old)
	if err != nil {
		return false, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if err := s.put(ctx, file); err != nil {
		return false, err
	}
	s.undo, s.saved = s.undo[:len(s.undo)-1], old
	return true, nil
}

// Fixes is how many fixes the store has.
func (s *Session) Fixes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count
}

// state is what the page is to know of the review.
func (s *Session) state() []byte {
	data, err := json.Marshal(map[string]any{"file": filepath.Base(s.store.Name()), "fixes": s.count, "undo": len(s.undo)})
	if err != nil {
		panic(err) // there is nothing in it that could fail
	}
	return data
}

// WritePage writes the page, and WriteData the data that it needs to show the
// document as it is now.
func (s *Session) WritePage(ctx context.Context, w io.Writer) error {
	s.mu.Lock()
	doc, state := s.doc, s.state()
	s.mu.Unlock()
	return proof.WritePage(ctx, w, doc, s.text.Proof, proof.Review{Data: state})
}

// WriteData writes the data of the page: see [Session.WritePage].
func (s *Session) WriteData(ctx context.Context, w io.Writer) error {
	s.mu.Lock()
	doc, state := s.doc, s.state()
	s.mu.Unlock()
	return proof.WriteData(ctx, w, doc, s.text.Proof, proof.Review{Data: state})
}

// WriteBefore writes the data of the document as it was when the session
// began.
func (s *Session) WriteBefore(ctx context.Context, w io.Writer) error {
	return proof.WriteData(ctx, w, s.before, s.text.Proof, proof.Review{})
}
