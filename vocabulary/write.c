/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First the names to look up, then the tables one after the other; strings go into a pool, which is
 * written last. */
#include "write.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "text.h"
#include "tsv.h"
#include "vocabulary-tables.h"

/* A string to look up, on its way to an RcName. */
typedef struct {
  char *words;
  const char *lemma;
  int first_form, form_count;
  bool goes_on;
  unsigned contexts;
} Name;

typedef struct {
  const RcSource *source;
  GHashTable *names;   /* words -> Name */
  GString *strings;    /* rc_table_strings, NUL after each */
  GHashTable *offsets; /* string -> its offset in strings */
  FILE *out;
} Writer;

/* Names to look up */

static Name *name_of(Writer *writer, const char *words) {
  Name *name = g_hash_table_lookup(writer->names, words);
  if (!name) {
    name = g_new0(Name, 1);
    name->words = g_strdup(words);
    g_hash_table_insert(writer->names, name->words, name);
  }
  return name;
}

/* A name is found word by word: each run of words it begins with is known, too. */
static void index_beginnings(Writer *writer, const char *words) {
  for (const char *space = strchr(words, ' '); space; space = strchr(space + 1, ' ')) {
    g_autofree char *beginning = g_strndup(words, (gsize)(space - words));
    name_of(writer, beginning)->goes_on = true;
  }
}

/* "ЮжноКазахстанская", "Санкт\u00ADПетербург": hyphens that were lost at the end of a
 * line, or are not seen as such, still leave the name to be found. */
static void index_without_hyphens(Writer *writer, const RcSourceForm *form) {
  g_auto(GStrv) parts = g_strsplit(form->text, "-", -1);
  if (!parts[0] || !parts[1])
    return;
  g_autofree char *glued = g_strjoinv("", parts);
  g_autofree char *words = rc_text_normalise(glued);
  const Name *whole = name_of(writer, form->words);
  Name *name = name_of(writer, words);
  if (name->form_count > 0)
    return;
  name->first_form = whole->first_form;
  name->form_count = whole->form_count;
  index_beginnings(writer, words);
}

/* All that is looked up: forms, which are sorted by their words, with and without their hyphens;
 * words of context lists; words of the lexicon. */
static void index_names(Writer *writer) {
  const GArray *forms = writer->source->forms;
  for (guint i = 0; i < forms->len; i++) {
    const RcSourceForm *form = &g_array_index(forms, RcSourceForm, i);
    Name *name = name_of(writer, form->words);
    if (name->form_count++ == 0)
      name->first_form = (int)i;
    index_beginnings(writer, form->words);
  }
  for (guint i = 0; i < forms->len; i++)
    index_without_hyphens(writer, &g_array_index(forms, RcSourceForm, i));
  GHashTableIter iter;
  gpointer words, value;
  g_hash_table_iter_init(&iter, writer->source->contexts);
  while (g_hash_table_iter_next(&iter, &words, &value)) {
    name_of(writer, words)->contexts = GPOINTER_TO_UINT(value);
    index_beginnings(writer, words);
  }
  g_hash_table_iter_init(&iter, writer->source->lemmas);
  while (g_hash_table_iter_next(&iter, &words, &value))
    name_of(writer, words)->lemma = value;
}

/* Strings */

/* Puts a string into rc_table_strings, once; NULL is the empty string at 0. */
static guint32 offset_of(Writer *writer, const char *text) {
  text = text ? text : "";
  gpointer offset;
  if (!g_hash_table_lookup_extended(writer->offsets, text, NULL, &offset)) {
    offset = GSIZE_TO_POINTER(writer->strings->len);
    g_hash_table_insert(writer->offsets, (gpointer)text, offset);
    g_string_append_len(writer->strings, text, (gssize)strlen(text) + 1);
  }
  return (guint32)GPOINTER_TO_SIZE(offset);
}

/* Concepts and forms */

static void write_concepts(Writer *writer) {
  FILE *out = writer->out;
  const GArray *forms = writer->source->forms;
  guint count = writer->source->concepts->len;
  g_autofree int *first = g_new0(int, count + 1);
  for (guint i = 0; i < forms->len; i++)
    first[g_array_index(forms, RcSourceForm, i).concept + 1]++;
  for (guint i = 0; i < count; i++)
    first[i + 1] += first[i];
  fputs("const RcConcept rc_table_concepts[] = {\n", out);
  for (guint i = 0; i < count; i++) {
    const RcSourceConcept *concept = &g_array_index(writer->source->concepts, RcSourceConcept, i);
    fprintf(out, "{%d, ", (int)concept->field);
    const char *strings[] = {concept->id, concept->labels[0], concept->labels[1]};
    for (gsize k = 0; k < G_N_ELEMENTS(strings); k++) {
      rc_tsv_write_c(out, strings[k]);
      fputs(", ", out);
    }
    fprintf(out, "%d, %d, %d},\n", concept->parent, first[i], first[i + 1] - first[i]);
  }
  fprintf(out, "};\nconst int rc_table_concept_count = %u;\n", count);
}

static void write_forms(Writer *writer) {
  fputs("const RcForm rc_table_forms[] = {\n", writer->out);
  for (guint i = 0; i < writer->source->forms->len; i++) {
    const RcSourceForm *form = &g_array_index(writer->source->forms, RcSourceForm, i);
    fprintf(writer->out, "{%u, %u, %u, %d, %d, %d, %d, %u, %u},\n", offset_of(writer, form->text),
            offset_of(writer, form->words), offset_of(writer, form->language), form->concept,
            (int)form->kind, (int)form->rule, form->name, form->years[0], form->years[1]);
  }
  fputs("};\n", writer->out);
}

/* The numbers 0 .. count - 1 in the order of `compare`, as an array of C. */
static void write_order(FILE *out, const char *declaration, const GArray *items,
                        GCompareDataFunc compare) {
  g_autofree int *order = g_new(int, items->len);
  for (guint i = 0; i < items->len; i++)
    order[i] = (int)i;
  g_qsort_with_data(order, (int)items->len, sizeof *order, compare, (gpointer)items);
  fprintf(out, "%s = {\n", declaration);
  for (guint i = 0; i < items->len; i++)
    fprintf(out, "%d,%s", order[i], i % 16 == 15 ? "\n" : " ");
  fputs("};\n", out);
}

static int compare_ids(gconstpointer a, gconstpointer b, gpointer concepts) {
  const RcSourceConcept *x = &g_array_index((GArray *)concepts, RcSourceConcept, *(const int *)a);
  const RcSourceConcept *y = &g_array_index((GArray *)concepts, RcSourceConcept, *(const int *)b);
  return rc_table_compare_ids(x->field, x->id, y->field, y->id);
}

/* Concept by concept, and within one in the order of the files. */
static int compare_order(gconstpointer a, gconstpointer b, gpointer forms) {
  const RcSourceForm *x = &g_array_index((GArray *)forms, RcSourceForm, *(const int *)a);
  const RcSourceForm *y = &g_array_index((GArray *)forms, RcSourceForm, *(const int *)b);
  return x->concept != y->concept ? x->concept - y->concept : x->order - y->order;
}

/* Names */

/* At most two thirds of the slots are taken: a failing lookup probes little. */
static void write_slots(const GPtrArray *names, FILE *out) {
  guint32 count = 64;
  while (count < names->len + names->len / 2)
    count *= 2;
  g_autofree RcNameSlot *slots = g_new0(RcNameSlot, count);
  for (guint i = 0; i < names->len; i++) {
    const char *words = ((const Name *)names->pdata[i])->words;
    guint32 hash = rc_table_hash(words, strlen(words)), at = hash & (count - 1);
    while (slots[at].name)
      at = (at + 1) & (count - 1);
    slots[at] = (RcNameSlot){hash, i + 1};
  }
  fputs("const RcNameSlot rc_table_slots[] = {\n", out);
  for (guint32 i = 0; i < count; i++)
    fprintf(out, "{%uu, %u},%s", slots[i].hash, slots[i].name, i % 8 == 7 ? "\n" : " ");
  fprintf(out, "};\nconst guint32 rc_table_slot_mask = %uu;\n", count - 1);
}

static void write_filter(const GPtrArray *names, FILE *out) {
  g_autofree guint64 *filter = g_new0(guint64, RC_TABLE_FILTER_BITS / 64);
  for (guint i = 0; i < names->len; i++) {
    const char *words = ((const Name *)names->pdata[i])->words;
    guint32 bit = rc_table_filter_bit(rc_table_hash(words, strlen(words)));
    filter[bit / 64] |= G_GUINT64_CONSTANT(1) << bit % 64;
  }
  fputs("const guint64 rc_table_filter[] = {\n", out);
  for (guint32 i = 0; i < RC_TABLE_FILTER_BITS / 64; i++)
    fprintf(out, "0x%" G_GINT64_MODIFIER "x,%s", filter[i], i % 8 == 7 ? "\n" : " ");
  fputs("};\n", out);
}

static int compare_names(gconstpointer a, gconstpointer b) {
  return strcmp((*(Name *const *)a)->words, (*(Name *const *)b)->words);
}

static void write_names(Writer *writer) {
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, writer->names);
  while (g_hash_table_iter_next(&iter, NULL, &value))
    g_ptr_array_add(names, value);
  g_ptr_array_sort(names, compare_names);
  fputs("const RcName rc_table_names[] = {\n", writer->out);
  for (guint i = 0; i < names->len; i++) {
    const Name *name = names->pdata[i];
    fprintf(writer->out, "{%u, %u, %d, %d, %u, %d},\n", offset_of(writer, name->words),
            offset_of(writer, name->lemma), name->first_form, name->form_count, name->contexts,
            name->goes_on);
  }
  fputs("};\n", writer->out);
  write_slots(names, writer->out);
  write_filter(names, writer->out);
}

/* By normal form, then concept. */
static int compare_forms(gconstpointer a, gconstpointer b) {
  const RcSourceForm *x = a, *y = b;
  int order = strcmp(x->words, y->words);
  if (order == 0)
    order = x->concept - y->concept;
  return order ? order : x->order - y->order;
}

bool rc_tables_write(RcSource *source, const char *path) {
  FILE *out = g_fopen(path, "w");
  if (!out) {
    perror(path);
    return false;
  }
  Writer writer = {.source = source,
                   .names = g_hash_table_new(g_str_hash, g_str_equal),
                   .strings = g_string_new(NULL),
                   .offsets = g_hash_table_new(g_str_hash, g_str_equal),
                   .out = out};
  g_array_sort(source->forms, compare_forms);
  index_names(&writer);
  fprintf(out,
          "/* Written by compile-vocabulary from vocabulary/; do not edit.\n"
          " * %u concepts, %u forms, %u words of the lexicon, %u strings to look up. */\n"
          "#include \"vocabulary-tables.h\"\n",
          source->concepts->len, source->forms->len, g_hash_table_size(source->lemmas),
          g_hash_table_size(writer.names));
  offset_of(&writer, "");
  write_concepts(&writer);
  write_order(out, "const guint16 rc_table_concept_order[]", source->concepts, compare_ids);
  write_forms(&writer);
  write_order(out, "const int rc_table_form_order[]", source->forms, compare_order);
  write_names(&writer);
  fputs("const char rc_table_strings[] =\n", out);
  const char *end = writer.strings->str + writer.strings->len;
  for (const char *p = writer.strings->str; p < end; p += strlen(p) + 1) {
    rc_tsv_write_c(out, p);
    fputs(" \"\\0\"\n", out);
  }
  fprintf(out, ";\nconst char rc_table_digest[] = \"%s\";\n", source->digest);
  bool failed = ferror(out) != 0;
  if (fclose(out) != 0 || failed) {
    perror(path);
    return false;
  }
  return true;
}
