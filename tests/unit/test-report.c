/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of a run: a line for each file, whatever its name holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

/* What is written, yours to free. */
static char *write_report(const RcReport *report, RcReportFormat format) {
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream(&text, &length);
  assert_non_null(out);
  rc_report_write(report, format, out);
  assert_int_equal(fclose(out), 0);
  assert_int_equal(strlen(text), length);
  return text;
}

static RcReport *new_report(const RcReportLine *lines, gsize count) {
  RcReport *report = rc_report_new();
  for (gsize i = 0; i < count; i++)
    rc_report_add(report, &lines[i]);
  return report;
}

static char b_path[] = "/b.pdf", a_path[] = "/папка/a.pdf", c_path[] = "/c.pdf";
static char a_id[] = "1111111111111111", reason[] = "Page 2 cannot be read";

static const RcReportLine plain[] = {
    {.path = c_path, .status = "withdrawn", .reason = reason},
    {.path = b_path, .id = a_id, .status = "ok", .pages = 3, .pages_read = 3, .unchanged = true},
    {.path = a_path,
     .id = a_id,
     .status = "partial",
     .pages = 3,
     .pages_read = 2,
     .seconds = 1.5,
     .processor_seconds = 0.5,
     .reason = reason},
};

static void test_formats(void **state) {
  (void)state;
  RcReportFormat format = RC_REPORT_NONE;
  assert_true(rc_report_format_from_name("text", &format));
  assert_int_equal(format, RC_REPORT_TEXT);
  assert_true(rc_report_format_from_name("json", &format));
  assert_int_equal(format, RC_REPORT_JSON);
  assert_false(rc_report_format_from_name("none", &format));
  assert_false(rc_report_format_from_name("", &format));
  assert_false(rc_report_format_from_name("JSON", &format));
  assert_int_equal(format, RC_REPORT_JSON);
}

static void test_text(void **state) {
  (void)state;
  g_autoptr(RcReport) report = new_report(plain, G_N_ELEMENTS(plain));
  g_autofree char *text = write_report(report, RC_REPORT_TEXT);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  assert_int_equal(g_strv_length(lines), 5); /* a heading, three files, nothing */
  assert_string_equal(lines[4], "");
  /* By path, whatever the order in which they came. */
  assert_true(g_str_has_prefix(lines[1], "ok "));
  assert_non_null(strstr(lines[1], "3/3"));
  assert_true(g_str_has_suffix(lines[1], "/b.pdf (unchanged)"));
  assert_true(g_str_has_prefix(lines[2], "withdrawn "));
  assert_true(g_str_has_prefix(lines[3], "partial "));
  assert_non_null(strstr(lines[3], "2/3"));
  assert_true(g_str_has_suffix(lines[3], "/папка/a.pdf: Page 2 cannot be read"));
}

/* The objects of a JSON report, one a line; an array, yours to decref. */
static json_t *read_lines(const char *text) {
  json_t *all = json_array();
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (guint i = 0; lines[i] && *lines[i]; i++) {
    json_t *line = json_loads(lines[i], JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(line);
    json_array_append_new(all, line);
  }
  return all;
}

static void test_json(void **state) {
  (void)state;
  g_autoptr(RcReport) report = new_report(plain, G_N_ELEMENTS(plain));
  g_autofree char *text = write_report(report, RC_REPORT_JSON);
  json_t *lines = read_lines(text);
  json_t *expected = json_pack(
      "[{s:s, s:s, s:s, s:i, s:i, s:b, s:f, s:f, s:n}, {s:s, s:n, s:s, s:i, s:i, s:b, s:f, s:f, "
      "s:s},"
      " {s:s, s:s, s:s, s:i, s:i, s:b, s:f, s:f, s:s}]",
      "file", b_path, "id", a_id, "status", "ok", "pages", 3, "pages_read", 3, "unchanged", 1,
      "seconds", 0.0, "processor_seconds", 0.0, "reason", "file", c_path, "id", "status",
      "withdrawn", "pages", 0, "pages_read", 0, "unchanged", 0, "seconds", 0.0, "processor_seconds",
      0.0, "reason", reason, "file", a_path, "id", a_id, "status", "partial", "pages", 3,
      "pages_read", 2, "unchanged", 0, "seconds", 1.5, "processor_seconds", 0.5, "reason", reason);
  assert_non_null(expected);
  assert_true(json_equal(lines, expected));
  json_decref(lines);
  json_decref(expected);
}

/* A name can neither end its line nor move the cursor, and is UTF-8 in either form. */
static void test_hostile_names(void **state) {
  static char newline[] = "/a\nok 1/1 forged.pdf", escape[] = "/b\x1b[2J\x9b.pdf",
              latin[] = "/caf\xe9.pdf",
              control[] = "/d\xc2\x9b"
                          "31m.pdf",
              quote[] = "/e\"\\.pdf", bad_reason[] = "a\nb\x1b[31m\xff";
  static char *const paths[] = {newline, escape, latin, control, quote};
  (void)state;
  g_autoptr(RcReport) report = rc_report_new();
  for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
    const RcReportLine line = {.path = paths[i], .status = "damaged", .reason = bad_reason};
    rc_report_add(report, &line);
  }
  g_autofree char *text = write_report(report, RC_REPORT_TEXT);
  g_autofree char *json = write_report(report, RC_REPORT_JSON);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  assert_int_equal(g_strv_length(lines), 1 + G_N_ELEMENTS(paths) + 1);
  assert_true(g_utf8_validate(text, -1, NULL) && g_utf8_validate(json, -1, NULL));
  for (const char *p = text; *p; p = g_utf8_next_char(p))
    assert_true(*p == '\n' || !g_unichar_iscntrl(g_utf8_get_char(p)));
  assert_null(strchr(json, '\x1b'));
  json_t *objects = read_lines(json);
  assert_int_equal(json_array_size(objects), G_N_ELEMENTS(paths));
  /* What is UTF-8 comes through as it is. */
  const json_t *first = json_array_get(objects, 0), *last = json_array_get(objects, 4);
  assert_string_equal(json_string_value(json_object_get(first, "file")), newline);
  assert_string_equal(json_string_value(json_object_get(last, "file")), quote);
  json_decref(objects);
}

/* A line is the report's own: what it was made of may go. */
static void test_lines_are_copied(void **state) {
  (void)state;
  g_autoptr(RcReport) report = rc_report_new();
  char *path = g_strdup("/x.pdf"), *why = g_strdup("why");
  const RcReportLine line = {.path = path, .status = "ok", .reason = why};
  rc_report_add(report, &line);
  memset(path, '?', strlen(path));
  memset(why, '?', strlen(why));
  g_free(path);
  g_free(why);
  g_autofree char *text = write_report(report, RC_REPORT_TEXT);
  assert_non_null(strstr(text, "/x.pdf: why\n"));
}

static void test_no_report(void **state) {
  (void)state;
  rc_report_add(NULL, &plain[0]);
  g_autoptr(RcReport) report = rc_report_new();
  g_autofree char *json = write_report(report, RC_REPORT_JSON);
  assert_string_equal(json, "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_formats),
      cmocka_unit_test(test_text),
      cmocka_unit_test(test_json),
      cmocka_unit_test(test_hostile_names),
      cmocka_unit_test(test_lines_are_copied),
      cmocka_unit_test(test_no_report),
  };
  return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
