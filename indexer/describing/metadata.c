/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metadata.h"

#include <string.h>

#include "dates.h"
#include "metadata-tables.h"
#include "organisations.h"
#include "parties.h"
#include "symbol.h"
#include "text.h"
#include "titles.h"
#include "vocabulary.h"

/* Longest value kept, in bytes. */
#define VALUE_BYTES_MAX 1000
/* A row with a name, a date or a symbol of the document is no longer than this. */
#define SHORT_ROW_BYTES 160
/* No row is asked for more numbers of joined cases than take so many bytes. */
#define APPLICATION_BYTES 400
/* A document says what it is within so many bytes. */
#define BEGINNING_BYTES (16 * 1024)
/* A law names its State within so many rows. */
#define LAW_ROWS 6
/* A text of so many bytes has words that tell its language, if that is known. */
#define TELLING_BYTES 200
/* How far behind the word for it the date of a decision stands, in bytes. */
#define DECISION_BYTES 100
/* So many dates on one page that stand alone are of several things. */
#define SEVERAL_DATES 3
/* A row that says at which meeting an act was adopted is no longer than this, in bytes. */
#define MEETING_BYTES 120
/* Fewer mentions of countries in the text say nothing of the document's own. */
#define MENTIONS_MIN 3
/* A country named nowhere else is the document's if so large a share of all
 * mentions of countries are of it. */
#define COUNTRY_SHARE 0.5

typedef struct {
  RcDocument *document;
  const RcFirstPage *page;
  const RcTitle *title;
} Reading;

void rc_metadata_set_value(RcDocument *document, RcMetadataField field, const char *value,
                           const char *source) {
  g_autofree char *printable = g_strstrip(rc_text_printable(value, -1));
  if (strlen(printable) > VALUE_BYTES_MAX)
    *g_utf8_find_prev_char(printable, printable + VALUE_BYTES_MAX) = '\0';
  if (*printable)
    rc_document_set(document, field, printable, source);
}

/* --- date --- */

/* In the block below "Distr.", which stands to the right of the masthead. */
static bool find_distribution_date(const RcFirstPage *page, RcDate *date) {
  const RcRow *head = NULL;
  for (guint i = 0; i < page->rows->len && page->is_un; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    if (g_str_has_prefix(row->text, "Distr"))
      head = row;
    if (head && row->box.y2 <= page->head_bottom && row->box.x1 > head->box.x1 - 20 &&
        rc_dates_find(row->text, date))
      return true;
  }
  return false;
}

/* Words before the date of what was decided, adopted or made law, in normal form.  What was
 * adopted may be anything, so that they count only where they begin a row, with a capital. */
static const char *const act_words[] = {"delivered",
                                        "judgment delivered",
                                        "date of judgment",
                                        "updated on",
                                        "date of decision",
                                        "handed down",
                                        "judgment of",
                                        "order of",
                                        "resolution of",
                                        "decision of",
                                        "advisory opinion of",
                                        "adopted",
                                        "done at",
                                        "assented to",
                                        "date of assent",
                                        "date of adoption",
                                        "принято",
                                        "принята",
                                        "принят ",
                                        "утверждено",
                                        "утверждена",
                                        "ухвалено",
                                        "прийнято",
                                        "от ",
                                        "дата принятия",
                                        "резолютивная часть",
                                        "закон ",
                                        "федеральный закон ",
                                        "указ ",
                                        "приказ ",
                                        "постановление ",
                                        "resolucion de",
                                        "sentencia de",
                                        "arret du",
                                        "decided at",
                                        "decided on",
                                        "done in",
                                        NULL};
/* A row that is nothing else: the one below the place where it was signed, or the first.  "FINAL"
 * is no place.  A page with several acts on it has the date of each, or that of each meeting, and
 * none of its own: *several. */
static bool find_date_alone(const RcFirstPage *page, RcDate *date, bool *several) {
  static const char *const fields[] = {
      "Date: ", "Date : ", "DATE: ", "Дата: ", "Fecha: ", "Data: ", NULL};
  /* What stands before it in the same line, of a case that is heard on one day and decided on
   * another; in normal form. */
  static const char *const others[] = {"heard",         "hearing",      "date of hearing", "lodged",
                                       "date heard",    "date of comm", "received",        "filed",
                                       "date of birth", "дата подачи",  "дата сообщения",  NULL};
  static const char *const no_places[] = {"final", "окончательное", "остаточне", "definitif", NULL};
  static const char *const meetings[] = {"plenary meeting", "пленарное заседание",
                                         "séance plénière", "sesión plenaria"};
  bool found = false;
  guint count = 0, met = 0;
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    const char *above = i > 0 ? rc_first_page_row(page, i - 1)->text : "";
    const char *normal = i > 0 ? rc_first_page_normal(page, i - 1) : "";
    const char *text = row->text + rc_first_page_begins(row->text, fields);
    for (gsize k = 0; k < G_N_ELEMENTS(meetings) && strlen(text) < MEETING_BYTES; k++)
      met += strstr(text, meetings[k]) != NULL;
    RcDate own;
    if (strlen(text) >= SHORT_ROW_BYTES || !rc_dates_is_date(text, &own))
      continue;
    bool beside = i > 0 && rc_box_is_beside(&row->box, &rc_first_page_row(page, i - 1)->box);
    if (beside && rc_first_page_begins(normal, others))
      continue;
    if (beside && rc_first_page_begins(normal, act_words)) {
      *date = own;
      return true;
    }
    count += !found || own.year != date->year || own.month != date->month || own.day != date->day;
    bool place = *above && !strpbrk(above, " 0123456789.:") &&
                 !g_strv_contains(no_places, normal) && g_unichar_isupper(g_utf8_get_char(above));
    if (!found || place)
      *date = own;
    found = true;
    if (place)
      return true;
  }
  *several = count >= SEVERAL_DATES || met > 1;
  return found && !*several;
}

/* The end of a short row above the text that is no part of the title, as where an
 * organisation signs: "Bureau of Testimony, 14 December 2023". */
static bool find_signed_date(const Reading *reading, RcDate *date) {
  const RcFirstPage *page = reading->page;
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    if (row->box.y1 > page->height / 2 || row->size < page->body_size ||
        strlen(row->text) > SHORT_ROW_BYTES || rc_title_has_row(reading->title, row) ||
        !rc_dates_find(row->text, date))
      continue;
    /* Only a full date signs: "July 2020" may end any sentence.  It begins the row or stands
     * behind a mark that parts. */
    const char *before = row->text + date->start;
    do
      before = g_utf8_find_prev_char(row->text, before);
    while (before && *before == ' ');
    bool parted = !before || g_utf8_strchr(",(|-–—·•", -1, g_utf8_get_char(before));
    /* Or it stands with a place before the text: "(Meadow, May 5, 2019) – ". */
    bool before_text = *row->text == '(' && row->text[date->end] == ')';
    if (date->day && parted && (before_text || strlen(row->text) - date->end <= strlen(" года")))
      return true;
  }
  return false;
}

/* Words before the date of a decision, within a sentence. */
static const char *const decision_words[] = {"sitting on", "засідаючи", "постановили", "заседая"};

/* Rows that an act may take to come to its date. */
#define ACT_ROWS 3
#define ACT_BYTES 220

/* The date of an act, in the row that begins with a word for it or soon behind. */
static bool find_act_date(const RcFirstPage *page, RcDate *date) {
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    const char *normal = rc_first_page_normal(page, i);
    const char *first = row->text + strspn(row->text, "([*\"");
    bool meant = g_unichar_isupper(g_utf8_get_char(first)) || g_str_has_prefix(normal, "от ");
    if (!meant || !rc_first_page_begins(normal, act_words))
      continue;
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint k = i; k < MIN(page->rows->len, i + ACT_ROWS) && text->len < ACT_BYTES; k++)
      g_string_append_printf(text, "%s ", rc_first_page_row(page, k)->text);
    if (rc_dates_find(text->str, date) && date->start < ACT_BYTES)
      return true;
  }
  return false;
}

static bool find_decision_date(const RcFirstPage *page, RcDate *date) {
  g_autofree char *text = g_utf8_strdown(page->text, -1);
  g_strdelimit(text, "\n", ' ');
  for (gsize i = 0; i < G_N_ELEMENTS(decision_words); i++) {
    const char *word = strstr(text, decision_words[i]);
    if (!word)
      continue;
    /* The date soon follows. */
    const char *behind = word + strlen(decision_words[i]);
    gsize length = strnlen(behind, DECISION_BYTES);
    while (length && ((guchar)behind[length] & 0xC0) == 0x80)
      length--;
    g_autofree char *near = g_strndup(behind, length);
    if (rc_dates_find(near, date))
      return true;
  }
  return find_act_date(page, date);
}

/* A case is heard on one day and decided on another: the last of the dates of a row that has
 * nothing else but a place; and an act is known by date and number: "25 июля 2002 г. N 114-ФЗ". */
static bool find_date_in_head(const Reading *reading, RcDate *date) {
  const RcFirstPage *page = reading->page;
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    RcDate first, next;
    if (row->box.y1 > page->height / 2 || strlen(row->text) > SHORT_ROW_BYTES ||
        !rc_dates_find(row->text, &first) || !first.day)
      continue;
    const RcRow *next_row = i + 1 < page->rows->len ? rc_first_page_row(page, i + 1) : NULL;
    bool beside = next_row && rc_box_is_beside(&row->box, &next_row->box);
    const char *cell =
        beside && strlen(row->text + first.end) <= strlen(" года") ? next_row->text : "";
    g_autofree char *whole = g_strdup_printf("%s %s", row->text, cell);
    const char *behind = whole + first.end;
    bool numbered =
        first.start == 0 && strlen(behind) < 40 && (strstr(behind, "№") || strstr(behind, " N "));
    bool two = rc_dates_find(behind, &next) && next.day && next.start < 8 && first.start < 40 &&
               strlen(behind + next.end) < 4;
    if (!numbered && !two)
      continue;
    *date = two ? next : first;
    return true;
  }
  return false;
}

/* Behind its cover a treaty says when it was adopted and a law when it was assented to; at its end
 * a law has the date of who signed it, above its number: "21 июля 2012 года", "№ 121-ФЗ". */
static bool find_adoption(const Reading *reading, RcDate *date, const char **source) {
  const GPtrArray *front = reading->page->front;
  const char *type = rc_document_peek(reading->document, RC_METADATA_TYPE);
  bool law = g_strcmp0(type, "law") == 0;
  for (guint i = 0; (law || g_strcmp0(type, "treaty") == 0) && i < front->len; i++) {
    const RcFrontRow *row = g_ptr_array_index(front, i),
                     *next = i + 1 < front->len ? g_ptr_array_index(front, i + 1) : NULL;
    g_autofree char *text = g_strdup_printf("%s %s", row->text, next ? next->text : "");
    bool signed_at =
        law && next && (g_str_has_prefix(next->text, "№") || g_str_has_prefix(next->text, "N "));
    bool adopted = g_str_has_prefix(row->text, "Adopted ") ||
                   g_str_has_prefix(row->normal, "assented to ") ||
                   g_str_has_prefix(row->normal, "date of assent");
    if (signed_at ? rc_dates_is_date(row->text, date) : adopted && rc_dates_find(text, date)) {
      *source = row->source;
      return true;
    }
  }
  return false;
}

/* The date in the name of what the law is cited by, as libraries of law print it: "FRBR URI:
 * /akn/zw/act/2015/7/eng@2016-12-31". */
static bool find_uri_date(const RcFirstPage *page, RcDate *date) {
  const char *uri = strstr(page->text, "/akn/");
  gsize length = uri ? strcspn(uri, " \n") : 0;
  g_autofree char *own = g_strndup(uri ? uri : "", length);
  g_auto(GStrv) parts = g_strsplit(own, "/", -1);
  for (char **part = parts; *part && !strchr(*part, '@'); part++) {
    if (rc_dates_find(*part, date) && date->day && strlen(*part) == strlen("2015-06-05"))
      return true;
    if (strlen(*part) == 4 && rc_dates_is_year(*part, date))
      return true;
  }
  return false;
}

/* Where nothing more exact is said: the year in which something was published, or made law. */
static bool find_year(const Reading *reading, RcDate *date, const char **source) {
  const RcFirstPage *page = reading->page;
  static const char *const signs[] = {
      "©",          "copyright", "(c)",           "first published", "published in",
      "published ", "издано",    "опубликовано в"};
  const char *title = reading->title->text;
  const char *act = title ? strstr(title, " Act") : NULL;
  const char *type = rc_document_peek(reading->document, RC_METADATA_TYPE);
  gsize length = title ? strlen(title) : 0;
  *source = page->source;
  if (length > 6 && g_strcmp0(type, "law") == 0 &&
      rc_dates_is_year(title + length - strlen("2015"), date) && strchr(" ,", title[length - 5]))
    return true;
  if (act && rc_dates_is_year(g_str_has_prefix(act, " Act,") ? act + 5 : act + 4, date))
    return true;
  /* "NO. 8 OF 2001" */
  static const char *const numbers[] = {"no ", "act no ", "act ", "chapter ", NULL};
  for (guint i = 0; g_strcmp0(type, "law") == 0 && i < page->rows->len; i++) {
    const char *normal = rc_first_page_normal(page, i), *of = strstr(normal, " of ");
    const char *number = normal + rc_first_page_begins(normal, numbers);
    if (of && number > normal && number + strspn(number, "0123456789") == of &&
        strlen(of) == strlen(" of 2001") && rc_dates_is_year(of + 4, date))
      return true;
  }
  if (g_strcmp0(type, "law") == 0 && find_uri_date(page, date))
    return true;
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    bool alone = strlen(row->text) == 4 || page->words->len < RC_COVER_BYTES ||
                 rc_first_page_is_centred(page, row) || row->box.y1 > page->height / 2;
    if (alone && strlen(row->text) < 60 && !rc_title_has_row(reading->title, row) &&
        !g_unichar_islower(g_utf8_get_char(row->text)) && rc_dates_is_year(row->text, date))
      return true;
  }
  for (guint i = 0; i < page->rows->len + page->front->len; i++) {
    const RcFrontRow *front =
        i < page->rows->len ? NULL : g_ptr_array_index(page->front, i - page->rows->len);
    const char *text = front ? front->text : rc_first_page_row(page, i)->text;
    g_autofree char *lower = g_utf8_strdown(text, -1);
    bool signed_so = false;
    for (gsize k = 0; k < G_N_ELEMENTS(signs); k++)
      signed_so |= g_str_has_prefix(lower, signs[k]);
    const char *year = signed_so ? strpbrk(text, "12") : NULL;
    while (year &&
           !(strspn(year, "0123456789") == 4 && (year == text || !g_ascii_isdigit(year[-1]))))
      year = strpbrk(year + MAX(strspn(year, "0123456789"), 1), "12");
    g_autofree char *digits = year ? g_strndup(year, 4) : NULL;
    if (digits && !strstr(lower, "photo") && rc_dates_is_year(digits, date)) {
      *source = front ? front->source : page->source;
      return true;
    }
  }
  return false;
}

/* Never one in running text or in a footnote: that is the date of something else. */
static void read_date(const Reading *reading) {
  const RcFirstPage *page = reading->page;
  const char *source = NULL;
  RcDate date;
  const char *type = rc_document_peek(reading->document, RC_METADATA_TYPE);
  bool law = g_strcmp0(type, "law") == 0, several = false;
  if (find_distribution_date(page, &date) ||
      (law && reading->title->text && rc_dates_find(reading->title->text, &date) && date.day) ||
      (law && find_date_in_head(reading, &date)))
    source = page->source;
  else if (law && find_adoption(reading, &date, &source))
    ;
  else if (find_date_alone(page, &date, &several))
    source = page->source;
  else if (several)
    source = NULL;
  else if (find_date_in_head(reading, &date) || find_signed_date(reading, &date) ||
           find_decision_date(page, &date))
    source = page->source;
  else if (g_strcmp0(reading->title->source, "pdf") == 0 &&
           rc_dates_find(reading->title->text, &date) && date.day)
    source = reading->title->source;
  else if (page->is_un || reading->title->is_case ||
           !(find_adoption(reading, &date, &source) || find_year(reading, &date, &source)))
    source = NULL;
  if (!source)
    return;
  g_autofree char *iso = rc_dates_to_iso(&date);
  rc_metadata_set_value(reading->document, RC_METADATA_DATE, iso, source);
}

/* --- symbol --- */

/* The length of a symbol that begins here: capitals, then parts that each begin
 * with "/"; 0 if it is none.  "Sub.2/2003/5" is, "AND/OR" is not: a digit must be
 * in it. */
static gsize symbol_length(const char *text) {
  gsize n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ.");
  bool digits = false;
  if (n == 0 || n > 12 || *text == '.' || text[n] != '/')
    return 0;
  while (text[n] == '/' && (g_ascii_isalnum(text[n + 1]) || text[n + 1] == '(')) {
    for (n++; g_ascii_isalnum(text[n]) || (text[n] && strchr(".-()", text[n])); n++)
      digits |= g_ascii_isdigit(text[n]);
  }
  return digits ? n : 0;
}

/* A row that is a symbol and nothing else; "*" marks one issued anew. */
static char *read_symbol_row(const char *row) {
  g_autofree char *text = g_strchomp(g_strdup(row));
  gsize end = strlen(text);
  while (end && (text[end - 1] == '*' || text[end - 1] == ' '))
    end--;
  text[end] = '\0';
  g_autofree char *symbol = rc_symbol_normalise(text);
  char *out = symbol;
  for (const char *p = symbol; *p; p++)
    if (*p != ' ')
      *out++ = *p;
  *out = '\0';
  gsize length = symbol_length(symbol);
  return length && symbol[length] == '\0' ? g_steal_pointer(&symbol) : NULL;
}

/* "Application no. 54904/08", "(Заяви № 4494/07, 345/08": the numbers of a case, with those that
 * the rows below go on with; NULL if there are none. */
static char *read_application_numbers(const RcFirstPage *page, guint first) {
  static const char *const and[] = {"and ", "и ", "та ", "et ", NULL};
  GString *numbers = g_string_new(NULL);
  bool goes_on = true;
  for (guint i = first; i < page->rows->len && numbers->len < APPLICATION_BYTES; i++) {
    const char *row = rc_first_page_row(page, i)->text;
    if (!goes_on && !rc_first_page_begins(row, and))
      break;
    for (const char *slash = strchr(row, '/'); slash; slash = strchr(slash + 1, '/')) {
      const char *start = slash;
      while (start > row && g_ascii_isdigit(start[-1]))
        start--;
      gsize before = (gsize)(slash - start), years = strspn(slash + 1, "0123456789");
      if (before >= 1 && before <= 6 && (years == 2 || years == 4))
        g_string_append_printf(numbers, "%s%.*s", numbers->len ? RC_SYMBOLS_BETWEEN : "",
                               (int)(before + 1 + years), start);
    }
    goes_on = g_str_has_suffix(row, ",") || g_str_has_suffix(row, " and") ||
              g_str_has_suffix(row, " и") || g_str_has_suffix(row, " та");
  }
  if (numbers->len)
    return g_string_free(numbers, FALSE);
  g_string_free(numbers, TRUE);
  return NULL;
}

static const char *const application_words[] = {"application", "жалоба",    "жалобы",  "заява",
                                                "заяви",       "заявление", "requete", NULL};

/* Symbols inside sentences and in footnotes are of other documents. */
static void read_symbol(const Reading *reading) {
  const RcFirstPage *page = reading->page;
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    g_autofree char *symbol = NULL;
    if (strlen(row->text) > SHORT_ROW_BYTES)
      continue;
    if (reading->title->is_case &&
        rc_first_page_begins(rc_first_page_normal(page, i), application_words))
      symbol = read_application_numbers(page, i);
    else if (row->box.y1 < page->height / 3)
      symbol = read_symbol_row(row->text);
    if (!symbol)
      continue;
    /* What two organs have has a symbol of each: "A/47/60" above "S/23329", or a "-" between. */
    g_autoptr(GString) symbols = g_string_new(symbol);
    g_autofree char *other = page->is_un && i + 1 < page->rows->len
                                 ? read_symbol_row(rc_first_page_row(page, i + 1)->text)
                                 : NULL;
    if (other && *other != *symbol)
      g_string_append_printf(symbols, RC_SYMBOLS_BETWEEN "%s", other);
    char *dash = strchr(symbols->str, '-');
    if (dash && g_ascii_isupper(dash[1]) && dash[2] == '/') {
      gssize at = dash - symbols->str;
      g_string_erase(symbols, at, 1);
      g_string_insert(symbols, at, RC_SYMBOLS_BETWEEN);
    }
    rc_metadata_set_value(reading->document, RC_METADATA_SYMBOL, symbols->str, page->source);
    return;
  }
}

/* --- type --- */

static bool has_sign(const Reading *reading, const RcTypeSign *sign, const char *title,
                     const char *text) {
  gsize length = title ? strlen(title) : 0, own = strlen(sign->sign);
  const char *symbol = rc_document_peek(reading->document, RC_METADATA_SYMBOL);
  const RcFirstPage *page = reading->page;
  switch (sign->place) {
  case RC_SIGN_SYMBOL:
    return symbol && strstr(symbol, sign->sign);
  case RC_SIGN_ROW:
    for (guint i = 0; i < page->rows->len; i++) {
      const char *normal = rc_first_page_normal(page, i);
      if (g_str_has_prefix(normal, sign->sign) &&
          strspn(normal + own, "0123456789 ") == strlen(normal + own))
        return true;
    }
    return false;
  case RC_SIGN_ROW_START:
    for (guint i = 0; i < page->rows->len; i++)
      if (g_str_has_prefix(rc_first_page_normal(page, i), sign->sign))
        return true;
    return false;
  case RC_SIGN_START:
    return title && g_str_has_prefix(title, sign->sign);
  case RC_SIGN_END:
    while (length && strchr("0123456789 ", title[length - 1]))
      length--;
    /* "Granaries Act 7 of 2007" */
    if (length > 4 && title[length] && strncmp(title + length - 3, " of", 3) == 0)
      for (length -= 3; length && strchr("0123456789 ", title[length - 1]);)
        length--;
    return length > own && title[length - own - 1] == ' ' &&
           strncmp(title + length - own, sign->sign, own) == 0;
  case RC_SIGN_TITLE:
    return title && rc_first_page_has_words(title, sign->sign);
  case RC_SIGN_TEXT:
    return rc_first_page_has_words(text, sign->sign);
  default:
    return false;
  }
}

/* What a document calls itself where it begins, "this report", by what stands first; NULL if
 * nothing. */
static const char *find_own_name(const GPtrArray *passages) {
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < passages->len && text->len < BEGINNING_BYTES; i++)
    g_string_append_printf(text, "%s\n", ((const RcPassage *)g_ptr_array_index(passages, i))->text);
  g_autofree char *normal = rc_text_normalise(text->str);
  const char *first = NULL, *type = NULL;
  for (const RcTypeSign *sign = rc_type_signs; sign->sign; sign++) {
    const char *at = sign->place == RC_SIGN_SELF ? strstr(normal, sign->sign) : NULL;
    if (!at || (at > normal && at[-1] != ' ') || (first && at >= first))
      continue;
    first = at;
    type = sign->type;
  }
  return type;
}

static void read_type(const Reading *reading, const GPtrArray *passages) {
  g_autofree char *title = reading->title->text ? rc_text_normalise(reading->title->text) : NULL;
  /* A cover says little: what stands behind it is read with it. */
  g_autoptr(GString) words = g_string_new(reading->page->words->str);
  const GPtrArray *front = reading->page->front;
  for (guint i = 0; i < front->len && reading->page->words->len < RC_COVER_BYTES; i++)
    g_string_append_printf(words, " %s", ((const RcFrontRow *)g_ptr_array_index(front, i))->normal);
  const char *source = reading->page->source;
  for (const RcTypeSign *sign = rc_type_signs; sign->sign; sign++) {
    if (!has_sign(reading, sign, title, words->str))
      continue;
    bool by_title =
        sign->place == RC_SIGN_START || sign->place == RC_SIGN_END || sign->place == RC_SIGN_TITLE;
    rc_metadata_set_value(reading->document, RC_METADATA_TYPE, sign->type,
                          by_title ? reading->title->source : source);
    return;
  }
  const char *own = reading->title->is_case ? "judgment" : find_own_name(passages);
  rc_metadata_set_value(reading->document, RC_METADATA_TYPE, own ? own : "other",
                        own && !reading->title->is_case ? "text" : source);
}

/* --- country --- */

/* The country that a region is or lies in, or NULL. */
static const char *country_of(const RcConcept *region) {
  while (region && region->parent >= 0)
    region = rc_vocabulary_concept(region->parent);
  return region && strlen(region->id) == 2 ? region->id : NULL;
}

/* The first country that the words name; of a case the last: who is sued. */
static const char *find_country(const char *text, bool last) {
  g_autoptr(GArray) words = rc_text_words(text, -1);
  const char *found = NULL;
  for (guint i = 0, length; i < words->len; i += length) {
    const RcForm *forms;
    int count = rc_vocabulary_match(words, i, words->len, &length, &forms);
    if (count == 0)
      length = 1;
    const char *country = NULL;
    for (int k = 0; k < count; k++) {
      const RcConcept *concept = rc_vocabulary_concept(forms[k].concept);
      if (concept->field != RC_FIELD_REGION ||
          (forms[k].rule != RC_RULE_ALWAYS && forms[k].rule != RC_RULE_CAPITAL))
        continue;
      country = country_of(concept);
      break;
    }
    if (country && !last)
      return country;
    if (country)
      found = country;
  }
  return found;
}

/* The country that most mentions of countries and their parts are of. */
static const char *find_mentioned_country(const GPtrArray *passages) {
  g_autoptr(GHashTable) counts = g_hash_table_new(g_str_hash, g_str_equal);
  const char *best = NULL;
  guint most = 0, all = 0;
  for (guint i = 0; i < passages->len; i++) {
    const GArray *mentions = ((const RcPassage *)g_ptr_array_index(passages, i))->mentions;
    for (guint j = 0; j < mentions->len; j++) {
      const RcMention *mention = &g_array_index(mentions, RcMention, j);
      const char *country = mention->field == RC_FIELD_REGION
                                ? country_of(rc_vocabulary_lookup(mention->field, mention->concept))
                                : NULL;
      if (!country)
        continue;
      guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, country)) + 1;
      g_hash_table_insert(counts, (char *)country, GUINT_TO_POINTER(count));
      all++;
      if (count > most) {
        most = count;
        best = country;
      }
    }
  }
  return most >= MENTIONS_MIN && most > all * COUNTRY_SHARE ? best : NULL;
}

/* A short row that is nothing but the name of a State, as a report has it below its title, or
 * "State party: Slovenia"; NULL if there are several. */
static const char *find_country_alone(const RcFirstPage *page) {
  static const char *const fields[] = {"state party ",      "государство участник ", "country ",
                                       "situation in the ", "situation in ",         NULL};
  const char *found = NULL;
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    const char *normal = rc_first_page_normal(page, i);
    gsize field = rc_first_page_begins(normal, fields);
    bool set_apart = row->bold || rc_first_page_is_centred(page, row) ||
                     row->size > page->body_size || strchr(row->text, ':');
    const RcForm *forms;
    if (!set_apart || rc_vocabulary_find(normal + field, &forms) == 0)
      continue;
    const RcConcept *concept = rc_vocabulary_concept(forms[0].concept);
    if (concept->field != RC_FIELD_REGION || concept->parent >= 0)
      continue;
    if (found && strcmp(found, concept->id) != 0)
      return NULL;
    found = country_of(concept);
  }
  return found;
}

/* The country that a document says it is of, with its source; NULL if none. */
static const char *find_named_country(const Reading *reading, const char **source) {
  const RcTitle *title = reading->title;
  const RcFirstPage *page = reading->page;
  const char *type = rc_document_peek(reading->document, RC_METADATA_TYPE);
  const char *court = rc_document_peek(reading->document, RC_METADATA_ORGANISATION);
  const char *country = title->text ? find_country(title->text, title->is_case) : NULL;
  *source = title->source;
  /* The name of a case again in another language: "(... v. PORTUGAL)". */
  for (guint i = 0; !country && title->is_case && i < page->rows->len; i++)
    if (rc_first_page_has_words(rc_first_page_normal(page, i), "v "))
      country = find_country(rc_first_page_row(page, i)->text, true);
  if (country)
    return country;
  *source = page->source;
  if (title->is_case && court)
    country = find_country(court, false);
  if (!country)
    country = find_country_alone(page);
  /* Whose law it is stands above its name, or in the row of its number and date. */
  for (guint i = 0; g_strcmp0(type, "law") == 0 && !country && i < MIN(page->rows->len, LAW_ROWS);
       i++)
    country = find_country(rc_first_page_row(page, i)->text, false);
  return country;
}

static void read_country(const Reading *reading, const GPtrArray *passages) {
  const char *source = NULL;
  const char *country = find_named_country(reading, &source);
  if (!country) {
    country = find_mentioned_country(passages);
    source = "text";
  }
  if (country)
    rc_metadata_set_value(reading->document, RC_METADATA_COUNTRY, country, source);
}

/* --- languages --- */

/* "Original: English"; the first where there are several. */
static void read_original_language(const Reading *reading) {
  const RcFirstPage *page = reading->page;
  for (guint i = 0; i < page->rows->len; i++) {
    const char *normal = rc_first_page_normal(page, i);
    for (const char *const *sign = rc_original_signs; *sign; sign++) {
      if (!g_str_has_prefix(normal, *sign))
        continue;
      for (const RcLanguageName *name = rc_language_names; name->name; name++) {
        if (g_str_has_prefix(normal + strlen(*sign), name->name)) {
          rc_metadata_set_value(reading->document, RC_METADATA_ORIGINAL_LANGUAGE, name->tag,
                                page->source);
          return;
        }
      }
    }
  }
}

/* The language of most of the text.  That no language is told of says something only of text long
 * enough to tell: a document in a language that is not known has names and titles in English. */
static void read_language(RcDocument *document, const GPtrArray *passages) {
  g_autoptr(GHashTable) bytes = g_hash_table_new(g_str_hash, g_str_equal);
  const char *best = NULL;
  gsize most = 0;
  for (guint i = 0; i < passages->len; i++) {
    const RcPassage *passage = g_ptr_array_index(passages, i);
    const char *language = passage->language ? passage->language : "";
    gsize length = strlen(passage->text);
    if (!*language && length < TELLING_BYTES)
      continue;
    gsize sum = GPOINTER_TO_SIZE(g_hash_table_lookup(bytes, language)) + length;
    g_hash_table_insert(bytes, (char *)language, GSIZE_TO_POINTER(sum));
    if (sum > most) {
      most = sum;
      best = language;
    }
  }
  if (best && *best)
    rc_metadata_set_value(document, RC_METADATA_LANGUAGE, best, "text");
}

void rc_metadata_read(RcDocument *document, const GPtrArray *pages, const GPtrArray *passages,
                      const char *pdf_title) {
  g_autoptr(RcFirstPage) page = rc_first_page_read(pages);
  g_auto(RcTitle) title = {0};
  rc_title_read(&title, page, pdf_title);
  const Reading reading = {document, page, &title};
  if (title.text)
    rc_metadata_set_value(document, RC_METADATA_TITLE, title.text, title.source);
  read_language(document, passages);
  read_original_language(&reading);
  read_symbol(&reading);
  read_type(&reading, passages);
  read_date(&reading);
  rc_organisation_read(document, page, &title);
  rc_parties_read(document, page, &title);
  read_country(&reading, passages);
}
