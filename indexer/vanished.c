/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vanished.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* What a run met, and what it did not. */
typedef struct {
  GHashTable *answering; /* folder -> const RcWalkRoot * */
  GHashTable *alive;     /* set of folders with a PDF in them or below */
  GHashTable *met;       /* set of ids, borrowed, of documents that have a file that was met */
  GHashTable *lost;      /* folder that is not alive -> how many files are gone from it */
  GHashTable *bare;      /* set of these, borrowed, of which a folder of files is bare */
} Look;

/* A file that is gone. */
typedef struct {
  RcFile file;      /* with a path of its own */
  char *id;         /* of its document */
  const char *lost; /* key of Look's, or NULL: its folder is alive, or it was moved */
} Gone;

static void clear_gone(gpointer gone) {
  rc_file_clear(&((Gone *)gone)->file);
  g_free(((Gone *)gone)->id);
}

/* Cuts a path to the folder that it lies in; false if it lies in none. */
static bool cut_to_folder(char *path) {
  char *slash = strrchr(path, '/');
  if (!slash || slash[1] == '\0')
    return false;
  slash[slash == path] = '\0';
  return true;
}

/* The path of the walk that answers for a file, the longest that it lies below, and in *lost
 * the first folder from there on that is not alive; NULL if there is none. */
static const RcWalkRoot *find_answering(const Look *look, const char *path, char **lost) {
  g_autofree char *folder = g_strdup(path);
  const RcWalkRoot *root = g_hash_table_lookup(look->answering, folder);
  g_autofree char *dead = root ? g_strdup(folder) : NULL;
  while (!root && cut_to_folder(folder)) {
    if (!g_hash_table_contains(look->alive, folder)) {
      g_free(dead);
      dead = g_strdup(folder);
    }
    root = g_hash_table_lookup(look->answering, folder);
  }
  *lost = root ? g_steal_pointer(&dead) : NULL;
  return root;
}

/* True if the folder of a file is gone, cannot be read or has nothing in it, as the place of
 * a drive that is not mounted. */
static bool lies_in_bare_folder(const char *path) {
  g_autofree char *folder = g_path_get_dirname(path);
  DIR *opened = opendir(folder);
  bool bare = true;
  for (struct dirent *entry; opened && bare && (entry = readdir(opened));)
    bare = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
  if (opened)
    closedir(opened);
  return bare;
}

static void look_at_file(RcRun *run, Look *look, const RcKnownFile *known, GArray *all) {
  Gone gone = {0};
  if (!rc_catalogue_knows_place(run->catalogue, &known->file)) {
    if (!g_hash_table_contains(look->met, known->id))
      return; /* wherever it may be */
  } else {
    g_autofree char *path = rc_catalogue_absolute_path(run->catalogue, &known->file);
    g_autofree char *lost = NULL;
    const RcWalkRoot *root = find_answering(look, path, &lost);
    bool moved = g_hash_table_contains(look->met, known->id);
    if (!root && !moved)
      return;
    struct stat info;
    bool gone_from = lstat(path, &info) < 0 ? errno == ENOENT || errno == ENOTDIR
                                            : S_ISDIR(info.st_mode); /* that is another thing */
    if (!gone_from) {
      /* A link whose file lies on a drive that is not mounted leads nowhere. */
      if (root && stat(path, &info) < 0 && errno == ENOENT)
        rc_run_add_problem(run, path, "a link that leads nowhere; what was read of it is kept");
      return;
    }
    if (!moved && lost) {
      guint count = GPOINTER_TO_UINT(g_hash_table_lookup(look->lost, lost));
      gpointer key;
      g_hash_table_insert(look->lost, g_strdup(lost), GUINT_TO_POINTER(count + 1));
      g_hash_table_lookup_extended(look->lost, lost, &key, NULL);
      gone.lost = key;
      if (lies_in_bare_folder(path))
        g_hash_table_add(look->bare, key);
    }
  }
  gone.file = rc_file_copy(&known->file);
  gone.id = g_strdup(known->id);
  g_array_append_val(all, gone);
}

/* All that is gone and may be forgotten, or not. */
static GArray *find_gone(RcRun *run, Look *look) {
  GArray *all = g_array_new(FALSE, FALSE, sizeof(Gone));
  g_array_set_clear_func(all, clear_gone);
  g_autoptr(GPtrArray) files = rc_catalogue_list_files(run->catalogue);
  g_autoptr(GPtrArray) missed = g_ptr_array_new();
  for (guint i = 0; i < files->len; i++) {
    RcKnownFile *known = g_ptr_array_index(files, i);
    g_autofree char *key = rc_catalogue_key(&known->file);
    if (!g_hash_table_contains(run->seen, key))
      g_ptr_array_add(missed, known);
    else if (g_hash_table_lookup(run->seen, key))
      g_hash_table_add(look->met, known->id);
  }
  for (guint i = 0; i < missed->len; i++)
    look_at_file(run, look, g_ptr_array_index(missed, i), all);
  return all;
}

/* True if a folder, or a path of the run, may stand for a drive that is not mounted: a single
 * file was rather deleted, but where nothing else is left in its folder. */
static bool is_kept(const RcRun *run, const Look *look, const char *folder) {
  guint count = GPOINTER_TO_UINT(g_hash_table_lookup(look->lost, folder));
  return !run->options->forget_missing && (count > 1 || g_hash_table_contains(look->bare, folder) ||
                                           g_hash_table_contains(look->answering, folder));
}

/* What of the walk is not there or could not be read, and what is kept for that. */
static void tell_what_is_left_out(RcRun *run, const Look *look) {
  for (guint i = 0; i < run->walk->roots->len; i++) {
    const RcWalkRoot *root = &g_array_index(run->walk->roots, RcWalkRoot, i);
    bool known = g_hash_table_contains(look->lost, root->folder);
    run->summary->left_out += !root->complete;
    if (!root->missing || (known && run->options->forget_missing))
      continue;
    run->summary->left_out++;
    if (!known)
      rc_run_add_problem(run, root->folder, "there is no such file or folder");
  }
  g_autoptr(GList) folders = g_list_sort(g_hash_table_get_keys(look->lost), (GCompareFunc)strcmp);
  for (GList *folder = folders; folder; folder = folder->next) {
    if (!is_kept(run, look, folder->data))
      continue;
    run->summary->left_out++;
    const guint files = GPOINTER_TO_UINT(g_hash_table_lookup(look->lost, folder->data));
    g_autofree char *what = g_strdup_printf(
        "is missing or has no PDF files any more; what the index holds from there is kept (%u "
        "file%s), and --forget-missing takes it out",
        files, files == 1 ? "" : "s");
    rc_run_add_problem(run, folder->data, what);
  }
}

/* A file that was met but not kept takes the place of the last one of its document. */
static bool forget(RcRun *run, const Gone *gone, GError **error) {
  const RcKnownDocument *document = rc_catalogue_find_document(run->catalogue, gone->id);
  const RcFile *spare = g_hash_table_lookup(run->spares, gone->id);
  run->summary->removed++;
  if (spare && document && document->files <= 1 &&
      !rc_store_add_file(run->store, gone->id, spare, error))
    return false;
  return rc_store_remove_file(run->store, &gone->file, error);
}

bool rc_vanished_remove(RcRun *run, GError **error) {
  Look look = {
      .answering = g_hash_table_new(g_str_hash, g_str_equal),
      .alive = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .met = g_hash_table_new(g_str_hash, g_str_equal),
      .lost = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .bare = g_hash_table_new(g_str_hash, g_str_equal),
  };
  for (guint i = 0; i < run->walk->roots->len; i++) {
    const RcWalkRoot *root = &g_array_index(run->walk->roots, RcWalkRoot, i);
    if (root->is_folder || root->missing)
      g_hash_table_insert(look.answering, root->folder, (gpointer)root);
  }
  for (guint i = 0; i < run->walk->files->len; i++) {
    const RcWalkFile *file = &g_array_index(run->walk->files, RcWalkFile, i);
    g_autofree char *path = g_strdup(file->path);
    while (!file->leads_nowhere && cut_to_folder(path) &&
           g_hash_table_add(look.alive, g_strdup(path)))
      ;
  }
  g_autoptr(GArray) all = find_gone(run, &look);
  bool done = true;
  for (guint i = 0; done && i < all->len; i++) {
    const Gone *gone = &g_array_index(all, Gone, i);
    if (!gone->lost || !is_kept(run, &look, gone->lost))
      done = forget(run, gone, error);
  }
  tell_what_is_left_out(run, &look);
  g_hash_table_unref(look.answering);
  g_hash_table_unref(look.alive);
  g_hash_table_unref(look.met);
  g_hash_table_unref(look.bare);
  g_hash_table_unref(look.lost);
  return done;
}
