/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue: which files the index has and which document each of them holds.
 *
 * It stands in memory beside the index of its only writer, the store, which changes both
 * together; everybody else asks. */
#ifndef RC_CATALOGUE_H
#define RC_CATALOGUE_H

#include "document.h"

/* Roots beyond these are not counted up to, whatever a record says. */
#define RC_CATALOGUE_ROOTS_MAX (1024 * 1024)

typedef struct RcCatalogue RcCatalogue;

/* A file of the index. */
typedef struct {
  char *id; /* of its document */
  RcFile file;
} RcKnownFile;

/* A document of the index. */
typedef struct {
  char *sha256;  /* of its bytes: what it is told from others by */
  guint32 files; /* how many hold it */
  guint32 pages;
  guint32 pages_read;
  guint32 passages;
  guint32 pages_ocr;  /* of these, pages read by OCR */
  guint32 ocr_wanted; /* pages that want OCR and never had it */
  RcStatus status;
  char *reader;           /* what read it, see reading.h */
  guint32 reader_version; /* see document.h */
} RcKnownDocument;

typedef struct {
  guint64 documents;
  guint64 pages;
  guint64 not_fully_read; /* documents of another status than ok */
} RcTotals;

RcCatalogue *rc_catalogue_new(void);
void rc_catalogue_free(RcCatalogue *catalogue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcCatalogue, rc_catalogue_free)

/* --- asking --- */

/* Under which a file is known: its root and path as one string, yours to free. */
char *rc_catalogue_key(const RcFile *file);
/* What is known of the file at that root and path, or NULL; borrowed until that file is
 * removed. */
const RcKnownFile *rc_catalogue_find_file(const RcCatalogue *catalogue, const RcFile *file);
/* What is known of the document with that id, or NULL; borrowed until it is added again or
 * removed. */
const RcKnownDocument *rc_catalogue_find_document(const RcCatalogue *catalogue, const char *id);
/* The id of the document with that digest, borrowed as what is known of it, or NULL: one
 * whose id is the beginning of it may be another. */
const char *rc_catalogue_find_digest(const RcCatalogue *catalogue, const char *sha256);
/* Every file, in no order: of const RcKnownFile *, each borrowed until it is removed; the
 * array is yours to unref. */
GPtrArray *rc_catalogue_list_files(const RcCatalogue *catalogue);
/* The files of one document, as rc_catalogue_list_files has them. */
GPtrArray *rc_catalogue_list_files_of(const RcCatalogue *catalogue, const char *id);
/* The ids of all documents, in order: of const char *, each borrowed as what is known of it;
 * the array is yours to unref. */
GPtrArray *rc_catalogue_list_documents(const RcCatalogue *catalogue);
RcTotals rc_catalogue_totals(const RcCatalogue *catalogue);

/* The roots by number, of const char *: absolute paths, or "" where documents have come back
 * whose root nobody knows any more; borrowed. */
const GPtrArray *rc_catalogue_roots(const RcCatalogue *catalogue);
/* False if the root of a file is one of these. */
bool rc_catalogue_knows_place(const RcCatalogue *catalogue, const RcFile *file);
/* The absolute path of a file, or where its root is not known the path below it; yours to
 * free. */
char *rc_catalogue_absolute_path(const RcCatalogue *catalogue, const RcFile *file);

/* --- changing --- */

/* Takes `path`. */
void rc_catalogue_add_root(RcCatalogue *catalogue, char *path);
/* The root and the path below it under which the file at `path` is known, a new
 * root at `folder` if none holds it; file->path is yours to free. */
void rc_catalogue_locate(RcCatalogue *catalogue, const char *folder, const char *path,
                         RcFile *file);
/* Adds a document with its files, or puts it in the place of what was known of them. */
void rc_catalogue_add(RcCatalogue *catalogue, const RcDocument *document);
/* Puts a document in the place of what was known of it; it keeps the files it has here. */
void rc_catalogue_replace(RcCatalogue *catalogue, const RcDocument *document);
/* OCR has been tried on a document that is known. */
void rc_catalogue_clear_ocr_wanted(RcCatalogue *catalogue, const char *id);
/* One more file of a document that is known, or new times of one it has. */
void rc_catalogue_add_file(RcCatalogue *catalogue, const char *id, const RcFile *file);
/* Removes a document if it is known; its files stay until they are removed or added with
 * another. */
void rc_catalogue_remove(RcCatalogue *catalogue, const char *id);
/* Its document, which has one less, stays. */
void rc_catalogue_remove_file(RcCatalogue *catalogue, const RcFile *file);
/* Forgets documents and files; the roots keep their numbers. */
void rc_catalogue_clear(RcCatalogue *catalogue);

#endif
