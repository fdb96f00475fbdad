/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entries.h"

#include <stdlib.h>
#include <string.h>

#include "article.h"
#include "error.h"
#include "message.h"
#include "record.h"
#include "stem.h"
#include "text.h"
#include "vocabulary.h"

struct RcEntries {
  RcDocument *document;
  XapianDocument *document_entry;
  GPtrArray *passage_entries;      /* of XapianDocument * */
  GHashTable *facets[RC_N_FIELDS]; /* sets of char *: values of the document entry */
  guint32 position;                /* of the next word */
  GString *term;                   /* reused */
};

RcEntries *rc_entries_new(RcDocument *document) {
  RcEntries *entries = g_new0(RcEntries, 1);
  entries->document = document;
  entries->document_entry = xapian_document_new();
  entries->passage_entries = g_ptr_array_new_with_free_func((GDestroyNotify)xapian_document_free);
  for (int i = 0; i < RC_N_FIELDS; i++)
    if (rc_schema_field(i)->facet)
      entries->facets[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  entries->position = 1;
  entries->term = g_string_new(NULL);
  return entries;
}

void rc_entries_free(RcEntries *entries) {
  if (!entries)
    return;
  rc_document_free(entries->document);
  xapian_document_free(entries->document_entry);
  g_ptr_array_unref(entries->passage_entries);
  for (int i = 0; i < RC_N_FIELDS; i++)
    g_clear_pointer(&entries->facets[i], g_hash_table_unref);
  g_string_free(entries->term, TRUE);
  g_free(entries);
}

RcDocument *rc_entries_document(RcEntries *entries) {
  return entries->document;
}

static const char *make_term(RcEntries *entries, RcField field, const char *value) {
  g_string_truncate(entries->term, 0);
  rc_schema_append_term(entries->term, field, value);
  return entries->term->str;
}

/* Adds a fact to the entries that the schema says carry its field; `passage` is
 * NULL for what concerns the document alone. */
static void add_fact(RcEntries *entries, XapianDocument *passage, RcField field,
                     const char *value) {
  const RcFieldInfo *info = rc_schema_field(field);
  const char *term = make_term(entries, field, value);
  if (info->entries & RC_IN_DOCUMENT)
    xapian_document_add_term(entries->document_entry, term, 0);
  if (passage && info->entries & RC_IN_PASSAGE)
    xapian_document_add_term(passage, term, 0);
  if (info->facet)
    g_hash_table_add(entries->facets[field], g_strdup(value));
}

/* A concept and all above it, so that a search for a region finds its villages, and
 * one for an instrument its articles ("ICCPR:26"). */
static void add_concept(RcEntries *entries, XapianDocument *passage, RcField field,
                        const char *id) {
  int article = 0;
  const RcConcept *concept =
      field == RC_FIELD_ARTICLE ? rc_article_lookup(id, &article) : rc_vocabulary_lookup(field, id);
  if (article)
    add_fact(entries, passage, field, id);
  while (concept) {
    add_fact(entries, passage, field, concept->id);
    concept = concept->parent >= 0 ? rc_vocabulary_concept(concept->parent) : NULL;
  }
}

/* Facts of the document that its passages carry too, so that a search for
 * passages can filter by them. */
static void add_document_facts(RcEntries *entries, XapianDocument *passage) {
  const RcDocument *document = entries->document;
  static const struct {
    RcMetadataField metadata;
    RcField field;
  } facts[] = {
      {RC_METADATA_SYMBOL, RC_FIELD_SYMBOL},
      {RC_METADATA_TYPE, RC_FIELD_TYPE},
      {RC_METADATA_ORGANISATION, RC_FIELD_ORGANISATION},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(facts); i++) {
    const char *value = rc_document_peek(document, facts[i].metadata);
    if (value)
      add_fact(entries, passage, facts[i].field, value);
  }
  const char *date = rc_document_peek(document, RC_METADATA_DATE);
  if (date && strlen(date) >= 4) {
    g_autofree char *year = g_strndup(date, 4);
    add_fact(entries, passage, RC_FIELD_YEAR, year);
  }
}

static void add_values(const RcEntries *entries, XapianDocument *entry) {
  const char *date = rc_document_peek(entries->document, RC_METADATA_DATE);
  xapian_document_add_value(entry, (guint)rc_schema_field(RC_FIELD_ID)->slot,
                            entries->document->id);
  if (date)
    xapian_document_add_value(entry, (guint)rc_schema_field(RC_FIELD_DATE)->slot, date);
}

static void add_passage_facts(RcEntries *entries, XapianDocument *entry, const RcPassage *passage) {
  add_fact(entries, entry, RC_FIELD_KIND, rc_kind_name(passage->kind));
  if (passage->language)
    add_fact(entries, entry, RC_FIELD_LANGUAGE, passage->language);
  for (guint i = 0; i < passage->mentions->len; i++) {
    const RcMention *mention = &g_array_index(passage->mentions, RcMention, i);
    add_concept(entries, entry, mention->field, mention->concept);
  }
  for (guint i = 0; i < passage->cites->len; i++) {
    const char *symbol = g_array_index(passage->cites, RcCitation, i).symbol;
    /* A document that names itself does not cite itself. */
    const char *own = rc_document_peek(entries->document, RC_METADATA_SYMBOL);
    if (!own || g_ascii_strcasecmp(own, symbol) != 0)
      add_fact(entries, entry, RC_FIELD_CITES, symbol);
  }
}

/* Postings are checked whole before any of them is added: a passage that is
 * refused leaves nothing behind. */
static bool check_postings(const guint8 *postings, gsize length, GError **error) {
  GError *problem = NULL;
  RcPosting posting;
  for (gsize offset = 0; rc_posting_next(postings, length, &offset, &posting, &problem);)
    ;
  if (problem)
    g_propagate_error(error, problem);
  return !problem;
}

/* Words go into the document entry with positions, stems into both. */
static void add_postings(RcEntries *entries, XapianDocument *entry, const guint8 *postings,
                         gsize length) {
  RcPosting posting;
  for (gsize offset = 0; rc_posting_next(postings, length, &offset, &posting, NULL);) {
    const char *term = make_term(entries, posting.field, posting.value);
    if (posting.field == RC_FIELD_WORD) {
      xapian_document_add_posting(entries->document_entry, term, entries->position++, 0);
    } else {
      xapian_document_add_term(entry, term, 1);
      xapian_document_add_term(entries->document_entry, term, 0);
    }
  }
}

static void set_record(XapianDocument *entry, json_t *record) {
  gsize length;
  char *json = rc_record_write(record, &length);
  xapian_document_set_data(entry, json, length);
  free(json);
  json_decref(record);
}

bool rc_entries_add_passage(RcEntries *entries, const RcPassage *passage, const guint8 *postings,
                            gsize length, GError **error) {
  if (!check_postings(postings, length, error))
    return false;
  g_autoptr(XapianDocument) entry = xapian_document_new();
  g_array_append_val(entries->document->passage_positions, entries->position);
  add_postings(entries, entry, postings, length);
  entries->position += RC_PASSAGE_GAP;
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_ENTRY, "passage"), 0);
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_ID, entries->document->id), 0);
  g_autofree char *key = g_strdup_printf("%s:%u", entries->document->id, passage->ordinal);
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_PASSAGE, key), 0);
  add_document_facts(entries, entry);
  add_passage_facts(entries, entry, passage);
  add_values(entries, entry);
  set_record(entry, rc_record_from_passage(passage));
  g_ptr_array_add(entries->passage_entries, g_steal_pointer(&entry));
  return true;
}

char *rc_entries_path_term(const RcFile *file) {
  /* Terms are text: a name in another encoding is percent-encoded like a URL. */
  g_autofree char *path = g_uri_escape_string(file->path, "/ ", TRUE);
  g_autofree char *value = g_strdup_printf("%u:%s", file->root, path);
  return rc_schema_term(RC_FIELD_PATH, value);
}

/* Stems of the title, for title: and --title. */
static void add_title(RcEntries *entries) {
  const char *title = rc_document_peek(entries->document, RC_METADATA_TITLE);
  if (!title)
    return;
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_auto(RcTokens) tokens;
  rc_tokens_start(&tokens, title, -1);
  for (RcToken token; rc_tokens_next(&tokens, &token);)
    add_fact(entries, NULL, RC_FIELD_TITLE, rc_stemmer_stem(stemmer, token.word));
}

/* The values of a facet, borrowed, in order so that equal documents are equal. */
static GPtrArray *sorted_values(GHashTable *set) {
  GPtrArray *values = g_ptr_array_new();
  g_autoptr(GList) keys = g_list_sort(g_hash_table_get_keys(set), (GCompareFunc)strcmp);
  for (GList *key = keys; key; key = key->next)
    g_ptr_array_add(values, key->data);
  return values;
}

static void add_facets(RcEntries *entries) {
  for (int field = 0; field < RC_N_FIELDS; field++) {
    if (!entries->facets[field] || g_hash_table_size(entries->facets[field]) == 0)
      continue;
    g_autoptr(GPtrArray) values = sorted_values(entries->facets[field]);
    g_autofree char *joined = rc_schema_join_values(values);
    xapian_document_add_value(entries->document_entry, (guint)rc_schema_field(field)->slot, joined);
  }
}

static void finish_document_entry(RcEntries *entries) {
  XapianDocument *entry = entries->document_entry;
  /* The one term that counts: xapian-check takes a document without length that has
   * positions for damage. */
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_ENTRY, "document"), 1);
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_ID, entries->document->id), 0);
  for (guint i = 0; i < entries->document->files->len; i++) {
    g_autofree char *term =
        rc_entries_path_term(&g_array_index(entries->document->files, RcFile, i));
    xapian_document_add_term(entry, term, 0);
  }
  add_document_facts(entries, NULL);
  add_title(entries);
  add_fact(entries, NULL, RC_FIELD_STATUS, rc_status_name(entries->document->status));
  add_facets(entries);
  add_values(entries, entry);
  set_record(entry, rc_record_from_document(entries->document));
}

bool rc_entries_write(RcEntries *entries, XapianWriter *writer, GError **error) {
  finish_document_entry(entries);
  if (!xapian_writer_add(writer, entries->document_entry, error))
    return false;
  for (guint i = 0; i < entries->passage_entries->len; i++)
    if (!xapian_writer_add(writer, g_ptr_array_index(entries->passage_entries, i), error))
      return false;
  return true;
}
