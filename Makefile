# SPDX-License-Identifier: GPL-3.0-or-later
# Builds, tests and installs Recourse with GNU make.  `make help` lists what there is.
#
# One file, no recursion into folders.  A variant has an object folder of its own, so that switching
# between variants never rebuilds:
#   make                               build/
#   make CC=clang                      build/clang/
#   make SANITIZE=address,undefined    build/address,undefined/
#   make COVERAGE=1                    build/coverage/
# Other settings: V=1 shows whole commands, WERROR=1 turns warnings into errors, and CFLAGS, CPPFLAGS,
# LDFLAGS, PREFIX, DESTDIR mean what they always mean.

VERSION = 0.1.0

ifeq ($(origin CC),default)
CC = gcc
endif
ifeq ($(origin CXX),default)
CXX = $(if $(findstring clang,$(CC)),$(subst clang,clang++,$(CC)),g++)
endif
AR = ar
PKG_CONFIG = pkg-config
PREFIX = /usr/local
DESTDIR =
CFLAGS = -O2 -g
CXXFLAGS = $(CFLAGS)
RECOURSE_SHARED ?= ../shared
FUZZ_SECONDS = 60
SOAK_SECONDS = 600
SUITES = unit golden e2e relevance fuzz browser lint

variant := $(strip $(if $(FUZZER),fuzzer,$(SANITIZE)) $(if $(COVERAGE),coverage) \
  $(if $(FUZZER),,$(if $(findstring clang,$(CC)),$(notdir $(CC)))))
empty :=
comma := ,
BUILD := build$(if $(variant),/$(subst $(empty) $(empty),-,$(variant)))

# Work on all cores unless told otherwise; a make within this make shares its jobs.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 2)
endif
MAKEFLAGS += --no-print-directory --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:

ifeq ($(V),)
Q = @
say = @printf '%-5s %s\n' $(1) '$(2)';
else
say =
endif

# --- what is built of what ---

# Lemmas come from dictionaries that Debian has: the forms of one, what another knows of them, and English.
RUSSIAN_DICTIONARY = /usr/share/hunspell/ru_RU
RUSSIAN_ANALYSER = /usr/share/apertium/apertium-bel-rus/rus-bel.automorf.bin
ENGLISH_DICTIONARY = /usr/share/wordnet

# The rooms of the tree; tests/lint.sh says which may include which.
LIB_ROOMS := lib/words lib/records lib/index wall
INDEXER_ROOMS := indexer indexer/channel indexer/keeping indexer/reading indexer/naming indexer/describing
SEARCHER_ROOMS := searcher/query searcher/engine searcher/draft searcher/verify searcher/output searcher/web \
  searcher/assistant
ALL_ROOMS := $(LIB_ROOMS) $(INDEXER_ROOMS) searcher $(SEARCHER_ROOMS) vocabulary tests/unit tests/fuzz tests/bench
sources = $(foreach room,$(1),$(wildcard $(room)/*.c $(room)/*.cc))
LIB_SOURCES := $(call sources,$(LIB_ROOMS))
INDEXER_SOURCES := $(filter-out indexer/main.c,$(call sources,$(INDEXER_ROOMS)))
INDEXER_FOLDERS := $(addprefix -I,$(INDEXER_ROOMS))
SEARCHER_SOURCES := $(filter-out searcher/web/cgi.c searcher/assistant/mcp.c,$(call sources,$(SEARCHER_ROOMS)))
SEARCHER_FOLDERS := $(addprefix -I,$(SEARCHER_ROOMS))
# What the thesaurus is made of: three tables, in this order, and a dictionary of the system's.
THESAURUS_WORDS := $(addprefix vocabulary/,function-words.tsv translations.tsv near-words.tsv)
# Of vocabulary/ the compiler of the thesaurus has these for itself; tsv.c is of both.
THESAURUS_SOURCES := $(addprefix vocabulary/,compile-thesaurus.c gather.c mueller.c)
THESAURUS := $(BUILD)/vocabulary/thesaurus
MUELLER = /usr/share/dictd/mueller7
VOCABULARY := $(if $(wildcard vocabulary/compile.c), \
  $(filter-out $(THESAURUS_WORDS),$(sort $(wildcard vocabulary/*.tsv))))
UNIT_SOURCES := $(wildcard tests/unit/test-*.c)
FUZZ_SOURCES := $(wildcard tests/fuzz/fuzz-*.c)

objects = $(patsubst %,$(BUILD)/%.o,$(basename $(1)))
LIB := $(BUILD)/librecourse.a
SEARCHER_LIB := $(BUILD)/searcher.a
TABLES := $(BUILD)/vocabulary/tables
LEMMAS := $(BUILD)/vocabulary/lemma-tables
INDEXER_OBJECTS := $(call objects,$(INDEXER_SOURCES))

# A program whose main file is not there is not built, so that a part of the tree still builds.
PROGRAMS := $(if $(wildcard indexer/main.c),$(BUILD)/bin/recourse-index) \
  $(if $(wildcard searcher/main.c),$(BUILD)/bin/recourse-search) \
  $(if $(wildcard searcher/assistant/mcp.c),$(BUILD)/bin/recourse-mcp) \
  $(if $(wildcard searcher/web/cgi.c),$(BUILD)/bin/recourse.cgi)
UNIT_PROGRAMS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(UNIT_SOURCES))
BENCH_PROGRAMS := $(patsubst %,$(BUILD)/tests/bench/%,floor annotation stems answers)
FUZZ_PROGRAMS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(FUZZ_SOURCES))

MAN_PAGES := $(wildcard doc/*.[1-8])
WEB_FILES := $(wildcard searcher/web/*.css searcher/web/*.svg)
CONFIGS := $(wildcard searcher/web/*.conf)

# --- flags ---

PACKAGES = glib-2.0 jansson xapian-core libzstd libseccomp
# Of recourse-index alone.
INDEXER_PACKAGES = poppler-glib cairo tesseract sqlite3 nettle zlib
# Of recourse-search and recourse-mcp: what reads drafts.
DRAFT_PACKAGES = libxml-2.0 libarchive libcmark-gfm
# These goals need neither compiler nor libraries, or bring them first.
NO_COMPILER_GOALS = demo serve check packages lint format clean help uninstall fuzz soak coverage bench mutation
ifneq ($(filter-out $(NO_COMPILER_GOALS),$(or $(MAKECMDGOALS),all)),)
missing := $(shell \
  for program in $(firstword $(CC)) $(firstword $(CXX)) $(PKG_CONFIG); do \
    command -v $$program >/dev/null 2>&1 || printf '%s ' $$program; done; \
  for library in $(PACKAGES) $(INDEXER_PACKAGES) $(DRAFT_PACKAGES); do \
    $(PKG_CONFIG) --exists $$library 2>/dev/null || printf '%s ' $$library; done; \
  for header in libstemmer.h fcgiapp.h mimalloc.h; do \
    echo "\#include <$$header>" | $(CC) $(CPPFLAGS) -E -x c - >/dev/null 2>&1 || printf '%s ' $$header; done; \
  for file in $(MUELLER).index $(MUELLER).dict.dz; do [ -r $$file ] || printf '%s ' $$file; done)
# What lemmas are made of, as Debian's packages hunspell-ru, apertium-bel-rus, lttoolbox and wordnet-base have it.
missing += $(if $(shell command -v lt-proc),,lttoolbox) $(if $(wildcard $(RUSSIAN_DICTIONARY).dic),,hunspell-ru) \
  $(if $(wildcard $(RUSSIAN_ANALYSER)),,apertium-bel-rus) $(if $(wildcard $(ENGLISH_DICTIONARY)/noun.exc),,wordnet-base)
ifneq ($(strip $(missing)),)
$(error To build, these are missing: $(strip $(missing)); on Debian 12 `make packages` installs \
them, and `make demo` does that and shows Recourse at work)
endif
PACKAGE_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PACKAGES))
PACKAGE_LIBS := $(shell $(PKG_CONFIG) --libs $(PACKAGES))
INDEXER_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(INDEXER_PACKAGES))
INDEXER_LIBS := $(shell $(PKG_CONFIG) --libs $(INDEXER_PACKAGES))
DRAFT_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(DRAFT_PACKAGES))
DRAFT_LIBS := $(shell $(PKG_CONFIG) --libs $(DRAFT_PACKAGES))
endif

WARNINGS = -Wall -Wextra -Wshadow -Wvla $(if $(WERROR),-Werror)
C_WARNINGS = -Wstrict-prototypes -Wmissing-prototypes
x86 := $(filter x86_64 i%86,$(shell uname -m))
HARDENING = -fPIE -fstack-protector-strong -fstack-clash-protection $(if $(x86),-fcf-protection) \
  $(if $(SANITIZE)$(COVERAGE),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
INSTRUMENTS = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer) \
  $(if $(COVERAGE),--coverage -O0)
# Neither -fvisibility=hidden nor -flto, here or in CFLAGS: recourse-index defines its own
# cmsCreateTransform, which poppler must find in the program before the one in the library.  With either
# of the two it silently does not, and reading a PDF takes half as long again; a unit test counts calls.
COMMON_CPPFLAGS = -Iinclude -DRC_VERSION='"$(VERSION)"' $(CPPFLAGS)
ALL_CFLAGS = -std=gnu11 -D_GNU_SOURCE $(WARNINGS) $(C_WARNINGS) $(HARDENING) $(CFLAGS) $(INSTRUMENTS)
ALL_CXXFLAGS = -std=gnu++17 $(WARNINGS) $(HARDENING) $(CXXFLAGS) $(INSTRUMENTS)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now,-z,noexecstack,--as-needed $(LDFLAGS) $(INSTRUMENTS)
# The names of the program that shared libraries may use; see above, indexer/keeping/deflate.h and
# indexer/reading/painting.h.
INDEXER_EXPORTS = cmsCreateTransform deflateInit2_ $(addprefix cairo_,fill stroke paint paint_with_alpha mask \
  show_glyphs show_text_glyphs glyph_path pop_group pop_group_to_source set_font_face \
  image_surface_create)
INDEXER_LDFLAGS = $(addprefix -Wl$(comma)--export-dynamic-symbol=,$(INDEXER_EXPORTS))
# Of the processor's time on PDFs an eighth was malloc and free; with mimalloc it is half of that.  It stands
# before the C library, so that poppler and Xapian use it, too.  Sanitizers bring an allocator of their own.
ALLOCATOR = $(if $(SANITIZE)$(FUZZER),,-lmimalloc)
LIBS = $(PACKAGE_LIBS) -lstemmer -lm

# --- the programs ---

all: $(PROGRAMS) ## Build the programs into build/bin (the default)
# The tests' programs without running them.
check-programs: all $(UNIT_PROGRAMS) $(FUZZ_PROGRAMS) $(BENCH_PROGRAMS)

$(BUILD)/bin/recourse-index: $(BUILD)/indexer/main.o $(INDEXER_OBJECTS) $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) $(INDEXER_LDFLAGS) -o $@ $^ $(ALLOCATOR) $(INDEXER_LIBS) $(LIBS)

# The searchers link neither poppler nor Tesseract: they have no business with PDFs.
$(BUILD)/bin/recourse-search: $(call objects,$(call sources,searcher)) $(SEARCHER_LIB) $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(DRAFT_LIBS) $(LIBS)

$(BUILD)/bin/recourse-mcp: $(BUILD)/searcher/assistant/mcp.o $(SEARCHER_LIB) $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(DRAFT_LIBS) $(LIBS)

$(BUILD)/bin/recourse.cgi: $(BUILD)/searcher/web/cgi.o $(SEARCHER_LIB) $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) -lfcgi

$(LIB): $(call objects,$(LIB_SOURCES)) $(if $(VOCABULARY),$(TABLES).o $(LEMMAS).o)
$(SEARCHER_LIB): $(call objects,$(SEARCHER_SOURCES))
$(LIB) $(SEARCHER_LIB):
	@mkdir -p $(@D)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# The vocabulary is checked and compiled to tables while building.  The compiler cuts names into words
# with the tokeniser of the programs.
VOCABULARY_COMPILER := $(BUILD)/vocabulary/compile-vocabulary
$(VOCABULARY_COMPILER): $(call objects,$(filter-out $(THESAURUS_SOURCES),$(call sources,vocabulary)) \
    lib/words/text.c lib/words/stem.c lib/records/schema.c lib/records/error.c)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# A variant takes what the plain build has made, where no source is newer: the compilers take minutes
# under a sanitizer, which has nothing to say of tables.
made = $(if $(variant),[ -e build/vocabulary/$(@F) ] && \
  [ -z "$$(find vocabulary lib/words include -newer build/vocabulary/$(@F) -print -quit)" ] && \
  cp build/vocabulary/$(@F) $@ ||)
without_leaks = $(if $(variant),ASAN_OPTIONS=detect_leaks=0)

$(TABLES).c: $(VOCABULARY_COMPILER) $(VOCABULARY)
	$(call say,VOCAB,$@)
	$(Q)$(made) { $(VOCABULARY_COMPILER) $@.new $(VOCABULARY) && mv $@.new $@; }

$(BUILD)/vocabulary/forms: $(VOCABULARY_COMPILER) $(RUSSIAN_DICTIONARY).aff $(RUSSIAN_DICTIONARY).dic
	$(call say,FORMS,$@)
	$(Q)$(made) { $(without_leaks) $(VOCABULARY_COMPILER) --forms $@.new $(RUSSIAN_DICTIONARY) && \
	  mv $@.new $@; }
$(BUILD)/vocabulary/analyses: $(BUILD)/vocabulary/forms $(RUSSIAN_ANALYSER)
	$(call say,LEMMA,$@)
	$(Q)$(made) { LC_ALL=C.UTF-8 lt-proc -w $(RUSSIAN_ANALYSER) <$< >$@.new && mv $@.new $@; }
$(LEMMAS).c: $(VOCABULARY_COMPILER) $(BUILD)/vocabulary/analyses $(wildcard $(ENGLISH_DICTIONARY)/*)
	$(call say,LEMMA,$@)
	$(Q)$(made) { $(without_leaks) $(VOCABULARY_COMPILER) --lemmas $@.new $(RUSSIAN_DICTIONARY) \
	  $(BUILD)/vocabulary/analyses $(ENGLISH_DICTIONARY) && mv $@.new $@; }

$(TABLES).o $(LEMMAS).o: $(BUILD)/%.o: $(BUILD)/%.c $(BUILD)/flags
	$(call say,CC,$<)
	$(Q)$(CC) $(COMMON_CPPFLAGS) -Ilib/words -Ivocabulary $(PACKAGE_CFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Folder by folder: what its files may include beyond include/ and their own folder.
$(BUILD)/indexer/%.o: CPPFLAGS_HERE = $(INDEXER_FOLDERS) $(INDEXER_CFLAGS)
$(BUILD)/searcher/%.o: CPPFLAGS_HERE = $(SEARCHER_FOLDERS)
$(BUILD)/searcher/draft/%.o: CPPFLAGS_HERE = $(DRAFT_CFLAGS)
$(BUILD)/vocabulary/%.o: CPPFLAGS_HERE = -Ilib/words
$(BUILD)/tests/%.o: CPPFLAGS_HERE = $(INDEXER_FOLDERS) $(SEARCHER_FOLDERS) -Ilib/words $(INDEXER_CFLAGS)

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(COMMON_CPPFLAGS) $(CPPFLAGS_HERE) $(PACKAGE_CFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/%.o: %.cc $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CXX,$<)
	$(Q)$(CXX) $(COMMON_CPPFLAGS) $(CPPFLAGS_HERE) $(PACKAGE_CFLAGS) $(ALL_CXXFLAGS) -MMD -MP -c -o $@ $<

# So is the thesaurus, after it, with the stemmer and the lexicon of the programs.
THESAURUS_COMPILER := $(BUILD)/vocabulary/compile-thesaurus
$(THESAURUS_COMPILER): $(call objects,$(THESAURUS_SOURCES) vocabulary/tsv.c \
    $(filter-out lib/words/thesaurus.c,$(call sources,lib/words)) lib/records/schema.c lib/records/error.c) \
    $(TABLES).o $(LEMMAS).o
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(THESAURUS).dict: $(MUELLER).dict.dz
	@mkdir -p $(@D)
	$(Q)gzip -dc $< >$@

$(THESAURUS).c: $(THESAURUS_COMPILER) $(MUELLER).index $(THESAURUS).dict $(THESAURUS_WORDS)
	$(call say,WORDS,$@)
	$(Q)$(made) { $(without_leaks) $(THESAURUS_COMPILER) $@.new $(filter-out $<,$^) && mv $@.new $@; }

$(THESAURUS).o: $(THESAURUS).c $(BUILD)/flags
	$(call say,CC,$<)
	$(Q)$(CC) $(COMMON_CPPFLAGS) -Ilib/words $(PACKAGE_CFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(LIB): $(THESAURUS).o

# Changes when compiler or flags do: objects made otherwise are then made again.
flags_now = $(CC) $(CXX) $(COMMON_CPPFLAGS) $(PACKAGE_CFLAGS) $(ALL_CFLAGS) $(ALL_CXXFLAGS) $(ALL_LDFLAGS)
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo $(call quote,$(flags_now)) | cmp -s - $@ || echo $(call quote,$(flags_now)) >$@
quote = '$(subst ','\'',$(1))'

# --- the tests' programs: everything but the mains, and the library ---

$(UNIT_PROGRAMS): $(BUILD)/tests/%: $(BUILD)/tests/%.o $(INDEXER_OBJECTS) $(SEARCHER_LIB) $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) $(INDEXER_LDFLAGS) -o $@ $^ $(INDEXER_LIBS) $(DRAFT_LIBS) $(LIBS) -lcmocka

# A fuzz target is linked with libFuzzer for `make fuzz`, else with a main that replays its seeds.
$(FUZZ_PROGRAMS): $(BUILD)/tests/%: $(BUILD)/tests/%.o $(if $(FUZZER),,$(BUILD)/tests/fuzz/replay.o) \
    $(INDEXER_OBJECTS) $(SEARCHER_LIB) $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) $(if $(FUZZER),-fsanitize=fuzzer) $(INDEXER_LDFLAGS) -o $@ $^ \
	  $(INDEXER_LIBS) $(DRAFT_LIBS) $(LIBS)

# Kept for the next time.
.SECONDARY:

# --- to be run by people ---

run_environment = LC_ALL=C.UTF-8 RECOURSE_BUILD='$(abspath $(BUILD))' \
  RECOURSE_SHARED='$(abspath $(RECOURSE_SHARED))' RECOURSE_SANITIZE='$(SANITIZE)' CC='$(CC)' CXX='$(CXX)'

demo: ## Install what is missing, build, index corpus/ and show four searches
	@./packages.sh demo
	@$(MAKE) all
	@$(run_environment) tests/demo.sh

serve: ## The demo as a web page on http://127.0.0.1:8080/ (Ctrl-C ends it)
	@./packages.sh demo
	@$(MAKE) all
	@$(run_environment) tests/demo.sh --index-only
	@$(run_environment) RECOURSE_INDEX='$(abspath $(BUILD))/demo-index' searcher/web/serve.sh

check: ## All tests (SUITES="unit e2e" for some)
	@./packages.sh check
	@$(MAKE) check-programs
	@$(run_environment) tests/run $(SUITES)

check-fast: check-programs ## The tests that take seconds: unit, golden, lint
	@$(run_environment) tests/run unit golden lint

lint: ## The rules that the tree keeps, each one checked
	@$(run_environment) tests/lint.sh

fuzz: ## Fuzz each target for FUZZ_SECONDS with clang's libFuzzer
	@./packages.sh fuzz
	@$(MAKE) CC=clang FUZZER=1 SANITIZE=fuzzer-no-link,address,undefined fuzz-run
# A target that finds something does not keep the others from their time; the run fails at its end.
fuzz-run: $(FUZZ_PROGRAMS)
	@found=; for target in $(notdir $^); do \
	  work=$(BUILD)/corpus/$$target; seeds=tests/fuzz/seeds/$${target#fuzz-}; mkdir -p "$$work"; \
	  [ -d "$$seeds" ] || seeds=; echo "FUZZ  $$target for $(FUZZ_SECONDS) s"; \
	  $(run_environment) $(BUILD)/tests/fuzz/$$target -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 \
	    -artifact_prefix=$(BUILD)/$$target- "$$work" $$seeds || found="$$found $$target"; \
	done; [ -z "$$found" ] || { echo "FOUND something:$$found"; exit 1; }

# Poppler alone, the floor under the speed of any indexer that uses it.
$(BUILD)/tests/bench/floor: $(BUILD)/tests/bench/floor.o $(BUILD)/indexer/reading/colour.o
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) $(INDEXER_LDFLAGS) -o $@ $^ $(INDEXER_LIBS) $(LIBS)

# The stem of each word.
$(BUILD)/tests/bench/stems: $(BUILD)/tests/bench/stems.o $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# How long answers take inside one process.
$(BUILD)/tests/bench/answers: $(BUILD)/tests/bench/answers.o $(SEARCHER_LIB) $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# What finding names costs.
$(BUILD)/tests/bench/annotation: $(BUILD)/tests/bench/annotation.o $(INDEXER_OBJECTS) $(LIB)
	$(call say,LINK,$@)
	$(Q)$(CXX) $(ALL_LDFLAGS) $(INDEXER_LDFLAGS) -o $@ $^ $(INDEXER_LIBS) $(LIBS)

bench: ## The project's figures: speed beside its peers, size, quality of the ranking
	@./packages.sh bench
	@$(MAKE) all $(BENCH_PROGRAMS)
	@$(run_environment) tests/bench/run

soak: ## Kill, fail and attack the indexer for long; then search beside it for SOAK_SECONDS
	@./packages.sh check
	@$(MAKE) all
	@$(run_environment) KILLS=200 DISK_MIB=16 tests/e2e/test-durability.sh
	@$(run_environment) DOCUMENTS=10000 tests/e2e/test-many.sh
	@$(run_environment) READ_SECONDS=60 tests/e2e/test-readers.sh
	@$(run_environment) FAULTS=all tests/e2e/test-faults.sh
	@$(run_environment) HOSTILE=all BOMB_PAGES=10000 tests/e2e/test-hostile.sh
	@$(MAKE) all SANITIZE=address,undefined
	@$(run_environment) RECOURSE_BUILD='$(abspath build/address,undefined)' tests/soak.sh $(SOAK_SECONDS)

# In copies of the tree, made with the settings that make was given here.
mutation: ## Make deliberate faults: does a test see each? (FAULTS="words of a row" for some)
	@./packages.sh check
	@$(MAKE) check-programs
	@$(run_environment) MUTATION_MAKE=$(call quote,$(MAKEOVERRIDES)) tests/mutation/run $(FAULTS)

coverage: ## Which lines the tests reach, file by file
	@$(MAKE) check COVERAGE=1 SUITES='unit golden e2e fuzz'
	@tests/coverage.sh build/coverage

format: ## Lay out all C with clang-format
	clang-format -i $(wildcard include/*.h $(foreach room,$(ALL_ROOMS),$(room)/*.c $(room)/*.h $(room)/*.cc))

packages: ## Install the Debian packages that building and testing need
	@./packages.sh check

share = $(DESTDIR)$(PREFIX)/share
# Where each shell looks for what completes the options of $(program).
completion_bash = $(share)/bash-completion/completions/$(program)
completion_zsh = $(share)/zsh/site-functions/_$(program)
completion_fish = $(share)/fish/vendor_completions.d/$(program).fish
install: all ## Install programs, man pages, completions, style sheet and examples (PREFIX, DESTDIR)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/cgi-bin $(share)/recourse
	install $(filter-out %.cgi,$(PROGRAMS)) $(DESTDIR)$(PREFIX)/bin
	$(if $(filter %.cgi,$(PROGRAMS)),install $(filter %.cgi,$(PROGRAMS)) $(DESTDIR)$(PREFIX)/lib/cgi-bin)
	$(if $(WEB_FILES)$(CONFIGS),install -m 644 $(WEB_FILES) $(CONFIGS) $(share)/recourse)
	$(foreach page,$(MAN_PAGES),install -D -m 644 $(page) \
	  $(share)/man/man$(subst .,,$(suffix $(page)))/$(notdir $(page)) &&) true
	install -d $(foreach shell,bash zsh fish,$(dir $(completion_$(shell))))
	$(foreach program,recourse-index recourse-search,$(foreach shell,bash zsh fish, \
	  $(BUILD)/bin/$(program) --completion=$(shell) >$(completion_$(shell)) && \
	  chmod 644 $(completion_$(shell)) &&)) true

uninstall: ## Remove what install installed
	rm -f $(DESTDIR)$(PREFIX)/bin/recourse-index $(DESTDIR)$(PREFIX)/bin/recourse-search \
	  $(DESTDIR)$(PREFIX)/bin/recourse-mcp \
	  $(DESTDIR)$(PREFIX)/lib/cgi-bin/recourse.cgi $(foreach page,$(MAN_PAGES), \
	  $(share)/man/man$(subst .,,$(suffix $(page)))/$(notdir $(page))) \
	  $(foreach program,recourse-index recourse-search,$(foreach shell,bash zsh fish,$(completion_$(shell))))
	rm -rf $(share)/recourse

clean: ## Remove everything that was built
	rm -rf build

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1=\2/p' Makefile | \
	  while IFS== read -r goal text; do printf '  make %-11s %s\n' "$$goal" "$$text"; done

FORCE:
.PHONY: all check-programs demo serve check check-fast lint fuzz fuzz-run bench soak mutation coverage \
  format packages install uninstall clean help FORCE

-include $(wildcard $(patsubst %,$(BUILD)/%/*.d,$(ALL_ROOMS)))
