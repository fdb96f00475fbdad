/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tools: a table of what an assistant may ask of an index, all of it reading alone.
 *
 * Arguments are the options of searches, of the same table, and few of a tool's own; the bounds
 * are those of the web page.  Answers are what --format=json writes, with one member more,
 * "coverage": what was searched, in a line for people in English and in Russian. */
#ifndef RC_TOOLS_H
#define RC_TOOLS_H

#include "index.h"
#include "json.h"

/* The most that the two texts of a call may have, in bytes. */
#define RC_TOOL_DRAFT_BYTES_MAX (512 * 1024)
#define RC_TOOL_NAME_BYTES_MAX 1024
/* Concepts of one answer. */
#define RC_TOOL_CONCEPTS_MAX 50
/* Passages before and behind those that are read. */
#define RC_TOOL_CONTEXT_MAX 20

/* All of them, as the protocol lists them: name, title, description, schema of the arguments,
 * annotations.  A new reference. */
json_t *rc_tools_list(void);
bool rc_tool_exists(const char *name);

/* What the tool of that name, which there must be, says to these arguments, an object: a new
 * reference.  NULL with RC_ERROR_BAD_QUERY for an argument that it does not know, cannot use or
 * lacks, and as rc_search.  *index is opened if it is NULL, else moved on to its last commit. */
json_t *rc_tool_call(RcIndex **index, const char *index_path, const char *name,
                     const json_t *arguments, GError **error);

#endif
