/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Poppler builds ICC colour transforms anew for every page, which text never
 * needs: over a third of all instructions on many PDFs.  The linker prefers a
 * symbol of the program to one of a library, so this definition stands in for
 * that of liblcms2; poppler falls back to the alternate colour space.  It works
 * only with default symbol visibility and without link-time optimisation, which
 * would lose it silently: a test counts its calls. */
#include <stdint.h>

#include "extract.h"

static guint refused;

guint rc_extraction_transforms_refused(void) {
  return refused;
}

/* The signature of liblcms2, whose handles are void pointers. */
void *cmsCreateTransform(void *input, uint32_t input_format, void *output, uint32_t output_format,
                         uint32_t intent, uint32_t flags);

void *cmsCreateTransform(void *input, uint32_t input_format, void *output, uint32_t output_format,
                         uint32_t intent, uint32_t flags) {
  (void)input, (void)input_format, (void)output, (void)output_format, (void)intent, (void)flags;
  refused++;
  return NULL;
}
