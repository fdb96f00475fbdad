/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "document.h"
#include "error.h"
#include "request.h"

/* How much of a wrong value a message repeats, in bytes. */
#define SHOWN_BYTES_MAX 80

#define RC_REQUEST_USUAL                                                                           \
  {                                                                                                \
    .limit = RC_REQUEST_LIMIT_DEFAULT, .passages = RC_REQUEST_PASSAGES_DEFAULT, .expand = true,    \
    .collapse = true                                                                               \
  }

/* Sets *error and returns false: "limit=abc: must be ...". */
static bool refuse(GError **error, const RcRequestOption *option, const char *value,
                   const char *reason) {
  gsize length = strnlen(value, SHOWN_BYTES_MAX);
  g_autofree char *shown = g_utf8_make_valid(value, (gssize)length);
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY, "%s=%s%s: %s", option->name, shown,
              value[length] ? "…" : "", reason);
  return false;
}

/* --- the table --- */

const RcNamed rc_units[RC_N_UNITS + 1] = {
    [RC_UNIT_DOCUMENT] = {"document", {"document", "документе"}, false},
    [RC_UNIT_PASSAGE] = {"passage", {"paragraph", "абзаце"}, false},
};

const RcNamed rc_sorts[RC_N_SORTS + 1] = {
    [RC_SORT_RELEVANCE] = {"relevance", {"best first", "лучшие сначала"}, false},
    [RC_SORT_DATE_DESCENDING] = {"-date", {"newest first", "новые сначала"}, false},
    [RC_SORT_DATE] = {"date", {"oldest first", "старые сначала"}, false},
};

const RcNamed rc_citation_styles[RC_N_STYLES + 1] = {
    [RC_STYLE_DEFAULT] = {"default", {"", ""}, true},
    [RC_STYLE_USUAL] = {"usual", {"usual", "как принято"}, false},
    [RC_STYLE_UN] = {"un", {"United Nations", "ООН"}, false},
    [RC_STYLE_ECHR] = {"echr", {"European Court", "Европейский суд"}, false},
    [RC_STYLE_OSCOLA] = {"oscola", {"OSCOLA", "OSCOLA"}, false},
    [RC_STYLE_BLUEBOOK] = {"bluebook", {"Bluebook", "Bluebook"}, false},
    [RC_STYLE_GOST] = {"gost", {"GOST R 7.0.5", "ГОСТ Р 7.0.5"}, false},
    [RC_STYLE_APA] = {"apa", {"APA", "APA"}, false},
};

#define MEMBER(name) .member = G_STRUCT_OFFSET(RcRequest, name), .field = -1

/* All but the filters, whose rows are made of the schema's and stand behind the first. */
static const RcRequestOption settings[] = {
    {"q", RC_OPTION_TEXT, "QUERY", "what to search for, see recourse-query(7)", MEMBER(text)},
    {"similar", RC_OPTION_PLACE, "ID:PASSAGE", "passages like that one, of other documents first",
     MEMBER(similar)},
    {"unit", RC_OPTION_CHOICE, "UNIT", "what is found: document (default) or passage", MEMBER(unit),
     .choices = rc_units},
    {"sort", RC_OPTION_CHOICE, "ORDER", "relevance (default), date or -date (newest first)",
     MEMBER(sort), .choices = rc_sorts},
    {"limit", RC_OPTION_NUMBER, "N", "show at most N hits (default 10), or all", MEMBER(limit),
     .all = G_STRUCT_OFFSET(RcRequest, all), .maximum = RC_REQUEST_LIMIT_MAX, .web_minimum = 1,
     .web_maximum = RC_REQUEST_WEB_LIMIT_MAX},
    {"offset", RC_OPTION_NUMBER, "N", "leave out the first N hits", MEMBER(offset),
     .maximum = RC_REQUEST_OFFSET_MAX, .web_maximum = RC_REQUEST_WEB_OFFSET_MAX, .unlinked = true},
    {"passages", RC_OPTION_NUMBER, "N", "show at most N passages of each document (default 3)",
     MEMBER(passages), .maximum = RC_REQUEST_PASSAGES_MAX,
     .web_maximum = RC_REQUEST_WEB_PASSAGES_MAX},
    {"cite", RC_OPTION_CHOICE, "STYLE",
     "cite passages: usual, un, echr, oscola, bluebook, gost (ГОСТ Р 7.0.5) or apa", MEMBER(cite),
     .choices = rc_citation_styles},
    {"facets", RC_OPTION_SWITCH, NULL, "count regions, groups, years and others of what is found",
     MEMBER(facets), .unlinked = true},
    {"expand", RC_OPTION_SWITCH, NULL,
     "search for other names, translations and near words, too (default; no: only as typed)",
     MEMBER(expand)},
    {"collapse", RC_OPTION_SWITCH, NULL,
     "show passages with the same words once, with unit=passage (default; no: each of them)",
     MEMBER(collapse)},
    {"explain", RC_OPTION_SWITCH, NULL, "tell all that each word is looked for by, and what has it",
     MEMBER(explain), .unlinked = true},
};

/* Only ever filled by the first call. */
static RcRequestOption *new_table(void) {
  RcRequestOption *table = g_new0(RcRequestOption, G_N_ELEMENTS(settings) + RC_N_FIELDS + 1);
  RcRequestOption *row = table;
  *row++ = settings[0];
  for (int field = 0; field < RC_N_FIELDS; field++) {
    const RcFieldInfo *info = rc_schema_field((RcField)field);
    if (rc_schema_is_filter((RcField)field))
      *row++ = (RcRequestOption){info->name, RC_OPTION_FILTER, info->argument, info->help,
                                 .field = field};
  }
  memcpy(row, settings + 1, sizeof settings - sizeof *settings);
  return table;
}

const RcRequestOption *rc_request_options(void) {
  static gsize table;
  if (g_once_init_enter(&table))
    g_once_init_leave(&table, (gsize)new_table());
  return (const RcRequestOption *)table;
}

const RcRequestOption *rc_request_option(const char *name) {
  int field = rc_schema_field_by_name(name);
  for (const RcRequestOption *option = rc_request_options(); option->name; option++)
    if (strcmp(option->name, name) == 0 || (field >= 0 && option->field == field))
      return option;
  return NULL;
}

/* --- setting --- */

/* The type of each member that an option sets, see RcOptionType. */
#define member_of(type, request, option) ((type *)(void *)((char *)(request) + (option)->member))

static bool set_filter(RcRequest *request, const RcRequestOption *option, const char *value,
                       GError **error) {
  if (strlen(value) > RC_REQUEST_VALUE_BYTES_MAX)
    return refuse(error, option, value, "too long");
  g_autoptr(RcNote) problem = NULL;
  g_autoptr(RcQuery) query = rc_query_new_field((RcField)option->field, value, &problem);
  if (!query && request->forgiving) {
    g_ptr_array_add(request->notes, g_steal_pointer(&problem));
  } else if (!query) {
    g_autofree char *text = rc_note_problem(problem, RC_LANGUAGE_EN);
    g_set_error_literal(error, RC_ERROR, RC_ERROR_BAD_QUERY, text);
    return false;
  }
  GPtrArray **values = &request->filters[option->field];
  if (!*values)
    *values = g_ptr_array_new_with_free_func(g_free);
  if ((*values)->len >= RC_QUERY_TERMS_MAX)
    return refuse(error, option, value, "given too often");
  g_ptr_array_add(*values, g_strdup(value));
  return true;
}

static bool set_place(char **place, const RcRequestOption *option, const char *value,
                      GError **error) {
  guint32 passage;
  g_autofree char *id = rc_digits_of_passage(value, &passage);
  if (!id)
    return refuse(error, option, value, "must be the id of a document, a colon and a number");
  g_free(*place);
  *place = g_strdup(value);
  return true;
}

static bool set_choice(int *choice, const RcRequestOption *option, const char *value,
                       GError **error) {
  g_autoptr(GString) reason = g_string_new("must be ");
  for (const RcNamed *row = option->choices; row->name; row++) {
    if (strcmp(row->name, value) == 0) {
      *choice = (int)(row - option->choices);
      return true;
    }
    bool first = row == option->choices, last = !row[1].name;
    g_string_append_printf(reason, "%s%s", first ? "" : last ? " or " : ", ", row->name);
  }
  return refuse(error, option, value, reason->str);
}

static bool set_number(RcRequest *request, const RcRequestOption *option, const char *value,
                       GError **error) {
  guint *number = member_of(guint, request, option);
  guint64 parsed;
  bool all = option->all && strcmp(value, "all") == 0;
  if (option->all)
    G_STRUCT_MEMBER(bool, request, option->all) = all;
  if (all) {
    *number = RC_REQUEST_ALL_PAGE;
    return true;
  }
  if (g_ascii_string_to_unsigned(value, 10, 0, option->maximum, &parsed, NULL)) {
    *number = (guint)parsed;
    return true;
  }
  g_autofree char *reason = g_strdup_printf("must be a number from 0 to %u%s", option->maximum,
                                            option->all ? ", or all" : "");
  return refuse(error, option, value, reason);
}

/* "on" is what a browser sends for a ticked box without a value. */
static bool set_switch(bool *on, const RcRequestOption *option, const char *value, GError **error) {
  static const char *const names[] = {"no", "yes", "0", "1", "false", "true", "off", "on"};
  guint name = 0;
  while (*value && name < G_N_ELEMENTS(names) && strcmp(names[name], value) != 0)
    name++;
  if (name == G_N_ELEMENTS(names))
    return refuse(error, option, value, "must be yes or no");
  *on = !*value || name % 2 == 1;
  return true;
}

static bool set_value(RcRequest *request, const RcRequestOption *option, const char *value,
                      GError **error) {
  switch (option->type) {
  case RC_OPTION_TEXT:
    g_free(request->text);
    request->text = g_strdup(value);
    return true;
  case RC_OPTION_FILTER:
    return set_filter(request, option, value, error);
  case RC_OPTION_PLACE:
    return set_place(member_of(char *, request, option), option, value, error);
  case RC_OPTION_CHOICE:
    return set_choice(member_of(int, request, option), option, value, error);
  case RC_OPTION_NUMBER:
    return set_number(request, option, value, error);
  case RC_OPTION_SWITCH:
    return set_switch(member_of(bool, request, option), option, value, error);
  }
  g_assert_not_reached();
}

char *rc_request_get(const RcRequest *request, const RcRequestOption *option) {
  static const RcRequest usual = RC_REQUEST_USUAL;
  if (option->type == RC_OPTION_TEXT)
    return *request->text ? g_strdup(request->text) : NULL;
  if (option->type == RC_OPTION_PLACE)
    return g_strdup(*member_of(char *const, request, option));
  if (option->type == RC_OPTION_CHOICE) {
    int choice = *member_of(const int, request, option);
    bool is_usual = choice == *member_of(const int, &usual, option);
    return is_usual ? NULL : g_strdup(option->choices[choice].name);
  }
  if (option->type == RC_OPTION_NUMBER) {
    guint number = *member_of(const guint, request, option);
    bool is_usual = number == *member_of(const guint, &usual, option);
    return is_usual ? NULL : g_strdup_printf("%u", number);
  }
  if (option->type == RC_OPTION_SWITCH) {
    bool on = *member_of(const bool, request, option);
    return on == *member_of(const bool, &usual, option) ? NULL : g_strdup(on ? "yes" : "no");
  }
  return NULL;
}

void rc_request_clamp(RcRequest *request) {
  if (request->all)
    request->limit = RC_REQUEST_WEB_LIMIT_MAX;
  request->all = false;
  for (const RcRequestOption *option = rc_request_options(); option->name; option++) {
    if (option->type != RC_OPTION_NUMBER)
      continue;
    guint *number = member_of(guint, request, option);
    guint maximum = option->web_maximum ? option->web_maximum : option->maximum;
    *number = CLAMP(*number, option->web_minimum, maximum);
  }
}

bool rc_request_has_filters(const RcRequest *request) {
  for (int field = 0; field < RC_N_FIELDS; field++)
    if (request->filters[field] && request->filters[field]->len > 0)
      return true;
  return false;
}

bool rc_request_has_note(const RcRequest *request, RcNoteCode code) {
  for (guint i = 0; i < request->notes->len; i++)
    if (((const RcNote *)request->notes->pdata[i])->code == code)
      return true;
  return false;
}

/* --- the request --- */

RcRequest *rc_request_new(void) {
  RcRequest *request = g_new0(RcRequest, 1);
  *request = (RcRequest)RC_REQUEST_USUAL;
  request->text = g_strdup("");
  request->query = rc_query_new(RC_QUERY_ALL);
  request->notes = g_ptr_array_new_with_free_func((GDestroyNotify)rc_note_free);
  return request;
}

void rc_request_free(RcRequest *request) {
  if (!request)
    return;
  g_free(request->text);
  g_free(request->similar);
  for (int field = 0; field < RC_N_FIELDS; field++)
    g_clear_pointer(&request->filters[field], g_ptr_array_unref);
  rc_query_free(request->query);
  g_clear_pointer(&request->known, g_ptr_array_unref);
  g_ptr_array_unref(request->notes);
  g_free(request);
}

/* An empty value is what a form sends for a field left empty: as if not given. */
bool rc_request_set(RcRequest *request, const char *name, const char *value, GError **error) {
  const RcRequestOption *option = rc_request_option(name);
  if (!option) {
    g_autofree char *shown = g_utf8_make_valid(name, (gssize)strnlen(name, SHOWN_BYTES_MAX));
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY, "%s: there is no such option", shown);
    return false;
  }
  bool is_text = option->type == RC_OPTION_TEXT;
  g_autofree char *trimmed = g_strstrip(g_strdup(value ? value : ""));
  if (!*trimmed && option->type != RC_OPTION_SWITCH)
    return true;
  if (g_utf8_validate(trimmed, -1, NULL))
    return set_value(request, option, is_text ? value : trimmed, error);
  if (!is_text)
    return refuse(error, option, value, "not valid UTF-8");
  g_ptr_array_add(request->notes, rc_note_new(RC_NOTE_INVALID_UTF8, NULL));
  g_autofree char *valid = g_utf8_make_valid(value, -1);
  return set_value(request, option, valid, error);
}

/* All of a filter's values where a paragraph can have several, else any. */
static RcQuery *new_filter(const RcRequest *request, RcField field) {
  const GPtrArray *values = request->filters[field];
  GPtrArray *queries = g_ptr_array_new();
  for (guint i = 0; i < values->len; i++) {
    RcQuery *query = rc_query_new_field(field, values->pdata[i], NULL);
    if (query)
      query->strict = query->type == RC_QUERY_FIELD && !request->forgiving;
    else
      query = rc_query_new_words(values->pdata[i]);
    if (query)
      g_ptr_array_add(queries, query);
  }
  return rc_query_join(rc_schema_field(field)->several ? RC_QUERY_AND : RC_QUERY_OR, queries);
}

void rc_request_prepare(RcRequest *request) {
  if (request->similar)
    request->unit = RC_UNIT_PASSAGE;
  rc_query_free(request->query);
  request->query = rc_query_parse(request->text, request->notes);
  for (int field = 0; field < RC_N_FIELDS; field++) {
    RcQuery *filter = request->filters[field] ? new_filter(request, (RcField)field) : NULL;
    if (filter)
      request->query = rc_query_and(request->query, filter);
  }
}
