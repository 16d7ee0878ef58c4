# gnbs: one readable file. Every flavour builds in its own folder, so nothing is rebuilt by switching.
# CC, CPPFLAGS, CFLAGS, LDFLAGS, LDLIBS, PREFIX, DESTDIR belong to the user: added after ours, never overwritten.
#
#   make HTSLIB=/opt/htslib          against another htslib than the system's
#   make CC=clang BUILD=build/clang  with another compiler, in its own folder
#   make check JOBS=8                more at a time (default: one per core)

FLAVOUR ?= release
BUILD   ?= build/$(FLAVOUR)
PREFIX  ?= /usr/local
JOBS    ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
FUZZ_SECONDS ?= 60

# Tables of options and cases leave trailing fields zero on purpose.
WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wundef -Wno-missing-field-initializers
comma := ,
HTS_CPPFLAGS := $(if $(HTSLIB),-isystem $(HTSLIB)/include)
HTS_LDFLAGS  := $(if $(HTSLIB),-L$(HTSLIB)/lib -Wl$(comma)-rpath$(comma)$(HTSLIB)/lib)

# Flavours: how to optimise, and what watches while it runs. Fortify needs an optimiser and is left out
# where the user states another level or turns optimising off.
FORTIFY      = $(if $(findstring FORTIFY,$(CPPFLAGS) $(CFLAGS))$(findstring -O0,$(CFLAGS)),,-D_FORTIFY_SOURCE=2)
opt_release  = -O2 -g $(FORTIFY)
opt_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
opt_ubsan   := -O1 -g -fsanitize=undefined -fno-sanitize-recover=all
opt_tsan    := -O1 -g -fsanitize=thread
opt_cov     := -O0 -g --coverage
opt_fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
san_asan    := -fsanitize=address,undefined
san_ubsan   := -fsanitize=undefined
san_tsan    := -fsanitize=thread
san_cov     := --coverage
san_fuzz    := -fsanitize=fuzzer,address,undefined

ALL_CPPFLAGS = -D_POSIX_C_SOURCE=200809L -Ipipeline -Itests $(HTS_CPPFLAGS) -MMD -MP $(CPPFLAGS)
ALL_CFLAGS   = -std=c11 -ffp-contract=off -fPIE -fstack-protector-strong -pthread $(WARN) $(opt_$(FLAVOUR)) $(CFLAGS)
ALL_LDFLAGS  = -pie -pthread -Wl,-z,relro,-z,now $(san_$(FLAVOUR)) $(HTS_LDFLAGS) $(LDFLAGS)
ALL_LDLIBS   = -lhts -lz -ljansson -lsqlite3 -lsodium -lmicrohttpd -lm $(LDLIBS)

MAIN_SRC := pipeline/cli/cli_main.c
LIB_SRC  := $(filter-out $(MAIN_SRC),$(wildcard pipeline/*/*.c))
TEST_SRC := $(wildcard tests/*/unit_*.c tests/*/prop_*.c)
FUZZ_SRC := $(wildcard tests/*/fuzz_*.c)
AID_SRC  := $(filter-out $(TEST_SRC) $(FUZZ_SRC) tests/support/replay.c,$(wildcard tests/*/*.c)) # shared by tests
MAIN_OBJ := $(MAIN_SRC:%.c=$(BUILD)/%.o)
LIB_OBJ  := $(LIB_SRC:%.c=$(BUILD)/%.o)
AID_OBJ  := $(AID_SRC:%.c=$(BUILD)/%.o)
TEST_BIN := $(TEST_SRC:%.c=$(BUILD)/%)
FUZZ_BIN := $(FUZZ_SRC:%.c=$(BUILD)/%)
LIB      := $(BUILD)/libgnbs.a
AID      := $(BUILD)/libaid.a

# What scripts and tests need to know. GNBS is the program under test; setarch: ThreadSanitizer of older compilers
# cannot map its shadow where the kernel places programs with much randomness.
export GNBS := $(abspath $(BUILD)/gnbs)
export JOBS
ifeq ($(FLAVOUR),tsan)
export RUN_UNDER := $(shell setarch -R true 2>/dev/null && echo setarch -R)
endif
# A refused allocation is a case we test: the sanitizers' allocators are to answer NULL, as the system's does.
export ASAN_OPTIONS ?= allocator_may_return_null=1
export TSAN_OPTIONS ?= allocator_may_return_null=1
export UBSAN_OPTIONS ?= print_stacktrace=1
RESULTS := $(BUILD)/results

# Use all cores unless the user asked for a number of jobs.
ifeq ($(MAKELEVEL),0)
ifeq ($(filter -j%,$(MAKEFLAGS))$(findstring jobserver,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(JOBS)
endif
endif
MAKEFLAGS += --no-print-directory

# make V=1 shows whole commands.
say_  = @echo "  $(1) $@";
say_1 =
say   = $(say_$(V))

.DELETE_ON_ERROR:
.SECONDARY:
# Every target with a help text; none of them is a file.
.PHONY: fuzz-run check-quick $(shell awk -F: '/^[a-z][a-z -]*:.*\#\# / { print $$1 }' $(firstword $(MAKEFILE_LIST)))

all: $(BUILD)/gnbs $(if $(filter build/release,$(BUILD)),build/gnbs) ## builds build/gnbs

build/gnbs: build/release/gnbs
	@ln -sfn release/gnbs $@

$(BUILD)/gnbs: $(MAIN_OBJ) $(LIB)
	$(call say,link)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LDLIBS)

$(LIB): $(LIB_OBJ)
	@rm -f $@
	@$(AR) rcs $@ $^
$(AID): $(AID_OBJ)
	@mkdir -p $(@D)
	@rm -f $@
	@$(AR) rcs $@ $^

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,cc  )$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

# Where panels/, refdata/ and the schema are: this folder, or $(PREFIX)/share/gnbs once installed.
RUN_DATA := pipeline/run/run_data
DATADIR   = $(CURDIR)
$(BUILD)/$(RUN_DATA).o: ALL_CPPFLAGS += -DGNBS_DATADIR='"$(DATADIR)"'

## -- checks

check: setup ## everything a commit must pass: unit, replay, golden, layers
	@$(MAKE) check-quick

# All parts run even when one fails; the last line counts programs and cases, and the status is that of the parts.
check-quick:
	@rm -rf $(RESULTS)
	@status=0; $(MAKE) -k unit replay golden layers || status=$$?; scripts/summary $(RESULTS) $$status

unit: $(TEST_BIN) ## test programs: what we promise, and what must hold for any input
	@scripts/run_tests $(RESULTS)/unit $(TEST_BIN)

replay: $(FUZZ_BIN) ## every input that fuzzing ever kept
	@scripts/run_tests $(RESULTS)/replay $(FUZZ_BIN)

golden: $(BUILD)/gnbs ## command-line cases, with 1 and 8 threads
	@scripts/golden check $(RESULTS)/golden

accept: $(BUILD)/gnbs ## takes today's golden output; review the diff like code
	@scripts/golden accept

layers: ## who may include whom
	@scripts/layers $(RESULTS)/layers

$(TEST_BIN): $(BUILD)/%: $(BUILD)/%.o $(AID) $(LIB)
	$(call say,link)$(CC) $(ALL_LDFLAGS) -o $@ $^ -lcmocka $(ALL_LDLIBS)
REPLAY := $(if $(filter fuzz,$(FLAVOUR)),,$(BUILD)/tests/support/replay.o)
$(FUZZ_BIN): $(BUILD)/%: $(BUILD)/%.o $(REPLAY) $(AID) $(LIB)
	$(call say,link)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LDLIBS)

BUILD_FOR = $(if $(filter file default,$(origin BUILD)),build/$(1),$(BUILD)-$(1))
asan ubsan tsan: ## check under a sanitizer, in its own build folder
	@$(MAKE) FLAVOUR=$@ BUILD=$(call BUILD_FOR,$@) check-quick

coverage: ## check, then the share of lines run, per file
	@$(MAKE) FLAVOUR=cov BUILD=$(call BUILD_FOR,cov) check-quick
	@scripts/coverage $(call BUILD_FOR,cov)

fuzz: ## libFuzzer on every target, FUZZ_SECONDS each
	@$(MAKE) CC=clang FLAVOUR=fuzz BUILD=$(call BUILD_FOR,fuzz) fuzz-run
fuzz-run: $(FUZZ_BIN)
	@scripts/fuzz $(BUILD) $(FUZZ_SECONDS) $(FUZZ_BIN)

lint: ## layout (clang-format), cppcheck, shellcheck
	@scripts/lint
format: ## lays out every source file
	@clang-format -i pipeline/*/*.[ch] tests/*/*.[ch]

check-bytes: all ## the same bytes at 1 to 8 threads, by another build, at every vector width, in another order of reads
	@scripts/check_bytes.sh
check-help: all ## manual pages and completion say what --help says
	@scripts/check_help.sh
check-real: all ## real reads and truth sets of $GNBS_SHARED
	@scripts/check_real.sh
check-fhir: all ## FHIR bundles before the official schema, FHIR.js and HL7's profiles
	@scripts/check_fhir.sh
check-phenopacket: all ## phenopackets before GA4GH's schemas, of $GNBS_SHARED
	@scripts/check_phenopacket.sh
check-browser: all ## the pages in a headless Chromium: accessibility, hostile texts, zoom, keyboard, print
	@scripts/check_browser.sh
check-inherit: all ## families beside jannovar's and genmod's own cases, of $GNBS_SHARED
	@scripts/check_inherit.sh
check-acmg: all ## criteria to classes and paths of PVS1 beside published ones, by the program
	@scripts/check_acmg.sh
check-annot: all ## consequences and names beside VEP, SnpEff, csq and others, by the program
	@scripts/check_annot.sh
check-qc: all ## coverage beside mosdepth, to the last base; contamination of known mixtures, sex, MultiQC
	@scripts/check_qc.sh
	@scripts/check_people.sh
.PHONY: bench-loci check-false-copy
bench-loci: all ## copies of SMN1, CYP21A2 and the alpha genes, 20 genotypes each (makes its reads once: 20 minutes)
	@scripts/bench/bench_loci.sh
check-false-copy: all ## CBS beside its false second copy: reads pooled, variants called
	@scripts/check_false_copy.sh
.PHONY: check-panel
check-panel: all ## PanelApp's files there and back; impact of panels beside runs from the reads
	@scripts/check_panel.sh
check-world: all ## synthetic newborns with known answers: the cases kept for development
	@scripts/check_world.sh
.PHONY: check-slurm check-kill check-faults check-workflow bench-batch
check-slurm: all ## a batch on a real Slurm of this machine, a node that dies in the middle; beside the local engine
	@scripts/setup slurm
	@scripts/check_slurm.sh
check-workflow: all ## Snakemake, CWL and the command of the Nextflow module beside gnbs run
	@scripts/setup workflow
	@scripts/check_workflow.sh
check-kill: all ## kill -9 at 200 random moments: no partial result, the same bytes afterwards
	@scripts/check_kill.sh
check-faults: all ## full disk, read-only folder, vanishing input, clock that goes back (as root or in a namespace)
	@scripts/check_faults.sh
check-world-all: all ## every synthetic newborn; needs a few minutes and some gigabytes
	@scripts/check_world.sh all
bench: all ## accuracy, time and memory beside peers, on this machine; see scripts/bench
	@for bench in scripts/bench/bench_*.sh; do echo "== $$bench"; $$bench || exit 1; done
bench-call: all ## the caller beside bcftools and freebayes (makes its reads once: minutes)
	@scripts/bench/bench_call.sh
bench-batch: all ## 1,000 newborns from VCF in one batch; what a country's births would take
	@scripts/bench/bench_batch.sh
bench-dosage: all ## deletions and duplications of exons beside delly (makes its reads once: minutes)
	@scripts/bench/bench_dosage.sh
bench-review: all ## the review desk with 1,000 cases and 20 clients (wrk, on the loopback: a minute)
	@scripts/bench/bench_review.sh

## -- use

setup: ## installs what is missing to build and check (Debian; says what it does)
	@scripts/setup build check

demo: setup ## a synthetic newborn from reads to report, in demo-out/
	@$(MAKE) all
	@scripts/demo

validate: all ## runs the checks and fills the validation record of a laboratory, build/validation.md
	@scripts/validate
man: all ## manual pages of every command, to build/man
	@scripts/man build/man

# The installed program differs in one object: the one that knows where the tables are.
INSTALLED := $(BUILD)/installed
SHARE      = $(DESTDIR)$(PREFIX)/share/gnbs
MAN1       = $(DESTDIR)$(PREFIX)/share/man/man1
COMPLETION = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
install: $(BUILD)/gnbs ## to PREFIX (/usr/local), below DESTDIR
	@mkdir -p $(INSTALLED)
	$(CC) $(ALL_CPPFLAGS) -DGNBS_DATADIR='"$(PREFIX)/share/gnbs"' $(ALL_CFLAGS) -c -o $(INSTALLED)/run_data.o $(RUN_DATA).c
	$(CC) $(ALL_LDFLAGS) -o $(INSTALLED)/gnbs $(MAIN_OBJ) $(INSTALLED)/run_data.o $(LIB) $(ALL_LDLIBS)
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(SHARE)"
	install -m 755 $(INSTALLED)/gnbs "$(DESTDIR)$(PREFIX)/bin/gnbs"
	install -m 644 LICENSE pipeline/report/findings.schema.json "$(SHARE)/"
	cp -R panels refdata "$(SHARE)/"
	chmod -R u=rwX,go=rX "$(SHARE)"
	install -d "$(COMPLETION)"
	install -m 644 scripts/completion.bash "$(COMPLETION)/gnbs"
	@if command -v help2man > /dev/null; then install -d "$(MAN1)" && scripts/man "$(MAN1)"; \
	else echo "install: no manual pages: help2man is not installed (scripts/setup man)"; fi

uninstall: ## takes away what install put there
	rm -f "$(DESTDIR)$(PREFIX)/bin/gnbs" "$(COMPLETION)/gnbs" "$(MAN1)/gnbs.1" "$(MAN1)"/gnbs-*.1
	rm -rf "$(SHARE)"

clean: ## removes build/
	rm -rf build

help: ## this list
	@awk -F ':.*## ' '/^[a-z][a-z -]*:.*## / {printf "  %-18s %s\n", $$1, $$2}' Makefile

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
