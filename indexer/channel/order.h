/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order "read this document": all that a worker is told beside the document itself.
 *
 * Reading, OCR, making an index anew and --dump give the same order; it is plain bytes, so
 * that it crosses to the process as it is.  Limits are of processor time: what a document
 * takes, not what the machine does beside. */
#ifndef RC_ORDER_H
#define RC_ORDER_H

#include <glib.h>
#include <stdbool.h>

/* The longest a page may take, and a document, in seconds of processor time; memory. */
#define RC_ORDER_PAGE_SECONDS 10
#define RC_ORDER_SECONDS 60
#define RC_ORDER_MEMORY_BYTES (G_GUINT64_CONSTANT(1) << 30)
/* The same where OCR is at work: for a page, and for all pages of a document in one run.
 * Beyond that the document has the time that it has without OCR. */
#define RC_ORDER_OCR_PAGE_SECONDS 20
#define RC_ORDER_OCR_SECONDS 600
/* A document that must be read more than once takes no longer than this in all, but that
 * what can be read of it is read then. */
#define RC_ORDER_ALL_SECONDS 120
/* A document is read again without a page it died on so many times. */
#define RC_ORDER_SKIPS_MAX 4

/* Which pages are read by OCR. */
typedef enum {
  RC_OCR_AUTO,   /* those without a readable text layer */
  RC_OCR_NEVER,  /* none */
  RC_OCR_ALWAYS, /* these and all that have images */
  RC_N_OCR_CHOICES
} RcOcrChoice;

/* The names of --ocr; false for an unknown one. */
bool rc_ocr_choice_from_name(const char *name, RcOcrChoice *choice);

/* Numbers of pages, from 1. */
typedef struct {
  guint32 count;
  guint32 pages[RC_ORDER_SKIPS_MAX];
} RcOrderPages;

bool rc_order_pages_have(const RcOrderPages *pages, guint32 page);
/* False if no more fit. */
bool rc_order_pages_add(RcOrderPages *pages, guint32 page);

typedef struct {
  bool packed;           /* the document is what rc_entries_pack made, not a PDF: its passages
                            are annotated anew */
  bool ocr;              /* pages that want OCR get it; else they are only named */
  RcOcrChoice choice;    /* which pages that are */
  guint32 last;          /* no page after it is read; 0: all are */
  guint32 page_seconds;  /* of processor time, for each page */
  guint32 seconds;       /* and for the document */
  guint32 ocr_seconds;   /* after these of them OCR begins no page */
  RcOrderPages skip;     /* pages not to be read */
  RcOrderPages skip_ocr; /* pages that OCR must leave alone */
} RcOrder;

/* The order to read a PDF, with its limits; `ocr` as there. */
RcOrder rc_order_for_pdf(RcOcrChoice choice, bool ocr);
/* The order to make the passages of a document anew from what is kept of it. */
RcOrder rc_order_for_packed(void);

#endif
