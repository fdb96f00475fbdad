/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dates.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

/* Names of months in normal form, as dates use them; the number is the position. */
static const char *const months[12] = {
    "january jan январь января январе янв січень січня січні қаңтар enero janvier janeiro",
    "february feb февраль февраля феврале фев лютий лютого лютому ақпан febrero fevrier fevereiro",
    "march mar март марта марте мар березень березня березні наурыз marzo mars marco",
    "april apr апрель апреля апреле апр квітень квітня квітні сәуір abril avril",
    "may май мая мае травень травня травні мамыр mayo mai maio",
    "june jun июнь июня июне червень червня червні маусым junio juin junho",
    "july jul июль июля июле липень липня липні шілде julio juillet julho",
    "august aug август августа августе авг серпень серпня серпні тамыз agosto aout",
    "september sept sep сентябрь сентября сентябре сент вересень вересня вересні қыркүйек "
    "septiembre septembre setembro",
    "october oct октябрь октября октябре окт жовтень жовтня жовтні қазан octubre octobre outubro",
    "november nov ноябрь ноября ноябре нояб листопад листопада листопаді қараша noviembre novembre "
    "novembro",
    "december dec декабрь декабря декабре дек грудень грудня грудні желтоқсан diciembre decembre "
    "dezembro",
};

/* "11.V.2011" */
static const char roman[] = "i ii iii iv v vi vii viii ix x xi xii";

/* What may stand between the parts of a date, or behind its year, and means
 * nothing: "4th of July", "2020 г.", "2021 жылғы". */
static const char fillers[] = "of de del st nd rd th г года году год р року рік р жылғы жылы";

/* Longest run of bytes between two parts of one date. */
#define GAP_BYTES_MAX 4

typedef enum { PART_NONE, PART_DAY, PART_MONTH, PART_YEAR } Part;

/* Ways to write a date, by the parts in their order; the longer ones first.
 * `separator`: the months are numbers and this stands between the parts. */
static const struct {
  Part parts[3];
  int count;
  char separator;
} forms[] = {
    {{PART_DAY, PART_MONTH, PART_YEAR}, 3, 0},   {{PART_MONTH, PART_DAY, PART_YEAR}, 3, 0},
    {{PART_YEAR, PART_DAY, PART_MONTH}, 3, 0},   {{PART_DAY, PART_MONTH, PART_YEAR}, 3, '.'},
    {{PART_YEAR, PART_MONTH, PART_DAY}, 3, '-'}, {{PART_MONTH, PART_YEAR}, 2, 0},
};

/* Is `word` one of the words of `list`, which are parted by spaces? */
static bool is_listed(const char *list, const char *word, gsize length) {
  for (const char *p = list; *p; p += *p == ' ') {
    gsize n = strcspn(p, " ");
    if (n == length && memcmp(p, word, n) == 0)
      return true;
    p += n;
  }
  return false;
}

/* Which of the words of `list` the word is, from 1 on, or 0. */
static int place_in(const char *list, const char *word) {
  int place = 1;
  for (const char *p = list; *p; p += *p == ' ', place++) {
    gsize n = strcspn(p, " ");
    if (n == strlen(word) && memcmp(p, word, n) == 0)
      return place;
    p += n;
  }
  return 0;
}

static bool is_filler(const char *word) {
  return is_listed(fillers, word, strlen(word));
}

/* The value of a word as a part of a date, or 0.  Behind a number stands at most an
 * ending: "4th"; "8-го" is two words. */
static int value_as(Part part, const char *word, char separator) {
  gsize digits = strspn(word, "0123456789"), most = part == PART_YEAR ? 4 : 2;
  bool counts = digits >= 1 && digits <= most && (!word[digits] || is_filler(word + digits));
  int number = counts ? atoi(word) : 0;
  if (part == PART_YEAR)
    return number >= 1900 && number < 2100 ? number : 0;
  if (part == PART_MONTH && separator == '.' && number == 0)
    return place_in(roman, word);
  if (part == PART_DAY || separator)
    return number;
  for (int i = 0; i < 12; i++)
    if (is_listed(months[i], word, strlen(word)))
      return i + 1;
  return 0;
}

/* The word behind words[i] that means something, close enough to be of the same
 * date and parted from it in the way of the form; the end if there is none. */
static guint next_part(const GArray *words, guint i, const char *text, char separator) {
  guint32 end = g_array_index(words, RcWord, i).end;
  for (guint next = i + 1; next < words->len && next <= i + 2; next++) {
    const RcWord *word = &g_array_index(words, RcWord, next);
    /* "3. May 2022" is a heading. */
    if (word->start - end > GAP_BYTES_MAX || (separator && text[end] != separator) ||
        (!separator && text[end] == '.' && g_ascii_isdigit(text[end - 1])))
      return words->len;
    if (!is_filler(word->word))
      return next;
    end = word->end;
  }
  return words->len;
}

/* Reads one form from words[i] on; *last is its last word. */
static bool read_form(const GArray *words, guint i, const char *text, gsize form, RcDate *date,
                      guint *last) {
  int values[PART_YEAR + 1] = {0};
  for (int part = 0; part < forms[form].count; part++) {
    if (part > 0)
      i = next_part(words, i, text, forms[form].separator);
    if (i >= words->len)
      return false;
    Part kind = forms[form].parts[part];
    values[kind] = value_as(kind, g_array_index(words, RcWord, i).word, forms[form].separator);
    if (values[kind] == 0)
      return false;
  }
  *date = (RcDate){0, 0, values[PART_YEAR], values[PART_MONTH], values[PART_DAY]};
  *last = i;
  if (date->month == 0)
    return true;
  return date->month <= 12 &&
         (date->day == 0 ||
          g_date_valid_dmy((GDateDay)date->day, (GDateMonth)date->month, (GDateYear)date->year));
}

/* The first date and its first and last word. */
static bool find_words(const GArray *words, const char *text, RcDate *date, guint *first,
                       guint *last) {
  for (guint i = 0; i < words->len; i++) {
    for (gsize form = 0; form < G_N_ELEMENTS(forms); form++) {
      if (!read_form(words, i, text, form, date, last))
        continue;
      date->start = g_array_index(words, RcWord, i).start;
      date->end = g_array_index(words, RcWord, *last).end;
      *first = i;
      return true;
    }
  }
  return false;
}

/* Most rows have no year in them and need not be cut into words. */
static bool may_have_year(const char *text) {
  for (const char *p = text; (p = strpbrk(p, "12")); p++)
    if (g_ascii_isdigit(p[1]) && g_ascii_isdigit(p[2]) && g_ascii_isdigit(p[3]))
      return true;
  return false;
}

bool rc_dates_find(const char *text, RcDate *date) {
  if (!may_have_year(text))
    return false;
  g_autoptr(GArray) words = rc_text_words(text, -1);
  RcDate found;
  guint first, last;
  if (!find_words(words, text, &found, &first, &last))
    return false;
  *date = found;
  return true;
}

bool rc_dates_is_date(const char *text, RcDate *date) {
  if (!may_have_year(text))
    return false;
  g_autoptr(GArray) words = rc_text_words(text, -1);
  RcDate found;
  guint first, last;
  if (!find_words(words, text, &found, &first, &last))
    return false;
  /* Before it a place may stand, a word or two before a comma: "г. Страсбург, ". */
  const char *end = text + found.start;
  while (end > text && end[-1] == ' ')
    end--;
  if (first > 2 || (first > 0 && (end == text || end[-1] != ',')))
    return false;
  for (guint i = last + 1; i < words->len; i++)
    if (!is_filler(g_array_index(words, RcWord, i).word))
      return false;
  *date = found;
  return true;
}

bool rc_dates_is_year(const char *text, RcDate *date) {
  if (!may_have_year(text))
    return false;
  g_autoptr(GArray) words = rc_text_words(text, -1);
  guint last = words->len;
  while (last > 0 && is_filler(g_array_index(words, RcWord, last - 1).word))
    last--;
  if (last == 0 || last > 5)
    return false;
  const RcWord *word = &g_array_index(words, RcWord, last - 1);
  int year = strlen(word->word) == 4 ? value_as(PART_YEAR, word->word, 0) : 0;
  /* "New York and Geneva, 2004": a place is parted from the year by more than a space. */
  const char *before = word->start > 1 ? text + word->start - 2 : NULL;
  bool parted = before && (before[0] == ',' || (guchar)before[0] >= 0x80 || before[0] == '-');
  if (year == 0 || (last > 1 && !parted && last > 3))
    return false;
  for (guint i = 0; i + 1 < last; i++)
    if (strpbrk(g_array_index(words, RcWord, i).word, "0123456789"))
      return false;
  *date = (RcDate){word->start, word->end, year, 0, 0};
  return true;
}

char *rc_dates_to_iso(const RcDate *date) {
  if (date->month == 0)
    return g_strdup_printf("%04d", date->year);
  if (date->day == 0)
    return g_strdup_printf("%04d-%02d", date->year, date->month);
  return g_strdup_printf("%04d-%02d-%02d", date->year, date->month, date->day);
}
