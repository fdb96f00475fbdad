/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"

/* Bounds on what a record may hold: generous for documents, finite for attackers. */
#define TEXT_BYTES_MAX (4 * 1024 * 1024)
#define LABEL_BYTES_MAX 1024
#define ITEMS_MAX 65536
#define PAGES_MAX 10000000

static void set_error(GError **error, const char *name, const char *what) {
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "record: field \"%s\" %s", name, what);
}

/* --- writing --- */

static void set_string(json_t *record, const char *name, const char *value) {
  json_object_set_new(record, name, value ? json_string(value) : json_null());
}

static void set_number(json_t *record, const char *name, guint64 value) {
  json_object_set_new(record, name, json_integer((json_int_t)value));
}

/* A value that may not be known yet: 0 is null. */
static void set_number_or_null(json_t *record, const char *name, guint64 value) {
  json_object_set_new(record, name, value ? json_integer((json_int_t)value) : json_null());
}

json_t *rc_record_from_metadata(const RcDocument *document) {
  json_t *record = json_object();
  json_t *provenance = json_object();
  for (int i = 0; i < RC_N_METADATA; i++) {
    const RcMetadata *metadata = &document->metadata[i];
    set_string(record, rc_metadata_name(i), metadata->value);
    if (metadata->value)
      set_string(provenance, rc_metadata_name(i), metadata->source);
  }
  json_object_set_new(record, "provenance", provenance);
  return record;
}

/* File names are bytes; JSON is UTF-8.  A name that is not valid UTF-8 is stored
 * percent-encoded under another key. */
static json_t *record_from_file(const RcFile *file) {
  json_t *record = json_object();
  set_number(record, "root", file->root);
  if (g_utf8_validate(file->path, -1, NULL)) {
    set_string(record, "path", file->path);
  } else {
    g_autofree char *escaped =
        g_uri_escape_bytes((const guint8 *)file->path, strlen(file->path), "/");
    set_string(record, "path_escaped", escaped);
  }
  json_object_set_new(record, "mtime", json_integer(file->mtime));
  set_number(record, "bytes", file->bytes);
  return record;
}

json_t *rc_record_from_document(const RcDocument *document) {
  json_t *record = rc_record_from_metadata(document);
  set_string(record, "id", document->id);
  set_string(record, "sha256", document->sha256);
  json_t *files = json_array();
  for (guint i = 0; i < document->files->len; i++)
    json_array_append_new(files, record_from_file(&g_array_index(document->files, RcFile, i)));
  json_object_set_new(record, "files", files);
  set_string(record, "status", rc_status_name(document->status));
  set_number(record, "pages", document->pages);
  set_number(record, "pages_read", document->pages_read);
  set_number(record, "pages_ocr", document->pages_ocr);
  set_number(record, "ocr_wanted", document->ocr_wanted);
  json_t *positions = json_array();
  for (guint i = 0; i < document->passage_positions->len; i++)
    json_array_append_new(positions,
                          json_integer(g_array_index(document->passage_positions, guint32, i)));
  json_object_set_new(record, "passage_positions", positions);
  return record;
}

static json_t *record_from_mentions(const GArray *mentions) {
  json_t *record = json_array();
  for (guint i = 0; i < mentions->len; i++) {
    const RcMention *mention = &g_array_index(mentions, RcMention, i);
    json_t *item = json_object();
    set_string(item, "field", rc_schema_field(mention->field)->name);
    set_string(item, "concept", mention->concept);
    set_number(item, "start", mention->start);
    set_number(item, "end", mention->end);
    json_array_append_new(record, item);
  }
  return record;
}

static json_t *record_from_cites(const GArray *cites) {
  json_t *record = json_array();
  for (guint i = 0; i < cites->len; i++) {
    const RcCitation *citation = &g_array_index(cites, RcCitation, i);
    json_t *item = json_object();
    set_string(item, "symbol", citation->symbol);
    set_string(item, "paragraph", citation->paragraph);
    set_number(item, "start", citation->start);
    set_number(item, "end", citation->end);
    json_array_append_new(record, item);
  }
  return record;
}

/* "pages" lists every page the passage touches, "page_starts" the byte of its
 * text at which each begins. */
static void set_pages(json_t *record, const RcPassage *passage) {
  json_t *pages = json_array(), *starts = json_array();
  for (guint i = 0; i < passage->page_starts->len; i++) {
    const RcPageStart *start = &g_array_index(passage->page_starts, RcPageStart, i);
    json_array_append_new(pages, json_integer(start->page));
    json_array_append_new(starts, json_integer(start->offset));
  }
  set_number(record, "page", rc_passage_page_at(passage, 0));
  json_object_set_new(record, "pages", pages);
  json_object_set_new(record, "page_starts", starts);
}

json_t *rc_record_from_passage(const RcPassage *passage) {
  json_t *record = json_object();
  set_number(record, "passage", passage->ordinal);
  set_pages(record, passage);
  set_string(record, "page_label", passage->page_label);
  set_string(record, "paragraph", passage->number);
  set_string(record, "kind", rc_kind_name(passage->kind));
  json_t *section = json_array();
  for (guint i = 0; i < passage->section->len; i++)
    json_array_append_new(section, json_string(g_ptr_array_index(passage->section, i)));
  json_object_set_new(record, "section", section);
  set_string(record, "language", passage->language);
  json_object_set_new(record, "ocr", passage->ocr < 0 ? json_null() : json_real(passage->ocr));
  set_string(record, "text", passage->text);
  json_object_set_new(record, "mentions", record_from_mentions(passage->mentions));
  json_object_set_new(record, "cites", record_from_cites(passage->cites));
  set_number_or_null(record, "footnote_of", passage->footnote_of);
  return record;
}

/* --- reading --- */

/* A string of at most `max` bytes, or NULL where it is null or absent. */
static bool read_string(const json_t *record, const char *name, gsize max, char **value,
                        GError **error) {
  const json_t *item = json_object_get(record, name);
  *value = NULL;
  if (!item || json_is_null(item))
    return true;
  if (!json_is_string(item)) {
    set_error(error, name, "is not a string");
    return false;
  }
  if (json_string_length(item) > max) {
    set_error(error, name, "is too long");
    return false;
  }
  *value = g_strdup(json_string_value(item));
  return true;
}

static bool read_required_string(const json_t *record, const char *name, gsize max, char **value,
                                 GError **error) {
  if (!read_string(record, name, max, value, error))
    return false;
  if (!*value)
    set_error(error, name, "is missing");
  return *value != NULL;
}

/* A short string without control characters: labels, ids, descriptive values. */
static bool read_label(const json_t *record, const char *name, char **value, GError **error) {
  if (!read_string(record, name, LABEL_BYTES_MAX, value, error))
    return false;
  for (const char *p = *value; p && *p; p = g_utf8_next_char(p)) {
    if (g_unichar_iscntrl(g_utf8_get_char(p))) {
      set_error(error, name, "contains a control character");
      g_clear_pointer(value, g_free);
      return false;
    }
  }
  return true;
}

/* An integer from `min` to `max`; null or absent reads as `min`. */
static bool read_number(const json_t *record, const char *name, gint64 min, gint64 max,
                        gint64 *value, GError **error) {
  const json_t *item = json_object_get(record, name);
  *value = min;
  if (!item || json_is_null(item))
    return true;
  if (!json_is_integer(item) || json_integer_value(item) < min || json_integer_value(item) > max) {
    set_error(error, name, "is not a number in its range");
    return false;
  }
  *value = json_integer_value(item);
  return true;
}

/* The array under `name`; an absent one is NULL with no error. */
static bool read_array(const json_t *record, const char *name, const json_t **array,
                       GError **error) {
  *array = json_object_get(record, name);
  if (*array && (!json_is_array(*array) || json_array_size(*array) > ITEMS_MAX)) {
    set_error(error, name, "is not an array of a bearable length");
    return false;
  }
  return true;
}

/* "2020", "2020-11" or "2020-11-24". */
static bool is_date(const char *value) {
  static const char *const forms[] = {"dddd", "dddd-dd", "dddd-dd-dd"};
  gsize length = strlen(value);
  for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
    gsize matched = 0;
    while (forms[i][matched] && (forms[i][matched] == 'd' ? g_ascii_isdigit(value[matched])
                                                          : value[matched] == forms[i][matched]))
      matched++;
    if (matched != length || forms[i][matched])
      continue;
    int month = i >= 1 ? atoi(value + 5) : 1, day = i >= 2 ? atoi(value + 8) : 1;
    return month >= 1 && month <= 12 && day >= 1 &&
           g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)atoi(value));
  }
  return false;
}

/* The year of a date and the type become terms and facets: they are what they
 * must be, or the record is refused. */
static bool check_value(RcMetadataField field, const char *value, GError **error) {
  if (value && field == RC_METADATA_DATE && !is_date(value)) {
    set_error(error, rc_metadata_name(field), "is not a date");
    return false;
  }
  if (value && field == RC_METADATA_TYPE && !g_strv_contains(rc_type_names, value)) {
    set_error(error, rc_metadata_name(field), "is not one of the list");
    return false;
  }
  return true;
}

bool rc_record_read_metadata(const json_t *record, RcDocument *document, GError **error) {
  const json_t *provenance = json_object_get(record, "provenance");
  for (int i = 0; i < RC_N_METADATA; i++) {
    g_autofree char *value = NULL, *source = NULL;
    if (!read_label(record, rc_metadata_name(i), &value, error) || !check_value(i, value, error) ||
        !read_label(provenance, rc_metadata_name(i), &source, error))
      return false;
    rc_document_set(document, i, value, source);
  }
  return true;
}

static bool read_file(const json_t *record, RcFile *file, GError **error) {
  g_autofree char *path = NULL, *escaped = NULL;
  gint64 root, bytes;
  if (!read_string(record, "path", TEXT_BYTES_MAX, &path, error) ||
      !read_string(record, "path_escaped", TEXT_BYTES_MAX, &escaped, error) ||
      !read_number(record, "root", 0, G_MAXUINT32, &root, error) ||
      !read_number(record, "mtime", G_MININT64, G_MAXINT64, &file->mtime, error) ||
      !read_number(record, "bytes", 0, G_MAXINT64, &bytes, error))
    return false;
  file->path = escaped ? g_uri_unescape_string(escaped, NULL) : g_steal_pointer(&path);
  if (!file->path)
    set_error(error, "path", "is missing");
  file->root = (guint32)root;
  file->bytes = (guint64)bytes;
  return file->path != NULL;
}

static bool read_files(const json_t *record, RcDocument *document, GError **error) {
  const json_t *files;
  if (!read_array(record, "files", &files, error))
    return false;
  for (size_t i = 0; i < json_array_size(files); i++) {
    RcFile file;
    if (!read_file(json_array_get(files, i), &file, error))
      return false;
    g_array_append_val(document->files, file);
  }
  return true;
}

static bool read_positions(const json_t *record, RcDocument *document, GError **error) {
  const json_t *positions = json_object_get(record, "passage_positions");
  for (size_t i = 0; i < json_array_size(positions); i++) {
    guint32 position = (guint32)json_integer_value(json_array_get(positions, i));
    guint32 before = i ? g_array_index(document->passage_positions, guint32, i - 1) : 0;
    if (i && position <= before) {
      set_error(error, "passage_positions", "does not ascend");
      return false;
    }
    g_array_append_val(document->passage_positions, position);
  }
  return true;
}

RcDocument *rc_record_to_document(const json_t *record, GError **error) {
  g_autoptr(RcDocument) document = rc_document_new();
  g_autofree char *status = NULL;
  gint64 pages, pages_read, pages_ocr, ocr_wanted;
  if (!rc_record_read_metadata(record, document, error) ||
      !read_label(record, "id", &document->id, error) ||
      !read_label(record, "sha256", &document->sha256, error) ||
      !read_files(record, document, error) ||
      !read_required_string(record, "status", LABEL_BYTES_MAX, &status, error) ||
      !read_number(record, "pages", 0, PAGES_MAX, &pages, error) ||
      !read_number(record, "pages_read", 0, PAGES_MAX, &pages_read, error) ||
      !read_number(record, "pages_ocr", 0, PAGES_MAX, &pages_ocr, error) ||
      !read_number(record, "ocr_wanted", 0, PAGES_MAX, &ocr_wanted, error) ||
      !read_positions(record, document, error))
    return NULL;
  if (!rc_status_from_name(status, &document->status)) {
    set_error(error, "status", "is not one of the list");
    return NULL;
  }
  document->pages = (guint32)pages;
  document->pages_read = (guint32)pages_read;
  document->pages_ocr = (guint32)pages_ocr;
  document->ocr_wanted = (guint32)ocr_wanted;
  return g_steal_pointer(&document);
}

/* True if no character of `text` is cut there: whoever marks a range cuts it. */
static bool is_boundary(const char *text, gint64 offset) {
  return ((guchar)text[offset] & 0xC0) != 0x80;
}

static bool read_pages(const json_t *record, RcPassage *passage, GError **error) {
  const json_t *pages, *starts;
  if (!read_array(record, "pages", &pages, error) ||
      !read_array(record, "page_starts", &starts, error))
    return false;
  RcPageStart before = {0, 0};
  for (size_t i = 0; i < json_array_size(pages); i++) {
    json_int_t page = json_integer_value(json_array_get(pages, i));
    json_int_t offset = json_integer_value(json_array_get(starts, i));
    if (page <= before.page || page > PAGES_MAX || offset < before.offset ||
        offset > (json_int_t)strlen(passage->text) || (i == 0 && offset != 0) ||
        !is_boundary(passage->text, offset)) {
      set_error(error, "pages", "do not ascend within the text");
      return false;
    }
    before = (RcPageStart){(guint32)offset, (guint32)page};
    g_array_append_val(passage->page_starts, before);
  }
  if (passage->page_starts->len == 0)
    set_error(error, "pages", "is empty");
  return passage->page_starts->len > 0;
}

/* A half-open range of bytes of the passage's text that starts at `min` or later. */
static bool read_range(const json_t *record, const RcPassage *passage, guint32 min, guint32 *start,
                       guint32 *end, GError **error) {
  gint64 length = (gint64)strlen(passage->text), from, to;
  if (!read_number(record, "start", MIN(min, length), length, &from, error) ||
      !read_number(record, "end", from, length, &to, error))
    return false;
  if (!is_boundary(passage->text, from) || !is_boundary(passage->text, to)) {
    set_error(error, "start", "or \"end\" stands inside a character");
    return false;
  }
  *start = (guint32)from;
  *end = (guint32)to;
  return true;
}

static bool read_mentions(const json_t *record, RcPassage *passage, GError **error) {
  const json_t *mentions;
  if (!read_array(record, "mentions", &mentions, error))
    return false;
  for (size_t i = 0; i < json_array_size(mentions); i++) {
    const json_t *item = json_array_get(mentions, i);
    g_autofree char *field = NULL, *concept = NULL;
    guint32 min = i ? g_array_index(passage->mentions, RcMention, i - 1).start : 0;
    RcMention mention;
    if (!read_required_string(item, "field", LABEL_BYTES_MAX, &field, error) ||
        !read_label(item, "concept", &concept, error) ||
        !read_range(item, passage, min, &mention.start, &mention.end, error))
      return false;
    int number = rc_schema_field_by_name(field);
    if (!concept || !rc_schema_is_concept(number)) {
      set_error(error, "mentions", "name no concept");
      return false;
    }
    mention.field = (RcField)number;
    mention.concept = g_steal_pointer(&concept);
    g_array_append_val(passage->mentions, mention);
  }
  return true;
}

static bool read_cites(const json_t *record, RcPassage *passage, GError **error) {
  const json_t *cites;
  if (!read_array(record, "cites", &cites, error))
    return false;
  for (size_t i = 0; i < json_array_size(cites); i++) {
    const json_t *item = json_array_get(cites, i);
    g_autofree char *symbol = NULL, *paragraph = NULL;
    guint32 min = i ? g_array_index(passage->cites, RcCitation, i - 1).start : 0;
    RcCitation citation;
    if (!read_label(item, "symbol", &symbol, error) ||
        !read_label(item, "paragraph", &paragraph, error) ||
        !read_range(item, passage, min, &citation.start, &citation.end, error))
      return false;
    if (!symbol) {
      set_error(error, "cites", "name no symbol");
      return false;
    }
    citation.symbol = g_steal_pointer(&symbol);
    citation.paragraph = g_steal_pointer(&paragraph);
    g_array_append_val(passage->cites, citation);
  }
  return true;
}

static bool read_section(const json_t *record, RcPassage *passage, GError **error) {
  const json_t *section;
  if (!read_array(record, "section", &section, error))
    return false;
  for (size_t i = 0; i < json_array_size(section); i++) {
    const char *heading = json_string_value(json_array_get(section, i));
    if (!heading) {
      set_error(error, "section", "holds something else than headings");
      return false;
    }
    g_ptr_array_add(passage->section, g_strdup(heading));
  }
  return true;
}

static bool read_ocr(const json_t *record, RcPassage *passage, GError **error) {
  const json_t *item = json_object_get(record, "ocr");
  if (!item || json_is_null(item))
    return true;
  double confidence = json_number_value(item);
  if (!json_is_number(item) || !(confidence >= 0 && confidence <= 1)) {
    set_error(error, "ocr", "is not a confidence from 0 to 1");
    return false;
  }
  passage->ocr = confidence;
  return true;
}

RcPassage *rc_record_to_passage(const json_t *record, GError **error) {
  g_autoptr(RcPassage) passage = rc_passage_new();
  g_autofree char *kind = NULL;
  gint64 ordinal, footnote_of;
  if (!read_required_string(record, "text", TEXT_BYTES_MAX, &passage->text, error) ||
      !read_number(record, "passage", 0, G_MAXUINT32, &ordinal, error) ||
      !read_pages(record, passage, error) ||
      !read_label(record, "page_label", &passage->page_label, error) ||
      !read_label(record, "paragraph", &passage->number, error) ||
      !read_required_string(record, "kind", LABEL_BYTES_MAX, &kind, error) ||
      !read_section(record, passage, error) ||
      !read_label(record, "language", &passage->language, error) ||
      !read_ocr(record, passage, error) || !read_mentions(record, passage, error) ||
      !read_cites(record, passage, error) ||
      !read_number(record, "footnote_of", 0, G_MAXUINT32, &footnote_of, error))
    return NULL;
  if (!rc_kind_from_name(kind, &passage->kind)) {
    set_error(error, "kind", "is not one of the list");
    return NULL;
  }
  passage->ordinal = (guint32)ordinal;
  passage->footnote_of = (guint32)footnote_of;
  return g_steal_pointer(&passage);
}

char *rc_record_write(const json_t *record, gsize *length) {
  char *bytes = json_dumps(record, JSON_COMPACT);
  g_assert(bytes); /* all strings were validated */
  if (length)
    *length = strlen(bytes);
  return bytes;
}

json_t *rc_record_read(const char *bytes, gsize length, GError **error) {
  json_error_t problem;
  json_t *record = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &problem);
  if (record && json_is_object(record))
    return record;
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "record: %s",
              record ? "not an object" : problem.text);
  json_decref(record);
  return NULL;
}
