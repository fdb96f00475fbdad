/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names across scripts: Жовтис is Zhovtis, Jovtis and Žovtis, Хўжаев is Khodzhaev and Hojayev.
 *
 * No romanisation is asked for: people write names as their passport, their newspaper or their
 * ear has them.  A table says for each Cyrillic letter by which Latin ones it is usually written
 * (BGN/PCGN, ISO 9 and GOST, ICAO and UN; what is usual for Kazakh, Kyrgyz, Uzbek, Tajik, Ukrainian
 * and Belarusian names; English, French and German ears), and a name meets another if the table
 * leads from one to the other, letter by letter.  So what meets could be the same name, which is
 * not to say that it is.  Words are in normal form (text.h): marks over Latin letters are gone,
 * ё is е. */
#ifndef RC_ROMANISATION_H
#define RC_ROMANISATION_H

#include <glib.h>
#include <stdbool.h>

/* Shorter words meet too much, in letters; longer ones than this are no names. */
#define RC_ROMANISATION_LETTERS_MIN 3
#define RC_ROMANISATION_LETTERS_MAX 40

/* True if `latin` may be how the name `cyrillic` is written.  Cases of Russian nouns and of
 * surnames do not part them («Жовтису»), nor do the two genders of a surname, nor the English
 * possessive. */
bool rc_romanisation_meets(const char *cyrillic, const char *latin);

/* With which letters words of the other script begin that may meet `word`; distinct strings of one
 * letter, ascending; empty for a word of neither script.  Yours to unref. */
GPtrArray *rc_romanisation_starts(const char *word);

/* A coarse key that most ways to write one name in either script share (Zhambyl, Jambyl, Жамбыл):
 * for what is a suggestion and no more.  NULL for a word of neither script or without letters
 * enough; yours to free. */
char *rc_romanisation_key(const char *word);
/* True if that is its key. */
bool rc_romanisation_has_key(const char *word, const char *key);

#endif
