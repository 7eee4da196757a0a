#!/bin/sh
# Typesets the sample texts and extracts them again: every text and truth.json
# in testdata comes from here. ../README.md says what it needs; neither the
# tests nor the build run it. Usage: testdata/typeset/make.sh [CASE...]
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=1767225600 # 2026-01-01, so that the PDFs stay the same

convert() { # convert CASE FORMAT TEMPLATE OPTION...: the source in the typesetter's language
  source=$1/source.md format=$2 template=$3
  shift 3
  pandoc "$source" -f markdown-smart-auto_identifiers -t "$format" --wrap=preserve --lua-filter typeset/typeset.lua --template "typeset/$template" "$@"
}

latex() { # latex CASE TEMPLATE RENDERING LANGUAGE OPTION...
  case=$1 template=$2 rendering=$3 language=$4
  shift 4
  convert "$case" latex-smart "$template" --shift-heading-level-by=-1 -V babel="$language" "$@" >"$work/$rendering.tex"
  for pass in 1 2 3; do
    xelatex -interaction=batchmode -halt-on-error -output-directory="$work" "$work/$rendering.tex" >/dev/null 2>&1 ||
      { tail -n 25 "$work/$rendering.log" >&2; exit 1; }
  done
}

web() { # web CASE RENDERING
  convert "$1" html-smart web.html >"$work/$2.html"
  chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer --print-to-pdf="$work/$2.pdf" "$work/$2.html" 2>"$work/chromium.log"
}

word() { # word CASE RENDERING
  convert "$1" opendocument word.fodt |
    sed 's|<text:note-body><text:p text:style-name="Text_20_body">|<text:note-body><text:p text:style-name="Footnote"><text:s/>|' >"$work/$2.fodt"
  soffice --headless -env:UserInstallation="file://$work/soffice" --convert-to pdf --outdir "$work" "$work/$2.fodt" >/dev/null 2>&1
}

extract() { # extract CASE RENDERING EXTRACTOR...
  case=$1 rendering=$2
  shift 2
  for extractor; do
    case $extractor in
    pdftotext) pdftotext "$work/$rendering.pdf" - ;;
    pdftotext-layout) pdftotext -layout "$work/$rendering.pdf" - ;;
    mutool) mutool draw -q -F txt "$work/$rendering.pdf" 2>"$work/mutool.log" ;;
    pdfbox | tika)
      java -cp "$(printf '%s:' /usr/share/java/pdfbox2.jar /usr/share/java/fontbox2.jar /usr/share/java/commons-logging.jar)" \
        typeset/Extract.java "$extractor" "$work/$rendering.pdf"
      ;;
    esac >"$case/$rendering.$extractor.txt"
  done
}

make_case() {
  echo "$1"
  CASE=$1 pandoc "$1/source.md" -f markdown-smart-auto_identifiers -t html --lua-filter typeset/truth.lua >"$1/truth.json"
  case $1 in
  lighthouse)
    latex "$1" article.tex latex-article british
    extract "$1" latex-article pdftotext mutool
    ;;
  reservoir)
    latex "$1" book.tex latex-perpage british --top-level-division=chapter -V perpage=1
    extract "$1" latex-perpage pdftotext pdfbox
    ;;
  wehr)
    latex "$1" book.tex latex-book ngerman --top-level-division=chapter
    extract "$1" latex-book mutool
    ;;
  marees)
    latex "$1" twocol.tex latex-twocol french
    extract "$1" latex-twocol pdfbox
    ;;
  ferry)
    web "$1" web
    latex "$1" book.tex latex-book british
    extract "$1" web pdftotext
    extract "$1" latex-book pdftotext-layout
    ;;
  manuscript)
    word "$1" word-double
    extract "$1" word-double tika
    ;;
  esac
}

[ $# -gt 0 ] || set -- lighthouse reservoir wehr marees ferry manuscript
for case; do make_case "$case"; done
