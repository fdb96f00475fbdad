/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "leaves.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"

#define FOLDER "leaves"
/* Before each leaf: its page, its length, and the beginning of the SHA-256 of page, length
 * and bytes. */
#define CHECKSUM_BYTES 8
#define LEAF_BYTES_MAX (16 * 1024 * 1024)

typedef struct {
  guint32 page, length;
  guint8 checksum[CHECKSUM_BYTES];
} Header;

static Header make_header(guint32 page, const guint8 *bytes, gsize length) {
  Header header = {.page = page, .length = (guint32)length};
  guint8 digest[32];
  gsize digest_length = sizeof digest;
  g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
  g_checksum_update(checksum, (const guchar *)&header, 2 * sizeof(guint32));
  g_checksum_update(checksum, bytes, (gssize)length);
  g_checksum_get_digest(checksum, digest, &digest_length);
  memcpy(header.checksum, digest, sizeof header.checksum);
  return header;
}

char *rc_leaves_path(const char *index_path, const char *sha256) {
  return g_build_filename(index_path, FOLDER, sha256, NULL);
}

bool rc_leaves_add(const char *path, guint32 page, const guint8 *bytes, gsize length) {
  if (length > LEAF_BYTES_MAX)
    return false;
  const Header header = make_header(page, bytes, length);
  g_autoptr(GByteArray) whole = g_byte_array_new();
  g_byte_array_append(whole, (const guint8 *)&header, sizeof header);
  g_byte_array_append(whole, bytes, (guint)length);
  g_autofree char *folder = g_path_get_dirname(path);
  if (mkdir(folder, 0700) < 0 && errno != EEXIST)
    return false;
  int descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0)
    return false;
  off_t before = lseek(descriptor, 0, SEEK_END);
  bool added = before >= 0 && write(descriptor, whole->data, whole->len) == (ssize_t)whole->len;
  /* Half a leaf would hide those that come after it. */
  if (!added && before >= 0 && ftruncate(descriptor, before) < 0)
    unlink(path);
  close(descriptor);
  return added;
}

GHashTable *rc_leaves_read(int descriptor) {
  GHashTable *leaves = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_bytes_unref);
  Header header;
  while (read(descriptor, &header, sizeof header) == sizeof header &&
         header.length <= LEAF_BYTES_MAX) {
    g_autofree guint8 *bytes = g_malloc(header.length + 1);
    gsize got = 0;
    for (ssize_t more;
         got < header.length && (more = read(descriptor, bytes + got, header.length - got)) > 0;)
      got += (gsize)more;
    const Header same = make_header(header.page, bytes, header.length);
    if (got < header.length || memcmp(&same, &header, sizeof same) != 0)
      break;
    g_hash_table_replace(leaves, GUINT_TO_POINTER(header.page), g_bytes_new(bytes, got));
  }
  return leaves;
}

bool rc_leaves_remove(const char *path, GError **error) {
  struct stat info;
  int descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0 && errno == ENOENT)
    return true;
  static const guint8 zeros[64 * 1024];
  bool wiped = descriptor >= 0 && fstat(descriptor, &info) == 0;
  for (off_t done = 0; wiped && done < info.st_size;) {
    ssize_t written = write(descriptor, zeros, MIN(sizeof zeros, (gsize)(info.st_size - done)));
    wiped = written > 0;
    done += written;
  }
  wiped = wiped && fdatasync(descriptor) == 0;
  bool removed = wiped && unlink(path) == 0;
  if (!removed)
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: cannot be removed: %s", path, g_strerror(errno));
  if (descriptor >= 0)
    close(descriptor);
  return removed;
}

bool rc_leaves_sweep(const char *index_path, bool (*is_wanted)(gpointer data, const char *sha256),
                     gpointer data, GError **error) {
  g_autofree char *path = g_build_filename(index_path, FOLDER, NULL);
  g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
  for (const char *sha256; folder && (sha256 = g_dir_read_name(folder));) {
    g_autofree char *leaves = g_build_filename(path, sha256, NULL);
    if (!is_wanted(data, sha256) && !rc_leaves_remove(leaves, error))
      return false;
  }
  return true;
}
