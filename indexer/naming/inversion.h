/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inversion: from the words and facts of passages to the terms of their entries.
 *
 * Runs in the worker process.  A passage entry gets its stems, with how often each
 * occurs, the stems of the headings over it as context, and its facts: kind, language, concepts
 * with all above them, citations.  The document entry gets each word once with all its
 * positions, each stem, and the union of the facts.  The words of a passage stand
 * RC_PASSAGE_GAP positions behind those of the one before (see terms.h), so that no phrase runs
 * from one paragraph into the next. */
#ifndef RC_INVERSION_H
#define RC_INVERSION_H

#include "dictionary.h"
#include "document.h"
#include "stem.h"

typedef struct RcInversion RcInversion;

/* For one document; `stemmer` and `dictionary` must outlive it. */
RcInversion *rc_inversion_new(RcStemmer *stemmer, const RcDictionary *dictionary);
void rc_inversion_free(RcInversion *inversion);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcInversion, rc_inversion_free)

/* Takes in the next passage; `words` are the words of its text, read with the
 * dictionary.  Appends the terms of its entry to `terms` (see terms.h). */
void rc_inversion_add_passage(RcInversion *inversion, const RcPassage *passage, const GArray *words,
                              GByteArray *terms);

/* What the document entry has so far: how many terms, and the most bytes they take. */
guint32 rc_inversion_term_count(const RcInversion *inversion);
gsize rc_inversion_term_bytes(const RcInversion *inversion);

/* Appends the terms of the document entry, after the last passage. */
void rc_inversion_append_document(const RcInversion *inversion, GByteArray *terms);

#endif
