/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Output formats: each renders the same request and results.
 *
 * A table of formats (formats.c), looked up by the name that --format and the URL parameter
 * of the same name take.  A format is a row and functions in a file of its own: the command
 * line, the web page and their help know it then.  All that is found is written hit by hit, page
 * by page, and never held whole. */
#ifndef RC_OUTPUT_H
#define RC_OUTPUT_H

#include <stdio.h>

#include "cited.h"
#include "concepts.h"
#include "search.h"

#define RC_OUTPUT_WIDTH 100

/* What a format may use beyond the results themselves. */
typedef struct {
  bool colour; /* terminal escapes for highlights; only the text format asks */
  guint width; /* columns to fill, 0: RC_OUTPUT_WIDTH; only the text format asks */
  bool whole;  /* passages are shown whole; only the text format asks, others do so anyway */
  RcLanguage language; /* in which a draft is reported on and a search recorded; other answers are
                          in English */
  const struct RcStatement *statement; /* what a record says beside the results; NULL: it is none */
} RcOutputOptions;

/* Where a rendering goes: it is appended to `out`, and what `out` has after a hit may be taken
 * on from there, so that a long answer is never held whole. */
typedef struct {
  GString *out;
  void (*take)(GString *out, gpointer to); /* takes all of `out` and empties it; NULL: it is
                                              gathered */
  gpointer to;
  guint64 hits; /* so many were written to it */
} RcSink;

#define RC_SINK_BYTES (64 * 1024) /* so much is worth taking */

/* Each writes a part of the rendering; they cannot fail: all limits lie in the request. */
typedef void RcOutputPart(RcSink *sink, const RcRequest *request, const RcResults *results,
                          const RcOutputOptions *options);
typedef void RcOutputHit(RcSink *sink, const RcRequest *request, const RcResults *results,
                         guint number, const RcOutputOptions *options);

/* Appends who cites a document, whole. */
typedef void RcOutputCited(GString *out, const RcRequest *request, const RcCited *cited,
                           const RcOutputOptions *options);

/* Appends a list of the vocabulary.  Names that are never displayed stay out, but of those for
 * thesauri, where they are hidden labels.  Lines of the text format are broken only where
 * options->width is said. */
typedef void RcOutputConcepts(GString *out, const RcConceptList *list,
                              const RcOutputOptions *options);

typedef struct {
  const char *name;          /* "text", "json" */
  const char *label;         /* as which readers of the page are offered it; NULL: not */
  const char *media_type;    /* "application/json; charset=utf-8" */
  RcOutputPart *begin, *end; /* what stands before and behind the hits; NULL: nothing */
  RcOutputHit *hit;          /* results->hits[number], and what parts it from the one before; NULL:
                              hits are not written */
  bool found_only; /* without the nearest, which lack something: what reads it cannot tell */
  bool tells;      /* it has the notes on the request, and of how many hits its own are; what has
                      not is told beside it */
  RcOutputConcepts *concepts; /* lists of the vocabulary; NULL: it has none */
  RcOutputCited *cited;       /* who cites a document; NULL: it does not tell */
} RcOutputFormat;

/* The first is the usual one of the command line; the row after the last has no name. */
extern const RcOutputFormat rc_output_formats[];

/* The format of that name, static, or NULL. */
const RcOutputFormat *rc_output_format(const char *name);

/* True if it has a place for what a search finds; else it is one of lists alone. */
bool rc_output_has_results(const RcOutputFormat *format);

/* The whole rendering. */
void rc_output_write(const RcOutputFormat *format, RcSink *sink, const RcRequest *request,
                     const RcResults *results, const RcOutputOptions *options);
/* The hits of one page of it, where begin and end are written once around many. */
void rc_output_write_hits(const RcOutputFormat *format, RcSink *sink, const RcRequest *request,
                          const RcResults *results, const RcOutputOptions *options);

/* Of the formats; those of libraries take their items from item.h. */
extern RcOutputPart rc_output_text_begin, rc_output_text_end;
extern RcOutputHit rc_output_text_hit;
extern RcOutputPart rc_output_json_begin, rc_output_json_end, rc_output_ndjson_begin;
extern RcOutputHit rc_output_json_hit, rc_output_ndjson_hit;
extern RcOutputPart rc_output_csv_begin;
extern RcOutputHit rc_output_csv_hit, rc_output_bibtex_hit, rc_output_ris_hit;
extern RcOutputPart rc_output_csl_begin, rc_output_csl_end;
extern RcOutputHit rc_output_csl_hit;
extern RcOutputPart rc_output_atom_begin, rc_output_atom_end;
extern RcOutputHit rc_output_atom_hit;
extern RcOutputHit rc_output_files_hit;
extern RcOutputPart rc_output_count_begin;
extern RcOutputConcepts rc_output_text_concepts, rc_output_json_concepts, rc_output_csv_concepts,
    rc_output_skos_concepts;
extern RcOutputCited rc_output_text_cited, rc_output_json_cited;

#endif
