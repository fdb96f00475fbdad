#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sentences of recourse-search(1), one after the other, as people would try them: those that no other test looks at.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"

pdf quarry.pdf 'The quarry of Kazakhstan was closed, and a statement on torture was read to the miners of the valley.

In Bishkek the miller told nobody of the windmill.'
pdf ru.pdf 'Карьер в Казахстане закрыли, а шахтёрам прочли заявление о пытках.

В Бишкеке мельник молчал о мельнице.'
pdf meadow.pdf 'The miller of the meadow was heard by the police, and the granary was locked.

Nobody spoke of article 14, paragraph 3 (d), of the ICCPR; статью 9, пункт 3, МПГПП никто не назвал.'
printf 'title = Работы в карьере\norganisation = Дозор долины\ndate = 2019-03-04\n' >ru.pdf.meta
printf 'title = Report on the quarry\norganisation = Valley Watch\n' >quarry.pdf.meta
printf 'date = 2018-05-06\ntype = submission\n' >>quarry.pdf.meta
run "$index" --quiet --index index --ocr=never quarry.pdf ru.pdf meadow.pdf
exits 0 '(an index)'
run "$index" --quiet --index samples --ocr=never "$top/corpus"
exits 0 '(an index of the samples)'
manual=$top/doc/recourse-search.1

# --- words and options ---

is "$(files miller windmill)" "$(files 'miller windmill')" 'words are joined by a space'
is "$(files --expand=no 'miller "granary' 'was locked"')" meadow.pdf 'a phrase runs from one argument into the next'
is "$(files --expand=no miller -windmill)" meadow.pdf 'what begins with one "-" is excluded'
is "$(files --expand=no мельник -карьер)" '' 'in Russian, too'
run "$search" --index index --format=json -- --miller
exits 0 'behind "--" nothing is an option'
is "$(json query.text)" '--miller' 'but a word of the query'
run "$search" --index index --miller
exits 2 'which it is before it'
is "$(files --expand=no --type=submission)" quarry.pdf 'a filter stands alone'
is "$(files --expand=no --org='Дозор долины')" ru.pdf 'in Russian'
is "$(files --expand=no --region=KZ windmill)" quarry.pdf 'query and filters hold of a whole document'
is "$(files --expand=no --region=KZ мельнице)" ru.pdf 'of one in Russian, too'
is "$(total --expand=no --unit=passage --region=KZ windmill)" 0 'or, where passages are asked for, of one'
is "$(files --country=Kazakhstan) $(files --country=Казахстан)" "$(files --country=KZ) $(files --country=KZ)" \
  'a country by its identifier or a name'

is "$(files --article=ICCPR:14) $(files --article=МПГПП:9)" 'meadow.pdf meadow.pdf' \
  'an article is found whatever paragraph and letter of it is cited'
is "$(files --title='quarry report') $(files --title=карьер)" 'quarry.pdf ru.pdf' 'words of a title'

# --- what is shown ---

run "$search" --index samples --format=json --limit=1001 rights
exits 2 '--limit ends at 1000'
run "$search" --index samples --format=json --limit=1000 rights
exits 0 'and takes that'
run "$search" --index samples --format=json --offset=100001 rights
exits 2 '--offset ends at 100000'
run "$search" --index samples --format=json --offset=100000 rights
is "$status $(json total) $(json hits.#)" "0 $(json total) 0" 'and takes that'
run "$search" --index samples --format=json --passages=101 rights
exits 2 '--passages ends at 100'
run "$search" --index samples --format=json --passages=0 права
is "$(json 'hits.*.passages.#' | sort -u)" 0 'and may be none'
run "$search" --index samples --format=json 'rights OR права'
is "$(json hits.#) $(json 'hits.*.passages.#' | sort -n | tail -1)" '10 3' \
  'ten hits of three passages where nothing is said'
all=$(json 'hits.*.id' | sed -n 3,5p)
run "$search" --index samples --format=json --offset=2 --limit=3 'rights OR права'
is "$(json 'hits.*.id')" "$all" '--offset leaves out the first, --limit the last'
is "$(files --expand=no jail)$(files --expand=no 'quarry xylophone')" '' '--expand=no: nothing else and nothing near'
is "$(files 'quarry xylophone' | tr ' ' '\n' | grep -cx quarry.pdf)" 1 '(which is near without it)'
is "$(files 'карьер ксилофон' | tr ' ' '\n' | grep -cx ru.pdf)" 1 '(in Russian, too)'
for format in bibtex ris csl atom files; do
  run "$search" --index index --format=$format 'quarry xylophone'
  unlike "$out" 'quarry\.pdf' "$format: what only comes near is left out"
done
run "$search" --index index --format=json --limit=all 'quarry xylophone'
is "$(json total) $(json nearest)" '0 0' 'nor does it follow where all is asked for'
run "$search" --index index --format=csv 'quarry xylophone'
like "$out" '"xylophone"' 'csv: it says what it lacks'

# kinds QUERY: of all ways in which the words are looked for.
kinds() {
  run "$search" --index index --format=json --explain "$1"
  json 'query.explained.*.ways.*.kind' | sort -u | xargs
}
named=$(sed -n '/^\.It Fl -explain$/,/^\.It/p' "$manual" | tr '\n' ' ')
for query in 'jail Kazakhstan deported quarry' 'тюрьма Казахстан выдворили карьер' 'trafficking' 'беспризорник'; do
  for kind in $(kinds "$query"); do
    case $kind in
    typed) said='as typed' ;;
    name) said='another name' ;;
    near) said='a near word' ;;
    *) said=$kind ;;
    esac
    like "$named" "$said" "--explain: $kind is a kind that the manual has ($query)"
  done
done
kinds 'quarry Казахстан' >/dev/null
is "$(json query.explained.0.ways.0.@keys)" 'documents kind text weight' '--explain: what each way has'
is "$(json query.explained.0.ways.0.documents)" 1 '--explain: in how many documents it is'
run "$search" --index index --explain 'карьер'
like "$out" 'карьер' '--explain: as text'

# --- reading, the names, the program ---

run "$search" --index samples --format=json --show CERD/C/KAZ/CO/98-99 --lang=ru --para=8 статистика
is "$(json 'hits.*.language')" ru '--show: one version'
run "$search" --vocabulary region --format=json Kordai
is "$(json @keys)" 'concepts field text total version' '--vocabulary: the members of JSON'
is "$(json concepts.0.forms.0.@keys)" 'kind language text' '--vocabulary: the members of a name'
run "$search" --vocabulary region Kordai
like "$out" '^KZ-31/korday ' '--vocabulary: any spelling'
run "$search" --vocabulary region Кордай
like "$out" '^KZ-31/korday ' '--vocabulary: in Russian'
run "$search" --vocabulary region ordai
unlike "$out" 'korday' '--vocabulary: from the beginning of a word on'
for option in -h --help; do
  run "$search" $option
  like "$out" '--region=NAME' "$option: the options"
  like "$out" 'recourse-search pogrom Korday' "$option: examples"
  like "$out" 'either; OR takes all the words' "$option: the query language"
done
run "$search" --version
like "$out" '^recourse-search [^ ]+$' '--version'

# --- text ---

run "$search" --index index '(quarry'
is "$(printf '%s\n' "$out" | head -n 1 | cut -c1-5)" 'Note:' 'text: notes come first'
like "$out" '^[0-9]+ documents?, .*: quarry' 'text: then how many are found, and the query as it was read'
run "$search" --index index --expand=no quarry miner
for part in 'Report on the quarry' 'Valley Watch' '2018' 'quarry\.pdf' 'p\. 1'; do
  like "$out" "$part" "text: a hit shows $part"
done
run "$search" --index index --expand=no карьер
for part in 'Работы в карьере' 'Дозор долины' '2019' 'ru\.pdf'; do like "$out" "$part" "text: a hit shows $part"; done
run "$search" --index index --expand=no quarry windmill
like "$out" 'part of the query' 'text: a passage with part of the query says so'
run "$search" --index index --expand=no карьер мельница
like "$out" 'part of the query' 'text: one in Russian, too'
run "$search" --index samples rights
# lines: their greatest length, without those of one long word.
lines() { printf '%s\n' "$out" | sed 's/\x1b\[[0-9;]*m//g' | grep -E '[^ ] +[^ ]' | wc -L; }
ok 'text: lines of 100 characters' test "$(lines)" -le 100
is "$(printf '%s\n' "$out" | grep -c '^ *https://[^ ]\{100,\}$')" 2 'text: a word that is longer is not broken'
# terminal COLUMNS ENVIRONMENT...: as a terminal shows it.
terminal() {
  local columns=$1
  shift
  run script -qec "stty columns $columns; env TERM=xterm $* '$search' --no-pager --index samples rights" /dev/null
  out=$(printf '%s\n' "$out" | tr -d '\r')
}
if command -v script >/dev/null; then
  terminal 70
  like "$out" "$(printf '\033')\[1m" 'terminal: what was found is bold'
  ok 'terminal: lines are as long as it is wide' test "$(lines)" -le 70 -a "$(lines)" -gt 60
  terminal 150
  ok 'terminal: where it is wide, too' test "$(lines)" -le 150 -a "$(lines)" -gt 100
  terminal 400
  ok 'terminal: but no longer than 200' test "$(lines)" -le 200 -a "$(lines)" -gt 150
  terminal 70 NO_COLOR=1
  unlike "$out" "$(printf '\033')" 'terminal: NO_COLOR turns it off'
  like "$out" '\*[Rr]ights?\*' 'terminal: then it stands between asterisks'
  terminal 70 NO_COLOR=
  like "$out" "$(printf '\033')\[1m" 'terminal: an empty one does not'
else
  skip 'a terminal' 'script is not installed'
fi

# --- JSON ---

# Each member of an answer is in the manual, and what the manual has is in an answer.
run "$search" --index samples --format=json --explain --facets --passages=1 'torture Kazakhstan'
cp "$work/.out" answer
members() { "$here/json" "$1" <answer 2>/dev/null | tr ' ' '\n'; }
section=$(sed -n '/^\.Ss JSON/,/^\.Ss Carrying/p' "$manual" | sed 's/^\.\(It \)\?Cm //' | tr -s ', \n' '\n')
unsaid=''
for path in @keys query.@keys query.explained.0.@keys query.explained.0.ways.0.@keys facets.@keys facets.year.0.@keys \
  query.expansions.0.@keys query.added.0.@keys index.@keys hits.0.@keys hits.0.passages.0.@keys \
  hits.0.passages.0.mentions.0.@keys hits.0.passages.0.reference.@keys; do
  ok "(there is $path)" test -n "$(members "$path")"
  for member in $(members "$path"); do
    printf '%s\n' "$section" | grep -qx "$member" || unsaid="$unsaid $path:$member"
  done
done
for member in $(json 'hits.*.passages.*.cites.0.@keys') $(json 'hits.*.twins.0.@keys'); do
  printf '%s\n' "$section" | grep -qx "$member" || unsaid="$unsaid $member"
done
is "$unsaid" '' 'JSON: each member is in the manual'
is "$(wc -l <answer)" 1 'JSON: one object on one line'
run "$search" --index index --format=json 'xylophone'
is "$(json suggestion) $(json facets) $(json hits.#)" 'null null 0' 'JSON: what is not known is null'
run "$search" --index index --format=json 'quarry xylophone' --limit=0
is "$(json 'lacks.*.text' | xargs) $(json 'lacks.*.documents' | xargs)" 'quarry xylophone 2 0' 'JSON: what is lacking'
run "$search" --index index --format=json 'quarri'
like "$(json suggestion)" 'quarry' 'JSON: another spelling'
run "$search" --index index --format=json 'карьерр'
like "$(json suggestion)" 'карьер' 'JSON: in Russian'
run "$search" --index index --format=json '(quarry'
is "$(json notes.0.@keys) $(json notes.0.arguments.@type)" 'arguments code text array' 'JSON: what a note has'
is "$(json index.documents) $(json index.not_fully_read)" '3 0' 'JSON: what the index holds'
run "$search" --index samples --format=json 'torture'
range=$(json hits.0.passages.0.highlights.0 | tr -d '[]')
like "$(json hits.0.passages.0.text | head -c "${range#*,}" | tail -c +$((${range%,*} + 1)))" '^[Tt]ortur' \
  'JSON: offsets are in bytes, the end is not in a range'
run "$search" --index samples --format=json 'пытки' --lang=ru --expand=no
range=$(json hits.0.passages.0.highlights.0 | tr -d '[]')
like "$(json hits.0.passages.0.text | head -c "${range#*,}" | tail -c +$((${range%,*} + 1)))" '^[Пп]ыт' \
  'JSON: of Cyrillic letters, too'

# --- where the index is ---

run env RECOURSE_INDEX="$work/index" "$search" --format=json quarry
is "$(json index.documents)" 3 'RECOURSE_INDEX is the index'
run env RECOURSE_INDEX="$work/nowhere" "$search" --index index --format=json quarry
is "$(json index.documents)" 3 'unless --index names one'
mkdir -p data/recourse && cp -r index data/recourse/index
run env XDG_DATA_HOME="$work/data" "$search" --format=json quarry
is "$(json index.documents)" 3 'without both it is that of the user'

# --- one thing at a time ---

both() { # ONE OTHER: options that do not go together, in either order
  for order in "$1 $2" "$2 $1"; do
    # shellcheck disable=SC2086 # two words
    run "$search" --index index $order карьер
    exits 2 "two things at a time: $order"
    like "$err" 'goes without --' 'are refused'
    is "$out" '' 'and neither is answered'
  done
}
both --show=A/1 --cited-by=A/1
both --vocabulary=region --verify=x
both --queries=x --show=A/1

# --- the examples of the manual ---

count=0
while IFS= read -r line; do
  line=${line#.Dl recourse-search }
  eval "run '$search' --index samples ${line//\\(dq/\\\"}"
  like "$status" '^[01]$' "an example of the manual is understood: $line"
  is "$err" '' "and nothing is said of it: $line"
  count=$((count + 1))
done < <(grep '^\.Dl recourse-search ' "$manual")
is "$count" 9 '(all of them)'
finish
