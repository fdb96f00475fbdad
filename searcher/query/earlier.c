/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "earlier.h"

#include <string.h>

#include "bytes.h"
#include "document.h"
#include "error.h"
#include "json.h"

/* The digests of all its hits; NULL if one has none, or there are others than it says. */
static GPtrArray *read_digests(const json_t *record) {
  const json_t *hits = json_object_get(record, "hits"), *listed = json_object_get(record, "listed");
  g_autoptr(GPtrArray) digests = g_ptr_array_new_with_free_func(g_free);
  for (gsize i = 0; i < json_array_size(hits); i++) {
    const char *digest = json_string_value(json_object_get(json_array_get(hits, i), "sha256"));
    if (!digest || strlen(digest) != RC_DIGEST_DIGITS ||
        strspn(digest, "0123456789abcdef") != RC_DIGEST_DIGITS)
      return NULL;
    g_ptr_array_add(digests, g_strdup(digest));
  }
  bool whole = json_is_array(hits) && json_is_integer(listed) &&
               json_integer_value(listed) == (json_int_t)digests->len;
  return whole ? g_steal_pointer(&digests) : NULL;
}

bool rc_earlier_leave_out(const char *path, RcRequest *request, GError **error) {
  gsize length;
  g_autofree char *bytes = rc_bytes_read(path, RC_EARLIER_BYTES_MAX, &length, error);
  if (!bytes)
    return false;
  json_auto_t *record = length <= RC_EARLIER_BYTES_MAX
                            ? json_loadb(bytes, length, JSON_REJECT_DUPLICATES, NULL)
                            : NULL;
  const char *written = json_string_value(json_object_get(record, "written"));
  GPtrArray *known = written ? read_digests(record) : NULL;
  if (!known) {
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT,
                "%s is no record of a search in JSON, not whole, or larger than 16 MiB", path);
    return false;
  }
  g_clear_pointer(&request->known, g_ptr_array_unref);
  request->known = known;
  g_autofree char *count = g_strdup_printf("%u", known->len);
  rc_note_add(request->notes, rc_note_new(RC_NOTE_SINCE_RECORD, written, count, NULL));
  return true;
}
