/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Of a root or a file: what it owns is its first member. */
static void clear_path(gpointer data) {
  g_free(*(char **)data);
}

RcWalk *rc_walk_new(void) {
  RcWalk *walk = g_new0(RcWalk, 1);
  walk->files = g_array_new(FALSE, FALSE, sizeof(RcWalkFile));
  g_array_set_clear_func(walk->files, clear_path);
  walk->roots = g_array_new(FALSE, FALSE, sizeof(RcWalkRoot));
  g_array_set_clear_func(walk->roots, clear_path);
  walk->problems = g_ptr_array_new_with_free_func(g_free);
  return walk;
}

void rc_walk_free(RcWalk *walk) {
  if (!walk)
    return;
  g_array_unref(walk->files);
  g_array_unref(walk->roots);
  g_ptr_array_unref(walk->problems);
  g_free(walk);
}

static void add_problem(RcWalk *walk, const char *path, const char *what) {
  g_ptr_array_add(walk->problems, g_strdup_printf("%s: %s", path, what));
}

/* Names in a folder, as far as they can be read: false if that is not all. */
static bool list_folder(const char *path, GPtrArray *names) {
  DIR *folder = opendir(path);
  if (!folder)
    return false;
  struct dirent *entry;
  while (errno = 0, (entry = readdir(folder)))
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
      g_ptr_array_add(names, g_strdup(entry->d_name));
  int cause = errno;
  closedir(folder);
  errno = cause;
  return cause == 0;
}

/* The largest first, and those of one size by name, so that every run takes the same way. */
static int compare_files(gconstpointer a, gconstpointer b) {
  const RcWalkFile *x = a, *y = b;
  return x->bytes != y->bytes ? (x->bytes < y->bytes) - (x->bytes > y->bytes)
                              : strcmp(x->path, y->path);
}

/* Takes `path`; `info` is that of the link itself where it cannot be followed. */
static void add_file(RcWalk *walk, RcWalkRoot *root, char *path, const struct stat *info) {
  bool leads_nowhere = S_ISLNK(info->st_mode);
  RcWalkFile file = {path, walk->roots->len, leads_nowhere ? 0 : (guint64)info->st_size,
                     leads_nowhere};
  g_array_append_val(walk->files, file);
  root->files++;
}

static void add_unreadable(RcWalk *walk, RcWalkRoot *root, const char *path) {
  add_problem(walk, path, g_strerror(errno));
  root->complete = false;
}

/* Folders still to be read are kept in a queue, not on the stack: depth is the
 * file system's limit, not ours. */
static void read_folder(RcWalk *walk, RcWalkRoot *root, const char *path, GQueue *folders) {
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  if (!list_folder(path, names))
    add_unreadable(walk, root, path);
  bool told = false;
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *child = g_build_filename(path, g_ptr_array_index(names, i), NULL);
    struct stat link, target;
    gsize length = strlen(child);
    bool pdf = length > 4 && g_ascii_strcasecmp(child + length - 4, ".pdf") == 0;
    if (lstat(child, &link) < 0) {
      /* Vanished since it was listed; or else this is a folder whose names alone may be read,
       * which is told once. */
      bool gone = errno == ENOENT;
      if (!gone && !told)
        add_unreadable(walk, root, child);
      told |= !gone;
    } else if (S_ISDIR(link.st_mode)) {
      g_queue_push_tail(folders, g_steal_pointer(&child));
    } else if (pdf && stat(child, &target) == 0) {
      if (S_ISREG(target.st_mode))
        add_file(walk, root, g_steal_pointer(&child), &target);
    } else if (pdf && S_ISLNK(link.st_mode)) {
      add_file(walk, root, g_steal_pointer(&child), &link);
    }
  }
}

/* The first folders of a path may be there, and be links. */
static char *resolve_missing(const char *path) {
  g_autofree char *parent = g_path_get_dirname(path);
  g_autofree char *name = g_path_get_basename(path);
  g_autofree char *above = realpath(parent, NULL);
  if (!above && strcmp(parent, path) != 0)
    above = resolve_missing(parent);
  return g_build_filename(above ? above : parent, name, NULL);
}

bool rc_walk_add(RcWalk *walk, const char *path) {
  struct stat info;
  if (*path && stat(path, &info) < 0 && errno == ENOENT) {
    g_autofree char *absolute = g_canonicalize_filename(path, NULL);
    RcWalkRoot missing = {.folder = resolve_missing(absolute), .missing = true, .complete = true};
    g_array_append_val(walk->roots, missing);
    return true;
  }
  if (stat(path, &info) < 0) {
    add_problem(walk, path, g_strerror(errno));
    return false;
  }
  if (!S_ISDIR(info.st_mode) && !S_ISREG(info.st_mode)) {
    add_problem(walk, path, "neither a file nor a folder");
    return false;
  }
  RcWalkRoot root = {.is_folder = S_ISDIR(info.st_mode), .complete = true};
  g_autofree char *folder = root.is_folder ? g_strdup(path) : g_path_get_dirname(path);
  root.folder = realpath(folder, NULL);
  if (!root.folder) {
    add_problem(walk, path, g_strerror(errno));
    return false;
  }
  if (root.is_folder) {
    GQueue folders = G_QUEUE_INIT;
    guint before = walk->files->len;
    g_queue_push_tail(&folders, g_strdup(root.folder));
    for (char *below; (below = g_queue_pop_head(&folders)); g_free(below))
      read_folder(walk, &root, below, &folders);
    if (root.files > 0)
      qsort(&g_array_index(walk->files, RcWalkFile, before), root.files, sizeof(RcWalkFile),
            compare_files);
  } else {
    /* Links in the folder are resolved, but the file keeps the name it was given. */
    g_autofree char *name = g_path_get_basename(path);
    add_file(walk, &root, g_build_filename(root.folder, name, NULL), &info);
  }
  g_array_append_val(walk->roots, root);
  return true;
}
