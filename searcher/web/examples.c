/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "examples.h"

#include <string.h>

#include "limit.h"
#include "text.h"
#include "thesaurus.h"
/* Passages in which words are looked for, and the letters of a word that says something. */
#define PASSAGES 30
#define LETTERS_MIN 5
/* Words of a row, between the first and the last. */
#define APART_MAX 10

/* What examples are made of: words of one passage, the first two side by side; one that stands
 * elsewhere; values. */
typedef enum { FIRST, SECOND, THIRD, BEGINNING, ELSEWHERE, SYMBOL, PARAGRAPH, TITLE, N_WORDS } Word;

typedef struct {
  char *words[N_WORDS];
  char *values[RC_N_FIELDS];
} Stock;

/* %N stands for a word of the stock, %f for the value of the field, between quotation marks if it
 * has several words. */
static const struct {
  const char *query[RC_N_LANGUAGES]; /* in Russian the same where there is none */
  RcField field;
  const char *instead; /* where the first finds nothing */
} templates[RC_N_EXAMPLES] = {
    [RC_EXAMPLE_ALL] = {{"%0 %1 %2"}, 0, NULL},
    [RC_EXAMPLE_FORMS] = {{"%0"}, 0, NULL},
    [RC_EXAMPLE_EXACT] = {{"=%0"}, 0, NULL},
    [RC_EXAMPLE_PREFIX] = {{"%3*"}, 0, NULL},
    [RC_EXAMPLE_PHRASE] = {{"\"%0 %1\"", "«%0 %1»"}, 0, NULL},
    [RC_EXAMPLE_OR] = {{"%0 OR %4", "%0 ИЛИ %4"}, 0, NULL},
    [RC_EXAMPLE_NOT] = {{"%0 -%4"}, 0, "%4 -%0"},
    [RC_EXAMPLE_BRACKETS] = {{"(%0 OR %4) %1", "(%0 ИЛИ %4) %1"}, 0, NULL},
    [RC_EXAMPLE_NEAR] = {{"%0 NEAR/10 %2"}, 0, NULL},
    [RC_EXAMPLE_COUNTRY] = {{"country:%f"}, RC_FIELD_COUNTRY, NULL},
    [RC_EXAMPLE_REGION] = {{"region:%f"}, RC_FIELD_REGION, NULL},
    [RC_EXAMPLE_GROUP] = {{"group:%f"}, RC_FIELD_GROUP, NULL},
    [RC_EXAMPLE_BODY] = {{"body:%f"}, RC_FIELD_BODY, NULL},
    [RC_EXAMPLE_RIGHT] = {{"right:%f"}, RC_FIELD_RIGHT, NULL},
    [RC_EXAMPLE_SYMBOL] = {{"symbol:%5"}, 0, NULL},
    [RC_EXAMPLE_PARAGRAPH] = {{"symbol:%5 para:%6"}, 0, NULL},
    [RC_EXAMPLE_CITES] = {{"cites:%f"}, RC_FIELD_CITES, NULL},
    [RC_EXAMPLE_ARTICLE] = {{"article:%f"}, RC_FIELD_ARTICLE, NULL},
    [RC_EXAMPLE_YEAR] = {{"year:%f.."}, RC_FIELD_YEAR, NULL},
    [RC_EXAMPLE_LANGUAGE] = {{"lang:ru"}, 0, NULL},
    [RC_EXAMPLE_KIND] = {{"kind:recommendation %4"}, 0, NULL},
    [RC_EXAMPLE_TYPE] = {{"type:%f"}, RC_FIELD_TYPE, NULL},
    [RC_EXAMPLE_ORGANISATION] = {{"org:%f"}, RC_FIELD_ORGANISATION, NULL},
    [RC_EXAMPLE_TITLE] = {{"title:%7"}, 0, NULL},
};

static void clear_stock(Stock *stock) {
  for (int i = 0; i < N_WORDS; i++)
    g_free(stock->words[i]);
  for (int field = 0; field < RC_N_FIELDS; field++)
    g_free(stock->values[field]);
}

/* What a request of "name=value" pairs finds; NULL if it cannot be asked. */
static RcResults *ask(RcIndex *index, const char *const *options) {
  g_autoptr(RcRequest) request = rc_request_new();
  request->forgiving = true;
  for (; *options; options += 2)
    if (!rc_request_set(request, options[0], options[1], NULL))
      return NULL;
  rc_request_prepare(request);
  return rc_search(index, request, NULL);
}

/* True of a word that says something, is no name as far as capitals tell, and is one for
 * tokeniser and reader alike. */
static bool says_something(const char *text, const RcWord *word, RcLanguage language) {
  RcScript script = language == RC_LANGUAGE_RU ? RC_SCRIPT_CYRILLIC : RC_SCRIPT_LATIN;
  bool as_written = strncmp(text + word->start, word->word, word->end - word->start) == 0;
  for (const char *p = word->word; as_written && *p; p = g_utf8_next_char(p))
    as_written = g_unichar_isalpha(g_utf8_get_char(p));
  return as_written && rc_text_script(word->word) == script &&
         g_utf8_strlen(word->word, -1) >= LETTERS_MIN && !rc_thesaurus_is_function_word(word->word);
}

/* Takes three words of the passage; `elsewhere`: one, which is none of them. */
static void take_words(Stock *stock, const RcPassage *passage, RcLanguage language,
                       bool elsewhere) {
  const char *text = passage->text;
  g_autoptr(GArray) words = rc_text_words(text, -1);
  for (guint i = 0; i + 2 < words->len && !stock->words[elsewhere ? ELSEWHERE : FIRST]; i++) {
    const RcWord *one = &g_array_index(words, RcWord, i), *two = one + 1;
    if (!says_something(text, one, language))
      continue;
    if (elsewhere) {
      bool taken = false;
      for (int k = FIRST; k <= THIRD; k++)
        taken = taken || g_strcmp0(stock->words[k], one->word) == 0;
      stock->words[ELSEWHERE] = taken ? NULL : g_strdup(one->word);
      continue;
    }
    if (two->start != one->end + 1 || text[one->end] != ' ' || !says_something(text, two, language))
      continue;
    for (guint k = i + 2; k < MIN(words->len, i + APART_MAX) && !stock->words[FIRST]; k++) {
      const RcWord *three = &g_array_index(words, RcWord, k);
      if (!says_something(text, three, language) || strcmp(three->word, one->word) == 0)
        continue;
      glong letters = g_utf8_strlen(one->word, -1);
      stock->words[FIRST] = g_strdup(one->word);
      stock->words[SECOND] = g_strdup(two->word);
      stock->words[THIRD] = g_strdup(three->word);
      stock->words[BEGINNING] = g_utf8_substring(one->word, 0, MAX(letters - 2, 4));
    }
  }
}

/* The first value of each field, by a name in the language; of articles one with a number. */
static void take_values(Stock *stock, const RcResults *results, RcLanguage language) {
  for (int field = 0; field < RC_N_FIELDS; field++) {
    const GPtrArray *facet = results->facets[field];
    const RcFacetValue *best = facet && facet->len ? facet->pdata[0] : NULL;
    for (guint i = 0; field == RC_FIELD_ARTICLE && i < (facet ? facet->len : 0); i++) {
      const RcFacetValue *value = facet->pdata[i];
      best = strchr(value->id, ':') && !strchr(best->id, ':') ? value : best;
    }
    if (!best || stock->values[field])
      continue;
    bool named = rc_schema_concepts((RcField)field) >= 0 && field != RC_FIELD_ARTICLE;
    const char *label = language == RC_LANGUAGE_RU ? best->label_ru : best->label_en;
    stock->values[field] = g_strdup(named && label ? label : best->id);
  }
}

/* Passages of the language and what is counted of them; a symbol and a title of documents. */
static void fill_stock(Stock *stock, RcIndex *index, RcLanguage language) {
  const char *code = language == RC_LANGUAGE_RU ? "ru" : "en";
  g_autofree char *limit = g_strdup_printf("%d", PASSAGES);
  const char *const own[] = {"lang", code,    "kind",  "body", "unit", "passage",
                             "sort", "-date", "limit", limit,  NULL};
  const char *const old[] = {"lang", code,   "kind",  "body", "unit", "passage",
                             "sort", "date", "limit", limit,  NULL};
  const char *const all[] = {"lang", code, "limit", limit, "passages", "1", "facets", "yes", NULL};
  const char *const any[] = {"facets", "yes", "limit", limit, NULL};
  const char *const *const questions[] = {own, old, all, any};
  for (gsize i = 0; i < G_N_ELEMENTS(questions); i++) {
    g_autoptr(RcResults) results = ask(index, questions[i]);
    for (guint k = 0; results && k < results->hits->len; k++) {
      const RcHit *hit = results->hits->pdata[k];
      const char *symbol = rc_document_peek(hit->document, RC_METADATA_SYMBOL);
      const char *title = rc_document_peek(hit->document, RC_METADATA_TITLE);
      if (symbol && !stock->words[SYMBOL] && !strchr(symbol, ' '))
        stock->words[SYMBOL] = g_strdup(symbol);
      g_autoptr(GArray) words = rc_text_words(title ? title : "", -1);
      for (guint w = 0; w < words->len && !stock->words[TITLE]; w++)
        if (g_utf8_strlen(g_array_index(words, RcWord, w).word, -1) >= LETTERS_MIN)
          stock->words[TITLE] = g_strdup(g_array_index(words, RcWord, w).word);
      for (guint p = 0; i < 2 && p < hit->passages->len; p++) {
        const RcPassage *passage = ((const RcPassageHit *)hit->passages->pdata[p])->passage;
        take_words(stock, passage, language, i > 0);
        if (symbol && g_strcmp0(symbol, stock->words[SYMBOL]) == 0 && passage->number &&
            !stock->words[PARAGRAPH])
          stock->words[PARAGRAPH] = g_strdup(passage->number);
      }
    }
    if (results && i > 1)
      take_values(stock, results, language);
  }
}

/* The template with what the stock has; NULL where something is missing. */
static char *fill(const char *template, const Stock *stock, RcField field) {
  g_autoptr(GString) query = g_string_new(NULL);
  for (const char *p = template; *p; p++) {
    if (*p != '%') {
      g_string_append_c(query, *p);
      continue;
    }
    const char *part = *++p == 'f' ? stock->values[field] : stock->words[*p - '0'];
    if (!part || strchr(part, '"'))
      return NULL;
    bool several = strpbrk(part, " ,()") != NULL;
    g_string_append_printf(query, several ? "\"%s\"" : "%s", part);
  }
  return g_strdup(query->str);
}

GPtrArray *rc_examples_make(RcIndex *index, RcLanguage language, double seconds) {
  __attribute__((cleanup(clear_stock))) Stock stock = {0};
  GPtrArray *examples = g_ptr_array_new_with_free_func(g_free);
  rc_limit_share(seconds);
  if (index)
    fill_stock(&stock, index, language);
  for (int i = 0; i < RC_N_EXAMPLES; i++) {
    const char *own = templates[i].query[language];
    const char *tried[] = {own ? own : templates[i].query[0], templates[i].instead};
    char *query = NULL;
    for (gsize k = 0; index && k < G_N_ELEMENTS(tried) && tried[k] && !query; k++) {
      query = fill(tried[k], &stock, templates[i].field);
      const char *const options[] = {"q", query, "limit", "1", "passages", "0", NULL};
      g_autoptr(RcResults) found = query ? ask(index, options) : NULL;
      if (!found || found->total == 0)
        g_clear_pointer(&query, g_free);
    }
    g_ptr_array_add(examples, query);
  }
  rc_limit_share(0);
  return examples;
}
