/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of a search: one table for the command line, its help, the
 * parameters of a URL and the fields of a form. */
#ifndef RC_REQUEST_H
#define RC_REQUEST_H

#include "query.h"

typedef struct RcRequestOption RcRequestOption;
struct RcRequestOption {
  const char *name;     /* --name, and ?name= */
  const char *alias;    /* another name for it, or NULL */
  int field;            /* RcField of a filter, else -1 */
  const char *argument; /* what stands for the value in the help; NULL: a switch,
                           on if given without a value */
  const char *help;     /* one line, lower case, no full stop */
  /* Sets it; called with a value that is valid UTF-8 and, but for a switch, not
   * empty. */
  bool (*set)(RcRequest *request, const RcRequestOption *option, const char *value, GError **error);
};

/* In the order of the help; the row after the last has no name. */
extern const RcRequestOption rc_request_options[];

/* The row with that name or alias, or NULL. */
const RcRequestOption *rc_request_option(const char *name);

#endif
