package manifest

import (
	"fmt"
	"time"
)

// Duration is a time span, written as "90s", "10m" or "1h30m".
type Duration time.Duration

// String writes d without units that are zero: "10m", not "10m0s".
func (d Duration) String() string {
	t := time.Duration(d)
	switch {
	case t == 0:
		return "0s"
	case t%time.Hour == 0:
		return fmt.Sprintf("%dh", t/time.Hour)
	case t%time.Minute == 0 && t < time.Hour:
		return fmt.Sprintf("%dm", t/time.Minute)
	}
	return t.String()
}

// UnmarshalText reads what [Duration.String] writes.
func (d *Duration) UnmarshalText(text []byte) error {
	t, err := time.ParseDuration(string(text))
	if err != nil || t <= 0 {
		return fmt.Errorf("%s is not a time span: write, for example, 90s or 10m", quote(string(text)))
	}
	*d = Duration(t)
	return nil
}

// Set makes d a flag's value.
func (d *Duration) Set(text string) error { return d.UnmarshalText([]byte(text)) }

// Type is the word for d in a flag's help.
func (d *Duration) Type() string { return "duration" }
