/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reference.h"

#include <string.h>

#include "case-name.h"
#include "symbol.h"

static const char *const kinds[RC_N_WORK_KINDS] = {
    [RC_WORK_UN] = "un",         [RC_WORK_EUROPEAN_CASE] = "european-case",
    [RC_WORK_CASE] = "case",     [RC_WORK_LAW] = "law",
    [RC_WORK_REPORT] = "report",
};

const char *rc_work_kind_name(RcWorkKind kind) {
  return kinds[kind];
}

static const char *const locators[RC_N_LOCATORS] = {
    [RC_LOCATOR_HEADING] = "heading",     [RC_LOCATOR_ARTICLE] = "article",
    [RC_LOCATOR_PARAGRAPH] = "paragraph", [RC_LOCATOR_RECOMMENDATION] = "recommendation",
    [RC_LOCATOR_ITEM] = "item",           [RC_LOCATOR_FOOTNOTE] = "footnote",
    [RC_LOCATOR_SECTION] = "section",
};

const char *rc_locator_name(RcLocatorKind kind) {
  return locators[kind];
}

/* --- the number of a passage, in parts --- */

/* As indexer/reading/numbering.c puts numbers together; of what stands in a group of its own the
 * value. */
#define SUB_ITEMS "(?: \\([^()\\s]{1,8}\\))"
static const char grammar[] =
    "^(?:fn\\. (?<footnote>.+)"
    "|(?:Articles?|Art\\.|Art[ií]culo|Стат[ьт][яі]|Статті|ст\\.) (?<article>\\d.*?)"
    "|(?:(?<heading>.+?), para\\. )?(?<paragraph>\\d+(?:[.-]\\d+)*\\p{L}?" SUB_ITEMS "*|" SUB_ITEMS
    "+|\\([^()\\s]{1,8}\\)" SUB_ITEMS "*)"
    "|(?<named>.+?)(?: (?<below>\\([^()\\s]{1,8}\\)" SUB_ITEMS "*))?)"
    "(?:, recommendation (?<recommendation>\\d+" SUB_ITEMS "*))?"
    "(?:, item (?<item>\\d+" SUB_ITEMS "*(?:, item \\d+" SUB_ITEMS "*)*))?$";

static const struct {
  const char *group;
  RcLocatorKind kind;
} groups[] = {
    {"heading", RC_LOCATOR_HEADING}, {"named", RC_LOCATOR_HEADING},
    {"article", RC_LOCATOR_ARTICLE}, {"paragraph", RC_LOCATOR_PARAGRAPH},
    {"below", RC_LOCATOR_PARAGRAPH}, {"recommendation", RC_LOCATOR_RECOMMENDATION},
    {"item", RC_LOCATOR_ITEM},       {"footnote", RC_LOCATOR_FOOTNOTE},
};

GPtrArray *rc_reference_read_number(const char *number) {
  static gsize once;
  if (g_once_init_enter(&once))
    g_once_init_leave(&once,
                      (gsize)g_regex_new(grammar, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL));
  GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GMatchInfo) match = NULL;
  if (!number || !g_regex_match((GRegex *)once, number, 0, &match))
    return parts;
  for (gsize i = 0; i < G_N_ELEMENTS(groups); i++) {
    g_autofree char *value = g_match_info_fetch_named(match, groups[i].group);
    if (!value || !*value)
      continue;
    gsize bytes = strlen(value) + 1;
    RcLocator *locator = g_malloc(sizeof *locator + bytes);
    locator->kind = groups[i].kind;
    memcpy(locator->value, value, bytes);
    g_ptr_array_add(parts, locator);
  }
  return parts;
}

/* --- the document --- */

/* Numbers of applications to a court in what a document has as its symbol: "12345/05, 67/2006". */
static GPtrArray *read_applications(const char *symbol) {
  GPtrArray *numbers = g_ptr_array_new_with_free_func(g_free);
  g_auto(GStrv) parts = g_strsplit(symbol ? symbol : "", ",", -1);
  for (char **part = parts; *part; part++)
    if (g_regex_match_simple("^\\s*\\d{1,6}/\\d{2,4}\\s*$", *part, 0, 0))
      g_ptr_array_add(numbers, g_strdup(g_strstrip(*part)));
  return numbers;
}

static RcWorkKind kind_of(const RcWork *work, const char *symbol) {
  static const char *const cases[] = {"judgment", "decision", NULL};
  static const char *const laws[] = {"treaty", "law", NULL};
  const char *type = rc_work_peek(work, RC_METADATA_TYPE);
  if (symbol && rc_symbol_is_united_nations(symbol))
    return RC_WORK_UN;
  if ((type && g_strv_contains(cases, type)) || work->applications->len)
    return work->body && strcmp(work->body->id, "ECHR") == 0 ? RC_WORK_EUROPEAN_CASE : RC_WORK_CASE;
  return type && g_strv_contains(laws, type) ? RC_WORK_LAW : RC_WORK_REPORT;
}

/* Where who published it has it: documents of the United Nations by symbol and language, cases of
 * the European Court by the number of the application. */
static char *new_url(const RcWork *work, const char *symbol, const char *language) {
  static const char *const languages[] = {"ar", "en", "es", "fr", "ru", "zh", NULL};
  if (work->kind == RC_WORK_UN) {
    bool official = language && g_strv_contains(languages, language);
    g_autofree char *escaped = g_uri_escape_string(symbol, "/()", FALSE);
    return g_strdup_printf("https://docs.un.org/%s/%s", official ? language : "en", escaped);
  }
  if (work->kind == RC_WORK_EUROPEAN_CASE && work->applications->len)
    return g_strdup_printf("https://hudoc.echr.coe.int/eng#{%%22appno%%22:[%%22%s%%22]}",
                           (const char *)work->applications->pdata[0]);
  return NULL;
}

RcWork *rc_work_new(const RcDocument *document) {
  static const char *const official[] = {"en", "fr", NULL}; /* languages of the European Court */
  RcWork *work = g_new0(RcWork, 1);
  work->document = document;
  const char *author = rc_work_peek(work, RC_METADATA_ORGANISATION);
  const char *title = rc_work_peek(work, RC_METADATA_TITLE);
  const char *language = rc_work_peek(work, RC_METADATA_LANGUAGE);
  const char *symbols = rc_work_peek(work, RC_METADATA_SYMBOL);
  g_auto(GStrv) each = g_strsplit(symbols ? symbols : "", RC_SYMBOLS_BETWEEN, 2);
  work->applications = read_applications(symbols);
  /* A name of none of the vocabulary's bodies, or of several, is no body. */
  g_autoptr(GPtrArray) bodies = rc_vocabulary_resolve(RC_FIELD_BODY, author ? author : "");
  work->body = bodies->len == 1 ? bodies->pdata[0] : NULL;
  work->kind = kind_of(work, each[0]);
  work->court = rc_work_is_case(work) && author ? rc_quiet_name(author) : NULL;
  work->name = rc_work_is_case(work) && title ? rc_case_name(title) : NULL;
  work->translation =
      work->kind == RC_WORK_EUROPEAN_CASE && language && !g_strv_contains(official, language);
  work->url = new_url(work, each[0], language);
  work->file = g_utf8_make_valid(
      document->files->len ? g_array_index(document->files, RcFile, 0).path : document->id, -1);
  return work;
}

void rc_work_free(RcWork *work) {
  if (!work)
    return;
  g_free(work->court);
  g_free(work->name);
  g_ptr_array_unref(work->applications);
  g_free(work->url);
  g_free(work->file);
  g_free(work);
}

const char *rc_work_peek(const RcWork *work, RcMetadataField field) {
  const char *value = rc_document_peek(work->document, field);
  return value && *value ? value : NULL;
}

const char *rc_work_author(const RcWork *work) {
  return work->court ? work->court : rc_work_peek(work, RC_METADATA_ORGANISATION);
}

bool rc_work_is_case(const RcWork *work) {
  return work->kind == RC_WORK_EUROPEAN_CASE || work->kind == RC_WORK_CASE;
}

/* --- the passage --- */

RcReference *rc_reference_new(const RcWork *work, const RcPassage *passage) {
  RcReference *reference = g_new(RcReference, 1);
  *reference =
      (RcReference){work, passage, rc_reference_read_number(passage ? passage->number : NULL)};
  RcLocator *first = reference->locators->len ? reference->locators->pdata[0] : NULL;
  bool act = work->kind == RC_WORK_LAW &&
             g_strcmp0(rc_work_peek(work, RC_METADATA_TYPE), "law") == 0 &&
             g_strcmp0(rc_work_peek(work, RC_METADATA_LANGUAGE), "en") == 0;
  if (act && first && first->kind == RC_LOCATOR_PARAGRAPH)
    first->kind = RC_LOCATOR_SECTION;
  return reference;
}

void rc_reference_free(RcReference *reference) {
  if (!reference)
    return;
  g_ptr_array_unref(reference->locators);
  g_free(reference);
}

guint32 rc_reference_page(const RcReference *reference) {
  return reference->passage ? rc_passage_page_at(reference->passage, 0) : 0;
}

guint32 rc_reference_last_page(const RcReference *reference) {
  const GArray *starts = reference->passage ? reference->passage->page_starts : NULL;
  return starts ? g_array_index(starts, RcPageStart, starts->len - 1).page : 0;
}
