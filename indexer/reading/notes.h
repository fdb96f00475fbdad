/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes: which passage calls which footnote.
 *
 * A mark in the text ("arrested.2") is a small raised number on the page but
 * plain digits after extraction, glued to the word before it.  A footnote or
 * endnote with that number, and the order of numbers, tell a mark from other
 * digits; where rows were read with marks, RC_NOTE_MARK stands before each.
 * A mark may be a letter or a Roman numeral ("arresteda", "arrestediv"): of these only
 * raised ones are marks, and only if a note has them; "1st", "No" and "1-й" keep theirs. */
#ifndef RC_NOTES_H
#define RC_NOTES_H

#include <glib.h>

/* Finds the mark of each footnote among `passages` (of RcPassage *, in order,
 * ordinals set), takes it out of the text and sets footnote_of of the note.  A
 * note whose mark is not found keeps 0.  No RC_NOTE_MARK is left anywhere: a raised figure
 * without a note is taken out behind a word, and stands apart behind a number; raised letters
 * without a note stay. */
void rc_notes_link(GPtrArray *passages);

#endif
