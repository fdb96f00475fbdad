/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain text: paragraphs between empty lines, words of others behind ">", notes called by "[1]",
 * "[^1]" or a raised digit, and standing behind the same at the beginning of a line. */
#include <string.h>

#include "draft-builder.h"

/* Raised digits by their values. */
static const char *const raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

static gsize read_raised(const char *text, GString *label) {
  gsize length = 0;
  for (guint digit = 0; digit < G_N_ELEMENTS(raised); digit++) {
    if (!g_str_has_prefix(text + length, raised[digit]))
      continue;
    length += strlen(raised[digit]);
    g_string_append_c(label, (char)('0' + digit));
    digit = (guint)-1;
  }
  return length;
}

/* The length of a mark at `text`, with the label of the note; 0 if there is none. */
static gsize read_mark(const char *text, GString *label) {
  g_string_truncate(label, 0);
  if (*text != '[')
    return read_raised(text, label);
  gsize from = text[1] == '^' ? 2 : 1;
  gsize length = from == 2 ? strcspn(text + from, "] \n[") : strspn(text + from, "0123456789");
  if (length == 0 || length > (from == 2 ? 40 : 3) || text[from + length] != ']')
    return 0;
  g_string_append_len(label, text + from, (gssize)length);
  return from + length + 1;
}

/* The labels of all notes: a figure in brackets is a mark only if there is a note of it. */
static GHashTable *find_notes(const char *bytes) {
  GHashTable *notes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GString) label = g_string_new(NULL);
  for (const char *line = bytes; line; line = strchr(line, '\n')) {
    line += *line == '\n';
    gsize mark = read_mark(line + strspn(line, " \t"), label);
    if (mark)
      g_hash_table_add(notes, g_strdup(label->str));
  }
  return notes;
}

static void append_line(RcDraftBuilder *builder, const char *line, gsize length,
                        GHashTable *notes) {
  g_autoptr(GString) label = g_string_new(NULL);
  g_autofree char *text = g_strndup(line, length);
  const char *from = text;
  for (const char *p = text; *p;) {
    gsize mark = p > text ? read_mark(p, label) : 0;
    if (!mark || !g_hash_table_contains(notes, label->str)) {
      p = g_utf8_next_char(p);
      continue;
    }
    rc_draft_append(builder, from, (gsize)(p - from));
    rc_draft_mark(builder, label->str);
    from = p += mark;
  }
  rc_draft_append(builder, from, strlen(from));
}

bool rc_draft_read_plain(RcDraftBuilder *builder, const char *bytes, gsize length, GError **error) {
  (void)error;
  g_autofree char *all = g_strndup(bytes, length);
  g_autoptr(GHashTable) notes = find_notes(all);
  g_autoptr(GString) label = g_string_new(NULL);
  guint32 number = 1;
  for (const char *line = all; *line; number++) {
    gsize rest = strcspn(line, "\n"), indent = strspn(line, " \t\r");
    const char *next = line + rest + (line[rest] == '\n');
    bool quoted = line[indent] == '>';
    gsize mark = read_mark(line + indent, label);
    if (indent >= rest)
      rc_draft_close(builder);
    else if (mark)
      rc_draft_open(builder, RC_BLOCK_NOTE, number, label->str);
    else if (!builder->open || (builder->open->kind == RC_BLOCK_QUOTE) != quoted)
      rc_draft_open(builder, quoted ? RC_BLOCK_QUOTE : RC_BLOCK_TEXT, number, NULL);
    gsize from = MIN(rest, indent + (quoted ? 1 : mark));
    from += mark && line[from] == ':' ? 1 : 0;
    append_line(builder, line + from, rest - from, notes);
    rc_draft_append(builder, "\n", 1);
    line = next;
  }
  return true;
}
