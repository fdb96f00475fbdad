/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spelling.h"

#include <stdbool.h>
#include <string.h>

/* Letters that are taken for each other cost this... */
#define ALIKE 6
/* ...and so does one of a double letter, or a sign that is not heard; the next key, two letters in
 * the wrong order... */
#define DOUBLE 6
#define NEXT_KEY 8
#define SWAPPED 7
/* ...and what is wrong with the first letter, which people know best, so much more. */
#define FIRST 4

/* Code points of which costs are kept, from the first of the alphabet of the word on. */
#define ALPHABET 48

struct RcSpelling {
  guint length;
  gunichar letters[RC_SPELLING_LETTERS_MAX];
  guint bound;
  gunichar first; /* of the alphabet */
  guint8 instead[RC_SPELLING_LETTERS_MAX][ALPHABET];
  /* The word asked about last, as far as it was looked at, and a row of costs for each of its
   * letters. */
  guint depth;
  bool is_over; /* nothing that begins so can be near */
  gunichar path[RC_SPELLING_LETTERS_MAX];
  guint8 rows[RC_SPELLING_LETTERS_MAX + 1][RC_SPELLING_LETTERS_MAX + 1];
};

/* The keys, row by row from the left; what stands at one place of both is one key. */
static const char *const keys[2][3] = {{"qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,."},
                                       {"йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"}};
/* Those with Shift that are no capital letters, and two more. */
static const char *const other_keys[2] = {"{}:\"<>`~s]'", "хъжэбюёёіїє"};

static const char alike[] =
    "ao ae ei iy ea ou uy sz sc ck kq vw gj dt bp fv ie gk td mn "
    "ао еи иы еэ яе яи ую ое ое бп вф гк дт жш зс гх шщ цс ий ьъ иі їі еє чщ ьй";

/* True if the two letters stand beside each other in a word of `alike`. */
static bool are_alike(gunichar a, gunichar b) {
  for (const char *p = alike; *p; p = g_utf8_next_char(p)) {
    gunichar one = g_utf8_get_char(p), two = g_utf8_get_char(g_utf8_next_char(p));
    if ((one == a && two == b) || (one == b && two == a))
      return true;
  }
  return false;
}

/* Row and place of a key of one layout; false if there is none. */
static bool find_key(gunichar letter, guint layout, int *row, int *place) {
  for (*row = 0; *row < 3; (*row)++) {
    const char *at = g_utf8_strchr(keys[layout][*row], -1, letter);
    if (at) {
      *place = (int)g_utf8_pointer_to_offset(keys[layout][*row], at);
      return true;
    }
  }
  return false;
}

static bool are_neighbours(gunichar a, gunichar b, guint layout) {
  int row_a, row_b, a_at, b_at;
  if (!find_key(a, layout, &row_a, &a_at) || !find_key(b, layout, &row_b, &b_at))
    return false;
  if (row_a == row_b)
    return ABS(a_at - b_at) == 1;
  int upper = row_a < row_b ? a_at : b_at, lower = row_a < row_b ? b_at : a_at;
  return ABS(row_a - row_b) == 1 && (upper == lower || upper == lower + 1);
}

RcSpelling *rc_spelling_new(const char *word) {
  glong length = g_utf8_strlen(word, -1);
  if (length < 3 || length > RC_SPELLING_LETTERS_MAX)
    return NULL;
  RcSpelling *spelling = g_new0(RcSpelling, 1);
  for (const char *p = word; *p; p = g_utf8_next_char(p))
    spelling->letters[spelling->length++] = g_utf8_get_char(p);
  spelling->bound = length == 3   ? SWAPPED
                    : length == 4 ? 10
                    : length < 8  ? 16
                    : length < 12 ? 20
                                  : 26;
  bool latin = spelling->letters[0] < 0x0400;
  spelling->first = latin ? 'a' : 0x0430;
  for (guint i = 0; i < spelling->length; i++)
    for (guint k = 0; k < ALPHABET; k++) {
      gunichar own = spelling->letters[i], other = spelling->first + k;
      guint cost = own == other                         ? 0
                   : are_alike(own, other)              ? ALIKE
                   : are_neighbours(own, other, !latin) ? NEXT_KEY
                                                        : RC_SPELLING_EDIT;
      spelling->instead[i][k] = (guint8)(cost && i == 0 ? cost + FIRST : cost);
    }
  return spelling;
}

void rc_spelling_free(RcSpelling *spelling) {
  g_free(spelling);
}

void rc_spelling_narrow(RcSpelling *spelling, guint bound) {
  spelling->bound = MIN(spelling->bound, bound);
}

/* What a letter costs that one of the words has between two letters and the other has not. */
static guint cost_of_gap(gunichar letter, gunichar before, gunichar after) {
  if (letter == before || letter == after)
    return DOUBLE;
  return letter == 0x044C || letter == 0x044A || letter == '\'' || letter == 'h' ? NEXT_KEY
                                                                                 : RC_SPELLING_EDIT;
}

static guint8 sum(guint a, guint b) {
  return (guint8)MIN(a + b, RC_SPELLING_FAR);
}

/* Adds a letter to the path, with its row of costs: what it costs to make the first letters of the
 * word of those of the path. */
static void add_letter(RcSpelling *spelling, gunichar letter) {
  guint row = ++spelling->depth;
  gunichar *path = spelling->path;
  const gunichar *word = spelling->letters;
  path[row - 1] = letter;
  const guint8 *above = spelling->rows[row - 1];
  guint8 *own = spelling->rows[row];
  gunichar before = row > 1 ? path[row - 2] : 0;
  guint least = own[0] =
      sum(above[0], cost_of_gap(letter, before, word[0]) + (row == 1 ? FIRST : 0));
  for (guint i = 1; i <= spelling->length; i++) {
    gunichar wanted = word[i - 1];
    guint other = letter - spelling->first;
    guint8 instead = letter == wanted   ? 0
                     : other < ALPHABET ? spelling->instead[i - 1][other]
                                        : RC_SPELLING_EDIT;
    guint8 cost = sum(above[i - 1], instead);
    if (above[i] < cost)
      cost = MIN(cost, sum(above[i], cost_of_gap(letter, before, wanted)));
    if (own[i - 1] < cost)
      cost = MIN(cost, sum(own[i - 1], cost_of_gap(wanted, i > 1 ? word[i - 2] : 0, letter) +
                                           (i == 1 ? FIRST : 0)));
    if (row > 1 && i > 1 && letter == word[i - 2] && before == wanted && letter != wanted)
      cost = MIN(cost, sum(spelling->rows[row - 2][i - 2], SWAPPED));
    own[i] = cost;
    least = MIN(least, cost);
  }
  /* Two letters in the wrong order go on from the row before. */
  guint least_above = RC_SPELLING_FAR;
  for (guint i = 0; i <= spelling->length; i++)
    least_above = MIN(least_above, above[i]);
  spelling->is_over = least > spelling->bound && least_above + SWAPPED > spelling->bound;
}

static gunichar letter_at(const char *p) {
  return (guchar)*p < 0x80 ? (gunichar)*p : g_utf8_get_char(p);
}

guint rc_spelling_cost(RcSpelling *spelling, const char *other) {
  const char *p = other;
  guint common = 0;
  while (common < spelling->depth && *p && letter_at(p) == spelling->path[common]) {
    common++;
    p = g_utf8_next_char(p);
  }
  if (common == spelling->depth && spelling->is_over)
    return RC_SPELLING_FAR;
  spelling->depth = common;
  spelling->is_over = false;
  if (common == 0)
    for (guint i = 1; i <= spelling->length; i++)
      spelling->rows[0][i] =
          sum(spelling->rows[0][i - 1],
              cost_of_gap(spelling->letters[i - 1], i > 1 ? spelling->letters[i - 2] : 0,
                          i < spelling->length ? spelling->letters[i] : 0) +
                  (i == 1 ? FIRST : 0));
  for (; *p; p = g_utf8_next_char(p)) {
    if (spelling->is_over || spelling->depth == RC_SPELLING_LETTERS_MAX)
      return RC_SPELLING_FAR;
    add_letter(spelling, letter_at(p));
  }
  guint cost = spelling->rows[spelling->depth][spelling->length];
  return cost <= spelling->bound ? cost : RC_SPELLING_FAR;
}

/* The character of the same key in the other list, 0 if there is none. */
static gunichar same_key(gunichar c, const char *from, const char *to) {
  const char *at = g_utf8_strchr(from, -1, c);
  return at ? g_utf8_get_char(g_utf8_offset_to_pointer(to, g_utf8_pointer_to_offset(from, at))) : 0;
}

char *rc_spelling_other_layout(const char *typed) {
  guint from = 0;
  for (const char *p = typed; *p && !from; p = g_utf8_next_char(p))
    from = g_unichar_get_script(g_utf8_get_char(p)) == G_UNICODE_SCRIPT_CYRILLIC;
  GString *out = g_string_new(NULL);
  for (const char *p = typed; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_unichar_tolower(g_utf8_get_char(p));
    gunichar other = same_key(c, other_keys[from], other_keys[!from]);
    for (guint row = 0; row < 3; row++) {
      gunichar found = same_key(c, keys[from][row], keys[!from][row]);
      other = found ? found : other;
    }
    g_string_append_unichar(out, other ? other : c);
  }
  return g_string_free(out, FALSE);
}
