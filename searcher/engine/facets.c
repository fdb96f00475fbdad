/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facets.h"

#include <math.h>
#include <string.h>

#include "article.h"

/* Values shown of each facet. */
#define FACET_VALUES_MAX 100

static void free_facet_value(gpointer data) {
  RcFacetValue *value = data;
  g_free(value->id);
  g_free(value->label_en);
  g_free(value->label_ru);
  g_free(value);
}

static int compare_facet_values(gconstpointer a, gconstpointer b) {
  const RcFacetValue *x = *(RcFacetValue *const *)a, *y = *(RcFacetValue *const *)b;
  if (x->distinctive != y->distinctive)
    return (x->distinctive < y->distinctive) - (x->distinctive > y->distinctive);
  return x->count != y->count ? (x->count < y->count) - (x->count > y->count)
                              : strcmp(x->id, y->id);
}

static char *new_label(RcField field, const char *id, RcLanguage language) {
  const RcNamed *listed = rc_schema_value(field, id);
  int concepts = rc_schema_concepts(field);
  if (listed)
    return g_strdup(listed->label[language]);
  return concepts < 0 ? NULL : rc_concept_label((RcField)concepts, id, language == RC_LANGUAGE_RU);
}

void rc_facets_add(RcResults *results, const GArray *counts) {
  bool touched[RC_N_FIELDS] = {false};
  for (guint i = 0; i < counts->len; i++) {
    const XapianValueCount *count = &g_array_index(counts, XapianValueCount, i);
    const char *id;
    int field = rc_schema_facet_field(count->value, &id);
    if (field < 0)
      continue;
    if (!results->facets[field])
      results->facets[field] = g_ptr_array_new_with_free_func(free_facet_value);
    RcFacetValue *value = g_new0(RcFacetValue, 1);
    value->id = g_strdup(id);
    value->count = count->count;
    g_ptr_array_add(results->facets[field], value);
    touched[field] = true;
  }
  for (int field = 0; field < RC_N_FIELDS; field++) {
    GPtrArray *facet = results->facets[field];
    if (!touched[field])
      continue;
    g_ptr_array_sort(facet, compare_facet_values);
    if (facet->len > FACET_VALUES_MAX)
      g_ptr_array_set_size(facet, FACET_VALUES_MAX);
    for (guint i = 0; i < facet->len; i++) { /* only what is shown wants a name */
      RcFacetValue *value = g_ptr_array_index(facet, i);
      value->label_en = new_label(field, value->id, RC_LANGUAGE_EN);
      value->label_ru = new_label(field, value->id, RC_LANGUAGE_RU);
    }
  }
}

bool rc_facets_order(RcResults *results, RcIndex *index, double passages, GError **error) {
  const double total = (double)results->total, documents = (double)results->index.documents;
  guint32 entries = 0;
  GError *cause = NULL;
  bool counted = xapian_database_count(rc_index_database(index), &entries, &cause);
  bool whole = total >= (passages == 1 ? entries - documents : documents);
  for (int field = 0; counted && !whole && field < RC_N_FIELDS; field++) {
    const RcFieldInfo *info = rc_schema_field((RcField)field);
    GPtrArray *facet = results->facets[field];
    bool of_paragraphs = info->maker == RC_BY_WORKER || passages == 1;
    if (!facet || !of_paragraphs || info->values || info->match == RC_MATCH_YEARS)
      continue;
    /* A document has what one of its paragraphs says, so the more are counted the more has it. */
    double looks = passages > 0 ? passages : entries / documents;
    for (guint i = 0; counted && i < facet->len; i++) {
      RcFacetValue *value = g_ptr_array_index(facet, i);
      double count = (double)value->count;
      guint32 frequency = 0;
      g_autofree char *term = rc_schema_term((RcField)field, value->id);
      counted = xapian_database_term_frequency(rc_index_database(index), term, &frequency, &cause);
      double expected = total * (1 - pow(1 - MAX(frequency, 1) / (double)entries, looks));
      value->distinctive = count > expected ? (count - 1) * log(count / expected) : 0;
    }
    g_ptr_array_sort(facet, compare_facet_values);
  }
  if (!counted)
    rc_index_propagate(error, cause, "index");
  return counted;
}
