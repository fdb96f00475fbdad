/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "values.h"

#include <string.h>

#include "limit.h"
#include "vocabulary.h"

/* So many values of a field are looked through. */
#define VALUES_WALKED_MAX 5000

/* The stems of the words, each once. */
static GHashTable *stems_of(RcStemmer *stemmer, const char *text) {
  GHashTable *stems = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_auto(RcTokens) tokens;
  rc_tokens_start(&tokens, text, -1);
  for (RcToken token; rc_tokens_next(&tokens, &token);)
    g_hash_table_add(stems, g_strdup(rc_stemmer_stem(stemmer, token.word)));
  return stems;
}

static bool has_all(GHashTable *stems, GHashTable *wanted) {
  GHashTableIter iter;
  gpointer stem;
  g_hash_table_iter_init(&iter, wanted);
  while (g_hash_table_iter_next(&iter, &stem, NULL))
    if (!g_hash_table_contains(stems, stem))
      return false;
  return g_hash_table_size(wanted) > 0;
}

GPtrArray *rc_values_with_words(RcIndex *index, RcStemmer *stemmer, RcField field, const char *text,
                                GError **error) {
  const char *prefix = rc_schema_field(field)->prefix;
  GError *cause = NULL;
  g_autoptr(GPtrArray) terms =
      xapian_database_terms(rc_index_database(index), prefix, VALUES_WALKED_MAX, &cause);
  if (!terms) {
    rc_index_propagate(error, cause, "index");
    return NULL;
  }
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_unref);
  g_autoptr(GPtrArray) bodies = rc_vocabulary_resolve(RC_FIELD_BODY, text);
  g_ptr_array_add(names, stems_of(stemmer, text));
  for (guint i = 0; i < bodies->len; i++) {
    const RcConcept *body = bodies->pdata[i];
    g_ptr_array_add(names, stems_of(stemmer, body->label_en));
    g_ptr_array_add(names, stems_of(stemmer, body->label_ru));
  }
  GPtrArray *values = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < terms->len && rc_limit_has_time(NULL); i++) {
    const char *value = (const char *)terms->pdata[i] + strlen(prefix);
    g_autoptr(GHashTable) stems = stems_of(stemmer, value);
    bool found = false;
    for (guint k = 0; k < names->len && !found; k++)
      found = has_all(stems, names->pdata[k]);
    if (found)
      g_ptr_array_add(values, g_strdup(value));
  }
  return values;
}
