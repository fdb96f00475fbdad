/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "terms.h"

#include <string.h>

#include "article.h"
#include "document.h"
#include "error.h"
#include "language-tag.h"
#include "text.h"
#include "vocabulary.h"

#define FACET_BIT 0x80
#define VARINT_BYTES_MAX 5

/* --- writing --- */

static guint8 *write_varint(guint8 *p, guint32 number) {
  for (; number >= 0x80; number >>= 7)
    *p++ = (guint8)(number | 0x80);
  *p++ = (guint8)number;
  return p;
}

void rc_terms_append(GByteArray *list, const RcTerm *term, const guint32 *positions) {
  gsize length = strlen(term->value);
  g_assert(length > 0 && length <= RC_TERM_BYTES_MAX);
  guint before = list->len;
  gsize numbers = 2 + (gsize)term->position_count;
  g_byte_array_set_size(list, before + (guint)(2 + length + 1 + numbers * VARINT_BYTES_MAX));
  guint8 *p = list->data + before;
  *p++ = (guint8)(term->field | (term->facet ? FACET_BIT : 0));
  *p++ = (guint8)length;
  memcpy(p, term->value, length + 1);
  p = write_varint(p + length + 1, term->frequency);
  p = write_varint(p, term->position_count);
  for (guint32 i = 0; i < term->position_count; i++)
    p = write_varint(p, positions[i] - (i ? positions[i - 1] : 0));
  g_byte_array_set_size(list, (guint)(p - list->data));
}

/* --- reading what was checked --- */

static guint32 read_varint(const guint8 **p) {
  guint32 number = 0;
  for (guint shift = 0;; shift += 7) {
    guint8 byte = *(*p)++;
    number |= (guint32)(byte & 0x7F) << shift;
    if (byte < 0x80)
      return number;
  }
}

bool rc_terms_next(const guint8 *list, gsize length, gsize *offset, RcTerm *term) {
  if (*offset >= length)
    return false;
  const guint8 *p = list + *offset;
  term->field = (RcField)(p[0] & ~FACET_BIT);
  term->facet = (p[0] & FACET_BIT) != 0;
  term->value = (const char *)p + 2;
  p += 2u + p[1] + 1u;
  term->frequency = read_varint(&p);
  term->position_count = read_varint(&p);
  term->positions = p;
  for (guint32 left = term->position_count; left > 0; p++)
    left -= *p < 0x80;
  *offset = (gsize)(p - list);
  return true;
}

guint32 rc_term_next_position(RcTerm *term, guint32 last) {
  return last + read_varint(&term->positions);
}

/* --- checking --- */

static bool refuse(GError **error, const char *what) {
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "worker message: term: %s", what);
  return false;
}

static bool check_varint(const guint8 **p, const guint8 *end, guint32 *number) {
  guint64 value = 0;
  for (guint i = 0; i < VARINT_BYTES_MAX && *p < end; i++) {
    guint8 byte = *(*p)++;
    value |= (guint64)(byte & 0x7F) << (7 * i);
    if (byte < 0x80) {
      *number = (guint32)value;
      return value <= G_MAXUINT32;
    }
  }
  return false;
}

/* Values of closed lists are counted and shown by name, as languages are. */
static bool is_known(RcField field, const char *value) {
  if (rc_schema_field(field)->rule == RC_VALUE_LISTED) {
    const RcNamed *listed = rc_schema_value(field, value);
    return listed && strcmp(listed->name, value) == 0;
  }
  if (rc_schema_field(field)->rule == RC_VALUE_LANGUAGE)
    return rc_language_tag_is_valid(value);
  if (rc_schema_field(field)->rule == RC_VALUE_PARAGRAPH) {
    g_autofree char *paragraph = rc_schema_paragraph(value);
    return g_strcmp0(paragraph, value) == 0;
  }
  if (field == RC_FIELD_ARTICLE)
    return rc_article_lookup(value, NULL) != NULL;
  if (rc_schema_field(field)->concept)
    return rc_vocabulary_lookup(field, value) != NULL;
  return true;
}

static bool check_value(const guint8 *p, const guint8 *end, unsigned entry, GError **error) {
  guint field = p[0] & ~FACET_BIT, length = end - p >= 2 ? p[1] : 0;
  if (length == 0 || length > RC_TERM_BYTES_MAX || end - p < (gssize)length + 3 ||
      p[2 + length] != '\0')
    return refuse(error, "wrong length");
  const char *value = (const char *)p + 2;
  if (field >= RC_N_FIELDS || rc_schema_field((RcField)field)->maker != RC_BY_WORKER ||
      !(rc_schema_field((RcField)field)->entries & entry))
    return refuse(error, "not a field that workers set");
  if ((p[0] & FACET_BIT) && !rc_schema_field((RcField)field)->facet)
    return refuse(error, "its field is not counted");
  /* No control characters, and a word without prefix must not begin with a capital, or it
   * would pass for a prefixed one. */
  if (!g_utf8_validate_len(value, length, NULL) || rc_text_has_control(value) ||
      (field == RC_FIELD_WORD && g_ascii_isupper(*value)))
    return refuse(error, "not clean text");
  return is_known((RcField)field, value) || refuse(error, "not of the list of its field");
}

static bool check_positions(const guint8 **p, const guint8 *end, guint32 count, unsigned entry,
                            RcField field, guint32 last_position, GError **error) {
  guint64 position = 0;
  if (count > 0 && (entry != RC_IN_DOCUMENT || field != RC_FIELD_WORD))
    return refuse(error, "positions of something else than words of a document");
  for (guint32 i = 0; i < count; i++) {
    guint32 distance;
    if (!check_varint(p, end, &distance) || distance == 0 || (position += distance) > last_position)
      return refuse(error, "positions do not ascend within the document");
  }
  return true;
}

bool rc_terms_check(const guint8 *list, gsize length, unsigned entry, guint32 words,
                    guint32 last_position, GError **error) {
  const guint8 *p = list, *end = list + length;
  guint64 sum = 0;
  while (p < end) {
    guint32 frequency, count;
    RcField field = (RcField)(p[0] & ~FACET_BIT);
    if (!check_value(p, end, entry, error))
      return false;
    p += 2u + p[1] + 1u;
    if (!check_varint(&p, end, &frequency) || !check_varint(&p, end, &count))
      return refuse(error, "wrong number");
    if (!check_positions(&p, end, count, entry, field, last_position, error))
      return false;
    sum += frequency;
  }
  /* What hyphens join counts as a whole beside its parts, of which it has two or more. */
  return sum <= (guint64)words + words / 2 || refuse(error, "counts more words than there are");
}
