/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The results page. */
#include "page-part.h"

#include "excerpt.h"
#include "output.h"
#include "request.h"

#include <string.h>

/* Of a longer passage the part with most highlights is shown; the document page has it
 * whole. */
#define EXCERPT_CHARACTERS 800
#define FACET_VALUES_SHOWN 6
#define FACET_VALUES_MAX 40
#define FORMS_SHOWN 8
#define SECTION_SHOWN 2
#define ADDED_SHOWN 6

/* --- above the hits --- */

/* What is not shown because its words are, and the way to see it; or the way back. */
static void write_collapsed(RcPage *page, const RcRequest *request, const RcResults *results) {
  g_autofree char *count =
      rc_page_text_count(page->language, RC_COUNT_COLLAPSED, results->collapsed);
  g_autofree char *url = rc_page_link(
      page, request, &(RcLink){.option = "collapse", .value = request->collapse ? "no" : NULL});
  rc_html_raw_literal(page->out, "<p class=\"subtotal\">");
  rc_html(page->out, request->collapse ? count : NULL);
  rc_html(page->out, request->collapse ? " " : NULL);
  rc_page_anchor(page, url,
                 rc_page_say(page, request->collapse ? RC_TEXT_SHOW_EACH : RC_TEXT_SHOW_ONCE),
                 NULL);
  rc_html_raw_literal(page->out, "</p>");
}

static void write_heading(RcPage *page, const RcRequest *request, const RcResults *results) {
  GString *out = page->out;
  RcCount unit = request->unit == RC_UNIT_PASSAGE ? RC_COUNT_PASSAGES : RC_COUNT_DOCUMENTS;
  g_autofree char *total = rc_page_text_count(page->language, unit, results->total);
  g_autofree char *about = rc_page_text_fill(page->language, RC_TEXT_ABOUT, total, NULL);
  rc_html_raw_literal(out, "<h1 class=\"total\">");
  rc_html(out, results->total_exact ? total : about);
  rc_html_raw_literal(out, "</h1>");
  if (request->unit == RC_UNIT_DOCUMENT && *request->text) {
    g_autofree char *passages =
        rc_page_text_count(page->language, RC_COUNT_PASSAGES_FOUND, results->total_passages);
    rc_html_element(out, "p", passages, "class", "subtotal", NULL);
  }
  if (results->apart > 0) {
    g_autofree char *apart = rc_page_text_count(page->language, RC_COUNT_APART, results->apart);
    rc_html_element(out, "p", apart, "class", "subtotal", NULL);
  }
  if (request->unit == RC_UNIT_PASSAGE && (results->collapsed > 0 || !request->collapse))
    write_collapsed(page, request, results);
}

static void write_active_filter(RcPage *page, const RcRequest *request, RcField field,
                                const char *value) {
  const char *name = rc_schema_field(field)->label[page->language];
  const char *label = rc_page_value_label(page, field, value);
  g_autofree char *url = rc_page_link(page, request, &(RcLink){.field = field, .remove = value});
  g_autofree char *action =
      rc_page_text_fill(page->language, RC_TEXT_REMOVE_FILTER, name, label, NULL);
  g_autofree char *text = g_strdup_printf("%s: %s", name, label);
  rc_html_open(page->out, "li", NULL);
  rc_html_open(page->out, "a", "href", url, "aria-label", action, NULL);
  rc_html(page->out, text);
  rc_html_raw_literal(page->out, " <span aria-hidden=\"true\">\u00d7</span></a></li>");
}

/* The passage that others are like is shown by a link to it, and left by another. */
static void write_similar_to(RcPage *page, const RcRequest *request) {
  guint32 passage = 0;
  g_autofree char *id = rc_digits_of_passage(request->similar, &passage);
  g_autoptr(RcRequest) nothing = rc_request_new();
  g_autofree char *there =
      rc_page_link(page, nothing, &(RcLink){.document = id, .passage = passage});
  g_autofree char *without = rc_page_link(page, request, &(RcLink){.option = "similar"});
  rc_html_raw_literal(page->out, "<p class=\"subtotal\">");
  rc_page_anchor(page, there, rc_page_say(page, RC_TEXT_SIMILAR_TO), NULL);
  rc_html(page->out, " ");
  rc_page_anchor(page, without, rc_page_say(page, RC_TEXT_NOT_SIMILAR), NULL);
  rc_html_raw_literal(page->out, "</p>\n");
}

static void write_active_filters(RcPage *page, const RcRequest *request) {
  guint count = 0;
  if (request->similar)
    write_similar_to(page, request);
  if (!rc_request_has_filters(request))
    return;
  rc_html_open(page->out, "ul", "class", "chips", "aria-label",
               rc_page_say(page, RC_TEXT_ACTIVE_FILTERS), NULL);
  for (int field = 0; field < RC_N_FIELDS; field++) {
    const GPtrArray *values = request->filters[field];
    for (guint i = 0; values && i < values->len; i++, count++)
      write_active_filter(page, request, (RcField)field, values->pdata[i]);
  }
  if (count > 1) {
    g_autofree char *url = rc_page_link(page, request, &(RcLink){.no_filters = true});
    rc_html_raw_literal(page->out, "<li class=\"all\">");
    rc_page_anchor(page, url, rc_page_say(page, RC_TEXT_REMOVE_ALL), NULL);
    rc_html_raw_literal(page->out, "</li>");
  }
  rc_html_raw_literal(page->out, "</ul>\n");
}

/* Forms of a concept that may be displayed, one spelling each, as a list. */
static char *display_forms(const RcConcept *concept) {
  g_autoptr(GPtrArray) forms = g_ptr_array_new();
  for (int i = 0; i < concept->form_count && forms->len < FORMS_SHOWN; i++) {
    const RcForm *form = rc_vocabulary_concept_form(concept, i);
    const char *text = rc_vocabulary_form_text(form);
    if (rc_vocabulary_is_displayed(form) &&
        !g_ptr_array_find_with_equal_func(forms, text, g_str_equal, NULL))
      g_ptr_array_add(forms, (gpointer)text);
  }
  g_ptr_array_add(forms, NULL);
  return g_strjoinv(", ", (char **)forms->pdata);
}

/* Some of the texts, as a list; yours to free. */
static char *list_texts(const GPtrArray *texts, guint most) {
  g_autoptr(GString) list = g_string_new(NULL);
  for (guint i = 0; i < MIN(texts->len, most); i++)
    g_string_append_printf(list, "%s%s", i ? ", " : "", (const char *)texts->pdata[i]);
  if (texts->len > most)
    g_string_append(list, ", …");
  return g_strdup(list->str);
}

/* What words were searched as beside themselves, and the way to do without. */
static void write_added(RcPage *page, const RcRequest *request, const RcResults *results) {
  for (guint i = 0; i < results->added->len; i++) {
    const RcAdded *added = results->added->pdata[i];
    g_autofree char *texts = list_texts(added->texts, ADDED_SHOWN);
    g_autofree char *text =
        rc_page_text_fill(page->language, RC_TEXT_ADDED, added->word, texts, NULL);
    rc_html_element(page->out, "li", text, NULL);
  }
  g_autofree char *url = rc_page_link(page, request, &(RcLink){.option = "expand", .value = "no"});
  rc_html_raw_literal(page->out, "<li>");
  rc_page_anchor(page, url, rc_page_say(page, RC_TEXT_ONLY_AS_TYPED), NULL);
  rc_html_raw_literal(page->out, "</li>");
}

/* Notes, expansions and the suggestion: what was made of the query. */
static void write_understanding(RcPage *page, const RcRequest *request, const RcResults *results) {
  GString *out = page->out;
  bool added = results->added && results->added->len > 0;
  if (request->notes->len + results->expansions->len > 0 || added) {
    rc_html_open(out, "ul", "class", "notes", "aria-label", rc_page_say(page, RC_TEXT_NOTES), NULL);
    for (guint i = 0; i < request->notes->len; i++) {
      g_autofree char *text = rc_note_text(request->notes->pdata[i], page->language);
      rc_html_element(out, "li", text, "class", "note", NULL);
    }
    for (guint i = 0; i < results->expansions->len; i++) {
      const RcExpansion *expansion = results->expansions->pdata[i];
      const RcConcept *concept = expansion->concept;
      const char *label = page->language == RC_LANGUAGE_RU ? concept->label_ru : concept->label_en;
      g_autofree char *forms = display_forms(concept);
      g_autofree char *text =
          rc_page_text_fill(page->language, RC_TEXT_EXPANSION, expansion->word, label, forms, NULL);
      rc_html_element(out, "li", text, NULL);
    }
    if (added)
      write_added(page, request, results);
    rc_html_raw_literal(out, "</ul>\n");
  }
  if (results->suggestion) {
    g_autofree char *url =
        rc_page_link(page, request, &(RcLink){.option = "q", .value = results->suggestion});
    rc_html_raw_literal(out, "<p class=\"suggestion\">");
    rc_html(out, rc_page_say(page, RC_TEXT_SUGGESTION));
    rc_html(out, " ");
    rc_page_anchor(page, url, results->suggestion, NULL);
    rc_html_raw_literal(out, "?</p>\n");
  }
}

/* What an option may be: the value it has is text, the others are links. */
static void write_choices(RcPage *page, const RcRequest *request, const char *name, RcText label) {
  const RcRequestOption *option = rc_request_option(name);
  g_autofree char *set = rc_request_get(request, option);
  rc_html_raw_literal(page->out, "<p>");
  rc_html_element(page->out, "span", rc_page_say(page, label), "class", "label", NULL);
  for (const RcNamed *row = option->choices; row->name; row++) {
    bool usual = row == option->choices;
    const char *text = row->label[page->language];
    g_autofree char *url =
        rc_page_link(page, request, &(RcLink){.option = name, .value = usual ? NULL : row->name});
    if (set ? strcmp(set, row->name) == 0 : usual)
      rc_html_element(page->out, "strong", text, "aria-current", "true", NULL);
    else
      rc_page_anchor(page, url, text, NULL);
    rc_html_raw_literal(page->out, " ");
  }
  rc_html_raw_literal(page->out, "</p>");
}

/* --- one hit --- */

static void write_item(RcPage *page, const char *text, const char *class) {
  if (text && *text)
    rc_html_element(page->out, "li", text, "class", class, NULL);
}

static void write_twins(RcPage *page, const RcRequest *request, const RcHit *hit) {
  for (guint i = 0; hit->twins && i < hit->twins->len; i++) {
    const RcTwin *twin = hit->twins->pdata[i];
    const char *language =
        rc_page_value_label(page, RC_FIELD_LANGUAGE, twin->language ? twin->language : "?");
    g_autofree char *url =
        rc_page_link(page, request, &(RcLink){.document = twin->id, .offset = request->offset});
    g_autofree char *text =
        rc_page_text_fill(page->language, RC_TEXT_OTHER_VERSION, language, NULL);
    rc_html_raw_literal(page->out, "<li>");
    rc_html_element(page->out, "a", text, "href", url, "hreflang", twin->language, NULL);
    rc_html_raw_literal(page->out, "</li>");
  }
}

static void write_hit_facts(RcPage *page, const RcRequest *request, const RcHit *hit) {
  const RcDocument *document = hit->document;
  const char *date = rc_document_peek(document, RC_METADATA_DATE);
  const char *language = rc_document_peek(document, RC_METADATA_LANGUAGE);
  g_autofree char *written_date = date ? rc_page_text_date(page->language, date) : NULL;
  rc_html_raw_literal(page->out, "<ul class=\"facts\">");
  write_item(page, rc_document_peek(document, RC_METADATA_ORGANISATION), NULL);
  write_item(page, written_date, NULL);
  write_item(page, rc_document_peek(document, RC_METADATA_SYMBOL), "symbol");
  if (language)
    write_item(page, rc_page_value_label(page, RC_FIELD_LANGUAGE, language), NULL);
  if (document->files->len > 0) {
    g_autofree char *name = g_path_get_basename(g_array_index(document->files, RcFile, 0).path);
    write_item(page, name, "file");
  }
  if (document->status != RC_STATUS_OK)
    write_item(page, rc_page_value_label(page, RC_FIELD_STATUS, rc_status_name(document->status)),
               "warning");
  write_twins(page, request, hit);
  rc_html_raw_literal(page->out, "</ul>\n");
}

/* The innermost headings above a passage; the outermost is most often the title of
 * the document, which stands above already. */
static void write_section(RcPage *page, const char *title, const RcPassage *passage) {
  const GPtrArray *section = passage->section;
  guint length = section ? section->len : 0;
  guint from = length > SECTION_SHOWN ? length - SECTION_SHOWN : 0;
  if (from == 0 && length > 0 && g_str_has_prefix(title, section->pdata[0]))
    from = 1;
  if (from >= length)
    return;
  rc_html_open(page->out, "span", "class", "section", "lang", passage->language, NULL);
  for (guint i = from; i < length; i++) {
    rc_html(page->out, i > from ? " \u203a " : NULL);
    rc_html(page->out, section->pdata[i]);
  }
  rc_html_raw_literal(page->out, "</span>");
}

/* "Page 3 (printed 2), paragraph 14" as a link, remarks, the headings above. */
static void write_place(RcPage *page, const char *url, const char *title, const RcPassageHit *hit) {
  const RcPassage *passage = hit->passage;
  bool first_page = passage->page_starts->len == 0 ||
                    g_array_index(passage->page_starts, RcPageStart, 0).page == hit->hit_page;
  g_autofree char *name =
      rc_page_page_name(page, hit->hit_page, first_page ? passage->page_label : NULL);
  g_autofree char *paragraph = rc_page_paragraph_name(page, passage);
  g_autofree char *place = paragraph ? g_strdup_printf("%s, %s", name, paragraph) : g_strdup(name);
  rc_html_raw_literal(page->out, "<p class=\"place\">");
  rc_page_anchor(page, url, place, NULL);
  if (!hit->complete)
    rc_html_element(page->out, "span", rc_page_say(page, RC_TEXT_INCOMPLETE), "class", "aside",
                    NULL);
  if (passage->ocr >= 0)
    rc_html_element(page->out, "span", rc_page_say(page, RC_TEXT_OCR), "class", "aside", NULL);
  write_section(page, title, passage);
  rc_html_raw_literal(page->out, "</p>");
}

/* Where else the words stand: a link to all of them.  What the nearest lack is not asked for. */
static void write_alike(RcPage *page, const RcRequest *request, const RcHit *hit,
                        const RcPassageHit *found) {
  bool elsewhere = found->alike_documents > 0;
  RcLink link = {.field = RC_FIELD_ALIKE, .add = found->alike, .option = hit->lacks ? "q" : NULL};
  if (!found->alike)
    return;
  g_autofree char *url = rc_page_link(page, request, &link);
  g_autofree char *text =
      elsewhere
          ? rc_page_text_count(page->language, RC_COUNT_ALIKE_DOCUMENTS, found->alike_documents)
          : rc_page_text_count(page->language, RC_COUNT_ALIKE_PASSAGES, found->alike_passages);
  rc_html_open(page->out, "p", "class", "alike", NULL);
  rc_page_anchor(page, url, text, NULL);
  rc_html_raw_literal(page->out, "</p>");
}

/* What is like it, of all documents. */
static void write_similar(RcPage *page, const RcHit *hit, const RcPassage *passage) {
  g_autoptr(RcRequest) nothing = rc_request_new();
  g_autofree char *place = g_strdup_printf("%s:%u", hit->document->id, passage->ordinal);
  g_autofree char *url =
      rc_page_link(page, nothing, &(RcLink){.option = "similar", .value = place});
  rc_html_open(page->out, "p", "class", "alike", NULL);
  rc_html_element(page->out, "a", rc_page_say(page, RC_TEXT_SIMILAR), "href", url, "rel",
                  "nofollow", NULL);
  rc_html_raw_literal(page->out, "</p>");
}

static void write_passage(RcPage *page, const RcRequest *request, const RcHit *hit,
                          const char *title, const RcPassageHit *found) {
  g_autofree char *url = rc_page_link(page, request,
                                      &(RcLink){.document = hit->document->id,
                                                .passage = found->passage->ordinal,
                                                .offset = request->offset});
  rc_html_open(page->out, "div", "class", found->complete ? "passage" : "passage partial", NULL);
  write_place(page, url, title, found);
  const RcPassage *passage = found->passage;
  RcExcerpt excerpt = rc_excerpt_of(found, EXCERPT_CHARACTERS);
  rc_html_open(page->out, "blockquote", "lang", passage->language, NULL);
  bool whole = excerpt.start == 0 && !passage->text[excerpt.end];
  if (passage->kind == RC_KIND_TABLE && whole) {
    rc_page_cells(page, found);
  } else {
    rc_html_raw_literal(page->out, "<p>");
    rc_html(page->out, excerpt.start > 0 ? "\u2026" : NULL);
    rc_page_passage_text(page, found, excerpt.start, excerpt.end, NULL);
    rc_html(page->out, passage->text[excerpt.end] ? "\u2026" : NULL);
    rc_html_raw_literal(page->out, "</p>");
  }
  rc_html_raw_literal(page->out, "</blockquote>");
  rc_page_citation(page, found->reference, request->cite);
  write_alike(page, request, hit, found);
  write_similar(page, hit, passage);
  rc_html_raw_literal(page->out, "</div>\n");
}

static void write_hit(RcPage *page, const RcRequest *request, const RcHit *hit) {
  GString *out = page->out;
  const RcPassageHit *best = hit->passages->len > 0 ? hit->passages->pdata[0] : NULL;
  g_autofree char *title = rc_page_document_title(page, hit->document);
  g_autofree char *url = rc_page_link(page, request,
                                      &(RcLink){.document = hit->document->id,
                                                .passage = best ? best->passage->ordinal : 0,
                                                .offset = request->offset});
  rc_html_raw_literal(out, "<li><article>");
  rc_html_open(out, "h2", "lang", rc_document_peek(hit->document, RC_METADATA_LANGUAGE), NULL);
  rc_page_anchor(page, url, title, NULL);
  rc_html_raw_literal(out, "</h2>");
  write_hit_facts(page, request, hit);
  if (hit->lacks && hit->lacks->len > 0) {
    g_autofree char *list = list_texts(hit->lacks, G_MAXUINT);
    g_autofree char *lacks = rc_page_text_fill(page->language, RC_TEXT_LACKS, list, NULL);
    rc_html_element(out, "p", lacks, "class", "lacks", NULL);
  }
  for (guint i = 0; i < hit->passages->len; i++)
    write_passage(page, request, hit, title, hit->passages->pdata[i]);
  if (hit->more_passages > 0) {
    g_autofree char *all = rc_page_link(
        page, request, &(RcLink){.document = hit->document->id, .offset = request->offset});
    g_autofree char *count =
        rc_page_text_count(page->language, RC_COUNT_MORE_PASSAGES, hit->more_passages);
    g_autofree char *text = rc_page_text_fill(page->language, RC_TEXT_MORE_PASSAGES, count, NULL);
    rc_html_raw_literal(out, "<p class=\"more\">");
    rc_page_anchor(page, all, text, NULL);
    rc_html_raw_literal(out, "</p>");
  }
  rc_html_raw_literal(out, "</article></li>\n");
}

/* --- beside and below the hits --- */

static bool is_active(const RcRequest *request, RcField field, const char *value) {
  GPtrArray *values = request->filters[field];
  return values && g_ptr_array_find_with_equal_func(values, value, g_str_equal, NULL);
}

static void write_facet_value(RcPage *page, const RcRequest *request, RcField field,
                              const RcFacetValue *value) {
  const char *named = page->language == RC_LANGUAGE_RU ? value->label_ru : value->label_en;
  const char *label = named ? named : rc_page_value_label(page, field, value->id);
  bool active = is_active(request, field, value->id);
  RcLink link = {.field = field};
  *(active ? &link.remove : &link.add) = value->id;
  g_autofree char *url = rc_page_link(page, request, &link);
  g_autofree char *count = rc_page_text_number(page->language, value->count);
  g_autofree char *action =
      active ? rc_page_text_fill(page->language, RC_TEXT_REMOVE_FILTER,
                                 rc_schema_field(field)->label[page->language], label, NULL)
             : NULL;
  rc_html_raw_literal(page->out, "<li>");
  rc_html_open(page->out, "a", "href", url, "aria-label", action, "class", active ? "active" : NULL,
               "rel", "nofollow", NULL);
  rc_html_element(page->out, "span", label, NULL);
  rc_html(page->out, " ");
  rc_html_element(page->out, "span", active ? "\u00d7" : count, "class", "count", NULL);
  rc_html_raw_literal(page->out, "</a></li>");
}

static void write_facet(RcPage *page, const RcRequest *request, RcField field,
                        const GPtrArray *values) {
  GString *out = page->out;
  guint shown = MIN(values->len, FACET_VALUES_SHOWN), listed = MIN(values->len, FACET_VALUES_MAX);
  rc_html_raw_literal(out, "<section>");
  rc_html_element(out, "h3", rc_schema_field(field)->label[page->language], NULL);
  rc_html_raw_literal(out, "<ul>");
  for (guint i = 0; i < shown; i++)
    write_facet_value(page, request, field, values->pdata[i]);
  rc_html_raw_literal(out, "</ul>");
  if (listed > shown) {
    g_autofree char *number = rc_page_text_number(page->language, listed - shown);
    g_autofree char *more = rc_page_text_fill(page->language, RC_TEXT_SHOW_MORE, number, NULL);
    rc_html_raw_literal(out, "<details>");
    rc_html_element(out, "summary", more, NULL);
    rc_html_raw_literal(out, "<ul>");
    for (guint i = shown; i < listed; i++)
      write_facet_value(page, request, field, values->pdata[i]);
    rc_html_raw_literal(out, "</ul></details>");
  }
  rc_html_raw_literal(out, "</section>");
}

static void write_facets(RcPage *page, const RcRequest *request, const RcResults *results) {
  rc_html_raw_literal(page->out, "<aside class=\"facets\" aria-labelledby=\"narrow\">");
  rc_html_element(page->out, "h2", rc_page_say(page, RC_TEXT_NARROW), "id", "narrow", NULL);
  for (int place = 1, field; (field = rc_schema_facet(place)) >= 0; place++) {
    const GPtrArray *values = results->facets[field];
    g_autoptr(GPtrArray) offered = g_ptr_array_new();
    for (guint i = 0; values && i < values->len && rc_schema_is_filter((RcField)field); i++) {
      const RcFacetValue *value = values->pdata[i];
      /* A value that all results share narrows nothing. */
      if (value->count < results->total || !results->total_exact ||
          is_active(request, (RcField)field, value->id))
        g_ptr_array_add(offered, (gpointer)value);
    }
    if (offered->len > 0)
      write_facet(page, request, (RcField)field, offered);
  }
  rc_html_raw_literal(page->out, "</aside>\n");
}

static void write_page_links(RcPage *page, const RcRequest *request, const RcResults *results) {
  GString *out = page->out;
  guint64 last = request->offset + results->hits->len;
  guint64 all = results->total - results->collapsed + results->apart;
  if (request->offset == 0 && last >= all)
    return;
  g_autofree char *from = rc_page_text_number(page->language, request->offset + 1);
  g_autofree char *to = rc_page_text_number(page->language, last);
  g_autofree char *of = rc_page_text_number(page->language, all);
  g_autofree char *shown = rc_page_text_fill(page->language, RC_TEXT_SHOWN, from, to, of, NULL);
  rc_html_open(out, "nav", "class", "paging", "aria-label",
               rc_page_say(page, RC_TEXT_PAGES_OF_RESULTS), NULL);
  if (request->offset > 0) {
    guint before = request->offset > request->limit ? request->offset - request->limit : 0;
    g_autofree char *url = rc_page_link(page, request, &(RcLink){.offset = before});
    rc_html_element(out, "a", rc_page_say(page, RC_TEXT_PREVIOUS), "href", url, "rel", "prev",
                    NULL);
  }
  if (results->hits->len > 0)
    rc_html_element(out, "span", shown, NULL);
  if (results->hits->len > 0 && last < all && last <= RC_REQUEST_WEB_OFFSET_MAX) {
    g_autofree char *url = rc_page_link(page, request, &(RcLink){.offset = (guint)last});
    rc_html_element(out, "a", rc_page_say(page, RC_TEXT_NEXT), "href", url, "rel", "next", NULL);
  }
  rc_html_raw_literal(out, "</nav>\n");
}

static void write_formats(RcPage *page, const RcRequest *request) {
  rc_html_raw_literal(page->out, "<p class=\"formats\">");
  rc_html_element(page->out, "span", rc_page_say(page, RC_TEXT_DOWNLOAD), "class", "label", NULL);
  for (const RcOutputFormat *format = rc_output_formats; format->name; format++) {
    if (!format->label)
      continue;
    g_autofree char *url =
        rc_page_link(page, request, &(RcLink){.format = format->name, .offset = request->offset});
    rc_page_anchor(page, url, format->label, NULL);
    rc_html_raw_literal(page->out, " ");
  }
  rc_html_raw_literal(page->out, "</p>\n");
}

/* --- nothing found --- */

static void write_advice_link(RcPage *page, const RcRequest *request, const RcLink *link,
                              RcText text) {
  g_autofree char *url = rc_page_link(page, request, link);
  rc_html_raw_literal(page->out, "<li>");
  rc_page_anchor(page, url, rc_page_say(page, text), NULL);
  rc_html_raw_literal(page->out, "</li>");
}

/* What has some of the query, apart from what has all. */
static void write_nearest(RcPage *page, const RcRequest *request, const RcResults *results) {
  guint found = results->hits->len - results->nearest;
  g_autofree char *start = g_strdup_printf("%u", request->offset + found + 1);
  if (results->nearest == 0)
    return;
  rc_html_element(page->out, "p", rc_page_say(page, found ? RC_TEXT_NEAREST : RC_TEXT_NEAREST_ONLY),
                  "class", "nearest", NULL);
  rc_html_open(page->out, "ol", "class", "hits", "start", start, NULL);
  for (guint i = found; i < results->hits->len; i++)
    write_hit(page, request, results->hits->pdata[i]);
  rc_html_raw_literal(page->out, "</ol>\n");
}

/* Of an empty answer: what each thing that was asked for would find by itself. */
static void write_lacks(RcPage *page, const RcResults *results) {
  if (!results->lacks || results->lacks->len == 0)
    return;
  rc_html_raw_literal(page->out, "<ul class=\"lacks\">");
  for (guint i = 0; i < results->lacks->len; i++) {
    const RcLack *lack = results->lacks->pdata[i];
    g_autofree char *count = rc_page_text_count(page->language, RC_COUNT_DOCUMENTS, lack->count);
    g_autofree char *text =
        rc_page_text_fill(page->language, RC_TEXT_LACK_COUNT, lack->text, count, NULL);
    rc_html_element(page->out, "li", text, NULL);
  }
  rc_html_raw_literal(page->out, "</ul>\n");
}

static void write_nothing(RcPage *page, const RcRequest *request, const RcResults *results) {
  static const RcText advice[] = {RC_TEXT_TRY_FEWER, RC_TEXT_TRY_PREFIX, RC_TEXT_TRY_OR,
                                  RC_TEXT_TRY_OTHER_LANGUAGE};
  GString *out = page->out;
  rc_html_element(out, "h1", rc_page_say(page, RC_TEXT_NOTHING), "class", "total", NULL);
  write_active_filters(page, request);
  write_understanding(page, request, results);
  write_lacks(page, results);
  write_nearest(page, request, results);
  rc_html_raw_literal(out, "<div class=\"advice\">");
  rc_html_element(out, "p", rc_page_say(page, RC_TEXT_NOTHING_ADVICE), NULL);
  rc_html_raw_literal(out, "<ul>");
  if (rc_request_has_filters(request))
    write_advice_link(page, request, &(RcLink){.no_filters = true}, RC_TEXT_TRY_FILTERS);
  if (request->unit == RC_UNIT_PASSAGE && !request->similar)
    write_advice_link(page, request, &(RcLink){.option = "unit"}, RC_TEXT_TRY_DOCUMENT);
  for (gsize i = 0; i < G_N_ELEMENTS(advice); i++)
    rc_html_element(out, "li", rc_page_say(page, advice[i]), NULL);
  if (results->index.not_fully_read > 0) {
    g_autofree char *count =
        rc_page_text_count(page->language, RC_COUNT_DOCUMENTS, results->index.not_fully_read);
    g_autofree char *text = rc_page_text_fill(page->language, RC_TEXT_TRY_NOT_READ, count, NULL);
    rc_html_element(out, "li", text, NULL);
  }
  rc_html_raw_literal(out, "</ul></div>\n");
}

static void write_found(RcPage *page, const RcRequest *request, const RcResults *results) {
  GString *out = page->out;
  g_autofree char *start = g_strdup_printf("%u", request->offset + 1);
  rc_html_raw_literal(out, "<div class=\"columns\"><div class=\"results\">\n");
  write_heading(page, request, results);
  write_active_filters(page, request);
  write_understanding(page, request, results);
  rc_html_raw_literal(out, "<div class=\"settings\">");
  if (!request->similar) { /* they have one order, and are passages */
    write_choices(page, request, "sort", RC_TEXT_SORT);
    write_choices(page, request, "unit", RC_TEXT_UNIT);
  }
  rc_html_raw_literal(out, "</div>\n");
  guint found = results->hits->len - results->nearest;
  if (found > 0) {
    rc_html_open(out, "ol", "class", "hits", "start", start, NULL);
    for (guint i = 0; i < found; i++)
      write_hit(page, request, results->hits->pdata[i]);
    rc_html_raw_literal(out, "</ol>\n");
  }
  write_nearest(page, request, results);
  write_page_links(page, request, results);
  write_formats(page, request);
  rc_html_raw_literal(out, "</div>\n");
  write_facets(page, request, results);
  rc_html_raw_literal(out, "</div>\n");
}

void rc_page_results(RcPage *page, const RcRequest *request, const RcResults *results) {
  g_autofree char *asked =
      *request->text ? rc_page_text_fill(page->language, RC_TEXT_RESULTS_TITLE, request->text, NULL)
                     : g_strdup(rc_page_say(page, RC_TEXT_EVERYTHING));
  RcLanguage other = page->language == RC_LANGUAGE_EN ? RC_LANGUAGE_RU : RC_LANGUAGE_EN;
  g_autofree char *switch_url = rc_page_link(
      page, request, &(RcLink){.ui = rc_language_code(other), .offset = request->offset});
  rc_page_begin(page, results->total > 0 ? asked : rc_page_say(page, RC_TEXT_NOTHING), switch_url);
  rc_page_form(page, request, false);
  if (results->total > 0)
    write_found(page, request, results);
  else
    write_nothing(page, request, results);
  rc_page_end(page, &results->index);
}
