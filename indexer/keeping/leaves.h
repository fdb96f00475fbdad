/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leaves: the pages of a document that OCR has read so far, kept until the document is
 * done with, so that who is interrupted goes on and does not begin again.
 *
 * A file for each document in a folder of the index: leaves one after another, each with a
 * checksum.  What a leaf says, only the process that reads the document knows; here it is
 * bytes.  A leaf is in the file once it is added and survives the death of the process;
 * what a power cut spoils is recognised again. */
#ifndef RC_LEAVES_H
#define RC_LEAVES_H

#include <glib.h>
#include <stdbool.h>

/* Where the leaves of a document are; yours to free. */
char *rc_leaves_path(const char *index_path, const char *sha256);
/* Adds a leaf to the file at that path, which is made where there is none; an empty one says
 * that the page cannot be read.  False, and nothing is kept, if that fails. */
bool rc_leaves_add(const char *path, guint32 page, const guint8 *bytes, gsize length);
/* The leaves behind a descriptor that is read from its start: GBytes by page; yours to
 * unref.  What is damaged or cut off is left out, with all that follows. */
GHashTable *rc_leaves_read(int descriptor);
/* Takes the leaves of a document away: they are overwritten first.  RC_ERROR_IO. */
bool rc_leaves_remove(const char *path, GError **error);
/* Does so with those of every document that `is_wanted` does not want. */
bool rc_leaves_sweep(const char *index_path, bool (*is_wanted)(gpointer data, const char *sha256),
                     gpointer data, GError **error);

#endif
