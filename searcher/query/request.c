/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "error.h"
#include "request.h"

/* How much of a wrong value a message repeats, in bytes. */
#define SHOWN_BYTES_MAX 80

/* Sets *error and returns false: "limit=abc: must be ...". */
static bool refuse(GError **error, const RcRequestOption *option, const char *value,
                   const char *reason) {
  gsize length = strnlen(value, SHOWN_BYTES_MAX);
  g_autofree char *shown = g_utf8_make_valid(value, (gssize)length);
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY, "%s=%s%s: %s", option->name, shown,
              value[length] ? "…" : "", reason);
  return false;
}

/* --- setters --- */

static bool set_text(RcRequest *request, const RcRequestOption *option, const char *value,
                     GError **error) {
  (void)option;
  (void)error;
  g_free(request->text);
  request->text = g_strdup(value);
  return true;
}

static bool set_filter(RcRequest *request, const RcRequestOption *option, const char *value,
                       GError **error) {
  if (strlen(value) > RC_QUERY_BYTES_MAX)
    return refuse(error, option, value, "too long");
  g_autoptr(RcQuery) query = rc_query_new_field((RcField)option->field, value, error);
  if (!query)
    return false;
  GPtrArray **values = &request->filters[option->field];
  if (!*values)
    *values = g_ptr_array_new_with_free_func(g_free);
  if ((*values)->len >= RC_QUERY_TERMS_MAX)
    return refuse(error, option, value, "given too often");
  g_ptr_array_add(*values, g_strdup(value));
  return true;
}

/* One of a list of names; *choice is its number. */
static bool choose(const char *const *names, guint count, const RcRequestOption *option,
                   const char *value, int *choice, GError **error) {
  g_autoptr(GString) reason = g_string_new("must be ");
  for (guint i = 0; i < count; i++) {
    if (strcmp(names[i], value) == 0) {
      *choice = (int)i;
      return true;
    }
    g_string_append_printf(reason, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", names[i]);
  }
  return refuse(error, option, value, reason->str);
}

static bool set_unit(RcRequest *request, const RcRequestOption *option, const char *value,
                     GError **error) {
  static const char *const names[] = {
      [RC_UNIT_DOCUMENT] = "document", [RC_UNIT_PASSAGE] = "passage"};
  int choice;
  if (!choose(names, G_N_ELEMENTS(names), option, value, &choice, error))
    return false;
  request->unit = (RcUnit)choice;
  return true;
}

static bool set_sort(RcRequest *request, const RcRequestOption *option, const char *value,
                     GError **error) {
  static const char *const names[] = {[RC_SORT_RELEVANCE] = "relevance",
                                      [RC_SORT_DATE] = "date",
                                      [RC_SORT_DATE_DESCENDING] = "-date"};
  int choice;
  if (!choose(names, G_N_ELEMENTS(names), option, value, &choice, error))
    return false;
  request->sort = (RcSort)choice;
  return true;
}

static bool set_number(guint *number, guint maximum, const RcRequestOption *option,
                       const char *value, GError **error) {
  guint64 parsed;
  if (g_ascii_string_to_unsigned(value, 10, 0, maximum, &parsed, NULL)) {
    *number = (guint)parsed;
    return true;
  }
  g_autofree char *reason = g_strdup_printf("must be a number from 0 to %u", maximum);
  return refuse(error, option, value, reason);
}

static bool set_limit(RcRequest *request, const RcRequestOption *option, const char *value,
                      GError **error) {
  return set_number(&request->limit, RC_REQUEST_LIMIT_MAX, option, value, error);
}

static bool set_offset(RcRequest *request, const RcRequestOption *option, const char *value,
                       GError **error) {
  return set_number(&request->offset, RC_REQUEST_OFFSET_MAX, option, value, error);
}

static bool set_passages(RcRequest *request, const RcRequestOption *option, const char *value,
                         GError **error) {
  return set_number(&request->passages, RC_REQUEST_PASSAGES_MAX, option, value, error);
}

/* "on" is what a browser sends for a ticked box without a value. */
static bool set_facets(RcRequest *request, const RcRequestOption *option, const char *value,
                       GError **error) {
  static const char *const names[] = {"0", "1", "no", "yes", "false", "true", "off", "on"};
  int choice = 1;
  if (*value && !choose(names, G_N_ELEMENTS(names), option, value, &choice, error))
    return false;
  request->facets = choice % 2 == 1;
  return true;
}

/* --- the table --- */

const RcRequestOption rc_request_options[] = {
    {"q", NULL, -1, "QUERY", "what to search for, see recourse-query(7)", set_text},
    {"region", NULL, RC_FIELD_REGION, "NAME", "paragraphs about a country or place, any spelling",
     set_filter},
    {"group", NULL, RC_FIELD_GROUP, "NAME", "paragraphs about an ethnic group", set_filter},
    {"body", NULL, RC_FIELD_BODY, "NAME", "paragraphs about a treaty body or court: CERD, ECHR",
     set_filter},
    {"symbol", NULL, RC_FIELD_SYMBOL, "SYMBOL",
     "the document with this symbol; all below it if it ends in /", set_filter},
    {"cites", NULL, RC_FIELD_CITES, "SYMBOL[:PARA]",
     "paragraphs that cite this document, or this paragraph", set_filter},
    {"article", NULL, RC_FIELD_ARTICLE, "TREATY:N",
     "paragraphs that cite a treaty or one article: ICCPR:26", set_filter},
    {"right", NULL, RC_FIELD_RIGHT, "NAME", "paragraphs about a right or violation: torture",
     set_filter},
    {"lang", "language", RC_FIELD_LANGUAGE, "CODE", "paragraphs in a language: en, ru", set_filter},
    {"year", NULL, RC_FIELD_YEAR, "YEARS", "documents of 2018, 2018..2020, 2018.. or ..2020",
     set_filter},
    {"org", "organisation", RC_FIELD_ORGANISATION, "NAME", "documents by this organisation",
     set_filter},
    {"type", NULL, RC_FIELD_TYPE, "TYPE", "documents of a type: submission, report, judgment",
     set_filter},
    {"kind", NULL, RC_FIELD_KIND, "KIND", "paragraphs of a kind: body, footnote, recommendation",
     set_filter},
    {"title", NULL, RC_FIELD_TITLE, "WORDS", "documents with these words in the title", set_filter},
    {"unit", NULL, -1, "UNIT", "what is found: document (default) or passage", set_unit},
    {"sort", NULL, -1, "ORDER", "relevance (default), date or -date (newest first)", set_sort},
    {"limit", NULL, -1, "N", "show at most N hits (default 10)", set_limit},
    {"offset", NULL, -1, "N", "leave out the first N hits", set_offset},
    {"passages", NULL, -1, "N", "show at most N passages of each document (default 3)",
     set_passages},
    {"facets", NULL, -1, NULL, "count regions, groups, years and others of what is found",
     set_facets},
    {0},
};

const RcRequestOption *rc_request_option(const char *name) {
  for (const RcRequestOption *option = rc_request_options; option->name; option++)
    if (strcmp(option->name, name) == 0 || g_strcmp0(option->alias, name) == 0)
      return option;
  return NULL;
}

/* --- the request --- */

static void free_note(gpointer note) {
  rc_note_free(note);
}

RcRequest *rc_request_new(void) {
  RcRequest *request = g_new0(RcRequest, 1);
  request->text = g_strdup("");
  request->query = rc_query_new(RC_QUERY_ALL);
  request->notes = g_ptr_array_new_with_free_func(free_note);
  request->limit = RC_REQUEST_LIMIT_DEFAULT;
  request->passages = RC_REQUEST_PASSAGES_DEFAULT;
  return request;
}

void rc_request_free(RcRequest *request) {
  if (!request)
    return;
  g_free(request->text);
  for (int field = 0; field < RC_N_FIELDS; field++)
    g_clear_pointer(&request->filters[field], g_ptr_array_unref);
  rc_query_free(request->query);
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
  bool is_switch = !option->argument;
  g_autofree char *trimmed = g_strstrip(g_strdup(value ? value : ""));
  if (!*trimmed && !is_switch)
    return true;
  if (g_utf8_validate(trimmed, -1, NULL))
    return option->set(request, option, option->set == set_text ? value : trimmed, error);
  if (option->set != set_text)
    return refuse(error, option, value, "not valid UTF-8");
  g_ptr_array_add(request->notes,
                  rc_note_new("invalid-utf8", "The query is not valid UTF-8; bytes that belong to "
                                              "no character were left out."));
  g_autofree char *valid = g_utf8_make_valid(value, -1);
  return set_text(request, option, valid, error);
}

/* Any of a filter's values. */
static RcQuery *new_alternatives(RcField field, const GPtrArray *values) {
  GPtrArray *queries = g_ptr_array_new();
  for (guint i = 0; i < values->len; i++) {
    RcQuery *query = rc_query_new_field(field, values->pdata[i], NULL);
    if (query)
      g_ptr_array_add(queries, query);
  }
  return rc_query_join(RC_QUERY_OR, queries);
}

void rc_request_prepare(RcRequest *request) {
  rc_query_free(request->query);
  request->query = rc_query_parse(request->text, request->notes);
  for (int field = 0; field < RC_N_FIELDS; field++) {
    RcQuery *filter =
        request->filters[field] ? new_alternatives((RcField)field, request->filters[field]) : NULL;
    if (filter)
      request->query = rc_query_and(request->query, filter);
  }
}
