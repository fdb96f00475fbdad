/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vocabulary as its files have it, read and checked: what write.c makes tables of.  The format
 * of the files is described in vocabulary/README.md. */
#ifndef RC_READ_H
#define RC_READ_H

#include <glib.h>
#include <stdbool.h>

#include "vocabulary.h"

typedef struct {
  RcField field;
  char *id, *parent_id, *labels[2]; /* labels in English and Russian */
  int parent;                       /* number of a concept, or -1 */
  int names;                        /* how many it has */
  const char *file;                 /* where it stands */
  int line;
} RcSourceConcept;

typedef struct {
  char *text, *words, *language; /* as written; in normal form; a language tag */
  int concept;
  RcFormKind kind;
  RcFormRule rule;
  unsigned years[2]; /* first and last year of a historical name; 0: unknown */
  int name;          /* of its concept, from 1 */
  int order;         /* in the files */
} RcSourceForm;

/* "became: KZ-61": a concept of the past, and what has its land now. */
typedef struct {
  int concept, successor; /* numbers of concepts */
  char *id;               /* of the successor */
  const char *file;
  int line;
} RcSourceSuccessor;

typedef struct {
  GArray *concepts;     /* of RcSourceConcept */
  GArray *forms;        /* of RcSourceForm; no two of a concept have the same words */
  GArray *successors;   /* of RcSourceSuccessor, concept by concept */
  GHashTable *lemmas;   /* word -> its lemma */
  GHashTable *contexts; /* words -> one bit for each RcContext */
  char *digest;         /* SHA-256 of all that was read, in hexadecimal */
} RcSource;

/* Reads the files at `paths`, whatever their order.  What is wrong is said on standard error as
 * "file:line: reason", all of it, and NULL is the answer.  What is returned lasts as long as the
 * process, which is a short one, and borrows `paths`. */
RcSource *rc_source_read(char **paths);

#endif
