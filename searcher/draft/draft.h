/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draft: the text of somebody who cites, as far as it is needed to check what it cites.
 *
 * A draft is hostile as a PDF is.  It is parsed by a process of its own behind the wall (see
 * sandbox.h), which says what it found in one message of bounded length; the message is checked. */
#ifndef RC_DRAFT_H
#define RC_DRAFT_H

#include <glib.h>
#include <stdbool.h>

/* A file may have so many bytes; what is unpacked of one, and all text of it, no more than these.
 * What goes beyond is left out, and the draft says so. */
#define RC_DRAFT_FILE_BYTES_MAX (32 * 1024 * 1024)
#define RC_DRAFT_UNPACKED_BYTES_MAX (64 * 1024 * 1024)
#define RC_DRAFT_TEXT_BYTES_MAX (4 * 1024 * 1024)
#define RC_DRAFT_BLOCKS_MAX 50000
/* Of the process that reads it. */
#define RC_DRAFT_CPU_SECONDS 20
#define RC_DRAFT_MEMORY_BYTES (G_GUINT64_CONSTANT(1024) * 1024 * 1024)

typedef enum {
  RC_DRAFT_PLAIN,
  RC_DRAFT_MARKDOWN,
  RC_DRAFT_HTML,
  RC_DRAFT_DOCX,
  RC_N_DRAFT_FORMATS
} RcDraftFormat;

/* "plain", "markdown", "html", "docx"; static. */
const char *rc_draft_format_name(RcDraftFormat format);

typedef enum {
  RC_BLOCK_TEXT, /* a paragraph, an item, a cell */
  RC_BLOCK_HEADING,
  RC_BLOCK_QUOTE, /* set apart as the words of another */
  RC_BLOCK_NOTE,  /* a footnote or an endnote */
  RC_N_BLOCK_KINDS
} RcDraftBlockKind;

/* A note is called at a place in the text of a block. */
typedef struct {
  guint32 offset; /* bytes before it */
  char *note;     /* by which the note is known */
} RcDraftMark;

typedef struct {
  RcDraftBlockKind kind;
  guint32 place; /* line or paragraph where it begins, from 1; of a note that of its mark */
  char *note;    /* of a note how it is called: "7"; else NULL */
  char *text;    /* UTF-8; a line feed where a line of the draft ends */
  GArray *marks; /* of RcDraftMark, ascending */
} RcDraftBlock;

typedef struct {
  RcDraftFormat format;
  bool by_lines;     /* places are lines; else they are paragraphs */
  bool cut;          /* something was left out for its size */
  GPtrArray *blocks; /* of RcDraftBlock *; notes behind all others, where they stand behind */
} RcDraft;

void rc_draft_free(RcDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcDraft, rc_draft_free)

/* Reads the file at `path`, "-" is standard input, in a process behind the wall.  Call it before
 * anything else is opened: that process is a copy of this one.  RC_ERROR_IO if the file cannot be
 * read, RC_ERROR_BAD_INPUT if it is none of the formats or reading it went beyond a limit,
 * RC_ERROR_SYSTEM if this kernel has no wall. */
RcDraft *rc_draft_read(const char *path, GError **error);

/* The same of bytes, in this process: what stands behind the wall.  `extension` of the file's name
 * is a hint, or NULL.  RC_ERROR_BAD_INPUT if they are damaged. */
RcDraft *rc_draft_parse(const char *bytes, gsize length, const char *extension, GError **error);

/* The same of a text that is known to be in that format, whatever it begins with. */
RcDraft *rc_draft_parse_as(RcDraftFormat format, const char *bytes, gsize length, GError **error);

/* A draft as a message; yours to unref.  Back: NULL if it is not one, or not whole. */
GByteArray *rc_draft_pack(const RcDraft *draft);
RcDraft *rc_draft_unpack(const guint8 *message, gsize length);

/* The line or paragraph of a byte of a block's text. */
guint32 rc_draft_place_at(const RcDraft *draft, const RcDraftBlock *block, guint32 offset);

#endif
