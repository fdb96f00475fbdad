/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "language.h"

#include <string.h>

#include "text.h"

/* Evidence for a language: letters that only it (or few others) uses, and its
 * commonest short words in normal form.  Sources: the alphabets as given in
 * CLDR's exemplar characters; the words are the function words of each grammar. */
typedef struct {
  const char *tag;
  RcScript script;
  const char *letters; /* each counts as much as a word */
  const char *words;   /* between spaces */
} Evidence;

static const Evidence evidence[] = {
    {"en", RC_SCRIPT_LATIN, "",
     " the of and to in that is was for on with as by at from are were be been has have not this "
     "which or an it had its their he she they we who would should no all any other such "},
    {"uz", RC_SCRIPT_LATIN, "",
     " va bilan uchun bu o'z bo'lgan bo'yicha ham edi emas yoki deb haqida tomonidan kerak o'zbek "
     "o'zbekiston huquqlari "},
    {"ru", RC_SCRIPT_CYRILLIC, "ыэъ",
     " и в на не что с по из к у о от за для его как это а но же были был была было при или так "
     "также который которые они она он мы бы до со об ее их "},
    {"uk", RC_SCRIPT_CYRILLIC, "іїєґ",
     " та що до на не з у в від за для його як це але були був було про або також які який вони "
     "вона він ми би зі її їх є "},
    {"kk", RC_SCRIPT_CYRILLIC, "әғқңұүһі",
     " және мен бен үшін бұл емес бар деп туралы болып осы жылы бойынша оның да де "},
    {"ky", RC_SCRIPT_CYRILLIC, "ңөү",
     " жана менен үчүн бул эмес бар деп тууралуу болуп ушул жылы боюнча анын да де "},
    {"uz-Cyrl", RC_SCRIPT_CYRILLIC, "ўқғҳ",
     " ва билан учун бу бўлган бўйича ҳам эди эмас ёки деб ҳақида томонидан керак "},
};

static guint count_letters(const char *text, const char *letters) {
  guint count = 0;
  for (const char *p = text; *letters && *p; p = g_utf8_next_char(p))
    if ((guchar)*p >= 0x80 && g_utf8_strchr(letters, -1, g_unichar_tolower(g_utf8_get_char(p))))
      count++;
  return count;
}

static guint count_words(const GArray *words, const char *list) {
  guint count = 0;
  char between[32];
  for (guint i = 0; i < words->len; i++) {
    const char *word = g_array_index(words, RcWord, i).word;
    gsize length = strlen(word);
    if (length + 3 > sizeof between)
      continue;
    between[0] = ' ';
    memcpy(between + 1, word, length);
    memcpy(between + 1 + length, " ", 2);
    count += strstr(list, between) != NULL;
  }
  return count;
}

/* The script of most of the words. */
static RcScript main_script(const GArray *words) {
  guint latin = 0, cyrillic = 0;
  for (guint i = 0; i < words->len; i++) {
    RcScript script = rc_text_script(g_array_index(words, RcWord, i).word);
    latin += script == RC_SCRIPT_LATIN;
    cyrillic += script == RC_SCRIPT_CYRILLIC;
  }
  if (latin + cyrillic == 0)
    return RC_SCRIPT_OTHER;
  return latin > cyrillic ? RC_SCRIPT_LATIN : RC_SCRIPT_CYRILLIC;
}

const char *rc_language_detect(const char *text, const GArray *words) {
  RcScript script = main_script(words);
  const Evidence *best = NULL;
  guint best_score = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(evidence); i++) {
    const Evidence *candidate = &evidence[i];
    if (candidate->script != script)
      continue;
    guint score = count_words(words, candidate->words) + count_letters(text, candidate->letters);
    if (score > best_score) {
      best = candidate;
      best_score = score;
    }
  }
  return best ? best->tag : NULL;
}
