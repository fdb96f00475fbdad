/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Recourse knows of one PDF: a document and its passages.
 *
 * Plain data, read this first.  One PDF is one RcDocument; each of its
 * paragraphs is one RcPassage.  Text is UTF-8 everywhere; every offset is in
 * bytes of the text it belongs to and every range is half-open.  Pages are
 * counted from 1 in the order of the file; the number printed on a page is its
 * label and is only ever shown, never computed with.
 *
 * A struct owns all that it points to; the _free functions free it whole.
 * NULL strings and empty arrays mean "not known". */
#ifndef RC_DOCUMENT_H
#define RC_DOCUMENT_H

#include <glib.h>
#include <stdbool.h>

#include "schema.h"

/* What a paragraph is on the page. */
typedef enum {
  RC_KIND_BODY,
  RC_KIND_HEADING,
  RC_KIND_FOOTNOTE,
  RC_KIND_RECOMMENDATION,
  RC_KIND_TABLE,
  RC_N_KINDS
} RcKind;

/* How reading a document ended; the list is closed. */
typedef enum {
  RC_STATUS_OK,            /* read whole */
  RC_STATUS_PARTIAL,       /* some pages could not be read */
  RC_STATUS_NO_TEXT,       /* read, but no page has text: most likely a scan not read by OCR */
  RC_STATUS_ENCRYPTED,     /* needs a password */
  RC_STATUS_DAMAGED,       /* not a PDF, or broken beyond reading */
  RC_STATUS_TIMEOUT,       /* took longer than its limit */
  RC_STATUS_OUT_OF_MEMORY, /* needed more memory than its limit */
  RC_STATUS_CRASHED,       /* the worker process died */
  RC_STATUS_TOO_BIG,       /* larger than Recourse reads */
  RC_STATUS_UNREADABLE,    /* the file could not be opened or read */
  RC_N_STATUSES
} RcStatus;

/* Descriptive metadata.  Each value is text; dates are ISO 8601, as precise as
 * the source ("2020", "2020-11", "2020-11-24"); languages are BCP 47 ("en");
 * the country is an ISO 3166-1 code; the type is one of the values that
 * the schema lists. */
typedef enum {
  RC_METADATA_TITLE,
  RC_METADATA_ORGANISATION,
  RC_METADATA_DATE,
  RC_METADATA_SYMBOL,
  RC_METADATA_TYPE,
  RC_METADATA_COUNTRY,
  RC_METADATA_LANGUAGE,
  RC_METADATA_ORIGINAL_LANGUAGE,
  RC_METADATA_APPLICANT,
  RC_METADATA_RESPONDENT,
  RC_N_METADATA
} RcMetadataField;

/* Names as they stand in JSON, URLs and the index ("no-text"), from the lists in the
 * schema; the from_name functions return false for an unknown name and leave *value
 * alone. */
const char *rc_kind_name(RcKind kind);
bool rc_kind_from_name(const char *name, RcKind *value);
const char *rc_status_name(RcStatus status);
bool rc_status_from_name(const char *name, RcStatus *value);
bool rc_type_is_known(const char *name);
const char *rc_metadata_name(RcMetadataField field);

/* One descriptive value and where it came from: "pdf", "page 1", "sidecar". */
typedef struct {
  char *value;
  char *source;
} RcMetadata;

/* One place where the bytes of a document lie.  Set by the parent process
 * only. */
typedef struct {
  guint32 root;  /* number of the indexed root, see index.h */
  char *path;    /* below that root, "/"-separated; raw bytes of the file system */
  gint64 mtime;  /* nanoseconds since 1970 to the millisecond; below it, what a sidecar says of the
                    file, see rc_sidecar_digest */
  guint64 bytes; /* size of the file */
} RcFile;

/* Frees its path; for g_array_set_clear_func() too. */
void rc_file_clear(gpointer file);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RcFile, rc_file_clear)
/* A copy whose path is its own. */
RcFile rc_file_copy(const RcFile *file);

/* Items of a record that this program does not know, as they stood there: they are kept
 * when the record is written anew. */
typedef struct {
  GByteArray *bytes; /* NULL: none */
  guint items;
} RcMore;

/* Why text of a page is not seen on it, and thus left out; bits of a set. */
typedef enum {
  RC_HIDDEN_COVERED = 1,  /* under a filled box */
  RC_HIDDEN_PICTURE = 2,  /* under a picture or the like */
  RC_HIDDEN_MARKED = 4,   /* under a mark for redaction */
  RC_HIDDEN_PALE = 8,     /* in the colour of what is behind it */
  RC_HIDDEN_TINY = 16,    /* of a size that nobody reads */
  RC_HIDDEN_UNDRAWN = 32, /* in the PDF as invisible text, and no layer of OCR */
  RC_HIDDEN_UNSURE = 64,  /* it would have taken too long to look whether there is any */
  RC_HIDDEN_ALL = 127
} RcHidden;

/* In English, for people and JSON: "under a filled box"; of one bit. */
const char *rc_hidden_name(RcHidden why);

/* A page with hidden text. */
typedef struct {
  guint32 page;
  guint32 why; /* of RcHidden */
} RcHiddenPage;

/* The version of the reader: raise it whenever the same PDF would be read to other text,
 * paragraphs, numbers or descriptions than before, or other text be hidden; the next runs then
 * read again what an earlier reader has read. */
#define RC_READER_VERSION 7

/* Hexadecimal digits of a SHA-256, and of the beginning of it that is an id. */
#define RC_DIGEST_DIGITS 64
#define RC_ID_DIGITS 16

typedef struct {
  char *id;      /* the first 16 hex digits of sha256, or all of them where another
                    document of the index begins with the same */
  char *sha256;  /* 64 lower-case hex digits, of the file's bytes */
  GArray *files; /* of RcFile, in order of path; at least one */
  RcStatus status;
  char *reader;           /* what read it, and within which limits: where it failed, it is tried
                    again only by another, see reading.h */
  guint32 reader_version; /* RC_READER_VERSION of what read it; 0 where that is not known: it
                             is older than all */
  RcMetadata metadata[RC_N_METADATA];
  guint32 pages;        /* pages in the PDF, 0 if it could not be opened */
  guint32 pages_read;   /* pages whose text was extracted */
  guint32 pages_ocr;    /* of these, pages read by OCR */
  guint32 ocr_wanted;   /* pages without a readable text layer that OCR has not been
                                tried on */
  guint32 passages;     /* how many it has */
  GArray *pack_starts;  /* of guint32: ordinals of the passages whose entries hold
                                a pack of passages (see pack.h), ascending from 1 */
  GArray *hidden;       /* of RcHiddenPage, ascending: pages with text that is left out
                                because no reader sees it */
  RcMore more;          /* what a later Recourse knows of it */
  RcMore more_metadata; /* values under names that only a later Recourse knows */
} RcDocument;

/* No passage is longer, in bytes of its text: a paragraph that is (a register of names, a page
 * of one word) is several, one after the other, cut between sentences, rows or words, each with
 * the number, section and kind of the paragraph, so that each is cited as it is.  Documents that
 * were read before there was this bound may have longer ones. */
#define RC_PASSAGE_BYTES_MAX 8192

/* From `offset` on, a passage's text stands on `page`. */
typedef struct {
  guint32 offset;
  guint32 page;
} RcPageStart;

/* A concept of the vocabulary named in a passage. */
typedef struct {
  RcField field; /* whose values are concepts */
  char *concept; /* its id: "KZ-31", "dungan"; of an article "ICCPR:26" */
  guint32 start, end;
} RcMention;

/* Another document cited in a passage. */
typedef struct {
  char *symbol;    /* "CERD/C/KAZ/CO/8-10" */
  char *paragraph; /* "24", or NULL where none is given */
  guint32 start, end;
} RcCitation;

typedef struct {
  guint32 ordinal; /* from 1 in the document */
  RcKind kind;
  char *text;            /* of a row of a table: its cells with a tab between */
  GArray *page_starts;   /* of RcPageStart, ascending, at least one with offset 0 */
  char *page_label;      /* printed on the first page, or NULL */
  char *last_page_label; /* of a passage over several pages, printed on the last, or NULL */
  char *number;          /* "14", "14 (a)", "85, recommendation 57", "Article 14 (2)", "fn. 7", or
                          NULL; the same on parts of a paragraph, on no other */
  GPtrArray *section;    /* of char *: headings above it, outermost first */
  char *language;        /* BCP 47, or NULL */
  double ocr;            /* confidence from 0 to 1; negative if not read by OCR */
  guint32 footnote_of;   /* ordinal of the passage that calls this footnote, or 0 */
  GArray *mentions;      /* of RcMention, by start */
  GArray *cites;         /* of RcCitation, by start */
  GPtrArray *columns;    /* of char *: of a row of a table, what stands over each of its cells, ""
                          where nothing does; empty where nothing is known to stand over any */
  guint32 unnumbered;    /* which of the passages of its kind without a number that begin on its
                          page it is, from 1; 0 if it has a number or is the only one there */
  RcMore more;           /* what a later Recourse knows of it */
} RcPassage;

/* True if a person may name a document so: by the digits of an id, or by all. */
bool rc_digits_name_document(const char *digits);
/* Of "ID:PASSAGE", as answers name a passage, the digits, yours, and *passage; NULL if it is no
 * such name. */
char *rc_digits_of_passage(const char *place, guint32 *passage);
/* True if the document with that digest, which may be NULL, can be meant by those digits. */
bool rc_digits_match(const char *digits, const char *sha256);

/* True if a document was read by an earlier reader than this one; nothing was ever read of a
 * file that could not be opened. */
bool rc_reader_is_earlier(RcStatus status, guint32 reader_version);

RcDocument *rc_document_new(void);
void rc_document_free(RcDocument *document);
/* Replaces value and source; both are copied, value may be NULL. */
void rc_metadata_set(RcMetadata *metadata, const char *value, const char *source);
/* The same of one field of a document. */
void rc_document_set(RcDocument *document, RcMetadataField field, const char *value,
                     const char *source);
/* The value of a field, borrowed, or NULL. */
const char *rc_document_peek(const RcDocument *document, RcMetadataField field);

RcPassage *rc_passage_new(void);
void rc_passage_free(RcPassage *passage);
/* The page on which the byte at `offset` of the passage's text stands. */
guint32 rc_passage_page_at(const RcPassage *passage, guint32 offset);
/* How many pages begin before the byte at `offset`: the number of the first that begins there
 * or later. */
guint rc_passage_page_starts_before(const RcPassage *passage, guint32 offset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcDocument, rc_document_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcPassage, rc_passage_free)

#endif
