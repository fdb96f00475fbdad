/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "courts.h"

#include <string.h>

#include "text.h"

#define NAME_BYTES 160
#define NAME_WORDS 14
/* Words of so few letters need no capital: "of the", "and". */
#define SMALL_WORD 4

static const char *const court_words[] = {"court", "tribunal", "суд", "corte", NULL};
/* Rows with a court in them that speak of something else. */
static const char *const other_words[] = {
    "v",      "judgment", "judgement", "decision",     "rules",   "rule",   "registry", "registrar",
    "report", "reports",  "case",      "cases",        "order",   "appeal", "before",   "judge",
    "judges", "statute",  "act",       "law",          "from",    "ruling", "clerk",    "guide",
    "doc",    "решил",    "установил", "составе",      "решение", "может",  "must",     "is",
    "has",    "held",     "finds",     "опубликовано", NULL};
static const char *const lead_ins[] = {"in the ", "before the ", "the ", "у ", "в ", NULL};
static const char *const judgment_rows[] = {"judgment",
                                            "judgement",
                                            "reasons for judgment",
                                            "judgment of the court",
                                            "judgment of the court grand chamber",
                                            NULL};

/* How the rows begin that name a part of a court. */
static const char *const chambers[] = {"trial chamber ", "pre trial chamber ", "appeals chamber",
                                       NULL};

bool rc_court_reads_as_name(const char *row) {
  guint words = 0, capitals = 0;
  if (!g_unichar_isupper(g_utf8_get_char(row)) && *row != '"' && !g_str_has_prefix(row, "«"))
    return false;
  g_auto(GStrv) all = g_strsplit(row, " ", -1);
  for (char **word = all; *word; word++) {
    gunichar c = g_utf8_get_char(*word);
    bool latin = g_unichar_isalpha(c) && g_unichar_get_script(c) == G_UNICODE_SCRIPT_LATIN;
    words += latin && g_utf8_strlen(*word, -1) >= SMALL_WORD;
    capitals += latin && g_utf8_strlen(*word, -1) >= SMALL_WORD && g_unichar_isupper(c);
  }
  return capitals == words && !strstr(row, ". ") && !strpbrk(row, ":;?");
}

char *rc_court_name(const char *row) {
  gsize length = strlen(row);
  if (length == 0 || length > NAME_BYTES || strpbrk(row, "0123456789,\"") ||
      strchr(".;-", row[length - 1]) || !rc_court_reads_as_name(row))
    return NULL;
  g_autofree char *normal = rc_text_normalise(row);
  g_auto(GStrv) words = g_strsplit(normal, " ", -1);
  guint count = g_strv_length(words);
  bool court = false;
  for (guint i = 0; i < count; i++) {
    court |= g_strv_contains(court_words, words[i]);
    /* "Court of Appeal" is one. */
    bool of_appeal = strcmp(words[i], "appeal") == 0 && i > 0 && strcmp(words[i - 1], "of") == 0;
    if (!of_appeal && g_strv_contains(other_words, words[i]))
      return NULL;
  }
  if (!court || count < 2 || count > NAME_WORDS)
    return NULL;
  glong lead_in = g_utf8_strlen(normal, (gssize)rc_first_page_begins(normal, lead_ins));
  return g_strstrip(g_strdup(g_utf8_offset_to_pointer(row, lead_in)));
}

/* "Верхнелугского районного" is "Верхнелугский районный" of the court itself. */
static char *to_nominative(const char *word) {
  static const struct {
    const char *from, *to;
  } endings[] = {{"городского", "городской"},
                 {"областного", "областной"},
                 {"краевого", "краевой"},
                 {"ского", "ский"},
                 {"цкого", "цкий"},
                 {"ного", "ный"},
                 {"ового", "овой"}};
  for (gsize i = 0; i < G_N_ELEMENTS(endings); i++)
    if (g_str_has_suffix(word, endings[i].from))
      return g_strdup_printf("%.*s%s", (int)(strlen(word) - strlen(endings[i].from)), word,
                             endings[i].to);
  return NULL;
}

char *rc_court_of_judge(const char *row) {
  static const char judge[] = "Судья ";
  const char *court = g_str_has_prefix(row, judge) ? row + strlen(judge) : NULL;
  const char *end = court ? strstr(court, " суда") : NULL;
  if (!end || end == court || !g_unichar_isupper(g_utf8_get_char(court)))
    return NULL;
  g_autofree char *words = g_strndup(court, (gsize)(end - court));
  g_auto(GStrv) all = g_strsplit(words, " ", -1);
  g_autoptr(GString) name = g_string_new(NULL);
  for (char **word = all; *word; word++) {
    g_autofree char *own = to_nominative(*word);
    if (!own)
      return NULL;
    g_string_append_printf(name, "%s ", own);
  }
  g_string_append(name, "суд");
  /* "Верхнелугской области" */
  const char *behind = end + strlen(" суда");
  gsize place = *behind == ' ' ? 1 + strcspn(behind + 1, " ") : 0;
  static const char *const places[] = {" области", " края", " района", NULL};
  gsize region = place ? rc_first_page_begins(behind + place, places) : 0;
  g_string_append_len(name, behind, region ? (gssize)(place + region) : 0);
  return g_strdup(name->str);
}

bool rc_court_is_authority(const char *row) {
  static const char *const names[] = {"правительство ",
                                      "министерство ",
                                      "президент ",
                                      "государственная дума",
                                      "генеральная прокуратура",
                                      "прокуратура ",
                                      "следственный комитет ",
                                      "федеральная служба ",
                                      "центральная избирательная комиссия ",
                                      "законодательное собрание ",
                                      "кабинет министров",
                                      "кабінет міністрів",
                                      "міністерство ",
                                      "верховна рада",
                                      "администрация ",
                                      "ministry of ",
                                      "ministry for ",
                                      "parliament of ",
                                      "presidencia de ",
                                      "presidencia da ",
                                      "casa civil",
                                      "subchefia ",
                                      "el congreso ",
                                      "ministerio ",
                                      "ministere ",
                                      NULL};
  g_autofree char *normal = rc_text_normalise(row);
  return strlen(row) < NAME_BYTES && rc_first_page_begins(normal, names) &&
         !strpbrk(row, "0123456789") && rc_court_reads_as_name(row);
}

bool rc_court_is_on_page(const RcFirstPage *page) {
  for (guint i = 0; i < page->rows->len; i++) {
    g_autofree char *name = rc_court_name(rc_first_page_row(page, i)->text);
    if (name || g_strv_contains(judgment_rows, rc_first_page_normal(page, i)) ||
        rc_first_page_begins(rc_first_page_normal(page, i), chambers))
      return true;
  }
  return false;
}
