/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages that need no search: start, help, errors. */
#include "examples.h"
#include "page-part.h"

static RcLanguage other_language(const RcPage *page) {
  return page->language == RC_LANGUAGE_EN ? RC_LANGUAGE_RU : RC_LANGUAGE_EN;
}

/* A query as a link that runs it. */
static void write_example(RcPage *page, const char *query, const char *language) {
  g_autoptr(RcRequest) request = rc_request_new();
  g_autofree char *url = rc_page_link(page, request, &(RcLink){.option = "q", .value = query});
  rc_html_element(page->out, "a", query, "href", url, "lang", language, "class", "example", NULL);
}

/* --- start --- */

static const struct {
  const char *language, *name;
  const char *queries[5];
} examples[] = {
    {"en",
     "English",
     {"minorities language schools", "\"enforced disappearance\"", "pogroms region:Zhambyl",
      "discriminat* group:roma", "cites:CERD/C/KAZ/CO/8-10"}},
    {"ru",
     "Русский",
     {"меньшинства язык школы", "\"расовая дискриминация\"", "погромы region:Жамбыл",
      "дискриминац* group:цыгане", "задержания year:2016..2022"}},
};

static void write_examples(RcPage *page) {
  rc_html_raw_literal(page->out, "<section class=\"examples\" aria-labelledby=\"examples\">");
  rc_html_element(page->out, "h2", rc_page_say(page, RC_TEXT_EXAMPLES), "id", "examples", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(examples); i++) {
    rc_html_open(page->out, "ul", "lang", examples[i].language, "aria-label", examples[i].name,
                 NULL);
    for (gsize j = 0; j < G_N_ELEMENTS(examples[i].queries); j++) {
      rc_html_raw_literal(page->out, "<li>");
      write_example(page, examples[i].queries[j], NULL);
      rc_html_raw_literal(page->out, "</li>");
    }
    rc_html_raw_literal(page->out, "</ul>");
  }
  rc_html_raw_literal(page->out, "</section>\n");
}

void rc_page_start(RcPage *page, const RcRequest *request, const RcIndexSummary *index) {
  g_autofree char *switch_url =
      rc_page_link(page, NULL, &(RcLink){.ui = rc_language_code(other_language(page))});
  rc_page_begin(page, rc_page_say(page, RC_TEXT_SEARCH_BUTTON), switch_url);
  rc_html_raw_literal(page->out, "<div class=\"start\"><h1>Recourse</h1>");
  rc_html_element(page->out, "p", rc_page_say(page, RC_TEXT_TAGLINE), "class", "tagline", NULL);
  rc_page_form(page, request, false);
  write_examples(page);
  rc_html_raw_literal(page->out, "</div>\n");
  rc_page_end(page, index);
}

/* --- help --- */

/* Rows of the help page: a heading, or an example and what it finds.  What the index has nothing
 * for is shown by usual ones (English, Russian), which are no links. */
static const struct {
  RcText text;
  RcExample example;
  const char *usual[RC_N_LANGUAGES];
} help[] = {
    {RC_TEXT_HELP_WORDS, RC_N_EXAMPLES, {NULL}},
    {RC_TEXT_HELP_WORDS_ALL,
     RC_EXAMPLE_ALL,
     {"minorities language schools", "меньшинства язык школы"}},
    {RC_TEXT_HELP_WORDS_FORMS, RC_EXAMPLE_FORMS, {"torture", "пытки"}},
    {RC_TEXT_HELP_WORDS_EXACT, RC_EXAMPLE_EXACT, {"=tortured", "=пыток"}},
    {RC_TEXT_HELP_WORDS_PREFIX, RC_EXAMPLE_PREFIX, {"discriminat*", "дискриминац*"}},
    {RC_TEXT_HELP_COMBINE, RC_N_EXAMPLES, {NULL}},
    {RC_TEXT_HELP_PHRASE,
     RC_EXAMPLE_PHRASE,
     {"\"enforced disappearance\"", "«расовая дискриминация»"}},
    {RC_TEXT_HELP_OR, RC_EXAMPLE_OR, {"torture OR beating", "пытки ИЛИ избиение"}},
    {RC_TEXT_HELP_NOT, RC_EXAMPLE_NOT, {"police -border", "полиция -граница"}},
    {RC_TEXT_HELP_BRACKETS,
     RC_EXAMPLE_BRACKETS,
     {"(pogrom OR violence) village", "(погром ИЛИ насилие) село"}},
    {RC_TEXT_HELP_NEAR, RC_EXAMPLE_NEAR, {"police NEAR/10 violence", "полиция NEAR/10 насилие"}},
    {RC_TEXT_HELP_NAMES, RC_N_EXAMPLES, {NULL}},
    {RC_TEXT_HELP_COUNTRY, RC_EXAMPLE_COUNTRY, {"country:Kazakhstan", "country:Казахстан"}},
    {RC_TEXT_HELP_REGION, RC_EXAMPLE_REGION, {"region:Zhambyl", "region:Жамбыл"}},
    {RC_TEXT_HELP_GROUP, RC_EXAMPLE_GROUP, {"group:dungans", "group:дунгане"}},
    {RC_TEXT_HELP_BODY, RC_EXAMPLE_BODY, {"body:CERD", "body:КЛРД"}},
    {RC_TEXT_HELP_RIGHT, RC_EXAMPLE_RIGHT, {"right:\"hate speech\"", "right:пытки"}},
    {RC_TEXT_HELP_CITE, RC_N_EXAMPLES, {NULL}},
    {RC_TEXT_HELP_SYMBOL,
     RC_EXAMPLE_SYMBOL,
     {"symbol:CERD/C/KAZ/CO/98-99", "symbol:CERD/C/KAZ/CO/98-99"}},
    {RC_TEXT_HELP_PARA,
     RC_EXAMPLE_PARAGRAPH,
     {"symbol:CERD/C/KAZ/CO/98-99 para:12", "symbol:CERD/C/KAZ/CO/98-99 para:12"}},
    {RC_TEXT_HELP_CITES,
     RC_EXAMPLE_CITES,
     {"cites:CERD/C/KAZ/CO/8-10", "cites:CERD/C/KAZ/CO/8-10"}},
    {RC_TEXT_HELP_ARTICLE, RC_EXAMPLE_ARTICLE, {"article:ICCPR:26", "article:МПГПП:26"}},
    {RC_TEXT_HELP_FIELDS, RC_N_EXAMPLES, {NULL}},
    {RC_TEXT_HELP_YEAR, RC_EXAMPLE_YEAR, {"year:2018..2020", "year:2018..2020"}},
    {RC_TEXT_HELP_LANGUAGE, RC_EXAMPLE_LANGUAGE, {"lang:ru", "lang:ru"}},
    {RC_TEXT_HELP_KIND,
     RC_EXAMPLE_KIND,
     {"kind:recommendation police", "kind:recommendation полиция"}},
    {RC_TEXT_HELP_TYPE, RC_EXAMPLE_TYPE, {"type:report", "type:report"}},
    {RC_TEXT_HELP_ORG, RC_EXAMPLE_ORGANISATION, {"org:Memorial", "org:Мемориал"}},
    {RC_TEXT_HELP_TITLE, RC_EXAMPLE_TITLE, {"title:minorities", "title:меньшинства"}},
};

void rc_page_help(RcPage *page, const GPtrArray *live) {
  g_autoptr(GString) switch_url = g_string_new(page->root);
  g_string_append(switch_url, "help");
  rc_html_url_parameter(switch_url, "ui", rc_language_code(other_language(page)));
  rc_page_begin(page, rc_page_say(page, RC_TEXT_HELP), switch_url->str);
  rc_html_raw_literal(page->out, "<div class=\"help\">");
  rc_html_element(page->out, "h1", rc_page_say(page, RC_TEXT_HELP), NULL);
  rc_html_element(page->out, "p", rc_page_say(page, RC_TEXT_HELP_LEAD), "class", "lead", NULL);
  bool in_table = false;
  for (gsize i = 0; i < G_N_ELEMENTS(help); i++) {
    const char *usual = help[i].usual[page->language];
    if (usual) {
      const char *query = live->pdata[help[i].example];
      rc_html_raw_literal(page->out, "<tr><td>");
      if (query)
        write_example(page, query, NULL);
      else
        rc_html_element(page->out, "code", usual, "class", "example", NULL);
      rc_html_raw_literal(page->out, "</td>");
      rc_html_element(page->out, "td", rc_page_say(page, help[i].text), NULL);
      rc_html_raw_literal(page->out, "</tr>\n");
      continue;
    }
    if (in_table)
      rc_html_raw_literal(page->out, "</tbody></table>\n");
    g_autofree char *id = g_strdup_printf("help%d", (int)help[i].text);
    rc_html_element(page->out, "h2", rc_page_say(page, help[i].text), "id", id, NULL);
    rc_html_open(page->out, "table", "aria-labelledby", id, NULL);
    rc_html_raw_literal(page->out, "<thead><tr>");
    rc_html_element(page->out, "th", rc_page_say(page, RC_TEXT_HELP_TYPE_IT), "scope", "col", NULL);
    rc_html_element(page->out, "th", rc_page_say(page, RC_TEXT_HELP_FINDS), "scope", "col", NULL);
    rc_html_raw_literal(page->out, "</tr></thead><tbody>\n");
    in_table = true;
  }
  rc_html_raw_literal(page->out, "</tbody></table>\n");
  rc_html_element(page->out, "h2", rc_page_say(page, RC_TEXT_HELP_TRUST), NULL);
  rc_html_element(page->out, "p", rc_page_say(page, RC_TEXT_HELP_TRUST_BODY), NULL);
  rc_html_raw_literal(page->out, "</div>\n");
  rc_page_end(page, NULL);
}

/* --- errors --- */

static const struct {
  int status;
  RcText title, body;
} errors[] = {
    {400, RC_TEXT_ERROR_400, RC_TEXT_ERROR_400_BODY},
    {404, RC_TEXT_ERROR_404, RC_TEXT_ERROR_404_BODY},
    {405, RC_TEXT_ERROR_405, RC_TEXT_ERROR_405_BODY},
    {414, RC_TEXT_ERROR_414, RC_TEXT_ERROR_414_BODY},
    {503, RC_TEXT_ERROR_503, RC_TEXT_ERROR_503_BODY},
    {500, RC_TEXT_ERROR_500, RC_TEXT_ERROR_500_BODY}, /* the last stands for all others */
};

void rc_page_error(RcPage *page, int status, const char *detail) {
  gsize row = 0;
  while (row < G_N_ELEMENTS(errors) - 1 && errors[row].status != status)
    row++;
  g_autofree char *home = rc_page_link(page, NULL, &(RcLink){0});
  g_autofree char *switch_url =
      rc_page_link(page, NULL, &(RcLink){.ui = rc_language_code(other_language(page))});
  rc_page_begin(page, rc_page_say(page, errors[row].title), switch_url);
  rc_html_raw_literal(page->out, "<div class=\"error\">");
  rc_html_element(page->out, "h1", rc_page_say(page, errors[row].title), NULL);
  rc_html_element(page->out, "p", rc_page_say(page, errors[row].body), NULL);
  if (detail) {
    rc_html_raw_literal(page->out, "<p>");
    rc_html_element(page->out, "span", rc_page_say(page, RC_TEXT_ERROR_SAID), "class", "label",
                    NULL);
    rc_html_element(page->out, "code", detail, "lang", "en", NULL);
    rc_html_raw_literal(page->out, "</p>");
  }
  rc_html_raw_literal(page->out, "<p>");
  rc_page_anchor(page, home, rc_page_say(page, RC_TEXT_ERROR_HOME), NULL);
  rc_html_raw_literal(page->out, "</p></div>\n");
  rc_page_end(page, NULL);
}
