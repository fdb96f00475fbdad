/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "access.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"
#include "generation.h"

#define NAME "group"
/* Any group: files keep the one they have. */
#define NO_GROUP ((gid_t)-1)

static bool fail(const char *path, GError **error) {
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: who may read it cannot be changed: %s", path,
              g_strerror(errno));
  return false;
}

/* Gives a file or folder of ours its mode and group; links and what else there is stay. */
static bool set_one(const char *path, gid_t group, GError **error) {
  struct stat status;
  if (lstat(path, &status) < 0 || !(S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)))
    return true;
  bool shared = group != NO_GROUP;
  mode_t mode = S_ISDIR(status.st_mode) ? (shared ? 0750 | S_ISGID : 0700) : (shared ? 0640 : 0600);
  if (shared && status.st_gid != group && lchown(path, (uid_t)-1, group) < 0)
    return fail(path, error);
  /* Without a group, the set-group-id bit that a folder has from the one above is no access. */
  mode_t now = status.st_mode & (shared ? 07777 : 0777);
  return now == mode || chmod(path, mode) == 0 || fail(path, error);
}

/* A folder, of a database or of leaves, and all in it. */
static bool set_folder(const char *folder_path, gid_t group, GError **error) {
  g_autoptr(GDir) folder = g_dir_open(folder_path, 0, NULL);
  if (g_file_test(folder_path, G_FILE_TEST_IS_SYMLINK))
    return true;
  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *path = g_build_filename(folder_path, name, NULL);
    if (!set_one(path, group, error))
      return false;
  }
  return set_one(folder_path, group, error);
}

static bool set_all(const char *index_path, gid_t group, GError **error) {
  static const char *const names[] = {"xapian",
                                      "archive.sqlite",
                                      "archive.sqlite-journal",
                                      "archive.new",
                                      "archive.damaged",
                                      "withdrawn",
                                      "journal",
                                      "lock",
                                      NAME};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *path = g_build_filename(index_path, names[i], NULL);
    if (!set_one(path, group, error))
      return false;
  }
  g_autoptr(GArray) generations = rc_generation_list(index_path);
  for (guint i = 0; i < generations->len; i++) {
    g_autofree char *path = rc_generation_path(index_path, g_array_index(generations, guint, i));
    if (!set_folder(path, group, error))
      return false;
  }
  /* Pages of documents that are not done: nothing for readers. */
  g_autofree char *leaves = g_build_filename(index_path, "leaves", NULL);
  return set_folder(leaves, NO_GROUP, error);
}

static bool remember(const char *path, const char *group, GError **error) {
  g_autoptr(GError) cause = NULL;
  if (!*group)
    return unlink(path) == 0 || errno == ENOENT || fail(path, error);
  g_autofree char *line = g_strdup_printf("%s\n", group);
  if (g_file_set_contents_full(path, line, -1,
                               G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666,
                               &cause))
    return true;
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s", cause->message);
  return false;
}

bool rc_access_apply(const char *index_path, const char *group, GError **error) {
  g_autofree char *path = g_build_filename(index_path, NAME, NULL);
  g_autofree char *name = g_strdup(group);
  if (!group) /* the one that is remembered; "" for none */
    name = g_file_get_contents(path, &name, NULL, NULL) ? g_strstrip(name) : g_strdup("");
  const struct group *known = *name ? getgrnam(name) : NULL;
  gid_t gid = known ? known->gr_gid : NO_GROUP;
  umask(known ? 0027 : 0077);
  if (*name && !known && group) {
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "--group=%s: there is no such group", name);
    return false;
  }
  return (!group || remember(path, name, error)) && set_all(index_path, gid, error) &&
         (!group || set_one(index_path, gid, error));
}
