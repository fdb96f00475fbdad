/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report on a draft for whoever signs it, in English or Russian. */
#include "citation.h"
#include "text-writer.h"
#include "text.h"
#include "verification.h"

/* {1} and the like are what is told. */
typedef enum {
  SAY_CHECKED,
  SAY_HELD_AGAINST,
  SAY_NOT_READ,
  SAY_LIMITS,
  SAY_NOTHING,
  SAY_CUT,
  SAY_LINE,
  SAY_PARAGRAPH,
  SAY_NOTE,
  SAY_CITATION,
  SAY_QUOTATION,
  SAY_DRAFT,
  SAY_SOURCE,
  SAY_STANDS,
  SAY_OCR,
  SAY_OTHERS,
  N_SAYINGS
} Saying;

static const char *const sayings[N_SAYINGS][RC_N_LANGUAGES] = {
    [SAY_CHECKED] = {"{1}: citations: {2}, quotations: {3}", "{1}: ссылок: {2}, цитат: {3}"},
    [SAY_HELD_AGAINST] = {"Held against an index of {1} documents, {2} pages, as of {3}.",
                          "Сверено с индексом: документов {1}, страниц {2}, на {3}."},
    [SAY_NOT_READ] = {"{1} of these documents could not be read in full.",
                      "Из этих документов прочитаны не полностью: {1}."},
    [SAY_LIMITS] = {"A verdict says what this index holds, and nothing of what it does not hold.",
                    "Вывод говорит о том, что есть в этом индексе, и ни о чём больше."},
    [SAY_NOTHING] = {"The draft cites and quotes nothing.", "В тексте нет ни ссылок, ни цитат."},
    [SAY_CUT] = {"The draft is too large: its end was not looked at.",
                 "Текст слишком велик: его конец не проверен."},
    [SAY_LINE] = {"line {1}", "строка {1}"},
    [SAY_PARAGRAPH] = {"paragraph {1}", "абзац {1}"},
    [SAY_NOTE] = {"note {1}", "сноска {1}"},
    [SAY_CITATION] = {"citation", "ссылка"},
    [SAY_QUOTATION] = {"quotation", "цитата"},
    [SAY_DRAFT] = {"draft", "в тексте"},
    [SAY_SOURCE] = {"source", "в документе"},
    [SAY_STANDS] = {"see", "см."},
    [SAY_OCR] = {"read by OCR, confidence {1}", "распознано, уверенность {1}"},
    [SAY_OTHERS] = {"or", "или"},
};

static const struct {
  const char *kind;
  const char *text[RC_N_LANGUAGES];
} differences[] = {
    {"changed", {"changed", "изменено"}},
    {"dropped", {"dropped", "пропущено"}},
    {"added", {"added", "добавлено"}},
    {"capital", {"capital letter", "заглавная буква"}},
    {"punctuation", {"end of a sentence or clause", "конец предложения или его части"}},
    {"left-out", {"left out by an ellipsis or brackets", "скрыто многоточием или скобками"}},
};

typedef struct {
  RcTextWriter writer;
  RcLanguage language;
} Report;

/* A saying with what is told, which ends in NULL; yours to free. */
static char *say(const Report *report, Saying saying, const char *first, const char *second,
                 const char *third) {
  const char *const arguments[] = {first ? first : "", second ? second : "", third ? third : "",
                                   NULL};
  g_autofree char *text = rc_fill_template(sayings[saying][report->language], arguments);
  return rc_text_printable(text, -1);
}

static char *say_number(const Report *report, Saying saying, guint64 first, guint64 second,
                        const char *third) {
  g_autofree char *a = g_strdup_printf("%" G_GUINT64_FORMAT, first);
  g_autofree char *b = g_strdup_printf("%" G_GUINT64_FORMAT, second);
  return say(report, saying, a, b, third);
}

/* "  source: ..." */
static void tell(Report *report, const char *name, const char *text) {
  g_autofree char *printable = rc_text_printable(text, -1);
  rc_text_writer_line(&report->writer, 2, "%s: %s", name, printable);
}

static void tell_quoted(Report *report, Saying saying, const char *text) {
  g_autofree char *quoted =
      g_strdup_printf(report->language == RC_LANGUAGE_RU ? "«%s»" : "“%s”", text);
  tell(report, sayings[saying][report->language], quoted);
}

/* --- what was found --- */

static void tell_head(Report *report, const RcVerification *verification, const char *name) {
  guint quotations = 0;
  for (guint i = 0; i < verification->claims->len; i++)
    quotations += ((RcClaim *)verification->claims->pdata[i])->kind == RC_CLAIM_QUOTATION;
  g_autofree char *citations = g_strdup_printf("%u", verification->claims->len - quotations);
  g_autofree char *quoted = g_strdup_printf("%u", quotations);
  g_autofree char *checked = say(report, SAY_CHECKED, name, citations, quoted);
  g_autoptr(GString) counts = g_string_new(checked);
  for (int verdict = 0; verdict < RC_N_VERDICTS; verdict++)
    if (verification->counts[verdict])
      g_string_append_printf(counts, " · %s %u",
                             rc_verdict_label((RcVerdict)verdict, report->language),
                             verification->counts[verdict]);
  rc_text_writer_paragraph(&report->writer, 0, counts->str);
  const RcIndexSummary *index = &verification->index;
  g_autofree char *held =
      say_number(report, SAY_HELD_AGAINST, index->documents, index->pages, index->updated);
  g_autoptr(GString) coverage = g_string_new(held);
  if (index->not_fully_read) {
    g_autofree char *unread = say_number(report, SAY_NOT_READ, index->not_fully_read, 0, NULL);
    g_string_append_printf(coverage, " %s", unread);
  }
  g_string_append_printf(coverage, " %s", sayings[SAY_LIMITS][report->language]);
  rc_text_writer_paragraph(&report->writer, 0, coverage->str);
  if (verification->cut)
    rc_text_writer_paragraph(&report->writer, 0, sayings[SAY_CUT][report->language]);
  if (!verification->claims->len)
    rc_text_writer_paragraph(&report->writer, 0, sayings[SAY_NOTHING][report->language]);
}

static void tell_difference(Report *report, const RcDifference *difference) {
  gsize i = 0;
  while (g_strcmp0(differences[i].kind, difference->kind) != 0)
    i++;
  g_autoptr(GString) line = g_string_new(NULL);
  g_autofree char *draft = rc_text_printable(difference->draft, -1);
  g_autofree char *source = rc_text_printable(difference->source, -1);
  g_string_append_printf(line, "%s: ", differences[i].text[report->language]);
  if (difference->negation)
    g_string_append_c(line, RC_TEXT_MARK_ON);
  g_string_append_printf(line, "%s%s%s", draft, *draft && *source ? " ← " : "", source);
  if (difference->negation)
    g_string_append_c(line, RC_TEXT_MARK_OFF);
  rc_text_writer_paragraph(&report->writer, 2, line->str);
}

/* Where it truly stands: how that is cited, and in which file. */
static void tell_place(Report *report, const RcFinding *finding) {
  const RcReference *reference = finding->reference;
  if (!reference)
    return;
  g_autofree char *citation = rc_citation_plain(reference);
  g_autofree char *place = g_strdup_printf("%s · %s", citation, reference->work->file);
  tell(report, sayings[SAY_STANDS][report->language], place);
  if (reference->passage && reference->passage->ocr >= 0) {
    g_autofree char *confidence = g_strdup_printf("%.2f", reference->passage->ocr);
    g_autofree char *ocr = say(report, SAY_OCR, confidence, NULL, NULL);
    rc_text_writer_paragraph(&report->writer, 2, ocr);
  }
  for (guint i = 0; i < finding->others->len; i++) {
    const RcWork *work = finding->others->pdata[i];
    g_autofree char *other = g_strdup_printf("%s · %s", rc_citation_title(work), work->file);
    tell(report, sayings[SAY_OTHERS][report->language], other);
  }
}

static void tell_finding(Report *report, const RcDraft *draft, const RcFinding *finding) {
  bool quotes = finding->claim->kind == RC_CLAIM_QUOTATION;
  g_autofree char *place =
      say_number(report, draft->by_lines ? SAY_LINE : SAY_PARAGRAPH, finding->place, 0, NULL);
  g_autofree char *note = say(report, SAY_NOTE, finding->block->note, NULL, NULL);
  g_autofree char *verdict = g_utf8_strup(rc_verdict_label(finding->verdict, report->language), -1);
  g_string_append_c(report->writer.out, '\n');
  rc_text_writer_line(&report->writer, 0, "%s · %s · %s%s%s", verdict,
                      sayings[quotes ? SAY_QUOTATION : SAY_CITATION][report->language], place,
                      finding->block->note ? ", " : "", finding->block->note ? note : "");
  if (quotes)
    tell_quoted(report, SAY_DRAFT, finding->claim->text);
  else
    tell(report, sayings[SAY_DRAFT][report->language], finding->claim->text);
  if (finding->words && finding->verdict != RC_VERDICT_EXACT)
    tell_quoted(report, SAY_SOURCE, finding->words);
  for (guint i = 0; i < finding->differences->len; i++)
    tell_difference(report, finding->differences->pdata[i]);
  if (finding->reason)
    rc_text_writer_paragraph(&report->writer, 2, rc_reason_text(finding->reason, report->language));
  tell_place(report, finding);
}

void rc_verification_text(GString *out, const RcVerification *verification, const char *name,
                          const RcOutputOptions *options) {
  Report report = {rc_text_writer_new(out, options), options->language};
  tell_head(&report, verification, name);
  for (guint i = 0; i < verification->findings->len; i++)
    tell_finding(&report, verification->draft, verification->findings->pdata[i]);
}
