/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes on a query: one table of what they say, in English and Russian. */
#include <stdarg.h>

#include "query.h"

#define AS_WORDS_EN "; it was searched as words."
#define AS_WORDS_RU ": искали как слова."

/* clang-format off */
static const struct {
  const char *name;
  const char *text[RC_N_LANGUAGES];
  const char *then[RC_N_LANGUAGES]; /* what the query made of it; an option is refused */
} notes[RC_N_NOTES] = {
    [RC_NOTE_TOO_LONG] = {"too-long",
        {"The query is longer than {1} bytes; the rest of it was left out.",
         "Запрос длиннее {1} байт: остаток пропущен."}},
    [RC_NOTE_INVALID_UTF8] = {"invalid-utf8",
        {"The query is not valid UTF-8; bytes that belong to no character were read as spaces.",
         "Запрос не в UTF-8: байты, которые не составляют знаков, прочитаны как пробелы."}},
    [RC_NOTE_CONTROL_CHARACTER] = {"control-character",
        {"The query contains control characters; they were read as spaces.",
         "Управляющие знаки в запросе прочитаны как пробелы."}},
    [RC_NOTE_TOO_MANY_TERMS] = {"too-many-terms",
        {"The query has more than {1} words; “{2}” was left out.",
         "В запросе больше {1} слов: пропущено «{2}»."}},
    [RC_NOTE_TOO_DEEP] = {"too-deep",
        {"Parentheses are nested more than {1} deep; the innermost were left out.",
         "Скобки вложены глубже чем на {1}: внутренние пропущены."}},
    [RC_NOTE_UNBALANCED_QUOTE] = {"unbalanced-quote",
        {"The quotation mark before “{1}” has no partner and was left out; the words were searched one "
         "by one.",
         "У кавычки перед «{1}» нет пары, она пропущена: слова искали по одному."}},
    [RC_NOTE_UNBALANCED_OPEN] = {"unbalanced-parenthesis",
        {"A “(” without its “)” was closed at the end of the query.",
         "Скобка «(» без своей «)» закрыта в конце запроса."}},
    [RC_NOTE_UNBALANCED_CLOSE] = {"unbalanced-parenthesis",
        {"A “)” without its “(” was left out.",
         "Скобка «)» без своей «(» пропущена."}},
    [RC_NOTE_STRAY_OPERATOR] = {"stray-operator",
        {"“{1}” has nothing to join here and was not read as an operator.",
         "«{1}» здесь нечего соединять: оператором это не считалось."}},
    [RC_NOTE_MIXED_OPERATORS] = {"mixed-operators",
        {"“OR” joins all the words on either side of it: this was read as {1}. Parentheses say "
         "otherwise.",
         "«OR» соединяет все слова по обе стороны от него: прочитано как {1}. Скобки это изменят."}},
    [RC_NOTE_NEAR_OPERAND] = {"near-without-words",
        {"“{1}” stands between words, phrases or several of them with OR in parentheses; it was read as "
         "“AND”.",
         "«{1}» стоит между словами, фразами или несколькими из них через ИЛИ в скобках: прочитано "
         "как «AND»."}},
    [RC_NOTE_NEAR_LIMITED] = {"near-limited",
        {"“{1}” was read with a distance of {2}: it can be from 1 to 50 words.",
         "«{1}» прочитано с расстоянием {2}: оно бывает от 1 до 50 слов."}},
    [RC_NOTE_NEAR_FORMS] = {"near-limited",
        {"More than {1} forms of “{2}” are in the index; “NEAR” was read with the first {1} of them.",
         "В индексе больше {1} форм слова «{2}»: «NEAR» прочитано с первыми {1}."}},
    [RC_NOTE_PASTED_PARAGRAPH] = {"paragraph-of-symbol",
        {"“{1}” was read as that paragraph of {2}, and what cites it; “symbol:{2}” finds the document.",
         "«{1}» прочитано как этот пункт документа {2} и то, что на него ссылается; сам документ находит "
         "«symbol:{2}»."}},
    [RC_NOTE_UNKNOWN_FIELD] = {"unknown-field",
        {"There is no field “{1}”; what follows it was searched as words, and so was it.",
         "Поля «{1}» нет: и его имя, и то, что за ним, искали как слова."}},
    [RC_NOTE_EMPTY_FIELD] = {"empty-field",
        {"A value must follow “{1}” at once, without a space and in quotation marks if it has several "
         "words; it was searched as a word.",
         "Значение должно стоять сразу за «{1}», без пробела, а из нескольких слов – в кавычках: имя поля "
         "искали как слово."}},
    [RC_NOTE_NO_VALUE] = {"bad-value",
        {"{1} has no value",
         "У поля {1} нет значения"},
        {AS_WORDS_EN, AS_WORDS_RU}},
    [RC_NOTE_VALUE_NOT_LISTED] = {"bad-value",
        {"{1} “{2}” is not known: it must be one of {3}",
         "Значения «{2}» у поля {1} нет: есть {3}"},
        {AS_WORDS_EN, AS_WORDS_RU}},
    [RC_NOTE_VALUE_NO_LANGUAGE] = {"bad-value",
        {"{1} “{2}” is not known: it must be a language code such as en or ru",
         "Значения «{2}» у поля {1} нет: нужен код языка, например en или ru"},
        {AS_WORDS_EN, AS_WORDS_RU}},
    [RC_NOTE_VALUE_NO_PARAGRAPH] = {"bad-value",
        {"{1} “{2}” is no number of a paragraph: it must be like 24, 12(a)",
         "«{2}» в поле {1} – не номер пункта: нужно 24, 12(a)"},
        {AS_WORDS_EN, AS_WORDS_RU}},
    [RC_NOTE_VALUE_NO_FINGERPRINT] = {"bad-value",
        {"{1} “{2}” is nothing that a hit names: it must be 16 digits from 0 to f",
         "«{2}» в поле {1} не то, что называют найденные абзацы: нужно 16 цифр от 0 до f"},
        {AS_WORDS_EN, AS_WORDS_RU}},
    [RC_NOTE_VALUE_NO_YEAR] = {"bad-value",
        {"{1} “{2}” is not a year: it must be like 2018, 2018..2020, 2018.. or ..2020",
         "«{2}» в поле {1} – не год: нужно 2018, 2018..2020, 2018.. или ..2020"},
        {AS_WORDS_EN, AS_WORDS_RU}},
    [RC_NOTE_UNKNOWN_VALUE] = {"unknown-value",
        {"No {1} “{2}” is known: it was searched as words. Near it: {3}.",
         "Значения «{2}» у поля {1} нет: искали как слова. Похожие: {3}."}},
    [RC_NOTE_VALUE_READ_AS] = {"value-read-as",
        {"{1} “{2}” was read as: {3}.",
         "Значение «{2}» поля {1} понято как: {3}."}},
    [RC_NOTE_WITHOUT_VALUE] = {"without-value",
        {"{2} of {3} documents have no known {1}: whether they belong here is not known.",
         "У {2} из {3} документов поле {1} неизвестно: подходят ли они, сказать нельзя."}},
    [RC_NOTE_UNKNOWN_VALUE_FAR] = {"unknown-value",
        {"No {1} “{2}” is known: it was searched as words.",
         "Значения «{2}» у поля {1} нет: искали как слова."}},
    [RC_NOTE_PREFIX_TOO_SHORT] = {"prefix-too-short",
        {"“*” needs at least three letters before it; “{1}” was searched without it.",
         "Перед «*» нужно не меньше трёх букв: «{1}» искали без неё."}},
    [RC_NOTE_WILDCARD_IN_QUOTES] = {"wildcard-ignored",
        {"“*” means nothing between quotation marks; “{1}” was searched without it.",
         "В кавычках «*» ничего не значит: «{1}» искали без неё."}},
    [RC_NOTE_WILDCARD_INSIDE] = {"wildcard-ignored",
        {"“*” means something only at the end of one word; “{1}” was searched without it.",
         "«*» значит что-то только в конце одного слова: «{1}» искали без неё."}},
    [RC_NOTE_WILDCARD_AFTER_EQUALS] = {"wildcard-ignored",
        {"“=” asks for one form, so “*” means nothing after it; “{1}” was searched without the star.",
         "«=» спрашивает одну форму, и «*» после него ничего не значит: «{1}» искали без звёздочки."}},
    [RC_NOTE_NO_WORDS] = {"no-words",
        {"“{1}” contains no word to search for.",
         "В «{1}» нет ни одного слова."}},
    [RC_NOTE_PREFIX_LIMITED] = {"prefix-limited",
        {"More than {1} words begin with “{2}”; only the first {1} of them, in alphabetical order, were "
         "searched. Type more letters.",
         "На «{2}» начинается больше {1} слов: искали только первые {1} по алфавиту. Добавьте букв."}},
    [RC_NOTE_DOCUMENTS_LIMITED] = {"documents-limited",
        {"Passages were looked for in {1} of the documents that qualify. Add a condition.",
         "Абзацы искали в {1} из подходящих документов, не во всех. Добавьте условие."}},
    [RC_NOTE_PASSAGES_LIMITED] = {"passages-limited",
        {"“{2}” is in more than {1} passages or documents: passages that have its words in other forms, "
         "or elsewhere, were taken for it, too. Add a condition.",
         "«{2}» есть более чем в {1} абзацах или документах: за него приняты и абзацы, где его слова "
         "стоят в других формах или порознь. Добавьте условие."}},
    [RC_NOTE_AMBIGUOUS_NAME] = {"ambiguous-name",
        {"“{1}” has several meanings, all of which were searched: {2}.",
         "У «{1}» несколько значений, искали все: {2}."}},
    [RC_NOTE_TIME_LIMIT] = {"time-limit",
        {"The search took more than {1} s of processor time and was ended: some of what it found is "
         "not shown, or not counted.",
         "Поиск занял больше {1} с процессорного времени и был остановлен: часть найденного не "
         "показана или не сосчитана."}},
    [RC_NOTE_SINCE_RECORD] = {"since-record",
        {"Documents that the search of {1} listed are left out; it had {2} hits.",
         "Документы, которые перечислил поиск {1}, пропущены; найденного в нём было: {2}."}},
};
/* clang-format on */

RcNote *rc_note_new(RcNoteCode code, ...) {
  g_autoptr(GPtrArray) arguments = g_ptr_array_new();
  va_list list;
  va_start(list, code);
  for (const char *argument; (argument = va_arg(list, const char *));)
    g_ptr_array_add(arguments, g_strdup(argument));
  va_end(list);
  g_ptr_array_add(arguments, NULL);
  RcNote *note = g_new0(RcNote, 1);
  note->code = code;
  note->arguments = (char **)g_ptr_array_steal(arguments, NULL);
  return note;
}

void rc_note_free(RcNote *note) {
  if (!note)
    return;
  g_strfreev(note->arguments);
  g_free(note);
}

bool rc_note_equal(const RcNote *a, const RcNote *b) {
  return a->code == b->code &&
         g_strv_equal((const char *const *)a->arguments, (const char *const *)b->arguments);
}

void rc_note_add(GPtrArray *to, RcNote *note) {
  guint place = 0;
  while (place < to->len && !rc_note_equal(to->pdata[place], note))
    place++;
  if (place < to->len)
    rc_note_free(note);
  else
    g_ptr_array_add(to, note);
}

const char *rc_note_name(RcNoteCode code) {
  return notes[code].name;
}

const char *rc_note_template(RcNoteCode code, RcLanguage language) {
  return notes[code].text[language];
}

char *rc_note_problem(const RcNote *note, RcLanguage language) {
  return rc_fill_template(notes[note->code].text[language], (const char *const *)note->arguments);
}

char *rc_note_text(const RcNote *note, RcLanguage language) {
  g_autofree char *problem = rc_note_problem(note, language);
  return g_strconcat(problem, notes[note->code].then[language], NULL);
}

char *rc_fill_template(const char *template, const char *const *arguments) {
  GString *filled = g_string_new(NULL);
  guint count = g_strv_length((char **)arguments);
  for (const char *at = template; *at; at++) {
    guint number =
        at[0] == '{' && g_ascii_isdigit(at[1]) && at[2] == '}' ? (guint)(at[1] - '0') : 0;
    if (number == 0 || number > count) {
      g_string_append_c(filled, *at);
      continue;
    }
    g_string_append(filled, arguments[number - 1]);
    at += 2;
  }
  return g_string_free(filled, FALSE);
}

char *rc_fill_template_list(const char *template, va_list strings) {
  g_autoptr(GPtrArray) arguments = g_ptr_array_new();
  for (const char *text; (text = va_arg(strings, const char *));)
    g_ptr_array_add(arguments, (gpointer)text);
  g_ptr_array_add(arguments, NULL);
  return rc_fill_template(template, (const char *const *)arguments->pdata);
}
