/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store: what the index knows of files and documents stays true through
 * every change, and a run puts folder and index in step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <string.h>
#include <utime.h>

#include "check.h"
#include "error.h"
#include "fixture.h"
#include "forkserver-fixture.h"
#include "generation.h"
#include "index.h"
#include "leaves.h"
#include "run.h"
#include "withdrawn.h"
#include "xapian-fixture.h"

static const FixturePassage one_passage[] = {{.text = "Погром в Масанчи"}, {0}};
static const FixtureDocument first = {
    .id = "1111111111111111", .path = "a.pdf", .title = "A", .passages = one_passage};
static const FixtureDocument second = {
    .id = "2222222222222222", .path = "b.pdf", .title = "B", .passages = one_passage};

static RcStore *open_store(const char *path) {
  g_autoptr(GError) error = NULL;
  RcStore *store = rc_store_open(path, RC_STORE_CREATE, &error);
  assert_null(error);
  return store;
}

static void add(RcStore *store, const FixtureDocument *from) {
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(NULL);
  assert_true(rc_store_add_document(store, fixture_entries_new(from, stemmer), NULL));
}

static RcFile file_at(char *path) {
  return (RcFile){.root = 0, .path = path, .mtime = 7, .bytes = 8};
}

static guint count_entries(const char *path) {
  g_autofree char *database_path = rc_index_database_path(path);
  g_autoptr(XapianDatabase) database = xapian_database_open(database_path, NULL);
  return fixture_count(database, "");
}

/* The folder that the stub file names; yours to free. */
static char *generation_in_use(const char *folder) {
  g_autofree char *stub_path = rc_index_database_path(folder), *stub = NULL;
  assert_true(g_file_get_contents(stub_path, &stub, NULL, NULL));
  assert_true(g_str_has_prefix(stub, "auto "));
  return g_build_filename(folder, g_strchomp(stub + strlen("auto ")), NULL);
}

/* --- opening --- */

static void test_a_new_index(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *path = g_build_filename(folder, "deep", "index", NULL);
  g_autoptr(RcStore) store = open_store(path);
  assert_int_equal(rc_catalogue_totals(rc_store_catalogue(store)).documents, 0);
  g_autoptr(GError) error = NULL;
  assert_null(rc_index_open(path, &error)); /* nothing committed yet */
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_NO_INDEX));
  assert_true(rc_store_commit(store, NULL));
  g_autoptr(RcIndex) index = rc_index_open(path, NULL);
  assert_non_null(index);
  assert_int_equal(rc_index_summary(index)->documents, 0);
  assert_non_null(rc_index_summary(index)->updated);
}

static void test_one_writer_at_a_time(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  g_autoptr(GError) error = NULL;
  assert_null(rc_store_open(folder, RC_STORE_CREATE, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_LOCKED));
  g_autofree char *holder = g_strdup_printf("process %ld", (long)getpid());
  assert_non_null(strstr(error->message, holder));
  assert_non_null(strstr(error->message, folder));
  g_clear_pointer(&store, rc_store_free);
  g_autoptr(RcStore) next = open_store(folder);
  assert_non_null(next);
}

/* Sets one key of the database in use, as another program would have. */
static void set_key(const char *folder, const char *key, const char *value) {
  g_autofree char *path = generation_in_use(folder);
  g_autoptr(XapianWriter) writer = xapian_writer_open(path, NULL);
  assert_true(xapian_writer_begin(writer, NULL));
  assert_true(xapian_writer_set_metadata(writer, key, value, NULL));
  assert_true(xapian_writer_commit(writer, NULL));
}

static void fill(const char *folder) {
  g_autoptr(RcStore) store = open_store(folder);
  add(store, &first);
  add(store, &second);
  assert_true(rc_store_commit(store, NULL));
}

static void test_a_newer_schema(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *version = g_strdup_printf("%d", RC_SCHEMA_VERSION + 1);
  fill(folder);
  set_key(folder, RC_INDEX_KEY_SCHEMA, version);
  g_autoptr(GError) error = NULL, reading = NULL;
  assert_null(rc_store_open(folder, RC_STORE_CREATE, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_NO_INDEX));
  assert_non_null(strstr(error->message, "newer"));
  assert_null(rc_index_open(folder, &reading));
  assert_true(g_error_matches(reading, RC_ERROR, RC_ERROR_NO_INDEX));
  assert_non_null(strstr(reading->message, "newer"));
}

/* What was made otherwise is told from what is up to date; readers refuse an older
 * schema, but not other names. */
static void test_an_outdated_index(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *version = g_strdup_printf("%d", RC_SCHEMA_OLDEST - 1);
  g_autofree char *now = g_strdup_printf("%d", RC_SCHEMA_VERSION);
  fill(folder);
  set_key(folder, RC_INDEX_KEY_SCHEMA, version);
  g_autoptr(RcStore) old = open_store(folder);
  assert_true(rc_store_is_outdated(old));
  g_clear_pointer(&old, rc_store_free);
  g_autoptr(GError) error = NULL;
  assert_null(rc_index_open(folder, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_NO_INDEX));
  assert_non_null(strstr(error->message, "run recourse-index on it"));
  set_key(folder, RC_INDEX_KEY_SCHEMA, now);
  g_autoptr(RcStore) current = open_store(folder);
  assert_false(rc_store_is_outdated(current));
  g_clear_pointer(&current, rc_store_free);
  set_key(folder, RC_INDEX_KEY_VOCABULARY, "other names");
  g_autoptr(RcStore) named = open_store(folder);
  assert_true(rc_store_is_outdated(named));
  g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
  assert_non_null(index);
}

/* What a later Recourse has and this one does not know keeps it from reading or from
 * writing, as the feature says, or is kept. */
static void test_features(void **state) {
  static const struct {
    const char *features;
    bool read, write;
  } cases[] = {{"", true, true},
               {"plain\t\n", true, true},
               {"plain\t\nstrict\tw\n", true, false},
               {"other\trw\n", false, false},
               {"reading\tr\n", false, false}};
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  fill(folder);
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    set_key(folder, RC_INDEX_KEY_FEATURES, cases[i].features);
    g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
    assert_int_equal(index != NULL, cases[i].read);
    g_autoptr(RcStore) store = rc_store_open(folder, RC_STORE_USE, &error);
    assert_int_equal(store != NULL, cases[i].write);
    if (!store) {
      assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_NO_INDEX));
      assert_non_null(strstr(error->message, "newer Recourse"));
      continue;
    }
    RcFile file = file_at("one-more.pdf");
    assert_true(rc_store_add_file(store, first.id, &file, NULL));
    assert_true(rc_store_commit(store, NULL));
    assert_true(rc_index_reopen(index, NULL));
    g_autofree char *kept =
        xapian_database_metadata(rc_index_database(index), RC_INDEX_KEY_FEATURES, NULL);
    assert_string_equal(kept, cases[i].features);
  }
}

/* Items of a later Recourse stay when its record is written anew, in index and archive. */
static void test_more_items_are_kept(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(NULL);
  RcEntries *entries = fixture_entries_new(&first, stemmer);
  RcDocument *document = rc_entries_document(entries);
  document->more.bytes = g_byte_array_new();
  document->more.items = 1;
  g_byte_array_append(document->more.bytes, (const guint8 *)"\x63new", 4);
  assert_true(rc_store_add_document(store, entries, NULL));
  RcFile file = file_at("копия.pdf");
  assert_true(rc_store_add_file(store, first.id, &file, NULL));
  assert_true(rc_store_clear_ocr_wanted(store, first.id, NULL));
  assert_true(rc_store_commit(store, NULL));
  g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
  g_autoptr(RcDocument) indexed = rc_index_read_document(index, 1, NULL);
  g_autoptr(GByteArray) packed = NULL;
  g_autoptr(RcDocument) kept = rc_archive_read(rc_store_archive(store), first.id, &packed, NULL);
  assert_int_equal(indexed->files->len, 2);
  assert_int_equal(indexed->more.items, 1);
  assert_int_equal(kept->more.items, 1);
  assert_memory_equal(kept->more.bytes->data, "\x63new", 4);
}

/* An index of the time before generations is told from one that can be made anew. */
static void test_the_layout_without_generations(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *path = rc_index_database_path(folder);
  g_autoptr(XapianWriter) writer = xapian_writer_create(path, NULL);
  assert_non_null(writer);
  g_clear_pointer(&writer, xapian_writer_free);
  g_autoptr(GError) error = NULL;
  assert_null(rc_store_open(folder, RC_STORE_CREATE, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_NO_INDEX));
  assert_non_null(strstr(error->message, "remove this folder"));
}

static void test_no_folder_to_be_had(void **state) {
  (void)state;
  g_autoptr(GError) error = NULL;
  assert_null(rc_store_open("/dev/null/index", RC_STORE_CREATE, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_IO));
}

/* --- documents and files --- */

static void test_a_document_is_known_again(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  RcStore *store = open_store(folder);
  RcFile file = file_at("a.pdf"), other = file_at("b.pdf");
  assert_null(rc_catalogue_find_file(rc_store_catalogue(store), &file));
  add(store, &first);
  assert_true(rc_store_commit(store, NULL));
  rc_store_free(store);
  g_autoptr(RcStore) again = open_store(folder);
  assert_non_null(rc_catalogue_find_document(rc_store_catalogue(again), first.id));
  assert_null(rc_catalogue_find_document(rc_store_catalogue(again), second.id));
  const RcKnownFile *known = rc_catalogue_find_file(rc_store_catalogue(again), &file);
  assert_non_null(known);
  assert_string_equal(known->id, first.id);
  assert_int_equal(known->file.mtime, 1);
  assert_int_equal(known->file.bytes, 2);
  assert_null(rc_catalogue_find_file(rc_store_catalogue(again), &other));
  g_autoptr(GPtrArray) files = rc_catalogue_list_files(rc_store_catalogue(again));
  assert_int_equal(files->len, 1);
}

static void test_nothing_is_kept_without_commit(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  RcStore *store = open_store(folder);
  add(store, &first);
  assert_true(rc_store_commit(store, NULL));
  add(store, &second);
  RcFile file = file_at("a.pdf");
  assert_true(rc_store_remove_file(store, &file, NULL));
  rc_store_free(store);
  g_autoptr(RcStore) again = open_store(folder);
  assert_non_null(rc_catalogue_find_document(rc_store_catalogue(again), first.id));
  assert_null(rc_catalogue_find_document(rc_store_catalogue(again), second.id));
  assert_int_equal(count_entries(folder), 2);
}

static RcDocument *read_first(const char *folder) {
  g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
  RcDocument *document = rc_index_read_document(index, 1, NULL);
  assert_non_null(document);
  return document;
}

/* The same bytes at several paths: one document, its files in order of path. */
static void test_more_files_of_a_document(void **state) {
  static char *const more[] = {"z.pdf", "copy/a.pdf", "m.pdf"};
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  add(store, &first);
  for (size_t i = 0; i < G_N_ELEMENTS(more); i++) {
    RcFile file = file_at(more[i]);
    assert_true(rc_store_add_file(store, first.id, &file, NULL));
  }
  assert_true(rc_store_commit(store, NULL));
  assert_int_equal(rc_catalogue_totals(rc_store_catalogue(store)).documents, 1);
  assert_int_equal(count_entries(folder), 2);
  static const char *const sorted[] = {"a.pdf", "copy/a.pdf", "m.pdf", "z.pdf"};
  g_autoptr(RcDocument) document = read_first(folder);
  assert_int_equal(document->files->len, 4);
  for (guint i = 0; i < 4; i++)
    assert_string_equal(g_array_index(document->files, RcFile, i).path, sorted[i]);
  g_autoptr(GPtrArray) files = rc_catalogue_list_files(rc_store_catalogue(store));
  assert_int_equal(files->len, 4);
}

/* How many files the archive knows of the first document. */
static guint count_archived_files(RcStore *store) {
  g_autoptr(GByteArray) packed = NULL;
  g_autoptr(RcDocument) document =
      rc_archive_read(rc_store_archive(store), first.id, &packed, NULL);
  assert_non_null(document);
  return document->files->len;
}

/* A rebuild knows of the files only what the archive does. */
static void test_the_archive_follows_the_files(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  RcFile copy = file_at("copy.pdf");
  add(store, &first);
  assert_true(rc_store_add_file(store, first.id, &copy, NULL));
  assert_true(rc_store_commit(store, NULL));
  assert_int_equal(count_archived_files(store), 2);
  assert_true(rc_store_remove_file(store, &copy, NULL));
  assert_true(rc_store_commit(store, NULL));
  assert_int_equal(count_archived_files(store), 1);
}

/* OCR that has failed on a document is not wanted again, not after a rebuild either. */
static void test_ocr_that_failed(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(NULL);
  RcEntries *entries = fixture_entries_new(&first, stemmer);
  rc_entries_document(entries)->ocr_wanted = 1;
  assert_true(rc_store_add_document(store, entries, NULL));
  assert_true(rc_store_commit(store, NULL));
  assert_true(rc_store_clear_ocr_wanted(store, first.id, NULL));
  assert_true(rc_store_commit(store, NULL));
  g_autoptr(GByteArray) packed = NULL;
  g_autoptr(RcDocument) kept = rc_archive_read(rc_store_archive(store), first.id, &packed, NULL);
  assert_int_equal(kept->ocr_wanted, 0);
  g_clear_pointer(&store, rc_store_free);
  g_autoptr(RcStore) again = open_store(folder);
  const RcCatalogue *catalogue = rc_store_catalogue(again);
  assert_int_equal(rc_catalogue_find_document(catalogue, first.id)->ocr_wanted, 0);
}

static guint count_archived(RcStore *store) {
  g_autoptr(GPtrArray) ids = rc_archive_list(rc_store_archive(store), NULL);
  assert_non_null(ids);
  return ids->len;
}

/* One that goes and comes back before the commit has not gone. */
static void test_a_document_that_comes_back(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  RcFile file = file_at("a.pdf");
  add(store, &first);
  assert_true(rc_store_commit(store, NULL));
  assert_true(rc_store_remove_file(store, &file, NULL));
  add(store, &first);
  assert_true(rc_store_commit(store, NULL));
  assert_int_equal(count_archived(store), 1);
  assert_int_equal(count_entries(folder), 2);
}

/* A run that was killed when the index had its commit and the archive had not: the next
 * opening takes out of the archive what has left the index. */
static void test_a_removal_that_was_cut_short(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  RcFile file = file_at("a.pdf");
  fill(folder);
  g_autofree char *path = g_build_filename(folder, "archive.sqlite", NULL), *before = NULL;
  gsize length;
  assert_true(g_file_get_contents(path, &before, &length, NULL));
  g_autoptr(RcStore) store = open_store(folder);
  assert_true(rc_store_remove_file(store, &file, NULL));
  assert_true(rc_store_commit(store, NULL));
  assert_int_equal(count_archived(store), 1);
  g_clear_pointer(&store, rc_store_free);
  assert_true(g_file_set_contents(path, before, (gssize)length, NULL));
  g_autoptr(RcStore) again = open_store(folder);
  assert_int_equal(count_archived(again), 1);
  assert_int_equal(rc_catalogue_totals(rc_store_catalogue(again)).documents, 1);
}

/* A stub that is lost, or names what this program has not made, is nothing to begin anew
 * over: only a repair, which is asked for, replaces the first. */
static void test_stubs_that_are_not_replaced(void **state) {
  static const char *const stubs[] = {NULL, "", "remote 127.0.0.1:1\n", "auto elsewhere\n"};
  (void)state;
  for (size_t i = 0; i < 2 * G_N_ELEMENTS(stubs); i++) {
    FIXTURE_FOLDER folder = fixture_folder_new();
    fill(folder);
    const char *stub = stubs[i / 2];
    g_autofree char *path = rc_index_database_path(folder), *after = NULL;
    g_autofree char *generation = generation_in_use(folder);
    unlink(path);
    if (stub)
      assert_true(g_file_set_contents(path, stub, -1, NULL));
    g_autoptr(GError) error = NULL;
    assert_null(rc_store_open(folder, i % 2 ? RC_STORE_USE : RC_STORE_CREATE, &error));
    assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_NO_INDEX));
    assert_true(g_file_test(generation, G_FILE_TEST_IS_DIR));
    assert_int_equal(g_file_get_contents(path, &after, NULL, NULL), stub != NULL);
    assert_true(g_strcmp0(after, stub) == 0);
    bool foreign = stub && *stub;
    g_autoptr(RcStore) store = rc_store_open(folder, RC_STORE_REPAIR, NULL);
    assert_int_equal(store != NULL, !foreign);
  }
}

/* A folder that is named like a generation and holds more than a database is somebody's, and
 * as long as the stub does not name what is to stay nothing goes. */
static void test_generations_that_stay(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  fill(folder);
  g_autofree char *table = fixture_write(folder, "generation-77/postlist.glass", "x", 1);
  g_autofree char *notes = fixture_write(folder, "generation-77/notes.txt", "x", 1);
  g_autofree char *in_use = generation_in_use(folder);
  rc_store_free(open_store(folder));
  assert_true(g_file_test(table, G_FILE_TEST_EXISTS));
  assert_true(g_file_test(notes, G_FILE_TEST_EXISTS));
  unlink(notes);
  rc_generation_remove_others(folder, 77);
  rc_generation_remove_others(folder, 0);
  assert_true(g_file_test(in_use, G_FILE_TEST_IS_DIR));
  assert_true(g_file_test(table, G_FILE_TEST_EXISTS));
}

static void test_a_touched_file(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  add(store, &first);
  RcFile file = file_at("a.pdf");
  assert_true(rc_store_add_file(store, first.id, &file, NULL));
  assert_true(rc_store_commit(store, NULL));
  assert_int_equal(rc_catalogue_find_file(rc_store_catalogue(store), &file)->file.mtime, 7);
  g_autoptr(RcDocument) document = read_first(folder);
  assert_int_equal(document->files->len, 1);
  assert_int_equal(g_array_index(document->files, RcFile, 0).mtime, 7);
}

/* The document goes with its last file, all of its entries at once. */
static void test_files_go(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  add(store, &first);
  add(store, &second);
  RcFile file = file_at("a.pdf"), copy = file_at("copy.pdf"), never = file_at("never.pdf");
  assert_true(rc_store_add_file(store, first.id, &copy, NULL));
  assert_true(rc_store_remove_file(store, &file, NULL));
  assert_non_null(rc_catalogue_find_document(rc_store_catalogue(store), first.id));
  assert_null(rc_catalogue_find_file(rc_store_catalogue(store), &file));
  assert_true(rc_store_remove_file(store, &never, NULL));
  assert_true(rc_store_commit(store, NULL));
  assert_int_equal(count_entries(folder), 4);
  assert_true(rc_store_remove_file(store, &copy, NULL));
  assert_true(rc_store_commit(store, NULL));
  assert_null(rc_catalogue_find_document(rc_store_catalogue(store), first.id));
  assert_int_equal(count_entries(folder), 2);
  assert_int_equal(rc_catalogue_totals(rc_store_catalogue(store)).documents, 1);
}

/* What cannot be written is told by a later call, which names what it was. */
static void test_a_change_that_fails(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  g_autoptr(GError) error = NULL;
  add(store, &first);
  RcFile file = file_at("копия.pdf");
  rc_store_add_file(store, "00000000000000ff", &file, NULL);
  assert_false(rc_store_commit(store, &error));
  assert_non_null(strstr(error->message, "00000000000000ff"));
  assert_non_null(strstr(error->message, folder));
  g_clear_pointer(&store, rc_store_free);
  g_autoptr(RcStore) again = open_store(folder);
  assert_int_equal(rc_catalogue_totals(rc_store_catalogue(again)).documents, 0);
}

static void test_a_file_term_comes_and_goes(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  add(store, &first);
  RcFile file = file_at("a.pdf"), copy = file_at("папка/copy.pdf");
  assert_true(rc_store_add_file(store, first.id, &copy, NULL));
  assert_true(rc_store_remove_file(store, &file, NULL));
  assert_true(rc_store_commit(store, NULL));
  g_autofree char *database_path = rc_index_database_path(folder);
  g_autoptr(XapianDatabase) database = xapian_database_open(database_path, NULL);
  g_autofree char *here = rc_entries_path_term(&copy), *gone = rc_entries_path_term(&file);
  assert_int_equal(fixture_count(database, here), 1);
  assert_int_equal(fixture_count(database, gone), 0);
}

static void test_the_summary(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(NULL);
  add(store, &first);
  RcEntries *damaged = fixture_entries_new(&second, stemmer);
  rc_entries_document(damaged)->status = RC_STATUS_DAMAGED;
  rc_entries_document(damaged)->pages = 0;
  rc_entries_document(damaged)->pages_read = 0;
  assert_true(rc_store_add_document(store, damaged, NULL));
  assert_true(rc_store_commit(store, NULL));
  g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
  assert_int_equal(rc_index_summary(index)->documents, 2);
  assert_int_equal(rc_index_summary(index)->pages, 3);
  assert_int_equal(rc_index_summary(index)->not_fully_read, 1);
  assert_int_equal(rc_index_documents(index, NULL)->len, 2);
  g_autofree char *state_before = g_strdup(rc_index_summary(index)->state);
  RcFile file = file_at("b.pdf");
  assert_true(rc_store_remove_file(store, &file, NULL));
  assert_true(rc_store_commit(store, NULL));
  assert_true(rc_index_reopen(index, NULL));
  assert_int_equal(rc_index_summary(index)->documents, 1);
  assert_int_equal(rc_index_summary(index)->not_fully_read, 0);
  assert_string_not_equal(rc_index_summary(index)->state, state_before);
  assert_int_equal(rc_index_documents(index, NULL)->len, 1); /* not those of before */
}

/* --- roots --- */

static void assert_located(RcStore *store, const char *folder, const char *path, guint root,
                           const char *below) {
  RcFile file = {0};
  rc_catalogue_locate(rc_store_catalogue(store), folder, path, &file);
  assert_int_equal(file.root, root);
  assert_string_equal(file.path, below);
  g_autofree char *absolute = rc_catalogue_absolute_path(rc_store_catalogue(store), &file);
  assert_string_equal(absolute, path);
  g_free(file.path);
}

static void test_roots(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  RcStore *store = open_store(folder);
  assert_located(store, "/data/reports", "/data/reports/a.pdf", 0, "a.pdf");
  assert_located(store, "/data/reports", "/data/reports/2020/b.pdf", 0, "2020/b.pdf");
  /* A folder below a known root is that root's. */
  assert_located(store, "/data/reports/2020", "/data/reports/2020/b.pdf", 0, "2020/b.pdf");
  /* One that only begins alike is not. */
  assert_located(store, "/data/reports-old", "/data/reports-old/a.pdf", 1, "a.pdf");
  assert_located(store, "/папка с именем", "/папка с именем/caf\xe9.pdf", 2, "caf\xe9.pdf");
  assert_true(rc_store_commit(store, NULL));
  rc_store_free(store);
  g_autoptr(RcStore) again = open_store(folder);
  assert_located(again, "/папка с именем", "/папка с именем/x.pdf", 2, "x.pdf");
  assert_located(again, "/new", "/new/x.pdf", 3, "x.pdf");
}

/* --- generations --- */

/* The ids of all documents that readers see, in order of docid, joined. */
static char *documents_of(RcIndex *index) {
  g_autofree char *term = rc_schema_term(RC_FIELD_ENTRY, "document");
  g_autoptr(GArray) docids = xapian_database_postings(rc_index_database(index), term, 0, NULL);
  assert_non_null(docids);
  GString *joined = g_string_new(NULL);
  for (guint i = 0; i < docids->len; i++) {
    g_autoptr(RcDocument) document =
        rc_index_read_document(index, g_array_index(docids, guint32, i), NULL);
    assert_non_null(document);
    g_string_append_printf(joined, "%s%s", i ? " " : "", document->id);
  }
  return g_string_free(joined, FALSE);
}

static void assert_documents(RcIndex *index, const char *expected) {
  g_autofree char *documents = documents_of(index);
  assert_string_equal(documents, expected);
}

#define BOTH_IDS "1111111111111111 2222222222222222"

static guint count_generations(const char *folder) {
  guint count = 0;
  g_autoptr(GDir) opened = g_dir_open(folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(opened));)
    count += g_str_has_prefix(name, "generation-");
  return count;
}

/* A reader keeps what it has opened until it asks for the last commit. */
static void test_compacting_under_a_reader(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  fill(folder);
  g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
  g_autofree char *before = generation_in_use(folder);
  guint entries = count_entries(folder);
  g_autoptr(RcStore) store = open_store(folder);
  assert_true(rc_store_compact(store, NULL));
  g_autofree char *after = generation_in_use(folder);
  assert_string_not_equal(before, after);
  assert_false(g_file_test(before, G_FILE_TEST_EXISTS));
  assert_int_equal(count_generations(folder), 1);
  g_autofree char *state_before = g_strdup(rc_index_summary(index)->state);
  assert_true(rc_index_reopen(index, NULL));
  assert_string_not_equal(rc_index_summary(index)->state, state_before);
  assert_documents(index, BOTH_IDS);
  assert_int_equal(count_entries(folder), entries);
  assert_int_equal(rc_index_summary(index)->documents, 2);
  /* The writer goes on in the new one, and the reader finds what it writes. */
  RcFile file = file_at("a.pdf");
  assert_true(rc_store_remove_file(store, &file, NULL));
  assert_true(rc_store_commit(store, NULL));
  assert_true(rc_index_reopen(index, NULL));
  assert_documents(index, second.id);
}

/* What fails in a reader while the index is replaced is worth another try. */
static void test_what_is_worth_another_try(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  fill(folder);
  g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
  g_autoptr(GError) stale = g_error_new_literal(RC_ERROR, RC_ERROR_STALE, "");
  g_autoptr(GError) broken = g_error_new_literal(RC_ERROR, RC_ERROR_IO, "");
  assert_true(rc_index_should_retry(index, stale));
  assert_false(rc_index_should_retry(index, broken));
  g_autoptr(RcStore) store = open_store(folder);
  assert_true(rc_store_compact(store, NULL));
  assert_true(rc_index_should_retry(index, broken)); /* its files are gone */
  assert_true(rc_index_reopen(index, NULL));
  assert_false(rc_index_should_retry(index, broken));
}

/* What is known of files and documents is known after it, and after opening anew. */
static void test_compacting_keeps_what_is_known(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  RcFile file;
  rc_catalogue_locate(rc_store_catalogue(store), "/root", "/root/a.pdf", &file);
  g_free(file.path);
  add(store, &first);
  assert_true(rc_store_wants_compaction(store));
  assert_true(rc_store_compact(store, NULL)); /* commits what was not */
  assert_false(rc_store_wants_compaction(store));
  for (int again = 0; again < 2; again++) {
    RcFile known = file_at("a.pdf");
    assert_non_null(rc_catalogue_find_file(rc_store_catalogue(store), &known));
    g_autofree char *path = rc_catalogue_absolute_path(rc_store_catalogue(store), &known);
    assert_string_equal(path, "/root/a.pdf");
    assert_int_equal(rc_catalogue_find_document(rc_store_catalogue(store), first.id)->passages, 1);
    assert_false(rc_store_wants_compaction(store));
    rc_store_free(store);
    store = open_store(folder);
  }
}

/* Made anew from the archive: readers see the old one to the end, then the new. */
static void test_a_new_generation(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  fill(folder);
  g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
  g_autoptr(RcStore) store = open_store(folder);
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(NULL);
  assert_true(rc_store_begin_generation(store, NULL));
  assert_int_equal(rc_catalogue_totals(rc_store_catalogue(store)).documents, 0);
  assert_null(rc_catalogue_find_document(rc_store_catalogue(store), first.id));
  assert_true(rc_store_restore_document(store, fixture_entries_new(&first, stemmer), NULL));
  assert_true(rc_store_commit(store, NULL));
  assert_true(rc_index_reopen(index, NULL));
  assert_documents(index, BOTH_IDS);
  assert_true(rc_store_restore_document(store, fixture_entries_new(&second, stemmer), NULL));
  assert_true(rc_store_compact(store, NULL));
  assert_true(rc_index_reopen(index, NULL));
  assert_documents(index, BOTH_IDS);
  assert_int_equal(rc_index_summary(index)->documents, 2);
  assert_int_equal(count_generations(folder), 1);
  g_autoptr(GPtrArray) archived = rc_archive_list(rc_store_archive(store), NULL);
  assert_int_equal(archived->len, 2);
}

/* A rebuild that is cut off leaves the old generation, and goes at the next opening. */
static void test_a_generation_that_was_not_finished(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  fill(folder);
  g_autoptr(RcStore) store = open_store(folder);
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(NULL);
  assert_true(rc_store_begin_generation(store, NULL));
  assert_true(rc_store_restore_document(store, fixture_entries_new(&first, stemmer), NULL));
  assert_true(rc_store_commit(store, NULL));
  g_clear_pointer(&store, rc_store_free);
  assert_int_equal(count_generations(folder), 2);
  g_autofree char *orphan = fixture_write(folder, "generation-77/postlist.glass", "x", 1);
  g_autofree char *other = fixture_write(folder, "notes.txt", "x", 1);
  g_autoptr(RcStore) again = open_store(folder);
  assert_int_equal(count_generations(folder), 1);
  assert_false(g_file_test(orphan, G_FILE_TEST_EXISTS));
  assert_true(g_file_test(other, G_FILE_TEST_EXISTS));
  assert_int_equal(rc_catalogue_totals(rc_store_catalogue(again)).documents, 2);
  g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
  assert_documents(index, BOTH_IDS);
}

/* --- withdrawing --- */

/* True if the bytes stand in any file below the folder. */
static bool stands_below(const char *path, const char *bytes) {
  g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
  g_autofree char *text = NULL;
  gsize length;
  bool found = false;
  for (const char *name; folder && !found && (name = g_dir_read_name(folder));) {
    g_autofree char *child = g_build_filename(path, name, NULL);
    found = stands_below(child, bytes);
  }
  if (!folder && g_file_get_contents(path, &text, &length, NULL))
    found = memmem(text, length, bytes, strlen(bytes)) != NULL;
  return found;
}

static const FixturePassage secret_passages[] = {{.text = "Тайнослово quandarized unrepeatable"},
                                                 {0}};
#define SECRET "5ec2e75ec2e75ec2"
static const char secret_digest[] = SECRET SECRET SECRET SECRET;
static const FixtureDocument secret = {.id = SECRET,
                                       .path = "hidden-name.pdf",
                                       .title = "Quandarized",
                                       .organisation = "Hiddenorganisation",
                                       .symbol = "A/HIDDEN/1",
                                       .passages = secret_passages};
static const char *const traces[] = {"quandarized",        "тайнослово",  "Тайнослово",
                                     "unrepeatable",       "Quandarized", "hidden-name",
                                     "HIDDENORGANISATION", "A/HIDDEN/1"};

static void assert_no_traces(const char *folder) {
  for (size_t i = 0; i < G_N_ELEMENTS(traces); i++)
    if (stands_below(folder, traces[i]))
      fail_msg("%s stands in the index folder", traces[i]);
}

static void test_withdraw(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  bool was_there = false;
  add(store, &first);
  add(store, &secret);
  assert_true(rc_store_commit(store, NULL));
  assert_true(stands_below(folder, "quandarized")); /* the words are there to be found */
  assert_true(stands_below(folder, "hidden-name"));
  g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
  assert_true(rc_store_withdraw(store, secret.id, &was_there, NULL));
  assert_true(was_there);
  assert_no_traces(folder); /* at once, the store still open */
  assert_true(rc_index_reopen(index, NULL));
  assert_documents(index, first.id);
  assert_true(rc_store_is_withdrawn(store, secret_digest));
  assert_null(rc_catalogue_find_document(rc_store_catalogue(store), secret.id));
  g_clear_pointer(&store, rc_store_free);
  assert_no_traces(folder);
  g_autoptr(RcStore) again = open_store(folder);
  assert_true(rc_store_is_withdrawn(again, secret_digest));
  assert_int_equal(rc_catalogue_totals(rc_store_catalogue(again)).documents, 1);
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
  guint64 documents;
  bool unfinished;
  assert_true(rc_check(folder, problems, notes, &unfinished, &documents, NULL));
  assert_int_equal(problems->len, 0);
  assert_int_equal(documents, 1);
}

/* One that the index never had is kept out all the same, until it is readmitted. */
static void test_readmit(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  bool was_there = true, was_withdrawn = false;
  assert_true(rc_store_withdraw(store, secret.id, &was_there, NULL));
  assert_false(was_there);
  assert_true(rc_store_is_withdrawn(store, secret.id));
  assert_true(rc_store_readmit(store, secret.id, &was_withdrawn, NULL));
  assert_true(was_withdrawn);
  assert_false(rc_store_is_withdrawn(store, secret.id));
  assert_true(rc_store_readmit(store, secret.id, &was_withdrawn, NULL));
  assert_false(was_withdrawn);
}

/* Withdrawn with every file that holds it. */
static void test_withdraw_with_copies(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  RcFile copy = file_at("copies/other-hidden-name.pdf");
  bool was_there;
  add(store, &first);
  add(store, &secret);
  assert_true(rc_store_add_file(store, secret.id, &copy, NULL));
  assert_true(rc_store_commit(store, NULL));
  assert_true(rc_store_withdraw(store, secret.id, &was_there, NULL));
  assert_no_traces(folder);
  assert_null(rc_catalogue_find_file(rc_store_catalogue(store), &copy));
  g_autoptr(GPtrArray) files = rc_catalogue_list_files(rc_store_catalogue(store));
  assert_int_equal(files->len, 1);
}

#define BEGINNING "c0111de0c0111de0"
#define ZEROS "0000000000000000"
static const FixturePassage other_passages[] = {{.text = "Harvest, урожай"}, {0}};
static const char digest_a[] = BEGINNING BEGINNING BEGINNING BEGINNING;
static const char digest_b[] = BEGINNING ZEROS ZEROS BEGINNING;
static const FixtureDocument alike_a = {
    .id = BEGINNING, .path = "alike-a.pdf", .passages = secret_passages};
static const FixtureDocument alike_b = {
    .id = digest_b, .path = "alike-b.pdf", .passages = other_passages};

static void assert_ambiguous(const GError *error) {
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
  assert_non_null(strstr(error->message, digest_a));
  assert_non_null(strstr(error->message, digest_b));
}

/* Two documents whose digests begin alike are withdrawn and readmitted apart. */
static void test_withdraw_one_of_two_that_begin_alike(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  g_autoptr(GError) error = NULL;
  bool was;
  add(store, &alike_b);
  add(store, &alike_a);
  assert_true(rc_store_commit(store, NULL));
  assert_false(rc_store_withdraw(store, BEGINNING, &was, &error));
  assert_ambiguous(error);
  assert_int_equal(rc_catalogue_totals(rc_store_catalogue(store)).documents, 2);
  assert_true(rc_store_withdraw(store, digest_a, &was, NULL));
  assert_true(was);
  assert_false(stands_below(folder, "quandarized"));
  g_clear_pointer(&store, rc_store_free);
  g_autoptr(RcStore) again = open_store(folder);
  assert_true(rc_store_is_withdrawn(again, digest_a));
  assert_false(rc_store_is_withdrawn(again, digest_b));
  assert_string_equal(rc_catalogue_find_digest(rc_store_catalogue(again), digest_b), digest_b);
  /* The same digits again are not the other's now. */
  g_clear_error(&error);
  assert_false(rc_store_withdraw(again, BEGINNING, &was, &error));
  assert_ambiguous(error);
  assert_true(rc_store_withdraw(again, digest_b, &was, NULL));
  g_clear_error(&error);
  assert_false(rc_store_readmit(again, BEGINNING, &was, &error));
  assert_ambiguous(error);
  assert_true(rc_store_readmit(again, digest_b, &was, NULL));
  assert_true(was);
  assert_true(rc_store_readmit(again, BEGINNING, &was, NULL));
  assert_true(was);
  assert_false(rc_store_is_withdrawn(again, digest_a));
}

/* Of a document that was never there 16 digits are all that is known. */
static void test_withdraw_what_is_not_known(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  bool was;
  assert_true(rc_store_withdraw(store, BEGINNING, &was, NULL));
  assert_false(was);
  assert_true(rc_store_is_withdrawn(store, digest_a));
  assert_true(rc_store_is_withdrawn(store, digest_b));
  assert_true(rc_store_readmit(store, digest_a, &was, NULL));
  assert_true(was);
  assert_false(rc_store_is_withdrawn(store, digest_a));
}

/* --- checking --- */

/* The problems of the index, a line each; yours to free. */
static char *check_index(const char *folder) {
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
  guint64 documents;
  bool unfinished;
  assert_true(rc_check(folder, problems, notes, &unfinished, &documents, NULL));
  assert_int_equal(notes->len, 0);
  g_ptr_array_add(problems, NULL);
  return g_strjoinv("\n", (char **)problems->pdata);
}

static void test_a_sound_index(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  fill(folder);
  g_autofree char *problems = check_index(folder);
  assert_string_equal(problems, "");
}

/* What was never finished is no index yet: nothing is known of it that could be sound. */
static void test_an_index_without_a_commit(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  rc_store_free(open_store(folder));
  g_autoptr(GPtrArray) problems = g_ptr_array_new(), notes = g_ptr_array_new();
  g_autoptr(GError) error = NULL;
  guint64 documents;
  bool unfinished;
  assert_false(rc_check(folder, problems, notes, &unfinished, &documents, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_NO_INDEX));
  assert_non_null(strstr(error->message, "no finished index"));
}

static void test_a_document_whose_text_is_gone(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  fill(folder);
  g_autoptr(RcArchive) archive = rc_archive_open(folder, NULL);
  assert_true(rc_archive_remove(archive, second.id, NULL));
  assert_true(rc_archive_commit(archive, NULL));
  g_clear_pointer(&archive, rc_archive_free);
  g_autofree char *problems = check_index(folder);
  assert_non_null(strstr(problems, second.id));
  assert_null(strstr(problems, first.id));
}

/* Writes an entry of the first document anew, without its id or with other data. */
static void damage_entry(const char *folder, guint32 docid, bool lose_id, const char *data) {
  g_autofree char *path = generation_in_use(folder);
  g_autofree char *id = rc_schema_term(RC_FIELD_ID, first.id);
  g_autoptr(XapianWriter) writer = xapian_writer_open(path, NULL);
  assert_true(xapian_writer_begin(writer, NULL));
  g_autoptr(XapianDocument) entry = xapian_writer_read(writer, docid, NULL);
  if (lose_id)
    xapian_document_remove_term(entry, id);
  if (data)
    xapian_document_set_data(entry, data, strlen(data));
  assert_true(xapian_writer_replace(writer, docid, entry, NULL));
  assert_true(xapian_writer_commit(writer, NULL));
}

static void test_a_missing_passage(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  fill(folder);
  damage_entry(folder, 2, true, NULL);
  g_autofree char *problems = check_index(folder);
  assert_non_null(strstr(problems, first.id));
  assert_null(strstr(problems, second.id));
}

static void test_damaged_text(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  fill(folder);
  damage_entry(folder, 2, false, "not a pack");
  g_autofree char *problems = check_index(folder);
  assert_non_null(strstr(problems, first.id));
  assert_non_null(strstr(problems, "text"));
  assert_null(strstr(problems, second.id));
  g_autoptr(RcStore) store = open_store(folder);
  assert_non_null(rc_store_damage(store));
  assert_true(rc_store_is_outdated(store));
}

/* The list of what is withdrawn, as it stands beside the archive; yours to unref. */
static GHashTable *read_list(const char *folder, bool *unfinished) {
  GHashTable *ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  bool there;
  assert_true(rc_withdrawn_read(folder, ids, unfinished, &there, NULL));
  assert_true(there);
  return ids;
}

/* What cannot be taken out of a damaged index at once is marked as withdrawn in both places,
 * as unfinished, and what OCR has read of it is gone. */
static void test_a_withdrawal_that_cannot_be_finished(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  bool was_there, unfinished;
  {
    g_autoptr(RcStore) store = open_store(folder);
    add(store, &first);
    add(store, &secret);
    assert_true(rc_store_commit(store, NULL));
  }
  g_autofree char *leaves = rc_leaves_path(folder, secret_digest);
  assert_true(rc_leaves_add(leaves, 1, (const guint8 *)"leaf", 4));
  damage_entry(folder, 1, false, "not a record");
  g_autoptr(RcStore) store = open_store(folder);
  assert_false(rc_store_withdraw(store, secret.id, &was_there, NULL));
  g_autoptr(GHashTable) listed = read_list(folder, &unfinished);
  assert_true(unfinished);
  assert_true(g_hash_table_contains(listed, secret_digest));
  assert_true(rc_archive_is_withdrawn(rc_store_archive(store), secret_digest));
  assert_false(g_file_test(leaves, G_FILE_TEST_EXISTS));
}

/* However it was cut short, whatever opens the index to write finishes it, and says so. */
static void test_a_withdrawal_that_was_cut_short(void **state) {
  static const char *const lists[] = {"unfinished\n" SECRET SECRET SECRET SECRET "\n",
                                      SECRET SECRET SECRET SECRET, /* without its line feed */
                                      SECRET SECRET SECRET SECRET "\n5ec2"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
    FIXTURE_FOLDER folder = fixture_folder_new();
    bool was_there, unfinished;
    {
      g_autoptr(RcStore) store = open_store(folder);
      add(store, &first);
      assert_true(rc_store_withdraw(store, secret_digest, &was_there, NULL));
    }
    g_autofree char *list = fixture_write(folder, "withdrawn", lists[i], -1);
    g_autofree char *before = generation_in_use(folder);
    g_autoptr(RcStore) store = rc_store_open(folder, RC_STORE_USE, NULL);
    assert_non_null(store);
    assert_int_equal(rc_store_notes(store)->len, 1);
    assert_false(g_file_test(before, G_FILE_TEST_EXISTS)); /* it is written anew */
    g_autoptr(GHashTable) listed = read_list(folder, &unfinished);
    assert_false(unfinished);
    assert_true(g_hash_table_contains(listed, secret_digest));
    assert_true(rc_store_is_withdrawn(store, secret_digest));
  }
}

/* A damaged index is one to be made anew; a document is withdrawn from it when it is. */
static void test_a_damaged_record(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  fill(folder);
  damage_entry(folder, 1, false, "not a record");
  g_autofree char *problems = check_index(folder);
  assert_non_null(strstr(problems, folder));
  assert_non_null(strstr(problems, "record"));
  g_autoptr(RcStore) store = open_store(folder);
  assert_true(rc_store_is_outdated(store));
  assert_non_null(rc_store_damage(store));
  g_autoptr(GError) error = NULL;
  bool was_there;
  assert_false(rc_store_withdraw(store, second.id, &was_there, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_IO));
  assert_non_null(strstr(error->message, second.id));
  assert_true(rc_store_is_withdrawn(
      store, "2222222222222222222222222222222222222222222222222222222222222222"));
  g_autoptr(GPtrArray) kept = rc_archive_list(rc_store_archive(store), NULL);
  assert_int_equal(kept->len, 1);
}

static void test_a_summary_that_does_not_add_up(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  fill(folder);
  set_key(folder, RC_INDEX_KEY_SUMMARY, "{\"documents\":7}");
  g_autofree char *problems = check_index(folder);
  assert_non_null(strstr(problems, "7"));
}

/* Bytes of a table that are not what they were are seen, wherever they stand: by the
 * check, or because the index cannot be opened any more. */
static void test_flipped_bytes(void **state) {
  static const char *const tables[] = {"postlist.glass", "docdata.glass", "termlist.glass",
                                       "position.glass"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
    FIXTURE_FOLDER folder = fixture_folder_new();
    fill(folder);
    g_autofree char *path = generation_in_use(folder);
    g_autofree char *table = g_build_filename(path, tables[i], NULL), *bytes = NULL;
    gsize length;
    assert_true(g_file_get_contents(table, &bytes, &length, NULL));
    assert_true(length > 0);
    for (gsize place = 0; place < MIN(length, 32); place++)
      bytes[place] ^= 0x5a;
    assert_true(g_file_set_contents(table, bytes, (gssize)length, NULL));
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
    guint64 documents;
    bool unfinished;
    bool checked = rc_check(folder, problems, notes, &unfinished, &documents, &error);
    if (checked && problems->len == 0)
      fail_msg("%s: not seen", tables[i]);
    assert_true(checked || error != NULL);
  }
}

/* --- runs over folders --- */

static void copy_file(const char *from, const char *folder, const char *name) {
  g_autofree char *bytes = NULL;
  gsize length;
  assert_true(g_file_get_contents(from, &bytes, &length, NULL));
  g_autofree char *path = fixture_write(folder, name, bytes, (gssize)length);
}

/* Runs over `folder` into `index_path`; problems are counted, not kept. */
static RcRunSummary run_over(const char *index_path, const char *folder, guint *problems) {
  g_autoptr(RcStore) store = open_store(index_path);
  g_autoptr(RcWalk) walk = rc_walk_new();
  const RcRunOptions options = {.reader = forkserver, .ocr = RC_OCR_NEVER, .jobs = 2};
  RcRunSummary summary = {0};
  rc_walk_add(walk, folder);
  assert_true(rc_run(store, walk, &options, &summary, NULL));
  *problems = summary.problems->len;
  rc_run_summary_clear(&summary);
  return summary;
}

#define SMALL_PDF "corpus/dungans-kk.pdf"
#define OTHER_PDF "corpus/karakalpak-mixed-en-ru.pdf"

static void test_runs(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *index = g_build_filename(folder, "index", NULL);
  g_autofree char *pdfs = g_build_filename(folder, "pdfs", NULL);
  guint problems;
  copy_file(SMALL_PDF, pdfs, "a.pdf");
  copy_file(SMALL_PDF, pdfs, "copy/a.pdf");
  copy_file("tests/golden/words.txt", pdfs, "text.pdf");
  RcRunSummary run = run_over(index, pdfs, &problems);
  assert_int_equal(run.read[RC_STATUS_OK], 1);
  assert_int_equal(run.read[RC_STATUS_DAMAGED], 1);
  assert_int_equal(run.same_bytes, 1);
  assert_int_equal(problems, 1);
  run = run_over(index, pdfs, &problems);
  assert_int_equal(run.unchanged, 3);
  assert_int_equal(run.read[RC_STATUS_OK] + run.read[RC_STATUS_DAMAGED], 0);
  /* One file changes, one is touched, one goes. */
  copy_file(OTHER_PDF, pdfs, "text.pdf");
  g_autofree char *touched = g_build_filename(pdfs, "a.pdf", NULL);
  g_autofree char *gone = g_build_filename(pdfs, "copy", "a.pdf", NULL);
  const struct utimbuf long_ago = {1000, 1000};
  assert_int_equal(utime(touched, &long_ago), 0);
  assert_int_equal(remove(gone), 0);
  run = run_over(index, pdfs, &problems);
  assert_int_equal(run.replaced, 1);
  assert_int_equal(run.unchanged, 1);
  assert_int_equal(run.removed, 1);
  assert_int_equal(run.read[RC_STATUS_OK], 1);
  g_autoptr(RcStore) store = open_store(index);
  assert_int_equal(rc_catalogue_totals(rc_store_catalogue(store)).documents, 2);
  g_autoptr(GPtrArray) files = rc_catalogue_list_files(rc_store_catalogue(store));
  assert_int_equal(files->len, 2);
}

/* A folder that is suddenly empty or gone removes nothing and is named. */
static void test_an_emptied_folder_removes_nothing(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *index = g_build_filename(folder, "index", NULL);
  g_autofree char *pdfs = g_build_filename(folder, "pdfs", NULL);
  guint problems;
  copy_file(SMALL_PDF, pdfs, "a.pdf");
  run_over(index, pdfs, &problems);
  g_autofree char *file = g_build_filename(pdfs, "a.pdf", NULL);
  assert_int_equal(remove(file), 0);
  RcRunSummary run = run_over(index, pdfs, &problems);
  assert_int_equal(run.removed, 0);
  assert_int_equal(problems, 1);
  assert_int_equal(rmdir(pdfs), 0);
  run = run_over(index, pdfs, &problems);
  assert_int_equal(run.removed, 0);
  assert_int_equal(problems, 1);
  assert_true(count_entries(index) > 1);
}

/* Only what lay below the paths of the run can have vanished. */
static void test_other_folders_are_left_alone(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *index = g_build_filename(folder, "index", NULL);
  g_autofree char *one = g_build_filename(folder, "one", NULL);
  g_autofree char *two = g_build_filename(folder, "two", NULL);
  guint problems;
  copy_file(SMALL_PDF, one, "a.pdf");
  copy_file(OTHER_PDF, two, "b.pdf");
  run_over(index, one, &problems);
  RcRunSummary run = run_over(index, two, &problems);
  assert_int_equal(run.removed, 0);
  g_autoptr(RcStore) store = open_store(index);
  assert_int_equal(rc_catalogue_totals(rc_store_catalogue(store)).documents, 2);
}

static void test_an_interrupted_run(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcStore) store = open_store(folder);
  g_autoptr(RcWalk) walk = rc_walk_new();
  const volatile sig_atomic_t interrupted = 1;
  const RcRunOptions options = {
      .reader = forkserver, .ocr = RC_OCR_NEVER, .jobs = 1, .interrupted = &interrupted};
  g_auto(RcRunSummary) summary = {0};
  assert_true(rc_walk_add(walk, SMALL_PDF));
  assert_true(rc_run(store, walk, &options, &summary, NULL));
  assert_true(summary.interrupted);
  assert_int_equal(rc_catalogue_totals(rc_store_catalogue(store)).documents, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_new_index),
      cmocka_unit_test(test_one_writer_at_a_time),
      cmocka_unit_test(test_a_newer_schema),
      cmocka_unit_test(test_an_outdated_index),
      cmocka_unit_test(test_features),
      cmocka_unit_test(test_more_items_are_kept),
      cmocka_unit_test(test_the_layout_without_generations),
      cmocka_unit_test(test_no_folder_to_be_had),
      cmocka_unit_test(test_a_document_is_known_again),
      cmocka_unit_test(test_nothing_is_kept_without_commit),
      cmocka_unit_test(test_more_files_of_a_document),
      cmocka_unit_test(test_the_archive_follows_the_files),
      cmocka_unit_test(test_ocr_that_failed),
      cmocka_unit_test(test_a_document_that_comes_back),
      cmocka_unit_test(test_a_removal_that_was_cut_short),
      cmocka_unit_test(test_stubs_that_are_not_replaced),
      cmocka_unit_test(test_generations_that_stay),
      cmocka_unit_test(test_a_touched_file),
      cmocka_unit_test(test_files_go),
      cmocka_unit_test(test_a_change_that_fails),
      cmocka_unit_test(test_a_file_term_comes_and_goes),
      cmocka_unit_test(test_the_summary),
      cmocka_unit_test(test_roots),
      cmocka_unit_test(test_compacting_under_a_reader),
      cmocka_unit_test(test_what_is_worth_another_try),
      cmocka_unit_test(test_compacting_keeps_what_is_known),
      cmocka_unit_test(test_a_new_generation),
      cmocka_unit_test(test_a_generation_that_was_not_finished),
      cmocka_unit_test(test_withdraw),
      cmocka_unit_test(test_readmit),
      cmocka_unit_test(test_withdraw_with_copies),
      cmocka_unit_test(test_withdraw_one_of_two_that_begin_alike),
      cmocka_unit_test(test_withdraw_what_is_not_known),
      cmocka_unit_test(test_a_sound_index),
      cmocka_unit_test(test_an_index_without_a_commit),
      cmocka_unit_test(test_a_document_whose_text_is_gone),
      cmocka_unit_test(test_a_missing_passage),
      cmocka_unit_test(test_damaged_text),
      cmocka_unit_test(test_a_withdrawal_that_cannot_be_finished),
      cmocka_unit_test(test_a_withdrawal_that_was_cut_short),
      cmocka_unit_test(test_a_damaged_record),
      cmocka_unit_test(test_a_summary_that_does_not_add_up),
      cmocka_unit_test(test_flipped_bytes),
      cmocka_unit_test(test_runs),
      cmocka_unit_test(test_an_emptied_folder_removes_nothing),
      cmocka_unit_test(test_other_folders_are_left_alone),
      cmocka_unit_test(test_an_interrupted_run),
  };
  return cmocka_run_group_tests_name("store", tests, forkserver_fixture_start,
                                     forkserver_fixture_end);
}
