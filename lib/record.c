/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "text.h"

/* Bounds on what a record may hold: generous for documents, finite for attackers. */
#define TEXT_BYTES_MAX (4 * 1024 * 1024)
#define LABEL_BYTES_MAX 1024
#define ITEMS_MAX 65536
#define PAGES_MAX 10000000

#define METADATA_TYPE "a(sss)"
#define DOCUMENT_TYPE "(ssa(uayxt)s" METADATA_TYPE "uuuusauau)"
#define PASSAGE_TYPE "(usa(uu)sssassdua(ssuu)a(ssuu))"

/* --- writing --- */

/* Takes the floating `record`. */
static void append(GByteArray *out, GVariant *record) {
  g_autoptr(GVariant) own = g_variant_ref_sink(record);
#if G_BYTE_ORDER == G_BIG_ENDIAN
  GVariant *swapped = g_variant_byteswap(own);
  g_variant_unref(own);
  own = swapped;
#endif
  guint before = out->len;
  g_byte_array_set_size(out, before + (guint)g_variant_get_size(own));
  g_variant_store(own, out->data + before);
}

static const char *or_empty(const char *text) {
  return text ? text : "";
}

static GVariant *from_metadata(const RcDocument *document) {
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE(METADATA_TYPE));
  for (int i = 0; i < RC_N_METADATA; i++) {
    const RcMetadata *metadata = &document->metadata[i];
    if (metadata->value)
      g_variant_builder_add(&builder, "(sss)", rc_metadata_name(i), metadata->value,
                            or_empty(metadata->source));
  }
  return g_variant_builder_end(&builder);
}

void rc_record_append_metadata(GByteArray *out, const RcDocument *document) {
  append(out, from_metadata(document));
}

static GVariant *from_files(const GArray *files) {
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a(uayxt)"));
  for (guint i = 0; i < files->len; i++) {
    const RcFile *file = &g_array_index(files, RcFile, i);
    g_variant_builder_add(&builder, "(u@ayxt)", file->root, g_variant_new_bytestring(file->path),
                          file->mtime, file->bytes);
  }
  return g_variant_builder_end(&builder);
}

static GVariant *from_numbers(const GArray *numbers) {
  return g_variant_new_fixed_array(G_VARIANT_TYPE_UINT32, numbers->data, numbers->len,
                                   sizeof(guint32));
}

void rc_record_append_document(GByteArray *out, const RcDocument *document) {
  append(out,
         g_variant_new("(ss@a(uayxt)s@" METADATA_TYPE "uuuus@au@au)", or_empty(document->id),
                       or_empty(document->sha256), from_files(document->files),
                       rc_status_name(document->status), from_metadata(document), document->pages,
                       document->pages_read, document->pages_ocr, document->ocr_wanted,
                       or_empty(document->reader), from_numbers(document->passage_positions),
                       from_numbers(document->pack_starts)));
}

static GVariant *from_section(const GPtrArray *section) {
  return g_variant_new_strv((const char *const *)section->pdata, section->len);
}

static GVariant *from_mentions(const GArray *mentions) {
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a(ssuu)"));
  for (guint i = 0; i < mentions->len; i++) {
    const RcMention *mention = &g_array_index(mentions, RcMention, i);
    g_variant_builder_add(&builder, "(ssuu)", rc_schema_field(mention->field)->name,
                          mention->concept, mention->start, mention->end);
  }
  return g_variant_builder_end(&builder);
}

static GVariant *from_cites(const GArray *cites) {
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a(ssuu)"));
  for (guint i = 0; i < cites->len; i++) {
    const RcCitation *citation = &g_array_index(cites, RcCitation, i);
    g_variant_builder_add(&builder, "(ssuu)", citation->symbol, or_empty(citation->paragraph),
                          citation->start, citation->end);
  }
  return g_variant_builder_end(&builder);
}

static GVariant *from_page_starts(const GArray *starts) {
  G_STATIC_ASSERT(sizeof(RcPageStart) == 2 * sizeof(guint32));
  return g_variant_new_fixed_array(G_VARIANT_TYPE("(uu)"), starts->data, starts->len,
                                   sizeof(RcPageStart));
}

void rc_record_append_passage(GByteArray *out, const RcPassage *passage) {
  append(out, g_variant_new("(us@a(uu)sss@assdu@a(ssuu)@a(ssuu))", passage->ordinal, passage->text,
                            from_page_starts(passage->page_starts), or_empty(passage->page_label),
                            or_empty(passage->number), rc_kind_name(passage->kind),
                            from_section(passage->section), or_empty(passage->language),
                            passage->ocr < 0 ? -1.0 : passage->ocr, passage->footnote_of,
                            from_mentions(passage->mentions), from_cites(passage->cites)));
}

/* --- reading --- */

static bool refuse(GError **error, const char *name, const char *what) {
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "record: field \"%s\" %s", name, what);
  return false;
}

/* The bytes as a record of that type, or NULL: anything but the one serialised form
 * of a value is refused, so strings are UTF-8 and all that is read is there. */
static GVariant *read_record(const char *type, const void *bytes, gsize length, GError **error) {
  g_autoptr(GVariant) record = g_variant_ref_sink(g_variant_new_from_data(
      G_VARIANT_TYPE(type), length ? bytes : "", length, FALSE, NULL, NULL));
  if (!g_variant_is_normal_form(record)) {
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "record: not of the form %s", type);
    return NULL;
  }
#if G_BYTE_ORDER == G_BIG_ENDIAN
  return g_variant_byteswap(record);
#else
  return g_steal_pointer(&record);
#endif
}

/* A short string without control characters: labels, ids, descriptive values.  An
 * empty one is NULL. */
static bool copy_label(const char *name, const char *text, char **value, GError **error) {
  if (strlen(text) > LABEL_BYTES_MAX)
    return refuse(error, name, "is too long");
  if (rc_text_has_control(text))
    return refuse(error, name, "contains a control character");
  *value = *text ? g_strdup(text) : NULL;
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

static int metadata_field(const char *name) {
  for (int i = 0; i < RC_N_METADATA; i++)
    if (strcmp(rc_metadata_name(i), name) == 0)
      return i;
  return -1;
}

/* The year of a date and the type become terms and facets: they are what they
 * must be, or the record is refused. */
static bool check_metadata(const char *name, const char *value, int field, GError **error) {
  if (field < 0)
    return refuse(error, name, "is not one of the list");
  if (field == RC_METADATA_DATE && !is_date(value))
    return refuse(error, name, "is not a date");
  if (field == RC_METADATA_TYPE && !g_strv_contains(rc_type_names, value))
    return refuse(error, name, "is not one of the list");
  return true;
}

static bool read_metadata(GVariant *record, RcDocument *document, GError **error) {
  GVariantIter iter;
  const char *name, *value, *source;
  g_variant_iter_init(&iter, record);
  while (g_variant_iter_next(&iter, "(&s&s&s)", &name, &value, &source)) {
    int field = metadata_field(name);
    g_autofree char *own_value = NULL, *own_source = NULL;
    if (!copy_label(name, value, &own_value, error) ||
        !copy_label(name, source, &own_source, error) || !check_metadata(name, value, field, error))
      return false;
    rc_document_set(document, (RcMetadataField)field, own_value, own_source);
  }
  return true;
}

bool rc_record_read_metadata(const void *bytes, gsize length, RcDocument *document,
                             GError **error) {
  g_autoptr(GVariant) record = read_record(METADATA_TYPE, bytes, length, error);
  return record && read_metadata(record, document, error);
}

static bool read_files(GVariant *record, RcDocument *document, GError **error) {
  gsize count = g_variant_n_children(record);
  if (count > ITEMS_MAX)
    return refuse(error, "files", "has too many items");
  for (gsize i = 0; i < count; i++) {
    RcFile file;
    const char *path;
    g_variant_get_child(record, i, "(u^&ayxt)", &file.root, &path, &file.mtime, &file.bytes);
    if (!*path)
      return refuse(error, "files", "names no path");
    file.path = g_strdup(path);
    g_array_append_val(document->files, file);
  }
  return true;
}

static bool read_ascending(const char *name, GVariant *record, GArray *numbers, GError **error) {
  gsize count;
  const guint32 *values = g_variant_get_fixed_array(record, &count, sizeof(guint32));
  for (gsize i = 1; i < count; i++)
    if (values[i] <= values[i - 1])
      return refuse(error, name, "does not ascend");
  g_array_append_vals(numbers, values, (guint)count);
  return true;
}

static bool read_layout(GVariant *positions, GVariant *packs, RcDocument *document,
                        GError **error) {
  if (!read_ascending("passage_positions", positions, document->passage_positions, error) ||
      !read_ascending("pack_starts", packs, document->pack_starts, error))
    return false;
  const GArray *starts = document->pack_starts;
  if (starts->len &&
      (g_array_index(starts, guint32, 0) != 1 ||
       g_array_index(starts, guint32, starts->len - 1) > document->passage_positions->len))
    return refuse(error, "pack_starts", "is out of range");
  return true;
}

static bool check_pages(const RcDocument *document, GError **error) {
  if (document->pages > PAGES_MAX || document->pages_read > document->pages ||
      document->pages_ocr > document->pages || document->ocr_wanted > document->pages)
    return refuse(error, "pages", "is out of range");
  return true;
}

RcDocument *rc_record_read_document(const void *bytes, gsize length, GError **error) {
  g_autoptr(GVariant) record = read_record(DOCUMENT_TYPE, bytes, length, error);
  if (!record)
    return NULL;
  g_autoptr(RcDocument) document = rc_document_new();
  g_autoptr(GVariant) files = NULL, metadata = NULL, positions = NULL, packs = NULL;
  const char *id, *sha256, *status, *reader;
  g_variant_get(record, "(&s&s@a(uayxt)&s@" METADATA_TYPE "uuuu&s@au@au)", &id, &sha256, &files,
                &status, &metadata, &document->pages, &document->pages_read, &document->pages_ocr,
                &document->ocr_wanted, &reader, &positions, &packs);
  if (!copy_label("id", id, &document->id, error) ||
      !copy_label("sha256", sha256, &document->sha256, error) ||
      !copy_label("reader", reader, &document->reader, error) ||
      !read_files(files, document, error) || !read_metadata(metadata, document, error) ||
      !read_layout(positions, packs, document, error) || !check_pages(document, error))
    return NULL;
  if (!rc_status_from_name(status, &document->status)) {
    refuse(error, "status", "is not one of the list");
    return NULL;
  }
  return g_steal_pointer(&document);
}

/* True if no character of `text` is cut there: whoever marks a range cuts it. */
static bool is_boundary(const char *text, guint32 offset) {
  return ((guchar)text[offset] & 0xC0) != 0x80;
}

static bool read_text(const char *text, RcPassage *passage, gsize *length, GError **error) {
  *length = strlen(text);
  if (*length > TEXT_BYTES_MAX)
    return refuse(error, "text", "is too long");
  passage->text = g_strndup(text, *length);
  return true;
}

static bool read_page_starts(GVariant *record, RcPassage *passage, gsize length, GError **error) {
  gsize count;
  const RcPageStart *starts = g_variant_get_fixed_array(record, &count, sizeof(RcPageStart));
  if (count == 0 || count > ITEMS_MAX || starts[0].offset != 0)
    return refuse(error, "pages", "do not begin with the text");
  for (gsize i = 0; i < count; i++) {
    guint32 page_before = i ? starts[i - 1].page : 0, offset_before = i ? starts[i - 1].offset : 0;
    if (starts[i].page <= page_before || starts[i].page > PAGES_MAX ||
        starts[i].offset < offset_before || starts[i].offset > length ||
        !is_boundary(passage->text, starts[i].offset))
      return refuse(error, "pages", "do not ascend within the text");
  }
  g_array_append_vals(passage->page_starts, starts, (guint)count);
  return true;
}

static bool read_section(GVariant *record, RcPassage *passage, GError **error) {
  gsize count = g_variant_n_children(record);
  if (count > ITEMS_MAX)
    return refuse(error, "section", "has too many items");
  for (gsize i = 0; i < count; i++) {
    char *heading;
    g_variant_get_child(record, i, "s", &heading);
    g_ptr_array_add(passage->section, heading);
  }
  return true;
}

/* A half-open range of bytes of the passage's text that starts at `min` or later. */
static bool check_range(const char *name, const RcPassage *passage, gsize length, guint32 min,
                        guint32 start, guint32 end, GError **error) {
  if (start < min || end < start || end > length)
    return refuse(error, name, "do not ascend within the text");
  if (!is_boundary(passage->text, start) || !is_boundary(passage->text, end))
    return refuse(error, name, "stand inside a character");
  return true;
}

static bool read_mentions(GVariant *record, RcPassage *passage, gsize length, GError **error) {
  gsize count = g_variant_n_children(record);
  if (count > ITEMS_MAX)
    return refuse(error, "mentions", "has too many items");
  for (gsize i = 0; i < count; i++) {
    const char *name, *concept;
    guint32 min = i ? g_array_index(passage->mentions, RcMention, i - 1).start : 0;
    RcMention mention = {0};
    g_variant_get_child(record, i, "(&s&suu)", &name, &concept, &mention.start, &mention.end);
    int field = rc_schema_field_by_name(name);
    if (field < 0 || !rc_schema_field((RcField)field)->concept || !*concept)
      return refuse(error, "mentions", "name no concept");
    mention.field = (RcField)field;
    if (!check_range("mentions", passage, length, min, mention.start, mention.end, error) ||
        !copy_label("mentions", concept, &mention.concept, error))
      return false;
    g_array_append_val(passage->mentions, mention);
  }
  return true;
}

static bool read_cites(GVariant *record, RcPassage *passage, gsize length, GError **error) {
  gsize count = g_variant_n_children(record);
  if (count > ITEMS_MAX)
    return refuse(error, "cites", "has too many items");
  for (gsize i = 0; i < count; i++) {
    const char *symbol, *paragraph;
    guint32 min = i ? g_array_index(passage->cites, RcCitation, i - 1).start : 0;
    RcCitation citation = {0};
    g_variant_get_child(record, i, "(&s&suu)", &symbol, &paragraph, &citation.start, &citation.end);
    if (!*symbol)
      return refuse(error, "cites", "name no symbol");
    if (!check_range("cites", passage, length, min, citation.start, citation.end, error) ||
        !copy_label("cites", symbol, &citation.symbol, error))
      return false;
    bool copied = copy_label("cites", paragraph, &citation.paragraph, error);
    g_array_append_val(passage->cites, citation);
    if (!copied)
      return false;
  }
  return true;
}

static bool read_ocr(double confidence, RcPassage *passage, GError **error) {
  if (confidence != -1.0 && !(confidence >= 0 && confidence <= 1))
    return refuse(error, "ocr", "is not a confidence from 0 to 1");
  passage->ocr = confidence;
  return true;
}

RcPassage *rc_record_read_passage(const void *bytes, gsize length, GError **error) {
  g_autoptr(GVariant) record = read_record(PASSAGE_TYPE, bytes, length, error);
  if (!record)
    return NULL;
  g_autoptr(RcPassage) passage = rc_passage_new();
  g_autoptr(GVariant) starts = NULL, section = NULL, mentions = NULL, cites = NULL;
  const char *text, *label, *number, *kind, *language;
  double confidence;
  gsize text_length;
  g_variant_get(record, "(u&s@a(uu)&s&s&s@as&sdu@a(ssuu)@a(ssuu))", &passage->ordinal, &text,
                &starts, &label, &number, &kind, &section, &language, &confidence,
                &passage->footnote_of, &mentions, &cites);
  if (!read_text(text, passage, &text_length, error) ||
      !read_page_starts(starts, passage, text_length, error) ||
      !copy_label("page_label", label, &passage->page_label, error) ||
      !copy_label("paragraph", number, &passage->number, error) ||
      !read_section(section, passage, error) ||
      !copy_label("language", language, &passage->language, error) ||
      !read_ocr(confidence, passage, error) ||
      !read_mentions(mentions, passage, text_length, error) ||
      !read_cites(cites, passage, text_length, error))
    return NULL;
  if (!rc_kind_from_name(kind, &passage->kind)) {
    refuse(error, "kind", "is not one of the list");
    return NULL;
  }
  return g_steal_pointer(&passage);
}
