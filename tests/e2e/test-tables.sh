#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tables: a row is a passage with its cells, and what stands over them belongs to it.
. "$(dirname "$0")/tap.sh"

page() { "$here/make-page" "$1"; }

mkdir lib
page lib/valleys-en.pdf <<'END'
12b Complaints received in the valleys
12
10 The figures were gathered by the observatory from the answers of the districts.
10
10b @60 District @200 Complaints @290 Answered @380 Remark
10
10 @60 Upper @200 1,204 @290 98 @380 Three were sent to court
10
10 @60 Middle @200 612 @290 - @380 No answer
10
10 @60 Lower @200 17 @290 16
10
10 The districts beyond the river sent no figures to the observatory in that year.
10
12b FINAL
12
10 21/03/2011
10
10 This judgment has become final under the rules of the court of the valleys.
END
page lib/valleys-ru.pdf <<'END'
12b Жалобы, полученные в долинах
12
10 Сведения собраны наблюдателями из ответов районов, присланных в течение года.
10
8 @210 В отчётном году @350 В прошлом году
8
8b @60 Район @200 Жалоб @270 Решено @340 Жалоб @410 Решено
8
8 @60 Верхний @200 1 204 @270 98 @340 733 @410 41
8
8 @60 Средний @200 612 @270 - @340 27 @410 12
8
8 @60 Нижний @200 17 @270 16 @340 9 @410 5
---
8 @60 Заречный @200 254 @270 31 @340 88 @410 7
8
8 @60 Горный @200 45 @270 8 @340 6 @410 3
8
8 @60 Степной @200 77 @270 15 @340 19 @410 2
8
10 Районы за горами не прислали наблюдателям никаких сведений за этот год.
10
12b ВСТУПИЛО В СИЛУ
12
10 14.02.2012
END
run "$index" --index index --ocr=never lib
exits 0 'documents with tables are indexed'

# cells QUERY [FILTER]: of the first passage that has all of it, what stands over each cell and the cell.
cells() {
  "$search" --index index --unit=passage --limit=1 --format=json "$@" |
    perl -MJSON::PP -0777 -ne 'my $hit = decode_json($_)->{hits}[0] or exit;
      my $p = $hit->{passages}[0]; exit if @{ $hit->{lacks} };
      binmode STDOUT, ":utf8";
      print join("; ", map { ($_->{column} // "-") . ": $_->{text}" } @{ $p->{cells} }), "\n"'
}
is "$(cells 'Middle remark')" 'District: Middle; Complaints: 612; Answered: -; Remark: No answer' \
  'a row is found by a word of its own and one that stands over its figures'
is "$(cells 'lower answered')" 'District: Lower; Complaints: 17; Answered: 16' 'an empty cell is none'
now='В отчётном году' before='В прошлом году'
is "$(cells 'средний "612"')" \
  "Район: Средний; $now Жалоб: 612; $now Решено: -; $before Жалоб: 27; $before Решено: 12" \
  'what stands over several columns is said of each'
is "$(cells 'заречный отчётный')" \
  "Район: Заречный; $now Жалоб: 254; $now Решено: 31; $before Жалоб: 88; $before Решено: 7" \
  'on the next page the table goes on under the same words'
is "$(cells '"no figures to the observatory"')" '' 'text has no cells'
is "$(files '21/03/2011')" valleys-en.pdf 'a date without a letter is found'
is "$(files '14.02.2012')" valleys-ru.pdf 'in Russian too'
is "$(files '"1,204" Upper')" 'valleys-en.pdf valleys-ru.pdf' 'a figure and its row are, in both languages'
run "$index" --dump=lib/valleys-en.pdf --ocr=never
is "$(printf '%s\n' "$out" | grep -c '"kind":"table"')" 4 'a row is a passage'
like "$out" '"kind":"body".*"text":"21/03/2011"' 'the date is no heading'
like "$out" '"text":"Upper\\t1,204\\t98\\tThree were sent to court"' 'there is a tab between cells'
run "$index" --dump=lib/valleys-ru.pdf --ocr=never
is "$(printf '%s\n' "$out" | grep -c '"kind":"footnote"')" 0 'small figures at the foot of a page are no notes'
run "$search" --index index 'Middle complaints'
like "$out" 'Middle\*? \| 612 \| - \| No answer' 'a person reads the cells with bars between'
like "$out" 'columns: District, \*?Complaints\*?, Answered, Remark' 'and what stands over them'
export RECOURSE_INDEX=$work/index REQUEST_METHOD=GET SCRIPT_NAME='' PATH_INFO=/
page=$(QUERY_STRING='q=Middle+complaints' "$cgi")
like "$page" '<table class="cells"><thead><tr><th scope="col">District</th>.*<td>(<mark>)?612(</mark>)?</td>' \
  'on the page it is a table'
document=$("$search" --index index --format=json 'Middle complaints' | "$here/json" hits.0.id)
page=$(QUERY_STRING="document=$document" "$cgi")
is "$(printf '%s\n' "$page" | grep -o '<table class="cells">' | wc -l)" 4 'and in the document each row is one'
like "$page" '<th scope="col">Remark</th></tr></thead><tbody><tr><td>Upper</td>' 'under what stands over it'
finish
