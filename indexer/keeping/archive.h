/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The archive: what reading each document brought, beside the index.
 *
 * From it an index is made anew, with another schema or other names, without parsing a
 * PDF again.  It also holds which documents are withdrawn: their bytes are not indexed
 * again.  Made of SQLite, because withdrawing must not leave a trace (secure_delete) and
 * a write that fails half way must not leave half a document.
 *
 * What is put or removed counts from the next commit on, which comes before that of the
 * index: a document of the index is always in the archive. */
#ifndef RC_ARCHIVE_H
#define RC_ARCHIVE_H

#include "document.h"

typedef struct RcArchive RcArchive;

/* Opens the archive of an index folder, which the caller has locked, and makes it where
 * there is none.  Here and below RC_ERROR_NO_INDEX for one that is damaged, else
 * RC_ERROR_IO. */
RcArchive *rc_archive_open(const char *index_path, GError **error);
/* Opens it for reading alone, beside a writer too: makes nothing and writes nothing.
 * RC_ERROR_STALE if a writer was killed in it, which only the next one can put right. */
RcArchive *rc_archive_open_to_read(const char *index_path, GError **error);
bool rc_archive_is_there(const char *index_path);

/* Makes an empty one beside what is there, to be filled and closed; and puts that in its
 * place, durable when it returns.  The one before is set aside. */
RcArchive *rc_archive_open_new(const char *index_path, GError **error);
bool rc_archive_put_in_place(const char *index_path, GError **error);
/* Discards what was not committed. */
void rc_archive_free(RcArchive *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcArchive, rc_archive_free)

/* Puts a document with its packed passages (see rc_entries_pack). */
bool rc_archive_put(RcArchive *archive, const RcDocument *document, const GByteArray *packed,
                    GError **error);
/* Puts the record of a document that is there: its files or its status have changed. */
bool rc_archive_update(RcArchive *archive, const RcDocument *document, GError **error);
bool rc_archive_remove(RcArchive *archive, const char *id, GError **error);
bool rc_archive_commit(RcArchive *archive, GError **error);

/* Ids of all documents, in order; of char *, yours to unref. */
GPtrArray *rc_archive_list(RcArchive *archive, GError **error);
/* A document and its packed passages, both yours to free. */
RcDocument *rc_archive_read(RcArchive *archive, const char *id, GByteArray **packed,
                            GError **error);

/* A fact of the index that must not be lost with its database; yours to free, empty if it
 * is not known.  Setting one counts from the next commit on. */
char *rc_archive_fact(RcArchive *archive, const char *key, GError **error);
bool rc_archive_set_fact(RcArchive *archive, const char *key, const char *value, GError **error);

/* Not empty: a withdrawal has begun, and words of its document may still be somewhere. */
#define RC_ARCHIVE_FACT_UNFINISHED "unfinished withdrawal"

/* Removes what is left beside the archive of others: damaged ones that were set aside, and
 * one that was being made. */
bool rc_archive_remove_rests(const char *index_path, GError **error);

/* Digests of the documents that can be meant by these digits (see digest.h), of a record
 * that cannot be read its id; of char *, yours to unref. */
GPtrArray *rc_archive_find(RcArchive *archive, const char *digits, GError **error);

/* Withdraws what these digits mean, or takes that back.  Both commit; readmitting takes the
 * same digits. */
bool rc_archive_withdraw(RcArchive *archive, const char *digits, GError **error);
bool rc_archive_readmit(RcArchive *archive, const char *digits, bool *was_withdrawn,
                        GError **error);
/* Commits and writes the file anew: no byte is left in it of what was removed. */
bool rc_archive_wipe(RcArchive *archive, GError **error);
/* The digits of all that is withdrawn: a whole digest, or 16 digits of a document that
 * was not known, with which all that begin so are withdrawn; of char *, yours to unref. */
GPtrArray *rc_archive_list_withdrawn(RcArchive *archive, GError **error);
bool rc_archive_is_withdrawn(RcArchive *archive, const char *digits);

/* Looks through the file; *problems is NULL if it is sound, else what SQLite says of it,
 * yours to free. */
bool rc_archive_check(RcArchive *archive, char **problems, GError **error);

#endif
