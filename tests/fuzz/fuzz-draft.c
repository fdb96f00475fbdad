/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a draft.  The first says of which name the file is; what is read lies within its
 * limits and stays the same as a message, and any bytes as a message are a draft or none.  What it
 * cites and quotes lies within its text, and what it quotes is compared with that text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "alignment.h"
#include "claims.h"
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

static void check_words(const GArray *words, const char *text) {
  for (guint i = 0; i < words->len; i++) {
    const RcComparedWord *word = &g_array_index(words, RcComparedWord, i);
    must(word->start <= word->end && word->end <= strlen(text));
    must(word->kind != RC_WORD_PLAIN || (word->id && word->word));
  }
}

static void compare(const char *quoted, const char *text) {
  g_autoptr(RcWordNumbers) numbers = rc_word_numbers_new();
  g_autoptr(GArray) source = g_array_new(FALSE, FALSE, sizeof(RcComparedWord));
  rc_compared_words_add(source, numbers, text, 0, 0, 0);
  g_autoptr(RcQuotation) quotation = rc_quotation_new(numbers, quoted);
  check_words(source, text);
  check_words(quotation->words, quotation->text);
  g_autoptr(RcAlignment) alignment = rc_alignment_new(quotation, source);
  must(alignment->start <= alignment->end && alignment->end <= source->len);
  for (guint i = 0; i < alignment->edits->len; i++) {
    const RcEdit *edit = &g_array_index(alignment->edits, RcEdit, i);
    must(edit->draft_start <= edit->draft_end && edit->draft_end <= quotation->words->len);
    must(edit->source_start <= edit->source_end && edit->source_end <= source->len);
  }
}

static void check_claims(const RcDraft *draft) {
  bool cut;
  g_autoptr(GPtrArray) claims = rc_claims_find(draft, &cut);
  must(claims->len <= RC_CLAIMS_MAX + 1 || cut);
  for (guint i = 0; i < claims->len; i++) {
    const RcClaim *claim = claims->pdata[i];
    const RcDraftBlock *block = draft->blocks->pdata[claim->block];
    must(claim->start <= claim->end && claim->end <= strlen(block->text));
    must(g_utf8_validate(claim->text, -1, NULL));
    for (guint k = 0; k < claim->sources->len; k++)
      must(g_array_index(claim->sources, guint, k) < claims->len);
    if (claim->kind == RC_CLAIM_QUOTATION && i < 20)
      compare(claim->text, block->text);
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
  check_claims(draft);
  g_autoptr(GByteArray) message = rc_draft_pack(draft);
  g_autoptr(RcDraft) again = rc_draft_unpack(message->data, message->len);
  must(again && again->blocks->len == draft->blocks->len);
  g_autoptr(GByteArray) repeated = rc_draft_pack(again);
  must(repeated->len == message->len && memcmp(repeated->data, message->data, message->len) == 0);
  return 0;
}
