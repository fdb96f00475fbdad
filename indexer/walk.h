/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk: from the paths of a run to the files to be read. */
#ifndef RC_WALK_H
#define RC_WALK_H

#include <glib.h>
#include <stdbool.h>

/* One path that was given. */
typedef struct {
  char *folder;   /* absolute, links resolved; of a file, the folder it lies in; of what is
                     missing, that itself, as far as its folders are there */
  bool is_folder; /* a folder was given, not a file */
  bool missing;   /* neither: nothing is there */
  bool complete;  /* all folders below it could be read */
  guint files;    /* PDFs found below it */
} RcWalkRoot;

/* One PDF to be read. */
typedef struct {
  char *path;         /* absolute */
  guint root;         /* position of the path it was found below */
  guint64 bytes;      /* its size */
  bool leads_nowhere; /* a link that cannot be followed: to be told, for it cannot be opened */
} RcWalkFile;

typedef struct {
  GArray *files;       /* of RcWalkFile, in the order of the paths given; one given
                          twice stands here twice */
  GArray *roots;       /* of RcWalkRoot */
  GPtrArray *problems; /* of char *: sentences that name the path */
} RcWalk;

RcWalk *rc_walk_new(void);
void rc_walk_free(RcWalk *walk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcWalk, rc_walk_free)

/* Adds a file as it is, or all PDFs below a folder (names that end in .pdf in any case; links to
 * folders are not followed, those that lead nowhere stand among the files), the largest first:
 * what takes longest is not left for the end, when nothing else is there for other processors.
 * What cannot be read becomes a problem; false if `path` itself cannot.  One that is missing is a
 * root without files, and true: what that means, the index knows. */
bool rc_walk_add(RcWalk *walk, const char *path);

#endif
