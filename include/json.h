/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents and passages as JSON: what --dump and recourse-search --format=json
 * print.  The names are the public contract: fields may be added, never renamed.
 * Every function returns a new reference, never NULL. */
#ifndef RC_JSON_H
#define RC_JSON_H

#include <jansson.h>

#include "document.h"

/* Descriptive metadata alone: an object with every metadata name, null where
 * not known, and "provenance" with the source of each that is. */
json_t *rc_json_from_metadata(const RcDocument *document);

/* The document as --dump shows it: without what only the index needs. */
json_t *rc_json_from_document(const RcDocument *document);

json_t *rc_json_from_passage(const RcPassage *passage);

/* A string; what is not UTF-8, as a path may be, is made so.  NULL is null. */
json_t *rc_json_string(const char *text);

/* Appends `value` on one line, without a line feed, reals with `digits` of them.  The only way by
 * which JSON leaves a program: see rc_text_append_json.  A value that cannot be written, NULL
 * too, is null. */
void rc_json_append(GString *out, const json_t *value, guint digits);

#endif
