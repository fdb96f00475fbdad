/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags of languages as BCP 47 has them. */
#ifndef RC_LANGUAGE_TAG_H
#define RC_LANGUAGE_TAG_H

#include <stdbool.h>

/* True for what has the shape of a tag, in the spelling that is kept: a language of two
 * or three small letters, then subtags of up to eight ASCII letters and digits, the last of
 * more than one: "en", "kk-Latn", "en-x-plain".  Which languages there are it does not
 * know. */
bool rc_language_tag_is_valid(const char *text);

#endif
