#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tests/lint.sh sees what it is there to see: in a copy of the tree each rule is broken by a line somewhere, and fails
# with its name and that file; what is not broken passes.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/tap.sh"

mkdir -p tree/tests
(cd "$top" && cp -r include lib wall indexer searcher vocabulary "$work/tree" && cp tests/*.sh "$work/tree/tests")

# rule|file|a line that breaks it there; @ is a hundred letters, ^ a tab
cat >cases <<'END'
each room includes only what it may|indexer/reading/rows.c|#include "store.h"
each room includes only what it may|indexer/naming/language.c|#include "archive.h"
each room includes only what it may|indexer/naming/inversion.c|#include "message.h"
each room includes only what it may|indexer/keeping/entries.c|#include "inversion.h"
each room includes only what it may|indexer/describing/dates.c|#include "worker.h"
each room includes only what it may|wall/sandbox.c|#include "store.h"
each room includes only what it may|lib/words/text.c|#include "catalogue.h"
each room includes only what it may|indexer/channel/worker.c|#include "sidecar.h"
each room includes only what it may|indexer/sidecar.c|#include "dates.h"
each room includes only what it may|indexer/walk.c|#include "plan.h"
each room includes only what it may|searcher/engine/plan.c|#include "page.h"
no circle of includes|include/schema.h|#include "document.h"
sqlite3|indexer/run.c|#include <sqlite3.h>
zstd|indexer/keeping/archive.c|#include <zstd.h>
zlib|lib/records/pack.c|#include "zlib.h"
jansson|searcher/web/http.c|#include <jansson.h>
xapian|searcher/engine/search.c|#include <xapian.h>
nettle|indexer/keeping/check.c|#include <nettle/sha2.h>
seccomp|wall/forkserver.c|#  include <seccomp.h>
term prefixes only in|searcher/engine/concepts.c|static const char *rc_lint_prefix = "XR:";
JSON leaves the programs only by|indexer/report.c|static int rc_lint_json(void) { return json_dumpf(0, 0, 0); }
C.. only in|indexer/pass.c|int throw (void);
no banned function|indexer/digest.c|static void rc_lint_copy(char *a, char *b) { strcpy(a, b); }
no goto|indexer/digest.c|static void rc_lint_jump(void) { goto out; }
no unfinished business|indexer/progress.c|int TODO = 0;
every header compiles as C..|include/text.h|void rc_lint_word(int class);
every source has its SPDX line|wall/bare.c|int rc_lint_bare;
no line of C is longer|lib/words/stem.c|/* @ */
no tabs in code|lib/words/stem.c|^static int rc_lint_tab;
END
rules=$(cut -d'|' -f1 cases | sort -u | paste -sd'|')

run tree/tests/lint.sh "$rules"
exits 0 'a tree that breaks no rule passes'
unlike "$out" 'SKIP' 'and no rule is skipped'
while IFS='|' read -r _ file line; do
  line=${line/@/$(printf '%0100d' 0)} line=${line/^/$'\t'}
  # In a header the line stands inside its guard, at the end.
  case $file in
  *.h) sed -i '$d' "tree/$file" && printf '%s\n#endif\n' "$line" >>"tree/$file" ;;
  *) printf '%s\n' "$line" >>"tree/$file" ;;
  esac
done <cases
run tree/tests/lint.sh "$rules"
exits 1 'a tree that breaks rules does not pass'
while IFS='|' read -r rule file line; do
  # Where a circle is told stands the first of its headers.
  [ "$rule" != 'no circle of includes' ] || file='(include/)?(schema|document)[.]h'
  like "$err" "^$file:[0-9]+:.*  \[$rule" "$rule: $file: ${line:0:50}"
done <cases

# Each header is compiled by itself: a few of them show it.
mkdir -p few/include && cp -r tree/tests few && cp "$top"/include/{error,stem,text}.h few/include
run few/tests/lint.sh 'every header compiles alone'
exits 0 'headers that stand alone pass'
sed -i '$d' few/include/error.h
printf 'void rc_lint_alone(const RcDocument *document);\n#endif\n' >>few/include/error.h
run few/tests/lint.sh 'every header compiles alone'
exits 1 'a header that needs another does not pass'
like "$err" '^include/error.h:1: .*RcDocument.*\[every header compiles alone\]' 'and is named'

# Functions in crumbs, and one without end.
mkdir -p shape/lib && cp -r tree/tests shape
# crumbs FIRST LAST: small functions, each with one caller.
crumbs() {
  for ((number = $1; number <= $2; number++)); do
    printf 'static int small%d(void) {\n  return 0;\n}\n' "$number"
    printf 'int caller%d(void) {\n  return small%d();\n}\n' "$number" "$number"
  done >>shape/lib/shape.c
}
crumbs 1 99
run shape/tests/lint.sh 'length to read'
exits 0 'some small functions with one caller pass'
crumbs 100 100
run shape/tests/lint.sh 'length to read'
exits 1 'a hundred do not'
like "$err" 'shape: 100 small functions have one caller' 'and are counted'
{
  echo 'int endless(void) {'
  for ((number = 0; number < 60; number++)); do echo '  ;'; done
  printf '  return 0;\n}\n'
} >shape/lib/shape.c
run shape/tests/lint.sh 'length to read'
exits 1 'functions that are too long do not pass'
like "$err" 'shape: one function of twenty has 63 lines or more' 'and are measured'
finish
