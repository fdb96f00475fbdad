/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "group.h"

#include <string.h>

#include "dictionary.h"

/* One-word names that one concept adds, and concepts that one name may mean: a name of more places
 * is searched as the word it is. */
#define NAMES_MAX 32
#define MEANINGS_MAX 4

static void free_alternative(gpointer data) {
  RcAlternative *alternative = data;
  g_clear_pointer(&alternative->stems, g_ptr_array_unref);
  g_free(alternative);
}

void rc_group_free(RcGroup *group) {
  if (!group)
    return;
  g_free(group->text);
  g_ptr_array_unref(group->words);
  g_ptr_array_unref(group->alternatives);
  g_ptr_array_unref(group->concepts);
  g_free(group);
}

static void free_group(gpointer group) {
  rc_group_free(group);
}

static bool equal_rows(const GPtrArray *a, const GPtrArray *b) {
  bool equal = a && b && a->len == b->len;
  for (guint i = 0; equal && i < a->len; i++)
    equal = strcmp(a->pdata[i], b->pdata[i]) == 0;
  return equal;
}

/* Takes `stems`; one that is there already is not added again. */
static void add_alternative(RcGroup *group, RcAlternativeKind kind, GPtrArray *stems,
                            const RcConcept *concept, const char *text) {
  for (guint i = 0; i < group->alternatives->len; i++) {
    const RcAlternative *other = group->alternatives->pdata[i];
    if ((concept && other->concept == concept) || equal_rows(stems, other->stems)) {
      if (stems)
        g_ptr_array_unref(stems);
      return;
    }
  }
  RcAlternative *alternative = g_new(RcAlternative, 1);
  *alternative = (RcAlternative){kind, stems, concept, text};
  g_ptr_array_add(group->alternatives, alternative);
}

static GPtrArray *stem_all(RcStemmer *stemmer, const GPtrArray *words) {
  GPtrArray *stems = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < words->len; i++)
    g_ptr_array_add(stems, g_strdup(rc_stemmer_stem(stemmer, words->pdata[i])));
  return stems;
}

static GPtrArray *split(const char *text, const char *between) {
  GPtrArray *row = g_ptr_array_new_with_free_func(g_free);
  g_auto(GStrv) parts = g_strsplit(text, between, -1);
  for (char **part = parts; *part; part++)
    g_ptr_array_add(row, g_strdup(*part));
  return row;
}

static RcGroup *new_group(RcStemmer *stemmer, const GPtrArray *words, guint start, guint length) {
  RcGroup *group = g_new0(RcGroup, 1);
  g_autoptr(GString) text = g_string_new(NULL);
  group->words = g_ptr_array_new_with_free_func(g_free);
  group->alternatives = g_ptr_array_new_with_free_func(free_alternative);
  group->concepts = g_ptr_array_new();
  for (guint i = start; i < start + length; i++) {
    const char *word = words->pdata[i];
    g_string_append_printf(text, "%s%s", i > start ? " " : "", word);
    g_ptr_array_add(group->words, g_strdup(word));
  }
  group->text = g_strdup(text->str);
  add_alternative(group, RC_ALTERNATIVE_TYPED, stem_all(stemmer, group->words), NULL, NULL);
  const char *other = length == 1 ? rc_stemmer_other(stemmer, group->text) : NULL;
  if (other)
    add_alternative(group, RC_ALTERNATIVE_TYPED, split(other, " "), NULL, NULL);
  if (length == 1 && strchr(group->text, '-')) { /* "asylum-seekers", "asylum seekers" */
    g_autoptr(GPtrArray) parts = split(group->text, "-");
    add_alternative(group, RC_ALTERNATIVE_TYPED, stem_all(stemmer, parts), NULL, NULL);
  }
  return group;
}

/* --- names --- */

/* True if the form names a region by the name of a town in it, and only for searches. */
static bool is_around(const RcForm *form, const RcForm *forms, int count) {
  const RcConcept *region = rc_vocabulary_concept(form->concept);
  for (int i = 0; i < count; i++)
    if (forms[i].rule != RC_RULE_NEVER && forms[i].concept != form->concept &&
        rc_vocabulary_is_below(rc_vocabulary_concept(forms[i].concept), region))
      return true;
  return false;
}

/* True of "КПП": who types that may look for a checkpoint. */
static bool is_doubtful(const RcForm *form) {
  return form->rule == RC_RULE_OFFICIAL || form->rule == RC_RULE_NAMED;
}

/* What the forms mean, an array of const RcConcept *; empty if that is too many things.  A name of
 * a town that the region around it is looked for by, too, means the town. */
static GPtrArray *find_meanings(const RcForm *forms, int count) {
  GPtrArray *concepts = g_ptr_array_new();
  for (int i = 0; i < count; i++) {
    const RcConcept *concept = rc_vocabulary_concept(forms[i].concept);
    if (forms[i].rule == RC_RULE_NEVER || is_doubtful(&forms[i]) ||
        is_around(&forms[i], forms, count) || g_ptr_array_find(concepts, concept, NULL))
      continue;
    g_ptr_array_add(concepts, (gpointer)concept);
  }
  if (concepts->len > MEANINGS_MAX)
    g_ptr_array_set_size(concepts, 0);
  return concepts;
}

/* The concept and its names of one word, which finds them where they are no mention. */
static void add_concept(RcGroup *group, RcStemmer *stemmer, const RcConcept *concept) {
  g_ptr_array_add(group->concepts, (gpointer)concept);
  add_alternative(group, RC_ALTERNATIVE_NAME, NULL, concept, NULL);
  if (concept->field == RC_FIELD_RIGHT)
    return; /* a word of a right is no name of it */
  guint names = 0;
  for (int i = 0; i < concept->form_count && names < NAMES_MAX; i++) {
    const RcForm *form = rc_vocabulary_concept_form(concept, i);
    const char *words = rc_vocabulary_form_words(form);
    /* "us" is hardly ever the United States: what is a name in capitals alone is found as a mention
     */
    if (strchr(words, ' ') || is_doubtful(form) || form->rule == RC_RULE_UPPER)
      continue;
    GPtrArray *stems = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(stems, g_strdup(rc_stemmer_stem(stemmer, words)));
    guint before = group->alternatives->len;
    add_alternative(group, RC_ALTERNATIVE_NAME, stems, NULL, rc_vocabulary_form_text(form));
    names += group->alternatives->len - before;
  }
}

/* --- the thesaurus --- */

static const RcAlternativeKind kinds[] = {
    [RC_THESAURUS_TRANSLATION] = RC_ALTERNATIVE_TRANSLATION,
    [RC_THESAURUS_TRADE] = RC_ALTERNATIVE_TRADE,
    [RC_THESAURUS_NEAR] = RC_ALTERNATIVE_NEAR,
    [RC_THESAURUS_CONCEPT] = RC_ALTERNATIVE_NAME,
};

/* A name is not translated word for word (Turkey is no bird), and a town is not its country. */
static void add_entries(RcGroup *group, const RcThesaurusEntry *entries, int count) {
  bool named = false, is_place = false;
  for (guint i = 0; i < group->concepts->len; i++) {
    const RcConcept *concept = group->concepts->pdata[i];
    named |= concept->field != RC_FIELD_RIGHT;
    is_place |= concept->field == RC_FIELD_REGION && concept->parent >= 0;
  }
  RcThesaurusLanguage own = rc_text_script(group->text) == RC_SCRIPT_CYRILLIC
                                ? RC_THESAURUS_RUSSIAN
                                : RC_THESAURUS_ENGLISH;
  for (int i = 0; i < count; i++) {
    RcAlternativeKind kind = kinds[entries[i].kind];
    const RcConcept *concept = rc_thesaurus_concept(&entries[i]);
    if (named && kind == RC_ALTERNATIVE_TRANSLATION)
      continue;
    if (is_place || (kind == RC_ALTERNATIVE_NEAR && entries[i].language != own))
      kind = RC_ALTERNATIVE_HINT;
    add_alternative(group, kind, concept ? NULL : split(rc_thesaurus_stems(&entries[i]), " "),
                    concept, rc_thesaurus_text(&entries[i]));
  }
}

/* --- people and places --- */

static bool names_people(const RcForm *forms, int count) {
  for (int i = 0; i < count; i++)
    if (rc_vocabulary_concept(forms[i].concept)->field == RC_FIELD_GROUP &&
        forms[i].rule != RC_RULE_PEOPLE && forms[i].rule != RC_RULE_ADJECTIVE)
      return true;
  return false;
}

static bool is_region(const RcConcept *concept) {
  return concept && concept->field == RC_FIELD_REGION;
}

/* False where a body is meant by its seat, as the Court by Strasbourg. */
static bool names_place(const RcGroup *group) {
  bool named = false;
  for (guint i = 0; i < group->concepts->len; i++)
    named |= is_region(group->concepts->pdata[i]);
  for (guint i = 0; named && i < group->alternatives->len; i++) {
    const RcAlternative *alternative = group->alternatives->pdata[i];
    g_autoptr(GPtrArray) bodies =
        alternative->text ? rc_vocabulary_resolve(RC_FIELD_BODY, alternative->text) : NULL;
    named = !bodies || bodies->len == 0;
  }
  return named;
}

/* Leaves out the State that people have their name from, and all that is said for it. */
static void forget_state(RcGroup *group) {
  bool has_state = false;
  for (guint i = 0; i < group->alternatives->len; i++)
    has_state |= is_region(((const RcAlternative *)group->alternatives->pdata[i])->concept);
  for (guint i = group->alternatives->len; has_state && i-- > 0;) {
    const RcAlternative *alternative = group->alternatives->pdata[i];
    if (is_region(alternative->concept) || alternative->kind > RC_ALTERNATIVE_NAME)
      g_ptr_array_remove_index(group->alternatives, i);
  }
}

/* Of Hungarians in Slovakia those are meant who live there, and not Hungary. */
static void settle_people(const GPtrArray *groups) {
  bool placed = false;
  for (guint i = 0; i < groups->len; i++)
    placed |= names_place(groups->pdata[i]);
  for (guint i = 0; placed && i < groups->len; i++) {
    RcGroup *group = groups->pdata[i];
    if (group->people && !names_place(group))
      forget_state(group);
  }
}

/* --- the row --- */

/* Of which query word each word of the row is: hyphens join several. */
static GArray *find_owners(const GPtrArray *words, const GArray *row) {
  GArray *owners = g_array_new(FALSE, FALSE, sizeof(guint));
  gsize end = 0;
  for (guint owner = 0, i = 0; owner < words->len; owner++) {
    end += strlen(words->pdata[owner]) + (owner > 0);
    for (; i < row->len && g_array_index(row, RcWord, i).start < end; i++)
      g_array_append_val(owners, owner);
  }
  return owners;
}

/* The longest name that begins with the query word `owner` and ends with one. */
static int match_name(const GArray *row, const GArray *owners, guint owner, guint *length,
                      const RcForm **forms) {
  guint first = 0, taken = 0;
  while (first < owners->len && g_array_index(owners, guint, first) < owner)
    first++;
  int count = first < owners->len ? rc_vocabulary_match(row, first, row->len, &taken, forms) : 0;
  guint next = first + taken;
  if (count == 0 || (next < owners->len &&
                     g_array_index(owners, guint, next) == g_array_index(owners, guint, next - 1)))
    return 0;
  *length = g_array_index(owners, guint, next - 1) - owner + 1;
  return count;
}

static GPtrArray *make_plain_groups(RcStemmer *stemmer, const GPtrArray *words) {
  GPtrArray *groups = g_ptr_array_new_with_free_func(free_group);
  for (guint i = 0; i < words->len; i++)
    g_ptr_array_add(groups, new_group(stemmer, words, i, 1));
  return groups;
}

GPtrArray *rc_groups_make(RcStemmer *stemmer, const GPtrArray *words, bool expand) {
  if (!expand)
    return make_plain_groups(stemmer, words);
  GPtrArray *groups = g_ptr_array_new_with_free_func(free_group);
  g_autoptr(RcDictionary) dictionary = rc_dictionary_new();
  g_autofree char *text = NULL;
  g_autoptr(GPtrArray) texts = g_ptr_array_new();
  g_ptr_array_extend(texts, (GPtrArray *)words, NULL, NULL);
  g_ptr_array_add(texts, NULL);
  text = g_strjoinv(" ", (char **)texts->pdata);
  g_autoptr(GArray) row = rc_dictionary_words(dictionary, text, -1);
  g_autoptr(GArray) owners = find_owners(words, row);
  g_autoptr(GPtrArray) stems = stem_all(stemmer, words);
  for (guint i = 0; i < words->len;) {
    guint named = 1, said = 1;
    const RcForm *forms = NULL;
    const RcThesaurusEntry *entries = NULL;
    int form_count = match_name(row, owners, i, &named, &forms);
    int entry_count =
        rc_thesaurus_match((const char *const *)stems->pdata, stems->len, i, &said, &entries);
    g_autoptr(GPtrArray) concepts = find_meanings(forms, form_count);
    named = concepts->len ? named : 1;
    guint length = MAX(named, said);
    guint idle = rc_thesaurus_function_words((const char *const *)words->pdata, words->len, i);
    if (idle >= length) {
      i += idle;
      continue;
    }
    RcGroup *group = new_group(stemmer, words, i, length);
    for (guint k = 0; k < concepts->len && named == length; k++)
      add_concept(group, stemmer, concepts->pdata[k]);
    group->people = named == length && names_people(forms, form_count);
    if (said == length)
      add_entries(group, entries, entry_count);
    g_ptr_array_add(groups, group);
    i += length;
  }
  settle_people(groups);
  if (groups->len > 0)
    return groups;
  g_ptr_array_unref(groups);
  return make_plain_groups(stemmer, words);
}
