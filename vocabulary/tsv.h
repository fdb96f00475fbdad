/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of vocabulary/ as both compilers read them, and the strings of C that both write.
 *
 * A table is UTF-8, a row a line, columns parted by one tab, the first row a header; lines that
 * are empty or begin with "#" are passed over. */
#ifndef RC_TSV_H
#define RC_TSV_H

#include <glib.h>
#include <stdio.h>

/* Where the reader stands, and how much it has found wrong.  Zero-initialise. */
typedef struct {
  const char *file;
  int line;
  int mistakes;
} RcTsv;

/* Says on standard error as "file:line: reason" what is wrong. */
void rc_tsv_complain(RcTsv *tsv, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Gives each row of the file at `path`, which is borrowed, to `read`, as many columns as the
 * header has; what else is wrong is said, a wrong header too.  Returns the whole content, yours
 * to free, or NULL if it cannot be read, which is said. */
char *rc_tsv_read(RcTsv *tsv, const char *path, const char *header,
                  void (*read)(char **columns, gpointer data), gpointer data);

/* Writes the text as a string of C, without a NUL of its own. */
void rc_tsv_write_c(FILE *out, const char *text);

#endif
