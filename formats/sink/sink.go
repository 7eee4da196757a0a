// Package sink gathers what a format writes and hands it on in large pieces,
// until its context is done or the writer behind it fails. From then on it
// swallows what it is given, so that a format need not look at every step.
//
//	s := sink.New(ctx, w)
//	for _, b := range blocks {
//		s.Out = append(s.Out, b...)
//		if !s.Breathe() {
//			break
//		}
//	}
//	return s.Close()
package sink

import (
	"context"
	"io"
)

// size is how many bytes are gathered before they are handed on.
const size = 1 << 16

// Sink gathers output for a writer.
type Sink struct {
	// Out is what has been gathered and not been handed on; a format appends
	// to it, and may take back what it has just appended.
	Out []byte

	ctx context.Context
	w   io.Writer
	err error
}

// New returns a Sink that hands what it gathers to w until ctx is done.
func New(ctx context.Context, w io.Writer) Sink { return Sink{ctx: ctx, w: w} }

// Raw gathers s.
func (s *Sink) Raw(text string) { s.Out = append(s.Out, text...) }

// Byte gathers one byte.
func (s *Sink) Byte(b byte) { s.Out = append(s.Out, b) }

// Write gathers p, and hands on what has become much: a Sink is an io.Writer
// for what wants one.
func (s *Sink) Write(p []byte) (int, error) {
	s.Out = append(s.Out, p...)
	if !s.Breathe() {
		return 0, s.err
	}
	return len(p), nil
}

// Err is the first error: that of the writer, of the context or of [Sink.Fail].
func (s *Sink) Err() error { return s.err }

// Fail makes err the sink's error if it has none yet.
func (s *Sink) Fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// Breathe hands on what was gathered if it has become much, and reports
// whether it makes sense to go on. A format calls it after each block.
func (s *Sink) Breathe() bool {
	if s.err == nil && s.ctx.Err() == nil && len(s.Out) < size {
		return true
	}
	s.flush()
	return s.err == nil
}

// Close hands on the rest and returns the first error.
func (s *Sink) Close() error {
	s.flush()
	return s.err
}

func (s *Sink) flush() {
	if s.err == nil {
		s.err = s.ctx.Err()
	}
	if s.err == nil && len(s.Out) > 0 {
		_, s.err = s.w.Write(s.Out)
	}
	s.Out = s.Out[:0]
}
