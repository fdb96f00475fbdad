/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schema.h"

#include <string.h>

/* Separates the values of one facet slot. */
#define VALUE_SEPARATOR "\x1f"

/* Stands between a date and an id; sorts before all that a date may go on with. */
#define DATE_END '\x1e'

/* Short names that keep each row of the table a line. */
#define DOCUMENT RC_IN_DOCUMENT
#define PASSAGE RC_IN_PASSAGE
#define BOTH (DOCUMENT | PASSAGE)
#define PARENT RC_BY_PARENT
#define WORKER RC_BY_WORKER

/* Prefixes of one letter are the customary ones of the Xapian world (Q unique
 * id, P path, Z stem, S title, L language, Y year, T type); those with X are our own,
 * short because every passage has a dozen, and end in a colon so that no prefix begins
 * another. */
/* clang-format off */
static const RcFieldInfo fields[RC_N_FIELDS] = {
    /* name, prefix, slot, entries, maker, filter, facet, concept */
    [RC_FIELD_ENTRY]         = {"entry",    "XE:", -1,  DOCUMENT, PARENT, false, false, false},
    [RC_FIELD_ID]            = {"id",       "Q",   -1,  BOTH,     PARENT, false, false, false},
    [RC_FIELD_PASSAGE]       = {"passage",  "XP:", -1,  PASSAGE,  PARENT, false, false, false},
    [RC_FIELD_PATH]          = {"path",     "P",   -1,  DOCUMENT, PARENT, false, false, false},
    [RC_FIELD_WORD]          = {"word",     "",    -1,  DOCUMENT, WORKER, false, false, false},
    [RC_FIELD_STEM]          = {"stem",     "Z",   -1,  BOTH,     WORKER, false, false, false},
    [RC_FIELD_REGION]        = {"region",   "XR:", 2,   BOTH,     WORKER, true,  true,  true},
    [RC_FIELD_GROUP]         = {"group",    "XG:", 3,   BOTH,     WORKER, true,  true,  true},
    [RC_FIELD_BODY]          = {"body",     "XB:", 4,   BOTH,     WORKER, true,  true,  true},
    [RC_FIELD_SYMBOL]        = {"symbol",   "XS:", -1,  DOCUMENT, PARENT, true,  false, false},
    [RC_FIELD_CITES]         = {"cites",    "XC:", 5,   BOTH,     WORKER, true,  true,  false},
    [RC_FIELD_ARTICLE]       = {"article",  "XA:", 12,  BOTH,     WORKER, true,  true,  true},
    [RC_FIELD_LANGUAGE]      = {"language", "L",   6,   BOTH,     WORKER, true,  true,  false},
    [RC_FIELD_YEAR]          = {"year",     "Y",   7,   DOCUMENT, PARENT, true,  true,  false},
    [RC_FIELD_ORGANISATION]  = {"org",      "XO:", 8,   BOTH,     PARENT, true,  true,  false},
    [RC_FIELD_TYPE]          = {"type",     "T",   9,   BOTH,     PARENT, true,  true,  false},
    [RC_FIELD_KIND]          = {"kind",     "XK:", 10,  BOTH,     WORKER, true,  true,  false},
    [RC_FIELD_TITLE]         = {"title",    "S",   -1,  DOCUMENT, PARENT, true,  false, false},
    [RC_FIELD_STATUS]        = {"status",   "XT:", 11,  DOCUMENT, PARENT, false, true,  false},
    [RC_FIELD_RIGHT]         = {"right",    "XH:", 13,  BOTH,     WORKER, true,  true,  true},
    [RC_FIELD_DATE]          = {"date",     NULL,  1,   BOTH,     PARENT, false, false, false},
};
/* clang-format on */

/* Other names people type for a field. */
static const struct {
  const char *alias;
  RcField field;
} aliases[] = {
    {"lang", RC_FIELD_LANGUAGE},
    {"organisation", RC_FIELD_ORGANISATION},
    {"organization", RC_FIELD_ORGANISATION},
};

const RcFieldInfo *rc_schema_field(RcField field) {
  g_assert((int)field >= 0 && field < RC_N_FIELDS);
  return &fields[field];
}

int rc_schema_field_by_name(const char *name) {
  for (int i = 0; i < RC_N_FIELDS; i++)
    if (strcmp(fields[i].name, name) == 0)
      return i;
  for (gsize i = 0; i < G_N_ELEMENTS(aliases); i++)
    if (strcmp(aliases[i].alias, name) == 0)
      return (int)aliases[i].field;
  return -1;
}

/* Symbols and names are written in either case; terms hold one. */
static bool is_caseless(RcField field) {
  return field == RC_FIELD_SYMBOL || field == RC_FIELD_CITES || field == RC_FIELD_ORGANISATION;
}

/* Cuts the term to what Xapian takes and appends a hash of all of it. */
static void shorten(GString *term) {
  const gsize hash_bytes = 33; /* "~" and 32 hex digits */
  g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, term->str, -1);
  g_string_truncate(term, RC_TERM_BYTES_MAX - hash_bytes);
  const char *end;
  if (!g_utf8_validate(term->str, (gssize)term->len, &end))
    g_string_truncate(term, (gsize)(end - term->str));
  g_string_append_c(term, '~');
  g_string_append_len(term, hash, 32);
}

void rc_schema_append_term(GString *term, RcField field, const char *value) {
  const char *prefix = rc_schema_field(field)->prefix;
  g_assert(prefix);
  g_string_append(term, prefix);
  if (is_caseless(field)) {
    g_autofree char *upper = g_utf8_strup(value, -1);
    g_string_append(term, upper);
  } else {
    g_string_append(term, value);
  }
  if (term->len > RC_TERM_BYTES_MAX)
    shorten(term);
}

char *rc_schema_term(RcField field, const char *value) {
  GString *term = g_string_new(NULL);
  rc_schema_append_term(term, field, value);
  return g_string_free(term, FALSE);
}

char *rc_schema_new_date_key(const char *date, const char *id) {
  return g_strdup_printf("%s%c%s", date ? date : "", DATE_END, id);
}

const char *rc_schema_date_key_id(const char *key) {
  const char *end = strchr(key, DATE_END);
  return end ? end + 1 : "";
}

char *rc_schema_join_values(GPtrArray *values) {
  GString *joined = g_string_new(NULL);
  for (guint i = 0; i < values->len; i++) {
    if (i)
      g_string_append(joined, VALUE_SEPARATOR);
    g_string_append(joined, g_ptr_array_index(values, i));
  }
  return g_string_free(joined, FALSE);
}

char **rc_schema_split_values(const char *joined) {
  return g_strsplit(joined, VALUE_SEPARATOR, -1);
}
