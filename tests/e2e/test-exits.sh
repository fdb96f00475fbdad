#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The exit statuses of both programs: one command for each, and the manuals name these and no others.
. "$(dirname "$0")/tap.sh"

mkdir lib empty
pdf lib/a.pdf 'The granary was closed.' 'Амбар закрыли.'
run "$index" --index index --ocr=never lib
cp -a index damaged
for table in damaged/generation-*/postlist.glass; do head -c 8192 /dev/zero >"$table"; done

# ends STATUS PROGRAM ARGUMENT...: how a command ends; the status is one that the program is known to end with.
index_ends='' search_ends=''
ends() {
  local wanted=$1 program=$2
  shift 2
  run "$program" "$@"
  exits "$wanted" "$(basename "$program") $* ends with $wanted"
  [ "$wanted" = 0 ] || [ "$wanted" = 1 ] || [ -n "$err" ] || fail 'and says why' 'nothing was said'
  [ "$program" = "$index" ] && index_ends="$index_ends $wanted" || search_ends="$search_ends $wanted"
}

ends 0 "$index" --index index --ocr=never lib
ends 0 "$index" --index index --check
ends 0 "$index" --help
ends 1 "$index" --index index --ocr=never empty
ends 1 "$index" --index index --readmit 0123456789abcdef
ends 2 "$index" --index index
ends 2 "$index" --nonsense lib
ends 2 "$index" --ocr=sometimes lib
ends 2 "$index" --index index --withdraw granary
ends 69 "$index" --index nowhere --check
ends 69 "$index" --index nowhere --withdraw 0123456789abcdef
ends 69 "$index" --index damaged --ocr=never lib
ends 74 "$index" --index index --ocr=never nowhere
ends 74 "$index" --index index --ocr=never lib nowhere
ends 74 "$index" --index index --files-from=nowhere
ends 74 "$index" --dump=nowhere
ends 74 "$index" --index lib/a.pdf/index --ocr=never lib
ends 0 "$search" --index index granary
ends 0 "$search" --index index амбар
ends 1 "$search" --index index bakery
ends 1 "$search" --index index пекарня
ends 2 "$search" --index index
ends 2 "$search" --index index --nonsense granary
ends 2 "$search" --index index --format=nonsense granary
ends 69 "$search" --index nowhere granary
ends 69 "$search" --index damaged granary
export RECOURSE_CPU_SECONDS=1e-30
ends 75 "$search" --index index granary
unset RECOURSE_CPU_SECONDS

"$search" --index index granary >/dev/full 2>/dev/null
is "$?" 74 'recourse-search ends with 74 if nothing can be written'
search_ends="$search_ends 74"

# Another one writes.
mkfifo list
"$index" --index index --ocr=never --files-from list 2>/dev/null &
writer=$!
children="$children $writer"
exec 3>list # it has the index by now
ends 75 "$index" --index index --ocr=never lib
kill -INT $writer
wait $writer
is "$?" 130 'an interrupted run ends with 130'
index_ends="$index_ends 130"
exec 3>&-

# A kernel without seccomp.
cat >bare.c <<'END'
#include <errno.h>
#include <stdarg.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
int prctl(int option, ...) {
  va_list list;
  va_start(list, option);
  long a = va_arg(list, long), b = va_arg(list, long), c = va_arg(list, long), d = va_arg(list, long);
  va_end(list);
  if (option != PR_GET_SECCOMP)
    return (int)syscall(SYS_prctl, option, a, b, c, d);
  errno = EINVAL;
  return -1;
}
END
if [ -z "${RECOURSE_SANITIZE:-}" ] && ${CC:-cc} -shared -fPIC -D_GNU_SOURCE -o bare.so bare.c 2>compiler; then
  run env LD_PRELOAD="$work/bare.so" "$index" --index index --ocr=never lib
  exits 71 'where documents cannot be read in a sandbox a run ends with 71'
  like "$err" 'sandbox' 'and says so'
  run env LD_PRELOAD="$work/bare.so" "$index" --index index --ocr=never --sandbox=best lib
  exits 0 '--sandbox=best reads them there'
  run env LD_PRELOAD="$work/bare.so" "$search" --index index --verify "$top/README.md"
  exits 71 'nor is a draft read'
  like "$err" 'sandbox' 'which is said'
else
  skip 'a kernel without a sandbox' 'nothing can be put before a call here'
fi
index_ends="$index_ends 71" search_ends="$search_ends 71"

# manual PAGE: the statuses that it names.
manual() { sed -n '/^\.Sh EXIT STATUS/,/^\.El/s/^\.It //p' "$top/doc/$1" | sort -un | tr '\n' ' '; }
tried() { printf '%s\n' "$@" | sort -un | tr '\n' ' '; }
# shellcheck disable=SC2086 # several words
{
  is "$(manual recourse-index.1)" "$(tried $index_ends)" 'recourse-index.1 names these and no others'
  is "$(manual recourse-search.1)" "$(tried $search_ends)" 'and so does recourse-search.1'
}
# helps PROGRAM STATUS...: its help names them.
helps() {
  local help
  help=$("$1" --help)
  for status in "${@:2}"; do like "$help" "[ ,]$status |^$status " "--help of $(basename "$1") names $status"; done
}
# shellcheck disable=SC2046 # several words
{
  helps "$index" $(tried "$index_ends")
  helps "$search" $(tried "$search_ends")
}
finish
