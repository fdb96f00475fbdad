/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compiled thesaurus: constant tables that vocabulary/compile-thesaurus.c writes and only
 * lib/words/thesaurus.c reads.  A question has few words, so binary searches do. */
#ifndef RC_THESAURUS_TABLES_H
#define RC_THESAURUS_TABLES_H

#include "thesaurus.h"

/* The entries of a key end where those of the next begin. */
typedef struct {
  guint32 stems; /* offset in rc_thesaurus_strings */
  guint32 first; /* number of its first entry */
} RcThesaurusKey;

/* Bytes of the longest key. */
enum { RC_THESAURUS_KEY_BYTES_MAX = 400 };

/* Of an alternative there stand its stems (of a concept, which is a region, its id), and its text
 * after their NUL. */
extern const char rc_thesaurus_strings[];
extern const RcThesaurusEntry rc_thesaurus_entries[];
extern const RcThesaurusKey rc_thesaurus_keys[]; /* sorted by stems; one more than there are */
extern const guint32 rc_thesaurus_key_count;
extern const guint32
    rc_thesaurus_functions[]; /* offsets of words, joined by a space, sorted by them */
extern const guint32 rc_thesaurus_function_count;

#endif
