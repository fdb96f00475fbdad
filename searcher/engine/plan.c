/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

#include <math.h>
#include <string.h>

#include "article.h"
#include "combine.h"
#include "error.h"
#include "highlight.h"
#include "known.h"
#include "limit.h"
#include "pattern.h"
#include "scope.h"
#include "search.h"
#include "suggest.h"
#include "symbol.h"
#include "values.h"

/* Words that one word* may stand for, and forms that one word of NEAR may have. */
#define PREFIX_WORDS_MAX 200
#define NEAR_FORMS_MAX 200
/* Values near one that is unknown, which a note names, and for how many they are looked for. */
#define VALUES_NEAR_MAX 3
#define VALUES_UNKNOWN_MAX 3
/* Values that a note names. */
#define VALUES_SHOWN_MAX 5

/* What a passage is worth that satisfies the whole query, with what stands over it, by words of its
 * language and names; that is of a State that is asked about; that satisfies it by the very words
 * and names; by its own text; and that is no heading.  Each is more than any sum of BM25 weights,
 * and than those after it. */
#define COMPLETE_WEIGHT 16000.0
#define COUNTRY_WEIGHT 8000.0
#define SAID_WEIGHT 4000.0
#define TEXT_WEIGHT 2000.0
#define NO_HEADING_WEIGHT 1000.0

/* What one is worth that satisfies it with words of the other language, which may be meant
 * otherwise: about as much as all words of a question weigh. */
#define TRANSLATED_WEIGHT 20.0

/* What each kind of alternative weighs, in the text of a passage and in what stands over it, and
 * if it is no more than a hint: how others say a thing in another language. */
static const struct {
  double text, context;
  bool hint;
} weights[RC_N_ALTERNATIVES] = {
    [RC_ALTERNATIVE_TYPED] = {1.0, 0.6, false},         [RC_ALTERNATIVE_NAME] = {0.9, 0.6, false},
    [RC_ALTERNATIVE_TRADE] = {0.6, 0.4, false},         [RC_ALTERNATIVE_NEAR] = {0.3, 0.15, false},
    [RC_ALTERNATIVE_TRANSLATION] = {0.45, 0.25, false}, [RC_ALTERNATIVE_HINT] = {0.25, 0.15, true},
};

/* What a passage is worth for each thing it has of those that are asked for, however often. */
#define ASKED_WEIGHT 3.0

/* What one word of several that are asked for as one thing weighs by itself, in text. */
#define PART_WEIGHT 0.1

typedef struct {
  RcIndex *index;
  RcStemmer *stemmer;
  GPtrArray *notes;
  RcPlan *plan;
  GPtrArray *ranked;   /* of XapianQuery *: what weighs */
  GPtrArray *asked;    /* of RcAsked *: of the conjunction at hand; NULL deeper in the tree */
  GPtrArray *required; /* of XapianQuery *, of passages: what else must hold of that conjunction */
  GPtrArray *required_documents; /* the same of documents */
  GPtrArray *states;             /* of char *: countries that are asked about */
  bool expand;                   /* words stand for others, too */
  bool explain;                  /* all of that is to be told */
  bool marks_only;               /* no condition has to be right */
  bool excluded;                 /* within NOT, and not within another in that */
} Planner;

/* What is asked of passages makes the query one about them, what is excluded does not. */
static void ask_of_passages(Planner *planner, bool asked) {
  planner->plan->has_passages |= asked && !planner->excluded;
}

/* The same condition on document entries, and on passage entries: by the words and names that were
 * typed in their text, by near words of the language in their text, with what stands over them
 * (title, headings, organisation, country), and by words of the other language, too.  Each of these
 * is wider than the one before. */
typedef enum { OF_DOCUMENT, BY_SAID, BY_TEXT, BY_LANGUAGE, BY_CONTEXT, N_CONDITIONS } ConditionKind;

typedef struct {
  XapianQuery *of[N_CONDITIONS];
} Condition;

static void free_asked(gpointer data) {
  RcAsked *asked = data;
  g_free(asked->text);
  xapian_query_free(asked->documents);
  xapian_query_free(asked->passages);
  g_free(asked);
}

static void free_expansion(gpointer data) {
  RcExpansion *expansion = data;
  g_free(expansion->word);
  g_free(expansion);
}

static void free_added(gpointer data) {
  RcAdded *added = data;
  g_free(added->word);
  g_ptr_array_unref(added->texts);
  g_free(added);
}

static void free_way(gpointer data) {
  g_free(((RcWay *)data)->text);
  g_free(data);
}

static void free_explained(gpointer data) {
  RcExplained *explained = data;
  g_free(explained->word);
  g_ptr_array_unref(explained->ways);
  g_free(explained);
}

void rc_plan_free(RcPlan *plan) {
  if (!plan)
    return;
  xapian_query_free(plan->documents);
  xapian_query_free(plan->passages);
  xapian_query_free(plan->ranking);
  xapian_query_free(plan->words);
  g_array_unref(plan->tiers);
  xapian_query_free(plan->required);
  xapian_query_free(plan->required_documents);
  g_ptr_array_unref(plan->asked);
  g_ptr_array_unref(plan->expansions);
  g_ptr_array_unref(plan->added);
  g_ptr_array_unref(plan->explained);
  g_ptr_array_unref(plan->ways);
  g_ptr_array_unref(plan->marks);
  g_free(plan);
}

static void clear_condition(Condition *condition) {
  for (int i = 0; i < N_CONDITIONS; i++)
    g_clear_pointer(&condition->of[i], xapian_query_free);
}

static bool is_made(const Condition *condition) {
  for (int i = 0; i < N_CONDITIONS; i++)
    if (!condition->of[i])
      return false;
  return true;
}

static XapianQuery *scale(XapianQuery *query, double factor) {
  XapianQuery *scaled = xapian_query_new_scaled(query, factor);
  xapian_query_free(query);
  return scaled;
}

/* What `query` finds, with a constant weight; takes it. */
static XapianQuery *with_weight(XapianQuery *query, double weight) {
  return rc_combine_two(XAPIAN_AND, scale(query, 0), xapian_query_new_weight(weight));
}

/* Takes both; `passages` may be NULL, which failed. */
static Condition with_passages(XapianQuery *documents, XapianQuery *passages) {
  Condition condition = {{documents}};
  for (int i = OF_DOCUMENT + 1; passages && i < N_CONDITIONS; i++)
    condition.of[i] = i == N_CONDITIONS - 1 ? passages : xapian_query_copy(passages);
  return condition;
}

static Condition same(XapianQuery *query) {
  return with_passages(query, xapian_query_copy(query));
}

static RcMark *add_mark(Planner *planner, RcMarkType type, const char *text) {
  RcMark *mark = g_new0(RcMark, 1);
  mark->type = type;
  mark->text = g_strdup(text);
  g_ptr_array_add(planner->plan->marks, mark);
  return mark;
}

static bool fail(GError *cause, GError **error) {
  rc_index_propagate(error, cause, "index");
  return false;
}

/* All passages of the documents that `documents` finds. */
static XapianQuery *passages_of(Planner *planner, const XapianQuery *documents, GError **error) {
  bool exact = true;
  g_autoptr(GArray) docids = rc_scope_find(planner->index, documents, error);
  XapianQuery *passages =
      docids ? rc_scope_query(planner->index, docids, RC_SCOPE_PASSAGES, &exact, error) : NULL;
  if (passages && !exact) {
    planner->plan->passages_exact = false;
    g_autofree char *limit = g_strdup_printf("%d", RC_SCOPE_NAMED_MAX);
    rc_note_add(planner->notes, rc_note_new(RC_NOTE_DOCUMENTS_LIMITED, limit, NULL));
  }
  return passages;
}

/* What must hold together with the rest, unless it failed. */
static void ask_for(Planner *planner, const char *text, const Condition *condition) {
  if (!planner->asked || !is_made(condition))
    return;
  RcAsked *asked = g_new(RcAsked, 1);
  *asked = (RcAsked){g_strdup(text), xapian_query_copy(condition->of[OF_DOCUMENT]),
                     xapian_query_copy(condition->of[BY_CONTEXT])};
  g_ptr_array_add(planner->asked, asked);
}

/* --- groups of words --- */

/* The stems in one of these fields each, all of them. */
static XapianQuery *new_stems_query(const GPtrArray *stems, RcField field, int other) {
  GPtrArray *all = rc_combine_new_parts();
  for (guint i = 0; i < stems->len; i++) {
    XapianQuery *stem = rc_combine_term(field, stems->pdata[i]);
    if (other >= 0)
      stem = rc_combine_two(XAPIAN_OR, stem, rc_combine_term((RcField)other, stems->pdata[i]));
    g_ptr_array_add(all, stem);
  }
  return rc_combine(XAPIAN_AND, all);
}

/* True of a concept that documents can be about as a whole. */
static bool is_state(const RcConcept *concept) {
  return concept->field == RC_FIELD_REGION && concept->parent < 0;
}

/* What a term that so many entries have weighs at most, see BM25Weight. */
static double weigh(Planner *planner, const char *term) {
  guint32 count = 1, frequency = 0;
  if (planner->marks_only ||
      !xapian_database_count(rc_index_database(planner->index), &count, NULL) ||
      !xapian_database_term_frequency(rc_index_database(planner->index), term, &frequency, NULL))
    return 1;
  return MAX(log((count - frequency + 0.5) / (frequency + 0.5)), 0.1);
}

/* A fact has no frequency to be weighed by. */
static XapianQuery *new_weighed_fact(Planner *planner, RcField field, const char *value,
                                     double factor) {
  g_autofree char *term = rc_schema_term(field, value);
  return with_weight(xapian_query_new_term(term), factor * weigh(planner, term));
}

/* The alternatives of a kind as one thing, NULL if there is none. */
static XapianQuery *rank_kind(const RcGroup *group, RcAlternativeKind kind, RcField field,
                              double weight) {
  GPtrArray *parts = rc_combine_new_parts();
  for (guint i = 0; i < group->alternatives->len; i++) {
    const RcAlternative *alternative = group->alternatives->pdata[i];
    if (alternative->kind == kind && alternative->stems)
      g_ptr_array_add(parts, new_stems_query(alternative->stems, field, -1));
  }
  if (parts->len)
    return scale(rc_combine(XAPIAN_SYNONYM, parts), weight);
  g_ptr_array_unref(parts);
  return NULL;
}

/* The stem of one word of an expression that means something by itself; NULL of the "of" in
 * "place of detention", and where there is one word. */
static const char *part_of(const RcGroup *group, guint place) {
  const RcAlternative *typed = group->alternatives->pdata[0];
  bool is_part =
      group->words->len > 1 && !rc_thesaurus_is_function_word(group->words->pdata[place]);
  return is_part ? typed->stems->pdata[place] : NULL;
}

static void rank_group(Planner *planner, const RcGroup *group) {
  GPtrArray *best = rc_combine_new_parts();
  /* What has a part of an expression is shown where its words stand apart. */
  for (guint i = 0; i < group->words->len; i++)
    if (part_of(group, i))
      g_ptr_array_add(best, scale(rc_combine_term(RC_FIELD_STEM, part_of(group, i)), PART_WEIGHT));
  for (int kind = 0; kind < RC_N_ALTERNATIVES; kind++) {
    XapianQuery *text = rank_kind(group, kind, RC_FIELD_STEM, weights[kind].text);
    XapianQuery *context = rank_kind(group, kind, RC_FIELD_CONTEXT, weights[kind].context);
    if (text)
      g_ptr_array_add(best, text);
    if (context)
      g_ptr_array_add(best, context);
  }
  for (guint i = 0; i < group->alternatives->len; i++) {
    const RcAlternative *alternative = group->alternatives->pdata[i];
    const RcConcept *concept = alternative->concept;
    if (!concept)
      continue;
    g_ptr_array_add(best, new_weighed_fact(planner, concept->field, concept->id,
                                           weights[alternative->kind].text));
    if (is_state(concept))
      g_ptr_array_add(best, new_weighed_fact(planner, RC_FIELD_COUNTRY, concept->id,
                                             weights[alternative->kind].context));
  }
  g_ptr_array_add(planner->ranked, rc_combine(XAPIAN_MAX, best));
}

static void mark_group(Planner *planner, const RcGroup *group) {
  for (guint i = 0; i < group->words->len; i++)
    if (part_of(group, i))
      add_mark(planner, RC_MARK_STEM, part_of(group, i));
  for (guint i = 0; i < group->alternatives->len; i++) {
    const RcAlternative *alternative = group->alternatives->pdata[i];
    if (alternative->concept)
      add_mark(planner, RC_MARK_CONCEPT, NULL)->concept = alternative->concept;
    else if (alternative->stems->len == 1)
      add_mark(planner, RC_MARK_STEM, alternative->stems->pdata[0]);
    else
      add_mark(planner, RC_MARK_STEMS, NULL)->words = g_ptr_array_ref(alternative->stems);
  }
}

static void note_meanings(Planner *planner, const char *name, const GPtrArray *concepts) {
  g_autoptr(GString) names = g_string_new(NULL);
  for (guint i = 0; i < concepts->len; i++) {
    const RcConcept *concept = g_ptr_array_index(concepts, i);
    g_string_append_printf(names, "%s%s (%s)", i ? ", " : "", concept->label_en, concept->id);
  }
  rc_note_add(planner->notes, rc_note_new(RC_NOTE_AMBIGUOUS_NAME, name, names->str, NULL));
}

/* What people are told of the alternatives that are no names. */
static void tell_added(Planner *planner, const RcGroup *group) {
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < group->alternatives->len; i++) {
    const RcAlternative *alternative = group->alternatives->pdata[i];
    const char *text = alternative->kind > RC_ALTERNATIVE_NAME ? alternative->text : NULL;
    if (text && *text && !g_ptr_array_find_with_equal_func(texts, text, g_str_equal, NULL))
      g_ptr_array_add(texts, g_strdup(text));
  }
  if (texts->len == 0)
    return;
  RcAdded *added = g_new(RcAdded, 1);
  *added = (RcAdded){g_strdup(group->text), g_steal_pointer(&texts)};
  g_ptr_array_add(planner->plan->added, added);
}

/* What has the alternative, on entries of this kind. */
static XapianQuery *new_alternative(const RcAlternative *alternative, ConditionKind kind) {
  static const struct {
    RcField stem;
    int other;
    bool country;
  } fields[N_CONDITIONS] = {
      [OF_DOCUMENT] = {RC_FIELD_DOCUMENT_STEM, RC_FIELD_CONTEXT, true},
      [BY_SAID] = {RC_FIELD_STEM, -1, false},
      [BY_TEXT] = {RC_FIELD_STEM, -1, false},
      [BY_LANGUAGE] = {RC_FIELD_STEM, RC_FIELD_CONTEXT, true},
      [BY_CONTEXT] = {RC_FIELD_STEM, RC_FIELD_CONTEXT, true},
  };
  const RcConcept *concept = alternative->concept;
  if (!concept)
    return new_stems_query(alternative->stems, fields[kind].stem, fields[kind].other);
  XapianQuery *mention = rc_combine_term(concept->field, concept->id);
  return fields[kind].country && is_state(concept)
             ? rc_combine_two(XAPIAN_OR, mention, rc_combine_term(RC_FIELD_COUNTRY, concept->id))
             : mention;
}

static void explain_group(Planner *planner, const RcGroup *group) {
  static const char *const kinds[RC_N_ALTERNATIVES] = {
      [RC_ALTERNATIVE_TYPED] = "typed", [RC_ALTERNATIVE_NAME] = "name",
      [RC_ALTERNATIVE_TRADE] = "trade", [RC_ALTERNATIVE_NEAR] = "near",
      [RC_ALTERNATIVE_HINT] = "hint",   [RC_ALTERNATIVE_TRANSLATION] = "translation"};
  RcExplained *explained = g_new(RcExplained, 1);
  *explained = (RcExplained){g_strdup(group->text), g_ptr_array_new_with_free_func(free_way)};
  g_ptr_array_add(planner->plan->explained, explained);
  for (guint i = 0; i < group->alternatives->len; i++) {
    const RcAlternative *alternative = group->alternatives->pdata[i];
    const RcConcept *concept = alternative->concept;
    RcWay *way = g_new0(RcWay, 1);
    way->kind = kinds[alternative->kind];
    way->weight = weights[alternative->kind].text;
    way->text = concept ? g_strdup_printf("%s (%s:%s)", concept->label_en,
                                          rc_schema_field(concept->field)->name, concept->id)
                        : g_strdup(alternative->text ? alternative->text : group->text);
    g_ptr_array_add(explained->ways, way);
    g_ptr_array_add(planner->plan->ways, new_alternative(alternative, OF_DOCUMENT));
  }
}

static bool fits(RcAlternativeKind alternative, ConditionKind kind, bool hints) {
  switch (kind) {
  case BY_SAID:
    return alternative <= RC_ALTERNATIVE_NAME;
  case BY_TEXT:
  case BY_LANGUAGE:
    return alternative <= RC_ALTERNATIVE_NAME || alternative == RC_ALTERNATIVE_NEAR;
  default:
    return hints || !weights[alternative].hint;
  }
}

/* With `hints`, what has a hint has what was asked for; and so has an expression of the other
 * language for an expression, which can hardly be meant otherwise. */
static Condition plan_group(Planner *planner, const RcGroup *group, bool hints) {
  Condition condition;
  for (int kind = 0; kind < N_CONDITIONS; kind++) {
    GPtrArray *any = rc_combine_new_parts();
    for (guint i = 0; i < group->alternatives->len; i++) {
      const RcAlternative *alternative = group->alternatives->pdata[i];
      const bool sure = group->words->len > 1 && alternative->stems && alternative->stems->len > 1;
      if (fits(alternative->kind, (ConditionKind)kind, hints || sure))
        g_ptr_array_add(any, new_alternative(alternative, (ConditionKind)kind));
    }
    condition.of[kind] = rc_combine(XAPIAN_OR, any);
  }
  for (guint i = 0; i < group->alternatives->len; i++) {
    const RcAlternative *alternative = group->alternatives->pdata[i];
    if (alternative->concept && is_state(alternative->concept) && !weights[alternative->kind].hint)
      g_ptr_array_add(planner->states, g_strdup(alternative->concept->id));
  }
  for (guint i = 0; i < group->concepts->len; i++) {
    const RcConcept *concept = group->concepts->pdata[i];
    RcExpansion *expansion = g_new0(RcExpansion, 1);
    expansion->word = g_strdup(group->text);
    expansion->concept = concept;
    g_ptr_array_add(planner->plan->expansions, expansion);
  }
  if (group->concepts->len > 1)
    note_meanings(planner, group->text, group->concepts);
  tell_added(planner, group);
  if (planner->explain)
    explain_group(planner, group);
  rank_group(planner, group);
  mark_group(planner, group);
  ask_of_passages(planner, true);
  ask_for(planner, group->text, &condition);
  return condition;
}

/* --- words as written, by their positions --- */

/* The passages with the pattern of the documents that *documents finds; takes `superset`, which
 * stands for them where there are too many to name, with a note on `text`.  Else *documents becomes
 * those that have such a passage. */
static XapianQuery *find_passages_with(Planner *planner, XapianQuery **documents,
                                       const RcPattern *pattern, const char *text,
                                       XapianQuery *superset, GError **error) {
  g_autoptr(XapianQuery) stand_in = superset;
  g_autoptr(GArray) passages = g_array_new(FALSE, FALSE, sizeof(RcScopePassage));
  g_autoptr(GArray) having = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) docids = rc_scope_find(planner->index, *documents, error);
  if (!docids ||
      !rc_pattern_find(planner->index, planner->stemmer, pattern, docids, passages, error))
    return NULL;
  GError *problem = NULL;
  g_autoptr(XapianQuery) found = rc_scope_of_passages(planner->index, passages, &problem);
  for (guint i = 0; i < passages->len; i++) {
    guint32 document = g_array_index(passages, RcScopePassage, i).document;
    if (having->len == 0 || g_array_index(having, guint32, having->len - 1) != document)
      g_array_append_val(having, document);
  }
  bool exact = true;
  g_autoptr(XapianQuery) owners =
      problem ? NULL : rc_scope_query(planner->index, having, RC_SCOPE_DOCUMENTS, &exact, &problem);
  if (problem) {
    g_propagate_error(error, problem);
    return NULL;
  }
  if (!found || !exact) {
    g_autofree char *limit = g_strdup_printf("%d", RC_SCOPE_NAMED_MAX);
    rc_note_add(planner->notes, rc_note_new(RC_NOTE_PASSAGES_LIMITED, limit, text, NULL));
    planner->plan->passages_exact = false;
    return g_steal_pointer(&stand_in);
  }
  xapian_query_free(*documents);
  *documents = g_steal_pointer(&owners);
  return g_steal_pointer(&found);
}

/* What people wrote, for what the answer lacks. */
static char *join_words(const GPtrArray *words, const char *between) {
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < words->len; i++)
    g_string_append_printf(text, "%s%s", i ? between : "", (const char *)words->pdata[i]);
  return g_strdup(text->str);
}

/* The stems of a word, or of words joined by a space. */
static XapianQuery *new_row_stems(Planner *planner, const char *words) {
  GPtrArray *stems = rc_combine_new_parts();
  g_auto(GStrv) parts = g_strsplit(words, " ", -1);
  for (guint i = 0; parts[i]; i++)
    g_ptr_array_add(stems,
                    rc_combine_term(RC_FIELD_STEM, rc_stemmer_stem(planner->stemmer, parts[i])));
  return rc_combine(XAPIAN_AND, stems);
}

/* What has any of the words, which the answer is ranked by, too. */
static XapianQuery *rank_any(Planner *planner, GPtrArray *stems) {
  XapianQuery *any = rc_combine(XAPIAN_SYNONYM, stems);
  g_ptr_array_add(planner->ranked, xapian_query_copy(any));
  return any;
}

/* `documents` (which it takes) are those with the pattern, or with its words; the stems of these
 * rank. */
static Condition plan_pattern(Planner *planner, const RcPattern *pattern, XapianQuery *documents,
                              const char *text, GError **error) {
  GPtrArray *superset = rc_combine_new_parts();
  for (guint row = 0; row < pattern->rows->len; row++) {
    const GPtrArray *words = pattern->rows->pdata[row];
    GPtrArray *stems = rc_combine_new_parts();
    for (guint i = 0; i < words->len; i++)
      g_ptr_array_add(stems, new_row_stems(planner, words->pdata[i]));
    g_ptr_array_add(superset, rank_any(planner, stems));
  }
  ask_of_passages(planner, true);
  XapianQuery *passages = rc_combine(XAPIAN_AND, superset);
  if (!planner->marks_only)
    passages = find_passages_with(planner, &documents, pattern, text, passages, error);
  Condition condition = with_passages(documents, passages);
  ask_for(planner, text, &condition);
  return condition;
}

/* A phrase, or one word in exactly this form. */
static Condition plan_positional(Planner *planner, const GPtrArray *words, GError **error) {
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < words->len; i++) {
    GPtrArray *row = g_ptr_array_new();
    g_ptr_array_add(row, words->pdata[i]);
    g_ptr_array_add(rows, row);
    g_string_append_printf(text, "%s%s", i ? " " : "", (const char *)words->pdata[i]);
  }
  const RcPattern pattern = {rows, 0};
  return plan_pattern(planner, &pattern,
                      xapian_query_new_phrase((const char *const *)words->pdata, words->len),
                      text->str, error);
}

/* The words that begin so, and what marks them; of char *, yours. */
static GPtrArray *find_words(Planner *planner, const RcQuery *query, GError **error) {
  GError *cause = NULL;
  GPtrArray *words = planner->index
                         ? xapian_database_terms(rc_index_database(planner->index), query->text,
                                                 PREFIX_WORDS_MAX + 1, &cause)
                         : g_ptr_array_new_with_free_func(g_free);
  if (!words) {
    fail(cause, error);
    return NULL;
  }
  if (words->len > PREFIX_WORDS_MAX) {
    g_autofree char *limit = g_strdup_printf("%d", PREFIX_WORDS_MAX);
    rc_note_add(planner->notes, rc_note_new(RC_NOTE_PREFIX_LIMITED, limit, query->text, NULL));
    g_ptr_array_set_size(words, PREFIX_WORDS_MAX);
    for (guint i = 0; i < words->len; i++)
      add_mark(planner, RC_MARK_FORM, words->pdata[i]);
  } else {
    add_mark(planner, RC_MARK_PREFIX, query->text);
  }
  return words;
}

static Condition plan_prefix(Planner *planner, const RcQuery *query, GError **error) {
  g_autoptr(GPtrArray) words = find_words(planner, query, error);
  if (!words)
    return (Condition){0};
  GPtrArray *forms = rc_combine_new_parts();
  for (guint i = 0; i < words->len; i++)
    g_ptr_array_add(forms, rc_combine_term(RC_FIELD_WORD, words->pdata[i]));
  g_autoptr(GPtrArray) rows = g_ptr_array_new();
  g_ptr_array_add(rows, words);
  g_autofree char *text = g_strconcat(query->text, "*", NULL);
  const RcPattern pattern = {rows, 0};
  return plan_pattern(planner, &pattern, rc_combine(XAPIAN_OR, forms), text, error);
}

/* --- words near each other --- */

/* Adds the forms of a word; one with hyphens is marked in a row as well. */
static bool add_word_forms(Planner *planner, const char *word, GPtrArray *row, GError **error) {
  bool limited = false;
  add_mark(planner, RC_MARK_STEM, rc_stemmer_stem(planner->stemmer, word));
  if (strchr(word, '-')) {
    g_auto(GStrv) parts = g_strsplit(word, "-", -1);
    RcMark *mark = add_mark(planner, RC_MARK_STEMS, NULL);
    mark->words = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; parts[i]; i++)
      g_ptr_array_add(mark->words, g_strdup(rc_stemmer_stem(planner->stemmer, parts[i])));
  }
  if (!planner->marks_only && !rc_pattern_add_forms(planner->index, planner->stemmer, word,
                                                    NEAR_FORMS_MAX, row, &limited, error))
    return false;
  if (limited) {
    g_autofree char *limit = g_strdup_printf("%d", NEAR_FORMS_MAX);
    rc_note_add(planner->notes, rc_note_new(RC_NOTE_NEAR_FORMS, limit, word, NULL));
  }
  return true;
}

/* Adds to the row, an array of char *, what may stand in one place. */
static bool add_row(Planner *planner, const RcQuery *query, GPtrArray *row, GError **error) {
  switch (query->type) {
  case RC_QUERY_WORD:
    return add_word_forms(planner, query->text, row, error);
  case RC_QUERY_EXACT:
    add_mark(planner, RC_MARK_FORM, query->text);
    g_ptr_array_add(row, g_strdup(query->text));
    return true;
  case RC_QUERY_PHRASE:
    add_mark(planner, RC_MARK_PHRASE, NULL)->words = g_ptr_array_ref(query->words);
    g_ptr_array_add(row, join_words(query->words, " "));
    return true;
  case RC_QUERY_PREFIX: {
    GPtrArray *words = find_words(planner, query, error);
    if (words)
      g_ptr_array_extend_and_steal(row, words);
    return words != NULL;
  }
  default:
    for (guint i = 0; i < query->children->len; i++)
      if (!add_row(planner, query->children->pdata[i], row, error))
        return false;
    return true;
  }
}

static Condition plan_near(Planner *planner, const RcQuery *query, GError **error) {
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < query->children->len; i++) {
    GPtrArray *row = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(rows, row);
    if (!add_row(planner, query->children->pdata[i], row, error))
      return (Condition){0};
  }
  ask_of_passages(planner, true);
  if (planner->marks_only)
    return same(xapian_query_new_all());
  g_autofree char *text = rc_query_to_string(query);
  const RcPattern pattern = {rows, query->distance};
  /* Where too many passages cannot be named, the documents are what the index says. */
  XapianQuery *documents = rc_index_shards(planner->index) > 1 ? rc_pattern_near(&pattern)
                                                               : rc_pattern_candidates(&pattern);
  return plan_pattern(planner, &pattern, documents, text, error);
}

/* --- fields --- */

static Condition plan_node(Planner *planner, const RcQuery *query, GError **error);

/* False of one unknown value of many. */
static bool is_worth_a_walk(const Planner *planner) {
  guint unknown = 0;
  for (guint i = 0; i < planner->notes->len; i++) {
    RcNoteCode code = ((const RcNote *)planner->notes->pdata[i])->code;
    unknown += code == RC_NOTE_UNKNOWN_VALUE || code == RC_NOTE_UNKNOWN_VALUE_FAR;
  }
  return unknown < VALUES_UNKNOWN_MAX && !planner->marks_only;
}

/* A value that is unknown, as words; takes `near`, of const char *: values like it. */
static Condition plan_unknown(Planner *planner, const RcQuery *query, GPtrArray *near,
                              GError **error) {
  const char *field = rc_schema_field(query->field)->name;
  planner->plan->judges[query->field] = false;
  g_autofree char *list = join_words(near, ", ");
  g_ptr_array_add(planner->notes,
                  near->len ? rc_note_new(RC_NOTE_UNKNOWN_VALUE, field, query->text, list, NULL)
                            : rc_note_new(RC_NOTE_UNKNOWN_VALUE_FAR, field, query->text, NULL));
  g_ptr_array_unref(near);
  g_autoptr(RcQuery) words = rc_query_new_words(query->text);
  return words ? plan_node(planner, words, error) : same(xapian_query_new_nothing());
}

static Condition plan_unknown_name(Planner *planner, const RcQuery *query, GError **error) {
  bool russian = rc_text_script(query->text) == RC_SCRIPT_CYRILLIC;
  GPtrArray *labels = g_ptr_array_new();
  if (!is_worth_a_walk(planner))
    return plan_unknown(planner, query, labels, error);
  g_autoptr(GPtrArray) near =
      rc_suggest_names((RcField)rc_schema_concepts(query->field), query->text, VALUES_NEAR_MAX);
  for (guint i = 0; i < near->len; i++) {
    const RcConcept *concept = near->pdata[i];
    g_ptr_array_add(
        labels, (gpointer)(russian && *concept->label_ru ? concept->label_ru : concept->label_en));
  }
  return plan_unknown(planner, query, labels, error);
}

/* A concept by any of its names; of an instrument, perhaps one article. */
static Condition plan_concept(Planner *planner, const RcQuery *query, GError **error) {
  int number = 0;
  RcField named_as = (RcField)rc_schema_concepts(query->field);
  g_autoptr(GPtrArray) concepts = named_as == RC_FIELD_ARTICLE
                                      ? rc_article_resolve(query->text, &number)
                                      : rc_vocabulary_resolve(named_as, query->text);
  for (guint i = concepts->len; query->field == RC_FIELD_COUNTRY && i > 0; i--)
    if (!is_state(concepts->pdata[i - 1]))
      g_ptr_array_remove_index(concepts, i - 1);
  if (concepts->len == 0 && !query->strict)
    return plan_unknown_name(planner, query, error);
  if (concepts->len == 0 && planner->marks_only)
    return same(xapian_query_new_nothing());
  if (concepts->len == 0) {
    const RcFieldInfo *info = rc_schema_field(query->field);
    g_autofree char *noun = g_utf8_strdown(info->label[RC_LANGUAGE_EN], -1);
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY,
                "%s: no %s of this name is known (recourse-search --vocabulary %s lists them); "
                "search for it as a word instead",
                query->text, noun, rc_schema_field(named_as)->name);
    return (Condition){0};
  }
  if (concepts->len > 1)
    note_meanings(planner, query->text, concepts);
  GPtrArray *terms = g_ptr_array_new_with_free_func((GDestroyNotify)xapian_query_free);
  for (guint i = 0; i < concepts->len; i++) {
    const RcConcept *concept = g_ptr_array_index(concepts, i);
    g_autofree char *value = rc_article_value(concept, number);
    g_ptr_array_add(terms, rc_combine_term(query->field, value));
    if (!rc_schema_field(query->field)->evidence)
      continue;
    if (number)
      add_mark(planner, RC_MARK_ARTICLE, value);
    else
      add_mark(planner, RC_MARK_CONCEPT, NULL)->concept = concept;
  }
  ask_of_passages(planner, rc_schema_field(query->field)->evidence);
  return same(rc_combine(XAPIAN_OR, terms));
}

/* Every word of the value, in any inflection. */
static XapianQuery *new_words_query(Planner *planner, const RcQuery *query) {
  GPtrArray *terms = g_ptr_array_new_with_free_func((GDestroyNotify)xapian_query_free);
  g_auto(RcTokens) tokens;
  rc_tokens_start(&tokens, query->text, -1);
  for (RcToken token; rc_tokens_next(&tokens, &token);)
    g_ptr_array_add(terms,
                    rc_combine_term(query->field, rc_stemmer_stem(planner->stemmer, token.word)));
  return rc_combine(XAPIAN_AND, terms);
}

/* A symbol in any spelling; one that ends in "/" is a prefix, and an exact term. */
static XapianQuery *new_symbol_query(Planner *planner, const RcQuery *query) {
  g_autoptr(GPtrArray) values = rc_symbol_query_terms(query->text);
  GPtrArray *terms = g_ptr_array_new_with_free_func((GDestroyNotify)xapian_query_free);
  for (guint i = 0; i < values->len; i++) {
    g_autofree char *upper = g_utf8_strup(g_ptr_array_index(values, i), -1);
    g_ptr_array_add(terms, rc_combine_term(query->field, upper));
    if (rc_schema_field(query->field)->evidence)
      add_mark(planner, RC_MARK_CITATION, upper);
  }
  return rc_combine(XAPIAN_OR, terms);
}

/* What begins with `from`, or lies between it and what begins with `to`: years are the
 * beginnings of dates, which both kinds of entry carry. */
static XapianQuery *new_date_range(const char *from, const char *to) {
  g_autofree char *end = to ? g_strconcat(to, "\x7f", NULL) : NULL;
  /* An open start must still leave out what has no date. */
  return xapian_query_new_value_range(RC_SLOT_DATE, from ? from : "0", end);
}

/* A value that the index does not have: those that it may stand for, else words. */
static Condition plan_values(Planner *planner, const RcQuery *query, GError **error) {
  GError *problem = NULL;
  g_autoptr(GPtrArray) values = is_worth_a_walk(planner)
                                    ? rc_values_with_words(planner->index, planner->stemmer,
                                                           query->field, query->text, &problem)
                                    : g_ptr_array_new();
  if (values && values->len == 0) {
    const RcSuggester suggester = {
        .index = planner->index, .stemmer = planner->stemmer, .goes_on = rc_limit_has_time};
    GPtrArray *near =
        is_worth_a_walk(planner)
            ? rc_suggest_values(&suggester, query->field, query->text, VALUES_NEAR_MAX, &problem)
            : g_ptr_array_new();
    if (near)
      return plan_unknown(planner, query, near, error);
  }
  if (problem) {
    g_propagate_error(error, problem);
    return (Condition){0};
  }
  GPtrArray *any = rc_combine_new_parts(), *shown = g_ptr_array_new();
  for (guint i = 0; i < values->len; i++) {
    g_ptr_array_add(any, rc_combine_term(query->field, values->pdata[i]));
    if (i < VALUES_SHOWN_MAX)
      g_ptr_array_add(shown, values->pdata[i]);
  }
  if (values->len > VALUES_SHOWN_MAX)
    g_ptr_array_add(shown, (gpointer) "…");
  g_autofree char *list = join_words(shown, "; ");
  g_ptr_array_unref(shown);
  g_ptr_array_add(planner->notes,
                  rc_note_new(RC_NOTE_VALUE_READ_AS, rc_schema_field(query->field)->name,
                              query->text, list, NULL));
  return same(rc_combine(XAPIAN_OR, any));
}

static Condition plan_field(Planner *planner, const RcQuery *query, GError **error) {
  const RcFieldInfo *info = rc_schema_field(query->field);
  if (info->match == RC_MATCH_VALUE && info->rule == RC_VALUE_ANY && !query->strict &&
      !planner->marks_only) {
    guint32 frequency = 0;
    GError *cause = NULL;
    g_autofree char *term = rc_schema_term(query->field, query->text);
    if (!xapian_database_term_frequency(rc_index_database(planner->index), term, &frequency,
                                        &cause)) {
      fail(cause, error);
      return (Condition){0};
    }
    if (frequency == 0)
      return plan_values(planner, query, error);
  }
  planner->plan->has_paragraph_fact |=
      (info->maker == RC_BY_WORKER || info->evidence) && !planner->excluded;
  planner->plan->has_alike |= query->field == RC_FIELD_ALIKE && !planner->excluded;
  if (info->match == RC_MATCH_NAME)
    return plan_concept(planner, query, error);
  XapianQuery *condition = info->match == RC_MATCH_WORDS ? new_words_query(planner, query)
                           : info->match == RC_MATCH_SYMBOL
                               ? new_symbol_query(planner, query)
                               : rc_combine_term(query->field, query->text);
  ask_of_passages(planner, info->evidence);
  if (info->match == RC_MATCH_YEARS)
    return with_passages(condition, new_date_range(query->text, query->text));
  if (info->entries & RC_IN_PASSAGE)
    return same(condition);
  /* What only document entries carry; of passages, those of the documents that satisfy it. */
  Condition whole = planner->marks_only
                        ? same(condition)
                        : with_passages(condition, passages_of(planner, condition, error));
  /* A document that is named comes before those that name it. */
  if (query->field == RC_FIELD_SYMBOL && is_made(&whole) && !planner->marks_only)
    g_ptr_array_add(planner->ranked,
                    with_weight(xapian_query_copy(whole.of[BY_TEXT]), COUNTRY_WEIGHT));
  return whole;
}

/* --- the tree --- */

/* The conditions of several parts, each taken by these arrays. */
typedef struct {
  GPtrArray *of[N_CONDITIONS];
} Parts;

static bool take_part(Parts *parts, Condition part) {
  bool made = is_made(&part);
  for (int i = 0; made && i < N_CONDITIONS; i++)
    g_ptr_array_add(parts->of[i], part.of[i]);
  if (!made)
    clear_condition(&part);
  return made;
}

static bool names_state(const GPtrArray *groups) {
  for (guint i = 0; i < groups->len; i++) {
    const RcGroup *group = groups->pdata[i];
    for (guint k = 0; k < group->concepts->len; k++)
      if (is_state(group->concepts->pdata[k]))
        return true;
  }
  return false;
}

/* The words that stand side by side from children[start] on, as groups. */
static bool plan_row(Planner *planner, const GPtrArray *children, guint start, guint end,
                     Parts *parts) {
  g_autoptr(GPtrArray) words = g_ptr_array_new();
  for (guint i = start; i < end; i++)
    g_ptr_array_add(words, ((const RcQuery *)children->pdata[i])->text);
  g_autoptr(GPtrArray) groups = rc_groups_make(planner->stemmer, words, planner->expand);
  bool planned = true;
  /* Who asks about a State wants what is said of it, in whatever words: its reports in the other
   * language before all that name it by the way. */
  bool hints = names_state(groups);
  for (guint i = 0; planned && i < groups->len; i++)
    planned = take_part(parts, plan_group(planner, groups->pdata[i], hints));
  return planned;
}

/* True of what a pasted symbol is read as: the document itself or what cites it.  A filter is only
 * one of these, and beside it words are what they are without it. */
static bool is_reference(const RcQuery *query) {
  bool cites = false;
  for (guint i = 0; query->type == RC_QUERY_OR && i < query->children->len; i++) {
    const RcQuery *child = query->children->pdata[i];
    cites |=
        is_reference(child) || (child->type == RC_QUERY_FIELD && child->field == RC_FIELD_CITES);
  }
  return cites;
}

/* True if the words from children[start] on are function words beside a reference: "see
 * A/HRC/13/5". */
static bool is_idle(const Planner *planner, const GPtrArray *children, guint start, guint end) {
  g_autoptr(GPtrArray) words = g_ptr_array_new();
  bool beside = false;
  for (guint i = 0; i < children->len; i++) {
    const RcQuery *child = children->pdata[i];
    if (i >= start && i < end)
      g_ptr_array_add(words, child->text);
    beside = beside || is_reference(child);
  }
  guint at = 0;
  for (guint run = 1; run > 0; at += run)
    run = rc_thesaurus_function_words((const char *const *)words->pdata, words->len, at);
  return planner->expand && beside && at == words->len;
}

static bool is_any_word(const RcQuery *query) {
  return query->type == RC_QUERY_EXACT || query->type == RC_QUERY_PREFIX;
}

/* Words as written and beginnings of words, any of which will do: the documents that have them are
 * looked through once for all.  Each ranks by itself. */
static Condition plan_any_word(Planner *planner, const RcQuery *query, GError **error) {
  const GPtrArray *children = query->children;
  g_autoptr(GPtrArray) rows = g_ptr_array_new();
  g_autoptr(GPtrArray) row = g_ptr_array_new_with_free_func(g_free);
  GPtrArray *documents = rc_combine_new_parts(), *superset = rc_combine_new_parts();
  g_ptr_array_add(rows, row);
  bool added = true;
  for (guint i = 0; i < children->len && added; i++) {
    const RcQuery *child = children->pdata[i];
    const guint before = row->len;
    if (!is_any_word(child) || !(added = add_row(planner, child, row, error)))
      continue;
    GPtrArray *stems = rc_combine_new_parts();
    for (guint k = before; k < row->len; k++) {
      g_ptr_array_add(documents, rc_combine_term(RC_FIELD_WORD, row->pdata[k]));
      g_ptr_array_add(stems, new_row_stems(planner, row->pdata[k]));
    }
    g_ptr_array_add(superset, rank_any(planner, stems));
  }
  ask_of_passages(planner, true);
  XapianQuery *of_documents = rc_combine(XAPIAN_OR, documents);
  XapianQuery *passages = rc_combine(XAPIAN_OR, superset);
  const RcPattern pattern = {rows, 0};
  g_autofree char *text = rc_query_to_string(query);
  if (added && !planner->marks_only)
    passages = find_passages_with(planner, &of_documents, &pattern, text, passages, error);
  else if (!added)
    g_clear_pointer(&passages, xapian_query_free);
  return with_passages(of_documents, passages);
}

/* Words that must hold together may be a name; alternatives are taken one by one. */
static Condition plan_children(Planner *planner, const RcQuery *query, XapianOperator op,
                               GError **error) {
  Parts parts;
  for (int i = 0; i < N_CONDITIONS; i++)
    parts.of[i] = rc_combine_new_parts();
  const GPtrArray *children = query->children;
  bool planned = true;
  GPtrArray *asked = planner->asked;
  guint any_words = 0;
  for (guint i = 0; op == XAPIAN_OR && i < children->len; i++)
    any_words += is_any_word(children->pdata[i]);
  if (op == XAPIAN_OR)
    planner->asked = NULL;
  if (any_words > 1)
    planned = take_part(&parts, plan_any_word(planner, query, error));
  for (guint i = 0; planned && i < children->len;) {
    guint end = i;
    if (any_words > 1 && is_any_word(children->pdata[i])) {
      i++;
      continue;
    }
    while (op == XAPIAN_AND && end < children->len &&
           ((const RcQuery *)children->pdata[end])->type == RC_QUERY_WORD)
      end++;
    guint before = asked ? asked->len : 0;
    if (end > i && is_idle(planner, children, i, end)) {
      i = end;
      continue;
    }
    if (end > i)
      planned = plan_row(planner, children, i, end, &parts);
    else
      planned = take_part(&parts, plan_node(planner, children->pdata[i], error));
    if (planned && planner->asked && asked->len == before) {
      guint last = parts.of[BY_CONTEXT]->len - 1;
      g_ptr_array_add(planner->required, xapian_query_copy(parts.of[BY_CONTEXT]->pdata[last]));
      g_ptr_array_add(planner->required_documents,
                      xapian_query_copy(parts.of[OF_DOCUMENT]->pdata[last]));
    }
    i = MAX(end, i + 1);
  }
  planner->asked = asked;
  Condition condition;
  for (int i = 0; i < N_CONDITIONS; i++)
    condition.of[i] = rc_combine(op, parts.of[i]);
  if (!planned) {
    clear_condition(&condition);
  } else if (op == XAPIAN_OR && asked) {
    g_autofree char *text = rc_query_to_string(query);
    ask_for(planner, text, &condition);
  }
  return condition;
}

/* What is excluded neither ranks nor is marked nor makes a query one about passages; nor does it
 * stand for anything else. */
static Condition plan_not(Planner *planner, const RcQuery *query, GError **error) {
  Planner inner = *planner;
  guint ranked = planner->ranked->len, marks = planner->plan->marks->len;
  guint states = planner->states->len, expansions = planner->plan->expansions->len;
  guint added = planner->plan->added->len;
  inner.explain = false;
  inner.excluded = !planner->excluded;
  inner.asked = NULL;
  inner.expand = false;
  Condition child = plan_node(&inner, g_ptr_array_index(query->children, 0), error);
  g_ptr_array_set_size(planner->ranked, (int)ranked);
  g_ptr_array_set_size(planner->states, (int)states);
  g_ptr_array_set_size(planner->plan->marks, (int)marks);
  g_ptr_array_set_size(planner->plan->expansions, (int)expansions);
  g_ptr_array_set_size(planner->plan->added, (int)added);
  planner->plan->has_not = true;
  if (!is_made(&child)) {
    clear_condition(&child);
    return child;
  }
  for (int i = 0; i < N_CONDITIONS; i++)
    child.of[i] = rc_combine_two(XAPIAN_AND_NOT, xapian_query_new_all(), child.of[i]);
  return child;
}

/* The field that the query is about, a value of it or several: what has none cannot satisfy it.
 * -1 where there is none, or something else may hold. */
static int judged_field(const RcQuery *query) {
  if (query->type == RC_QUERY_FIELD || query->type == RC_QUERY_RANGE)
    return (int)query->field;
  int field = query->type == RC_QUERY_OR ? judged_field(query->children->pdata[0]) : -1;
  for (guint i = 1; field >= 0 && i < query->children->len; i++)
    if (judged_field(query->children->pdata[i]) != field)
      return -1;
  return field;
}

static void note_judged(Planner *planner, const RcQuery *query) {
  int field = planner->asked ? judged_field(query) : -1;
  const RcFieldInfo *info = field >= 0 ? rc_schema_field((RcField)field) : NULL;
  if (info && info->facet && info->maker == RC_BY_PARENT)
    planner->plan->judges[field] = true;
}

static Condition plan_node(Planner *planner, const RcQuery *query, GError **error) {
  note_judged(planner, query);
  switch (query->type) {
  case RC_QUERY_ALL:
    return same(xapian_query_new_all());
  case RC_QUERY_WORD: { /* one that stands alone */
    gpointer word[] = {query->text};
    const GPtrArray words = {word, 1};
    g_autoptr(GPtrArray) groups = rc_groups_make(planner->stemmer, &words, planner->expand);
    return plan_group(planner, groups->pdata[0], false);
  }
  case RC_QUERY_EXACT: {
    gpointer word[] = {query->text};
    const GPtrArray words = {word, 1};
    add_mark(planner, RC_MARK_FORM, query->text);
    return plan_positional(planner, &words, error);
  }
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
  case RC_QUERY_NEAR:
    return plan_near(planner, query, error);
  case RC_QUERY_NOT:
    return plan_not(planner, query, error);
  }
  g_assert_not_reached();
}

/* Looks once for what is asked of passages in one database: what ranks asks for it several times.
 * Each condition lies within the next.  Where there is no time left, whatever is searched for next
 * says so. */
static void find_once(Planner *planner, Condition *condition) {
  bool once = planner->plan->has_passages && rc_index_shards(planner->index) == 1;
  for (int i = N_CONDITIONS - 1; once && i > OF_DOCUMENT; i--) {
    XapianQuery *copy = xapian_query_copy(condition->of[i]);
    g_autoptr(XapianQuery) within =
        i == N_CONDITIONS - 1
            ? rc_scope_only_passages(copy)
            : rc_combine_two(XAPIAN_AND, xapian_query_copy(condition->of[i + 1]), copy);
    XapianSearch search = {.query = within,
                           .check_at_least = G_MAXUINT,
                           .collapse_slot = XAPIAN_NO_SLOT,
                           .sort_slot = XAPIAN_NO_SLOT,
                           .is_over = rc_limit_is_over};
    g_autoptr(XapianResult) found = xapian_search(rc_index_database(planner->index), &search, NULL);
    if (!found || !found->docids)
      return;
    xapian_query_free(condition->of[i]);
    condition->of[i] = xapian_query_new_docids(found->docids);
  }
  /* Who asks for one thing asks for nothing else. */
  if (once && planner->plan->asked->len == 1 && planner->required->len == 0) {
    RcAsked *asked = planner->plan->asked->pdata[0];
    xapian_query_free(asked->passages);
    asked->passages = xapian_query_copy(condition->of[BY_CONTEXT]);
  }
}

/* Takes `query`. */
static void add_tier(RcPlan *plan, XapianQuery *query, double weight) {
  XapianTier tier = {query, weight};
  g_array_append_val(plan->tiers, tier);
}

/* Passages that hold anything of the query, those that satisfy all of it far ahead. */
static XapianQuery *make_ranking(Planner *planner, const Condition *condition) {
  RcPlan *plan = planner->plan;
  XapianQuery *no_heading =
      rc_combine_two(XAPIAN_AND_NOT, xapian_query_copy(condition->of[BY_LANGUAGE]),
                     rc_combine_term(RC_FIELD_KIND, rc_kind_name(RC_KIND_HEADING)));
  for (guint i = 0; i < plan->asked->len; i++) {
    const RcAsked *asked = plan->asked->pdata[i];
    add_tier(plan, xapian_query_copy(asked->passages), ASKED_WEIGHT);
  }
  GPtrArray *countries = rc_combine_new_parts();
  for (guint i = 0; i < planner->states->len; i++)
    g_ptr_array_add(countries, rc_combine_term(RC_FIELD_COUNTRY, planner->states->pdata[i]));
  add_tier(plan, rc_combine(XAPIAN_OR, countries), COUNTRY_WEIGHT);
  static const double worth[N_CONDITIONS] = {[BY_SAID] = SAID_WEIGHT,
                                             [BY_TEXT] = TEXT_WEIGHT,
                                             [BY_LANGUAGE] = COMPLETE_WEIGHT,
                                             [BY_CONTEXT] = TRANSLATED_WEIGHT};
  for (int i = OF_DOCUMENT + 1; i < N_CONDITIONS; i++)
    add_tier(plan, xapian_query_copy(condition->of[i]), worth[i]);
  add_tier(plan, no_heading, NO_HEADING_WEIGHT);
  plan->words = rc_combine(XAPIAN_OR, g_ptr_array_ref(planner->ranked));
  GPtrArray *parts = rc_combine_new_parts();
  g_ptr_array_add(parts, xapian_query_copy(plan->words));
  for (guint i = 0; i < plan->tiers->len; i++) {
    const XapianTier *tier = &g_array_index(plan->tiers, XapianTier, i);
    g_ptr_array_add(parts, with_weight(xapian_query_copy(tier->query), tier->weight));
  }
  return rc_combine(XAPIAN_OR, parts);
}

static void clear_tier(gpointer data) {
  xapian_query_free(((XapianTier *)data)->query);
}

static RcPlan *new_plan(void) {
  RcPlan *plan = g_new0(RcPlan, 1);
  plan->tiers = g_array_new(FALSE, FALSE, sizeof(XapianTier));
  g_array_set_clear_func(plan->tiers, clear_tier);
  plan->asked = g_ptr_array_new_with_free_func(free_asked);
  plan->expansions = g_ptr_array_new_with_free_func(free_expansion);
  plan->added = g_ptr_array_new_with_free_func(free_added);
  plan->explained = g_ptr_array_new_with_free_func(free_explained);
  plan->ways = rc_combine_new_parts();
  plan->marks = g_ptr_array_new_with_free_func((GDestroyNotify)rc_mark_free);
  plan->passages_exact = true;
  return plan;
}

/* A plan whose queries are not made yet, and what the query asks of entries. */
static RcPlan *walk(RcIndex *index, RcStemmer *stemmer, const RcRequest *request, bool marks_only,
                    Planner *planner, Condition *condition, GError **error) {
  g_autoptr(RcPlan) plan = new_plan();
  *planner = (Planner){.index = index,
                       .stemmer = stemmer,
                       .notes = marks_only ? NULL : request->notes,
                       .plan = plan,
                       .ranked = rc_combine_new_parts(),
                       .asked = plan->asked,
                       .required = rc_combine_new_parts(),
                       .required_documents = rc_combine_new_parts(),
                       .states = g_ptr_array_new_with_free_func(g_free),
                       .expand = request && request->expand,
                       .explain = request && request->explain && !marks_only,
                       .marks_only = marks_only};
  g_autoptr(GPtrArray) own_notes = g_ptr_array_new_with_free_func((GDestroyNotify)rc_note_free);
  if (marks_only)
    planner->notes = own_notes;
  *condition = request ? plan_node(planner, request->query, error) : same(xapian_query_new_all());
  if (is_made(condition))
    return g_steal_pointer(&plan);
  clear_condition(condition);
  return NULL;
}

static void clear_planner(Planner *planner) {
  g_clear_pointer(&planner->ranked, g_ptr_array_unref);
  g_clear_pointer(&planner->states, g_ptr_array_unref);
  g_clear_pointer(&planner->required, g_ptr_array_unref);
  g_clear_pointer(&planner->required_documents, g_ptr_array_unref);
}

GPtrArray *rc_plan_marks(RcIndex *index, RcStemmer *stemmer, const RcRequest *request,
                         GError **error) {
  __attribute__((cleanup(clear_planner))) Planner planner = {0};
  __attribute__((cleanup(clear_condition))) Condition condition = {0};
  g_autoptr(RcPlan) plan = walk(index, stemmer, request, true, &planner, &condition, error);
  return plan ? g_ptr_array_ref(plan->marks) : NULL;
}

RcPlan *rc_plan_make(RcIndex *index, RcStemmer *stemmer, const RcRequest *request, GError **error) {
  __attribute__((cleanup(clear_planner))) Planner planner = {0};
  __attribute__((cleanup(clear_condition))) Condition condition = {0};
  g_autoptr(RcPlan) plan = walk(index, stemmer, request, false, &planner, &condition, error);
  if (!plan)
    return NULL;
  find_once(&planner, &condition);
  plan->documents = rc_scope_only_documents(xapian_query_new_scaled(condition.of[OF_DOCUMENT], 0));
  plan->passages = rc_scope_only_passages(xapian_query_copy(condition.of[BY_CONTEXT]));
  plan->ranking = rc_scope_only_passages(make_ranking(&planner, &condition));
  g_ptr_array_add(planner.required, xapian_query_new_all());
  plan->required = rc_combine(XAPIAN_FILTER, g_steal_pointer(&planner.required));
  g_ptr_array_add(planner.required_documents, rc_combine_term(RC_FIELD_ENTRY, "document"));
  plan->required_documents = rc_combine(XAPIAN_AND, g_steal_pointer(&planner.required_documents));
  if (request->known && !rc_known_leave_out(index, request->known, plan, error))
    return NULL;
  return g_steal_pointer(&plan);
}
