/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entries.h"

#include <string.h>

#include "error.h"
#include "fingerprint.h"
#include "pack.h"
#include "record.h"
#include "stem.h"
#include "symbol.h"
#include "terms.h"
#include "text.h"
#include "vocabulary.h"

/* Records that are packed together come to this, unless one alone is longer: enough to
 * shrink well, and unpacked in a fraction of a millisecond. */
#define PACK_BYTES (128 * 1024)

/* Where a passage stands among the bytes of all. */
typedef struct {
  gsize record, terms;
  guint32 record_length, terms_length;
  char alike[RC_ALIKE_DIGITS + 1]; /* the fingerprint, empty if it has none */
} Place;

struct RcEntries {
  RcDocument *document;
  GArray *places;             /* of Place, in order of ordinals */
  GByteArray *records;        /* of all passages */
  GPtrArray *packs;           /* of GByteArray: the records, compressed; or NULL */
  GByteArray *terms;          /* of all passages */
  GByteArray *document_terms; /* of the document entry */
  GArray *starts;             /* of guint32: position of the first word of each passage */
  guint32 position;           /* of the next word */
  /* While writing. */
  char **symbols;          /* the document's own, canonical */
  char *date_key;          /* of every entry */
  GString *facets;         /* of the document: RC_SLOT_DOCUMENT_FACETS of every entry */
  GHashTable *shared;      /* terms of every entry -> what each counts: facts of the document, and
                              stems of title and organisation as its context */
  GString *term, *counted; /* reused */
};

RcEntries *rc_entries_new(RcDocument *document) {
  RcEntries *entries = g_new0(RcEntries, 1);
  entries->document = document;
  entries->places = g_array_new(FALSE, FALSE, sizeof(Place));
  entries->records = g_byte_array_new();
  entries->terms = g_byte_array_new();
  entries->document_terms = g_byte_array_new();
  entries->facets = g_string_new(NULL);
  entries->shared = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  entries->term = g_string_new(NULL);
  entries->counted = g_string_new(NULL);
  entries->starts = g_array_new(FALSE, FALSE, sizeof(guint32));
  entries->position = 1;
  document->passages = 0;
  return entries;
}

void rc_entries_free(RcEntries *entries) {
  if (!entries)
    return;
  rc_document_free(entries->document);
  g_array_unref(entries->places);
  g_byte_array_unref(entries->records);
  g_clear_pointer(&entries->packs, g_ptr_array_unref);
  g_byte_array_unref(entries->terms);
  g_byte_array_unref(entries->document_terms);
  g_array_unref(entries->starts);
  g_string_free(entries->facets, TRUE);
  g_hash_table_unref(entries->shared);
  g_string_free(entries->term, TRUE);
  g_string_free(entries->counted, TRUE);
  g_strfreev(entries->symbols);
  g_free(entries->date_key);
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
                 (guint32)terms_length, ""};
  g_autofree char *alike = rc_fingerprint(passage);
  if (alike)
    g_strlcpy(place.alike, alike, sizeof place.alike);
  g_array_append_val(entries->places, place);
  g_byte_array_append(entries->records, record, (guint)record_length);
  g_byte_array_append(entries->terms, terms, (guint)terms_length);
  g_array_append_val(entries->starts, entries->position);
  entries->position += words + RC_PASSAGE_GAP;
  entries->document->passages++;
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
  g_array_set_size(entries->starts, 0);
  entries->position = 1;
  entries->document->passages = 0;
  g_clear_pointer(&entries->packs, g_ptr_array_unref);
}

/* --- packing --- */

/* Ends the pack that `plain` was gathered for. */
static void end_pack(RcEntries *entries, GByteArray *plain) {
  g_ptr_array_add(entries->packs, rc_pack_new(plain));
  g_byte_array_set_size(plain, 0);
}

/* Packs the records and says with which passages packs start.  A document without passages
 * has one pack of nothing. */
static void make_packs(RcEntries *entries) {
  if (entries->packs)
    return;
  GArray *starts = entries->document->pack_starts;
  g_array_set_size(starts, 0);
  entries->packs = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
  g_autoptr(GByteArray) plain = g_byte_array_new();
  for (guint32 ordinal = 1; ordinal <= entries->places->len; ordinal++) {
    const Place *place = &g_array_index(entries->places, Place, ordinal - 1);
    if (plain->len && plain->len + place->record_length > PACK_BYTES)
      end_pack(entries, plain);
    if (plain->len == 0) {
      g_array_append_val(starts, ordinal);
      rc_pack_seal(plain, entries->document->sha256);
    }
    rc_pack_add(plain, entries->records->data + place->record, place->record_length);
  }
  if (plain->len || entries->packs->len == 0)
    end_pack(entries, plain);
}

GByteArray *rc_entries_pack(RcEntries *entries) {
  make_packs(entries);
  GByteArray *all = g_byte_array_new();
  for (guint i = 0; i < entries->packs->len; i++) {
    const GByteArray *pack = g_ptr_array_index(entries->packs, i);
    g_byte_array_append(all, pack->data, pack->len);
  }
  return all;
}

/* --- writing --- */

static const char *make_term(RcEntries *entries, RcField field, const char *value) {
  g_string_truncate(entries->term, 0);
  rc_schema_append_term(entries->term, field, value);
  return entries->term->str;
}

static void share(RcEntries *entries, RcField field, const char *value, guint frequency) {
  g_hash_table_insert(entries->shared, rc_schema_term(field, value), GUINT_TO_POINTER(frequency));
}

/* Gathers what all entries of the document have: facts of it, so that a search for passages can
 * filter by them; what is counted of it; and as context the stems of what is said of it.  Those of
 * the title are terms of the document's entry, too. */
static void gather_shared(RcEntries *entries, XapianDocument *entry) {
  static const struct {
    RcField field;
    RcMetadataField metadata;
  } facts[] = {{RC_FIELD_COUNTRY, RC_METADATA_COUNTRY},
               {RC_FIELD_TYPE, RC_METADATA_TYPE},
               {RC_FIELD_ORGANISATION, RC_METADATA_ORGANISATION}};
  static const RcMetadataField said[] = {RC_METADATA_TITLE, RC_METADATA_ORGANISATION};
  const RcDocument *document = entries->document;
  for (guint i = 0; i < G_N_ELEMENTS(facts); i++) {
    const char *value = rc_document_peek(document, facts[i].metadata);
    if (!value)
      continue;
    share(entries, facts[i].field, value, 0);
    rc_schema_append_facet(entries->facets, facts[i].field, value);
  }
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  for (guint i = 0; i < G_N_ELEMENTS(said); i++) {
    const char *text = rc_document_peek(document, said[i]);
    g_auto(RcTokens) tokens;
    rc_tokens_start(&tokens, text ? text : "", -1);
    for (RcToken token; rc_tokens_next(&tokens, &token);) {
      const char *stem = rc_stemmer_stem(stemmer, token.word);
      share(entries, RC_FIELD_CONTEXT, stem, 1);
      if (said[i] == RC_METADATA_TITLE)
        xapian_document_add_term(entry, make_term(entries, RC_FIELD_TITLE, stem), 0);
    }
  }
}

static void add_shared(RcEntries *entries, XapianDocument *entry) {
  GHashTableIter iter;
  gpointer term, frequency;
  g_hash_table_iter_init(&iter, entries->shared);
  while (g_hash_table_iter_next(&iter, &term, &frequency))
    xapian_document_add_term(entry, term, GPOINTER_TO_UINT(frequency));
  xapian_document_add_value(entry, RC_SLOT_DATE, entries->date_key);
  xapian_document_add_value(entry, RC_SLOT_DOCUMENT_FACETS, entries->facets->str);
}

/* A document that names itself, with a paragraph or without, does not cite itself; what
 * its symbol and another begin with is both. */
static bool cites_itself(const RcEntries *entries, const RcTerm *term) {
  bool itself = false;
  for (char **symbol = entries->symbols; term->field == RC_FIELD_CITES && *symbol; symbol++) {
    gsize length = strlen(*symbol);
    itself |= g_ascii_strncasecmp(*symbol, term->value, length) == 0 &&
              (term->value[length] == '\0' || term->value[length] == ':');
  }
  return itself;
}

static XapianDocument *new_passage_entry(RcEntries *entries, guint number) {
  const Place *place = &g_array_index(entries->places, Place, number);
  /* There may be none at all, and then no bytes to stand among. */
  const guint8 *terms = place->terms_length ? entries->terms->data + place->terms : NULL;
  XapianDocument *entry = xapian_document_new();
  RcTerm term;
  g_string_truncate(entries->counted, 0);
  for (gsize offset = 0; rc_terms_next(terms, place->terms_length, &offset, &term);) {
    if (cites_itself(entries, &term))
      continue;
    /* Context counts once, however often it is said: what the document brings is added below. */
    const char *name = make_term(entries, term.field, term.value);
    bool context = term.field == RC_FIELD_CONTEXT;
    if (!context || !g_hash_table_contains(entries->shared, name))
      xapian_document_add_term(entry, name, context ? 1 : term.frequency);
    if (term.facet)
      rc_schema_append_facet(entries->counted, term.field, term.value);
  }
  if (entries->counted->len)
    xapian_document_add_value(entry, RC_SLOT_PASSAGE_FACETS, entries->counted->str);
  if (*place->alike) {
    xapian_document_add_term(entry, make_term(entries, RC_FIELD_ALIKE, place->alike), 0);
    xapian_document_add_value(entry, RC_SLOT_ALIKE, place->alike);
  }
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_ID, entries->document->id), 0);
  char ordinal[16];
  g_snprintf(ordinal, sizeof ordinal, "%u", number + 1);
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_PASSAGE, ordinal), 0);
  add_shared(entries, entry);
  return entry;
}

char *rc_entries_path_term(const RcFile *file) {
  /* Terms are text: a name in another encoding is percent-encoded like a URL. */
  g_autofree char *path = g_uri_escape_string(file->path, "/ ", TRUE);
  g_autofree char *value = g_strdup_printf("%u:%s", file->root, path);
  return rc_schema_term(RC_FIELD_PATH, value);
}

static void add_document_terms(RcEntries *entries, XapianDocument *entry) {
  const guint8 *terms = entries->document_terms->data;
  guint counts[RC_N_FIELDS] = {0};
  RcTerm term;
  g_string_truncate(entries->counted, 0);
  for (gsize offset = 0; rc_terms_next(terms, entries->document_terms->len, &offset, &term);) {
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
    if (term.facet && counts[term.field]++ < RC_FACET_VALUES_MAX)
      rc_schema_append_facet(entries->counted, term.field, term.value);
  }
  const char *start = make_term(entries, RC_FIELD_START, "passage");
  for (guint i = 0; i < entries->starts->len; i++)
    xapian_document_add_posting(entry, start, g_array_index(entries->starts, guint32, i), 0);
  for (guint i = 0; i < entries->places->len; i++) {
    const char *alike = g_array_index(entries->places, Place, i).alike;
    if (*alike)
      xapian_document_add_term(entry, make_term(entries, RC_FIELD_ALIKE, alike), 0);
  }
  if (entries->counted->len)
    xapian_document_add_value(entry, RC_SLOT_PASSAGE_FACETS, entries->counted->str);
}

static XapianDocument *new_document_entry(RcEntries *entries) {
  const RcDocument *document = entries->document;
  const char *date = rc_document_peek(document, RC_METADATA_DATE);
  const char *status = rc_status_name(document->status);
  XapianDocument *entry = xapian_document_new();
  gather_shared(entries, entry);
  if (date) {
    g_autofree char *year = g_strndup(date, 4);
    xapian_document_add_term(entry, make_term(entries, RC_FIELD_YEAR, year), 0);
    rc_schema_append_facet(entries->facets, RC_FIELD_YEAR, year);
  }
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_STATUS, status), 0);
  rc_schema_append_facet(entries->facets, RC_FIELD_STATUS, status);
  add_shared(entries, entry);
  add_document_terms(entries, entry);
  /* The one term that counts: xapian-check takes a document without length that has
   * positions for damage. */
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_ENTRY, "document"), 1);
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_ID, document->id), 0);
  for (guint i = 0; i < document->files->len; i++) {
    g_autofree char *term = rc_entries_path_term(&g_array_index(document->files, RcFile, i));
    xapian_document_add_term(entry, term, 0);
  }
  /* The document's own symbols and their beginnings, by which it is found too. */
  for (guint k = 0; entries->symbols[k]; k++) {
    g_autoptr(GPtrArray) values = rc_symbol_terms(entries->symbols[k], NULL);
    for (guint i = 0; i < values->len; i++)
      xapian_document_add_term(
          entry, make_term(entries, RC_FIELD_SYMBOL, g_ptr_array_index(values, i)), 0);
  }
  g_autoptr(GByteArray) record = rc_record_pack_document(document);
  xapian_document_set_data(entry, (const char *)record->data, record->len);
  return entry;
}

/* The first passage of each pack holds it as its data; the others have none. */
static bool write_passages(RcEntries *entries, XapianWriter *writer, GError **error) {
  const GArray *starts = entries->document->pack_starts;
  guint next = 0;
  for (guint i = 0; i < entries->places->len; i++) {
    g_autoptr(XapianDocument) passage = new_passage_entry(entries, i);
    if (next < starts->len && g_array_index(starts, guint32, next) == i + 1) {
      const GByteArray *pack = g_ptr_array_index(entries->packs, next++);
      xapian_document_set_data(passage, (const char *)pack->data, pack->len);
    }
    if (!xapian_writer_add(writer, passage, error))
      return false;
  }
  return true;
}

bool rc_entries_write(RcEntries *entries, XapianWriter *writer, GError **error) {
  const RcDocument *document = entries->document;
  const char *symbol = rc_document_peek(document, RC_METADATA_SYMBOL);
  const char *date = rc_document_peek(document, RC_METADATA_DATE);
  entries->symbols = g_strsplit(symbol ? symbol : "", RC_SYMBOLS_BETWEEN, -1);
  for (char **one = entries->symbols; *one; one++) {
    char *written = *one;
    *one = rc_symbol_normalise(written);
    g_free(written);
  }
  entries->date_key = rc_schema_new_date_key(date, document->id);
  make_packs(entries);
  g_autoptr(XapianDocument) entry = new_document_entry(entries);
  return xapian_writer_add(writer, entry, error) && write_passages(entries, writer, error);
}
