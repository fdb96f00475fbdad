/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fork server for all tests of a group, as a run without OCR has it: give
 * forkserver_fixture_start and _end to cmocka_run_group_tests_name. */
#ifndef FORKSERVER_FIXTURE_H
#define FORKSERVER_FIXTURE_H

#include "reading.h"
#include "vocabulary.h"

static RcStemmer *forkserver_stemmer;
static RcForkServer *forkserver;

static int forkserver_fixture_start(void **state) {
  (void)state;
  forkserver_stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  const RcReader reader = {.stemmer = forkserver_stemmer};
  forkserver = rc_reading_start(&reader, RC_SANDBOX_REQUIRE, NULL);
  return forkserver == NULL || !rc_forkserver_wait(forkserver, NULL);
}

static int forkserver_fixture_end(void **state) {
  (void)state;
  g_clear_pointer(&forkserver, rc_forkserver_free);
  g_clear_pointer(&forkserver_stemmer, rc_stemmer_free);
  return 0;
}

#endif
