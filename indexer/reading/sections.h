/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sections: the headings above a passage, from the outermost to the innermost.
 *
 * A heading closes those that do not stand above it.  Which these are, its size says, and before
 * that its number: "B. Merits" stands beside "A. Admissibility" and both under "I. Article 3",
 * though all three are set alike, and an article under the chapter that it was first seen in. */
#ifndef RC_SECTIONS_H
#define RC_SECTIONS_H

#include <glib.h>

typedef struct RcSections RcSections;

RcSections *rc_sections_new(void);
void rc_sections_free(RcSections *sections);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcSections, rc_sections_free)

/* Opens a section under a heading, as it is printed; `size` is that of its type in points, a
 * little more for bold. */
void rc_sections_open(RcSections *sections, const char *heading, float size);

/* The headings above what is read now, of char *, borrowed; empty before the first. */
const GPtrArray *rc_sections_path(const RcSections *sections);

#endif
