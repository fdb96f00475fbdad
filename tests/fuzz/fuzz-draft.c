/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a draft.  The first says of which name the file is; what is read lies within its
 * limits and stays the same as a message, and any bytes as a message are a draft or none. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "draft.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program in every build, unlike an assertion. */
static void must(bool holds) {
  if (!holds)
    abort();
}

static void check_draft(const RcDraft *draft) {
  must(draft->blocks->len <= RC_DRAFT_BLOCKS_MAX);
  for (guint i = 0; i < draft->blocks->len; i++) {
    const RcDraftBlock *block = draft->blocks->pdata[i];
    must(g_utf8_validate(block->text, -1, NULL));
    must((block->kind == RC_BLOCK_NOTE) == (block->note != NULL));
    for (guint k = 0; k < block->marks->len; k++) {
      const RcDraftMark *mark = &g_array_index(block->marks, RcDraftMark, k);
      must(mark->offset <= strlen(block->text) && g_utf8_validate(mark->note, -1, NULL));
    }
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const extensions[] = {"txt", "md", "html", "docx"};
  if (size == 0)
    return 0;
  g_autoptr(RcDraft) said = rc_draft_unpack(data, size);
  if (said)
    check_draft(said);
  const char *extension = extensions[*data % G_N_ELEMENTS(extensions)];
  g_autofree char *bytes = g_strndup("", size); /* NUL behind the last, as of a file */
  memcpy(bytes, data + 1, size - 1);
  g_autoptr(RcDraft) draft = rc_draft_parse(bytes, size - 1, extension, NULL);
  if (!draft)
    return 0;
  check_draft(draft);
  g_autoptr(GByteArray) message = rc_draft_pack(draft);
  g_autoptr(RcDraft) again = rc_draft_unpack(message->data, message->len);
  must(again && again->blocks->len == draft->blocks->len);
  g_autoptr(GByteArray) repeated = rc_draft_pack(again);
  must(repeated->len == message->len && memcmp(repeated->data, message->data, message->len) == 0);
  return 0;
}
