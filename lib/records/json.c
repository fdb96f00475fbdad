/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

json_t *rc_json_string(const char *text) {
  g_autofree char *valid = text ? g_utf8_make_valid(text, -1) : NULL;
  return valid ? json_string(valid) : json_null();
}

static void set_string(json_t *record, const char *name, const char *value) {
  json_object_set_new(record, name, rc_json_string(value));
}

static void set_number(json_t *record, const char *name, guint64 value) {
  json_object_set_new(record, name, json_integer((json_int_t)value));
}

json_t *rc_json_from_metadata(const RcDocument *document) {
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

json_t *rc_json_from_document(const RcDocument *document) {
  json_t *record = rc_json_from_metadata(document);
  set_string(record, "id", document->id);
  set_string(record, "sha256", document->sha256);
  set_string(record, "status", rc_status_name(document->status));
  set_number(record, "pages", document->pages);
  set_number(record, "pages_read", document->pages_read);
  set_number(record, "pages_ocr", document->pages_ocr);
  set_number(record, "ocr_wanted", document->ocr_wanted);
  json_t *hidden = json_array();
  for (guint i = 0; i < document->hidden->len; i++) {
    const RcHiddenPage *page = &g_array_index(document->hidden, RcHiddenPage, i);
    json_t *item = json_object(), *why = json_array();
    set_number(item, "page", page->page);
    for (guint32 bit = 1; bit < RC_HIDDEN_ALL; bit *= 2)
      if (page->why & bit)
        json_array_append_new(why, json_string(rc_hidden_name((RcHidden)bit)));
    json_object_set_new(item, "why", why);
    json_array_append_new(hidden, item);
  }
  json_object_set_new(record, "hidden_text", hidden);
  /* File names are bytes; JSON is UTF-8: a name that is not is percent-encoded. */
  const char *path = document->files->len ? g_array_index(document->files, RcFile, 0).path : NULL;
  g_autofree char *escaped = path && !g_utf8_validate(path, -1, NULL)
                                 ? g_uri_escape_bytes((const guint8 *)path, strlen(path), "/ ")
                                 : NULL;
  set_string(record, "file", escaped ? escaped : path);
  return record;
}

static json_t *from_mentions(const GArray *mentions) {
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

static json_t *from_cites(const GArray *cites) {
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

/* The cells of a row of a table, each with what stands over it, or null; null of other text. */
static json_t *from_cells(const RcPassage *passage) {
  if (passage->kind != RC_KIND_TABLE)
    return json_null();
  json_t *record = json_array();
  g_auto(GStrv) cells = g_strsplit(passage->text, "\t", -1);
  for (guint i = 0; cells[i]; i++) {
    const char *column = i < passage->columns->len ? g_ptr_array_index(passage->columns, i) : "";
    json_t *item = json_object();
    set_string(item, "column", *column ? column : NULL);
    set_string(item, "text", cells[i]);
    json_array_append_new(record, item);
  }
  return record;
}

json_t *rc_json_from_passage(const RcPassage *passage) {
  json_t *record = json_object();
  set_number(record, "passage", passage->ordinal);
  set_number(record, "page", rc_passage_page_at(passage, 0));
  /* Every page that the passage touches, and the byte of its text at which each begins. */
  json_t *pages = json_array(), *starts = json_array();
  for (guint i = 0; i < passage->page_starts->len; i++) {
    const RcPageStart *start = &g_array_index(passage->page_starts, RcPageStart, i);
    json_array_append_new(pages, json_integer(start->page));
    json_array_append_new(starts, json_integer(start->offset));
  }
  json_object_set_new(record, "pages", pages);
  json_object_set_new(record, "page_starts", starts);
  set_string(record, "page_label", passage->page_label);
  set_string(record, "last_page_label", passage->last_page_label);
  set_string(record, "paragraph", passage->number);
  set_string(record, "kind", rc_kind_name(passage->kind));
  json_t *section = json_array();
  for (guint i = 0; i < passage->section->len; i++)
    json_array_append_new(section, json_string(g_ptr_array_index(passage->section, i)));
  json_object_set_new(record, "section", section);
  set_string(record, "language", passage->language);
  json_object_set_new(record, "ocr", passage->ocr < 0 ? json_null() : json_real(passage->ocr));
  set_string(record, "text", passage->text);
  json_object_set_new(record, "cells", from_cells(passage));
  json_object_set_new(record, "mentions", from_mentions(passage->mentions));
  json_object_set_new(record, "cites", from_cites(passage->cites));
  json_object_set_new(record, "footnote_of",
                      passage->footnote_of ? json_integer(passage->footnote_of) : json_null());
  json_object_set_new(record, "unnumbered",
                      passage->unnumbered ? json_integer(passage->unnumbered) : json_null());
  return record;
}

void rc_json_append(GString *out, const json_t *value, guint digits) {
  char *text =
      json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION((size_t)digits));
  const char *written = text ? text : "null";
  rc_text_append_json(out, written, strlen(written));
  free(text);
}
