/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report on a draft as JSON: a contract with scripts, as that of searches is. */
#include "citation.h"
#include "json-parts.h"
#include "verification.h"

static json_t *new_draft(const RcVerification *verification, const char *name) {
  const RcDraft *draft = verification->draft;
  json_t *item = json_object();
  json_object_set_new(item, "name", rc_json_string(name));
  json_object_set_new(item, "format", json_string(rc_draft_format_name(draft->format)));
  json_object_set_new(item, "places", json_string(draft->by_lines ? "lines" : "paragraphs"));
  json_object_set_new(item, "cut", json_boolean(verification->cut));
  return item;
}

/* What the draft says, as it was understood. */
static json_t *new_claim(const RcFinding *finding, guint number) {
  const RcClaim *claim = finding->claim;
  bool cites = claim->kind == RC_CLAIM_CITATION;
  json_t *item = json_object();
  json_object_set_new(item, "number", json_integer(number));
  json_object_set_new(item, "kind", json_string(cites ? "citation" : "quotation"));
  json_object_set_new(item, "place", json_integer(finding->place));
  json_object_set_new(item, "note", rc_json_string(finding->block->note));
  json_object_set_new(item, "text", rc_json_string(claim->text));
  if (cites) {
    json_object_set_new(item, "symbol", rc_json_string(claim->symbol));
    json_object_set_new(item, "case", rc_json_string(claim->name));
    json_object_set_new(item, "paragraphs", rc_json_string(claim->paragraphs));
    json_object_set_new(item, "page", claim->page ? json_integer(claim->page) : json_null());
  } else {
    json_object_set_new(item, "citation",
                        finding->citation ? json_integer(finding->citation) : json_null());
  }
  return item;
}

static json_t *new_differences(const RcFinding *finding) {
  json_t *array = json_array();
  for (guint i = 0; i < finding->differences->len; i++) {
    const RcDifference *difference = finding->differences->pdata[i];
    json_t *item = json_object();
    json_object_set_new(item, "kind", json_string(difference->kind));
    json_object_set_new(item, "draft", rc_json_string(difference->draft));
    json_object_set_new(item, "source", rc_json_string(difference->source));
    json_object_set_new(item, "negation", json_boolean(difference->negation));
    json_array_append_new(array, item);
  }
  return array;
}

/* The document and the place in it; null where nothing is there. */
static json_t *new_found(const RcReference *reference) {
  if (!reference)
    return json_null();
  const RcPassage *passage = reference->passage;
  const RcDocument *document = reference->work->document;
  guint32 page = rc_reference_page(reference);
  g_autofree char *plain = rc_citation_plain(reference);
  json_t *item = json_object();
  json_object_set_new(item, "id", rc_json_string(document->id));
  json_object_set_new(item, "sha256", rc_json_string(document->sha256));
  json_object_set_new(item, "file", rc_json_string(reference->work->file));
  json_object_set_new(item, "title",
                      rc_json_string(rc_work_peek(reference->work, RC_METADATA_TITLE)));
  json_object_set_new(item, "language",
                      rc_json_string(rc_work_peek(reference->work, RC_METADATA_LANGUAGE)));
  json_object_set_new(item, "status", json_string(rc_status_name(document->status)));
  json_object_set_new(item, "passage", passage ? json_integer(passage->ordinal) : json_null());
  json_object_set_new(item, "paragraph", rc_json_string(passage ? passage->number : NULL));
  json_object_set_new(item, "page", page ? json_integer(page) : json_null());
  json_object_set_new(item, "page_label", rc_json_string(passage ? passage->page_label : NULL));
  json_object_set_new(item, "ocr",
                      passage && passage->ocr >= 0 ? json_real(passage->ocr) : json_null());
  json_object_set_new(item, "citation", rc_json_string(plain));
  json_object_set_new(item, "reference", rc_json_from_reference(reference));
  json_object_set_new(item, "citations", rc_json_from_citations(reference));
  return item;
}

static json_t *new_finding(const RcFinding *finding, guint number, RcLanguage language) {
  json_t *item = new_claim(finding, number);
  json_object_set_new(item, "verdict", json_string(rc_verdict_name(finding->verdict)));
  json_object_set_new(item, "reason",
                      finding->reason ? json_string(rc_reason_name(finding->reason)) : json_null());
  json_object_set_new(item, "message",
                      finding->reason ? json_string(rc_reason_text(finding->reason, language))
                                      : json_null());
  json_object_set_new(item, "words", rc_json_string(finding->words));
  json_object_set_new(item, "differences", new_differences(finding));
  json_object_set_new(item, "found", new_found(finding->reference));
  json_t *others = json_array();
  for (guint i = 0; i < finding->others->len; i++) {
    const RcWork *work = finding->others->pdata[i];
    json_array_append_new(others, json_pack("{s:s, s:o, s:o}", "id", work->document->id, "file",
                                            rc_json_string(work->file), "title",
                                            rc_json_string(rc_citation_title(work))));
  }
  json_object_set_new(item, "others", others);
  return item;
}

void rc_verification_json(GString *out, const RcVerification *verification, const char *name,
                          const RcOutputOptions *options) {
  json_auto_t *report = json_object();
  json_t *claims = json_array(), *counts = json_object();
  for (int verdict = 0; verdict < RC_N_VERDICTS; verdict++)
    json_object_set_new(counts, rc_verdict_name((RcVerdict)verdict),
                        json_integer(verification->counts[verdict]));
  for (guint i = 0; i < verification->findings->len; i++)
    json_array_append_new(claims,
                          new_finding(verification->findings->pdata[i], i + 1, options->language));
  json_object_set_new(report, "version", json_integer(RC_JSON_VERSION));
  json_object_set_new(report, "draft", new_draft(verification, name));
  json_object_set_new(report, "index", rc_json_from_index(&verification->index));
  json_object_set_new(report, "exact", json_boolean(rc_verification_is_exact(verification)));
  json_object_set_new(report, "counts", counts);
  json_object_set_new(report, "claims", claims);
  rc_json_append(out, report, RC_JSON_REAL_DIGITS);
  g_string_append_c(out, '\n');
}

RcVerificationOutput *rc_verification_output(const char *format) {
  static const struct {
    const char *format;
    RcVerificationOutput *write;
  } outputs[] = {{"text", rc_verification_text}, {"json", rc_verification_json}};
  for (gsize i = 0; i < G_N_ELEMENTS(outputs); i++)
    if (g_strcmp0(outputs[i].format, format) == 0)
      return outputs[i].write;
  return NULL;
}
