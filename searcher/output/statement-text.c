/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of a search for people, in English or Russian. */
#include <string.h>

#include "citation.h"
#include "request.h"
#include "statement.h"
#include "text-writer.h"
#include "text.h"

/* {1} and the like are what is told. */
typedef enum {
  SAY_TITLE,
  SAY_PROGRAM,
  SAY_WRITTEN,
  SAY_QUERY,
  SAY_SIMILAR,
  SAY_READ,
  SAY_FILTER,
  SAY_UNIT_DOCUMENT,
  SAY_UNIT_PASSAGE,
  SAY_ORDER,
  SAY_WIDENED,
  SAY_NOT_WIDENED,
  SAY_INDEX,
  SAY_STATE,
  SAY_TOTAL,
  SAY_APART,
  SAY_COLLAPSED,
  SAY_NOTE,
  SAY_ALL_READ,
  SAY_UNREAD,
  SAY_PAGES_READ,
  SAY_HITS,
  SAY_PASSAGE,
  SAY_PART,
  SAY_MORE,
  SAY_LISTED,
  N_SAYINGS
} Saying;

static const char *const sayings[N_SAYINGS][RC_N_LANGUAGES] = {
    [SAY_TITLE] = {"Record of a search", "Запись о поиске"},
    [SAY_PROGRAM] = {"Program: {1}", "Программа: {1}"},
    [SAY_WRITTEN] = {"Date and time (UTC): {1}", "Дата и время (UTC): {1}"},
    [SAY_QUERY] = {"Query as typed: {1}", "Запрос, как введён: {1}"},
    [SAY_SIMILAR] = {"Like the passage: {1}", "Похоже на абзац: {1}"},
    [SAY_READ] = {"Read as: {1}", "Прочитан как: {1}"},
    [SAY_FILTER] = {"Filter {1}: {2}", "Фильтр {1}: {2}"},
    [SAY_UNIT_DOCUMENT] = {"Looked for: documents", "Искали: документы"},
    [SAY_UNIT_PASSAGE] = {"Looked for: passages", "Искали: абзацы"},
    [SAY_ORDER] = {"Order: {1}", "Порядок: {1}"},
    [SAY_WIDENED] = {"Each word was looked for as:", "Каждое слово искали как:"},
    [SAY_NOT_WIDENED] = {"No other names, translations or near words were looked for.",
                         "Других названий, переводов и близких слов не искали."},
    [SAY_INDEX] = {"Index: documents {1}, pages {2}, as of {3}",
                   "Индекс: документов {1}, страниц {2}, на {3}"},
    [SAY_STATE] = {"State of the index: {1}", "Состояние индекса: {1}"},
    [SAY_TOTAL] = {"Found: {1}; passages that have all of it: {2}",
                   "Найдено: {1}; абзацев, где есть всё: {2}"},
    [SAY_APART] = {"Further documents that have all of it, but in no one paragraph: {1}",
                   "Ещё документов, где есть всё, но не в одном абзаце: {1}"},
    [SAY_COLLAPSED] = {"Of these so many repeat the words of another and are not listed: {1}",
                       "Из них повторяют слова других и не перечислены: {1}"},
    [SAY_NOTE] = {"Note: {1}", "Примечание: {1}"},
    [SAY_ALL_READ] = {"All documents of the index were read in full.",
                      "Все документы индекса прочитаны полностью."},
    [SAY_UNREAD] = {"Documents that could not be read in full: {1}. What they say may be missing.",
                    "Документов, прочитанных не полностью: {1}. Их слов здесь может не быть."},
    [SAY_PAGES_READ] = {"{1}; pages read: {2} of {3}", "{1}; прочитано страниц: {2} из {3}"},
    [SAY_HITS] = {"What was found", "Что найдено"},
    [SAY_PASSAGE] = {"page {1}, paragraph {2}: {3}", "страница {1}, пункт {2}: {3}"},
    [SAY_PART] = {"part of the query", "часть запроса"},
    [SAY_MORE] = {"further passages: {1}", "ещё абзацев: {1}"},
    [SAY_LISTED] = {"All that was found is listed: {1}.", "Перечислено всё, что найдено: {1}."},
};

/* What a way of looking for a word is to it, as recourse-query(7) tells. */
static const struct {
  const char *kind;
  const char *text[RC_N_LANGUAGES];
} kinds[] = {
    {"typed", {"as typed", "как введено"}},
    {"name", {"other name", "другое название"}},
    {"trade", {"word of the trade", "слово из документов"}},
    {"near", {"near word", "близкое слово"}},
    {"translation", {"translation", "перевод"}},
    {"hint", {"only for the order", "только для порядка"}},
    {NULL, {NULL, NULL}},
};

typedef struct {
  RcTextWriter writer;
  RcLanguage language;
} Record;

static Record open_record(const RcSink *sink, const RcOutputOptions *options) {
  return (Record){rc_text_writer_new(sink->out, options), options->language};
}

static void tell(Record *record, guint indent, const char *text) {
  g_autofree char *printable = rc_text_printable(text, -1);
  rc_text_writer_paragraph(&record->writer, indent, printable);
}

/* A saying on lines of its own, with strings that end in NULL. */
G_GNUC_NULL_TERMINATED
static void say(Record *record, guint indent, Saying saying, ...) {
  va_list strings;
  va_start(strings, saying);
  g_autofree char *text = rc_fill_template_list(sayings[saying][record->language], strings);
  va_end(strings);
  tell(record, indent, text);
}

static void say_number(Record *record, guint indent, Saying saying, guint64 number) {
  g_autofree char *digits = g_strdup_printf("%" G_GUINT64_FORMAT, number);
  say(record, indent, saying, digits, NULL);
}

static void leave_line(Record *record) {
  g_string_append_c(record->writer.out, '\n');
}

/* --- what was asked --- */

static void tell_ways(Record *record, const RcRequest *request, const GPtrArray *explained) {
  if (!request->expand)
    say(record, 0, SAY_NOT_WIDENED, NULL);
  if (!explained || explained->len == 0)
    return;
  say(record, 0, SAY_WIDENED, NULL);
  for (guint i = 0; i < explained->len; i++) {
    const RcExplained *one = explained->pdata[i];
    tell(record, 2, one->word);
    for (guint k = 0; k < one->ways->len; k++) {
      const RcWay *way = one->ways->pdata[k];
      gsize kind = 0;
      while (kinds[kind].kind && strcmp(kinds[kind].kind, way->kind) != 0)
        kind++;
      const char *name = kinds[kind].kind ? kinds[kind].text[record->language] : way->kind;
      g_autofree char *line = g_strdup_printf("%s: %s", name, way->text);
      tell(record, 4, line);
    }
  }
}

static void tell_question(Record *record, const RcRequest *request, const RcResults *results) {
  say(record, 0, SAY_QUERY, request->text, NULL);
  if (request->similar)
    say(record, 0, SAY_SIMILAR, request->similar, NULL);
  say(record, 0, SAY_READ, results->parsed, NULL);
  for (int field = 0; field < RC_N_FIELDS; field++) {
    const GPtrArray *values = request->filters[field];
    for (guint i = 0; values && i < values->len; i++)
      say(record, 0, SAY_FILTER, rc_schema_field((RcField)field)->name, values->pdata[i], NULL);
  }
  say(record, 0, request->unit == RC_UNIT_PASSAGE ? SAY_UNIT_PASSAGE : SAY_UNIT_DOCUMENT, NULL);
  say(record, 0, SAY_ORDER, rc_sorts[request->sort].label[record->language], NULL);
  tell_ways(record, request, results->explained);
  for (guint i = 0; i < request->notes->len; i++) {
    g_autofree char *note = rc_note_text(request->notes->pdata[i], record->language);
    say(record, 0, SAY_NOTE, note, NULL);
  }
}

/* --- of what --- */

static void tell_document(Record *record, const RcHit *hit) {
  g_autofree char *digest = g_strdup_printf("SHA-256: %s", hit->document->sha256);
  tell(record, 4, digest);
  tell(record, 4, hit->work->file);
}

static void tell_unread(Record *record, const GPtrArray *unread) {
  leave_line(record);
  if (unread->len == 0)
    say(record, 0, SAY_ALL_READ, NULL);
  else
    say_number(record, 0, SAY_UNREAD, unread->len);
  for (guint i = 0; i < unread->len; i++) {
    const RcHit *hit = unread->pdata[i];
    const RcDocument *document = hit->document;
    const RcNamed *status = &rc_schema_field(RC_FIELD_STATUS)->values[document->status];
    g_autofree char *read = g_strdup_printf("%u", document->pages_read);
    g_autofree char *pages = g_strdup_printf("%u", document->pages);
    leave_line(record);
    say(record, 2, SAY_PAGES_READ, status->label[record->language], read, pages, NULL);
    tell_document(record, hit);
  }
}

void rc_statement_text_begin(RcSink *sink, const RcRequest *request, const RcResults *results,
                             const RcOutputOptions *options) {
  Record record = open_record(sink, options);
  const RcIndexSummary *index = &results->index;
  g_autofree char *documents = g_strdup_printf("%" G_GUINT64_FORMAT, index->documents);
  g_autofree char *pages = g_strdup_printf("%" G_GUINT64_FORMAT, index->pages);
  g_autofree char *total = g_strdup_printf("%" G_GUINT64_FORMAT, results->total);
  g_autofree char *passages = g_strdup_printf("%" G_GUINT64_FORMAT, results->total_passages);
  say(&record, 0, SAY_TITLE, NULL);
  leave_line(&record);
  say(&record, 0, SAY_PROGRAM, "recourse-search " RC_VERSION, NULL);
  say(&record, 0, SAY_WRITTEN, options->statement->written, NULL);
  say(&record, 0, SAY_INDEX, documents, pages, index->updated ? index->updated : "?", NULL);
  say(&record, 0, SAY_STATE, index->state ? index->state : "?", NULL);
  leave_line(&record);
  tell_question(&record, request, results);
  leave_line(&record);
  say(&record, 0, SAY_TOTAL, total, passages, NULL);
  if (results->apart)
    say_number(&record, 0, SAY_APART, results->apart);
  if (results->collapsed)
    say_number(&record, 0, SAY_COLLAPSED, results->collapsed);
  tell_unread(&record, options->statement->unread);
  leave_line(&record);
  say(&record, 0, SAY_HITS, NULL);
}

/* --- what was found --- */

static void tell_passage(Record *record, const RcPassageHit *found) {
  g_autofree char *page = g_strdup_printf("%u", found->hit_page);
  g_autofree char *citation = rc_citation_plain(found->reference);
  g_autofree char *place =
      found->complete ? g_strdup(citation)
                      : g_strdup_printf("%s (%s)", citation, sayings[SAY_PART][record->language]);
  const char *number = found->passage->number;
  say(record, 4, SAY_PASSAGE, page, number ? number : "–", place, NULL);
}

void rc_statement_text_hit(RcSink *sink, const RcRequest *request, const RcResults *results,
                           guint number, const RcOutputOptions *options) {
  Record record = open_record(sink, options);
  const RcHit *hit = results->hits->pdata[number];
  g_autofree char *title =
      g_strdup_printf("%u. %s", request->offset + number + 1, rc_citation_title(hit->work));
  leave_line(&record);
  tell(&record, 0, title);
  tell_document(&record, hit);
  for (guint i = 0; i < hit->passages->len; i++)
    tell_passage(&record, hit->passages->pdata[i]);
  if (hit->more_passages)
    say_number(&record, 4, SAY_MORE, hit->more_passages);
}

void rc_statement_text_end(RcSink *sink, const RcRequest *request, const RcResults *results,
                           const RcOutputOptions *options) {
  Record record = open_record(sink, options);
  (void)request;
  (void)results;
  leave_line(&record);
  say_number(&record, 0, SAY_LISTED, sink->hits);
}
