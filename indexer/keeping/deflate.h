/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether Xapian deflates what it writes.
 *
 * It compresses each record and each list of terms by itself, fifty thousand small ones
 * for two thousand pages, which takes nearly half of its time.  While an index is
 * written they are stored as they are; compacting it deflates them, each once. */
#ifndef RC_DEFLATE_H
#define RC_DEFLATE_H

#include <stdbool.h>

/* From the next database that is opened on: databases keep their compressor.  On at
 * first. */
void rc_deflate_allow(bool allow);

#endif
