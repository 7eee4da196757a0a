package batch

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/repair"
)

// What a document is made of decides under which keys the cache has it:
//
//	document = program + source + further inputs + Config of the job
//	output   = document + format + options
//
// Files count by their contents, never by their names: a text that moved is the
// same text, and two checkouts share what they make. So a changed option of the
// PDFs makes PDFs anew and nothing else, and a touched text nothing at all.

// Input is a further file that a document depends on.
type Input struct {
	Role string // what it is to the document, the same wherever it lies: "fixes"
	Path string // the file, which may be absent: that is a state of it, too
}

// digest is the hash of bytes as it stands in reports and names entries.
func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// hash is the digest of parts, which are strings, numbers and plain forms.
func hash(parts ...any) (string, error) {
	data, err := json.Marshal(parts)
	return digest(data), err
}

// ConfigHash is the hash of the configuration that decides what the document
// says: stages, metadata, encoding and form of the source, the manifest's fixes.
// Where the source lies, and how large it may be, is not part of it.
func (j *Job) ConfigHash() (string, error) {
	form, err := plainConfig(j, false)
	if err != nil {
		return "", fmt.Errorf("hash the configuration of %s: %w", j.ID, err)
	}
	return hash(form)
}

// plainStep is a stage as it is hashed and sent.
type plainStep struct {
	Name    string          `json:"name"`
	Off     bool            `json:"off,omitempty"`
	Options json.RawMessage `json:"options,omitempty"`
}

// plainSource is the configuration of a job but its outputs, as it is hashed
// and sent.
type plainSource struct {
	Meta     json.RawMessage `json:"meta"`
	Encoding string          `json:"encoding,omitempty"`
	From     string          `json:"from,omitempty"`
	Steps    []plainStep     `json:"steps,omitempty"`
	Fixes    []plainFix      `json:"fixes,omitempty"`
}

// plainConfig returns the configuration of j; places says whether with the
// places of its fixes.
func plainConfig(j *Job, places bool) (c plainSource, err error) {
	c.Encoding, c.From, c.Fixes = j.Config.Encoding, j.From, plainFixes(j.Config.Fixes, places)
	if c.Meta, err = encodePlain(&j.Config.Meta); err != nil {
		return c, fmt.Errorf("metadata: %w", err)
	}
	c.Steps, err = plainSteps(j.Config.Steps)
	return c, err
}

func plainSteps(steps []repair.Step) ([]plainStep, error) {
	list := make([]plainStep, len(steps))
	for i, s := range steps {
		list[i] = plainStep{Name: s.Name, Off: s.Off}
		if s.Options == nil || s.Off {
			continue
		}
		var err error
		if list[i].Options, err = encodePlain(s.Options); err != nil {
			return nil, fmt.Errorf("stage %s: %w", s.Name, err)
		}
	}
	return list, nil
}

// Files returns the paths of the files that the options of o name.
func (o *Output) Files() (paths []string) {
	for _, p := range files(o.Options) {
		if *p != "" {
			paths = append(paths, *p)
		}
	}
	return paths
}

// files are the fields of options that are paths.
func files(options any) []*string {
	if f, ok := options.(interface{ Files() []*string }); ok {
		return f.Files()
	}
	return nil
}

// ConfigHash is the hash of the configuration that decides what is in the
// output beyond what the document says: the format, and its options. A file
// that they name counts by contents, which is the hash of its bytes by its path.
func (o *Output) ConfigHash(contents map[string]string) (string, error) {
	if o.Options == nil {
		return hash(o.Format.Name, map[string]any{})
	}
	paths := files(o.Options)
	form, err := flatten(reflect.ValueOf(o.Options).Elem(), func(s *string) (string, bool) {
		if *s == "" || !slices.Contains(paths, s) {
			return "", false
		}
		return cmp.Or(contents[*s], "absent"), true
	})
	if err != nil {
		return "", fmt.Errorf("hash the options of %s: %w", o.Format.Name, err)
	}
	return hash(o.Format.Name, form)
}

// keys are the names under which the cache has a document and its outputs.
type keys struct {
	document string
	outputs  []string // by the index of the output
}

// keyring makes the keys of a job with the source data, of which sum is the
// digest. contents are the hashes of its further inputs, and of the files that
// its options name, by their paths; those that are absent have none.
func keyring(program string, j *Job, data []byte, sum string, contents map[string]string) (k keys, config string, outputs []string, err error) {
	if config, err = j.ConfigHash(); err != nil {
		return k, "", nil, err
	}
	reader, _ := formats.ReaderFor(j.From, j.Source, data) // a name's extension may decide
	var inputs []string
	for _, in := range j.inputs() {
		inputs = append(inputs, in.Role, contents[in.Path])
	}
	if k.document, err = hash("document", program, sum, reader.Name, inputs, config); err != nil {
		return k, "", nil, err
	}
	for i := range j.Outputs {
		c, err := j.Outputs[i].ConfigHash(contents)
		if err != nil {
			return k, "", nil, err
		}
		key, err := hash("output", k.document, c)
		if err != nil {
			return k, "", nil, err
		}
		outputs, k.outputs = append(outputs, c), append(k.outputs, key)
	}
	return k, config, outputs, nil
}

// Files are the paths of all files but the source that the job depends on, or
// would if they were there, each once.
func (j *Job) Files() (paths []string) {
	for _, in := range j.inputs() {
		paths = append(paths, in.Path)
	}
	for i := range j.Outputs {
		paths = append(paths, j.Outputs[i].Files()...)
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// maxFurther is how large a further input may be, in bytes.
const maxFurther = 64 << 20

// meta restores metadata from its plain form.
func meta(data json.RawMessage) (m document.Meta, err error) {
	err = decodePlain(data, &m)
	return m, err
}
