/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verify.h"

typedef struct {
  const char *name;
  const char *text[RC_N_LANGUAGES];
} Row;

static const Row verdicts[RC_N_VERDICTS] = {
    [RC_VERDICT_EXACT] = {"exact", {"exact", "точно"}},
    [RC_VERDICT_DIFFERS] = {"differs", {"differs", "расходится"}},
    [RC_VERDICT_ELSEWHERE] = {"elsewhere", {"elsewhere", "в другом месте"}},
    [RC_VERDICT_PARAGRAPH_MISSING] = {"paragraph-missing", {"paragraph missing", "пункта нет"}},
    [RC_VERDICT_AMBIGUOUS] = {"ambiguous", {"ambiguous", "неоднозначно"}},
    [RC_VERDICT_UNREADABLE] = {"unreadable", {"unreadable", "не прочитано"}},
    [RC_VERDICT_NOT_IN_INDEX] = {"not-in-index", {"not in this index", "нет в этом индексе"}},
};

static const Row reasons[RC_N_REASONS] = {
    [RC_REASON_NONE] = {"", {"", ""}},
    [RC_REASON_NEGATION] = {"negation",
                            {"A negation is dropped, added or left out: the meaning may be the "
                             "opposite.",
                             "Отрицание пропущено, добавлено или скрыто: смысл может быть "
                             "противоположным."}},
    [RC_REASON_OTHER_PARAGRAPH] = {"other-paragraph",
                                   {"These words stand in another paragraph of the document.",
                                    "Эти слова стоят в другом пункте документа."}},
    [RC_REASON_OTHER_DOCUMENT] = {"other-document",
                                  {"These words stand in another document.",
                                   "Эти слова стоят в другом документе."}},
    [RC_REASON_DIFFERS_ELSEWHERE] = {"differs-elsewhere",
                                     {"Similar words stand in another place than the one that is "
                                      "cited.",
                                      "Похожие слова стоят не в том месте, на которое "
                                      "ссылаются."}},
    [RC_REASON_NO_DOCUMENT] = {"no-document",
                               {"This index has no such document; it may exist.",
                                "Такого документа в этом индексе нет; он может существовать."}},
    [RC_REASON_NO_WORDS] = {"no-words",
                            {"These words stand nowhere in this index, nor words like them.",
                             "Этих слов и похожих на них в этом индексе нет."}},
    [RC_REASON_NO_EDITION] = {"no-edition",
                              {"This index has the document, but not in the language of the "
                               "quotation.",
                               "Документ в этом индексе есть, но не на языке цитаты."}},
    [RC_REASON_NO_PARAGRAPH] = {"no-paragraph",
                                {"The document has no paragraph of that number.",
                                 "Пункта с таким номером в документе нет."}},
    [RC_REASON_NO_PAGE] = {"no-page",
                           {"The document has no such page.", "Такой страницы в документе нет."}},
    [RC_REASON_SEVERAL_DOCUMENTS] = {"several-documents",
                                     {"Several documents of this index answer to it.",
                                      "Под это подходят несколько документов индекса."}},
    [RC_REASON_SEVERAL_IN_NOTE] = {"several-in-note",
                                   {"It goes back to a note that cites several documents.",
                                    "Отсылает к сноске, в которой несколько документов."}},
    [RC_REASON_NOTHING_BEFORE] = {"nothing-before",
                                  {"It goes back to a citation, but there is none before it.",
                                   "Отсылает к предыдущей ссылке, но её нет."}},
    [RC_REASON_PAGES_NOT_READ] = {"pages-not-read",
                                  {"The document is in the index, but not all of its pages could "
                                   "be read.",
                                   "Документ в индексе есть, но прочитаны не все его страницы."}},
    [RC_REASON_CUT] = {"cut",
                       {"Too long to be compared whole.", "Слишком длинно для полного сравнения."}},
};

const char *rc_verdict_name(RcVerdict verdict) {
  return verdicts[verdict].name;
}

const char *rc_verdict_label(RcVerdict verdict, RcLanguage language) {
  return verdicts[verdict].text[language];
}

const char *rc_reason_name(RcReason reason) {
  return reasons[reason].name;
}

const char *rc_reason_text(RcReason reason, RcLanguage language) {
  return reasons[reason].text[language];
}
