/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "error.h"

G_DEFINE_QUARK(rc - error - quark, rc_error)

static const int exit_statuses[RC_N_ERRORS] = {
    [RC_ERROR_BAD_INPUT] = RC_EXIT_USAGE,   [RC_ERROR_BAD_QUERY] = RC_EXIT_USAGE,
    [RC_ERROR_NO_INDEX] = RC_EXIT_NO_INDEX, [RC_ERROR_LOCKED] = RC_EXIT_LOCKED,
    [RC_ERROR_STALE] = RC_EXIT_IO,          [RC_ERROR_LIMIT] = RC_EXIT_LIMIT,
    [RC_ERROR_SYSTEM] = RC_EXIT_SYSTEM,     [RC_ERROR_IO] = RC_EXIT_IO,
};

int rc_error_exit_status(const GError *error) {
  if (error->domain == RC_ERROR && error->code >= 0 && error->code < RC_N_ERRORS)
    return exit_statuses[error->code];
  return error->domain == G_OPTION_ERROR ? RC_EXIT_USAGE : RC_EXIT_IO;
}
