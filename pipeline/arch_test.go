package pipeline_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/refolio/refolio/"

// goPackage is what the go command says of a package, as far as it is used.
type goPackage struct {
	ImportPath, Name, Dir string
	GoFiles, Imports      []string
}

// within reports whether the package lies in one of the folders.
func within(path string, folders ...string) bool {
	path = strings.TrimPrefix(path, module)
	return slices.ContainsFunc(folders, func(f string) bool { return path == f || strings.HasPrefix(path, f+"/") })
}

// TestArchitecture fails on an import that runs against the arrows
//
//	cmd → pipeline/batch → pipeline → pipeline/repair → pipeline/source, pipeline/document
//	formats → pipeline/document
func TestArchitecture(t *testing.T) {
	packages := list(t)
	formats := formatFolders(packages)
	for _, p := range packages {
		from := strings.TrimPrefix(p.ImportPath, module)
		for _, to := range p.Imports {
			if why := forbidden(from, to, formats); why != "" {
				t.Errorf("%s imports %s: %s", from, strings.TrimPrefix(to, module), why)
			}
		}
	}
	for library, homes := range libraryHomes {
		livesIn(t, packages, library, homes)
	}
}

// forbidden says why the package from may not import to, or "".
func forbidden(from, to string, formats []string) string {
	switch ours := strings.HasPrefix(to, module) || to+"/" == module; {
	case !ours:
		return ""
	case within(to, "cmd"):
		return "nothing imports a command"
	case within(from, "cmd"):
		return ""
	case within(to, "pipeline/batch"):
		if within(from, "pipeline/batch") {
			return ""
		}
		return "only a command may"
	case within(from, "pipeline/finding", "pipeline/byhand"):
		return "it knows nothing of ours"
	case within(from, "pipeline/document") && !within(to, "pipeline/document", "pipeline/finding"):
		return "the model knows nothing of ours but findings"
	case within(from, "pipeline/source") && !within(to, "pipeline/source", "pipeline/document", "pipeline/finding"):
		return "the source knows no stage and no writer"
	case within(from, "pipeline/repair") && within(to, "formats", "pipeline/manifest", "pipeline/fixes"):
		return "a stage knows no writer, no manifest and no file of fixes"
	case within(from, "pipeline/fixes") && !within(to, "pipeline/source", "pipeline/document", "pipeline/byhand"):
		return "a fix knows places in a source, and no stage"
	case within(from, "formats") && within(to, "pipeline/repair", "pipeline/source", "pipeline/manifest"):
		return "a writer knows the document alone"
	case within(from, "formats", "pipeline/repair", "pipeline/source", "pipeline/manifest", "pipeline/language") && to == module+"pipeline":
		return "it runs back up"
	}
	if home := slices.IndexFunc(formats, func(f string) bool { return within(from, f) }); home >= 0 {
		others := slices.Delete(slices.Clone(formats), home, home+1)
		if within(to, others...) {
			return "a format knows no other"
		}
	}
	return ""
}

// formatFolders lists the folders of the formats in the list of formats.
func formatFolders(packages []goPackage) (folders []string) {
	for _, p := range packages {
		if p.ImportPath == module+"formats" {
			for _, to := range p.Imports {
				if within(to, "formats") {
					folders = append(folders, strings.TrimPrefix(to, module))
				}
			}
		}
	}
	return folders
}

// libraryHomes are the packages that may import a library whose traps only they
// know. YAML has four: what people write by hand is parsed in one place, the
// manifest is read strictly into structs, fixes are changed in the text that a
// person wrote, and a header of Markdown holds whatever other programs put there.
var libraryHomes = map[string][]string{
	"github.com/jung-kurt/gofpdf":  {"formats/pdf/engine"},
	"github.com/go-shiori/go-epub": {"formats/epub"},
	"gopkg.in/yaml.v3":             {"pipeline/byhand", "pipeline/manifest", "pipeline/fixes", "formats/markdown"},
}

// livesIn fails if a package other than its homes imports a library.
func livesIn(t *testing.T, packages []goPackage, library string, homes []string) {
	for _, p := range packages {
		if slices.Contains(p.Imports, library) && !slices.Contains(homes, strings.TrimPrefix(p.ImportPath, module)) {
			t.Errorf("%s imports %s, which is for %q alone", p.ImportPath, library, homes)
		}
	}
}

// effects lists what only pipeline/batch and the commands may do: make files,
// print, exit, and look at the clock or the environment.
var effects = map[string][]string{
	"os": {"Create", "CreateTemp", "WriteFile", "OpenFile", "OpenRoot", "Rename", "Mkdir", "MkdirAll", "MkdirTemp",
		"Link", "Symlink", "Remove", "RemoveAll", "Stdout", "Stderr", "Exit", "Getenv", "LookupEnv", "Environ"},
	"fmt":  {"Print", "Printf", "Println"},
	"log":  {"Print", "Printf", "Println", "Fatal", "Fatalf", "Fatalln"},
	"time": {"Now", "Since", "Sleep"},
}

func TestOnlyCommandsAndBatchHaveEffects(t *testing.T) {
	for _, p := range list(t) {
		if within(p.ImportPath, "pipeline/batch", "cmd") || p.Name == "main" || slices.Contains(p.Imports, "testing") {
			continue
		}
		for _, name := range p.GoFiles {
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				selector, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if x, ok := selector.X.(*ast.Ident); ok && slices.Contains(effects[x.Name], selector.Sel.Name) {
					t.Errorf("%s: %s.%s belongs to a command or to pipeline/batch", fset.Position(n.Pos()), x.Name, selector.Sel.Name)
				}
				return true
			})
		}
	}
}

// list asks the go command for the packages of the module, tests and
// generators aside.
func list(t *testing.T) (packages []goPackage) {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Name,Dir,GoFiles,Imports", "./...")
	cmd.Dir, cmd.Stderr = "..", os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := d.Decode(&p); err == io.EOF {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}
