#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Who may read an index: its owner alone, whatever the mode of the folder and the umask are, or a group that is
# set once; every file keeps it, also when the index is compacted, made anew, or something is withdrawn.
. "$(dirname "$0")/tap.sh"
mkdir lib
for i in 1 2 3; do pdf "lib/$i.pdf" "The quarry number $i was closed." "Карьер номер $i закрыли."; done

# everything NAME: does all that writes files, and calls the function NAME after each.
everything() {
  "$1" 'after a run'
  touch lib/1.pdf && "$index" --index index --ocr=never --quiet lib && "$1" 'after a second run'
  "$index" --index index --ocr=never --quiet --rebuild lib && "$1" 'made anew'
  id=$("$search" --index index --format=json quarry | "$here/json" hits.0.id)
  "$index" --index index --withdraw "$id" 2>/dev/null && "$1" 'something is withdrawn'
  "$index" --index index --readmit "$id" 2>/dev/null && "$1" 'and readmitted'
  rm -f index/xapian && "$index" --index index --ocr=never --quiet --rebuild lib 2>/dev/null && "$1" 'brought back'
}
owner_only() { is "$(find index -mindepth 1 -perm /077 -printf '%m %p ')" '' "$1: the owner alone"; }
for mask in 0000 0022 0777; do
  rm -rf index && mkdir index && chmod 755 index
  umask 0000
  [ $mask = 0777 ] || umask $mask
  [ $mask != 0777 ] || rm -rf index
  "$index" --index index --ocr=never --quiet lib
  everything owner_only
  [ $mask != 0777 ] || is "$(stat -c %a index)" 700 'a folder that it makes is open to its owner only'
done
umask 0022
chmod -R a+rX index
run "$index" --index index --ocr=never lib
owner_only 'what others could read is closed by the next run'

run "$index" --index index --group no-such-group-here
exits 2 'a group that is not known is an error'
like "$err" 'no-such-group-here.*no such group' 'and named'
run "$index" --index typo --group daemon
exits 69 'a group for an index that is not there, too'
ok 'which makes none' test ! -e typo

if [ "$(id -u)" != 0 ] || ! getent group daemon >/dev/null ||
  ! setpriv --reuid=65534 --regid=65534 --clear-groups "$search" --version >/dev/null 2>&1; then
  skip 'a group' 'only root can give files to any group, and the programs must be open to others'
  finish
fi
gid=$(getent group daemon | cut -d: -f3)
chmod 711 .
member() { run setpriv --reuid=65534 --regid="$gid" --clear-groups "$search" --index "$work/index" quarry; }
run setpriv --reuid=65534 --regid=65534 --clear-groups "$search" --index "$work/index" quarry
exits 69 'whoever may not read it gets 69'
like "$err" "recourse-index --index '.*index' --group" 'and is told how to let a group'
shared() {
  is "$(find index \( -type d ! -perm 2750 -o -type f ! -perm 640 -o ! -gid "$gid" \) -printf '%m %g %p ')" '' \
    "$1: the group too"
  member
  exits 0 'whose member can search'
}
run "$index" --index index --group daemon
exits 0 'a group is set'
everything shared
umask 0077
everything shared
rm -rf index
run "$index" --index index --ocr=never --group daemon lib
exits 0 'a group is set by the run that makes the index'
everything shared
run setpriv --reuid=65534 --regid=65534 --clear-groups "$search" --index "$work/index" quarry
exits 69 'nobody else can read it'
chmod 750 index && chmod 700 index/generation-*
member
exits 69 'where only the database is closed'
like "$err" "may not read.* --group" 'it is told alike'
run "$index" --index index --group ''
exits 0 'it is taken back'
owner_only 'then'
member
exits 69 'the group is out'
finish
