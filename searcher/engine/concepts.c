/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "concepts.h"

#include <stdlib.h>
#include <string.h>

#include "article.h"
#include "scope.h"
#include "text.h"

/* Articles listed of one instrument. */
#define ARTICLES_MAX 500

int rc_concepts_field(const char *name) {
  int field = rc_schema_field_by_name(name);
  return field >= 0 && rc_schema_field((RcField)field)->concept ? field : -1;
}

void rc_concepts_free(RcConceptList *list) {
  if (!list)
    return;
  g_free(list->text);
  g_array_unref(list->rows);
  g_free(list);
}

/* --- finding --- */

static bool is_meant(const RcConcept *concept, const char *typed, const char *words) {
  if (!*words)
    return !*typed;
  if (g_ascii_strncasecmp(concept->id, typed, strlen(typed)) == 0)
    return true;
  for (int i = 0; i < concept->form_count; i++) {
    const char *form = rc_vocabulary_form_words(rc_vocabulary_concept_form(concept, i));
    for (const char *at = strstr(form, words); at; at = strstr(at + 1, words))
      if (at == form || at[-1] == ' ') /* a word begins there */
        return true;
  }
  return false;
}

/* --- counting --- */

static bool count_documents(RcIndex *index, RcField field, const char *value, guint64 *count,
                            GError **error) {
  g_autofree char *term = rc_schema_term(field, value);
  g_autoptr(XapianQuery) mentions = xapian_query_new_term(term);
  g_autoptr(XapianQuery) documents = rc_scope_only_documents(xapian_query_copy(mentions));
  XapianSearch question = {.query = documents,
                           .check_at_least = G_MAXUINT,
                           .collapse_slot = XAPIAN_NO_SLOT,
                           .sort_slot = XAPIAN_NO_SLOT};
  GError *cause = NULL;
  g_autoptr(XapianResult) result = xapian_search(rc_index_database(index), &question, &cause);
  if (!result)
    rc_index_propagate(error, cause, "index");
  else
    *count = result->estimated;
  return result != NULL;
}

static bool add_row(RcConceptList *list, RcIndex *index, const RcConcept *concept, int article,
                    GError **error) {
  RcConceptRow row = {concept, article, 0};
  g_autofree char *value = rc_article_value(concept, article);
  if (index && !count_documents(index, list->field, value, &row.count, error))
    return false;
  g_array_append_val(list->rows, row);
  return true;
}

static int compare_numbers(gconstpointer a, gconstpointer b) {
  return *(const int *)a - *(const int *)b;
}

/* The articles of an instrument that the index knows, ascending. */
static bool add_articles(RcConceptList *list, RcIndex *index, const RcConcept *instrument,
                         GError **error) {
  g_autofree char *prefix =
      g_strdup_printf("%s%s:", rc_schema_field(RC_FIELD_ARTICLE)->prefix, instrument->id);
  GError *cause = NULL;
  g_autoptr(GPtrArray) terms =
      xapian_database_terms(rc_index_database(index), prefix, ARTICLES_MAX, &cause);
  if (!terms) {
    rc_index_propagate(error, cause, "index");
    return false;
  }
  g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(int));
  for (guint i = 0; i < terms->len; i++) {
    int number = atoi((const char *)terms->pdata[i] + strlen(prefix));
    g_array_append_val(numbers, number);
  }
  g_array_sort(numbers, compare_numbers);
  for (guint i = 0; i < numbers->len; i++)
    if (!add_row(list, index, instrument, g_array_index(numbers, int, i), error))
      return false;
  return true;
}

RcConceptList *rc_concepts_list(RcIndex *index, RcField field, const char *text, GError **error) {
  g_autoptr(RcConceptList) list = g_new0(RcConceptList, 1);
  list->field = field;
  list->text = g_strstrip(g_utf8_make_valid(text, -1));
  list->counted = index != NULL;
  list->rows = g_array_new(FALSE, FALSE, sizeof(RcConceptRow));
  g_autofree char *words = rc_text_normalise(list->text);
  for (int i = 0; i < rc_vocabulary_concept_count(); i++) {
    const RcConcept *concept = rc_vocabulary_concept(i);
    if (concept->field != field || !is_meant(concept, list->text, words))
      continue;
    if (!add_row(list, index, concept, 0, error) ||
        (index && *list->text && field == RC_FIELD_ARTICLE &&
         !add_articles(list, index, concept, error)))
      return NULL;
  }
  return g_steal_pointer(&list);
}
