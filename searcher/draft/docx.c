/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DOCX: a ZIP archive of XML, of which the text, its notes and the names of styles are read
 * (ECMA-376, part 1).  Words that were struck out in revision are none. */
#include <archive.h>
#include <archive_entry.h>
#include <libxml/xmlreader.h>
#include <string.h>

#include "draft-builder.h"
#include "error.h"

#define ENTRIES_MAX 10000

/* The parts that are read. */
typedef enum { PART_STYLES, PART_TEXT, PART_FOOTNOTES, PART_ENDNOTES, N_PARTS } Part;
static const char *const part_names[N_PARTS] = {"word/styles.xml", "word/document.xml",
                                                "word/footnotes.xml", "word/endnotes.xml"};

static bool fail(GError **error, const char *why) {
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "not a DOCX that can be read: %s", why);
  return false;
}

/* --- the archive --- */

/* All of the entry; false if that, with what was unpacked before, is too much, or it is damaged. */
static bool unpack_entry(struct archive *archive, GByteArray *part, gsize *unpacked) {
  guint8 buffer[16384];
  for (;;) {
    la_ssize_t got = archive_read_data(archive, buffer, sizeof buffer);
    if (got <= 0)
      return got == 0;
    *unpacked += (gsize)got;
    if (*unpacked > RC_DRAFT_UNPACKED_BYTES_MAX)
      return false;
    g_byte_array_append(part, buffer, (guint)got);
  }
}

static bool unpack_parts(struct archive *archive, GByteArray **parts, GError **error) {
  struct archive_entry *entry;
  gsize unpacked = 0;
  for (guint entries = 0; archive_read_next_header(archive, &entry) == ARCHIVE_OK; entries++) {
    const char *name = archive_entry_pathname(entry);
    if (entries >= ENTRIES_MAX)
      return fail(error, "too many files in it");
    for (int part = 0; name && part < N_PARTS; part++) {
      if (strcmp(name, part_names[part]) != 0 || parts[part])
        continue;
      parts[part] = g_byte_array_new();
      if (!unpack_entry(archive, parts[part], &unpacked))
        return fail(error, "a part is damaged, or too large when it is unpacked");
    }
  }
  return parts[PART_TEXT] || fail(error, "it has no word/document.xml");
}

/* --- the XML --- */

/* A note, by its number in the file. */
typedef struct {
  guint32 place;
  char label[12];
} Note;

typedef struct {
  RcDraftBuilder *builder;
  GHashTable *quotes;   /* ids of styles of words of others */
  GHashTable *notes[2]; /* footnotes and endnotes that are called, by id */
  guint called[2];      /* how many */
  Part part;
  guint32 paragraphs;
  bool quoted;      /* the paragraph is in such a style */
  bool in_text;     /* within w:t */
  int unseen;       /* depth of the element of which nothing is read; -1: none */
  const Note *note; /* that is read */
  char *style;      /* id of the style that is read */
} Walk;

static char *attribute(xmlTextReader *reader, const char *name) {
  xmlChar *value = xmlTextReaderGetAttribute(reader, (const xmlChar *)name);
  char *copy = g_strdup((const char *)value);
  xmlFree(value);
  return copy;
}

static void need_block(Walk *walk) {
  if (walk->builder->open)
    return;
  if (walk->part != PART_TEXT)
    rc_draft_open(walk->builder, RC_BLOCK_NOTE, walk->note->place, walk->note->label);
  else
    rc_draft_open(walk->builder, walk->quoted ? RC_BLOCK_QUOTE : RC_BLOCK_TEXT, walk->paragraphs,
                  NULL);
}

/* A note is known by the number that readers see: notes are counted as they are called. */
static void call_note(Walk *walk, xmlTextReader *reader, guint kind) {
  g_autofree char *id = attribute(reader, "w:id");
  if (!id || walk->part != PART_TEXT)
    return;
  need_block(walk);
  Note *note = g_hash_table_lookup(walk->notes[kind], id);
  if (!note) {
    note = g_new0(Note, 1);
    g_snprintf(note->label, sizeof note->label, kind ? "e%u" : "%u", ++walk->called[kind]);
    note->place = walk->paragraphs;
    g_hash_table_insert(walk->notes[kind], g_strdup(id), note);
  }
  rc_draft_mark(walk->builder, note->label);
}

static bool is_quote(const char *style) {
  static const char *const names[] = {"quote",        "intense quote", "block text", "quotations",
                                      "intensequote", "blocktext",     NULL};
  g_autofree char *lower = g_ascii_strdown(style, -1);
  return g_strv_contains(names, lower);
}

static void append(Walk *walk, const char *text) {
  if (walk->part == PART_STYLES || (walk->part != PART_TEXT && !walk->note))
    return;
  need_block(walk);
  rc_draft_append(walk->builder, text, strlen(text));
}

/* What an element does, or the characters that it stands for. */
typedef enum {
  PARAGRAPH,
  STYLE,
  TEXT,
  CHARACTERS,
  CALL,
  NOTE,
  NEW_STYLE,
  STYLE_NAME,
  UNSEEN
} Action;
static const struct {
  const char *name;
  Action action;
  const char *text;
} elements[] = {
    {"w:p", PARAGRAPH, NULL},
    {"w:pStyle", STYLE, NULL},
    {"w:t", TEXT, NULL},
    {"w:tab", CHARACTERS, " "},
    {"w:br", CHARACTERS, " "},
    {"w:cr", CHARACTERS, " "},
    {"w:noBreakHyphen", CHARACTERS, "\u2011"},
    {"w:softHyphen", CHARACTERS, "\u00AD"},
    {"w:footnoteReference", CALL, NULL},
    {"w:endnoteReference", CALL, NULL},
    {"w:footnote", NOTE, NULL},
    {"w:endnote", NOTE, NULL},
    {"w:style", NEW_STYLE, NULL},
    {"w:name", STYLE_NAME, NULL},
    {"w:del", UNSEEN, NULL},
    {"w:moveFrom", UNSEEN, NULL},
    {"w:tabs", UNSEEN, NULL},
    {"mc:Fallback", UNSEEN, NULL},
};

static void begin_element(Walk *walk, xmlTextReader *reader) {
  const char *name = (const char *)xmlTextReaderConstName(reader);
  gsize i = 0;
  while (i < G_N_ELEMENTS(elements) && strcmp(name, elements[i].name) != 0)
    i++;
  if (i == G_N_ELEMENTS(elements))
    return;
  bool empty = xmlTextReaderIsEmptyElement(reader);
  g_autofree char *value = attribute(reader, "w:val"), *id = NULL;
  switch (elements[i].action) {
  case PARAGRAPH:
    rc_draft_close(walk->builder);
    walk->paragraphs += walk->part == PART_TEXT;
    walk->quoted = false;
    break;
  case STYLE:
    walk->quoted = value && (is_quote(value) || g_hash_table_contains(walk->quotes, value));
    break;
  case TEXT:
    walk->in_text = !empty;
    break;
  case CHARACTERS:
    append(walk, elements[i].text);
    break;
  case CALL:
    call_note(walk, reader, strcmp(elements[i].name, "w:endnoteReference") == 0);
    break;
  case NOTE:
    id = attribute(reader, "w:id");
    rc_draft_close(walk->builder);
    walk->note = id ? g_hash_table_lookup(walk->notes[walk->part == PART_ENDNOTES], id) : NULL;
    break;
  case NEW_STYLE:
    g_free(walk->style);
    walk->style = attribute(reader, "w:styleId");
    break;
  case STYLE_NAME:
    if (walk->part == PART_STYLES && value && walk->style && is_quote(value))
      g_hash_table_add(walk->quotes, g_strdup(walk->style));
    break;
  case UNSEEN:
    walk->unseen = empty ? -1 : xmlTextReaderDepth(reader);
  }
}

static void end_element(Walk *walk, xmlTextReader *reader) {
  const char *name = (const char *)xmlTextReaderConstName(reader);
  walk->in_text = false;
  if (walk->unseen == xmlTextReaderDepth(reader))
    walk->unseen = -1;
  else if (walk->unseen < 0 && strcmp(name, "w:p") == 0)
    rc_draft_close(walk->builder);
}

/* One part.  No DOCX has a document type, and none is read: entities are declared there. */
static bool read_part(Walk *walk, Part part, const GByteArray *bytes, GError **error) {
  walk->part = part;
  walk->unseen = -1;
  walk->in_text = false;
  xmlTextReader *reader =
      xmlReaderForMemory((const char *)bytes->data, (int)bytes->len, NULL, NULL,
                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  int more = reader ? xmlTextReaderRead(reader) : -1;
  for (; more == 1; more = xmlTextReaderRead(reader)) {
    const int type = xmlTextReaderNodeType(reader);
    if (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE) {
      more = -1;
      break;
    }
    if (type == XML_READER_TYPE_END_ELEMENT)
      end_element(walk, reader);
    else if (walk->unseen >= 0)
      continue;
    else if (type == XML_READER_TYPE_ELEMENT)
      begin_element(walk, reader);
    else if (walk->in_text)
      append(walk, (const char *)xmlTextReaderConstValue(reader));
  }
  rc_draft_close(walk->builder);
  if (reader)
    xmlFreeTextReader(reader);
  return more == 0 || fail(error, "its XML is damaged");
}

bool rc_draft_read_docx(RcDraftBuilder *builder, const char *bytes, gsize length, GError **error) {
  GByteArray *parts[N_PARTS] = {NULL};
  Walk walk = {.builder = builder,
               .quotes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
  for (gsize i = 0; i < G_N_ELEMENTS(walk.notes); i++)
    walk.notes[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  struct archive *archive = archive_read_new();
  archive_read_support_format_zip_seekable(archive);
  bool read = archive_read_open_memory(archive, bytes, length) == ARCHIVE_OK ||
              fail(error, "it is no ZIP archive");
  read = read && unpack_parts(archive, parts, error);
  archive_read_free(archive);
  for (int part = 0; read && part < N_PARTS; part++)
    read = !parts[part] || read_part(&walk, (Part)part, parts[part], error);
  for (int part = 0; part < N_PARTS; part++)
    g_clear_pointer(&parts[part], g_byte_array_unref);
  for (gsize i = 0; i < G_N_ELEMENTS(walk.notes); i++)
    g_hash_table_unref(walk.notes[i]);
  g_hash_table_unref(walk.quotes);
  g_free(walk.style);
  return read;
}
