#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Real documents, which are not part of the project: skipped where they are not beside it.
. "$(dirname "$0")/tap.sh"

real=$RECOURSE_SHARED/real
[ -d "$real" ] || skip_all "the real documents are not there (RECOURSE_SHARED)"
[ -z "${RECOURSE_SANITIZE-}" ] || skip_all "real documents take too long with sanitizers"

SECONDS=0
timeout 500 "$index" --index index --ocr=never --quiet "$real" >/dev/null 2>err
is "$?" 0 'indexing the real documents succeeds'
note "indexed in $SECONDS s"
run "$search" --index index --format=json --limit=0 the
note "$(json index.documents) documents, $(json index.pages) pages, $(json index.not_fully_read) not fully read"
is "$(json index.documents)" 109 'the same bytes at two paths are one document'

submission=submissions/adc-memorial-kazakhstan-2020.pdf
run "$search" --index index --format=json pogroms Masanchi
is "$(json hits.0.file)" "$submission" 'pogroms Masanchi: the submission comes first'
has_passage=$(json 'hits.0.passages.*.text' | grep 'Masanchi' | grep -c 'Sortobe')
is "$has_passage" 1 'with its passage about the villages of Masanchi and Sortobe'
is "$(json hits.0.passages.0.complete)" true 'and a passage that holds both words stands first'
run "$search" --index index --format=json --group dungan --region korday detained
is "$(json hits.0.file)" "$submission" 'a group, a region and a word: the same document'
run "$search" --index index --format=json '"planned in advance, the Kazakh officials"'
is "$(json hits.0.file)" "$submission" 'an exact phrase finds its document'
like "$(json hits.0.passages.0.text | tr '\n' ' ')" 'planned in advance, the Kazakh officials' 'and its passage'

# ids and total of a search, in the order of the ids.
ids() {
  run "$search" --index index --format=json --limit=1000 "$1"
  echo "$(json total): $(json 'hits.*.id' | sort | tr '\n' ' ')"
}
first=$(ids 'задержания')
unlike "$first" '^0' 'задержания is found'
is "$(ids 'задержаний')" "$first" 'задержаний finds the same documents'
is "$(ids 'Задержание')" "$first" 'and so does Задержание'

# figures QUERIES: the line that known-item prints.
figures() { "$RECOURSE_SHARED/eval/known-item" "$RECOURSE_SHARED/eval/$1" "$search" index 2>&1; }
if [ -d "$RECOURSE_SHARED/eval" ]; then
  english=$(figures known-item-dev.tsv)
  note "English: $english"
  note "Russian: $(figures known-item-ru-dev.tsv)"
  mrr=$(printf '%s\n' "$english" | sed -n 's/.*MRR@10=\([0-9.]*\).*/\1/p')
  ok 'known items, English: MRR@10 is at least 0.85' awk -v mrr="${mrr:-0}" 'BEGIN { exit !(mrr >= 0.85) }'
else
  skip 'known items, English: MRR@10 is at least 0.85' 'the queries are not there'
fi

finish
