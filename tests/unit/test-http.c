/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The request handler without a server and without an index, and the pages over
 * results made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "html.h"
#include "http.h"
#include "page-link.h"
#include "page.h"

#define ATTACK "\"'><script>alert(1)</script>"

static RcHttpResponse *ask(const char *method, const char *path, const char *query_string) {
  g_auto(RcSite) site = {.index_path = g_strdup("/nonexistent/recourse-index")};
  RcHttpRequest request = {.method = method, .path_info = path, .query_string = query_string};
  return rc_http_answer(&site, &request);
}

/* The value of a header, or NULL. */
static const char *header_of(const RcHttpResponse *response, const char *name) {
  gsize length = strlen(name);
  for (guint i = 0; i < response->headers->len; i++) {
    const char *header = response->headers->pdata[i];
    if (g_ascii_strncasecmp(header, name, length) == 0 && g_str_has_prefix(header + length, ": "))
      return header + length + 2;
  }
  return NULL;
}

/* What every answer must have, whatever it says. */
static void assert_sound(const RcHttpResponse *response) {
  static const char *const names[] = {"Content-Security-Policy",
                                      "X-Content-Type-Options",
                                      "Referrer-Policy",
                                      "Cache-Control",
                                      "Cross-Origin-Opener-Policy",
                                      "Cross-Origin-Resource-Policy",
                                      "Permissions-Policy",
                                      "Content-Type",
                                      "Content-Length"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    assert_non_null(header_of(response, names[i]));
  for (guint i = 0; i < response->headers->len; i++)
    assert_null(strpbrk(response->headers->pdata[i], "\r\n"));
  assert_null(header_of(response, "Set-Cookie"));
  assert_true(g_utf8_validate_len(response->body->str, response->body->len, NULL));
  assert_null(strstr(response->body->str, "<script"));
}

static void test_statuses(void **state) {
  (void)state;
  g_autofree char *long_query = g_strnfill(17000, 'a');
  const struct {
    const char *method, *path, *query;
    int status;
  } cases[] = {
      {"GET", "/help", "", 200},
      {"GET", "/help", "ui=ru", 200},
      {"GET", "/", "", 503},
      {"GET", "", "q=x", 503},
      {"GET", NULL, NULL, 503},
      {"GET", "/", "document=0123456789abcdef", 503},
      {"GET", "/other", "", 404},
      {"GET", "/help/", "", 404},
      {"GET", "/../help", "", 404},
      {"POST", "/", "", 405},
      {"OPTIONS", "/help", "", 405},
      {"get", "/", "", 405},
      {NULL, "/", "", 405},
      {"GET", "/", "q=%zz", 400},
      {"GET", "/", "limit=many", 400},
      {"GET", "/", "unit=chapter", 400},
      {"GET", "/", "format=exe", 400},
      {"GET", "/", long_query, 414},
      {"GET", "/", "format=json&q=x", 503},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcHttpResponse) response = ask(cases[i].method, cases[i].path, cases[i].query);
    assert_int_equal(response->status, cases[i].status);
    assert_sound(response);
  }
}

static void test_special_headers(void **state) {
  (void)state;
  g_autoptr(RcHttpResponse) method = ask("POST", "/", "");
  assert_string_equal(header_of(method, "Allow"), "GET, HEAD");
  g_autoptr(RcHttpResponse) no_index = ask("GET", "/", "q=x");
  assert_non_null(header_of(no_index, "Retry-After"));
  g_autoptr(RcHttpResponse) json = ask("GET", "/", "q=x&format=json");
  assert_string_equal(header_of(json, "Content-Type"), "application/json; charset=utf-8");
  assert_int_equal(json->body->str[0], '{');
}

static void test_head_is_get_without_body(void **state) {
  (void)state;
  g_autoptr(RcHttpResponse) get = ask("GET", "/help", "");
  g_autoptr(RcHttpResponse) head = ask("HEAD", "/help", "");
  assert_int_equal(head->body->len, 0);
  assert_int_equal(head->status, get->status);
  assert_string_equal(header_of(head, "Content-Length"), header_of(get, "Content-Length"));
  g_autofree char *length = g_strdup_printf("%zu", get->body->len);
  assert_string_equal(header_of(get, "Content-Length"), length);
}

static void test_faults_say_nothing_of_the_request(void **state) {
  (void)state;
  g_autoptr(RcHttpResponse) ours = ask("GET", "/", "q=secret&region=secret");
  assert_non_null(ours->fault);
  assert_null(strstr(ours->fault, "secret"));
  assert_null(strstr(ours->body->str, "/nonexistent"));
  g_autoptr(RcHttpResponse) theirs = ask("GET", "/", "sort=secret");
  assert_int_equal(theirs->status, 400);
  assert_null(theirs->fault);
}

static void test_no_link_leaves_the_site(void **state) {
  (void)state;
  static const char *const names[] = {"//evil.example", "/", "///", "//evil.example//"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    g_auto(RcSite) site = {0};
    RcHttpRequest request = {.method = "GET", .script_name = names[i], .path_info = "/help"};
    g_autoptr(RcHttpResponse) response = rc_http_answer(&site, &request);
    assert_int_equal(response->status, 200);
    assert_null(strstr(response->body->str, "href=\"//"));
  }
}

static void test_language_of_errors(void **state) {
  (void)state;
  g_autoptr(RcHttpResponse) russian = ask("GET", "/none", "ui=ru");
  assert_non_null(strstr(russian->body->str, "<html lang=\"ru\">"));
  assert_string_equal(header_of(russian, "Content-Language"), "ru");
}

/* --- pages over results made by hand --- */

static RcHit *hostile_hit(void) {
  RcDocument *document = rc_document_new();
  document->id = g_strdup(ATTACK);
  document->sha256 = g_strdup(ATTACK);
  document->status = RC_STATUS_PARTIAL;
  RcFile file = {.path = g_strdup("a/" ATTACK "\xff.pdf")};
  g_array_append_val(document->files, file);
  for (int field = 0; field < RC_N_METADATA; field++)
    rc_document_set(document, (RcMetadataField)field, ATTACK, ATTACK);
  RcPassage *passage = rc_passage_new();
  passage->ordinal = 7;
  passage->text = g_strdup("one <b>two</b> three");
  passage->number = g_strdup(ATTACK);
  passage->page_label = g_strdup(ATTACK);
  passage->language = g_strdup(ATTACK);
  passage->ocr = -1;
  g_ptr_array_add(passage->section, g_strdup(ATTACK));
  RcPageStart first = {0, 3};
  g_array_append_val(passage->page_starts, first);
  GArray *highlights = g_array_new(FALSE, FALSE, sizeof(RcHighlight));
  RcHighlight highlight = {4, 7};
  g_array_append_val(highlights, highlight);
  RcHit *hit = rc_hit_new(document);
  rc_hit_add_twin(hit, ATTACK, ATTACK);
  rc_hit_add_passage(hit, passage, highlights);
  hit->more_passages = 2;
  return hit;
}

static RcRequest *hostile_request(void) {
  RcRequest *request = rc_request_new();
  g_free(request->text);
  request->text = g_strdup(ATTACK);
  for (int field = 0; field < RC_N_FIELDS; field++) {
    if (!rc_schema_is_filter((RcField)field))
      continue;
    request->filters[field] = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(request->filters[field], g_strdup(ATTACK));
  }
  g_ptr_array_add(request->notes, rc_note_new(RC_NOTE_UNKNOWN_FIELD, ATTACK, NULL));
  return request;
}

static void assert_escaped(const GString *out) {
  assert_null(strstr(out->str, "<script"));
  assert_null(strstr(out->str, "\"'>"));
  assert_null(strstr(out->str, "<b>"));
  assert_non_null(strstr(out->str, "&lt;script&gt;"));
  assert_true(g_utf8_validate(out->str, (gssize)out->len, NULL));
}

static void test_document_page_escapes(void **state) {
  (void)state;
  g_autoptr(GString) out = g_string_new(NULL);
  RcPage page = {.out = out, .root = "/", .stylesheet = "/style.css"};
  g_autoptr(RcRequest) request = hostile_request();
  g_autoptr(RcHit) hit = hostile_hit();
  rc_page_document(&page, request, hit, NULL);
  assert_escaped(out);
  assert_non_null(strstr(out->str, "id=\"p7\""));
  assert_non_null(strstr(out->str, "one <mark>&lt;b&gt;</mark>two&lt;/b&gt; three"));
}

static void test_results_page_escapes(void **state) {
  (void)state;
  g_autoptr(GString) out = g_string_new(NULL);
  RcPage page = {.out = out, .root = "/", .stylesheet = "/style.css", .language = RC_LANGUAGE_RU};
  g_autoptr(RcRequest) request = hostile_request();
  g_autoptr(RcHit) hit = hostile_hit();
  g_autoptr(GPtrArray) hits = g_ptr_array_new();
  g_ptr_array_add(hits, hit);
  g_autoptr(GPtrArray) expansions = g_ptr_array_new();
  g_autoptr(GPtrArray) values = g_ptr_array_new();
  RcFacetValue value = {.id = (char *)ATTACK, .count = 1};
  RcFacetValue other = {.id = (char *)"KZ", .count = 1};
  g_ptr_array_add(values, &value);
  g_ptr_array_add(values, &other);
  RcResults results = {.total = 21,
                       .total_exact = true,
                       .hits = hits,
                       .expansions = expansions,
                       .suggestion = (char *)ATTACK,
                       .facets = {[RC_FIELD_REGION] = values}};
  rc_page_results(&page, request, &results);
  assert_escaped(out);
  assert_non_null(strstr(out->str, "21 документ<"));
  /* A value that all have would change nothing; where the total is "about", who knows. */
  assert_non_null(strstr(out->str, "region=KZ"));
  other.count = results.total;
  for (int exact = 0; exact < 2; exact++) {
    results.total_exact = exact;
    g_string_truncate(out, 0);
    rc_page_results(&page, request, &results);
    assert_int_equal(strstr(out->str, "region=KZ") == NULL, exact);
  }
  results.total = 0;
  g_string_truncate(out, 0);
  rc_page_results(&page, request, &results);
  assert_escaped(out);
}

static void test_damaged_highlights_are_left_out(void **state) {
  (void)state;
  static const RcHighlight damaged[] = {{8, 4}, {4, 4}, {0, 4000}, {4000, 4001}};
  for (size_t i = 0; i < G_N_ELEMENTS(damaged); i++) {
    g_autoptr(GString) out = g_string_new(NULL);
    RcPage page = {.out = out, .root = "/", .stylesheet = "/style.css"};
    g_autoptr(RcRequest) request = rc_request_new();
    g_autoptr(RcHit) hit = hostile_hit();
    RcPassageHit *passage = hit->passages->pdata[0];
    g_array_index(passage->highlights, RcHighlight, 0) = damaged[i];
    rc_page_document(&page, request, hit, NULL);
    assert_null(strstr(out->str, "<mark>"));
    assert_non_null(strstr(out->str, "one &lt;b&gt;two&lt;/b&gt; three"));
  }
}

static void test_links(void **state) {
  (void)state;
  RcPage page = {.root = "/s/", .language_chosen = true, .language = RC_LANGUAGE_RU};
  g_autoptr(RcRequest) request = rc_request_new();
  assert_true(rc_request_set(request, "q", "a b", NULL));
  assert_true(rc_request_set(request, "region", "KZ", NULL));
  assert_true(rc_request_set(request, "region", "RU", NULL));
  request->offset = 20;
  const struct {
    RcLink link;
    const char *url;
  } cases[] = {
      {{0}, "/s/?q=a%20b&region=KZ&region=RU&ui=ru"},
      {{.offset = 20}, "/s/?q=a%20b&region=KZ&region=RU&offset=20&ui=ru"},
      {{.field = RC_FIELD_REGION, .remove = "KZ"}, "/s/?q=a%20b&region=RU&ui=ru"},
      {{.field = RC_FIELD_GROUP, .add = "roma"},
       "/s/?q=a%20b&region=KZ&region=RU&group=roma&ui=ru"},
      {{.no_filters = true, .option = "sort", .value = "-date"}, "/s/?q=a%20b&sort=-date&ui=ru"},
      {{.no_filters = true, .document = "ab", .passage = 7}, "/s/?document=ab&q=a%20b&ui=ru#p7"},
      {{.no_filters = true, .format = "json", .ui = "en"}, "/s/?q=a%20b&format=json&ui=en"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *url = rc_page_link(&page, request, &cases[i].link);
    assert_string_equal(url, cases[i].url);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_statuses),
      cmocka_unit_test(test_special_headers),
      cmocka_unit_test(test_head_is_get_without_body),
      cmocka_unit_test(test_faults_say_nothing_of_the_request),
      cmocka_unit_test(test_no_link_leaves_the_site),
      cmocka_unit_test(test_language_of_errors),
      cmocka_unit_test(test_document_page_escapes),
      cmocka_unit_test(test_results_page_escapes),
      cmocka_unit_test(test_damaged_highlights_are_left_out),
      cmocka_unit_test(test_links),
  };
  return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
