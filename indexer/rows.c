/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rows.h"

#include <math.h>
#include <string.h>

/* Running heads stand in this share of the page at the top and at the bottom. */
#define MARGIN_SHARE 0.12f
/* A line repeats if it stands on this share of the pages, and on two at least. */
#define REPEATED_SHARE 0.25

static void clear_row(gpointer data) {
  g_free(((RcRow *)data)->text);
}

static float height(const RcBox *box) {
  return box->y2 - box->y1;
}

/* True if `line` continues `row` on the same baseline to its right. */
static bool stands_beside(const RcRow *row, const RcLine *line) {
  float overlap = fminf(row->box.y2, line->box.y2) - fmaxf(row->box.y1, line->box.y1);
  float smaller = fminf(height(&row->box), height(&line->box));
  return overlap > 0.6f * smaller && line->box.x1 >= row->box.x2 - 1;
}

static char *copy_line_text(const RcPage *page, const RcLine *line) {
  return g_strstrip(g_strndup(page->text + line->start, line->end - line->start));
}

static void join_line(RcRow *row, const RcPage *page, const RcLine *line) {
  g_autofree char *text = copy_line_text(page, line);
  char *joined = g_strconcat(row->text, " ", text, NULL);
  float weight = (float)strlen(row->text);
  g_free(row->text);
  row->text = joined;
  if ((float)strlen(text) > weight) {
    row->size = line->size;
    row->bold = line->bold;
  }
  row->box.x2 = fmaxf(row->box.x2, line->box.x2);
  row->box.y1 = fminf(row->box.y1, line->box.y1);
  row->box.y2 = fmaxf(row->box.y2, line->box.y2);
  row->cells++;
}

static void add_page(GArray *rows, const RcPage *page) {
  guint first = rows->len;
  for (guint i = 0; i < page->lines->len; i++) {
    const RcLine *line = &g_array_index(page->lines, RcLine, i);
    RcRow *last = rows->len > first ? &g_array_index(rows, RcRow, rows->len - 1) : NULL;
    if (last && stands_beside(last, line)) {
      join_line(last, page, line);
    } else {
      RcRow row = {page->index, copy_line_text(page, line), line->box, line->size, line->bold, 1,
                   RC_ROW_BODY};
      g_array_append_val(rows, row);
    }
  }
}

GArray *rc_rows_read(const GPtrArray *pages) {
  GArray *rows = g_array_new(FALSE, FALSE, sizeof(RcRow));
  g_array_set_clear_func(rows, clear_row);
  for (guint i = 0; i < pages->len; i++)
    add_page(rows, g_ptr_array_index(pages, i));
  return rows;
}

float rc_rows_body_size(const GArray *rows) {
  gsize bytes[400] = {0}; /* by size in quarters of a point */
  gsize most = 0;
  for (guint i = 0; i < rows->len; i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    gsize bin = (gsize)CLAMP(lrintf(row->size * 4), 0, 399);
    bytes[bin] += strlen(row->text);
    if (bytes[bin] > bytes[most])
      most = bin;
  }
  return (float)most / 4;
}

/* --- running heads and page numbers --- */

static bool in_margin(const RcRow *row, const RcPage *page) {
  return row->box.y2 < page->height * MARGIN_SHARE ||
         row->box.y1 > page->height * (1 - MARGIN_SHARE);
}

/* The text with every run of digits as "#": what stays the same over pages. */
static char *furniture_key(const RcRow *row, const RcPage *page) {
  GString *key = g_string_new(row->box.y1 > page->height / 2 ? "foot " : "head ");
  bool digits = false;
  for (const char *p = row->text; *p; p++) {
    bool digit = g_ascii_isdigit(*p);
    if (!digit)
      g_string_append_c(key, *p);
    else if (!digits)
      g_string_append_c(key, '#');
    digits = digit;
  }
  return g_string_free(key, FALSE);
}

/* "12", "- 12 -", "12 / 80", "Page 12", "стр. 12", "xii". */
static bool is_page_number(const char *text) {
  static GRegex *pattern;
  if (g_once_init_enter(&pattern)) {
    GRegex *compiled = g_regex_new("^(?:page|стр\\.?|с\\.|p\\.)?[\\s–—|-]*(?:\\d{1,4}|[ivxl]{1,6})"
                                   "(?:\\s*(?:/|of|из)\\s*\\d{1,4})?[\\s–—|-]*$",
                                   G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
    g_once_init_leave(&pattern, compiled);
  }
  return g_regex_match(pattern, text, 0, NULL);
}

static GHashTable *count_margin_rows(const GArray *rows, const GPtrArray *pages) {
  GHashTable *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < rows->len; i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    const RcPage *page = g_ptr_array_index(pages, row->page - 1);
    if (!in_margin(row, page))
      continue;
    char *key = furniture_key(row, page);
    guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key));
    g_hash_table_insert(counts, key, GUINT_TO_POINTER(count + 1));
  }
  return counts;
}

/* Font size, place and digits alone do not make a page number of the only line
 * of a page: it must stand apart, in the margin. */
static bool is_furniture(const RcRow *row, const RcPage *page, GHashTable *counts, guint pages) {
  if (!in_margin(row, page))
    return false;
  if (is_page_number(row->text))
    return true;
  g_autofree char *key = furniture_key(row, page);
  guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key));
  return count >= 3 && count >= pages * REPEATED_SHARE;
}

/* --- footnotes --- */

/* "7 Text", "7. Text", "* Text": how a footnote begins. */
static bool starts_footnote(const char *text) {
  if (*text == '*')
    return true;
  gsize digits = strspn(text, "0123456789");
  return digits >= 1 && digits <= 3 && (text[digits] == ' ' || text[digits] == '.');
}

/* The first row of the block of small rows that ends the body of a page; `end`
 * if there is none. */
static guint find_footnotes(const GArray *rows, guint first, guint end, float body_size) {
  guint start = end;
  for (guint i = end; i-- > first;) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    if (row->role == RC_ROW_FURNITURE)
      continue;
    if (row->size > body_size * 0.93f)
      break;
    if (starts_footnote(row->text))
      start = i;
  }
  return start;
}

void rc_rows_assign_roles(GArray *rows, const GPtrArray *pages) {
  g_autoptr(GHashTable) counts = count_margin_rows(rows, pages);
  for (guint i = 0; i < rows->len; i++) {
    RcRow *row = &g_array_index(rows, RcRow, i);
    if (is_furniture(row, g_ptr_array_index(pages, row->page - 1), counts, pages->len))
      row->role = RC_ROW_FURNITURE;
  }
  float body_size = rc_rows_body_size(rows);
  for (guint first = 0, end; first < rows->len; first = end) {
    guint32 page = g_array_index(rows, RcRow, first).page;
    for (end = first; end < rows->len && g_array_index(rows, RcRow, end).page == page;)
      end++;
    for (guint i = find_footnotes(rows, first, end, body_size); i < end; i++) {
      RcRow *row = &g_array_index(rows, RcRow, i);
      if (row->role == RC_ROW_BODY)
        row->role = RC_ROW_FOOTNOTE;
    }
  }
}
