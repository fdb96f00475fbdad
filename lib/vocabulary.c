/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vocabulary.h"

#include <string.h>

#include "vocabulary-tables.h"

int rc_vocabulary_concept_count(void) {
  return rc_table_concept_count;
}

const RcConcept *rc_vocabulary_concept(int number) {
  g_assert(number >= 0 && number < rc_table_concept_count);
  return &rc_table_concepts[number];
}

const RcConcept *rc_vocabulary_lookup(RcField field, const char *id) {
  for (int i = 0; i < rc_table_concept_count; i++) {
    const RcConcept *concept = &rc_table_concepts[i];
    if (concept->field == field && strcmp(concept->id, id) == 0)
    return concept;
  }
  return NULL;
}

const RcForm *rc_vocabulary_concept_form(const RcConcept *concept, int i) {
  g_assert(i >= 0 && i < concept->form_count);
  return &rc_table_forms[rc_table_form_order[concept->first_form + i]];
}

bool rc_vocabulary_is_below(const RcConcept *concept, const RcConcept *ancestor) {
  while (concept != ancestor && concept->parent >= 0)
  concept = &rc_table_concepts[concept->parent];
  return concept == ancestor;
}

static const RcName *find_name(const char *words, gsize length) {
  guint32 hash = rc_table_hash(words, length);
  for (guint32 at = hash & rc_table_slot_mask; rc_table_slots[at].name;
       at = (at + 1) & rc_table_slot_mask) {
    if (rc_table_slots[at].hash != hash)
      continue;
    const RcName *name = &rc_table_names[rc_table_slots[at].name - 1];
    if (strncmp(name->words, words, length) == 0 && name->words[length] == '\0')
      return name;
  }
  return NULL;
}

/* As above; the possessive of an English name ("Kazakhstan's") is that name. */
static const RcName *find_name_or_possessive(const char *words, gsize length) {
  const RcName *name = find_name(words, length);
  if (!name && length > 2 && words[length - 1] == 's' && words[length - 2] == '\'')
    name = find_name(words, length - 2);
  return name;
}

int rc_vocabulary_find(const char *words, const RcForm **forms) {
  const RcName *name = find_name(words, strlen(words));
  if (!name || name->form_count == 0)
    return 0;
  *forms = &rc_table_forms[name->first_form];
  return name->form_count;
}

/* The longest name of two words or more; the key is built whole and then cut
 * back word by word. */
static const RcName *match_phrase(const GArray *words, guint start, guint longest, guint *length) {
  g_autoptr(GString) key = g_string_sized_new(128);
  gsize ends[G_MAXUINT8 + 1];
  guint count = 0;
  for (; count < longest && start + count < words->len; count++) {
    if (count > 0)
      g_string_append_c(key, ' ');
    g_string_append(key, g_array_index(words, RcWord, start + count).word);
    ends[count] = key->len;
  }
  for (; count > 1; count--) {
    const RcName *name = find_name_or_possessive(key->str, ends[count - 1]);
    if (name && name->form_count > 0) {
      *length = count;
      return name;
    }
  }
  return NULL;
}

int rc_vocabulary_match(const GArray *words, guint start, guint *length, const RcForm **forms) {
  const char *first = g_array_index(words, RcWord, start).word;
  const RcName *name = find_name_or_possessive(first, strlen(first));
  if (!name || name->longest == 0)
    return 0;
  const RcName *phrase =
      name->longest > 1 ? match_phrase(words, start, name->longest, length) : NULL;
  if (!phrase && name->form_count == 0)
    return 0;
  if (!phrase)
    *length = 1;
  const RcName *found = phrase ? phrase : name;
  *forms = &rc_table_forms[found->first_form];
  return found->form_count;
}

static int depth_of(const RcConcept *concept) {
  int depth = 0;
  for (; concept->parent >= 0; depth++)
  concept = &rc_table_concepts[concept->parent];
  return depth;
}

/* How well a form speaks for its concept; less is better.  A name in use goes
 * before a historical one, a name before a form that is never a mention, a
 * country before a village. */
static int form_cost(const RcForm *form) {
  return (form->rule == RC_RULE_NEVER) * 1000 + (int)form->kind * 100 +
         depth_of(&rc_table_concepts[form->concept]);
}

static int compare_forms(gconstpointer a, gconstpointer b) {
  const RcForm *x = *(const RcForm *const *)a, *y = *(const RcForm *const *)b;
  int order = form_cost(x) - form_cost(y);
  return order ? order : x->concept - y->concept;
}

static const RcConcept *concept_by_id_any_case(RcField field, const char *id) {
  for (int i = 0; i < rc_table_concept_count; i++) {
    const RcConcept *concept = &rc_table_concepts[i];
    if (concept->field == field && g_ascii_strcasecmp(concept->id, id) == 0)
    return concept;
  }
  return NULL;
}

static void add_concept(GPtrArray *concepts, const RcConcept *concept) {
  if (!g_ptr_array_find(concepts, concept, NULL))
    g_ptr_array_add(concepts, (gpointer) concept);
}

GPtrArray *rc_vocabulary_resolve(RcField field, const char *name) {
  GPtrArray *concepts = g_ptr_array_new();
  const RcConcept *by_id = concept_by_id_any_case(field, name);
  if (by_id)
    add_concept(concepts, by_id);
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
  const RcName *name = find_name_or_possessive(word, strlen(word));
  return name ? name->lemma : NULL;
}

bool rc_vocabulary_is_context(const char *list, const char *word) {
  const RcName *name = find_name(word, strlen(word));
  if (!name || name->contexts == 0)
    return false;
  for (int i = 0; rc_table_contexts[i]; i++)
    if (strcmp(rc_table_contexts[i], list) == 0)
      return (name->contexts & (1u << i)) != 0;
  return false;
}

const char *rc_vocabulary_digest(void) {
  return "";
}
