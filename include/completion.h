/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scripts by which a shell completes the options of a program and their values. */
#ifndef RC_COMPLETION_H
#define RC_COMPLETION_H

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* The shells, with a space between them. */
#define RC_COMPLETION_SHELLS "bash zsh fish"

typedef struct {
  const char *program;         /* as it is typed */
  const GOptionEntry *entries; /* the last is empty; hidden ones are not offered */
  /* The values that an option may have, with a space between them, yours to free; NULL: any.  An
   * option with values, but with no name for one in its entry, may stand without. */
  char *(*new_values)(const char *name);
  bool takes_files; /* what is no option is a file */
} RcCompletion;

/* The script for that shell, yours to free; NULL if it is none of them.  Options whose value is a
 * DIR, FILE, DRAFT or RECORD are completed with folders or files. */
char *rc_completion_script(const RcCompletion *completion, const char *shell);

G_END_DECLS

#endif
