/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "highlight.h"

#include <string.h>

#include "article.h"
#include "search.h"
#include "symbol.h"
#include "text.h"

struct RcHighlighter {
  RcStemmer *stemmer;
  GPtrArray *marks;
  GHashTable *texts[RC_MARK_CITATION + 1]; /* by type: its texts, borrowed of the marks */
};

void rc_mark_free(RcMark *mark) {
  if (!mark)
    return;
  g_free(mark->text);
  g_clear_pointer(&mark->words, g_ptr_array_unref);
  g_free(mark);
}

RcHighlighter *rc_highlighter_new(GPtrArray *marks, RcStemmer *stemmer) {
  RcHighlighter *highlighter = g_new0(RcHighlighter, 1);
  highlighter->stemmer = stemmer;
  highlighter->marks = g_ptr_array_ref(marks);
  for (guint type = 0; type < G_N_ELEMENTS(highlighter->texts); type++)
    highlighter->texts[type] = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < marks->len; i++) {
    const RcMark *mark = g_ptr_array_index(marks, i);
    if (mark->text)
      g_hash_table_add(highlighter->texts[mark->type], mark->text);
  }
  return highlighter;
}

void rc_highlighter_free(RcHighlighter *highlighter) {
  if (!highlighter)
    return;
  for (guint type = 0; type < G_N_ELEMENTS(highlighter->texts); type++)
    g_hash_table_unref(highlighter->texts[type]);
  g_ptr_array_unref(highlighter->marks);
  g_free(highlighter);
}

static bool has_text(const RcHighlighter *highlighter, RcMarkType type, const char *text) {
  return g_hash_table_contains(highlighter->texts[type], text);
}

static bool answers(const RcHighlighter *highlighter, const char *word) {
  if (has_text(highlighter, RC_MARK_FORM, word) ||
      has_text(highlighter, RC_MARK_STEM, rc_stemmer_stem(highlighter->stemmer, word)))
    return true;
  for (guint i = 0; i < highlighter->marks->len; i++) {
    const RcMark *mark = g_ptr_array_index(highlighter->marks, i);
    if (mark->type == RC_MARK_PREFIX && g_str_has_prefix(word, mark->text))
      return true;
  }
  return false;
}

/* Words that may stand between two of an expression: "place of detention". */
#define WORDS_BETWEEN_MAX 2

/* The number of words from words[start] on that are those of `mark` in a row, or 0. */
static guint row_length(const RcHighlighter *highlighter, const RcMark *mark, const GArray *words,
                        guint start) {
  guint between = mark->type == RC_MARK_STEMS ? WORDS_BETWEEN_MAX : 0;
  guint at = start;
  for (guint i = 0; i < mark->words->len; i++) {
    guint last = i ? MIN(at + between, words->len - 1) : start;
    bool found = false;
    for (; at <= last && at < words->len && !found; at++) {
      const char *word = g_array_index(words, RcWord, at).word;
      found = strcmp(mark->words->pdata[i], mark->type == RC_MARK_STEMS
                                                ? rc_stemmer_stem(highlighter->stemmer, word)
                                                : word) == 0;
    }
    if (!found)
      return 0;
  }
  return at - start;
}

/* The number of words of the longest row that stands at words[start], or 0. */
static guint phrase_length(const RcHighlighter *highlighter, const GArray *words, guint start) {
  guint longest = 0;
  const char *word = g_array_index(words, RcWord, start).word;
  g_autofree char *stem = g_strdup(rc_stemmer_stem(highlighter->stemmer, word));
  for (guint i = 0; i < highlighter->marks->len; i++) {
    const RcMark *mark = g_ptr_array_index(highlighter->marks, i);
    const char *first = mark->type == RC_MARK_STEMS ? stem : word;
    if (mark->words && strcmp(mark->words->pdata[0], first) == 0)
      longest = MAX(longest, row_length(highlighter, mark, words, start));
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
  g_autoptr(GString) whole = g_string_new(NULL);
  for (guint i = 0; i < words->len;) {
    const RcWord *start = &g_array_index(words, RcWord, i);
    i += rc_text_hyphened(words, i, whole);
    if (whole->len && answers(highlighter, whole->str))
      add_highlight(highlights, start->start, g_array_index(words, RcWord, i - 1).end);
  }
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
  if (article && has_text(highlighter, RC_MARK_ARTICLE, mention->concept))
    return true;
  const RcConcept *concept = NULL;
  for (guint i = 0; i < highlighter->marks->len; i++) {
    const RcMark *mark = g_ptr_array_index(highlighter->marks, i);
    if (mark->type != RC_MARK_CONCEPT || mark->concept->field != mention->field)
      continue;
    if (!concept)
      concept = article ? rc_article_lookup(mention->concept, NULL)
                        : rc_vocabulary_lookup(mention->field, mention->concept);
    if (concept && rc_vocabulary_is_below(concept, mark->concept))
      return true;
  }
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

/* A citation is found by the terms that the index has of it. */
static void mark_citations(const RcHighlighter *highlighter, const RcPassage *passage,
                           GArray *highlights) {
  bool asked = g_hash_table_size(highlighter->texts[RC_MARK_CITATION]) > 0;
  for (guint i = 0; asked && i < passage->cites->len; i++) {
    const RcCitation *citation = &g_array_index(passage->cites, RcCitation, i);
    g_autoptr(GPtrArray) values = rc_symbol_terms(citation->symbol, citation->paragraph);
    bool found = false;
    for (guint k = 0; k < values->len && !found; k++) {
      g_autofree char *upper = g_utf8_strup(g_ptr_array_index(values, k), -1);
      found = has_text(highlighter, RC_MARK_CITATION, upper);
    }
    if (found)
      add_highlight(highlights, citation->start, citation->end);
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
  mark_citations(highlighter, passage, highlights);
  merge(highlights);
  return highlights;
}
