/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cited.h"

#include <string.h>

#include "combine.h"
#include "error.h"
#include "limit.h"
#include "lookup.h"
#include "plan.h"
#include "scope.h"
#include "symbol.h"

/* Paragraphs of one document that are counted: hardly any has more, and whoever invents them does
 * not make others wait. */
#define PARAGRAPHS_MAX 2000

/* One question in progress. */
typedef struct {
  RcIndex *index;
  const RcRequest *request;
  RcStemmer *stemmer;
  RcPlan *plan; /* of what the request asks of passages */
  RcCited *cited;
  GPtrArray *names; /* of char *: the symbols as values of terms */
} Question;

static void free_paragraph(gpointer data) {
  RcCitedParagraph *row = data;
  g_free(row->paragraph);
  g_clear_pointer(&row->hits, g_ptr_array_unref);
  g_free(row);
}

void rc_cited_free(RcCited *cited) {
  if (!cited)
    return;
  g_free(cited->text);
  rc_document_free(cited->document);
  g_ptr_array_unref(cited->symbols);
  g_ptr_array_unref(cited->paragraphs);
  rc_index_summary_clear(&cited->index);
  g_free(cited);
}

/* --- what is cited --- */

/* The first document of the index with that symbol, if there is one. */
static bool read_by_symbol(RcIndex *index, const char *symbol, RcDocument **document,
                           GError **error) {
  g_autofree char *canonical = rc_symbol_normalise(symbol);
  g_autoptr(XapianQuery) query =
      rc_scope_only_documents(rc_combine_term(RC_FIELD_SYMBOL, canonical));
  XapianSearch question = {.query = query,
                           .limit = 1,
                           .by_docid = true,
                           .collapse_slot = XAPIAN_NO_SLOT,
                           .sort_slot = XAPIAN_NO_SLOT};
  g_autoptr(XapianResult) found = rc_lookup_ask(index, &question, error);
  if (!found || found->matches->len == 0)
    return found != NULL;
  guint32 docid = g_array_index(found->matches, XapianMatch, 0).docid;
  *document = rc_index_read_document(index, docid, error);
  return *document != NULL;
}

/* The document that is meant, if the index has it, and the symbols by which it is cited. */
static bool find_document(Question *question, GError **error) {
  RcCited *cited = question->cited;
  bool by_id = rc_digits_name_document(cited->text);
  if (by_id) {
    g_autoptr(GArray) entries =
        rc_lookup_document(question->index, cited->text, &cited->document, error);
    if (!entries)
      return false;
  } else if (!read_by_symbol(question->index, cited->text, &cited->document, error)) {
    return false;
  }
  const char *own = cited->document ? rc_document_peek(cited->document, RC_METADATA_SYMBOL) : NULL;
  const char *symbols = by_id || own ? own : cited->text;
  if (!symbols) {
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT,
                "%s: this document has no symbol by which others could cite it", cited->text);
    return false;
  }
  g_auto(GStrv) each = g_strsplit(symbols, RC_SYMBOLS_BETWEEN, -1);
  for (char **symbol = each; *symbol; symbol++) {
    char *canonical = rc_symbol_normalise(*symbol);
    g_ptr_array_add(cited->symbols, canonical);
    g_autoptr(GPtrArray) values = rc_symbol_query_terms(canonical);
    g_ptr_array_add(question->names, g_utf8_strup(values->pdata[0], -1));
  }
  return true;
}

/* --- who cites it --- */

/* The value of the term for a citation of the document by one of its names, or of that paragraph
 * of it; yours. */
static char *term_value(const Question *question, guint name, const char *paragraph) {
  return g_strjoin(":", (char *)question->names->pdata[name], paragraph, NULL);
}

/* The passages that cite the document, or that paragraph of it, among those that the request asks
 * for; yours. */
static XapianQuery *citing(const Question *question, const char *paragraph) {
  GPtrArray *any = rc_combine_new_parts();
  for (guint i = 0; i < question->names->len; i++) {
    g_autofree char *value = term_value(question, i, paragraph);
    g_ptr_array_add(any, rc_combine_term(RC_FIELD_CITES, value));
  }
  return rc_combine_two(XAPIAN_FILTER, rc_scope_only_passages(rc_combine(XAPIAN_OR, any)),
                        xapian_query_copy(question->plan->passages));
}

/* Counts what `query` finds, and gives up to `limit` of it, of each document one passage, the
 * newest first. */
static XapianResult *count(const Question *question, const XapianQuery *query, guint limit,
                           guint64 *documents, guint64 *passages, GError **error) {
  XapianSearch search = {.query = query,
                         .limit = limit,
                         .check_at_least = G_MAXUINT,
                         .collapse_slot = RC_SLOT_DATE,
                         .sort_slot = RC_SLOT_DATE,
                         .sort_reverse = true};
  XapianResult *found = rc_lookup_ask(question->index, &search, error);
  if (found) {
    *documents = found->estimated;
    *passages = found->uncollapsed;
  }
  return found;
}

/* Of citations without a paragraph, and of each that is cited. */
static XapianQuery *citing_row(const Question *question, const GHashTable *paragraphs,
                               const RcCitedParagraph *row) {
  XapianQuery *query = citing(question, row->paragraph);
  GHashTableIter iter;
  gpointer paragraph;
  g_hash_table_iter_init(&iter, (GHashTable *)paragraphs);
  GPtrArray *named = rc_combine_new_parts();
  while (!row->paragraph && g_hash_table_iter_next(&iter, &paragraph, NULL))
    for (guint i = 0; i < question->names->len; i++) {
      g_autofree char *value = term_value(question, i, paragraph);
      g_ptr_array_add(named, rc_combine_term(RC_FIELD_CITES, value));
    }
  return rc_combine_two(XAPIAN_AND_NOT, query, rc_combine(XAPIAN_OR, named));
}

/* The paragraphs that anything cites: a set of values of terms, yours. */
static GHashTable *list_paragraphs(const Question *question, GError **error) {
  g_autoptr(GHashTable) paragraphs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < question->names->len; i++) {
    g_autofree char *value = term_value(question, i, "");
    g_autofree char *prefix = rc_schema_term(RC_FIELD_CITES, value);
    GError *cause = NULL;
    g_autoptr(GPtrArray) terms = xapian_database_terms(rc_index_database(question->index), prefix,
                                                       PARAGRAPHS_MAX + 1, &cause);
    if (!terms) {
      rc_index_propagate(error, cause, "index");
      return NULL;
    }
    for (guint k = 0; k < terms->len && g_hash_table_size(paragraphs) < PARAGRAPHS_MAX; k++)
      g_hash_table_add(paragraphs, g_strdup((char *)terms->pdata[k] + strlen(prefix)));
  }
  return g_steal_pointer(&paragraphs);
}

static int compare_rows(gconstpointer a, gconstpointer b) {
  const RcCitedParagraph *x = *(RcCitedParagraph *const *)a, *y = *(RcCitedParagraph *const *)b;
  if (!x->paragraph || !y->paragraph)
    return !x->paragraph - !y->paragraph;
  if (x->documents != y->documents)
    return (x->documents < y->documents) - (x->documents > y->documents);
  if (x->passages != y->passages)
    return (x->passages < y->passages) - (x->passages > y->passages);
  guint64 first = g_ascii_strtoull(x->paragraph, NULL, 10);
  guint64 second = g_ascii_strtoull(y->paragraph, NULL, 10);
  return first != second ? (first > second) - (first < second) : strcmp(x->paragraph, y->paragraph);
}

static bool add_row(Question *question, const GHashTable *paragraphs, const char *paragraph,
                    GError **error) {
  RcCitedParagraph *row = g_new0(RcCitedParagraph, 1);
  row->paragraph = g_strdup(paragraph);
  g_autoptr(XapianQuery) query = citing_row(question, paragraphs, row);
  g_autoptr(XapianResult) found = count(question, query, 0, &row->documents, &row->passages, error);
  if (row->passages > 0)
    g_ptr_array_add(question->cited->paragraphs, row);
  else
    free_paragraph(row);
  return found != NULL;
}

/* The passages of a row that is shown, with the citations that it counts marked. */
static bool add_hits(const Question *question, const GHashTable *paragraphs, RcCitedParagraph *row,
                     GError **error) {
  g_autoptr(XapianQuery) query = citing_row(question, paragraphs, row);
  g_autoptr(XapianResult) found =
      count(question, query, question->request->passages, &row->documents, &row->passages, error);
  g_autoptr(GArray) docids = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint i = 0; found && i < found->matches->len; i++)
    g_array_append_val(docids, g_array_index(found->matches, XapianMatch, i).docid);
  g_autoptr(GPtrArray) marks = g_ptr_array_new_with_free_func((GDestroyNotify)rc_mark_free);
  for (guint i = 0; i < question->names->len; i++) {
    RcMark *mark = g_new0(RcMark, 1);
    *mark = (RcMark){.type = RC_MARK_CITATION, .text = term_value(question, i, row->paragraph)};
    g_ptr_array_add(marks, mark);
  }
  if (found)
    row->hits = rc_lookup_hits(question->index, docids, marks, question->stemmer, error);
  return row->hits != NULL;
}

/* All rows are counted and put in order; those that are shown have their passages. */
static bool add_rows(Question *question, GError **error) {
  RcCited *cited = question->cited;
  g_autoptr(GHashTable) paragraphs = list_paragraphs(question, error);
  if (!paragraphs)
    return false;
  GHashTableIter iter;
  gpointer paragraph;
  g_hash_table_iter_init(&iter, paragraphs);
  while (g_hash_table_iter_next(&iter, &paragraph, NULL))
    if (!add_row(question, paragraphs, paragraph, error))
      return false;
  cited->complete = g_hash_table_size(paragraphs) < PARAGRAPHS_MAX;
  if (cited->complete && !add_row(question, paragraphs, NULL, error))
    return false;
  g_ptr_array_sort(cited->paragraphs, compare_rows);
  cited->total = cited->paragraphs->len;
  guint first = MIN(question->request->offset, cited->total);
  guint shown = question->request->all ? cited->total : question->request->limit;
  if (first > 0)
    g_ptr_array_remove_range(cited->paragraphs, 0, first);
  if (cited->paragraphs->len > shown)
    g_ptr_array_set_size(cited->paragraphs, (int)shown);
  for (guint i = 0; i < cited->paragraphs->len; i++) {
    RcCitedParagraph *row = cited->paragraphs->pdata[i];
    if (!add_hits(question, paragraphs, row, error))
      return false;
    if (row->paragraph) { /* terms have letters in upper case */
      char *lower = g_utf8_strdown(row->paragraph, -1);
      g_free(row->paragraph);
      row->paragraph = lower;
    }
  }
  return true;
}

static void clear_question(Question *question) {
  rc_plan_free(question->plan);
  rc_stemmer_free(question->stemmer);
  rc_cited_free(question->cited);
  g_ptr_array_unref(question->names);
}

RcCited *rc_cited_by(RcIndex *index, const char *document, const RcRequest *request,
                     GError **error) {
  __attribute__((cleanup(clear_question)))
  Question question = {.index = index,
                       .request = request,
                       .stemmer = rc_stemmer_new(rc_vocabulary_lemma),
                       .cited = g_new0(RcCited, 1),
                       .names = g_ptr_array_new_with_free_func(g_free)};
  RcCited *cited = question.cited;
  rc_limit_begin();
  cited->text = g_strdup(document);
  cited->symbols = g_ptr_array_new_with_free_func(g_free);
  cited->paragraphs = g_ptr_array_new_with_free_func(free_paragraph);
  cited->index = rc_index_summary_copy(rc_index_summary(index));
  question.plan = rc_plan_make(index, question.stemmer, request, error);
  if (!question.plan || !find_document(&question, error))
    return NULL;
  g_autoptr(XapianQuery) all = citing(&question, NULL);
  g_autoptr(XapianResult) found =
      count(&question, all, 0, &cited->documents, &cited->passages, error);
  return found && add_rows(&question, error) ? g_steal_pointer(&question.cited) : NULL;
}
