#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What holds when the indexer is killed, when the disk is full, when files change under it; and what is
# kept, checked, made anew and withdrawn.  KILLS sets how often the indexer is killed (`make soak`: 200),
# DISK_MIB the size of the disk that is too small (16).
. "$(dirname "$0")/tap.sh"
kills=${KILLS:-10}

# passages INDEX: every passage of an index, a line each, in order: for comparing indexes.
passages() {
  local kind offset
  for kind in body heading footnote recommendation table; do
    for ((offset = 0; ; offset += 1000)); do
      "$search" --index "$1" --format=json --unit=passage --collapse=no --kind="$kind" --limit=1000 --offset="$offset" \
        --passages=100 >"$work/.page" 2>/dev/null || break
      python3 - "$work/.page" <<'END' || break
import hashlib, json, sys
hits = json.load(open(sys.argv[1]))['hits']
for hit in hits:
    for p in hit['passages']:
        print(hit['id'], p['passage'], p['page'], p['kind'], len(p['mentions']),
              hashlib.sha256(p['text'].encode()).hexdigest()[:16], *sorted(hit['files']))
sys.exit(not hits)
END
    done
  done | sort
}

# is_whole INDEX NAME: its passages are those of an uninterrupted run.
is_whole() {
  passages "$1" >passages.txt
  ok "$2" cmp -s whole.txt passages.txt
}

# --- killed ---
mkdir lib
cp "$top"/corpus/*.pdf lib
for i in 1 2 3 4 5 6; do pdf "lib/extra-$i.pdf" "The quarry number $i was closed." "Карьер номер $i закрыли."; done
run "$index" --index whole --ocr=never lib
exits 0 'an uninterrupted run succeeds'
run "$index" --index whole --check
exits 0 'and its index is sound'
passages whole >whole.txt
ok 'its passages can be listed' test "$(wc -l <whole.txt)" -gt 300
start=$(date +%s%N)
"$index" --index timing --ocr=never --quiet lib 2>/dev/null
took=$((($(date +%s%N) - start) / 1000000))
rm -rf timing
damaged=0 lost=0 acknowledged=0
for ((i = 0; i < kills; i++)); do
  "$index" --index "$work/index" --ocr=never --quiet lib 2>/dev/null &
  victim=$!
  # Somewhere in a run, the last commit and the compaction too.
  sleep "$(awk -v seed="$i$$" -v took="$took" 'BEGIN { srand(seed); printf "%.3f", rand() * took / 900 }')"
  kill -KILL "$victim" 2>/dev/null
  wait "$victim" 2>/dev/null
  # Only where something was committed is there anything to check.
  if "$search" --index index --format=json quarry >answer 2>/dev/null; then
    now=$("$here/json" index.documents <answer)
    [ "$now" -ge "$acknowledged" ] || lost=$((lost + 1))
    acknowledged=$now
    "$index" --index index --check 2>check.err || { damaged=$((damaged + 1)) && note "$(cat check.err)"; }
  fi
  # Half of the time the index is finished and begun anew.
  if [ $((i % 5)) = 4 ]; then
    rm -rf index && acknowledged=0
  fi
done
is "$damaged" 0 "after $kills kills at random points the index was sound each time"
is "$lost" 0 'and no document that was committed was lost'
run "$index" --index index --ocr=never lib
exits 0 'a run after that succeeds'
is_whole index 'and brings the index to what an uninterrupted run makes'
is "$(ls -d index/generation-* | wc -l)" 1 'nothing of the runs that were killed is left'
is "$(pgrep -f "$index --index $work/index" | wc -l)" 0 'no process either'

# --- order of files ---
run "$index" --index reversed --ocr=never -0 --files-from <(find "$work/lib" -name '*.pdf' -print0 | sort -zr)
passages reversed | sed 's/ lib\// /' >reversed.txt
ok 'files read in another order give the same passages' cmp -s whole.txt reversed.txt
for query in 'closed' 'закрыли' '"human rights"' 'region:KZ' 'прав'; do
  is "$("$search" --index whole --format=json --limit=50 "$query" | "$here/json" 'hits.*.id' | md5sum)" \
    "$("$search" --index reversed --format=json --limit=50 "$query" | "$here/json" 'hits.*.id' | md5sum)" \
    "and the same answer to '$query'"
done

# --- one writer ---
mkfifo pipe
"$index" --index index --files-from pipe --quiet 2>/dev/null &
holder=$!
children="$children $holder"
exec 9>pipe
for _ in $(seq 50); do [ "$(cat index/lock 2>/dev/null)" = "$holder" ] && break || sleep 0.1; done
run "$index" --index index lib
exits 75 'a second writer ends with 75'
like "$err" "process $holder" 'and names the first'
run "$search" --index index quarry
exits 0 'readers are not kept out'
exec 9>&-
wait "$holder"

# --- interrupted ---
for signal in INT TERM; do
  rm -rf interrupted
  # A background job of this shell ignores SIGINT: perl gives it back.
  perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' "$index" --index interrupted --ocr=never lib 2>interrupted.err &
  victim=$!
  for _ in $(seq 100); do [ -s interrupted/journal ] && break || sleep 0.02; done
  kill -"$signal" "$victim"
  wait "$victim"
  status=$?
  is "$status" 130 "SIG$signal ends a run with 130"
  run "$index" --index interrupted --check
  exits 0 'after committing what was finished'
done

# --- the disk is full, the folder cannot be written ---
disk=${DISK_MIB:-1}
if [ "$(id -u)" = 0 ] && mkdir full && mount -t tmpfs -o "size=${disk}M" tmpfs full 2>/dev/null; then
  cp -r lib/extra-1.pdf .
  "$here/make-many" much $((disk * 100))
  run "$index" --index full/index --ocr=never extra-1.pdf
  exits 0 'a small index fits'
  run "$index" --index full/index --ocr=never much
  exits 74 "a full disk of $disk MiB ends a run with 74"
  like "$err" 'full/index.*(space|full)' 'and says so'
  run "$search" --index full/index quarry
  exits 0 'readers keep the last commit'
  mount -o "remount,size=$((disk * 40))M" full
  run "$index" --index full/index --ocr=never much extra-1.pdf
  exits 0 'with more room the next run ends well'
  run "$index" --index full/index --check
  like "$err" "sound, $((disk * 100 + 1)) documents" 'nothing is missing, and the index is sound'
  umount full
else
  skip 'a full disk' 'no file system can be mounted here'
fi
mkdir barred && chmod 500 barred
if [ "$(id -u)" = 0 ]; then
  run setpriv --reuid=65534 --clear-groups "$index" --index "$work/barred/index" lib
  # The user must be able to reach the program and the folder at all.
  if [ "$status" = 74 ]; then
    like "$err" 'barred/index.*[Pp]ermission' 'a folder that cannot be written is named'
  else
    skip 'a folder that cannot be written' 'the program cannot be run as another user here'
  fi
else
  run "$index" --index barred/index lib
  exits 74 'a folder that cannot be written ends a run with 74'
fi

# --- files that change while they are read ---
mkfifo -m 600 lib/fifo.pdf
run "$index" --index index --ocr=never lib
exits 0 'a pipe among the files does not hold the run up'
rm lib/fifo.pdf

# --- made anew ---
run "$index" --index index --rebuild --ocr=never lib
exits 0 'an index is made anew'
like "$err" '2[0-9] documents made anew' 'from the text that is kept'
like "$err" '^0 documents read' 'and no PDF is read for that'
is_whole index 'it is the same'
run "$index" --index index --check
exits 0 'and sound'

for key in vocabulary schema; do
  xapian-metadata set index/generation-* $key 1
  [ $key = vocabulary ] || {
    run "$search" --index index quarry
    exits 69 'an index of an older schema is not searched'
    like "$err" 'older.*makes it anew' 'and that says what to do'
  }
  run "$index" --index index --ocr=never lib
  like "$err" '2[0-9] documents made anew' "an index with another $key is made anew by the next run"
  is_whole index 'and is the same'
done

# --- a record of the archive that cannot be read, as an older program would have left it ---
python3 - index/archive.sqlite <<'END'
import sqlite3, sys
archive = sqlite3.connect(sys.argv[1])
archive.execute("UPDATE documents SET record = x'00' WHERE id = (SELECT min(id) FROM documents)")
archive.commit()
END
run "$index" --index index --rebuild --ocr=never lib
exits 0 'a record that cannot be read does not end a rebuild'
like "$err" 'lib/.*: could not be made anew from the archive; its PDF was read again' 'and its document is named'
like "$err" '^1 document read' 'and read from its file'
is_whole index 'the index is the same'
run "$index" --index index --check
exits 0 'and sound'

# --- damaged ---
# Xapian reads beyond a block whose lengths are wrong before it sees that they are: a sanitizer ends it there.
if [ -n "${RECOURSE_SANITIZE:-}" ]; then
  skip 'a damaged table' 'Xapian itself reads beyond it'
else
  cp -r index broken
  python3 - broken/generation-*/docdata.glass <<'END'
import sys
with open(sys.argv[1], 'r+b') as f:
    f.seek(0, 2)
    size = f.tell()
    f.seek(size // 2)
    f.write(b'\xff' * 4096)
END
  run "$index" --index broken --check
  like "$status" '^(1|69|74)$' 'damage is found'
  like "$err" 'broken' 'and named'
  like "$err" 'recourse-index --rebuild' 'and it says what to do'
  run "$index" --index broken --ocr=never --rebuild lib
  exits 0 'that can be done'
  is_whole broken 'and makes it what it was'
  run "$index" --index broken --check
  exits 0 'sound'
fi

cp -r index shut
printf 'no table' >"$(echo shut/generation-*)/iamglass"
run "$index" --index shut --check
exits 69 'a database that cannot be opened is no index'
like "$err" 'shut.*generation-[0-9]+.*--rebuild with the folders' 'and it says what to do'
run "$index" --index shut --ocr=never --rebuild lib
exits 0 'which helps'
is_whole shut 'and makes it what it was'

# --- withdrawn ---
word=Zebraquarrel
pdf lib/survivor.pdf "The $word testimony was given in confidence." 'Свидетельство дано тайно: кряквословие.'
run "$index" --index index --ocr=never lib
is "$(total $word)" 1 'a document is found'
run "$search" --index index --format=json $word
id=$(json hits.0.id)
run "$index" --index index --withdraw "$id"
exits 0 'it is withdrawn'
is "$(total $word)" 0 'and gone at once'
is "$(total кряквословие)" 0 'in Russian too'
is "$(grep -rliE "$word|кряквослов" index | wc -l)" 0 'none of its words is left in the index folder'
is "$(ls -d index/generation-* | wc -l)" 1 'nor an older generation'
run "$index" --index index --ocr=never --report=text lib
exits 0 'a run after that succeeds'
like "$out" '^withdrawn .*survivor.pdf' 'and reports its file'
is "$(total $word)" 0 'without indexing it again'
cp lib/survivor.pdf lib/copy.pdf
run "$index" --index index --ocr=never lib
is "$(total $word)" 0 'at another path neither'
run "$index" --index index --withdraw nonsense
exits 2 'what is no id is an error'
run "$index" --index index --readmit "$id"
exits 0 'it is readmitted'
run "$index" --index index --ocr=never lib
is "$(total $word)" 1 'and indexed again'

# --- reports, and what failed ---
printf 'no PDF at all' >lib/broken.pdf
run "$index" --index index --ocr=never --report=json lib
is "$(grep -c '"file"' "$work/.out")" "$(find lib -name '*.pdf' | wc -l)" 'the report has a line for every file'
grep broken.pdf "$work/.out" >line.json
is "$("$here/json" status <line.json) $("$here/json" unchanged <line.json)" 'damaged false' 'with its status'
run "$index" --index index --ocr=never --report=text lib
like "$out" '^damaged .*broken.pdf \(unchanged\)' 'what failed is not tried again'
run "$index" --index index --ocr=never --retry-failed --report=text lib
like "$out" '^damaged .*broken.pdf: not a PDF' 'unless that is asked for'
finish
