/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vocabulary as a list: for people, for scripts, and for the thesauri of others. */
#include <string.h>

#include "article.h"
#include "csv.h"
#include "json.h"
#include "output.h"
#include "text-writer.h"

/* Names shown below a concept of the text format; the others have them all. */
#define NAMES_SHOWN 12

/* The id of what a line belongs to, static, or NULL. */
static const char *id_above(const RcConceptRow *row) {
  const RcConcept *concept = row->concept;
  if (row->article)
    return concept->id;
  return concept->parent >= 0 ? rc_vocabulary_concept(concept->parent)->id : NULL;
}

/* --- text --- */

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
static void append_names(RcTextWriter *writer, const RcConcept *concept, guint indent) {
  g_autoptr(GString) names = g_string_new(NULL);
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
    g_string_append_printf(names, "%s%s", shown++ ? "; " : "", before);
  }
  if (left)
    g_string_append_printf(names, "; and %d more", left);
  if (shown)
    rc_text_writer_paragraph(writer, indent, names->str);
}

void rc_output_text_concepts(GString *out, const RcConceptList *list,
                             const RcOutputOptions *options) {
  RcTextWriter writer = rc_text_writer_new(out, options);
  if (!options->width)
    writer.width = G_MAXUINT / 2;
  glong width = 0;
  const guint column = list->counted ? 8 : 0;
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
    g_autoptr(GString) labels = g_string_new(NULL);
    g_string_append_printf(labels, "%s · %s", english, russian);
    if (row->concept->parent >= 0 && row->article == 0)
      g_string_append_printf(labels, " (in %s)", rc_vocabulary_concept(row->concept->parent)->id);
    rc_text_writer_row(&writer, column, value, (guint)width, labels->str);
    if (*list->text && row->article == 0)
      append_names(&writer, row->concept, MIN(column + (guint)width + 2, writer.width / 4));
  }
}

/* --- json --- */

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

void rc_output_json_concepts(GString *out, const RcConceptList *list,
                             const RcOutputOptions *options) {
  (void)options;
  json_t *concepts = json_array();
  for (guint i = 0; i < list->rows->len; i++) {
    const RcConceptRow *row = &g_array_index(list->rows, RcConceptRow, i);
    const RcConcept *concept = row->concept;
    g_autofree char *value = rc_article_value(concept, row->article);
    g_autofree char *english = rc_concept_label(list->field, value, false);
    g_autofree char *russian = rc_concept_label(list->field, value, true);
    json_t *count = list->counted ? json_integer((json_int_t)row->count) : json_null();
    json_array_append_new(concepts, json_pack("{s:s, s:s, s:s, s:s?, s:o, s:o}", "id", value,
                                              "label", english, "label_ru", russian, "parent",
                                              id_above(row), "count", count, "forms",
                                              row->article ? json_array() : new_names(concept)));
  }
  json_t *answer = json_pack("{s:i, s:s, s:s, s:I, s:o}", "version", 1, "field",
                             rc_schema_field(list->field)->name, "text", list->text, "total",
                             (json_int_t)list->rows->len, "concepts", concepts);
  rc_json_append(out, answer, 17);
  g_string_append_c(out, '\n');
  json_decref(answer);
}

/* --- labels --- */

/* What a name is to a thesaurus (SKOS Reference, 5): of each language one is preferred, others are
 * or were in use, and hidden ones are for finding alone. */
typedef enum { LABEL_PREFERRED, LABEL_ALTERNATIVE, LABEL_HIDDEN } LabelKind;

typedef struct {
  const char *text, *language;
  LabelKind kind;
} Label;

/* No two labels of a concept are the same, whatever their kinds (SKOS Reference, S13). */
static void add_label(GArray *labels, const char *text, const char *language, LabelKind kind) {
  for (guint i = 0; i < labels->len; i++) {
    const Label *label = &g_array_index(labels, Label, i);
    if (strcmp(label->text, text) == 0 && strcmp(label->language, language) == 0)
      return;
  }
  Label label = {text, language, kind};
  g_array_append_val(labels, label);
}

/* Those of the names that are displayed, or all others: the cases and adjectives of a name that
 * has its label, and names that are never displayed. */
static void add_names(GArray *labels, const RcConcept *concept, LabelKind kind) {
  g_autoptr(GHashTable) labelled = g_hash_table_new(NULL, NULL);
  for (int preferred = 1; preferred >= 0; preferred--)
    for (int i = 0; i < concept->form_count; i++) {
      const RcForm *form = rc_vocabulary_concept_form(concept, i);
      if ((form->kind == RC_FORM_PREFERRED) != preferred)
        continue;
      bool shown = rc_vocabulary_is_displayed(form) &&
                   g_hash_table_add(labelled, GUINT_TO_POINTER(form->name + 1u));
      if (shown == (kind == LABEL_ALTERNATIVE))
        add_label(labels, rc_vocabulary_form_text(form), rc_vocabulary_form_language(form), kind);
    }
}

/* A line of the list as a thesaurus has it. */
typedef struct {
  char *id, *english, *russian;
  const char *above; /* id of what it belongs to, or NULL */
  GArray *labels;    /* of Label */
} Entry;

static void clear_entry(Entry *entry) {
  g_free(entry->id);
  g_free(entry->english);
  g_free(entry->russian);
  g_array_unref(entry->labels);
}

static Entry new_entry(RcField field, const RcConceptRow *row) {
  const RcConcept *concept = row->concept;
  Entry entry = {.id = rc_article_value(concept, row->article),
                 .labels = g_array_new(FALSE, FALSE, sizeof(Label))};
  entry.english = rc_concept_label(field, entry.id, false);
  entry.russian = rc_concept_label(field, entry.id, true);
  entry.above = id_above(row);
  add_label(entry.labels, entry.english, "en", LABEL_PREFERRED);
  add_label(entry.labels, entry.russian, "ru", LABEL_PREFERRED);
  for (int kind = LABEL_ALTERNATIVE; row->article == 0 && kind <= LABEL_HIDDEN; kind++)
    add_names(entry.labels, concept, (LabelKind)kind);
  return entry;
}

/* --- csv: a row for each label --- */

void rc_output_csv_concepts(GString *out, const RcConceptList *list,
                            const RcOutputOptions *options) {
  (void)options;
  static const char *const columns[] = {"id", "parent", "label", "language", "kind", "documents"};
  static const char *const kinds[] = {"preferred", "alternative", "hidden"};
  for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
    rc_csv_cell(out, columns[i]);
  rc_csv_end_row(out);
  for (guint i = 0; i < list->rows->len; i++) {
    const RcConceptRow *row = &g_array_index(list->rows, RcConceptRow, i);
    __attribute__((cleanup(clear_entry))) Entry entry = new_entry(list->field, row);
    g_autofree char *count =
        list->counted ? g_strdup_printf("%" G_GUINT64_FORMAT, row->count) : NULL;
    for (guint k = 0; k < entry.labels->len; k++) {
      const Label *label = &g_array_index(entry.labels, Label, k);
      const char *cells[] = {entry.id,        entry.above,        label->text,
                             label->language, kinds[label->kind], count};
      for (gsize cell = 0; cell < G_N_ELEMENTS(cells); cell++)
        rc_csv_cell(out, cells[cell]);
      rc_csv_end_row(out);
    }
  }
}

/* --- skos: RDF in Turtle --- */

/* A concept is a fragment of the file, so that it has an address wherever the file is put. */
static void append_concept(GString *out, const char *id) {
  g_autofree char *fragment = g_uri_escape_string(id, "/:", FALSE);
  g_string_append_printf(out, "<#%s>", fragment);
}

/* A string of Turtle (RDF 1.1 Turtle, 6.4). */
static void append_literal(GString *out, const char *text, const char *language) {
  g_string_append_c(out, '"');
  for (const char *p = text; *p; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_c(out, '\\');
    g_string_append_c(out, g_ascii_iscntrl(*p) ? ' ' : *p);
  }
  g_string_append_printf(out, "\"@%s", language);
}

static void append_entry(GString *out, const Entry *entry) {
  static const char *const properties[] = {"prefLabel", "altLabel", "hiddenLabel"};
  g_string_append_c(out, '\n');
  append_concept(out, entry->id);
  g_string_append(out, " a skos:Concept ;\n    skos:inScheme <#> ;\n    skos:notation \"");
  g_string_append_printf(out, "%s\"", entry->id);
  for (guint i = 0; i < entry->labels->len; i++) {
    const Label *label = &g_array_index(entry->labels, Label, i);
    g_string_append_printf(out, " ;\n    skos:%s ", properties[label->kind]);
    append_literal(out, label->text, label->language);
  }
  g_string_append(out, entry->above ? " ;\n    skos:broader " : " ;\n    skos:topConceptOf <#>");
  if (entry->above)
    append_concept(out, entry->above);
  g_string_append(out, " .\n");
}

void rc_output_skos_concepts(GString *out, const RcConceptList *list,
                             const RcOutputOptions *options) {
  (void)options;
  const char *field = rc_schema_field(list->field)->name;
  g_string_append(out, "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n"
                       "<#> a skos:ConceptScheme ;\n    skos:prefLabel ");
  append_literal(out, field, "en");
  g_string_append(out, " .\n");
  for (guint i = 0; i < list->rows->len; i++) {
    const RcConceptRow *row = &g_array_index(list->rows, RcConceptRow, i);
    __attribute__((cleanup(clear_entry))) Entry entry = new_entry(list->field, row);
    append_entry(out, &entry);
  }
}
