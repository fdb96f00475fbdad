/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metadata.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rows.h"
#include "text.h"

/* Rows of the first page that are looked at. */
#define FIRST_ROWS 60

/* Longest value kept, in bytes. */
#define VALUE_BYTES_MAX 1000

/* Sets a value as it may be shown: no control characters, not endless. */
static void set_value(RcDocument *document, RcMetadataField field, const char *value,
                      const char *source) {
  g_autofree char *printable = g_strstrip(rc_text_printable(value, -1));
  if (strlen(printable) > VALUE_BYTES_MAX)
    *g_utf8_find_prev_char(printable, printable + VALUE_BYTES_MAX) = '\0';
  if (*printable)
    rc_document_set(document, field, printable, source);
}

/* --- dates --- */

/* Names of months by their beginnings, lower case; the number is the position. */
static const char *const months[12][3] = {
    {"jan", "январ", "січ"},   {"feb", "феврал", "лют"},   {"mar", "март", "берез"},
    {"apr", "апрел", "квіт"},  {"may", "ма", "трав"},      {"jun", "июн", "черв"},
    {"jul", "июл", "лип"},     {"aug", "август", "серп"},  {"sep", "сентябр", "верес"},
    {"oct", "октябр", "жовт"}, {"nov", "ноябр", "листоп"}, {"dec", "декабр", "груд"},
};

#define MONTH                                                                                                                        \
  "(january|february|march|april|may|june|july|august|september|october|november|december|"                                          \
  "январ[ьяе]|феврал[ьяе]|марта?|апрел[ьяе]|ма[йя]|июн[ьяе]|июл[ьяе]|августа?|" \
  "сентябр[ьяе]|октябр[ьяе]|ноябр[ьяе]|декабр[ьяе]|"                                             \
  "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня)"

/* Ways to write a date; each names which group is what. */
static const struct {
  const char *pattern;
  int day, month, year; /* groups; 0: not given */
} date_forms[] = {
    {"\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+" MONTH ",?\\s+((?:19|20)\\d\\d)\\b", 1, 2, 3},
    {"\\b" MONTH "\\s+(\\d{1,2}),?\\s+((?:19|20)\\d\\d)\\b", 2, 1, 3},
    {"\\b" MONTH ",?\\s+((?:19|20)\\d\\d)\\b", 0, 1, 2},
    {"\\b(\\d{1,2})\\.(\\d{1,2})\\.((?:19|20)\\d\\d)\\b", 1, 2, 3},
};

static int month_number(const char *name) {
  int number = atoi(name);
  for (int i = 0; i < 12 && number == 0; i++)
    for (int language = 0; language < 3; language++)
      if (g_str_has_prefix(name, months[i][language]))
        return i + 1;
  return number;
}

static char *make_date(GMatchInfo *match, gsize form) {
  g_autofree char *day = g_match_info_fetch(match, date_forms[form].day);
  g_autofree char *month = g_match_info_fetch(match, date_forms[form].month);
  g_autofree char *year = g_match_info_fetch(match, date_forms[form].year);
  g_autofree char *lower = g_utf8_strdown(month, -1);
  int number = month_number(lower);
  if (number < 1 || number > 12)
    return g_steal_pointer(&year);
  if (!date_forms[form].day ||
      !g_date_valid_dmy((GDateDay)atoi(day), (GDateMonth)number, (GDateYear)atoi(year)))
    return g_strdup_printf("%s-%02d", year, number);
  return g_strdup_printf("%s-%02d-%02d", year, number, atoi(day));
}

char *rc_metadata_find_date(const char *text) {
  for (gsize i = 0; i < G_N_ELEMENTS(date_forms); i++) {
    g_autoptr(GRegex) regex = g_regex_new(date_forms[i].pattern, G_REGEX_CASELESS, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    g_assert(regex);
    if (g_regex_match(regex, text, 0, &match))
      return make_date(match, i);
  }
  return NULL;
}

/* The date after "Distr.", else the first one on the page. */
static void read_date(RcDocument *document, const char *first_page) {
  const char *distribution = strstr(first_page, "Distr.");
  g_autofree char *date = rc_metadata_find_date(distribution ? distribution : first_page);
  if (!date && distribution)
    date = rc_metadata_find_date(first_page);
  if (date)
    set_value(document, RC_METADATA_DATE, date, "page 1");
}

/* --- symbol --- */

/* A line of the first page that is nothing but a UN symbol is the document's
 * own; symbols inside sentences are cited. */
static void read_symbol(RcDocument *document, const GArray *rows, const char *page) {
  g_autoptr(GRegex) regex =
      g_regex_new("(?:^|\\s)((?:A|S|E|ST|CERD|CCPR|CESCR|CEDAW|CAT|CRC|CMW|CRPD|CED|HRI|DP|TD)"
                  "(?:/[A-Z0-9][A-Za-z0-9.()-]*)+(?:/[A-Z0-9][A-Za-z0-9.-]*)*)$",
                  0, 0, NULL);
  for (guint i = 0; i < MIN(rows->len, FIRST_ROWS); i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    g_autoptr(GMatchInfo) match = NULL;
    if (strlen(row->text) > 60 || !g_regex_match(regex, row->text, 0, &match))
      continue;
    g_autofree char *symbol = g_match_info_fetch(match, 1);
    set_value(document, RC_METADATA_SYMBOL, symbol, page);
    return;
  }
}

/* --- title --- */

/* Titles that software writes and nobody means. */
static bool is_rubbish(const char *title) {
  static const char *const rubbish[] = {"microsoft word", "untitled",  ".doc", ".pdf",     ".indd",
                                        ".rtf",           "document1", ".qxd", "print job"};
  g_autofree char *lower = g_utf8_strdown(title, -1);
  for (gsize i = 0; i < G_N_ELEMENTS(rubbish); i++)
    if (strstr(lower, rubbish[i]))
      return true;
  return g_utf8_strlen(g_strstrip(lower), -1) < 6 || !strchr(lower, ' ');
}

/* The rows of the first page that are set largest, read as one line. */
static char *largest_text(const GArray *rows) {
  float largest = 0;
  guint end = MIN(rows->len, FIRST_ROWS);
  for (guint i = 0; i < end; i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    if (strlen(row->text) > 3)
      largest = fmaxf(largest, row->size + (row->bold ? 0.5f : 0));
  }
  GString *title = g_string_new(NULL);
  for (guint i = 0; i < end && title->len < 400; i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    if (row->size + (row->bold ? 0.5f : 0) < largest - 0.3f) {
      if (title->len)
        break;
      continue;
    }
    if (title->len)
      g_string_append_c(title, ' ');
    g_string_append(title, row->text);
  }
  return g_string_free(title, FALSE);
}

static void read_title(RcDocument *document, const GArray *rows, const char *pdf_title) {
  if (pdf_title && g_utf8_validate(pdf_title, -1, NULL) && !is_rubbish(pdf_title)) {
    set_value(document, RC_METADATA_TITLE, pdf_title, "pdf");
    return;
  }
  g_autofree char *title = largest_text(rows);
  set_value(document, RC_METADATA_TITLE, title, "page 1");
}

/* --- type and organisation --- */

/* What the first page says, in lower case, of the kind of document; the first
 * row that is found decides. */
static const struct {
  const char *words;
  const char *type;
} type_signs[] = {
    {"concluding observations", "concluding-observations"},
    {"заключительные замечания", "concluding-observations"},
    {"report of the working group on the universal periodic review", "report"},
    {"доклад рабочей группы по универсальному периодическому обзору", "report"},
    {"submission", "submission"},
    {"shadow report", "submission"},
    {"alternative report", "submission"},
    {"альтернативный доклад", "submission"},
    {"материалы для", "submission"},
    {"judgment", "judgment"},
    {"постановление суда", "judgment"},
    {"application no", "judgment"},
    {"жалоба №", "judgment"},
    {"заява №", "judgment"},
    {"рішення", "judgment"},
    {"resolution", "resolution"},
    {"резолюция", "resolution"},
    {"decision", "decision"},
    {"решение", "decision"},
    {"report", "report"},
    {"доклад", "report"},
    {"отчет", "report"},
};

static void read_type(RcDocument *document, const char *first_page) {
  g_autofree char *lower = g_utf8_strdown(first_page, -1);
  for (gsize i = 0; i < G_N_ELEMENTS(type_signs); i++) {
    if (strstr(lower, type_signs[i].words)) {
      set_value(document, RC_METADATA_TYPE, type_signs[i].type, "page 1");
      return;
    }
  }
}

/* Bodies as they sign their documents, English and Russian. */
static const char *const organisations[][2] = {
    {"Human Rights Council", "Совет по правам человека"},
    {"Committee on the Elimination of Racial Discrimination",
     "Комитет по ликвидации расовой дискриминации"},
    {"Committee on the Elimination of Discrimination against Women",
     "Комитет по ликвидации дискриминации в отношении женщин"},
    {"Human Rights Committee", "Комитет по правам человека"},
    {"Committee against Torture", "Комитет против пыток"},
    {"Committee on the Rights of the Child", "Комитет по правам ребенка"},
    {"Committee on Economic, Social and Cultural Rights",
     "Комитет по экономическим, социальным и культурным правам"},
    {"European Court of Human Rights", "Европейский суд по правам человека"},
    {"General Assembly", "Генеральная Ассамблея"},
    {"Anti-Discrimination Centre Memorial", "Антидискриминационный центр «Мемориал»"},
};

/* A caption of the page may be set in capitals. */
static bool names_organisation(const char *folded_page, const char *name) {
  g_autofree char *folded = g_utf8_casefold(name, -1);
  return strstr(folded_page, folded) != NULL;
}

static void read_organisation(RcDocument *document, const char *first_page) {
  g_autofree char *folded = g_utf8_casefold(first_page, -1);
  for (gsize i = 0; i < G_N_ELEMENTS(organisations); i++) {
    for (int language = 0; language < 2; language++) {
      if (names_organisation(folded, organisations[i][language])) {
        set_value(document, RC_METADATA_ORGANISATION, organisations[i][language], "page 1");
        return;
      }
    }
  }
}

/* --- language --- */

/* The language of most of the text. */
static void read_language(RcDocument *document, const GPtrArray *passages) {
  g_autoptr(GHashTable) bytes = g_hash_table_new(g_str_hash, g_str_equal);
  const char *best = NULL;
  gsize most = 0;
  for (guint i = 0; i < passages->len; i++) {
    const RcPassage *passage = g_ptr_array_index(passages, i);
    if (!passage->language)
      continue;
    gsize sum =
        GPOINTER_TO_SIZE(g_hash_table_lookup(bytes, passage->language)) + strlen(passage->text);
    g_hash_table_insert(bytes, passage->language, GSIZE_TO_POINTER(sum));
    if (sum > most) {
      most = sum;
      best = passage->language;
    }
  }
  if (best)
    set_value(document, RC_METADATA_LANGUAGE, best, "text");
}

void rc_metadata_read(RcDocument *document, const GPtrArray *pages, const GPtrArray *passages,
                      const char *pdf_title) {
  g_autoptr(GPtrArray) first_pages = g_ptr_array_new();
  if (pages->len)
    g_ptr_array_add(first_pages, g_ptr_array_index(pages, 0));
  g_autoptr(GArray) rows = rc_rows_read(first_pages);
  const char *first_page = pages->len ? ((RcPage *)g_ptr_array_index(pages, 0))->text : "";
  read_title(document, rows, pdf_title);
  read_symbol(document, rows, "page 1");
  read_date(document, first_page);
  read_type(document, first_page);
  read_organisation(document, first_page);
  read_language(document, passages);
}
