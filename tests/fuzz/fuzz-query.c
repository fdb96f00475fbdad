/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a query: it is read, within the limits, and what was understood
 * is understood again from its canonical form. */
#include <stdint.h>
#include <string.h>

#include "query.h"
#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void free_note(gpointer note) {
  rc_note_free(note);
}

/* True if the tokeniser gives a word back as it is.  Compatibility characters
 * such as "⑴" have normal forms ("(1)", others with spaces) that are no words
 * themselves. */
static bool is_stable(const char *word) {
  g_autofree char *again = rc_text_normalise(word);
  return strcmp(word, again) == 0 && !strchr(word, ' ');
}

static bool all_stable(const RcQuery *query) {
  bool stable = query->type == RC_QUERY_FIELD || !query->text || is_stable(query->text);
  for (guint i = 0; query->words && i < query->words->len; i++)
    stable = stable && is_stable(query->words->pdata[i]);
  for (guint i = 0; query->children && i < query->children->len; i++)
    stable = stable && all_stable(query->children->pdata[i]);
  return stable;
}

static guint count_terms(const RcQuery *query) {
  if (query->type == RC_QUERY_ALL)
    return 0;
  if (query->words)
    return MIN(query->words->len, RC_QUERY_PHRASE_TERMS_MAX);
  guint terms = query->children ? 0 : 1;
  for (guint i = 0; query->children && i < query->children->len; i++)
    terms += count_terms(query->children->pdata[i]);
  return terms;
}

static void check_shape(const RcQuery *query) {
  guint children = query->children ? query->children->len : 0;
  bool near = query->type == RC_QUERY_NEAR;
  bool joined = query->type == RC_QUERY_AND || query->type == RC_QUERY_OR || near;
  g_assert_true(near == (query->distance > 0) && query->distance <= RC_QUERY_NEAR_MAX);
  g_assert_true(!joined || children >= 2);
  g_assert_true(query->type != RC_QUERY_NOT || children == 1);
  g_assert_true(query->type != RC_QUERY_PHRASE || query->words->len >= 2);
  g_assert_true(query->type != RC_QUERY_RANGE || query->from || query->to);
  for (guint i = 0; i < children; i++) {
    const RcQuery *child = query->children->pdata[i];
    g_assert_true(child->type != RC_QUERY_ALL);
    g_assert_true(child->type != query->type);
    check_shape(child);
  }
}

static void check_same(const RcQuery *a, const RcQuery *b) {
  g_assert_cmpint(a->type, ==, b->type);
  g_assert_cmpint(a->field, ==, b->field);
  g_assert_cmpint(a->distance, ==, b->distance);
  g_assert_cmpstr(a->text, ==, b->text);
  g_assert_cmpstr(a->from, ==, b->from);
  g_assert_cmpstr(a->to, ==, b->to);
  g_assert_cmpint(a->words ? a->words->len : 0, ==, b->words ? b->words->len : 0);
  for (guint i = 0; a->words && i < a->words->len; i++)
    g_assert_cmpstr(a->words->pdata[i], ==, b->words->pdata[i]);
  g_assert_cmpint(a->children ? a->children->len : 0, ==, b->children ? b->children->len : 0);
  for (guint i = 0; a->children && i < a->children->len; i++)
    check_same(a->children->pdata[i], b->children->pdata[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autofree char *text = g_strndup((const char *)data, size);
  g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(free_note);
  g_autoptr(RcQuery) query = rc_query_parse(text, notes);
  check_shape(query);
  g_assert_cmpint(count_terms(query), <=, RC_QUERY_TERMS_MAX);
  for (guint i = 0; i < notes->len; i++) {
    g_autofree char *said = rc_note_text(notes->pdata[i], RC_LANGUAGE_RU);
    g_assert_true(g_utf8_validate(said, -1, NULL));
  }
  g_autofree char *canonical = rc_query_to_string(query);
  g_assert_true(g_utf8_validate(canonical, -1, NULL));
  if (strlen(canonical) > RC_QUERY_BYTES_MAX || !all_stable(query))
    return 0;
  g_ptr_array_set_size(notes, 0);
  g_autoptr(RcQuery) again = rc_query_parse(canonical, notes);
  check_same(query, again);
  g_assert_cmpint(notes->len, ==, 0);
  return 0;
}
