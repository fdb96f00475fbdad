/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents and passages as JSON: the one form in which they cross the pipe from
 * a worker, are stored in the index, are printed by --dump and by
 * recourse-search --format=json.  The names are the public contract: fields may
 * be added, never renamed.
 *
 * Reading checks everything (types, closed lists, UTF-8, ranges, order), since
 * the bytes may come from a worker that an attacker has taken over. */
#ifndef RC_RECORD_H
#define RC_RECORD_H

#include <jansson.h>

#include "document.h"

/* Descriptive metadata alone: an object with every metadata name, null where
 * not known, and "provenance" with the source of each that is. */
json_t *rc_record_from_metadata(const RcDocument *document);
/* Reads such an object into `document`, which keeps its other members. */
bool rc_record_read_metadata(const json_t *record, RcDocument *document, GError **error);

/* The whole document, with the fields that only the parent process sets. */
json_t *rc_record_from_document(const RcDocument *document);
RcDocument *rc_record_to_document(const json_t *record, GError **error);

json_t *rc_record_from_passage(const RcPassage *passage);
/* RC_ERROR_BAD_INPUT names the field that is wrong. */
RcPassage *rc_record_to_passage(const json_t *record, GError **error);

/* Bytes to JSON and back.  write: compact, NUL-terminated, yours to free(). */
char *rc_record_write(const json_t *record, gsize *length);
json_t *rc_record_read(const char *bytes, gsize length, GError **error);

#endif
