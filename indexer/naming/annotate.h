/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds what a passage speaks of: regions, ethnic groups and bodies of the
 * vocabulary, and the documents it cites.
 *
 * A name is the longest form of the vocabulary that starts at a word, and it
 * counts if the rule of the form holds (RcFormRule; vocabulary/README.md says in
 * full how the words around it are judged).  Where one name means several
 * concepts of one field, those below a region that the passage names are taken;
 * if it names none of their ancestors, all are: a reader can strike out what does
 * not belong, but cannot see what was left out. */
#ifndef RC_ANNOTATE_H
#define RC_ANNOTATE_H

#include "document.h"
#include "text.h"

/* Replaces passage->mentions and passage->cites by what stands in passage->text,
 * whose words (rc_text_words) are `words`. */
void rc_annotate_passage(RcPassage *passage, const GArray *words);

#endif
