# What most people want needs Go and nothing else: all, test, golden, lint. What
# needs more says so: other programs, or the shared corpus.

SHARED  ?= ../shared
HELD_OUT ?=
FUZZ    ?= 30s
BENCH   ?= .
TEXTS   ?= $(wildcard $(SHARED)/corpus/mill-liberty/latex-book.pdftotext.txt $(SHARED)/corpus/gibbon-vol1/latex-book.pdftotext.txt)
GO      ?= go
REFOLIO := ./refolio
PACKAGES := ./... ./.ci/beauty ./.ci/calibrate ./.ci/corpus ./.ci/epub ./.ci/score ./.ci/verify

.PHONY: all build samples verify corpus epubs test short race fuzz bench beauty speed archive golden lint arch score accept calibrate train check workflows snapshot clean help

all: samples ## builds the program, and the sample editions from manifest.yaml into dist

build: ## builds the program
	CGO_ENABLED=0 $(GO) build -o $(REFOLIO) ./cmd/refolio

samples: build ## turns a manifest of extracted texts into editions: those of testdata into dist
	$(REFOLIO) build -f manifest.yaml

verify: samples ## holds the sample editions against EPUBCheck, qpdf and pdftotext
	.ci/verify-editions dist

corpus: ## the same for the whole shared corpus (SHARED), which takes a while
	.ci/verify-corpus $(SHARED)

epubs: ## holds the EPUBs of all texts there are (SHARED too) against their models and every checker that is installed: minutes
	.ci/verify-epubs $(SHARED)

test: ## runs all tests; those whose outside program is missing are skipped
	$(GO) test $(PACKAGES)

short: ## runs the tests that take no time
	$(GO) test -short $(PACKAGES)

race: ## runs the tests with the race detector
	$(GO) test -race -short $(PACKAGES)

fuzz: ## fuzzes each target for FUZZ (30s)
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "== $$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZ) -fuzzminimizetime 1x $$package || exit 1; \
		done; \
	done

bench: ## measures speed and memory, in multiples of gzip -6
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem ./pipeline ./formats/...

beauty: ## sets texts of the shared corpus (SHARED) and has XeLaTeX, which must be there, set them too: spaces, hyphens, widows, speed
	$(GO) run ./.ci/beauty -corpus $(SHARED)/corpus

speed: build ## times the whole way from TEXTS to editions beside gzip, pandoc and Calibre; needs the program time
	.ci/measure-speed $(TEXTS)

archive: build ## measures building ten thousand documents, once and again; needs the program time
	.ci/measure-batch

golden: ## renews the golden files and shows what changed
	$(GO) test $$(grep -rl --include='*_test.go' 'flag.Bool("update"' . | xargs -n1 dirname | sort -u) -update
	git diff --stat

lint: ## looks at form and at likely mistakes
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "gofmt would change:"; echo "$$unformatted"; exit 1; }
	$(GO) vet $(PACKAGES)
	$(GO) vet -tags generate ./pipeline/language
	@if command -v staticcheck >/dev/null; then staticcheck $(PACKAGES); fi

arch: ## checks that no import runs against the architecture
	$(GO) test -run '^Test(Architecture|OnlyCommandsAndBatchHaveEffects)$$' -count=1 ./pipeline

score: ## counts the corrections that the shared corpus (SHARED) would still need; fails if there are more than accepted; HELD_OUT is a further corpus
	$(GO) run ./.ci/score -shared $(SHARED) -held-out "$(HELD_OUT)"

accept: ## makes the figures of this run of score the accepted ones
	$(GO) run ./.ci/score -shared $(SHARED) -accept

calibrate: ## measures on the shared corpus (SHARED) how far the confidences of decisions can be trusted
	$(GO) run ./.ci/calibrate -corpus $(SHARED)/corpus

train: ## counts what texts in general do between rows, from the shared corpus (SHARED), for the stage paragraphs
	$(GO) test ./pipeline/repair -run TestTrain -count 1 -v -train $(abspath $(SHARED))/corpus -write

check: lint arch test verify ## what CI runs on each commit (.ci/run is all of it), and score where the corpus is
	@if [ -d $(SHARED)/corpus ]; then $(MAKE) --no-print-directory score; else echo "no $(SHARED)/corpus: not scored"; fi

workflows: ## looks for mistakes in workflows, scripts, hooks and the release configuration
	$(GO) run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
	@if command -v shellcheck >/dev/null; then shellcheck .ci/action .ci/run; fi
	@if command -v pre-commit >/dev/null; then pre-commit validate-manifest .pre-commit-hooks.yaml; fi
	@if command -v goreleaser >/dev/null; then goreleaser check --quiet; fi

snapshot: ## builds what a release would publish into .release, and publishes nothing; needs goreleaser and cyclonedx-gomod
	goreleaser release --snapshot --clean

clean: ## removes what was built
	rm -rf dist $(REFOLIO) .cache .release

help: ## prints this
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "%-9s %s\n", $$1, $$2 }' Makefile
