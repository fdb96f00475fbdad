/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "citation.h"

#include <string.h>

#include "vocabulary.h"
#include "written-date.h"

/* --- the tables --- */

/* How numbers are announced; "%s" is where they stand. */
typedef struct {
  const char *locator[RC_N_LOCATORS];
  const char *page, *pages;
  const char *application, *applications; /* before their numbers */
  const char *judgment, *decision;        /* what a case is */
  RcDateForm date;
  bool close;          /* no space before parentheses: "14(2)" */
  const char *and;     /* between the last two of several */
  const char *between; /* parts of a pinpoint */
  RcLanguage language; /* of names of bodies */
} Words;

static const Words un_english = {
    .locator = {"%s", "art. %s", "para. %s", "recommendation %s", "item %s", "footnote %s"},
    .page = "p. %s",
    .pages = "pp. %s",
    .application = "application No.",
    .applications = "applications Nos.",
    .judgment = "judgment",
    .decision = "decision",
    .date = RC_DATE_ENGLISH,
    .between = ", ",
    .and = " and ",
    .language = RC_LANGUAGE_EN,
};
static const Words un_russian = {
    .locator = {"%s", "ст. %s", "п. %s", "рекомендация %s", "подпункт %s", "сноска %s"},
    .page = "с. %s",
    .pages = "с. %s",
    .application = "жалоба №",
    .applications = "жалобы №",
    .judgment = "постановление",
    .decision = "решение",
    .date = RC_DATE_RUSSIAN,
    .between = ", ",
    .and = " и ",
    .language = RC_LANGUAGE_RU,
};
static const Words echr = {
    .locator = {"%s", "Article %s", "§ %s", "recommendation %s", "point %s", "footnote %s"},
    .page = "p. %s",
    .pages = "pp. %s",
    .application = "no.",
    .applications = "nos.",
    .decision = "(dec.)",
    .date = RC_DATE_ENGLISH,
    .between = ", ",
    .and = " and ",
    .language = RC_LANGUAGE_EN,
};
static const Words oscola = {
    .locator = {"%s", "art %s", "para %s", "recommendation %s", "item %s", "fn %s"},
    .page = "%s",
    .pages = "%s",
    .application = "app no",
    .applications = "app nos",
    .date = RC_DATE_ENGLISH,
    .close = true,
    .between = ", ",
    .and = " and ",
    .language = RC_LANGUAGE_EN,
};
static const Words oscola_case = {
    .locator = {"(%s)", "art %s", "[%s]", "recommendation %s", "item %s", "fn %s"},
    .page = "%s",
    .pages = "%s",
    .application = "app no",
    .applications = "app nos",
    .date = RC_DATE_ENGLISH,
    .close = true,
    .between = " ",
    .and = " and ",
    .language = RC_LANGUAGE_EN,
};
static const Words bluebook = {
    .locator = {"%s", "art. %s", "¶ %s", "rec. %s", "item %s", "n.%s"},
    .page = "at %s",
    .pages = "at %s",
    .application = "App. No.",
    .applications = "App. Nos.",
    .date = RC_DATE_AMERICAN,
    .close = true,
    .between = ", ",
    .and = " and ",
    .language = RC_LANGUAGE_EN,
};
static const Words gost = {
    .locator = {"%s", "Ст. %s", "П. %s", "Рекомендация %s", "Подп. %s", "Сноска %s"},
    .page = "С. %s",
    .pages = "С. %s",
    .application = "жалоба №",
    .applications = "жалобы №",
    .judgment = "постановление",
    .decision = "решение",
    .date = RC_DATE_RUSSIAN,
    .between = ". ",
    .and = " и ",
    .language = RC_LANGUAGE_RU,
};
static const Words apa = {
    .locator = {"%s", "Article %s", "para. %s", "recommendation %s", "item %s", "footnote %s"},
    .page = "p. %s",
    .pages = "pp. %s",
    .application = "App. No.",
    .applications = "App. Nos.",
    .date = RC_DATE_YEAR_FIRST,
    .between = ", ",
    .and = " and ",
    .language = RC_LANGUAGE_EN,
};

/* A pattern: {field} is its text, {a|b} the first of them that is known, and what stands between
 * "<" and ">" is left out, all of it, where no field in it is known. */
typedef struct {
  const char *pattern;
  const Words *words;
} Form;

static const Form un_style[RC_N_LANGUAGES][RC_N_WORK_KINDS] = {
    {
        [RC_WORK_UN] = {"{symbol}<, {pinpoint}>", &un_english},
        [RC_WORK_EUROPEAN_CASE] =
            {"<{author}, >{name|file}<, {applications}><, {kind} of {date}><, "
             "{pinpoint}>",
             &un_english},
        [RC_WORK_CASE] = {"<{author}, >{name|file}<, {applications}><, {kind} of {date}><, "
                          "{pinpoint}>",
                          &un_english},
        [RC_WORK_LAW] = {"{title|file}<, {pinpoint}>", &un_english},
        [RC_WORK_REPORT] = {"<{author}, >{title|file}< ({symbol})>< ({date})><, {pinpoint}>",
                            &un_english},
    },
    {
        [RC_WORK_UN] = {"{symbol}<, {pinpoint}>", &un_russian},
        [RC_WORK_EUROPEAN_CASE] =
            {"<{author}, >{name|file}<, {applications}><, {kind} от {date} г.><, "
             "{pinpoint}>",
             &un_russian},
        [RC_WORK_CASE] = {"<{author}, >{name|file}<, {applications}><, {kind} от {date} г.><, "
                          "{pinpoint}>",
                          &un_russian},
        [RC_WORK_LAW] = {"{title|file}<, {pinpoint}>", &un_russian},
        [RC_WORK_REPORT] = {"<{author}, >{title|file}< ({symbol})>< ({date} г.)><, {pinpoint}>",
                            &un_russian},
    },
};

static const Form echr_style[RC_N_WORK_KINDS] = {
    [RC_WORK_UN] = {"{symbol}<, {pinpoint}>", &un_english},
    [RC_WORK_EUROPEAN_CASE] = {"{name|file}< {kind}><, {applications}><, {pinpoint}><, {date}>< "
                               "({translation})>",
                               &echr},
    [RC_WORK_CASE] = {"{name|file}<, {applications}><, {author}><, {pinpoint}><, {date}>", &echr},
    [RC_WORK_LAW] = {"{title|file}<, {pinpoint}>", &echr},
    [RC_WORK_REPORT] = {"<{author}, >{title|file}< ({symbol})><, {date}><, {pinpoint}>", &echr},
};

static const Form oscola_style[RC_N_WORK_KINDS] = {
    [RC_WORK_UN] = {"<{short author}, ><{title} ><({date}) >UN Doc {symbol}<, {pinpoint}>",
                    &oscola},
    [RC_WORK_EUROPEAN_CASE] = {"{plain name|file}< [{year}]> ECtHR< {applications}>< {pinpoint}>",
                               &oscola_case},
    [RC_WORK_CASE] = {"{plain name|file}< ({court and date})>< {applications}>< {pinpoint}>",
                      &oscola_case},
    [RC_WORK_LAW] = {"{title|file}< ({date})>< {pinpoint}>", &oscola},
    [RC_WORK_REPORT] = {"<{author}, >{title|file}< ({date})>< {symbol}>< {pinpoint}>", &oscola},
};

static const Form bluebook_style[RC_N_WORK_KINDS] = {
    [RC_WORK_UN] = {"<{author}, ><{title}, ><{pinpoint}, >U.N. Doc. {symbol}< ({year})>",
                    &bluebook},
    [RC_WORK_EUROPEAN_CASE] = {"{name|file}<, {applications}><, {pinpoint}>< ({date})>", &bluebook},
    [RC_WORK_CASE] = {"{name|file}<, {applications}><, {pinpoint}>< ({court and date})>",
                      &bluebook},
    [RC_WORK_LAW] = {"{title|file}<, {pinpoint}>< ({year})>", &bluebook},
    [RC_WORK_REPORT] = {"<{author}, >{title|file}<, {symbol}><, {pinpoint}>< ({year})>", &bluebook},
};

static const Form gost_style[RC_N_WORK_KINDS] = {
    [RC_WORK_UN] = {"{symbol}.< {pinpoint}.>", &gost},
    [RC_WORK_EUROPEAN_CASE] = {"{name|file} : {kind} ЕСПЧ< от {date} г.>< "
                               "({applications})>.< {pinpoint}.>",
                               &gost},
    [RC_WORK_CASE] = {"{name|file}< от {date} г.>< ({applications})>.< {author}.>< {pinpoint}.>",
                      &gost},
    [RC_WORK_LAW] = {"{title|file}< : от {date} г.>.< {pinpoint}.>", &gost},
    [RC_WORK_REPORT] = {"<{author}. >{title|file}< : {symbol}>.< {year}.>< {pinpoint}.>", &gost},
};

static const Form apa_style[RC_N_WORK_KINDS] = {
    [RC_WORK_UN] = {"<{author|title}. ><({date}). ><{further title} >({symbol})<, {pinpoint}>",
                    &apa},
    [RC_WORK_EUROPEAN_CASE] = {"{name|file}<, {applications}>< ({court and date})><, {pinpoint}>",
                               &apa},
    [RC_WORK_CASE] = {"{name|file}<, {applications}>< ({court and date})><, {pinpoint}>", &apa},
    [RC_WORK_LAW] = {"{title|file}< ({year})><, {pinpoint}>", &apa},
    [RC_WORK_REPORT] =
        {"{author|title|file}<. ({date})><. {further title}>< ({symbol})><, {pinpoint}>", &apa},
};

/* By RcStyle from RC_STYLE_UN, in both languages. */
static const Form *const styles[][RC_N_LANGUAGES] = {
    {un_style[RC_LANGUAGE_EN], un_style[RC_LANGUAGE_RU]},
    {echr_style, echr_style},
    {oscola_style, oscola_style},
    {bluebook_style, bluebook_style},
    {gost_style, gost_style},
    {apa_style, apa_style},
};

/* --- fields --- */

/* How a number is announced.  Yours to free, as all that follows. */
static char *announce(const char *pattern, const char *value) {
  const char *place = strstr(pattern, "%s");
  return g_strdup_printf("%.*s%s%s", (int)(place - pattern), pattern, value, place + 2);
}

static char *page_of(const RcReference *reference, const Words *words) {
  const char *label = reference->passage->page_label;
  guint32 first = rc_reference_page(reference), last = rc_reference_last_page(reference);
  /* Of a printed number it is not known what the next page has. */
  bool range = last > first && !label;
  g_autofree char *pages = label   ? g_strdup(label)
                           : range ? g_strdup_printf("%u–%u", first, last)
                                   : g_strdup_printf("%u", first);
  return announce(range ? words->pages : words->page, pages);
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
  GString *text = g_string_new(numbers->len > 1 ? words->applications : words->application);
  for (guint i = 0; i < numbers->len; i++) {
    const char *before = i == 0 ? " " : i + 1 < numbers->len ? ", " : words->and;
    g_string_append_printf(text, "%s%s", before, (const char *)numbers->pdata[i]);
  }
  return g_string_free(text, FALSE);
}

/* All that patterns name, of one reference and style; NULL where it is not known. */
typedef struct {
  char *author, *short_author, *title, *further_title, *name, *plain_name, *file, *symbol;
  char *applications, *kind, *date, *year, *court_and_date, *pinpoint, *translation;
} Parts;

static const struct {
  const char *name;
  gsize member;
} fields[] = {
    {"author", G_STRUCT_OFFSET(Parts, author)},
    {"short author", G_STRUCT_OFFSET(Parts, short_author)},
    {"title", G_STRUCT_OFFSET(Parts, title)},
    {"further title", G_STRUCT_OFFSET(Parts, further_title)},
    {"name", G_STRUCT_OFFSET(Parts, name)},
    {"plain name", G_STRUCT_OFFSET(Parts, plain_name)},
    {"file", G_STRUCT_OFFSET(Parts, file)},
    {"symbol", G_STRUCT_OFFSET(Parts, symbol)},
    {"applications", G_STRUCT_OFFSET(Parts, applications)},
    {"kind", G_STRUCT_OFFSET(Parts, kind)},
    {"date", G_STRUCT_OFFSET(Parts, date)},
    {"year", G_STRUCT_OFFSET(Parts, year)},
    {"court and date", G_STRUCT_OFFSET(Parts, court_and_date)},
    {"pinpoint", G_STRUCT_OFFSET(Parts, pinpoint)},
    {"translation", G_STRUCT_OFFSET(Parts, translation)},
};

/* Who wrote it: a body that the vocabulary knows in the language of the style, and as OSCOLA has
 * it, by its known abbreviation or with the organisation it belongs to. */
static void set_authors(Parts *parts, const RcWork *work, RcLanguage language) {
  static const struct {
    const char *body, *name;
  } known[] = {{"HRC", "UNHRC"}, {"CCPR", "UNHRC"}, {"UNGA", "UNGA"}, {"UNSC", "UNSC"}};
  const RcConcept *body = work->body;
  if (!body) {
    parts->author = g_strdup(rc_work_author(work));
    parts->short_author = g_strdup(rc_work_author(work));
    return;
  }
  parts->author = g_strdup(language == RC_LANGUAGE_RU ? body->label_ru : body->label_en);
  for (gsize i = 0; i < G_N_ELEMENTS(known) && !parts->short_author; i++)
    if (strcmp(known[i].body, body->id) == 0)
      parts->short_author = g_strdup(known[i].name);
  if (!parts->short_author)
    parts->short_author = g_strconcat("UN ", body->label_en, NULL);
}

static void set_parts(Parts *parts, const RcReference *reference, const Words *words) {
  const RcWork *work = reference->work;
  const char *date = rc_work_peek(work, RC_METADATA_DATE);
  const char *title = rc_work_peek(work, RC_METADATA_TITLE);
  bool decision = g_strcmp0(rc_work_peek(work, RC_METADATA_TYPE), "decision") == 0;
  set_authors(parts, work, words->language);
  parts->title = g_strdup(title);
  /* Where the author stands first, the title behind it. */
  parts->further_title = g_strdup(rc_work_author(work) ? title : NULL);
  parts->name = g_strdup(work->name);
  if (work->name) { /* without a full stop behind its "v" */
    g_auto(GStrv) parties = g_strsplit(work->name, " v. ", 2);
    parts->plain_name = g_strjoinv(" v ", parties);
  }
  parts->file = g_strdup(work->file);
  parts->symbol = g_strdup(rc_work_peek(work, RC_METADATA_SYMBOL));
  parts->applications = applications_of(work, words);
  parts->kind = g_strdup(decision ? words->decision : words->judgment);
  parts->date = date ? rc_written_date(date, words->date) : NULL;
  parts->year = date ? g_strndup(date, 4) : NULL;
  /* What stands in the parentheses behind a case. */
  parts->court_and_date = parts->author && date
                              ? g_strdup_printf("%s, %s", parts->author, parts->date)
                              : g_strdup(parts->author ? parts->author : parts->date);
  parts->pinpoint = pinpoint_of(reference, words);
  const RcNamed *language =
      work->translation
          ? rc_schema_value(RC_FIELD_LANGUAGE, rc_work_peek(work, RC_METADATA_LANGUAGE))
          : NULL;
  if (language)
    parts->translation = g_strconcat(language->label[RC_LANGUAGE_EN], " translation", NULL);
}

/* The first of "a|b" that is known; "}" ends them. */
static const char *read_field(const Parts *parts, const char **at) {
  const char *text = NULL;
  for (bool more = true; more;) {
    gsize length = strcspn(*at, "|}");
    for (gsize i = 0; i < G_N_ELEMENTS(fields) && !text; i++)
      if (strlen(fields[i].name) == length && strncmp(fields[i].name, *at, length) == 0)
        text = G_STRUCT_MEMBER(const char *, parts, fields[i].member);
    more = (*at)[length] == '|';
    *at += length + 1;
  }
  return text;
}

/* Appends a pattern up to its end or to the ">" of its group; true if a field of it is known. */
static bool fill(GString *out, const char **at, const Parts *parts) {
  bool known = false;
  while (**at && **at != '>') {
    char c = *(*at)++;
    if (c == '<') {
      g_autoptr(GString) group = g_string_new(NULL);
      if (fill(group, at, parts)) {
        g_string_append(out, group->str);
        known = true;
      }
      *at += **at == '>';
    } else if (c == '{') {
      const char *text = read_field(parts, at);
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
  static const RcCitationStyle usual[RC_N_LANGUAGES][RC_N_WORK_KINDS] = {
      {RC_STYLE_UN, RC_STYLE_ECHR, RC_STYLE_APA, RC_STYLE_APA, RC_STYLE_APA},
      {RC_STYLE_GOST, RC_STYLE_GOST, RC_STYLE_GOST, RC_STYLE_GOST, RC_STYLE_GOST},
  };
  if (style < RC_STYLE_UN)
    style = usual[language][reference->work->kind];
  const Form *form = &styles[style - RC_STYLE_UN][language][reference->work->kind];
  Parts parts = {0};
  const char *pattern = form->pattern;
  GString *out = g_string_new(NULL);
  set_parts(&parts, reference, form->words);
  fill(out, &pattern, &parts);
  for (gsize i = 0; i < G_N_ELEMENTS(fields); i++)
    g_free(G_STRUCT_MEMBER(char *, &parts, fields[i].member));
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
  static const char *const nouns[RC_N_KINDS] = {
      [RC_KIND_BODY] = "unnumbered paragraph",
      [RC_KIND_HEADING] = "heading",
      [RC_KIND_FOOTNOTE] = "unnumbered note",
      [RC_KIND_RECOMMENDATION] = "unnumbered recommendation",
      [RC_KIND_TABLE] = "table row",
  };
  g_autofree char *page = page_of(reference, &un_english);
  g_autofree char *place =
      passage->unnumbered && !number
          ? g_strdup_printf(", %s %u", nouns[passage->kind], passage->unnumbered)
          : g_strdup("");
  return g_strdup_printf("%s, %s%s%s%s%s", name, bare ? "para. " : "", number ? number : "",
                         number ? ", " : "", page, place);
}

char *rc_citation_pinpoint(const RcReference *reference) {
  bool russian = rc_citation_language(reference) == RC_LANGUAGE_RU;
  return pinpoint_of(reference, russian ? &un_russian : &un_english);
}

RcLocatorText rc_citation_locator(const RcReference *reference) {
  static const char *const labels[RC_N_LOCATORS] = {
      [RC_LOCATOR_HEADING] = "section",     [RC_LOCATOR_ARTICLE] = "article-locator",
      [RC_LOCATOR_PARAGRAPH] = "paragraph", [RC_LOCATOR_RECOMMENDATION] = "paragraph",
      [RC_LOCATOR_ITEM] = "paragraph",      [RC_LOCATOR_FOOTNOTE] = "note",
  };
  static const Words bare = {.locator = {"%s", "%s", "%s", "recommendation %s", "item %s", "%s"},
                             .page = "%s",
                             .pages = "%s",
                             .between = ", "};
  const GPtrArray *locators = reference->locators;
  if (!reference->passage)
    return (RcLocatorText){NULL, NULL};
  if (!locators->len)
    return (RcLocatorText){page_of(reference, &bare), "page"};
  const RcLocator *first = locators->pdata[0];
  if (first->kind == RC_LOCATOR_FOOTNOTE)
    return (RcLocatorText){g_strdup(first->value), labels[first->kind]};
  return (RcLocatorText){pinpoint_of(reference, &bare), labels[first->kind]};
}

const char *rc_citation_title(const RcWork *work) {
  const char *title = work->name ? work->name : rc_work_peek(work, RC_METADATA_TITLE);
  return title ? title : work->file;
}

RcLanguage rc_citation_language(const RcReference *reference) {
  const char *language = rc_work_peek(reference->work, RC_METADATA_LANGUAGE);
  return g_strcmp0(language, "ru") == 0 ? RC_LANGUAGE_RU : RC_LANGUAGE_EN;
}
