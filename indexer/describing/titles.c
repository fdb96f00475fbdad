/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "titles.h"

#include <math.h>
#include <string.h>

#include "text.h"

#define TITLE_BYTES_MAX 400
/* Rows of one size may differ by this, in points. */
#define SAME_SIZE 0.4f
/* What bold type adds to the size in which a row seems to be set, in points. */
#define BOLD 0.5f
/* A title stands out if it seems this much larger than the text, in points. */
#define STANDS_OUT 1.0f
/* A gap of this share of a row's height ends a block of one title. */
#define BLOCK_GAP_UN 0.6f
#define BLOCK_GAP 1.2f
#define BLOCKS_MAX 3
#define CASE_ROWS_MAX 6

void rc_title_clear(RcTitle *title) {
  g_clear_pointer(&title->text, g_free);
  g_clear_pointer(&title->source, g_free);
}

/* --- rubbish --- */

/* In what software writes; lower case. */
static const char *const rubbish_parts[] = {
    "microsoft word", "microsoft powerpoint", "untitled", "document1", "print job", "без имени",
};
static const char *const rubbish_endings[] = {
    ".doc", ".docx", ".docm", ".pdf", ".indd", ".rtf", ".odt", ".qxd", ".wpd", ".txt",
};
/* Whole titles, in normal form. */
static const char *const rubbish_titles[] = {
    "united nations",       "general assembly", "организация объединенных наций",
    "human rights council", "layout 1",         "slide 1",
};

/* A title is two words and has more letters than all else. */
static bool has_words(const char *title) {
  guint words = 0, letters = 0, others = 0;
  bool in_word = false;
  for (const char *p = title; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    bool letter = g_unichar_isalpha(c);
    letters += letter;
    others += !letter && c != ' ';
    words += letter && !in_word;
    in_word = c != ' ' && (in_word || letter);
  }
  return words >= 2 && letters > others;
}

bool rc_title_is_rubbish(const char *title) {
  g_autofree char *lower = g_utf8_strdown(title, -1);
  g_autofree char *normal = rc_text_normalise(title);
  g_strstrip(lower);
  for (gsize i = 0; i < G_N_ELEMENTS(rubbish_parts); i++)
    if (strstr(lower, rubbish_parts[i]))
      return true;
  for (gsize i = 0; i < G_N_ELEMENTS(rubbish_endings); i++)
    if (g_str_has_suffix(lower, rubbish_endings[i]))
      return true;
  for (gsize i = 0; i < G_N_ELEMENTS(rubbish_titles); i++)
    if (strcmp(normal, rubbish_titles[i]) == 0)
      return true;
  return !has_words(title);
}

/* --- rows that are no titles --- */

/* Agenda items that stand above a title like a part of it, in normal form. */
static const char *const agenda_items[] = {
    "universal periodic review",
    "универсальный периодический обзор",
};

/* Headings that begin the text, in normal form: no subtitles. */
static const char *const headings[] = {
    "summary", "contents",   "introduction", "background", "note",      "annex", "preamble",
    "резюме",  "содержание", "введение",     "приложение", "преамбула", "вступ", "abstract",
};

/* A judgment is given in somebody's name: that is not its title. */
static const char *const formulas[] = {
    "in the name of the people",   "именем народа", "іменем народу", "іменем україни",
    "именем российской федерации",
};

static bool is_one_of(const char *normal, const char *const *list, gsize count) {
  for (gsize i = 0; i < count; i++)
    if (strcmp(normal, list[i]) == 0)
      return true;
  return false;
}

/* --- rows of a title --- */

static float weight(const RcRow *row) {
  return row->size + (row->bold ? BOLD : 0);
}

static bool has_letters(const RcRow *row) {
  for (const char *p = row->text; *p; p = g_utf8_next_char(p))
    if (g_unichar_isalpha(g_utf8_get_char(p)))
      return true;
  return false;
}

/* "I. Background", "A. Introduction", "1. The Committee": the text begins. */
static bool is_numbered(const char *text) {
  gsize n = strspn(text, "IVX");
  if (n == 0)
    n = strspn(text, "0123456789");
  if (n == 0 && *text)
    n = (gsize)(g_utf8_next_char(text) - text);
  return n <= 4 && text[n] == '.' && (text[n + 1] == ' ' || text[n + 1] == '\0');
}

/* Drops the marks of notes that a title ends with. */
static void strip_marks(GString *text) {
  for (;;) {
    if (g_str_has_suffix(text->str, "∗"))
      g_string_truncate(text, text->len - strlen("∗"));
    else if (text->len && strchr("* ", text->str[text->len - 1]))
      g_string_truncate(text, text->len - 1);
    else
      return;
  }
}

/* The largest weight of rows from the top down to the text, below `above`. */
static float largest_weight(const RcFirstPage *page, float below, float at_most) {
  float largest = 0;
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    bool is_word = strchr(rc_first_page_normal(page, i), ' ') || page->is_un;
    if (row->box.y1 > below && row->box.y1 < page->height * 0.8f && has_letters(row) && is_word &&
        weight(row) < at_most && !is_numbered(row->text))
      largest = fmaxf(largest, weight(row));
  }
  return largest;
}

/* The rows of that weight that stand together: their numbers. */
static GArray *find_rows(const RcFirstPage *page, float below, float wanted) {
  GArray *found = g_array_new(FALSE, FALSE, sizeof(guint));
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    const RcRow *last =
        found->len ? rc_first_page_row(page, g_array_index(found, guint, found->len - 1)) : NULL;
    const char *normal = rc_first_page_normal(page, i);
    /* Among the rows of a title, not of it: "Twenty-sixth session", "Agenda item 93". */
    bool passed_over = page->is_un ? g_str_has_prefix(normal, "agenda item") ||
                                         g_str_has_prefix(normal, "item ") ||
                                         g_str_has_prefix(normal, "пункт ") ||
                                         g_str_has_suffix(normal, " session") ||
                                         g_str_has_suffix(normal, " сессия")
                                   : is_one_of(normal, formulas, G_N_ELEMENTS(formulas));
    if (row->box.y1 <= below || !has_letters(row) || passed_over)
      continue;
    bool fits = weight(row) > wanted - SAME_SIZE && weight(row) < wanted + SAME_SIZE &&
                !is_numbered(row->text);
    if (fits)
      g_array_append_val(found, i);
    else if (last && rc_first_page_in_one_column(row, last))
      break;
  }
  return found;
}

/* The blocks of a title, each with its rows joined; of char *. */
static GPtrArray *join_rows(const RcFirstPage *page, const GArray *found) {
  GPtrArray *blocks = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GString) block = g_string_new(NULL);
  for (guint i = 0; i < found->len && block->len < TITLE_BYTES_MAX; i++) {
    const RcRow *row = rc_first_page_row(page, g_array_index(found, guint, i));
    const RcRow *last = i ? rc_first_page_row(page, g_array_index(found, guint, i - 1)) : row;
    bool other_script =
        rc_text_script(rc_first_page_normal(page, g_array_index(found, guint, i))) !=
        rc_text_script(rc_first_page_normal(page, g_array_index(found, guint, 0)));
    /* The same title in another language. */
    if (other_script)
      break;
    float gap = row->box.y1 - last->box.y2, height = last->box.y2 - last->box.y1;
    bool apart = page->is_un ? gap > BLOCK_GAP_UN * height || g_str_has_suffix(last->text, "*") ||
                                   g_str_has_suffix(last->text, "∗")
                             : gap > BLOCK_GAP * height;
    if (i && apart) {
      if (blocks->len + 1 == BLOCKS_MAX)
        break;
      strip_marks(block);
      g_ptr_array_add(blocks, g_strdup(block->str));
      g_string_truncate(block, 0);
    }
    strip_marks(block);
    rc_hyphens_append_row(page->hyphens, block, row->text);
  }
  strip_marks(block);
  if (block->len)
    g_ptr_array_add(blocks, g_strdup(block->str));
  return blocks;
}

/* --- documents of the United Nations --- */

/* The bold rows right below the title: the country, or whose report it is. */
static char *read_subtitle(const RcFirstPage *page, guint after) {
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint));
  for (guint i = after + 1; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    if (!has_letters(row))
      continue;
    if (!row->bold || row->size <= page->body_size || is_numbered(row->text) ||
        is_one_of(rc_first_page_normal(page, i), headings, G_N_ELEMENTS(headings)))
      break;
    g_array_append_val(found, i);
  }
  g_autoptr(GPtrArray) blocks = join_rows(page, found);
  return blocks->len ? g_strdup(g_ptr_array_index(blocks, 0)) : NULL;
}

static char *read_un_title(const RcFirstPage *page, RcTitle *title) {
  float wanted = largest_weight(page, page->head_bottom, G_MAXFLOAT);
  g_autoptr(GArray) found = find_rows(page, page->head_bottom, wanted);
  if (found->len == 0)
    return NULL;
  g_autoptr(GPtrArray) blocks = join_rows(page, found);
  g_autofree char *first = rc_text_normalise(blocks->len ? g_ptr_array_index(blocks, 0) : "");
  if (blocks->len > 2 && is_one_of(first, agenda_items, G_N_ELEMENTS(agenda_items)))
    g_ptr_array_remove_index(blocks, 0);
  g_autofree char *subtitle = read_subtitle(page, g_array_index(found, guint, found->len - 1));
  gsize length = 0;
  for (guint i = 0; i < blocks->len; i++) {
    length += strlen(g_ptr_array_index(blocks, i));
    if (i > 0 && length > TITLE_BYTES_MAX)
      g_ptr_array_set_size(blocks, (gint)i);
  }
  if (subtitle && blocks->len < BLOCKS_MAX)
    g_ptr_array_add(blocks, g_steal_pointer(&subtitle));
  g_ptr_array_add(blocks, NULL);
  title->size = wanted;
  title->bottom = rc_first_page_row(page, g_array_index(found, guint, found->len - 1))->box.y2;
  return g_strjoinv(": ", (char **)blocks->pdata);
}

/* --- cases --- */

/* How the name of a case begins, and what stands between its parties; both in
 * normal form. */
static const char *const case_beginnings[] = {
    "case of ", "the case of ", "the matter of", "in the matter of", "дело ", "справа ",
};
static const char *const case_joiners[] = {" v ", " vs ", " versus ", " против ", " проти "};
/* A decision names the parties in two rows: "NAME", "against Ukraine". */
static const char *const against[] = {"against ", "против ", "проти "};

static bool has_any_prefix(const char *text, const char *const *prefixes, gsize count) {
  for (gsize i = 0; i < count; i++)
    if (g_str_has_prefix(text, prefixes[i]))
      return true;
  return false;
}

/* "54904/08" in a row. */
static bool has_application_number(const char *text) {
  for (const char *slash = strchr(text, '/'); slash; slash = strchr(slash + 1, '/'))
    if (slash > text && g_ascii_isdigit(slash[-1]) && g_ascii_isdigit(slash[1]))
      return true;
  return false;
}

/* The case name that begins in row `first`, or NULL. */
static char *read_case_from(const RcFirstPage *page, guint first) {
  const RcRow *start = rc_first_page_row(page, first);
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint));
  for (guint i = first; i < page->rows->len && found->len < CASE_ROWS_MAX; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    if (!rc_first_page_in_one_column(row, start))
      continue;
    if (strchr("([", *row->text) || row->bold != start->bold ||
        fabsf(row->size - start->size) > SAME_SIZE || has_application_number(row->text))
      break;
    g_array_append_val(found, i);
  }
  g_autoptr(GString) title = g_string_new(NULL);
  for (guint i = 0; i < found->len; i++)
    rc_hyphens_append_row(page->hyphens, title,
                          rc_first_page_row(page, g_array_index(found, guint, i))->text);
  strip_marks(title);
  g_autofree char *normal = rc_text_normalise(title->str);
  for (gsize i = 0; found->len < CASE_ROWS_MAX && i < G_N_ELEMENTS(case_joiners); i++)
    if (strstr(normal, case_joiners[i]))
      return g_strdup(title->str);
  return NULL;
}

static char *read_case(const RcFirstPage *page, float *size) {
  if (page->is_un || !has_application_number(page->text))
    return NULL;
  for (guint i = 0; i < page->rows->len; i++) {
    *size = weight(rc_first_page_row(page, i));
    char *title = has_any_prefix(rc_first_page_normal(page, i), case_beginnings,
                                 G_N_ELEMENTS(case_beginnings))
                      ? read_case_from(page, i)
                      : NULL;
    if (title)
      return title;
  }
  for (guint i = 1; i < page->rows->len; i++) {
    const RcRow *above = rc_first_page_row(page, i - 1), *row = rc_first_page_row(page, i);
    *size = weight(row);
    if (strlen(row->text) <= 60 &&
        has_any_prefix(rc_first_page_normal(page, i), against, G_N_ELEMENTS(against)) &&
        rc_first_page_in_one_column(above, row))
      return g_strdup_printf("%s %s", above->text, row->text);
  }
  return NULL;
}

/* --- other documents --- */

/* The largest text; a word alone ("REPORT") is passed over for the next size. */
static char *read_largest(const RcFirstPage *page, RcTitle *title) {
  float wanted = G_MAXFLOAT;
  for (int tries = 0; tries < 3; tries++) {
    wanted = largest_weight(page, 0, wanted - SAME_SIZE);
    g_autoptr(GArray) found = find_rows(page, 0, wanted);
    g_autoptr(GPtrArray) blocks = join_rows(page, found);
    if (found->len) {
      title->size = wanted;
      title->bottom = rc_first_page_row(page, g_array_index(found, guint, found->len - 1))->box.y2;
    }
    if (blocks->len && has_words(g_ptr_array_index(blocks, 0)))
      return g_strdup(g_ptr_array_index(blocks, 0));
  }
  return NULL;
}

static bool take(RcTitle *title, char *text, const char *source) {
  if (!text || !*text) {
    g_free(text);
    return false;
  }
  title->text = text;
  title->source = g_strdup(source);
  return true;
}

void rc_title_read(RcTitle *title, const RcFirstPage *page, const char *pdf_title) {
  title->is_case = take(title, read_case(page, &title->size), page->source);
  if (title->is_case || (page->is_un && take(title, read_un_title(page, title), page->source)))
    return;
  g_autofree char *largest = read_largest(page, title);
  bool meant = pdf_title && g_utf8_validate(pdf_title, -1, NULL) && !rc_title_is_rubbish(pdf_title);
  if (meant && (!largest || title->size < page->body_size + STANDS_OUT)) {
    title->size = title->bottom = 0;
    take(title, g_strdup(pdf_title), "pdf");
    return;
  }
  /* Text no larger and no bolder than all the rest is no title. */
  if (title->size > page->body_size + SAME_SIZE)
    take(title, g_steal_pointer(&largest), page->source);
}
