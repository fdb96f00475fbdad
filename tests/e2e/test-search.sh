#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What recourse-search answers: the query language, the options, the shape of the JSON.
. "$(dirname "$0")/tap.sh"

mkdir lib
pdf lib/ferry.pdf 'The ferry crossed the river at night. Nobody had been told of the crossing.

Ten passengers were detained on the far bank.' 'A second page tells of the lanterns.'
pdf lib/bridge.pdf 'The bridge over the river was built of stone.

Two masons were detained, and the foreman was released.'
pdf lib/rus.pdf 'Паром пересек реку ночью. Задержание пассажиров было незаконным.

Ёлки на берегу. О задержаниях сообщалось из-за рубежа.'
pdf lib/group.pdf 'Ethnic Dungans in Korday district of Kazakhstan crossed the river too.

The foreman of the masons was a Dungan from Masanchi.'
run "$index" --index index lib
exits 0 '(an index)'

# --- words, in their inflections ---
typed() { files --expand=no "$@"; }
is "$(typed river)" 'bridge.pdf ferry.pdf group.pdf' 'a word'
is "$(typed RIVER)" 'bridge.pdf ferry.pdf group.pdf' 'in capitals'
is "$(typed rivers)" 'bridge.pdf ferry.pdf group.pdf' 'in another inflection'
is "$(files '=rivers')" '' '=word: this form only'
is "$(files '=river')" 'bridge.pdf ferry.pdf group.pdf' '=word: finds its form'
is "$(typed river detained)" 'bridge.pdf ferry.pdf' 'two words: both must stand in the document'
is "$(typed 'river detained')" 'bridge.pdf ferry.pdf' 'in one argument as in two'
is "$(typed 'ferry OR bridge')" 'bridge.pdf ferry.pdf' 'OR'
is "$(typed 'river NOT ferry')" 'bridge.pdf group.pdf' 'NOT'
is "$(typed 'river -ferry')" 'bridge.pdf group.pdf' '-word'
is "$(typed -- 'river -ferry -bridge')" 'group.pdf' 'after --'
is "$(typed 'river (ferry OR masons) -dungan')" 'bridge.pdf ferry.pdf' 'brackets'
is "$(files 'passeng*')" 'ferry.pdf' 'word*'
is "$(files '"detained on the far bank"')" 'ferry.pdf' 'a phrase'
is "$(files '"far bank detained"')" '' 'a phrase keeps the order of its words'
is "$(files '"the crossing ten passengers"')" '' 'a phrase does not run across paragraphs'
is "$(typed 'ночью задержания')" 'rus.pdf' 'Russian words in other inflections'
is "$(files 'елка')" 'rus.pdf' 'е finds ё'

# --- words, with all that they stand for ---
is "$(files river)" 'bridge.pdf ferry.pdf group.pdf rus.pdf' 'a word finds its translation'
is "$(files река)" 'bridge.pdf ferry.pdf group.pdf rus.pdf' 'in either direction'
is "$(files 'ferry OR bridge')" 'bridge.pdf ferry.pdf rus.pdf' 'on either side of OR'
is "$(files 'river NOT ferry')" 'bridge.pdf group.pdf rus.pdf' 'but not under NOT'
is "$(total 'ночью задержания')" 2 'two words: both, in one language or another'
is "$(files 'ночью задержания')" 'bridge.pdf ferry.pdf rus.pdf' 'and what has one of them follows'
is "$(typed 'ночью ferry')" '' 'which it does not where words are searched as typed'
is "$(files '"the river"')" 'bridge.pdf ferry.pdf group.pdf' 'nor in quotes'
is "$(files 'what was it about the lanterns?')" 'ferry.pdf' 'words that join a question are not required'
is "$(typed 'what was it about the lanterns?')" '' 'unless words are searched as typed'

# --- filters ---
is "$(files --group dungan river)" 'group.pdf' '--group'
is "$(files --region korday)" 'group.pdf' '--region by name, without words'
is "$(files --region KZ river)" 'group.pdf' '--region finds what lies below it'
is "$(files 'group:dungan river')" 'group.pdf' 'a field in the query'
is "$(files --group uyghur --group dungan river)" '' 'given twice: both must hold'
is "$(files --region KZ --region korday river)" 'group.pdf' 'of a paragraph'
is "$(files --lang ru --lang en --expand=no river)" 'bridge.pdf ferry.pdf group.pdf' \
  'either where it has one'
is "$(files 'group:uyghur OR group:dungan')" 'group.pdf' 'OR: either'
is "$(files --group uyghur river)" '' 'a filter that nothing satisfies'
is "$(files --lang ru паром)" 'rus.pdf' '--lang'
is "$(files --lang en паром)" '' '--lang leaves other languages out'

# --- the shape; fields may be added ---
# has NAMES WANTED NAME: every wanted name is among the names.
has() {
  local name absent=
  for name in $2; do
    case " $1 " in *" $name "*) ;; *) absent="$absent $name" ;; esac
  done
  is "$absent" '' "$3"
}
answer='hits index limit notes offset query suggestion total total_exact total_passages unit version'
run "$search" --index index --format=json detained
exits 0 'found: exit status 0'
has "$(json @keys)" "$answer" 'the members of an answer'
is "$(json version)" 1 'version'
has "$(json query.@keys)" 'expansions parsed text' 'the members of query'
is "$(json query.text)" detained 'query.text is what was typed'
has "$(json index.@keys)" 'documents not_fully_read pages state updated' 'the members of index'
is "$(json unit) $(json offset) $(json limit) $(json total_exact)" 'document 0 10 true' 'defaults'
is "$(json total)" 3 'total counts documents'
is "$(json total_passages)" 4 'total_passages counts passages'
wanted='date file files id language more_passages organisation pages passages provenance score'
has "$(json hits.0.@keys)" "$wanted sha256 status symbol title twins type" 'the members of a hit'
wanted='citation citations cites complete footnote_of highlights hit_page kind language last_page_label'
wanted="$wanted mentions ocr page page_label pages paragraph passage reference section text"
has "$(json hits.0.passages.0.@keys)" "$wanted" \
  'the members of a passage'
is "$(json hits.0.status)" ok 'status'
is "$(json hits.0.passages.0.complete)" true 'complete'
is "$(json hits.0.passages.0.highlights.# )" 1 'one highlight'
is "$(json 'hits.0.passages.0.highlights.0.*' | tr '\n' ' ' | awk '{ print $2 - $1 }')" 8 'as long as the word'
like "$(json index.updated)" '^20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-9:]{8}Z$' 'updated is a time in UTC'
is "$(json facets.@type)" null 'no facets unless asked for, but the key is there'
run "$search" --index index --format=json --facets river
has "$(json facets.@keys)" \
  'article body cites country group kind language org region right status type year' 'the facets'
has "$(json 'facets.group.0.@keys')" 'count id label' 'the members of a facet value'
is "$(json 'facets.group.*.id')" dungan 'which values there are'
is "$(json 'facets.group.0.count')" 1 'and in how many documents'
is "$(json 'facets.region.*.id' | grep -c '^KZ$')" 1 'a region counts for what it lies in'
run "$search" --index index --format=json dungan
is "$(json 'query.expansions.0.concept')" dungan 'a word of the vocabulary is explained'
has "$(json 'hits.0.passages.0.mentions.0.@keys')" 'concept end field start' 'the members of a mention'

# --- nothing found ---
run "$search" --index index --format=json xylophone
exits 1 'nothing found: exit status 1'
has "$(json @keys)" "$answer" 'with all members of an answer'
is "$(json total) $(json hits.#)" '0 0' 'and no hits'
run "$search" --index index xylophone
exits 1 'as text too'

# --- paging, sorting, unit ---
run "$search" --index index --format=json --limit=1 river
is "$(json hits.#) $(json total)" '1 4' '--limit'
one=$(json hits.0.id)
run "$search" --index index --format=json --limit=2 --offset=1 river
is "$(json hits.#) $(json offset)" '2 1' '--offset'
unlike "$(json 'hits.*.id')" "$one" 'goes on where the page before ended'
run "$search" --index index --format=json --limit=0 river
is "$(json hits.# 2>/dev/null) $(json total)" '0 4' '--limit=0 counts only'
run "$search" --index index --format=json --unit=passage --expand=no river detained
is "$(json total)" 0 '--unit=passage: both words in one paragraph'
run "$search" --index index --format=json --facets=no river
is "$(json facets.@type)" null 'a switch can be turned off'
run "$search" --index index --expand=perhaps river
exits 2 'and takes nothing but yes or no'
run "$search" --index index --format=json --unit=passage 'foreman NOT detained'
is "$(json 'hits.*.file')" group.pdf '--unit=passage: NOT holds within the paragraph'
run "$search" --index index --format=json --passages=1 river
is "$(json 'hits.0.passages.#')" 1 '--passages'
for sort in relevance date -date; do
  run "$search" --index index --format=json --sort="$sort" river
  is "$(json total)" 4 "--sort=$sort"
done

# --- whatever is typed ---
while IFS= read -r query; do
  run "$search" --index index --format=json -- "$query"
  like "$status" '^[012]$' "an orderly answer to: $query"
done <<'END'
"unbalanced river
((((river
river))))
river AND
OR
NOT
-river
"
*
a*
=
:
region:
nofield:river
year:abc
year:2020..
год:2020
river NEAR/5 bank
river NEAR/999999999999 bank
%s%n%s
<script>alert(1)</script>
../../etc/passwd
-- --
ри*ка
river OR OR OR bank
"" "" ""
=river* "=river" -"river
END
long=$(head -c 100000 /dev/zero | tr '\0' '(')
run "$search" --index index --format=json -- "$long"
like "$status" '^[012]$' 'an orderly answer to 100,000 brackets'
# shellcheck disable=SC2046 # words
run "$search" --index index --format=json $(seq -f 'word%g' 500)
like "$status" '^[012]$' 'and to 500 words'
run "$search" --index index --format=json "$(printf 'river \377\376 \303')"
like "$status" '^[012]$' 'and to bytes that are not UTF-8'
run "$search" --index index --format=json '"unbalanced river'
like "$(json 'notes.*.code')" . 'what was not understood is said in notes'
has "$(json 'notes.0.@keys')" 'code text' 'with a code and a text'

# --- the text format ---
run "$search" --index index lanterns
exits 0 'text: found'
like "$out" 'ferry\.pdf' 'names the file'
like "$out" 'A second page tells of the \*lanterns\*' 'quotes the passage'
unlike "$out" "$(printf '\033')" 'has no colour in a pipe'
is "$err" '' 'and says nothing on standard error'

finish
