/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Markdown, with footnotes as GitHub and pandoc write them. */
#include <cmark-gfm.h>
#include <string.h>

#include "draft-builder.h"

typedef struct {
  RcDraftBuilder *builder;
  guint quotes; /* how deep in block quotes */
  guint notes;  /* so many notes so far: they come in the order in which they are called */
  bool in_note;
} Walk;

/* What the text of a node adds to its block. */
static void read_inline(const Walk *walk, cmark_node *node) {
  const char *literal = cmark_node_get_literal(node);
  const cmark_node_type type = cmark_node_get_type(node);
  if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
    rc_draft_append(walk->builder, literal, strlen(literal));
  else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
    rc_draft_append(walk->builder, "\n", 1);
  else if (type == CMARK_NODE_FOOTNOTE_REFERENCE && !walk->in_note)
    rc_draft_mark(walk->builder, literal);
}

static void open_block(Walk *walk, cmark_node *node) {
  const cmark_node_type type = cmark_node_get_type(node);
  guint32 line = (guint32)MAX(cmark_node_get_start_line(node), 1);
  g_autofree char *note = walk->in_note ? g_strdup_printf("%u", walk->notes) : NULL;
  RcDraftBlockKind kind = walk->in_note                ? RC_BLOCK_NOTE
                          : walk->quotes               ? RC_BLOCK_QUOTE
                          : type == CMARK_NODE_HEADING ? RC_BLOCK_HEADING
                                                       : RC_BLOCK_TEXT;
  rc_draft_open(walk->builder, kind, line, note);
}

bool rc_draft_read_markdown(RcDraftBuilder *builder, const char *bytes, gsize length,
                            GError **error) {
  (void)error;
  Walk walk = {.builder = builder};
  cmark_node *document = cmark_parse_document(bytes, length, CMARK_OPT_FOOTNOTES);
  cmark_iter *iter = cmark_iter_new(document);
  for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
    cmark_node *node = cmark_iter_get_node(iter);
    const cmark_node_type type = cmark_node_get_type(node);
    bool enters = event == CMARK_EVENT_ENTER;
    if (type == CMARK_NODE_BLOCK_QUOTE) {
      walk.quotes += enters ? 1 : (guint)-1;
    } else if (type == CMARK_NODE_FOOTNOTE_DEFINITION) {
      walk.in_note = enters;
      walk.notes += enters;
    } else if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING) {
      if (enters)
        open_block(&walk, node);
      else
        rc_draft_close(builder);
    } else if (enters) {
      read_inline(&walk, node);
    }
  }
  cmark_iter_free(iter);
  cmark_node_free(document);
  return true;
}
