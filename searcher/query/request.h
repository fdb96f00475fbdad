/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of a search: one table for the command line, its help, the
 * parameters of a URL, the links of the pages and what their form carries along. */
#ifndef RC_REQUEST_H
#define RC_REQUEST_H

#include "query.h"

/* What an option sets. */
typedef enum {
  RC_OPTION_TEXT,   /* the query itself: a char * */
  RC_OPTION_PLACE,  /* a passage, "ID:PASSAGE" as programs are told of it: a char * */
  RC_OPTION_FILTER, /* a field of the schema; given twice, it collects both values */
  RC_OPTION_CHOICE, /* an enumeration: one of `choices` by its name */
  RC_OPTION_NUMBER, /* a guint from 0 to `maximum` */
  RC_OPTION_SWITCH  /* a bool: on if given without a value */
} RcOptionType;

typedef struct {
  const char *name; /* --name, and ?name= */
  RcOptionType type;
  const char *argument; /* what stands for the value in the help; NULL: a switch */
  const char *help;     /* one line, lower case, no full stop */
  gsize member;         /* PLACE, CHOICE, NUMBER, SWITCH: offset in RcRequest of what it sets */
  int field;            /* FILTER: the RcField, else -1 */
  const RcNamed *choices;
  guint maximum; /* NUMBER */
  gsize all;     /* NUMBER: offset in RcRequest of the bool that "all" sets; 0: it is no value */
  guint web_minimum; /* NUMBER: a web request is cut to these, not refused */
  guint web_maximum; /* 0: maximum */
  bool unlinked;     /* what a page shows next does not depend on it */
} RcRequestOption;

/* In the order of the help: the query, the filters of the schema, all others.  The row
 * after the last has no name. */
const RcRequestOption *rc_request_options(void);

/* The row with that name or, of a filter, alias; NULL if there is none. */
const RcRequestOption *rc_request_option(const char *name);

/* What the request has for an option that is no filter, as rc_request_set takes it; yours
 * to free.  NULL if that is what it has anyway. */
char *rc_request_get(const RcRequest *request, const RcRequestOption *option);

/* Cuts numbers to what a web request may ask for. */
void rc_request_clamp(RcRequest *request);

/* True if it has a value of any filter. */
bool rc_request_has_filters(const RcRequest *request);
/* True if there is such a note on it. */
bool rc_request_has_note(const RcRequest *request, RcNoteCode code);

#endif
