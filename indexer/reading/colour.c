/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Poppler builds ICC colour transforms anew for every page, which text never
 * needs: over a third of all instructions on many PDFs.  The linker prefers a
 * symbol of the program to one of a library, so this definition stands in for
 * that of liblcms2; poppler falls back to the alternate colour space.  It works
 * only with default symbol visibility and without link-time optimisation, which
 * would lose it silently: a test counts its calls.
 *
 * A page that is rendered for OCR needs its true colours, or pale text may vanish.
 * While rendering, calls are passed on to the library.  The switch is one for the
 * whole process: a worker does one thing at a time, and the parent renders
 * nothing. */
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#include "extract.h"

/* The signature of liblcms2, whose handles are void pointers. */
typedef void *CreateTransform(void *input, uint32_t input_format, void *output,
                              uint32_t output_format, uint32_t intent, uint32_t flags);

static guint refused;
static bool allowed;

guint rc_extraction_transforms_refused(void) {
  return refused;
}

void rc_extraction_allow_transforms(bool allow) {
  allowed = allow;
}

CreateTransform cmsCreateTransform;

void *cmsCreateTransform(void *input, uint32_t input_format, void *output, uint32_t output_format,
                         uint32_t intent, uint32_t flags) {
  if (allowed) {
    CreateTransform *create = (CreateTransform *)dlsym(RTLD_NEXT, "cmsCreateTransform");
    return create ? create(input, input_format, output, output_format, intent, flags) : NULL;
  }
  refused++;
  return NULL;
}
