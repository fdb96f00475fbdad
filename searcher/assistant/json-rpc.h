/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages of JSON-RPC 2.0 (https://www.jsonrpc.org/specification), one a line of UTF-8.
 *
 * Who writes the lines is not trusted: each has a most of bytes and of nesting, and while so many
 * wait no more are read.  What goes beyond is an error for its sender, and the next line is
 * read. */
#ifndef RC_JSON_RPC_H
#define RC_JSON_RPC_H

#include "json.h"

#define RC_RPC_LINE_BYTES_MAX (1024 * 1024)
#define RC_RPC_NESTING_MAX 32
#define RC_RPC_BATCH_MAX 32 /* messages of one line */
#define RC_RPC_WAITING_MAX 64

/* The codes of errors that JSON-RPC has. */
enum {
  RC_RPC_PARSE_ERROR = -32700,
  RC_RPC_INVALID_REQUEST = -32600,
  RC_RPC_NO_METHOD = -32601,
  RC_RPC_INVALID_PARAMS = -32602
};

/* --- lines --- */

typedef struct RcRpcReader RcRpcReader;

/* Is told of each line when it comes, before it is that line's turn.  NULL: it was too long. */
typedef void RcRpcHear(const char *line, gpointer data);

/* The descriptor stays the caller's; `hear` may be NULL. */
RcRpcReader *rc_rpc_reader_new(int descriptor, RcRpcHear *hear, gpointer data);
void rc_rpc_reader_free(RcRpcReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcRpcReader, rc_rpc_reader_free)

/* Waits for the next line, without its line feed.  False when there is no more.  *line is yours, or
 * NULL where it was too long; bytes behind a NUL are not seen. */
bool rc_rpc_reader_next(RcRpcReader *reader, char **line);
/* Takes in what has come, without waiting, as long as few lines wait. */
void rc_rpc_reader_gather(RcRpcReader *reader);

/* --- messages --- */

/* A new reference, or NULL with *problem, static: no JSON, nested too deep, a name twice in an
 * object. */
json_t *rc_rpc_parse(const char *line, const char **problem);

/* Answers.  `id` is borrowed, NULL where it is not known; result and data are taken, and data may
 * be NULL.  New references. */
json_t *rc_rpc_result(json_t *id, json_t *result);
json_t *rc_rpc_error(json_t *id, int code, const char *message, json_t *data);

#endif
