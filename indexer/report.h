/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of a run: every file with what became of it. */
#ifndef RC_REPORT_H
#define RC_REPORT_H

#include <stdio.h>

#include "document.h"

typedef enum { RC_REPORT_NONE, RC_REPORT_TEXT, RC_REPORT_JSON } RcReportFormat;

/* The names of --report; false for an unknown one. */
bool rc_report_format_from_name(const char *name, RcReportFormat *format);

/* What became of one file. */
typedef struct {
  char *path;
  char *id;           /* of its document; NULL if it has none */
  const char *status; /* static: a name of RcStatus, or "withdrawn" */
  guint32 pages, pages_read;
  bool unchanged;           /* not read in this run: the index has it */
  double seconds;           /* that reading took, all attempts together */
  double processor_seconds; /* that it used of the processor */
  char *reason;             /* why it is not whole, or what is left out of it; or NULL */
} RcReportLine;

typedef struct {
  GArray *lines; /* of RcReportLine */
} RcReport;

RcReport *rc_report_new(void);
void rc_report_free(RcReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcReport, rc_report_free)

/* Copies the line.  `report` may be NULL: then nothing is kept. */
void rc_report_add(RcReport *report, const RcReportLine *line);

/* Writes all lines, by path: for people, or one JSON object a line. */
void rc_report_write(const RcReport *report, RcReportFormat format, FILE *out);

#endif
