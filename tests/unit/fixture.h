/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What several suites need: a folder that goes away, files in it, and documents
 * made of plain descriptions, indexed as the indexer would. */
#ifndef RC_FIXTURE_H
#define RC_FIXTURE_H

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../indexer/keeping/entries.h"
#include "../../indexer/keeping/store.h"
#include "../../indexer/naming/annotate.h"
#include "../../indexer/naming/articles.h"
#include "../../indexer/naming/inversion.h"
#include "document.h"
#include "record.h"
#include "stem.h"
#include "text.h"
#include "vocabulary.h"

/* --- folders and files --- */

/* A new empty folder; yours to give to fixture_folder_remove. */
G_GNUC_UNUSED static char *fixture_folder_new(void) {
  char *path = g_dir_make_tmp("recourse-test-XXXXXX", NULL);
  g_assert_nonnull(path);
  return path;
}

/* Removes a file, or a folder with all that is in it; links are not followed. */
G_GNUC_UNUSED static void fixture_remove(const char *path) {
  g_autoptr(GDir) folder =
      g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *child = g_build_filename(path, name, NULL);
    fixture_remove(child);
  }
  remove(path);
}

/* Removes the folder with all that is in it; frees and clears *path. */
G_GNUC_UNUSED static void fixture_folder_remove(char **path) {
  if (*path)
    fixture_remove(*path);
  g_clear_pointer(path, g_free);
}

#define FIXTURE_FOLDER __attribute__((cleanup(fixture_folder_remove))) char *

/* Writes a file below `folder`, making folders on the way; its path is yours. */
G_GNUC_UNUSED static char *fixture_write(const char *folder, const char *name, const char *bytes,
                                         gssize length) {
  char *path = g_build_filename(folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname(path);
  g_assert_cmpint(g_mkdir_with_parents(parent, 0700), ==, 0);
  g_assert_true(g_file_set_contents(path, bytes, length, NULL));
  return path;
}

/* --- documents --- */

/* A paragraph; ends a list with text NULL. */
typedef struct {
  const char *text;
  RcKind kind;
  guint32 page; /* 0: 1 */
  const char *language;
  const char *number;
  guint32 turn;        /* byte of the text with which the next page begins; 0: none */
  const char *section; /* the heading over it, or NULL */
} FixturePassage;

typedef struct {
  const char *id; /* 16 hex digits, the digest is four times that; or all of it */
  const char *path;
  const char *title, *date, *symbol, *type, *organisation, *language;
  const FixturePassage *passages;
} FixtureDocument;

/* The passage as a worker would send it, annotated. */
G_GNUC_UNUSED static RcPassage *fixture_passage_new(const FixturePassage *from, guint32 ordinal) {
  RcPassage *passage = rc_passage_new();
  RcPageStart start = {0, MAX(from->page, 1)};
  passage->ordinal = ordinal;
  passage->kind = from->kind;
  passage->text = g_strdup(from->text);
  passage->language = g_strdup(from->language);
  passage->number = g_strdup(from->number);
  g_array_append_val(passage->page_starts, start);
  if (from->section)
    g_ptr_array_add(passage->section, g_strdup(from->section));
  RcPageStart next = {from->turn, start.page + 1};
  if (from->turn)
    g_array_append_val(passage->page_starts, next);
  g_autoptr(GArray) words = rc_text_words(passage->text, -1);
  rc_annotate_passage(passage, words);
  g_autoptr(RcArticles) articles = rc_articles_new();
  rc_articles_find(articles, passage, words);
  return passage;
}

G_GNUC_UNUSED static RcDocument *fixture_document_new(const FixtureDocument *from) {
  RcDocument *document = rc_document_new();
  document->reader_version = RC_READER_VERSION;
  document->id = g_strdup(from->id);
  document->sha256 = strlen(from->id) == RC_DIGEST_DIGITS
                         ? g_strdup(from->id)
                         : g_strconcat(from->id, from->id, from->id, from->id, NULL);
  RcFile file = {.root = 0, .path = g_strdup(from->path), .mtime = 1, .bytes = 2};
  g_array_append_val(document->files, file);
  rc_document_set(document, RC_METADATA_TITLE, from->title, "page 1");
  rc_document_set(document, RC_METADATA_DATE, from->date, "page 1");
  rc_document_set(document, RC_METADATA_SYMBOL, from->symbol, "page 1");
  rc_document_set(document, RC_METADATA_TYPE, from->type, "page 1");
  rc_document_set(document, RC_METADATA_ORGANISATION, from->organisation, "page 1");
  rc_document_set(document, RC_METADATA_LANGUAGE, from->language, "text");
  document->pages = document->pages_read = 3;
  return document;
}

/* Adds a passage by the bytes that a worker would send; it must be taken. */
G_GNUC_UNUSED static void fixture_add_passage(RcEntries *entries, RcInversion *inversion,
                                              RcDictionary *dictionary, const RcPassage *passage) {
  g_autoptr(GByteArray) record = g_byte_array_new(), terms = g_byte_array_new();
  g_autoptr(GArray) words = rc_dictionary_words(dictionary, passage->text, -1);
  g_autoptr(GError) error = NULL;
  rc_record_append_passage(record, passage);
  rc_inversion_add_passage(inversion, passage, words, terms);
  g_autoptr(RcPassage) taken = rc_entries_add_passage(entries, record->data, record->len,
                                                      words->len, terms->data, terms->len, &error);
  g_assert_no_error(error);
  g_assert_nonnull(taken);
}

/* Sets the terms of the document entry as a worker would. */
G_GNUC_UNUSED static void fixture_set_terms(RcEntries *entries, const RcInversion *inversion) {
  g_autoptr(GByteArray) terms = g_byte_array_new();
  g_autoptr(GError) error = NULL;
  rc_inversion_append_document(inversion, terms);
  g_assert_true(rc_entries_set_terms(entries, terms->data, terms->len, &error));
  g_assert_no_error(error);
}

/* Takes the document. */
G_GNUC_UNUSED static RcEntries *
fixture_fill_entries(RcDocument *document, const FixturePassage *passages, RcStemmer *stemmer) {
  RcEntries *entries = rc_entries_new(document);
  g_autoptr(RcDictionary) dictionary = rc_dictionary_new();
  g_autoptr(RcInversion) inversion = rc_inversion_new(stemmer, dictionary);
  for (guint32 i = 0; passages && passages[i].text; i++) {
    g_autoptr(RcPassage) passage = fixture_passage_new(&passages[i], i + 1);
    fixture_add_passage(entries, inversion, dictionary, passage);
  }
  fixture_set_terms(entries, inversion);
  return entries;
}

G_GNUC_UNUSED static RcEntries *fixture_entries_new(const FixtureDocument *from,
                                                    RcStemmer *stemmer) {
  return fixture_fill_entries(fixture_document_new(from), from->passages, stemmer);
}

G_GNUC_UNUSED static void fixture_take_position(guint place, guint32 position, gpointer data) {
  (void)place;
  g_array_append_val((GArray *)data, position);
}

/* Where a term stands in documents, one after the other: an array of guint32, yours. */
G_GNUC_UNUSED static GArray *fixture_positions(XapianDatabase *database, const char *term,
                                               const guint32 *docids, guint count) {
  GArray *positions = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_assert_true(xapian_database_visit_positions(database, term, docids, count,
                                                fixture_take_position, positions, NULL));
  return positions;
}

/* Adds documents to the index at `path` and commits. */
G_GNUC_UNUSED static void fixture_index(const char *path, const FixtureDocument *documents,
                                        gsize count) {
  g_autoptr(RcStore) store = rc_store_open(path, RC_STORE_CREATE, NULL);
  g_assert_nonnull(store);
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  for (gsize i = 0; i < count; i++)
    g_assert_true(rc_store_add_document(store, fixture_entries_new(&documents[i], stemmer), NULL));
  g_assert_true(rc_store_commit(store, NULL));
}

#endif
