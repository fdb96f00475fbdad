#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Whether the forms of a word meet, on the words of real documents: see check-words.  Prints TAP.
. "$(dirname "$0")/real.sh"
needs python3 pdftotext lt-proc
exec python3 tests/relevance/check-words "$build/tests/bench/stems" "$shared"
