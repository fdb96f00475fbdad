/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dictionary.h"

#include <string.h>

struct RcDictionary {
  GPtrArray *forms;    /* of RcWordForm *, by number */
  GHashTable *form_of; /* word of a form -> that form */
};

RcDictionary *rc_dictionary_new(void) {
  RcDictionary *dictionary = g_new0(RcDictionary, 1);
  dictionary->forms = g_ptr_array_new_with_free_func(g_free);
  dictionary->form_of = g_hash_table_new(g_str_hash, g_str_equal);
  return dictionary;
}

void rc_dictionary_free(RcDictionary *dictionary) {
  if (!dictionary)
    return;
  g_hash_table_unref(dictionary->form_of);
  g_ptr_array_unref(dictionary->forms);
  g_free(dictionary);
}

static RcWordForm *add_form(RcDictionary *dictionary, const char *word) {
  gsize length = strlen(word);
  RcWordForm *form = g_malloc0(sizeof *form + length + 1);
  form->number = dictionary->forms->len;
  memcpy(form->word, word, length);
  g_ptr_array_add(dictionary->forms, form);
  g_hash_table_insert(dictionary->form_of, form->word, form);
  return form;
}

GArray *rc_dictionary_words(RcDictionary *dictionary, const char *text, gssize length) {
  GArray *words = g_array_new(FALSE, FALSE, sizeof(RcWord));
  g_auto(RcTokens) tokens;
  rc_tokens_start(&tokens, text, length);
  for (RcToken token; rc_tokens_next(&tokens, &token);) {
    RcWordForm *form = g_hash_table_lookup(dictionary->form_of, token.word);
    if (!form)
      form = add_form(dictionary, token.word);
    RcWord word = {token.start, token.end, form->word, form, token.hyphened};
    g_array_append_val(words, word);
  }
  return words;
}

guint rc_dictionary_size(const RcDictionary *dictionary) {
  return dictionary->forms->len;
}

const RcWordForm *rc_dictionary_form(const RcDictionary *dictionary, guint number) {
  return g_ptr_array_index(dictionary->forms, number);
}
