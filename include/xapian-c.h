/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Xapian for C: the part of its API that a full-text index needs, with no word
 * of Recourse's own domain in it.
 *
 * Terms are NUL-terminated strings and contain no NUL; values and metadata are
 * bytes with a length.  Document ids count from 1; 0 is no document.  No
 * exception leaves a function: every failure is a GError of XAPIAN_ERROR, and NULL
 * or false is returned if and only if *error is set.  Documents and queries are
 * made without one: what went wrong in making them (an empty term, memory) is told
 * by the function that adds the document or searches for the query.  Only where
 * memory does not suffice for a struct does the process end, as with GLib.  An
 * object must not be shared between threads.  A XapianQuery, once combined into
 * another, may be freed: queries share their parts. */
#ifndef XAPIAN_C_H
#define XAPIAN_C_H

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

#define XAPIAN_ERROR xapian_error_quark()
GQuark xapian_error_quark(void);

typedef enum {
  XAPIAN_ERROR_MODIFIED,  /* the database moved on under a reader: reopen */
  XAPIAN_ERROR_LOCKED,    /* another writer has it */
  XAPIAN_ERROR_NO_LOCKS,  /* its file system has none */
  XAPIAN_ERROR_NOT_FOUND, /* no such database or document */
  XAPIAN_ERROR_CORRUPT,   /* not a database, damaged, or of another version */
  XAPIAN_ERROR_MEMORY,
  XAPIAN_ERROR_TIME, /* is_over of the search said so */
  XAPIAN_ERROR_OTHER
} XapianErrorCode;

typedef struct XapianDatabase XapianDatabase;
typedef struct XapianWriter XapianWriter;
typedef struct XapianDocument XapianDocument;
typedef struct XapianQuery XapianQuery;

/* --- reading --- */

/* `path` is a database folder or a stub file. */
XapianDatabase *xapian_database_open(const char *path, GError **error);
void xapian_database_free(XapianDatabase *database);
bool xapian_database_reopen(XapianDatabase *database, GError **error);
/* A string that changes with every commit; yours to free. */
char *xapian_database_state(XapianDatabase *database, GError **error);

/* How many documents there are, and how many have `term`. */
bool xapian_database_count(XapianDatabase *database, guint32 *documents, GError **error);
bool xapian_database_term_frequency(XapianDatabase *database, const char *term, guint32 *frequency,
                                    GError **error);
/* A metadata value, yours to free; empty if there is none. */
char *xapian_database_metadata(XapianDatabase *database, const char *key, GError **error);
/* A document's data, NUL-terminated after *length bytes; yours to free. */
char *xapian_database_data(XapianDatabase *database, guint32 docid, gsize *length, GError **error);
/* A document's value in a slot, NUL-terminated; yours to free; empty if none. */
char *xapian_database_value(XapianDatabase *database, guint32 docid, guint slot, GError **error);
/* Ids of the documents that have `term`, ascending, at most `limit` (0: all); an
 * array of guint32, yours. */
GArray *xapian_database_postings(XapianDatabase *database, const char *term, guint limit,
                                 GError **error);
/* Shows where `term` stands in those of `count` documents that have it: `docids` ascend, and so do
 * the positions in each; `place` counts the documents from 0. */
typedef void (*XapianPositionVisitor)(guint place, guint32 position, gpointer data);
bool xapian_database_visit_positions(XapianDatabase *database, const char *term,
                                     const guint32 *docids, guint count,
                                     XapianPositionVisitor visit, gpointer data, GError **error);
/* All terms that begin with `prefix`, in byte order, at most `limit` (0: all); of
 * char *, yours. */
GPtrArray *xapian_database_terms(XapianDatabase *database, const char *prefix, guint limit,
                                 GError **error);
/* Shows the same terms one by one instead, each until the next, as long as `visit` returns
 * true. */
typedef bool (*XapianTermVisitor)(const char *term, gpointer data);
bool xapian_database_visit_terms(XapianDatabase *database, const char *prefix,
                                 XapianTermVisitor visit, gpointer data, GError **error);

/* Writes what the database holds to a new one in the folder `path`, as small as it can
 * be.  Document ids are given anew, in the same order. */
bool xapian_database_compact(XapianDatabase *database, const char *path, GError **error);
/* Looks through all tables of the database in the folder `path`.  *problems is how many
 * it found, *report what it says of them, yours to free. */
bool xapian_check(const char *path, gsize *problems, char **report, GError **error);

/* --- writing --- */

/* Opens one that is there for writing; makes a new one where there is none.  Neither does
 * what the other is for. */
XapianWriter *xapian_writer_open(const char *path, GError **error);
XapianWriter *xapian_writer_create(const char *path, GError **error);
/* Discards what was not committed. */
void xapian_writer_free(XapianWriter *writer);
/* Between begin and commit nothing becomes visible; a crash keeps the state of
 * the last commit. */
bool xapian_writer_begin(XapianWriter *writer, GError **error);
bool xapian_writer_commit(XapianWriter *writer, GError **error);
bool xapian_writer_add(XapianWriter *writer, const XapianDocument *document, GError **error);
/* Replaces the contents of one document id. */
bool xapian_writer_replace(XapianWriter *writer, guint32 docid, const XapianDocument *document,
                           GError **error);
/* A document as it is stored, to be changed and given to xapian_writer_replace. */
XapianDocument *xapian_writer_read(XapianWriter *writer, guint32 docid, GError **error);
/* Removes every document that has `term`. */
bool xapian_writer_delete(XapianWriter *writer, const char *term, GError **error);
bool xapian_writer_set_metadata(XapianWriter *writer, const char *key, const char *value,
                                GError **error);
/* The writer as a reader of its own uncommitted state; borrowed. */
XapianDatabase *xapian_writer_database(XapianWriter *writer);

XapianDocument *xapian_document_new(void);
void xapian_document_free(XapianDocument *document);
void xapian_document_set_data(XapianDocument *document, const char *data, gsize length);
/* Adds `wdf` to the within-document frequency; 0 makes the term filter only. */
void xapian_document_add_term(XapianDocument *document, const char *term, guint wdf);
void xapian_document_add_posting(XapianDocument *document, const char *term, guint position,
                                 guint wdf);
/* Does nothing where the document has no such term. */
void xapian_document_remove_term(XapianDocument *document, const char *term);
void xapian_document_add_value(XapianDocument *document, guint slot, const char *value);

/* --- queries; all yours to free, never NULL --- */

typedef enum {
  XAPIAN_AND,
  XAPIAN_OR,
  XAPIAN_AND_NOT,   /* the first, without any of the others */
  XAPIAN_AND_MAYBE, /* the first; the others add to its weight */
  XAPIAN_FILTER,    /* the first, where the others hold; their weight is not used */
  XAPIAN_SYNONYM,   /* any, weighed as if one term */
  XAPIAN_MAX        /* any, weighed as the best of them */
} XapianOperator;

XapianQuery *xapian_query_new_all(void);     /* every document */
XapianQuery *xapian_query_new_nothing(void); /* no document */
XapianQuery *xapian_query_new_term(const char *term);
XapianQuery *xapian_query_new_combined(XapianOperator op, XapianQuery *const *queries, guint count);
/* The terms one after the other. */
XapianQuery *xapian_query_new_phrase(const char *const *terms, guint count);
/* Some term of each row, in any order, within `window` words. */
XapianQuery *xapian_query_new_near(const GPtrArray *const *rows, guint count, guint window);
/* The documents whose ids lie in one of `ranges`, without weight.  Of XapianRange, ascending, not
 * overlapping; copied.  For a database that is one: of several searched as one, ids take
 * turns. */
typedef struct {
  guint32 first, last;
} XapianRange;
XapianQuery *xapian_query_new_ranges(const GArray *ranges);
/* The same of single ids, of guint32. */
XapianQuery *xapian_query_new_docids(const GArray *docids);
/* Values of a slot between two bounds, inclusive, compared as bytes; NULL: open. */
XapianQuery *xapian_query_new_value_range(guint slot, const char *from, const char *to);
/* Weight multiplied by `factor`; 0: a condition without weight. */
XapianQuery *xapian_query_new_scaled(const XapianQuery *query, double factor);
/* Every document, with a constant weight. */
XapianQuery *xapian_query_new_weight(double weight);
XapianQuery *xapian_query_copy(const XapianQuery *query);
void xapian_query_free(XapianQuery *query);

/* --- searching --- */

#define XAPIAN_NO_SLOT (-1)

/* A constant weight for what the query finds. */
typedef struct {
  XapianQuery *query;
  double weight;
} XapianTier;

/* One search.  Zero-initialise, set slots to XAPIAN_NO_SLOT where unused. */
typedef struct {
  const XapianQuery *query;    /* what weighs... */
  const XapianQuery *within;   /* ...of what this finds; NULL: of all.  Where all are counted, only
                                this is looked through: `query` must find all of it */
  const XapianQuery *untiered; /* what `query` weighs apart from these, or NULL.  Where all are
                                  counted, a tier that all or none of them are in is not weighed for
                                  each: the weights are the same, and found sooner */
  const XapianTier *tiers;
  guint tier_count;
  guint offset, limit;
  guint check_at_least;   /* candidates looked at for exact counts; G_MAXUINT: all */
  bool by_docid;          /* in the order of ids, without weights */
  int collapse_slot;      /* only the best documents of each value... */
  guint collapse_most;    /* ...so many; 0: one */
  int sort_slot;          /* order by the values of this slot */
  bool sort_reverse;      /* descending values */
  bool weight_first;      /* by weight, then by value; else by value, then by weight */
  double bm25_k1;         /* how much repeating a term counts; 0 with b: Xapian's default */
  double bm25_b;          /* how much long documents are held back, 0 to 1 */
  const int *facet_slots; /* slots whose values are counted */
  guint facet_count;
  char facet_separator;           /* a value is several, with this byte between them; 0: one */
  const GArray *facet_starts;     /* of guint32, ascending, or NULL: documents from one of these ids
                                 up to the next count once for a value; in a database that is
                                 one */
  bool (*is_over)(gpointer data); /* asked now and then while matching, ends it; or NULL */
  gpointer is_over_data;
} XapianSearch;

typedef struct {
  guint32 docid;
  double weight;
  char *collapse_value; /* NULL without collapse_slot */
  guint32 collapsed;    /* at the least so many others have that value; exactly, if all were
                           looked at */
} XapianMatch;

typedef struct {
  char *value;
  guint32 count;
} XapianValueCount;

typedef struct {
  guint32 lower, estimated, upper; /* bounds on the number of matches; with collapse_slot of those
                                      that are kept, exact if all were looked at */
  guint32 uncollapsed;             /* without collapse_slot; exactly, if all were looked at */
  GArray *matches;                 /* of XapianMatch */
  GPtrArray *facets;               /* per facet slot a GArray of XapianValueCount */
  GArray *docids; /* of guint32, ascending: all that is found; NULL where not all were counted,
                     or in several databases */
} XapianResult;

XapianResult *xapian_search(XapianDatabase *database, const XapianSearch *search, GError **error);
void xapian_result_free(XapianResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianDatabase, xapian_database_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianWriter, xapian_writer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianDocument, xapian_document_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianQuery, xapian_query_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(XapianResult, xapian_result_free)

G_END_DECLS

#endif
