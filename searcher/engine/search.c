/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search.h"

#include <stdlib.h>
#include <string.h>

#include "article.h"
#include "citation.h"
#include "error.h"
#include "highlight.h"
#include "limit.h"
#include "plan.h"
#include "symbol.h"

/* Documents that can be ranked: beyond that the list is cut and said so. */
#define DOCUMENTS_MAX 200000
/* Passages looked at first for one page of hits; grows tenfold as needed. */
#define FIRST_CANDIDATES 200
/* Passages are short: a word repeated says little more, and one that stands in a
 * long paragraph less.  Measured on 160 known items: MRR@10 0.976 where Xapian's 1
 * and 0.5 give 0.958. */
#define BM25_K1 0.5
#define BM25_B 0.75
/* Values shown of each facet. */
#define FACET_VALUES_MAX 100
/* Language versions of one document. */
#define TWINS_MAX 10

/* One search in progress. */
typedef struct {
  RcIndex *index;
  RcRequest *request;
  RcStemmer *stemmer;
  RcPlan *plan;
  RcHighlighter *highlighter;
  XapianResult *documents; /* all documents that satisfy the query */
  GHashTable *docids;      /* date key (in documents) -> docid of its document entry */
  RcResults *results;
  double end; /* of its processor time, see limit.h */
} Search;

/* --- results --- */

static void free_passage_hit(gpointer data) {
  RcPassageHit *hit = data;
  rc_passage_free(hit->passage);
  g_array_unref(hit->highlights);
  g_free(hit->citation);
  g_free(hit);
}

static void free_twin(gpointer data) {
  RcTwin *twin = data;
  g_free(twin->id);
  g_free(twin->language);
  g_free(twin);
}

static void free_facet_value(gpointer data) {
  RcFacetValue *value = data;
  g_free(value->id);
  g_free(value->label_en);
  g_free(value->label_ru);
  g_free(value);
}

static void free_hit(gpointer hit) {
  rc_hit_free(hit);
}

void rc_hit_free(RcHit *hit) {
  if (!hit)
    return;
  rc_document_free(hit->document);
  g_ptr_array_unref(hit->twins);
  g_ptr_array_unref(hit->passages);
  g_free(hit);
}

void rc_results_free(RcResults *results) {
  if (!results)
    return;
  g_free(results->parsed);
  g_clear_pointer(&results->expansions, g_ptr_array_unref);
  g_free(results->suggestion);
  g_ptr_array_unref(results->hits);
  for (int i = 0; i < RC_N_FIELDS; i++)
    g_clear_pointer(&results->facets[i], g_ptr_array_unref);
  rc_index_summary_clear(&results->index);
  g_free(results);
}

/* --- asking Xapian --- */

static bool is_over(gpointer data) {
  return rc_limit_now() >= ((const Search *)data)->end;
}

/* Between two steps that take time; false with RC_ERROR_LIMIT when there is none left. */
static bool goes_on(Search *search, GError **error) {
  bool over = is_over(search);
  if (over)
    g_set_error(error, RC_ERROR, RC_ERROR_LIMIT,
                "the search took more than %g s of processor time and was ended",
                rc_limit_seconds());
  return !over;
}

static XapianResult *ask(Search *search, const XapianSearch *question, GError **error) {
  GError *cause = NULL;
  XapianSearch watched = *question;
  watched.is_over = is_over;
  watched.is_over_data = search;
  if (!goes_on(search, error))
    return NULL;
  XapianResult *result = xapian_search(rc_index_database(search->index), &watched, &cause);
  if (!result)
    rc_index_propagate(error, cause, "index");
  return result;
}

static XapianSearch new_question(const XapianQuery *query, guint limit) {
  return (XapianSearch){.query = query,
                        .limit = limit,
                        .collapse_slot = XAPIAN_NO_SLOT,
                        .sort_slot = XAPIAN_NO_SLOT,
                        .bm25_k1 = BM25_K1,
                        .bm25_b = BM25_B};
}

static int slot_of(RcField field) {
  return rc_schema_field(field)->slot;
}

/* --- which documents --- */

static int facet_slots(int *slots) {
  int count = 0;
  for (int field = 0; field < RC_N_FIELDS; field++)
    if (rc_schema_field(field)->facet)
      slots[count++] = slot_of(field);
  return count;
}

/* Finds all documents that satisfy the query, newest first unless sorted
 * otherwise, and counts facets over them. */
static bool find_documents(Search *search, GError **error) {
  int slots[RC_N_FIELDS];
  XapianSearch question = new_question(search->plan->documents, DOCUMENTS_MAX);
  question.check_at_least = G_MAXUINT;
  question.collapse_slot = slot_of(RC_FIELD_DATE); /* gives each match its date key */
  question.sort_slot = slot_of(RC_FIELD_DATE);
  question.sort_reverse = search->request->sort != RC_SORT_DATE;
  question.facet_slots = slots;
  question.facet_count = search->request->facets ? (guint)facet_slots(slots) : 0;
  search->documents = ask(search, &question, error);
  if (!search->documents)
    return false;
  search->docids = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < search->documents->matches->len; i++) {
    XapianMatch *match = &g_array_index(search->documents->matches, XapianMatch, i);
    g_hash_table_insert(search->docids, match->collapse_value, GUINT_TO_POINTER(match->docid));
  }
  search->results->total = search->documents->estimated;
  search->results->total_exact = search->documents->lower == search->documents->upper;
  return true;
}

static guint32 docid_of(const Search *search, const char *date_key) {
  return GPOINTER_TO_UINT(g_hash_table_lookup(search->docids, date_key));
}

/* --- facets --- */

static int compare_facet_values(gconstpointer a, gconstpointer b) {
  const RcFacetValue *x = *(RcFacetValue *const *)a, *y = *(RcFacetValue *const *)b;
  return x->count != y->count ? (x->count < y->count) - (x->count > y->count)
                              : strcmp(x->id, y->id);
}

/* Splits joined values and adds up what each part counts. */
static GPtrArray *sum_facet(RcField field, const GArray *counts) {
  g_autoptr(GHashTable) sums = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < counts->len; i++) {
    const XapianValueCount *count = &g_array_index(counts, XapianValueCount, i);
    g_auto(GStrv) values = rc_schema_split_values(count->value);
    for (char **value = values; *value; value++) {
      guint sum = GPOINTER_TO_UINT(g_hash_table_lookup(sums, *value)) + count->count;
      if (**value)
        g_hash_table_replace(sums, g_strdup(*value), GUINT_TO_POINTER(sum));
    }
  }
  GPtrArray *facet = g_ptr_array_new_with_free_func(free_facet_value);
  GHashTableIter iter;
  gpointer id, sum;
  g_hash_table_iter_init(&iter, sums);
  while (g_hash_table_iter_next(&iter, &id, &sum)) {
    RcFacetValue *value = g_new0(RcFacetValue, 1);
    value->id = g_strdup(id);
    value->count = GPOINTER_TO_UINT(sum);
    g_ptr_array_add(facet, value);
  }
  g_ptr_array_sort(facet, compare_facet_values);
  if (facet->len > FACET_VALUES_MAX)
    g_ptr_array_set_size(facet, FACET_VALUES_MAX);
  for (guint i = 0; i < facet->len; i++) { /* only what is shown wants a name */
    RcFacetValue *value = g_ptr_array_index(facet, i);
    const RcNamed *listed = rc_schema_value(field, value->id);
    value->label_en = listed ? g_strdup(listed->label[RC_LANGUAGE_EN])
                             : rc_concept_label(field, value->id, false);
    value->label_ru =
        listed ? g_strdup(listed->label[RC_LANGUAGE_RU]) : rc_concept_label(field, value->id, true);
  }
  return facet;
}

/* --- passages of one document --- */

static RcPassageHit *new_passage_hit(Search *search, const RcDocument *document, RcPassage *passage,
                                     bool complete) {
  RcPassageHit *hit = g_new0(RcPassageHit, 1);
  hit->passage = passage;
  hit->complete = complete;
  hit->highlights = rc_highlighter_mark(search->highlighter, passage);
  guint32 first = hit->highlights->len ? g_array_index(hit->highlights, RcHighlight, 0).start : 0;
  hit->hit_page = rc_passage_page_at(passage, first);
  hit->citation = rc_citation_format(document, passage);
  return hit;
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
    g_ptr_array_add(hit->passages, new_passage_hit(search, hit->document, passage, complete));
  return true;
}

/* Adds the best passages of the hit's document that match `query`, up to the
 * number asked for; *count is how many there are. */
static bool add_passages(Search *search, RcHit *hit, const XapianQuery *query, bool complete,
                         guint32 *count, GError **error) {
  g_autofree char *term = rc_schema_term(RC_FIELD_ID, hit->document->id);
  g_autoptr(XapianQuery) within = xapian_query_new_term(term);
  XapianQuery *parts[] = {(XapianQuery *)query, within};
  g_autoptr(XapianQuery) own = xapian_query_new_combined(XAPIAN_FILTER, parts, 2);
  XapianSearch question = new_question(own, search->request->passages);
  question.check_at_least = G_MAXUINT;
  g_autoptr(XapianResult) result = ask(search, &question, error);
  if (!result)
    return false;
  *count = result->estimated;
  for (guint i = 0; i < result->matches->len && hit->passages->len < search->request->passages;
       i++) {
    guint32 docid = g_array_index(result->matches, XapianMatch, i).docid;
    if (!add_passage(search, hit, docid, complete, error))
      return false;
  }
  return true;
}

/* Passages that satisfy the query by themselves are ranked by weight, too. */
static XapianQuery *complete_passages(const RcPlan *plan) {
  XapianQuery *parts[] = {plan->ranking, plan->passages};
  return xapian_query_new_combined(XAPIAN_FILTER, parts, 2);
}

/* Those that satisfy the whole query first, then those that hold most of it. */
static bool show_best_passages(Search *search, RcHit *hit, GError **error) {
  guint32 complete_count = 0, partial_count = 0;
  g_autoptr(XapianQuery) complete = complete_passages(search->plan);
  if (!search->plan->has_passages)
    return true;
  if (!add_passages(search, hit, complete, true, &complete_count, error))
    return false;
  guint shown = hit->passages->len;
  hit->more_passages = complete_count > shown ? complete_count - shown : 0;
  return shown >= search->request->passages ||
         add_passages(search, hit, search->plan->ranking, false, &partial_count, error);
}

/* --- hits --- */

static bool add_twins(Search *search, RcHit *hit, GError **error) {
  const char *symbol = rc_document_peek(hit->document, RC_METADATA_SYMBOL);
  if (!symbol)
    return true;
  g_autofree char *canonical = rc_symbol_normalise(symbol);
  g_autofree char *term = rc_schema_term(RC_FIELD_SYMBOL, canonical);
  g_autoptr(XapianQuery) same_symbol = xapian_query_new_term(term);
  g_autoptr(XapianQuery) versions = rc_plan_new_documents_query(same_symbol);
  XapianSearch question = new_question(versions, TWINS_MAX);
  g_autoptr(XapianResult) result = ask(search, &question, error);
  for (guint i = 0; result && i < result->matches->len; i++) {
    guint32 docid = g_array_index(result->matches, XapianMatch, i).docid;
    g_autoptr(RcDocument) other = rc_index_read_document(search->index, docid, error);
    if (!other)
      return false;
    if (strcmp(other->id, hit->document->id) == 0)
      continue;
    RcTwin *twin = g_new0(RcTwin, 1);
    twin->id = g_strdup(other->id);
    twin->language = g_strdup(rc_document_peek(other, RC_METADATA_LANGUAGE));
    g_ptr_array_add(hit->twins, twin);
  }
  return result != NULL;
}

static RcHit *read_hit(Search *search, guint32 docid, double score, GError **error) {
  RcDocument *document = rc_index_read_document(search->index, docid, error);
  if (!document)
    return NULL;
  g_autoptr(RcHit) hit = g_new0(RcHit, 1);
  hit->document = document;
  hit->twins = g_ptr_array_new_with_free_func(free_twin);
  hit->passages = g_ptr_array_new_with_free_func(free_passage_hit);
  hit->score = score;
  return add_twins(search, hit, error) ? g_steal_pointer(&hit) : NULL;
}

/* A document in the order of the results. */
typedef struct {
  guint32 docid;
  double score;
} Ranked;

static void append_ranked(GArray *order, guint32 docid, double score) {
  Ranked ranked = {docid, score};
  g_array_append_val(order, ranked);
}

/* The documents found, by their best passages, until `wanted` are there or no
 * passage is left. */
static bool rank_by_passages(Search *search, guint wanted, GArray *order, GError **error) {
  XapianSearch question = new_question(search->plan->ranking, FIRST_CANDIDATES);
  question.collapse_slot = slot_of(RC_FIELD_DATE);
  question.sort_slot = slot_of(RC_FIELD_DATE);
  question.weight_first = true;
  question.sort_reverse = true;
  for (question.limit = MAX(FIRST_CANDIDATES, 2 * wanted);; question.limit *= 10) {
    g_autoptr(XapianResult) result = ask(search, &question, error);
    if (!result)
      return false;
    g_array_set_size(order, 0);
    for (guint i = 0; i < result->matches->len && order->len < wanted; i++) {
      const XapianMatch *match = &g_array_index(result->matches, XapianMatch, i);
      guint32 docid = docid_of(search, match->collapse_value);
      if (docid)
        append_ranked(order, docid, match->weight);
    }
    if (order->len >= wanted || result->matches->len < question.limit)
      return true;
  }
}

/* Documents that satisfy the query without a passage that holds any of it (only
 * their date or title does) come last: nothing found may be out of reach. */
static void append_rest(Search *search, GArray *order, guint wanted) {
  g_autoptr(GHashTable) ranked = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < order->len; i++)
    g_hash_table_add(ranked, GUINT_TO_POINTER(g_array_index(order, Ranked, i).docid));
  for (guint i = 0; i < search->documents->matches->len && order->len < wanted; i++) {
    guint32 docid = g_array_index(search->documents->matches, XapianMatch, i).docid;
    if (!g_hash_table_contains(ranked, GUINT_TO_POINTER(docid)))
      append_ranked(order, docid, 0);
  }
}

static bool add_document_hits(Search *search, GError **error) {
  const RcRequest *request = search->request;
  guint wanted = MIN(request->offset + request->limit, search->documents->matches->len);
  g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(Ranked));
  if (request->sort == RC_SORT_RELEVANCE && search->plan->has_passages &&
      !rank_by_passages(search, wanted, order, error))
    return false;
  append_rest(search, order, wanted);
  for (guint i = request->offset; i < order->len; i++) {
    const Ranked *ranked = &g_array_index(order, Ranked, i);
    g_autoptr(RcHit) hit = read_hit(search, ranked->docid, ranked->score, error);
    if (!hit || !show_best_passages(search, hit, error))
      return false;
    g_ptr_array_add(search->results->hits, g_steal_pointer(&hit));
  }
  return true;
}

/* --- passages as the unit --- */

/* The date key of an entry, yours to free. */
static char *read_date_key(Search *search, guint32 docid, GError **error) {
  GError *cause = NULL;
  char *key = xapian_database_value(rc_index_database(search->index), docid,
                                    (guint)slot_of(RC_FIELD_DATE), &cause);
  if (!key)
    rc_index_propagate(error, cause, "index");
  return key;
}

static bool add_passage_as_hit(Search *search, const XapianMatch *match, GError **error) {
  g_autofree char *key = read_date_key(search, match->docid, error);
  if (!key)
    return false;
  guint32 docid =
      rc_index_find_document(search->index, rc_schema_date_key_id(key), match->docid, error);
  g_autoptr(RcHit) hit = docid ? read_hit(search, docid, match->weight, error) : NULL;
  if (!hit || !add_passage(search, hit, match->docid, true, error))
    return false;
  g_ptr_array_add(search->results->hits, g_steal_pointer(&hit));
  return true;
}

static bool add_passage_hits(Search *search, GError **error) {
  const RcRequest *request = search->request;
  g_autoptr(XapianQuery) complete = complete_passages(search->plan);
  XapianSearch question = new_question(complete, request->limit);
  question.offset = request->offset;
  question.check_at_least = G_MAXUINT;
  question.sort_slot = slot_of(RC_FIELD_DATE);
  question.weight_first = request->sort == RC_SORT_RELEVANCE;
  question.sort_reverse = request->sort != RC_SORT_DATE;
  g_autoptr(XapianResult) result = ask(search, &question, error);
  if (!result)
    return false;
  search->results->total = result->estimated;
  search->results->total_exact = result->lower == result->upper && search->plan->passages_exact;
  for (guint i = 0; i < result->matches->len; i++)
    if (!add_passage_as_hit(search, &g_array_index(result->matches, XapianMatch, i), error))
      return false;
  return true;
}

/* --- all together --- */

/* How many passages satisfy the query by themselves; with NOT, only those count
 * whose document is found, too. */
static bool count_passages(Search *search, GError **error) {
  if (!search->plan->has_passages)
    return true;
  bool by_document = search->plan->has_not && search->request->unit == RC_UNIT_DOCUMENT;
  XapianSearch question = new_question(search->plan->passages, by_document ? DOCUMENTS_MAX : 0);
  question.check_at_least = G_MAXUINT;
  g_autoptr(XapianResult) result = ask(search, &question, error);
  if (!result)
    return false;
  search->results->total_passages = by_document ? 0 : result->estimated;
  for (guint i = 0; by_document && i < result->matches->len; i++) {
    guint32 docid = g_array_index(result->matches, XapianMatch, i).docid;
    g_autofree char *key = read_date_key(search, docid, error);
    if (!key)
      return false;
    search->results->total_passages += docid_of(search, key) != 0;
  }
  return true;
}

static bool count_expansions(Search *search, GError **error) {
  GPtrArray *expansions = search->plan->expansions;
  for (guint i = 0; i < expansions->len; i++) {
    RcExpansion *expansion = g_ptr_array_index(expansions, i);
    g_autofree char *term = rc_schema_term(expansion->concept->field, expansion->concept->id);
    g_autoptr(XapianQuery) concept = xapian_query_new_term(term);
    g_autoptr(XapianQuery) query = rc_plan_new_documents_query(concept);
    XapianSearch question = new_question(query, 0);
    question.check_at_least = G_MAXUINT;
    g_autoptr(XapianResult) result = ask(search, &question, error);
    if (!result)
      return false;
    expansion->count = result->estimated;
  }
  search->results->expansions = g_ptr_array_ref(expansions);
  return true;
}

static bool run(Search *search, GError **error) {
  if (!find_documents(search, error))
    return false;
  guint number = 0;
  for (int field = 0; search->request->facets && field < RC_N_FIELDS; field++)
    if (rc_schema_field(field)->facet)
      search->results->facets[field] =
          sum_facet(field, g_ptr_array_index(search->documents->facets, number++));
  g_autoptr(GError) problem = NULL;
  bool passages = search->request->unit == RC_UNIT_PASSAGE;
  bool added = passages ? add_passage_hits(search, &problem) : add_document_hits(search, &problem);
  if (added && count_passages(search, &problem) && count_expansions(search, &problem))
    return true;
  /* How many documents there are is known: what was found until then is shown, and said to
   * be not all. */
  bool some = !passages || search->results->hits->len > 0;
  if (!some || !g_error_matches(problem, RC_ERROR, RC_ERROR_LIMIT)) {
    g_propagate_error(error, g_steal_pointer(&problem));
    return false;
  }
  search->results->total_passages = added ? search->results->total_passages : 0;
  search->results->expansions = g_ptr_array_new();
  g_autofree char *seconds = g_strdup_printf("%g", rc_limit_seconds());
  g_ptr_array_add(search->request->notes, rc_note_new(RC_NOTE_TIME_LIMIT, seconds, NULL));
  return true;
}

static void clear_search(Search *search) {
  rc_plan_free(search->plan);
  rc_highlighter_free(search->highlighter);
  xapian_result_free(search->documents);
  g_clear_pointer(&search->docids, g_hash_table_unref);
  rc_stemmer_free(search->stemmer);
  rc_results_free(search->results);
}

static RcResults *new_results(RcIndex *index, const RcRequest *request) {
  RcResults *results = g_new0(RcResults, 1);
  results->parsed = rc_query_to_string(request->query);
  results->hits = g_ptr_array_new_with_free_func(free_hit);
  const RcIndexSummary *summary = rc_index_summary(index);
  results->index = *summary;
  results->index.state = g_strdup(summary->state);
  results->index.updated = g_strdup(summary->updated);
  return results;
}

RcResults *rc_search(RcIndex *index, RcRequest *request, GError **error) {
  __attribute__((cleanup(clear_search)))
  Search search = {.index = index, .request = request, .end = rc_limit_now() + rc_limit_seconds()};
  search.stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  search.results = new_results(index, request);
  search.plan = rc_plan_make(index, search.stemmer, request->query, request->notes, error);
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

/* The entries of the document with that id, its own first; of none if there is no such
 * document. */
static GArray *find_entries(Search *search, const char *id, GError **error) {
  GError *cause = NULL;
  g_autofree char *term = rc_schema_term(RC_FIELD_ID, id);
  GArray *docids = xapian_database_postings(rc_index_database(search->index), term, 0, &cause);
  if (!docids)
    rc_index_propagate(error, cause, "index");
  return docids;
}

/* By its id, or by its whole digest, of which the id is the beginning. */
static RcHit *read_whole(Search *search, const char *id, GError **error) {
  g_autoptr(GArray) docids = find_entries(search, id, error);
  bool by_digest = docids && docids->len == 0 && strlen(id) == RC_DIGEST_DIGITS;
  if (by_digest) {
    g_autofree char *beginning = g_strndup(id, RC_ID_DIGITS);
    g_clear_pointer(&docids, g_array_unref);
    docids = find_entries(search, beginning, error);
  }
  if (!docids)
    return NULL;
  g_autoptr(RcHit) hit =
      docids->len ? read_hit(search, g_array_index(docids, guint32, 0), 0, error) : NULL;
  if (docids->len == 0 || (hit && by_digest && g_strcmp0(hit->document->sha256, id) != 0)) {
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "%s: no document has this id", id);
    return NULL;
  }
  for (guint i = 1; hit && i < docids->len; i++) {
    RcPassage *passage = rc_index_read_passage(search->index, hit->document,
                                               g_array_index(docids, guint32, i), error);
    if (!passage || !goes_on(search, error)) {
      rc_passage_free(passage);
      return NULL;
    }
    g_ptr_array_add(hit->passages, new_passage_hit(search, hit->document, passage, false));
  }
  if (hit)
    g_ptr_array_sort(hit->passages, compare_ordinals);
  return g_steal_pointer(&hit);
}

RcHit *rc_search_read(RcIndex *index, const char *id, const RcRequest *request, GError **error) {
  __attribute__((cleanup(clear_search)))
  Search search = {.index = index, .end = rc_limit_now() + rc_limit_seconds()};
  search.stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  search.results = g_new0(RcResults, 1);
  search.results->hits = g_ptr_array_new();
  g_autoptr(GPtrArray) marks =
      rc_plan_marks(index, search.stemmer, request ? request->query : NULL, error);
  if (marks)
    search.highlighter = rc_highlighter_new(marks, search.stemmer);
  return marks ? read_whole(&search, id, error) : NULL;
}
