/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "romanisation.h"

#include <string.h>

#include "text.h"

/* How one letter, or two together, are written; the first way is the one of BGN/PCGN.  "-" is no
 * letter at all, "$" stands at the end of a word alone, "+" never there, "!" after a hushing sound
 * alone, and \1 is the Azerbaijani ə. */
#define WAYS_MAX 12
typedef struct {
  char cyrillic[5];
  char latin[WAYS_MAX][8];
} Unit;

/* Ordered by the first letter, as Unicode has them: find_units looks in the middle. */
/* clang-format off */
static const Unit units[] = {
    {"а",  {"a", "\1"}},
    {"б",  {"b"}},
    {"в",  {"v", "w", "ff$", "f$"}},
    {"г",  {"g", "h", "gh", "gu", "q"}},
    {"д",  {"d", "dt$"}},
    {"дж", {"dzh", "j", "dj", "c", "dsch", "zh"}},
    {"дз", {"dz", "z"}},
    {"др", {"dr", "der$"}},
    {"е",  {"e", "ye", "ie", "je", "yo+", "io+", "jo+", "o!", "\1"}},
    {"ж",  {"zh", "j", "z", "dj", "dzh", "zj", "sch"}},
    {"з",  {"z"}},
    {"и",  {"i", "y", "ee"}},
    {"иа", {"ia", "ya", "ja"}},
    {"ие", {"ie", "ye", "je", "e"}},
    {"ий", {"iy", "y", "i"}},
    {"ио", {"io", "yo", "jo"}},
    {"ию", {"iyu", "iu", "yu", "ju"}},
    {"ия", {"iya", "ia", "ya", "ja"}},
    {"й",  {"y", "i", "j"}},
    {"йя", {"ya", "ia", "ja"}},
    {"к",  {"k", "c", "q", "ck"}},
    {"кс", {"ks", "x"}},
    {"л",  {"l"}},
    {"м",  {"m"}},
    {"н",  {"n"}},
    {"о",  {"o"}},
    {"п",  {"p"}},
    {"р",  {"r"}},
    {"с",  {"s"}},
    {"сч", {"sch"}},
    {"т",  {"t", "th"}},
    {"тр", {"tr", "ter$"}},
    {"у",  {"u", "ou", "w", "oo"}},
    {"ф",  {"f", "ph"}},
    {"х",  {"kh", "h", "x", "ch"}},
    {"ц",  {"ts", "c", "tz", "z", "cz", "tc"}},
    {"ч",  {"ch", "tch", "tsch", "c", "cz", "tsh"}},
    {"ш",  {"sh", "sch", "ch", "s", "sz"}},
    {"щ",  {"shch", "sch", "shh", "shtch", "chtch", "schtsch", "stch", "sc", "szcz", "sht", "sh", "s"}},
    {"ъ",  {"-"}},
    {"ы",  {"y", "i", "u"}},
    {"ый", {"yy", "y", "i"}},
    {"ь",  {"-"}},
    {"ьи", {"yi", "ii", "ji"}},
    {"ьо", {"yo", "io", "jo"}},
    {"э",  {"e"}},
    {"ю",  {"yu", "iu", "ju", "u", "you", "iou"}},
    {"я",  {"ya", "ia", "ja"}},
    {"ђ",  {"d", "dj"}},
    {"є",  {"ye", "ie", "je", "e"}},
    {"і",  {"i", "y"}},
    {"ій", {"iy", "i", "y"}},
    {"ія", {"iya", "ia", "ya", "ja"}},
    {"ї",  {"yi", "i", "ji"}},
    {"ј",  {"j", "y", "i"}},
    {"љ",  {"lj", "l"}},
    {"њ",  {"nj", "n"}},
    {"ћ",  {"c", "ch"}},
    {"ў",  {"u", "w", "o"}},
    {"џ",  {"dzh", "dz"}},
    {"ґ",  {"g"}},
    {"ғ",  {"gh", "g"}},
    {"җ",  {"zh", "j"}},
    {"қ",  {"q", "k", "kh"}},
    {"ң",  {"ng", "n"}},
    {"ү",  {"u", "y", "ue"}},
    {"ұ",  {"u", "y", "o"}},
    {"ҳ",  {"h", "kh"}},
    {"ҷ",  {"j", "dj", "dzh"}},
    {"һ",  {"h"}},
    {"ӏ",  {"-"}},
    {"ә",  {"a", "e", "ae", "\1"}},
    {"ӣ",  {"i"}},
    {"ө",  {"o", "u", "oe"}},
    {"ӯ",  {"u", "o"}},
};

/* What may be left of both words where their stems have met: each of the Latin endings beside each
 * of the Cyrillic ones, "-" for none.  `before`: with what the Latin stem ends, or NULL. */
typedef struct {
  const char *before;
  guint letters; /* how many Latin letters must have met at least */
  const char *latin, *cyrillic;
} Endings;

static const Endings endings[] = {
    {"b c d f g h k l m n p q r s t v w x z", 3, "-", "- а у ом ем е ы и ю я ь"},
    {"v n", 5, "- a", "- а у ым ой ою ы ых ыми е ом"},
    {"n", 5, "e", "- а у ым ой ы ых е"}, /* Eltsine */
    {NULL, 3, "a", "а ы и е у ой ою ей ю"},
    {NULL, 3, "ya ia ja iya iia ija", "я и ю ей ею е ия ии ию ией ья ьи ью ье ьей ія ії ію єю"},
    {"a e o u", 3, "a", "я и ю ей е"},
    {NULL, 3, "y i j iy ii ij yi", "ий ый ой ій ия ию ием ии"},
    {NULL, 5, "y i j iy ii ij yi", "ого его ому ему им ым ом ем ая яя ую ей их ых ими ыми ие ые"},
    {"a e o u y", 3, "y i j", "й я ю ем е и"},
    {"sk ck", 4, "aya aia aja a oy oi oj", "ий ій ого ому им ом ая ой ою ую ие их ими а ої"},
    {NULL, 4, "oy oi oj", "ой ого ому ым ом ая ую ые ых"},
};
/* clang-format on */

/* --- letters --- */

/* A word as an array; `count` 0: none that could be a name. */
typedef struct {
  guint count;
  gunichar at[RC_ROMANISATION_LETTERS_MAX + 1]; /* a 0 after the last */
} Letters;

/* The letters of a Cyrillic word, or of a Latin one in ASCII (and \1) without apostrophes. */
static void read_letters(const char *word, bool latin, Letters *letters) {
  letters->count = 0;
  for (const char *p = word; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c == '\'' && latin && strcmp(p, "'s") == 0)
      break;
    if (c == '\'')
      continue;
    if (latin)
      c = c == 0x0131 ? 'i' : c == 0x0259 ? 1 : c == 0x0142 ? 'l' : c == 0x0111 ? 'd' : c;
    if (letters->count == RC_ROMANISATION_LETTERS_MAX ||
        (latin ? c > 'z' || (c != 1 && c < 'a') : c < 0x0430 || c > 0x052F)) {
      letters->count = 0;
      return;
    }
    letters->at[letters->count++] = c;
  }
  if (letters->count < RC_ROMANISATION_LETTERS_MIN)
    letters->count = 0;
  letters->at[letters->count] = 0;
}

static gunichar first_letter(const Unit *unit) {
  return g_utf8_get_char(unit->cyrillic);
}

/* The first unit that begins with the letter; NULL if none does. */
static const Unit *find_units(gunichar letter) {
  guint low = 0, high = G_N_ELEMENTS(units);
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (first_letter(&units[middle]) < letter)
      low = middle + 1;
    else
      high = middle;
  }
  return low < G_N_ELEMENTS(units) && first_letter(&units[low]) == letter ? &units[low] : NULL;
}

/* How many letters of `text` the string is, in any script; 0 if they are not the next. */
static guint begins_with(const gunichar *text, const char *string) {
  guint length = 0;
  for (const char *p = string; *p; p = g_utf8_next_char(p))
    if (text[length++] != g_utf8_get_char(p))
      return 0;
  return length;
}

/* --- meeting --- */

static bool is_hushing(gunichar c) {
  return c == 0x0436 || c == 0x0447 || c == 0x0448 || c == 0x0449; /* ж ч ш щ */
}

/* Where the Latin word goes on, a bit for each place, if the letters from `from` on are written one
 * of the ways of the unit. */
static guint64 follow_unit(const Unit *unit, const Letters *latin, guint64 from,
                           gunichar letter_before) {
  guint64 to = 0;
  for (guint way = 0; way < WAYS_MAX && unit->latin[way][0]; way++) {
    const char *written = unit->latin[way];
    if (*written == '-') {
      to |= from;
      continue;
    }
    gsize length = strcspn(written, "$+!");
    if (written[length] == '!' && !is_hushing(letter_before))
      continue;
    for (guint64 rest = from; rest; rest &= rest - 1) {
      guint at = (guint)__builtin_ctzll(rest), same = 0;
      while (same < length && latin->at[at + same] == (guchar)written[same])
        same++;
      bool fits = same == length;
      if (written[length] == '$' || written[length] == '+')
        fits = fits && (at + length == latin->count) == (written[length] == '$');
      if (fits)
        to |= G_GUINT64_CONSTANT(1) << (at + length);
    }
  }
  return to;
}

/* True if one of the words of `list` is all that is left at `rest`. */
static bool is_listed(const char *list, const gunichar *rest) {
  while (*list) {
    gsize bytes = strcspn(list, " ");
    const char *p = list, *end = list + bytes;
    guint i = 0;
    if (*p == '-')
      p = end;
    while (p < end && rest[i] == g_utf8_get_char(p)) {
      p = g_utf8_next_char(p);
      i++;
    }
    if (p == end && rest[i] == 0)
      return true;
    list = end + (*end == ' ');
  }
  return false;
}

/* True if one of the words of `list` ends where `end` stands, `length` letters after the first. */
static bool ends_with(const char *list, const gunichar *end, guint length) {
  while (*list) {
    gsize bytes = strcspn(list, " ");
    guint same = 0;
    while (same < bytes && same < length && end[-1 - (int)same] == (guchar)list[bytes - 1 - same])
      same++;
    if (same == bytes)
      return true;
    list += bytes + (list[bytes] == ' ');
  }
  return false;
}

/* True if only endings are left of both words, a Latin one at one of the places `from`. */
static bool only_endings(const Letters *cyrillic, guint at, const Letters *latin, guint64 from) {
  for (; from; from &= from - 1) {
    guint place = (guint)__builtin_ctzll(from);
    if (place + 3 < latin->count || (place == latin->count && at == cyrillic->count))
      continue;
    for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
      const Endings *row = &endings[i];
      if (place >= row->letters &&
          (!row->before || ends_with(row->before, &latin->at[place], place)) &&
          is_listed(row->latin, &latin->at[place]) && is_listed(row->cyrillic, &cyrillic->at[at]))
        return true;
    }
  }
  return false;
}

bool rc_romanisation_meets(const char *cyrillic, const char *latin) {
  Letters from, to;
  read_letters(latin, true, &to);
  if (to.count == 0)
    return false;
  read_letters(cyrillic, false, &from);
  if (from.count == 0 || to.count > 4 * from.count || from.count > to.count + 6)
    return false;
  /* By which letters of the Latin word those before each letter of the other one can be written. */
  guint64 reached[RC_ROMANISATION_LETTERS_MAX + 3] = {1};
  for (guint i = 0; i < from.count; i++) {
    if (!reached[i] && !reached[i + 1])
      return false;
    for (guint64 rest = reached[i] & ~G_GUINT64_CONSTANT(1); rest; rest &= rest - 1) {
      guint at = (guint)__builtin_ctzll(rest); /* Moussa, Habibulla */
      if (at < to.count && to.at[at] == to.at[at - 1])
        reached[i] |= G_GUINT64_CONSTANT(1) << (at + 1);
    }
    if (i >= 2 && only_endings(&from, i, &to, reached[i]))
      return true;
    if (i > 0 && from.at[i] == from.at[i - 1])
      reached[i + 1] |= reached[i];
    for (const Unit *unit = find_units(from.at[i]);
         unit && unit < units + G_N_ELEMENTS(units) && first_letter(unit) == from.at[i]; unit++) {
      guint letters = begins_with(&from.at[i], unit->cyrillic);
      if (letters)
        reached[i + letters] |= follow_unit(unit, &to, reached[i], i ? from.at[i - 1] : 0);
    }
  }
  guint64 whole = reached[from.count];
  if (to.at[to.count - 1] == to.at[to.count - 2])
    whole |= whole << 1;
  return (whole >> to.count & 1) || only_endings(&from, from.count, &to, whole);
}

/* --- where to look --- */

static void add_start(GPtrArray *starts, gunichar letter) {
  char text[7] = "";
  g_unichar_to_utf8(letter, text);
  if (!g_ptr_array_find_with_equal_func(starts, text, g_str_equal, NULL))
    g_ptr_array_add(starts, g_strdup(text));
}

GPtrArray *rc_romanisation_starts(const char *word) {
  GPtrArray *starts = g_ptr_array_new_with_free_func(g_free);
  RcScript script = rc_text_script(word);
  Letters letters = {0};
  if (script != RC_SCRIPT_OTHER)
    read_letters(word, script == RC_SCRIPT_LATIN, &letters);
  for (guint i = 0; letters.count && i < G_N_ELEMENTS(units); i++) {
    if (script == RC_SCRIPT_CYRILLIC && !begins_with(letters.at, units[i].cyrillic))
      continue;
    for (guint way = 0; way < WAYS_MAX && units[i].latin[way][0]; way++) {
      g_autofree char *written =
          g_strndup(units[i].latin[way], strcspn(units[i].latin[way], "$+!"));
      if (*written == '-')
        continue;
      if (script == RC_SCRIPT_CYRILLIC)
        add_start(starts, *written == 1 ? 0x0259 : (gunichar)(guchar)*written);
      else if (begins_with(letters.at, written))
        add_start(starts, first_letter(&units[i]));
    }
  }
  g_ptr_array_sort(starts, rc_text_compare_pointed);
  return starts;
}

/* --- the key --- */

/* No letter is written by more than four. */
#define RC_ROMANISATION_KEY_BYTES (RC_ROMANISATION_LETTERS_MAX * 4 + 1)

/* What the key has of letters of the Latin way, longest first where one begins another. */
static const struct {
  const char *written;
  char key;
} sounds[] = {
    {"schtsch", 'W'}, {"shch", 'W'}, {"chtch", 'W'}, {"szcz", 'W'}, {"tsch", 'C'}, {"tch", 'C'},
    {"sch", 'S'},     {"sh", 'S'},   {"ch", 'C'},    {"dzh", 'J'},  {"dj", 'J'},   {"zh", 'J'},
    {"j", 'J'},       {"kh", 'h'},   {"gh", 'h'},    {"x", 'h'},    {"ks", 'h'},   {"g", 'h'},
    {"h", 'h'},       {"ck", 'k'},   {"q", 'k'},     {"c", 'k'},    {"ph", 'f'},   {"w", 'v'},
    {"ts", 'c'},      {"tz", 'c'},   {"ou", 'u'},    {"oo", 'u'},   {"yo", 'e'},   {"io", 'e'},
    {"y", 'i'},       {"\1", 'e'},
};

static bool is_vowel(char c) {
  return c && strchr("aeiou", c) != NULL;
}

/* The key as bytes; false if the word has none. */
static bool make_key(const char *word, char key[RC_ROMANISATION_KEY_BYTES]) {
  RcScript script = rc_text_script(word);
  Letters letters = {0};
  if (script != RC_SCRIPT_OTHER)
    read_letters(word, script == RC_SCRIPT_LATIN, &letters);
  char latin[RC_ROMANISATION_KEY_BYTES];
  gsize written = 0, length = 0;
  for (guint i = 0; i < letters.count; i++) {
    if (script == RC_SCRIPT_LATIN) {
      latin[written++] = (char)letters.at[i];
      continue;
    }
    const Unit *unit = find_units(letters.at[i]);
    for (const char *p = unit && *unit->latin[0] != '-' ? unit->latin[0] : ""; *p; p++)
      latin[written++] = *p;
  }
  latin[written] = '\0';
  for (const char *p = latin; *p;) {
    char sound = *p;
    gsize taken = 1;
    for (guint i = 0; i < G_N_ELEMENTS(sounds) && taken == 1; i++)
      if (sounds[i].written[0] == *p && g_str_has_prefix(p, sounds[i].written)) {
        sound = sounds[i].key;
        taken = strlen(sounds[i].written);
        break;
      }
    p += taken;
    char last = length ? key[length - 1] : '\0';
    /* Of vowels in a row the fullest one stays: я, ya and ia are one sound. */
    bool merged = is_vowel(last) && is_vowel(sound) && (last == 'i' || sound == 'i');
    if (merged && last == 'i')
      key[length - 1] = sound;
    else if (!merged && last != sound)
      key[length++] = sound;
  }
  while (length > RC_ROMANISATION_LETTERS_MIN && is_vowel(key[length - 1]))
    length--;
  if (length > 2 && key[length - 1] == 'f')
    key[length - 1] = 'v';
  key[length] = '\0';
  return length > 0;
}

char *rc_romanisation_key(const char *word) {
  char key[RC_ROMANISATION_KEY_BYTES];
  return make_key(word, key) ? g_strdup(key) : NULL;
}

bool rc_romanisation_has_key(const char *word, const char *key) {
  char own[RC_ROMANISATION_KEY_BYTES];
  return make_key(word, own) && strcmp(own, key) == 0;
}
