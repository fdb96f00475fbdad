#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Making an index anew: what the archive does not give back is named, stays in the index and is read again; what
# was never part of the index does not come back.
. "$(dirname "$0")/tap.sh"

# sql INDEX STATEMENT [OTHER-ARCHIVE]: changes an archive by hand.
sql() {
  python3 - "$@" <<'END'
import sqlite3, sys
archive = sqlite3.connect(sys.argv[1] + '/archive.sqlite')
if len(sys.argv) > 3:
    archive.execute("ATTACH '%s/archive.sqlite' AS other" % sys.argv[3])
for row in archive.execute(sys.argv[2]).fetchall():
    print(*row)
archive.commit()
END
}
# documents: how many the index has.
documents() {
  run "$search" --index index --format=json mill
  json index.documents
}
id_of() { sha256sum <"$1" | cut -c1-16; }

mkdir lib other
pdf lib/a.pdf 'The granary was closed.' 'It was never opened again.'
pdf lib/b.pdf 'Амбар закрыли.' 'Его больше не открывали.'
pdf other/c.pdf 'The mill was closed.'
run "$index" --index whole --ocr=never lib other
exits 0 'an index of two folders is made'
lost="('$(id_of lib/a.pdf)', '$(id_of lib/b.pdf)')"

# --- damage in the archive, and the folder is not given ---
while IFS='|' read -r name statement; do
  rm -rf index && cp -a whole index
  sql index "$statement"
  run "$index" --index index --ocr=never --rebuild other
  exits 74 "$name: a rebuild that cannot give back a document does not end with 0"
  for file in a b; do
    like "$err" "lib/$file.pdf: .*without its text.*until a run with its folder" "$name: $file.pdf is named"
  done
  is "$(documents)" 3 "$name: the index has its documents still"
  is "$(json hits.0.files.0) $(total granary) $(total амбар)" 'c.pdf 0 0' "$name: the others are whole"
  run "$index" --index index --ocr=never other
  is "$(documents)" 3 "$name: and a run without the folder does not change that"
  run "$index" --index index --ocr=never lib
  exits 0 "$name: a run with the folder succeeds"
  like "$err" '^2 documents read' "$name: and reads them again"
  is "$(files --expand=no granary) $(files --expand=no амбар) $(documents)" 'a.pdf b.pdf 3' "$name: they are found"
  run "$index" --index index --check
  exits 0 "$name: and the index is sound"
  # The folder given at once.
  rm -rf index && cp -a whole index
  sql index "$statement"
  run "$index" --index index --ocr=never --rebuild other lib
  exits 0 "$name: with the folder nothing is lost"
  like "$err" 'lib/a.pdf: .*its PDF was read again' "$name: what was read again is named"
  is "$(files --expand=no granary) $(files --expand=no амбар) $(documents)" 'a.pdf b.pdf 3' "$name: and found"
done <<END
record|UPDATE documents SET record = x'00' WHERE id IN $lost
text|UPDATE documents SET passages = x'0011223344' WHERE id IN $lost
cut text|UPDATE documents SET passages = substr(passages, 1, length(passages) - 1) WHERE id IN $lost
row|DELETE FROM documents WHERE id IN $lost
END

# --- the PDF has gone meanwhile ---
rm -rf index && cp -a whole index && cp -a lib kept
sql index "UPDATE documents SET record = x'00' WHERE id = '$(id_of lib/a.pdf)'"
rm lib/a.pdf
run "$index" --index index --ocr=never --rebuild lib other
exits 0 'what was deleted is no loss'
is "$(documents)" 2 'and is not in the index'
rm -rf lib && mv kept lib

# --- what a killed run has left in the archive ---
rm -rf index && cp -a whole index
before=$(id_of lib/a.pdf)
pdf lib/a.pdf 'The smithy was closed.'
run "$index" --index index --ocr=never lib other
run "$index" --index index --ocr=never --rebuild other
cp -a index full
pdf lib/d.pdf 'Кузницу открыли.'
run "$index" --index full --ocr=never lib other
sql index 'INSERT OR IGNORE INTO documents SELECT * FROM other.documents' full
sql index "INSERT OR IGNORE INTO documents SELECT * FROM other.documents WHERE id = '$before'" whole
is "$(sql index 'SELECT count(*) FROM documents')" 5 '(the archive has two documents that the index has not)'
run "$index" --index index --ocr=never --rebuild other
exits 0 'a rebuild succeeds'
is "$(total --expand=no granary) $(total --expand=no smithy)" '0 1' \
  'an earlier document of a path that holds another does not come back'
like "$err" "$before.*does not come back" 'that is said'
is "$(total --expand=no кузница)" 1 'one whose path is free does'
is "$(sql index "SELECT count(*) FROM documents WHERE id = '$before'")" 0 'the archive has forgotten it'
run "$index" --index index --check
exits 0 'the index is sound'
finish
