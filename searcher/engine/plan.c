/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

#include <string.h>

#include "article.h"
#include "error.h"
#include "highlight.h"
#include "search.h"
#include "symbol.h"

/* Words that one word* may stand for. */
#define PREFIX_WORDS_MAX 200
/* Documents and passages that one phrase is followed into; a phrase that is
 * commoner is searched in passages by its stems. */
#define PHRASE_DOCUMENTS_MAX 500
#define PHRASE_PASSAGES_MAX 5000
/* Documents that are named one by one because only they carry what was asked for; each
 * holds a block of the database in memory. */
#define NAMED_DOCUMENTS_MAX 10000
/* Names that one query word is widened to. */
#define STEMS_MAX 32
/* What satisfying the whole query is worth: more than any sum of BM25 weights. */
#define COMPLETE_WEIGHT 1000.0

typedef struct {
  RcIndex *index;
  RcStemmer *stemmer;
  GPtrArray *notes;
  RcPlan *plan;
  GPtrArray *ranked; /* of XapianQuery *: what weighs */
  bool marks_only;   /* no condition has to be right */
} Planner;

/* The same condition on document entries and on passage entries. */
typedef struct {
  XapianQuery *document;
  XapianQuery *passage;
} Condition;

static void free_query(gpointer query) {
  xapian_query_free(query);
}

static void free_expansion(gpointer data) {
  RcExpansion *expansion = data;
  g_free(expansion->word);
  g_free(expansion);
}

void rc_plan_free(RcPlan *plan) {
  if (!plan)
    return;
  xapian_query_free(plan->documents);
  xapian_query_free(plan->passages);
  xapian_query_free(plan->ranking);
  g_ptr_array_unref(plan->expansions);
  g_ptr_array_unref(plan->marks);
  g_free(plan);
}

static XapianQuery *new_term_query(RcField field, const char *value) {
  g_autofree char *term = rc_schema_term(field, value);
  return xapian_query_new_term(term);
}

static XapianQuery *new_document_entries(void) {
  return new_term_query(RC_FIELD_ENTRY, "document");
}

/* Combines and frees the parts. */
static XapianQuery *combine(XapianOperator op, GPtrArray *parts) {
  XapianQuery *combined =
      parts->len ? xapian_query_new_combined(op, (XapianQuery *const *)parts->pdata, parts->len)
                 : xapian_query_new_nothing();
  g_ptr_array_unref(parts);
  return combined;
}

static XapianQuery *combine_two(XapianOperator op, XapianQuery *a, XapianQuery *b) {
  GPtrArray *parts = g_ptr_array_new_with_free_func(free_query);
  g_ptr_array_add(parts, a);
  g_ptr_array_add(parts, b);
  return combine(op, parts);
}

/* Takes `query`, and so does only_passages. */
static XapianQuery *only_documents(XapianQuery *query) {
  return combine_two(XAPIAN_FILTER, query, new_document_entries());
}

/* All other entries are passages. */
static XapianQuery *only_passages(XapianQuery *query) {
  return combine_two(XAPIAN_AND_NOT, query, new_document_entries());
}

XapianQuery *rc_plan_new_documents_query(const XapianQuery *query) {
  return only_documents(xapian_query_copy(query));
}

static Condition same(XapianQuery *query) {
  return (Condition){query, xapian_query_copy(query)};
}

static void rank_by(Planner *planner, const XapianQuery *query) {
  g_ptr_array_add(planner->ranked, xapian_query_copy(query));
}

static RcMark *add_mark(Planner *planner, RcMarkType type, const char *text) {
  RcMark *mark = g_new0(RcMark, 1);
  mark->type = type;
  mark->text = g_strdup(text);
  g_ptr_array_add(planner->plan->marks, mark);
  return mark;
}

static void free_mark(gpointer mark) {
  rc_mark_free(mark);
}

/* --- words --- */

/* True if the form names a region by the name of a town in it, and only for searches:
 * no meaning beside that of the town. */
static bool is_around(const RcForm *form, const RcForm *other) {
  return form->rule == RC_RULE_NEVER && form->concept != other->concept &&
         rc_vocabulary_is_below(rc_vocabulary_concept(other->concept),
                                rc_vocabulary_concept(form->concept));
}

/* True of "КПП": who types that may look for a checkpoint. */
static bool is_doubtful(const RcForm *form) {
  return form->rule == RC_RULE_OFFICIAL || form->rule == RC_RULE_NAMED;
}

/* The one form that counts, or NULL if the forms mean several concepts.  A common word
 * that also names a right is no name of it; what names a body and its treaty is the
 * body. */
static const RcForm *only_meaning(const RcForm *forms, int count) {
  const RcForm *chosen = NULL;
  for (int i = 0; i < count; i++) {
    RcField field = rc_vocabulary_concept(forms[i].concept)->field;
    if (field == RC_FIELD_RIGHT || (field == RC_FIELD_ARTICLE && chosen))
      continue;
    if (!chosen || is_around(chosen, &forms[i]))
      chosen = &forms[i];
    else if (chosen->concept != forms[i].concept && !is_around(&forms[i], chosen))
      return NULL;
  }
  return chosen && chosen->rule != RC_RULE_NEVER && !is_doubtful(chosen) ? chosen : NULL;
}

/* The stems under which a plain query word is searched: its own, and those of
 * all one-word names of the concept it means, if it means exactly one.  Of
 * char *, yours to unref.  *concept is NULL if it means none. */
static GPtrArray *find_stems(RcStemmer *stemmer, const char *word, const RcConcept **concept) {
  GPtrArray *stems = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(stems, g_strdup(rc_stemmer_stem(stemmer, word)));
  const RcForm *forms = NULL;
  int count = rc_vocabulary_find(word, &forms);
  const RcForm *meant = only_meaning(forms, count);
  *concept = meant ? rc_vocabulary_concept(meant->concept) : NULL;
  if (!meant)
    return stems; /* several meanings, or none: only what was typed */
  for (int i = 0; i < (*concept)->form_count && stems->len < STEMS_MAX; i++) {
    const RcForm *form = rc_vocabulary_concept_form(*concept, i);
    const char *words = rc_vocabulary_form_words(form);
    if (strchr(words, ' ') || is_doubtful(form))
      continue;
    const char *stem = rc_stemmer_stem(stemmer, words);
    if (!g_ptr_array_find_with_equal_func(stems, stem, g_str_equal, NULL))
      g_ptr_array_add(stems, g_strdup(stem));
  }
  return stems;
}

static Condition plan_word(Planner *planner, const RcQuery *query) {
  const RcConcept *concept;
  g_autoptr(GPtrArray) stems = find_stems(planner->stemmer, query->text, &concept);
  GPtrArray *terms = g_ptr_array_new_with_free_func(free_query);
  for (guint i = 0; i < stems->len; i++) {
    const char *stem = g_ptr_array_index(stems, i);
    g_ptr_array_add(terms, new_term_query(RC_FIELD_STEM, stem));
    add_mark(planner, RC_MARK_STEM, stem);
  }
  if (concept) {
    RcExpansion *expansion = g_new0(RcExpansion, 1);
    expansion->word = g_strdup(query->text);
    expansion->concept = concept;
    g_ptr_array_add(planner->plan->expansions, expansion);
  }
  XapianQuery *word = combine(XAPIAN_SYNONYM, terms);
  rank_by(planner, word);
  planner->plan->has_passages = true;
  return same(word);
}

static Condition plan_prefix(Planner *planner, const RcQuery *query, GError **error) {
  GError *cause = NULL;
  g_autoptr(GPtrArray) words =
      planner->index ? xapian_database_terms(rc_index_database(planner->index), query->text,
                                             PREFIX_WORDS_MAX + 1, &cause)
                     : g_ptr_array_new();
  if (!words) {
    rc_index_propagate(error, cause, "index");
    return (Condition){0};
  }
  bool limited = words->len > PREFIX_WORDS_MAX;
  if (!limited)
    add_mark(planner, RC_MARK_PREFIX, query->text);
  else {
    g_autofree char *limit = g_strdup_printf("%d", PREFIX_WORDS_MAX);
    g_ptr_array_add(planner->notes, rc_note_new(RC_NOTE_PREFIX_LIMITED, limit, query->text, NULL));
    g_ptr_array_set_size(words, PREFIX_WORDS_MAX);
    planner->plan->passages_exact = false;
  }
  GPtrArray *forms = g_ptr_array_new_with_free_func(free_query);
  GPtrArray *stems = g_ptr_array_new_with_free_func(free_query);
  for (guint i = 0; i < words->len; i++) {
    const char *word = g_ptr_array_index(words, i);
    g_ptr_array_add(forms, new_term_query(RC_FIELD_WORD, word));
    if (limited)
      add_mark(planner, RC_MARK_FORM, word);
    g_ptr_array_add(stems, new_term_query(RC_FIELD_STEM, rc_stemmer_stem(planner->stemmer, word)));
  }
  Condition condition = {combine(XAPIAN_OR, forms), combine(XAPIAN_SYNONYM, stems)};
  rank_by(planner, condition.passage);
  planner->plan->has_passages = true;
  return condition;
}

/* --- phrases and exact forms, by positions --- */

static bool fail(GError *cause, GError **error) {
  rc_index_propagate(error, cause, "index");
  return false;
}

static int compare_positions(gconstpointer a, gconstpointer b) {
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
  return (x > y) - (x < y);
}

/* Positions of each word in one document; of GArray *, or NULL. */
static GPtrArray *read_positions(Planner *planner, guint32 docid, const GPtrArray *words,
                                 GError **error) {
  g_autoptr(GPtrArray) positions = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  for (guint i = 0; i < words->len; i++) {
    GError *cause = NULL;
    GArray *own = xapian_database_positions(rc_index_database(planner->index), docid,
                                            g_ptr_array_index(words, i), &cause);
    if (!own) {
      fail(cause, error);
      return NULL;
    }
    g_ptr_array_add(positions, own);
  }
  return g_steal_pointer(&positions);
}

/* True if the words after the first stand right behind it at `start`. */
static bool stands_at(const GPtrArray *positions, guint32 start) {
  for (guint i = 1; i < positions->len; i++) {
    guint32 wanted = start + i;
    if (!g_array_binary_search(g_ptr_array_index(positions, i), &wanted, compare_positions, NULL))
      return false;
  }
  return true;
}

/* Adds a query for the passages of a document in which the words stand in a row, and
 * counts them. */
static bool add_phrase_passages(Planner *planner, guint32 docid, const GPtrArray *words,
                                GPtrArray *queries, guint *count, GError **error) {
  g_autoptr(RcDocument) document = rc_index_read_document(planner->index, docid, error);
  g_autoptr(GPtrArray) positions = document ? read_positions(planner, docid, words, error) : NULL;
  if (!positions)
    return false;
  const GArray *starts = document->passage_positions;
  const GArray *first = g_ptr_array_index(positions, 0);
  GPtrArray *passages = g_ptr_array_new_with_free_func(free_query);
  guint ordinal = 0, last_added = 0;
  for (guint i = 0; i < first->len; i++) {
    guint32 position = g_array_index(first, guint32, i);
    while (ordinal < starts->len && g_array_index(starts, guint32, ordinal) <= position)
      ordinal++;
    if (ordinal == last_added || !stands_at(positions, position))
      continue;
    g_autofree char *value = g_strdup_printf("%u", ordinal);
    g_ptr_array_add(passages, new_term_query(RC_FIELD_PASSAGE, value));
    last_added = ordinal;
  }
  *count += passages->len;
  g_ptr_array_add(queries, combine_two(XAPIAN_AND, new_term_query(RC_FIELD_ID, document->id),
                                       combine(XAPIAN_OR, passages)));
  return true;
}

/* The documents that satisfy `query`, at most `limit`; each match has its date key. */
static XapianResult *find_documents(Planner *planner, const XapianQuery *query, guint limit,
                                    GError **error) {
  GError *cause = NULL;
  g_autoptr(XapianQuery) documents = rc_plan_new_documents_query(query);
  XapianSearch search = {.query = documents,
                         .limit = limit,
                         .collapse_slot = rc_schema_field(RC_FIELD_DATE)->slot,
                         .sort_slot = XAPIAN_NO_SLOT};
  XapianResult *result = xapian_search(rc_index_database(planner->index), &search, &cause);
  if (!result)
    fail(cause, error);
  return result;
}

/* The passages that hold the words in a row; a superset (all of their stems) with
 * passages_exact unset where there are too many to name. */
static XapianQuery *find_phrase_passages(Planner *planner, const XapianQuery *documents,
                                         const GPtrArray *words, XapianQuery *stems,
                                         GError **error) {
  g_autoptr(XapianQuery) superset = stems;
  g_autoptr(XapianResult) result =
      find_documents(planner, documents, PHRASE_DOCUMENTS_MAX + 1, error);
  if (!result)
    return NULL;
  const GArray *matches = result->matches;
  GPtrArray *passages = g_ptr_array_new_with_free_func(free_query);
  guint count = 0;
  for (guint i = 0;
       matches->len <= PHRASE_DOCUMENTS_MAX && i < matches->len && count <= PHRASE_PASSAGES_MAX;
       i++) {
    guint32 docid = g_array_index(matches, XapianMatch, i).docid;
    if (!add_phrase_passages(planner, docid, words, passages, &count, error)) {
      g_ptr_array_unref(passages);
      return NULL;
    }
  }
  if (matches->len <= PHRASE_DOCUMENTS_MAX && count <= PHRASE_PASSAGES_MAX)
    return combine(XAPIAN_OR, passages);
  g_ptr_array_unref(passages);
  planner->plan->passages_exact = false;
  return g_steal_pointer(&superset);
}

/* A phrase, or one word in exactly this form. */
static Condition plan_positional(Planner *planner, const GPtrArray *words, GError **error) {
  GPtrArray *stems = g_ptr_array_new_with_free_func(free_query);
  for (guint i = 0; i < words->len; i++) {
    XapianQuery *stem = new_term_query(
        RC_FIELD_STEM, rc_stemmer_stem(planner->stemmer, g_ptr_array_index(words, i)));
    rank_by(planner, stem);
    g_ptr_array_add(stems, stem);
  }
  planner->plan->has_passages = true;
  Condition condition = {xapian_query_new_phrase((const char *const *)words->pdata, words->len),
                         NULL};
  XapianQuery *superset = combine(XAPIAN_AND, stems);
  condition.passage = planner->marks_only ? superset
                                          : find_phrase_passages(planner, condition.document, words,
                                                                 superset, error);
  return condition;
}

static Condition plan_exact(Planner *planner, const RcQuery *query, GError **error) {
  g_autoptr(GPtrArray) words = g_ptr_array_new();
  g_ptr_array_add(words, query->text);
  add_mark(planner, RC_MARK_FORM, query->text);
  return plan_positional(planner, words, error);
}

/* --- fields --- */

static void note_ambiguity(Planner *planner, const RcQuery *query, const GPtrArray *concepts) {
  g_autoptr(GString) names = g_string_new(NULL);
  for (guint i = 0; i < concepts->len; i++) {
    const RcConcept *concept = g_ptr_array_index(concepts, i);
    g_string_append_printf(names, "%s%s (%s)", i ? ", " : "", concept->label_en, concept->id);
  }
  g_ptr_array_add(planner->notes,
                  rc_note_new(RC_NOTE_AMBIGUOUS_NAME, query->text, names->str, NULL));
}

/* A concept by any of its names; of an instrument, perhaps one article. */
static Condition plan_concept(Planner *planner, const RcQuery *query, GError **error) {
  int number = 0;
  g_autoptr(GPtrArray) concepts = query->field == RC_FIELD_ARTICLE
                                      ? rc_article_resolve(query->text, &number)
                                      : rc_vocabulary_resolve(query->field, query->text);
  if (concepts->len == 0 && planner->marks_only)
    return same(xapian_query_new_nothing());
  if (concepts->len == 0) {
    const RcFieldInfo *info = rc_schema_field(query->field);
    g_autofree char *noun = g_utf8_strdown(info->label[RC_LANGUAGE_EN], -1);
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY,
                "%s: no %s of this name is known (recourse-search --vocabulary %s lists them); "
                "search for it as a word instead",
                query->text, noun, info->name);
    return (Condition){0};
  }
  if (concepts->len > 1)
    note_ambiguity(planner, query, concepts);
  GPtrArray *terms = g_ptr_array_new_with_free_func(free_query);
  for (guint i = 0; i < concepts->len; i++) {
    const RcConcept *concept = g_ptr_array_index(concepts, i);
    g_autofree char *value = rc_article_value(concept, number);
    g_ptr_array_add(terms, new_term_query(concept->field, value));
    if (number)
      add_mark(planner, RC_MARK_ARTICLE, value);
    else
    add_mark(planner, RC_MARK_CONCEPT, NULL)->concept = concept;
  }
  planner->plan->has_passages = true;
  return same(combine(XAPIAN_OR, terms));
}

/* A condition that only document entries carry; of passages, those of the documents that
 * satisfy it. */
static Condition through_documents(Planner *planner, XapianQuery *documents, GError **error) {
  if (planner->marks_only)
    return same(documents);
  Condition condition = {documents, NULL};
  g_autoptr(XapianResult) found =
      find_documents(planner, documents, NAMED_DOCUMENTS_MAX + 1, error);
  if (!found)
    return condition;
  if (found->matches->len > NAMED_DOCUMENTS_MAX) {
    planner->plan->passages_exact = false;
    g_autofree char *limit = g_strdup_printf("%d", NAMED_DOCUMENTS_MAX);
    g_ptr_array_add(planner->notes, rc_note_new(RC_NOTE_DOCUMENTS_LIMITED, limit, NULL));
  }
  GPtrArray *ids = g_ptr_array_new_with_free_func(free_query);
  for (guint i = 0; i < MIN(found->matches->len, NAMED_DOCUMENTS_MAX); i++) {
    const char *key = g_array_index(found->matches, XapianMatch, i).collapse_value;
    g_ptr_array_add(ids, new_term_query(RC_FIELD_ID, rc_schema_date_key_id(key)));
  }
  condition.passage = combine(XAPIAN_OR, ids);
  return condition;
}

/* Every word of the value, in any inflection. */
static XapianQuery *new_words_query(Planner *planner, const RcQuery *query) {
  GPtrArray *terms = g_ptr_array_new_with_free_func(free_query);
  g_auto(RcTokens) tokens;
  rc_tokens_start(&tokens, query->text, -1);
  for (RcToken token; rc_tokens_next(&tokens, &token);)
    g_ptr_array_add(terms,
                    new_term_query(query->field, rc_stemmer_stem(planner->stemmer, token.word)));
  return combine(XAPIAN_AND, terms);
}

/* A symbol in any spelling; one that ends in "/" is a prefix, and an exact term. */
static XapianQuery *new_symbol_query(Planner *planner, const RcQuery *query) {
  g_autoptr(GPtrArray) values = rc_symbol_query_terms(query->text);
  GPtrArray *terms = g_ptr_array_new_with_free_func(free_query);
  for (guint i = 0; i < values->len; i++) {
    g_autofree char *upper = g_utf8_strup(g_ptr_array_index(values, i), -1);
    g_ptr_array_add(terms, new_term_query(query->field, upper));
    if (rc_schema_field(query->field)->evidence)
      add_mark(planner, RC_MARK_CITATION, upper);
  }
  return combine(XAPIAN_OR, terms);
}

/* What begins with `from`, or lies between it and what begins with `to`: years are the
 * beginnings of dates, which both kinds of entry carry. */
static XapianQuery *new_date_range(const char *from, const char *to) {
  g_autofree char *end = to ? g_strconcat(to, "\x7f", NULL) : NULL;
  /* An open start must still leave out what has no date. */
  return xapian_query_new_value_range((guint)rc_schema_field(RC_FIELD_DATE)->slot,
                                      from ? from : "0", end);
}

static Condition plan_field(Planner *planner, const RcQuery *query, GError **error) {
  const RcFieldInfo *info = rc_schema_field(query->field);
  if (info->match == RC_MATCH_NAME)
    return plan_concept(planner, query, error);
  XapianQuery *condition = info->match == RC_MATCH_WORDS ? new_words_query(planner, query)
                           : info->match == RC_MATCH_SYMBOL
                               ? new_symbol_query(planner, query)
                               : new_term_query(query->field, query->text);
  planner->plan->has_passages |= info->evidence;
  if (info->match == RC_MATCH_YEARS)
    return (Condition){condition, new_date_range(query->text, query->text)};
  return info->entries & RC_IN_PASSAGE ? same(condition)
                                       : through_documents(planner, condition, error);
}

/* --- the tree --- */

static Condition plan_node(Planner *planner, const RcQuery *query, GError **error);

static Condition plan_children(Planner *planner, const RcQuery *query, XapianOperator op,
                               GError **error) {
  GPtrArray *documents = g_ptr_array_new_with_free_func(free_query);
  GPtrArray *passages = g_ptr_array_new_with_free_func(free_query);
  bool planned = true;
  for (guint i = 0; planned && i < query->children->len; i++) {
    Condition child = plan_node(planner, g_ptr_array_index(query->children, i), error);
    planned = child.document && child.passage;
    if (child.document)
      g_ptr_array_add(documents, child.document);
    if (child.passage)
      g_ptr_array_add(passages, child.passage);
  }
  Condition condition = {combine(op, documents), combine(op, passages)};
  if (planned)
    return condition;
  xapian_query_free(condition.document);
  xapian_query_free(condition.passage);
  return (Condition){0};
}

/* What is excluded neither ranks nor is marked nor makes a query one about passages. */
static Condition plan_not(Planner *planner, const RcQuery *query, GError **error) {
  guint ranked = planner->ranked->len, marks = planner->plan->marks->len;
  bool has_passages = planner->plan->has_passages;
  Condition child = plan_node(planner, g_ptr_array_index(query->children, 0), error);
  g_ptr_array_set_size(planner->ranked, (int)ranked);
  g_ptr_array_set_size(planner->plan->marks, (int)marks);
  planner->plan->has_passages = has_passages;
  planner->plan->has_not = true;
  if (!child.document || !child.passage) {
    xapian_query_free(child.document);
    xapian_query_free(child.passage);
    return (Condition){0};
  }
  return (Condition){combine_two(XAPIAN_AND_NOT, xapian_query_new_all(), child.document),
                     combine_two(XAPIAN_AND_NOT, xapian_query_new_all(), child.passage)};
}

static Condition plan_node(Planner *planner, const RcQuery *query, GError **error) {
  switch (query->type) {
  case RC_QUERY_ALL:
    return same(xapian_query_new_all());
  case RC_QUERY_WORD:
    return plan_word(planner, query);
  case RC_QUERY_EXACT:
    return plan_exact(planner, query, error);
  case RC_QUERY_PREFIX:
    return plan_prefix(planner, query, error);
  case RC_QUERY_PHRASE:
    add_mark(planner, RC_MARK_PHRASE, NULL)->words = g_ptr_array_ref(query->words);
    return plan_positional(planner, query->words, error);
  case RC_QUERY_FIELD:
    return plan_field(planner, query, error);
  case RC_QUERY_RANGE:
    return same(new_date_range(query->from, query->to));
  case RC_QUERY_AND:
    return plan_children(planner, query, XAPIAN_AND, error);
  case RC_QUERY_OR:
    return plan_children(planner, query, XAPIAN_OR, error);
  case RC_QUERY_NOT:
    return plan_not(planner, query, error);
  }
  g_assert_not_reached();
}

/* The passages, with a constant weight. */
static XapianQuery *with_weight(const XapianQuery *passages, double weight) {
  return combine_two(XAPIAN_AND, xapian_query_new_scaled(passages, 0),
                     xapian_query_new_weight(weight));
}

/* Passages that hold anything of the query, those that satisfy all of it far
 * ahead; among these, headings last: they announce what a paragraph says. */
static XapianQuery *make_ranking(Planner *planner, const XapianQuery *passages) {
  GPtrArray *parts = planner->ranked;
  g_autoptr(XapianQuery) text =
      combine_two(XAPIAN_AND_NOT, xapian_query_copy(passages),
                  new_term_query(RC_FIELD_KIND, rc_kind_name(RC_KIND_HEADING)));
  g_ptr_array_add(parts, with_weight(passages, COMPLETE_WEIGHT));
  g_ptr_array_add(parts, with_weight(text, COMPLETE_WEIGHT));
  return xapian_query_new_combined(XAPIAN_OR, (XapianQuery *const *)parts->pdata, parts->len);
}

/* A plan whose queries are not made yet. */
static RcPlan *new_plan(void) {
  RcPlan *plan = g_new0(RcPlan, 1);
  plan->expansions = g_ptr_array_new_with_free_func(free_expansion);
  plan->marks = g_ptr_array_new_with_free_func(free_mark);
  plan->passages_exact = true;
  return plan;
}

GPtrArray *rc_plan_marks(RcIndex *index, RcStemmer *stemmer, const RcQuery *query, GError **error) {
  g_autoptr(RcPlan) plan = new_plan();
  g_autoptr(GPtrArray) ranked = g_ptr_array_new_with_free_func(free_query);
  g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func((GDestroyNotify)rc_note_free);
  Planner planner = {index, stemmer, notes, plan, ranked, .marks_only = true};
  Condition condition = query ? plan_node(&planner, query, error) : same(xapian_query_new_all());
  bool planned = condition.document && condition.passage;
  xapian_query_free(condition.document);
  xapian_query_free(condition.passage);
  return planned ? g_ptr_array_ref(plan->marks) : NULL;
}

RcPlan *rc_plan_make(RcIndex *index, RcStemmer *stemmer, const RcQuery *query, GPtrArray *notes,
                     GError **error) {
  g_autoptr(RcPlan) plan = new_plan();
  g_autoptr(GPtrArray) ranked = g_ptr_array_new_with_free_func(free_query);
  Planner planner = {index, stemmer, notes, plan, ranked, .marks_only = false};
  Condition condition = plan_node(&planner, query, error);
  if (!condition.document || !condition.passage) {
    xapian_query_free(condition.document);
    xapian_query_free(condition.passage);
    return NULL;
  }
  plan->documents = only_documents(xapian_query_new_scaled(condition.document, 0));
  plan->passages = only_passages(condition.passage);
  plan->ranking = only_passages(make_ranking(&planner, plan->passages));
  xapian_query_free(condition.document);
  return g_steal_pointer(&plan);
}
