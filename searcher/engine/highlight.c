/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "highlight.h"

#include <string.h>

#include "article.h"
#include "plan.h"
#include "search.h"
#include "text.h"
#include "vocabulary.h"

struct RcHighlighter {
  RcStemmer *stemmer;
  GHashTable *stems;   /* of plain words, in any inflection */
  GHashTable *forms;   /* of exact words */
  GPtrArray *prefixes; /* of char * */
  GPtrArray *phrases;  /* of GPtrArray *: the words of each, borrowed */
  GPtrArray *concepts; /* of const RcConcept * */
  GPtrArray *articles; /* of char *: "ICCPR:26" */
};

static void add_word(RcHighlighter *highlighter, const char *word) {
  const RcConcept *concept;
  g_autoptr(GPtrArray) stems = rc_plan_word_stems(highlighter->stemmer, word, &concept);
  for (guint i = 0; i < stems->len; i++)
    g_hash_table_add(highlighter->stems, g_strdup(g_ptr_array_index(stems, i)));
}

static void add_concepts(RcHighlighter *highlighter, RcField field, const char *name) {
  g_autoptr(GPtrArray) concepts = rc_vocabulary_resolve(field, name);
  for (guint i = 0; i < concepts->len; i++)
    g_ptr_array_add(highlighter->concepts, g_ptr_array_index(concepts, i));
}

static void add_articles(RcHighlighter *highlighter, const char *typed) {
  int number;
  g_autoptr(GPtrArray) instruments = rc_article_resolve(typed, &number);
  for (guint i = 0; i < instruments->len; i++)
    if (number)
      g_ptr_array_add(highlighter->articles, rc_article_value(instruments->pdata[i], number));
    else
      g_ptr_array_add(highlighter->concepts, instruments->pdata[i]);
}

static void add_query(RcHighlighter *highlighter, const RcQuery *query) {
  switch (query->type) {
  case RC_QUERY_WORD:
    add_word(highlighter, query->text);
    break;
  case RC_QUERY_EXACT:
    g_hash_table_add(highlighter->forms, g_strdup(query->text));
    break;
  case RC_QUERY_PREFIX:
    g_ptr_array_add(highlighter->prefixes, g_strdup(query->text));
    break;
  case RC_QUERY_PHRASE:
    g_ptr_array_add(highlighter->phrases, g_ptr_array_ref(query->words));
    break;
  case RC_QUERY_FIELD:
    if (query->field == RC_FIELD_ARTICLE)
      add_articles(highlighter, query->text);
    else if (rc_schema_field(query->field)->concept)
      add_concepts(highlighter, query->field, query->text);
    break;
  case RC_QUERY_AND:
  case RC_QUERY_OR:
    for (guint i = 0; i < query->children->len; i++)
      add_query(highlighter, g_ptr_array_index(query->children, i));
    break;
  case RC_QUERY_ALL:
  case RC_QUERY_RANGE:
  case RC_QUERY_NOT:
    break;
  }
}

RcHighlighter *rc_highlighter_new(const RcQuery *query, RcStemmer *stemmer) {
  RcHighlighter *highlighter = g_new0(RcHighlighter, 1);
  highlighter->stemmer = stemmer;
  highlighter->stems = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  highlighter->forms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  highlighter->prefixes = g_ptr_array_new_with_free_func(g_free);
  highlighter->phrases = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  highlighter->concepts = g_ptr_array_new();
  highlighter->articles = g_ptr_array_new_with_free_func(g_free);
  if (query)
    add_query(highlighter, query);
  return highlighter;
}

void rc_highlighter_free(RcHighlighter *highlighter) {
  if (!highlighter)
    return;
  g_hash_table_unref(highlighter->stems);
  g_hash_table_unref(highlighter->forms);
  g_ptr_array_unref(highlighter->prefixes);
  g_ptr_array_unref(highlighter->phrases);
  g_ptr_array_unref(highlighter->concepts);
  g_ptr_array_unref(highlighter->articles);
  g_free(highlighter);
}

static bool answers(const RcHighlighter *highlighter, const char *word) {
  if (g_hash_table_contains(highlighter->forms, word) ||
      g_hash_table_contains(highlighter->stems, rc_stemmer_stem(highlighter->stemmer, word)))
    return true;
  for (guint i = 0; i < highlighter->prefixes->len; i++)
    if (g_str_has_prefix(word, g_ptr_array_index(highlighter->prefixes, i)))
      return true;
  return false;
}

/* The number of words of the longest phrase that stands at words[start], or 0. */
static guint phrase_length(const RcHighlighter *highlighter, const GArray *words, guint start) {
  guint longest = 0;
  for (guint i = 0; i < highlighter->phrases->len; i++) {
    const GPtrArray *phrase = g_ptr_array_index(highlighter->phrases, i);
    guint matched = 0;
    while (matched < phrase->len && start + matched < words->len &&
           strcmp(g_ptr_array_index(phrase, matched),
                  g_array_index(words, RcWord, start + matched).word) == 0)
      matched++;
    if (matched == phrase->len)
      longest = MAX(longest, matched);
  }
  return longest;
}

static void add_highlight(GArray *highlights, guint32 start, guint32 end) {
  RcHighlight highlight = {start, end};
  g_array_append_val(highlights, highlight);
}

static void mark_words(const RcHighlighter *highlighter, const RcPassage *passage,
                       GArray *highlights) {
  g_autoptr(GArray) words = rc_text_words(passage->text, -1);
  for (guint i = 0; i < words->len; i++) {
    guint length = phrase_length(highlighter, words, i);
    const RcWord *first = &g_array_index(words, RcWord, i);
    if (length)
      add_highlight(highlights, first->start, g_array_index(words, RcWord, i + length - 1).end);
    else if (answers(highlighter, first->word))
      add_highlight(highlights, first->start, first->end);
  }
}

static bool is_asked_for(const RcHighlighter *highlighter, const RcMention *mention) {
  bool article = mention->field == RC_FIELD_ARTICLE;
  if (article &&
      g_ptr_array_find_with_equal_func(highlighter->articles, mention->concept, g_str_equal, NULL))
    return true;
  if (highlighter->concepts->len == 0)
    return false;
  const RcConcept *concept = article ? rc_article_lookup(mention->concept, NULL)
                                     : rc_vocabulary_lookup(mention->field, mention->concept);
  for (guint i = 0; concept && i < highlighter->concepts->len; i++)
    if (rc_vocabulary_is_below(concept, g_ptr_array_index(highlighter->concepts, i)))
      return true;
  return false;
}

static void mark_mentions(const RcHighlighter *highlighter, const RcPassage *passage,
                          GArray *highlights) {
  for (guint i = 0; i < passage->mentions->len; i++) {
    const RcMention *mention = &g_array_index(passage->mentions, RcMention, i);
    if (is_asked_for(highlighter, mention))
      add_highlight(highlights, mention->start, mention->end);
  }
}

static int compare_highlights(gconstpointer a, gconstpointer b) {
  const RcHighlight *x = a, *y = b;
  return x->start != y->start ? (x->start > y->start) - (x->start < y->start)
                              : (x->end > y->end) - (x->end < y->end);
}

/* Sorts and joins what overlaps. */
static void merge(GArray *highlights) {
  g_array_sort(highlights, compare_highlights);
  guint kept = 0;
  for (guint i = 0; i < highlights->len; i++) {
    RcHighlight next = g_array_index(highlights, RcHighlight, i);
    RcHighlight *last = kept ? &g_array_index(highlights, RcHighlight, kept - 1) : NULL;
    if (last && next.start <= last->end)
      last->end = MAX(last->end, next.end);
    else
      g_array_index(highlights, RcHighlight, kept++) = next;
  }
  g_array_set_size(highlights, kept);
}

GArray *rc_highlighter_mark(const RcHighlighter *highlighter, const RcPassage *passage) {
  GArray *highlights = g_array_new(FALSE, FALSE, sizeof(RcHighlight));
  mark_words(highlighter, passage, highlights);
  mark_mentions(highlighter, passage, highlights);
  merge(highlights);
  return highlights;
}
