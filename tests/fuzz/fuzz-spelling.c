/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any two words held against each other: by their spelling, by romanisation and by the keyboard.
 * The first line is one, the rest the words it is held against. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "romanisation.h"
#include "spelling.h"
#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program in every build, unlike an assertion. */
static void must(bool holds) {
  if (!holds)
    abort();
}

/* What meets begins as is said, and has a key. */
static void check_meeting(const char *cyrillic, const char *latin) {
  if (!rc_romanisation_meets(cyrillic, latin))
    return;
  const char *pair[] = {cyrillic, latin};
  for (int i = 0; i < 2; i++) {
    g_autoptr(GPtrArray) starts = rc_romanisation_starts(pair[i]);
    g_autofree char *key = rc_romanisation_key(pair[i]);
    bool found = false;
    for (guint k = 0; k < starts->len; k++)
      found = found || g_str_has_prefix(pair[1 - i], starts->pdata[k]);
    must(found && key && rc_romanisation_has_key(pair[i], key));
  }
}

static void check_layout(const char *text) {
  g_autofree char *other = rc_spelling_other_layout(text);
  must(g_utf8_validate(other, -1, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autofree char *bytes = g_strndup((const char *)data, size);
  g_autofree char *text = g_utf8_make_valid(bytes, -1);
  check_layout(text);
  char *rest = strchr(text, '\n');
  if (rest)
    *rest++ = '\0';
  g_autofree char *word = rc_text_normalise(text);
  g_autoptr(GArray) others = rc_text_words(rest ? rest : "", -1);
  g_autoptr(RcSpelling) spelling = rc_spelling_new(word);
  for (guint i = 0; i < MIN(others->len, 16); i++) {
    const char *other = g_array_index(others, RcWord, i).word;
    check_meeting(word, other);
    check_meeting(other, word);
    g_autoptr(RcSpelling) alone = spelling ? rc_spelling_new(word) : NULL;
    /* Whatever was asked about before. */
    must(!spelling || rc_spelling_cost(spelling, other) == rc_spelling_cost(alone, other));
    must(!spelling || strcmp(word, other) != 0 || rc_spelling_cost(spelling, other) == 0);
  }
  return 0;
}
