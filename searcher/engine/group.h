/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups: what a row of query words asks for, one thing at a time.
 *
 * A content word is a group, and so is a name or an expression of several words.  A group is
 * found by the best of its alternatives: the words themselves, the other names of the one thing
 * they mean, their translation, words near to them.  Whatever it is found by, it counts once. */
#ifndef RC_GROUP_H
#define RC_GROUP_H

#include "stem.h"
#include "thesaurus.h"
#include "vocabulary.h"

/* From the surest to the vaguest. */
typedef enum {
  RC_ALTERNATIVE_TYPED,       /* the words themselves, in any inflection */
  RC_ALTERNATIVE_NAME,        /* a concept that they name, by any of its names */
  RC_ALTERNATIVE_TRADE,       /* the word of this field in the other language */
  RC_ALTERNATIVE_NEAR,        /* how others say it in the same language */
  RC_ALTERNATIVE_TRANSLATION, /* in the other language, perhaps in another sense */
  RC_ALTERNATIVE_HINT,        /* how others say it in the other language; what a name belongs to */
  RC_N_ALTERNATIVES
} RcAlternativeKind;

typedef struct {
  RcAlternativeKind kind;
  GPtrArray *stems;         /* of char *: all of them together; NULL where there is a concept */
  const RcConcept *concept; /* or NULL */
  const char *text;         /* for people, static; NULL: the words as typed, or the concept */
} RcAlternative;

typedef struct {
  char *text;              /* the words as typed, joined by a space */
  GPtrArray *words;        /* of char *: normal forms */
  GPtrArray *alternatives; /* of RcAlternative *, the typed one first */
  GPtrArray *concepts;     /* of const RcConcept *: what the words name, if anything */
  bool people;             /* they name people («узбеки»), as no adjective does */
} RcGroup;

void rc_group_free(RcGroup *group);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcGroup, rc_group_free)

/* The groups of a row of words, an array of char * in normal form; of RcGroup *, yours to unref.
 * Function words fall away unless there is nothing else.  Without `expand` each word is a group
 * with itself as the only alternative. */
GPtrArray *rc_groups_make(RcStemmer *stemmer, const GPtrArray *words, bool expand);

#endif
