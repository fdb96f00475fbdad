/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sidecars and manifests: what is taken, what is refused and how it is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "sidecar.h"

typedef struct {
  char *folder; /* links resolved */
  GPtrArray *problems;
  RcSidecars *sidecars;
} Fixture;

static int set_up(void **state) {
  Fixture *fixture = g_new0(Fixture, 1);
  g_autofree char *made = g_dir_make_tmp("sidecar-XXXXXX", NULL);
  char *resolved = realpath(made, NULL);
  fixture->folder = g_strdup(resolved);
  free(resolved);
  fixture->problems = g_ptr_array_new_with_free_func(g_free);
  fixture->sidecars = rc_sidecars_new(fixture->problems);
  *state = fixture;
  return 0;
}

static int tear_down(void **state) {
  Fixture *fixture = *state;
  g_autoptr(GDir) files = g_dir_open(fixture->folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(files));) {
    g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
    g_unlink(path);
  }
  g_rmdir(fixture->folder);
  rc_sidecars_free(fixture->sidecars);
  g_ptr_array_unref(fixture->problems);
  g_free(fixture->folder);
  g_free(fixture);
  return 0;
}

static char *write_file(const Fixture *fixture, const char *name, const char *text) {
  char *path = g_build_filename(fixture->folder, name, NULL);
  assert_true(g_file_set_contents(path, text, -1, NULL));
  return path;
}

/* What is said of the one PDF of these tests. */
static RcSidecarValues *read_pdf(const Fixture *fixture) {
  g_autofree char *path = write_file(fixture, "a.pdf", "%PDF-");
  return rc_sidecars_read(fixture->sidecars, path);
}

static RcSidecarValues *read_sidecar(const Fixture *fixture, const char *text) {
  g_autofree char *path = write_file(fixture, "a.pdf.meta", text);
  return read_pdf(fixture);
}

static void read_manifest(const Fixture *fixture, const char *text) {
  g_autofree char *path = write_file(fixture, "m.csv", text);
  rc_sidecars_read_manifest(fixture->sidecars, path);
}

static void assert_problem(const Fixture *fixture, guint i, const char *file, const char *part) {
  assert_true(i < fixture->problems->len);
  const char *problem = g_ptr_array_index(fixture->problems, i);
  if (!strstr(problem, file) || !strstr(problem, part))
    fail_msg("\"%s\" does not say \"%s\" and \"%s\"", problem, file, part);
}

static void assert_metadata(const RcMetadata *said, const char *value, const char *source) {
  assert_string_equal(said->value, value);
  assert_string_equal(said->source, source);
}

static void assert_value(const RcSidecarValues *values, RcMetadataField field, const char *value,
                         const char *source) {
  assert_non_null(values);
  assert_metadata(&values->of[field], value, source);
}

static void test_no_sidecar(void **state) {
  const Fixture *fixture = *state;
  assert_null(read_pdf(fixture));
  assert_int_equal(fixture->problems->len, 0);
  assert_int_equal(rc_sidecar_digest(NULL), 0);
}

static void test_sidecar(void **state) {
  const Fixture *fixture = *state;
  g_autoptr(RcSidecarValues) values =
      read_sidecar(fixture, "\xEF\xBB\xBF# said by the archive\r\n\r\n"
                            "title = Погромы = 2020 \r\n  organisation=  ADC Memorial\r\n"
                            "date = 2020-11\r\nsymbol = E/CN.4/1\r\ntype = submission\r\n"
                            "country = KZ\r\nlanguage = kk-Latn\r\noriginal_language = ru");
  assert_int_equal(fixture->problems->len, 0);
  assert_value(values, RC_METADATA_TITLE, "Погромы = 2020", "sidecar");
  assert_value(values, RC_METADATA_ORGANISATION, "ADC Memorial", "sidecar");
  assert_value(values, RC_METADATA_DATE, "2020-11", "sidecar");
  assert_value(values, RC_METADATA_ORIGINAL_LANGUAGE, "ru", "sidecar");
}

static void test_refused(void **state) {
  static const struct {
    const char *line, *reason;
  } cases[] = {
      {"date = November 2020", "date: \"November 2020\" is not a date"},
      {"type = memo", "type: \"memo\" is not submission"},
      {"country = KZ-31", "country"},
      {"country = QQ", "country"},
      {"language = Russian", "language"},
      {"title = a\x01z", "control character"},
      {"colour = red", "there is no key \"colour\""},
      {"title", "not \"key = value\""},
  };
  const Fixture *fixture = *state;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = g_strdup_printf("# one\n%s\n", cases[i].line);
    g_autoptr(RcSidecarValues) values = read_sidecar(fixture, text);
    assert_null(values);
    assert_int_equal(fixture->problems->len, i + 1);
    assert_problem(fixture, (guint)i, "a.pdf.meta:2: ", cases[i].reason);
  }
}

static void test_too_long(void **state) {
  const Fixture *fixture = *state;
  g_autofree char *long_value = g_strnfill(2000, 'x');
  g_autofree char *text = g_strdup_printf("title = %s\nsymbol = A/1", long_value);
  g_autoptr(RcSidecarValues) values = read_sidecar(fixture, text);
  assert_null(values->of[RC_METADATA_TITLE].value);
  assert_value(values, RC_METADATA_SYMBOL, "A/1", "sidecar");
  assert_problem(fixture, 0, "a.pdf.meta:1: ", "longer than 1000 bytes");
}

static void test_not_utf8(void **state) {
  const Fixture *fixture = *state;
  assert_null(read_sidecar(fixture, "title = ok\nsymbol = \xFF\n"));
  assert_problem(fixture, 0, "a.pdf.meta:2: ", "not UTF-8");
}

static void test_twice(void **state) {
  const Fixture *fixture = *state;
  g_autoptr(RcSidecarValues) values = read_sidecar(fixture, "title = One\ntitle = Two\n");
  assert_value(values, RC_METADATA_TITLE, "Two", "sidecar");
  assert_problem(fixture, 0, "a.pdf.meta:2: ", "twice");
}

static void test_manifest(void **state) {
  const Fixture *fixture = *state;
  g_autofree char *pdf = write_file(fixture, "a.pdf", "");
  read_manifest(fixture, "title,file,date\r\n\"A \"\"quoted\"\", title\",a.pdf,2020\r\n\r\n");
  g_autoptr(RcSidecarValues) values = read_pdf(fixture);
  assert_int_equal(fixture->problems->len, 0);
  assert_value(values, RC_METADATA_TITLE, "A \"quoted\", title", "manifest");
  assert_value(values, RC_METADATA_DATE, "2020", "manifest");
}

static void test_sidecar_wins(void **state) {
  const Fixture *fixture = *state;
  g_autofree char *pdf = write_file(fixture, "a.pdf", "");
  g_autofree char *manifest = g_strdup_printf("file,title,date\n%s,From the manifest,2019\n", pdf);
  read_manifest(fixture, manifest);
  g_autoptr(RcSidecarValues) values = read_sidecar(fixture, "title = From the sidecar\n");
  assert_int_equal(fixture->problems->len, 0);
  assert_value(values, RC_METADATA_TITLE, "From the sidecar", "sidecar");
  assert_value(values, RC_METADATA_DATE, "2019", "manifest");
}

static void test_bad_manifests(void **state) {
  static const struct {
    const char *text, *file, *reason;
  } cases[] = {
      {"title,date\nx,y\n", "m.csv:1: ", "no column \"file\""},
      {"file,title\nnone.pdf,x\n", "m.csv:2: ", "there is no file \"none.pdf\""},
      {"file,title\na.pdf\n", "m.csv:2: ", "1 fields, the first line has 2"},
      {"file,title\na.pdf,\"x\ny\n", "m.csv:2: ", "quote"},
      {"file,title\na.pdf,\"x\"y\n", "m.csv:2: ", "quote"},
      {"file,title\n\na.pdf,\"x\ny\"\n", "m.csv:3: ", "control character"},
      {"file,colour\na.pdf,red\n", "m.csv:1: ", "there is no key \"colour\""},
  };
  const Fixture *fixture = *state;
  g_autofree char *pdf = write_file(fixture, "a.pdf", "");
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    read_manifest(fixture, cases[i].text);
    assert_int_equal(fixture->problems->len, i + 1);
    assert_problem(fixture, (guint)i, cases[i].file, cases[i].reason);
  }
  rc_sidecars_read_manifest(fixture->sidecars, "/nowhere/m.csv");
  assert_problem(fixture, G_N_ELEMENTS(cases), "/nowhere/m.csv: ", "cannot be read");
}

static void test_digest(void **state) {
  const Fixture *fixture = *state;
  g_autoptr(RcSidecarValues) one = read_sidecar(fixture, "title = One\n");
  g_autoptr(RcSidecarValues) same = read_sidecar(fixture, "# again\ntitle =   One\n");
  g_autoptr(RcSidecarValues) other = read_sidecar(fixture, "title = Other\n");
  assert_int_equal(rc_sidecar_digest(one), rc_sidecar_digest(same));
  assert_int_not_equal(rc_sidecar_digest(one), rc_sidecar_digest(other));
  assert_in_range(rc_sidecar_digest(one), 1, RC_SIDECAR_DIGESTS - 1);
}

static void test_apply(void **state) {
  const Fixture *fixture = *state;
  g_autoptr(RcDocument) document = rc_document_new();
  rc_document_set(document, RC_METADATA_TITLE, "Read", "page 1");
  rc_document_set(document, RC_METADATA_DATE, "2019", "page 1");
  rc_sidecar_values_apply(NULL, document);
  assert_false(rc_sidecar_values_are_claimed(document));
  g_autoptr(RcSidecarValues) values = read_sidecar(fixture, "title = Said\n");
  rc_sidecar_values_apply(values, document);
  assert_metadata(&document->metadata[RC_METADATA_TITLE], "Said", "sidecar");
  assert_metadata(&document->metadata[RC_METADATA_DATE], "2019", "page 1");
  assert_true(rc_sidecar_values_are_claimed(document));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_no_sidecar),    TEST(test_sidecar), TEST(test_refused),  TEST(test_too_long),
      TEST(test_not_utf8),      TEST(test_twice),   TEST(test_manifest), TEST(test_sidecar_wins),
      TEST(test_bad_manifests), TEST(test_digest),  TEST(test_apply),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
