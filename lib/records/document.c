/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document.h"

#include <string.h>

static const char *const metadata_names[RC_N_METADATA] = {
    [RC_METADATA_TITLE] = "title",         [RC_METADATA_ORGANISATION] = "organisation",
    [RC_METADATA_DATE] = "date",           [RC_METADATA_SYMBOL] = "symbol",
    [RC_METADATA_TYPE] = "type",           [RC_METADATA_COUNTRY] = "country",
    [RC_METADATA_LANGUAGE] = "language",   [RC_METADATA_ORIGINAL_LANGUAGE] = "original_language",
    [RC_METADATA_APPLICANT] = "applicant", [RC_METADATA_RESPONDENT] = "respondent",
};

/* The place of `name` in the list of a field, or -1. */
static int find_name(RcField field, const char *name) {
  const RcNamed *values = rc_schema_field(field)->values;
  for (int i = 0; values[i].name; i++)
    if (strcmp(values[i].name, name) == 0)
      return i;
  return -1;
}

const char *rc_kind_name(RcKind kind) {
  return rc_schema_field(RC_FIELD_KIND)->values[kind].name;
}

bool rc_kind_from_name(const char *name, RcKind *value) {
  int found = find_name(RC_FIELD_KIND, name);
  if (found >= 0)
    *value = (RcKind)found;
  return found >= 0;
}

const char *rc_status_name(RcStatus status) {
  return rc_schema_field(RC_FIELD_STATUS)->values[status].name;
}

bool rc_status_from_name(const char *name, RcStatus *value) {
  int found = find_name(RC_FIELD_STATUS, name);
  if (found >= 0)
    *value = (RcStatus)found;
  return found >= 0;
}

bool rc_type_is_known(const char *name) {
  return find_name(RC_FIELD_TYPE, name) >= 0;
}

const char *rc_metadata_name(RcMetadataField field) {
  return metadata_names[field];
}

const char *rc_hidden_name(RcHidden why) {
  switch (why) {
  case RC_HIDDEN_COVERED:
    return "under a filled box";
  case RC_HIDDEN_PICTURE:
    return "under a picture";
  case RC_HIDDEN_MARKED:
    return "under a mark for redaction";
  case RC_HIDDEN_PALE:
    return "in the colour of what is behind it";
  case RC_HIDDEN_TINY:
    return "too small to be read";
  case RC_HIDDEN_UNDRAWN:
    return "never drawn";
  case RC_HIDDEN_UNSURE:
    return "not looked for, which would have taken too long";
  case RC_HIDDEN_ALL:
    break;
  }
  return NULL;
}

bool rc_digits_name_document(const char *digits) {
  gsize length = strspn(digits, "0123456789abcdef");
  return digits[length] == '\0' && (length == RC_ID_DIGITS || length == RC_DIGEST_DIGITS);
}

char *rc_digits_of_passage(const char *place, guint32 *passage) {
  g_auto(GStrv) parts = g_strsplit(place, ":", 3);
  guint64 number;
  if (g_strv_length(parts) != 2 || !rc_digits_name_document(parts[0]) ||
      !g_ascii_string_to_unsigned(parts[1], 10, 1, G_MAXUINT32, &number, NULL))
    return NULL;
  *passage = (guint32)number;
  return g_strdup(parts[0]);
}

bool rc_digits_match(const char *digits, const char *sha256) {
  return sha256 && g_str_has_prefix(sha256, digits);
}

bool rc_reader_is_earlier(RcStatus status, guint32 reader_version) {
  return reader_version < RC_READER_VERSION && status != RC_STATUS_UNREADABLE &&
         status != RC_STATUS_TOO_BIG;
}

void rc_file_clear(gpointer file) {
  g_free(((RcFile *)file)->path);
}

RcFile rc_file_copy(const RcFile *file) {
  RcFile copy = *file;
  copy.path = g_strdup(file->path);
  return copy;
}

RcDocument *rc_document_new(void) {
  RcDocument *document = g_new0(RcDocument, 1);
  document->files = g_array_new(FALSE, FALSE, sizeof(RcFile));
  g_array_set_clear_func(document->files, rc_file_clear);
  document->pack_starts = g_array_new(FALSE, FALSE, sizeof(guint32));
  document->hidden = g_array_new(FALSE, FALSE, sizeof(RcHiddenPage));
  return document;
}

static void clear_more(RcMore *more) {
  g_clear_pointer(&more->bytes, g_byte_array_unref);
}

void rc_document_free(RcDocument *document) {
  if (!document)
    return;
  clear_more(&document->more);
  clear_more(&document->more_metadata);
  g_free(document->id);
  g_free(document->sha256);
  g_free(document->reader);
  g_array_unref(document->files);
  for (int i = 0; i < RC_N_METADATA; i++)
    rc_metadata_set(&document->metadata[i], NULL, NULL);
  g_array_unref(document->pack_starts);
  g_array_unref(document->hidden);
  g_free(document);
}

void rc_metadata_set(RcMetadata *metadata, const char *value, const char *source) {
  RcMetadata replaced = *metadata;
  metadata->value = g_strdup(value);
  metadata->source = value ? g_strdup(source) : NULL;
  g_free(replaced.value);
  g_free(replaced.source);
}

void rc_document_set(RcDocument *document, RcMetadataField field, const char *value,
                     const char *source) {
  rc_metadata_set(&document->metadata[field], value, source);
}

const char *rc_document_peek(const RcDocument *document, RcMetadataField field) {
  return document->metadata[field].value;
}

static void clear_mention(gpointer data) {
  g_free(((RcMention *)data)->concept);
}

static void clear_citation(gpointer data) {
  g_free(((RcCitation *)data)->symbol);
  g_free(((RcCitation *)data)->paragraph);
}

RcPassage *rc_passage_new(void) {
  RcPassage *passage = g_new0(RcPassage, 1);
  passage->ocr = -1;
  passage->page_starts = g_array_new(FALSE, FALSE, sizeof(RcPageStart));
  passage->section = g_ptr_array_new_with_free_func(g_free);
  passage->mentions = g_array_new(FALSE, FALSE, sizeof(RcMention));
  g_array_set_clear_func(passage->mentions, clear_mention);
  passage->cites = g_array_new(FALSE, FALSE, sizeof(RcCitation));
  g_array_set_clear_func(passage->cites, clear_citation);
  passage->columns = g_ptr_array_new_with_free_func(g_free);
  return passage;
}

void rc_passage_free(RcPassage *passage) {
  if (!passage)
    return;
  clear_more(&passage->more);
  g_free(passage->text);
  g_array_unref(passage->page_starts);
  g_free(passage->page_label);
  g_free(passage->last_page_label);
  g_free(passage->number);
  g_ptr_array_unref(passage->section);
  g_free(passage->language);
  g_array_unref(passage->mentions);
  g_array_unref(passage->cites);
  g_ptr_array_unref(passage->columns);
  g_free(passage);
}

guint rc_passage_page_starts_before(const RcPassage *passage, guint32 offset) {
  guint low = 0, high = passage->page_starts->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index(passage->page_starts, RcPageStart, middle).offset < offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

guint32 rc_passage_page_at(const RcPassage *passage, guint32 offset) {
  const GArray *starts = passage->page_starts;
  guint after =
      offset < G_MAXUINT32 ? rc_passage_page_starts_before(passage, offset + 1) : starts->len;
  return starts->len ? g_array_index(starts, RcPageStart, after ? after - 1 : 0).page : 0;
}
