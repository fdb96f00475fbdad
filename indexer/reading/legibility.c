/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "legibility.h"

#include <math.h>
#include <string.h>

/* Below this many characters a page is too short to be judged by its letters. */
#define LETTERS_MIN 60
#define CHARACTERS_MIN 12
/* Usual text has a surprise of 4.0 to 4.9 bits a letter; letters that were
 * exchanged for others, 5.4 to 9. */
#define SURPRISE_MAX 5.15
/* Where a letter stands for its neighbour, frequencies may come out right by
 * chance, but vowels do not: all languages have 0.35 of them or more. */
#define VOWEL_SHARE_MIN 0.22
#define BROKEN_SHARE_MAX 0.15
/* Vietnamese, the language of most marks, has them on every third letter;
 * Cyrillic in a wrong encoding, on nearly each. */
#define ACCENTED_SHARE_MAX 0.6
#define MIXED_SHARE_MAX 0.3
#define SIGN_SHARE_MAX 0.5
/* So many times the same letter is no word, but stands for one that was taken out. */
#define RUN_MIN 5
/* Odd signs for each word. */
#define ODD_SHARE_MAX 0.015

/* Letters in ten thousand of running text: English, with a share of the other
 * languages that write in these letters. */
static const guint16 latin_frequency[26] = {
    820, 150, 290, 410, 1230, 210, 200, 480, 710, 30,  100, 420, 260,
    690, 740, 210, 20,  620,  640, 850, 310, 110, 160, 20,  170, 30,
};

/* Russian, from U+0430 to U+044F. */
static const guint16 cyrillic_frequency[32] = {
    800, 160, 450, 170, 300, 850, 95, 165, 735, 120, 350, 435, 320, 670, 1095, 280,
    475, 545, 630, 260, 25,  95,  50, 145, 75,  35,  10,  190, 175, 35,  65,   200,
};
/* Letters that Ukrainian, Kazakh and others have beyond these. */
#define OTHER_CYRILLIC_FREQUENCY 100

static double surprise(guint frequency) {
  return -log2((double)frequency / 10000);
}

/* Latin letters inside the word being counted, and Cyrillic ones. */
typedef struct {
  guint latin, cyrillic, other;
} Word;

static void end_word(RcLetterStatistics *statistics, Word *word) {
  guint letters = word->latin + word->cyrillic + word->other;
  statistics->words += letters > 0;
  statistics->mixed += word->latin > 0 && word->cyrillic > 0;
  *word = (Word){0};
}

/* What there is to say of one character. */
typedef struct {
  bool known, space, digit, broken, sign, odd, letter, inside_word, vowel, accented;
  GUnicodeScript script;
  double surprise;
} Character;

static void describe_letter(Character *character, gunichar c) {
  static const gunichar vowels[] = {0x430, 0x435, 0x438, 0x43E, 0x443, 0x44B, 0x44D, 0x44E,
                                    0x44F, 0x454, 0x456, 0x4AF, 0x4B1, 0x4D9, 0x4E9};
  /* The letter without case and marks. */
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize length = g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));
  gunichar base = g_unichar_tolower(length ? parts[0] : c);
  character->script = g_unichar_get_script(c);
  character->vowel = base != 0 && base < 0x80 && strchr("aeiouy", (int)base);
  for (gsize i = 0; i < G_N_ELEMENTS(vowels); i++)
    character->vowel |= base == vowels[i];
  if (character->script == G_UNICODE_SCRIPT_CYRILLIC) {
    bool russian = base >= 0x430 && base < 0x430 + G_N_ELEMENTS(cyrillic_frequency);
    character->surprise =
        surprise(russian ? cyrillic_frequency[base - 0x430] : OTHER_CYRILLIC_FREQUENCY);
  } else if (character->script == G_UNICODE_SCRIPT_LATIN) {
    bool plain = base >= 'a' && base <= 'z';
    character->surprise = surprise(plain ? latin_frequency[base - 'a'] : 20);
    character->accented = c > 0x7F;
  }
}

static void describe(Character *character, gunichar c) {
  GUnicodeType type = g_unichar_type(c);
  bool mark = g_unichar_ismark(c);
  /* Tables of contents and forms are full of these. */
  bool leader = c == '.' || c == '_' || c == '-' || c == 0xB7 || c == 0x2026 ||
                type == G_UNICODE_DASH_PUNCTUATION;
  *character = (Character){
      .known = true,
      .space = g_unichar_isspace(c),
      .digit = g_unichar_isdigit(c),
      .broken = type == G_UNICODE_CONTROL || type == G_UNICODE_PRIVATE_USE ||
                type == G_UNICODE_UNASSIGNED || type == G_UNICODE_SURROGATE || c == 0xFFFD,
      .sign = !g_unichar_isalnum(c) && !mark && !leader,
      .odd = c < 0x80 ? c != 0 && strchr("~^|\\{}<>", (int)c) != NULL
                      : c == 0xB7 || c == 0xAC || c == 0xA6 || c == 0xA5 || c == 0xA2,
      .letter = g_unichar_isalpha(c),
      .inside_word = mark || c == 0xAD,
  };
  if (character->letter)
    describe_letter(character, c);
}

static void count_character(RcLetterStatistics *statistics, Word *word,
                            const Character *character) {
  statistics->characters++;
  statistics->digits += character->digit;
  statistics->broken += character->broken;
  statistics->signs += character->sign;
  statistics->odd += character->odd;
  if (!character->letter) {
    if (!character->inside_word)
      end_word(statistics, word);
    return;
  }
  statistics->vowels += character->vowel;
  if (character->script == G_UNICODE_SCRIPT_CYRILLIC) {
    statistics->cyrillic_surprise += character->surprise;
    statistics->cyrillic++;
    word->cyrillic++;
  } else if (character->script == G_UNICODE_SCRIPT_LATIN) {
    statistics->latin_surprise += character->surprise;
    statistics->accented += character->accented;
    statistics->latin++;
    word->latin++;
  } else {
    statistics->other++;
    word->other++;
  }
}

/* The end of a run of one character that is longer than any word has, or `p`. */
static const char *pass_run(const char *p) {
  gunichar c = g_utf8_get_char(p);
  const char *end = p;
  guint length = 0;
  for (; *end && g_utf8_get_char(end) == c; end = g_utf8_next_char(end))
    length++;
  return length >= RUN_MIN ? end : p;
}

void rc_legibility_count(const char *text, RcLetterStatistics *statistics) {
  /* Characters of the scripts that nearly all text is in are remembered. */
  static Character remembered[0x530], other;
  Word word = {0};
  *statistics = (RcLetterStatistics){0};
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    Character *character = c < G_N_ELEMENTS(remembered) ? &remembered[c] : &other;
    if (!character->known || character == &other)
      describe(character, c);
    const char *end = character->letter ? pass_run(p) : p;
    statistics->runs += end > p;
    if (character->space || end > p)
      end_word(statistics, &word);
    if (end > p)
      p = g_utf8_prev_char(end);
    else if (!character->space)
      count_character(statistics, &word, character);
  }
  end_word(statistics, &word);
  if (statistics->latin)
    statistics->latin_surprise /= statistics->latin;
  if (statistics->cyrillic)
    statistics->cyrillic_surprise /= statistics->cyrillic;
}

static double share(guint part, guint whole) {
  return whole ? (double)part / whole : 0;
}

static bool is_noise(const RcLetterStatistics *s) {
  guint letters = s->latin + s->cyrillic + s->other;
  if (share(s->broken, s->characters) > BROKEN_SHARE_MAX)
    return true;
  if (s->characters >= LETTERS_MIN && share(s->signs, s->characters) > SIGN_SHARE_MAX)
    return true;
  if (letters < LETTERS_MIN)
    return false;
  /* The prevailing script alone: a name or two in the other one is no running text. */
  bool is_latin = s->latin > s->cyrillic + s->other;
  bool is_cyrillic = s->cyrillic > s->latin + s->other;
  if ((is_latin || is_cyrillic) && share(s->vowels, s->latin + s->cyrillic) < VOWEL_SHARE_MIN)
    return true;
  return (is_latin && s->latin_surprise > SURPRISE_MAX) ||
         (is_cyrillic && s->cyrillic_surprise > SURPRISE_MAX) ||
         (is_latin && share(s->accented, s->latin) > ACCENTED_SHARE_MAX) ||
         share(s->mixed, s->words) > MIXED_SHARE_MAX;
}

RcLegibility rc_legibility_judge(const RcLetterStatistics *statistics) {
  if (statistics->characters == 0 && statistics->runs == 0)
    return RC_LEGIBILITY_EMPTY;
  if (statistics->characters < CHARACTERS_MIN)
    return RC_LEGIBILITY_READABLE;
  return is_noise(statistics) ? RC_LEGIBILITY_NOISE : RC_LEGIBILITY_READABLE;
}

bool rc_legibility_shows_misreading(const RcLetterStatistics *statistics) {
  return share(statistics->odd, statistics->words) > ODD_SHARE_MAX;
}
