#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Reading measured on real documents: see check-reading.  Prints TAP.
. "$(dirname "$0")/real.sh"
not_sanitized
needs python3 pdftotext hunspell
exec python3 tests/relevance/check-reading "$build/bin/recourse-index" "$shared"
