/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search.h"

#include <stdlib.h>
#include <string.h>

#include "article.h"
#include "combine.h"
#include "error.h"
#include "facets.h"
#include "highlight.h"
#include "limit.h"
#include "lookup.h"
#include "plan.h"
#include "scope.h"
#include "similar.h"
#include "suggest.h"
#include "symbol.h"

/* Passages are short: a word repeated says little more, and one that stands in a
 * long paragraph less.  Measured on 160 known items: MRR@10 0.976 where Xapian's 1
 * and 0.5 give 0.958. */
#define BM25_K1 0.5
#define BM25_B 0.75
/* Language versions of one document. */
#define TWINS_MAX 10
/* Values of a field up to which it is known how many documents have none. */
#define VALUES_MAX 5000

/* One search in progress. */
typedef struct {
  RcIndex *index;
  RcRequest *request;
  RcStemmer *stemmer;
  RcPlan *plan;
  RcHighlighter *highlighter;
  RcResults *results;
  XapianQuery *complete; /* passages that satisfy the query, of documents that do */
  double answering;      /* how many these are; 0: not counted */
  RcSimilar *similar;    /* what is found is like that passage; NULL: it answers the query */
} Search;

/* --- asking Xapian --- */

XapianResult *rc_lookup_ask(RcIndex *index, const XapianSearch *question, GError **error) {
  GError *cause = NULL;
  XapianSearch watched = *question;
  watched.is_over = rc_limit_is_over;
  if (!rc_limit_goes_on(error))
    return NULL;
  XapianResult *result = xapian_search(rc_index_database(index), &watched, &cause);
  if (!result)
    rc_index_propagate(error, cause, "index");
  return result;
}

static XapianResult *ask(Search *search, const XapianSearch *question, GError **error) {
  return rc_lookup_ask(search->index, question, error);
}

XapianSearch rc_lookup_question(const XapianQuery *query, guint limit) {
  return (XapianSearch){.query = query,
                        .limit = limit,
                        .collapse_slot = XAPIAN_NO_SLOT,
                        .sort_slot = XAPIAN_NO_SLOT,
                        .bm25_k1 = BM25_K1,
                        .bm25_b = BM25_B};
}

/* The best `limit` of what answers, all of which is counted. */
static XapianSearch rank_answers(const Search *search, const XapianQuery *within, guint limit) {
  const RcPlan *plan = search->plan;
  XapianSearch question = rc_lookup_question(plan->ranking, limit);
  question.within = within;
  question.untiered = plan->words;
  question.tiers = (const XapianTier *)plan->tiers->data;
  question.tier_count = plan->tiers->len;
  question.check_at_least = G_MAXUINT;
  return question;
}

/* Orders what is found by date, newest first unless the oldest are asked for.  With `instead`,
 * where nothing weighs more, what has no date is last either way: *instead, yours to free, is asked
 * for in place of the question's query. */
static void sort_by_date(const Search *search, XapianSearch *question, XapianQuery **instead) {
  question->sort_slot = RC_SLOT_DATE;
  question->sort_reverse = search->request->sort != RC_SORT_DATE;
  if (question->sort_reverse || !instead)
    return;
  g_autoptr(XapianQuery) dated = xapian_query_new_value_range(RC_SLOT_DATE, "0", NULL);
  g_autoptr(XapianQuery) weight = xapian_query_new_weight(1);
  g_autoptr(XapianQuery) found = xapian_query_new_scaled(question->query, 0);
  XapianQuery *first[] = {weight, dated};
  g_autoptr(XapianQuery) before = xapian_query_new_combined(XAPIAN_FILTER, first, 2);
  XapianQuery *maybe[] = {found, before};
  *instead = xapian_query_new_combined(XAPIAN_AND_MAYBE, maybe, 2);
  question->query = *instead;
  question->untiered = NULL;
  question->weight_first = true;
}

/* --- passages of one document --- */

static void show_passage(Search *search, RcHit *hit, RcPassage *passage, bool complete) {
  GArray *highlights = rc_highlighter_mark(search->highlighter, passage);
  rc_hit_add_passage(hit, passage, highlights)->complete = complete;
}

/* True if the hit shows this passage already. */
static bool shows(const RcHit *hit, guint32 ordinal) {
  for (guint i = 0; i < hit->passages->len; i++)
    if (((RcPassageHit *)g_ptr_array_index(hit->passages, i))->passage->ordinal == ordinal)
      return true;
  return false;
}

static bool add_passage(Search *search, RcHit *hit, guint32 docid, bool complete, GError **error) {
  RcPassage *passage = rc_index_read_passage(search->index, hit->document, docid, error);
  if (!passage)
    return false;
  if (shows(hit, passage->ordinal))
    rc_passage_free(passage);
  else
    show_passage(search, hit, passage, complete);
  return true;
}

/* Adds the best passages of each hit, up to the number asked for, all of them by one match;
 * `complete`: those that satisfy the whole query by themselves, which are counted. */
static bool add_passages(Search *search, bool complete, GError **error) {
  const guint wanted = search->request->passages;
  const GPtrArray *hits = search->results->hits;
  g_autoptr(GArray) docids = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint i = 0; i < hits->len; i++) {
    const RcHit *hit = hits->pdata[i];
    if (complete || hit->passages->len < wanted)
      g_array_append_val(docids, hit->docid);
  }
  if (docids->len == 0)
    return true;
  g_array_sort(docids, rc_scope_compare_docids);
  g_autoptr(XapianQuery) within =
      rc_scope_query(search->index, docids, RC_SCOPE_PASSAGES, NULL, error);
  if (!within)
    return false;
  XapianQuery *parts[] = {within, search->complete};
  g_autoptr(XapianQuery) own =
      xapian_query_new_combined(XAPIAN_AND, parts, complete ? G_N_ELEMENTS(parts) : 1);
  XapianSearch question = rank_answers(search, own, docids->len * MAX(wanted, 1));
  question.check_at_least = complete ? G_MAXUINT : 0;
  question.collapse_slot = RC_SLOT_DATE;
  question.collapse_most = MAX(wanted, 1);
  g_autoptr(XapianResult) result = ask(search, &question, error);
  /* One hit after the other: what stands in one pack is unpacked once. */
  for (guint i = 0; result && i < hits->len; i++) {
    RcHit *hit = hits->pdata[i];
    guint kept = 0;
    for (guint k = 0; k < result->matches->len; k++) {
      const XapianMatch *match = &g_array_index(result->matches, XapianMatch, k);
      if (strcmp(match->collapse_value, hit->date_key) != 0)
        continue;
      if (complete)
        hit->more_passages = match->collapsed + ++kept;
      if (hit->passages->len < wanted && !add_passage(search, hit, match->docid, complete, error))
        return false;
    }
    if (complete)
      hit->more_passages -= MIN(hit->more_passages, hit->passages->len);
  }
  return result != NULL;
}

/* --- hits --- */

static bool add_twins(Search *search, RcHit *hit, GError **error) {
  const char *symbol = rc_document_peek(hit->document, RC_METADATA_SYMBOL);
  if (!symbol)
    return true;
  /* Versions of joined cases have their first number in common. */
  g_auto(GStrv) symbols = g_strsplit(symbol, RC_SYMBOLS_BETWEEN, 2);
  g_autofree char *canonical = rc_symbol_normalise(symbols[0]);
  g_autofree char *term = rc_schema_term(RC_FIELD_SYMBOL, canonical);
  g_autoptr(XapianQuery) same_symbol = xapian_query_new_term(term);
  g_autoptr(XapianQuery) versions = rc_scope_only_documents(xapian_query_copy(same_symbol));
  XapianSearch question = rc_lookup_question(versions, TWINS_MAX);
  g_autoptr(XapianResult) result = ask(search, &question, error);
  for (guint i = 0; result && i < result->matches->len; i++) {
    guint32 docid = g_array_index(result->matches, XapianMatch, i).docid;
    g_autoptr(RcDocument) other = rc_index_read_document(search->index, docid, error);
    if (!other)
      return false;
    if (strcmp(other->id, hit->document->id) == 0)
      continue;
    rc_hit_add_twin(hit, other->id, rc_document_peek(other, RC_METADATA_LANGUAGE));
  }
  return result != NULL;
}

static RcHit *read_hit(Search *search, guint32 docid, double score, GError **error) {
  RcDocument *document = rc_index_read_document(search->index, docid, error);
  if (!document)
    return NULL;
  g_autoptr(RcHit) hit = rc_hit_new(document);
  hit->score = score;
  hit->docid = docid;
  hit->date_key =
      rc_schema_new_date_key(rc_document_peek(document, RC_METADATA_DATE), document->id);
  return add_twins(search, hit, error) ? g_steal_pointer(&hit) : NULL;
}

/* A document in the order of the results. */
typedef struct {
  guint32 docid;
  double score;
} Ranked;

static void append_ranked(GArray *order, guint32 docid, double score) {
  for (guint i = 0; i < order->len; i++)
    if (g_array_index(order, Ranked, i).docid == docid)
      return;
  Ranked ranked = {docid, score};
  g_array_append_val(order, ranked);
}

/* The documents of the passages that `question` finds, those of the best first, or by date;
 * *result, yours, is what was found. */
static bool rank_by_passages(Search *search, XapianSearch *question, bool by_date, GArray *order,
                             XapianResult **result, GError **error) {
  g_autoptr(XapianQuery) instead = NULL;
  sort_by_date(search, question, by_date ? &instead : NULL);
  question->collapse_slot = RC_SLOT_DATE;
  question->weight_first |= !by_date;
  *result = ask(search, question, error);
  for (guint i = 0; *result && i < (*result)->matches->len; i++) {
    const XapianMatch *match = &g_array_index((*result)->matches, XapianMatch, i);
    guint32 docid = rc_index_find_document(
        search->index, rc_schema_date_key_id(match->collapse_value), match->docid, error);
    if (!docid)
      return false;
    append_ranked(order, docid, match->weight);
  }
  return *result != NULL;
}

static void add_facets(Search *search, const XapianResult *result) {
  for (guint i = 0; i < result->facets->len; i++)
    rc_facets_add(search->results, g_ptr_array_index(result->facets, i));
}

static const int facet_slots[] = {RC_SLOT_DOCUMENT_FACETS, RC_SLOT_PASSAGE_FACETS};

static void count_facets(const Search *search, XapianSearch *question, bool document, bool passage,
                         const GArray *starts) {
  if (!search->request->facets || !(document || passage))
    return;
  question->facet_slots = document ? facet_slots : facet_slots + 1;
  question->facet_count = document + passage;
  question->facet_separator = RC_FACET_SEPARATOR;
  question->facet_starts = starts;
}

/* Documents that satisfy the query as a whole: how many, and by date the first of them. */
static XapianResult *find_documents(Search *search, guint wanted, bool facets_of_documents,
                                    bool facets_of_passages, GError **error) {
  XapianSearch question = rc_lookup_question(search->plan->documents, wanted);
  g_autoptr(XapianQuery) instead = NULL;
  question.check_at_least = G_MAXUINT;
  sort_by_date(search, &question, &instead);
  count_facets(search, &question, facets_of_documents, facets_of_passages, NULL);
  XapianResult *result = ask(search, &question, error);
  if (result)
    add_facets(search, result);
  return result;
}

/* The passages of the documents that `query` finds, yours to free; with a note where some are left
 * out. */
static XapianQuery *passages_within(Search *search, const XapianQuery *query, GError **error) {
  bool exact = true;
  g_autoptr(GArray) docids = rc_scope_find(search->index, query, error);
  XapianQuery *passages =
      docids ? rc_scope_query(search->index, docids, RC_SCOPE_PASSAGES, &exact, error) : NULL;
  g_autofree char *limit = g_strdup_printf("%d", RC_SCOPE_NAMED_MAX);
  if (passages && !exact)
    rc_note_add(search->request->notes, rc_note_new(RC_NOTE_DOCUMENTS_LIMITED, limit, NULL));
  return passages;
}

/* Documents whose words stand in several paragraphs: by the best of these, behind those that
 * have a paragraph with all; those last that have no paragraph with any, by date. */
static bool rank_apart(Search *search, guint wanted, GArray *order, GError **error) {
  g_autoptr(XapianQuery) within = passages_within(search, search->plan->documents, error);
  if (!within)
    return false;
  XapianQuery *parts[] = {search->plan->ranking, within};
  g_autoptr(XapianQuery) apart = xapian_query_new_combined(XAPIAN_FILTER, parts, 2);
  XapianSearch ranking = rc_lookup_question(apart, wanted);
  g_autoptr(XapianResult) ranked = NULL, documents = NULL;
  if (!rank_by_passages(search, &ranking, false, order, &ranked, error) ||
      !(documents = find_documents(search, wanted, false, false, error)))
    return false;
  for (guint i = 0; i < documents->matches->len && order->len < wanted; i++)
    append_ranked(order, g_array_index(documents->matches, XapianMatch, i).docid, 0);
  if (order->len > wanted)
    g_array_set_size(order, wanted);
  return true;
}

static bool add_hits(Search *search, const GArray *order, guint from, GError **error) {
  for (guint i = from; i < order->len; i++) {
    const Ranked *ranked = &g_array_index(order, Ranked, i);
    RcHit *hit = read_hit(search, ranked->docid, ranked->score, error);
    if (!hit)
      return false;
    g_ptr_array_add(search->results->hits, hit);
  }
  return true;
}

/* What the last hits, whose entries these are, have nothing of: `within` finds the entries.  One
 * that has nothing of all is not near. */
static bool find_lacks(Search *search, const GArray *entries, const XapianQuery *within,
                       GError **error) {
  const GPtrArray *hits = search->results->hits, *asked = search->plan->asked;
  const bool passages = search->request->unit == RC_UNIT_PASSAGE;
  const guint from = hits->len - entries->len;
  for (guint i = from; i < hits->len; i++)
    ((RcHit *)hits->pdata[i])->lacks = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < asked->len; i++) {
    const RcAsked *one = asked->pdata[i];
    XapianQuery *parts[] = {(XapianQuery *)within, passages ? one->passages : one->documents};
    g_autoptr(XapianQuery) both = xapian_query_new_combined(XAPIAN_AND, parts, 2);
    XapianSearch question = rc_lookup_question(both, entries->len);
    g_autoptr(XapianResult) result = ask(search, &question, error);
    if (!result)
      return false;
    for (guint k = 0; k < entries->len; k++) {
      bool has = false;
      for (guint m = 0; m < result->matches->len && !has; m++)
        has = g_array_index(result->matches, XapianMatch, m).docid ==
              g_array_index(entries, guint32, k);
      if (!has)
        g_ptr_array_add(((RcHit *)hits->pdata[from + k])->lacks, g_strdup(one->text));
    }
  }
  for (guint k = hits->len; k-- > from;)
    if (((RcHit *)hits->pdata[k])->lacks->len == asked->len)
      g_ptr_array_remove_index(search->results->hits, k);
  search->results->nearest = hits->len - from;
  return true;
}

/* True where the nearest follow: so much is found, and a page holds more. */
static bool wants_nearest(const Search *search, guint64 found) {
  const RcRequest *request = search->request;
  return search->plan->asked->len > 1 && search->plan->has_passages && request->expand &&
         request->sort == RC_SORT_RELEVANCE && request->offset == 0 && !request->all &&
         found < request->limit;
}

/* The passages that have some of what was asked, and all else; yours. */
static XapianQuery *some_passages(Search *search, GError **error) {
  g_autoptr(XapianQuery) within = NULL;
  if (search->plan->has_not &&
      !(within = passages_within(search, search->plan->required_documents, error)))
    return NULL;
  XapianQuery *parts[] = {search->plan->ranking, search->plan->required, within};
  return xapian_query_new_combined(XAPIAN_FILTER, parts, within ? 3 : 2);
}

/* Documents that have some of what was asked, and all else: where fewer are found than a page
 * holds.  What is excluded is excluded of the whole document. */
static bool add_nearest_documents(Search *search, GArray *order, GError **error) {
  const guint found = order->len;
  g_autoptr(XapianQuery) some = some_passages(search, error);
  if (!some)
    return false;
  XapianSearch ranking = rc_lookup_question(some, search->request->limit);
  g_autoptr(XapianResult) ranked = NULL;
  if (!rank_by_passages(search, &ranking, false, order, &ranked, error))
    return false;
  if (order->len > search->request->limit)
    g_array_set_size(order, search->request->limit);
  if (!add_hits(search, order, found, error))
    return false;
  g_autoptr(GArray) docids = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint i = found; i < order->len; i++)
    g_array_append_val(docids, g_array_index(order, Ranked, i).docid);
  g_autoptr(GArray) sorted = g_array_copy(docids);
  g_array_sort(sorted, rc_scope_compare_docids);
  g_autoptr(XapianQuery) within =
      rc_scope_query(search->index, sorted, RC_SCOPE_DOCUMENTS, NULL, error);
  return within && find_lacks(search, docids, within, error);
}

/* What was looked for once is not looked for again. */
static void keep_complete(Search *search, const XapianResult *result) {
  if (!result->docids)
    return;
  xapian_query_free(search->complete);
  search->complete = xapian_query_new_docids(result->docids);
}

static bool add_document_hits(Search *search, GError **error) {
  const RcRequest *request = search->request;
  RcResults *results = search->results;
  const RcPlan *plan = search->plan;
  const guint wanted = request->offset + request->limit;
  bool passages = plan->has_passages;
  bool by_date = request->sort != RC_SORT_RELEVANCE || !passages;
  /* A paragraph's facts are counted by paragraphs, and so is all else where one is a condition. */
  GError *problem = NULL;
  const GArray *starts = rc_index_documents(search->index, &problem);
  bool by_paragraph = plan->has_paragraph_fact && starts;
  bool grouped = (passages || by_paragraph) && starts;
  if (problem) {
    g_propagate_error(error, problem);
    return false;
  }
  g_autoptr(XapianResult) documents =
      find_documents(search, by_date ? wanted : 0, !by_paragraph, !grouped, error);
  if (!documents)
    return false;
  results->total = documents->estimated;
  results->total_exact = documents->lower == documents->upper;
  g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(Ranked));
  g_autoptr(XapianResult) answering = NULL;
  if ((passages || by_paragraph) && results->total > 0) {
    /* With NOT, a passage may satisfy the query whose document does not. */
    g_autoptr(XapianQuery) found = NULL;
    if (plan->has_not && !(found = passages_within(search, plan->documents, error)))
      return false;
    if (found)
      search->complete = rc_combine_two(XAPIAN_AND, search->complete, g_steal_pointer(&found));
    XapianSearch question =
        rank_answers(search, search->complete, by_date && !by_paragraph ? 0 : wanted);
    if (starts)
      count_facets(search, &question, by_paragraph, true, starts);
    if (!rank_by_passages(search, &question, by_date, order, &answering, error))
      return false;
    keep_complete(search, answering);
    add_facets(search, answering);
    search->answering = answering->uncollapsed;
    results->total_passages = passages ? answering->uncollapsed : 0;
    if (by_paragraph) {
      results->apart = results->total - MIN(results->total, answering->estimated);
      results->total -= results->apart;
    }
  }
  for (guint i = 0; by_date && order->len < wanted && i < documents->matches->len; i++)
    append_ranked(order, g_array_index(documents->matches, XapianMatch, i).docid, 0);
  guint64 all = results->total + results->apart;
  if (order->len < MIN(wanted, all) && !rank_apart(search, wanted, order, error))
    return false;
  return add_hits(search, order, request->offset, error) &&
         (!wants_nearest(search, all) || add_nearest_documents(search, order, error)) &&
         /* Those that satisfy the whole query first, then those that hold most of it. */
         (!passages || (add_passages(search, true, error) && add_passages(search, false, error)));
}

/* --- passages as the unit --- */

static bool add_passage_as_hit(Search *search, const XapianMatch *match, bool complete,
                               GError **error) {
  GError *cause = NULL;
  g_autofree char *key =
      xapian_database_value(rc_index_database(search->index), match->docid, RC_SLOT_DATE, &cause);
  if (!key) {
    rc_index_propagate(error, cause, "index");
    return false;
  }
  guint32 docid =
      rc_index_find_document(search->index, rc_schema_date_key_id(key), match->docid, error);
  g_autoptr(RcHit) hit = docid ? read_hit(search, docid, match->weight, error) : NULL;
  if (!hit || !add_passage(search, hit, match->docid, complete, error))
    return false;
  g_ptr_array_add(search->results->hits, g_steal_pointer(&hit));
  return true;
}

static bool add_passages_as_hits(Search *search, const XapianResult *result, bool complete,
                                 GError **error) {
  for (guint i = 0; i < result->matches->len; i++)
    if (!add_passage_as_hit(search, &g_array_index(result->matches, XapianMatch, i), complete,
                            error))
      return false;
  return true;
}

/* Tells of each hit from `from` on how many others of the passages that `among` finds repeat its
 * words.  `result` is what it was made of; `whole`: all were looked at for it. */
static bool count_repeated(Search *search, const XapianResult *result, guint from,
                           const XapianQuery *among, bool whole, GError **error) {
  for (guint i = 0; i < result->matches->len; i++) {
    const XapianMatch *match = &g_array_index(result->matches, XapianMatch, i);
    if (!match->collapse_value || !*match->collapse_value || (whole && match->collapsed == 0))
      continue;
    g_autoptr(XapianQuery) alike =
        rc_combine_two(XAPIAN_FILTER, rc_combine_term(RC_FIELD_ALIKE, match->collapse_value),
                       xapian_query_copy(among));
    XapianSearch question = rc_lookup_question(alike, 0);
    question.check_at_least = G_MAXUINT;
    question.collapse_slot = RC_SLOT_DATE;
    g_autoptr(XapianResult) all = ask(search, &question, error);
    if (!all)
      return false;
    const RcHit *hit = search->results->hits->pdata[from + i];
    RcPassageHit *shown = hit->passages->pdata[0];
    if (all->uncollapsed < 2)
      continue;
    shown->alike = g_strdup(match->collapse_value);
    shown->alike_passages = all->uncollapsed - 1;
    shown->alike_documents = all->estimated - 1;
  }
  return true;
}

/* Of passages with the same words the best is found, unless each is asked for. */
static void collapse(const Search *search, XapianSearch *question) {
  if (search->request->collapse && !search->plan->has_alike)
    question->collapse_slot = RC_SLOT_ALIKE;
}

static int compare_passages(gconstpointer a, gconstpointer b) {
  return rc_scope_compare_docids(&((const RcScopePassage *)a)->passage,
                                 &((const RcScopePassage *)b)->passage);
}

/* What `found` shows already: its passages, and all that repeat their words. */
static XapianQuery *repeat_found(const Search *search, const XapianResult *found) {
  GPtrArray *repeated = rc_combine_new_parts();
  g_ptr_array_add(repeated, xapian_query_copy(search->complete));
  for (guint i = 0; i < found->matches->len; i++) {
    const char *words = g_array_index(found->matches, XapianMatch, i).collapse_value;
    if (words && *words)
      g_ptr_array_add(repeated, rc_combine_term(RC_FIELD_ALIKE, words));
  }
  return rc_combine(XAPIAN_OR, repeated);
}

/* Passages that have some of what was asked, behind those that are found. */
static bool add_nearest_passages(Search *search, const XapianResult *found, GError **error) {
  const GPtrArray *hits = search->results->hits;
  const guint from = hits->len;
  XapianQuery *some = some_passages(search, error);
  if (!some)
    return false;
  g_autoptr(XapianQuery) others = rc_combine_two(XAPIAN_AND_NOT, some, repeat_found(search, found));
  XapianSearch question = rc_lookup_question(others, search->request->limit - from);
  sort_by_date(search, &question, NULL);
  question.weight_first = true;
  collapse(search, &question);
  g_autoptr(XapianResult) result = ask(search, &question, error);
  if (!result || !add_passages_as_hits(search, result, false, error) ||
      !count_repeated(search, result, from, others, false, error))
    return false;
  g_autoptr(GArray) docids = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) passages = g_array_new(FALSE, FALSE, sizeof(RcScopePassage));
  for (guint i = 0; i < result->matches->len; i++) {
    RcScopePassage passage = {((RcHit *)hits->pdata[from + i])->docid,
                              g_array_index(result->matches, XapianMatch, i).docid};
    g_array_append_val(docids, passage.passage);
    g_array_append_val(passages, passage);
  }
  g_array_sort(passages, compare_passages);
  g_autoptr(XapianQuery) within = rc_scope_of_passages(search->index, passages, error);
  return within && find_lacks(search, docids, within, error);
}

static bool add_passage_hits(Search *search, GError **error) {
  const RcRequest *request = search->request;
  XapianSearch question = rank_answers(search, search->complete, request->limit);
  question.offset = request->offset;
  g_autoptr(XapianQuery) instead = NULL;
  sort_by_date(search, &question, &instead);
  question.weight_first |= request->sort == RC_SORT_RELEVANCE;
  count_facets(search, &question, true, true, NULL);
  collapse(search, &question);
  g_autoptr(XapianResult) result = ask(search, &question, error);
  if (!result)
    return false;
  RcResults *results = search->results;
  bool collapsed = question.collapse_slot != XAPIAN_NO_SLOT;
  keep_complete(search, result);
  add_facets(search, result);
  results->total = collapsed ? result->uncollapsed : result->estimated;
  results->collapsed = results->total - MIN(results->total, result->estimated);
  results->total_passages = search->plan->has_passages ? results->total : 0;
  results->total_exact =
      (collapsed || result->lower == result->upper) && search->plan->passages_exact;
  return add_passages_as_hits(search, result, true, error) &&
         count_repeated(search, result, 0, search->complete, true, error) &&
         (!wants_nearest(search, result->estimated) || add_nearest_passages(search, result, error));
}

/* What is like a passage is looked at whole: all is put in order, and pages are cut out. */
static bool add_similar_hits(Search *search, GError **error) {
  const RcRequest *request = search->request;
  RcResults *results = search->results;
  XapianQuery *parts[] = {search->similar->query, search->complete};
  g_autoptr(XapianQuery) within = xapian_query_new_combined(XAPIAN_FILTER, parts, 2);
  XapianSearch question = rc_lookup_question(within, RC_SIMILAR_MAX);
  g_autoptr(XapianResult) result = ask(search, &question, error);
  if (!result || !add_passages_as_hits(search, result, true, error))
    return false;
  GPtrArray *hits = results->hits;
  const guint looked_at = hits->len;
  const double last = looked_at ? ((RcHit *)hits->pdata[looked_at - 1])->score : 0;
  results->collapsed = rc_similar_choose(search->similar, hits, request->collapse);
  results->total = hits->len + results->collapsed;
  results->total_passages = results->total;
  results->total_exact = looked_at < RC_SIMILAR_MAX || last < search->similar->least;
  g_ptr_array_remove_range(hits, 0, MIN(request->offset, hits->len));
  if (hits->len > request->limit)
    g_ptr_array_set_size(hits, (int)request->limit);
  return true;
}

/* --- all together --- */

static bool count_documents(Search *search, const XapianQuery *query, guint64 *count,
                            GError **error) {
  g_autoptr(XapianQuery) documents = rc_scope_only_documents(xapian_query_copy(query));
  XapianSearch question = rc_lookup_question(documents, 0);
  question.check_at_least = G_MAXUINT;
  g_autoptr(XapianResult) result = ask(search, &question, error);
  if (result)
    *count = result->estimated;
  return result != NULL;
}

static bool count_expansions(Search *search, GError **error) {
  GPtrArray *expansions = search->plan->expansions;
  for (guint i = 0; i < expansions->len; i++) {
    RcExpansion *expansion = g_ptr_array_index(expansions, i);
    g_autofree char *term = rc_schema_term(expansion->concept->field, expansion->concept->id);
    g_autoptr(XapianQuery) concept = xapian_query_new_term(term);
    if (!count_documents(search, concept, &expansion->count, error))
      return false;
  }
  search->results->expansions = g_ptr_array_ref(expansions);
  return true;
}

/* How many documents have each way in which the words are looked for. */
static bool count_ways(Search *search, GError **error) {
  const GPtrArray *explained = search->plan->explained;
  guint next = 0;
  for (guint i = 0; i < explained->len; i++) {
    const GPtrArray *ways = ((RcExplained *)explained->pdata[i])->ways;
    for (guint k = 0; k < ways->len; k++)
      if (!count_documents(search, search->plan->ways->pdata[next++],
                           &((RcWay *)ways->pdata[k])->count, error))
        return false;
  }
  if (search->request->explain)
    search->results->explained = g_ptr_array_ref(search->plan->explained);
  return true;
}

/* The documents that have a value of the field, yours; NULL where there are too many values. */
static XapianQuery *with_any_value(Search *search, RcField field, GError **error) {
  if (rc_schema_field(field)->match == RC_MATCH_YEARS)
    return xapian_query_new_value_range(RC_SLOT_DATE, "0", NULL);
  GError *cause = NULL;
  g_autoptr(GPtrArray) terms = xapian_database_terms(
      rc_index_database(search->index), rc_schema_field(field)->prefix, VALUES_MAX + 1, &cause);
  if (!terms) {
    rc_index_propagate(error, cause, "index");
    return NULL;
  }
  if (terms->len > VALUES_MAX)
    return NULL;
  g_autoptr(GPtrArray) any = g_ptr_array_new_with_free_func((GDestroyNotify)xapian_query_free);
  for (guint i = 0; i < terms->len; i++)
    g_ptr_array_add(any, xapian_query_new_term(terms->pdata[i]));
  return any->len ? xapian_query_new_combined(XAPIAN_OR, (XapianQuery *const *)any->pdata, any->len)
                  : xapian_query_new_nothing();
}

/* A filter leaves out what it cannot judge, and says of how many documents. */
static bool note_unjudged(Search *search, GError **error) {
  for (int field = 0; field < RC_N_FIELDS; field++) {
    GError *problem = NULL;
    g_autoptr(XapianQuery) judged =
        search->plan->judges[field] ? with_any_value(search, (RcField)field, &problem) : NULL;
    guint64 count = 0, all = search->results->index.documents;
    if (problem || (judged && !count_documents(search, judged, &count, &problem))) {
      g_propagate_error(error, problem);
      return false;
    }
    if (!judged || count >= all)
      continue;
    g_autofree char *without = g_strdup_printf("%" G_GUINT64_FORMAT, all - count);
    g_autofree char *of = g_strdup_printf("%" G_GUINT64_FORMAT, all);
    g_ptr_array_add(search->request->notes,
                    rc_note_new(RC_NOTE_WITHOUT_VALUE, rc_schema_field((RcField)field)->name,
                                without, of, NULL));
  }
  return true;
}

/* Of an empty answer: how many documents have each thing that was asked for by itself. */
static bool count_lacks(Search *search, GError **error) {
  const GPtrArray *asked = search->plan->asked;
  for (guint i = 0; search->results->total == 0 && i < asked->len; i++) {
    const RcAsked *one = asked->pdata[i];
    guint64 count;
    if (!count_documents(search, one->documents, &count, error))
      return false;
    rc_results_add_lack(search->results, one->text, count);
  }
  return true;
}

/* --- another spelling --- */

static bool is_known(const char *stem, gpointer data) {
  const RcThesaurusEntry *entries;
  (void)data;
  return rc_thesaurus_find(stem, &entries) > 0;
}

/* True if the query finds a document, within the filters of the request. */
static bool finds(const RcQuery *query, gpointer data) {
  Search *search = data;
  RcRequest *request = search->request;
  g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func((GDestroyNotify)rc_note_free);
  RcRequest other = *request;
  other.query = (RcQuery *)query;
  other.notes = notes;
  g_autoptr(RcPlan) plan = rc_plan_make(search->index, search->stemmer, &other, NULL);
  XapianSearch question = rc_lookup_question(plan ? plan->documents : NULL, 1);
  g_autoptr(XapianResult) result = plan ? ask(search, &question, NULL) : NULL;
  return result && result->matches->len > 0;
}

/* Where nothing is found, what was typed may have been meant otherwise. */
static bool suggest(Search *search, GError **error) {
  const RcRequest *request = search->request;
  if (search->results->total > 0 || !*request->text)
    return true;
  const RcSuggester suggester = {.index = search->index,
                                 .stemmer = search->stemmer,
                                 .goes_on = rc_limit_has_time,
                                 .knows = is_known,
                                 .finds = finds,
                                 .data = search};
  g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func((GDestroyNotify)rc_note_free);
  g_autoptr(RcQuery) query = rc_query_parse(request->text, notes);
  g_autoptr(GError) problem = NULL;
  search->results->suggestion = rc_suggest_query(&suggester, query, request->text, &problem);
  if (!problem)
    return true;
  g_propagate_error(error, g_steal_pointer(&problem));
  return false;
}

static bool run(Search *search, GError **error) {
  g_autoptr(GError) problem = NULL;
  bool passages = search->request->unit == RC_UNIT_PASSAGE;
  bool added = search->similar ? add_similar_hits(search, &problem)
               : passages      ? add_passage_hits(search, &problem)
                               : add_document_hits(search, &problem);
  double each = passages ? 1 : search->answering / (double)MAX(search->results->total, 1);
  if (added && rc_facets_order(search->results, search->index, each, &problem) &&
      count_expansions(search, &problem) && count_lacks(search, &problem) &&
      note_unjudged(search, &problem) && count_ways(search, &problem) && suggest(search, &problem))
    return true;
  /* What was found until then is shown, and said to be not all. */
  bool some = search->results->total > 0 && (!passages || search->results->hits->len > 0);
  if (!some || !g_error_matches(problem, RC_ERROR, RC_ERROR_LIMIT)) {
    g_propagate_error(error, g_steal_pointer(&problem));
    return false;
  }
  search->results->total_passages = added ? search->results->total_passages : 0;
  if (!search->results->expansions)
    search->results->expansions = g_ptr_array_new();
  g_autofree char *seconds = g_strdup_printf("%g", rc_limit_seconds());
  g_ptr_array_add(search->request->notes, rc_note_new(RC_NOTE_TIME_LIMIT, seconds, NULL));
  return true;
}

static void clear_search(Search *search) {
  rc_plan_free(search->plan);
  rc_similar_free(search->similar);
  xapian_query_free(search->complete);
  rc_highlighter_free(search->highlighter);
  rc_stemmer_free(search->stemmer);
  rc_results_free(search->results);
}

RcResults *rc_search(RcIndex *index, RcRequest *request, GError **error) {
  __attribute__((cleanup(clear_search))) Search search = {.index = index, .request = request};
  rc_limit_begin();
  search.stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  search.results = rc_results_new(request->query, rc_index_summary(index));
  search.plan = rc_plan_make(index, search.stemmer, request, error);
  if (search.plan) {
    search.results->added = g_ptr_array_ref(search.plan->added);
    search.complete = xapian_query_copy(search.plan->passages);
  }
  if (search.plan && request->similar &&
      !(search.similar =
            rc_similar_new(index, search.stemmer, request->similar, search.plan->marks, error)))
    return NULL;
  if (search.plan)
    search.highlighter = rc_highlighter_new(search.plan->marks, search.stemmer);
  return search.plan && run(&search, error) ? g_steal_pointer(&search.results) : NULL;
}

/* --- one document whole --- */

static int compare_ordinals(gconstpointer a, gconstpointer b) {
  guint32 x = (*(RcPassageHit *const *)a)->passage->ordinal;
  guint32 y = (*(RcPassageHit *const *)b)->passage->ordinal;
  return (x > y) - (x < y);
}

/* By its id, or by its whole digest, of which the id is the beginning. */
static RcHit *read_whole(Search *search, const char *id, GError **error) {
  g_autoptr(RcDocument) document = NULL;
  g_autoptr(GArray) docids = rc_lookup_document(search->index, id, &document, error);
  g_autoptr(RcHit) hit =
      docids ? read_hit(search, g_array_index(docids, guint32, 0), 0, error) : NULL;
  for (guint i = 1; hit && i < docids->len; i++) {
    RcPassage *passage = rc_index_read_passage(search->index, hit->document,
                                               g_array_index(docids, guint32, i), error);
    if (!passage || !rc_limit_goes_on(error)) {
      rc_passage_free(passage);
      return NULL;
    }
    show_passage(search, hit, passage, false);
  }
  if (hit)
    g_ptr_array_sort(hit->passages, compare_ordinals);
  return g_steal_pointer(&hit);
}

RcHit *rc_search_read(RcIndex *index, const char *id, const RcRequest *request, GError **error) {
  __attribute__((cleanup(clear_search))) Search search = {.index = index};
  rc_limit_begin();
  search.stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_autoptr(GPtrArray) marks = rc_plan_marks(index, search.stemmer, request, error);
  if (marks)
    search.highlighter = rc_highlighter_new(marks, search.stemmer);
  return marks ? read_whole(&search, id, error) : NULL;
}

/* --- without a search --- */

static GArray *find_entries(RcIndex *index, const char *id, GError **error) {
  GError *cause = NULL;
  g_autofree char *term = rc_schema_term(RC_FIELD_ID, id);
  GArray *docids = xapian_database_postings(rc_index_database(index), term, 0, &cause);
  if (!docids)
    rc_index_propagate(error, cause, "index");
  return docids;
}

GArray *rc_lookup_document(RcIndex *index, const char *id, RcDocument **document, GError **error) {
  g_autoptr(GArray) docids = find_entries(index, id, error);
  bool by_digest = docids && docids->len == 0 && strlen(id) == RC_DIGEST_DIGITS;
  if (by_digest) {
    g_autofree char *beginning = g_strndup(id, RC_ID_DIGITS);
    g_clear_pointer(&docids, g_array_unref);
    docids = find_entries(index, beginning, error);
  }
  if (!docids)
    return NULL;
  g_autoptr(RcDocument) read =
      docids->len ? rc_index_read_document(index, g_array_index(docids, guint32, 0), error) : NULL;
  if (docids->len > 0 && !read)
    return NULL;
  if (!read || (by_digest && g_strcmp0(read->sha256, id) != 0)) {
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "%s: no document has this id", id);
    return NULL;
  }
  *document = g_steal_pointer(&read);
  return g_steal_pointer(&docids);
}

GPtrArray *rc_lookup_hits(RcIndex *index, const GArray *docids, GPtrArray *marks,
                          RcStemmer *stemmer, GError **error) {
  __attribute__((cleanup(clear_search))) Search search = {.index = index};
  search.results = rc_results_new(NULL, rc_index_summary(index));
  search.highlighter = rc_highlighter_new(marks, stemmer);
  for (guint i = 0; i < docids->len; i++) {
    XapianMatch match = {.docid = g_array_index(docids, guint32, i)};
    if (!add_passage_as_hit(&search, &match, true, error))
      return NULL;
  }
  return g_ptr_array_ref(search.results->hits);
}
