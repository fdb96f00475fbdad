/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alternatives first, then cases: "a/b c" is the phrases "a c" and "b c", and each phrase is
 * pieces with an ending or without. */
#include "inflect.h"

#include <string.h>

#include "error.h"

/* One set of endings; a paradigm is a GPtrArray of them. */
typedef struct {
  char **endings[RC_N_CASES]; /* alternatives of one case; NULL where there is none */
} Endings;

/* A phrase cut where it may be inflected: "Горно-", "Бадахшанск|adj.f ", ... */
typedef struct {
  char *stem;
  const GPtrArray *paradigm; /* NULL: the piece does not change */
  char separator[3];
} Piece;

void rc_inflect_add(GHashTable *paradigms, const char *name, char *const *endings) {
  Endings *row = g_new0(Endings, 1);
  for (int i = 0; i < RC_N_CASES; i++) {
    if (strcmp(endings[i], "-") != 0)
      row->endings[i] = g_strsplit(endings[i], "/", -1);
    for (char **p = row->endings[i]; p && *p; p++)
      if (strcmp(*p, "0") == 0)
        (*p)[0] = '\0';
  }
  GPtrArray *rows = g_hash_table_lookup(paradigms, name);
  if (!rows) {
    rows = g_ptr_array_new();
    g_hash_table_insert(paradigms, g_strdup(name), rows);
  }
  g_ptr_array_add(rows, row);
}

/* "Zhambyl/Jambyl Region/Oblast" -> four phrases, in order. */
static GPtrArray *expand_alternatives(const char *item) {
  GPtrArray *phrases = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(phrases, g_strdup(""));
  g_auto(GStrv) words = g_strsplit(item, " ", -1);
  for (char **word = words; *word; word++) {
    if (!**word)
      continue;
    g_auto(GStrv) choices = g_strsplit(*word, "/", -1);
    GPtrArray *longer = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < phrases->len; i++)
      for (char **choice = choices; *choice; choice++) {
        const char *so_far = phrases->pdata[i];
        g_ptr_array_add(longer, g_strconcat(so_far, *so_far ? " " : "", *choice, NULL));
      }
    g_ptr_array_unref(phrases);
    phrases = longer;
  }
  return phrases;
}

/* Of what begins with a text of its own: a Piece, an RcInflected. */
static void clear_text(gpointer data) {
  g_free(*(char **)data);
}

static GArray *cut_pieces(GHashTable *paradigms, const char *phrase, GError **error) {
  g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
  g_array_set_clear_func(pieces, clear_text);
  for (bool more = true; more;) {
    gsize length = strcspn(phrase, " -");
    Piece piece = {.stem = g_strndup(phrase, length), .separator = {phrase[length]}};
    char *bar = strchr(piece.stem, '|');
    if (bar) {
      if (phrase[length - 1] == ',') { /* "протокол|m, касающ|sja.m" */
        piece.stem[length - 1] = '\0';
        g_strlcpy(piece.separator, ", ", sizeof piece.separator);
      }
      *bar = '\0';
      piece.paradigm = g_hash_table_lookup(paradigms, bar + 1);
    }
    g_array_append_val(pieces, piece);
    if (bar && !piece.paradigm) {
      g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "unknown paradigm '%s' after '%s'", bar + 1,
                  piece.stem);
      return NULL;
    }
    more = phrase[length] != '\0';
    phrase += length + 1;
  }
  return g_steal_pointer(&pieces);
}

/* Writes the pieces from `at` on in one case, every combination of endings. */
static void inflect(const GArray *pieces, guint at, guint row, int grammatical_case,
                    const char *so_far, GArray *out) {
  if (at == pieces->len) {
    RcInflected form = {g_strdup(so_far), grammatical_case};
    g_array_append_val(out, form);
    return;
  }
  const Piece *piece = &g_array_index(pieces, Piece, at);
  static char *const unchanged[] = {(char *)"", NULL};
  char *const *endings = unchanged;
  if (piece->paradigm) {
    const Endings *set = piece->paradigm->pdata[MIN(row, piece->paradigm->len - 1)];
    endings = set->endings[grammatical_case];
  }
  for (; endings && *endings; endings++) {
    g_autofree char *longer = g_strconcat(so_far, piece->stem, *endings, piece->separator, NULL);
    inflect(pieces, at + 1, row, grammatical_case, longer, out);
  }
}

GArray *rc_inflect(GHashTable *paradigms, const char *item, bool plural, GError **error) {
  g_autoptr(GArray) out = g_array_new(FALSE, FALSE, sizeof(RcInflected));
  g_array_set_clear_func(out, clear_text);
  g_autoptr(GPtrArray) phrases = expand_alternatives(item);
  for (guint i = 0; i < phrases->len; i++) {
    g_autoptr(GArray) pieces = cut_pieces(paradigms, phrases->pdata[i], error);
    if (!pieces)
      return NULL;
    guint rows = 0;
    for (guint k = 0; k < pieces->len; k++) {
      const GPtrArray *paradigm = g_array_index(pieces, Piece, k).paradigm;
      rows = MAX(rows, paradigm ? paradigm->len : 0);
    }
    if (rows == 0)
      inflect(pieces, 0, 0, 0, "", out);
    for (guint row = 0; row < rows; row++)
      for (int k = plural ? RC_FIRST_PLURAL : 0; k < RC_N_CASES; k++)
        inflect(pieces, 0, row, k, "", out);
  }
  return g_steal_pointer(&out);
}

char *rc_transliterate(const char *russian) {
  static const char *const latin[] = {
      "a", "b", "v", "g", "d", "e",  "zh", "z",  "i",  "y",    "k", "l", "m", "n", "o",  "p",
      "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "",  "y", "",  "e", "yu", "ya"};
  GString *out = g_string_new(NULL);
  for (const char *p = russian; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p), lower = g_unichar_tolower(c);
    const char *letters = lower >= 0x430 && lower <= 0x44F ? latin[lower - 0x430]
                          : lower == 0x451                 ? "e"
                                                           : NULL;
    gsize start = out->len;
    if (letters)
      g_string_append(out, letters);
    else
      g_string_append_unichar(out, c);
    if (c != lower && out->len > start)
      out->str[start] = g_ascii_toupper(out->str[start]);
  }
  return g_string_free(out, FALSE);
}
