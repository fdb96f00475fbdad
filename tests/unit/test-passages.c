/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passages in packs: what was written is what is read, in any order, from one database
 * and from several searched as one, and damage is an error. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "error.h"
#include "fixture.h"
#include "index.h"
#include "pack.h"

/* --- packs --- */

static void test_records_come_back(void **state) {
  static const char *const records[] = {"one", "", "ещё одна", "the last"};
  (void)state;
  g_autoptr(GByteArray) plain = g_byte_array_new();
  for (gsize i = 0; i < G_N_ELEMENTS(records); i++)
    rc_pack_add(plain, records[i], strlen(records[i]));
  g_autoptr(GByteArray) pack = rc_pack_new(plain);
  g_autoptr(GByteArray) again = rc_pack_open(pack->data, pack->len);
  assert_non_null(again);
  gsize offset = 0, length, count = 0;
  for (const guint8 *record; rc_pack_next(again, &offset, &record, &length); count++) {
    assert_int_equal(length, strlen(records[count]));
    assert_memory_equal(record, records[count], length);
  }
  assert_int_equal(count, G_N_ELEMENTS(records));
  assert_int_equal(offset, again->len);
}

static GByteArray *pack_of(const char *record) {
  g_autoptr(GByteArray) plain = g_byte_array_new();
  rc_pack_add(plain, record, strlen(record));
  return rc_pack_new(plain);
}

/* A bit that rots is damage, or says nothing. */
static void test_a_flipped_bit(void **state) {
  static const char text[] = "Погром в Масанчи; the pogrom in Masanchi; погром в Масанчи";
  (void)state;
  g_autoptr(GByteArray) plain = g_byte_array_new();
  rc_pack_seal(plain, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
  rc_pack_add(plain, text, sizeof text);
  g_autoptr(GByteArray) pack = rc_pack_new(plain);
  for (guint bit = 0; bit < pack->len * 8; bit++) {
    pack->data[bit / 8] ^= (guint8)(1 << bit % 8);
    g_autoptr(GByteArray) again = rc_pack_open(pack->data, pack->len);
    if (again) {
      assert_int_equal(again->len, plain->len);
      assert_memory_equal(again->data, plain->data, plain->len);
    }
    pack->data[bit / 8] ^= (guint8)(1 << bit % 8);
  }
}

/* A seal says whose records these are. */
static void test_seals(void **state) {
  static const char own[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  static const char other[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdee";
  (void)state;
  g_autoptr(GByteArray) plain = g_byte_array_new(), bare = g_byte_array_new();
  rc_pack_seal(plain, own);
  rc_pack_add(plain, "one", 3);
  rc_pack_add(plain, "два", strlen("два"));
  rc_pack_add(bare, "one", 3);
  assert_true(rc_pack_belongs(plain, own));
  assert_false(rc_pack_belongs(plain, other));
  assert_false(rc_pack_belongs(plain, NULL));
  assert_true(rc_pack_belongs(bare, other)); /* of schema 4: it says nothing */
  g_autoptr(GByteArray) pack = rc_pack_new(plain);
  assert_true(rc_pack_check(pack->data, pack->len, own, 2));
  assert_false(rc_pack_check(pack->data, pack->len, own, 3));
  assert_false(rc_pack_check(pack->data, pack->len, other, 2));
}

/* Packs one after another are a pack, but not with half of one behind them. */
static void test_packs_after_packs(void **state) {
  static const char *const records[] = {"one", "ещё одна", "the last"};
  (void)state;
  g_autoptr(GByteArray) all = g_byte_array_new();
  for (gsize i = 0; i < G_N_ELEMENTS(records); i++) {
    g_autoptr(GByteArray) pack = pack_of(records[i]);
    for (guint length = 1; length < pack->len; length++) {
      g_autoptr(GByteArray) cut = g_byte_array_new();
      g_byte_array_append(cut, all->data, all->len);
      g_byte_array_append(cut, pack->data, length);
      assert_null(rc_pack_open(cut->data, cut->len));
    }
    g_byte_array_append(all, pack->data, pack->len);
  }
  g_autoptr(GByteArray) plain = rc_pack_open(all->data, all->len);
  assert_non_null(plain);
  gsize offset = 0, length, count = 0;
  for (const guint8 *record; rc_pack_next(plain, &offset, &record, &length); count++)
    assert_memory_equal(record, records[count], length);
  assert_int_equal(count, G_N_ELEMENTS(records));
}

/* Packs that are small and unfold to much, each allowed alone. */
static void test_packs_that_hold_too_much(void **state) {
  (void)state;
  g_autoptr(GByteArray) zeros = g_byte_array_new(), all = g_byte_array_new();
  g_byte_array_set_size(zeros, RC_PACK_BYTES_MAX / 8);
  memset(zeros->data, 0, zeros->len);
  g_autoptr(GByteArray) pack = rc_pack_new(zeros);
  g_clear_pointer(&zeros, g_byte_array_unref);
  for (int i = 0; i < 9; i++)
    g_byte_array_append(all, pack->data, pack->len);
  assert_null(rc_pack_open(all->data, all->len));
  g_autoptr(GByteArray) one = rc_pack_open(all->data, pack->len);
  assert_non_null(one);
}

/* Neither a pack that is cut or changed nor what never was one is taken, or read beyond. */
static void test_what_is_no_pack(void **state) {
  (void)state;
  g_autoptr(GByteArray) plain = g_byte_array_new();
  g_autofree char *text = g_strnfill(1000, 'x');
  rc_pack_add(plain, text, 1000);
  g_autoptr(GByteArray) pack = rc_pack_new(plain);
  for (guint length = 0; length < pack->len; length++) {
    g_autoptr(GByteArray) cut = rc_pack_open(pack->data, length);
    assert_null(cut);
  }
  g_autoptr(GByteArray) letters = rc_pack_open(text, 1000);
  assert_null(letters);
}

static void test_lengths_that_lie(void **state) {
  static const guint8 lies[][6] = {{3, 0, 0, 0, 'a', 'b'}, {255, 255, 255, 255, 'a', 'b'}};
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(lies); i++)
    for (guint length = 1; length <= sizeof lies[i]; length++) {
      g_autoptr(GByteArray) plain = g_byte_array_new();
      g_byte_array_append(plain, lies[i], length);
      const guint8 *record;
      gsize offset = 0, size;
      assert_false(rc_pack_next(plain, &offset, &record, &size));
      assert_true(offset > plain->len);
    }
}

/* --- in the index --- */

/* So many and so long that they fill several packs, and one passage a pack alone. */
#define PASSAGES 40
#define LONG_PASSAGE 17

static char *text_of(const char *id, guint32 ordinal) {
  GString *text = g_string_new(NULL);
  gsize length = ordinal == LONG_PASSAGE ? 200000 : 9000;
  g_string_printf(text, "Абзац %u of %s.", ordinal, id);
  while (text->len < length)
    g_string_append_printf(text, " Слово word %" G_GSIZE_FORMAT, text->len);
  return g_string_free(text, FALSE);
}

static void add_document(RcStore *store, const char *id) {
  FixturePassage passages[PASSAGES + 1] = {{0}};
  for (guint32 i = 0; i < PASSAGES; i++)
    passages[i].text = text_of(id, i + 1);
  const FixtureDocument document = {.id = id, .path = id, .date = "2020", .passages = passages};
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(NULL);
  assert_true(rc_store_add_document(store, fixture_entries_new(&document, stemmer), NULL));
  for (guint32 i = 0; i < PASSAGES; i++)
    g_free((char *)passages[i].text);
}

static void fill(const char *folder, const char *const *ids) {
  g_autoptr(RcStore) store = rc_store_open(folder, RC_STORE_CREATE, NULL);
  assert_non_null(store);
  for (; *ids; ids++)
    add_document(store, *ids);
  assert_true(rc_store_commit(store, NULL));
}

static GArray *entries_of(RcIndex *index, const char *id) {
  g_autofree char *term = rc_schema_term(RC_FIELD_ID, id);
  GArray *docids = xapian_database_postings(rc_index_database(index), term, 0, NULL);
  assert_non_null(docids);
  return docids;
}

/* Reads every passage entry of a document, last first, and counts the texts that are as
 * they were written. */
static guint count_sound(RcIndex *index, const char *id) {
  g_autoptr(GArray) docids = entries_of(index, id);
  guint32 entry = g_array_index(docids, guint32, 0);
  g_autoptr(RcDocument) document = rc_index_read_document(index, entry, NULL);
  assert_non_null(document);
  assert_true(document->pack_starts->len > 3);
  guint sound = 0;
  for (guint i = docids->len; i-- > 0;) {
    g_autoptr(GError) error = NULL;
    g_autoptr(RcPassage) passage =
        rc_index_read_passage(index, document, g_array_index(docids, guint32, i), &error);
    if (!passage)
      continue; /* a document entry */
    g_autofree char *text = text_of(id, passage->ordinal);
    sound += strcmp(passage->text, text) == 0;
  }
  return sound;
}

static void test_one_database(void **state) {
  static const char *const ids[] = {"1111111111111111", "2222222222222222", NULL};
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  fill(folder, ids);
  g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
  assert_int_equal(count_sound(index, ids[0]), PASSAGES);
  assert_int_equal(count_sound(index, ids[1]), PASSAGES);
  /* Between two documents lie the passages of the first. */
  const GArray *documents = rc_index_documents(index, NULL);
  assert_int_equal(rc_index_shards(index), 1);
  assert_int_equal(documents->len, 2);
  assert_int_equal(g_array_index(documents, guint32, 0), 1);
  assert_int_equal(g_array_index(documents, guint32, 1), 1 + PASSAGES + 1);
}

/* Ids take turns between databases; one document may lie in several. */
static void test_several_databases(void **state) {
  static const char *const ids[] = {"1111111111111111", "2222222222222222", NULL};
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(GString) stub = g_string_new("# shards\n");
  for (int i = 0; i < 3; i++) {
    g_autofree char *name = g_strdup_printf("shard-%d", i);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    fill(path, ids + i % 2);
    g_string_append_printf(stub, "auto %s/xapian\n\n", name);
  }
  g_free(fixture_write(folder, "xapian", stub->str, -1));
  g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
  assert_non_null(index);
  assert_int_equal(count_sound(index, ids[0]), 2 * PASSAGES);
  assert_int_equal(count_sound(index, ids[1]), 3 * PASSAGES);
  g_autoptr(GError) error = NULL;
  assert_int_equal(rc_index_shards(index), 3);
  assert_null(rc_index_documents(index, &error));
  assert_null(error);
}

/* Writes an entry's data anew, as a failing disk may. */
static void damage(const char *folder, guint32 docid) {
  g_autofree char *stub_path = rc_index_database_path(folder), *stub = NULL;
  assert_true(g_file_get_contents(stub_path, &stub, NULL, NULL));
  g_autofree char *path = g_build_filename(folder, g_strchomp(stub + strlen("auto ")), NULL);
  g_autoptr(XapianWriter) writer = xapian_writer_open(path, NULL);
  assert_true(xapian_writer_begin(writer, NULL));
  g_autoptr(XapianDocument) entry = xapian_writer_read(writer, docid, NULL);
  xapian_document_set_data(entry, "damaged", strlen("damaged"));
  assert_true(xapian_writer_replace(writer, docid, entry, NULL));
  assert_true(xapian_writer_commit(writer, NULL));
}

static void assert_damaged(const GError *error, const char *folder, const char *id) {
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_IO));
  assert_non_null(strstr(error->message, folder));
  assert_non_null(strstr(error->message, "--rebuild"));
  assert_non_null(strstr(error->message, id));
}

static void test_damage(void **state) {
  static const char *const ids[] = {"1111111111111111", NULL};
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  fill(folder, ids);
  damage(folder, 2);
  g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
  g_autoptr(RcDocument) document = rc_index_read_document(index, 1, NULL);
  g_autoptr(GError) of_text = NULL, of_record = NULL;
  g_autoptr(RcPassage) passage = rc_index_read_passage(index, document, 2, &of_text);
  assert_null(passage);
  assert_damaged(of_text, folder, ids[0]);
  damage(folder, 1);
  assert_true(rc_index_reopen(index, NULL));
  g_autoptr(RcDocument) none = rc_index_read_document(index, 1, &of_record);
  assert_null(none);
  assert_damaged(of_record, folder, "record");
}

/* A document entry is no passage, nor is an entry of another document. */
static void test_what_is_no_passage(void **state) {
  static const char *const ids[] = {"1111111111111111", "2222222222222222", NULL};
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  fill(folder, ids);
  g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
  g_autoptr(RcDocument) first = rc_index_read_document(index, 1, NULL);
  const guint32 wrong[] = {1, PASSAGES + 2, 2 * PASSAGES + 2, 1000000, 0};
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(RcPassage) passage = rc_index_read_passage(index, first, wrong[i], &error);
    assert_null(passage);
    assert_non_null(error);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_records_come_back),
      cmocka_unit_test(test_a_flipped_bit),
      cmocka_unit_test(test_seals),
      cmocka_unit_test(test_packs_after_packs),
      cmocka_unit_test(test_packs_that_hold_too_much),
      cmocka_unit_test(test_what_is_no_pack),
      cmocka_unit_test(test_lengths_that_lie),
      cmocka_unit_test(test_one_database),
      cmocka_unit_test(test_several_databases),
      cmocka_unit_test(test_what_is_no_passage),
      cmocka_unit_test(test_damage),
  };
  return cmocka_run_group_tests_name("passages", tests, NULL, NULL);
}
