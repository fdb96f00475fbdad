/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "generation.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "deflate.h"
#include "error.h"
#include "index.h"

#define PREFIX "generation-"

char *rc_generation_path(const char *index_path, guint generation) {
  g_autofree char *name = g_strdup_printf(PREFIX "%u", generation);
  return g_build_filename(index_path, name, NULL);
}

guint rc_generation_in_use(const char *index_path) {
  g_autofree char *path = rc_index_database_path(index_path), *stub = NULL;
  if (!g_file_get_contents(path, &stub, NULL, NULL))
    return 0;
  const char *name = strstr(stub, PREFIX);
  return name ? (guint)g_ascii_strtoull(name + strlen(PREFIX), NULL, 10) : 0;
}

/* Takes the place of the stub by renaming: a reader finds the old or the new. */
bool rc_generation_use(const char *index_path, guint generation, GError **error) {
  g_autofree char *path = rc_index_database_path(index_path);
  g_autofree char *stub = g_strdup_printf("auto " PREFIX "%u\n", generation);
  g_autoptr(GError) cause = NULL;
  if (g_file_set_contents_full(path, stub, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &cause))
    return true;
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: %s", index_path, cause->message);
  return false;
}

static void remove_database(const char *path) {
  g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *child = g_build_filename(path, name, NULL);
    unlink(child); /* a database has no folders */
  }
  rmdir(path);
}

void rc_generation_remove_all_but(const char *index_path, guint a, guint b) {
  g_autoptr(GDir) folder = g_dir_open(index_path, 0, NULL);
  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    if (!g_str_has_prefix(name, PREFIX))
      continue;
    guint64 number = g_ascii_strtoull(name + strlen(PREFIX), NULL, 10);
    g_autofree char *path = g_build_filename(index_path, name, NULL);
    if (number != a && number != b)
      remove_database(path);
  }
}

/* A file's bytes are on the disk before the stub names their folder. */
static bool sync_database(const char *path) {
  g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
  bool synced = folder != NULL;
  for (const char *name; synced && (name = g_dir_read_name(folder));) {
    g_autofree char *child = g_build_filename(path, name, NULL);
    int descriptor = open(child, O_RDONLY | O_CLOEXEC);
    synced = descriptor >= 0 && fsync(descriptor) == 0;
    if (descriptor >= 0)
      close(descriptor);
  }
  return synced;
}

bool rc_generation_write(const char *index_path, guint generation, XapianDatabase *database,
                         GError **error) {
  GError *cause = NULL;
  g_autofree char *path = rc_generation_path(index_path, generation);
  remove_database(path);
  rc_deflate_allow(true);
  if (!xapian_database_compact(database, path, &cause)) {
    rc_index_propagate(error, cause, index_path);
    return false;
  }
  if (sync_database(path))
    return true;
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: cannot make the compacted index durable: %s",
              index_path, g_strerror(errno));
  return false;
}
