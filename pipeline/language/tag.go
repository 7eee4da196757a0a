package language

import "strings"

// canonical returns a BCP 47 tag as this package's tables have it: in lower
// case with hyphens, "nb" for the other names of written Norwegian, and the
// primary language as its two-letter code where it was the three-letter one
// that metadata often have ("ger", "deu").
func canonical(tag string) string {
	tag = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(tag)), "_", "-")
	primary, rest, _ := strings.Cut(tag, "-")
	if short, ok := shortCodes[primary]; ok {
		primary = short
	}
	if rest != "" {
		return primary + "-" + rest
	}
	return primary
}

// parent returns the tag without its last subtag, "" if it has but one.
func parent(tag string) string {
	return tag[:max(0, strings.LastIndexByte(tag, '-'))]
}

var shortCodes = map[string]string{
	"no": "nb", "nn": "nb", "nor": "nb", "nob": "nb", "nno": "nb",
	"cat": "ca", "ces": "cs", "cze": "cs", "dan": "da", "deu": "de", "ger": "de", "ell": "el", "gre": "el",
	"eng": "en", "spa": "es", "fin": "fi", "fra": "fr", "fre": "fr", "hun": "hu", "ita": "it", "lat": "la",
	"dut": "nl", "nld": "nl", "pol": "pl", "por": "pt", "ron": "ro", "rum": "ro", "rus": "ru", "swe": "sv",
	"tur": "tr", "ukr": "uk",
}
