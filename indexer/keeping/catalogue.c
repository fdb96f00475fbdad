/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalogue.h"

#include <string.h>

struct RcCatalogue {
  GPtrArray *roots;      /* of char * */
  GHashTable *files;     /* rc_catalogue_key -> RcKnownFile * */
  GHashTable *documents; /* id -> RcKnownDocument * */
  RcTotals totals;
};

static void free_known_file(gpointer data) {
  RcKnownFile *known = data;
  g_free(known->id);
  g_free(known->file.path);
  g_free(known);
}

static void free_known_document(gpointer data) {
  g_free(((RcKnownDocument *)data)->reader);
  g_free(data);
}

RcCatalogue *rc_catalogue_new(void) {
  RcCatalogue *catalogue = g_new0(RcCatalogue, 1);
  catalogue->roots = g_ptr_array_new_with_free_func(g_free);
  catalogue->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_known_file);
  catalogue->documents =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_known_document);
  return catalogue;
}

void rc_catalogue_free(RcCatalogue *catalogue) {
  if (!catalogue)
    return;
  g_ptr_array_unref(catalogue->roots);
  g_hash_table_unref(catalogue->files);
  g_hash_table_unref(catalogue->documents);
  g_free(catalogue);
}

/* --- asking --- */

char *rc_catalogue_key(const RcFile *file) {
  return g_strdup_printf("%u:%s", file->root, file->path);
}

const RcKnownFile *rc_catalogue_find_file(const RcCatalogue *catalogue, const RcFile *file) {
  g_autofree char *key = rc_catalogue_key(file);
  return g_hash_table_lookup(catalogue->files, key);
}

const RcKnownDocument *rc_catalogue_find_document(const RcCatalogue *catalogue, const char *id) {
  return g_hash_table_lookup(catalogue->documents, id);
}

GPtrArray *rc_catalogue_list_files(const RcCatalogue *catalogue) {
  GPtrArray *files = g_ptr_array_new();
  GHashTableIter iter;
  gpointer known;
  g_hash_table_iter_init(&iter, catalogue->files);
  while (g_hash_table_iter_next(&iter, NULL, &known))
    g_ptr_array_add(files, known);
  return files;
}

static int compare_strings(gconstpointer a, gconstpointer b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *rc_catalogue_list_documents(const RcCatalogue *catalogue) {
  GPtrArray *ids = g_ptr_array_new();
  GHashTableIter iter;
  gpointer id;
  g_hash_table_iter_init(&iter, catalogue->documents);
  while (g_hash_table_iter_next(&iter, &id, NULL))
    g_ptr_array_add(ids, id);
  g_ptr_array_sort(ids, compare_strings);
  return ids;
}

RcTotals rc_catalogue_totals(const RcCatalogue *catalogue) {
  return catalogue->totals;
}

const GPtrArray *rc_catalogue_roots(const RcCatalogue *catalogue) {
  return catalogue->roots;
}

char *rc_catalogue_absolute_path(const RcCatalogue *catalogue, const RcFile *file) {
  return file->root < catalogue->roots->len
             ? g_build_filename(g_ptr_array_index(catalogue->roots, file->root), file->path, NULL)
             : g_strdup(file->path);
}

/* --- changing --- */

void rc_catalogue_add_root(RcCatalogue *catalogue, char *path) {
  g_ptr_array_add(catalogue->roots, path);
}

/* The part of `path` below `folder`, borrowed, or NULL if it is not below it. */
static const char *path_below(const char *folder, const char *path) {
  gsize length = strlen(folder);
  if (strcmp(folder, "/") == 0)
    return path + 1;
  return strncmp(folder, path, length) == 0 && path[length] == '/' ? path + length + 1 : NULL;
}

void rc_catalogue_locate(RcCatalogue *catalogue, const char *folder, const char *path,
                         RcFile *file) {
  const char *below = NULL;
  guint root = 0;
  while (root < catalogue->roots->len &&
         !(below = path_below(g_ptr_array_index(catalogue->roots, root), path)))
    root++;
  if (!below) {
    rc_catalogue_add_root(catalogue, g_strdup(folder));
    below = path_below(folder, path);
  }
  file->root = root;
  file->path = g_strdup(below);
}

/* In place, if it is known: whoever removes one file of a document after the other has them
 * listed. */
static void add_file(RcCatalogue *catalogue, const char *id, const RcFile *file) {
  g_autofree char *key = rc_catalogue_key(file);
  RcKnownFile *known = g_hash_table_lookup(catalogue->files, key);
  if (!known) {
    known = g_new(RcKnownFile, 1);
    *known = (RcKnownFile){.file = {.root = file->root, .path = g_strdup(file->path)}};
    g_hash_table_insert(catalogue->files, g_steal_pointer(&key), known);
  }
  known->file.mtime = file->mtime;
  known->file.bytes = file->bytes;
  if (g_strcmp0(known->id, id) != 0) {
    g_free(known->id);
    known->id = g_strdup(id);
  }
}

/* `files`: how many hold it. */
static void put_document(RcCatalogue *catalogue, const RcDocument *document, guint32 files) {
  rc_catalogue_remove(catalogue, document->id);
  RcKnownDocument *known = g_new(RcKnownDocument, 1);
  *known = (RcKnownDocument){
      .files = files,
      .pages = document->pages,
      .pages_read = document->pages_read,
      .passages = document->passage_positions->len,
      .ocr_wanted = document->ocr_wanted,
      .status = document->status,
      .reader = g_strdup(document->reader),
  };
  catalogue->totals.documents++;
  catalogue->totals.pages += known->pages;
  catalogue->totals.not_fully_read += known->status != RC_STATUS_OK;
  g_hash_table_insert(catalogue->documents, g_strdup(document->id), known);
}

void rc_catalogue_add(RcCatalogue *catalogue, const RcDocument *document) {
  put_document(catalogue, document, document->files->len);
  for (guint i = 0; i < document->files->len; i++)
    add_file(catalogue, document->id, &g_array_index(document->files, RcFile, i));
}

void rc_catalogue_replace(RcCatalogue *catalogue, const RcDocument *document) {
  const RcKnownDocument *known = rc_catalogue_find_document(catalogue, document->id);
  put_document(catalogue, document, known ? known->files : 0);
}

void rc_catalogue_clear_ocr_wanted(RcCatalogue *catalogue, const char *id) {
  RcKnownDocument *known = g_hash_table_lookup(catalogue->documents, id);
  if (known)
    known->ocr_wanted = 0;
}

void rc_catalogue_add_file(RcCatalogue *catalogue, const char *id, const RcFile *file) {
  const RcKnownFile *known = rc_catalogue_find_file(catalogue, file);
  RcKnownDocument *document = g_hash_table_lookup(catalogue->documents, id);
  if (document && (!known || strcmp(known->id, id) != 0))
    document->files++;
  add_file(catalogue, id, file);
}

void rc_catalogue_remove(RcCatalogue *catalogue, const char *id) {
  const RcKnownDocument *known = rc_catalogue_find_document(catalogue, id);
  if (!known)
    return;
  catalogue->totals.documents--;
  catalogue->totals.pages -= known->pages;
  catalogue->totals.not_fully_read -= known->status != RC_STATUS_OK;
  g_hash_table_remove(catalogue->documents, id);
}

void rc_catalogue_remove_file(RcCatalogue *catalogue, const RcFile *file) {
  g_autofree char *key = rc_catalogue_key(file);
  const RcKnownFile *known = g_hash_table_lookup(catalogue->files, key);
  RcKnownDocument *document = known ? g_hash_table_lookup(catalogue->documents, known->id) : NULL;
  if (document && document->files > 0)
    document->files--;
  g_hash_table_remove(catalogue->files, key);
}

void rc_catalogue_clear(RcCatalogue *catalogue) {
  g_hash_table_remove_all(catalogue->files);
  g_hash_table_remove_all(catalogue->documents);
  catalogue->totals = (RcTotals){0};
}
