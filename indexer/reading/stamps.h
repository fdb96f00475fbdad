/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stamps of electronic signatures, which programs print at the foot of an act: that it is signed,
 * by whom, and by which certificate.  They are none of its text, but are read, by themselves. */
#ifndef RC_STAMPS_H
#define RC_STAMPS_H

#include <glib.h>

/* Sets the role of rows of stamps, of RcRow, to RC_ROW_ASIDE: from the one that says that something
 * is signed to the last that names a part of the signature.  After other roles are set. */
void rc_stamps_assign_roles(GArray *rows);

#endif
