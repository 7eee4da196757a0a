package report

import (
	"encoding/json"
	"fmt"
	"io"
)

// Read reads a report. It calls each, which may be nil, for the documents in
// their order, and keeps none of them; an error of each ends the reading and
// is returned as it is.
func Read(r io.Reader, each func(*Document) error) (*Report, error) {
	d := json.NewDecoder(r)
	if err := expect(d, json.Delim('{')); err != nil {
		return nil, err
	}
	head := map[string]json.RawMessage{}
	found := false
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, badForm("%v", err)
		}
		if key == "documents" {
			found = true
			if err := readDocuments(d, each); err != nil {
				return nil, err
			}
			continue
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, badForm("%v: %v", key, err)
		}
		head[fmt.Sprint(key)] = value
	}
	if err := expect(d, json.Delim('}')); err != nil {
		return nil, err
	}
	if !found {
		return nil, badForm("the documents are missing")
	}
	return readHead(head)
}

func readHead(fields map[string]json.RawMessage) (*Report, error) {
	data, err := json.Marshal(fields)
	if err != nil {
		return nil, badForm("%v", err)
	}
	report := new(Report)
	if err := json.Unmarshal(data, report); err != nil {
		return nil, badForm("%v", err)
	}
	if report.Version != Version {
		return nil, badForm("its version is %d, this program knows %d", report.Version, Version)
	}
	return report, nil
}

func readDocuments(d *json.Decoder, each func(*Document) error) error {
	if err := expect(d, json.Delim('[')); err != nil {
		return err
	}
	for d.More() {
		document := new(Document)
		if err := d.Decode(document); err != nil {
			return badForm("%v", err)
		}
		if each == nil {
			continue
		}
		if err := each(document); err != nil {
			return err
		}
	}
	return expect(d, json.Delim(']'))
}

func expect(d *json.Decoder, want json.Token) error {
	got, err := d.Token()
	if err != nil {
		return badForm("%v", err)
	}
	if got != want {
		return badForm("%v stands where %v should", got, want)
	}
	return nil
}
