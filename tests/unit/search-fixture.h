/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An index that a suite searches, and asking it. */
#ifndef RC_SEARCH_FIXTURE_H
#define RC_SEARCH_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "fixture.h"
#include "search.h"

typedef struct {
  char *folder;
  RcIndex *index;
} Fixture;

G_GNUC_UNUSED static int tear_down(void **state) {
  Fixture *fixture = *state;
  rc_index_free(fixture->index);
  fixture_folder_remove(&fixture->folder);
  g_free(fixture);
  return 0;
}

/* A request of "name=value&name=value"; q is the query. */
G_GNUC_UNUSED static RcRequest *new_request(const char *options) {
  RcRequest *request = rc_request_new();
  g_auto(GStrv) pairs = g_strsplit(options, "&", -1);
  for (char **pair = pairs; *pair; pair++) {
    char *value = strchr(*pair, '=');
    assert_non_null(value);
    *value = '\0';
    assert_true(rc_request_set(request, *pair, value + 1, NULL));
  }
  rc_request_prepare(request);
  return request;
}

G_GNUC_UNUSED static RcResults *ask(void *const *state, const char *options) {
  g_autoptr(RcRequest) request = new_request(options);
  g_autoptr(GError) error = NULL;
  RcResults *results = rc_search(((Fixture *)*state)->index, request, &error);
  if (error)
    fail_msg("%s: %s", options, error->message);
  return results;
}

G_GNUC_UNUSED static const RcHit *hit_of(const RcResults *results, guint i) {
  assert_true(i < results->hits->len);
  return results->hits->pdata[i];
}

G_GNUC_UNUSED static const RcPassageHit *passage_of(const RcHit *hit, guint i) {
  assert_true(i < hit->passages->len);
  return hit->passages->pdata[i];
}

#endif
