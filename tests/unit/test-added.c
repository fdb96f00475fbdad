/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is in a PDF beside the text of its pages: it is read, or the document says that it is
 * not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>

#include "fixture.h"
#include "forkserver-fixture.h"
#include "worker.h"

/* A page of one line, with objects of its own and keys in the catalogue and the page; the last
 * objects are numbered from 10. */
typedef struct {
  const char *catalogue, *page, *objects;
  const char *second; /* what the stream of a second page is; NULL: there is none */
  const char *filter; /* how that is coded */
} Pdf;

static char *write_pdf(const char *folder, const Pdf *pdf) {
  static const char line[] = "BT /F 11 Tf 72 700 Td (The granary of the village:) Tj ET";
  g_autoptr(GString) text = g_string_new("%PDF-1.7\n");
  g_string_append_printf(text,
                         "1 0 obj <</Type /Catalog /Pages 2 0 R %s>> endobj\n"
                         "2 0 obj <</Type /Pages /Kids [3 0 R%s] /Count %d>> endobj\n"
                         "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]\n"
                         "  /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>> %s>> endobj\n"
                         "4 0 obj <</Length %zu>> stream\n%s\nendstream endobj\n"
                         "5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj\n",
                         pdf->catalogue ? pdf->catalogue : "", pdf->second ? " 6 0 R" : "",
                         pdf->second ? 2 : 1, pdf->page ? pdf->page : "", sizeof line - 1, line);
  if (pdf->second)
    g_string_append_printf(text,
                           "6 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]\n"
                           "  /Contents 7 0 R /Resources <</Font <</F 5 0 R>>>>>> endobj\n"
                           "7 0 obj <</Length %zu %s>> stream\n%s\nendstream endobj\n",
                           strlen(pdf->second), pdf->filter, pdf->second);
  g_string_append_printf(text, "%s\ntrailer <</Root 1 0 R /Size 40>>\n%%%%EOF\n",
                         pdf->objects ? pdf->objects : "");
  return fixture_write(folder, "added.pdf", text->str, (gssize)text->len);
}

/* A worker that has read it, without OCR, behind the wall. */
static RcWorker *read_pdf(const Pdf *pdf) {
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *path = write_pdf(folder, pdf);
  static const FixtureDocument document = {.id = "0123456789abcdef", .path = "added.pdf"};
  RcDocument *from = fixture_document_new(&document);
  from->pages = from->pages_read = 0;
  const RcOrder order = rc_order_for_pdf(RC_OCR_AUTO, false);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  RcWorker *worker =
      rc_worker_start(forkserver, descriptor, NULL, rc_entries_new(from), &order, NULL);
  assert_non_null(worker);
  worker->kept = g_ptr_array_new_with_free_func((GDestroyNotify)rc_passage_free);
  while (rc_worker_receive(worker)) {
    struct pollfd ready = {.fd = worker->pipe, .events = POLLIN};
    poll(&ready, 1, 100);
  }
  close(descriptor);
  return worker;
}

static void assert_status(const RcWorker *worker, RcStatus status, guint32 pages_read) {
  const RcDocument *document = rc_entries_document(worker->entries);
  assert_string_equal(rc_status_name(document->status), rc_status_name(status));
  assert_int_equal(document->pages_read, pages_read);
}

/* The passage with those words, or NULL. */
static const char *find(const RcWorker *worker, const char *words) {
  for (guint i = 0; i < worker->kept->len; i++) {
    const RcPassage *passage = g_ptr_array_index(worker->kept, i);
    if (strstr(passage->text, words))
      return passage->text;
  }
  return NULL;
}

/* Fields that are shown are read where they stand, with no word of those that are not. */
static void test_form_fields(void **state) {
  (void)state;
  const Pdf pdf = {
      .catalogue = "/AcroForm <</NeedAppearances true /DR <</Font <</F 5 0 R>>>>\n"
                   "  /DA (/F 11 Tf 0 g) /Fields [10 0 R 11 0 R 12 0 R 13 0 R 14 0 R 15 0 R 17 0 R "
                   "18 0 R]>>",
      .page = "/Annots [10 0 R 11 0 R 12 0 R 13 0 R 14 0 R 15 0 R 17 0 R 18 0 R]",
      .objects =
          "10 0 obj <</Type /Annot /Subtype /Widget /FT /Tx /T (a) /F 4 /DA (/F 11 Tf 0 g)\n"
          "  /V (sealed since Monday) /Rect [200 696 500 712]>> endobj\n"
          "11 0 obj <</Type /Annot /Subtype /Widget /FT /Tx /T (b) /F 2 /DA (/F 11 Tf 0 g)\n"
          "  /V (the hidden witness) /Rect [200 596 500 612]>> endobj\n"
          "12 0 obj <</Type /Annot /Subtype /Widget /FT /Tx /T (c) /F 32 /DA (/F 11 Tf 0 g)\n"
          "  /V (the unseen witness) /Rect [200 496 500 512]>> endobj\n"
          "13 0 obj <</Type /Annot /Subtype /Widget /FT /Btn /T (d) /TU (Keys were taken) /F 4\n"
          "  /V /Yes /AS /Yes /AP <</N <</Yes 16 0 R /Off 16 0 R>>>>\n"
          "  /Rect [72 396 82 406]>> endobj\n"
          "14 0 obj <</Type /Annot /Subtype /Widget /FT /Btn /T (e) /TU (Doors were broken) /F 4\n"
          "  /V /Off /AS /Off /AP <</N <</Yes 16 0 R /Off 16 0 R>>>>\n"
          "  /Rect [72 376 82 386]>> endobj\n"
          "15 0 obj <</Type /Annot /Subtype /Widget /FT /Ch /Ff 131072 /T (f) /F 4\n"
          "  /DA (/F 11 Tf 0 g) /Opt [(barley) (millet)] /V (millet)\n"
          "  /Rect [200 296 500 312]>> endobj\n"
          "16 0 obj <</Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 0>> stream\n\n"
          "endstream endobj\n"
          "17 0 obj <</Type /Annot /Subtype /Widget /FT /Btn /T (g) /TU (An absent witness) /F 2\n"
          "  /V /Yes /AS /Yes /AP <</N <</Yes 16 0 R /Off 16 0 R>>>>\n"
          "  /Rect [72 346 82 356]>> endobj\n"
          "18 0 obj <</Type /Annot /Subtype /Widget /FT /Btn /T (Roof gone) /F 4\n"
          "  /V /Yes /AS /Yes /AP <</N <</Yes 16 0 R /Off 16 0 R>>>>\n"
          "  /Rect [72 326 82 336]>> endobj\n"};
  g_autoptr(RcWorker) worker = read_pdf(&pdf);
  assert_status(worker, RC_STATUS_OK, 1);
  const char *beside = find(worker, "sealed since Monday");
  assert_non_null(beside);
  assert_non_null(strstr(beside, "The granary of the village:"));
  assert_non_null(find(worker, "millet"));
  assert_string_equal(find(worker, "Keys were taken"), "☒ Keys were taken");
  assert_string_equal(find(worker, "Roof"), "☒ Roof gone"); /* the only name that it has */
  assert_null(find(worker, "witness"));
  assert_null(find(worker, "Doors"));
  assert_null(find(worker, "barley"));
}

/* Typed over the page: as it looks.  Notes: passages of their own, without who left them. */
static void test_typed_words_and_notes(void **state) {
  (void)state;
  const Pdf pdf = {
      .page = "/Annots [10 0 R 11 0 R 12 0 R 13 0 R 14 0 R 15 0 R]",
      .objects = "10 0 obj <</Type /Annot /Subtype /FreeText /F 4 /Rect [72 500 420 540]\n"
                 "  /DA (/Helv 11 Tf 0 g) /T (Anvar) /Contents (Read barley for millet)>> endobj\n"
                 "11 0 obj <</Type /Annot /Subtype /FreeText /F 2 /Rect [72 400 420 440]\n"
                 "  /DA (/Helv 11 Tf 0 g) /Contents (withdrawn by the clerk)>> endobj\n"
                 "12 0 obj <</Type /Annot /Subtype /Text /F 28 /Rect [300 695 320 715] /T (Anvar)\n"
                 "  /Contents <FEFF0421043F0440043E04410438044204C0>>> endobj\n"
                 "13 0 obj <</Type /Annot /Subtype /Text /F 32 /Rect [500 600 520 620]\n"
                 "  /Contents (whom to call)>> endobj\n"
                 "14 0 obj <</Type /Annot /Subtype /Highlight /F 4 /Rect [72 695 172 715]\n"
                 "  /QuadPoints [72 715 172 715 72 695 172 695]\n"
                 "  /Contents (granary  of the\\nvillage)>> endobj\n"
                 "15 0 obj <</Type /Annot /Subtype /Text /F 4 /Rect [500 500 520 520]\n"
                 "  /Contents ( \\n )>> endobj\n"};
  g_autoptr(RcWorker) worker = read_pdf(&pdf);
  assert_status(worker, RC_STATUS_OK, 1);
  assert_non_null(find(worker, "Read barley for millet"));
  const char *note = find(worker, "Спросит");
  assert_non_null(note);
  assert_true(g_str_has_prefix(note, "✎ "));
  assert_null(strstr(note, "granary"));
  assert_null(find(worker, "withdrawn"));
  assert_null(find(worker, "whom to call"));
  assert_null(find(worker, "Anvar"));
  assert_null(find(worker, "✎ granary")); /* what the page says anyway */
  for (guint i = 0; i < worker->kept->len; i++) {
    const RcPassage *passage = g_ptr_array_index(worker->kept, i);
    assert_int_equal(passage->ordinal, i + 1);
    assert_string_not_equal(passage->text, "✎"); /* nothing but white space */
  }
}

/* Files of the document and of a page: they are counted and named, and it is not whole. */
static void test_attached_files(void **state) {
  (void)state;
  const Pdf pdf = {
      .catalogue = "/Names <</EmbeddedFiles <</Names [(a) 10 0 R]>>>>",
      .page = "/Annots [12 0 R]",
      .objects = "10 0 obj <</Type /Filespec /F (barley.pdf) /UF (barley.pdf)\n"
                 "  /EF <</F 11 0 R>>>> endobj\n"
                 "11 0 obj <</Type /EmbeddedFile /Length 5>> stream\n%PDF-\nendstream endobj\n"
                 "12 0 obj <</Type /Annot /Subtype /FileAttachment /Rect [300 600 320 620]\n"
                 "  /FS <</Type /Filespec /F (list.doc) /EF <</F 11 0 R>>>>>> endobj\n"};
  g_autoptr(RcWorker) worker = read_pdf(&pdf);
  assert_status(worker, RC_STATUS_PARTIAL, 1);
  assert_int_equal(worker->missed.files, 2);
  assert_int_equal(worker->missed.names->len, 2);
  assert_string_equal(g_ptr_array_index(worker->missed.names, 0), "barley.pdf");
  assert_string_equal(g_ptr_array_index(worker->missed.names, 1), "list.doc");
}

/* A name that is longer than names are is left out, and the file counted. */
static void test_a_long_name(void **state) {
  (void)state;
  g_autofree char *name = g_strnfill(RC_MISSED_NAME_BYTES_MAX + 1, 'b');
  g_autofree char *objects = g_strdup_printf(
      "10 0 obj <</Type /Filespec /F (%s) /UF (%s) /EF <</F 12 0 R>>>> endobj\n"
      "11 0 obj <</Type /Filespec /F (%s) /UF (%s) /EF <</F 12 0 R>>>> endobj\n"
      "12 0 obj <</Type /EmbeddedFile /Length 5>> stream\n%%PDF-\nendstream endobj\n",
      name, name, name + 1, name + 1);
  const Pdf pdf = {.catalogue = "/Names <</EmbeddedFiles <</Names [(a) 10 0 R (b) 11 0 R]>>>>",
                   .objects = objects};
  g_autoptr(RcWorker) worker = read_pdf(&pdf);
  assert_status(worker, RC_STATUS_PARTIAL, 1);
  assert_int_equal(worker->missed.files, 2);
  assert_int_equal(worker->missed.names->len, 1);
  assert_string_equal(g_ptr_array_index(worker->missed.names, 0), name + 1);
}

/* Whatever stands in place of a form is not what the document says, and no title. */
static void test_a_form_that_a_program_draws(void **state) {
  (void)state;
  const Pdf shell = {.catalogue = "/AcroForm <</XFA [(template) 10 0 R]>>",
                     .objects = "10 0 obj <</Length 5>> stream\n<xdp>\nendstream endobj\n"};
  const Pdf other = {.catalogue = "/XFAQ true"};
  g_autoptr(RcWorker) worker = read_pdf(&shell), plain = read_pdf(&other);
  assert_status(worker, RC_STATUS_PARTIAL, 1);
  assert_true(worker->missed.form);
  assert_null(rc_document_peek(rc_entries_document(worker->entries), RC_METADATA_TITLE));
  assert_status(plain, RC_STATUS_OK, 1);
  assert_false(plain->missed.form);
}

/* A page whose stream cannot be decoded is named; one that is meant to be empty is not. */
static void test_damaged_pages(void **state) {
  (void)state;
  const Pdf destroyed = {.second = "0000000000000000000000", .filter = "/Filter /FlateDecode"};
  const Pdf nonsense = {.second = "(barley) Tj ) > ] /G Do Q Q", .filter = ""};
  const Pdf empty = {.second = "q Q", .filter = ""};
  g_autoptr(RcWorker) first = read_pdf(&destroyed), second = read_pdf(&nonsense);
  g_autoptr(RcWorker) third = read_pdf(&empty);
  assert_status(first, RC_STATUS_PARTIAL, 1);
  assert_int_equal(first->missed.damaged->len, 1);
  assert_int_equal(g_array_index(first->missed.damaged, guint32, 0), 2);
  assert_status(second, RC_STATUS_PARTIAL, 1);
  assert_int_equal(second->missed.damaged->len, 1);
  assert_status(third, RC_STATUS_OK, 2);
  assert_null(third->missed.damaged);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_form_fields),
      cmocka_unit_test(test_typed_words_and_notes),
      cmocka_unit_test(test_attached_files),
      cmocka_unit_test(test_a_long_name),
      cmocka_unit_test(test_a_form_that_a_program_draws),
      cmocka_unit_test(test_damaged_pages),
  };
  return cmocka_run_group_tests_name("added", tests, forkserver_fixture_start,
                                     forkserver_fixture_end);
}
