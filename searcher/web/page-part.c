/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page-part.h"

#include "citation.h"
#include "request.h"
#include "vocabulary.h"

#include <string.h>

void rc_page_anchor(RcPage *page, const char *url, const char *text, const char *style) {
  rc_html_element(page->out, "a", text, "href", url, "class", style, NULL);
}

/* --- frame --- */

static void write_head(RcPage *page, const char *title) {
  GString *out = page->out;
  g_autofree char *icon = g_strconcat(page->root, "icon.svg", NULL);
  rc_html_raw_literal(out, "<!DOCTYPE html>\n");
  rc_html_open(out, "html", "lang", rc_language_code(page->language), NULL);
  rc_html_raw_literal(out, "\n<head><meta charset=\"utf-8\">"
                           "<meta name=\"viewport\" content=\"width=device-width, "
                           "initial-scale=1\">"
                           "<meta name=\"color-scheme\" content=\"light dark\">"
                           "<meta name=\"robots\" content=\"noindex\">");
  rc_html_open(out, "link", "rel", "stylesheet", "href", page->stylesheet, NULL);
  rc_html_open(out, "link", "rel", "icon", "href", icon, NULL);
  rc_html_raw_literal(out, "<title>");
  rc_html(out, title);
  rc_html_raw_literal(out, " \u2013 Recourse</title></head>\n");
}

static void write_header(RcPage *page, const char *other_language) {
  GString *out = page->out;
  g_autofree char *home = rc_page_link(page, NULL, &(RcLink){0});
  g_autoptr(GString) help = g_string_new(page->root);
  g_string_append(help, "help");
  if (page->language_chosen)
    rc_html_url_parameter(help, "ui", rc_language_code(page->language));
  RcLanguage other = page->language == RC_LANGUAGE_EN ? RC_LANGUAGE_RU : RC_LANGUAGE_EN;

  rc_html_element(out, "a", rc_page_say(page, RC_TEXT_SKIP), "class", "skip", "href", "#main",
                  NULL);
  rc_html_raw_literal(out, "\n<header class=\"site\"><div class=\"bar\">");
  rc_page_anchor(page, home, "Recourse", "brand");
  rc_html_open(out, "nav", "aria-label", rc_page_say(page, RC_TEXT_SITE_NAVIGATION), NULL);
  rc_page_anchor(page, help->str, rc_page_say(page, RC_TEXT_HELP), NULL);
  rc_html_element(out, "a", rc_page_say(page, RC_TEXT_OTHER_LANGUAGE), "href", other_language,
                  "hreflang", rc_language_code(other), "lang", rc_language_code(other), NULL);
  rc_html_raw_literal(out, "</nav></div></header>\n");
}

void rc_page_begin(RcPage *page, const char *title, const char *other_language) {
  write_head(page, title);
  rc_html_raw_literal(page->out, "<body>");
  write_header(page, other_language);
  rc_html_raw_literal(page->out, "<main id=\"main\" tabindex=\"-1\">\n");
}

static void write_index_summary(RcPage *page, const RcIndexSummary *index) {
  g_autofree char *documents =
      rc_page_text_count(page->language, RC_COUNT_DOCUMENTS, index->documents);
  g_autofree char *pages = rc_page_text_count(page->language, RC_COUNT_PAGES, index->pages);
  g_autofree char *summary =
      rc_page_text_fill(page->language, RC_TEXT_INDEX_SUMMARY, documents, pages, NULL);
  rc_html_raw_literal(page->out, "<p>");
  rc_html(page->out, summary);
  if (index->not_fully_read > 0) {
    g_autofree char *number = rc_page_text_number(page->language, index->not_fully_read);
    g_autofree char *unread =
        rc_page_text_fill(page->language, RC_TEXT_NOT_FULLY_READ, number, NULL);
    rc_html(page->out, " ");
    rc_html(page->out, unread);
  }
  if (index->updated) {
    g_autofree char *date = rc_page_text_date(page->language, index->updated);
    g_autofree char *updated = rc_page_text_fill(page->language, RC_TEXT_UPDATED, date, NULL);
    rc_html(page->out, " ");
    rc_html(page->out, updated);
  }
  rc_html_raw_literal(page->out, "</p>");
}

void rc_page_end(RcPage *page, const RcIndexSummary *index) {
  rc_html_raw_literal(page->out, "</main>\n<footer class=\"site\">");
  if (index)
    write_index_summary(page, index);
  rc_html_element(page->out, "p", rc_page_say(page, RC_TEXT_PRIVACY), NULL);
  rc_html_raw_literal(page->out, "</footer></body></html>\n");
}

/* --- form --- */

static void write_option(RcPage *page, const char *value, const char *label, bool selected) {
  rc_html_element(page->out, "option", label, "value", value, "selected", selected ? "" : NULL,
                  NULL);
}

/* The filters of the form in their order: those of the schema that have a place in it. */
static void write_filter(RcPage *page, RcField field, const char *value, guint number) {
  const RcFieldInfo *info = rc_schema_field(field);
  const char *name = info->label[page->language];
  g_autofree char *id = number ? g_strdup_printf("%s%u", info->name, number) : g_strdup(info->name);
  g_autofree char *label = number ? g_strdup_printf("%s %u", name, number + 1) : g_strdup(name);
  rc_html_raw_literal(page->out, "<div>");
  rc_html_element(page->out, "label", label, "for", id, NULL);
  if (!info->values) {
    rc_html_open(page->out, "input", "type", "text", "id", id, "name", info->name, "value",
                 value ? value : "", "placeholder", info->hint[page->language], "autocomplete",
                 "off", NULL);
    rc_html_raw_literal(page->out, "</div>");
    return;
  }
  rc_html_open(page->out, "select", "id", id, "name", info->name, NULL);
  write_option(page, "", rc_page_say(page, RC_TEXT_ANY), !value);
  const RcNamed *chosen = value ? rc_schema_value(field, value) : NULL;
  if (value && (!chosen || chosen->unlisted)) /* stays choosable */
    write_option(page, value, rc_page_value_label(page, field, value), true);
  for (const RcNamed *row = info->values; row->name; row++)
    if (!row->unlisted)
      write_option(page, row->name, row->label[page->language], row == chosen);
  rc_html_raw_literal(page->out, "</select></div>");
}

static void write_hidden(RcPage *page, const char *name, const char *value) {
  rc_html_open(page->out, "input", "type", "hidden", "name", name, "value", value, NULL);
}

/* What the form has no input for travels along. */
static void write_hidden_inputs(RcPage *page, const RcRequest *request) {
  for (const RcRequestOption *option = rc_request_options(); option->name; option++) {
    const GPtrArray *values = option->field >= 0 ? request->filters[option->field] : NULL;
    bool shown = option->type == RC_OPTION_TEXT ||
                 (option->field >= 0 && rc_schema_field((RcField)option->field)->form);
    for (guint i = 0; values && !shown && i < values->len; i++)
      write_hidden(page, option->name, values->pdata[i]);
    g_autofree char *value = option->unlinked || shown ? NULL : rc_request_get(request, option);
    if (value)
      write_hidden(page, option->name, value);
  }
  if (page->language_chosen)
    write_hidden(page, "ui", rc_language_code(page->language));
}

void rc_page_form(RcPage *page, const RcRequest *request, bool filters_open) {
  GString *out = page->out;
  g_autofree char *length = g_strdup_printf("%d", RC_QUERY_BYTES_MAX);
  rc_html_open(out, "form", "class", "search", "role", "search", "method", "get", "action",
               page->root, "accept-charset", "utf-8", NULL);
  rc_html_raw_literal(out, "<div class=\"query\">");
  rc_html_element(out, "label", rc_page_say(page, RC_TEXT_SEARCH_LABEL), "for", "q", NULL);
  rc_html_open(out, "input", "type", "search", "id", "q", "name", "q", "value", request->text,
               "placeholder", rc_page_say(page, RC_TEXT_SEARCH_HINT), "maxlength", length,
               "autocomplete", "off", "autocapitalize", "off", "spellcheck", "false", NULL);
  rc_html_element(out, "button", rc_page_say(page, RC_TEXT_SEARCH_BUTTON), "type", "submit", NULL);
  rc_html_raw_literal(out, "</div>");
  rc_html_open(out, "details", "class", "filters", "open", filters_open ? "" : NULL, NULL);
  rc_html_element(out, "summary", rc_page_say(page, RC_TEXT_FILTERS), NULL);
  rc_html_raw_literal(out, "<div class=\"grid\">");
  for (int place = 1, field; (field = rc_schema_facet(place)) >= 0; place++) {
    /* Several values of one field get an input each. */
    const GPtrArray *values = request->filters[field];
    guint inputs = values && values->len > 0 ? values->len : 1;
    for (guint i = 0; rc_schema_field((RcField)field)->form && i < inputs; i++)
      write_filter(page, (RcField)field, values && values->len > 0 ? values->pdata[i] : NULL, i);
  }
  rc_html_raw_literal(out, "</div></details>");
  write_hidden_inputs(page, request);
  rc_html_raw_literal(out, "</form>\n");
}

/* --- passages --- */

void rc_page_citation(RcPage *page, const RcReference *reference, RcCitationStyle style) {
  const char *language = rc_language_code(page->language);
  g_autofree char *citation = rc_citation_format(reference, style, page->language);
  rc_html_open(page->out, "p", "class", "citation", "lang", language, NULL);
  rc_html_element(page->out, "span", rc_page_say(page, RC_TEXT_CITE), "class", "label", NULL);
  rc_html_element(page->out, "cite", citation, NULL);
  rc_html_raw_literal(page->out, "</p>");
}

char *rc_page_page_name(const RcPage *page, guint32 number, const char *label) {
  g_autofree char *digits = g_strdup_printf("%u", number);
  if (!label || strcmp(label, digits) == 0)
    return rc_page_text_fill(page->language, RC_TEXT_PAGE, digits, NULL);
  return rc_page_text_fill(page->language, RC_TEXT_PAGE_PRINTED, digits, label, NULL);
}

char *rc_page_paragraph_name(const RcPage *page, const RcPassage *passage) {
  if (!passage->number)
    return NULL;
  if (g_str_has_prefix(passage->number, "fn. "))
    return rc_page_text_fill(page->language, RC_TEXT_FOOTNOTE, passage->number + 4, NULL);
  if (!g_ascii_isdigit(*passage->number) && *passage->number != '(') /* "Article 14 (2)" */
    return g_strdup(passage->number);
  return rc_page_text_fill(page->language, RC_TEXT_PARAGRAPH, passage->number, NULL);
}

/* Text between highlights, with the pages that begin in it. */
static void write_stretch(RcPage *page, const RcPassage *passage, guint32 start, guint32 end,
                          const GHashTable *labels) {
  for (guint i = MAX(rc_passage_page_starts_before(passage, start), 1);
       labels && i < passage->page_starts->len; i++) {
    const RcPageStart *next = &g_array_index(passage->page_starts, RcPageStart, i);
    if (next->offset >= end)
      break;
    rc_html_bytes(page->out, passage->text + start, next->offset - start);
    const char *label = g_hash_table_lookup((GHashTable *)labels, GUINT_TO_POINTER(next->page));
    g_autofree char *name = rc_page_page_name(page, next->page, label);
    rc_html_element(page->out, "span", name, "class", "page-break", "lang",
                    rc_language_code(page->language), NULL);
    start = next->offset;
  }
  rc_html_bytes(page->out, passage->text + start, end - start);
}

void rc_page_passage_text(RcPage *page, const RcPassageHit *hit, guint32 start, guint32 end,
                          const GHashTable *labels) {
  gsize length = strlen(hit->passage->text);
  guint32 at = start;
  for (guint i = 0; i < hit->highlights->len; i++) {
    const RcHighlight *mark = &g_array_index(hit->highlights, RcHighlight, i);
    guint32 to = MIN(mark->end, end);
    if (mark->start < at || mark->start >= to || mark->end > length)
      continue;
    write_stretch(page, hit->passage, at, mark->start, labels);
    rc_html_raw_literal(page->out, "<mark>");
    write_stretch(page, hit->passage, mark->start, to, labels);
    rc_html_raw_literal(page->out, "</mark>");
    at = to;
  }
  write_stretch(page, hit->passage, at, end, labels);
}

void rc_page_cells(RcPage *page, const RcPassageHit *hit) {
  const RcPassage *passage = hit->passage;
  rc_html_raw_literal(page->out, "<table class=\"cells\">");
  if (passage->columns->len > 0) {
    rc_html_raw_literal(page->out, "<thead><tr>");
    for (guint i = 0; i < passage->columns->len; i++) {
      const char *column = g_ptr_array_index(passage->columns, i);
      if (*column)
        rc_html_element(page->out, "th", column, "scope", "col", NULL);
      else
        rc_html_raw_literal(page->out, "<td></td>");
    }
    rc_html_raw_literal(page->out, "</tr></thead>");
  }
  rc_html_raw_literal(page->out, "<tbody><tr>");
  for (const char *cell = passage->text; cell;) {
    const char *tab = strchr(cell, '\t'), *end = tab ? tab : cell + strlen(cell);
    rc_html_raw_literal(page->out, "<td>");
    rc_page_passage_text(page, hit, (guint32)(cell - passage->text), (guint32)(end - passage->text),
                         NULL);
    rc_html_raw_literal(page->out, "</td>");
    cell = tab ? tab + 1 : NULL;
  }
  rc_html_raw_literal(page->out, "</tr></tbody></table>");
}

/* --- names --- */

const char *rc_page_value_label(const RcPage *page, RcField field, const char *value) {
  const RcNamed *listed = rc_schema_value(field, value);
  if (listed)
    return listed->label[page->language];
  const RcConcept *concept =
      rc_schema_field(field)->concept ? rc_vocabulary_lookup(field, value) : NULL;
  if (!concept)
    return value;
  return page->language == RC_LANGUAGE_RU ? concept->label_ru : concept->label_en;
}

char *rc_page_document_title(const RcPage *page, const RcDocument *document) {
  const char *title = rc_document_peek(document, RC_METADATA_TITLE);
  if (title && *title)
    return g_strdup(title);
  if (document->files->len == 0)
    return g_strdup(rc_page_say(page, RC_TEXT_UNTITLED));
  g_autofree char *name = g_path_get_basename(g_array_index(document->files, RcFile, 0).path);
  return g_utf8_make_valid(name, -1);
}
