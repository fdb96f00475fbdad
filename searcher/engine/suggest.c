/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suggest.h"

#include <math.h>
#include <string.h>

#include "article.h"
#include "error.h"
#include "romanisation.h"
#include "spelling.h"

/* After so many terms the clock is looked at. */
#define ASK_EVERY 512
/* Words that are weighed against each other, and those that may meet in the other script. */
#define CANDIDATES_MAX 2000
#define MEETING_MAX 500
/* What another romanisation of the word costs; a name whose beginning was typed, or that stands in
 * what was typed, and one more for each letter left over; and what was typed without words like
 * "people". */
#define ROMANISED 8
#define CONTAINED 5
#define NAMED 2
#define WITHOUT_CONTEXT 2
#define LEFT_OVER_MAX 40
/* For so many unknown words and names of a query others are looked for, for more of none. */
#define UNKNOWN_MAX 6
/* Words of a name that are looked at one by one. */
#define PARTS_MAX 4
#define PART_LETTERS_MIN 5
/* What the other layout of the keyboard costs. */
#define OTHER_LAYOUT 9
/* How much less a word costs for each doubling of the entries that have it, up to so many. */
#define DOUBLING 1.2
#define DOUBLINGS_MAX 10.0
/* Letters of the shortest word of the other layout, and of one that other words are made of. */
#define LAYOUT_LETTERS_MIN 3

typedef struct {
  char *word;
  guint cost;
  guint32 frequency;
} Candidate;

/* A walk over the terms of the index. */
typedef struct {
  const RcSuggester *suggester;
  guint seen;
  bool is_over; /* there is no more time */
  RcSpelling *spelling;
  const char *word;
  const char *key; /* of its romanisation, and its bytes; NULL: not asked */
  gsize key_bytes;
  bool begins[256]; /* words of that key with this byte */
  GArray *found;    /* of Candidate or of RcSuggestedWord */
} Walk;

/* Of what begins with a text of its own: a Candidate, an RcSuggestedWord. */
static void clear_text(gpointer data) {
  g_free(*(char **)data);
}

static bool fail(GError *cause, GError **error) {
  rc_index_propagate(error, cause, "index");
  return false;
}

/* How many entries have a term. */
static bool count_term(const RcSuggester *suggester, RcField field, const char *value,
                       guint32 *count, GError **error) {
  g_autofree char *term = rc_schema_term(field, value);
  GError *cause = NULL;
  return xapian_database_term_frequency(rc_index_database(suggester->index), term, count, &cause) ||
         fail(cause, error);
}

/* The word without the English possessive; yours to free. */
static char *owner_of(const char *word) {
  return g_strndup(word, strlen(word) - (g_str_has_suffix(word, "'s") ? 2 : 0));
}

/* True of a name that is there to be searched for alone. */
static bool is_never_displayed(const char *word) {
  const RcForm *forms = NULL;
  g_autofree char *owner = owner_of(word);
  int count = rc_vocabulary_find(owner, &forms);
  for (int i = 0; i < count; i++)
    if (rc_vocabulary_is_displayed(&forms[i]))
      return false;
  return count > 0;
}

/* How many entries a search for the word would find, or a little more: those that have its stem,
 * or are about what it means. */
static bool count_found(const RcSuggester *suggester, const char *word, guint32 *count,
                        GError **error) {
  if (!count_term(suggester, RC_FIELD_STEM, rc_stemmer_stem(suggester->stemmer, word), count,
                  error))
    return false;
  const RcForm *forms = NULL;
  int form_count = rc_vocabulary_find(word, &forms);
  for (int i = 0; i < form_count && *count == 0; i++) {
    const RcConcept *concept = rc_vocabulary_concept(forms[i].concept);
    if (!count_term(suggester, concept->field, concept->id, count, error))
      return false;
  }
  return true;
}

/* --- another spelling of a word --- */

static bool has_time(Walk *walk) {
  const RcSuggester *suggester = walk->suggester;
  if (++walk->seen % ASK_EVERY == 0 && suggester->goes_on && !suggester->goes_on(suggester->data))
    walk->is_over = true;
  return !walk->is_over;
}

/* The word that a term is. */
static const char *word_of(const char *term) {
  return term + strlen(rc_schema_field(RC_FIELD_WORD)->prefix);
}

static void add_candidate(Walk *walk, const char *word, guint cost, guint32 frequency) {
  Candidate candidate = {g_strdup(word), cost, frequency};
  g_array_append_val(walk->found, candidate);
  /* However frequent, what is much further has no chance any more. */
  rc_spelling_narrow(walk->spelling, cost + 16);
}

/* What the term costs; a name in another romanisation is never far. */
static guint cost_of(Walk *walk, const char *word) {
  guint cost = rc_spelling_cost(walk->spelling, word);
  if (!walk->key || cost <= ROMANISED || !walk->begins[(guchar)*word])
    return cost;
  gsize bytes = strlen(word);
  bool same = bytes + 4 >= walk->key_bytes && bytes <= walk->key_bytes + 4 &&
              rc_romanisation_has_key(word, walk->key);
  return same ? ROMANISED : cost;
}

/* Another romanisation may begin with another letter, but not with any. */
static void set_begins(Walk *walk) {
  static const char *const sounds[] = {"jzdg", "khgqxc", "sct", "vwf", "yiej", "yuwo"};
  walk->begins[(guchar)*walk->word] = true;
  for (guint i = 0; i < G_N_ELEMENTS(sounds); i++)
    for (const char *p = strchr(sounds[i], *walk->word) ? sounds[i] : ""; *p; p++)
      walk->begins[(guchar)*p] = true;
}

static bool visit_near(const char *term, gpointer data) {
  Walk *walk = data;
  const char *word = word_of(term);
  guint cost = cost_of(walk, word);
  if (cost < RC_SPELLING_FAR)
    add_candidate(walk, word, cost, 0);
  return walk->found->len < CANDIDATES_MAX && has_time(walk);
}

/* Shows the words of the index that begin with one of the strings. */
static bool walk_words(Walk *walk, const char *const *starts, XapianTermVisitor visit,
                       GError **error) {
  XapianDatabase *database = rc_index_database(walk->suggester->index);
  for (; *starts && !walk->is_over; starts++) {
    GError *cause = NULL;
    g_autofree char *prefix = rc_schema_term(RC_FIELD_WORD, *starts);
    if (!xapian_database_visit_terms(database, prefix, visit, walk, &cause))
      return fail(cause, error);
  }
  return true;
}

/* The names of one word and in its script that the vocabulary has of what the index has. */
static bool add_names(Walk *walk, GError **error) {
  bool latin = rc_text_script(walk->word) == RC_SCRIPT_LATIN;
  int count = rc_vocabulary_form_count(), first = 0;
  for (int end = count; !latin && first < end;) { /* the first that is not in Latin letters */
    int middle = first + (end - first) / 2;
    if ((guchar)*rc_vocabulary_form_words(rc_vocabulary_form(middle)) < 0xd0)
      first = middle + 1;
    else
      end = middle;
  }
  for (int i = first; i < count && has_time(walk); i++) {
    const RcForm *form = rc_vocabulary_form(i);
    const char *words = rc_vocabulary_form_words(form);
    if (latin && (guchar)*words >= 0xd0)
      break;
    guint cost = cost_of(walk, words);
    if (cost == RC_SPELLING_FAR || !rc_vocabulary_is_displayed(form) || strchr(words, ' '))
      continue;
    const RcConcept *concept = rc_vocabulary_concept(form->concept);
    guint32 frequency;
    if (!count_term(walk->suggester, concept->field, concept->id, &frequency, error))
      return false;
    if (frequency)
      add_candidate(walk, words, cost, frequency);
  }
  return true;
}

/* With which bytes words of a script begin. */
static const char *const latin_starts[] = {
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k",    "l",    "m",    "n",    "o", "p",
    "q", "r", "s", "t", "u", "v", "w", "x", "y", "z", "\xc3", "\xc4", "\xc5", "\xc9", NULL};
static const char *const cyrillic_starts[] = {"\xd0", "\xd1", "\xd2", "\xd3", NULL};

/* Counts the candidates and chooses the best; NULL with no error if none is found. */
static char *choose(const Walk *walk, GError **error) {
  const Candidate *best = NULL;
  double best_cost = 0;
  for (guint i = 0; i < walk->found->len; i++) {
    Candidate *candidate = &g_array_index(walk->found, Candidate, i);
    if (candidate->frequency == 0 &&
        !count_term(walk->suggester, RC_FIELD_WORD, candidate->word, &candidate->frequency, error))
      return NULL;
    double cost = candidate->cost - DOUBLING * MIN(log2(1.0 + candidate->frequency), DOUBLINGS_MAX);
    if (candidate->frequency == 0 || (best && cost >= best_cost) ||
        is_never_displayed(candidate->word))
      continue;
    best = candidate;
    best_cost = cost;
  }
  return best ? g_strdup(best->word) : NULL;
}

/* The word of the other layout if the index finds it: keys of no word at all that happen to be
 * those of another seldom mean anything else. */
static bool add_other_layout(Walk *walk, GError **error) {
  g_autofree char *other = rc_spelling_other_layout(walk->word);
  g_autofree char *normal = rc_text_normalise(other);
  guint32 count = 0;
  if (g_utf8_strlen(normal, -1) < LAYOUT_LETTERS_MIN || strchr(normal, ' '))
    return true;
  if (!count_found(walk->suggester, normal, &count, error))
    return false;
  if (count)
    add_candidate(walk, normal, OTHER_LAYOUT, count);
  return true;
}

char *rc_suggest_word(const RcSuggester *suggester, const char *word, GError **error) {
  RcScript script = rc_text_script(word);
  guint32 count = 0;
  if (script == RC_SCRIPT_OTHER || !count_found(suggester, word, &count, error) || count)
    return NULL;
  const char *stem = rc_stemmer_stem(suggester->stemmer, word);
  if (suggester->knows && suggester->knows(stem, suggester->data))
    return NULL;
  g_autofree char *owner = owner_of(word);
  g_autoptr(RcSpelling) spelling = rc_spelling_new(owner);
  if (!spelling)
    return NULL;
  g_autofree char *key = rc_romanisation_key(owner);
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Candidate));
  g_array_set_clear_func(found, clear_text);
  Walk walk = {.suggester = suggester,
               .spelling = spelling,
               .word = owner,
               .key = script == RC_SCRIPT_LATIN && key && strlen(key) > RC_ROMANISATION_LETTERS_MIN
                          ? key
                          : NULL,
               .key_bytes = strlen(owner),
               .found = found};
  set_begins(&walk);
  if (!add_other_layout(&walk, error) ||
      !walk_words(&walk, script == RC_SCRIPT_LATIN ? latin_starts : cyrillic_starts, visit_near,
                  error) ||
      !add_names(&walk, error))
    return NULL;
  return choose(&walk, error);
}

/* --- the other script --- */

static bool visit_meeting(const char *term, gpointer data) {
  Walk *walk = data;
  const char *other = word_of(term);
  bool latin = rc_text_script(other) == RC_SCRIPT_LATIN;
  if (latin ? rc_romanisation_meets(walk->word, other) : rc_romanisation_meets(other, walk->word)) {
    RcSuggestedWord word = {g_strdup(other), 0};
    g_array_append_val(walk->found, word);
  }
  return walk->found->len < MEETING_MAX && has_time(walk);
}

static int compare_words(gconstpointer a, gconstpointer b) {
  const RcSuggestedWord *x = a, *y = b;
  return x->frequency != y->frequency ? (x->frequency < y->frequency ? 1 : -1)
                                      : strcmp(x->word, y->word);
}

GArray *rc_suggest_other_script(const RcSuggester *suggester, const char *word, guint limit,
                                GError **error) {
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(RcSuggestedWord));
  g_array_set_clear_func(found, clear_text);
  g_autoptr(GPtrArray) starts = rc_romanisation_starts(word);
  g_ptr_array_add(starts, NULL);
  Walk walk = {.suggester = suggester, .word = word, .found = found};
  if (!walk_words(&walk, (const char *const *)starts->pdata, visit_meeting, error))
    return NULL;
  for (guint i = 0; i < found->len; i++) {
    RcSuggestedWord *each = &g_array_index(found, RcSuggestedWord, i);
    if (!count_term(suggester, RC_FIELD_WORD, each->word, &each->frequency, error))
      return NULL;
  }
  g_array_sort(found, compare_words);
  g_array_set_size(found, MIN(found->len, limit));
  return g_steal_pointer(&found);
}

/* --- names and values --- */

/* How a value was typed: as it is, in the other layout, and without spaces. */
typedef struct {
  char *words, *other_words, *joined;
  RcSpelling *spelling, *other_spelling;
  RcSpelling *parts[PARTS_MAX]; /* of several words each of the first; NULL where there is none */
  guint left_over[PARTS_MAX];   /* letters of the others */
  bool begins[256]; /* names in the other script that may be meant, with this: their first byte, or
                       their second where the first is that of an alphabet */
} Typed;

static void clear_typed(Typed *typed) {
  g_free(typed->words);
  g_free(typed->other_words);
  g_free(typed->joined);
  rc_spelling_free(typed->spelling);
  rc_spelling_free(typed->other_spelling);
  for (guint i = 0; i < PARTS_MAX; i++)
    rc_spelling_free(typed->parts[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Typed, clear_typed)

/* The words without the spaces between. */
static char *join_words(const char *words) {
  GString *joined = g_string_new(words);
  g_string_replace(joined, " ", "", 0);
  return g_string_free(joined, FALSE);
}

static void read_typed(Typed *typed, const char *text) {
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  g_autofree char *other = rc_spelling_other_layout(valid);
  typed->words = rc_text_normalise(valid);
  typed->other_words = rc_text_normalise(other);
  typed->joined = join_words(typed->words);
  g_autoptr(GPtrArray) starts = rc_romanisation_starts(typed->joined);
  for (guint i = 0; i < starts->len; i++) {
    const char *letter = starts->pdata[i];
    typed->begins[(guchar)letter[letter[1] ? 1 : 0]] = true;
  }
  typed->spelling = rc_spelling_new(typed->words);
  typed->other_spelling = rc_spelling_new(typed->other_words);
  g_auto(GStrv) parts = g_strsplit(typed->words, " ", PARTS_MAX + 1);
  for (guint i = 0; parts[0] && parts[1] && i < PARTS_MAX && parts[i]; i++) {
    glong letters = g_utf8_strlen(parts[i], -1);
    typed->parts[i] = letters >= PART_LETTERS_MIN ? rc_spelling_new(parts[i]) : NULL;
    typed->left_over[i] = (guint)MIN(g_utf8_strlen(typed->words, -1) - letters, LEFT_OVER_MAX);
  }
}

/* What it costs that `shorter` is some words of `longer`, or, not `whole`, the beginning of one:
 * the more is left over the more.  RC_SPELLING_FAR if it is not. */
static guint cost_of_part(const char *longer, const char *shorter, bool whole) {
  gsize length = strlen(shorter);
  const char *at = length > RC_ROMANISATION_LETTERS_MIN ? strstr(longer, shorter) : NULL;
  while (at && ((at != longer && at[-1] != ' ') || (whole && at[length] && at[length] != ' ')))
    at = strstr(at + length, shorter);
  glong letters = at ? g_utf8_strlen(shorter, -1) : 0;
  if (letters <= RC_ROMANISATION_LETTERS_MIN)
    return RC_SPELLING_FAR;
  guint left_over = (guint)MIN(g_utf8_strlen(longer, -1) - letters, LEFT_OVER_MAX);
  return (whole ? NAMED : CONTAINED) + left_over;
}

/* What it costs to mean the name `words` by what was typed; RC_SPELLING_FAR if it is not near. */
static guint cost_of_name(const Typed *typed, const char *words) {
  guint cost = RC_SPELLING_FAR;
  if (typed->spelling)
    cost = MIN(cost, rc_spelling_cost(typed->spelling, words));
  if (typed->other_spelling)
    cost = MIN(cost, rc_spelling_cost(typed->other_spelling, words) + 1);
  if (cost > CONTAINED) {
    cost = MIN(cost, cost_of_part(words, typed->words, false));
    cost = MIN(cost, cost_of_part(typed->words, words, true));
    for (guint i = 0; i < PARTS_MAX; i++)
      if (typed->parts[i])
        cost =
            MIN(cost, rc_spelling_cost(typed->parts[i], words) + CONTAINED + typed->left_over[i]);
  }
  RcScript script = rc_text_script(words), own = rc_text_script(typed->words);
  bool latin = script == RC_SCRIPT_LATIN;
  if (cost <= ROMANISED || script == own || !typed->begins[(guchar)words[latin ? 0 : 1]])
    return MIN(cost, RC_SPELLING_FAR);
  g_autofree char *joined = join_words(words);
  bool meets =
      rc_romanisation_meets(latin ? typed->joined : joined, latin ? joined : typed->joined);
  return meets ? ROMANISED : MIN(cost, RC_SPELLING_FAR);
}

/* Something near, and how near. */
typedef struct {
  guint cost;
  guint order;         /* of two as near the lower goes first */
  gconstpointer thing; /* a concept, or an owned string */
} Near;

static int compare_near(gconstpointer a, gconstpointer b) {
  const Near *x = a, *y = b;
  return x->cost != y->cost ? (x->cost < y->cost ? -1 : 1) : (int)x->order - (int)y->order;
}

/* The words of `text` that say more than what kind of thing is spoken of. */
static char *without_context(const char *text) {
  g_autoptr(GArray) words = rc_text_words(text, -1);
  g_autoptr(GString) left = g_string_new(NULL);
  for (guint i = 0; i < words->len; i++) {
    const RcWord *word = &g_array_index(words, RcWord, i);
    if (!rc_vocabulary_is_context(RC_CONTEXT_PEOPLE, word) &&
        !rc_vocabulary_is_context(RC_CONTEXT_ETHNIC, word) &&
        !rc_vocabulary_is_context(RC_CONTEXT_FUNCTION, word))
      g_string_append_printf(left, "%s%s", left->len ? " " : "", word->word);
  }
  return g_string_free(g_steal_pointer(&left), FALSE);
}

GPtrArray *rc_suggest_names(RcField field, const char *name, guint limit) {
  g_auto(Typed) typed = {0}, plain = {0};
  const char *colon = field == RC_FIELD_ARTICLE ? strrchr(name, ':') : NULL;
  g_autofree char *alone = colon ? g_strndup(name, (gsize)(colon - name)) : g_strdup(name);
  read_typed(&typed, alone);
  g_autofree char *rest = without_context(typed.words);
  read_typed(&plain, rest);
  bool same = strcmp(plain.words, typed.words) == 0;
  g_autoptr(GArray) near = g_array_new(FALSE, FALSE, sizeof(Near));
  guint count = (guint)rc_vocabulary_concept_count();
  g_autofree guint *costs = g_new(guint, count);
  for (guint i = 0; i < count; i++)
    costs[i] = RC_SPELLING_FAR;
  for (int i = 0; i < rc_vocabulary_form_count(); i++) {
    const RcForm *form = rc_vocabulary_form(i);
    if (rc_vocabulary_concept(form->concept)->field != field)
      continue;
    guint cost = cost_of_name(&typed, rc_vocabulary_form_words(form));
    if (!same && cost > WITHOUT_CONTEXT)
      cost = MIN(cost, cost_of_name(&plain, rc_vocabulary_form_words(form)) + WITHOUT_CONTEXT);
    costs[form->concept] = MIN(costs[form->concept], cost);
  }
  for (guint i = 0; i < count; i++) {
    const RcConcept *concept = rc_vocabulary_concept((int)i);
    Near each = {costs[i], i, concept};
    for (int at = concept->parent; at >= 0; at = rc_vocabulary_concept(at)->parent)
      each.order += count; /* a country before a village */
    if (each.cost < RC_SPELLING_FAR)
      g_array_append_val(near, each);
  }
  g_array_sort(near, compare_near);
  GPtrArray *concepts = g_ptr_array_new();
  for (guint i = 0; i < near->len && i < limit; i++)
    g_ptr_array_add(concepts, (gpointer)g_array_index(near, Near, i).thing);
  return concepts;
}

/* Values of a field as they are compared with what was typed. */
typedef struct {
  Walk walk;
  const Typed *typed;
  RcField field;
  GArray *near; /* of Near */
} ValueWalk;

static void clear_near(gpointer data) {
  g_free((gpointer)((Near *)data)->thing);
}

static void add_value(GArray *near, const Typed *typed, const char *value) {
  g_autofree char *words = rc_text_normalise(value);
  Near found = {cost_of_name(typed, words), near->len, NULL};
  if (found.cost == RC_SPELLING_FAR)
    return;
  found.thing = g_strdup(value);
  g_array_append_val(near, found);
}

static bool visit_value(const char *term, gpointer data) {
  ValueWalk *values = data;
  add_value(values->near, values->typed, term + strlen(rc_schema_field(values->field)->prefix));
  return values->near->len < CANDIDATES_MAX && has_time(&values->walk);
}

/* The value as the first document that has it spells it: terms know no case. */
static char *find_spelling(const RcSuggester *suggester, RcField field, const char *value) {
  bool organisation = field == RC_FIELD_ORGANISATION;
  if (!organisation && field != RC_FIELD_SYMBOL)
    return g_strdup(value);
  g_autofree char *term = rc_schema_term(field, value);
  g_autoptr(GArray) ids =
      xapian_database_postings(rc_index_database(suggester->index), term, 1, NULL);
  g_autoptr(RcDocument) document =
      ids && ids->len
          ? rc_index_read_document(suggester->index, g_array_index(ids, guint32, 0), NULL)
          : NULL;
  const char *spelled =
      document
          ? rc_document_peek(document, organisation ? RC_METADATA_ORGANISATION : RC_METADATA_SYMBOL)
          : NULL;
  g_autofree char *own = spelled ? rc_schema_term(field, spelled) : NULL;
  return g_strdup(g_strcmp0(own, term) == 0 ? spelled : value);
}

GPtrArray *rc_suggest_values(const RcSuggester *suggester, RcField field, const char *value,
                             guint limit, GError **error) {
  const RcFieldInfo *info = rc_schema_field(field);
  g_autoptr(GArray) near = g_array_new(FALSE, FALSE, sizeof(Near));
  g_array_set_clear_func(near, clear_near);
  g_auto(Typed) typed = {0};
  read_typed(&typed, value);
  ValueWalk values = {
      .walk = {.suggester = suggester}, .typed = &typed, .field = field, .near = near};
  GError *cause = NULL;
  for (const RcNamed *row = info->values; row && row->name; row++)
    add_value(near, &typed, row->name);
  if (!info->values && info->prefix &&
      !xapian_database_visit_terms(rc_index_database(suggester->index), info->prefix, visit_value,
                                   &values, &cause)) {
    fail(cause, error);
    return NULL;
  }
  g_array_sort(near, compare_near);
  GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < near->len && i < limit; i++)
    g_ptr_array_add(found, find_spelling(suggester, field, g_array_index(near, Near, i).thing));
  return found;
}

/* --- a whole query --- */

/* A query that is mended. */
typedef struct {
  const RcSuggester *suggester;
  guint unknown, replaced; /* words and names */
} Mending;

/* Replaces the word if it is found nowhere and another is near. */
static bool mend_word(Mending *mending, char **word, GError **error) {
  guint32 count;
  if (!count_found(mending->suggester, *word, &count, error))
    return false;
  if (count || ++mending->unknown > UNKNOWN_MAX)
    return true;
  GError *cause = NULL;
  char *other = rc_suggest_word(mending->suggester, *word, &cause);
  if (other) {
    g_free(*word);
    *word = other;
    mending->replaced++;
  }
  if (cause)
    g_propagate_error(error, cause);
  return !cause;
}

/* An unknown name of a field becomes the nearest one, in the script it was typed in. */
static bool mend_value(Mending *mending, RcQuery *query, GError **error) {
  const RcSuggester *suggester = mending->suggester;
  const RcFieldInfo *info = rc_schema_field(query->field);
  g_autofree char *value = NULL;
  if (info->concept) {
    int number = 0;
    bool article = query->field == RC_FIELD_ARTICLE;
    g_autoptr(GPtrArray) known = article ? rc_article_resolve(query->text, &number)
                                         : rc_vocabulary_resolve(query->field, query->text);
    bool passed = known->len || ++mending->unknown > UNKNOWN_MAX;
    g_autoptr(GPtrArray) near = passed ? NULL : rc_suggest_names(query->field, query->text, 1);
    const RcConcept *concept = near && near->len ? near->pdata[0] : NULL;
    bool russian = rc_text_script(query->text) == RC_SCRIPT_CYRILLIC;
    if (concept)
      value = article ? rc_article_value(concept, number)
                      : g_strdup(russian ? concept->label_ru : concept->label_en);
  } else if (info->match == RC_MATCH_VALUE && info->rule == RC_VALUE_ANY) {
    guint32 count = 0;
    if (!count_term(suggester, query->field, query->text, &count, error))
      return false;
    bool passed = count || ++mending->unknown > UNKNOWN_MAX;
    g_autoptr(GPtrArray) near =
        passed ? NULL : rc_suggest_values(suggester, query->field, query->text, 1, error);
    if (!passed && !near)
      return false;
    value = near && near->len ? g_strdup(near->pdata[0]) : NULL;
  }
  if (value) {
    g_free(query->text);
    query->text = g_steal_pointer(&value);
    mending->replaced++;
  }
  return true;
}

static bool mend_query(Mending *mending, RcQuery *query, GError **error) {
  switch (query->type) {
  case RC_QUERY_WORD:
  case RC_QUERY_EXACT:
    return mend_word(mending, &query->text, error);
  case RC_QUERY_PHRASE:
    for (guint i = 0; i < query->words->len; i++)
      if (!mend_word(mending, (char **)&query->words->pdata[i], error))
        return false;
    return true;
  case RC_QUERY_FIELD:
    return mend_value(mending, query, error);
  case RC_QUERY_AND:
  case RC_QUERY_OR:
  case RC_QUERY_NEAR:
    for (guint i = 0; i < query->children->len; i++)
      if (!mend_query(mending, query->children->pdata[i], error))
        return false;
    return true;
  default:
    return true;
  }
}

/* Looks words up: none of those in `text` is found, or all are. */
static bool look_up(const RcSuggester *suggester, const char *text, bool wanted, bool *so,
                    GError **error) {
  g_auto(RcTokens) tokens;
  guint letters = 0;
  *so = true;
  rc_tokens_start(&tokens, text, -1);
  for (RcToken token; *so && rc_tokens_next(&tokens, &token);) {
    guint32 count;
    if (!count_found(suggester, token.word, &count, error))
      return false;
    *so = (count > 0) == wanted;
    letters += (guint)g_utf8_strlen(token.word, -1);
  }
  *so = *so && letters >= LAYOUT_LETTERS_MIN;
  return true;
}

/* `typed` with the parts between its spaces in the other layout of which the index has no word as
 * they are, and each word as they would be; NULL if there is none of that kind, or with *error
 * set. */
static char *mend_layout(const RcSuggester *suggester, const char *typed, GError **error) {
  g_autoptr(GString) mended = g_string_new(NULL);
  bool changed = false;
  for (const char *p = typed; *p;) {
    gsize length = strcspn(p, " \t\n()"), outside = length ? 0 : 1;
    g_autofree char *part = g_strndup(p, length);
    g_autofree char *other = rc_spelling_other_layout(part);
    bool none = false, all = false;
    if (length && (!look_up(suggester, part, false, &none, error) ||
                   (none && !look_up(suggester, other, true, &all, error))))
      return NULL;
    g_string_append(mended, all ? other : part);
    g_string_append_len(mended, p + length, (gssize)outside);
    changed = changed || all;
    p += length + outside;
  }
  return changed ? g_string_free(g_steal_pointer(&mended), FALSE) : NULL;
}

char *rc_suggest_query(const RcSuggester *suggester, const RcQuery *query, const char *typed,
                       GError **error) {
  g_autofree char *text = rc_query_to_string(query);
  g_autofree char *valid = g_utf8_make_valid(typed ? typed : text, -1);
  GError *cause = NULL;
  g_autofree char *mended =
      strlen(valid) <= RC_QUERY_BYTES_MAX ? mend_layout(suggester, valid, &cause) : NULL;
  const char *form = mended ? mended : text;
  if (!cause && strlen(form) > RC_QUERY_BYTES_MAX)
    return NULL;
  /* The canonical form is also how a query is copied. */
  g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func((GDestroyNotify)rc_note_free);
  g_autoptr(RcQuery) copy = rc_query_parse(form, notes);
  Mending mending = {.suggester = suggester, .replaced = mended != NULL};
  if (cause || !mend_query(&mending, copy, &cause)) {
    g_propagate_error(error, cause);
    return NULL;
  }
  bool worth = mending.replaced && mending.unknown <= UNKNOWN_MAX && copy->type != RC_QUERY_ALL &&
               (!suggester->finds || suggester->finds(copy, suggester->data));
  return worth ? rc_query_to_string(copy) : NULL;
}
