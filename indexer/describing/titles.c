/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "titles.h"

#include <math.h>
#include <string.h>

#include "cases.h"
#include "courts.h"
#include "dates.h"
#include "metadata-tables.h"
#include "text.h"
#include "vocabulary.h"

#define TITLE_BYTES_MAX 400
/* A title stands out if it seems this much larger than the text, in points. */
#define STANDS_OUT 1.0f
/* A gap of this share of a row's height ends a block of one title. */
#define BLOCK_GAP_UN 0.6f
#define BLOCK_GAP 1.2f
#define BLOCKS_MAX 3
/* A title in type of one size stands within this share of the page, in so many rows that are no
 * longer; what is shorter and above it may be an address. */
#define TOP 0.5f
#define TOP_ROWS_MAX 8
#define TOP_ROW_BYTES 240
#define SHORT_ROW 80
/* The share of the words of the PDF's title that a page has if it is the same title, and if it may
 * be one; a page with fewer bytes of words says nothing against it. */
#define ON_PAGE 0.8
#define HALF_ON_PAGE 0.5
#define FEW_WORDS 60

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
static const char *const rubbish_titles[] = {"united nations",
                                             "general assembly",
                                             "организация объединенных наций",
                                             "human rights council",
                                             "government gazette",
                                             "official gazette",
                                             "gazette",
                                             "public statement",
                                             "press release",
                                             "the presidency",
                                             "public general acts",
                                             "layout 1",
                                             "slide 1",
                                             NULL};

/* How a law is called by its number alone, in normal form. */
static const char *const numbered_acts[] = {"ley ",     "lei ",    "loi n",    "act no",
                                            "law no",   "decret ", "decreto ", "decree no",
                                            "закон n ", NULL};

/* A title is two words and has more letters than all else, or is a law's number. */
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
  if (words < 2 || letters > others)
    return words >= 2;
  g_autofree char *normal = rc_text_normalise(title);
  return rc_first_page_begins(normal, numbered_acts) > 0;
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
  return g_strv_contains(rubbish_titles, normal) || !has_words(title);
}

/* --- rows that are no titles --- */

/* Agenda items that stand above a title like a part of it, in normal form. */
static const char *const agenda_items[] = {"universal periodic review",
                                           "универсальный периодический обзор", NULL};

/* Headings that begin the text, in normal form: no subtitles. */
static const char *const headings[] = {"summary",
                                       "contents",
                                       "introduction",
                                       "background",
                                       "note",
                                       "annex",
                                       "preamble",
                                       "резюме",
                                       "содержание",
                                       "введение",
                                       "приложение",
                                       "преамбула",
                                       "вступ",
                                       "abstract",
                                       "the general assembly",
                                       "the security council",
                                       "the human rights council",
                                       "the economic and social council",
                                       NULL};

/* A judgment is given in somebody's name: that is not its title. */
static const char *const formulas[] = {"in the name of the people",
                                       "именем народа",
                                       "іменем народу",
                                       "іменем україни",
                                       "именем российской федерации",
                                       "именем республики казахстан",
                                       "именем кыргызской республики",
                                       "именем республики беларусь",
                                       "именем республики таджикистан",
                                       "именем республики узбекистан",
                                       NULL};

/* What a document is by itself, in normal form: no title without what follows it. */
static const char *const generic[] = {
    "федеральный закон",
    "закон",
    "федеральный конституционный закон",
    "конституционный закон",
    "кодекс",
    "указ",
    "приказ",
    "распоряжение",
    "постановление",
    "решение",
    "определение",
    "приговор",
    "апелляционное определение",
    "кассационное определение",
    "мотивированное решение",
    "заочное решение",
    "закон республики казахстан",
    "закон российской федерации",
    "закон кыргызской республики",
    "закон республики беларусь",
    "закон республики узбекистан",
    "закон украины",
    "закон україни",
    "указ президента україни",
    "постанова",
    "постановление правительства",
    "рішення",
    "ухвала",
    "вирок",
    "an act",
};
/* The name of the kind of act that a text is and nothing else, set with spaces for the eye or
 * not; NULL if it is another. */
static const char *find_generic(const char *text) {
  g_autofree char *normal = rc_text_normalise(text);
  g_auto(GStrv) words = g_strsplit(normal, " ", -1);
  g_autofree char *joined = g_strjoinv("", words);
  for (gsize i = 0; i < G_N_ELEMENTS(generic); i++) {
    g_auto(GStrv) parts = g_strsplit(generic[i], " ", -1);
    g_autofree char *one = g_strjoinv("", parts);
    if (strcmp(one, joined) == 0)
      return generic[i];
  }
  return NULL;
}

/* --- rows of a title --- */

/* "I. Background", "A. Introduction", "1. The Committee": the text begins. */
static bool is_numbered(const char *text) {
  gsize n = strspn(text, "IVX");
  if (n == 0)
    n = strspn(text, "0123456789");
  if (n == 0 && *text)
    n = (gsize)(g_utf8_next_char(text) - text);
  return n <= 4 && text[n] == '.' && (text[n + 1] == ' ' || text[n + 1] == '\0');
}

/* Drops the marks of notes that a title ends with: "*, **". */
static void strip_marks(GString *text) {
  for (;;) {
    if (g_str_has_suffix(text->str, "∗"))
      g_string_truncate(text, text->len - strlen("∗"));
    else if (g_str_has_suffix(text->str, "*,") ||
             (text->len && strchr("* ", text->str[text->len - 1])))
      g_string_truncate(text, text->len - 1);
    else
      return;
  }
}

/* "РОССИЙСКАЯ ФЕДЕРАЦИЯ" stands over a law, "REPUBLIC OF KENYA" over a judgment. */
static bool is_country(const char *normal) {
  const RcForm *forms;
  int count = rc_vocabulary_find(normal, &forms);
  const RcConcept *concept = count > 0 ? rc_vocabulary_concept(forms[0].concept) : NULL;
  return concept && concept->field == RC_FIELD_REGION && concept->parent < 0;
}

/* Words of a letterhead's address, in normal form. */
static const char *const address_words[] = {
    "tel ",           "telephone",          "fax ", "phone ", "p o box", "po box",
    "postal address", "palais des nations", "тел ", "факс ",  "индекс "};

static bool is_address(const char *text, const char *normal) {
  for (gsize i = 0; i < G_N_ELEMENTS(address_words); i++)
    if (rc_first_page_has_words(normal, address_words[i]))
      return strpbrk(text, "0123456789") || strstr(text, "•");
  return strstr(text, " • ") || strstr(text, "://") || strstr(text, "www.") || strchr(text, '@');
}

/* Rows above a title that are none of it: a court, an authority, a publisher, an address, a
 * date. */
static bool is_masthead(const RcFirstPage *page, guint i) {
  const RcRow *row = rc_first_page_row(page, i);
  const char *normal = rc_first_page_normal(page, i);
  const RcRow *above = i > 0 ? rc_first_page_row(page, i - 1) : row;
  g_autofree char *court = rc_court_name(row->text), *over = rc_court_name(above->text);
  /* "SUPREME COURT", "OF UPPER MEADOW" */
  bool goes_on = (over || rc_court_is_authority(above->text)) && row->size == above->size &&
                 row->bold == above->bold &&
                 row->box.y1 - above->box.y2 < row->box.y2 - row->box.y1 &&
                 !find_generic(row->text) && !is_country(normal);
  RcDate date;
  return court || goes_on || rc_court_is_authority(row->text) || rc_body_find(normal) ||
         is_country(normal) || g_str_has_prefix(normal, "laws of ") ||
         is_address(row->text, normal) || rc_dates_is_date(row->text, &date) ||
         g_strv_contains(rubbish_titles, normal) || g_strv_contains(formulas, normal);
}

/* The largest weight of rows from the top down to the text, below `above`. */
static float largest_weight(const RcFirstPage *page, float below, float at_most) {
  float largest = 0;
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    bool is_word =
        strchr(rc_first_page_normal(page, i), ' ') || page->is_un || find_generic(row->text);
    if (row->box.y1 > below && row->box.y1 < page->height * 0.8f &&
        rc_first_page_has_letters(row) && is_word && (page->is_un || !is_masthead(page, i)) &&
        rc_first_page_weight(row) < at_most && !is_numbered(row->text))
      largest = fmaxf(largest, rc_first_page_weight(row));
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
    bool passed_over =
        page->is_un
            ? g_str_has_prefix(normal, "agenda item") || g_str_has_prefix(normal, "item ") ||
                  g_str_has_prefix(normal, "пункт ") || g_str_has_suffix(normal, " session") ||
                  g_str_has_suffix(normal, " сессия")
            : (!last && is_masthead(page, i)) || g_strv_contains(formulas, normal);
    if (row->box.y1 <= below || !rc_first_page_has_letters(row) || passed_over)
      continue;
    bool fits = rc_first_page_weight(row) > wanted - RC_SAME_SIZE &&
                rc_first_page_weight(row) < wanted + RC_SAME_SIZE && !is_numbered(row->text);
    /* "I." may stand beside the heading that it numbers. */
    bool ends = is_numbered(row->text) || g_strv_contains(headings, normal) ||
                (!fits && last && rc_first_page_in_one_column(row, last));
    if (last && ends)
      break;
    if (fits)
      g_array_append_val(found, i);
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
    /* "[on the report of the Third Committee]" stands between. */
    if (!rc_first_page_has_letters(row) || *row->text == '[')
      continue;
    if (!row->bold || row->size <= page->body_size || is_numbered(row->text) ||
        g_strv_contains(headings, rc_first_page_normal(page, i)))
      break;
    g_array_append_val(found, i);
  }
  g_autoptr(GPtrArray) blocks = join_rows(page, found);
  return blocks->len ? g_strdup(g_ptr_array_index(blocks, 0)) : NULL;
}

/* What States and the Secretariat send, which the agenda items above it are not the title of. */
static const char *const letters[] = {
    "letter dated ", "identical letters dated ", "note verbale dated ", "letters dated ",
    "письмо ",       "идентичные письма ",       "вербальная нота ",    NULL};

/* "Letter dated 27 December 1991 from ... addressed to the Secretary-General", in as many rows as
 * it takes. */
static char *read_letter(const RcFirstPage *page, RcTitle *title) {
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i), *last = row;
    if (row->box.y1 < page->head_bottom ||
        !rc_first_page_begins(rc_first_page_normal(page, i), letters))
      continue;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint k = i; k < page->rows->len && text->len < TITLE_BYTES_MAX; k++) {
      const RcRow *next = rc_first_page_row(page, k);
      if (next->box.y1 - last->box.y2 > BLOCK_GAP_UN * (last->box.y2 - last->box.y1) ||
          next->bold != row->bold)
        break;
      rc_hyphens_append_row(page->hyphens, text, next->text);
      last = next;
    }
    strip_marks(text);
    title->size = rc_first_page_weight(row);
    title->top = row->box.y1;
    title->bottom = last->box.y2;
    return g_strdup(text->str);
  }
  return NULL;
}

static char *read_un_title(const RcFirstPage *page, RcTitle *title) {
  char *letter = read_letter(page, title);
  if (letter)
    return letter;
  float wanted = largest_weight(page, page->head_bottom, G_MAXFLOAT);
  g_autoptr(GArray) found = find_rows(page, page->head_bottom, wanted);
  if (found->len == 0)
    return NULL;
  g_autoptr(GPtrArray) blocks = join_rows(page, found);
  g_autofree char *first = rc_text_normalise(blocks->len ? g_ptr_array_index(blocks, 0) : "");
  if (blocks->len > 2 && g_strv_contains(agenda_items, first))
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
  title->is_large = true;
  title->bottom = rc_first_page_row(page, g_array_index(found, guint, found->len - 1))->box.y2;
  return g_strjoinv(": ", (char **)blocks->pdata);
}

/* --- other documents --- */

/* What stands before the number of a case, in normal form. */
static const char *const case_numbers[] = {"дело ",   "по делу ",    "справа ",
                                           "case no", "case number", NULL};
/* Words of a row that says whose act it is: "УКАЗ", "ПРЕЗИДЕНТА РОССИЙСКОЙ ФЕДЕРАЦИИ". */
static const char *const authorities[] = {"президента ", "правительства ", "конституционного ",
                                          "верховного ", "губернатора ",   "кабинета министров",
                                          "пленума ",    "министра ",      NULL};

/* How what an act is about begins, in normal form. */
static const char *const subjects[] = {"о ",  "об ",  "про ",          "по делу о ",
                                       "to ", "por ", "par laquelle ", NULL};
/* What an act is about stands no further below its kind, in heights of a row. */
#define SUBJECT_GAP 4

static char *take_block(const RcFirstPage *page, GArray *found, RcTitle *title) {
  g_autoptr(GPtrArray) blocks = join_rows(page, found);
  if (found->len) {
    const RcRow *last = rc_first_page_row(page, g_array_index(found, guint, found->len - 1));
    title->size = rc_first_page_weight(last);
    title->top = rc_first_page_row(page, g_array_index(found, guint, 0))->box.y1;
    title->bottom = last->box.y2;
    title->is_large = true;
  }
  /* What it is stands apart from what it is about: "Report", "to the Government"; and a country
   * above either. */
  const char *first = blocks->len ? g_ptr_array_index(blocks, 0) : NULL;
  g_autofree char *normal = rc_text_normalise(first ? first : "");
  if (blocks->len > 1 && is_country(normal))
    return g_strdup(g_ptr_array_index(blocks, 1));
  bool word = first && blocks->len > 1 && !strchr(first, ' ') && !find_generic(first);
  return word ? g_strdup_printf("%s %s", first, (char *)g_ptr_array_index(blocks, 1))
              : g_strdup(first);
}

/* The row that stands above the title, or NULL. */
static const RcRow *find_above(const RcFirstPage *page, const RcTitle *title) {
  const RcRow *above = NULL;
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    if (rc_first_page_has_letters(row) && row->box.y2 < title->top + 1)
      above = row;
  }
  return above;
}

/* The largest text; a word alone ("REPORT") is passed over for the next size, or stands before it
 * where that goes on: "REPORT", "of the Ombudsman". */
static char *read_largest(const RcFirstPage *page, RcTitle *title) {
  float wanted = G_MAXFLOAT;
  for (int tries = 0; tries < 3; tries++) {
    wanted = largest_weight(page, 0, wanted - RC_SAME_SIZE);
    g_autoptr(GArray) found = find_rows(page, 0, wanted);
    g_autofree char *text = take_block(page, found, title);
    g_autofree char *normal = text ? rc_text_normalise(text) : NULL;
    if (!text || is_country(normal) || (!has_words(text) && !find_generic(text)))
      continue;
    const RcRow *above = find_above(page, title);
    bool goes_on = g_unichar_islower(g_utf8_get_char(text)) && above && !strchr(above->text, ' ') &&
                   above->size > page->body_size + RC_SAME_SIZE;
    return goes_on ? g_strdup_printf("%s %s", above->text, text) : g_steal_pointer(&text);
  }
  return NULL;
}

/* True if a row is set apart from text: in bold, in the middle, in capitals. */
static bool is_set_apart(const RcFirstPage *page, const RcRow *row) {
  gsize length = strlen(row->text);
  bool lower = false;
  /* A full stop may end what is in bold type in the middle: "LEI Nº 1, DE 7 DE AGOSTO." */
  bool in_middle = row->bold && rc_first_page_is_centred(page, row) && length > 0 &&
                   row->text[length - 1] == '.' && strpbrk(row->text, "0123456789");
  for (const char *p = row->text; *p && !lower; p = g_utf8_next_char(p))
    lower = g_unichar_islower(g_utf8_get_char(p));
  return length > 0 && (row->bold || !lower || rc_first_page_is_centred(page, row)) &&
         length < TOP_ROW_BYTES && row->size > page->body_size - RC_SAME_SIZE &&
         (!strchr(".;:", row->text[length - 1]) || in_middle);
}

/* The rows above the text that are set apart from it, where type of one size does not say what
 * the title is. */
static char *read_top(const RcFirstPage *page, RcTitle *title) {
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint));
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    const char *normal = rc_first_page_normal(page, i);
    bool is_number = strpbrk(row->text, "0123456789") && !has_words(row->text);
    if (!rc_first_page_has_letters(row) || g_strv_contains(formulas, normal) ||
        (found->len == 0 && (is_number || is_masthead(page, i))))
      continue;
    const RcRow *last =
        found->len ? rc_first_page_row(page, g_array_index(found, guint, found->len - 1)) : NULL;
    bool text = !is_set_apart(page, row) || is_numbered(row->text) ||
                g_strv_contains(headings, normal) || row->box.y1 > page->height * TOP;
    bool same = last && row->bold == last->bold && fabsf(row->size - last->size) < RC_SAME_SIZE &&
                row->box.y1 - last->box.y2 < BLOCK_GAP * (last->box.y2 - last->box.y1);
    /* An address or a number in a corner is no text. */
    if (found->len == 0 && text && strlen(row->text) < SHORT_ROW &&
        row->box.y1 < page->height * TOP)
      continue;
    if (text || (last && !same))
      break;
    g_array_append_val(found, i);
  }
  if (found->len > TOP_ROWS_MAX)
    return NULL;
  g_autofree char *text = take_block(page, found, title);
  bool meant = text && g_unichar_isupper(g_utf8_get_char(text));
  return meant && (has_words(text) || find_generic(text)) ? g_steal_pointer(&text) : NULL;
}

/* How long the name of the kind of act is that `normal` begins with, if nothing follows but whose
 * act it is or what it is about: "указ президента ...", "определение о ..."; 0 for other texts. */
static gsize kind_length(const char *normal) {
  for (gsize i = 0; i < G_N_ELEMENTS(generic); i++) {
    gsize length = strlen(generic[i]);
    if (!g_str_has_prefix(normal, generic[i]) || normal[length] != ' ')
      continue;
    if (rc_first_page_begins(normal + length + 1, authorities) ||
        rc_first_page_begins(normal + length + 1, subjects))
      return length;
  }
  return 0;
}

/* Appends the rows from `first` on that are set like it: what an act is about. */
static void append_subject(const RcFirstPage *page, guint first, GString *whole) {
  const RcRow *row = rc_first_page_row(page, first), *last = row;
  for (guint i = first; i < page->rows->len && whole->len < TITLE_BYTES_MAX; i++) {
    const RcRow *more = rc_first_page_row(page, i);
    if (!is_set_apart(page, more) || more->bold != row->bold || is_numbered(more->text) ||
        g_strv_contains(formulas, rc_first_page_normal(page, i)) ||
        more->box.y1 - last->box.y2 > SUBJECT_GAP * (last->box.y2 - last->box.y1))
      break;
    rc_hyphens_append_row(page->hyphens, whole, more->text);
    last = more;
  }
}

/* Where the kind of the act stands; the title's end if it takes several rows. */
static float kind_bottom(const RcFirstPage *page, const RcTitle *title) {
  for (guint i = 0; i < page->rows->len; i++)
    if (find_generic(rc_first_page_row(page, i)->text))
      return rc_first_page_row(page, i)->box.y2;
  return title->bottom;
}

/* What follows the name of an act: whose it is, what it is about, in which case it was given. */
static char *complete(const RcFirstPage *page, char *text, const RcTitle *title) {
  g_autofree char *begins = text ? rc_text_normalise(text) : g_strdup("");
  const char *kind = text ? find_generic(text) : NULL;
  gsize length = kind ? 0 : kind_length(begins);
  if (!kind && length == 0)
    return text;
  g_autofree char *capitals = kind ? g_utf8_strup(kind, -1) : g_strdup(text);
  g_autoptr(GString) whole = g_string_new(capitals);
  bool whose = kind != NULL;
  bool about = !kind && rc_first_page_begins(begins + length + 1, subjects);
  float below = kind ? kind_bottom(page, title) : title->bottom;
  g_free(text);
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    const char *normal = rc_first_page_normal(page, i);
    if (!about && row->box.y1 >= below && rc_first_page_begins(normal, subjects) &&
        is_set_apart(page, row)) {
      append_subject(page, i, whole);
      about = true;
      whose = false;
    } else if (rc_first_page_begins(normal, case_numbers) && strlen(row->text) < SHORT_ROW &&
               strpbrk(row->text, "0123456789") && row->box.y1 < page->height * TOP) {
      g_string_append_printf(whole, ", %s", row->text);
      break;
    } else if (whose && row->box.y1 >= below && is_set_apart(page, row) &&
               rc_first_page_begins(normal, authorities)) {
      rc_hyphens_append_row(page->hyphens, whole, row->text);
      whose = false;
    }
  }
  /* By its kind alone nothing is found. */
  return whole->len > strlen(capitals) || has_words(capitals) ? g_strdup(whole->str) : NULL;
}

/* How much of the words of `title` a page has, from 0 to 1; `words` in normal form. */
static double share_of_words(const char *title, const char *words) {
  g_autofree char *normal = rc_text_normalise(title);
  g_auto(GStrv) all = g_strsplit(normal, " ", -1);
  guint count = g_strv_length(all), there = 0;
  for (guint i = 0; i < count; i++)
    there += rc_first_page_has_words(words, all[i]);
  return count ? (double)there / count : 0;
}

static bool take(RcTitle *title, char *text, const char *source) {
  if (!text || !*text) {
    g_free(text);
    return false;
  }
  gsize length = strlen(text);
  if (length > 2 && text[length - 1] == '.' && g_ascii_isdigit(text[length - 2]))
    text[length - 1] = '\0';
  title->text = text;
  title->source = g_strdup(source);
  return true;
}

/* A title in the PDF may be of the document that it was made from, or be cut: it counts if the
 * page has its words, or has next to none of its own; and gives way to the page. */
static void read_unsure(RcTitle *title, const RcFirstPage *page, const char *pdf_title) {
  RcTitle above = {0};
  g_autofree char *top = complete(page, read_top(page, &above), &above);
  g_autofree char *words = top ? rc_text_normalise(top) : g_strdup("");
  double share = pdf_title ? share_of_words(pdf_title, page->words->str) : 0;
  bool on_page = share >= ON_PAGE;
  bool in_top = pdf_title && share_of_words(pdf_title, words) >= ON_PAGE;
  if (top && (!on_page || in_top)) {
    title->size = above.size;
    title->top = above.top;
    title->bottom = above.bottom;
    title->is_large = false;
    take(title, g_steal_pointer(&top), page->source);
  } else if (pdf_title && (share >= HALF_ON_PAGE || page->words->len < FEW_WORDS)) {
    title->size = title->bottom = 0;
    take(title, g_strdup(pdf_title), "pdf");
  }
}

/* Names of forms, in normal form: what such a page is about stands behind a word for it. */
static const char *const memoranda[] = {
    "interoffice memorandum", "inter office memorandum", "internal memorandum", "memorandum to",
    "memorandum interieur",   "служебная записка",       "докладная записка",   NULL};
static const char *const subject_words[] = {"subject", "objet", "тема", "предмет", "re", NULL};

/* True if the page is a memorandum; then *subject is what it is about, yours to free, or NULL. */
static bool read_memorandum(const RcFirstPage *page, char **subject) {
  bool memorandum = false, named = false;
  *subject = NULL;
  for (guint i = 0; i < page->rows->len && !*subject; i++) {
    const char *normal = rc_first_page_normal(page, i), *text = rc_first_page_row(page, i)->text;
    memorandum |= rc_first_page_begins(normal, memoranda) || strcmp(normal, "memorandum") == 0;
    const char *colon = strchr(text, ':');
    g_autofree char *word = colon ? g_strndup(text, (gsize)(colon - text)) : NULL;
    g_autofree char *label = word ? rc_text_normalise(word) : NULL;
    bool labelled = label && g_strv_contains(subject_words, label);
    named |= memorandum && labelled;
    const char *rest = labelled ? colon + 1 : text;
    /* The word may stand twice, in two languages, and its value below. */
    const char *again = labelled ? strrchr(rest, ':') : NULL;
    rest = again ? again + 1 : rest;
    rest += strspn(rest, " .:;_-");
    if (!named || !*rest)
      continue;
    g_autoptr(GString) whole = g_string_new(rest);
    for (guint k = i + 1; k < page->rows->len && whole->len < TITLE_BYTES_MAX; k++) {
      const RcRow *next = rc_first_page_row(page, k);
      if (next->box.y1 - rc_first_page_row(page, k - 1)->box.y2 > next->size ||
          !(g_unichar_islower(g_utf8_get_char(next->text)) || g_ascii_isdigit(*next->text)))
        break;
      rc_hyphens_append_row(page->hyphens, whole, next->text);
    }
    *subject = g_strdup(whole->str);
  }
  return memorandum;
}

void rc_title_read(RcTitle *title, const RcFirstPage *page, const char *pdf_title) {
  title->is_case = title->is_large = take(title, rc_case_read(page, &title->size), page->source);
  if (title->is_case || (page->is_un && take(title, read_un_title(page, title), page->source)))
    return;
  bool meant = pdf_title && g_utf8_validate(pdf_title, -1, NULL) && !rc_title_is_rubbish(pdf_title);
  /* Of a scan a person says more than OCR does, and the same with OCR and without. */
  if (page->is_scan && meant) {
    take(title, g_strdup(pdf_title), "pdf");
    return;
  }
  char *subject;
  if (read_memorandum(page, &subject)) {
    take(title, subject, page->source);
    return;
  }
  g_autofree char *largest = complete(page, read_largest(page, title), title);
  float size = largest ? title->size : 0;
  /* What is only bolder than the text is asked after what stands above it. */
  if (size >= page->body_size + STANDS_OUT) {
    take(title, g_steal_pointer(&largest), page->source);
    return;
  }
  read_unsure(title, page, meant ? pdf_title : NULL);
  if (title->text || size < page->body_size + RC_SAME_SIZE)
    return;
  g_autofree char *normal = rc_text_normalise(largest);
  if (!is_country(normal))
    take(title, g_steal_pointer(&largest), page->source);
}

bool rc_title_has_row(const RcTitle *title, const RcRow *row) {
  return title->size > 0 && row->size > title->size - 1 &&
         (title->is_large || (row->box.y1 >= title->top - 1 && row->box.y1 < title->bottom));
}
