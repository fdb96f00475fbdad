/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "masthead.h"

#include <string.h>

#include "expression.h"
#include "rows.h"

/* "Distr.: General" stands in this share of the page from its top, */
#define HEAD_SHARE 0.3f
/* the lines below it, on the right, within so many points, */
#define BLOCK_HEIGHT 130.0f
/* and the number of the printing in this share of the page from its foot. */
#define FOOT_SHARE 0.15f
/* So many bytes may stand on its line after the word "Distr.": "Restricted". */
#define DISTRIBUTION_BYTES 80

/* "GE.19-13879 (R) 210819 230819", "24-01234 (E)", "*2401234*", or the signs of a bar code. */
static bool is_printing(const char *text) {
  static GRegex *kept;
  const GRegex *pattern =
      rc_expression(&kept,
                    "^(?:GE\\.\\s?\\d\\d-\\d{4,6}|\\d\\d-\\d{5}\\s*\\([A-Z]\\))"
                    "(?:\\s*\\([A-Z]\\))?[\\s\\d*\\p{Co}]*$|^\\*\\d{7}\\*$|^\\p{Co}+$",
                    0);
  return g_regex_match(pattern, text, 0, NULL);
}

void rc_masthead_assign_roles(GArray *rows, const GPtrArray *pages) {
  for (guint first = 0, end; first < rows->len; first = end) {
    guint32 number = g_array_index(rows, RcRow, first).page;
    const RcPage *page = g_ptr_array_index(pages, number - 1);
    const RcRow *head = NULL;
    for (end = first; end < rows->len && g_array_index(rows, RcRow, end).page == number; end++) {
      const RcRow *row = &g_array_index(rows, RcRow, end);
      const char *word = strstr(row->text, "Distr.");
      if (!head && word && (word == row->text || g_ascii_isspace(word[-1])) &&
          strlen(word) < DISTRIBUTION_BYTES && row->box.y2 < HEAD_SHARE * page->height)
        head = row;
    }
    for (guint i = first; i < end; i++) {
      RcRow *row = &g_array_index(rows, RcRow, i);
      bool beside =
          head && (row->box.y2 <= head->box.y2 ||
                   (row->box.x1 > page->width / 2 && row->box.y2 < head->box.y1 + BLOCK_HEIGHT));
      if (beside)
        row->role = RC_ROW_MASTHEAD;
      else if (row->box.y1 > (1 - FOOT_SHARE) * page->height && is_printing(row->text))
        row->role = RC_ROW_FURNITURE;
    }
  }
}
