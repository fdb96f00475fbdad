/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "organisations.h"

#include <string.h>

#include "courts.h"
#include "dates.h"
#include "metadata-tables.h"
#include "metadata.h"
#include "text.h"

/* A row with a name is no longer than this. */
#define SHORT_ROW_BYTES 160
/* A name in whose words are small but the first is no longer, and that word longer. */
#define SHORT_NAME_BYTES 60
#define SMALL_WORD 4
/* Who signs does so within this much below the title, in points; on a cover anywhere. */
#define SIGNED_HEIGHT 100
/* The longest name behind a sign of copyright. */
#define HOLDER_BYTES 90

typedef struct {
  RcDocument *document;
  const RcFirstPage *page;
  const RcTitle *title;
} Reading;

/* The name in the document's language; in English where there is none. */
static void set_organisation(const Reading *reading, const char *const *names, const char *source) {
  const char *language = rc_document_peek(reading->document, RC_METADATA_LANGUAGE);
  static const char *const tags[RC_N_NAMES] = {"en", "ru", "uk", "es", "fr"};
  const char *name = NULL;
  for (int column = 0; column < RC_N_NAMES; column++)
    if (g_strcmp0(language, tags[column]) == 0)
      name = names[column];
  rc_metadata_set_value(reading->document, RC_METADATA_ORGANISATION,
                        name ? name : names[RC_NAME_EN], source);
}

static bool read_organisation_named(const Reading *reading) {
  const char *text = reading->page->words->str;
  /* A court without its name on the page: only that of Strasbourg gives its place and its
   * sections. */
  bool strasbourg = reading->title->is_case && (rc_first_page_has_words(text, "strasbourg") ||
                                                rc_first_page_has_words(text, "страсбург"));
  /* What others say to a court has its name at the top. */
  const char *type = rc_document_peek(reading->document, RC_METADATA_TYPE);
  bool to_court = g_strcmp0(type, "submission") == 0;
  for (const RcOrganisation *body = rc_organisations; body->names[0]; body++) {
    if (to_court && !body->symbol)
      continue;
    bool is_court = strcmp(body->names[RC_NAME_EN], "European Court of Human Rights") == 0;
    for (int column = 0; column < RC_N_NAMES; column++) {
      /* A body's name is a row of its own; a court, which has no symbols, names itself in its
       * first sentence. */
      g_autofree char *normal = body->names[column] ? rc_text_normalise(body->names[column]) : NULL;
      bool named =
          normal &&
          (rc_first_page_has_row(reading->page, normal) ||
           (!body->symbol && reading->title->is_case && rc_first_page_has_words(text, normal)));
      if ((is_court && strasbourg) || named) {
        set_organisation(reading, body->names, reading->page->source);
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
    "Prepared by: ",        "Submitted by ",        "Submitted by: ",
    "Подготовлен: ",        "Подготовлено: ",       "Представлен: ",
    "Представлено: ",       "Подготовлен ",         NULL};

/* True if row `i` is of running text: it goes on below in the same type. */
static bool runs_on(const RcFirstPage *page, guint i) {
  const RcRow *row = rc_first_page_row(page, i);
  const RcRow *below = i + 1 < page->rows->len ? rc_first_page_row(page, i + 1) : NULL;
  if (row->bold || rc_first_page_is_centred(page, row))
    return false;
  return g_str_has_suffix(row->text, ",") ||
         (below && below->size == row->size &&
          below->box.y1 - row->box.y2 < row->box.y2 - row->box.y1 &&
          g_unichar_islower(g_utf8_get_char(below->text)));
}

/* A name with the row below it, where that goes on in the same type: "SUPREME COURT", "OF UPPER
 * MEADOW".  Takes `name`, of row `i`. */
static char *join_below(const RcFirstPage *page, guint i, char *name) {
  static const char *const words[] = {"of ", "for ", "and ", "on ",  "at ",         "в ",
                                      "во ", "по ",  "и ",   "при ", "российской ", "республики "};
  const RcRow *row = rc_first_page_row(page, i);
  const RcRow *below = i + 1 < page->rows->len ? rc_first_page_row(page, i + 1) : NULL;
  bool same = below && below->bold == row->bold && below->size == row->size &&
              (row->bold || rc_first_page_is_centred(page, row)) &&
              rc_first_page_in_one_column(row, below) &&
              below->box.y1 - row->box.y2 < row->box.y2 - row->box.y1 &&
              strlen(below->text) < SHORT_ROW_BYTES / 2 && !strpbrk(below->text, "0123456789");
  for (gsize k = 0; same && k < G_N_ELEMENTS(words); k++) {
    if (!g_str_has_prefix(rc_first_page_normal(page, i + 1), words[k]))
      continue;
    char *joined = g_strdup_printf("%s %s", name, below->text);
    g_free(name);
    return joined;
  }
  return name;
}

/* A row near the title that is a name, without the date that may end it. */
static char *read_name_row(const Reading *reading, guint i) {
  const RcFirstPage *page = reading->page;
  const RcRow *row = rc_first_page_row(page, i);
  const char *normal = rc_first_page_normal(page, i);
  gsize digits = strspn(row->text, "0123456789");
  if (digits && strchr(".)", row->text[digits]))
    return NULL; /* a numbered paragraph, which may speak of a committee */
  bool near =
      row->box.y1 <= reading->title->bottom + SIGNED_HEIGHT || page->words->len < RC_COVER_BYTES;
  if (!near || strlen(row->text) > SHORT_ROW_BYTES || rc_title_has_row(reading->title, row) ||
      g_unichar_islower(g_utf8_get_char(row->text)) || g_str_has_suffix(row->text, ".") ||
      !has_any_word(normal, rc_organisation_words))
    return NULL;
  /* Behind a lead-in the row runs on, and only what stands before a comma is taken. */
  const char *text = row->text + rc_first_page_begins(row->text, lead_ins);
  gsize length = text == row->text ? strlen(text) : strcspn(text, ",");
  if (text == row->text && (has_any_word(normal, rc_organisation_excluded)))
    return NULL;
  const char *dot = strstr(text, " · ");
  if (dot)
    length = MIN(length, (gsize)(dot - text));
  RcDate date;
  if (rc_dates_find(text, &date))
    length = MIN(length, date.start);
  if (text == row->text && length == strlen(text) && runs_on(page, i))
    return NULL;
  while (length && strchr(" ,(|-", text[length - 1]))
    length--;
  g_autofree char *name = g_strndup(text, length);
  /* A word alone names nobody. */
  /* In other languages than English only the first word of a name is large. */
  bool begins = row->bold && length < SHORT_NAME_BYTES &&
                g_unichar_isupper(g_utf8_get_char(text)) && strcspn(normal, " ") > SMALL_WORD &&
                rc_first_page_begins(normal, rc_organisation_words) == strcspn(normal, " ");
  return (rc_court_reads_as_name(name) || begins) && strchr(normal, ' ')
             ? join_below(page, i, g_steal_pointer(&name))
             : NULL;
}

/* Whoever signs below the title or in the letterhead. */
static bool read_organisation_signed(const Reading *reading) {
  const RcFirstPage *page = reading->page;
  for (guint i = 0; i < page->rows->len; i++) {
    for (const RcSigner *signer = rc_signers; signer->sign; signer++) {
      if (g_str_has_prefix(rc_first_page_normal(page, i), signer->sign)) {
        set_organisation(reading, signer->names, reading->page->source);
        return true;
      }
    }
    g_autofree char *name = read_name_row(reading, i);
    if (name) {
      rc_metadata_set_value(reading->document, RC_METADATA_ORGANISATION, name, page->source);
      return true;
    }
  }
  return false;
}

/* Who adopted a treaty or a declaration, on its first page or behind its cover. */
static bool read_adopter(const Reading *reading) {
  const char *type = rc_document_peek(reading->document, RC_METADATA_TYPE);
  if (g_strcmp0(type, "treaty") != 0 && g_strcmp0(type, "resolution") != 0)
    return false;
  g_autoptr(GString) words = g_string_new(reading->page->words->str);
  g_autofree char *source = g_strdup(reading->page->source);
  const GPtrArray *front = reading->page->front;
  for (guint i = 0;; i++) {
    for (const RcSigner *adopter = rc_adopters; adopter->sign; adopter++) {
      if (rc_first_page_has_words(words->str, adopter->sign)) {
        set_organisation(reading, adopter->names, source);
        return true;
      }
    }
    if (i + 1 >= front->len)
      return false;
    const RcFrontRow *row = g_ptr_array_index(front, i), *next = g_ptr_array_index(front, i + 1);
    g_string_printf(words, "%s %s", row->normal, next->normal);
    g_free(source);
    source = g_strdup(row->source);
  }
}

/* A title may say by whom: "Report on the visit carried out by the European Committee ...". */
static bool read_maker_in_title(const Reading *reading) {
  g_autofree char *title = reading->title->text ? rc_text_normalise(reading->title->text) : NULL;
  const char *by = title ? strstr(title, " by the ") : NULL;
  for (const RcOrganisation *maker = rc_publishers; by && maker->names[0]; maker++) {
    g_autofree char *name = rc_text_normalise(maker->names[RC_NAME_EN]);
    if (!g_str_has_prefix(by + strlen(" by the "), name))
      continue;
    set_organisation(reading, maker->names, reading->title->source);
    return true;
  }
  return false;
}

/* A court gives its name in a row of its own. */
static bool read_court(const Reading *reading) {
  const char *type = rc_document_peek(reading->document, RC_METADATA_TYPE);
  if (g_strcmp0(type, "submission") == 0 ||
      (!reading->title->is_case && g_strcmp0(type, "judgment") != 0 &&
       g_strcmp0(type, "decision") != 0))
    return false;
  for (guint i = 0; i < reading->page->rows->len; i++) {
    const char *row = rc_first_page_row(reading->page, i)->text;
    const char *composed = strstr(row, " в составе");
    g_autofree char *named = composed ? g_strndup(row, (gsize)(composed - row)) : g_strdup(row);
    g_autofree char *name = rc_court_name(named);
    bool of_judge = !name && (name = rc_court_of_judge(row)) != NULL;
    if (!name)
      continue;
    if (!composed && !of_judge)
      name = join_below(reading->page, i, g_steal_pointer(&name));
    rc_metadata_set_value(reading->document, RC_METADATA_ORGANISATION, name, reading->page->source);
    return true;
  }
  return false;
}

/* An authority gives its name over the title of its act. */
static bool read_authority(const Reading *reading) {
  for (guint i = 0; i < reading->page->rows->len; i++) {
    const RcRow *row = rc_first_page_row(reading->page, i);
    if (row->box.y2 > reading->title->top + 1 || !rc_court_is_authority(row->text))
      continue;
    g_autofree char *name = join_below(reading->page, i, g_strdup(row->text));
    rc_metadata_set_value(reading->document, RC_METADATA_ORGANISATION, name, reading->page->source);
    return true;
  }
  return false;
}

/* What a body says of the law, outside of its own documents: "Adopted at the Twenty-second
 * Session of the Committee on ...". */
static bool read_body_of_comment(const Reading *reading) {
  static const char *const comments[] = {"general comment", "general recommendation",
                                         "замечание общего порядка", "общая рекомендация"};
  g_autofree char *title = reading->title->text ? rc_text_normalise(reading->title->text) : NULL;
  bool is_comment = false;
  for (gsize i = 0; title && i < G_N_ELEMENTS(comments); i++)
    is_comment |= rc_first_page_has_words(title, comments[i]);
  for (const RcOrganisation *body = rc_organisations; is_comment && body->names[0]; body++) {
    for (int column = 0; column < RC_N_NAMES && body->symbol; column++) {
      g_autofree char *normal = body->names[column] ? rc_text_normalise(body->names[column]) : NULL;
      bool is_committee = normal && (g_str_has_prefix(normal, "committee") ||
                                     g_str_has_prefix(normal, "human rights committee") ||
                                     g_str_has_prefix(normal, "комитет"));
      if (!is_committee || !rc_first_page_has_words(reading->page->words->str, normal))
        continue;
      set_organisation(reading, body->names, reading->page->source);
      return true;
    }
  }
  return false;
}

/* "© 2019 Human Rights Watch", "Copyright by the Centre, 2019. All rights reserved": the name;
 * yours to free, NULL if there is none.  Pictures have owners of their own. */
static char *read_holder(const char *text) {
  static const char *const signs[] = {
      "©",           "copyright",    "(c)",       "published by", "issued by",
      "prepared by", "submitted by", "издатель:", "издано:"};
  static const char *const others[] = {"photo",  "image",  "picture",      "cover",
                                       "design", "layout", "фото",         "обложк",
                                       "map",    "print",  "illustration", "/"};
  g_autofree char *lower = g_utf8_strdown(text, -1);
  const char *start = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
    if (strstr(lower, others[i]))
      return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(signs) && !start; i++)
    if (g_str_has_prefix(lower, signs[i]))
      start = g_utf8_offset_to_pointer(text, g_utf8_strlen(signs[i], -1));
  static const char *const between[] = {"©", "by ", "the ", "copyright ", "Copyright ", "(c)"};
  for (bool more = start != NULL; more;) {
    const char *before = start;
    start += strspn(start, " ,.:-0123456789");
    for (gsize i = 0; i < G_N_ELEMENTS(between); i++)
      if (g_str_has_prefix(start, between[i]))
        start += strlen(between[i]);
    more = start != before;
  }
  gsize length = start ? strcspn(start, ",.;|(0123456789") : 0;
  while (length && start[length - 1] == ' ')
    length--;
  return length > 1 && length < HOLDER_BYTES ? g_strndup(start, length) : NULL;
}

/* A publisher that is known, or another name with a word for what it is. */
static bool read_publisher(const Reading *reading, const char *row, const char *normal,
                           const char *source) {
  const RcOrganisation *publisher = rc_publisher_find(normal);
  g_autofree char *holder = publisher ? NULL : read_holder(row);
  g_autofree char *name = holder ? rc_text_normalise(holder) : NULL;
  if (name && !publisher)
    publisher = rc_publisher_find(name);
  if (publisher) {
    set_organisation(reading, publisher->names, source);
    return true;
  }
  if (!name || !rc_court_reads_as_name(holder) ||
      (!has_any_word(name, rc_organisation_words) && !has_any_word(name, rc_holder_words)))
    return false;
  rc_metadata_set_value(reading->document, RC_METADATA_ORGANISATION, holder, source);
  return true;
}

/* The imprint, on the first page or one behind it. */
static bool read_imprint(const Reading *reading) {
  const RcFirstPage *page = reading->page;
  for (guint i = 0; i < page->rows->len; i++)
    if (read_publisher(reading, rc_first_page_row(page, i)->text, rc_first_page_normal(page, i),
                       page->source))
      return true;
  for (guint i = 0; i < page->front->len; i++) {
    const RcFrontRow *row = g_ptr_array_index(page->front, i);
    if (read_publisher(reading, row->text, row->normal, row->source))
      return true;
  }
  return false;
}

/* Whose the document is, by the surest of the signs. */
void rc_organisation_read(RcDocument *document, const RcFirstPage *page, const RcTitle *title) {
  const Reading own = {document, page, title}, *reading = &own;
  const char *symbol = rc_document_peek(document, RC_METADATA_SYMBOL);
  for (const RcOrganisation *body = rc_organisations; page->is_un && symbol && body->names[0];
       body++) {
    if (body->symbol && g_str_has_prefix(symbol, body->symbol)) {
      set_organisation(reading, body->names, page->source);
      return;
    }
  }
  if (read_organisation_named(reading) || read_adopter(reading) || read_court(reading) ||
      read_authority(reading) || read_body_of_comment(reading) || read_maker_in_title(reading) ||
      read_organisation_signed(reading) || read_imprint(reading))
    return;
  for (const RcSigner *signer = rc_signers; signer->sign; signer++) {
    if (rc_first_page_has_words(page->words->str, signer->sign)) {
      set_organisation(reading, signer->names, page->source);
      return;
    }
  }
}
