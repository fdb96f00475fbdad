/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text through the reader of citations: they ascend, lie within the text on
 * boundaries of characters, and their symbols are canonical, fit for terms. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "citations.h"
#include "symbol.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program in every build, unlike an assertion. */
static void must(bool holds) {
  if (!holds)
    abort();
}

static bool is_boundary(const char *text, guint32 offset) {
  return (text[offset] & 0xC0) != 0x80;
}

static void check_terms(const RcCitation *cite) {
  g_autoptr(GPtrArray) terms = rc_symbol_terms(cite->symbol, cite->paragraph);
  must(terms->len > 0 && strcmp(terms->pdata[0], cite->symbol) == 0);
  for (guint i = 0; i < terms->len; i++)
    must(g_utf8_validate(terms->pdata[i], -1, NULL) && *(char *)terms->pdata[i]);
}

static void check_citations(const char *text) {
  g_autoptr(RcPassage) passage = rc_passage_new();
  rc_citations_find(text, passage->cites);
  guint32 before = 0;
  for (guint i = 0; i < passage->cites->len; i++) {
    const RcCitation *cite = &g_array_index(passage->cites, RcCitation, i);
    must(cite->start >= before && cite->end > cite->start && cite->end <= strlen(text));
    must(is_boundary(text, cite->start) && is_boundary(text, cite->end));
    must(*cite->symbol && strlen(cite->symbol) <= 2 * RC_SYMBOL_BYTES_MAX);
    must(!cite->paragraph || g_utf8_validate(cite->paragraph, -1, NULL));
    g_autofree char *again = rc_symbol_normalise(cite->symbol);
    must(strcmp(again, cite->symbol) == 0);
    check_terms(cite);
    before = cite->end;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autofree char *bytes = g_strndup((const char *)data, size);
  g_autofree char *text = g_utf8_make_valid(bytes, -1);
  check_citations(text);
  g_autoptr(GPtrArray) values = rc_symbol_query_terms(text);
  must(values->len > 0);
  return 0;
}
