/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "generation.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "deflate.h"
#include "error.h"
#include "index.h"

#define PREFIX "generation-"
/* One that is being made. */
#define UNFINISHED "new-generation"
/* What stands before its name in a stub file. */
#define AUTO "auto "

char *rc_generation_path(const char *index_path, guint generation) {
  g_autofree char *name = g_strdup_printf(PREFIX "%u", generation);
  return g_build_filename(index_path, name, NULL);
}

/* The number in a name that this program gives, 0 in any other. */
static guint read_name(const char *name) {
  guint64 number = 0;
  if (g_str_has_prefix(name, PREFIX) && name[strlen(PREFIX)] != '0')
    g_ascii_string_to_unsigned(name + strlen(PREFIX), 10, 1, G_MAXUINT32 - 1, &number, NULL);
  return (guint)number;
}

bool rc_generation_read_stub(const char *index_path, RcStub *stub, guint *generation,
                             GError **error) {
  g_autofree char *path = rc_index_database_path(index_path), *text = NULL;
  g_autoptr(GError) cause = NULL;
  gsize length = 0;
  *stub = RC_STUB_NONE;
  *generation = 0;
  if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
    g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
                "%s: made by a Recourse that kept no text, so it cannot be made anew from itself; "
                "remove this folder, or give another, and run again",
                index_path);
    return false;
  }
  if (!g_file_get_contents(path, &text, &length, &cause)) {
    bool absent = g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
                  g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOTDIR);
    if (!absent)
      g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX, "%s: %s", index_path, cause->message);
    return absent;
  }
  bool is_text = strlen(text) == length;
  g_strchomp(text);
  if (is_text && *text == '\0')
    return true;
  if (is_text && g_str_has_prefix(text, AUTO))
    *generation = read_name(text + strlen(AUTO));
  *stub = *generation ? RC_STUB_OURS : RC_STUB_FOREIGN;
  return true;
}

/* Takes the place of the stub by renaming: a reader finds the old or the new. */
bool rc_generation_use(const char *index_path, guint generation, GError **error) {
  g_autofree char *path = rc_index_database_path(index_path);
  g_autofree char *stub = g_strdup_printf(AUTO PREFIX "%u\n", generation);
  g_autoptr(GError) cause = NULL;
  /* The umask says who may read it, see access.h. */
  if (g_file_set_contents_full(path, stub, -1,
                               G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666,
                               &cause))
    return true;
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: %s", index_path, cause->message);
  return false;
}

bool rc_generation_refuse(const char *index_path, RcStub stub, GError **error) {
  if (stub == RC_STUB_FOREIGN)
    g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
                "%s: its file xapian names databases that recourse-index has not made, so it is "
                "for searching alone; give the folder of another index",
                index_path);
  else
    g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
                "%s: its file xapian, which says which database is in use, is missing or empty; "
                "recourse-index --rebuild with the folders of the PDFs brings the index back from "
                "what is there",
                index_path);
  return false;
}

bool rc_generation_refuse_damaged(const char *index_path, guint generation, const char *problem,
                                  GError **error) {
  g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
              "%s: generation-%u, which is in use, cannot be opened (%s); recourse-index --rebuild "
              "with the folders of the PDFs makes the index anew from the text that it keeps",
              index_path, generation, problem);
  return false;
}

GArray *rc_generation_list(const char *index_path) {
  GArray *numbers = g_array_new(FALSE, FALSE, sizeof(guint));
  g_autoptr(GDir) folder = g_dir_open(index_path, 0, NULL);
  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    guint number = read_name(name);
    if (!number)
      continue;
    guint place = 0;
    while (place < numbers->len && g_array_index(numbers, guint, place) < number)
      place++;
    g_array_insert_val(numbers, place, number);
  }
  return numbers;
}

guint rc_generation_next(const char *index_path) {
  g_autoptr(GArray) numbers = rc_generation_list(index_path);
  return numbers->len ? g_array_index(numbers, guint, numbers->len - 1) + 1 : 1;
}

/* Removes a folder that is a database and nothing more: one with anything else in it is
 * somebody's. */
static void remove_database(const char *path) {
  /* The names that Xapian gives to the files of a database, whole or half made. */
  static const char *const names[] = {"flintlock", "iamglass", "v.tmp", "iamglass.tmp", NULL};
  struct stat status;
  if (lstat(path, &status) < 0 || !S_ISDIR(status.st_mode))
    return;
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
  bool ours = folder != NULL;
  for (const char *name; ours && (name = g_dir_read_name(folder));) {
    char *child = g_build_filename(path, name, NULL);
    g_ptr_array_add(files, child);
    bool named = g_strv_contains(names, name) || g_str_has_suffix(name, ".glass") ||
                 g_str_has_suffix(name, ".glass.tmp");
    ours = named && lstat(child, &status) == 0 && S_ISREG(status.st_mode);
  }
  if (!ours)
    return;
  for (guint i = 0; i < files->len; i++)
    unlink(g_ptr_array_index(files, i));
  rmdir(path);
}

void rc_generation_remove_others(const char *index_path, guint in_use) {
  g_autoptr(GArray) numbers = rc_generation_list(index_path);
  RcStub stub;
  guint named;
  if (!rc_generation_read_stub(index_path, &stub, &named, NULL) || named != in_use || !in_use)
    return;
  for (guint i = 0; i < numbers->len; i++) {
    g_autofree char *path = rc_generation_path(index_path, g_array_index(numbers, guint, i));
    if (g_array_index(numbers, guint, i) != in_use)
      remove_database(path);
  }
}

static bool sync_path(const char *path) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  bool synced = descriptor >= 0 && fsync(descriptor) == 0;
  if (descriptor >= 0)
    close(descriptor);
  return synced;
}

/* Bytes and names of its files are on the disk before the stub names their folder. */
static bool sync_database(const char *path) {
  g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
  bool synced = folder != NULL;
  for (const char *name; synced && (name = g_dir_read_name(folder));) {
    g_autofree char *child = g_build_filename(path, name, NULL);
    synced = sync_path(child);
  }
  return synced && sync_path(path);
}

bool rc_generation_create(const char *index_path, guint generation, GError **error) {
  GError *cause = NULL;
  g_autofree char *path = rc_generation_path(index_path, generation);
  g_autofree char *making = g_build_filename(index_path, UNFINISHED, NULL);
  remove_database(making); /* of a run that was killed here */
  xapian_writer_free(xapian_writer_create(making, &cause));
  if (cause) {
    rc_index_propagate(error, cause, index_path);
    return false;
  }
  if (sync_database(making) && rename(making, path) == 0)
    return true;
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: cannot be made: %s", path, g_strerror(errno));
  return false;
}

bool rc_generation_write(const char *index_path, guint generation, XapianDatabase *database,
                         GError **error) {
  GError *cause = NULL;
  g_autofree char *path = rc_generation_path(index_path, generation);
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
