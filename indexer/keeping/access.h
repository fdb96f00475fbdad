/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may read an index: its owner, or its owner and one group.  One rule for every file in the
 * index folder: 0600, or 0640 and of that group; folders 0700 or 0750; what is in leaves/ is its
 * owner's alone.  It holds whatever the mode of the index folder and the umask are.  The group is
 * remembered in a file of the folder. */
#ifndef RC_ACCESS_H
#define RC_ACCESS_H

#include <glib.h>
#include <stdbool.h>

/* Makes the rule so for what is there, and sets the umask of this process so that it is for
 * what comes.  `group`: the one to remember from now on, "" for none; NULL for the one that
 * is remembered.  The folder itself, which others may use too, is changed only when a group
 * is given.  RC_ERROR_BAD_INPUT for a group that is not known, RC_ERROR_IO. */
bool rc_access_apply(const char *index_path, const char *group, GError **error);

#endif
