package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/manifest"
)

func newInit(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a manifest for the texts in a folder",
		Long: `Write a commented manifest.yaml for the *.txt files in the folder DIR (the current
one if none is given) and in the folders below it, to be adapted by hand, and
beside it .refolio/manifest.schema.json, with which editors complete and check
it. A manifest that is there already is left alone.`,
		Example: `  refolio init            for the texts in this folder
  refolio init archive    for those in archive`,
		Args: arguments(0, 1, "one DIR or none"),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) > 0 {
				dir = args[0]
			}
			return a.init(dir)
		},
	}
}

// init writes a manifest into the folder dir.
func (a *app) init(dir string) error {
	texts, err := manifest.FindTexts(dir)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, manifest.DefaultName)
	if err := create(path, manifest.Template(texts, batch.Registry(a.formats))); err != nil {
		return err
	}
	if err := a.writeSchema(filepath.Join(dir, filepath.FromSlash(manifest.SchemaPath))); err != nil {
		return err
	}
	said, next := fmt.Sprintf("wrote %s for %s", path, plural(len(texts), "text")), "look through it"
	if len(texts) == 0 {
		said, next = fmt.Sprintf("wrote %s; no *.txt file is there yet", path), "name the texts in it"
	}
	a.summarize(said, fmt.Sprintf("next: %s, then `refolio build%s`", next, manifestFlag(path)))
	return nil
}

// writeSchema writes the manifest's schema into the file path, whatever is there.
func (a *app) writeSchema(path string) error {
	text, err := manifest.Schema(batch.Registry(a.formats), manifest.SchemaManifest)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return fmt.Errorf("write the manifest's schema: %w", err)
	}
	if err := os.WriteFile(path, text, 0o666); err != nil {
		return fmt.Errorf("write the manifest's schema: %w", err)
	}
	return nil
}

// create writes a file that must not exist yet.
func create(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already and is left as it is: remove it first, or name another folder", path)
	}
	if err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write the manifest: %w", errors.Join(err, os.Remove(path)))
	}
	return nil
}
