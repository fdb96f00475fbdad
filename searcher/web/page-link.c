/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page-link.h"

#include "html.h"
#include "request.h"

#include <string.h>

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

/* Options that have their usual value are left out: links stay short. */
static void add_request(GString *url, const RcRequest *request, const RcLink *link) {
  bool filtered = false;
  for (const RcRequestOption *option = rc_request_options(); option->name; option++) {
    if (option->type == RC_OPTION_FILTER) {
      if (!filtered)
        add_filters(url, request, link);
      filtered = true;
      continue;
    }
    bool changed = link->option && strcmp(link->option, option->name) == 0;
    g_autofree char *own = option->unlinked ? NULL : rc_request_get(request, option);
    g_autofree char *offset = link->offset ? g_strdup_printf("%u", link->offset) : NULL;
    const char *value = changed ? link->value : strcmp(option->name, "offset") == 0 ? offset : own;
    if (value)
      rc_html_url_parameter(url, option->name, value);
  }
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
