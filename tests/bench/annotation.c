/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What finding names and citations costs: annotates every passage of an index anew and
 * prints passages, mentions, citations and seconds of processor time.
 *
 *   annotation INDEX */
#include <stdio.h>
#include <time.h>

#include "annotate.h"
#include "articles.h"
#include "dictionary.h"
#include "index.h"

typedef struct {
  guint passages, mentions, cites;
  double seconds;
} Totals;

static void annotate(RcPassage *passage, RcArticles *articles, RcDictionary *dictionary,
                     Totals *totals) {
  g_autoptr(GArray) words = rc_dictionary_words(dictionary, passage->text, -1);
  clock_t start = clock();
  rc_annotate_passage(passage, words);
  rc_articles_find(articles, passage, words);
  totals->seconds += (double)(clock() - start) / CLOCKS_PER_SEC;
  totals->passages++;
  totals->mentions += passage->mentions->len;
  totals->cites += passage->cites->len;
}

static void annotate_document(RcIndex *index, guint32 docid, Totals *totals) {
  g_autoptr(RcDocument) document = rc_index_read_document(index, docid, NULL);
  g_autoptr(RcArticles) articles = rc_articles_new();
  g_autoptr(RcDictionary) dictionary = rc_dictionary_new();
  guint count = document ? document->passages : 0;
  for (guint32 ordinal = 1; ordinal <= count; ordinal++) {
    g_autoptr(RcPassage) passage = rc_index_read_passage(index, document, docid + ordinal, NULL);
    if (passage)
      annotate(passage, articles, dictionary, totals);
  }
}

int main(int argc, char **argv) {
  g_autoptr(GError) error = NULL;
  g_autoptr(RcIndex) index = rc_index_open(argc > 1 ? argv[1] : ".", &error);
  if (!index) {
    fprintf(stderr, "annotation: %s\n", error->message);
    return 1;
  }
  g_autofree char *term = rc_schema_term(RC_FIELD_ENTRY, "document");
  g_autoptr(GArray) documents = xapian_database_postings(rc_index_database(index), term, 0, &error);
  Totals totals = {0};
  for (guint i = 0; documents && i < documents->len; i++)
    annotate_document(index, g_array_index(documents, guint32, i), &totals);
  printf("%u passages, %u mentions, %u citations, %.3f s\n", totals.passages, totals.mentions,
         totals.cites, totals.seconds);
  return 0;
}
