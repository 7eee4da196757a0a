package manifest

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxID is the longest ID in bytes: with an extension and the name of a
// temporary file it stays below the 255 bytes that file systems allow.
const maxID = 120

// SafeID makes of name an ID that every file system takes as a file's name:
// letters and digits of any script, and "-", "_" and "." between them. Other
// characters become "-". The result is in NFC, never empty, and SafeID leaves
// it alone.
func SafeID(name string) string {
	id := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && !unicode.Is(unicode.Variation_Selector, r) || strings.ContainsRune("-_.", r) {
			return r
		}
		return '-'
	}, norm.NFC.String(strings.ToValidUTF8(name, "-")))
	for strings.Contains(id, "--") || strings.Contains(id, "..") {
		id = strings.NewReplacer("--", "-", "..", ".").Replace(id)
	}
	id = trim(id)
	if len(id) > maxID {
		id = shorten(id)
	}
	if id == "" {
		id = "document"
	}
	if reserved(id) {
		id = "_" + id
	}
	return id
}

// trim removes what may not stand at the ends of an ID: a leading "-" looks
// like a flag, a leading "." hides the file, Windows drops a trailing ".", and a
// combining mark needs a letter.
func trim(id string) string {
	id = strings.TrimLeftFunc(id, func(r rune) bool { return r == '-' || r == '.' || unicode.IsMark(r) })
	return strings.TrimRight(id, "-.")
}

// shorten cuts id to maxID bytes. What is cut lives on as a hash, so that two
// names that differ in their ends only stay different.
func shorten(id string) string {
	sum := sha256.Sum256([]byte(id))
	tail := "-" + hex.EncodeToString(sum[:4])
	cut := maxID - len(tail)
	for !utf8.RuneStart(id[cut]) {
		cut--
	}
	return trim(id[:cut]) + tail
}

// reserved reports whether Windows takes id for a device, as it does with
// "con" and also with "con.txt".
func reserved(id string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(id), ".")
	if slices.Contains([]string{"con", "prn", "aux", "nul", "conin$", "conout$"}, stem) {
		return true
	}
	number, ok := strings.CutPrefix(stem, "com")
	if !ok {
		number, ok = strings.CutPrefix(stem, "lpt")
	}
	return ok && len(number) == 1 && strings.ContainsAny(number, "0123456789")
}

// IDOf returns the ID of the source file path: its name without the
// extension, made safe.
func IDOf(path string) string {
	name := filepath.Base(path)
	if stem := strings.TrimSuffix(name, filepath.Ext(name)); stem != "" {
		name = stem
	}
	return SafeID(name)
}

// fold maps names that some file system takes for the same to the same
// string: those that differ in case or in the way accents are composed.
func fold(name string) string {
	return norm.NFC.String(strings.ToLower(strings.ToUpper(norm.NFD.String(name))))
}
