#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Titles, organisations, dates and the like of real documents: see check-metadata.  Prints TAP.
. "$(dirname "$0")/real.sh"
not_sanitized
needs python3
exec python3 tests/relevance/check-metadata "$build/bin/recourse-index" "$shared"
