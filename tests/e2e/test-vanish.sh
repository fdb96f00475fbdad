#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is removed from an index and what is not: files that are deleted, moved, or gone with a whole folder, as a
# drive is that is not mounted.
. "$(dirname "$0")/tap.sh"

# What is kept is told by the very words: a lighthouse is found by маяк, too.
total() {
  run "$search" --index index --format=json --expand=no "$@"
  json total
}

# --- a folder below the path that has lost everything ---
mkdir -p lib/own lib/drive/en lib/drive/ru
pdf lib/own/kept.pdf 'The quarry stays open.'
pdf lib/drive/en/1.pdf 'The first lighthouse was closed.'
pdf lib/drive/en/2.pdf 'The second lighthouse was closed.'
pdf lib/drive/ru/3.pdf 'Третий маяк закрыли.'
pdf lib/drive/ru/4.pdf 'Четвёртый маяк закрыли.'
run "$index" --index index --ocr=never lib
exits 0 'a folder with a drive below it is indexed'
mv lib/drive drive
for state in missing empty other; do
  [ $state = missing ] || mkdir -p lib/drive
  [ $state != other ] || touch lib/drive/notes.txt
  run "$index" --index index --ocr=never lib
  exits 74 "a folder below the path that is $state: the run does not end as if all were well"
  like "$err" 'lib/drive: .*kept.*4 files.*--forget-missing' 'names it, says what is kept, and how that is forgotten'
  is "$(total lighthouse)" 2 'its documents stay'
  is "$(total маяк)" 2 'the Russian ones too'
  is "$(total quarry)" 1 'and what is there is read'
done
run "$index" --index index --quiet --ocr=never lib
like "$err" 'lib/drive' 'it is said with --quiet too'
run "$index" --index index --check
exits 0 'the index is sound'
rm -r lib/drive && mv drive lib/drive
run "$index" --index index --ocr=never lib
exits 0 'when it is back all is well'
like "$err" '^5 files unchanged' 'and nothing is read again'

# --- what is deleted ---
rm lib/drive/en/1.pdf
run "$index" --index index --ocr=never lib
exits 0 'one file of several is deleted'
is "$(total lighthouse)" 1 'and gone'
rm lib/drive/en/2.pdf
run "$index" --index index --ocr=never lib
exits 74 'nothing is left of a folder that had one file: that may be a drive, too'
like "$err" 'lib/drive/en: .*kept.*1 file.*--forget-missing' 'it is named'
is "$(total lighthouse)" 1 'and its document stays'
touch lib/drive/en/notes.txt
run "$index" --index index --ocr=never lib
exits 0 'the last one of a folder with something else in it is deleted'
is "$(total lighthouse)" 0 'and gone'
touch lib/drive/ru/notes.txt
rm lib/drive/ru/*.pdf
run "$index" --index index --ocr=never lib
exits 74 'all PDFs of a folder are gone at once, whatever else is left in it: no deletion'
like "$err" 'lib/drive: .*kept.*2 files.*--forget-missing' 'it is named'
is "$(total маяк)" 2 'they stay'
run "$index" --index index --ocr=never --forget-missing lib
exits 0 'until that is said to be meant'
is "$(total маяк)" 0 'then they are gone'
like "$err" '2 removed' 'and counted'
is "$(total quarry)" 1 'nothing else is'
run "$index" --index index --ocr=never lib
exits 0 'and nobody is told of them any more'
mv lib away
run "$index" --index index --ocr=never --forget-missing lib/typo away
exits 74 'a path that never was there is an error with --forget-missing too'
like "$err" 'lib/typo' 'and named'
rm -r index
mv away lib

# --- a drive that held one file ---
mkdir -p lib/stick/deep lib/beside
pdf lib/stick/deep/one.pdf 'The lighthouse of the stick was closed.' 'Маяк на флешке закрыли.'
touch lib/stick/deep/one.txt
pdf lib/beside/two.pdf 'The tollhouse was closed.'
run "$index" --index index --ocr=never lib lib/beside
mv lib/stick stick && mv lib/beside beside
for state in missing empty 'without its folders'; do
  [ "$state" != empty ] || mkdir lib/stick lib/beside
  [ "$state" != 'without its folders' ] || touch lib/stick/other.txt
  run "$index" --index index --ocr=never lib lib/beside
  exits 74 "a drive that held one file is $state: no deletion"
  like "$err" 'lib/stick: .*kept.*1 file' 'it is named'
  like "$err" 'lib/beside: ' 'so is one that is a path of the run'
  is "$(total stick) $(total маяк) $(total tollhouse)" '1 1 1' 'and nothing goes'
done
run "$index" --index index --ocr=never --forget-missing lib lib/beside
is "$(total stick) $(total tollhouse)" '0 0' 'until that is said to be meant'
rm -r lib/stick lib/beside stick beside

# --- a path of the run that is missing or empty ---
mkdir -p lib/b
pdf lib/b/one.pdf 'The harbour was closed.'
run "$index" --index index --ocr=never lib
mv lib/b b
for state in missing empty; do
  [ $state = missing ] || mkdir lib/b
  for order in 'lib lib/b' 'lib/b lib' 'lib/b' './lib/../lib/b lib'; do
    # shellcheck disable=SC2086 # several paths
    run "$index" --index index --ocr=never $order
    exits 74 "$order, lib/b is $state: an error"
    like "$err" 'lib/b: ' 'that names it'
    is "$(total harbour)" 1 'and removes nothing'
  done
done
run "$index" --index index --ocr=never lib/b/one.pdf lib
exits 74 'a file that is given and missing'
is "$(total harbour)" 1 'is not removed'
rmdir lib/b
run "$index" --index index --ocr=never --forget-missing lib/b
exits 0 'a missing path is forgotten by its name'
is "$(total harbour)" 0 'and its documents with it'
is "$(total quarry)" 1 'not those beside it'

# --- what is moved ---
rm -r index lib b
mkdir -p lib/old/deep
for i in 1 2 3; do pdf "lib/old/deep/$i.pdf" "The granary number $i." "Амбар номер $i."; done
run "$index" --index index --ocr=never lib
mv lib/old lib/new
run "$index" --index index --ocr=never lib
exits 0 'a folder that was renamed is no missing one'
is "$(files granary)" 'new/deep/1.pdf new/deep/2.pdf new/deep/3.pdf' 'its files are found at their new paths only'
mv lib library
run "$index" --index index --ocr=never library
exits 0 'nor is a path of the run that was renamed'
is "$(files амбар)" 'new/deep/1.pdf new/deep/2.pdf new/deep/3.pdf' 'no file is named twice'
rm library/new/deep/2.pdf
run "$index" --index index --ocr=never library
is "$(files granary)" 'new/deep/1.pdf new/deep/3.pdf' 'what is deleted there is gone'
cp -r library copies
run "$index" --index index --ocr=never copies
is "$(total granary)" 2 'a copy doubles nothing'
is "$(files granary)" 'new/deep/1.pdf new/deep/1.pdf new/deep/3.pdf new/deep/3.pdf' \
  'and both paths are kept while both are there'

# --- what is there, but not as a walk finds it ---
rm -r index library copies
mkdir -p lib elsewhere
pdf scan 'The foundry was closed.'
mv scan lib/scan
pdf lib/a.pdf 'The tannery was closed.'
pdf elsewhere/target.pdf 'Мельницу закрыли.'
ln -s ../elsewhere/target.pdf lib/link.pdf
run "$index" --index index --ocr=never lib/scan lib elsewhere
run "$index" --index index --ocr=never lib
exits 0 'a folder with a file of another name that was given once'
is "$(total foundry)" 1 'it is there, so it is not removed'
mv elsewhere gone
run "$index" --index index --ocr=never lib elsewhere
exits 74 'a folder that is missing'
is "$(files мельница)" 'link.pdf target.pdf' 'is not forgotten for a link into it'
run "$index" --index index --ocr=never lib
is "$(total мельница)" 1 'nor is a link whose drive is not mounted'
like "$err" 'lib/link.pdf: .*leads nowhere' 'it is named'
like "$err" '1 unreadable' 'and counted'
rm lib/link.pdf lib/scan
run "$index" --index index --ocr=never --forget-missing lib elsewhere
is "$(total мельница) $(total foundry)" '0 0' 'when they are deleted they go'
mv lib/a.pdf a && mkdir lib/a.pdf && mv a lib/a.pdf/a.pdf
run "$index" --index index --ocr=never lib
is "$(files tannery)" a.pdf/a.pdf 'a folder with the name of a file is not the file'

# --- what cannot be read ---
if [ "$(id -u)" = 0 ]; then
  chmod 755 "$work"
  mkdir -p locked/in/shut locked/in/beside && mkdir -m 777 locked/out
  pdf locked/in/a.pdf 'The brewery was closed.'
  pdf locked/in/beside/b.pdf 'The bindery was closed.'
  pdf locked/in/shut/c.pdf 'Пивоварню закрыли.'
  as_nobody() { run setpriv --reuid=65534 --clear-groups "$index" --index locked/out/i --ocr=never locked/in; }
  as_nobody
  if [ "$status" = 0 ]; then
    rm locked/in/beside/b.pdf
    for mode in 000 444 111; do
      chmod $mode locked/in/shut
      as_nobody
      exits 74 "a folder of mode $mode is left out, and the run does not end with 0"
      like "$err" 'in/shut.*[Pp]ermission' 'it is named'
      run "$search" --index locked/out/i --format=json пивоварня
      is "$(json total)" 1 'what it holds stays'
    done
  else
    skip 'a folder that cannot be read' 'the program cannot be run as another user here'
  fi
else
  skip 'a folder that cannot be read' 'only root can become somebody else'
fi
finish
