#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# recourse-search as people use it on a terminal: letters for options, a pager, lines that fit.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"
unset PAGER LESS
export TERM=xterm

run "$index" --quiet --index index --ocr=never "$top/corpus"
exits 0 '(an index of the samples)'

# --- letters ---

for words in 'rights' 'права'; do
  run "$search" --index index --format=json --limit=2 "$words"
  wanted=$(json 'hits.*.id')
  is "$(json hits.#)" 2 "(there are two: $words)"
  run "$search" --index index --format=json -n2 "$words"
  is "$(json 'hits.*.id')" "$wanted" "-n2 is --limit=2: $words"
  run "$search" --index index --format=json "$words" -n 2
  is "$(json 'hits.*.id') $(json query.text)" "$wanted $words" "and so is -n 2: $words"
done
run "$search" --index index --format=json -n5000 rights
exits 2 '-n has the bounds of --limit'
for word in -n2x -nation -n -north -Vx -he; do
  run "$search" --index index --format=json rights "$word"
  is "$(json query.text)" "rights $word" "$word is a word to be without"
done
run "$search" --index index --format=json -n rights
is "$(json query.text)" '-n rights' '-n without a number is a word to be without'
run "$search" --index index --format=json -- rights -n2 -V -h
is "$(json query.text)" 'rights -n2 -V -h' 'behind -- there are no letters'
for program in "$search" "$index"; do
  name=$(basename "$program")
  run "$program" --version
  wanted=$out
  like "$wanted" "^$name [^ ]+$" "$name --version"
  run "$program" -V
  is "$status $out" "0 $wanted" "$name -V: the same"
  run "$program" -h
  exits 0 "$name -h: help"
  like "$out" '--version' "$name -h: the options"
done

# --- the pager ---

# shown KEYS ENVIRONMENT... -- ARGUMENTS...: what a terminal of 80 columns shows, and the status.
shown() {
  local keys=$1 environment=()
  shift
  while [ "$1" != -- ]; do
    environment+=("$1")
    shift
  done
  shift
  run "$here/on-terminal" 80 "$keys" env "${environment[@]}" "$search" --index index "$@"
  status=$(printf '%s\n' "$out" | sed -n '$s/^status //p')
  out=$(printf '%s\n' "$out" | sed '$d')
}
mark='PAGER=sed "s/^/page:/"'
for words in rights права; do
  shown '' "$mark" -- "$words"
  like "$out" '^page:[0-9]+ documents' "PAGER is run by sh: $words"
  is "$status" 0 'the status is that of the search'
  like "$out" "$(printf '\033')\[1m" 'what was found is bold'
done
shown '' "$mark" -- --help
like "$out" '^page:.*QUERY' 'help is shown so, too'
shown '' "$mark" -- xylophonist
is "$status" 1 'also where nothing is found'
shown '' "$mark" -- --show nosuch
is "$status" 2 'or something is wrong'
like "$out" '^page:recourse-search: nosuch: ' 'which is said in the pager'
shown '' "$mark" -- --no-pager rights
unlike "$out" '^page:' '--no-pager: none'
like "$out" '^[0-9]+ documents' '(it answers)'
for pager in PAGER= PAGER=cat; do
  shown '' $pager -- rights
  like "$out" '^[0-9]+ documents' "$pager: none"
  is "$status" 0 "$pager: none is needed"
done
shown '' "$mark" -- --format=csv rights
unlike "$out" '^page:' 'other formats go to none'
shown '' "$mark" -- --count rights
unlike "$out" '^page:' 'nor does --count'
shown '' "$mark" -- --version
unlike "$out" '^page:' 'nor does the version'
shown '' "$mark" TERM=dumb -- rights
unlike "$out" '^page:' 'nor does what goes to a dumb terminal'
shown '' "$mark" -u TERM -- rights
unlike "$out" '^page:' 'nor to one that nobody names'
shown '' "$mark" -- --output=written rights
unlike "$out$(cat written)" 'page:' 'nor does what is written to a file'
run env "$mark" "$search" --index index rights
unlike "$out" 'page:' 'nor does what goes to no terminal'
shown '' PAGER=no-such-program -- rights
is "$status" 74 'a pager that cannot be run: 74'
shown '' 'PAGER=sleep 0; :' -- --limit=all rights
is "$status" 0 'a pager that reads nothing: the search has done its part'
shown '' 'PAGER=env; cat >/dev/null' -- rights
like "$out" '^LESS=FRX$' 'less is told how to show it'
shown '' 'PAGER=env; cat >/dev/null' LESS=M -- rights
like "$out" '^LESS=M$' 'unless people have told it'
shown '' 'PAGER=env; tr "\0" " " </proc/$$/cmdline; ls / >/dev/null && echo started; cat >/dev/null' -- rights
like "$out" 'started$' 'a pager may start programs, which the wall denies'
unlike "$out" rights 'nothing of the query is in what it is started with'
if command -v less >/dev/null; then
  shown ' ,q' NO_COLOR= -- --limit=all rights
  is "$status" 0 'less: what is left unread is no failure'
  like "$out" '[0-9]+ documents, ' 'less: it shows the answer'
  shown '' NO_COLOR= -- -n1 --passages=0 --expand=no rights
  is "$status" 0 'less: what fits the screen is shown without it'
  shown '^C,q' NO_COLOR= -- --limit=all --passages=100 rights
  is "$status" 130 'less: Ctrl-C ends the search'
  like "$out" '[0-9]+ documents, ' 'less: not the reading of what it has written'
  shown '' "PATH=$work" -- rights
  like "$out" '^[0-9]+ documents' 'less is not there: no pager'
else
  skip 'less' 'it is not installed'
fi
printf 'See CERD/C/KAZ/CO/8-10, para. 99.\n' >draft.md
shown '' "$mark" -- --verify draft.md
like "$out" '^page:' 'the report on a draft is shown so, too'
shown '' "$mark" -- --vocabulary region Кордай
like "$out" '^page:.*Кордай' 'and names'
shown '' "$mark" -- --cited-by CERD/C/KAZ/CO/8-10
like "$out" '^page:' 'and who cites'

# --- lines that fit ---

# A word that is longer than a line is not broken: lines of one word are left out.
for columns in 40 80 200; do
  while read -r arguments; do
    # shellcheck disable=SC2086 # words
    NO_COLOR=1 run "$here/on-terminal" $columns '' "$search" --no-pager --index index $arguments
    longest=$(printf '%s\n' "$out" | grep -E '[^ ] +[^ ]' | wc -L)
    ok "$columns columns hold $arguments" test "$longest" -le $columns -a "$longest" -gt 20
  done <<'END'
torture
пытки Казахстан
--facets torture
--facets пытки
--explain torture
--explain пытки
--vocabulary region Kordai
--vocabulary region Кордай
--vocabulary group цыган
--vocabulary article
--cited-by CERD/C/KAZ/CO/8-10
--show CERD/C/KAZ/CO/98-99 --lang=en
--show CERD/C/KAZ/CO/98-99 --lang=ru
--verify draft.md
--verify draft.md --interface=ru
END
done
run "$search" --index index --vocabulary region Кордай
like "$out" '.{120}' 'where nobody looks on, a line of names is not broken'

# --- completion ---

mkdir bash zsh fish places
ln -s "$search" places/recourse-search
ln -s "$index" places/recourse-index
export PATH=$work/places:$PATH
for shell in bash zsh fish; do
  for program in search index; do
    run "recourse-$program" --completion=$shell
    is "$status $err" '0 ' "recourse-$program --completion=$shell"
    case $shell in
    bash) cp .out bash/recourse-$program ;;
    zsh) cp .out zsh/_recourse-$program ;;
    fish) cp .out fish/recourse-$program.fish ;;
    esac
    [ "$shell" != bash ] || ok "bash reads it ($program)" bash -n .out
    missing=''
    for option in $("recourse-$program" --help | grep -oE '^ +(-., )?--[a-z-]+' | grep -oE '[a-z-]+$'); do
      grep -qE -- "(--| -l )${option#--}\b" .out || missing="$missing $option"
    done
    is "$missing" '' "$shell: each option of the help is offered ($program)"
  done
done
for program in search index; do
  run "recourse-$program" --completion=tcsh
  exits 2 "recourse-$program: no other shell"
  like "$err" 'completion=tcsh: must be .*fish' '(which it says)'
done
run "$search" --completion=bash
unlike "$out" '--(organisation|lang)\b' 'other names of options are not offered'

# completed SHELL LINE: what the line becomes, or is offered, when it is completed.
completed() {
  case $1 in
  bash) ask="PS1='> '; bind 'set enable-bracketed-paste off'; . bash/recourse-search; . bash/recourse-index" ;;
  zsh) ask="PS1='> '; fpath=($work/zsh \$fpath); autoload -Uz compinit; compinit -u -D" ;;
  esac
  case $1 in
  fish) fish --no-config -c "source fish/recourse-search.fish; source fish/recourse-index.fish; complete -C '$2'" ;;
  bash) "$here/on-terminal" 200 "$ask
,$2^I,^I^I,^C,exit
" bash --norc --noprofile ;;
  zsh) "$here/on-terminal" 200 "$ask
,$2^I,^I^I,^C,exit
" zsh -f ;;
  esac 2>/dev/null | sed 's/\x1b\[[0-9;?]*[a-zA-Z]//g' | tr -d '\r\a' |
    grep -v 'PS1='
}
mkdir folder-of-index
for shell in bash zsh fish; do
  if ! command -v $shell >/dev/null; then
    skip "$shell completes" "$shell is not installed"
    continue
  fi
  out=$(completed $shell 'recourse-search --cited')
  like "$out" '--cited-by' "$shell completes a name"
  out=$(completed $shell 'recourse-search --format=bib')
  like "$out" 'bibtex' "$shell completes a format"
  out=$(completed $shell 'recourse-search --type=concl')
  like "$out" 'concluding-observations' "$shell completes a value of a field"
  out=$(completed $shell 'recourse-search --index=folder-of')
  like "$out" 'folder-of-index/' "$shell completes a folder"
  out=$(completed $shell 'recourse-index --sandbox=req')
  like "$out" 'require' "$shell completes a value of recourse-index"
done
finish
