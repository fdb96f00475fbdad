/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remarks.h"

#include "parts.h"
#include "record.h"

/* Passages on their way to another place. */
typedef struct {
  GPtrArray *passages; /* of RcPassage *, with what was put between them */
  guint page;          /* place of the next page with remarks to see to */
} Insertion;

static void append(Insertion *insertion, RcPassage *passage) {
  g_ptr_array_add(insertion->passages, passage);
  passage->ordinal = insertion->passages->len;
}

/* The remarks of all pages before that one. */
static void append_remarks(Insertion *insertion, const GPtrArray *pages, guint32 before) {
  g_autoptr(GArray) row_starts = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (; insertion->page < pages->len; insertion->page++) {
    const RcPage *page = g_ptr_array_index(pages, insertion->page);
    if (page->index >= before)
      return;
    for (guint i = 0; i < page->remarks->len; i++) {
      RcPassage *whole = rc_passage_new();
      const RcPageStart start = {0, page->index};
      char **words = g_strsplit_set(g_ptr_array_index(page->remarks, i), " \t\r\n\f\v", -1);
      GString *text = g_string_new(NULL);
      for (char **word = words; *word; word++)
        if (**word)
          g_string_append_printf(text, "%s%s", text->len ? " " : "", *word);
      g_strfreev(words);
      g_free(whole->text);
      whole->text = g_string_free(text, FALSE);
      g_array_append_val(whole->page_starts, start);
      g_autoptr(GPtrArray) parts = rc_parts_cut(whole, row_starts);
      for (guint k = 0; k < parts->len; k++) {
        RcPassage *part = g_ptr_array_index(parts, k);
        part->page_label = page->label ? rc_record_label(page->label) : NULL;
        append(insertion, part);
      }
      g_ptr_array_set_free_func(parts, NULL);
    }
  }
}

void rc_remarks_insert(GPtrArray *passages, const GPtrArray *pages) {
  bool any = false;
  for (guint i = 0; i < pages->len; i++)
    any |= ((const RcPage *)g_ptr_array_index(pages, i))->remarks->len > 0;
  if (!any)
    return;
  Insertion insertion = {.passages = g_ptr_array_new()};
  guint count = passages->len;
  g_autofree guint32 *ordinals = g_new0(guint32, count + 1);
  for (guint i = 0; i < count; i++) {
    RcPassage *passage = g_ptr_array_index(passages, i);
    append_remarks(&insertion, pages, g_array_index(passage->page_starts, RcPageStart, 0).page);
    append(&insertion, passage);
    ordinals[i + 1] = passage->ordinal;
  }
  append_remarks(&insertion, pages, G_MAXUINT32);
  for (guint i = 0; i < insertion.passages->len; i++) {
    RcPassage *passage = g_ptr_array_index(insertion.passages, i);
    if (passage->footnote_of && passage->footnote_of <= count)
      passage->footnote_of = ordinals[passage->footnote_of];
  }
  g_ptr_array_set_free_func(passages, NULL);
  g_ptr_array_set_size(passages, 0);
  g_ptr_array_set_free_func(passages, (GDestroyNotify)rc_passage_free);
  for (guint i = 0; i < insertion.passages->len; i++)
    g_ptr_array_add(passages, g_ptr_array_index(insertion.passages, i));
  g_ptr_array_unref(insertion.passages);
}
