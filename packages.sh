#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the Debian 12 packages that a purpose needs and that are missing:
#
#   packages.sh build|demo|check|bench|fuzz
#
# Says nothing and does nothing when all are there.  Works as root or with a sudo that asks no password;
# otherwise prints the one line to run and ends with 1.
set -eu

# What has a package name of its own and may also come from elsewhere is written COMMAND=PACKAGE; a
# trailing ? marks what is good to have and only comes along when something else is missing.
build='gcc g++ libc6-dev make=make pkg-config=pkg-config libglib2.0-dev libpoppler-glib-dev
  libxapian-dev libstemmer-dev libjansson-dev libfcgi-dev libcairo2-dev libseccomp-dev libtesseract-dev
  libzstd-dev nettle-dev libsqlite3-dev zlib1g-dev libmimalloc-dev libxml2-dev libarchive-dev
  libcmark-gfm-dev libcmark-gfm-extensions-dev hunspell-ru apertium-bel-rus
  lt-proc=lttoolbox wordnet-base mueller7-dict'
demo="$build lighttpd curl=curl tesseract-ocr-eng tesseract-ocr-rus poppler-data? fonts-dejavu-core?"
check="$demo libcmocka-dev prove=perl python3=python3 xapian-delve=xapian-tools
  pdftotext=poppler-utils chromium=chromium node=nodejs npm=npm clang-format=clang-format cppcheck=cppcheck
  apertium-eng-spa mandoc=mandoc shellcheck=shellcheck ps=procps qpdf=qpdf hunspell=hunspell
  pandoc=pandoc ris2xml=bibutils python3-feedparser
  python3-rdflib xz=xz-utils zsh? fish?"
bench="$check omindex=xapian-omega recollindex=recollcmd"
fuzz="$demo clang=clang libclang-rt-14-dev"

case ${1-} in
build) wanted=$build ;;
demo) wanted=$demo ;;
check) wanted=$check ;;
bench) wanted=$bench ;;
fuzz) wanted=$fuzz ;;
*)
  echo 'usage: packages.sh build|demo|check|bench|fuzz' >&2
  exit 2
  ;;
esac

if ! command -v dpkg-query >/dev/null 2>&1; then
  # Not a Debian: building says what is missing.
  exit 0
fi

installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')
has() {
  case "
$installed
" in *"
$1
"*) return 0 ;; esac
  return 1
}

missing=
extra=
for item in $wanted; do
  case $item in
  *\?) has "${item%\?}" || extra="$extra ${item%\?}" ;;
  *=*) command -v "${item%%=*}" >/dev/null 2>&1 || missing="$missing ${item#*=}" ;;
  *) has "$item" || missing="$missing $item" ;;
  esac
done
[ -n "$missing" ] || exit 0
missing=$missing$extra

if [ "$(id -u)" = 0 ]; then
  as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
  as_root='sudo -n'
else
  echo "Packages are missing; install them as root with this line, then try again:" >&2
  echo "apt-get update && apt-get install --no-install-recommends$missing" >&2
  exit 1
fi

echo "Installing Debian packages:$missing"
DEBIAN_FRONTEND=noninteractive
export DEBIAN_FRONTEND
# shellcheck disable=SC2086 # lists of words
{
  $as_root apt-get update -qq
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing
} >&2
