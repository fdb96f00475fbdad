/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "article.h"

#include <stdlib.h>
#include <string.h>

/* The name before the last colon; yours to free, NULL if what is behind it is no number of an
 * article. */
static char *split(const char *value, int *number) {
  const char *colon = strrchr(value, ':');
  gsize digits = colon ? strspn(colon + 1, "0123456789") : 0;
  bool valid = digits > 0 && digits <= 3 && colon[1] != '0' && colon[1 + digits] == '\0';
  if (number)
    *number = valid ? atoi(colon + 1) : 0;
  if (!colon)
    return g_strdup(value);
  return valid ? g_strndup(value, (gsize)(colon - value)) : NULL;
}

const RcConcept *rc_article_lookup(const char *value, int *number) {
  g_autofree char *id = split(value, number);
  return id ? rc_vocabulary_lookup(RC_FIELD_ARTICLE, id) : NULL;
}

GPtrArray *rc_article_resolve(const char *typed, int *number) {
  g_autofree char *name = split(typed, number);
  return name ? rc_vocabulary_resolve(RC_FIELD_ARTICLE, name) : g_ptr_array_new();
}

char *rc_article_value(const RcConcept *instrument, int number) {
  return number ? g_strdup_printf("%s:%d", instrument->id, number) : g_strdup(instrument->id);
}

char *rc_concept_label(RcField field, const char *value, bool russian) {
  int number = 0;
  const RcConcept *concept = field == RC_FIELD_ARTICLE ? rc_article_lookup(value, &number)
                                                       : rc_vocabulary_lookup(field, value);
  if (!concept)
    return NULL;
  const char *label = russian ? concept->label_ru : concept->label_en;
  if (number == 0)
    return g_strdup(label);
  return g_strdup_printf(russian ? "%s, ст. %d" : "%s, art. %d", label, number);
}
