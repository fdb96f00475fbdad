/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page-link.h"

#include "html.h"

#include <string.h>

static const char *const sort_names[] = {
    [RC_SORT_RELEVANCE] = "relevance",
    [RC_SORT_DATE] = "date",
    [RC_SORT_DATE_DESCENDING] = "-date",
};
static const char *const unit_names[] = {
    [RC_UNIT_DOCUMENT] = "document",
    [RC_UNIT_PASSAGE] = "passage",
};

const char *rc_page_sort_name(RcSort sort) {
  return sort_names[sort];
}
const char *rc_page_unit_name(RcUnit unit) {
  return unit_names[unit];
}

/* Parameters that have their default value are left out: links stay short. */
static void add_unless(GString *url, const char *name, const char *value, const char *usual) {
  if (value && strcmp(value, usual) != 0)
    rc_html_url_parameter(url, name, value);
}

static void add_number_unless(GString *url, const char *name, guint value, guint usual) {
  if (value == usual)
    return;
  g_autofree char *digits = g_strdup_printf("%u", value);
  rc_html_url_parameter(url, name, digits);
}

static void add_filters(GString *url, const RcRequest *request, const RcLink *link) {
  for (int field = 0; field < RC_N_FIELDS && !link->no_filters; field++) {
    const GPtrArray *values = request->filters[field];
    for (guint i = 0; values && i < values->len; i++) {
      const char *value = values->pdata[i];
      bool removed = link->remove && (int)link->field == field && strcmp(link->remove, value) == 0;
      if (!removed)
        rc_html_url_parameter(url, rc_schema_field((RcField)field)->name, value);
    }
  }
  if (link->add)
    rc_html_url_parameter(url, rc_schema_field(link->field)->name, link->add);
}

static void add_request(GString *url, const RcRequest *request, const RcLink *link) {
  const char *text = link->text ? link->text : request->text;
  add_unless(url, "q", text ? text : "", "");
  add_filters(url, request, link);
  add_unless(url, "unit", link->unit ? link->unit : unit_names[request->unit], unit_names[0]);
  add_unless(url, "sort", link->sort ? link->sort : sort_names[request->sort], sort_names[0]);
  add_number_unless(url, "limit", request->limit, RC_REQUEST_LIMIT_DEFAULT);
  add_number_unless(url, "passages", request->passages, RC_REQUEST_PASSAGES_DEFAULT);
  add_number_unless(url, "offset", link->offset, 0);
}

char *rc_page_link(const RcPage *page, const RcRequest *request, const RcLink *link) {
  g_autoptr(GString) url = g_string_new(page->root);
  if (link->document)
    rc_html_url_parameter(url, "document", link->document);
  if (request)
    add_request(url, request, link);
  if (link->format)
    rc_html_url_parameter(url, "format", link->format);
  if (link->ui || page->language_chosen)
    rc_html_url_parameter(url, "ui", link->ui ? link->ui : rc_language_code(page->language));
  if (link->passage)
    g_string_append_printf(url, "#p%u", link->passage);
  return g_string_free(g_steal_pointer(&url), FALSE);
}
