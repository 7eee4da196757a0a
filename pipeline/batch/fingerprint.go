package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/refolio/refolio/pipeline/repair"
)

// planner makes the fingerprints of jobs: of all that is known of a job before
// any file is looked at. Jobs of one entry in a manifest share most of it, which
// is encoded once.
type planner struct {
	program string
	dir     string // the working folder
	steps   map[*repair.Step]string
	options map[any]string
}

func newPlanner(program string) *planner {
	dir, _ := os.Getwd() // without one, paths are absolute
	return &planner{program: program, dir: dir, steps: map[*repair.Step]string{}, options: map[any]string{}}
}

// absolute is filepath.Abs in the folder that was the working one.
func (p *planner) absolute(path string) string {
	if filepath.IsAbs(path) || path == "" {
		return path
	}
	return filepath.Join(p.dir, path)
}

// fingerprint returns that of a job.
func (p *planner) fingerprint(j *Job) (string, error) {
	hash := sha256.New()
	write := func(parts ...string) {
		for _, s := range parts {
			io.WriteString(hash, strconv.Itoa(len(s)))
			io.WriteString(hash, ":")
			io.WriteString(hash, s)
		}
	}
	meta, err := encodePlain(&j.Config.Meta)
	if err != nil {
		return "", err
	}
	steps, err := p.encodeSteps(j.Config.Steps)
	if err != nil {
		return "", err
	}
	write(p.program, p.absolute(j.Source), j.From, p.absolute(j.Ledger), strconv.FormatInt(j.MaxInput, 10), j.Config.Encoding, string(meta), steps)
	if len(j.Config.Fixes) > 0 {
		list, err := json.Marshal(plainFixes(j.Config.Fixes, true))
		if err != nil {
			return "", err
		}
		write("fixes", string(list))
	}
	for _, in := range j.Inputs {
		write("input", in.Role, p.absolute(in.Path))
	}
	for i := range j.Outputs {
		o := &j.Outputs[i]
		options, err := p.encodeOptions(o.Options)
		if err != nil {
			return "", err
		}
		write("output", o.Format.Name, options, p.absolute(o.Path))
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

func (p *planner) encodeSteps(steps []repair.Step) (string, error) {
	if len(steps) == 0 {
		return "", nil
	}
	if s, ok := p.steps[&steps[0]]; ok {
		return s, nil
	}
	plain, err := plainSteps(steps)
	if err != nil {
		return "", err
	}
	data, err := json.Marshal(plain)
	p.steps[&steps[0]] = string(data)
	return string(data), err
}

func (p *planner) encodeOptions(options any) (string, error) {
	if options == nil {
		return "", nil
	}
	if s, ok := p.options[options]; ok {
		return s, nil
	}
	data, err := encodePlain(options)
	p.options[options] = string(data)
	return string(data), err
}
