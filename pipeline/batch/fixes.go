package batch

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/refolio/refolio/pipeline/fixes"
)

// FixesFile is the name of the file that holds the fixes of a source, if
// anybody has made some.
func FixesFile(source string) string { return source + fixes.Suffix }

// ReadFixes reads the fixes that stand beside a source: the content of
// [FixesFile], and none if there is no such file. What it returns depends on
// nothing else.
func ReadFixes(source string) (*fixes.File, error) {
	name := FixesFile(source)
	var data []byte
	if source != Stdin {
		var err error
		if data, err = ReadFile(name, fixes.MaxFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	return fixes.Parse(name, data)
}

// The roles of the further inputs that this package knows.
const (
	fixesRole  = "fixes"
	ledgerRole = "ledger"
)

// inputs are the further files that the document depends on: those that the
// job names, its ledger, and the fixes beside its source.
func (j *Job) inputs() []Input {
	list := j.Inputs[:len(j.Inputs):len(j.Inputs)]
	if j.Ledger != "" {
		list = append(list, Input{ledgerRole, j.Ledger})
	}
	if j.Source != Stdin {
		list = append(list, Input{fixesRole, FixesFile(j.Source)})
	}
	return list
}

// fixes lists the fixes of a job: those in its configuration, which are the
// manifest's, and those in beside, the content of the file beside its source.
func (j *Job) fixes(beside []byte) ([]fixes.Fix, error) {
	file, err := fixes.Parse(FixesFile(j.Source), beside)
	if err != nil {
		return nil, err
	}
	return append(j.Config.Fixes[:len(j.Config.Fixes):len(j.Config.Fixes)], file.Fixes()...), nil
}

// plainFix is a fix as it is hashed and sent.
type plainFix struct {
	fixes.Fix
	File string `json:",omitempty"`
	At   [2]int // line and column in File
}

// plainFixes returns list as it is sent, or, without its places, as it is
// hashed: where a fix stands changes nothing but what is said of it if it is
// wrong.
func plainFixes(list []fixes.Fix, places bool) []plainFix {
	var plain []plainFix
	for _, f := range list {
		p := plainFix{Fix: f}
		if places {
			p.File, p.At[0], p.At[1] = f.Origin()
		}
		plain = append(plain, p)
	}
	return plain
}

// fix is the inverse of plainFixes for one.
func (p *plainFix) fix() fixes.Fix { return p.Fix.From(p.File, p.At[0], p.At[1]) }
