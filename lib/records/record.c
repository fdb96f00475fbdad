/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "error.h"
#include "items.h"
#include "language-tag.h"
#include "pack.h"
#include "text.h"
#include "vocabulary.h"

/* Bounds on what a record may hold: generous for documents, finite for attackers. */
#define TEXT_BYTES_MAX (4 * 1024 * 1024)
#define ITEMS_MAX 65536
#define PAGES_MAX 10000000

/* How many items an array of a fixed form has; of a document and a passage, how many are
 * known between the number of the form and what follows. */
#define METADATA_ITEMS 3
#define FILE_ITEMS 4
#define DOCUMENT_ITEMS 12
#define PASSAGE_ITEMS 12
#define PAGE_START_ITEMS 2
#define RANGE_ITEMS 4

char *rc_record_label(const char *text) {
  char *label = rc_text_printable(text, -1);
  gsize end = MIN(strlen(label), RC_RECORD_LABEL_BYTES_MAX);
  while (((guchar)label[end] & 0xC0) == 0x80)
    end--;
  label[end] = '\0';
  return label;
}

/* --- writing --- */

static void append_head(GByteArray *out, gsize known, const RcMore *more) {
  rc_items_append_array(out, 1 + known + more->items);
  rc_items_append_number(out, RC_RECORD_FORM);
}

static void append_more(GByteArray *out, const RcMore *more) {
  if (more->bytes)
    g_byte_array_append(out, more->bytes->data, more->bytes->len);
}

void rc_record_append_metadata(GByteArray *out, const RcDocument *document) {
  guint known = 0;
  for (int i = 0; i < RC_N_METADATA; i++)
    known += document->metadata[i].value != NULL;
  rc_items_append_array(out, known + document->more_metadata.items);
  for (int i = 0; i < RC_N_METADATA; i++) {
    const RcMetadata *metadata = &document->metadata[i];
    if (!metadata->value)
      continue;
    rc_items_append_array(out, METADATA_ITEMS);
    rc_items_append_text(out, rc_metadata_name(i));
    rc_items_append_text(out, metadata->value);
    rc_items_append_text(out, metadata->source);
  }
  append_more(out, &document->more_metadata);
}

static void append_files(GByteArray *out, const GArray *files) {
  rc_items_append_array(out, files->len);
  for (guint i = 0; i < files->len; i++) {
    const RcFile *file = &g_array_index(files, RcFile, i);
    rc_items_append_array(out, FILE_ITEMS);
    rc_items_append_number(out, file->root);
    rc_items_append_bytes(out, file->path, strlen(file->path));
    rc_items_append_integer(out, file->mtime);
    rc_items_append_number(out, file->bytes);
  }
}

void rc_record_append_hidden(GByteArray *out, const GArray *hidden) {
  rc_items_append_array(out, 2 * (gsize)hidden->len);
  for (guint i = 0; i < hidden->len; i++) {
    const RcHiddenPage *page = &g_array_index(hidden, RcHiddenPage, i);
    rc_items_append_number(out, page->page);
    rc_items_append_number(out, page->why);
  }
}

void rc_record_append_document(GByteArray *out, const RcDocument *document) {
  append_head(out, DOCUMENT_ITEMS + 2, &document->more);
  rc_items_append_text(out, document->id);
  rc_items_append_text(out, document->sha256);
  append_files(out, document->files);
  rc_items_append_text(out, rc_status_name(document->status));
  rc_record_append_metadata(out, document);
  rc_items_append_number(out, document->pages);
  rc_items_append_number(out, document->pages_read);
  rc_items_append_number(out, document->pages_ocr);
  rc_items_append_number(out, document->ocr_wanted);
  rc_items_append_text(out, document->reader);
  rc_items_append_number(out, document->passages);
  rc_items_append_array(out, document->pack_starts->len);
  for (guint i = 0; i < document->pack_starts->len; i++)
    rc_items_append_number(out, g_array_index(document->pack_starts, guint32, i));
  rc_record_append_hidden(out, document->hidden);
  rc_items_append_number(out, document->reader_version);
  append_more(out, &document->more);
}

/* The form of mentions and citations: two texts and a range. */
static void append_range(GByteArray *out, const char *name, const char *value, guint32 start,
                         guint32 end) {
  rc_items_append_array(out, RANGE_ITEMS);
  rc_items_append_text(out, name);
  rc_items_append_text(out, value);
  rc_items_append_number(out, start);
  rc_items_append_number(out, end);
}

void rc_record_append_passage(GByteArray *out, const RcPassage *passage) {
  append_head(out, PASSAGE_ITEMS + 3, &passage->more);
  rc_items_append_number(out, passage->ordinal);
  rc_items_append_text(out, passage->text);
  rc_items_append_array(out, passage->page_starts->len);
  for (guint i = 0; i < passage->page_starts->len; i++) {
    const RcPageStart *start = &g_array_index(passage->page_starts, RcPageStart, i);
    rc_items_append_array(out, PAGE_START_ITEMS);
    rc_items_append_number(out, start->offset);
    rc_items_append_number(out, start->page);
  }
  rc_items_append_text(out, passage->page_label);
  rc_items_append_text(out, passage->number);
  rc_items_append_text(out, rc_kind_name(passage->kind));
  rc_items_append_array(out, passage->section->len);
  for (guint i = 0; i < passage->section->len; i++)
    rc_items_append_text(out, g_ptr_array_index(passage->section, i));
  rc_items_append_text(out, passage->language);
  rc_items_append_real(out, passage->ocr < 0 ? -1.0 : passage->ocr);
  rc_items_append_number(out, passage->footnote_of);
  rc_items_append_array(out, passage->mentions->len);
  for (guint i = 0; i < passage->mentions->len; i++) {
    const RcMention *mention = &g_array_index(passage->mentions, RcMention, i);
    append_range(out, rc_schema_field(mention->field)->name, mention->concept, mention->start,
                 mention->end);
  }
  rc_items_append_array(out, passage->cites->len);
  for (guint i = 0; i < passage->cites->len; i++) {
    const RcCitation *citation = &g_array_index(passage->cites, RcCitation, i);
    append_range(out, citation->symbol, citation->paragraph, citation->start, citation->end);
  }
  rc_items_append_array(out, passage->columns->len);
  for (guint i = 0; i < passage->columns->len; i++)
    rc_items_append_text(out, g_ptr_array_index(passage->columns, i));
  rc_items_append_number(out, passage->unnumbered);
  rc_items_append_text(out, passage->last_page_label);
  append_more(out, &passage->more);
}

/* --- reading --- */

static bool refuse(GError **error, const char *name, const char *what) {
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "record: field \"%s\" %s", name, what);
  return false;
}

/* Since an item that is not of the form reads as an empty one, this comes before what
 * else is wrong with a field. */
static bool check_form(const RcItems *items, const char *name, GError **error) {
  return !items->failed || refuse(error, name, "is not of the form of a record");
}

static bool check_end(const RcItems *items, GError **error) {
  if (!rc_items_end(items))
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "record: more than its fields");
  return rc_items_end(items);
}

/* The head of an array of a fixed form. */
static void read_form(RcItems *items, gsize count) {
  items->failed |= rc_items_read_array(items) != count;
}

static guint32 read_number(RcItems *items) {
  return (guint32)rc_items_read_number(items, G_MAXUINT32);
}

/* The head of a record with so many known items; *more is how many follow them. */
static bool read_head(RcItems *items, gsize known, guint32 *form, gsize *more, GError **error) {
  gsize count = rc_items_read_array(items);
  *more = count > known ? count - known - 1 : 0;
  *form = 0;
  if (count == known) /* of schema 4: no number, and nothing that follows */
    return true;
  *form = read_number(items);
  items->failed |= count < known || *form == 0;
  if (items->failed || *form <= RC_RECORD_FORM)
    return true; /* what failed is told with the first field */
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT,
              "record: of a newer Recourse (form %u, this program reads %d)", *form,
              RC_RECORD_FORM);
  return false;
}

/* Passes over `count` items and adds them to `more`. */
static bool read_more(RcItems *items, gsize count, RcMore *more, GError **error) {
  const guint8 *start = items->next;
  if (count == 0)
    return true;
  rc_items_pass_over(items, count);
  if (!check_form(items, "more", error))
    return false;
  if (!more->bytes)
    more->bytes = g_byte_array_new();
  g_byte_array_append(more->bytes, start, (guint)(items->next - start));
  more->items += (guint)count;
  return true;
}

/* The head of an array of any length. */
static bool read_count(RcItems *items, const char *name, gsize *count, GError **error) {
  *count = rc_items_read_array(items);
  return check_form(items, name, error) &&
         (*count <= ITEMS_MAX || refuse(error, name, "has too many items"));
}

/* A short text without control characters: labels, ids, descriptive values.  An empty
 * one is NULL. */
static bool read_label(RcItems *items, const char *name, char **value, GError **error) {
  gsize length;
  const char *text = rc_items_read_text(items, &length);
  if (!check_form(items, name, error))
    return false;
  if (length > RC_RECORD_LABEL_BYTES_MAX)
    return refuse(error, name, "is too long");
  *value = length ? g_strndup(text, length) : NULL;
  return !*value || !rc_text_has_control(*value) ||
         refuse(error, name, "contains a control character");
}

/* The year of a date and the type become terms and facets: they are what they
 * must be, or the record is refused. */
static bool check_metadata(const char *name, const char *value, int field, bool is_kept,
                           GError **error) {
  if (field < 0)
    return refuse(error, name, "is not one of the list");
  if (field == RC_METADATA_DATE && !rc_date_is_iso(value))
    return refuse(error, name, "is not a date");
  if ((field == RC_METADATA_LANGUAGE || field == RC_METADATA_ORIGINAL_LANGUAGE) &&
      !rc_language_tag_is_valid(value))
    return refuse(error, name, "is not a language");
  /* A worker knows no country but those of the vocabulary; what is kept may have one that a later
   * vocabulary lacks. */
  bool is_code = g_ascii_isupper(value[0]) && g_ascii_isupper(value[1]) && value[2] == '\0';
  if (field == RC_METADATA_COUNTRY && !(is_kept ? is_code : rc_vocabulary_is_country(value)))
    return refuse(error, name, "is not a country");
  if (field == RC_METADATA_TYPE && !rc_type_is_known(value))
    return refuse(error, name, "is not one of the list");
  return true;
}

/* `more`: where a value goes whose name is not known; NULL: it is refused. */
static bool read_item_of_metadata(RcItems *items, RcDocument *document, RcMore *more,
                                  GError **error) {
  g_autofree char *name = NULL, *value = NULL, *source = NULL;
  RcItems start = *items;
  read_form(items, METADATA_ITEMS);
  if (!read_label(items, "metadata", &name, error))
    return false;
  int field = -1;
  for (int i = 0; name && i < RC_N_METADATA && field < 0; i++)
    field = strcmp(rc_metadata_name(i), name) == 0 ? i : -1;
  const char *own = name ? name : "metadata";
  if (!read_label(items, own, &value, error) || !read_label(items, own, &source, error))
    return false;
  if (name && field < 0 && more)
    return read_more(&start, 1, more, error);
  if (!check_metadata(own, value ? value : "", field, more != NULL, error))
    return false;
  rc_document_set(document, (RcMetadataField)field, value, source);
  return true;
}

static bool read_metadata(RcItems *items, RcDocument *document, RcMore *more, GError **error) {
  gsize count;
  if (!read_count(items, "metadata", &count, error))
    return false;
  for (gsize i = 0; i < count; i++)
    if (!read_item_of_metadata(items, document, more, error))
      return false;
  return true;
}

bool rc_record_read_metadata(const void *bytes, gsize length, RcDocument *document,
                             GError **error) {
  RcItems items;
  rc_items_start(&items, bytes, length);
  return read_metadata(&items, document, NULL, error) && check_end(&items, error);
}

static bool read_files(RcItems *items, RcDocument *document, GError **error) {
  gsize count, length;
  if (!read_count(items, "files", &count, error))
    return false;
  for (gsize i = 0; i < count; i++) {
    RcFile file;
    read_form(items, FILE_ITEMS);
    file.root = read_number(items);
    const char *path = rc_items_read_bytes(items, &length);
    file.mtime = rc_items_read_integer(items);
    file.bytes = rc_items_read_number(items, G_MAXUINT64);
    if (!check_form(items, "files", error))
      return false;
    if (length == 0 || memchr(path, '\0', length))
      return refuse(error, "files", "names no path");
    file.path = g_strndup(path, length);
    g_array_append_val(document->files, file);
  }
  return true;
}

static bool read_pages(RcItems *items, RcDocument *document, GError **error) {
  document->pages = read_number(items);
  document->pages_read = read_number(items);
  document->pages_ocr = read_number(items);
  document->ocr_wanted = read_number(items);
  if (!check_form(items, "pages", error))
    return false;
  if (document->pages > PAGES_MAX || document->pages_read > document->pages ||
      document->pages_ocr > document->pages || document->ocr_wanted > document->pages)
    return refuse(error, "pages", "is out of range");
  return true;
}

/* There may be more of them than other items. */
static bool read_ascending(RcItems *items, const char *name, GArray *numbers, GError **error) {
  gsize count = rc_items_read_array(items);
  guint32 last = 0;
  for (gsize i = 0; i < count && !items->failed; i++) {
    guint32 number = read_number(items);
    if (i > 0 && number <= last && !items->failed)
      return refuse(error, name, "does not ascend");
    g_array_append_val(numbers, number);
    last = number;
  }
  return check_form(items, name, error);
}

/* Before form 2 a document said where the words of each passage begin, not how many there are. */
static bool read_passages(RcItems *items, RcDocument *document, guint32 form, GError **error) {
  if (form >= 2) {
    document->passages = read_number(items);
    return check_form(items, "passages", error);
  }
  g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(guint32));
  bool read = read_ascending(items, "passages", positions, error);
  document->passages = positions->len;
  return read;
}

static bool read_layout(RcItems *items, RcDocument *document, guint32 form, GError **error) {
  if (!read_passages(items, document, form, error) ||
      !read_ascending(items, "pack_starts", document->pack_starts, error))
    return false;
  const GArray *starts = document->pack_starts;
  if (starts->len && (g_array_index(starts, guint32, 0) != 1 ||
                      g_array_index(starts, guint32, starts->len - 1) > document->passages))
    return refuse(error, "pack_starts", "is out of range");
  return true;
}

bool rc_record_read_hidden(RcItems *items, GArray *hidden, GError **error) {
  gsize count = rc_items_read_array(items);
  guint32 before = 0;
  items->failed |= count % 2 != 0;
  for (; count > 0 && !items->failed; count -= 2) {
    RcHiddenPage page = {.page = read_number(items)};
    page.why = read_number(items);
    if (!items->failed &&
        (page.page <= before || page.page > PAGES_MAX || page.why == 0 || page.why > RC_HIDDEN_ALL))
      return refuse(error, "hidden", "is out of range");
    before = page.page;
    g_array_append_val(hidden, page);
  }
  return check_form(items, "hidden", error);
}

/* Documents that were read before there was such a thing have no such item. */
static bool read_hidden(RcItems *items, RcDocument *document, gsize *more, GError **error) {
  if (*more == 0)
    return true;
  --*more;
  if (!rc_record_read_hidden(items, document->hidden, error))
    return false;
  guint count = document->hidden->len;
  return count == 0 ||
         g_array_index(document->hidden, RcHiddenPage, count - 1).page <= document->pages ||
         refuse(error, "hidden", "is out of range");
}

/* A number that earlier records have not: the version of what read them. */
static bool read_later_number(RcItems *items, const char *name, guint32 *number, gsize *more,
                              GError **error) {
  if (*more == 0)
    return true;
  --*more;
  *number = read_number(items);
  return check_form(items, name, error);
}

/* The id is the beginning of the digest, or all of it. */
static bool check_identity(const RcDocument *document, GError **error) {
  gsize digits = document->sha256 ? strspn(document->sha256, "0123456789abcdef") : 0;
  if (digits != RC_DIGEST_DIGITS || document->sha256[digits])
    return refuse(error, "sha256", "is not a digest");
  gsize length = document->id ? strlen(document->id) : 0;
  return ((length == RC_ID_DIGITS || length == RC_DIGEST_DIGITS) &&
          g_str_has_prefix(document->sha256, document->id)) ||
         refuse(error, "id", "is not the beginning of the digest");
}

RcDocument *rc_record_read_document(const void *bytes, gsize length, GError **error) {
  g_autoptr(RcDocument) document = rc_document_new();
  g_autofree char *status = NULL;
  RcItems items;
  guint32 form;
  gsize more;
  rc_items_start(&items, bytes, length);
  bool read =
      read_head(&items, DOCUMENT_ITEMS, &form, &more, error) &&
      read_label(&items, "id", &document->id, error) &&
      read_label(&items, "sha256", &document->sha256, error) && check_identity(document, error) &&
      read_files(&items, document, error) && read_label(&items, "status", &status, error) &&
      ((status && rc_status_from_name(status, &document->status)) ||
       refuse(error, "status", "is not one of the list")) &&
      read_metadata(&items, document, &document->more_metadata, error) &&
      read_pages(&items, document, error) &&
      read_label(&items, "reader", &document->reader, error) &&
      read_layout(&items, document, form, error) && read_hidden(&items, document, &more, error) &&
      read_later_number(&items, "reader_version", &document->reader_version, &more, error) &&
      read_more(&items, more, &document->more, error) && check_end(&items, error);
  return read ? g_steal_pointer(&document) : NULL;
}

/* True if no character of `text` is cut there: whoever marks a range cuts it. */
static bool is_boundary(const char *text, guint32 offset) {
  return ((guchar)text[offset] & 0xC0) != 0x80;
}

static bool read_text(RcItems *items, RcPassage *passage, gsize *length, GError **error) {
  const char *text = rc_items_read_text(items, length);
  if (!check_form(items, "text", error))
    return false;
  if (*length > TEXT_BYTES_MAX)
    return refuse(error, "text", "is too long");
  passage->text = g_strndup(text, *length);
  return true;
}

static bool read_page_starts(RcItems *items, RcPassage *passage, gsize length, GError **error) {
  gsize count;
  RcPageStart last = {0};
  if (!read_count(items, "pages", &count, error))
    return false;
  for (gsize i = 0; i < count; i++) {
    read_form(items, PAGE_START_ITEMS);
    RcPageStart start = {.offset = read_number(items)};
    start.page = read_number(items);
    if (!check_form(items, "pages", error))
      return false;
    /* The first page begins with the text. */
    if (start.page <= last.page || start.page > PAGES_MAX || start.offset < last.offset ||
        start.offset > (i ? length : 0) || !is_boundary(passage->text, start.offset))
      return refuse(error, "pages", "do not ascend within the text");
    g_array_append_val(passage->page_starts, start);
    last = start;
  }
  return count > 0 || refuse(error, "pages", "do not begin with the text");
}

static bool read_section(RcItems *items, RcPassage *passage, GError **error) {
  gsize count, length;
  if (!read_count(items, "section", &count, error))
    return false;
  for (gsize i = 0; i < count; i++) {
    const char *heading = rc_items_read_text(items, &length);
    g_ptr_array_add(passage->section, g_strndup(heading, length));
  }
  return check_form(items, "section", error);
}

/* A half-open range of bytes of the passage's text that starts at `min` or later. */
static bool read_range(RcItems *items, const char *name, const RcPassage *passage, gsize length,
                       guint32 min, guint32 *start, guint32 *end, GError **error) {
  *start = read_number(items);
  *end = read_number(items);
  if (!check_form(items, name, error))
    return false;
  if (*start < min || *end < *start || *end > length)
    return refuse(error, name, "do not ascend within the text");
  if (!is_boundary(passage->text, *start) || !is_boundary(passage->text, *end))
    return refuse(error, name, "stand inside a character");
  return true;
}

static bool read_mentions(RcItems *items, RcPassage *passage, gsize length, GError **error) {
  gsize count;
  if (!read_count(items, "mentions", &count, error))
    return false;
  for (gsize i = 0; i < count; i++) {
    guint32 min = i ? g_array_index(passage->mentions, RcMention, i - 1).start : 0;
    g_autofree char *name = NULL;
    read_form(items, RANGE_ITEMS);
    if (!read_label(items, "mentions", &name, error))
      return false;
    int field = name ? rc_schema_field_by_name(name) : -1;
    if (field < 0 || !rc_schema_field((RcField)field)->concept)
      return refuse(error, "mentions", "name no concept");
    RcMention mention = {.field = (RcField)field};
    bool read =
        read_label(items, "mentions", &mention.concept, error) &&
        read_range(items, "mentions", passage, length, min, &mention.start, &mention.end, error);
    g_array_append_val(passage->mentions, mention); /* which owns the concept */
    if (!read || (!mention.concept && !refuse(error, "mentions", "name no concept")))
      return false;
  }
  return true;
}

static bool read_cites(RcItems *items, RcPassage *passage, gsize length, GError **error) {
  gsize count;
  if (!read_count(items, "cites", &count, error))
    return false;
  for (gsize i = 0; i < count; i++) {
    guint32 min = i ? g_array_index(passage->cites, RcCitation, i - 1).start : 0;
    RcCitation citation = {0};
    read_form(items, RANGE_ITEMS);
    bool read =
        read_label(items, "cites", &citation.symbol, error) &&
        read_label(items, "cites", &citation.paragraph, error) &&
        read_range(items, "cites", passage, length, min, &citation.start, &citation.end, error);
    g_array_append_val(passage->cites, citation); /* which owns its texts */
    if (!read || (!citation.symbol && !refuse(error, "cites", "name no symbol")))
      return false;
  }
  return true;
}

static bool read_ocr(RcItems *items, RcPassage *passage, GError **error) {
  passage->ocr = rc_items_read_real(items);
  if (!check_form(items, "ocr", error))
    return false;
  bool is_confidence = passage->ocr >= 0 && passage->ocr <= 1;
  return is_confidence || passage->ocr == -1.0 ||
         refuse(error, "ocr", "is not a confidence from 0 to 1");
}

/* One for each cell of a table's row, or none; passages that were read before there was such a
 * thing have no such item. */
static bool read_columns(RcItems *items, RcPassage *passage, gsize *more, GError **error) {
  gsize count, cells = 1;
  if (*more == 0)
    return true;
  --*more;
  if (!read_count(items, "columns", &count, error))
    return false;
  for (gsize i = 0; i < count; i++) {
    char *label = NULL;
    if (!read_label(items, "columns", &label, error))
      return false;
    g_ptr_array_add(passage->columns, label ? label : g_strdup(""));
  }
  for (const char *p = passage->text; (p = strchr(p, '\t')); p++)
    cells++;
  return count == 0 || count == cells || refuse(error, "columns", "are not those of its cells");
}

RcPassage *rc_record_read_passage(const void *bytes, gsize length, GError **error) {
  g_autoptr(RcPassage) passage = rc_passage_new();
  g_autofree char *kind = NULL;
  RcItems items;
  guint32 form;
  gsize text_length, more;
  rc_items_start(&items, bytes, length);
  if (!read_head(&items, PASSAGE_ITEMS, &form, &more, error))
    return NULL;
  passage->ordinal = read_number(&items);
  bool read = read_text(&items, passage, &text_length, error) &&
              read_page_starts(&items, passage, text_length, error) &&
              read_label(&items, "page_label", &passage->page_label, error) &&
              read_label(&items, "paragraph", &passage->number, error) &&
              read_label(&items, "kind", &kind, error) &&
              ((kind && rc_kind_from_name(kind, &passage->kind)) ||
               refuse(error, "kind", "is not one of the list")) &&
              read_section(&items, passage, error) &&
              read_label(&items, "language", &passage->language, error) &&
              (!passage->language || rc_language_tag_is_valid(passage->language) ||
               refuse(error, "language", "is not one")) &&
              read_ocr(&items, passage, error);
  if (!read)
    return NULL;
  passage->footnote_of = read_number(&items);
  read = read_mentions(&items, passage, text_length, error) &&
         read_cites(&items, passage, text_length, error) &&
         read_columns(&items, passage, &more, error) &&
         read_later_number(&items, "unnumbered", &passage->unnumbered, &more, error) &&
         (more == 0 || read_label(&items, "last_page_label", &passage->last_page_label, error)) &&
         read_more(&items, more > 0 ? more - 1 : 0, &passage->more, error) &&
         check_end(&items, error);
  return read ? g_steal_pointer(&passage) : NULL;
}

/* --- documents as they are kept --- */

GByteArray *rc_record_pack_document(const RcDocument *document) {
  g_autoptr(GByteArray) record = g_byte_array_new(), plain = g_byte_array_new();
  rc_record_append_document(record, document);
  rc_pack_add(plain, record->data, record->len);
  return rc_pack_new(plain);
}

RcDocument *rc_record_unpack_document(const void *bytes, gsize length, GError **error) {
  gsize offset = 0, record_length;
  const guint8 *record;
  if (!rc_pack_is(bytes, length))
    return rc_record_read_document(bytes, length, error);
  g_autoptr(GByteArray) plain = rc_pack_open(bytes, length);
  if (plain && rc_pack_next(plain, &offset, &record, &record_length) && offset == plain->len)
    return rc_record_read_document(record, record_length, error);
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "record: damaged");
  return NULL;
}
