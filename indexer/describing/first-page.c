/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "first-page.h"

#include <math.h>
#include <string.h>

#include "text.h"

#define ROWS_MAX 200
#define TEXT_BYTES_MAX (20 * 1024)
/* A cover may be an image: so many pages are tried. */
#define PAGES_TRIED 3
/* The size of the text is that of so many pages, and an imprint stands on so many behind. */
#define PAGES_OF_TEXT 8
#define PAGES_OF_IMPRINT 2
/* A row is in the middle if its middle is so near that of the page, and its beginning so far from
 * that of the text, in points. */
#define CENTRE 18
#define INDENT 18

/* What bold type adds to the size in which a row seems to be set, in points. */
#define BOLD 0.5f
/* The block of "Distr." is never taller, in points. */
#define HEAD_HEIGHT 130
/* Rows whose middles are this near stand on one baseline, in points. */
#define BASELINE 6

static int band(const RcRow *row) {
  return (int)((row->box.y1 + row->box.y2) / 2 / BASELINE);
}

static gint compare_places(gconstpointer a, gconstpointer b) {
  const RcRow *first = a, *second = b;
  if (band(first) != band(second))
    return band(first) < band(second) ? -1 : 1;
  return (first->box.x1 > second->box.x1) - (first->box.x1 < second->box.x1);
}

static GArray *read_rows(const RcPage *page) {
  GArray *rows = g_array_new(FALSE, FALSE, sizeof(RcRow));
  g_array_set_clear_func(rows, rc_row_clear);
  gsize bytes = 0;
  for (guint i = 0; i < page->lines->len && i < ROWS_MAX && bytes < TEXT_BYTES_MAX; i++) {
    const RcLine *line = &g_array_index(page->lines, RcLine, i);
    guint32 length = MIN(line->end - line->start, TEXT_BYTES_MAX);
    /* Thick letters of a scan make no title: only large ones do. */
    bool bold = line->bold && line->confidence <= 0;
    RcRow row = {.page = page->index, .box = line->box, .size = line->size, .bold = bold};
    g_autofree char *printable = rc_text_printable(page->text + line->start, (gssize)length);
    GString *text = g_string_new(g_strstrip(printable));
    /* U+00AD inside a row stands for the hyphen that it shows; at the end of a row it may break a
     * word, and whoever joins rows decides. */
    bool at_end = g_str_has_suffix(text->str, "\u00AD");
    g_string_replace(text, "\u00AD", "-", 0);
    if (at_end) {
      g_string_truncate(text, text->len - 1);
      g_string_append(text, "\u00AD");
    }
    row.text = g_string_free(text, FALSE);
    row.cells = 1;
    bytes += length;
    g_array_append_val(rows, row);
  }
  g_array_sort(rows, compare_places);
  return rows;
}

/* The words of a row; letters set apart for the eye are joined to one word. */
static char *normalise(const char *text) {
  char *normal = rc_text_normalise(text);
  guint letters = 0;
  for (const char *p = normal; *p; letters++) {
    p = g_utf8_next_char(p);
    if (*p && *p != ' ')
      return normal;
    p += *p == ' ';
  }
  char *out = normal;
  for (const char *p = normal; letters >= 4 && *p; p++)
    if (*p != ' ')
      *out++ = *p;
  if (letters >= 4)
    *out = '\0';
  return normal;
}

/* The masthead ends with the lowest row of the block of "Distr.". */
static void find_head(RcFirstPage *page) {
  const RcRow *head = NULL;
  for (guint i = 0; i < page->rows->len && !head; i++)
    if (g_str_has_prefix(rc_first_page_row(page, i)->text, "Distr"))
      head = rc_first_page_row(page, i);
  if (!head || head->box.y1 > page->height / 2)
    return;
  page->is_un = true;
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    if (row->box.y2 < head->box.y1 + HEAD_HEIGHT && row->box.x1 > head->box.x1 - 20)
      page->head_bottom = fmaxf(page->head_bottom, row->box.y2);
  }
}

static void add_front(RcFirstPage *page, const RcPage *read) {
  g_autoptr(GArray) rows = read_rows(read);
  for (guint i = 0; i < rows->len; i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    g_autofree char *normal = normalise(row->text);
    g_autofree char *source = g_strdup_printf("page %u", row->page);
    RcFrontRow *front = g_new(RcFrontRow, 1);
    *front = (RcFrontRow){g_string_chunk_insert(page->strings, row->text),
                          g_string_chunk_insert(page->strings, normal),
                          g_string_chunk_insert_const(page->strings, source)};
    g_ptr_array_add(page->front, front);
  }
}

/* How text is set, by the page at `index` and those behind it, and what these say of it. */
static void read_other_pages(RcFirstPage *page, const GPtrArray *pages, guint index) {
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(RcRow));
  g_array_set_clear_func(rows, rc_row_clear);
  for (guint i = index; i < MIN(pages->len, index + PAGES_OF_TEXT); i++) {
    g_autoptr(GArray) more = read_rows(g_ptr_array_index(pages, i));
    g_array_append_vals(rows, more->data, more->len);
    g_array_set_clear_func(more, NULL); /* `rows` has them */
  }
  page->body_size = rc_rows_body_size(rows);
  /* The lowest tenth of the beginnings of rows is a margin. */
  g_autoptr(GArray) beginnings = g_array_new(FALSE, FALSE, sizeof(float));
  for (guint i = 0; i < page->rows->len; i++)
    g_array_append_val(beginnings, rc_first_page_row(page, i)->box.x1);
  g_array_sort(beginnings, rc_compare_floats);
  page->left = g_array_index(beginnings, float, beginnings->len / 10);
  for (guint i = index + 1; i < MIN(pages->len, index + 1 + PAGES_OF_IMPRINT); i++)
    add_front(page, g_ptr_array_index(pages, i));
  if (pages->len > index + 1 + PAGES_OF_IMPRINT)
    add_front(page, g_ptr_array_index(pages, pages->len - 1));
}

RcFirstPage *rc_first_page_read(const GPtrArray *pages) {
  RcFirstPage *page = g_new0(RcFirstPage, 1);
  page->normal = g_ptr_array_new_with_free_func(g_free);
  page->words = g_string_new(NULL);
  page->front = g_ptr_array_new_with_free_func(g_free);
  page->strings = g_string_chunk_new(1024);
  guint index = 0, tried = MIN(pages->len, PAGES_TRIED);
  while (index < tried && ((const RcPage *)g_ptr_array_index(pages, index))->lines->len == 0)
    index++;
  if (index == tried) { /* none has text */
    page->rows = g_array_new(FALSE, FALSE, sizeof(RcRow));
    page->text = g_strdup("");
    page->hyphens = rc_hyphens_new(page->rows);
    page->source = g_strdup("page 1");
    return page;
  }
  const RcPage *read = g_ptr_array_index(pages, index);
  page->rows = read_rows(read);
  page->source = g_strdup_printf("page %u", index + 1);
  page->height = read->height;
  page->is_scan = g_array_index(read->lines, RcLine, 0).confidence > 0;
  page->width = read->width;
  read_other_pages(page, pages, index);
  page->hyphens = rc_hyphens_new(page->rows);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    char *normal = normalise(row->text);
    g_ptr_array_add(page->normal, normal);
    g_string_append_printf(page->words, "%s%s", i ? " " : "", normal);
    g_string_append_printf(text, "%s\n", row->text);
  }
  page->text = g_string_free(text, FALSE);
  find_head(page);
  return page;
}

void rc_first_page_free(RcFirstPage *page) {
  if (!page)
    return;
  g_array_unref(page->rows);
  g_ptr_array_unref(page->normal);
  g_free(page->text);
  g_string_free(page->words, TRUE);
  rc_hyphens_free(page->hyphens);
  g_ptr_array_unref(page->front);
  g_string_chunk_free(page->strings);
  g_free(page->source);
  g_free(page);
}

const RcRow *rc_first_page_row(const RcFirstPage *page, guint i) {
  return &g_array_index(page->rows, RcRow, i);
}

const char *rc_first_page_normal(const RcFirstPage *page, guint i) {
  return g_ptr_array_index(page->normal, i);
}

bool rc_first_page_in_one_column(const RcRow *a, const RcRow *b) {
  return a->box.x1 < b->box.x2 && b->box.x1 < a->box.x2;
}

bool rc_first_page_is_centred(const RcFirstPage *page, const RcRow *row) {
  float middle = (row->box.x1 + row->box.x2) / 2;
  return fabsf(middle - page->width / 2) < CENTRE && row->box.x1 > page->left + INDENT;
}

bool rc_first_page_has_words(const char *text, const char *part) {
  for (const char *p = strstr(text, part); p; p = strstr(p + 1, part))
    if (p == text || p[-1] == ' ')
      return true;
  return false;
}

gsize rc_first_page_begins(const char *text, const char *const *beginnings) {
  while (*beginnings && !g_str_has_prefix(text, *beginnings))
    beginnings++;
  return *beginnings ? strlen(*beginnings) : 0;
}

float rc_first_page_weight(const RcRow *row) {
  return row->size + (row->bold ? BOLD : 0);
}

bool rc_first_page_has_row(const RcFirstPage *page, const char *normal) {
  for (guint i = 0; i < page->rows->len; i++)
    if (strcmp(rc_first_page_normal(page, i), normal) == 0)
      return true;
  return false;
}

bool rc_first_page_has_letters(const RcRow *row) {
  for (const char *p = row->text; *p; p = g_utf8_next_char(p))
    if (g_unichar_isalpha(g_utf8_get_char(p)))
      return true;
  return false;
}
