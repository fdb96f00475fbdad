/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entries.h"

#include <string.h>
#include <zstd.h>

#include "error.h"
#include "inversion.h"
#include "record.h"
#include "stem.h"
#include "terms.h"
#include "text.h"
#include "vocabulary.h"

/* The level at which zstd takes less time than reading the text took many times over. */
#define PACK_LEVEL 3

/* Stands between a date and an id; sorts before all that a date may go on with. */
#define DATE_END "\x1e"

/* Where a passage stands among the bytes of all. */
typedef struct {
  gsize record, terms;
  guint32 record_length, terms_length;
} Place;

struct RcEntries {
  RcDocument *document;
  GArray *places;                  /* of Place, in order of ordinals */
  GByteArray *records;             /* of all passages */
  GByteArray *terms;               /* of all passages */
  GByteArray *document_terms;      /* of the document entry */
  GHashTable *facets[RC_N_FIELDS]; /* sets of char *: values of the document entry */
  guint32 position;                /* of the next word */
  GString *term;                   /* reused */
};

RcEntries *rc_entries_new(RcDocument *document) {
  RcEntries *entries = g_new0(RcEntries, 1);
  entries->document = document;
  entries->places = g_array_new(FALSE, FALSE, sizeof(Place));
  entries->records = g_byte_array_new();
  entries->terms = g_byte_array_new();
  entries->document_terms = g_byte_array_new();
  for (int i = 0; i < RC_N_FIELDS; i++)
    if (rc_schema_field(i)->facet)
      entries->facets[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  entries->position = 1;
  entries->term = g_string_new(NULL);
  g_array_set_size(document->passage_positions, 0);
  return entries;
}

void rc_entries_free(RcEntries *entries) {
  if (!entries)
    return;
  rc_document_free(entries->document);
  g_array_unref(entries->places);
  g_byte_array_unref(entries->records);
  g_byte_array_unref(entries->terms);
  g_byte_array_unref(entries->document_terms);
  for (int i = 0; i < RC_N_FIELDS; i++)
    g_clear_pointer(&entries->facets[i], g_hash_table_unref);
  g_string_free(entries->term, TRUE);
  g_free(entries);
}

RcDocument *rc_entries_document(RcEntries *entries) {
  return entries->document;
}

gsize rc_entries_bytes(const RcEntries *entries) {
  return (gsize)entries->records->len + entries->terms->len + entries->document_terms->len;
}

/* --- taking in --- */

RcPassage *rc_entries_add_passage(RcEntries *entries, const guint8 *record, gsize record_length,
                                  guint32 words, const guint8 *terms, gsize terms_length,
                                  GError **error) {
  g_autoptr(RcPassage) passage = rc_record_read_passage(record, record_length, error);
  if (!passage || !rc_terms_check(terms, terms_length, RC_IN_PASSAGE, words, 0, error))
    return NULL;
  guint32 last = G_MAXUINT32 - RC_PASSAGE_GAP;
  if (words > last || entries->position > last - words) {
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "worker message: more words than positions");
    return NULL;
  }
  Place place = {entries->records->len, entries->terms->len, (guint32)record_length,
                 (guint32)terms_length};
  g_array_append_val(entries->places, place);
  g_byte_array_append(entries->records, record, (guint)record_length);
  g_byte_array_append(entries->terms, terms, (guint)terms_length);
  g_array_append_val(entries->document->passage_positions, entries->position);
  entries->position += words + RC_PASSAGE_GAP;
  return g_steal_pointer(&passage);
}

bool rc_entries_set_terms(RcEntries *entries, const guint8 *terms, gsize length, GError **error) {
  if (!rc_terms_check(terms, length, RC_IN_DOCUMENT, 0, entries->position, error))
    return false;
  g_byte_array_set_size(entries->document_terms, 0);
  g_byte_array_append(entries->document_terms, terms, (guint)length);
  return true;
}

void rc_entries_clear(RcEntries *entries) {
  g_array_set_size(entries->places, 0);
  g_byte_array_set_size(entries->records, 0);
  g_byte_array_set_size(entries->terms, 0);
  g_byte_array_set_size(entries->document_terms, 0);
  g_array_set_size(entries->document->passage_positions, 0);
  entries->position = 1;
}

GByteArray *rc_entries_pack(const RcEntries *entries) {
  g_autoptr(GByteArray) plain = g_byte_array_new();
  for (guint i = 0; i < entries->places->len; i++) {
    const Place *place = &g_array_index(entries->places, Place, i);
    guint32 length = GUINT32_TO_LE(place->record_length);
    g_byte_array_append(plain, (const guint8 *)&length, sizeof length);
    g_byte_array_append(plain, entries->records->data + place->record, place->record_length);
  }
  GByteArray *packed = g_byte_array_new();
  g_byte_array_set_size(packed, (guint)ZSTD_compressBound(plain->len));
  size_t size = ZSTD_compress(packed->data, packed->len, plain->data, plain->len, PACK_LEVEL);
  g_assert(!ZSTD_isError(size)); /* the bound is large enough */
  g_byte_array_set_size(packed, (guint)size);
  return packed;
}

/* --- writing --- */

static const char *make_term(RcEntries *entries, RcField field, const char *value) {
  g_string_truncate(entries->term, 0);
  rc_schema_append_term(entries->term, field, value);
  return entries->term->str;
}

static void count_in_facet(RcEntries *entries, RcField field, const char *value) {
  if (entries->facets[field] && !g_hash_table_contains(entries->facets[field], value))
    g_hash_table_add(entries->facets[field], g_strdup(value));
}

/* Facts of the document that its passages carry too, so that a search for
 * passages can filter by them. */
static void add_document_facts(RcEntries *entries, XapianDocument *entry) {
  static const struct {
    RcMetadataField metadata;
    RcField field;
    gsize bytes; /* of the value that count; 0: all */
  } facts[] = {
      {RC_METADATA_SYMBOL, RC_FIELD_SYMBOL, 0},
      {RC_METADATA_TYPE, RC_FIELD_TYPE, 0},
      {RC_METADATA_ORGANISATION, RC_FIELD_ORGANISATION, 0},
      {RC_METADATA_DATE, RC_FIELD_YEAR, 4},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(facts); i++) {
    const char *whole = rc_document_peek(entries->document, facts[i].metadata);
    if (!whole)
      continue;
    g_autofree char *value = facts[i].bytes ? g_strndup(whole, facts[i].bytes) : g_strdup(whole);
    xapian_document_add_term(entry, make_term(entries, facts[i].field, value), 0);
    count_in_facet(entries, facts[i].field, value);
  }
}

/* Dates sort, and documents of one date by their ids: never by the order in which they
 * were indexed. */
static void add_values(const RcEntries *entries, XapianDocument *entry) {
  const char *id = entries->document->id;
  const char *date = rc_document_peek(entries->document, RC_METADATA_DATE);
  g_autofree char *key = g_strconcat(date ? date : "", DATE_END, id, NULL);
  xapian_document_add_value(entry, (guint)rc_schema_field(RC_FIELD_ID)->slot, id);
  xapian_document_add_value(entry, (guint)rc_schema_field(RC_FIELD_DATE)->slot, key);
}

/* A document that names itself does not cite itself. */
static bool cites_itself(const RcEntries *entries, const RcTerm *term) {
  const char *own = rc_document_peek(entries->document, RC_METADATA_SYMBOL);
  return own && term->field == RC_FIELD_CITES && g_ascii_strcasecmp(own, term->value) == 0;
}

static XapianDocument *new_passage_entry(RcEntries *entries, guint number) {
  const Place *place = &g_array_index(entries->places, Place, number);
  const guint8 *terms = entries->terms->data + place->terms;
  XapianDocument *entry = xapian_document_new();
  RcTerm term;
  for (gsize offset = 0; rc_terms_next(terms, place->terms_length, &offset, &term);)
    if (!cites_itself(entries, &term))
      xapian_document_add_term(entry, make_term(entries, term.field, term.value), term.frequency);
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_ENTRY, "passage"), 0);
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_ID, entries->document->id), 0);
  char key[64];
  g_snprintf(key, sizeof key, "%s:%u", entries->document->id, number + 1);
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_PASSAGE, key), 0);
  add_document_facts(entries, entry);
  add_values(entries, entry);
  xapian_document_set_data(entry, (const char *)entries->records->data + place->record,
                           place->record_length);
  return entry;
}

char *rc_entries_path_term(const RcFile *file) {
  /* Terms are text: a name in another encoding is percent-encoded like a URL. */
  g_autofree char *path = g_uri_escape_string(file->path, "/ ", TRUE);
  g_autofree char *value = g_strdup_printf("%u:%s", file->root, path);
  return rc_schema_term(RC_FIELD_PATH, value);
}

/* Stems of the title, for title: and --title. */
static void add_title(RcEntries *entries, XapianDocument *entry) {
  const char *title = rc_document_peek(entries->document, RC_METADATA_TITLE);
  if (!title)
    return;
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_auto(RcTokens) tokens;
  rc_tokens_start(&tokens, title, -1);
  for (RcToken token; rc_tokens_next(&tokens, &token);) {
    const char *stem = rc_stemmer_stem(stemmer, token.word);
    xapian_document_add_term(entry, make_term(entries, RC_FIELD_TITLE, stem), 0);
  }
}

/* The values of a facet, borrowed, in order so that equal documents are equal. */
static GPtrArray *sorted_values(GHashTable *set) {
  GPtrArray *values = g_ptr_array_new();
  g_autoptr(GList) keys = g_list_sort(g_hash_table_get_keys(set), (GCompareFunc)strcmp);
  for (GList *key = keys; key; key = key->next)
    g_ptr_array_add(values, key->data);
  return values;
}

static void add_facets(const RcEntries *entries, XapianDocument *entry) {
  for (int field = 0; field < RC_N_FIELDS; field++) {
    if (!entries->facets[field] || g_hash_table_size(entries->facets[field]) == 0)
      continue;
    g_autoptr(GPtrArray) values = sorted_values(entries->facets[field]);
    g_autofree char *joined = rc_schema_join_values(values);
    xapian_document_add_value(entry, (guint)rc_schema_field(field)->slot, joined);
  }
}

static void add_document_terms(RcEntries *entries, XapianDocument *entry) {
  RcTerm term;
  for (gsize offset = 0; rc_terms_next(entries->document_terms->data, entries->document_terms->len,
                                       &offset, &term);) {
    if (cites_itself(entries, &term))
      continue;
    const char *name = make_term(entries, term.field, term.value);
    guint32 position = 0;
    for (guint32 i = 0; i < term.position_count; i++) {
      position = rc_term_next_position(&term, position);
      xapian_document_add_posting(entry, name, position, 0);
    }
    if (term.position_count == 0)
      xapian_document_add_term(entry, name, 0);
    if (term.facet)
      count_in_facet(entries, term.field, term.value);
  }
}

static XapianDocument *new_document_entry(RcEntries *entries) {
  const RcDocument *document = entries->document;
  XapianDocument *entry = xapian_document_new();
  add_document_terms(entries, entry);
  /* The one term that counts: xapian-check takes a document without length that has
   * positions for damage. */
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_ENTRY, "document"), 1);
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_ID, document->id), 0);
  for (guint i = 0; i < document->files->len; i++) {
    g_autofree char *term = rc_entries_path_term(&g_array_index(document->files, RcFile, i));
    xapian_document_add_term(entry, term, 0);
  }
  add_document_facts(entries, entry);
  add_title(entries, entry);
  const char *status = rc_status_name(document->status);
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_STATUS, status), 0);
  count_in_facet(entries, RC_FIELD_STATUS, status);
  add_facets(entries, entry);
  add_values(entries, entry);
  g_autoptr(GByteArray) record = g_byte_array_new();
  rc_record_append_document(record, document);
  xapian_document_set_data(entry, (const char *)record->data, record->len);
  return entry;
}

bool rc_entries_write(RcEntries *entries, XapianWriter *writer, GError **error) {
  g_autoptr(XapianDocument) document = new_document_entry(entries);
  if (!xapian_writer_add(writer, document, error))
    return false;
  for (guint i = 0; i < entries->places->len; i++) {
    g_autoptr(XapianDocument) passage = new_passage_entry(entries, i);
    if (!xapian_writer_add(writer, passage, error))
      return false;
  }
  return true;
}
