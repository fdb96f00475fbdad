/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "metadata.h"

#include <string.h>

#include "dates.h"
#include "metadata-tables.h"
#include "symbol.h"
#include "text.h"
#include "titles.h"
#include "vocabulary.h"

/* Longest value kept, in bytes. */
#define VALUE_BYTES_MAX 1000
/* A row with a name, a date or a symbol of the document is no longer than this. */
#define SHORT_ROW_BYTES 160
/* Who signs does so within this much below the title, in points. */
#define SIGNED_HEIGHT 100
/* How far behind the word for it the date of a decision stands, in bytes. */
#define DECISION_BYTES 100
/* Fewer mentions of countries in the text say nothing of the document's own. */
#define MENTIONS_MIN 3
/* A country named nowhere else is the document's if so large a share of all
 * mentions of countries are of it. */
#define COUNTRY_SHARE 0.5

typedef struct {
  RcDocument *document;
  const RcFirstPage *page;
  const RcTitle *title;
} Reading;

/* Sets a value as it may be shown: no control characters, not endless. */
static void set_value(RcDocument *document, RcMetadataField field, const char *value,
                      const char *source) {
  g_autofree char *printable = g_strstrip(rc_text_printable(value, -1));
  if (strlen(printable) > VALUE_BYTES_MAX)
    *g_utf8_find_prev_char(printable, printable + VALUE_BYTES_MAX) = '\0';
  if (*printable)
    rc_document_set(document, field, printable, source);
}

/* True if `part` stands in `text` where a word begins; both in normal form. */
static bool has_words(const char *text, const char *part) {
  for (const char *p = strstr(text, part); p; p = strstr(p + 1, part))
    if (p == text || p[-1] == ' ')
      return true;
  return false;
}

/* --- date --- */

/* In the block below "Distr.", which stands to the right of the masthead. */
static bool find_distribution_date(const RcFirstPage *page, RcDate *date) {
  const RcRow *head = NULL;
  for (guint i = 0; i < page->rows->len && page->is_un; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    if (g_str_has_prefix(row->text, "Distr"))
      head = row;
    if (head && row->box.y2 <= page->head_bottom && row->box.x1 > head->box.x1 - 20 &&
        rc_dates_find(row->text, date))
      return true;
  }
  return false;
}

/* A row that is nothing else. */
static bool find_date_alone(const RcFirstPage *page, RcDate *date) {
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    if (strlen(row->text) < SHORT_ROW_BYTES && rc_dates_is_date(row->text, date))
      return true;
  }
  return false;
}

static bool is_of_title(const Reading *reading, const RcRow *row) {
  return reading->title->size > 0 && row->size > reading->title->size - 1;
}

/* The end of a short row above the text that is no part of the title, as where an
 * organisation signs: "Bureau of Testimony, 14 December 2023". */
static bool find_signed_date(const Reading *reading, RcDate *date) {
  const RcFirstPage *page = reading->page;
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    if (row->box.y1 > page->height / 2 || row->size < page->body_size ||
        strlen(row->text) > SHORT_ROW_BYTES || is_of_title(reading, row) ||
        !rc_dates_find(row->text, date))
      continue;
    /* Only a full date signs: "July 2020" may end any sentence.  It begins the row or stands
     * behind a mark that parts. */
    const char *before = row->text + date->start;
    do
      before = g_utf8_find_prev_char(row->text, before);
    while (before && *before == ' ');
    bool parted = !before || g_utf8_strchr(",(|-–—·•", -1, g_utf8_get_char(before));
    if (date->day && parted && strlen(row->text) - date->end <= strlen(" года"))
      return true;
  }
  return false;
}

/* Words before the date of a decision.  What was adopted may be anything, so that
 * such a word counts only where it begins a row. */
static const struct {
  const char *word;
  bool begins_row;
} decision_words[] = {
    {"sitting on", false},  {"засідаючи", false}, {"постановили", false}, {"заседая", false},
    {"delivered on", true}, {"adopted on", true}, {"adopted by", true},   {"done at", true},
    {"принято", true},      {"принята", true},    {"ухвалено", true},     {"прийнято", true},
};

static bool find_decision_date(const RcFirstPage *page, RcDate *date) {
  g_autofree char *text = g_utf8_strdown(page->text, -1);
  for (gsize i = 0; i < G_N_ELEMENTS(decision_words); i++) {
    const char *word = strstr(text, decision_words[i].word);
    if (!word || (decision_words[i].begins_row && word > text && word[-1] != '\n'))
      continue;
    /* The date soon follows. */
    g_strdelimit(text, "\n", ' ');
    const char *behind = word + strlen(decision_words[i].word);
    gsize length = strnlen(behind, DECISION_BYTES);
    while (length && ((guchar)behind[length] & 0xC0) == 0x80)
      length--;
    g_autofree char *near = g_strndup(behind, length);
    return rc_dates_find(near, date);
  }
  return false;
}

/* Never one in running text or in a footnote: that is the date of something else. */
static void read_date(const Reading *reading) {
  const RcFirstPage *page = reading->page;
  const char *source = NULL;
  RcDate date;
  if (find_distribution_date(page, &date) || find_date_alone(page, &date) ||
      find_signed_date(reading, &date) || find_decision_date(page, &date))
    source = page->source;
  else if (g_strcmp0(reading->title->source, "pdf") == 0 &&
           rc_dates_find(reading->title->text, &date) && date.day)
    source = reading->title->source;
  if (!source)
    return;
  g_autofree char *iso = rc_dates_to_iso(&date);
  set_value(reading->document, RC_METADATA_DATE, iso, source);
}

/* --- symbol --- */

/* The length of a symbol that begins here: capitals, then parts that each begin
 * with "/"; 0 if it is none.  "Sub.2/2003/5" is, "AND/OR" is not: a digit must be
 * in it. */
static gsize symbol_length(const char *text) {
  gsize n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ.");
  bool digits = false;
  if (n == 0 || n > 12 || *text == '.' || text[n] != '/')
    return 0;
  while (text[n] == '/' && (g_ascii_isalnum(text[n + 1]) || text[n + 1] == '(')) {
    for (n++; g_ascii_isalnum(text[n]) || (text[n] && strchr(".-()", text[n])); n++)
      digits |= g_ascii_isdigit(text[n]);
  }
  return digits ? n : 0;
}

/* A row that is a symbol and nothing else; "*" marks one issued anew. */
static char *read_symbol_row(const char *row) {
  g_autofree char *text = g_strchomp(g_strdup(row));
  gsize end = strlen(text);
  while (end && (text[end - 1] == '*' || text[end - 1] == ' '))
    end--;
  text[end] = '\0';
  g_autofree char *symbol = rc_symbol_normalise(text);
  char *out = symbol;
  for (const char *p = symbol; *p; p++)
    if (*p != ' ')
      *out++ = *p;
  *out = '\0';
  gsize length = symbol_length(symbol);
  return length && symbol[length] == '\0' ? g_steal_pointer(&symbol) : NULL;
}

/* "Application no. 54904/08", "(Заява № 4494/07)": the number, of a case. */
static char *read_application_number(const char *row) {
  for (const char *slash = strchr(row, '/'); slash; slash = strchr(slash + 1, '/')) {
    const char *start = slash;
    while (start > row && g_ascii_isdigit(start[-1]))
      start--;
    gsize years = strspn(slash + 1, "0123456789");
    if (slash - start >= 1 && slash - start <= 6 && (years == 2 || years == 4))
      return g_strndup(start, (gsize)(slash - start) + 1 + years);
  }
  return NULL;
}

static const char *const application_words[] = {"application", "жалоба", "заява", "заявление"};

/* Symbols inside sentences and in footnotes are of other documents. */
static void read_symbol(const Reading *reading) {
  const RcFirstPage *page = reading->page;
  for (guint i = 0; i < page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(page, i);
    g_autofree char *symbol = NULL;
    if (strlen(row->text) > SHORT_ROW_BYTES)
      continue;
    bool application = false;
    for (gsize k = 0; reading->title->is_case && k < G_N_ELEMENTS(application_words); k++)
      application |= g_str_has_prefix(rc_first_page_normal(page, i), application_words[k]);
    if (application)
      symbol = read_application_number(row->text);
    else if (row->box.y1 < page->height / 3)
      symbol = read_symbol_row(row->text);
    if (symbol) {
      set_value(reading->document, RC_METADATA_SYMBOL, symbol, page->source);
      return;
    }
  }
}

/* --- type --- */

static bool has_row(const RcFirstPage *page, const char *normal) {
  for (guint i = 0; i < page->rows->len; i++)
    if (strcmp(rc_first_page_normal(page, i), normal) == 0)
      return true;
  return false;
}

static void read_type(const Reading *reading) {
  g_autofree char *title = reading->title->text ? rc_text_normalise(reading->title->text) : NULL;
  const char *text = reading->page->words->str;
  const char *symbol = rc_document_peek(reading->document, RC_METADATA_SYMBOL);
  const char *source = reading->page->source;
  for (const RcTypeSign *sign = rc_type_signs; sign->sign; sign++) {
    bool found = sign->place == RC_SIGN_SYMBOL  ? symbol && strstr(symbol, sign->sign)
                 : sign->place == RC_SIGN_ROW   ? has_row(reading->page, sign->sign)
                 : sign->place == RC_SIGN_TITLE ? title && has_words(title, sign->sign)
                                                : has_words(text, sign->sign);
    if (!found)
      continue;
    set_value(reading->document, RC_METADATA_TYPE, sign->type,
              sign->place == RC_SIGN_TITLE ? reading->title->source : source);
    return;
  }
  set_value(reading->document, RC_METADATA_TYPE, reading->title->is_case ? "judgment" : "other",
            source);
}

/* --- organisation --- */

/* The name in the document's language; in English where there is none. */
static void set_organisation(const Reading *reading, const char *const *names) {
  const char *language = rc_document_peek(reading->document, RC_METADATA_LANGUAGE);
  const char *name = names[g_strcmp0(language, "ru") == 0   ? RC_NAME_RU
                           : g_strcmp0(language, "uk") == 0 ? RC_NAME_UK
                                                            : RC_NAME_EN];
  set_value(reading->document, RC_METADATA_ORGANISATION, name ? name : names[RC_NAME_EN],
            reading->page->source);
}

static bool read_organisation_named(const Reading *reading) {
  const char *text = reading->page->words->str;
  /* A court without its name on the page: only that of Strasbourg gives its place and its
   * sections. */
  bool strasbourg =
      reading->title->is_case && (has_words(text, "strasbourg") || has_words(text, "страсбург"));
  for (const RcOrganisation *body = rc_organisations; body->names[0]; body++) {
    bool is_court = strcmp(body->names[RC_NAME_EN], "European Court of Human Rights") == 0;
    for (int column = 0; column < RC_N_NAMES; column++) {
      /* A body's name is a row of its own; a court, which has no symbols, names itself in its
       * first sentence. */
      g_autofree char *normal = body->names[column] ? rc_text_normalise(body->names[column]) : NULL;
      bool named =
          normal && (has_row(reading->page, normal) ||
                     (!body->symbol && reading->title->is_case && has_words(text, normal)));
      if ((is_court && strasbourg) || named) {
        set_organisation(reading, body->names);
        return true;
      }
    }
  }
  return false;
}

static bool has_any_word(const char *normal, const char *const *words) {
  for (; *words; words++) {
    gsize length = strlen(*words);
    for (const char *p = strstr(normal, *words); p; p = strstr(p + 1, *words))
      if ((p == normal || p[-1] == ' ') && (p[length] == ' ' || p[length] == '\0'))
        return true;
  }
  return false;
}

/* What may stand before the name of whoever speaks. */
static const char *const lead_ins[] = {
    "Intervention of the ", "Intervention by the ", "Submission of the ",
    "Submission by the ",   "Submission by ",       "Statement of the ",
    "Statement by the ",    "Prepared by the ",     "Prepared by ",
};

/* A row near the title that is a name, without the date that may end it. */
static char *read_name_row(const Reading *reading, guint i) {
  const RcFirstPage *page = reading->page;
  const RcRow *row = rc_first_page_row(page, i);
  const char *normal = rc_first_page_normal(page, i);
  gsize digits = strspn(row->text, "0123456789");
  if (digits && strchr(".)", row->text[digits]))
    return NULL; /* a numbered paragraph, which may speak of a committee */
  if (row->box.y1 > reading->title->bottom + SIGNED_HEIGHT || strlen(row->text) > SHORT_ROW_BYTES ||
      is_of_title(reading, row) || g_unichar_islower(g_utf8_get_char(row->text)) ||
      g_str_has_suffix(row->text, ".") || !has_any_word(normal, rc_organisation_words))
    return NULL;
  /* Behind a lead-in the row runs on, and only what stands before a comma is taken. */
  const char *text = row->text;
  for (gsize k = 0; k < G_N_ELEMENTS(lead_ins) && text == row->text; k++)
    if (g_str_has_prefix(text, lead_ins[k]))
      text += strlen(lead_ins[k]);
  gsize length = text == row->text ? strlen(text) : strcspn(text, ",");
  if (text == row->text && has_any_word(normal, rc_organisation_excluded))
    return NULL;
  const char *dot = strstr(text, " · ");
  if (dot)
    length = MIN(length, (gsize)(dot - text));
  RcDate date;
  if (rc_dates_find(text, &date))
    length = MIN(length, date.start);
  while (length && strchr(" ,(|-", text[length - 1]))
    length--;
  return g_strndup(text, length);
}

/* Whoever signs below the title or in the letterhead. */
static bool read_organisation_signed(const Reading *reading) {
  const RcFirstPage *page = reading->page;
  for (guint i = 0; i < page->rows->len; i++) {
    for (const RcSigner *signer = rc_signers; signer->sign; signer++) {
      if (g_str_has_prefix(rc_first_page_normal(page, i), signer->sign)) {
        set_organisation(reading, signer->names);
        return true;
      }
    }
    g_autofree char *name = read_name_row(reading, i);
    if (name) {
      set_value(reading->document, RC_METADATA_ORGANISATION, name, page->source);
      return true;
    }
  }
  return false;
}

/* Whose the document is, by the surest of the signs. */
static void read_organisation(const Reading *reading) {
  const char *symbol = rc_document_peek(reading->document, RC_METADATA_SYMBOL);
  for (const RcOrganisation *body = rc_organisations;
       reading->page->is_un && symbol && body->names[0]; body++) {
    if (body->symbol && g_str_has_prefix(symbol, body->symbol)) {
      set_organisation(reading, body->names);
      return;
    }
  }
  if (read_organisation_named(reading) || read_organisation_signed(reading))
    return;
  for (const RcSigner *signer = rc_signers; signer->sign; signer++) {
    if (has_words(reading->page->words->str, signer->sign)) {
      set_organisation(reading, signer->names);
      return;
    }
  }
}

/* --- country --- */

/* The country that a region is or lies in, or NULL. */
static const char *country_of(const RcConcept *region) {
  while (region && region->parent >= 0)
    region = rc_vocabulary_concept(region->parent);
  return region && strlen(region->id) == 2 ? region->id : NULL;
}

/* The first country that the words name; of a case the last: who is sued. */
static const char *find_country(const char *text, bool last) {
  g_autoptr(GArray) words = rc_text_words(text, -1);
  const char *found = NULL;
  for (guint i = 0, length; i < words->len; i += length) {
    const RcForm *forms;
    int count = rc_vocabulary_match(words, i, words->len, &length, &forms);
    if (count == 0)
      length = 1;
    const char *country = NULL;
    for (int k = 0; k < count; k++) {
      const RcConcept *concept = rc_vocabulary_concept(forms[k].concept);
      if (concept->field != RC_FIELD_REGION ||
          (forms[k].rule != RC_RULE_ALWAYS && forms[k].rule != RC_RULE_CAPITAL))
        continue;
      country = country_of(concept);
      break;
    }
    if (country && !last)
      return country;
    if (country)
      found = country;
  }
  return found;
}

/* The country that most mentions of countries and their parts are of. */
static const char *find_mentioned_country(const GPtrArray *passages) {
  g_autoptr(GHashTable) counts = g_hash_table_new(g_str_hash, g_str_equal);
  const char *best = NULL;
  guint most = 0, all = 0;
  for (guint i = 0; i < passages->len; i++) {
    const GArray *mentions = ((const RcPassage *)g_ptr_array_index(passages, i))->mentions;
    for (guint j = 0; j < mentions->len; j++) {
      const RcMention *mention = &g_array_index(mentions, RcMention, j);
      const char *country = mention->field == RC_FIELD_REGION
                                ? country_of(rc_vocabulary_lookup(mention->field, mention->concept))
                                : NULL;
      if (!country)
        continue;
      guint count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, country)) + 1;
      g_hash_table_insert(counts, (char *)country, GUINT_TO_POINTER(count));
      all++;
      if (count > most) {
        most = count;
        best = country;
      }
    }
  }
  return most >= MENTIONS_MIN && most > all * COUNTRY_SHARE ? best : NULL;
}

static void read_country(const Reading *reading, const GPtrArray *passages) {
  const RcTitle *title = reading->title;
  const char *country = title->text ? find_country(title->text, title->is_case) : NULL;
  /* The name of a case again in another language: "(... v. PORTUGAL)". */
  for (guint i = 0; !country && title->is_case && i < reading->page->rows->len; i++)
    if (has_words(rc_first_page_normal(reading->page, i), "v "))
      country = find_country(rc_first_page_row(reading->page, i)->text, true);
  if (country) {
    set_value(reading->document, RC_METADATA_COUNTRY, country, title->source);
    return;
  }
  country = find_mentioned_country(passages);
  if (country)
    set_value(reading->document, RC_METADATA_COUNTRY, country, "text");
}

/* --- languages --- */

/* "Original: English"; the first where there are several. */
static void read_original_language(const Reading *reading) {
  const RcFirstPage *page = reading->page;
  for (guint i = 0; i < page->rows->len; i++) {
    const char *normal = rc_first_page_normal(page, i);
    for (const char *const *sign = rc_original_signs; *sign; sign++) {
      if (!g_str_has_prefix(normal, *sign))
        continue;
      for (const RcLanguageName *name = rc_language_names; name->name; name++) {
        if (g_str_has_prefix(normal + strlen(*sign), name->name)) {
          set_value(reading->document, RC_METADATA_ORIGINAL_LANGUAGE, name->tag, page->source);
          return;
        }
      }
    }
  }
}

/* The language of most of the text. */
static void read_language(RcDocument *document, const GPtrArray *passages) {
  g_autoptr(GHashTable) bytes = g_hash_table_new(g_str_hash, g_str_equal);
  const char *best = NULL;
  gsize most = 0;
  for (guint i = 0; i < passages->len; i++) {
    const RcPassage *passage = g_ptr_array_index(passages, i);
    if (!passage->language)
      continue;
    gsize sum =
        GPOINTER_TO_SIZE(g_hash_table_lookup(bytes, passage->language)) + strlen(passage->text);
    g_hash_table_insert(bytes, passage->language, GSIZE_TO_POINTER(sum));
    if (sum > most) {
      most = sum;
      best = passage->language;
    }
  }
  if (best)
    set_value(document, RC_METADATA_LANGUAGE, best, "text");
}

void rc_metadata_read(RcDocument *document, const GPtrArray *pages, const GPtrArray *passages,
                      const char *pdf_title) {
  g_autoptr(RcFirstPage) page = rc_first_page_read(pages);
  g_auto(RcTitle) title = {0};
  rc_title_read(&title, page, pdf_title);
  const Reading reading = {document, page, &title};
  if (title.text)
    set_value(document, RC_METADATA_TITLE, title.text, title.source);
  read_language(document, passages);
  read_original_language(&reading);
  read_date(&reading);
  read_symbol(&reading);
  read_type(&reading);
  read_organisation(&reading);
  read_country(&reading, passages);
}
