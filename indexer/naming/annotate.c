/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annotate.h"

#include <string.h>

#include "citations.h"
#include "vocabulary.h"

/* How many words after an adjective are looked at for what it describes. */
enum { HEAD_WINDOW = 3 };
/* How many words before a name are looked at for the title of a person. */
enum { NAME_WINDOW = 4 };
/* The number of a footnote, and the shortest word it is cut from. */
enum { NOTE_DIGITS_MAX = 3, NOTED_BYTES_MIN = 4 };
/* How many words before and after an abbreviation may say that a body is meant. */
enum { OFFICIAL_WINDOW = 4 };

/* A passage on its way, and the last group found: where a list of groups is read
 * backwards, one is judged by the one before it. */
typedef struct {
  const char *text;
  const GArray *words;
  guint group_end; /* number of the word after the last group that counts, or 0 */
  guint right_end; /* the same of the last right */
} Reader;

/* A form that counts, at words of the passage. */
typedef struct {
  const RcForm *form;
  guint32 start, end;
  bool rivals;   /* the name means several concepts of its field */
  bool doubtful; /* counts only where the passage names its concept in full */
} Candidate;

typedef enum { HEAD_NONE, HEAD_PEOPLE, HEAD_THING, HEAD_NAME } Head;

static const RcWord *word_at(const Reader *reader, guint i) {
  return &g_array_index(reader->words, RcWord, i);
}

static bool is_context(const Reader *reader, guint i, RcContext list) {
  return i < reader->words->len && rc_vocabulary_is_context(list, word_at(reader, i));
}

/* True if one of `characters` (ASCII) stands between word i - 1 and word i. */
static bool gap_has(const Reader *reader, guint i, const char *characters) {
  for (guint32 at = word_at(reader, i - 1)->end; at < word_at(reader, i)->start; at++)
    if (strchr(characters, reader->text[at]))
      return true;
  return false;
}

/* True if the word before i and word i stand in one phrase. */
static bool runs_on(const Reader *reader, guint i) {
  return i > 0 && i < reader->words->len && !gap_has(reader, i, ".,;:!?()[]");
}

static bool starts_upper(const Reader *reader, guint i) {
  return g_unichar_isupper(g_utf8_get_char(reader->text + word_at(reader, i)->start));
}

static bool all_upper(const Reader *reader, guint i, guint length) {
  const char *end = reader->text + word_at(reader, i + length - 1)->end;
  for (const char *p = reader->text + word_at(reader, i)->start; p < end; p = g_utf8_next_char(p))
    if (g_unichar_islower(g_utf8_get_char(p)))
      return false;
  return true;
}

/* In capitals alone, and no currency: "US$ 5" is no mention. */
static bool names_in_capitals(const Reader *reader, guint i, guint length) {
  return all_upper(reader, i, length) && reader->text[word_at(reader, i + length - 1)->end] != '$';
}

/* English: "Karen Smith's family", "Kazakh National University students"; but the
 * "Hungarian National Community" is one of people. */
static bool begins_proper_name(const Reader *reader, guint i) {
  return i < reader->words->len && rc_text_script(word_at(reader, i)->word) == RC_SCRIPT_LATIN &&
         starts_upper(reader, i) && !all_upper(reader, i, 1);
}

/* What the word for people or things after an adjective is, if one is near; or it is
 * part of a proper name. */
static Head find_head(const Reader *reader, guint i, guint window) {
  for (guint last = i + window; i < last && runs_on(reader, i); i++) {
    if (is_context(reader, i, RC_CONTEXT_PEOPLE))
      return HEAD_PEOPLE;
    if (is_context(reader, i, RC_CONTEXT_THING))
      return HEAD_THING;
    if (is_context(reader, i, RC_CONTEXT_FUNCTION) || is_context(reader, i, RC_CONTEXT_JOINER))
      return HEAD_NONE;
    if (begins_proper_name(reader, i))
      return begins_proper_name(reader, i + 1) && is_context(reader, i + 1, RC_CONTEXT_PEOPLE)
                 ? HEAD_PEOPLE
                 : HEAD_NAME;
  }
  return HEAD_NONE;
}

/* Passes over "and", a comma, a stroke or a hyphen; true if there was any. */
static bool skip_joiners(const Reader *reader, guint *i) {
  guint start = *i;
  if (start >= reader->words->len || gap_has(reader, start, ".;:!?()"))
    return false;
  while (is_context(reader, *i, RC_CONTEXT_JOINER) && *i - start < 2)
    (*i)++;
  return *i > start || gap_has(reader, start, ",/-");
}

/* True if at `next` a clause ends or another begins: what stands before it describes
 * nothing.  "A Kazakh and a friend", but not "the Kazakh and international press". */
static bool describes_nothing(const Reader *reader, guint next) {
  if (!runs_on(reader, next) || is_context(reader, next, RC_CONTEXT_FUNCTION))
    return true;
  return is_context(reader, next, RC_CONTEXT_JOINER) &&
         (!runs_on(reader, next + 1) || is_context(reader, next + 1, RC_CONTEXT_FUNCTION));
}

/* "Taught Amazigh", "translated into Kurdish": a language, if it describes nothing. */
static bool follows_speech(const Reader *reader, guint i) {
  if (runs_on(reader, i) && is_context(reader, i - 1, RC_CONTEXT_FUNCTION))
    i--;
  return runs_on(reader, i) && is_context(reader, i - 1, RC_CONTEXT_SPEECH);
}

/* The longest name from word i to before `end`; the arguments are those of
 * rc_vocabulary_match. */
static int match(const Reader *reader, guint i, guint end, guint *length, const RcForm **forms) {
  *length = 1;
  return i < end ? rc_vocabulary_match(reader->words, i, end, length, forms) : 0;
}

/* True if the forms name rights alone: concepts are in the order of the fields. */
static bool are_rights(const RcForm *forms) {
  return rc_vocabulary_concept(forms[0].concept)->field == RC_FIELD_RIGHT;
}

/* The words of the name of a group at i, 0 if there is none; *noun: it is a noun
 * that cannot describe anything. */
static guint group_length(const Reader *reader, guint i, bool *noun) {
  const RcForm *forms = NULL;
  guint length;
  int count = match(reader, i, reader->words->len, &length, &forms);
  while (count > 0 && are_rights(forms))
    count = match(reader, i, i + length - 1, &length, &forms);
  for (int k = 0; k < count; k++)
    if (rc_vocabulary_concept(forms[k].concept)->field == RC_FIELD_GROUP) {
      *noun |= forms[k].rule == RC_RULE_ALWAYS ||
               (forms[k].rule == RC_RULE_ADJECTIVE && describes_nothing(reader, i + length));
      return length;
    }
  return 0;
}

/* The end of the list of groups that goes on at i: ", Uyghur and Dungan". */
static guint list_end(const Reader *reader, guint i, bool *noun) {
  while (true) {
    guint next = i;
    if (!skip_joiners(reader, &next))
      return i;
    guint length = group_length(reader, next, noun);
    if (length == 0)
      return i;
    i = next + length;
  }
}

/* True if a list of groups that count leads up to i. */
static bool continues_list(const Reader *reader, guint i) {
  guint next = reader->group_end;
  return next > 0 && next <= i && skip_joiners(reader, &next) && next == i;
}

static bool means_people(const Reader *reader, guint i, guint length) {
  if (rc_text_script(word_at(reader, i)->word) == RC_SCRIPT_LATIN && !starts_upper(reader, i))
    return false;
  if (runs_on(reader, i) && is_context(reader, i - 1, RC_CONTEXT_ETHNIC))
    return true;
  bool noun = false;
  guint end = list_end(reader, i + length, &noun);
  Head head = find_head(reader, end, HEAD_WINDOW);
  if (head != HEAD_NONE)
    return head == HEAD_PEOPLE;
  if (noun || continues_list(reader, i))
    return true;
  /* "killed a Kazakh in Osh", "600 Kyrgyz were", "the Roma, the Sami and others" */
  bool single = runs_on(reader, i) && (is_context(reader, i - 1, RC_CONTEXT_SINGLE) ||
                                       g_ascii_isdigit(word_at(reader, i - 1)->word[0]));
  return single && (describes_nothing(reader, end) ||
                    (is_context(reader, end, RC_CONTEXT_JOINER) && continues_list(reader, i - 1)));
}

static bool ends_in(const char *word, const char *const *endings) {
  for (; *endings; endings++)
    if (g_str_has_suffix(word, *endings))
      return true;
  return false;
}

/* An adjective agrees with its noun: what stands at `next` has none of the endings that
 * a noun or adjective in the case of the word at i can have («русским отказали»), or
 * those of a verb in the plural («русских увольняли»). */
static bool does_not_agree(const Reader *reader, guint i, guint next) {
  static const struct {
    const char *adjective, *others[8];
  } agreement[] = {{"ими", {"ами", "ями", "ими", "ыми", "ьми"}},
                   {"им", {"ам", "ям", "ом", "ем", "им", "ым", "ью"}},
                   {"ие", {"ы", "и", "а", "я", "е"}}};
  static const char *const verbs[] = {"ли",   "лись", "ют",   "ут", "ются",
                                      "утся", "ятся", "атся", NULL};
  if (next >= reader->words->len || starts_upper(reader, next))
    return false;
  const char *word = word_at(reader, next)->word;
  for (gsize k = 0; k < G_N_ELEMENTS(agreement); k++)
    if (g_str_has_suffix(word_at(reader, i)->word, agreement[k].adjective) &&
        !ends_in(word, agreement[k].others))
      return true;
  return ends_in(word, verbs) && !is_context(reader, next, RC_CONTEXT_THING);
}

/* A name does not run over the end of a sentence: "from the South. Sudan ..." */
static bool is_unbroken(const Reader *reader, guint i, guint length, const RcForm *form) {
  for (guint k = i + 1; k < i + length; k++)
    for (const char *mark = ".,;:!?"; *mark; mark++) {
      const char one[] = {*mark, '\0'};
      if (gap_has(reader, k, one) && !strchr(rc_vocabulary_form_text(form), *mark))
        return false;
    }
  return true;
}

/* True if the words at i are a name by the rule of its form. */
static bool holds(RcFormRule rule, const Reader *reader, guint i, guint length) {
  bool noun = false;
  guint end = i + length;
  switch (rule) {
  case RC_RULE_ALWAYS:
    return true;
  case RC_RULE_CAPITAL:
    return starts_upper(reader, i);
  case RC_RULE_UPPER:
  case RC_RULE_OFFICIAL:
  case RC_RULE_NAMED:
    return names_in_capitals(reader, i, length);
  case RC_RULE_PEOPLE:
    return means_people(reader, i, length);
  case RC_RULE_ADJECTIVE:
    end = list_end(reader, end, &noun);
    if (!noun && follows_speech(reader, i) && describes_nothing(reader, end))
      return false;
    return noun || find_head(reader, end, 1) != HEAD_THING;
  case RC_RULE_NOUN:
    end = list_end(reader, end, &noun);
    return means_people(reader, i, length) ||
           (!follows_speech(reader, i) &&
            (describes_nothing(reader, end) || does_not_agree(reader, i, end)));
  case RC_RULE_NEVER:
    return false;
  }
  return false;
}

/* "Mr. Milan Novak", "Ms A. Florence": part of a person's name, no place. */
static bool follows_title(const Reader *reader, guint i) {
  static const char *const titles[] = {"mr",  "ms", "mrs", "dr", "prof",
                                       "mme", "sr", "sra", "жа", NULL};
  for (guint first = i > NAME_WINDOW ? i - NAME_WINDOW : 0; i > first; i--) {
    const char *before = word_at(reader, i - 1)->word;
    if (gap_has(reader, i, ",;:!?()[]"))
      return false;
    if (g_strv_contains(titles, before))
      return true;
    bool initial = g_utf8_strlen(before, -1) == 1;
    if (!starts_upper(reader, i - 1) || (!initial && gap_has(reader, i, ".")))
      return false;
  }
  return false;
}

/* "the Aarhus Convention", "the Maastricht Principles": the name of what was adopted there, where
 * the vocabulary does not have it.  A State's is its own, and names it. */
static bool names_instrument(const Reader *reader, guint after, const RcForm *form) {
  static const char *const instruments[] = {
      "convention", "conventions", "protocol",  "principles", "statute",   "declaration",
      "rules",      "charter",     "accords",   "platform",   "treaty",    "конвенция",
      "конвенции",  "протокол",    "протокола", "принципы",   "принципов", "статут",
      "декларация", "декларации",  "правила",   "хартия",     NULL};
  return after < reader->words->len && rc_vocabulary_concept(form->concept)->parent >= 0 &&
         g_strv_contains(instruments, word_at(reader, after)->word) &&
         starts_upper(reader, after) && !gap_has(reader, after, ".,;:!?()[]");
}

/* True if a word that bodies are spoken of with is near, or a symbol follows:
 * "рекомендации КПП", "CAT/C/KAZ/CO/3". */
static bool stands_official(const Reader *reader, guint i, guint length) {
  const char *after = reader->text + word_at(reader, i + length - 1)->end;
  if (g_str_has_prefix(after, "/C/") || g_str_has_prefix(after, "/OP/"))
    return true;
  for (guint k = i; k > 0 && i - k < OFFICIAL_WINDOW && !gap_has(reader, k, ".;"); k--)
    if (is_context(reader, k - 1, RC_CONTEXT_OFFICIAL))
      return true;
  for (guint k = i + length; k < i + length + OFFICIAL_WINDOW; k++)
    if (k >= reader->words->len || gap_has(reader, k, ".;"))
      return false;
    else if (is_context(reader, k, RC_CONTEXT_OFFICIAL))
      return true;
  return false;
}

/* Adds the forms that hold; true if these words are read: something is named, or a name
 * that is never a mention stands there. */
static bool add_forms(Reader *reader, guint i, guint length, const RcForm *forms, int count,
                      GArray *candidates) {
  guint from = candidates->len, right_end = reader->right_end;
  bool hides = false;
  for (int k = 0; k < count; k++) {
    RcField field = rc_vocabulary_concept(forms[k].concept)->field;
    RcFormRule rule = forms[k].rule;
    if (!is_unbroken(reader, i, length, &forms[k]) || (field == RC_FIELD_RIGHT && i < right_end))
      continue;
    hides |= rule == RC_RULE_NEVER;
    bool other = field == RC_FIELD_REGION &&
                 (follows_title(reader, i) || names_instrument(reader, i + length, &forms[k]));
    if (!holds(rule, reader, i, length) || other)
      continue;
    Candidate candidate = {.form = &forms[k],
                           .start = word_at(reader, i)->start,
                           .end = word_at(reader, i + length - 1)->end,
                           .doubtful =
                               rule == RC_RULE_NAMED ||
                               (rule == RC_RULE_OFFICIAL && !stands_official(reader, i, length))};
    g_array_append_val(candidates, candidate);
    if (field == RC_FIELD_GROUP)
      reader->group_end = i + length;
    if (field == RC_FIELD_RIGHT)
      reader->right_end = i + length;
  }
  for (guint k = from; k < candidates->len; k++) /* of one name: few */
    for (guint other = from; other < candidates->len; other++) {
      Candidate *a = &g_array_index(candidates, Candidate, k);
      const Candidate *b = &g_array_index(candidates, Candidate, other);
      a->rivals |= k != other && rc_vocabulary_concept(a->form->concept)->field ==
                                     rc_vocabulary_concept(b->form->concept)->field;
    }
  return candidates->len > from || hides;
}

/* Adds what is named at word i; returns the number of words to go on by: a phrase that
 * names nothing and a longer name that is never a mention hide what is inside ("San
 * Francisco", "the River Jordan", "National Human Rights Committee").  A right hides only
 * rights: "discrimination against Roma" is one, and names Roma. */
static guint read_name(Reader *reader, guint i, GArray *candidates) {
  const RcForm *forms = NULL;
  guint length;
  int count = match(reader, i, reader->words->len, &length, &forms);
  while (count > 0 && are_rights(forms)) {
    add_forms(reader, i, length, forms, count, candidates);
    count = match(reader, i, i + length - 1, &length, &forms);
  }
  if (count == 0)
    return length;
  if (!add_forms(reader, i, length, forms, count, candidates))
    return 1;
  /* A body names the place that is in its name: "Конституционный суд Российской Федерации".  An
   * instrument does not: who asks about Italy does not mean the Rome Statute.  Concepts are in the
   * order of the fields: where the first is such a one, all are. */
  bool body = rc_vocabulary_concept(forms[0].concept)->field == RC_FIELD_BODY;
  guint end = body ? i + length : i;
  for (guint k = i; k < end;) {
    guint inner, regions = 0;
    count = match(reader, k, k == i ? end - 1 : end, &inner, &forms);
    while ((int)regions < count &&
           rc_vocabulary_concept(forms[regions].concept)->field == RC_FIELD_REGION)
      regions++;
    bool named = regions > 0 && add_forms(reader, k, inner, forms, (int)regions, candidates);
    k += named ? inner : 1;
  }
  return length;
}

/* What the candidates of a passage come to, each question answered once: a passage may be a list of
 * nothing but names. */
typedef struct {
  const GArray *candidates; /* by start */
  GHashTable *full;         /* number of a concept + 1 -> start + 1 of a name of it without doubt */
  GHashTable *several;      /* set of those with such names at other places, too */
  GHashTable *ancestors;    /* number of a concept + 1 -> 1 if an ancestor is named, else 2 */
} Named;

static gpointer key_of(const Candidate *candidate) {
  return GINT_TO_POINTER(candidate->form->concept + 1);
}

/* True if the passage names, without doubt, something above or around the concept. */
static bool has_ancestor(const Named *named, const Candidate *candidate) {
  guint known = GPOINTER_TO_UINT(g_hash_table_lookup(named->ancestors, key_of(candidate)));
  const RcConcept *concept = rc_vocabulary_concept(candidate->form->concept);
  for (guint i = 0; !known && i < named->candidates->len; i++) {
    const Candidate *other = &g_array_index(named->candidates, Candidate, i);
    const RcConcept *above = rc_vocabulary_concept(other->form->concept), *around = above;
    /* A place speaks for what lies around it: with a town of Jalal-Abad beside it, Suzak is
     * the one in that region. */
    if (above->field == RC_FIELD_REGION && above->parent >= 0)
      around = rc_vocabulary_concept(above->parent);
    if (!other->rivals && above != concept && rc_vocabulary_is_below(concept, around))
      known = 1;
  }
  known = known ? known : 2;
  g_hash_table_insert(named->ancestors, key_of(candidate), GUINT_TO_POINTER(known));
  return known == 1;
}

/* The first of the candidates with the start of number `i`. */
static guint first_at_start(const GArray *candidates, guint i) {
  guint32 start = g_array_index(candidates, Candidate, i).start;
  while (i > 0 && g_array_index(candidates, Candidate, i - 1).start == start)
    i--;
  return i;
}

/* Of several concepts of one name, one whose ancestor is named drives out those
 * whose is not. */
static bool is_driven_out(const Named *named, guint number) {
  const Candidate *candidate = &g_array_index(named->candidates, Candidate, number);
  if (!candidate->rivals || has_ancestor(named, candidate))
    return false;
  RcField field = rc_vocabulary_concept(candidate->form->concept)->field;
  for (guint i = first_at_start(named->candidates, number); i < named->candidates->len; i++) {
    const Candidate *other = &g_array_index(named->candidates, Candidate, i);
    if (other->start != candidate->start)
      return false;
    if (rc_vocabulary_concept(other->form->concept)->field == field && has_ancestor(named, other))
      return true;
  }
  return false;
}

/* True if its concept is named without doubt at another place. */
static bool is_named_in_full(const Named *named, const Candidate *candidate) {
  gpointer first = g_hash_table_lookup(named->full, key_of(candidate));
  return first && (first != GUINT_TO_POINTER(candidate->start + 1) ||
                   g_hash_table_contains(named->several, key_of(candidate)));
}

/* Of two bodies with one abbreviation, the one that the passage names in full. */
static bool has_better_rival(const Named *named, guint number) {
  const Candidate *candidate = &g_array_index(named->candidates, Candidate, number);
  guint i = first_at_start(named->candidates, number);
  for (; candidate->rivals && i < named->candidates->len; i++) {
    const Candidate *other = &g_array_index(named->candidates, Candidate, i);
    if (other->start != candidate->start)
      return false;
    if (other->form->rule == RC_RULE_NAMED && other->form->concept != candidate->form->concept &&
        is_named_in_full(named, other))
      return true;
  }
  return false;
}

/* The bytes of a word without the number of a footnote that no space parts from it:
 * "Украины13"; "b2b" and "covid2019" have none. */
static gsize length_without_note(const char *word) {
  gsize all = strlen(word), length = all;
  while (length > 0 && g_ascii_isdigit(word[length - 1]))
    length--;
  bool is_noted = all - length <= NOTE_DIGITS_MAX && length >= NOTED_BYTES_MIN &&
                  strcspn(word, "0123456789") == length;
  return is_noted ? length : all;
}

static void clear_word(gpointer word) {
  g_free((char *)((RcWord *)word)->word);
}

/* The words as names are looked up in them; a mention still spans all of its word.  One
 * that is cut is another word than its form.  NULL if none has the number of a note. */
static GArray *without_notes(const GArray *words) {
  guint noted = 0;
  for (; noted < words->len; noted++) {
    const char *word = g_array_index(words, RcWord, noted).word;
    if (word[length_without_note(word)] != '\0')
      break;
  }
  if (noted == words->len)
    return NULL;
  GArray *plain = g_array_sized_new(FALSE, FALSE, sizeof(RcWord), words->len);
  g_array_set_clear_func(plain, clear_word);
  for (guint i = 0; i < words->len; i++) {
    RcWord word = g_array_index(words, RcWord, i);
    gsize length = length_without_note(word.word);
    word.form = word.word[length] ? NULL : word.form;
    word.word = g_strndup(word.word, length);
    g_array_append_val(plain, word);
  }
  return plain;
}

void rc_annotate_passage(RcPassage *passage, const GArray *words) {
  g_autoptr(GArray) plain = without_notes(words);
  Reader reader = {.text = passage->text, .words = plain ? plain : words};
  g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
  for (guint i = 0; i < words->len;)
    i += read_name(&reader, i, candidates);
  g_array_set_size(passage->mentions, 0);
  g_autoptr(GHashTable) full = g_hash_table_new(NULL, NULL);
  g_autoptr(GHashTable) several = g_hash_table_new(NULL, NULL);
  g_autoptr(GHashTable) ancestors = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < candidates->len; i++) {
    const Candidate *candidate = &g_array_index(candidates, Candidate, i);
    gpointer start = GUINT_TO_POINTER(candidate->start + 1);
    if (candidate->doubtful)
      continue;
    gpointer first = g_hash_table_lookup(full, key_of(candidate));
    if (!first)
      g_hash_table_insert(full, key_of(candidate), start);
    else if (first != start)
      g_hash_table_add(several, key_of(candidate));
  }
  const Named named = {candidates, full, several, ancestors};
  for (guint i = 0; i < candidates->len; i++) {
    const Candidate *candidate = &g_array_index(candidates, Candidate, i);
    if (is_driven_out(&named, i))
      continue;
    if (!is_named_in_full(&named, candidate) &&
        (candidate->doubtful || has_better_rival(&named, i)))
      continue;
    const RcConcept *concept = rc_vocabulary_concept(candidate->form->concept);
    RcMention mention = {concept->field, g_strdup(concept->id), candidate->start, candidate->end};
    g_array_append_val(passage->mentions, mention);
  }
  g_array_set_size(passage->cites, 0);
  if (passage->text)
    rc_citations_find(passage->text, passage->cites);
}
