/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "excerpt.h"

#include <string.h>

/* Places in a text, in characters and in bytes at once. */
typedef struct {
  guint characters;
  const char *at;
} Place;

typedef struct {
  Place start, end;
} Window;

/* Moves on to `at`, which is not before the place. */
static void advance(Place *place, const char *at) {
  for (; place->at < at && *place->at; place->at = g_utf8_next_char(place->at))
    place->characters++;
}

/* From one highlight to another: those that hold most of them within `characters`.  Empty, at
 * the beginning, if there are none; highlights that are not in the text are passed over. */
static Window densest(const RcPassageHit *hit, guint characters) {
  const char *text = hit->passage->text;
  gsize length = strlen(text);
  Place place = {0, text};
  g_autoptr(GArray) windows = g_array_new(FALSE, FALSE, sizeof(Window));
  for (guint i = 0; hit->highlights && i < hit->highlights->len; i++) {
    const RcHighlight *highlight = &g_array_index(hit->highlights, RcHighlight, i);
    if (highlight->start >= highlight->end || highlight->end > length ||
        text + highlight->start < place.at)
      continue;
    Window window;
    advance(&place, text + highlight->start);
    window.start = place;
    advance(&place, text + highlight->end);
    window.end = place;
    g_array_append_val(windows, window);
  }
  const Window *all = (const Window *)(void *)windows->data;
  Window best = {{0, text}, {0, text}};
  for (guint first = 0, last = 0, most = 0; first < windows->len; first++) {
    last = MAX(last, first);
    while (last + 1 < windows->len &&
           all[last + 1].end.characters - all[first].start.characters <= characters)
      last++;
    if (last - first + 1 > most) {
      most = last - first + 1;
      best = (Window){all[first].start, all[last].end};
    }
  }
  return best;
}

RcExcerpt rc_excerpt_of(const RcPassageHit *hit, guint characters) {
  const char *text = hit->passage->text;
  Place end = {0, text};
  while (*end.at && end.characters <= characters)
    advance(&end, g_utf8_next_char(end.at));
  if (!*end.at && end.characters <= characters)
    return (RcExcerpt){0, (guint32)(end.at - text)};
  Window kept = densest(hit, characters);
  guint wanted = MIN(kept.end.characters - kept.start.characters, characters);
  /* What is left stands on both sides, on one of them where the text ends. */
  guint before = MIN((characters - wanted) / 2, kept.start.characters), after = 0;
  Place start = kept.start;
  for (guint i = 0; i < before; i++)
    start.at = g_utf8_prev_char(start.at);
  const char *stop = kept.start.at;
  for (; after < characters - before && *stop; after++)
    stop = g_utf8_next_char(stop);
  for (; before + after < characters && start.at > text; before++)
    start.at = g_utf8_prev_char(start.at);
  /* Only whole words, but never less than what was found. */
  const char *floor = MIN(kept.end.at, stop), *ceiling = stop, *begin = start.at;
  while (begin > text && begin < kept.start.at && begin[-1] != ' ')
    begin = g_utf8_next_char(begin);
  while (*stop && stop > floor && *stop != ' ')
    stop = g_utf8_prev_char(stop);
  if (*stop && stop <= floor) /* one word longer than an excerpt */
    stop = ceiling;
  return (RcExcerpt){(guint32)(begin - text), (guint32)(stop - text)};
}
