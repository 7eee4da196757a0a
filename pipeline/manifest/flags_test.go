package manifest

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestSetOptions(t *testing.T) {
	type options struct {
		Size int      `yaml:"size"`
		Name string   `yaml:"name"`
		Keep []string `yaml:"keep"`
		Off  bool     `yaml:"off"`
	}
	var o options
	if err := SetOptions(&o, []string{"size=12", "name=a: b", "keep=[x, y]", "off=true"}); err != nil {
		t.Fatal(err)
	}
	if o.Size != 12 || o.Name != "a: b" || !slices.Equal(o.Keep, []string{"x", "y"}) || !o.Off {
		t.Errorf("got %+v", o)
	}
	for pair, want := range map[string]string{
		"size":     `"size" is no option: write KEY=VALUE`,
		"sise=1":   `did you mean "size"`,
		"size=big": "size: must be",
	} {
		if err := SetOptions(&o, []string{pair}); err == nil || !strings.Contains(errors.Join(err...).Error(), want) {
			t.Errorf("%s: got %v, want %s", pair, err, want)
		}
	}
}
