#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Ranking measured on judged queries: see check-judged.  Prints TAP.
. "$(dirname "$0")/real.sh"
not_sanitized
needs python3
exec python3 tests/relevance/check-judged "$build" "$shared"
