/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sidecar.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "language-tag.h"
#include "text.h"
#include "vocabulary.h"

#define SIDECAR_BYTES_MAX (64 * 1024)
#define MANIFEST_BYTES_MAX (64 * 1024 * 1024)
#define VALUE_BYTES_MAX 1000

struct RcSidecars {
  GHashTable *manifest; /* path -> RcSidecarValues */
  GPtrArray *problems;  /* borrowed */
};

/* Where a value stands, to say what is wrong with it. */
typedef struct {
  GPtrArray *problems;
  const char *path;
  guint line;
} Place;

static void complain(const Place *place, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void complain(const Place *place, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *reason = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_ptr_array_add(place->problems,
                  place->line ? g_strdup_printf("%s:%u: %s", place->path, place->line, reason)
                              : g_strdup_printf("%s: %s", place->path, reason));
}

RcSidecars *rc_sidecars_new(GPtrArray *problems) {
  RcSidecars *sidecars = g_new0(RcSidecars, 1);
  sidecars->manifest = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify)rc_sidecar_values_free);
  sidecars->problems = problems;
  return sidecars;
}

void rc_sidecars_free(RcSidecars *sidecars) {
  if (!sidecars)
    return;
  g_hash_table_unref(sidecars->manifest);
  g_free(sidecars);
}

/* --- values --- */

/* Fields that take no free text. */
static const struct {
  RcMetadataField field;
  bool (*is_valid)(const char *value);
  const char *expected;
} checks[] = {
    {RC_METADATA_DATE, rc_date_is_iso, "a date such as 2020, 2020-11 or 2020-11-24"},
    {RC_METADATA_TYPE, rc_type_is_known,
     "submission, concluding-observations, report, judgment, decision, views, general-comment, "
     "resolution, treaty, law or other"},
    {RC_METADATA_COUNTRY, rc_vocabulary_is_country, "the ISO 3166-1 code of a country, such as KZ"},
    {RC_METADATA_LANGUAGE, rc_language_tag_is_valid, "a language tag such as en or ru"},
    {RC_METADATA_ORIGINAL_LANGUAGE, rc_language_tag_is_valid, "a language tag such as en or ru"},
};

/* The field with that name, or -1. */
static int find_field(const char *key) {
  for (int i = 0; i < RC_N_METADATA; i++)
    if (strcmp(rc_metadata_name(i), key) == 0)
      return i;
  return -1;
}

static bool is_acceptable(const Place *place, RcMetadataField field, const char *value) {
  const char *name = rc_metadata_name(field);
  if (strlen(value) > VALUE_BYTES_MAX)
    complain(place, "%s: longer than %d bytes", name, VALUE_BYTES_MAX);
  else if (rc_text_has_control(value))
    complain(place, "%s: contains a control character", name);
  else {
    for (gsize i = 0; i < G_N_ELEMENTS(checks); i++) {
      if (checks[i].field == field && !checks[i].is_valid(value)) {
        complain(place, "%s: \"%s\" is not %s", name, value, checks[i].expected);
        return false;
      }
    }
    return true;
  }
  return false;
}

static void set_value(const Place *place, RcSidecarValues *values, RcMetadataField field,
                      const char *value, const char *source) {
  g_autofree char *trimmed = g_strstrip(g_strdup(value));
  if (*trimmed && is_acceptable(place, field, trimmed))
    rc_metadata_set(&values->of[field], trimmed, source);
}

/* --- reading files --- */

/* The whole file as UTF-8 without a byte order mark, yours to free; NULL with a
 * problem, or without one if there is no such file and there need not be. */
static char *read_text(Place *place, gsize max, bool required) {
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;
  if (!g_file_test(place->path, G_FILE_TEST_EXISTS) && !required)
    return NULL;
  if (!g_file_test(place->path, G_FILE_TEST_IS_REGULAR) ||
      !g_file_get_contents(place->path, &text, &length, &error)) {
    complain(place, "cannot be read");
    return NULL;
  }
  if (length > max) {
    complain(place, "larger than %" G_GSIZE_FORMAT " bytes, not read", max);
    return NULL;
  }
  const char *bad;
  if (!g_utf8_validate_len(text, length, &bad)) {
    for (const char *p = text; p < bad; p++)
      place->line += *p == '\n';
    place->line++;
    complain(place, "not UTF-8 text");
    return NULL;
  }
  return g_strdup(g_str_has_prefix(text, "\xEF\xBB\xBF") ? text + 3 : text);
}

/* --- a sidecar --- */

static void read_line(const Place *place, char *line, RcSidecarValues *values) {
  g_strstrip(line);
  if (*line == '\0' || *line == '#')
    return;
  char *equals = strchr(line, '=');
  if (!equals) {
    complain(place, "not \"key = value\"");
    return;
  }
  *equals = '\0';
  const char *key = g_strchomp(line);
  int field = find_field(key);
  if (field < 0) {
    complain(place, "there is no key \"%s\"", key);
    return;
  }
  const RcMetadata *before = &values->of[field];
  if (before->value && strcmp(before->source, RC_SOURCE_SIDECAR) == 0)
    complain(place, "%s is given twice; the last one counts", key);
  set_value(place, values, field, equals + 1, RC_SOURCE_SIDECAR);
}

RcSidecarValues *rc_sidecars_read(RcSidecars *sidecars, const char *pdf_path) {
  g_autoptr(RcSidecarValues) values = rc_sidecar_values_new();
  const RcSidecarValues *listed = g_hash_table_lookup(sidecars->manifest, pdf_path);
  for (int i = 0; listed && i < RC_N_METADATA; i++)
    rc_metadata_set(&values->of[i], listed->of[i].value, listed->of[i].source);
  g_autofree char *path = g_strconcat(pdf_path, ".meta", NULL);
  Place place = {sidecars->problems, path, 0};
  g_autofree char *text = read_text(&place, SIDECAR_BYTES_MAX, false);
  g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    place.line = i + 1;
    read_line(&place, lines[i], values);
  }
  for (int i = 0; i < RC_N_METADATA; i++)
    if (values->of[i].value)
      return g_steal_pointer(&values);
  return NULL;
}

/* --- a manifest --- */

/* Reads one field up to its comma, its line end or the end of the text and leaves
 * *text there.  False if a quote is not closed. */
static bool read_cell(const char **text, guint *line, GString *cell) {
  const char *p = *text;
  bool quoted = *p == '"';
  g_string_truncate(cell, 0);
  for (p += quoted; *p && (quoted || !strchr(",\r\n", *p)); p++) {
    if (quoted && *p == '"') {
      if (p[1] != '"')
        break;
      p++;
    }
    *line += *p == '\n';
    g_string_append_c(cell, *p);
  }
  if (quoted && *p != '"')
    return false;
  *text = p + quoted;
  return **text == '\0' || strchr(",\r\n", **text);
}

/* Reads one record; false at a record that is not RFC 4180. */
static bool read_record(const char **text, guint *line, GPtrArray *cells) {
  g_autoptr(GString) cell = g_string_new(NULL);
  g_ptr_array_set_size(cells, 0);
  for (;;) {
    if (!read_cell(text, line, cell))
      return false;
    g_ptr_array_add(cells, g_strdup(cell->str));
    if (**text != ',')
      break;
    (*text)++;
  }
  *text += **text == '\r';
  *line += **text == '\n';
  *text += **text == '\n';
  return true;
}

/* What each column is: a field, or one of these. */
enum { COLUMN_FILE = -2, COLUMN_UNKNOWN = -1 };

/* The columns of the header; NULL with a problem if there is no `file`. */
static GArray *read_header(const Place *place, const GPtrArray *cells) {
  g_autoptr(GArray) columns = g_array_new(FALSE, FALSE, sizeof(int));
  bool has_file = false;
  for (guint i = 0; i < cells->len; i++) {
    const char *name = g_strstrip(g_ptr_array_index(cells, i));
    bool is_file = strcmp(name, "file") == 0;
    int column = is_file ? COLUMN_FILE : find_field(name);
    if (column == COLUMN_UNKNOWN)
      complain(place, "there is no key \"%s\": the column is passed over", name);
    has_file |= is_file;
    g_array_append_val(columns, column);
  }
  if (!has_file)
    complain(place, "the first line names no column \"file\"");
  return has_file ? g_steal_pointer(&columns) : NULL;
}

static void take_record(RcSidecars *sidecars, const Place *place, const char *folder,
                        const GArray *columns, const GPtrArray *cells) {
  g_autoptr(RcSidecarValues) values = rc_sidecar_values_new();
  const char *file = NULL;
  if (cells->len != columns->len) {
    complain(place, "%u fields, the first line has %u", cells->len, columns->len);
    return;
  }
  for (guint i = 0; i < cells->len; i++) {
    int column = g_array_index(columns, int, i);
    const char *cell = g_ptr_array_index(cells, i);
    if (column == COLUMN_FILE)
      file = cell;
    else if (column != COLUMN_UNKNOWN)
      set_value(place, values, column, cell, RC_SOURCE_MANIFEST);
  }
  g_autofree char *path = g_canonicalize_filename(file, folder);
  char *resolved = *file ? realpath(path, NULL) : NULL; /* as the walk names it */
  if (!resolved)
    complain(place, "there is no file \"%s\"", file);
  else
    g_hash_table_insert(sidecars->manifest, g_strdup(resolved), g_steal_pointer(&values));
  free(resolved);
}

void rc_sidecars_read_manifest(RcSidecars *sidecars, const char *path) {
  Place place = {sidecars->problems, path, 0};
  g_autofree char *text = read_text(&place, MANIFEST_BYTES_MAX, true);
  if (!text)
    return;
  g_autofree char *absolute = g_canonicalize_filename(path, NULL);
  g_autofree char *folder = g_path_get_dirname(absolute);
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GArray) columns = NULL;
  guint line = 1;
  for (const char *p = text; *p;) {
    place.line = line;
    if (!read_record(&p, &line, cells)) {
      complain(&place, "a quote is not closed or stands inside a field; the rest is not read");
      return;
    }
    bool is_blank = cells->len == 1 && *(char *)g_ptr_array_index(cells, 0) == '\0';
    if (columns && !is_blank)
      take_record(sidecars, &place, folder, columns, cells);
    else if (!columns && !(columns = read_header(&place, cells)))
      return;
  }
}

guint32 rc_sidecar_digest(const RcSidecarValues *values) {
  if (!values)
    return 0;
  g_autoptr(GString) all = g_string_new(NULL);
  for (int i = 0; i < RC_N_METADATA; i++)
    if (values->of[i].value)
      g_string_append_printf(all, "%d=%s=%s\n", i, values->of[i].source, values->of[i].value);
  return all->len ? 1 + g_str_hash(all->str) % (RC_SIDECAR_DIGESTS - 1) : 0;
}
