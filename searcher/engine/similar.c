/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "similar.h"

#include <string.h>

#include "combine.h"
#include "error.h"
#include "highlight.h"
#include "lookup.h"
#include "scope.h"
#include "text.h"
#include "thesaurus.h"

/* Words by which others are looked for, and those of them that are marked: the rarest. */
#define WORDS_MAX 40
#define MARKED_MAX 12
/* A word that more than one of so many passages has tells nothing. */
#define COMMON_IN 4
/* What is like a passage has this share of the weight that it has itself, at the least. */
#define LEAST_SHARE 0.15
/* Two passages hardly differ if of the words of both this share is common. */
#define COMMON_SHARE 0.8

/* A word and how many entries have it. */
typedef struct {
  const char *stem; /* of the set */
  guint32 frequency;
} Telling;

void rc_similar_free(RcSimilar *similar) {
  if (!similar)
    return;
  g_free(similar->id);
  g_clear_pointer(&similar->stems, g_hash_table_unref);
  xapian_query_free(similar->query);
  g_free(similar);
}

/* The stems of the words of a text that say something; a set, yours. */
static GHashTable *content_stems(RcStemmer *stemmer, const char *text) {
  GHashTable *stems = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_auto(RcTokens) tokens;
  rc_tokens_start(&tokens, text, -1);
  for (RcToken token; rc_tokens_next(&tokens, &token);)
    if (!rc_thesaurus_is_function_word(token.word))
      g_hash_table_add(stems, g_strdup(rc_stemmer_stem(stemmer, token.word)));
  return stems;
}

static int compare_telling(gconstpointer a, gconstpointer b) {
  const Telling *x = a, *y = b;
  return x->frequency != y->frequency
             ? (x->frequency > y->frequency) - (x->frequency < y->frequency)
             : strcmp(x->stem, y->stem);
}

/* The words that another passage has, too, but not most; the rarest first; of Telling, yours. */
static GArray *list_telling(RcIndex *index, const GHashTable *stems, GError **error) {
  g_autoptr(GArray) telling = g_array_new(FALSE, FALSE, sizeof(Telling));
  guint32 entries = 0;
  GError *uncounted = NULL;
  if (!xapian_database_count(rc_index_database(index), &entries, &uncounted)) {
    rc_index_propagate(error, uncounted, "index");
    return NULL;
  }
  const guint64 passages = entries - rc_index_summary(index)->documents;
  GHashTableIter iter;
  gpointer stem;
  g_hash_table_iter_init(&iter, (GHashTable *)stems);
  while (g_hash_table_iter_next(&iter, &stem, NULL)) {
    Telling word = {stem, 0};
    GError *cause = NULL;
    g_autofree char *term = rc_schema_term(RC_FIELD_STEM, stem);
    if (!xapian_database_term_frequency(rc_index_database(index), term, &word.frequency, &cause)) {
      rc_index_propagate(error, cause, "index");
      return NULL;
    }
    if (word.frequency > 1 && word.frequency <= passages / COMMON_IN)
      g_array_append_val(telling, word);
  }
  g_array_sort(telling, compare_telling);
  if (telling->len > WORDS_MAX)
    g_array_set_size(telling, WORDS_MAX);
  return g_steal_pointer(&telling);
}

/* What the passage itself weighs. */
static bool weigh_itself(RcIndex *index, RcSimilar *similar, GError **error) {
  g_autofree char *ordinal = g_strdup_printf("%u", similar->ordinal);
  g_autoptr(XapianQuery) itself =
      rc_combine_two(XAPIAN_FILTER, xapian_query_copy(similar->query),
                     rc_combine_two(XAPIAN_AND, rc_combine_term(RC_FIELD_ID, similar->id),
                                    rc_combine_term(RC_FIELD_PASSAGE, ordinal)));
  XapianSearch question = rc_lookup_question(itself, 1);
  g_autoptr(XapianResult) found = rc_lookup_ask(index, &question, error);
  if (found && found->matches->len)
    similar->least = LEAST_SHARE * g_array_index(found->matches, XapianMatch, 0).weight;
  return found != NULL;
}

/* The passage at that place, yours. */
static RcPassage *read_place(RcIndex *index, RcSimilar *similar, const char *place,
                             GError **error) {
  guint32 ordinal = 0;
  g_autofree char *id = rc_digits_of_passage(place, &ordinal);
  g_autoptr(RcDocument) document = NULL;
  g_autoptr(GArray) entries = rc_lookup_document(index, id ? id : place, &document, error);
  if (!entries)
    return NULL;
  if (ordinal < 1 || ordinal >= entries->len) {
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "%s: the document has no such passage", place);
    return NULL;
  }
  similar->id = g_strdup(document->id);
  similar->ordinal = ordinal;
  return rc_index_read_passage(index, document, g_array_index(entries, guint32, ordinal), error);
}

RcSimilar *rc_similar_new(RcIndex *index, RcStemmer *stemmer, const char *place, GPtrArray *marks,
                          GError **error) {
  g_autoptr(RcSimilar) similar = g_new0(RcSimilar, 1);
  similar->stemmer = stemmer;
  g_autoptr(RcPassage) passage = read_place(index, similar, place, error);
  if (!passage)
    return NULL;
  similar->stems = content_stems(stemmer, passage->text);
  g_autoptr(GArray) telling = list_telling(index, similar->stems, error);
  if (!telling)
    return NULL;
  GPtrArray *words = rc_combine_new_parts();
  for (guint i = 0; i < telling->len; i++) {
    const char *stem = g_array_index(telling, Telling, i).stem;
    g_ptr_array_add(words, rc_combine_term(RC_FIELD_STEM, stem));
    if (i >= MARKED_MAX)
      continue;
    RcMark *mark = g_new0(RcMark, 1);
    mark->type = RC_MARK_STEM;
    mark->text = g_strdup(stem);
    g_ptr_array_add(marks, mark);
  }
  similar->query = rc_scope_only_passages(rc_combine(XAPIAN_OR, words));
  return weigh_itself(index, similar, error) ? g_steal_pointer(&similar) : NULL;
}

/* --- choosing --- */

static bool hardly_differ(const GHashTable *a, const GHashTable *b) {
  guint common = 0;
  GHashTableIter iter;
  gpointer stem;
  g_hash_table_iter_init(&iter, (GHashTable *)a);
  while (g_hash_table_iter_next(&iter, &stem, NULL))
    common += g_hash_table_contains((GHashTable *)b, stem);
  guint all = g_hash_table_size((GHashTable *)a) + g_hash_table_size((GHashTable *)b) - common;
  return all > 0 && common >= COMMON_SHARE * all;
}

guint rc_similar_choose(const RcSimilar *similar, GPtrArray *hits, bool once) {
  g_autoptr(GPtrArray) before = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_unref);
  g_autoptr(GPtrArray) others = g_ptr_array_new(), own = g_ptr_array_new();
  guint repeated = 0;
  for (guint i = 0; i < hits->len; i++) {
    RcHit *hit = g_steal_pointer(&hits->pdata[i]);
    const RcPassage *passage = ((const RcPassageHit *)hit->passages->pdata[0])->passage;
    bool same_document = strcmp(hit->document->id, similar->id) == 0;
    bool like =
        hit->score >= similar->least && !(same_document && passage->ordinal == similar->ordinal);
    g_autoptr(GHashTable) stems =
        like && once ? content_stems(similar->stemmer, passage->text) : NULL;
    bool repeats = false;
    for (guint k = 0; stems && k < before->len && !repeats; k++)
      repeats = hardly_differ(stems, before->pdata[k]);
    repeated += repeats;
    like &= !repeats;
    if (like)
      g_ptr_array_add(same_document ? own : others, hit);
    else
      rc_hit_free(hit);
    if (like && stems)
      g_ptr_array_add(before, g_steal_pointer(&stems));
  }
  g_ptr_array_set_size(hits, 0);
  g_ptr_array_extend(hits, others, NULL, NULL);
  g_ptr_array_extend(hits, own, NULL, NULL);
  return repeated;
}
