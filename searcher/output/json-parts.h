/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of what is written as JSON that more than one answer has.  New references, never NULL. */
#ifndef RC_JSON_PARTS_H
#define RC_JSON_PARTS_H

#include "json.h"
#include "reference.h"
#include "search.h"

#define RC_JSON_VERSION 1     /* of all answers */
#define RC_JSON_REAL_DIGITS 8 /* as rc_json_append is told */

/* All of an answer but its hits. */
json_t *rc_json_from_answer(const RcRequest *request, const RcResults *results);
/* Each with its text in both languages. */
json_t *rc_json_from_notes(const GPtrArray *notes);
json_t *rc_json_from_index(const RcIndexSummary *summary);
/* What is cited and where, in parts; and in each style. */
json_t *rc_json_from_reference(const RcReference *reference);
json_t *rc_json_from_citations(const RcReference *reference);

#endif
