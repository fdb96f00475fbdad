/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked: a query tree, and a request around it.
 *
 * Plain data, read this after document.h.  The parser is a pure function from a
 * string to a tree; it never fails on punctuation.  What it cannot parse it
 * searches as words and says so in a note. */
#ifndef RC_QUERY_H
#define RC_QUERY_H

#include <glib.h>
#include <stdarg.h>
#include <stdbool.h>

#include "schema.h"

/* Limits on what is typed; beyond them the rest is left out with a note. */
#define RC_QUERY_BYTES_MAX 4096
#define RC_QUERY_TERMS_MAX 32
/* Words of one phrase; those beyond the first few count as one term together. */
#define RC_QUERY_PHRASE_WORDS_MAX 200
#define RC_QUERY_PHRASE_TERMS_MAX 9
#define RC_QUERY_NESTING_MAX 8
#define RC_QUERY_PREFIX_LETTERS_MIN 3
/* Words from the first to the last that stand near each other: less than lies between two
 * paragraphs (terms.h). */
#define RC_QUERY_NEAR_USUAL 10
#define RC_QUERY_NEAR_MAX 50

typedef enum {
  RC_QUERY_ALL,    /* everything: an empty query */
  RC_QUERY_WORD,   /* one word, in any inflection; with its hyphens ("co-operation") */
  RC_QUERY_EXACT,  /* =word: this form only */
  RC_QUERY_PREFIX, /* word*: words that begin so */
  RC_QUERY_PHRASE, /* "these words in a row", as written; also an unquoted run
                      that is one word to people ("co-operation") */
  RC_QUERY_FIELD,  /* field:value */
  RC_QUERY_RANGE,  /* year:2018..2020, either end may be open */
  RC_QUERY_NEAR,   /* a NEAR/5 b: in one paragraph, in any order, the last of the children at most
                      so many words further than the first */
  RC_QUERY_AND,
  RC_QUERY_OR,
  RC_QUERY_NOT /* one child: what must not hold */
} RcQueryType;

typedef struct RcQuery RcQuery;
struct RcQuery {
  RcQueryType type;
  RcField field;       /* FIELD and RANGE */
  char *text;          /* WORD, EXACT, PREFIX: normal form; FIELD: value as typed */
  char *from, *to;     /* RANGE, inclusive; NULL = open */
  GPtrArray *words;    /* PHRASE: char *, normal forms, at least two */
  GPtrArray *children; /* AND, OR: two or more RcQuery *; NOT: one; NEAR: two or more of WORD,
                          EXACT, PREFIX, PHRASE, or OR of these */
  guint distance;      /* NEAR: 1 to RC_QUERY_NEAR_MAX */
  bool strict;         /* FIELD: a value that is not known is an error */
};

/* What there is to say of how a query was understood.  Several may share the name by which
 * programs know them. */
typedef enum {
  RC_NOTE_TOO_LONG,              /* bytes that are read */
  RC_NOTE_INVALID_UTF8,          /* - */
  RC_NOTE_CONTROL_CHARACTER,     /* - */
  RC_NOTE_TOO_MANY_TERMS,        /* how many are read, what was left out */
  RC_NOTE_TOO_DEEP,              /* how deep is read */
  RC_NOTE_UNBALANCED_QUOTE,      /* what follows it */
  RC_NOTE_UNBALANCED_OPEN,       /* - */
  RC_NOTE_UNBALANCED_CLOSE,      /* - */
  RC_NOTE_STRAY_OPERATOR,        /* it */
  RC_NOTE_MIXED_OPERATORS,       /* as what they were read */
  RC_NOTE_NEAR_OPERAND,          /* it */
  RC_NOTE_NEAR_LIMITED,          /* it, the words it was taken for */
  RC_NOTE_NEAR_FORMS,            /* how many forms are searched, of what word */
  RC_NOTE_PASTED_PARAGRAPH,      /* what was typed, the symbol */
  RC_NOTE_UNKNOWN_FIELD,         /* its name */
  RC_NOTE_EMPTY_FIELD,           /* its name and the colon */
  RC_NOTE_NO_VALUE,              /* field */
  RC_NOTE_VALUE_NOT_LISTED,      /* field, value, the values there are */
  RC_NOTE_VALUE_NO_LANGUAGE,     /* field, value */
  RC_NOTE_VALUE_NO_PARAGRAPH,    /* field, value */
  RC_NOTE_VALUE_NO_FINGERPRINT,  /* field, value */
  RC_NOTE_VALUE_NO_YEAR,         /* field, value */
  RC_NOTE_UNKNOWN_VALUE,         /* field, value, values near it */
  RC_NOTE_UNKNOWN_VALUE_FAR,     /* field, value */
  RC_NOTE_VALUE_READ_AS,         /* field, value, the values it was taken for */
  RC_NOTE_WITHOUT_VALUE,         /* field, how many documents, of how many */
  RC_NOTE_PREFIX_TOO_SHORT,      /* what was typed */
  RC_NOTE_WILDCARD_IN_QUOTES,    /* what was typed */
  RC_NOTE_WILDCARD_INSIDE,       /* what was typed */
  RC_NOTE_WILDCARD_AFTER_EQUALS, /* what was typed */
  RC_NOTE_NO_WORDS,              /* what was typed */
  RC_NOTE_PREFIX_LIMITED,        /* how many words are searched, their beginning */
  RC_NOTE_DOCUMENTS_LIMITED,     /* how many documents were looked into */
  RC_NOTE_PASSAGES_LIMITED,      /* how many can be named, what was looked for */
  RC_NOTE_AMBIGUOUS_NAME,        /* the name, what it means */
  RC_NOTE_TIME_LIMIT,            /* seconds of processor time */
  RC_NOTE_SINCE_RECORD,          /* when a search was recorded, how many hits it had */
  RC_N_NOTES
} RcNoteCode;

/* Something the person should know about how the query was understood. */
typedef struct {
  RcNoteCode code;
  char **arguments; /* what was typed and the like, as many as its text has places */
} RcNote;

/* The strings that follow are copied, NULL after the last. */
RcNote *rc_note_new(RcNoteCode code, ...) G_GNUC_NULL_TERMINATED;
void rc_note_free(RcNote *note);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcNote, rc_note_free)
bool rc_note_equal(const RcNote *a, const RcNote *b);
/* Adds the note to an array of RcNote *, unless one like it is there; takes it. */
void rc_note_add(GPtrArray *to, RcNote *note);
/* "unbalanced-quote": how programs know it; static. */
const char *rc_note_name(RcNoteCode code);
/* The sentence for people with {1}, {2} where the arguments go; static. */
const char *rc_note_template(RcNoteCode code, RcLanguage language);
/* The sentence with its arguments; yours to free, and so is the next. */
char *rc_note_text(const RcNote *note, RcLanguage language);
/* Of what is wrong with a value, the half that says so, without what the query made of it. */
char *rc_note_problem(const RcNote *note, RcLanguage language);

/* `pattern` with {1}, {2}, ... replaced by the strings of `arguments`, which ends in NULL;
 * what stands in these is not looked at.  Yours to free. */
char *rc_fill_template(const char *pattern, const char *const *arguments);
/* The same of the arguments of a function, whose last is NULL. */
char *rc_fill_template_list(const char *pattern, va_list arguments);

/* Parses `text` (any bytes at all).  Never NULL.  Notes (RcNote *) are added to
 * `notes`.  A field of the query language is any filter of the schema. */
RcQuery *rc_query_parse(const char *text, GPtrArray *notes);

RcQuery *rc_query_new(RcQueryType type);
void rc_query_free(RcQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcQuery, rc_query_free)
/* Both must hold; takes both.  ALL disappears. */
RcQuery *rc_query_and(RcQuery *a, RcQuery *b);
/* All (AND) or any (OR) of an array of RcQuery *, which it takes; a node of the
 * same type gives its children.  NULL for an empty array. */
RcQuery *rc_query_join(RcQueryType type, GPtrArray *queries);
/* The node for field:value: FIELD, or RANGE for years like "2018..2020".  NULL if the
 * value is empty or not one that the schema's rule for the field takes; *problem, unless
 * it is NULL itself, says why and is yours to free. */
RcQuery *rc_query_new_field(RcField field, const char *value, RcNote **problem);
/* The words of `text`, which must all hold; NULL if there are none. */
RcQuery *rc_query_new_words(const char *text);
/* The tree in canonical form, bracketed; parsing it gives the same tree, unless
 * the form is longer than RC_QUERY_BYTES_MAX.  ALL is the empty string. */
char *rc_query_to_string(const RcQuery *query);

/* What is found, and in which order; the lists say how each is called. */
typedef enum { RC_UNIT_DOCUMENT, RC_UNIT_PASSAGE, RC_N_UNITS } RcUnit;
typedef enum { RC_SORT_RELEVANCE, RC_SORT_DATE_DESCENDING, RC_SORT_DATE, RC_N_SORTS } RcSort;
/* How passages are cited, see citation.h. */
typedef enum {
  RC_STYLE_DEFAULT, /* as the output format has it: pages the usual style, text none */
  RC_STYLE_USUAL,   /* the one of the field: of a document of the United Nations un, of a case of
                       the European Court echr, of all else apa; for readers in Russian gost */
  RC_STYLE_UN,
  RC_STYLE_ECHR,
  RC_STYLE_OSCOLA,
  RC_STYLE_BLUEBOOK,
  RC_STYLE_GOST,
  RC_STYLE_APA,
  RC_N_STYLES
} RcCitationStyle;
extern const RcNamed rc_units[RC_N_UNITS + 1], rc_sorts[RC_N_SORTS + 1],
    rc_citation_styles[RC_N_STYLES + 1];

/* One search, from the command line or a URL. */
typedef struct {
  char *text;                      /* the query as typed, valid UTF-8 */
  char *similar;                   /* what is found is like that passage, "ID:PASSAGE", of what
                                      the rest asks for; NULL: it answers */
  GPtrArray *filters[RC_N_FIELDS]; /* of char *: values of the filter options as
                                      typed; NULL where none was given */
  RcQuery *query;                  /* what text and filters mean together; set by
                     rc_request_prepare */
  GPtrArray *known;                /* of char *: SHA-256 of documents that are left out of all that
                                      is found; NULL: none */
  GPtrArray *notes;
  RcUnit unit;
  RcSort sort;
  guint limit;    /* hits on this page, at most RC_REQUEST_LIMIT_MAX */
  bool all;       /* all that is found is wanted, page after page; the nearest are not */
  guint offset;   /* hits before this page */
  guint passages; /* passages shown of each document */
  RcCitationStyle cite;
  bool facets;
  bool explain;   /* tell all that each word is looked for by */
  bool expand;    /* words stand for other names, translations and near words, too */
  bool collapse;  /* of passages with the same words one is shown, where passages are found */
  bool forgiving; /* a filter's value that is unknown is searched as words, with a note, as in the
                     query itself; else it is an error.  Set before rc_request_set */
} RcRequest;

#define RC_REQUEST_VALUE_BYTES_MAX 1024 /* of a filter */
#define RC_REQUEST_LIMIT_DEFAULT 10
#define RC_REQUEST_LIMIT_MAX 1000
#define RC_REQUEST_ALL_PAGE 200 /* hits that are read at a time where all are wanted */
#define RC_REQUEST_OFFSET_MAX 100000
#define RC_REQUEST_PASSAGES_DEFAULT 3
#define RC_REQUEST_PASSAGES_MAX 100
/* The most a web request may ask for; more is cut to this.  Of hits beyond the offset
 * none is linked to: nobody reads so far, and each costs as much as all before it. */
#define RC_REQUEST_WEB_LIMIT_MAX 50
#define RC_REQUEST_WEB_OFFSET_MAX 10000
#define RC_REQUEST_WEB_PASSAGES_MAX 20

/* A request with defaults, an empty query and no notes. */
RcRequest *rc_request_new(void);
void rc_request_free(RcRequest *request);
/* Sets one option by the name it has on the command line and in a URL ("region",
 * "limit", "q" for the query itself).  Given twice, a filter collects both
 * values; any other option keeps the last.  RC_ERROR_BAD_QUERY names option and
 * value if it is unknown or cannot be used. */
bool rc_request_set(RcRequest *request, const char *name, const char *value, GError **error);
/* Makes request->query: the parsed text AND, for each filter, all of its values where a paragraph
 * can have several, else any.
 * Call once, after the last rc_request_set. */
void rc_request_prepare(RcRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcRequest, rc_request_free)

#endif
