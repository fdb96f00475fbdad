/* SPDX-License-Identifier: GPL-3.0-or-later */
/* References to articles of treaties: "article 26 of the ICCPR", "ICCPR, arts. 2 and
 * 26", "ст. 14 ЕКПЧ", "пункт 1 статьи 6 Конвенции".
 *
 * Instruments are known by name from the vocabulary; here the numbers around them
 * are read, and an abbreviation that names both a treaty and its committee
 * ("CEDAW") is decided.  "The Convention" is the one that the document calls so
 * ("... (hereinafter “the Convention”)"), else the one its own body watches over,
 * else the only one its paragraph has named before; where none of these says which,
 * nothing is recorded.  Paragraphs and letters of an article are passed over.
 *
 * How articles are cited follows the usage of the United Nations, the European
 * Court of Human Rights and Russian legal texts. */
#ifndef RC_ARTICLES_H
#define RC_ARTICLES_H

#include "document.h"

/* What a document has said so far of the instruments it means. */
typedef struct RcArticles RcArticles;

RcArticles *rc_articles_new(void);
void rc_articles_free(RcArticles *articles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcArticles, rc_articles_free)

/* Completes the mentions of a passage that has been annotated and whose words
 * (rc_text_words) are `words`; call it for all passages of a document in order.  An
 * article is a mention of RC_FIELD_ARTICLE with the concept "ICCPR:26"; the instrument
 * itself keeps its own, "ICCPR". */
void rc_articles_find(RcArticles *articles, RcPassage *passage, const GArray *words);

#endif
