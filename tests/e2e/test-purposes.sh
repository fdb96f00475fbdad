#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# An index is opened for a purpose: only a run with paths makes one, changing one needs one that is there,
# checking reads and does nothing else, and what is left of a damaged one is neither removed nor written over,
# but brought back by --rebuild.
. "$(dirname "$0")/tap.sh"
mkdir a b
for i in 1 2 3; do pdf "a/$i.pdf" "The quarry number $i was closed." "Карьер номер $i закрыли."; done
for i in 4 5; do pdf "b/$i.pdf" "The mine number $i was closed." "Шахту номер $i закрыли."; done
"$index" --index whole --ocr=never --quiet a
"$index" --index whole --ocr=never --quiet b

# bytes FOLDER: every name, mode, time and byte below it, as one sum.
bytes() {
  { find "$1" -printf '%p %m %s %T@ %l\n' | sort && find "$1" -type f | sort | xargs -r cat; } | md5sum
}
# contents INDEX: every file in it but the lock, with its bytes.
contents() { find "$1" -type f ! -name lock -exec md5sum {} + | sort -k 2; }
# state INDEX: what a search finds there, for comparing.
state() {
  "$search" --index "$1" --format=json --unit=passage --collapse=no --kind=body --limit=100 2>/dev/null |
    "$here/json" 'hits.*.passages.*.text' | sort
}
whole=$(state whole)
is "$(printf '%s\n' "$whole" | wc -l)" 10 'an index of two folders'
id=$("$search" --index whole --format=json mine | "$here/json" hits.0.id)
# fresh NAME: ./index is a copy of the whole one.
fresh() { rm -rf index && cp -a whole index; }

# --- where there is none ---
mkdir empty
for place in typo empty/deep empty; do
  for verb in "--withdraw=$id" "--readmit=$id" --check; do
    run "$index" --index "$place" "$verb"
    exits 69 "$verb where there is no index ends with 69: $place"
    like "$err" "$place.*no index here" 'and says so'
    is "$(find . -path ./typo -o -path './empty/*')" '' 'and makes nothing'
  done
done

# --- a stub that is not one ---
# refused STUB NAME [MESSAGE]: no verb removes or changes what is there beside such a stub.
refused() {
  local name=$2 message=$3 verb
  for verb in "--withdraw=$id" "--readmit=$id" --check a; do
    fresh
    if [ "$1" = none ]; then rm index/xapian; else printf "$1" >index/xapian; fi
    before=$(contents index)
    run "$index" --index index --ocr=never "$verb"
    exits 69 "$name: $verb ends with 69"
    like "$err" "$message" 'and says what to do'
    is "$(contents index)" "$before" 'nothing is changed or removed'
  done
}
refused none 'no stub' 'index.*xapian.*missing or empty.*--rebuild'
refused '' 'an empty stub' 'index.*xapian.*missing or empty.*--rebuild'
refused '\n\n' 'a stub of empty lines' 'index.*xapian.*missing or empty.*--rebuild'
refused 'remote localhost:1\nremote localhost:2\n' 'remote shards' 'index.*has not made.*another index'
refused 'auto generation-2\nauto generation-2\n' 'two databases' 'index.*has not made'
refused 'auto /srv/other/generation-2\n' 'a database elsewhere' 'index.*has not made'
refused 'auto generation-2-of-mine\n' 'a name like one of ours' 'index.*has not made'
refused 'auto generation-9\n' 'a generation that is not there' 'generation-9.* cannot be opened.*--rebuild'
fresh
printf 'remote localhost:1\n' >index/xapian
run "$index" --index index --ocr=never --rebuild a b
exits 69 'not even a rebuild writes beside a stub of somebody else'
ok 'and its database is there' test -e "$(echo index/generation-*)/docdata.glass"

# --- brought back ---
# recovers NAME: --rebuild with one of the two folders brings all documents back.
recovers() {
  run "$index" --index index --ocr=never --rebuild b
  exits 0 "$1: --rebuild brings it back"
  is "$(state index)" "$whole" 'with the documents of the other folder'
  run "$index" --index index --check
  exits 0 'and it is sound'
  run "$index" --index index --ocr=never a
  like "$err" '3 files unchanged' 'the other folder is known as before'
  is "$(ls -d index/generation-* | wc -l)" 1 'no generation is left over'
}
fresh && rm index/xapian && recovers 'no stub'
fresh && : >index/xapian && recovers 'an empty stub'
fresh && echo 'auto generation-9' >index/xapian && recovers 'a stub of what is not there'
fresh && rm -r index/generation-* && recovers 'no database'
fresh && rm -r index/generation-* index/xapian && recovers 'no database and no stub'
for file in iamglass postlist.glass docdata.glass; do
  fresh && printf 'no table' >"$(echo index/generation-*)/$file"
  if [ "$file" = iamglass ]; then
    run "$index" --index index --ocr=never a
    exits 69 'a run does not replace a database that cannot be opened'
    like "$err" 'index.*--rebuild' 'and says what to do'
    run "$index" --index index --check
    exits 69 'nor is it sound'
  fi
  recovers "a damaged $file"
done
fresh && rm "$(echo index/generation-*)/iamglass" && recovers 'a database that lacks a file'
fresh && rm index/xapian
number=$(echo index/generation-*) && number=${number##*-}
mkdir "index/generation-$((number + 1))" && recovers 'half of another generation'

# --- the archive is lost ---
# kept INDEX: how many documents its archive has.
kept() {
  python3 -c 'import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM documents").fetchone()[0])' "$1/archive.sqlite"
}
# spoil BYTES FROM: overwrites so many bytes of the archive from there.
spoil() {
  head -c "$1" /dev/zero | tr '\0' '\377' | dd of=index/archive.sqlite bs=1 seek="$2" conv=notrunc 2>/dev/null
}
for fault in missing text header cut; do
  for run in '' --rebuild; do
    fresh
    case $fault in
    missing) rm index/archive.sqlite ;;
    text) printf 'no archive at all, but text' >index/archive.sqlite ;;
    header) spoil 64 0 ;;
    cut) truncate -s 1000 index/archive.sqlite ;;
    esac
    if [ -z "$run" ]; then
      before=$(contents index)
      for verb in "--withdraw=$id" "--readmit=$id"; do
        run "$index" --index index "$verb"
        exits 69 "a $fault archive: $verb ends with 69"
        like "$err" 'index.*archive.sqlite.*recourse-index.*anew from the index' 'and says what to do'
      done
      run "$index" --index index --check
      exits 1 'the check finds it'
      is "$(contents index)" "$before" 'and nothing is changed'
    fi
    run "$index" --index index --ocr=never $run a b
    exits 0 "a $fault archive: a run ${run:-without options} makes it anew"
    like "$err" 'archive.sqlite is (damaged|missing), and is made anew from the index' 'and says so'
    like "$err" '^0 documents read' 'no PDF is read for that'
    is "$(kept index) $(state index | md5sum)" "5 $(printf '%s\n' "$whole" | md5sum)" 'all documents are there'
    run "$index" --index index --check
    exits 0 'it is sound'
    rm -r index/generation-*
    run "$index" --index index --ocr=never --rebuild b
    is "$(state index)" "$whole" 'and the index can be made from it'
  done
done
fresh
spoil 3000 4000
run "$index" --index index --check
exits 1 'damage deep in the archive is found'
run "$index" --index index --ocr=never --rebuild a b
exits 0 'a rebuild makes it anew'
is "$(kept index) $(state index | md5sum)" "5 $(printf '%s\n' "$whole" | md5sum)" 'with all documents'
fresh
printf 'no archive' >index/archive.sqlite
"$index" --index index --ocr=never --quiet a b 2>/dev/null
ok 'a damaged archive is set aside' grep -q 'no archive' index/archive.damaged
"$index" --index index --withdraw "$id" 2>/dev/null
ok 'until something is withdrawn' test ! -e index/archive.damaged
for run in '' --rebuild; do
  rm -rf copy && cp -a index copy
  printf 'no archive' >copy/archive.sqlite
  run "$index" --index copy --ocr=never $run --report=text a b
  exits 0 "a damaged archive: run ${run:-without options}"
  like "$out" '^withdrawn ' 'what is withdrawn stays withdrawn'
  is "$(kept copy) $(grep -c "$id" copy/withdrawn)" '4 1' 'in both places'
  run "$index" --index copy --check
  exits 0 'sound'
done
rm index/withdrawn index/archive.sqlite
run "$index" --index index --ocr=never a b
exits 69 'where both places are lost, no run goes on by itself'
like "$err" 'what was withdrawn.*--rebuild.*withdrawn again' 'and says why'
run "$index" --index index --ocr=never --rebuild a b
exits 0 'but a rebuild does'
like "$err" 'not known any more; withdraw them again' 'and says what it cannot know'

# --- what is not ours ---
fresh
mkdir index/generation-1 index/generation-77 index/generation-2-backup index/generation-007
cp whole/generation-*/* index/generation-1
cp whole/generation-*/* index/generation-77
echo 'of somebody' >index/generation-77/notes.txt
cp whole/generation-*/* index/generation-2-backup
cp whole/generation-*/* index/generation-007
ln -s ../a index/generation-5
run "$index" --index index --ocr=never a b
exits 0 'a run beside other folders'
ok 'an old generation is removed' test ! -e index/generation-1
for kept in generation-77/notes.txt generation-77/docdata.glass generation-2-backup/docdata.glass \
  generation-007/docdata.glass generation-5/1.pdf; do
  ok "but not what only looks like one: $kept" test -e "index/$kept"
done

# --- checking only reads ---
fresh
before=$(bytes index)
run "$index" --index index --check
exits 0 'a check'
is "$(bytes index)" "$before" 'changes no byte, mode or time and makes no file'
mkfifo pipe
"$index" --index index --files-from pipe --quiet 2>/dev/null &
holder=$!
children="$children $holder"
exec 9>pipe
for _ in $(seq 100); do [ "$(cat index/lock 2>/dev/null)" = "$holder" ] && break || sleep 0.1; done
run "$index" --index index --check
exits 0 'it needs no lock'
exec 9>&-
wait "$holder"
"$here/make-many" many 400
"$index" --index index --ocr=never --quiet many 2>/dev/null &
writer=$!
children="$children $writer"
checks=0 wrong=0
while kill -0 "$writer" 2>/dev/null; do
  run "$index" --index index --check
  checks=$((checks + 1))
  # Written to faster than it can be read is an answer, too.
  [ "$status" = 0 ] || [ "$status" = 75 ] || { wrong=$((wrong + 1)) && note "$err"; }
done
wait "$writer"
is "$? $wrong" '0 0' "beside a run, $checks times"
if [ "$(id -u)" = 0 ] && setpriv --reuid=65534 --clear-groups "$index" --version >/dev/null 2>&1; then
  fresh && chmod 755 . && chmod -R a+rX index && chmod a-w -R index
  before=$(bytes index)
  run setpriv --reuid=65534 --clear-groups "$index" --index index --check
  exits 0 'by a user who may only read'
  is "$(bytes index)" "$before" 'nothing is changed'
else
  skip 'a check by a user who may only read' 'the program cannot be run as another user here'
fi
finish
