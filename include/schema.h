/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema of the index: one table of fields.
 *
 * It is the only place that knows term prefixes and value slots.  The table is
 * documented for readers of the index in recourse-index-format(5); changing it
 * means raising RC_SCHEMA_VERSION. */
#ifndef RC_SCHEMA_H
#define RC_SCHEMA_H

#include <glib.h>
#include <stdbool.h>

/* Stored in the index.  A program refuses an index whose number is higher. */
#define RC_SCHEMA_VERSION 4

/* The longest term Xapian's glass backend takes, in bytes. */
#define RC_TERM_BYTES_MAX 245

typedef enum {
  RC_FIELD_ENTRY,        /* "document" on each document entry */
  RC_FIELD_ID,           /* unique term of the PDF, on all of its entries */
  RC_FIELD_PASSAGE,      /* a passage's ordinal; unique together with the id */
  RC_FIELD_PATH,         /* root number and path, on the document entry */
  RC_FIELD_WORD,         /* a word as written, normalised, with positions */
  RC_FIELD_STEM,         /* a stem or a lexicon form */
  RC_FIELD_REGION,       /* concept id, its ancestors too */
  RC_FIELD_GROUP,        /* concept id, its ancestors too */
  RC_FIELD_BODY,         /* concept id */
  RC_FIELD_SYMBOL,       /* the document's own symbol, upper case */
  RC_FIELD_CITES,        /* a symbol cited */
  RC_FIELD_ARTICLE,      /* an instrument named, "ICCPR", or an article of it, "ICCPR:26" */
  RC_FIELD_LANGUAGE,     /* BCP 47 */
  RC_FIELD_YEAR,         /* four digits */
  RC_FIELD_ORGANISATION, /* normalised name */
  RC_FIELD_TYPE,
  RC_FIELD_KIND,
  RC_FIELD_TITLE,  /* a stem of the title */
  RC_FIELD_STATUS, /* how reading ended */
  RC_FIELD_DATE,   /* date key, see below; no terms */
  RC_FIELD_RIGHT,  /* concept id of a right or a violation, its ancestors too */
  RC_N_FIELDS
} RcField;

/* Entries of the index that carry a field. */
enum { RC_IN_DOCUMENT = 1, RC_IN_PASSAGE = 2 };

/* Who makes the terms of a field: a worker process, which has read an untrusted
 * PDF and says what stands in it, or only the parent process: what a document is,
 * where it lies and what people say of it. */
typedef enum { RC_BY_PARENT, RC_BY_WORKER } RcMaker;

typedef struct {
  const char *name;   /* in options, URLs, the query language and JSON facets */
  const char *prefix; /* of its terms; "" for plain words; NULL: no terms */
  int slot;           /* value slot, or -1 */
  unsigned entries;   /* RC_IN_DOCUMENT | RC_IN_PASSAGE */
  RcMaker maker;
  bool filter;  /* a search option and a field of the query language */
  bool facet;   /* counted; its slot holds a list of values */
  bool concept; /* its values are concepts of the vocabulary, found as mentions */
} RcFieldInfo;

/* The row of `field`; never NULL, static. */
const RcFieldInfo *rc_schema_field(RcField field);
/* The field with that name (or customary alias: lang, org); -1 if none. */
int rc_schema_field_by_name(const char *name);

/* The term for a value of `field`, yours to free.  A value too long for a term
 * is cut and ends in a hash of the whole, so that it stays distinct.  Values of
 * RC_FIELD_SYMBOL, _CITES and _ORGANISATION are compared in upper case, others as
 * they are. */
char *rc_schema_term(RcField field, const char *value);
/* As above into a reused buffer: no allocation on the way of every word. */
void rc_schema_append_term(GString *term, RcField field, const char *value);

/* The value of RC_FIELD_DATE on every entry: date (or NULL), a separator, id.  Dates sort,
 * and documents of one date by their ids: never by the order in which they were indexed.
 * One document has one key, so it also tells documents apart.  New: yours to free; id:
 * borrowed, "" if it is not a key. */
char *rc_schema_new_date_key(const char *date, const char *id);
const char *rc_schema_date_key_id(const char *key);

/* Several values in one facet slot.  Join: yours to free; split: strv, yours.
 * The separator is U+001F; values that contain control characters are refused
 * by the maker's checks before they come here. */
char *rc_schema_join_values(GPtrArray *values);
char **rc_schema_split_values(const char *joined);

#endif
