/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How readers of the formats make a draft: block after block, within its limits. */
#ifndef RC_DRAFT_BUILDER_H
#define RC_DRAFT_BUILDER_H

#include "draft.h"

typedef struct {
  RcDraft *draft;
  RcDraftBlock *open; /* it is among the blocks when it is closed; NULL: none */
  GString *text;      /* of the open block */
  gsize bytes;        /* of all text and marks so far */
} RcDraftBuilder;

/* Ends the block that is open and begins one.  `note` is copied, or NULL. */
void rc_draft_open(RcDraftBuilder *builder, RcDraftBlockKind kind, guint32 place, const char *note);
/* What is no UTF-8 becomes U+FFFD, controls and all kinds of spaces but line feeds a space.
 * Without an open block it is passed over. */
void rc_draft_append(RcDraftBuilder *builder, const char *text, gsize length);
/* A note is called here. */
void rc_draft_mark(RcDraftBuilder *builder, const char *note);
/* A block of blanks is none. */
void rc_draft_close(RcDraftBuilder *builder);

/* The readers.  False with RC_ERROR_BAD_INPUT if the bytes are damaged.  `bytes` of plain text and
 * Markdown are UTF-8. */
bool rc_draft_read_plain(RcDraftBuilder *builder, const char *bytes, gsize length, GError **error);
bool rc_draft_read_markdown(RcDraftBuilder *builder, const char *bytes, gsize length,
                            GError **error);
bool rc_draft_read_html(RcDraftBuilder *builder, const char *bytes, gsize length, GError **error);
bool rc_draft_read_docx(RcDraftBuilder *builder, const char *bytes, gsize length, GError **error);

#endif
