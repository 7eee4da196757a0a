package sink

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
)

func TestAllArrivesInLargePieces(t *testing.T) {
	var pieces counter
	s := New(t.Context(), &pieces)
	line := strings.Repeat("x", 1000)
	for range 1000 {
		s.Raw(line)
		s.Byte('\n')
		if !s.Breathe() {
			t.Fatal(s.Err())
		}
	}
	if err := s.Close(); err != nil || pieces.Len() != 1001*1000 || pieces.writes > 20 {
		t.Errorf("%v: %d bytes in %d writes", err, pieces.Len(), pieces.writes)
	}
}

type counter struct {
	bytes.Buffer
	writes int
}

func (c *counter) Write(p []byte) (int, error) {
	c.writes++
	return c.Buffer.Write(p)
}

func TestTheFirstErrorStays(t *testing.T) {
	first := errors.New("first")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var buf bytes.Buffer
	s := New(ctx, &buf)
	s.Fail(first)
	s.Fail(errors.New("second"))
	s.Raw("x")
	if s.Breathe() || s.Close() != first || buf.Len() > 0 {
		t.Errorf("got %v and %q", s.Err(), &buf)
	}
}

func TestADoneContextStopsIt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var buf bytes.Buffer
	s := New(ctx, &buf)
	s.Raw("x")
	if !s.Breathe() {
		t.Fatal(s.Err())
	}
	cancel()
	if s.Breathe() || !errors.Is(s.Close(), context.Canceled) || buf.Len() > 0 {
		t.Errorf("got %v and %q", s.Err(), &buf)
	}
}

// broken fails from the start.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestSinkIsAWriter(t *testing.T) {
	var out bytes.Buffer
	s := New(t.Context(), &out)
	if n, err := s.Write([]byte("words")); n != 5 || err != nil || out.Len() > 0 {
		t.Errorf("%d, %v, %d bytes handed on", n, err, out.Len())
	}
	s = New(t.Context(), broken{})
	if n, err := s.Write(make([]byte, size)); n != 0 || err == nil || err.Error() != "no room" {
		t.Errorf("%d, %v", n, err)
	}
}
