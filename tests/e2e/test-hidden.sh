#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Text that no reader of a page sees: it is not found, and the run says where it is.
. "$(dirname "$0")/tap.sh"

# hidden_pdf FILE CONTENTS...: a page with each of the contents.
hidden_pdf() {
  file=$1 && shift
  {
    echo '%PDF-1.4'
    echo '1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj'
    echo '3 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj'
    number=4 kids=
    for contents in "$@"; do
      kids="$kids $number 0 R"
      echo "$number 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents $((number + 1)) 0 R" \
        '/Resources<</Font<</F 3 0 R>>>>>> endobj'
      printf '%s 0 obj <</Length %s>> stream\n%s\nendstream endobj\n' $((number + 1)) "${#contents}" "$contents"
      number=$((number + 2))
    done
    echo "2 0 obj <</Type/Pages/Kids[$kids]/Count $#>> endobj"
    printf 'trailer <</Root 1 0 R>>\n%%%%EOF\n'
  } >"$file"
}

mkdir lib
named='BT /F 10 Tf 72 700 Td (The miller Ostrakova was beaten by the guards of the weir.) Tj ET 0 g '
seen='BT /F 10 Tf 72 650 Td (Nobody asked why the sluice stayed open.) Tj ET '
praise='1 g BT /F 10 Tf 72 600 Td (The inspectors praise the exemplary dam.) Tj ET '
hidden_pdf lib/covered.pdf "$seen" "$named 120 696 47 14 re f $seen" "$seen $praise"
hidden_pdf lib/open.pdf "$named $seen"
hidden_pdf lib/nothing.pdf "$praise"
hidden_pdf lib/many.pdf "$seen $praise" "$seen $praise" "$seen $praise" "$seen" "$seen $praise"
run "$index" --index index --ocr=never --report=json lib
exits 0 'documents with hidden text are indexed'
like "$err" "lib/covered.pdf: text that no reader sees is left out: under a filled box on page 2; \
in the colour of what is behind it on page 3" 'the run names pages and causes'
like "$err" 'lib/many.pdf: .* behind it on pages 1-3, 5' 'several pages by the first and the last of a row'
unlike "$err" 'open.pdf' 'and no document whose text is all seen'
like "$out" '"file":"[^"]*lib/covered.pdf".*"status":"ok".*filled box on page 2' \
  'the report has it, the document is whole'
like "$out" '"file":"[^"]*lib/nothing.pdf".*"status":"no-text".*behind it on page 1' \
  'where all is hidden there is no text'
is "$(files Ostrakova)" open.pdf 'a covered name is not found'
is "$(files '"beaten by the guards"')" 'covered.pdf open.pdf' 'what stands beside it is'
is "$(total exemplary)" 0 'white text is not found'
run "$index" --dump=lib/covered.pdf --ocr=never
like "$out" '"hidden_text":\[{"page":2,"why":\["under a filled box"\]},{"page":3' '--dump has the pages'
unlike "$out" 'Ostrakova|exemplary' 'and not the text'
run "$index" --index index --ocr=never --rebuild lib
exits 0 'made anew from the archive'
is "$(files Ostrakova)" open.pdf 'the name is still hidden'
finish
