/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The query tree: making, joining and writing it.  Reading it from what people
 * type is query-parse.c. */
#include <string.h>

#include "language-tag.h"
#include "query.h"
#include "text.h"

/* --- nodes --- */

RcQuery *rc_query_new(RcQueryType type) {
  RcQuery *query = g_new0(RcQuery, 1);
  query->type = type;
  if (type == RC_QUERY_AND || type == RC_QUERY_OR || type == RC_QUERY_NOT || type == RC_QUERY_NEAR)
    query->children = g_ptr_array_new_with_free_func((GDestroyNotify)rc_query_free);
  if (type == RC_QUERY_PHRASE)
    query->words = g_ptr_array_new_with_free_func(g_free);
  return query;
}

void rc_query_free(RcQuery *query) {
  if (!query)
    return;
  g_free(query->text);
  g_free(query->from);
  g_free(query->to);
  g_clear_pointer(&query->words, g_ptr_array_unref);
  g_clear_pointer(&query->children, g_ptr_array_unref);
  g_free(query);
}

RcQuery *rc_query_join(RcQueryType type, GPtrArray *queries) {
  RcQuery *joined = NULL;
  if (queries->len == 1)
    joined = g_ptr_array_steal_index(queries, 0);
  else if (queries->len > 1) {
    joined = rc_query_new(type);
    while (queries->len > 0) {
      RcQuery *child = g_ptr_array_steal_index(queries, 0);
      if (child->type != type) {
        g_ptr_array_add(joined->children, child);
        continue;
      }
      /* The children of one of its own kind are taken over. */
      g_ptr_array_extend_and_steal(joined->children, g_steal_pointer(&child->children));
      rc_query_free(child);
    }
  }
  g_ptr_array_unref(queries);
  return joined;
}

RcQuery *rc_query_and(RcQuery *a, RcQuery *b) {
  GPtrArray *both = g_ptr_array_new_with_free_func((GDestroyNotify)rc_query_free);
  RcQuery *sides[] = {a, b};
  for (guint i = 0; i < G_N_ELEMENTS(sides); i++) {
    if (sides[i]->type == RC_QUERY_ALL)
      rc_query_free(sides[i]);
    else
      g_ptr_array_add(both, sides[i]);
  }
  RcQuery *joined = rc_query_join(RC_QUERY_AND, both);
  return joined ? joined : rc_query_new(RC_QUERY_ALL);
}

/* --- field:value --- */

/* The value as the index has it, or NULL with *problem set.  Regions, groups and bodies are
 * not looked up here: the engine resolves any name of a concept. */
static char *check_value(RcField field, const char *value, RcNote **problem) {
  const RcFieldInfo *info = rc_schema_field(field);
  if (info->rule == RC_VALUE_ANY)
    return g_strdup(value);
  if (info->rule == RC_VALUE_LANGUAGE) {
    g_autofree char *tag = g_strdup(value); /* in any case; only "en" is in the index */
    for (char *p = tag; g_ascii_isalpha(*p); p++)
      *p = g_ascii_tolower(*p);
    if (rc_language_tag_is_valid(tag))
      return g_steal_pointer(&tag);
    *problem = rc_note_new(RC_NOTE_VALUE_NO_LANGUAGE, info->name, value, NULL);
    return NULL;
  }
  if (info->rule == RC_VALUE_PARAGRAPH) {
    char *paragraph = rc_schema_paragraph(value);
    if (!paragraph)
      *problem = rc_note_new(RC_NOTE_VALUE_NO_PARAGRAPH, info->name, value, NULL);
    return paragraph;
  }
  if (info->rule == RC_VALUE_FINGERPRINT) {
    gsize digits = strspn(value, "0123456789abcdef");
    if (digits == RC_ALIKE_DIGITS && !value[digits])
      return g_strdup(value);
    *problem = rc_note_new(RC_NOTE_VALUE_NO_FINGERPRINT, info->name, value, NULL);
    return NULL;
  }
  const RcNamed *listed = rc_schema_value(field, value);
  if (listed)
    return g_strdup(listed->name);
  g_autoptr(GString) list = g_string_new(NULL);
  for (const RcNamed *row = info->values; row->name; row++)
    g_string_append_printf(list, "%s%s", row == info->values ? "" : ", ", row->name);
  *problem = rc_note_new(RC_NOTE_VALUE_NOT_LISTED, info->name, value, list->str, NULL);
  return NULL;
}

/* One end of a range: nothing, or a year of four digits. */
static bool read_year(const char *start, gsize length, char **year) {
  if (length == 0)
    return true;
  if (length != 4)
    return false;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit(start[i]))
      return false;
  *year = g_strndup(start, length);
  return true;
}

static RcQuery *new_years(RcField field, const char *value, RcNote **problem) {
  static const char *const separators[] = {"..", "…", "–", "-"};
  const char *found = NULL;
  gsize width = 0;
  for (guint i = 0; i < G_N_ELEMENTS(separators) && !found; i++) {
    found = strstr(value, separators[i]);
    width = strlen(separators[i]);
  }
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  bool valid = found ? read_year(value, (gsize)(found - value), &from) &&
                           read_year(found + width, strlen(found + width), &to)
                     : read_year(value, strlen(value), &from);
  if (!valid || (!from && !to)) {
    *problem = rc_note_new(RC_NOTE_VALUE_NO_YEAR, rc_schema_field(field)->name, value, NULL);
    return NULL;
  }
  bool single = !found || (from && to && strcmp(from, to) == 0);
  RcQuery *query = rc_query_new(single ? RC_QUERY_FIELD : RC_QUERY_RANGE);
  query->field = field;
  if (single) {
    query->text = g_steal_pointer(&from);
    return query;
  }
  bool reversed = from && to && strcmp(from, to) > 0;
  query->from = reversed ? g_steal_pointer(&to) : g_steal_pointer(&from);
  query->to = reversed ? g_steal_pointer(&from) : g_steal_pointer(&to);
  return query;
}

RcQuery *rc_query_new_field(RcField field, const char *value, RcNote **problem) {
  g_autoptr(RcNote) own = NULL;
  g_autofree char *trimmed = g_strstrip(g_strdup(value));
  RcQuery *query = NULL;
  if (!*trimmed)
    own = rc_note_new(RC_NOTE_NO_VALUE, rc_schema_field(field)->name, NULL);
  else if (rc_schema_field(field)->match == RC_MATCH_YEARS)
    query = new_years(field, trimmed, &own);
  else {
    char *checked = check_value(field, trimmed, &own);
    if (checked) {
      query = rc_query_new(RC_QUERY_FIELD);
      query->field = field;
      query->text = checked;
    }
  }
  if (problem)
    *problem = g_steal_pointer(&own);
  return query;
}

RcQuery *rc_query_new_words(const char *text) {
  GPtrArray *queries = g_ptr_array_new();
  g_auto(RcTokens) tokens;
  rc_tokens_start(&tokens, text, -1);
  for (RcToken token; queries->len < RC_QUERY_TERMS_MAX && rc_tokens_next(&tokens, &token);) {
    RcQuery *word = rc_query_new(RC_QUERY_WORD);
    word->text = g_strdup(token.word);
    g_ptr_array_add(queries, word);
  }
  return rc_query_join(RC_QUERY_AND, queries);
}

/* --- writing --- */

static bool is_compound(const RcQuery *query) {
  return query->type == RC_QUERY_AND || query->type == RC_QUERY_OR;
}

/* How deep brackets nest when every AND and OR inside another node has some. */
static guint bracket_depth(const RcQuery *query) {
  guint deepest = 0;
  for (guint i = 0; query->children && i < query->children->len; i++) {
    const RcQuery *child = query->children->pdata[i];
    deepest = MAX(deepest, bracket_depth(child) + (is_compound(child) ? 1 : 0));
  }
  return deepest;
}

/* Writes a value between quotation marks that do not occur in it.  A parsed
 * value always leaves one of the pairs; one from elsewhere may not. */
static void append_value(GString *out, const char *value) {
  static const char *const pairs[][3] = {{"\"", "\"", "\""}, {"«", "»", "»"}, {"“", "”", "”“\""}};
  bool plain = true;
  for (const char *p = value; *p && plain; p = g_utf8_next_char(p))
    plain = g_unichar_isalnum(g_utf8_get_char(p)) || strchr("/-:._", *p);
  if (plain) {
    g_string_append(out, value);
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
    bool free_of_it = true;
    for (const char *p = pairs[i][2]; *p && free_of_it; p = g_utf8_next_char(p))
      free_of_it = g_utf8_strchr(value, -1, g_utf8_get_char(p)) == NULL;
    if (free_of_it) {
      g_string_append_printf(out, "%s%s%s", pairs[i][0], value, pairs[i][1]);
      return;
    }
  }
  g_autofree char *without = g_strdelimit(g_strdup(value), "\"", ' ');
  g_string_append_printf(out, "\"%s\"", without);
}

static void append_leaf(GString *out, const RcQuery *query) {
  switch (query->type) {
  case RC_QUERY_WORD:
    g_string_append(out, query->text);
    break;
  case RC_QUERY_EXACT:
    g_string_append_printf(out, "=%s", query->text);
    break;
  case RC_QUERY_PREFIX:
    g_string_append_printf(out, "%s*", query->text);
    break;
  case RC_QUERY_PHRASE:
    for (guint i = 0; i < query->words->len; i++) {
      const char *word = query->words->pdata[i];
      /* "12 345" is one number, "12; 345" are two. */
      bool numbers =
          i > 0 && g_ascii_isdigit(out->str[out->len - 1]) && strspn(word, "0123456789") == 3;
      g_string_append_printf(out, "%s%s", i == 0 ? "\"" : numbers ? "; " : " ", word);
    }
    g_string_append_c(out, '"');
    break;
  case RC_QUERY_FIELD:
    g_string_append_printf(out, "%s:", rc_schema_field(query->field)->name);
    append_value(out, query->text);
    break;
  case RC_QUERY_RANGE:
    g_string_append_printf(out, "%s:%s..%s", rc_schema_field(query->field)->name,
                           query->from ? query->from : "", query->to ? query->to : "");
    break;
  default:
    break;
  }
}

static void append_query(GString *out, const RcQuery *query, bool all_brackets) {
  if (!query->children) {
    append_leaf(out, query);
    return;
  }
  for (guint i = 0; i < query->children->len; i++) {
    const RcQuery *child = query->children->pdata[i];
    if (query->type == RC_QUERY_NOT)
      g_string_append(out, "NOT ");
    else if (i > 0 && query->type == RC_QUERY_NEAR)
      g_string_append_printf(out, " NEAR/%u ", query->distance);
    else if (i > 0)
      g_string_append(out, query->type == RC_QUERY_AND ? " AND " : " OR ");
    bool needed = query->type == RC_QUERY_NOT || child->type == RC_QUERY_OR;
    bool brackets = is_compound(child) && (needed || all_brackets);
    if (brackets)
      g_string_append_c(out, '(');
    append_query(out, child, all_brackets);
    if (brackets)
      g_string_append_c(out, ')');
  }
}

char *rc_query_to_string(const RcQuery *query) {
  GString *out = g_string_new(NULL);
  /* AND binds closer than OR, so a tree too deep to be read again with all of
   * its brackets can do without those around AND. */
  append_query(out, query, bracket_depth(query) <= RC_QUERY_NESTING_MAX);
  return g_string_free(out, FALSE);
}
