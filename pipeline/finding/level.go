package finding

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Threshold is the severity from which on findings make a command fail. The
// zero Threshold is that of every finding.
type Threshold struct {
	Severity Severity
	Never    bool // nothing that is found makes it fail
}

// Reached reports whether a finding of severity s makes the command fail.
func (t Threshold) Reached(s Severity) bool { return !t.Never && s >= t.Severity }

// String returns "info", "warning", "error" or "never".
func (t Threshold) String() string {
	if t.Never {
		return "never"
	}
	return t.Severity.String()
}

// UnmarshalText is the inverse of String.
func (t *Threshold) UnmarshalText(text []byte) error {
	if string(text) == "never" {
		*t = Threshold{Never: true}
		return nil
	}
	s, err := ParseSeverity(string(text))
	if err != nil {
		return errors.New("use info, warning, error or never")
	}
	*t = Threshold{Severity: s}
	return nil
}

// MarshalText returns what String returns.
func (t Threshold) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// Values lists what UnmarshalText reads.
func (Threshold) Values() []string { return []string{"info", "warning", "error", "never"} }

// Level is how severe a user wants findings of a kind to be.
type Level struct {
	Severity Severity
	Off      bool // they are of no interest
}

// UnmarshalText reads "off", "info", "warning" or "error".
func (l *Level) UnmarshalText(text []byte) error {
	if string(text) == "off" {
		*l = Level{Off: true}
		return nil
	}
	s, err := ParseSeverity(string(text))
	if err != nil {
		return errors.New("use off, info, warning or error")
	}
	*l = Level{Severity: s}
	return nil
}

// MarshalText is the inverse of UnmarshalText.
func (l Level) MarshalText() ([]byte, error) {
	if l.Off {
		return []byte("off"), nil
	}
	return []byte(l.Severity.String()), nil
}

// Values lists what UnmarshalText reads.
func (Level) Values() []string { return []string{"off", "info", "warning", "error"} }

// Levels says how severe findings are, by their codes, or by patterns such as
// "notes/*". A code goes before a pattern, a longer pattern before a shorter.
type Levels map[string]Level

// Apply returns list with the severities that levels give, without what is
// off.
func (levels Levels) Apply(list []Finding) []Finding {
	if len(levels) == 0 {
		return list
	}
	var kept []Finding
	for _, f := range list {
		level, ok := levels.of(f.Code)
		if level.Off {
			continue
		}
		if ok {
			f.Severity = level.Severity
		}
		kept = append(kept, f)
	}
	return kept
}

func (levels Levels) of(code string) (level Level, ok bool) {
	if level, ok = levels[code]; ok {
		return level, true
	}
	best := ""
	for pattern, l := range levels {
		if matched, _ := path.Match(pattern, code); matched && (len(pattern) > len(best) || len(pattern) == len(best) && pattern < best) {
			best, level, ok = pattern, l, true
		}
	}
	return level, ok
}

// CheckPattern reports an error if pattern is neither the code of a finding
// nor a pattern that matches some.
func CheckPattern(pattern string) error {
	if _, err := path.Match(pattern, ""); err != nil {
		return fmt.Errorf("%q is no pattern: a bracket is not closed", pattern)
	}
	if slices.ContainsFunc(rules, func(r Rule) bool { matched, _ := path.Match(pattern, r.Code); return matched }) {
		return nil
	}
	kinds := []string{}
	for _, r := range rules {
		kind, _, _ := strings.Cut(r.Code, "/")
		kinds = append(kinds, kind+"/*")
	}
	slices.Sort(kinds)
	return fmt.Errorf("no finding has a code like %q: use one that `refolio check` prints, or a pattern such as %s", pattern, strings.Join(slices.Compact(kinds), ", "))
}
