/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Output formats over results made by hand.  The text format is compared with
 * tests/golden/output-*.txt; with RC_UPDATE_GOLDEN set these are written anew,
 * to be read before they are kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "excerpt.h"
#include "output.h"

static const RcConcept zhambyl = {.field = RC_FIELD_REGION,
                                  .id = "KZ-31",
                                  .label_en = "Zhambyl Region",
                                  .label_ru = "Жамбылская область",
                                  .parent = -1};

/* --- results by hand --- */

static RcDocument *new_document(const char *title, const char *language, const char *path) {
  RcDocument *document = rc_document_new();
  RcFile file = {0, g_strdup(path), 0, 1000};
  g_free(document->id);
  g_free(document->sha256);
  document->id = g_strdup("0123456789abcdef");
  document->sha256 = g_strdup("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
  g_array_append_val(document->files, file);
  document->pages = document->pages_read = 12;
  rc_document_set(document, RC_METADATA_TITLE, title, "pdf");
  rc_document_set(document, RC_METADATA_LANGUAGE, language, "text");
  return document;
}

static RcHit *new_hit(RcDocument *document) {
  RcHit *hit = rc_hit_new(document);
  hit->score = 12.3456;
  return hit;
}

/* Every occurrence of `word` is a highlight. */
static RcPassageHit *add_passage(RcHit *hit, guint32 page, const char *number, const char *text,
                                 const char *word) {
  RcPassage *passage = rc_passage_new();
  RcPageStart start = {0, page};
  passage->ordinal = hit->passages->len + 1;
  passage->text = g_strdup(text);
  passage->number = g_strdup(number);
  passage->language = g_strdup(rc_document_peek(hit->document, RC_METADATA_LANGUAGE));
  passage->ocr = -1;
  g_array_append_val(passage->page_starts, start);
  GArray *highlights = g_array_new(FALSE, FALSE, sizeof(RcHighlight));
  for (const char *p = strstr(text, word); p; p = strstr(p + 1, word)) {
    RcHighlight highlight = {(guint32)(p - text), (guint32)(p - text + strlen(word))};
    g_array_append_val(highlights, highlight);
  }
  RcPassageHit *passage_hit = rc_hit_add_passage(hit, passage, highlights);
  passage_hit->complete = true;
  return passage_hit;
}

/* Values and expansions are not theirs. */
static RcResults *new_results(const char *parsed) {
  RcIndexSummary summary = {(char *)"a1", 110, 2380, 6, (char *)"2026-11-22T09:00:00Z"};
  RcResults *results = rc_results_new(NULL, &summary);
  g_free(results->parsed);
  results->parsed = g_strdup(parsed);
  results->expansions = g_ptr_array_new();
  results->total_exact = true;
  return results;
}

static const char long_english[] =
    "The Committee recalls its earlier recommendations and notes the information provided by the "
    "State party on the measures taken, yet it remains concerned that the persons responsible have "
    "not been brought to justice. During the Korday pogrom of February 2020 eleven people died, "
    "ten of them Dungans, and more than twenty thousand fled across the border. Witnesses said "
    "that the police did not act for several hours. Families of victims of the Korday pogrom have "
    "not received compensation, and lawyers who represent them report threats, searches of their "
    "offices and criminal proceedings against them. The Committee asks for disaggregated data.";

static const char long_russian[] =
    "Комитет напоминает о своих предыдущих рекомендациях и принимает к сведению информацию, "
    "представленную государством-участником, однако по-прежнему обеспокоен тем, что виновные не "
    "привлечены к ответственности. Во время погрома в Кордайском районе в феврале 2020 года "
    "погибло одиннадцать человек, десять из них дунгане, более двадцати тысяч бежали через "
    "границу. Свидетели говорят, что полиция бездействовала несколько часов. Семьи жертв погрома "
    "не получили возмещения, а их адвокаты сообщают об угрозах, обысках и уголовных делах.";

static RcResults *two_documents(void) {
  RcResults *results = new_results("korday AND pogrom");
  RcDocument *paper = new_document("Situation of ethnic minorities in Kazakhstan", "en",
                                   "ngo/kaz-minorities-en.pdf");
  rc_document_set(paper, RC_METADATA_ORGANISATION, "Example Bureau", "page 1");
  rc_document_set(paper, RC_METADATA_DATE, "2020-11", "page 1");
  RcHit *first = new_hit(paper);
  add_passage(first, 3, "14 (a)", long_english, "Korday pogrom")->passage->page_label =
      g_strdup("2");
  RcPassageHit *footnote = add_passage(first, 4, "fn. 7", "See Korday court, case 12.", "Korday");
  footnote->passage->kind = RC_KIND_FOOTNOTE;
  footnote->complete = false;
  first->more_passages = 4;
  RcDocument *observations = new_document("", "ru", "un/отчёт о погроме.pdf");
  rc_document_set(observations, RC_METADATA_SYMBOL, "CERD/C/KAZ/CO/8-10", "page 1");
  observations->status = RC_STATUS_PARTIAL;
  RcHit *second = new_hit(observations);
  add_passage(second, 7, "24", long_russian, "погрома")->passage->kind = RC_KIND_RECOMMENDATION;
  g_ptr_array_add(results->hits, first);
  g_ptr_array_add(results->hits, second);
  results->total = 12;
  results->total_passages = 31;
  return results;
}

/* --- comparing --- */

static char *render(const RcRequest *request, const RcResults *results, RcOutputOptions options) {
  GString *out = g_string_new(NULL);
  rc_output_write(rc_output_format("text"), &(RcSink){.out = out}, request, results, &options);
  return g_string_free(out, FALSE);
}

static void assert_golden(const char *name, const char *text) {
  g_autofree char *path = g_strdup_printf("tests/golden/output-%s.txt", name);
  if (g_getenv("RC_UPDATE_GOLDEN"))
    assert_true(g_file_set_contents(path, text, -1, NULL));
  g_autofree char *golden = NULL;
  assert_true(g_file_get_contents(path, &golden, NULL, NULL));
  assert_string_equal(text, golden);
}

static void test_text(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(RcResults) results = two_documents();
  g_ptr_array_add(request->notes, rc_note_new(RC_NOTE_UNBALANCED_QUOTE, "typed", NULL));
  RcExpansion expansion = {(char *)"Jambyl", &zhambyl, 7};
  g_ptr_array_add(results->expansions, &expansion);
  g_autofree char *text = render(request, results, (RcOutputOptions){0});
  assert_golden("hits", text);
}

/* With --cite each passage says how it is cited: in Russian where the document is. */
static void test_text_cites(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(RcResults) results = two_documents();
  g_autofree char *without = render(request, results, (RcOutputOptions){0});
  assert_null(strstr(without, "cite as: "));
  assert_true(rc_request_set(request, "cite", "usual", NULL));
  g_autofree char *text = render(request, results, (RcOutputOptions){0});
  assert_non_null(strstr(text, "cite as: Example Bureau. (2020, November). Situation of ethnic"));
  assert_non_null(strstr(text, "cite as: CERD/C/KAZ/CO/8-10. П. 24.\n"));
}

/* JSON has the parts of a reference, and a citation in each style. */
static void test_json_reference(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(RcResults) results = two_documents();
  g_autoptr(GString) out = g_string_new(NULL);
  rc_output_write(rc_output_format("json"), &(RcSink){.out = out}, request, results, NULL);
  json_t *answer = json_loads(out->str, 0, NULL);
  json_t *hit = json_array_get(json_object_get(answer, "hits"), 1);
  json_t *passage = json_array_get(json_object_get(hit, "passages"), 0);
  json_t *reference = json_object_get(passage, "reference");
  assert_string_equal(json_string_value(json_object_get(reference, "work")), "un");
  assert_string_equal(json_string_value(json_object_get(reference, "url")),
                      "https://docs.un.org/ru/CERD/C/KAZ/CO/8-10");
  assert_true(json_is_null(json_object_get(reference, "author")));
  json_t *locator = json_array_get(json_object_get(reference, "locators"), 0);
  assert_string_equal(json_string_value(json_object_get(locator, "kind")), "paragraph");
  assert_string_equal(json_string_value(json_object_get(locator, "value")), "24");
  json_t *citations = json_object_get(passage, "citations");
  assert_string_equal(json_string_value(json_object_get(citations, "un")),
                      "CERD/C/KAZ/CO/8-10, п. 24");
  assert_int_equal(json_object_size(citations), RC_N_STYLES - RC_STYLE_UN);
  assert_string_equal(json_string_value(json_object_get(passage, "citation")),
                      "CERD/C/KAZ/CO/8-10, para. 24, p. 7");
  json_decref(answer);
}

static void test_text_narrow(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(RcResults) results = two_documents();
  request->offset = 98;
  g_autofree char *text = render(request, results, (RcOutputOptions){.width = 50});
  assert_golden("narrow", text);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++)
    assert_true(g_utf8_strlen(*line, -1) <= 50);
}

/* Bold begins and ends on each line, so that it never runs into what follows. */
static void test_text_colour(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(RcResults) results = two_documents();
  g_autofree char *text = render(request, results, (RcOutputOptions){.colour = true, .width = 60});
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  guint bold = 0;
  for (guint i = 0; lines[i]; i++) {
    g_auto(GStrv) on = g_strsplit(lines[i], "\033[1m", -1);
    g_auto(GStrv) off = g_strsplit(lines[i], "\033[0m", -1);
    assert_int_equal(g_strv_length(on), g_strv_length(off));
    bold += lines[i][0] ? g_strv_length(on) - 1 : 0;
  }
  assert_true(bold >= 6);
  assert_null(strchr(text, '*'));
}

static void test_text_nothing(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(RcResults) results = new_results("pogrm");
  results->suggestion = g_strdup("pogrom");
  g_autofree char *text = render(request, results, (RcOutputOptions){0});
  assert_golden("nothing", text);
}

static void test_text_facets(void **state) {
  (void)state;
  static RcFacetValue regions[] = {{(char *)"KZ", "Kazakhstan", "Казахстан", 1209, 0},
                                   {(char *)"KZ-31/korday", "Korday District", NULL, 7, 0}};
  static RcFacetValue years[12];
  static char names[12][8];
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(RcResults) results = new_results("korday");
  request->facets = true;
  results->total = 1209;
  results->total_exact = false;
  results->facets[RC_FIELD_REGION] = g_ptr_array_new();
  results->facets[RC_FIELD_YEAR] = g_ptr_array_new();
  for (guint i = 0; i < G_N_ELEMENTS(regions); i++)
    g_ptr_array_add(results->facets[RC_FIELD_REGION], &regions[i]);
  for (guint i = 0; i < G_N_ELEMENTS(years); i++) {
    g_snprintf(names[i], sizeof names[i], "%u", 2024 - i);
    years[i] = (RcFacetValue){names[i], NULL, NULL, 100 - i, 0};
    g_ptr_array_add(results->facets[RC_FIELD_YEAR], &years[i]);
  }
  g_autofree char *text = render(request, results, (RcOutputOptions){0});
  assert_golden("facets", text);
}

/* What a document says never steers the terminal. */
static void test_text_is_printable(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(RcResults) results = new_results("x\033[2J");
  RcHit *hit = new_hit(new_document("Title\033]0;evil\a", "en", "a\033[31m\xff.pdf"));
  add_passage(hit, 1, "1\x1b", "red \033[31m alert \xc2\x9b bell\a \xe2\x80\xae over", "alert");
  g_ptr_array_add(results->hits, hit);
  g_ptr_array_add(request->notes, rc_note_new(RC_NOTE_UNKNOWN_FIELD, "note \033[1m", NULL));
  results->total = 1;
  g_autofree char *text = render(request, results, (RcOutputOptions){0});
  assert_true(g_utf8_validate(text, -1, NULL));
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    assert_true(c == '\n' || !g_unichar_iscntrl(c));
    assert_true(c != 0x202E);
  }
  assert_non_null(strstr(text, "*alert*"));
}

/* Excerpts of every shape of text end well: no word, many highlights, one long. */
static void test_text_excerpts(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  g_autofree char *solid = g_strnfill(3000, 'x');
  g_autofree char *tail = g_strconcat(solid, " pogrom", NULL);
  g_autofree char *head = g_strconcat("pogrom ", solid, NULL);
  GString *dense = g_string_new("start ");
  for (int i = 0; i < 200; i++)
    g_string_append(dense, i == 20 || i > 150 ? "погром " : "слово ");
  const char *texts[] = {"", "pogrom", solid, tail, head, dense->str};
  const char *words[] = {"pogrom", "pogrom", "x", "pogrom", "pogrom", "погром"};
  g_autoptr(RcResults) results = new_results("");
  RcHit *hit = new_hit(new_document(NULL, NULL, "a.pdf"));
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
    add_passage(hit, 1, NULL, texts[i], words[i]);
  g_ptr_array_add(results->hits, hit);
  results->total = 1;
  g_autofree char *text = render(request, results, (RcOutputOptions){.width = 1});
  assert_true(g_utf8_validate(text, -1, NULL));
  assert_non_null(strstr(text, "… *pogrom*"));
  assert_non_null(strstr(text, "*pogrom*"));
  g_string_free(dense, TRUE);
}

/* --- JSON --- */

static void assert_keys(json_t *object, const char *expected) {
  g_autoptr(GString) keys = g_string_new(NULL);
  const char *key;
  json_t *value;
  json_object_foreach(object, key, value)
      g_string_append_printf(keys, "%s%s", keys->len ? " " : "", key);
  if (!g_str_has_prefix(keys->str, expected))
    assert_string_equal(keys->str, expected);
}

static void test_json(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(RcResults) results = two_documents();
  g_autoptr(GString) out = g_string_new(NULL);
  rc_output_write(rc_output_format("json"), &(RcSink){.out = out}, request, results, NULL);
  json_t *answer = json_loadb(out->str, out->len, 0, NULL);
  assert_non_null(answer);
  assert_keys(answer,
              "version query unit total total_exact apart collapsed nearest total_passages offset "
              "limit suggestion lacks notes index facets hits");
  assert_keys(json_object_get(answer, "query"), "text parsed similar expansions added");
  assert_keys(json_object_get(answer, "index"), "state documents pages not_fully_read updated");
  assert_true(json_is_null(json_object_get(answer, "facets")));
  assert_true(json_is_null(json_object_get(answer, "suggestion")));
  json_t *hit = json_array_get(json_object_get(answer, "hits"), 0);
  assert_keys(hit, "id sha256 file files title organisation date symbol language type pages status "
                   "score provenance");
  assert_non_null(json_object_get(hit, "twins"));
  assert_int_equal(json_integer_value(json_object_get(hit, "more_passages")), 4);
  assert_true(json_is_null(json_object_get(hit, "symbol")));
  assert_non_null(strstr(out->str, "\"score\":12.346"));
  json_t *passage = json_array_get(json_object_get(hit, "passages"), 0);
  assert_keys(
      passage,
      "passage page pages hit_page page_label last_page_label paragraph kind section language ocr "
      "complete text highlights mentions cites footnote_of citation reference citations alike");
  assert_true(json_is_null(json_object_get(passage, "alike")));
  json_t *range = json_array_get(json_object_get(passage, "highlights"), 0);
  gsize start = (gsize)json_integer_value(json_array_get(range, 0));
  assert_memory_equal(long_english + start, "Korday pogrom", strlen("Korday pogrom"));
  assert_true(json_is_null(json_object_get(passage, "footnote_of")));
  json_decref(answer);
}

/* A hit that stands for others says for how many, and how to see them. */
static void test_alike(void **state) {
  static const struct {
    guint32 passages, documents;
    const char *text, *json;
  } cases[] = {
      {14, 12, "the same words also in 12 documents: --alike=0123456789abcdef\n",
       "{\"id\":\"0123456789abcdef\",\"passages\":14,\"documents\":12}"},
      {1, 1, "the same words also in 1 document: --alike=0123456789abcdef\n",
       "{\"id\":\"0123456789abcdef\",\"passages\":1,\"documents\":1}"},
      {2, 0, "the same words also in 2 passages of this document: --alike=0123456789abcdef\n",
       "{\"id\":\"0123456789abcdef\",\"passages\":2,\"documents\":0}"},
  };
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  request->unit = RC_UNIT_PASSAGE;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcResults) results = two_documents();
    RcPassageHit *hit = ((RcHit *)results->hits->pdata[0])->passages->pdata[0];
    hit->alike = g_strdup("0123456789abcdef");
    hit->alike_passages = cases[i].passages;
    hit->alike_documents = cases[i].documents;
    results->total = 2 + cases[i].passages;
    results->collapsed = cases[i].passages;
    g_autofree char *text = render(request, results, (RcOutputOptions){0});
    g_autofree char *total =
        g_strdup_printf("%u passages, %u of them repeating the words of another: korday AND pogrom",
                        2 + cases[i].passages, cases[i].passages);
    assert_true(g_str_has_prefix(text, total)); /* all there are are shown */
    assert_non_null(strstr(text, cases[i].text));
    g_autoptr(GString) out = g_string_new(NULL);
    rc_output_write(rc_output_format("json"), &(RcSink){.out = out}, request, results, NULL);
    assert_non_null(strstr(out->str, cases[i].json));
    /* A feed has no more entries than are not left out. */
    g_string_truncate(out, 0);
    rc_output_write(rc_output_format("atom"), &(RcSink){.out = out}, request, results, NULL);
    assert_non_null(strstr(out->str, "<opensearch:totalResults>2</opensearch:totalResults>"));
  }
}

static void test_json_facets(void **state) {
  (void)state;
  static RcFacetValue dungan = {(char *)"dungan", "Dungans", "дунгане", 9, 0};
  static RcFacetValue year = {(char *)"2020", NULL, NULL, 3, 0};
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(RcResults) results = new_results("");
  request->facets = true;
  request->unit = RC_UNIT_PASSAGE;
  results->facets[RC_FIELD_GROUP] = g_ptr_array_new();
  results->facets[RC_FIELD_YEAR] = g_ptr_array_new();
  g_ptr_array_add(results->facets[RC_FIELD_GROUP], &dungan);
  g_ptr_array_add(results->facets[RC_FIELD_YEAR], &year);
  RcExpansion expansion = {(char *)"Jambyl", &zhambyl, 7};
  g_ptr_array_add(results->expansions, &expansion);
  rc_output_write(rc_output_format("json"), &(RcSink){.out = out}, request, results, NULL);
  json_t *answer = json_loadb(out->str, out->len, 0, NULL);
  assert_keys(json_object_get(answer, "facets"),
              "country region group body article right cites language year type org kind status");
  assert_non_null(strstr(out->str, "{\"id\":\"dungan\",\"label\":\"Dungans\","
                                   "\"label_ru\":\"дунгане\",\"count\":9}"));
  assert_non_null(strstr(out->str, "{\"id\":\"2020\",\"label\":\"2020\","
                                   "\"label_ru\":\"2020\",\"count\":3}"));
  assert_non_null(strstr(out->str, "\"kind\":\"region\",\"concept\":\"KZ-31\",\"label\":\"Zhambyl "
                                   "Region\",\"label_ru\":\"Жамбылская область\",\"forms\":[],"
                                   "\"count\":7"));
  assert_non_null(strstr(out->str, "\"unit\":\"passage\",\"total\":0,"));
  json_decref(answer);
}

static void test_json_bad_bytes(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(RcResults) results = new_results("");
  g_ptr_array_add(results->hits, new_hit(new_document("a", "en", "dir/\xcf\xf0\xe8.pdf")));
  ((RcHit *)results->hits->pdata[0])->score = INFINITY; /* JSON has none */
  rc_output_write(rc_output_format("json"), &(RcSink){.out = out}, request, results, NULL);
  json_t *answer = json_loadb(out->str, out->len, 0, NULL);
  assert_non_null(answer);
  json_t *hit = json_array_get(json_object_get(answer, "hits"), 0);
  assert_true(json_is_string(json_object_get(hit, "file")));
  assert_true(json_real_value(json_object_get(hit, "score")) == 0);
  assert_true(json_is_number(json_object_get(hit, "score")));
  json_decref(answer);
}

/* What a document says breaks no line, no markup and no field of what people carry away, and an
 * item has one name wherever it is carried. */
static void test_items(void **state) {
  static const char *const names[] = {"bibtex", "ris", "csl", "atom"};
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  request->unit = RC_UNIT_PASSAGE;
  g_autoptr(RcResults) results = new_results("x");
  RcHit *hit = new_hit(new_document("Ti\ntle\r\x01", "en", "a\nER  - \xff.pdf"));
  add_passage(hit, 1, NULL, "one\ttwo\nER  - \r\x02 \xef\xbf\xbe", "one");
  g_ptr_array_add(results->hits, hit);
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autoptr(GString) out = g_string_new(NULL);
    rc_output_write(rc_output_format(names[i]), &(RcSink){.out = out}, request, results, NULL);
    assert_true(g_utf8_validate(out->str, (gssize)out->len, NULL));
    assert_non_null(strstr(out->str, "0123456789abcdef-1"));
    assert_null(strpbrk(out->str, "\x01\x02"));
    assert_null(strstr(out->str, "two\nER"));
    assert_null(strstr(out->str, "Ti\ntle"));
    if (strcmp(names[i], "csl") != 0)
      assert_null(strstr(out->str, "\xef\xbf\xbe"));
  }
  request->unit = RC_UNIT_DOCUMENT;
  g_autoptr(GString) out = g_string_new(NULL);
  rc_output_write(rc_output_format("bibtex"), &(RcSink){.out = out}, request, results, NULL);
  assert_true(g_str_has_prefix(out->str, "@report{0123456789abcdef,"));
}

/* --- sinks --- */

static void take(GString *out, gpointer to) {
  g_string_append_len(to, out->str, (gssize)out->len);
  g_string_append_c(to, '\1');
  g_string_truncate(out, 0);
}

/* In pieces it is the same answer, and no piece waits for all of them. */
static void test_sinks(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(RcResults) results = new_results("x");
  g_autofree char *text = g_strnfill(RC_SINK_BYTES / 2, 'x');
  for (int i = 0; i < 6; i++) {
    RcHit *hit = new_hit(new_document("a", "en", "a.pdf"));
    add_passage(hit, 1, NULL, text, "yes");
    g_ptr_array_add(results->hits, hit);
  }
  results->total = 6;
  g_autoptr(GString) whole = g_string_new(NULL), pieces = g_string_new(NULL);
  g_autoptr(GString) out = g_string_new(NULL);
  RcSink sink = {out, take, pieces, 0};
  rc_output_write(rc_output_format("json"), &(RcSink){.out = whole}, request, results, NULL);
  rc_output_write(rc_output_format("json"), &sink, request, results, NULL);
  take(out, pieces);
  g_auto(GStrv) parts = g_strsplit(pieces->str, "\1", -1);
  assert_true(g_strv_length(parts) >= 4);
  for (char **part = parts; *part; part++)
    assert_true(strlen(*part) < 2 * RC_SINK_BYTES);
  g_autofree char *joined = g_strjoinv("", parts);
  assert_string_equal(joined, whole->str);
}

/* --- excerpts --- */

static RcExcerpt excerpt_of(const char *text, const RcHighlight *highlights, guint count,
                            guint characters) {
  RcPassage passage = {.text = (char *)text};
  g_autoptr(GArray) array = g_array_new(FALSE, FALSE, sizeof(RcHighlight));
  g_array_append_vals(array, highlights, count);
  RcPassageHit hit = {.passage = &passage, .highlights = array};
  RcExcerpt excerpt = rc_excerpt_of(&hit, characters);
  assert_true(excerpt.start <= excerpt.end && excerpt.end <= strlen(text));
  assert_true(g_utf8_validate(text + excerpt.start, excerpt.end - excerpt.start, NULL));
  assert_true(g_utf8_strlen(text + excerpt.start, excerpt.end - excerpt.start) <=
              (glong)characters);
  return excerpt;
}

/* Whole words, about the densest highlights; the same in letters of two bytes. */
static void test_excerpts(void **state) {
  static const struct {
    const char *text, *shown; /* highlights stand between [ ] in the text */
  } cases[] = {
      {"short enough", "short enough"},
      {"one two three four five six seven", "one two three four"},
      {"one two three four five six [seven]", "four five six seven"},
      {"[one] two three four [five] [six] seven eight", "four five six seven"},
      {"раз два три [четыре] пять шесть семь", "три четыре пять"},
      {"a [solidsolidsolidsolidsolid] b", "solidsolidsolidsolid"},
      {"", ""},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GString) text = g_string_new(NULL);
    RcHighlight highlights[4];
    guint count = 0;
    for (const char *p = cases[i].text; *p; p++) {
      if (*p == '[')
        highlights[count].start = (guint32)text->len;
      else if (*p == ']')
        highlights[count++].end = (guint32)text->len;
      else
        g_string_append_c(text, *p);
    }
    RcExcerpt excerpt = excerpt_of(text->str, highlights, count, 20);
    g_autofree char *shown = g_strndup(text->str + excerpt.start, excerpt.end - excerpt.start);
    assert_string_equal(g_strstrip(shown), cases[i].shown);
  }
  /* Highlights that are not in the text do not matter. */
  const RcHighlight wrong[] = {{40, 50}, {9, 4}, {4, 4000}};
  excerpt_of("one two three four five six seven", wrong, G_N_ELEMENTS(wrong), 20);
}

/* The formats of those who carry an answer away, each read by eye. */
static void test_carried_away(void **state) {
  (void)state;
  static const char *const names[] = {"ndjson", "csv", "bibtex", "ris", "csl", "atom"};
  g_autoptr(RcRequest) request = rc_request_new();
  assert_true(rc_request_set(request, "q", "korday pogrom", NULL));
  g_autoptr(RcResults) results = two_documents();
  /* A document that has no passage to show, and what could be taken for markup or a formula. */
  RcHit *bare = new_hit(new_document("=cmd(\"{A & <B> 50%\")", "en", "a\"b, c.pdf"));
  g_ptr_array_add(results->hits, bare);
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autoptr(GString) out = g_string_new(NULL);
    rc_output_write(rc_output_format(names[i]), &(RcSink){.out = out}, request, results, NULL);
    assert_golden(names[i], out->str);
  }
  /* The nearest lack something: reference managers would not know. */
  results->nearest = 1;
  g_autoptr(GString) ris = g_string_new(NULL);
  rc_output_write(rc_output_format("ris"), &(RcSink){.out = ris}, request, results, NULL);
  assert_null(strstr(ris->str, "=cmd"));
  assert_non_null(strstr(ris->str, "CERD/C/KAZ/CO/8-10"));
}

static void test_formats(void **state) {
  (void)state;
  for (const RcOutputFormat *format = rc_output_formats; format->name; format++) {
    assert_ptr_equal(rc_output_format(format->name), format); /* and no other of that name */
    assert_true(rc_output_has_results(format) || format->concepts);
    assert_non_null(strstr(format->media_type, "/"));
  }
  assert_ptr_equal(rc_output_format("text")->hit, rc_output_text_hit);
  assert_ptr_equal(rc_output_format("json")->hit, rc_output_json_hit);
  assert_null(rc_output_format("yaml"));
  assert_null(rc_output_format(""));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_text),           cmocka_unit_test(test_text_cites),
      cmocka_unit_test(test_json_reference), cmocka_unit_test(test_text_narrow),
      cmocka_unit_test(test_text_colour),    cmocka_unit_test(test_text_nothing),
      cmocka_unit_test(test_text_facets),    cmocka_unit_test(test_text_is_printable),
      cmocka_unit_test(test_text_excerpts),  cmocka_unit_test(test_json),
      cmocka_unit_test(test_alike),          cmocka_unit_test(test_json_facets),
      cmocka_unit_test(test_json_bad_bytes), cmocka_unit_test(test_formats),
      cmocka_unit_test(test_carried_away),   cmocka_unit_test(test_sinks),
      cmocka_unit_test(test_excerpts),       cmocka_unit_test(test_items),
  };
  return cmocka_run_group_tests_name("output", tests, NULL, NULL);
}
