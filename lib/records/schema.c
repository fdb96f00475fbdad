/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schema.h"

#include <string.h>

#include "document.h"

/* Stands between a date and an id; sorts before all that a date may go on with. */
#define DATE_END '\x1e'

/* --- values that people know by another name --- */

static const RcNamed languages[] = {
    {"en", {"English", "английский"}, false},      {"ru", {"Russian", "русский"}, false},
    {"ar", {"Arabic", "арабский"}, true},          {"az", {"Azerbaijani", "азербайджанский"}, true},
    {"be", {"Belarusian", "белорусский"}, true},   {"de", {"German", "немецкий"}, true},
    {"es", {"Spanish", "испанский"}, true},        {"fr", {"French", "французский"}, true},
    {"hy", {"Armenian", "армянский"}, true},       {"ka", {"Georgian", "грузинский"}, true},
    {"kk", {"Kazakh", "казахский"}, true},         {"ky", {"Kyrgyz", "киргизский"}, true},
    {"pt", {"Portuguese", "португальский"}, true}, {"tg", {"Tajik", "таджикский"}, true},
    {"uk", {"Ukrainian", "украинский"}, true},     {"uz", {"Uzbek", "узбекский"}, true},
    {"zh", {"Chinese", "китайский"}, true},        {0},
};

static const RcNamed types[] = {
    {"submission", {"Submission", "Представление организации"}, false},
    {"concluding-observations", {"Concluding observations", "Заключительные замечания"}, false},
    {"report", {"Report", "Доклад"}, false},
    {"judgment", {"Judgment", "Судебное решение"}, false},
    {"decision", {"Decision", "Решение"}, false},
    {"views", {"Views on a complaint", "Соображения по жалобе"}, false},
    {"general-comment", {"General comment", "Замечание общего порядка"}, false},
    {"resolution", {"Resolution", "Резолюция"}, false},
    {"treaty", {"Treaty", "Договор"}, false},
    {"law", {"Law or constitution", "Закон или конституция"}, false},
    {"other", {"Other", "Другое"}, false},
    {0},
};

/* By RcKind, and the next by RcStatus: rc_kind_name and rc_status_name read them. */
static const RcNamed kinds[RC_N_KINDS + 1] = {
    [RC_KIND_BODY] = {"body", {"Text", "Текст"}, false},
    [RC_KIND_HEADING] = {"heading", {"Headings", "Заголовки"}, false},
    [RC_KIND_FOOTNOTE] = {"footnote", {"Footnotes", "Сноски"}, false},
    [RC_KIND_RECOMMENDATION] = {"recommendation", {"Recommendations", "Рекомендации"}, false},
    [RC_KIND_TABLE] = {"table", {"Tables", "Таблицы"}, false},
};

/* clang-format off */
static const RcNamed statuses[RC_N_STATUSES + 1] = {
    [RC_STATUS_OK]            = {"ok", {"read whole", "прочитан полностью"}, false},
    [RC_STATUS_PARTIAL]       = {"partial",
                                 {"some pages could not be read", "часть страниц не прочитана"}, false},
    [RC_STATUS_NO_TEXT]       = {"no-text",
                                 {"no text: most likely a scan", "нет текста: вероятно, скан"}, false},
    [RC_STATUS_ENCRYPTED]     = {"encrypted", {"needs a password", "нужен пароль"}, false},
    [RC_STATUS_DAMAGED]       = {"damaged", {"damaged file", "файл повреждён"}, false},
    [RC_STATUS_TIMEOUT]       = {"timeout",
                                 {"reading took too long", "чтение заняло слишком много времени"}, false},
    [RC_STATUS_OUT_OF_MEMORY] = {"out-of-memory", {"too much memory needed", "не хватило памяти"}, false},
    [RC_STATUS_CRASHED]       = {"crashed", {"reading failed", "чтение прервалось"}, false},
    [RC_STATUS_TOO_BIG]       = {"too-big", {"file too large", "файл слишком велик"}, false},
    [RC_STATUS_UNREADABLE]    = {"unreadable", {"file could not be opened", "файл не открылся"}, false},
};

/* --- fields --- */

/* Short names that keep the rows short. */
#define DOCUMENT RC_IN_DOCUMENT
#define PASSAGE RC_IN_PASSAGE
#define BOTH (DOCUMENT | PASSAGE)
#define PARENT RC_BY_PARENT
#define WORKER RC_BY_WORKER

/* Prefixes of one letter are the customary ones of the Xapian world (Q unique
 * id, P path, Z stem, S title, L language, Y year, T type); those with X are our own,
 * short because every passage has a dozen, and end in a colon so that no prefix begins
 * another. */
static const RcFieldInfo fields[RC_N_FIELDS] = {
    /* What no search asks for. */
    [RC_FIELD_ENTRY]   = {"entry",   "XE:", .entries = DOCUMENT, .maker = PARENT},
    [RC_FIELD_ID]      = {"id",      "Q",   .entries = BOTH,     .maker = PARENT},
    [RC_FIELD_PASSAGE] = {"passage", "XP:", .entries = PASSAGE,  .maker = PARENT},
    [RC_FIELD_PATH]    = {"path",    "P",   .entries = DOCUMENT, .maker = PARENT},
    [RC_FIELD_WORD]    = {"word",    "",    .entries = DOCUMENT, .maker = WORKER},
    [RC_FIELD_START]   = {"start",   "XF:", .entries = DOCUMENT, .maker = PARENT},
    [RC_FIELD_STEM]    = {"stem",    "Z",   .entries = PASSAGE,  .maker = WORKER},
    [RC_FIELD_DOCUMENT_STEM] = {"document-stem", "XZ:", .entries = DOCUMENT, .maker = WORKER},
    [RC_FIELD_CONTEXT] = {"context", "XW:", .entries = BOTH,     .maker = WORKER},
    [RC_FIELD_DATE]    = {"date",    NULL,  .entries = BOTH,     .maker = PARENT},

    [RC_FIELD_COUNTRY] = {"country", "XN:", .entries = BOTH, .maker = PARENT,
        .named_as = RC_FIELD_REGION, .argument = "NAME", .help = "documents about a State, any spelling",
        .match = RC_MATCH_NAME, .label = {"Country", "Страна"}, .facet = 1,
        .form = true, .hint = {"Kazakhstan, KZ", "Казахстан, KZ"}},
    [RC_FIELD_REGION] = {"region", "XR:", .entries = BOTH, .maker = WORKER,
        .concept = true, .argument = "NAME", .help = "paragraphs about a country or place, any spelling",
        .several = true, .match = RC_MATCH_NAME, .evidence = true, .label = {"Region", "Регион"}, .facet = 2,
        .form = true, .hint = {"Kazakhstan, KZ, Zhambyl", "Казахстан, KZ, Жамбыл"}},
    [RC_FIELD_GROUP] = {"group", "XG:", .entries = BOTH, .maker = WORKER,
        .concept = true, .argument = "NAME", .help = "paragraphs about an ethnic group",
        .several = true, .match = RC_MATCH_NAME, .evidence = true, .label = {"Ethnic group", "Этническая группа"}, .facet = 3,
        .form = true, .hint = {"Dungans, Roma", "дунгане, рома"}},
    [RC_FIELD_BODY] = {"body", "XB:", .entries = BOTH, .maker = WORKER,
        .concept = true, .argument = "NAME", .help = "paragraphs about a treaty body or court: CERD, ECHR",
        .several = true, .match = RC_MATCH_NAME, .evidence = true, .label = {"Body", "Орган"}, .facet = 4},
    [RC_FIELD_SYMBOL] = {"symbol", "XS:", .entries = DOCUMENT, .maker = PARENT, .caseless = true,
        .argument = "SYMBOL", .help = "the document with this symbol; all below it if it ends in /",
        .match = RC_MATCH_SYMBOL, .label = {"Symbol", "Обозначение"}},
    [RC_FIELD_CITES] = {"cites", "XC:", .entries = BOTH, .maker = WORKER, .caseless = true,
        .argument = "SYMBOL[:PARA]", .help = "paragraphs that cite this document, or this paragraph",
        .several = true, .match = RC_MATCH_SYMBOL, .evidence = true, .label = {"Cites", "Ссылается на"}, .facet = 7},
    [RC_FIELD_ARTICLE] = {"article", "XA:", .entries = BOTH, .maker = WORKER,
        .concept = true, .argument = "TREATY:N",
        .help = "paragraphs that cite a treaty or one article: ICCPR:26",
        .several = true, .match = RC_MATCH_NAME, .evidence = true, .label = {"Treaty or article", "Договор или статья"}, .facet = 5},
    [RC_FIELD_RIGHT] = {"right", "XH:", .entries = BOTH, .maker = WORKER,
        .concept = true, .argument = "NAME", .help = "paragraphs about a right or violation: torture",
        .several = true, .match = RC_MATCH_NAME, .evidence = true, .label = {"Right or violation", "Право или нарушение"}, .facet = 6},
    [RC_FIELD_LANGUAGE] = {"language", "L", .entries = BOTH, .maker = WORKER,
        .rule = RC_VALUE_LANGUAGE, .values = languages, .aliases = {"lang"},
        .argument = "CODE", .help = "paragraphs in a language: en, ru",
        .label = {"Language", "Язык"}, .facet = 8, .form = true},
    [RC_FIELD_YEAR] = {"year", "Y", .entries = DOCUMENT, .maker = PARENT,
        .argument = "YEARS", .help = "documents of 2018, 2018..2020, 2018.. or ..2020",
        .match = RC_MATCH_YEARS, .label = {"Year", "Год"}, .facet = 9,
        .form = true, .hint = {"2020 or 2018..2020", "2020 или 2018..2020"}},
    [RC_FIELD_ORGANISATION] = {"org", "XO:", .entries = BOTH, .maker = PARENT, .caseless = true,
        .aliases = {"organisation", "organization"},
        .argument = "NAME", .help = "documents by this organisation",
        .label = {"Organisation", "Организация"}, .facet = 11,
        .form = true, .hint = {"who wrote it", "кто написал"}},
    [RC_FIELD_TYPE] = {"type", "T", .entries = BOTH, .maker = PARENT,
        .rule = RC_VALUE_LISTED, .values = types,
        .argument = "TYPE", .help = "documents of a type: submission, report, judgment",
        .label = {"Type", "Вид документа"}, .facet = 10, .form = true},
    [RC_FIELD_KIND] = {"kind", "XK:", .entries = BOTH, .maker = WORKER,
        .rule = RC_VALUE_LISTED, .values = kinds,
        .argument = "KIND", .help = "paragraphs of a kind: body, footnote, recommendation",
        .evidence = true, .label = {"Part of the text", "Часть текста"}, .facet = 12},
    [RC_FIELD_PARAGRAPH] = {"para", "XD:", .entries = BOTH, .maker = WORKER,
        .rule = RC_VALUE_PARAGRAPH, .aliases = {"paragraph"},
        .argument = "NUMBER", .help = "the paragraph with this number: 24, 12(a)",
        .evidence = true, .label = {"Paragraph", "Пункт"}},
    [RC_FIELD_ALIKE] = {"alike", "XL:", .entries = BOTH, .maker = PARENT,
        .rule = RC_VALUE_FINGERPRINT,
        .argument = "DIGITS", .help = "paragraphs that repeat the same words, as a hit of them names them",
        .evidence = true, .label = {"Same words", "Те же слова"}},
    [RC_FIELD_TITLE] = {"title", "S", .entries = DOCUMENT, .maker = PARENT,
        .argument = "WORDS", .help = "documents with these words in the title",
        .match = RC_MATCH_WORDS, .label = {"Title", "Название"}},
    [RC_FIELD_STATUS] = {"status", "XT:", .entries = DOCUMENT, .maker = PARENT,
        .rule = RC_VALUE_LISTED, .values = statuses,
        .label = {"How it was read", "Как прочитан"}, .facet = 13},
};
/* clang-format on */

const RcFieldInfo *rc_schema_field(RcField field) {
  g_assert((int)field >= 0 && field < RC_N_FIELDS);
  return &fields[field];
}

int rc_schema_field_by_name(const char *name) {
  for (int i = 0; i < RC_N_FIELDS; i++) {
    if (strcmp(fields[i].name, name) == 0)
      return i;
    for (int k = 0; k < RC_FIELD_ALIASES_MAX; k++)
      if (g_strcmp0(fields[i].aliases[k], name) == 0)
        return i;
  }
  return -1;
}

bool rc_schema_is_filter(RcField field) {
  return rc_schema_field(field)->help != NULL;
}

int rc_schema_facet(int place) {
  for (int i = 0; place > 0 && i < RC_N_FIELDS; i++)
    if (fields[i].facet == place)
      return i;
  return -1;
}

const RcNamed *rc_schema_value(RcField field, const char *value) {
  for (const RcNamed *row = rc_schema_field(field)->values; row && row->name; row++)
    if (g_ascii_strcasecmp(row->name, value) == 0)
      return row;
  return NULL;
}

/* Cuts the term to what Xapian takes and appends a hash of all of it. */
static void shorten(GString *term) {
  const gsize hash_bytes = 33; /* "~" and 32 hex digits */
  g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, term->str, -1);
  g_string_truncate(term, RC_TERM_BYTES_MAX - hash_bytes);
  const char *end;
  if (!g_utf8_validate(term->str, (gssize)term->len, &end))
    g_string_truncate(term, (gsize)(end - term->str));
  g_string_append_c(term, '~');
  g_string_append_len(term, hash, 32);
}

void rc_schema_append_term(GString *term, RcField field, const char *value) {
  const RcFieldInfo *info = rc_schema_field(field);
  g_assert(info->prefix);
  g_string_append(term, info->prefix);
  if (info->caseless) { /* symbols and names are written in either case */
    g_autofree char *upper = g_utf8_strup(value, -1);
    g_string_append(term, upper);
  } else {
    g_string_append(term, value);
  }
  if (term->len > RC_TERM_BYTES_MAX)
    shorten(term);
}

char *rc_schema_paragraph(const char *number) {
  g_autofree char *lower = g_utf8_strdown(number, -1);
  g_autoptr(GString) value = g_string_new(NULL);
  for (const char *p = lower; *p; p = g_utf8_next_char(p))
    if (!g_unichar_isspace(g_utf8_get_char(p)))
      g_string_append_unichar(value, g_utf8_get_char(p));
  return value->len > 0 && value->len <= RC_PARAGRAPH_BYTES_MAX ? g_strdup(value->str) : NULL;
}

char *rc_schema_term(RcField field, const char *value) {
  GString *term = g_string_new(NULL);
  rc_schema_append_term(term, field, value);
  return g_string_free(term, FALSE);
}

char *rc_schema_new_date_key(const char *date, const char *id) {
  return g_strdup_printf("%s%c%s", date ? date : "", DATE_END, id);
}

const char *rc_schema_date_key_id(const char *key) {
  const char *end = strchr(key, DATE_END);
  return end ? end + 1 : "";
}

int rc_schema_concepts(RcField field) {
  const RcFieldInfo *info = rc_schema_field(field);
  return info->concept ? (int)field : info->named_as ? (int)info->named_as : -1;
}

void rc_schema_append_facet(GString *facets, RcField field, const char *value) {
  if (facets->len)
    g_string_append_c(facets, RC_FACET_SEPARATOR);
  g_string_append_printf(facets, "%s%s", rc_schema_field(field)->prefix, value);
}

int rc_schema_facet_field(const char *term, const char **value) {
  for (int i = 0; i < RC_N_FIELDS; i++) {
    const char *prefix = fields[i].facet ? fields[i].prefix : NULL;
    if (!prefix || !g_str_has_prefix(term, prefix))
      continue;
    *value = term + strlen(prefix);
    return i;
  }
  return -1;
}
