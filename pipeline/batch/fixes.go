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

// fixes lists the fixes of a job: those in its configuration, which are the
// manifest's, and those beside its source.
func (job *Job) fixes() ([]fixes.Fix, error) {
	beside, err := ReadFixes(job.Source)
	if err != nil {
		return nil, err
	}
	return append(job.Config.Fixes[:len(job.Config.Fixes):len(job.Config.Fixes)], beside.Fixes()...), nil
}
