/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The document page: one document whole, in reading order. */
#include "page-part.h"

#include "request.h"

#include <stdio.h>
#include <string.h>

#define MATCHES_LISTED 60
#define CONTENTS_MIN 4 /* headings from which a table of contents is worth it */

/* --- about the document --- */

/* "page 1" and the like as a phrase; yours to free. */
static char *source_phrase(const RcPage *page, const char *source) {
  static const struct {
    const char *source;
    RcText text;
  } known[] = {{"pdf", RC_TEXT_SOURCE_PDF},
               {"sidecar", RC_TEXT_SOURCE_SIDECAR},
               {"file name", RC_TEXT_SOURCE_FILE_NAME},
               {"path", RC_TEXT_SOURCE_FILE_NAME},
               {"text", RC_TEXT_SOURCE_TEXT}};
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
    if (strcmp(known[i].source, source) == 0)
      return g_strdup(rc_page_say(page, known[i].text));
  if (g_str_has_prefix(source, "page "))
    return rc_page_text_fill(page->language, RC_TEXT_SOURCE_PAGE, source + 5, NULL);
  return rc_page_text_fill(page->language, RC_TEXT_SOURCE_OTHER, source, NULL);
}

static void write_fact(RcPage *page, const char *name, const char *value, const char *source) {
  rc_html_raw_literal(page->out, "<div>");
  rc_html_element(page->out, "dt", name, NULL);
  rc_html_raw_literal(page->out, "<dd>");
  rc_html(page->out, value);
  if (source) {
    g_autofree char *phrase = source_phrase(page, source);
    rc_html(page->out, " ");
    rc_html_element(page->out, "small", phrase, NULL);
  }
  rc_html_raw_literal(page->out, "</dd></div>\n");
}

/* A field of the schema lends its name and the names of its values, unless there is a text. */
static void write_metadata(RcPage *page, const RcDocument *document) {
  static const struct {
    RcMetadataField metadata;
    RcField field;
    RcText text; /* 0: the field's own name */
  } shown[] = {{RC_METADATA_TITLE, RC_FIELD_TITLE, 0},
               {RC_METADATA_ORGANISATION, RC_FIELD_ORGANISATION, 0},
               {RC_METADATA_DATE, RC_FIELD_DATE, RC_TEXT_DATE},
               {RC_METADATA_SYMBOL, RC_FIELD_SYMBOL, 0},
               {RC_METADATA_TYPE, RC_FIELD_TYPE, 0},
               {RC_METADATA_COUNTRY, RC_FIELD_REGION, RC_TEXT_COUNTRY},
               {RC_METADATA_LANGUAGE, RC_FIELD_LANGUAGE, 0},
               {RC_METADATA_ORIGINAL_LANGUAGE, RC_FIELD_LANGUAGE, RC_TEXT_ORIGINAL_LANGUAGE},
               {RC_METADATA_APPLICANT, RC_FIELD_TITLE, RC_TEXT_APPLICANT},
               {RC_METADATA_RESPONDENT, RC_FIELD_TITLE, RC_TEXT_RESPONDENT}};
  for (gsize i = 0; i < G_N_ELEMENTS(shown); i++) {
    const RcMetadata *metadata = &document->metadata[shown[i].metadata];
    const char *name = shown[i].text ? rc_page_say(page, shown[i].text)
                                     : rc_schema_field(shown[i].field)->label[page->language];
    g_autofree char *date = metadata->value && shown[i].field == RC_FIELD_DATE
                                ? rc_page_text_date(page->language, metadata->value)
                                : NULL;
    if (metadata->value)
      write_fact(page, name,
                 date ? date : rc_page_value_label(page, shown[i].field, metadata->value),
                 metadata->source);
  }
}

static void write_about(RcPage *page, const RcDocument *document) {
  GString *out = page->out;
  rc_html_open(out, "section", "class", "about", "aria-labelledby", "about", NULL);
  rc_html_element(out, "h2", rc_page_say(page, RC_TEXT_ABOUT_DOCUMENT), "id", "about", NULL);
  rc_html_raw_literal(out, "<dl>");
  write_metadata(page, document);
  g_autofree char *pages = rc_page_text_number(page->language, document->pages);
  g_autofree char *read = rc_page_text_number(page->language, document->pages_read);
  g_autofree char *both = rc_page_text_fill(page->language, RC_TEXT_PAGES_READ, pages, read, NULL);
  bool whole = document->pages_read == document->pages;
  write_fact(page, rc_page_say(page, RC_TEXT_PAGES_LABEL), whole ? pages : both, NULL);
  for (guint i = 0; i < document->files->len; i++)
    write_fact(page, rc_page_say(page, RC_TEXT_FILE),
               g_array_index(document->files, RcFile, i).path, NULL);
  write_fact(page, "SHA-256", document->sha256, NULL);
  rc_html_raw_literal(out, "</dl></section>\n");
}

static void write_twins(RcPage *page, const RcRequest *request, const RcHit *hit) {
  if (!hit->twins || hit->twins->len == 0)
    return;
  rc_html_raw_literal(page->out, "<p class=\"twins\">");
  rc_html_element(page->out, "span", rc_page_say(page, RC_TEXT_TWINS), "class", "label", NULL);
  for (guint i = 0; i < hit->twins->len; i++) {
    const RcTwin *twin = hit->twins->pdata[i];
    g_autofree char *url =
        rc_page_link(page, request, &(RcLink){.document = twin->id, .offset = request->offset});
    rc_html_element(
        page->out, "a",
        rc_page_value_label(page, RC_FIELD_LANGUAGE, twin->language ? twin->language : twin->id),
        "href", url, "hreflang", twin->language, NULL);
    rc_html(page->out, " ");
  }
  rc_html_raw_literal(page->out, "</p>\n");
}

/* The search for what cites the document, or that paragraph of it; yours to free. */
static char *citing_url(const RcPage *page, const RcCited *cited, const char *paragraph) {
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(GString) query = g_string_new(NULL);
  for (guint i = 0; i < cited->symbols->len; i++) {
    const char *symbol = cited->symbols->pdata[i];
    g_autofree char *value =
        paragraph ? g_strdup_printf("%s:%s", symbol, paragraph) : g_strdup(symbol);
    if (cited->symbols->len == 1)
      return rc_page_link(page, request, &(RcLink){.field = RC_FIELD_CITES, .add = value});
    g_string_append_printf(query, "%s%s:\"%s\"", i ? " OR " : "",
                           rc_schema_field(RC_FIELD_CITES)->name, value);
  }
  return rc_page_link(page, request, &(RcLink){.option = "q", .value = query->str});
}

/* Which documents cite it, and which of its paragraphs: each count is a link to these. */
static void write_cited(RcPage *page, const RcCited *cited) {
  GString *out = page->out;
  if (!cited || cited->documents == 0)
    return;
  g_autofree char *all = citing_url(page, cited, NULL);
  g_autofree char *count = rc_page_text_count(page->language, RC_COUNT_DOCUMENTS, cited->documents);
  rc_html_raw_literal(out, "<section class=\"cited\" aria-labelledby=\"cited\">");
  rc_html_element(out, "h2", rc_page_say(page, RC_TEXT_CITED_BY), "id", "cited", NULL);
  rc_html_raw_literal(out, "<p>");
  rc_page_anchor(page, all, count, NULL);
  rc_html_raw_literal(out, "</p><ul>");
  for (guint i = 0; i < cited->paragraphs->len; i++) {
    const RcCitedParagraph *row = cited->paragraphs->pdata[i];
    if (!row->paragraph)
      continue;
    g_autofree char *url = citing_url(page, cited, row->paragraph);
    g_autofree char *name =
        rc_page_text_fill(page->language, RC_TEXT_PARAGRAPH, row->paragraph, NULL);
    g_autofree char *citing =
        rc_page_text_count(page->language, RC_COUNT_DOCUMENTS, row->documents);
    g_autofree char *text = g_strdup_printf("%s: %s", name, citing);
    rc_html_raw_literal(out, "<li>");
    rc_page_anchor(page, url, text, NULL);
    rc_html_raw_literal(out, "</li>");
  }
  rc_html_raw_literal(out, "</ul></section>\n");
}

/* --- ways into the text --- */

static guint32 first_page(const RcPassage *passage) {
  return passage->page_starts->len ? g_array_index(passage->page_starts, RcPageStart, 0).page : 0;
}

static void write_jump(RcPage *page, const RcPassage *passage, const char *text,
                       const char *language) {
  g_autofree char *url = g_strdup_printf("#p%u", passage->ordinal);
  rc_html_raw_literal(page->out, "<li>");
  rc_html_element(page->out, "a", text, "href", url, "lang", language, NULL);
  rc_html_raw_literal(page->out, "</li>");
}

/* Links to the passages with highlights; of several in a row with the same place
 * the first is enough. */
static void write_matches(RcPage *page, const RcHit *hit) {
  guint listed = 0;
  g_autofree char *last = NULL;
  for (guint i = 0; i < hit->passages->len && listed < MATCHES_LISTED; i++) {
    const RcPassageHit *found = hit->passages->pdata[i];
    if (found->highlights->len == 0)
      continue;
    g_autofree char *name = rc_page_page_name(page, found->hit_page, NULL);
    g_autofree char *paragraph = rc_page_paragraph_name(page, found->passage);
    g_autofree char *place = g_strjoin(", ", name, paragraph, NULL);
    if (g_strcmp0(place, last) == 0)
      continue;
    if (listed++ == 0) {
      rc_html_open(page->out, "nav", "class", "matches", "aria-labelledby", "matches", NULL);
      rc_html_element(page->out, "h2", rc_page_say(page, RC_TEXT_MATCHES), "id", "matches", NULL);
      rc_html_raw_literal(page->out, "<ul>");
    }
    write_jump(page, found->passage, place, NULL);
    g_free(last);
    last = g_steal_pointer(&place);
  }
  if (listed > 0)
    rc_html_raw_literal(page->out, "</ul></nav>\n");
}

static void write_contents(RcPage *page, const RcHit *hit) {
  guint headings = 0;
  for (guint i = 0; i < hit->passages->len; i++)
    headings += ((const RcPassageHit *)hit->passages->pdata[i])->passage->kind == RC_KIND_HEADING;
  if (headings < CONTENTS_MIN)
    return;
  rc_html_open(page->out, "nav", "class", "contents", "aria-label",
               rc_page_say(page, RC_TEXT_CONTENTS), NULL);
  rc_html_raw_literal(page->out, "<details>");
  rc_html_element(page->out, "summary", rc_page_say(page, RC_TEXT_CONTENTS), NULL);
  rc_html_raw_literal(page->out, "<ul>");
  for (guint i = 0; i < hit->passages->len; i++) {
    const RcPassage *passage = ((const RcPassageHit *)hit->passages->pdata[i])->passage;
    if (passage->kind == RC_KIND_HEADING)
      write_jump(page, passage, passage->text, passage->language);
  }
  rc_html_raw_literal(page->out, "</ul></details></nav>\n");
}

/* --- the text --- */

/* Where the reader is while the passages are written. */
typedef struct {
  GHashTable *labels;  /* page number -> printed label, borrowed */
  guint32 page_number; /* of the last page named */
  guint heading_level; /* of the last heading written */
  RcCitationStyle cite;
} Reading;

/* The link in the margin by which a passage is pointed to. */
static void write_margin(RcPage *page, const RcPassage *passage) {
  g_autofree char *url = g_strdup_printf("#p%u", passage->ordinal);
  g_autofree char *ordinal = g_strdup_printf("%u", passage->ordinal);
  g_autofree char *paragraph = rc_page_paragraph_name(page, passage);
  g_autofree char *label =
      rc_page_text_fill(page->language, RC_TEXT_LINK_TO_PASSAGE, ordinal, NULL);
  g_autofree char *name = paragraph ? g_strdup_printf("%s, %s", label, paragraph) : NULL;
  rc_html_element(page->out, "a", "\u00b6", "class", "anchor", "href", url, "aria-label",
                  name ? name : label, "lang", rc_language_code(page->language), NULL);
}

static void write_asides(RcPage *page, const RcPassageHit *found, RcCitationStyle style) {
  const RcPassage *passage = found->passage;
  if (passage->footnote_of > 0) {
    g_autofree char *url = g_strdup_printf("#p%u", passage->footnote_of);
    rc_html_element(page->out, "a", rc_page_say(page, RC_TEXT_CALLED_FROM), "class", "aside",
                    "href", url, "lang", rc_language_code(page->language), NULL);
  }
  if (passage->ocr >= 0)
    rc_html_element(page->out, "p", rc_page_say(page, RC_TEXT_OCR), "class", "aside", "lang",
                    rc_language_code(page->language), NULL);
  rc_page_citation(page, found->reference, style);
}

static void write_passage(RcPage *page, Reading *reading, const RcPassageHit *found) {
  const RcPassage *passage = found->passage;
  GString *out = page->out;
  /* Heading levels follow the section but never skip one: h2 is "Text". */
  static const char *const tags[] = {"h2", "h3", "h4", "h5", "h6"};
  const char *tag = "p";
  if (passage->kind == RC_KIND_HEADING) {
    guint level = 1 + (passage->section ? passage->section->len : 0);
    level = MIN(level, MIN(reading->heading_level + 1, G_N_ELEMENTS(tags) - 1));
    reading->heading_level = level;
    tag = tags[level];
  }
  g_autofree char *id = g_strdup_printf("p%u", passage->ordinal);
  const char *kind = passage->kind == RC_KIND_BODY ? "" : rc_kind_name(passage->kind);
  g_autofree char *class = g_strconcat("passage", *kind ? " " : "", kind,
                                       found->highlights->len > 0 ? " hit" : "", NULL);
  guint32 number = first_page(passage);
  if (number != reading->page_number && number != 0) {
    const char *label = g_hash_table_lookup(reading->labels, GUINT_TO_POINTER(number));
    g_autofree char *name = rc_page_page_name(page, number, label);
    g_autofree char *page_id = g_strdup_printf("page%u", number);
    rc_html_element(out, "p", name, "class", "page-start", "id", page_id, NULL);
    reading->page_number = number;
  }
  rc_html_open(out, "div", "id", id, "class", class, "lang", passage->language, NULL);
  write_margin(page, passage);
  if (passage->kind == RC_KIND_TABLE) {
    rc_page_cells(page, found);
  } else {
    rc_html_open(out, tag, "class", "text", NULL);
    rc_page_passage_text(page, found, 0, (guint32)strlen(passage->text), reading->labels);
    rc_html_close(out, tag);
  }
  write_asides(page, found, reading->cite);
  rc_html_raw_literal(out, "</div>\n");
  if (passage->page_starts->len > 1)
    reading->page_number =
        g_array_index(passage->page_starts, RcPageStart, passage->page_starts->len - 1).page;
}

static void write_text(RcPage *page, const RcRequest *request, const RcHit *hit) {
  /* Only a passage that starts on a page knows what is printed on it. */
  g_autoptr(GHashTable) labels = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < hit->passages->len; i++) {
    const RcPassage *passage = ((const RcPassageHit *)hit->passages->pdata[i])->passage;
    if (passage->page_label)
      g_hash_table_insert(labels, GUINT_TO_POINTER(first_page(passage)), passage->page_label);
  }
  Reading reading = {.labels = labels, .cite = request->cite};
  rc_html_raw_literal(page->out, "<section class=\"text\" aria-labelledby=\"text\">");
  rc_html_element(page->out, "h2", rc_page_say(page, RC_TEXT_DOCUMENT_TEXT), "id", "text", NULL);
  for (guint i = 0; i < hit->passages->len; i++)
    write_passage(page, &reading, hit->passages->pdata[i]);
  if (hit->passages->len == 0)
    rc_html_element(page->out, "p", rc_page_say(page, RC_TEXT_NO_PASSAGES), NULL);
  rc_html_raw_literal(page->out, "</section>\n");
}

void rc_page_document(RcPage *page, const RcRequest *request, const RcHit *hit,
                      const RcCited *cited) {
  const RcDocument *document = hit->document;
  RcLanguage other = page->language == RC_LANGUAGE_EN ? RC_LANGUAGE_RU : RC_LANGUAGE_EN;
  g_autofree char *title = rc_page_document_title(page, document);
  g_autofree char *switch_url = rc_page_link(page, request,
                                             &(RcLink){.document = document->id,
                                                       .offset = request->offset,
                                                       .ui = rc_language_code(other)});
  rc_page_begin(page, title, switch_url);
  rc_html_raw_literal(page->out, "<div class=\"document\">");
  if (*request->text || rc_request_has_filters(request)) {
    g_autofree char *back = rc_page_link(page, request, &(RcLink){.offset = request->offset});
    rc_html_raw_literal(page->out, "<p class=\"back\">");
    rc_page_anchor(page, back, rc_page_say(page, RC_TEXT_BACK), NULL);
    rc_html_raw_literal(page->out, "</p>");
  }
  rc_html_element(page->out, "h1", title, "lang", rc_document_peek(document, RC_METADATA_LANGUAGE),
                  NULL);
  if (document->status != RC_STATUS_OK) {
    const char *status =
        rc_page_value_label(page, RC_FIELD_STATUS, rc_status_name(document->status));
    g_autofree char *text = rc_page_text_fill(page->language, RC_TEXT_STATUS_WARNING, status, NULL);
    rc_html_element(page->out, "p", text, "class", "warning", "role", "note", NULL);
  }
  write_twins(page, request, hit);
  write_about(page, document);
  write_cited(page, cited);
  write_matches(page, hit);
  write_contents(page, hit);
  write_text(page, request, hit);
  rc_html_raw_literal(page->out, "</div>\n");
  rc_page_end(page, NULL);
}
