/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalogue.h"

#include <string.h>

/* A file among those of its document. */
typedef struct Holder Holder;
struct Holder {
  RcKnownFile known;
  Holder *next, *previous;
};

struct RcCatalogue {
  GPtrArray *roots;      /* of char *; "" where it is not known */
  GHashTable *numbers;   /* root -> its number, of those that are known */
  GHashTable *files;     /* rc_catalogue_key -> Holder * */
  GHashTable *holders;   /* id -> the first Holder * of the document */
  GHashTable *documents; /* id -> RcKnownDocument * */
  RcTotals totals;
};

static void free_holder(gpointer data) {
  Holder *holder = data;
  g_free(holder->known.id);
  g_free(holder->known.file.path);
  g_free(holder);
}

static void free_known_document(gpointer data) {
  RcKnownDocument *known = data;
  g_free(known->sha256);
  g_free(known->reader);
  g_free(known);
}

RcCatalogue *rc_catalogue_new(void) {
  RcCatalogue *catalogue = g_new0(RcCatalogue, 1);
  catalogue->roots = g_ptr_array_new_with_free_func(g_free);
  catalogue->numbers = g_hash_table_new(g_str_hash, g_str_equal);
  catalogue->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_holder);
  catalogue->holders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  catalogue->documents =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_known_document);
  return catalogue;
}

void rc_catalogue_free(RcCatalogue *catalogue) {
  if (!catalogue)
    return;
  g_hash_table_unref(catalogue->numbers);
  g_ptr_array_unref(catalogue->roots);
  g_hash_table_unref(catalogue->holders);
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

const char *rc_catalogue_find_digest(const RcCatalogue *catalogue, const char *sha256) {
  g_autofree char *beginning = g_strndup(sha256, RC_ID_DIGITS);
  const char *const ids[] = {beginning, sha256};
  for (gsize i = 0; i < G_N_ELEMENTS(ids); i++) {
    gpointer id, known;
    if (g_hash_table_lookup_extended(catalogue->documents, ids[i], &id, &known) &&
        g_strcmp0(((const RcKnownDocument *)known)->sha256, sha256) == 0)
      return id;
  }
  return NULL;
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

GPtrArray *rc_catalogue_list_files_of(const RcCatalogue *catalogue, const char *id) {
  GPtrArray *files = g_ptr_array_new();
  for (Holder *holder = g_hash_table_lookup(catalogue->holders, id); holder; holder = holder->next)
    g_ptr_array_add(files, &holder->known);
  return files;
}

GPtrArray *rc_catalogue_list_documents(const RcCatalogue *catalogue) {
  GPtrArray *ids = g_ptr_array_new();
  g_autoptr(GList) sorted =
      g_list_sort(g_hash_table_get_keys(catalogue->documents), (GCompareFunc)strcmp);
  for (const GList *id = sorted; id; id = id->next)
    g_ptr_array_add(ids, id->data);
  return ids;
}

RcTotals rc_catalogue_totals(const RcCatalogue *catalogue) {
  return catalogue->totals;
}

const GPtrArray *rc_catalogue_roots(const RcCatalogue *catalogue) {
  return catalogue->roots;
}

bool rc_catalogue_knows_place(const RcCatalogue *catalogue, const RcFile *file) {
  return file->root < catalogue->roots->len &&
         *(const char *)g_ptr_array_index(catalogue->roots, file->root) != '\0';
}

char *rc_catalogue_absolute_path(const RcCatalogue *catalogue, const RcFile *file) {
  return rc_catalogue_knows_place(catalogue, file)
             ? g_build_filename(g_ptr_array_index(catalogue->roots, file->root), file->path, NULL)
             : g_strdup(file->path);
}

/* --- changing --- */

void rc_catalogue_add_root(RcCatalogue *catalogue, char *path) {
  g_ptr_array_add(catalogue->roots, path);
  if (*path && !g_hash_table_contains(catalogue->numbers, path))
    g_hash_table_insert(catalogue->numbers, path, GUINT_TO_POINTER(catalogue->roots->len - 1));
}

/* Of the roots that a path lies below, the one that was added first: what it is called stays,
 * whatever is added later. */
static bool find_root(const RcCatalogue *catalogue, const char *path, guint *root) {
  g_autofree char *folder = g_path_get_dirname(path);
  bool found = false;
  for (;;) {
    gpointer number;
    if (g_hash_table_lookup_extended(catalogue->numbers, folder, NULL, &number) &&
        (!found || GPOINTER_TO_UINT(number) < *root)) {
      *root = GPOINTER_TO_UINT(number);
      found = true;
    }
    char *slash = strrchr(folder, '/');
    if (!slash || slash[1] == '\0')
      return found;
    slash[slash == folder] = '\0';
  }
}

void rc_catalogue_locate(RcCatalogue *catalogue, const char *folder, const char *path,
                         RcFile *file) {
  if (!find_root(catalogue, path, &file->root)) {
    file->root = catalogue->roots->len;
    rc_catalogue_add_root(catalogue, g_strdup(folder));
  }
  const char *below = path + strlen(g_ptr_array_index(catalogue->roots, file->root));
  file->path = g_strdup(below + (*below == '/'));
}

static void leave_document(RcCatalogue *catalogue, Holder *holder) {
  if (holder->next)
    holder->next->previous = holder->previous;
  if (holder->previous)
    holder->previous->next = holder->next;
  else if (holder->next)
    g_hash_table_replace(catalogue->holders, g_strdup(holder->known.id), holder->next);
  else
    g_hash_table_remove(catalogue->holders, holder->known.id);
}

/* In place, if it is known: whoever removes one file of a document after the other has them
 * listed.  A root of which nothing is known keeps its number: no other folder gets it. */
static void add_file(RcCatalogue *catalogue, const char *id, const RcFile *file) {
  g_autofree char *key = rc_catalogue_key(file);
  Holder *holder = g_hash_table_lookup(catalogue->files, key);
  if (!holder) {
    holder = g_new0(Holder, 1);
    holder->known.file = (RcFile){.root = file->root, .path = g_strdup(file->path)};
    g_hash_table_insert(catalogue->files, g_steal_pointer(&key), holder);
    while (file->root < RC_CATALOGUE_ROOTS_MAX && catalogue->roots->len <= file->root)
      rc_catalogue_add_root(catalogue, g_strdup(""));
  }
  holder->known.file.mtime = file->mtime;
  holder->known.file.bytes = file->bytes;
  if (g_strcmp0(holder->known.id, id) == 0)
    return;
  if (holder->known.id)
    leave_document(catalogue, holder);
  g_free(holder->known.id);
  holder->known.id = g_strdup(id);
  holder->previous = NULL;
  holder->next = g_hash_table_lookup(catalogue->holders, id);
  if (holder->next)
    holder->next->previous = holder;
  g_hash_table_replace(catalogue->holders, g_strdup(id), holder);
}

/* `files`: how many hold it. */
static void put_document(RcCatalogue *catalogue, const RcDocument *document, guint32 files) {
  rc_catalogue_remove(catalogue, document->id);
  RcKnownDocument *known = g_new(RcKnownDocument, 1);
  *known = (RcKnownDocument){
      .sha256 = g_strdup(document->sha256),
      .files = files,
      .pages = document->pages,
      .pages_read = document->pages_read,
      .passages = document->passages,
      .pages_ocr = document->pages_ocr,
      .ocr_wanted = document->ocr_wanted,
      .status = document->status,
      .reader = g_strdup(document->reader),
      .reader_version = document->reader_version,
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
  Holder *holder = g_hash_table_lookup(catalogue->files, key);
  if (!holder)
    return;
  RcKnownDocument *document = g_hash_table_lookup(catalogue->documents, holder->known.id);
  if (document && document->files > 0)
    document->files--;
  leave_document(catalogue, holder);
  g_hash_table_remove(catalogue->files, key);
}

void rc_catalogue_clear(RcCatalogue *catalogue) {
  g_hash_table_remove_all(catalogue->holders);
  g_hash_table_remove_all(catalogue->files);
  g_hash_table_remove_all(catalogue->documents);
  catalogue->totals = (RcTotals){0};
}
