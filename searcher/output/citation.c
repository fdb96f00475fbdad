/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "citation.h"

#include <string.h>

#include "written-date.h"

/* --- the tables --- */

/* How numbers and cases are spoken of; "%s" is where the number stands. */
typedef struct {
  const char *locator[RC_N_LOCATORS];
  const char *page[2];                  /* one, several */
  const char *application[2];           /* before the number of one, the numbers of several */
  const char *judgment, *decision, *of; /* what a case is, and what stands before its date then */
  const char *between;                  /* parts of a pinpoint */
  RcDateForm date;
  RcLanguage language; /* of names of bodies, and of "and" between the last two of several */
  bool close;          /* no space before parentheses: "14(2)" */
} Words;

typedef enum { UN_EN, UN_RU, ECHR, OSCOLA, OSCOLA_CASE, BLUEBOOK, GOST, APA, BARE } Wording;

/* clang-format off */
static const Words wordings[] = {
    [UN_EN] = {{"%s", "art. %s", "para. %s", "recommendation %s", "item %s", "footnote %s",
            "sect. %s"},
        {"p. %s", "pp. %s"}, {"application No.", "applications Nos."},
        "judgment", "decision", " of ", ", ", RC_DATE_ENGLISH, RC_LANGUAGE_EN, false},
    [UN_RU] = {{"%s", "ст. %s", "п. %s", "рекомендация %s", "подпункт %s", "сноска %s",
            "разд. %s"},
        {"с. %s", "с. %s"}, {"жалоба №", "жалобы №"},
        "постановление", "решение", " от ", ", ", RC_DATE_RUSSIAN_YEAR, RC_LANGUAGE_RU, false},
    [ECHR] = {{"%s", "Article %s", "§ %s", "recommendation %s", "point %s", "footnote %s",
            "section %s"},
        {"p. %s", "pp. %s"}, {"no.", "nos."},
        NULL, "(dec.)", NULL, ", ", RC_DATE_ENGLISH, RC_LANGUAGE_EN, false},
    [OSCOLA] = {{"%s", "art %s", "para %s", "recommendation %s", "item %s", "fn %s", "s %s"},
        {"%s", "%s"}, {"app no", "app nos"},
        NULL, NULL, NULL, ", ", RC_DATE_ENGLISH, RC_LANGUAGE_EN, true},
    [OSCOLA_CASE] = {{"(%s)", "art %s", "[%s]", "recommendation %s", "item %s", "fn %s",
            "s %s"},
        {"%s", "%s"}, {"app no", "app nos"},
        NULL, NULL, NULL, " ", RC_DATE_ENGLISH, RC_LANGUAGE_EN, true},
    [BLUEBOOK] = {{"%s", "art. %s", "¶ %s", "rec. %s", "item %s", "n.%s", "§ %s"},
        {"at %s", "at %s"}, {"App. No.", "App. Nos."},
        NULL, NULL, NULL, ", ", RC_DATE_AMERICAN, RC_LANGUAGE_EN, true},
    [GOST] = {{"%s", "Ст. %s", "П. %s", "Рекомендация %s", "Подп. %s", "Сноска %s",
            "Разд. %s"},
        {"С. %s", "С. %s"}, {"жалоба №", "жалобы №"},
        "постановление", "решение", " от ", ". ", RC_DATE_RUSSIAN_YEAR, RC_LANGUAGE_RU, false},
    [APA] = {{"%s", "Article %s", "para. %s", "recommendation %s", "item %s", "footnote %s",
            "§ %s"},
        {"p. %s", "pp. %s"}, {"App. No.", "App. Nos."},
        NULL, NULL, NULL, ", ", RC_DATE_YEAR_FIRST, RC_LANGUAGE_EN, false},
    [BARE] = {{"%s", "%s", "%s", "recommendation %s", "item %s", "%s", "%s"},
        {"%s", "%s"}, {"", ""},
        NULL, NULL, NULL, ", ", RC_DATE_ENGLISH, RC_LANGUAGE_EN, false},
};

/* A pattern: {field} is its text, {a|b} the first of them that is known, and what stands between
 * "<" and ">" is left out, all of it, where no field in it is known. */
typedef struct {
  const char *pattern;
  Wording english, russian;
} Form;

static const Form forms[RC_N_STYLES][RC_N_WORK_KINDS] = {
    [RC_STYLE_UN] = {
        [RC_WORK_UN] = {"{symbol}<, {pinpoint}>", UN_EN, UN_RU},
        [RC_WORK_EUROPEAN_CASE] =
            {"<{author}, >{name|file}<, {applications}><, {judged}><, {pinpoint}>", UN_EN, UN_RU},
        [RC_WORK_CASE] =
            {"<{author}, >{name|file}<, {applications}><, {judged}><, {pinpoint}>", UN_EN, UN_RU},
        [RC_WORK_LAW] = {"{title|file}<, {pinpoint}>", UN_EN, UN_RU},
        [RC_WORK_REPORT] =
            {"<{author}, >{title|file}< ({symbol})>< ({date})><, {pinpoint}>", UN_EN, UN_RU},
    },
    [RC_STYLE_ECHR] = {
        [RC_WORK_UN] = {"{symbol}<, {pinpoint}>", UN_EN, UN_EN},
        [RC_WORK_EUROPEAN_CASE] =
            {"{name|file}< {kind}><, {applications}><, {pinpoint}><, {date}>< ({translation})>",
             ECHR, ECHR},
        [RC_WORK_CASE] =
            {"{name|file}<, {applications}><, {author}><, {pinpoint}><, {date}>", ECHR, ECHR},
        [RC_WORK_LAW] = {"{title|file}<, {pinpoint}>", ECHR, ECHR},
        [RC_WORK_REPORT] =
            {"<{author}, >{title|file}< ({symbol})><, {date}><, {pinpoint}>", ECHR, ECHR},
    },
    [RC_STYLE_OSCOLA] = {
        [RC_WORK_UN] =
            {"<{short author}, ><{title} ><({date}) >UN Doc {symbol}<, {pinpoint}>",
             OSCOLA, OSCOLA},
        [RC_WORK_EUROPEAN_CASE] =
            {"{plain name|file}< [{year}]> ECtHR< {applications}>< {pinpoint}>",
             OSCOLA_CASE, OSCOLA_CASE},
        [RC_WORK_CASE] =
            {"{plain name|file}< ({court and date})>< {applications}>< {pinpoint}>",
             OSCOLA_CASE, OSCOLA_CASE},
        [RC_WORK_LAW] = {"{title|file}< ({date})>< {pinpoint}>", OSCOLA, OSCOLA},
        [RC_WORK_REPORT] =
            {"<{author}, >{title|file}< ({date})>< {symbol}>< {pinpoint}>", OSCOLA, OSCOLA},
    },
    [RC_STYLE_BLUEBOOK] = {
        [RC_WORK_UN] =
            {"<{author}, ><{title}, ><{pinpoint}, >U.N. Doc. {symbol}< ({year})>",
             BLUEBOOK, BLUEBOOK},
        [RC_WORK_EUROPEAN_CASE] =
            {"{name|file}<, {applications}><, {pinpoint}>< ({date})>", BLUEBOOK, BLUEBOOK},
        [RC_WORK_CASE] =
            {"{name|file}<, {applications}><, {pinpoint}>< ({court and date})>",
             BLUEBOOK, BLUEBOOK},
        [RC_WORK_LAW] = {"{title|file}<, {pinpoint}>< ({year})>", BLUEBOOK, BLUEBOOK},
        [RC_WORK_REPORT] =
            {"<{author}, >{title|file}<, {symbol}><, {pinpoint}>< ({year})>", BLUEBOOK, BLUEBOOK},
    },
    [RC_STYLE_GOST] = {
        [RC_WORK_UN] = {"{symbol}.< {pinpoint}.>", GOST, GOST},
        [RC_WORK_EUROPEAN_CASE] =
            {"{name|file} :< {kind}> ЕСПЧ< от {date}>< ({applications})>.< {pinpoint}.>",
             GOST, GOST},
        [RC_WORK_CASE] =
            {"{name|file}< от {date}>< ({applications})>.< {author}.>< {pinpoint}.>", GOST, GOST},
        [RC_WORK_LAW] = {"{title|file}< : от {date}>.< {pinpoint}.>", GOST, GOST},
        [RC_WORK_REPORT] =
            {"<{author}. >{title|file}< : {symbol}>.< {year}.>< {pinpoint}.>", GOST, GOST},
    },
    [RC_STYLE_APA] = {
        [RC_WORK_UN] =
            {"<{author|title}. ><({date}). ><{further title} >({symbol})<, {pinpoint}>", APA, APA},
        [RC_WORK_EUROPEAN_CASE] =
            {"{name|file}<, {applications}>< ({court and date})><, {pinpoint}>", APA, APA},
        [RC_WORK_CASE] =
            {"{name|file}<, {applications}>< ({court and date})><, {pinpoint}>", APA, APA},
        [RC_WORK_LAW] = {"{title|file}< ({year})><, {pinpoint}>", APA, APA},
        [RC_WORK_REPORT] =
            {"{author|title|file}<. ({date})><. {further title}>< ({symbol})><, {pinpoint}>",
             APA, APA},
    },
};

/* What is usual, by the language of who reads. */
static const RcCitationStyle usual[RC_N_LANGUAGES][RC_N_WORK_KINDS] = {
    {RC_STYLE_UN, RC_STYLE_ECHR, RC_STYLE_APA, RC_STYLE_APA, RC_STYLE_APA},
    {RC_STYLE_GOST, RC_STYLE_GOST, RC_STYLE_GOST, RC_STYLE_GOST, RC_STYLE_GOST},
};

/* What patterns name. */
typedef enum {
  AUTHOR, SHORT_AUTHOR, TITLE, FURTHER_TITLE, NAME, PLAIN_NAME, FILE_PATH, SYMBOL, APPLICATIONS,
  KIND, DATE, YEAR, JUDGED, COURT_AND_DATE, PINPOINT, TRANSLATION, N_FIELDS
} Field;
/* clang-format on */

static const char *const fields[N_FIELDS] = {
    [AUTHOR] = "author",
    [SHORT_AUTHOR] = "short author", /* as OSCOLA has it */
    [TITLE] = "title",
    [FURTHER_TITLE] = "further title", /* of what has an author, who stands first */
    [NAME] = "name",
    [PLAIN_NAME] = "plain name", /* without a full stop behind its "v" */
    [FILE_PATH] = "file",
    [SYMBOL] = "symbol",
    [APPLICATIONS] = "applications",
    [KIND] = "kind",
    [DATE] = "date",
    [YEAR] = "year",
    [JUDGED] = "judged", /* "judgment of 4 June 2019" */
    [COURT_AND_DATE] = "court and date",
    [PINPOINT] = "pinpoint",
    [TRANSLATION] = "translation",
};

/* --- fields --- */

/* How a number is announced.  Yours to free, as all that follows. */
static char *announce(const char *pattern, const char *value) {
  const char *place = strstr(pattern, "%s");
  return g_strdup_printf("%.*s%s%s", (int)(place - pattern), pattern, value, place + 2);
}

static char *page_of(const RcReference *reference, const Words *words) {
  const char *label = reference->passage->page_label;
  const char *last_label = label ? reference->passage->last_page_label : NULL;
  guint32 first = rc_reference_page(reference), last = rc_reference_last_page(reference);
  /* Both as they are printed, or both as they are counted. */
  bool range = last > first && (!label || last_label);
  g_autofree char *from = label ? g_strdup(label) : g_strdup_printf("%u", first);
  g_autofree char *to = last_label ? g_strdup(last_label) : g_strdup_printf("%u", last);
  g_autofree char *pages = range ? g_strdup_printf("%s–%s", from, to) : g_strdup(from);
  return announce(words->page[range], pages);
}

/* The numbers of the passage; without any, its page, and of a footnote both. */
static char *pinpoint_of(const RcReference *reference, const Words *words) {
  if (!reference->passage)
    return NULL;
  const GPtrArray *locators = reference->locators;
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
  if (!locators->len || ((RcLocator *)locators->pdata[0])->kind == RC_LOCATOR_FOOTNOTE)
    g_ptr_array_add(parts, page_of(reference, words));
  for (guint i = 0; i < locators->len; i++) {
    const RcLocator *locator = locators->pdata[i];
    g_auto(GStrv) pieces = g_strsplit(locator->value, words->close ? " (" : "\n", -1);
    g_autofree char *value = g_strjoinv("(", pieces);
    g_ptr_array_add(parts, announce(words->locator[locator->kind], value));
  }
  g_ptr_array_add(parts, NULL);
  return g_strjoinv(words->between, (char **)parts->pdata);
}

static char *applications_of(const RcWork *work, const Words *words) {
  const GPtrArray *numbers = work->applications;
  if (!numbers->len)
    return NULL;
  const char *and = words->language == RC_LANGUAGE_RU ? " и " : " and ";
  GString *text = g_string_new(words->application[numbers->len > 1]);
  for (guint i = 0; i < numbers->len; i++) {
    const char *before = i == 0 ? " " : i + 1 < numbers->len ? ", " : and;
    g_string_append_printf(text, "%s%s", before, (const char *)numbers->pdata[i]);
  }
  return g_string_free(text, FALSE);
}

/* A body that the vocabulary knows in the language of the style; as OSCOLA has it, by its known
 * abbreviation or with the organisation it belongs to. */
static char *author_of(const RcWork *work, RcLanguage language, bool shortened) {
  static const struct {
    const char *body, *name;
  } known[] = {{"HRC", "UNHRC"}, {"CCPR", "UNHRC"}, {"UNGA", "UNGA"}, {"UNSC", "UNSC"}};
  const RcConcept *body = work->body;
  if (!body)
    return g_strdup(rc_work_author(work));
  if (!shortened)
    return g_strdup(language == RC_LANGUAGE_RU ? body->label_ru : body->label_en);
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
    if (strcmp(known[i].body, body->id) == 0)
      return g_strdup(known[i].name);
  return g_strconcat("UN ", body->label_en, NULL);
}

static const char *kind_of(const RcWork *work, const Words *words) {
  const char *type = rc_work_peek(work, RC_METADATA_TYPE);
  return g_strcmp0(type, "judgment") == 0   ? words->judgment
         : g_strcmp0(type, "decision") == 0 ? words->decision
                                            : NULL;
}

/* Two texts, and what stands between them where both are known; NULL if neither is. */
static char *join(const char *first, const char *between, const char *second) {
  return first && second ? g_strconcat(first, between, second, NULL)
                         : g_strdup(first ? first : second);
}

/* NULL where it is not known. */
static char *text_of(Field field, const RcReference *reference, const Words *words) {
  const RcWork *work = reference->work;
  const char *title = rc_work_peek(work, RC_METADATA_TITLE);
  const char *iso = rc_work_peek(work, RC_METADATA_DATE);
  g_autofree char *date = iso ? rc_written_date(iso, words->date) : NULL;
  g_autofree char *author = author_of(work, words->language, field == SHORT_AUTHOR);
  switch (field) {
  case AUTHOR:
  case SHORT_AUTHOR:
    return g_steal_pointer(&author);
  case TITLE:
    return g_strdup(title);
  case FURTHER_TITLE:
    return g_strdup(author ? title : NULL);
  case NAME:
    return g_strdup(work->name);
  case PLAIN_NAME: {
    g_auto(GStrv) parties = g_strsplit(work->name ? work->name : "", " v. ", 2);
    return work->name ? g_strjoinv(" v ", parties) : NULL;
  }
  case FILE_PATH:
    return g_strdup(work->file);
  case SYMBOL:
    return g_strdup(rc_work_peek(work, RC_METADATA_SYMBOL));
  case APPLICATIONS:
    return applications_of(work, words);
  case KIND:
    return g_strdup(kind_of(work, words));
  case DATE:
    return g_steal_pointer(&date);
  case YEAR:
    return iso ? g_strndup(iso, 4) : NULL;
  case JUDGED:
    return join(kind_of(work, words), words->of, date);
  case COURT_AND_DATE:
    return join(author, ", ", date);
  case PINPOINT:
    return pinpoint_of(reference, words);
  case TRANSLATION: {
    const char *code = work->translation ? rc_work_peek(work, RC_METADATA_LANGUAGE) : NULL;
    const RcNamed *language = code ? rc_schema_value(RC_FIELD_LANGUAGE, code) : NULL;
    return language ? g_strconcat(language->label[RC_LANGUAGE_EN], " translation", NULL) : NULL;
  }
  default:
    return NULL;
  }
}

/* What a pattern is filled with. */
typedef struct {
  const RcReference *reference;
  const Words *words;
} Filling;

/* The first of "a|b" that is known; "}" ends them. */
static char *read_field(const Filling *filling, const char **at) {
  char *text = NULL;
  for (bool more = true; more;) {
    gsize length = strcspn(*at, "|}");
    for (int i = 0; i < N_FIELDS && !text; i++)
      if (strlen(fields[i]) == length && strncmp(fields[i], *at, length) == 0)
        text = text_of((Field)i, filling->reference, filling->words);
    more = (*at)[length] == '|';
    *at += length + 1;
  }
  return text;
}

/* Appends a pattern up to its end or to the ">" of its group; true if a field of it is known. */
static bool fill(GString *out, const char **at, const Filling *filling) {
  bool known = false;
  while (**at && **at != '>') {
    char c = *(*at)++;
    if (c == '<') {
      g_autoptr(GString) group = g_string_new(NULL);
      if (fill(group, at, filling)) {
        g_string_append(out, group->str);
        known = true;
      }
      *at += **at == '>';
    } else if (c == '{') {
      g_autofree char *text = read_field(filling, at);
      known |= text && *text;
      g_string_append(out, text ? text : "");
    } else if (c != '.' || !out->len || out->str[out->len - 1] != '.') {
      g_string_append_c(out, c); /* no full stop behind one */
    }
  }
  return known;
}

/* --- citations --- */

char *rc_citation_format(const RcReference *reference, RcCitationStyle style, RcLanguage language) {
  RcWorkKind kind = reference->work->kind;
  const Form *form = &forms[style < RC_STYLE_UN ? usual[language][kind] : style][kind];
  const char *pattern = form->pattern;
  Wording wording = language == RC_LANGUAGE_RU ? form->russian : form->english;
  GString *out = g_string_new(NULL);
  fill(out, &pattern, &(Filling){reference, &wordings[wording]});
  return g_string_free(out, FALSE);
}

char *rc_citation_plain(const RcReference *reference) {
  const char *symbol = rc_work_peek(reference->work, RC_METADATA_SYMBOL);
  const char *title = rc_work_peek(reference->work, RC_METADATA_TITLE);
  const char *name = symbol ? symbol : title ? title : reference->work->file;
  const RcPassage *passage = reference->passage;
  if (!passage)
    return g_strdup(name);
  const char *number = passage->number;
  /* "fn. 7", "Article 14 (2)" say what they number. */
  bool bare = number && (g_ascii_isdigit(*number) || *number == '(');
  const RcLocator *first = reference->locators->len ? reference->locators->pdata[0] : NULL;
  const char *noun = first && first->kind == RC_LOCATOR_SECTION ? "sect. " : "para. ";
  static const char *const nouns[RC_N_KINDS] = {
      [RC_KIND_BODY] = "unnumbered paragraph",
      [RC_KIND_HEADING] = "heading",
      [RC_KIND_FOOTNOTE] = "unnumbered note",
      [RC_KIND_RECOMMENDATION] = "unnumbered recommendation",
      [RC_KIND_TABLE] = "table row",
  };
  g_autofree char *page = page_of(reference, &wordings[UN_EN]);
  g_autofree char *place =
      passage->unnumbered && !number
          ? g_strdup_printf(", %s %u", nouns[passage->kind], passage->unnumbered)
          : g_strdup("");
  return g_strdup_printf("%s, %s%s%s%s%s", name, bare ? noun : "", number ? number : "",
                         number ? ", " : "", page, place);
}

char *rc_citation_pinpoint(const RcReference *reference) {
  bool russian = rc_citation_language(reference) == RC_LANGUAGE_RU;
  return pinpoint_of(reference, &wordings[russian ? UN_RU : UN_EN]);
}

RcLocatorText rc_citation_locator(const RcReference *reference) {
  static const char *const labels[RC_N_LOCATORS] = {
      [RC_LOCATOR_HEADING] = "section",     [RC_LOCATOR_ARTICLE] = "article-locator",
      [RC_LOCATOR_PARAGRAPH] = "paragraph", [RC_LOCATOR_RECOMMENDATION] = "paragraph",
      [RC_LOCATOR_ITEM] = "paragraph",      [RC_LOCATOR_FOOTNOTE] = "note",
      [RC_LOCATOR_SECTION] = "section",
  };
  const GPtrArray *locators = reference->locators;
  if (!reference->passage)
    return (RcLocatorText){NULL, NULL};
  if (!locators->len)
    return (RcLocatorText){page_of(reference, &wordings[BARE]), "page"};
  const RcLocator *first = locators->pdata[0];
  if (first->kind == RC_LOCATOR_FOOTNOTE)
    return (RcLocatorText){g_strdup(first->value), labels[first->kind]};
  return (RcLocatorText){pinpoint_of(reference, &wordings[BARE]), labels[first->kind]};
}

const char *rc_citation_title(const RcWork *work) {
  const char *title = work->name ? work->name : rc_work_peek(work, RC_METADATA_TITLE);
  return title ? title : work->file;
}

RcLanguage rc_citation_language(const RcReference *reference) {
  const char *language = rc_work_peek(reference->work, RC_METADATA_LANGUAGE);
  return g_strcmp0(language, "ru") == 0 ? RC_LANGUAGE_RU : RC_LANGUAGE_EN;
}
