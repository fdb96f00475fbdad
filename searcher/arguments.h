/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of recourse-search: what it says, and the help that teaches it.
 *
 * Options that a URL has as well are rows of request.h; those here are of the program alone. */
#ifndef RC_ARGUMENTS_H
#define RC_ARGUMENTS_H

#include <sys/types.h>

#include "output.h"
#include "request.h"
#include "verify.h"

#ifndef RC_VERSION
#define RC_VERSION "unknown"
#endif

typedef struct {
  RcRequest *request;
  GString *query;   /* the words, joined by a space */
  bool asked;       /* there is a word or a filter */
  char *new_since;  /* the record of an earlier search, whose documents are left out; or NULL */
  char *index_path; /* NULL: the default */

  /* What is asked for beside a search, one of these at the most: NULL, or -1, is not. */
  int vocabulary;        /* RcField whose concepts are to be listed */
  char *verify;          /* a draft that is to be held against the index, "-": standard input */
  RcDraft *draft;        /* what was read of it, yet NULL */
  char *queries;         /* a file of queries that are counted */
  GPtrArray *query_list; /* those of it, see query-list.h, yet NULL */
  char *cited_by;        /* a document whose citations are asked for */
  char *show;            /* a document that is to be read */
  guint page, passage, context;

  const RcOutputFormat *format;
  RcOutputOptions output; /* the language of reports and records, and what the terminal is like */
  char *output_path;      /* NULL: standard output */
  mode_t output_mode;     /* of that file, from which the umask takes */
  char *record; /* a file for the record of a search, which is output_path then; or NULL */
  bool no_pager;
  bool open; /* the first hit is opened by the desktop's viewer */

  bool help, version;
  char *completion; /* a shell whose script is asked for; NULL: none is */
  char *said;       /* the text of these; NULL: none is asked for */
} RcArguments;

RcArguments *rc_arguments_new(void);
void rc_arguments_free(RcArguments *arguments);

/* Reads them from argv, whose first is the program.  Fails with RC_ERROR_BAD_QUERY or an error of
 * G_OPTION_ERROR; who asks for help has it all the same. */
bool rc_arguments_parse(RcArguments *arguments, char **argv, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcArguments, rc_arguments_free)

#endif
