/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pattern.h"

#include <string.h>

#include "combine.h"
#include "limit.h"
#include "scope.h"
#include "vocabulary.h"

/* Forms of a word begin with the same letters: all but some of the last, and so many at least. */
#define FORM_LETTERS_MIN 3
#define FORM_LETTERS_ENDING 2

/* --- positions --- */

/* Documents are looked through so many at a time: the places of all of them are in memory at once,
 * and what the index has of a word for documents that follow each other lies side by side. */
#define DOCUMENTS_AT_ONCE 512
/* So many where the places are not kept: each time each word is looked up anew. */
#define DOCUMENTS_OF_WORDS_AT_ONCE 4096

/* Documents that follow each other, by their ids. */
typedef struct {
  RcIndex *index;
  RcStemmer *stemmer;
  const guint32 *docids;
  guint count;
} Documents;

/* Where something of a pattern stands. */
typedef struct {
  guint document;        /* counted from 0 */
  guint32 position, end; /* of the first and the last word */
  guint row;
} Place;

static int compare_places(gconstpointer a, gconstpointer b) {
  const Place *x = a, *y = b;
  if (x->document != y->document)
    return x->document < y->document ? -1 : 1;
  if (x->position != y->position)
    return x->position < y->position ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

static void add_place(guint document, guint32 position, gpointer data) {
  Place place = {.document = document, .position = position, .end = position};
  g_array_append_val((GArray *)data, place);
}

/* Where a term stands, ascending. */
static bool visit_places(const Documents *documents, const char *term, XapianPositionVisitor visit,
                         gpointer data, GError **error) {
  GError *cause = NULL;
  bool visited =
      xapian_database_visit_positions(rc_index_database(documents->index), term, documents->docids,
                                      documents->count, visit, data, &cause);
  if (!visited)
    rc_index_propagate(error, cause, "index");
  return visited;
}

/* The same, as an array of Place. */
static GArray *read_places(const Documents *documents, const char *term, GError **error) {
  g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(Place));
  return visit_places(documents, term, add_place, places, error) ? g_steal_pointer(&places) : NULL;
}

/* Keeps those of `places` that one of `next` follows at once. */
static void keep_followed(GArray *places, const GArray *next) {
  guint kept = 0, at = 0;
  for (guint i = 0; i < places->len; i++) {
    Place place = g_array_index(places, Place, i);
    Place wanted = {.document = place.document, .position = place.end + 1};
    while (at < next->len && compare_places(&g_array_index(next, Place, at), &wanted) < 0)
      at++;
    if (at == next->len || compare_places(&g_array_index(next, Place, at), &wanted) > 0)
      continue;
    place.end++;
    g_array_index(places, Place, kept++) = place;
  }
  g_array_set_size(places, kept);
}

/* Where words that are joined by a space follow each other, ascending. */
static GArray *read_row(const Documents *documents, const char *text, guint row, GError **error) {
  g_auto(GStrv) words = g_strsplit(text, " ", -1);
  g_autoptr(GArray) places = read_places(documents, words[0], error);
  for (guint i = 1; places && words[i]; i++) {
    g_autoptr(GArray) next = read_places(documents, words[i], error);
    if (!next)
      return NULL;
    keep_followed(places, next);
  }
  for (guint i = 0; places && i < places->len; i++)
    g_array_index(places, Place, i).row = row;
  return g_steal_pointer(&places);
}

/* Places that are tried for rows that can stand in the same ones, from one start. */
#define TRIES_MAX 500

/* Rows that stand near each other, while places are chosen for them. */
typedef struct {
  const GArray *places;
  guint end;   /* of the places that are near enough */
  guint32 all; /* bit per row */
  guint tries; /* left */
} Choice;

/* True if the rows that are missing in `has` stand at places from places[at] on, behind the
 * position `end`: one word is not two. */
static bool can_choose(Choice *choice, guint at, guint32 end, guint32 has) {
  if (has == choice->all)
    return true;
  for (guint i = at; i < choice->end && choice->tries > 0; i++) {
    const Place *place = &g_array_index(choice->places, Place, i);
    guint32 row = 1u << place->row;
    if (place->position <= end || has & row)
      continue;
    choice->tries--;
    if (can_choose(choice, i + 1, place->end, has | row))
      return true;
  }
  return false;
}

/* True if all rows of a pattern with a span stand near places[start], which is the first. */
static bool stands_near(const GArray *places, guint start, const RcPattern *pattern) {
  const Place *first = &g_array_index(places, Place, start);
  Choice choice = {places, start + 1, (guint32)((G_GUINT64_CONSTANT(1) << pattern->rows->len) - 1),
                   TRIES_MAX};
  guint32 present = 1u << first->row, last = first->end;
  guint words = 1; /* that may be one of the rows each */
  for (; choice.end < places->len; choice.end++) {
    const Place *place = &g_array_index(places, Place, choice.end);
    if (place->document != first->document ||
        (place->position > first->end && place->position - first->end > pattern->span))
      break;
    present |= 1u << place->row;
    words += place->position > last;
    last = MAX(last, place->position);
  }
  return present == choice.all && words >= pattern->rows->len &&
         can_choose(&choice, start + 1, first->end, 1u << first->row);
}

/* True if the rows follow each other from places[start] on. */
static bool follow_from(const GArray *places, guint start, const RcPattern *pattern) {
  const Place *first = &g_array_index(places, Place, start);
  guint found = first->row == 0;
  for (guint i = start + 1; found > 0 && i < places->len && found < pattern->rows->len; i++) {
    const Place *place = &g_array_index(places, Place, i);
    guint32 distance = place->position - first->position;
    if (place->document != first->document || distance > found)
      return false;
    found += distance == found && place->row == found;
  }
  return found == pattern->rows->len;
}

/* Says of each passage in which the pattern stands that it has it: has[i] is of the one that begins
 * at starts[i].  `places` ascend. */
static void mark_passages(const GArray *starts, const GArray *places, const RcPattern *pattern,
                          bool *has) {
  for (guint i = 0, at = 0; i < places->len; i++) {
    const Place *place = &g_array_index(places, Place, i);
    while (at < starts->len && compare_places(&g_array_index(starts, Place, at), place) <= 0)
      at++;
    if (at > 0 && !has[at - 1])
      has[at - 1] = (pattern->span ? stands_near : follow_from)(places, i, pattern);
  }
}

/* True of single words one of which will do: only which passage has it matters, not where. */
static bool is_any(const RcPattern *pattern) {
  const GPtrArray *words = pattern->rows->pdata[0];
  bool any = pattern->rows->len == 1;
  for (guint i = 0; i < words->len && any; i++)
    any = !strchr(words->pdata[i], ' ');
  return any;
}

/* Passages that are marked while the places of one word are read. */
typedef struct {
  const GArray *starts;
  const guint *firsts;  /* of each document its first of `starts` */
  const guint *numbers; /* of the documents that are looked through, in `starts` */
  guint at;             /* the first of `starts` behind the place before */
  bool *has;
} Marking;

static void mark_place(guint document, guint32 position, gpointer data) {
  Marking *marking = data;
  Place place = {.document = marking->numbers[document], .position = position};
  marking->at = MAX(marking->at, marking->firsts[place.document]);
  while (marking->at < marking->starts->len &&
         compare_places(&g_array_index(marking->starts, Place, marking->at), &place) <= 0)
    marking->at++;
  if (marking->at > marking->firsts[place.document])
    marking->has[marking->at - 1] = true;
}

/* The documents, by their numbers in *numbers, in which a passage may have the word that is not
 * known to have one of them: passages tell of stems.  entries[i] is that of the passage that begins
 * at starts[i]. */
static bool find_open(const Documents *documents, const char *word, const GArray *starts,
                      const guint32 *entries, const bool *has, guint *numbers, guint *count,
                      GError **error) {
  g_autofree char *term = rc_schema_term(RC_FIELD_STEM, rc_stemmer_stem(documents->stemmer, word));
  GError *cause = NULL;
  g_autoptr(GArray) passages =
      xapian_database_postings(rc_index_database(documents->index), term, 0, &cause);
  if (!passages) {
    rc_index_propagate(error, cause, "index");
    return false;
  }
  *count = 0;
  for (guint i = 0, at = 0; i < passages->len && at < starts->len; i++) {
    guint32 passage = g_array_index(passages, guint32, i);
    for (guint step = 1; at < starts->len && entries[at] < passage;) {
      bool leaps = at + step < starts->len && entries[at + step] <= passage;
      at += leaps ? step : 1;
      step = leaps ? 2 * step : 1;
    }
    if (at == starts->len || entries[at] != passage || has[at])
      continue;
    guint document = g_array_index(starts, Place, at).document;
    if (*count == 0 || numbers[*count - 1] != document)
      numbers[(*count)++] = document;
  }
  return true;
}

/* The passages with any of the words: where the most frequent come first, few documents are left to
 * be looked through for the others. */
static bool find_any(const Documents *documents, const GPtrArray *words, const GArray *starts,
                     bool *has, GError **error) {
  const bool several = rc_index_shards(documents->index) > 1 || words->len == 1;
  g_autofree guint *numbers = g_new(guint, documents->count);
  g_autofree guint32 *docids = g_new(guint32, documents->count);
  g_autofree guint *firsts = g_new0(guint, documents->count);
  g_autofree guint32 *entries = g_new(guint32, starts->len);
  for (guint i = 0; i < starts->len; i++) {
    guint document = g_array_index(starts, Place, i).document;
    bool first = i == 0 || g_array_index(starts, Place, i - 1).document != document;
    if (first)
      firsts[document] = i;
    entries[i] = first ? documents->docids[document] + 1 : entries[i - 1] + 1;
  }
  for (guint word = 0; word < words->len; word++) {
    Documents others = *documents;
    for (guint i = 0; several && i < documents->count; i++)
      numbers[i] = i;
    if (!rc_limit_goes_on(error) ||
        (!several && !find_open(documents, words->pdata[word], starts, entries, has, numbers,
                                &others.count, error)))
      return false;
    others.docids = docids;
    for (guint i = 0; i < others.count; i++)
      docids[i] = documents->docids[numbers[i]];
    Marking marking = {starts, firsts, numbers, 0, has};
    if (!visit_places(&others, words->pdata[word], mark_place, &marking, error))
      return false;
  }
  return true;
}

/* The passages in which the pattern stands. */
static bool find_passages(const Documents *documents, const RcPattern *pattern,
                          const GArray *starts, bool *has, GError **error) {
  if (is_any(pattern))
    return find_any(documents, pattern->rows->pdata[0], starts, has, error);
  g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Place));
  for (guint row = 0; row < pattern->rows->len; row++) {
    const GPtrArray *words = pattern->rows->pdata[row];
    for (guint i = 0; i < words->len; i++) {
      g_autoptr(GArray) places = read_row(documents, words->pdata[i], row, error);
      if (!places)
        return false;
      g_array_append_vals(all, places->data, places->len);
    }
  }
  g_array_sort(all, compare_places);
  mark_passages(starts, all, pattern, has);
  return true;
}

/* Of so many documents it is remembered where their passages begin: some kilobytes of each. */
#define DOCUMENTS_REMEMBERED_MAX 10000

/* Where passages begin, ascending: an array of Place.  Several patterns of a query, and of queries
 * that follow each other, ask for it. */
static GArray *read_starts(const Documents *documents, GError **error) {
  GHashTable *known = rc_index_passage_starts(documents->index);
  if (g_hash_table_size(known) > DOCUMENTS_REMEMBERED_MAX)
    g_hash_table_remove_all(known);
  g_autoptr(GArray) missing = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint i = 0; i < documents->count; i++)
    if (!g_hash_table_contains(known, GUINT_TO_POINTER(documents->docids[i])))
      g_array_append_val(missing, documents->docids[i]);
  const Documents others = {documents->index, documents->stemmer, (const guint32 *)missing->data,
                            missing->len};
  g_autofree char *term = rc_schema_term(RC_FIELD_START, "passage");
  g_autoptr(GArray) places = read_places(&others, term, error);
  if (!places)
    return NULL;
  for (guint i = 0, at = 0; i < missing->len; i++) {
    GArray *own = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (; at < places->len && g_array_index(places, Place, at).document == i; at++)
      g_array_append_val(own, g_array_index(places, Place, at).position);
    g_hash_table_insert(known, GUINT_TO_POINTER(others.docids[i]), own);
  }
  g_array_set_size(places, 0);
  for (guint i = 0; i < documents->count; i++) {
    const GArray *own = g_hash_table_lookup(known, GUINT_TO_POINTER(documents->docids[i]));
    for (guint k = 0; k < own->len; k++)
      add_place(i, g_array_index(own, guint32, k), places);
  }
  return g_steal_pointer(&places);
}

/* Adds the passages that have the pattern. */
static bool add_passages(const Documents *documents, const RcPattern *pattern, GArray *passages,
                         GError **error) {
  g_autoptr(GArray) starts = read_starts(documents, error);
  g_autofree bool *has = starts ? g_new0(bool, starts->len) : NULL;
  if (!starts || !find_passages(documents, pattern, starts, has, error))
    return false;
  guint32 ordinal = 0;
  for (guint i = 0; i < starts->len; i++) {
    const Place *start = &g_array_index(starts, Place, i);
    ordinal = i > 0 && start[-1].document == start->document ? ordinal + 1 : 1;
    guint32 docid = documents->docids[start->document];
    RcScopePassage passage = {docid, docid + ordinal * rc_index_shards(documents->index)};
    if (has[i])
      g_array_append_val(passages, passage);
  }
  return true;
}

typedef struct {
  const char *word;
  guint32 frequency;
} Counted;

static int compare_counted(gconstpointer a, gconstpointer b) {
  const Counted *x = a, *y = b;
  return (x->frequency < y->frequency) - (x->frequency > y->frequency);
}

/* The words, borrowed, the most frequent first. */
static GPtrArray *sort_by_frequency(RcIndex *index, const GPtrArray *words, GError **error) {
  g_autoptr(GArray) counted = g_array_new(FALSE, FALSE, sizeof(Counted));
  for (guint i = 0; i < words->len; i++) {
    Counted one = {words->pdata[i], 0};
    g_autofree char *term = rc_schema_term(RC_FIELD_WORD, one.word);
    GError *cause = NULL;
    if (!xapian_database_term_frequency(rc_index_database(index), term, &one.frequency, &cause)) {
      rc_index_propagate(error, cause, "index");
      return NULL;
    }
    g_array_append_val(counted, one);
  }
  g_array_sort(counted, compare_counted);
  GPtrArray *sorted = g_ptr_array_new();
  for (guint i = 0; i < counted->len; i++)
    g_ptr_array_add(sorted, (gpointer)g_array_index(counted, Counted, i).word);
  return sorted;
}

bool rc_pattern_find(RcIndex *index, RcStemmer *stemmer, const RcPattern *pattern,
                     const GArray *docids, GArray *passages, GError **error) {
  bool any = is_any(pattern);
  g_autoptr(GPtrArray) words =
      any ? sort_by_frequency(index, pattern->rows->pdata[0], error) : NULL;
  if (any && !words)
    return false;
  gpointer row[] = {words};
  GPtrArray rows = {row, 1};
  const RcPattern sorted = {any ? &rows : pattern->rows, pattern->span};
  const guint at_once = any ? DOCUMENTS_OF_WORDS_AT_ONCE : DOCUMENTS_AT_ONCE;
  for (guint first = 0; first < docids->len; first += at_once) {
    const Documents documents = {index, stemmer, &g_array_index(docids, guint32, first),
                                 MIN(docids->len - first, at_once)};
    if (!rc_limit_goes_on(error) || !add_passages(&documents, &sorted, passages, error))
      return false;
  }
  return true;
}

/* --- candidates --- */

XapianQuery *rc_pattern_candidates(const RcPattern *pattern) {
  GPtrArray *all = rc_combine_new_parts();
  for (guint i = 0; i < pattern->rows->len; i++) {
    const GPtrArray *row = pattern->rows->pdata[i];
    GPtrArray *any = rc_combine_new_parts();
    for (guint k = 0; k < row->len; k++) {
      g_auto(GStrv) words = g_strsplit(row->pdata[k], " ", -1);
      g_ptr_array_add(any,
                      xapian_query_new_phrase((const char *const *)words, g_strv_length(words)));
    }
    g_ptr_array_add(all, rc_combine(XAPIAN_OR, any));
  }
  return rc_combine(XAPIAN_AND, all);
}

XapianQuery *rc_pattern_near(const RcPattern *pattern) {
  bool words = true, empty = false;
  for (guint i = 0; i < pattern->rows->len; i++) {
    const GPtrArray *row = pattern->rows->pdata[i];
    empty = empty || row->len == 0;
    for (guint k = 0; k < row->len && words; k++)
      words = !strchr(row->pdata[k], ' ');
  }
  return words && !empty ? xapian_query_new_near((const GPtrArray *const *)pattern->rows->pdata,
                                                 pattern->rows->len, pattern->span + 1)
                         : rc_pattern_candidates(pattern);
}

/* --- forms of a word --- */

/* What is looked for while the words of the index are walked. */
typedef struct {
  RcStemmer *stemmer;
  guint most;           /* forms in the row; one more ends the walk */
  const char *stems[2]; /* either; the second may be NULL */
  const char *letters;  /* with which words begin that the rules of the stemmer bring there */
  const char *before;   /* what precedes the word in its row */
  GPtrArray *row;
} FormWalk;

static bool take_form(const char *word, gpointer data) {
  FormWalk *walk = data;
  const char *stem = g_str_has_prefix(word, walk->letters) ? rc_stemmer_stem(walk->stemmer, word)
                                                           : rc_vocabulary_lemma(word);
  if (stem && (strcmp(stem, walk->stems[0]) == 0 || g_strcmp0(stem, walk->stems[1]) == 0)) {
    g_autofree char *words = g_strconcat(walk->before, word, NULL);
    if (!g_ptr_array_find_with_equal_func(walk->row, words, g_str_equal, NULL))
      g_ptr_array_add(walk->row, g_steal_pointer(&words));
  }
  return walk->row->len <= walk->most;
}

/* The letters of a word with which its inflections begin; yours. */
static char *first_letters(const char *word) {
  glong letters = g_utf8_strlen(word, -1);
  return g_utf8_substring(word, 0,
                          MIN(letters, MAX(letters - FORM_LETTERS_ENDING, FORM_LETTERS_MIN)));
}

/* Words some of whose forms are made of another root, and with what those begin. */
static const struct {
  const char *word, *begins;
} other_roots[] = {
    {"ребенок", "дет"},  {"человек", "люд"}, {"год", "лет"},    {"идти", "ше"},      {"идти", "шл"},
    {"хороший", "лучш"}, {"плохой", "худ"},  {"плохой", "хуж"}, {"маленький", "ме"}, {"go", "went"},
    {"good", "be"},      {"well", "be"},     {"bad", "wors"},   {"be", "was"},       {"be", "were"},
    {"be", "is"},        {"be", "are"},      {"be", "am"},      {"i", "me"},         {"we", "us"},
};

/* Adds the inflections of `word`, one without hyphens, each after `before`. */
static bool add_inflections(RcIndex *index, RcStemmer *stemmer, const char *word,
                            const char *before, guint most, GPtrArray *row, GError **error) {
  g_autofree char *stem = g_strdup(rc_stemmer_stem(stemmer, word));
  g_autofree char *other = g_strdup(rc_stemmer_other(stemmer, word));
  g_autofree char *of_stem = first_letters(stem);
  g_autofree char *of_word = first_letters(word);
  g_autofree char *first = g_utf8_substring(stem, 0, 1);
  FormWalk walk = {stemmer, most, {stem, other}, of_stem, before, row};
  GError *cause = NULL;
  XapianDatabase *database = rc_index_database(index);
  bool walked = xapian_database_visit_terms(database, first, take_form, &walk, &cause);
  /* Of what is irregular the stem may begin in another way. */
  walk.letters = of_word;
  if (walked && !g_str_has_prefix(of_word, of_stem))
    walked = xapian_database_visit_terms(database, of_word, take_form, &walk, &cause);
  for (guint i = 0; walked && i < G_N_ELEMENTS(other_roots); i++)
    if (strcmp(rc_stemmer_stem(stemmer, other_roots[i].word), stem) == 0) {
      walk.letters = other_roots[i].begins;
      walked = xapian_database_visit_terms(database, walk.letters, take_form, &walk, &cause);
    }
  if (!walked)
    rc_index_propagate(error, cause, "index");
  return walked;
}

bool rc_pattern_add_forms(RcIndex *index, RcStemmer *stemmer, const char *word, guint most,
                          GPtrArray *row, bool *limited, GError **error) {
  const char *hyphen = strrchr(word, '-');
  g_autofree char *before =
      hyphen ? g_strdelimit(g_strndup(word, (gsize)(hyphen + 1 - word)), "-", ' ') : NULL;
  /* The parts of one with hyphens in a row, then the word. */
  const char *words[] = {hyphen ? hyphen + 1 : NULL, word}, *befores[] = {before, ""};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
    g_autoptr(GPtrArray) forms = g_ptr_array_new_with_free_func(g_free);
    if (words[i] && !add_inflections(index, stemmer, words[i], befores[i], most, forms, error))
      return false;
    if (forms->len > most) {
      *limited = true;
      g_ptr_array_set_size(forms, (int)most);
    }
    g_ptr_array_extend_and_steal(row, g_steal_pointer(&forms));
  }
  return true;
}
