/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocabulary.h"

#include <string.h>

#include "dictionary.h"
#include "lemma.h"
#include "vocabulary-tables.h"

int rc_vocabulary_concept_count(void) {
  return rc_table_concept_count;
}

const RcConcept *rc_vocabulary_concept(int number) {
  g_assert(number >= 0 && number < rc_table_concept_count);
  return &rc_table_concepts[number];
}

static const RcConcept *concept_by_id_any_case(RcField field, const char *id) {
  int low = 0, high = rc_table_concept_count;
  while (low < high) {
    int middle = low + (high - low) / 2;
    const RcConcept *concept = &rc_table_concepts[rc_table_concept_order[middle]];
    int order = rc_table_compare_ids(field, id, concept->field, concept->id);
    if (order == 0)
      return concept;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

const RcConcept *rc_vocabulary_lookup(RcField field, const char *id) {
  const RcConcept *concept = concept_by_id_any_case(field, id);
  return concept && strcmp(concept->id, id) == 0 ? concept : NULL;
}

bool rc_vocabulary_is_country(const char *code) {
  return strlen(code) == 2 && rc_vocabulary_lookup(RC_FIELD_REGION, code);
}

const RcForm *rc_vocabulary_concept_form(const RcConcept *concept, int i) {
  g_assert(i >= 0 && i < concept->form_count);
  return &rc_table_forms[rc_table_form_order[concept->first_form + i]];
}

int rc_vocabulary_form_count(void) {
  const RcConcept *last = &rc_table_concepts[rc_table_concept_count - 1];
  return last->first_form + last->form_count;
}

const RcForm *rc_vocabulary_form(int number) {
  g_assert(number >= 0 && number < rc_vocabulary_form_count());
  return &rc_table_forms[number];
}

bool rc_vocabulary_is_displayed(const RcForm *form) {
  return form->kind != RC_FORM_EXONYM && form->kind != RC_FORM_PEJORATIVE;
}

const char *rc_vocabulary_form_text(const RcForm *form) {
  return rc_table_strings + form->text_offset;
}

const char *rc_vocabulary_form_words(const RcForm *form) {
  return rc_table_strings + form->words_offset;
}

const char *rc_vocabulary_form_language(const RcForm *form) {
  return rc_table_strings + form->language_offset;
}

bool rc_vocabulary_is_below(const RcConcept *concept, const RcConcept *ancestor) {
  const RcConcept *at = concept;
  while (at != ancestor && at->parent >= 0)
    at = &rc_table_concepts[at->parent];
  return at == ancestor;
}

static const RcName *find_name(const char *words, gsize length) {
  guint32 hash = rc_table_hash(words, length);
  guint32 bit = rc_table_filter_bit(hash);
  if (!(rc_table_filter[bit / 64] >> bit % 64 & 1))
    return NULL;
  for (guint32 at = hash & rc_table_slot_mask; rc_table_slots[at].name;
       at = (at + 1) & rc_table_slot_mask) {
    if (rc_table_slots[at].hash != hash)
      continue;
    const RcName *name = &rc_table_names[rc_table_slots[at].name - 1];
    const char *known = rc_table_strings + name->words;
    if (strncmp(known, words, length) == 0 && known[length] == '\0')
      return name;
  }
  return NULL;
}

/* What the word is by itself; kept with its form. */
static const RcName *name_of(const RcWord *word) {
  static const RcName no_name;
  if (!word->form)
    return find_name(word->word, strlen(word->word));
  gconstpointer *memo = &word->form->memos[RC_MEMO_VOCABULARY];
  if (!*memo) {
    const RcName *name = find_name(word->form->word, strlen(word->form->word));
    *memo = name ? name : &no_name;
  }
  return *memo == &no_name ? NULL : *memo;
}

/* The possessive of an English name ("Kazakhstan's") is that name: the owner, or NULL. */
static const RcName *find_owner(const char *words, gsize length) {
  bool possessive = length > 2 && words[length - 1] == 's' && words[length - 2] == '\'';
  return possessive ? find_name(words, length - 2) : NULL;
}

int rc_vocabulary_find(const char *words, const RcForm **forms) {
  const RcName *name = find_name(words, strlen(words));
  if (!name || name->form_count == 0)
    return 0;
  *forms = &rc_table_forms[name->first_form];
  return name->form_count;
}

/* The words of a name that may start at words[start], joined by one space. */
typedef struct {
  char words[RC_TABLE_NAME_BYTES_MAX + sizeof "'s"];
  gsize length;
} Key;

static bool append_word(Key *key, const char *word) {
  gsize length = strlen(word);
  if (key->length + 1 + length >= sizeof key->words)
    return false;
  key->words[key->length] = ' ';
  memcpy(key->words + key->length + 1, word, length);
  key->length += 1 + length;
  return true;
}

static bool is_whole(const RcName *name) {
  return name && (name->form_count > 0 || (name->contexts & (1u << RC_CONTEXT_PHRASE)) != 0);
}

/* The longest name that begins with `name`, which the first word is; NULL if none. */
static const RcName *match_from(const RcName *name, const GArray *words, guint start, guint end,
                                guint *length) {
  if (!name)
    return NULL;
  const RcName *longest = is_whole(name) ? name : NULL;
  Key key = {.length = strlen(rc_table_strings + name->words)};
  memcpy(key.words, rc_table_strings + name->words, key.length);
  *length = 1;
  for (guint i = start + 1; name && name->goes_on && i < end; i++) {
    if (!append_word(&key, g_array_index(words, RcWord, i).word))
      break;
    name = find_name(key.words, key.length);
    const RcName *named = is_whole(name) ? name : find_owner(key.words, key.length);
    if (is_whole(named)) {
      longest = named;
      *length = i - start + 1;
    }
  }
  return longest;
}

int rc_vocabulary_match(const GArray *words, guint start, guint end, guint *length,
                        const RcForm **forms) {
  const RcWord *first = &g_array_index(words, RcWord, start);
  guint taken;
  const RcName *found = match_from(name_of(first), words, start, end, &taken);
  if (!found)
    found = match_from(find_owner(first->word, strlen(first->word)), words, start, end, &taken);
  if (!found)
    return 0;
  *length = taken;
  *forms = &rc_table_forms[found->first_form];
  return found->form_count;
}

/* How well a form speaks for its concept; less is better.  A name in use goes
 * before a historical one, a name before a form that is never a mention, a
 * country before a village. */
static int form_cost(const RcForm *form) {
  int depth = 0, at = form->concept;
  while ((at = rc_table_concepts[at].parent) >= 0)
    depth++;
  return (form->rule == RC_RULE_NEVER) * 1000 + (int)form->kind * 100 + depth;
}

static int compare_forms(gconstpointer a, gconstpointer b) {
  const RcForm *x = *(const RcForm *const *)a, *y = *(const RcForm *const *)b;
  int order = form_cost(x) - form_cost(y);
  return order ? order : x->concept - y->concept;
}

static void add_concept(GPtrArray *concepts, const RcConcept *concept) {
  if (!g_ptr_array_find(concepts, concept, NULL))
    g_ptr_array_add(concepts, (gpointer)concept);
}

GPtrArray *rc_vocabulary_resolve(RcField field, const char *name) {
  GPtrArray *concepts = g_ptr_array_new();
  const RcConcept *by_id = concept_by_id_any_case(field, name);
  if (by_id)
    add_concept(concepts, by_id);
  if (by_id && strcmp(by_id->id, name) == 0) /* what facets link to is what they count */
    return concepts;
  g_autofree char *words = rc_text_normalise(name);
  const RcForm *forms = NULL;
  int count = rc_vocabulary_find(words, &forms);
  g_autoptr(GPtrArray) ranked = g_ptr_array_new();
  for (int i = 0; i < count; i++)
    if (rc_table_concepts[forms[i].concept].field == field)
      g_ptr_array_add(ranked, (gpointer)&forms[i]);
  g_ptr_array_sort(ranked, compare_forms);
  for (guint i = 0; i < ranked->len; i++)
    add_concept(concepts, &rc_table_concepts[((const RcForm *)ranked->pdata[i])->concept]);
  return concepts;
}

const char *rc_vocabulary_lemma(const char *word) {
  const RcName *name = find_name(word, strlen(word));
  if (!name || !name->lemma) /* "women's" begins "women's rights" and has none of its own */
    name = find_owner(word, strlen(word));
  return name && name->lemma ? rc_table_strings + name->lemma : rc_lemma_stem(word);
}

bool rc_vocabulary_is_context(RcContext context, const RcWord *word) {
  const RcName *name = name_of(word);
  return name && (name->contexts & (1u << context)) != 0;
}

const char *rc_vocabulary_digest(void) {
  static gsize made = 0;
  if (g_once_init_enter(&made)) {
    g_autofree char *all = g_strconcat(rc_table_digest, rc_lemma_digest(), RC_WORDS_VERSION, NULL);
    g_once_init_leave(&made, (gsize)g_compute_checksum_for_string(G_CHECKSUM_SHA256, all, -1));
  }
  return (const char *)made; /* static: to the end of the process */
}
