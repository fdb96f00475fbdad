/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Model Context Protocol, as a server of tools alone.
 *
 * Of revision 2026-07-28 (https://modelcontextprotocol.io/specification/2026-07-28/) each request
 * says in its _meta of which revision it is and what its client can do; nothing is kept from one to
 * the next (basic/index, "_meta"; basic/versioning).  A request of another revision is answered
 * with -32022 and those that there are, one without what it must have with -32602.  Results say
 * that they are complete, and who answers; lists and server/discover how long they hold.
 *
 * Older revisions begin with `initialize`; from then on requests without that _meta are of the
 * revision that was agreed on.  Batches, an array of messages on one line, are of the first two.
 *
 * What a tool cannot do is no error of the protocol: its result says so (server/tools, "Error
 * Handling").  A call that is cancelled gets no answer. */
#ifndef RC_PROTOCOL_H
#define RC_PROTOCOL_H

#include "json-rpc.h"

typedef struct RcAssistant RcAssistant;

/* For the index in that folder, which is opened by the first call that needs it. */
RcAssistant *rc_assistant_new(const char *index_path);
void rc_assistant_free(RcAssistant *assistant);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcAssistant, rc_assistant_free)

/* Appends what is to be said to a line, as one line; nothing to notifications and to what was
 * cancelled.  NULL is a line that was too long. */
void rc_assistant_answer(RcAssistant *assistant, const char *line, GString *out);

/* To be told of each line when it comes: those that cancel take effect before their turn. */
void rc_assistant_hear(const char *line, gpointer assistant);
/* From where lines come; the reader stays the caller's. */
void rc_assistant_listen(RcAssistant *assistant, RcRpcReader *reader);
/* True if the call that is answered now was cancelled: takes in what has come, and looks. */
bool rc_assistant_is_cancelled(gpointer assistant);

#endif
