/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "concepts.h"

#include <stdlib.h>
#include <string.h>

#include "article.h"
#include "json.h"
#include "scope.h"
#include "text.h"

/* Articles listed of one instrument. */
#define ARTICLES_MAX 500
/* Names shown below a concept of the text format; JSON has them all. */
#define NAMES_SHOWN 12

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

/* --- writing --- */

static void append_padded(GString *out, const char *text, glong columns) {
  g_string_append(out, text);
  for (glong i = g_utf8_strlen(text, -1); i < columns; i++)
    g_string_append_c(out, ' ');
}

/* True if two words differ in their endings alone: "Комитет", "Комитетом". */
static bool are_inflections(const char *a, const char *b) {
  glong longer = MAX(g_utf8_strlen(a, -1), g_utf8_strlen(b, -1)), common = 0;
  while (*a && g_utf8_get_char(a) == g_utf8_get_char(b)) {
    a = g_utf8_next_char(a);
    b = g_utf8_next_char(b);
    common++;
  }
  bool endings = !g_unichar_isupper(g_utf8_get_char(a)) && !g_unichar_isupper(g_utf8_get_char(b));
  return common == longer || (endings && common >= 3 && common >= longer - 3);
}

/* A Russian name in another case tells people nothing new. */
static bool is_another_case(const char *name, const char *before) {
  g_auto(GStrv) a = g_strsplit(name, " ", -1), b = g_strsplit(before, " ", -1);
  guint i = 0;
  while (a[i] && b[i] && are_inflections(a[i], b[i]))
    i++;
  return !a[i] && !b[i];
}

/* "          CERD; CERD Committee; КЛРД; and 8 more" */
static void append_names(GString *out, const RcConcept *concept, glong indent) {
  int shown = 0, left = 0;
  const char *before = "";
  for (int i = 0; i < concept->form_count; i++) {
    const RcForm *form = rc_vocabulary_concept_form(concept, i);
    const char *text = rc_vocabulary_form_text(form);
    bool russian = strcmp(rc_vocabulary_form_language(form), "ru") == 0;
    if (!rc_vocabulary_is_displayed(form) || strcmp(text, concept->label_en) == 0 ||
        (russian && (is_another_case(text, concept->label_ru) || is_another_case(text, before))))
      continue;
    before = text;
    if (shown == NAMES_SHOWN) {
      left++;
      continue;
    }
    if (shown++ == 0)
      append_padded(out, "", indent);
    g_string_append_printf(out, "%s%s", shown > 1 ? "; " : "", before);
  }
  if (left)
    g_string_append_printf(out, "; and %d more", left);
  if (shown)
    g_string_append_c(out, '\n');
}

void rc_concepts_write_text(GString *out, const RcConceptList *list) {
  glong width = 0;
  for (guint i = 0; i < list->rows->len; i++) {
    const RcConceptRow *row = &g_array_index(list->rows, RcConceptRow, i);
    g_autofree char *value = rc_article_value(row->concept, row->article);
    width = MAX(width, g_utf8_strlen(value, -1));
  }
  for (guint i = 0; i < list->rows->len; i++) {
    const RcConceptRow *row = &g_array_index(list->rows, RcConceptRow, i);
    g_autofree char *value = rc_article_value(row->concept, row->article);
    g_autofree char *english = rc_concept_label(list->field, value, false);
    g_autofree char *russian = rc_concept_label(list->field, value, true);
    if (list->counted)
      g_string_append_printf(out, "%6" G_GUINT64_FORMAT "  ", row->count);
    append_padded(out, value, width);
    g_string_append_printf(out, "  %s · %s", english, russian);
    if (row->concept->parent >= 0 && row->article == 0)
      g_string_append_printf(out, " (in %s)", rc_vocabulary_concept(row->concept->parent)->id);
    g_string_append_c(out, '\n');
    if (*list->text && row->article == 0)
      append_names(out, row->concept, (list->counted ? 8 : 0) + width + 2);
  }
}

static json_t *new_names(const RcConcept *concept) {
  static const char *const kinds[] = {[RC_FORM_PREFERRED] = "preferred",
                                      [RC_FORM_VARIANT] = "variant",
                                      [RC_FORM_HISTORICAL] = "historical"};
  json_t *names = json_array();
  for (int i = 0; i < concept->form_count; i++) {
    const RcForm *form = rc_vocabulary_concept_form(concept, i);
    if (rc_vocabulary_is_displayed(form))
      json_array_append_new(
          names, json_pack("{s:s, s:s, s:s}", "text", rc_vocabulary_form_text(form), "language",
                           rc_vocabulary_form_language(form), "kind", kinds[form->kind]));
  }
  return names;
}

void rc_concepts_write_json(GString *out, const RcConceptList *list) {
  json_t *concepts = json_array();
  for (guint i = 0; i < list->rows->len; i++) {
    const RcConceptRow *row = &g_array_index(list->rows, RcConceptRow, i);
    const RcConcept *concept = row->concept;
    g_autofree char *value = rc_article_value(concept, row->article);
    g_autofree char *english = rc_concept_label(list->field, value, false);
    g_autofree char *russian = rc_concept_label(list->field, value, true);
    const char *parent = row->article           ? concept->id
                         : concept->parent >= 0 ? rc_vocabulary_concept(concept->parent)->id
                                                : NULL;
    json_t *count = list->counted ? json_integer((json_int_t)row->count) : json_null();
    json_array_append_new(concepts,
                          json_pack("{s:s, s:s, s:s, s:s?, s:o, s:o}", "id", value, "label",
                                    english, "label_ru", russian, "parent", parent, "count", count,
                                    "forms", row->article ? json_array() : new_names(concept)));
  }
  json_t *answer = json_pack("{s:i, s:s, s:s, s:I, s:o}", "version", 1, "field",
                             rc_schema_field(list->field)->name, "text", list->text, "total",
                             (json_int_t)list->rows->len, "concepts", concepts);
  rc_json_append(out, answer, 17);
  g_string_append_c(out, '\n');
  json_decref(answer);
}
