/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page-text.h"

#include <stdarg.h>
#include <string.h>

#include "written-date.h"

/* Both languages of one text. */
typedef const char *Pair[RC_N_LANGUAGES];

static const Pair texts[RC_N_TEXTS] = {
    [RC_TEXT_TAGLINE] = {"Search human-rights documents down to the page and the paragraph.",
                         "Поиск по документам о правах человека — до страницы и абзаца."},
    [RC_TEXT_SKIP] = {"Skip to the content", "Перейти к содержанию"},
    [RC_TEXT_HELP] = {"How to search", "Как искать"},
    [RC_TEXT_OTHER_LANGUAGE] = {"По-русски", "In English"},
    [RC_TEXT_PRIVACY] = {"This site sets no cookies, runs no scripts and keeps no record of what "
                         "is searched.",
                         "Этот сайт не ставит cookie, не запускает скриптов и не записывает, что "
                         "здесь ищут."},
    [RC_TEXT_SITE_NAVIGATION] = {"Site", "Сайт"},
    [RC_TEXT_INDEX_SUMMARY] = {"In the index: {1}, {2}.", "В индексе: {1}, {2}."},
    [RC_TEXT_NOT_FULLY_READ] = {"Not read whole: {1}.", "Прочитано не полностью: {1}."},
    [RC_TEXT_UPDATED] = {"Updated {1}.", "Обновлено {1}."},

    [RC_TEXT_SEARCH_LABEL] = {"Search for", "Что искать"},
    [RC_TEXT_SEARCH_HINT] = {"words, a “phrase” or a document symbol",
                             "слова, «фраза» или обозначение документа"},
    [RC_TEXT_SEARCH_BUTTON] = {"Search", "Найти"},
    [RC_TEXT_FILTERS] = {"Filters", "Фильтры"},
    [RC_TEXT_ANY] = {"any", "любой"},
    [RC_TEXT_EXAMPLES] = {"Examples", "Примеры"},

    [RC_TEXT_RESULTS_TITLE] = {"Found for “{1}”", "Найдено по запросу «{1}»"},
    [RC_TEXT_EVERYTHING] = {"All documents", "Все документы"},
    [RC_TEXT_ABOUT] = {"about {1}", "примерно {1}"},
    [RC_TEXT_ACTIVE_FILTERS] = {"Filters in use", "Выбранные фильтры"},
    [RC_TEXT_REMOVE_FILTER] = {"Remove the filter {1}: {2}", "Снять фильтр {1}: {2}"},
    [RC_TEXT_REMOVE_ALL] = {"Remove all filters", "Снять все фильтры"},
    [RC_TEXT_NOTES] = {"How the query was understood", "Как понят запрос"},
    [RC_TEXT_EXPANSION] = {"“{1}” was also searched as {2}: {3}.",
                           "Слово «{1}» искали и как {2}: {3}."},
    [RC_TEXT_ADDED] = {"“{1}” was also searched as: {2}.", "«{1}» искали и так: {2}."},
    [RC_TEXT_ONLY_AS_TYPED] = {"Search only as typed", "Искать только как набрано"},
    [RC_TEXT_NEAREST] = {"Nearest, without some of it", "Ближайшие, в которых чего-то нет"},
    [RC_TEXT_NEAREST_ONLY] = {"Nothing has all of it. Nearest:",
                              "Того, в чём есть всё, нет. Ближайшие:"},
    [RC_TEXT_LACKS] = {"lacks: {1}", "нет: {1}"},
    [RC_TEXT_LACK_COUNT] = {"“{1}” is in {2}.", "«{1}»: {2}."},
    [RC_TEXT_SUGGESTION] = {"Did you mean", "Возможно, вы искали"},
    [RC_TEXT_PAGE] = {"Page {1}", "Страница {1}"},
    [RC_TEXT_PAGE_PRINTED] = {"Page {1} (printed {2})", "Страница {1} (на листе {2})"},
    [RC_TEXT_PARAGRAPH] = {"paragraph {1}", "пункт {1}"},
    [RC_TEXT_FOOTNOTE] = {"footnote {1}", "сноска {1}"},
    [RC_TEXT_OTHER_VERSION] = {"Also in: {1}", "Ещё на языке: {1}"},
    [RC_TEXT_MORE_PASSAGES] = {"{1} in this document", "{1} в этом документе"},
    [RC_TEXT_SHOW_EACH] = {"Show each of them", "Показать каждый"},
    [RC_TEXT_SHOW_ONCE] = {"Show passages with the same words once",
                           "Показывать абзацы с теми же словами один раз"},
    [RC_TEXT_INCOMPLETE] = {"holds part of the query", "отвечает части запроса"},
    [RC_TEXT_OCR] = {"read from an image: check against the PDF",
                     "распознано с изображения: сверьте с PDF"},
    [RC_TEXT_CITE] = {"Cite as", "Ссылка"},
    [RC_TEXT_SIMILAR] = {"Similar passages", "Похожие абзацы"},
    [RC_TEXT_SIMILAR_TO] = {"Like this passage", "Похожие на этот абзац"},
    [RC_TEXT_NOT_SIMILAR] = {"Search without it", "Искать без него"},
    [RC_TEXT_NARROW] = {"Narrow the results", "Сузить поиск"},
    [RC_TEXT_SHOW_MORE] = {"{1} more", "Ещё {1}"},
    [RC_TEXT_PAGES_OF_RESULTS] = {"Pages of results", "Страницы результатов"},
    [RC_TEXT_PREVIOUS] = {"Previous", "Назад"},
    [RC_TEXT_NEXT] = {"Next", "Вперёд"},
    [RC_TEXT_SHOWN] = {"{1}–{2} of {3}", "{1}–{2} из {3}"},
    [RC_TEXT_SORT] = {"Order", "Порядок"},
    [RC_TEXT_UNIT] = {"All words within one", "Все слова в одном"},
    [RC_TEXT_DOWNLOAD] = {"Save what this page shows", "Сохранить то, что на странице"},

    [RC_TEXT_NOTHING] = {"Nothing found", "Ничего не найдено"},
    [RC_TEXT_NOTHING_ADVICE] = {"What may help:", "Что может помочь:"},
    [RC_TEXT_TRY_FEWER] = {"Use fewer words: all of them must occur.",
                           "Введите меньше слов: искомое должно содержать их все."},
    [RC_TEXT_TRY_PREFIX] = {"Give only the beginning of a word: discriminat*",
                            "Дайте только начало слова: дискриминац*"},
    [RC_TEXT_TRY_OR] = {"Give words to choose from: torture OR ill-treatment",
                        "Дайте слова на выбор: пытки OR избиение"},
    [RC_TEXT_TRY_FILTERS] = {"Remove the filters", "Снимите фильтры"},
    [RC_TEXT_TRY_OTHER_LANGUAGE] = {"Try the other language: names of regions and ethnic groups "
                                    "are found in both, other words only as written.",
                                    "Попробуйте другой язык: названия регионов и этнических групп "
                                    "находятся на обоих, остальные слова — только как написаны."},
    [RC_TEXT_TRY_DOCUMENT] = {"Let the words stand anywhere in a document",
                              "Разрешите словам стоять где угодно в документе"},
    [RC_TEXT_TRY_NOT_READ] = {"Not read whole: {1}. What you look for may be there.",
                              "Прочитано не полностью: {1}. Возможно, искомое там."},

    [RC_TEXT_BACK] = {"Back to the results", "Назад к результатам"},
    [RC_TEXT_UNTITLED] = {"Document without a title", "Документ без названия"},
    [RC_TEXT_ABOUT_DOCUMENT] = {"About this document", "Об этом документе"},
    [RC_TEXT_DATE] = {"Date", "Дата"},
    [RC_TEXT_COUNTRY] = {"Country", "Страна"},
    [RC_TEXT_ORIGINAL_LANGUAGE] = {"Original language", "Язык оригинала"},
    [RC_TEXT_APPLICANT] = {"Applicant or plaintiff", "Заявитель или истец"},
    [RC_TEXT_RESPONDENT] = {"Respondent or defendant", "Ответчик"},
    [RC_TEXT_FILE] = {"File", "Файл"},
    [RC_TEXT_PAGES_LABEL] = {"Pages", "Страниц"},
    [RC_TEXT_PAGES_READ] = {"{1}, of which {2} read", "{1}, из них прочитано {2}"},
    [RC_TEXT_STATUS_WARNING] = {"This document was not read whole ({1}). Words that are missing "
                                "here may still stand in the PDF.",
                                "Этот документ прочитан не полностью ({1}). Слова, которых здесь "
                                "нет, могут быть в самом PDF."},
    [RC_TEXT_TWINS] = {"Other language versions", "На других языках"},
    [RC_TEXT_CITED_BY] = {"Cited by", "Кто ссылается"},
    [RC_TEXT_CONTENTS] = {"Contents", "Содержание"},
    [RC_TEXT_MATCHES] = {"Where your words stand", "Где стоят ваши слова"},
    [RC_TEXT_DOCUMENT_TEXT] = {"Text", "Текст"},
    [RC_TEXT_NO_PASSAGES] = {"No text could be read from this document.",
                             "Из этого документа не удалось прочесть текст."},
    [RC_TEXT_LINK_TO_PASSAGE] = {"Link to passage {1}", "Ссылка на абзац {1}"},
    [RC_TEXT_CALLED_FROM] = {"back to the text", "назад к тексту"},
    [RC_TEXT_SOURCE_PDF] = {"from the data in the PDF", "из данных PDF"},
    [RC_TEXT_SOURCE_PAGE] = {"read on page {1}", "со страницы {1}"},
    [RC_TEXT_SOURCE_SIDECAR] = {"entered by a person", "введено человеком"},
    [RC_TEXT_SOURCE_FILE_NAME] = {"from the file name", "из имени файла"},
    [RC_TEXT_SOURCE_TEXT] = {"worked out from the text", "определено по тексту"},
    [RC_TEXT_SOURCE_OTHER] = {"source: {1}", "источник: {1}"},

    [RC_TEXT_HELP_LEAD] =
        {"Type words, get paragraphs. The links below are made of what is here: each of them "
         "finds something.",
         "Введите слова – получите абзацы. Ссылки ниже составлены из того, что здесь "
         "есть: по каждой что-то найдётся."},
    [RC_TEXT_HELP_WORDS] = {"Words", "Слова"},
    [RC_TEXT_HELP_WORDS_ALL] = {"documents with all of these words, in any order",
                                "документы, где есть все эти слова в любом порядке"},
    [RC_TEXT_HELP_WORDS_FORMS] =
        {"every form of the word, and what it is called otherwise, in both languages",
         "любая форма слова, и то же самое другими словами, на обоих языках"},
    [RC_TEXT_HELP_WORDS_EXACT] = {"this form only, with no variants",
                                  "только эта форма, без вариантов"},
    [RC_TEXT_HELP_WORDS_PREFIX] = {"words that begin so (three letters or more)",
                                   "слова, которые так начинаются (не меньше трёх букв)"},
    [RC_TEXT_HELP_COMBINE] = {"Put together", "Сочетания"},
    [RC_TEXT_HELP_PHRASE] = {"these words in a row", "эти слова подряд"},
    [RC_TEXT_HELP_OR] = {"either word", "любое из слов"},
    [RC_TEXT_HELP_NOT] = {"the first word, without the second", "первое слово, но без второго"},
    [RC_TEXT_HELP_BRACKETS] = {"parentheses group", "скобки объединяют"},
    [RC_TEXT_HELP_NEAR] = {"both in one paragraph, at most ten words apart",
                           "оба слова в одном абзаце, не дальше десяти слов друг от друга"},
    [RC_TEXT_HELP_NAMES] = {"Names in every spelling", "Названия в любом написании"},
    [RC_TEXT_HELP_COUNTRY] = {"documents about this State", "документы об этом государстве"},
    [RC_TEXT_HELP_REGION] = {"a region and all places in it, in both languages and all spellings",
                             "регион и все места в нём, на обоих языках и в любом написании"},
    [RC_TEXT_HELP_GROUP] = {"an ethnic group; “Kazakh officials” is not a mention of one",
                            "этническая группа; «казахские чиновники» ею не считаются"},
    [RC_TEXT_HELP_BODY] = {"a treaty body, court or procedure that is named",
                           "упомянутый договорный орган, суд или процедура"},
    [RC_TEXT_HELP_RIGHT] = {"a right or a violation, in both languages and all its names",
                            "право или нарушение, на обоих языках и под любым названием"},
    [RC_TEXT_HELP_CITE] = {"Symbols and citations", "Обозначения и ссылки"},
    [RC_TEXT_HELP_SYMBOL] = {"the document with this symbol", "документ с этим обозначением"},
    [RC_TEXT_HELP_PARA] = {"this paragraph of it", "этот абзац из него"},
    [RC_TEXT_HELP_CITES] = {"paragraphs that cite this document",
                            "абзацы, где есть ссылка на этот документ"},
    [RC_TEXT_HELP_ARTICLE] = {"paragraphs that cite this article of a treaty; without a number, "
                              "that name the treaty",
                              "абзацы, где есть ссылка на эту статью договора; без номера – где "
                              "назван договор"},
    [RC_TEXT_HELP_FIELDS] = {"Narrow down", "Уточнения"},
    [RC_TEXT_HELP_YEAR] = {"documents of these years; either end may be left out",
                           "документы этих лет; любую границу можно опустить"},
    [RC_TEXT_HELP_LANGUAGE] = {"paragraphs in Russian", "абзацы на русском"},
    [RC_TEXT_HELP_KIND] = {"recommendations only", "только рекомендации"},
    [RC_TEXT_HELP_TYPE] = {"documents of this kind", "документы этого вида"},
    [RC_TEXT_HELP_ORG] = {"documents by this organisation", "документы этой организации"},
    [RC_TEXT_HELP_TITLE] = {"words of the title", "слова из названия"},
    [RC_TEXT_HELP_TYPE_IT] = {"Type", "Введите"},
    [RC_TEXT_HELP_FINDS] = {"Finds", "Найдётся"},
    [RC_TEXT_HELP_TRUST] = {"What you can rely on", "На что можно положиться"},
    [RC_TEXT_HELP_TRUST_BODY] = {"Totals are exact unless the page says “about”. A query with "
                                 "mistakes is never refused: what cannot be understood is searched "
                                 "as words, and the page says so. Documents that could not be read "
                                 "whole are counted at the foot of the page: what is missing here "
                                 "may still stand in them. Check a quotation against the PDF "
                                 "before you cite it.",
                                 "Числа точны, если не сказано «примерно». Запрос с ошибками не "
                                 "отвергается: непонятое ищется как слова, и страница об этом "
                                 "говорит. Документы, прочитанные не полностью, сосчитаны внизу "
                                 "страницы: ненайденное здесь может стоять в них. Прежде чем "
                                 "цитировать, сверьте цитату с PDF."},

    [RC_TEXT_ERROR_400] = {"This request cannot be used as it is",
                           "Этот запрос нельзя выполнить в таком виде"},
    [RC_TEXT_ERROR_400_BODY] = {"Something in the address or in a filter is not what it must be. "
                                "Nothing was searched.",
                                "В адресе или в фильтре стоит не то, что нужно. Поиск не "
                                "выполнялся."},
    [RC_TEXT_ERROR_404] = {"There is no such page", "Такой страницы нет"},
    [RC_TEXT_ERROR_404_BODY] = {"The address is wrong, or the document was withdrawn or has "
                                "changed since the link was made.",
                                "Адрес неверен, либо документ отозван или изменился после того, "
                                "как была сделана ссылка."},
    [RC_TEXT_ERROR_405] = {"This way of asking is not served", "Такой способ обращения закрыт"},
    [RC_TEXT_ERROR_405_BODY] = {"Pages here are only read: GET and HEAD.",
                                "Страницы здесь только читают: GET и HEAD."},
    [RC_TEXT_ERROR_414] = {"The address is too long", "Адрес слишком длинный"},
    [RC_TEXT_ERROR_414_BODY] = {"Shorten the query or use fewer filters. Nothing was searched.",
                                "Сократите запрос или уберите часть фильтров. Поиск не "
                                "выполнялся."},
    [RC_TEXT_ERROR_500] = {"The search failed", "Поиск не удался"},
    [RC_TEXT_ERROR_500_BODY] = {"The fault is ours, not in what you typed. Please try again; if "
                                "it happens again, tell whoever runs this site.",
                                "Ошибка у нас, а не в том, что вы ввели. Попробуйте ещё раз; если "
                                "повторится, сообщите тем, кто ведёт этот сайт."},
    [RC_TEXT_ERROR_503] = {"The search is not available now", "Поиск сейчас недоступен"},
    [RC_TEXT_ERROR_503_BODY] = {"There is no index to search, or it is being changed at this "
                                "moment. This does not mean that nothing exists on your subject. "
                                "Please try again later.",
                                "Индекса нет, или он в эту минуту обновляется. Это не значит, что "
                                "по вашей теме ничего нет. Попробуйте позже."},
    [RC_TEXT_ERROR_SAID] = {"In detail", "Подробнее"},
    [RC_TEXT_ERROR_HOME] = {"To the start page", "На начальную страницу"},
};

/* Forms of a counted noun: English one, other; Russian one, few, many. */
static const struct {
  const char *en[2];
  const char *ru[3];
} counts[RC_N_COUNTS] = {
    [RC_COUNT_DOCUMENTS] = {{"{1} document", "{1} documents"},
                            {"{1} документ", "{1} документа", "{1} документов"}},
    [RC_COUNT_PASSAGES] = {{"{1} passage", "{1} passages"},
                           {"{1} абзац", "{1} абзаца", "{1} абзацев"}},
    [RC_COUNT_PASSAGES_FOUND] = {{"{1} passage that holds the whole query",
                                  "{1} passages that hold the whole query"},
                                 {"{1} абзац отвечает запросу целиком",
                                  "{1} абзаца отвечают запросу целиком",
                                  "{1} абзацев отвечают запросу целиком"}},
    [RC_COUNT_PAGES] = {{"{1} page", "{1} pages"}, {"{1} страница", "{1} страницы", "{1} страниц"}},
    [RC_COUNT_MORE_PASSAGES] = {{"{1} more passage", "{1} more passages"},
                                {"Ещё {1} абзац", "Ещё {1} абзаца", "Ещё {1} абзацев"}},
    [RC_COUNT_APART] = {{"{1} more document has it in several paragraphs",
                         "{1} more documents have it in several paragraphs"},
                        {"Ещё в {1} документе это есть в разных абзацах",
                         "Ещё в {1} документах это есть в разных абзацах",
                         "Ещё в {1} документах это есть в разных абзацах"}},
    [RC_COUNT_COLLAPSED] = {{"{1} of them repeats the words of another and is not shown.",
                             "{1} of them repeat the words of another and are not shown."},
                            {"{1} из них повторяет слова другого и не показан.",
                             "{1} из них повторяют слова других и не показаны.",
                             "{1} из них повторяют слова других и не показаны."}},
    [RC_COUNT_ALIKE_DOCUMENTS] = {{"The same words also in {1} document",
                                   "The same words also in {1} documents"},
                                  {"Те же слова ещё в {1} документе",
                                   "Те же слова ещё в {1} документах",
                                   "Те же слова ещё в {1} документах"}},
    [RC_COUNT_ALIKE_PASSAGES] = {{"The same words also in {1} passage of this document",
                                  "The same words also in {1} passages of this document"},
                                 {"Те же слова ещё в {1} абзаце этого документа",
                                  "Те же слова ещё в {1} абзацах этого документа",
                                  "Те же слова ещё в {1} абзацах этого документа"}},
};

static const char *const codes[RC_N_LANGUAGES] = {"en", "ru"};

const char *rc_language_code(RcLanguage language) {
  return codes[language];
}

/* The number of our language that a BCP 47 tag means ("ru-KZ" is Russian), or -1. */
static int language_of_tag(const char *tag) {
  for (int i = 0; i < RC_N_LANGUAGES; i++)
    if (g_ascii_strncasecmp(tag, codes[i], 2) == 0 && !g_ascii_isalnum(tag[2]))
      return i;
  return -1;
}

RcLanguage rc_language_choose(const char *chosen, const char *accept_language) {
  int language = chosen ? language_of_tag(chosen) : -1;
  if (language >= 0)
    return (RcLanguage)language;
  double best = 0;
  language = RC_LANGUAGE_EN;
  g_auto(GStrv) elements = g_strsplit(accept_language ? accept_language : "", ",", 32);
  for (char **element = elements; *element; element++) {
    int candidate = language_of_tag(g_strstrip(*element));
    const char *quality = strstr(*element, "q="); /* "ru;q=0.8"; 1 if it has none */
    double weight = quality ? g_ascii_strtod(quality + 2, NULL) : 1.0;
    if (candidate >= 0 && weight > best) {
      best = weight;
      language = candidate;
    }
  }
  return (RcLanguage)language;
}

const char *rc_page_text(RcLanguage language, RcText text) {
  return texts[text][language];
}

char *rc_page_text_fill(RcLanguage language, RcText text, ...) {
  va_list list;
  va_start(list, text);
  char *filled = rc_fill_template_list(texts[text][language], list);
  va_end(list);
  return filled;
}

char *rc_page_text_number(RcLanguage language, guint64 number) {
  g_autofree char *digits = g_strdup_printf("%" G_GUINT64_FORMAT, number);
  gsize length = strlen(digits);
  if (length < 5)
    return g_steal_pointer(&digits);
  g_autoptr(GString) grouped = g_string_new(NULL);
  for (gsize i = 0; i < length; i++) {
    if (i > 0 && (length - i) % 3 == 0)
      g_string_append(grouped, language == RC_LANGUAGE_RU ? "\u00a0" : ",");
    g_string_append_c(grouped, digits[i]);
  }
  return g_string_free(g_steal_pointer(&grouped), FALSE);
}

char *rc_page_text_count(RcLanguage language, RcCount count, guint64 number) {
  g_autofree char *digits = rc_page_text_number(language, number);
  /* Of Russian 0: one, 1: few, 2: many, after CLDR for integers. */
  guint64 ones = number % 10, tens = number % 100;
  bool few = ones >= 2 && ones <= 4 && (tens < 12 || tens > 14);
  int form = ones == 1 && tens != 11 ? 0 : few ? 1 : 2;
  const char *template =
      language == RC_LANGUAGE_RU ? counts[count].ru[form] : counts[count].en[number != 1];
  const char *arguments[] = {digits, NULL};
  return rc_fill_template(template, arguments);
}

char *rc_page_text_date(RcLanguage language, const char *date) {
  return rc_written_date(date, language == RC_LANGUAGE_RU ? RC_DATE_RUSSIAN : RC_DATE_ENGLISH);
}
