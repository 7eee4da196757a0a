package json

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
)

func TestSamplesComeBack(t *testing.T) {
	samples := formattest.Samples()
	for _, s := range append(samples, corpus(t)...) {
		var buf bytes.Buffer
		if err := Write(t.Context(), &buf, s.Doc, Options{}, nil); err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		got, err := document.Decode(buf.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", s.Name, err)
		}
		if !reflect.DeepEqual(got, s.Doc) {
			t.Errorf("%s: another document came back", s.Name)
		}
	}
}

// corpus is the truth of the corpus, if there is one.
func corpus(t *testing.T) (samples []formattest.Sample) {
	t.Run("corpus", func(t *testing.T) { samples = formattest.Corpus(t) })
	return samples
}

func TestCancelledBetweenTwoWrites(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	if err := Write(ctx, after{cancel}, formattest.Long(1000), Options{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// after is a writer that cancels once something has been written.
type after struct{ cancel context.CancelFunc }

func (a after) Write(p []byte) (int, error) {
	a.cancel()
	return len(p), nil
}
