/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stamps.h"

#include <string.h>

#include "rows.h"

/* A stamp has no more rows than this, and of two that name something so many stand between. */
#define ROWS_MAX 16
#define BETWEEN_MAX 2
/* No row of a stamp is longer. */
#define BYTES_MAX 200

/* How a row begins that says that something is signed, in lower case. */
static const char *const openings[] = {
    "электронная подпись действительна",
    "документ подписан электронной",
    "документ подписан усиленной",
    "документ подписан простой",
    "подписано электронной подписью",
    "подписан электронной подписью",
    "подписано эцп",
    "документ підписано",
    "для ограниченного доступа к оригиналам судебных актов",
    "signed electronically by",
    "electronically signed by",
    "digitally signed by",
    "this document has been signed electronically",
    "this document is signed electronically",
};

/* How a row begins that says by what or whom, in lower case. */
static const char *const parts[] = {
    "электронной подписью",
    "квалифицированной",
    "данные эп",
    "сертификат",
    "удостоверяющий центр",
    "серийный номер",
    "кому выдан",
    "владелец",
    "действителен",
    "срок действия",
    "дата",
    "подписант",
    "подписями судей",
    "судей по делу",
    "на информационном ресурсе",
    "(http://kad.arbitr.ru)",
    "certificate",
    "serial number",
    "date",
    "issued to",
    "issuer",
    "owner",
    "valid",
    "reason",
    "location",
    "сертифікат",
    "підписувач",
    "дійсний",
};

/* `words` are in lower case; most rows differ from them in their first letter. */
static bool begins_with_one(const RcRow *row, const char *const *words, gsize count) {
  if (strlen(row->text) > BYTES_MAX)
    return false;
  for (gsize i = 0; i < count; i++) {
    const char *text = row->text, *word = words[i];
    while (*word && g_unichar_tolower(g_utf8_get_char(text)) == g_utf8_get_char(word)) {
      text = g_utf8_next_char(text);
      word = g_utf8_next_char(word);
    }
    if (!*word)
      return true;
  }
  return false;
}

void rc_stamps_assign_roles(GArray *rows) {
  for (guint first = 0, end; first < rows->len; first = end) {
    const RcRow *row = &g_array_index(rows, RcRow, first);
    end = first + 1;
    if (row->role != RC_ROW_BODY || !begins_with_one(row, openings, G_N_ELEMENTS(openings)))
      continue;
    for (guint i = end; i < rows->len && i < first + ROWS_MAX && i - end <= BETWEEN_MAX; i++) {
      const RcRow *next = &g_array_index(rows, RcRow, i);
      if (next->page != row->page || next->role != RC_ROW_BODY)
        break;
      end = begins_with_one(next, parts, G_N_ELEMENTS(parts)) ? i + 1 : end;
    }
    /* What begins so and names nothing is a sentence. */
    for (guint i = first; end > first + 1 && i < end; i++) {
      RcRow *stamp = &g_array_index(rows, RcRow, i);
      stamp->role = RC_ROW_ASIDE;
      stamp->table = false;
      g_strdelimit(stamp->text, "\t\n", ' ');
    }
  }
}
