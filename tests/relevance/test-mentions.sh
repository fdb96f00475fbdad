#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Mentions of regions and ethnic groups measured on real documents: see check-mentions.  Prints TAP.
. "$(dirname "$0")/real.sh"
not_sanitized
needs python3 perl
exec python3 tests/relevance/check-mentions "$build/bin/recourse-index" "$shared"
