/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draft.h"

#include <string.h>

#include "draft-builder.h"
#include "error.h"
#include "items.h"

/* --- the formats --- */

typedef bool Reader(RcDraftBuilder *builder, const char *bytes, gsize length, GError **error);

/* What a file begins with is surer than its name. */
static const struct {
  const char *name;
  Reader *read;
  const char *begins[3];     /* in lower case, behind blanks */
  const char *extensions[4]; /* without the dot */
  bool by_lines;
  bool own_encoding; /* it says by itself how its characters are written */
} formats[RC_N_DRAFT_FORMATS] = {
    [RC_DRAFT_PLAIN] = {"plain", rc_draft_read_plain, {NULL}, {"txt"}, true, false},
    [RC_DRAFT_MARKDOWN] =
        {"markdown", rc_draft_read_markdown, {NULL}, {"md", "markdown"}, true, false},
    [RC_DRAFT_HTML] = {"html",
                       rc_draft_read_html,
                       {"<!doctype html", "<html"},
                       {"html", "htm", "xhtml"},
                       false,
                       true},
    [RC_DRAFT_DOCX] = {"docx", rc_draft_read_docx, {"pk\3\4"}, {"docx"}, false, true},
};

const char *rc_draft_format_name(RcDraftFormat format) {
  return formats[format].name;
}

static RcDraftFormat find_format(const char *bytes, gsize length, const char *extension) {
  gsize start = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  while (start < length && g_ascii_isspace(bytes[start]))
    start++;
  for (int format = 0; format < RC_N_DRAFT_FORMATS; format++)
    for (gsize i = 0; i < G_N_ELEMENTS(formats->begins) && formats[format].begins[i]; i++) {
      gsize beginning = strlen(formats[format].begins[i]);
      if (length - start >= beginning &&
          g_ascii_strncasecmp(bytes + start, formats[format].begins[i], beginning) == 0)
        return (RcDraftFormat)format;
    }
  for (int format = 0; extension && format < RC_N_DRAFT_FORMATS; format++)
    for (gsize i = 0; i < G_N_ELEMENTS(formats->extensions) && formats[format].extensions[i]; i++)
      if (g_ascii_strcasecmp(formats[format].extensions[i], extension) == 0)
        return (RcDraftFormat)format;
  return RC_DRAFT_PLAIN;
}

/* Of bytes that are no UTF-8 the encoding: by a mark of it, else by how many of the letters are
 * beyond ASCII, nearly all in Russian, few in the West. */
static const char *guess_encoding(const char *bytes, gsize length) {
  if (length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0))
    return "UTF-16";
  gsize latin = 0, beyond = 0;
  for (gsize i = 0; i < length; i++) {
    latin += g_ascii_isalpha(bytes[i]);
    beyond += (guchar)bytes[i] >= 0xC0;
  }
  return beyond > latin / 2 ? "WINDOWS-1251" : "WINDOWS-1252";
}

/* Yours to free; what cannot be converted is kept as what it may be. */
static char *make_utf8(const char *bytes, gsize length, gsize *made) {
  gsize from = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  char *text = g_utf8_validate(bytes + from, (gssize)(length - from), NULL)
                   ? NULL
                   : g_convert(bytes, (gssize)length, "UTF-8", guess_encoding(bytes, length), NULL,
                               made, NULL);
  if (text)
    return text;
  text = g_utf8_make_valid(bytes + from, (gssize)(length - from));
  *made = strlen(text);
  return text;
}

RcDraft *rc_draft_parse(const char *bytes, gsize length, const char *extension, GError **error) {
  return rc_draft_parse_as(find_format(bytes, length, extension), bytes, length, error);
}

RcDraft *rc_draft_parse_as(RcDraftFormat format, const char *bytes, gsize length, GError **error) {
  g_autoptr(RcDraft) draft = g_new0(RcDraft, 1);
  bytes = length ? bytes : "";
  draft->format = format;
  draft->by_lines = formats[draft->format].by_lines;
  draft->blocks = g_ptr_array_new();
  RcDraftBuilder builder = {.draft = draft, .text = g_string_new(NULL)};
  gsize made = length;
  g_autofree char *text =
      formats[draft->format].own_encoding ? NULL : make_utf8(bytes, length, &made);
  bool read = formats[draft->format].read(&builder, text ? text : bytes, made, error);
  rc_draft_close(&builder);
  g_string_free(builder.text, TRUE);
  return read ? g_steal_pointer(&draft) : NULL;
}

/* --- blocks --- */

static RcDraftBlock *new_block(RcDraftBlockKind kind, guint32 place) {
  RcDraftBlock *block = g_new0(RcDraftBlock, 1);
  block->kind = kind;
  block->place = place;
  block->marks = g_array_new(FALSE, FALSE, sizeof(RcDraftMark));
  return block;
}

static void free_block(RcDraftBlock *block) {
  g_free(block->note);
  g_free(block->text);
  for (guint i = 0; i < block->marks->len; i++)
    g_free(g_array_index(block->marks, RcDraftMark, i).note);
  g_array_unref(block->marks);
  g_free(block);
}

void rc_draft_free(RcDraft *draft) {
  if (!draft)
    return;
  for (guint i = 0; i < draft->blocks->len; i++)
    free_block(draft->blocks->pdata[i]);
  g_ptr_array_unref(draft->blocks);
  g_free(draft);
}

guint32 rc_draft_place_at(const RcDraft *draft, const RcDraftBlock *block, guint32 offset) {
  guint32 place = block->place;
  const char *end = block->text + offset, *p = block->text;
  while (draft->by_lines && (p = memchr(p, '\n', (gsize)(end - p)))) {
    place++;
    p++;
  }
  return place;
}

/* --- building --- */

/* True if so many bytes more are within the limit. */
static bool takes(RcDraftBuilder *builder, gsize bytes) {
  if (builder->bytes + bytes > RC_DRAFT_TEXT_BYTES_MAX)
    builder->draft->cut = true;
  else
    builder->bytes += bytes;
  return !builder->draft->cut;
}

void rc_draft_open(RcDraftBuilder *builder, RcDraftBlockKind kind, guint32 place,
                   const char *note) {
  rc_draft_close(builder);
  if (builder->draft->blocks->len >= RC_DRAFT_BLOCKS_MAX) {
    builder->draft->cut = true;
    return;
  }
  builder->open = new_block(kind, place);
  builder->open->note = note ? g_utf8_make_valid(note, -1) : NULL;
}

void rc_draft_append(RcDraftBuilder *builder, const char *text, gsize length) {
  if (!builder->open || !takes(builder, length))
    return;
  g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
  for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    bool space = c != '\n' && (g_unichar_iscntrl(c) || g_unichar_isspace(c));
    g_string_append_unichar(builder->text, space ? ' ' : c);
  }
}

void rc_draft_mark(RcDraftBuilder *builder, const char *note) {
  if (!builder->open || !takes(builder, strlen(note) + sizeof(RcDraftMark)))
    return;
  RcDraftMark mark = {(guint32)builder->text->len, g_utf8_make_valid(note, -1)};
  g_array_append_val(builder->open->marks, mark);
}

void rc_draft_close(RcDraftBuilder *builder) {
  RcDraftBlock *block = g_steal_pointer(&builder->open);
  if (!block)
    return;
  bool blank = builder->text->str[strspn(builder->text->str, " \n")] == '\0';
  block->text = g_strdup(builder->text->str);
  g_string_truncate(builder->text, 0);
  if (blank)
    free_block(block);
  else
    g_ptr_array_add(builder->draft->blocks, block);
}

/* --- the message: what is written here is read there --- */

#define ITEMS_OF_BLOCK 5
#define ITEMS_OF_MARK 2

GByteArray *rc_draft_pack(const RcDraft *draft) {
  GByteArray *message = g_byte_array_new();
  rc_items_append_number(message, draft->format);
  rc_items_append_number(message, draft->cut);
  rc_items_append_array(message, draft->blocks->len);
  for (guint i = 0; i < draft->blocks->len; i++) {
    const RcDraftBlock *block = draft->blocks->pdata[i];
    rc_items_append_array(message, ITEMS_OF_BLOCK);
    rc_items_append_number(message, block->kind);
    rc_items_append_number(message, block->place);
    rc_items_append_text(message, block->note);
    rc_items_append_text(message, block->text);
    rc_items_append_array(message, block->marks->len);
    for (guint k = 0; k < block->marks->len; k++) {
      const RcDraftMark *mark = &g_array_index(block->marks, RcDraftMark, k);
      rc_items_append_array(message, ITEMS_OF_MARK);
      rc_items_append_number(message, mark->offset);
      rc_items_append_text(message, mark->note);
    }
  }
  return message;
}

static void take_array(RcItems *items, gsize count) {
  items->failed |= rc_items_read_array(items) != count;
}

/* Never NULL: "" where the message is broken. */
static char *take_text(RcItems *items) {
  gsize length;
  const char *text = rc_items_read_text(items, &length);
  return g_strndup(text ? text : "", length);
}

static RcDraftBlock *take_block(RcItems *items) {
  take_array(items, ITEMS_OF_BLOCK);
  RcDraftBlockKind kind = (RcDraftBlockKind)rc_items_read_number(items, RC_N_BLOCK_KINDS - 1);
  RcDraftBlock *block = new_block(kind, (guint32)rc_items_read_number(items, G_MAXINT32));
  block->note = take_text(items);
  if (kind != RC_BLOCK_NOTE)
    g_clear_pointer(&block->note, g_free);
  block->text = take_text(items);
  guint32 before = 0;
  for (gsize marks = rc_items_read_array(items); marks > 0 && !items->failed; marks--) {
    take_array(items, ITEMS_OF_MARK);
    RcDraftMark mark = {.offset = (guint32)rc_items_read_number(items, strlen(block->text))};
    mark.note = take_text(items);
    g_array_append_val(block->marks, mark);
    items->failed |= mark.offset < before || ((guchar)block->text[mark.offset] & 0xC0) == 0x80;
    before = mark.offset;
  }
  return block;
}

RcDraft *rc_draft_unpack(const guint8 *bytes, gsize length) {
  RcItems items;
  rc_items_start(&items, bytes, length);
  g_autoptr(RcDraft) draft = g_new0(RcDraft, 1);
  draft->blocks = g_ptr_array_new();
  draft->format = (RcDraftFormat)rc_items_read_number(&items, RC_N_DRAFT_FORMATS - 1);
  draft->by_lines = formats[draft->format].by_lines;
  draft->cut = rc_items_read_number(&items, 1) == 1;
  gsize blocks = rc_items_read_array(&items);
  items.failed |= blocks > RC_DRAFT_BLOCKS_MAX;
  for (; blocks > 0 && !items.failed; blocks--)
    g_ptr_array_add(draft->blocks, take_block(&items));
  return rc_items_end(&items) ? g_steal_pointer(&draft) : NULL;
}
