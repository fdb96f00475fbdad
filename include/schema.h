/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema of the index: one table of fields.
 *
 * All that is to be known of a field stands in its row and nowhere else: how the index
 * holds it, how a search asks for it, and what people are shown of it.  It is the only
 * place that knows term prefixes and value slots.  The table is documented for readers
 * of the index in recourse-index-format(5); changing what it says of the index means
 * raising RC_SCHEMA_VERSION. */
#ifndef RC_SCHEMA_H
#define RC_SCHEMA_H

#include <glib.h>
#include <stdbool.h>

/* Stored in the index.  A program refuses an index whose number is higher. */
#define RC_SCHEMA_VERSION 7
/* The lowest that is searched: 6 has no fingerprints, so that each passage is shown by itself.  All
 * that is older than now, recourse-index makes anew from its archive. */
#define RC_SCHEMA_OLDEST 6

/* The longest term Xapian's glass backend takes, in bytes. */
#define RC_TERM_BYTES_MAX 245

/* The languages in which people are spoken to; of documents there are more. */
typedef enum { RC_LANGUAGE_EN, RC_LANGUAGE_RU, RC_N_LANGUAGES } RcLanguage;

/* In the order in which options and chosen filters are listed. */
typedef enum {
  RC_FIELD_ENTRY,         /* "document" on each document entry */
  RC_FIELD_ID,            /* unique term of the PDF, on all of its entries */
  RC_FIELD_PASSAGE,       /* a passage's ordinal; unique together with the id */
  RC_FIELD_PATH,          /* root number and path, on the document entry */
  RC_FIELD_WORD,          /* a word of a document as written, normalised, with positions */
  RC_FIELD_START,         /* where the words of each passage of a document begin: positions */
  RC_FIELD_STEM,          /* a stem or a lexicon form of a passage */
  RC_FIELD_DOCUMENT_STEM, /* the same of a document as a whole */
  RC_FIELD_CONTEXT,       /* a stem of what stands over a passage: title, headings, organisation */
  RC_FIELD_COUNTRY,       /* the State a document is about, ISO 3166-1 */
  RC_FIELD_REGION,        /* concept id, its ancestors too */
  RC_FIELD_GROUP,         /* concept id, its ancestors too */
  RC_FIELD_BODY,          /* concept id */
  RC_FIELD_SYMBOL,        /* the document's own symbol, upper case */
  RC_FIELD_CITES,         /* a symbol cited */
  RC_FIELD_ARTICLE,       /* an instrument named, "ICCPR", or an article of it, "ICCPR:26" */
  RC_FIELD_LANGUAGE,      /* BCP 47 */
  RC_FIELD_YEAR,          /* four digits */
  RC_FIELD_ORGANISATION,  /* normalised name */
  RC_FIELD_TYPE,
  RC_FIELD_KIND,
  RC_FIELD_TITLE,     /* a stem of the title */
  RC_FIELD_STATUS,    /* how reading ended */
  RC_FIELD_DATE,      /* date key, see below; no terms */
  RC_FIELD_RIGHT,     /* concept id of a right or a violation, its ancestors too */
  RC_FIELD_PARAGRAPH, /* the number of a paragraph, and of "12 (a)" 12, too */
  RC_FIELD_ALIKE,     /* a fingerprint, that of all passages that repeat the same words */
  RC_N_FIELDS
} RcField;

/* Entries of the index that carry a field. */
enum { RC_IN_DOCUMENT = 1, RC_IN_PASSAGE = 2 };

/* Who makes the terms of a field: a worker process, which has read an untrusted
 * PDF and says what stands in it, or only the parent process: what a document is,
 * where it lies and what people say of it. */
typedef enum { RC_BY_PARENT, RC_BY_WORKER } RcMaker;

/* One of a list of names: what programs call it and what people are shown. */
typedef struct {
  const char *name;                  /* in options, URLs, JSON and the index */
  const char *label[RC_N_LANGUAGES]; /* never NULL */
  bool unlisted;                     /* known, but not offered in a form */
} RcNamed;

/* How a search finds what has a value of a field. */
typedef enum {
  RC_MATCH_VALUE,  /* by the term of the value as it was given */
  RC_MATCH_NAME,   /* the value is any name of a concept */
  RC_MATCH_WORDS,  /* it is words, all of which must stand there */
  RC_MATCH_SYMBOL, /* it is a symbol in any spelling, or the beginning of some */
  RC_MATCH_YEARS   /* it is a year or a range of years, found by dates */
} RcMatch;

/* What a value of a field must be. */
typedef enum {
  RC_VALUE_ANY,        /* any text */
  RC_VALUE_LISTED,     /* one of `values` */
  RC_VALUE_LANGUAGE,   /* a tag of one, see language-tag.h */
  RC_VALUE_PARAGRAPH,  /* the number of a paragraph, see rc_schema_paragraph */
  RC_VALUE_FINGERPRINT /* RC_ALIKE_DIGITS hexadecimal digits, in lower case */
} RcValueRule;

#define RC_FIELD_ALIASES_MAX 2

typedef struct {
  /* The index. */
  const char *name;   /* in options, URLs, the query language and JSON */
  const char *prefix; /* of its terms; "" for plain words; NULL: no terms */
  unsigned entries;   /* RC_IN_DOCUMENT | RC_IN_PASSAGE */
  RcMaker maker;
  bool caseless;    /* terms hold values in upper case */
  bool concept;     /* its values are concepts of the vocabulary, found as mentions */
  bool several;     /* a paragraph can have more than one value: two asked for must both hold */
  RcField named_as; /* its values are concepts, too, of that other field; 0: they are not */
  RcValueRule rule; /* of its values */
  const RcNamed *values; /* that people know by another name, the row after the last has
                            none; NULL: values are shown as they are */

  /* The search; all of it empty for what no search asks for. */
  const char *aliases[RC_FIELD_ALIASES_MAX]; /* other names people type; NULL: no more */
  const char *argument;                      /* what stands for the value in the help: "NAME" */
  const char *help; /* of the option, one line, lower case, no full stop; NULL: it is
                           neither an option nor a field of the query language */
  RcMatch match;
  bool evidence; /* passages with the value answer by themselves: they are shown even
                    if nothing else was asked */

  /* What people are shown. */
  const char *label[RC_N_LANGUAGES]; /* its name over its values; NULL: never shown */
  int facet;                         /* its place among the facets, from 1; 0: not counted */
  bool form; /* has a place in the form of the web page, in the order of the facets */
  const char *hint[RC_N_LANGUAGES]; /* an example in the empty input of the form; NULL
                                       where values are chosen from a list */
} RcFieldInfo;

/* The row of `field`; never NULL, static. */
const RcFieldInfo *rc_schema_field(RcField field);
/* The field with that name or alias; -1 if none. */
int rc_schema_field_by_name(const char *name);
/* True if a search can ask for it: by an option, in a URL and in the query language. */
bool rc_schema_is_filter(RcField field);
/* The field at that place among the facets, from 1; -1 behind the last. */
int rc_schema_facet(int place);
/* The row of a value in the list of its field, any case of ASCII letters; NULL if it is
 * not listed. */
const RcNamed *rc_schema_value(RcField field, const char *value);

/* The number of a paragraph as a value: lower case, without spaces, "12(a)"; yours to free.  NULL
 * if nothing is left of it, or it is longer than RC_PARAGRAPH_BYTES_MAX. */
#define RC_PARAGRAPH_BYTES_MAX 32
char *rc_schema_paragraph(const char *number);

/* The digits of a fingerprint. */
#define RC_ALIKE_DIGITS 16

/* The term for a value of `field`, yours to free.  A value too long for a term
 * is cut and ends in a hash of the whole, so that it stays distinct. */
char *rc_schema_term(RcField field, const char *value);
/* As above into a reused buffer: no allocation on the way of every word. */
void rc_schema_append_term(GString *term, RcField field, const char *value);

/* Value slots. */
enum {
  RC_SLOT_DATE = 1,        /* on every entry: the date key, see below */
  RC_SLOT_DOCUMENT_FACETS, /* on every entry: what is counted of its document */
  RC_SLOT_PASSAGE_FACETS,  /* what is counted of a passage; of a document, what its passages have */
  RC_SLOT_ALIKE            /* of a passage its fingerprint: of several with the same one is shown */
};

/* The field whose concepts name the values of `field`: itself, the one that its row says, or -1
 * where values are no concepts. */
int rc_schema_concepts(RcField field);

/* The value of RC_SLOT_DATE: date (or NULL), a separator, id.  Dates sort,
 * and documents of one date by their ids: never by the order in which they were indexed.
 * One document has one key, so it also tells documents apart.  New: yours to free; id:
 * borrowed, "" if it is not a key. */
char *rc_schema_new_date_key(const char *date, const char *id);
const char *rc_schema_date_key_id(const char *key);

/* So many values of one field are counted of one document, those that it names first: more
 * would slow every search that finds it.  All are found by filters. */
#define RC_FACET_VALUES_MAX 1000

/* What is counted of an entry stands in a facet slot as terms (prefix and value, in the case of
 * the value) with this byte between them; values that contain control characters are refused by
 * the maker's checks before they come here. */
#define RC_FACET_SEPARATOR '\x1f'
void rc_schema_append_facet(GString *facets, RcField field, const char *value);
/* Of one of these terms the field, -1 if it is of none that is counted, and the value in it. */
int rc_schema_facet_field(const char *term, const char **value);

#endif
