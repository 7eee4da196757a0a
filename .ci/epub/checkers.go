package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A checker looks at books and returns what it is called, how many of them it
// has something to say of (-1 if it isn't installed), and an error if it could
// not run. It prints what it found.
type checker func(ctx context.Context, books []string) (name string, bad int, err error)

// epubcheckJar is where Debian keeps EPUBCheck.
const epubcheckJar = "/usr/share/java/epubcheck.jar"

// epubcheck runs EPUBCheck once for all books, if there is a compiler for the
// few lines of Java that call it: it takes seconds to start and a tenth of one
// for a book. Without a compiler it runs once a book.
func epubcheck(ctx context.Context, books []string) (string, int, error) {
	const name = "EPUBCheck"
	if _, err := os.Stat(epubcheckJar); err != nil {
		return name, -1, nil
	}
	if _, err := exec.LookPath("javac"); err != nil {
		return name + ", book by book", 0, each(books, func(path string) (string, error) {
			out, err := exec.CommandContext(ctx, "java", "-jar", epubcheckJar, "-u", path).CombinedOutput()
			if err == nil && !bytes.Contains(out, []byte("0 fatals / 0 errors / 0 warnings / 0 infos / 0 usages")) {
				err = errors.New("messages")
			}
			return string(out), err
		})
	}
	dir, err := os.MkdirTemp("", "epubcheck")
	if err != nil {
		return name, 0, err
	}
	defer os.RemoveAll(dir)
	source := filepath.Join(dir, "CheckAll.java")
	if err := os.WriteFile(source, []byte(checkAll), 0o600); err != nil {
		return name, 0, err
	}
	args := append([]string{"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", epubcheckJar, source}, books...)
	cmd := exec.CommandContext(ctx, "java", args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return name, 0, fmt.Errorf("run EPUBCheck: %w", err)
	}
	bad, err := tally(name, out, len(books))
	return name, bad, err
}

// checkAll prints "ok" or "BAD" and the path of each book, and below it every
// message of whatever severity.
const checkAll = `
import com.adobe.epubcheck.api.*;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.util.*;

public class CheckAll {
  public static void main(String[] books) throws Exception {
    for (String book : books) {
      StringBuilder out = new StringBuilder();
      Report report = new DefaultReportImpl(book) {
        @Override public void message(Message m, EPUBLocation at, Object... args) {
          out.append("  ").append(m.getSeverity()).append(" ").append(m.getID()).append(" ").append(at.getPath())
            .append(":").append(at.getLine()).append(" ").append(m.getMessage(args)).append("\n");
        }
        @Override public void info(String resource, FeatureEnum feature, String value) {}
      };
      new EpubCheck(new java.io.File(book), report).doValidate();
      System.out.print((out.length() == 0 ? "ok " : "BAD ") + book + "\n" + out);
    }
  }
}
`

// port runs the port of EPUBCheck to TypeScript, which follows newer rules, once
// for all books: the library that belongs to the command on the PATH.
func port(ctx context.Context, books []string) (string, int, error) {
	const name = "epubcheck-ts"
	command, err := exec.LookPath(name)
	if err != nil {
		return name, -1, nil
	}
	if command, err = filepath.EvalSymlinks(command); err != nil {
		return name, 0, err
	}
	library, err := json.Marshal("file://" + filepath.ToSlash(filepath.Join(filepath.Dir(command), "..", "dist", "index.js")))
	if err != nil {
		return name, 0, err
	}
	script := "import {EpubCheck} from " + string(library) + "; import {readFileSync} from 'node:fs';\n" + portAll
	cmd := exec.CommandContext(ctx, "node", append([]string{"--input-type=module", "-e", script, "--"}, books...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return name, 0, fmt.Errorf("run %s: %w", name, err)
	}
	bad, err := tally(name, out, len(books))
	return name, bad, err
}

const portAll = `
for (const book of process.argv.slice(1)) {
  const result = await EpubCheck.validate(readFileSync(book), {includeUsage: true});
  console.log((result.messages.length === 0 ? 'ok ' : 'BAD ') + book);
  for (const m of result.messages) console.log('  ' + m.severity + ' ' + m.id + ' ' + JSON.stringify(m.location ?? '') + ' ' + m.message);
}
`

// tally prints what a checker says of bad books and returns their number. It
// says "ok" or "BAD" of each book, and below it every message.
func tally(name string, out []byte, books int) (bad int, err error) {
	done := 0
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		switch text := lines.Text(); {
		case strings.HasPrefix(text, "ok "):
			done++
		case strings.HasPrefix(text, "BAD "):
			done, bad = done+1, bad+1
			fmt.Printf("%s: %s\n", name, text)
		default:
			fmt.Println(text)
		}
	}
	if done != books {
		return bad, fmt.Errorf("%s looked at %d books of %d", name, done, books)
	}
	return bad, lines.Err()
}

// each calls check for the books and returns the first error with its output.
func each(books []string, check func(path string) (string, error)) error {
	for _, path := range books {
		if out, err := check(path); err != nil {
			return fmt.Errorf("%s: %w\n%s", path, err, out)
		}
	}
	return nil
}

// aceAll runs Ace on the books with the given IDs.
func aceAll(ctx context.Context, books, ids []string) (bad int, err error) {
	const name = "ace-puppeteer"
	if _, err := exec.LookPath(name); err != nil {
		fmt.Println("Ace:", verdict(0, -1))
		return 0, nil
	}
	asked := 0
	for _, path := range books {
		if !slices.Contains(ids, strings.TrimSuffix(filepath.Base(path), ".epub")) {
			continue
		}
		asked++
		failed, err := ace(ctx, name, path)
		if err != nil {
			return bad, err
		}
		if len(failed) > 0 {
			bad++
			fmt.Printf("Ace: %s: %s\n", path, strings.Join(failed, ", "))
		}
	}
	fmt.Printf("Ace: %s\n", verdict(asked, bad))
	return bad, nil
}

// ace returns the rules that Ace says a book breaks.
func ace(ctx context.Context, command, path string) ([]string, error) {
	dir, err := os.MkdirTemp("", "ace")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	cmd := exec.CommandContext(ctx, command, "--silent", "--force", "--outdir", dir, path)
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("run Ace on %s: %w\n%s", path, err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "report.json"))
	if err != nil {
		return nil, fmt.Errorf("read what Ace says of %s: %w", path, err)
	}
	var result struct {
		Assertions []struct {
			Assertions []struct {
				Test struct {
					Title string `json:"dct:title"`
				} `json:"earl:test"`
			} `json:"assertions"`
		} `json:"assertions"`
	}
	if err := json.Unmarshal(data, &result); err != nil {
		return nil, fmt.Errorf("read what Ace says of %s: %w", path, err)
	}
	var failed []string
	for _, file := range result.Assertions {
		for _, a := range file.Assertions {
			failed = append(failed, a.Test.Title)
		}
	}
	return failed, nil
}
