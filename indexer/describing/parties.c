/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parties.h"

#include <string.h>

#include "cases.h"
#include "metadata.h"
#include "text.h"

/* A line that names a party is no longer than this, nor is what a court says of one. */
#define PARTY_BYTES 300

typedef struct {
  RcMetadataField party;
  const char *sign; /* in normal form */
} PartySign;

/* How a line begins that names a party. */
static const PartySign fields[] = {
    {RC_METADATA_APPLICANT, "communication submitted by "},
    {RC_METADATA_APPLICANT, "submitted by "},
    {RC_METADATA_APPLICANT, "complainant "},
    {RC_METADATA_APPLICANT, "petitioner "},
    {RC_METADATA_APPLICANT, "предполагаемая жертва "},
    {RC_METADATA_APPLICANT, "предполагаемые жертвы "},
    {RC_METADATA_APPLICANT, "истец "},
    {RC_METADATA_APPLICANT, "административный истец "},
    {RC_METADATA_APPLICANT, "заявитель "},
    {RC_METADATA_RESPONDENT, "state party "},
    {RC_METADATA_RESPONDENT, "respondent state "},
    {RC_METADATA_RESPONDENT, "государство участник "},
    {RC_METADATA_RESPONDENT, "ответчик "},
    {RC_METADATA_RESPONDENT, "административный ответчик "},
};

/* Words behind which a Russian court names whose claim it is. */
static const char *const claims[] = {"по иску ", "по исковому заявлению ", "исковое заявление ",
                                     "по административному исковому заявлению ", NULL};

/* How a party is named in the sentence, and by itself.  Names of people are inflected, too, and
 * are left out: nobody can be sure of them. */
static const struct {
  const char *said, *name;
} legal_forms[] = {
    {"общества с ограниченной ответственностью ", "общество с ограниченной ответственностью "},
    {"обществу с ограниченной ответственностью ", "общество с ограниченной ответственностью "},
    {"публичного акционерного общества ", "публичное акционерное общество "},
    {"публичному акционерному обществу ", "публичное акционерное общество "},
    {"закрытого акционерного общества ", "закрытое акционерное общество "},
    {"закрытому акционерному обществу ", "закрытое акционерное общество "},
    {"открытого акционерного общества ", "открытое акционерное общество "},
    {"открытому акционерному обществу ", "открытое акционерное общество "},
    {"акционерного общества ", "акционерное общество "},
    {"акционерному обществу ", "акционерное общество "},
    {"администрации ", "администрация "},
    {"министерства ", "министерство "},
    {"министерству ", "министерство "},
    {"управления ", "управление "},
    {"управлению ", "управление "},
    {"департамента ", "департамент "},
    {"департаменту ", "департамент "},
    {"комитета ", "комитет "},
    {"комитету ", "комитет "},
    {"прокуратуры ", "прокуратура "},
    {"прокуратуре ", "прокуратура "},
    {"фонда ", "фонд "},
    {"фонду ", "фонд "},
    {"ооо ", "ООО "},
    {"оао ", "ОАО "},
    {"зао ", "ЗАО "},
    {"пао ", "ПАО "},
    {"ао ", "АО "},
    {"мвд ", "МВД "},
    {"умвд ", "УМВД "},
    {"гу мвд ", "ГУ МВД "},
};

static void set_party(RcDocument *document, RcMetadataField party, const char *name,
                      const char *source) {
  if (!rc_document_peek(document, party))
    rc_metadata_set_value(document, party, name, source);
}

/* The line's own value, without who represents the party: "M. (represented by counsel)". */
static char *read_value(const RcFirstPage *page, guint i) {
  const RcRow *row = rc_first_page_row(page, i);
  const RcRow *next = i + 1 < page->rows->len ? rc_first_page_row(page, i + 1) : NULL;
  const char *colon = strchr(row->text, ':');
  if (!colon)
    return NULL;
  bool beside = !colon[1] && next && rc_box_is_beside(&row->box, &next->box);
  g_autofree char *value = g_strdup(beside ? next->text : colon + 1);
  const char *represented = strstr(value, " (");
  if (represented)
    value[represented - value] = '\0';
  g_strstrip(value);
  /* What goes on in the next line is not all here. */
  gsize length = strlen(value);
  while (length && strchr(" ,;", value[length - 1]))
    value[--length] = '\0';
  /* "Предполагаемая жертва: автор сообщения" names nobody. */
  static const char *const nobody[] = {"автор", "the author", "author", "not disclosed", NULL};
  g_autofree char *normal = rc_text_normalise(value);
  bool named = length > 1 && length < PARTY_BYTES && !rc_first_page_begins(normal, nobody);
  return named ? g_steal_pointer(&value) : NULL;
}

static void read_fields(RcDocument *document, const RcFirstPage *page) {
  for (guint i = 0; i < page->rows->len; i++) {
    for (gsize k = 0; k < G_N_ELEMENTS(fields); k++) {
      const char *normal = rc_first_page_normal(page, i);
      gsize length = strlen(fields[k].sign);
      bool whole = strlen(normal) + 1 == length && strncmp(normal, fields[k].sign, length - 1) == 0;
      if (!whole && !g_str_has_prefix(normal, fields[k].sign))
        continue;
      g_autofree char *value = read_value(page, i);
      if (value)
        set_party(document, fields[k].party, value, page->source);
    }
  }
}

/* The party that is said at the beginning of `said`, up to what is known of it in brackets; NULL
 * if its name is inflected in a way that is not known. */
static char *name_party(const char *said, gsize length) {
  g_autofree char *text = g_strndup(said, MIN(length, strcspn(said, "(")));
  g_strstrip(text);
  while (*text && strchr(" ,", text[strlen(text) - 1]))
    text[strlen(text) - 1] = '\0';
  g_autofree char *lower = g_utf8_strdown(text, -1);
  for (gsize i = 0; i < G_N_ELEMENTS(legal_forms); i++) {
    if (!g_str_has_prefix(lower, legal_forms[i].said))
      continue;
    glong letters = g_utf8_strlen(legal_forms[i].said, -1);
    return g_strdup_printf("%s%s", legal_forms[i].name, g_utf8_offset_to_pointer(text, letters));
  }
  return NULL;
}

/* "по иску ООО «Мельница» к администрации города Верхний Луг о признании" */
static void read_claim(RcDocument *document, const RcFirstPage *page) {
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < page->rows->len; i++)
    rc_hyphens_append_row(page->hyphens, text, rc_first_page_row(page, i)->text);
  for (gsize i = 0; claims[i]; i++) {
    const char *claim = strstr(text->str, claims[i]);
    const char *plaintiff = claim ? claim + strlen(claims[i]) : NULL;
    const char *against = plaintiff ? strstr(plaintiff, " к ") : NULL;
    if (!against || against - plaintiff > PARTY_BYTES)
      continue;
    const char *defendant = against + strlen(" к ");
    const char *about = strstr(defendant, " о ");
    const char *about_vowel = strstr(defendant, " об ");
    if (!about || (about_vowel && about_vowel < about))
      about = about_vowel;
    if (!about || about - defendant > PARTY_BYTES)
      continue;
    g_autofree char *first = name_party(plaintiff, (gsize)(against - plaintiff));
    g_autofree char *second = name_party(defendant, (gsize)(about - defendant));
    if (first)
      set_party(document, RC_METADATA_APPLICANT, first, page->source);
    if (second)
      set_party(document, RC_METADATA_RESPONDENT, second, page->source);
    return;
  }
}

void rc_parties_read(RcDocument *document, const RcFirstPage *page, const RcTitle *title) {
  static const char *const types[] = {"judgment", "decision", "views", NULL};
  const char *type = rc_document_peek(document, RC_METADATA_TYPE);
  if (!type || !g_strv_contains(types, type))
    return;
  g_autofree char *first = NULL, *second = NULL;
  if (title->is_case && rc_case_split(title->text, &first, &second)) {
    set_party(document, RC_METADATA_APPLICANT, first, title->source);
    if (second)
      set_party(document, RC_METADATA_RESPONDENT, second, title->source);
    return;
  }
  read_fields(document, page);
  read_claim(document, page);
}
