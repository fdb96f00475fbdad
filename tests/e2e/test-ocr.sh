#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Scans and useless text layers: read by OCR in a second pass, or said to have no text.
. "$(dirname "$0")/tap.sh"

scan=$top/corpus/scan-letter-en-ru.pdf
noise=$top/tests/fixtures/no-unicode-map.pdf
scans=$RECOURSE_SHARED/real/scans
mkdir lib
cp "$scan" "$noise" lib
pdf lib/digital.pdf 'The granary stood empty all winter.'
pdf lib/blank.pdf ''

# --- without OCR: every document has a clear status ---
run "$index" --index index --ocr=never lib
exits 0 '--ocr=never: scans fail no run'
like "$err" 'scan-letter-en-ru\.pdf: lacks text on page 1: .*--ocr=auto' 'a page without text is named, and what to do'
like "$err" 'no-unicode-map\.pdf: lacks text on page 1:' 'so is one whose text is noise'
unlike "$err" 'digital\.pdf' 'and none that has text'
unlike "$err" 'blank\.pdf: lacks text on page' 'a blank page lacks nothing'
like "$err" '1 ok, 3 no-text' 'the status of all three is no-text'
run "$index" --ocr=never --dump "$scan"
is "$(json status | head -n 1)" no-text '--dump honours --ocr=never'
is "$(json ocr_wanted | head -n 1)" 1 'and says how many pages want OCR'
run "$index" --index index --ocr=sometimes lib
exits 2 'an unknown --ocr is a wrong option'
like "$err" 'auto, never or always' 'and the message says which there are'

# --- without Tesseract's data the run goes on ---
run env TESSDATA_PREFIX=/nowhere "$index" --index poor lib
exits 0 'without the data of Tesseract the run ends well'
is "$(printf '%s\n' "$err" | grep -c 'tesseract-ocr-rus')" 1 'one line says which packages to install'
like "$err" 'scan-letter-en-ru\.pdf: lacks text on page 1:' 'the pages without text are named'
run "$search" --index poor --format=json granary
is "$(json total)" 1 'and what can be read is found'

run "$index" --dump "$scan"
if printf '%s\n' "$err" | grep -q 'no OCR'; then
  skip 'the rest' "Tesseract's data for English and Russian are not installed"
  finish
fi

# --- with OCR: what was left out is read now, the rest is not read again ---
run "$index" --index index lib
exits 0 'a later run with OCR ends well'
like "$err" '2 documents read' 'it reads the documents that wanted OCR'
like "$err" '2 pages read by OCR' 'and says how many pages that were'
like "$err" '2 files unchanged' 'the others are not read again'
is "$(files '"families live here"')" scan-letter-en-ru.pdf 'English words of a scan are found'
is "$(json hits.0.status)" ok 'which is read whole'
is "$(files '"отделение, сфотографировали и утром отпустили"')" scan-letter-en-ru.pdf \
  'and Russian ones on the same page'
confidence=$(json hits.0.passages.0.ocr)
ok 'its passages have a confidence' awk -v c="$confidence" 'BEGIN { exit !(c > 0.7 && c <= 1) }'
is "$(files меньшинства казахстан)" no-unicode-map.pdf 'words are found whose font has no Unicode map'
run "$search" --index index --format=json granary
is "$(json hits.0.passages.0.ocr)" null 'a passage that was not read by OCR has no confidence'
run "$index" --index index lib
like "$err" '^0 documents read' 'a third run reads nothing'
like "$err" '4 files unchanged' 'everything is known'
run "$index" --ocr=always --dump "$scan"
is "$(json pages_ocr | head -n 1)" 1 '--dump --ocr=always reads the page by OCR'
run "$index" --ocr=always --dump lib/digital.pdf
is "$(json pages_ocr | head -n 1)" 0 '--ocr=always leaves pages without images alone'

# --- headings, lists, and pages that do not stand ---

if command -v pdftoppm >/dev/null; then
  "$here/make-page" letter-en.pdf <<'END'
18bc The Granaries of Upper Meadow
12
12b I. Introduction
12
11 1. The millers of the meadow asked the council to open the granary again
11 before the winter, since no grain was left in the village at that time.
12
11 2. The council gave these answers to them:
12
11 (a) The granary is closed for repairs until the spring of next year;
11 (b) Its keys were lost by the guard who was there in October.
12
12b II. What was asked of the council
12
11 3. That the granary be opened, and that those who were arrested in the
11 square on that day be released without any further delay.
END
  "$here/make-page" letter-ru.pdf <<'END'
18bc Амбары Верхнего Луга
12
12b Введение
12
11 1. Мельники просили совет открыть амбар до зимы, потому что зерна
11 в селе тогда уже не осталось, а зима была близко.
12
11 2. Совет дал на это такие ответы:
12
11 (а) амбар закрыт на ремонт до весны следующего года;
11 (б) ключи от него потерял сторож в октябре.
12
12b Просьбы к совету
12
11 3. Открыть амбар и освободить тех, кого задержали на площади в тот
11 день, без дальнейших промедлений.
END
  for quarters in 0 1 2 3; do
    for language in en ru; do
      "$here/make-scan" letter-$language.pdf turned.pdf $quarters
      run "$index" --dump turned.pdf
      page="a page in $language, turned by $quarters quarters"
      title='The Granaries of Upper Meadow' first=Introduction second='What was asked of the council'
      [ $language = ru ] && title='Амбары Верхнего Луга' first=Введение second='Просьбы к совету'
      is "$(json title | head -n 1)" "$title" "$page has its title"
      for heading in "$first" "$second"; do
        like "$out" "\"kind\":\"heading\"[^}]*\"ocr\":0\.[0-9]*,\"text\":\"[^\"]*$heading\"" \
          "$page has the heading $heading, with its confidence"
      done
      is "$(json paragraph | grep -c '^[123]$')" 3 "$page has its paragraphs"
      is "$(json paragraph | grep -c '^2 ([aаbб])$')" 2 "$page has its list"
    done
  done
  "$here/make-scan" letter-ru.pdf titled.pdf 0 'Письмо мельников совету'
  for ocr in never auto; do
    run "$index" --ocr=$ocr --dump titled.pdf
    is "$(json title | head -n 1)" 'Письмо мельников совету' "the title that a person gave a scan stays with --ocr=$ocr"
  done
else
  skip 'headings, lists and turned pages' 'pdftoppm is not there'
fi

# --- what OCR has no time for is left to the next run ---
if [ -n "${RECOURSE_SANITIZE:-}" ]; then
  skip 'what OCR has no time for' 'sanitizers must be loaded first'
elif ${CC:-cc} -O1 -shared -fPIC -D_GNU_SOURCE -o late-clock.so "$here/late-clock.c" -ldl 2>compiler; then
  mkdir short
  cp "$scan" short
  run env LATE_SECONDS=700 LD_PRELOAD="$work/late-clock.so" "$index" --index late short
  exits 0 'a document for which there is no time ends no run'
  like "$err" 'scan-letter-en-ru\.pdf: lacks text on page 1: .*the next run goes on with them' \
    'its pages are named, and what becomes of them'
  run "$index" --index late short
  like "$err" '1 page read by OCR' 'the next run reads them'
  run "$index" --index late short
  like "$err" '^0 documents read' 'and the one after that does not'
else
  skip 'what OCR has no time for' "a library cannot be compiled: $(head -n 1 compiler)"
fi

# --- interrupted: what OCR has read is kept ---
if command -v pdfunite >/dev/null; then
  mkdir long
  pdfunite "$scan" "$scan" "$scan" long/long.pdf
  stop_at_ocr KILL killed long
  id=$(ls killed/leaves)
  ok 'pages are kept as they are read' test -n "$id"
  is "$(stat -c %a "killed/leaves/$id")" 600 'for the owner alone'
  cp -r killed given-up
  cp -r killed withdrawn
  run "$index" --index killed long
  exits 0 'the next run goes on'
  like "$err" '3 pages read by OCR' 'and comes to the end'
  is "$(find killed/leaves -type f | wc -l)" 0 'of what was kept nothing is left then'
  # What kills the machine each time is not begun again; what OCR has read before is used.
  for _ in 1 2 3 4 5; do echo "alone ocr-$id"; done >>given-up/journal
  run "$index" --index given-up long
  exits 0 'a document during whose OCR the indexer died each time ends no run'
  like "$err" 'long\.pdf: lacks text on pages? .*the indexer died each time OCR read them' 'it is given up, and said so'
  run "$search" --index given-up --format=json '"families live here"'
  is "$(json total)" 1 'but not what was read before'
  run "$index" --index given-up long
  like "$err" '^0 documents read' 'and it is not tried again'
  run "$index" --index withdrawn --withdraw "$id"
  exits 0 'a document is withdrawn on which OCR is not done'
  is "$(find withdrawn/leaves -type f | wc -l)" 0 'and with it what OCR has read'
else
  skip 'interrupted OCR' 'pdfunite is not there'
fi

# --- real scans ---
if ! [ -d "$scans" ]; then
  skip 'real scans' 'they are not there (RECOURSE_SHARED)'
  finish
fi
timeout 3000 "$index" --index real "$scans" >/dev/null 2>real.err
is "$?" 0 'real scans are read'
note "$(grep 'read by OCR' real.err)"
timeout 900 "$index" --index real-never --ocr=never "$scans" >/dev/null 2>never.err
is "$?" 0 'and passed over with --ocr=never'
# HOW THE NAME OF A FILE BEGINS|WORDS AS PRINTED ON IT
while IFS='|' read -r start words; do
  file=$(basename "$scans/$start"*)
  run "$search" --index real --format=json "\"$words\""
  is "$(json hits.0.file)" "$file" "$file is found by its words"
  confidence=$(json hits.0.passages.0.ocr)
  ok "$file: their confidence is good" awk -v c="$confidence" 'BEGIN { exit !(c > 0.6) }'
  if [ "$file" != 1971-09-29_A_L.632-EN.pdf ]; then
    like "$(cat never.err)" "$file: lacks text on pages? 1" "$file: without OCR it is named as having no text"
  fi
done <<'END'
1971-09-29_A_L.632-EN.pdf|any proposal in the General Assembly
1971-10-25_GA_Resolution_2758_ru.pdf|необходимым как для соблюдения Устава
1991-12-19_Interoffice_memorandum_Fleischhauer.pdf|with all the rights and obligations
1991-12-24_Yeltsin_to_UN_SG_ru.pdf|Российская Федерация в полной мере
1991-12-30_Buravkin_to_UN.pdf|establishing the Commonwealth of Independent States
2022-03-04_Note_Verbale|avails itself of this opportunity
END
# A signature over typed names, stamps over a letterhead.  Both have text that is sure elsewhere.
for file in 1991-12-19_Interoffice_memorandum_Fleischhauer.pdf 1971-09-29_A_L.632-EN.pdf; do
  run "$index" --dump "$scans/$file"
  least=$(json ocr | grep -v null | sort -g | head -n 1)
  ok "$file: handwriting or stamps show in the confidence" awk -v c="$least" 'BEGIN { exit !(c < 0.8) }'
done

finish
