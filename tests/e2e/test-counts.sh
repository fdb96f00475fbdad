#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Totals and facets of random queries held against a count that knows nothing of the engine, see check-counts; and what
# such queries have shown before.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"
for program in recourse.cgi ../tests/bench/stems; do
  [ -x "$RECOURSE_BUILD/bin/$program" ] || skip_all "$program is not built"
done
command -v python3 >/dev/null || skip_all 'python3 is not installed'

# check_library NAME FOLDER QUERIES LINKED SEED: as one test, with the figures as notes.
check_library() {
  run "$index" --quiet --ocr=never --index "$1" "$2"
  run python3 "$here/check-counts" "$RECOURSE_BUILD" "$work/$1" "$2" "$3" "$4" "$5"
  note "$(printf '%s\n' "$out" | grep '^# [0-9]')"
  if [ "$status" = 0 ]; then
    pass "$1: totals and facets are what they are by hand, and facets lead to what they say"
  else
    fail "$1: totals and facets are what they are by hand, and facets lead to what they say" \
      "$(printf '%s\n' "$out" | grep -A 8 '^not ok') $err"
  fi
}

# Under sanitizers a search takes ten times as long.
queries=300 linked=50
[ -z "${RECOURSE_SANITIZE-}" ] || queries=30 linked=4
check_library corpus "$top/corpus" "$queries" "$linked" 1

# --- what it has shown ---

# Documents with a paragraph that answers were estimated from the first that were looked at.
mv corpus index
wanted=$(total --limit=50 --region=CN 'and OR played')
for limit in 0 1 2; do
  is "$(total --limit=$limit --region=CN 'and OR played')" "$wanted" \
    "a total does not hang on how much is shown (--limit=$limit)"
done
wanted=$(total --limit=50 --region=RU 'государство ИЛИ лица')
is "$(total --limit=1 --region=RU 'государство ИЛИ лица')" "$wanted" 'nor does it in Russian'

# What could stand in several places of NEAR took the first that was free, though another needed it.
pdf near-en.pdf 'Witnesses said that zebra xylophone yodel were there and nobody else came to see it.'
pdf near-ru.pdf 'Свидетели видели, что зебра барабан флейта были там, и больше никто не приходил посмотреть.'
run "$index" --quiet --index near near-en.pdf near-ru.pdf
mv index corpus && mv near index
is "$(files --expand=no '(xylophone OR yodel) NEAR/5 xylophone NEAR/5 zebra')" near-en.pdf \
  'words of NEAR find their places though one could take that of another'
is "$(files --expand=no '(барабан ИЛИ флейта) NEAR/5 барабан NEAR/5 зебра')" near-ru.pdf 'in Russian too'
is "$(total --expand=no '(xylophone OR yodel) NEAR/5 xylophone NEAR/5 yodel')" 0 'one word is not two'
mv index near && mv corpus index

# "ICC" was once the name of another body too; the identifier, which facets link to, means one.
pdf bodies.pdf 'The International Criminal Court opened an investigation.' \
  'The Global Alliance of National Human Rights Institutions granted it status A.'
run "$index" --quiet --index index bodies.pdf
is "$(total --unit=passage --body=ICC status)" 0 'an identifier means its body alone'
is "$(total --unit=passage --body='International Criminal Court' investigation)" 1 '(a body by its name)'

# A function word beside a filter by what is cited was left out, as it is beside a pasted symbol.
pdf cited-en.pdf 'Reference was made by experts to A/HRC/13/5 as such.' 'The granary of the valley was closed.'
pdf cited-ru.pdf 'Эксперты сослались на A/HRC/13/5 тогда.' 'Амбар и мельницу закрыли в долине.'
run "$index" --quiet --index cited cited-en.pdf cited-ru.pdf
mv index bodies && mv cited index
is "$(total --unit=passage --cites=A/HRC/13/5 the)" 0 'a filter does not make a word fall away'
is "$(total --unit=passage --cites=A/HRC/13/5 и)" 0 'nor one in Russian'
is "$(total --unit=passage 'see A/HRC/13/5')" 2 '(beside a symbol that is pasted it does)'
mv index cited && mv bodies index

# What is excluded of what is excluded is asked for, and so are its paragraphs: a place was counted that no paragraph
# had which answers.
pdf twice-en.pdf 'The water of Georgia stood low.' 'A mill law was taken for Armenia.'
pdf twice-ru.pdf 'Вода в Грузии стояла низко.' 'Закон о мельницах приняли для Армении.'
run "$index" --quiet --index twice twice-en.pdf twice-ru.pdf
mv index cited && mv twice index
for query in '-(low AND -"mill law")' '-(низко AND -"закон о мельницах")'; do
  run "$search" --index index --format=json --facets --expand=no -- "$query"
  counted=$(json 'facets.region.*.id' | tr '\n' ' ')$(json 'facets.region.*.count' | tr '\n' ' ')
  run "$search" --index index --format=json --expand=no --region=GE -- "$query"
  is "$counted$(json total)" 'AM GE 2 1 1' "a place in a paragraph that answers: $query"
done
mv index twice && mv cited index

if [ -n "${RECOURSE_SANITIZE-}" ]; then
  skip 'real: totals and facets' 'real documents take too long with sanitizers'
elif [ -d "$RECOURSE_SHARED/real" ]; then
  check_library real "$RECOURSE_SHARED/real" 300 50 2
else
  skip 'real: totals and facets' 'the real documents are not there (RECOURSE_SHARED)'
fi
finish
