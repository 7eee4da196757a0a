package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// preamble is the head of a LaTeX file. Its parameters are the places and
// lengths of main.go.
const preamble = `\documentclass[a5paper]{article}
\usepackage[paperwidth=%gbp,paperheight=%gbp,left=%gbp,top=%gbp,textwidth=%gbp,textheight=%gbp,headheight=0pt,headsep=0pt]{geometry}
\usepackage{fontspec}
\setmainfont{GentiumPlus-Regular.ttf}[Path=%s/,ItalicFont=GentiumPlus-Italic.ttf,BoldFont=GentiumPlus-Bold.ttf,RawFeature=-liga]
\catcode"A0=13 \def^^a0{~}
\makeatletter
\def\bodysize{\@setfontsize\normalsize{%gbp}{%gbp}%s}
\renewcommand\footnotesize{\@setfontsize\footnotesize{%gbp}{%gbp}}
\renewcommand\normalsize{\bodysize}
\setlength\parindent{%gbp}
\begin{document}
\normalsize\frenchspacing\pagestyle{empty}
\language\csname l@%s\endcsname \lefthyphenmin2 \righthyphenmin%d
\lccode"2019="2019
`

// xelatex sets t with XeLaTeX in one run. A space that is not 0 is the width
// of the spaces in parts of the type size.
func xelatex(ctx context.Context, t *truth, faces string, space float64, file string) (duration, error) {
	spaces := ""
	if space > 0 {
		spaces = fmt.Sprintf(`\fontdimen2\font=%gbp\fontdimen3\font=%gbp\fontdimen4\font=%gbp`,
			space*typeSize, space*typeSize/2, space*typeSize/3)
	}
	language, right := "english", 3
	switch t.Lang[:2] {
	case "de":
		language, right = "ngerman", 2
	case "fr":
		language, right = "french", 2
	}
	var tex bytes.Buffer // the text is as high as its lines and TeX's topskip of 10 pt
	fmt.Fprintf(&tex, preamble, pageWidth, pageHeight, leftEdge, topEdge, lineWidth, (linesOnPage-1)*leading+10*72/72.27+0.1, faces,
		typeSize, leading, spaces, noteSize, noteLeading, typeSize*1.5, language, right)
	for _, b := range t.Blocks {
		switch {
		case b.Role != "" || b.T == "h" && b.Level == 1:
		case b.T == "h":
			fmt.Fprintf(&tex, "\\section*{%s}\n\n", escape(mark.ReplaceAllString(b.Text, "")))
		case b.T == "p":
			fmt.Fprintf(&tex, "%s\n\n", t.withNotes(b.Text))
		}
	}
	tex.WriteString("\\end{document}\n")
	name := strings.TrimSuffix(file, ".pdf")
	if err := os.WriteFile(name+".tex", tex.Bytes(), 0o666); err != nil {
		return duration{}, err
	}
	cmd := exec.CommandContext(ctx, "xelatex", "-interaction=batchmode", filepath.Base(name)+".tex")
	cmd.Dir = filepath.Dir(name)
	began := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		return duration{}, fmt.Errorf("xelatex: %w: %s (see %s.log)", err, out, name)
	}
	return duration{time.Since(began), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}, nil
}

// withNotes is a text in TeX with its notes where their marks stand.
func (t *truth) withNotes(text string) string {
	var sb strings.Builder
	at := 0
	for _, m := range mark.FindAllStringSubmatchIndex(text, -1) {
		sb.WriteString(escape(text[at:m[0]]))
		note := escape(mark.ReplaceAllString(t.Notes[text[m[2]:m[3]]], ""))
		fmt.Fprintf(&sb, "\\footnote{%s}", strings.ReplaceAll(note, "\n\n", `\par `))
		at = m[1]
	}
	sb.WriteString(escape(text[at:]))
	return sb.String()
}

// special escapes what means something to TeX, and ties what both setters
// should hold together: French signs to their words.
var special = strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "%", `\%`, "&", `\&`, "$", `\$`, "#", `\#`,
	"_", `\_`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`,
	" ;", "~;", " :", "~:", " ?", "~?", " !", "~!", " »", "~»", "« ", "«~")

func escape(text string) string { return special.Replace(text) }
