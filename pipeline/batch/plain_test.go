package batch

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/batch/report"
	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/fixes"
	"github.com/refolio/refolio/pipeline/repair"
)

// useAll sets everything in v to something that is not zero.
func useAll(t *testing.T, v reflect.Value, n int) {
	t.Helper()
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		v.SetString(fmt.Sprintf("s%d", n))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(float64(n) + 0.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		if n%2 == 0 { // a pointer to nothing is not no pointer
			useAll(t, v.Elem(), n+1)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		useAll(t, v.Index(0), n+1)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		e := reflect.New(v.Type().Elem()).Elem()
		useAll(t, e, n+1)
		v.SetMapIndex(reflect.ValueOf("key").Convert(v.Type().Key()), e)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)))
			return
		}
		for i := range v.NumField() {
			if !v.Type().Field(i).IsExported() {
				t.Errorf("%s.%s is not exported: it would be lost on its way to a worker", v.Type(), v.Type().Field(i).Name)
				continue
			}
			useAll(t, v.Field(i), n+i)
		}
	default:
		switch {
		case v.CanInt():
			v.SetInt(int64(n%100 + 1))
		case v.CanUint():
			v.SetUint(uint64(n%100 + 1))
		default:
			t.Errorf("a %s can't travel", v.Type())
		}
	}
}

// TestConfigurationTravelsWhole sends options of every stage and format, with
// every field in use, and metadata.
func TestConfigurationTravelsWhole(t *testing.T) {
	list := map[string]any{"metadata": new(document.Meta)}
	for _, name := range repair.Names() {
		list["stage "+name] = repair.NewOptions(name)
	}
	for _, f := range formats.All() {
		list["format "+f.Name] = f.NewOptions()
	}
	for name, sent := range list {
		if sent == nil {
			continue
		}
		for range 2 { // as it comes, then with everything in use
			data, err := encodePlain(sent)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				break
			}
			got := reflect.New(reflect.TypeOf(sent).Elem()).Interface()
			if err := decodePlain(data, got); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			again, err := encodePlain(got)
			if err != nil || string(again) != string(data) {
				t.Errorf("%s: sent %s, got %s, %v", name, data, again, err)
			}
			useAll(t, reflect.ValueOf(sent).Elem(), 0)
		}
	}
}

// TestNothingOfTheConfigurationIsForgotten fails when there is more to send and
// to hash than is sent and hashed.
func TestNothingOfTheConfigurationIsForgotten(t *testing.T) {
	fields := func(of reflect.Type) (names []string) {
		for i := range of.NumField() {
			names = append(names, of.Field(i).Name)
		}
		return names
	}
	if got := fields(reflect.TypeFor[pipeline.Config]()); !slices.Equal(got, []string{"Steps", "Meta", "Encoding", "Fixes"}) {
		t.Errorf("pipeline.Config has %v: add what is new to plainSource", got)
	}
	if got := fields(reflect.TypeFor[Job]()); !slices.Equal(got, []string{"ID", "Source", "From", "MaxInput", "Inputs", "Config", "Ledger", "Outputs"}) {
		t.Errorf("Job has %v: add what is new to wireJob, keyring and planner", got)
	}
}

func TestJobTravels(t *testing.T) {
	sent := Job{ID: "a", Source: "a.txt", From: "text", MaxInput: 7, Inputs: []Input{{"r", "x"}}, Ledger: "l"}
	sent.Config.Meta.Title, sent.Config.Encoding = "T", "koi8-r"
	sent.Config.Steps = []repair.Step{{Name: "hyphenation", Options: repair.NewOptions("hyphenation")}, {Name: "notes", Off: true}}
	sent.Config.Fixes = []fixes.Fix{fixes.Fix{Line: 3, Text: "x", Kind: "heading"}.From("a.fixes.yaml", 4, 5)}
	for _, f := range formats.All() {
		sent.Outputs = append(sent.Outputs, Output{Format: f, Options: f.NewOptions(), Path: "dist/a." + f.Short})
	}
	w, err := pack(&sent)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	var arrived wireJob
	if err := json.Unmarshal(data, &arrived); err != nil {
		t.Fatal(err)
	}
	got, err := unpack(&arrived, formats.All())
	if err != nil {
		t.Fatal(err)
	}
	if err := intact(&got, &arrived); err != nil {
		t.Error(err)
	}
	if file, line, column := got.Config.Fixes[0].Origin(); file != "a.fixes.yaml" || line != 4 || column != 5 {
		t.Errorf("the fix is from %s:%d:%d", file, line, column)
	}
	before, _ := sent.ConfigHash()
	after, _ := got.ConfigHash()
	if before != after || got.ID != "a" || got.Ledger != "l" || got.MaxInput != 7 || len(got.Outputs) != len(sent.Outputs) {
		t.Errorf("%+v", got)
	}
}

func TestErrorsTravel(t *testing.T) {
	r := Report{ID: "a", Err: failures{
		&outputError{"pdf", &Panic{Value: "x", Stack: []byte("stack")}},
		fmt.Errorf("write: %w", errDiskFull),
		&byhand.Error{File: "f", Line: 1, Column: 2, Message: "m"},
	}, seen: map[string]stamp{"p": {Size: 1}}}
	data, err := json.Marshal(packReport(&r))
	if err != nil {
		t.Fatal(err)
	}
	var w wireReport
	if err := json.Unmarshal(data, &w); err != nil {
		t.Fatal(err)
	}
	got := unpackReport(&w)
	if got.Err.Error() != r.Err.Error() || !diskFull(got.Err) || len(got.Errors()) != 3 || kindOf(got.Errors()[0]) != report.Bug || got.seen["p"].Size != 1 {
		t.Errorf("%+v, %v", got, got.Err)
	}
}

func TestFilesCountByTheirContents(t *testing.T) {
	i := slices.IndexFunc(formats.All(), func(f formats.Format) bool { return f.Name == "epub" })
	output := func(cover string) *Output {
		o := &Output{Format: formats.All()[i]}
		o.Options = o.Format.NewOptions()
		*files(o.Options)[0] = cover
		return o
	}
	hashes := map[string]string{"a/cover.png": "1", "b/cover.png": "1", "c/cover.png": "2"}
	hash := func(cover string) string {
		h, err := output(cover).ConfigHash(hashes)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	if hash("a/cover.png") != hash("b/cover.png") {
		t.Error("the same cover elsewhere is another one")
	}
	if hash("a/cover.png") == hash("c/cover.png") || hash("a/cover.png") == hash("gone.png") || hash("") == hash("a/cover.png") {
		t.Error("another cover is the same")
	}
}

func TestJournal(t *testing.T) {
	states, dir := t.TempDir(), t.TempDir()
	source, output := filepath.Join(dir, "a.txt"), filepath.Join(dir, "a.md")
	for _, path := range []string{source, output} {
		if err := os.WriteFile(path, []byte("text"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	job := Job{ID: "a", Source: source, Outputs: []Output{{Path: output}}}
	note := func(plan, text string) {
		s := openState(states, dir)
		r := &Report{seen: map[string]stamp{source: stampOf(source), FixesFile(source): absent, output: stampOf(output)}}
		s.remember(&job, plan, r, report.Encoded{JSON: []byte(`"` + text + `"`)})
		if err := s.close(); err != nil {
			t.Fatal(err)
		}
	}
	knows := func(plan string) string {
		s := openState(states, dir)
		defer s.close()
		e, _, _ := s.kept(&job, plan)
		return string(e.JSON)
	}
	note("p", "one")
	note("p", "two")
	if got := knows("p"); got != `"two"` {
		t.Errorf("got %s", got)
	}
	if got := knows("q"); got != "" {
		t.Errorf("under another plan: %s", got)
	}
	files, err := filepath.Glob(filepath.Join(states, "*"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	whole, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	last := strings.LastIndex(strings.TrimSpace(string(whole)), "\n") + 1
	for cut := last; cut < len(whole); cut++ { // a torn line is none
		if err := os.WriteFile(files[0], whole[:cut], 0o666); err != nil {
			t.Fatal(err)
		}
		if got := knows("p"); got != `"one"` {
			t.Fatalf("cut at %d of %d: %s", cut, len(whole), got)
		}
	}
	note("p", "three") // stands where the torn line was
	if got := knows("p"); got != `"three"` {
		t.Errorf("after a torn line: %s", got)
	}
	for i := last; i < len(whole)-1; i++ {
		damaged := slices.Clone(whole)
		damaged[i] ^= 4
		if err := os.WriteFile(files[0], damaged, 0o666); err != nil {
			t.Fatal(err)
		}
		if got := knows("p"); got != `"one"` {
			t.Fatalf("damaged at %d: %s", i, got)
		}
	}
	if err := os.WriteFile(output, []byte("other text"), 0o666); err != nil {
		t.Fatal(err)
	}
	if got := knows("p"); got != "" {
		t.Errorf("the output changed: %s", got)
	}
	for range 300 {
		note("p", "again")
	}
	if data, err := os.ReadFile(files[0]); err != nil || len(data) > 150*len(whole) {
		t.Errorf("the journal grows: %d bytes, %v", len(data), err)
	}
}

func TestFileThatHasJustChangedIsNotTrusted(t *testing.T) {
	now := time.Now()
	for _, test := range []struct {
		changed time.Time
		settled bool
	}{
		{now.Add(-time.Hour), true},
		{now.Add(-time.Millisecond), false},
		{now.Add(time.Hour), false},                          // a clock that runs ahead
		{now.Add(-time.Second).Truncate(time.Second), false}, // a system that counts whole seconds
		{now.Add(-5 * time.Second).Truncate(time.Second), true},
	} {
		s := stamp{Size: 1, Changed: test.changed.UnixNano()}
		if got := settled(s, now) == s; got != test.settled {
			t.Errorf("changed %v: settled %v", test.changed.Sub(now), got)
		}
	}
}

func TestLockByName(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, lockName)
	unlock, stale, err := lockByName(dir, path)
	if err != nil || stale != nil {
		t.Fatal(stale, err)
	}
	if _, _, err := lockByName(dir, path); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("(process %d, ", os.Getpid())) {
		t.Errorf("a second run: %v", err)
	}
	unlock()
	here := self()
	for _, test := range []struct {
		owner Owner
		want  string // of the error; empty if the lock is stale
	}{
		{Owner{User: "anna", Host: here.Host, Process: 1 << 30}, ""},
		{Owner{User: "anna", Host: "elsewhere", Process: 1}, "; if it is long over, remove " + path},
	} {
		data, _ := json.Marshal(test.owner)
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		unlock, stale, err := lockByName(dir, path)
		switch {
		case test.want != "":
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %s", err, test.want)
			}
		case err != nil || stale == nil || stale.User != "anna":
			t.Errorf("a dead run's: %v, %v", stale, err)
		default:
			unlock()
		}
	}
}
