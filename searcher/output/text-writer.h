/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines for reading on a terminal or in a file: as wide as these are, counted in characters. */
#ifndef RC_TEXT_WRITER_H
#define RC_TEXT_WRITER_H

#include "output.h"

typedef struct {
  GString *out;
  guint width;
  bool colour, whole; /* as of the options */
} RcTextWriter;

/* Where what is marked begins and ends inside a text on its way out.  No text that went through
 * rc_text_printable contains them. */
#define RC_TEXT_MARK_ON '\x01'
#define RC_TEXT_MARK_OFF '\x02'

RcTextWriter rc_text_writer_new(GString *out, const RcOutputOptions *options);

/* Words from `column` on, further lines from `indent` on; a word wider than a line stays whole, so
 * that addresses can be copied.  What is written must be printable already. */
void rc_text_writer_wrap(RcTextWriter *writer, guint column, guint indent, const char *text);
void rc_text_writer_paragraph(RcTextWriter *writer, guint indent, const char *text);
/* A row of a table, of which what stands before `column` is written: a name, and behind the names
 * of all rows, which are so wide, a text.  Where that leaves no room, both follow one another. */
void rc_text_writer_row(RcTextWriter *writer, guint column, const char *name, guint names,
                        const char *text);
void rc_text_writer_line(RcTextWriter *writer, guint indent, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

#endif
