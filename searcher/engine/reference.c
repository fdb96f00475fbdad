/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reference.h"

#include <string.h>

#include "case-name.h"
#include "symbol.h"
#include "vocabulary.h"

static const char *const works[RC_N_WORKS] = {
    [RC_WORK_UN] = "un",         [RC_WORK_EUROPEAN_CASE] = "european-case",
    [RC_WORK_CASE] = "case",     [RC_WORK_LAW] = "law",
    [RC_WORK_REPORT] = "report",
};

const char *rc_work_name(RcWork work) {
  return works[work];
}

static const char *const locators[RC_N_LOCATORS] = {
    [RC_LOCATOR_HEADING] = "heading",     [RC_LOCATOR_ARTICLE] = "article",
    [RC_LOCATOR_PARAGRAPH] = "paragraph", [RC_LOCATOR_RECOMMENDATION] = "recommendation",
    [RC_LOCATOR_ITEM] = "item",           [RC_LOCATOR_FOOTNOTE] = "footnote",
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

static RcWork work_of(const RcReference *reference) {
  static const char *const cases[] = {"judgment", "decision", NULL};
  static const char *const laws[] = {"treaty", "law", NULL};
  const char *type = reference->type ? reference->type : "";
  if (reference->symbol && rc_symbol_is_united_nations(reference->symbol))
    return RC_WORK_UN;
  if (g_strv_contains(cases, type) || reference->applications->len)
    return g_strcmp0(reference->body, "ECHR") == 0 ? RC_WORK_EUROPEAN_CASE : RC_WORK_CASE;
  return g_strv_contains(laws, type) ? RC_WORK_LAW : RC_WORK_REPORT;
}

/* Where who published it has it: documents of the United Nations by symbol and language, cases of
 * the European Court by the number of the application. */
static char *new_url(const RcReference *reference) {
  static const char *const languages[] = {"ar", "en", "es", "fr", "ru", "zh", NULL};
  if (reference->work == RC_WORK_UN) {
    const char *language = reference->language;
    bool official = language && g_strv_contains(languages, language);
    g_auto(GStrv) symbols =
        g_strsplit(reference->symbol, RC_SYMBOLS_BETWEEN, 2); /* of each organ */
    g_autofree char *symbol = g_uri_escape_string(symbols[0], "/()", FALSE);
    return g_strdup_printf("https://docs.un.org/%s/%s", official ? language : "en", symbol);
  }
  if (reference->work == RC_WORK_EUROPEAN_CASE && reference->applications->len)
    return g_strdup_printf("https://hudoc.echr.coe.int/eng#{%%22appno%%22:[%%22%s%%22]}",
                           (const char *)reference->applications->pdata[0]);
  return NULL;
}

RcReference *rc_reference_new(const RcDocument *document, const RcPassage *passage) {
  RcReference *reference = g_new0(RcReference, 1);
  const char *symbol = rc_document_peek(document, RC_METADATA_SYMBOL);
  const char *title = rc_document_peek(document, RC_METADATA_TITLE);
  const char *author = rc_document_peek(document, RC_METADATA_ORGANISATION);
  const char *path =
      document->files->len ? g_array_index(document->files, RcFile, 0).path : document->id;
  reference->applications = read_applications(symbol);
  reference->symbol = g_strdup(symbol);
  /* A name of none of the vocabulary's bodies, or of several, is no body. */
  g_autoptr(GPtrArray) bodies = rc_vocabulary_resolve(RC_FIELD_BODY, author ? author : "");
  if (bodies->len == 1)
    reference->body = g_strdup(((const RcConcept *)bodies->pdata[0])->id);
  reference->type = g_strdup(rc_document_peek(document, RC_METADATA_TYPE));
  reference->date = g_strdup(rc_document_peek(document, RC_METADATA_DATE));
  reference->language = g_strdup(rc_document_peek(document, RC_METADATA_LANGUAGE));
  reference->title = title && *title ? g_strdup(title) : NULL;
  reference->file = g_utf8_make_valid(path, -1);
  reference->sha256 = g_strdup(document->sha256);
  reference->work = work_of(reference);
  bool of_court = reference->work == RC_WORK_EUROPEAN_CASE || reference->work == RC_WORK_CASE;
  reference->name = of_court && reference->title ? rc_case_name(title) : NULL;
  reference->author = of_court && author ? rc_quiet_name(author) : g_strdup(author);
  const char *language = reference->language ? reference->language : "en";
  reference->translation = reference->work == RC_WORK_EUROPEAN_CASE &&
                           strcmp(language, "en") != 0 && strcmp(language, "fr") != 0;
  reference->url = new_url(reference);
  reference->locators = rc_reference_read_number(passage ? passage->number : NULL);
  if (!passage)
    return reference;
  reference->number = g_strdup(passage->number);
  reference->unnumbered = passage->unnumbered;
  reference->kind = passage->kind;
  reference->page_label = g_strdup(passage->page_label);
  reference->page = rc_passage_page_at(passage, 0);
  reference->last_page =
      g_array_index(passage->page_starts, RcPageStart, passage->page_starts->len - 1).page;
  return reference;
}

void rc_reference_free(RcReference *reference) {
  if (!reference)
    return;
  g_free(reference->author);
  g_free(reference->body);
  g_free(reference->title);
  g_free(reference->name);
  g_free(reference->symbol);
  g_ptr_array_unref(reference->applications);
  g_free(reference->type);
  g_free(reference->date);
  g_free(reference->language);
  g_ptr_array_unref(reference->locators);
  g_free(reference->number);
  g_free(reference->page_label);
  g_free(reference->url);
  g_free(reference->file);
  g_free(reference->sha256);
  g_free(reference);
}
