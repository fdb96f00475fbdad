/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has vanished: files that the index knows and a run did not meet.
 *
 * A file is gone if nothing has its name any more.  One that could not be looked at, a link
 * that leads nowhere, and a file that a walk passes over are not gone.  Of what is gone
 *   - a file whose bytes lie at another path that this run met is forgotten: it was moved;
 *   - one below a folder of the run is forgotten, and its document with it,
 *   - unless it is one of several in a folder that has no PDF left at all, in itself or below
 *     it, or in a path of the run that is missing or has none left.  That is how a drive looks
 *     that is not mounted: the folder is named, and what the index holds from there stays,
 *     until a run is told to forget it. */
#ifndef RC_VANISHED_H
#define RC_VANISHED_H

#include "pass.h"

/* Removes it from the index, after the reading pass.  What is kept, and what of the walk is
 * missing or could not be read, is counted in the summary as left out. */
bool rc_vanished_remove(RcRun *run, GError **error);

#endif
