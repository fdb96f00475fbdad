/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hyphens.h"

#include <string.h>

#include "text.h"

#define SOFT_HYPHEN 0x00AD

/* Documents of which fewer lines than this end in a hyphen do not break words:
 * there a hyphen at a line end is one of the word ("non-/governmental"). */
#define HYPHENATED_SHARE 0.02

/* As many words with several soft hyphens show that nobody sees them: a word has
 * one hyphen of its own, seldom two. */
#define UNSEEN_MIN 3
/* They are at least this share of all words with soft hyphens. */
#define UNSEEN_SHARE 0.4

struct RcHyphens {
  GHashTable *words; /* lower case -> count (guint *); hyphenated words with "-" */
  bool hyphenates;   /* the document breaks words at line ends */
  bool unseen;       /* its soft hyphens only say where words could be broken */
  guint64 compared;  /* words that were looked at for one that is like a broken one */
};

static bool is_hyphen(gunichar c) {
  return c == '-' || c == 0x2010 || c == 0x2011 || c == SOFT_HYPHEN;
}

static bool is_word_character(gunichar c) {
  if (c < 0x80)
    return g_ascii_isalnum((char)c);
  return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

static void count_word(GHashTable *words, GString *word) {
  guint *count = word->len ? g_hash_table_lookup(words, word->str) : NULL;
  if (count) {
    (*count)++;
  } else if (word->len) {
    count = g_new(guint, 1);
    *count = 1;
    g_hash_table_insert(words, g_strdup(word->str), count);
  }
  g_string_truncate(word, 0);
}

/* Counts the words of a row, hyphens inside kept as "-"; a word broken at the end
 * of the row proves nothing and is left out, as is a rest at its start. */
static void count_row(GHashTable *words, const char *text, bool continues, bool continued) {
  g_autoptr(GString) word = g_string_new(NULL);
  bool first = true;
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c < 0x80 && g_ascii_isalnum((char)c)) {
      g_string_append_c(word, g_ascii_tolower((char)c));
    } else if (is_word_character(c)) {
      g_string_append_unichar(word, g_unichar_tolower(c));
    } else if (is_hyphen(c) && word->len &&
               is_word_character(g_utf8_get_char(g_utf8_next_char(p)))) {
      g_string_append_c(word, '-');
    } else {
      if (first && continues)
        g_string_truncate(word, 0);
      count_word(words, word);
      first = false;
    }
  }
  if (!continued && !(first && continues))
    count_word(words, word);
}

/* The hyphen at the end of a text, or 0. */
static gunichar final_hyphen(const char *text, gsize length) {
  const char *last = g_utf8_find_prev_char(text, text + length);
  if (!last || last == text)
    return 0;
  gunichar c = g_utf8_get_char(last);
  const char *before = g_utf8_find_prev_char(text, last);
  return is_hyphen(c) && before && is_word_character(g_utf8_get_char(before)) ? c : 0;
}

/* Of the words with soft hyphens inside, telephone numbers apart, many have several. */
static bool has_unseen(const GArray *rows) {
  guint any = 0, several = 0;
  for (guint i = 0; i < rows->len; i++) {
    const char *text = g_array_index(rows, RcRow, i).text;
    guint soft = 0; /* in the word at hand */
    if (!strstr(text, "\u00AD"))
      continue;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
      gunichar c = g_utf8_get_char(p);
      soft = c == SOFT_HYPHEN ? soft + 1 : g_unichar_isalpha(c) || g_unichar_ismark(c) ? soft : 0;
      any += c == SOFT_HYPHEN && soft == 1;
      several += c == SOFT_HYPHEN && soft == 2;
    }
  }
  return several >= UNSEEN_MIN && several >= UNSEEN_SHARE * any;
}

/* The row without soft hyphens if nobody sees them; one at its end is kept, where
 * a word was broken. */
static char *copy_seen(const RcHyphens *hyphens, const char *row) {
  if (!hyphens->unseen)
    return g_strdup(row);
  GString *seen = g_string_sized_new(strlen(row));
  for (const char *p = row; *p; p = g_utf8_next_char(p))
    if (g_utf8_get_char(p) != SOFT_HYPHEN || !*g_utf8_next_char(p))
      g_string_append_unichar(seen, g_utf8_get_char(p));
  return g_string_free(seen, FALSE);
}

static guint count_of(const RcHyphens *hyphens, const char *left, const char *between,
                      const char *right) {
  g_autofree char *word = g_strconcat(left, between, right, NULL);
  const guint *count = g_hash_table_lookup(hyphens->words, word);
  return count ? *count : 0;
}

/* The run of word characters and hyphens that ends at `end`, lower case. */
static char *word_before(const char *text, const char *end) {
  const char *start = end;
  for (const char *p; (p = g_utf8_find_prev_char(text, start)); start = p)
    if (!is_word_character(g_utf8_get_char(p)))
      break;
  return g_utf8_strdown(start, end - start);
}

static char *word_after(const char *start) {
  const char *end = start;
  while (*end && is_word_character(g_utf8_get_char(end)))
    end = g_utf8_next_char(end);
  return g_utf8_strdown(start, end - start);
}

/* Parts that are always written with a hyphen: either one decides. */
static const struct {
  const char *left, *right; /* NULL: whatever it is */
} particles[] = {
    {NULL, "либо"},        {NULL, "нибудь"},       {"из", "за"},
    {"из", "под"},         {"кое", NULL},          {"во", "первых"},
    {"во", "вторых"},      {"социально", NULL},    {"общественно", NULL},
    {"государство", NULL}, {"государства", NULL},  {"государствам", NULL},
    {"государству", NULL}, {"государством", NULL}, {"государствами", NULL},
    {"non", NULL},         {"self", NULL},         {"anti", NULL},
};

static bool is_particle(const char *left, const char *right) {
  for (gsize i = 0; i < G_N_ELEMENTS(particles); i++)
    if ((!particles[i].left || strcmp(particles[i].left, left) == 0) &&
        (!particles[i].right || strcmp(particles[i].right, right) == 0))
      return true;
  return false;
}

/* Endings that are no words: what stands before them was broken. */
static const char *const endings[] = {
    "ment", "ments", "mental", "tion",  "tions", "tional", "sion",   "sions",  "ity",   "ities",
    "ance", "ances", "ence",   "ences", "ated",  "ating",  "ation",  "ations", "ally",  "ness",
    "tive", "tives", "tory",   "ries",  "ность", "ности",  "ностью", "ние",    "ния",   "нию",
    "нием", "ний",   "ниях",   "ция",   "ции",   "цию",    "цией",   "ций",    "ство",  "ства",
    "ству", "ством", "ский",   "ского", "ских",  "ской",   "скому",  "тель",   "телей", "тельно",
    "ными", "ного",  "ному",   "ться",  "вший",  "вшие",   "вших",
};

/* A word in another form is no more than this many bytes longer or shorter, */
#define FORM_BYTES 6
/* and has at least this many of a broken one's second part. */
#define SHARED_BYTES 2
/* Looking for other forms ends when so many words have been looked at for the document. */
#define COMPARED_MAX (20 * 1000 * 1000)

/* True if `left` and `right` are one word by what `right` is, or as the document has a form of
 * it. */
static bool seems_broken(RcHyphens *hyphens, const char *left, const char *right) {
  for (gsize i = 0; i < G_N_ELEMENTS(endings); i++)
    if (strcmp(endings[i], right) == 0)
      return true;
  g_autofree char *whole = g_strconcat(left, right, NULL);
  gsize length = strlen(whole), shared = MAX(strlen(left) + SHARED_BYTES, length - length / 3);
  if (strlen(left) < 3 || shared > length || hyphens->compared > COMPARED_MAX)
    return false;
  hyphens->compared += g_hash_table_size(hyphens->words);
  GHashTableIter iter;
  g_hash_table_iter_init(&iter, hyphens->words);
  for (gpointer word; g_hash_table_iter_next(&iter, &word, NULL);)
    if (strncmp(word, whole, shared) == 0 && strlen(word) <= length + FORM_BYTES)
      return true;
  return false;
}

RcHyphens *rc_hyphens_new(const GArray *rows) {
  RcHyphens *hyphens = g_new0(RcHyphens, 1);
  hyphens->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  hyphens->unseen = has_unseen(rows);
  guint broken = 0;
  bool continues = false;
  for (guint i = 0; i < rows->len; i++) {
    g_autofree char *row = copy_seen(hyphens, g_array_index(rows, RcRow, i).text);
    gunichar hyphen = final_hyphen(row, strlen(row));
    count_row(hyphens->words, row, continues, hyphen != 0);
    if (hyphen && i + 1 < rows->len) {
      /* Words are broken here if the next row goes on in lower case and the hyphen is not the
       * word's own. */
      const char *next = g_array_index(rows, RcRow, i + 1).text;
      g_autofree char *left = word_before(row, g_utf8_find_prev_char(row, row + strlen(row)));
      g_autofree char *right = word_after(next);
      broken += *left && *right && g_unichar_islower(g_utf8_get_char(next)) &&
                !g_ascii_isdigit(left[strlen(left) - 1]) && !is_particle(left, right);
    }
    continues = hyphen != 0;
  }
  hyphens->hyphenates = broken > rows->len * HYPHENATED_SHARE;
  return hyphens;
}

void rc_hyphens_free(RcHyphens *hyphens) {
  if (!hyphens)
    return;
  g_hash_table_unref(hyphens->words);
  g_free(hyphens);
}

/* True if the word that `hyphen` splits is one word without it. */
static bool joins(RcHyphens *hyphens, const char *left, gunichar hyphen, const char *right,
                  bool at_line_end) {
  gunichar next = *right ? g_utf8_get_char(right) : 0;
  if (!g_unichar_isalpha(next) || g_ascii_isdigit(left[strlen(left) - 1]))
    return false;
  guint whole = count_of(hyphens, left, "", right), apart = count_of(hyphens, left, "-", right);
  if (whole != apart)
    return whole > apart;
  if (is_particle(left, right))
    return false;
  /* U+2010 is what typesetting programs put where they break a word themselves. */
  if (!at_line_end || hyphens->hyphenates || hyphen == 0x2010)
    return at_line_end;
  /* A word broken in a document that seldom does it. */
  return whole == 0 && count_of(hyphens, right, "", "") == 0 && seems_broken(hyphens, left, right);
}

/* Appends `row`, settling soft hyphens inside it. */
static void append_inner(RcHyphens *hyphens, GString *text, const char *row) {
  const char *soft;
  for (; (soft = strstr(row, "\u00AD")); row = soft + strlen("\u00AD")) {
    g_string_append_len(text, row, soft - row);
    if (!soft[2]) { /* at the end of the row: settled with the next one */
      g_string_append(text, "\u00AD");
      return;
    }
    g_autofree char *left = word_before(row, soft);
    g_autofree char *right = word_after(soft + strlen("\u00AD"));
    if (!*left || !*right || !joins(hyphens, left, SOFT_HYPHEN, right, false))
      g_string_append_c(text, '-');
  }
  g_string_append(text, row);
}

/* --- addresses --- */

/* The start of the address that ends the text, or NULL. */
static const char *final_url(const char *text) {
  static const char *const starts[] = {"http", "www."};
  const char *space = strrchr(text, ' ');
  const char *token = space ? space + 1 : text;
  for (gsize i = 0; i < G_N_ELEMENTS(starts); i++) {
    const char *start = strstr(token, starts[i]);
    if (start && strpbrk(start, ":."))
      return start;
  }
  return NULL;
}

/* True if the first word of the row can be the rest of an address: it has a
 * character that ordinary words have not, or the address ends in one that asks
 * for more. */
static bool continues_url(const char *url, const char *row) {
  gsize length = strcspn(row, " ");
  const char *last = url + strlen(url) - 1;
  gunichar first = g_utf8_get_char(row);
  if (length == 0 || first <= 0x20 || first == 0xA0 ||
      strchr("<>\"«»“”()[]{}|", (int)MIN(first, 0x7F)))
    return false;
  bool asks = strchr("/-_=?&%#~:", *last) || (guchar)*last >= 0x80;
  bool marked = false, hyphened = false;
  for (gsize i = 0; i + 1 < length; i++) {
    marked |= strchr("/_=?&%#.~0123456789", row[i]) != NULL;
    hyphened |= row[i] == '-';
  }
  /* The name of a source has a capital or another alphabet: "Valley-News, 1 May". */
  if (!asks && (g_unichar_isupper(first) || first >= 0x80))
    return marked && first < 0x80 && strcspn(row, "/_=?&%#~") < length;
  /* So may any word have a hyphen: where more words follow, it is one of them. */
  marked |= hyphened && (asks || *row == '-' || row[length] == '\0');
  return marked || (asks && !g_unichar_isupper(first) && row[length] == '\0');
}

gsize rc_hyphens_append_row(RcHyphens *hyphens, GString *text, const char *row) {
  g_autofree char *seen = copy_seen(hyphens, row);
  row = seen;
  const char *url = final_url(text->str);
  const char *last = g_utf8_find_prev_char(text->str, text->str + text->len);
  gunichar hyphen = final_hyphen(text->str, text->len);
  if (url && continues_url(url, row)) {
    gsize start = text->len;
    /* A hyphen that typesetting put there goes, one that is written U+002D is the address's own. */
    if (hyphen && hyphen != '-')
      g_string_truncate(text, (gsize)(last - text->str));
    g_string_append(text, row);
    return MIN(start, text->len);
  }
  if (!hyphen) {
    /* "2011–" and "2014" on the next line are one range. */
    bool range = text->len > strlen("–") && g_str_has_suffix(text->str, "–") &&
                 g_ascii_isdigit(*row) && g_ascii_isdigit(text->str[text->len - strlen("–") - 1]);
    if (text->len && !range)
      g_string_append_c(text, ' ');
    gsize start = text->len;
    append_inner(hyphens, text, row);
    return start;
  }
  g_autofree char *left = word_before(text->str, last);
  g_autofree char *right = word_after(row);
  g_string_truncate(text, (gsize)(last - text->str));
  bool lower_case = g_unichar_islower(g_utf8_get_char(row));
  if (!*right || !*left) {
    g_string_append(text, "- ");
  } else if (!(lower_case && joins(hyphens, left, hyphen, right, true))) {
    g_string_append_c(text, '-');
  }
  gsize start = text->len;
  append_inner(hyphens, text, row);
  return start;
}
