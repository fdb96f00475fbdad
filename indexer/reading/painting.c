/* SPDX-License-Identifier: GPL-3.0-or-later */
/* As in colour.c, the linker prefers these functions of the program to those of libcairo when
 * poppler calls them; calls within libcairo are its own. */
#include "painting.h"

#include <cairo.h>
#include <dlfcn.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Colours whose red, green and blue are no further apart are hard to tell from each other. */
#define COLOUR_DIFFERENCE 48
/* A colour that covers to this share lets nothing through that could be read. */
#define OPAQUE 0.9
#define TRANSPARENT 0.1
/* A bar may be drawn as a line of this thickness, in points; what is thinner underlines. */
#define BAR_POINTS 3
/* Pictures of this share of a page may be scans. */
#define LARGE_SHARE 0.1
/* One of this share of a page's width may show writing: it is decoded, so that its damage is
 * told. */
#define WIDE_SHARE 0.25
/* Where a character is looked for: at this part of its height to the right of its origin
 * and above it, in the body of nearly all letters. */
#define BODY_RIGHT 0.1
#define BODY_UP 0.3
#define FONTS_MAX 64
#define WHITE 0xFFFFFFFF

/* The function of libcairo of that name. */
#define NEXT(function)                                                                             \
  ({                                                                                               \
    static __typeof__(&(function)) next;                                                           \
    if (!next)                                                                                     \
      next = (__typeof__(&(function)))dlsym(RTLD_NEXT, #function);                                 \
    next;                                                                                          \
  })

static RcPart part;
static RcPainting *watching;
static cairo_t *canvas; /* on which the page that is watched is drawn */
/* Fonts of the page that is watched, which live as long as the document; and which of them have
 * drawn. */
static const cairo_font_face_t *fonts[FONTS_MAX];
static bool has_drawn[FONTS_MAX];
static guint font_count;

void rc_painting_choose(RcPart chosen) {
  part = chosen;
}

void rc_painting_watch(RcPainting *painting, cairo_t *page) {
  for (guint i = 0; watching && !painting && i < font_count; i++)
    watching->has_mute_font |= !has_drawn[i];
  part = painting ? RC_PART_NONE : RC_PART_ALL;
  watching = painting;
  canvas = page;
  font_count = 0;
}

void rc_painting_clear(RcPainting *painting, double width, double height) {
  memset(painting, 0, sizeof *painting);
  memset(painting->shades, 0xFF, sizeof painting->shades);
  painting->width = width;
  painting->height = height;
}

static guint cell_of(double place, double length) {
  double cell = place / length * RC_PAINTING_CELLS;
  return cell >= 1 ? (guint)fmin(cell, RC_PAINTING_CELLS - 1) : 0; /* NaN is 0 */
}

guint rc_painting_column(const RcPainting *painting, double x) {
  return cell_of(x, painting->width);
}

guint rc_painting_row(const RcPainting *painting, double y) {
  return cell_of(y, painting->height);
}

/* --- colours --- */

/* The colour that a call paints with; false if it has more than one. */
static bool read_source(cairo_t *cairo, guint32 *colour, double *alpha) {
  double red, green, blue;
  if (cairo_pattern_get_rgba(cairo_get_source(cairo), &red, &green, &blue, alpha))
    return false;
  *colour = 0xFF000000 | (guint32)(CLAMP(red, 0, 1) * 255) << 16 |
            (guint32)(CLAMP(green, 0, 1) * 255) << 8 | (guint32)(CLAMP(blue, 0, 1) * 255);
  return true;
}

static bool are_alike(guint32 a, guint32 b) {
  for (int shift = 0; shift <= 16; shift += 8)
    if (abs((int)(a >> shift & 0xFF) - (int)(b >> shift & 0xFF)) >= COLOUR_DIFFERENCE)
      return false;
  return true;
}

/* What is seen where a colour comes over another. */
static guint32 mix(guint32 below, guint32 above, double alpha, bool multiplies) {
  guint32 mixed = below & 0xFF000000;
  for (int shift = 0; shift <= 16 && mixed; shift += 8) {
    double under = below >> shift & 0xFF, over = above >> shift & 0xFF;
    over = multiplies ? over * under / 255 : over;
    mixed |= (guint32)(over * alpha + under * (1 - alpha)) << shift;
  }
  return mixed;
}

/* --- notes --- */

typedef struct {
  double x1, y1, x2, y2;
} Extents;

/* `extents`, in units of the call, in points. */
static Extents in_points(cairo_t *cairo, Extents extents) {
  Extents points = {INFINITY, INFINITY, -INFINITY, -INFINITY};
  double across[] = {extents.x1, extents.x2}, down[] = {extents.y1, extents.y2};
  for (int i = 0; i < 4 && across[0] <= across[1] && down[0] <= down[1]; i++) {
    double x = across[i & 1], y = down[i >> 1];
    cairo_user_to_device(cairo, &x, &y);
    points.x1 = fmin(points.x1, x);
    points.x2 = fmax(points.x2, x);
    points.y1 = fmin(points.y1, y);
    points.y2 = fmax(points.y2, y);
  }
  return points;
}

static RcBox box_of(Extents points) {
  return (RcBox){(float)points.x1, (float)points.y1, (float)points.x2, (float)points.y2};
}

/* Something other than text is painted there: on all cells whose middle it covers. */
static void note(cairo_t *cairo, Extents extents, RcPainted what) {
  RcPainting *page = watching;
  Extents clipped;
  cairo_clip_extents(cairo, &clipped.x1, &clipped.y1, &clipped.x2, &clipped.y2);
  clipped = (Extents){fmax(extents.x1, clipped.x1), fmax(extents.y1, clipped.y1),
                      fmin(extents.x2, clipped.x2), fmin(extents.y2, clipped.y2)};
  Extents points = in_points(cairo, clipped);
  Extents whole = isfinite(extents.x1) ? in_points(cairo, extents) : points;
  double area = fmax(points.x2 - points.x1, 0) * fmax(points.y2 - points.y1, 0);
  double share = fmin(area / (page->width * page->height), 1);
  guint32 colour = 0;
  double alpha = 1;
  cairo_operator_t how = cairo_get_operator(cairo);
  bool multiplies = how == CAIRO_OPERATOR_MULTIPLY;
  bool is_solid = what == RC_PAINTED_FILL && read_source(cairo, &colour, &alpha) &&
                  (multiplies || how == CAIRO_OPERATOR_OVER);
  bool is_somewhere = whole.x1 <= whole.x2 && whole.y1 <= whole.y2;
  if (what == RC_PAINTED_PICTURE && is_somewhere && page->image_count < RC_PAINTING_IMAGES_MAX)
    page->images[page->image_count++] = box_of(whole);
  page->has_others |= what == RC_PAINTED_OTHER || page->image_count == RC_PAINTING_IMAGES_MAX;
  if (!(share > 0) || alpha < 0.01)
    return;
  page->has_pictures |= what == RC_PAINTED_PICTURE || what == RC_PAINTED_OTHER;
  bool covers = !multiplies && alpha >= OPAQUE;
  double across = page->width / RC_PAINTING_CELLS, down = page->height / RC_PAINTING_CELLS;
  guint left = rc_painting_column(page, points.x1 + across / 2);
  guint right = rc_painting_column(page, points.x2 + across / 2);
  guint top = rc_painting_row(page, points.y1 + down / 2);
  guint bottom = rc_painting_row(page, points.y2 + down / 2);
  right += points.x2 > page->width - across / 2;
  bottom += points.y2 > page->height - down / 2;
  if (what == RC_PAINTED_PICTURE)
    page->picture_share = fmin(page->picture_share + share, 1);
  bool meets = false;
  for (guint y = top; y < bottom; y++) {
    meets |= covers && memchr(page->has_text[y] + left, 1, right - left) != NULL;
    memset(page->last[y] + left, is_solid && covers ? what : MAX(what, RC_PAINTED_PICTURE),
           right - left);
    if (what == RC_PAINTED_PICTURE && share > LARGE_SHARE)
      memset(page->is_picture[y] + left, 1, right - left);
    for (guint x = left; x < right; x++)
      page->shades[y][x] = is_solid ? mix(page->shades[y][x], colour, alpha, multiplies) : 0;
  }
  if (meets && page->cover_count < RC_PAINTING_COVERS_MAX)
    page->covers[page->cover_count++] = box_of(points);
  else
    page->is_doubtful |= meets;
}

/* What filling with the source of a call paints; a tile that is repeated is no picture. */
static RcPainted kind_of_fill(cairo_t *cairo) {
  cairo_pattern_t *source = cairo_get_source(cairo);
  switch (cairo_pattern_get_type(source)) {
  case CAIRO_PATTERN_TYPE_SOLID:
    return RC_PAINTED_FILL;
  case CAIRO_PATTERN_TYPE_SURFACE:
    return cairo_pattern_get_extend(source) == CAIRO_EXTEND_REPEAT ? RC_PAINTED_OTHER
                                                                   : RC_PAINTED_PICTURE;
  default:
    return RC_PAINTED_OTHER;
  }
}

static void note_glyphs(cairo_t *cairo, const cairo_glyph_t *glyphs, int count) {
  RcPainting *page = watching;
  guint32 colour = 0;
  double alpha = 1;
  bool is_solid = read_source(cairo, &colour, &alpha);
  Extents clipped;
  cairo_clip_extents(cairo, &clipped.x1, &clipped.y1, &clipped.x2, &clipped.y2);
  cairo_matrix_t font;
  cairo_get_font_matrix(cairo, &font);
  double right = BODY_RIGHT, up = -BODY_UP;
  cairo_matrix_transform_distance(&font, &right, &up);
  const cairo_font_face_t *face = cairo_get_font_face(cairo);
  for (guint i = 0; i < font_count; i++)
    has_drawn[i] |= fonts[i] == face;
  for (int i = 0; i < count; i++) {
    double x = glyphs[i].x + right, y = glyphs[i].y + up;
    if (x < clipped.x1 || x > clipped.x2 || y < clipped.y1 || y > clipped.y2)
      continue;
    cairo_user_to_device(cairo, &x, &y);
    guint column = rc_painting_column(page, x), row = rc_painting_row(page, y);
    guint32 behind = page->shades[row][column];
    page->has_text[row][column] = 1;
    page->last[row][column] = RC_PAINTED_NOTHING;
    page->is_doubtful |= !is_solid || !behind || alpha < TRANSPARENT || are_alike(colour, behind);
  }
}

/* --- what poppler calls --- */

/* A group has been painted piece by piece before it is painted as a whole, and is told by a
 * mark from a picture. */
static const cairo_user_data_key_t group_mark;

static bool is_group(cairo_pattern_t *pattern) {
  return cairo_pattern_get_user_data(pattern, &group_mark) != NULL;
}

cairo_pattern_t *cairo_pop_group(cairo_t *cairo) {
  cairo_pattern_t *group = NEXT(cairo_pop_group)(cairo);
  cairo_pattern_set_user_data(group, &group_mark, (void *)(guintptr)&group_mark, NULL);
  return group;
}

void cairo_pop_group_to_source(cairo_t *cairo) {
  cairo_pattern_t *group = cairo_pop_group(cairo);
  cairo_set_source(cairo, group);
  cairo_pattern_destroy(group);
}

/* True if what is no text goes on to the surface. */
static bool passes(cairo_t *cairo) {
  return part == RC_PART_ALL || part == RC_PART_NO_TEXT ||
         (part == RC_PART_TEXT && is_group(cairo_get_source(cairo)));
}

/* `margin`: of a stroke half of its width.  A straight one is a bar; others leave places out. */
static void paint_path(cairo_t *cairo, double margin, void (*next)(cairo_t *)) {
  if (watching) {
    Extents path;
    cairo_path_extents(cairo, &path.x1, &path.y1, &path.x2, &path.y2);
    bool is_level = path.y1 >= path.y2;
    bool is_bar = (is_level || path.x1 >= path.x2) && cairo_get_dash_count(cairo) == 0;
    bool has_ends = !is_bar || cairo_get_line_cap(cairo) != CAIRO_LINE_CAP_BUTT;
    double across = is_level && !has_ends ? 0 : margin, down = is_level || has_ends ? margin : 0;
    path = (Extents){path.x1 - across, path.y1 - down, path.x2 + across, path.y2 + down};
    note(cairo, path, margin > 0 && !is_bar ? RC_PAINTED_OTHER : kind_of_fill(cairo));
  }
  if (passes(cairo))
    next(cairo);
  else
    cairo_new_path(cairo);
}

void cairo_fill(cairo_t *cairo) {
  if (watching || part != RC_PART_ALL)
    paint_path(cairo, 0, NEXT(cairo_fill));
  else
    NEXT(cairo_fill)(cairo);
}

void cairo_stroke(cairo_t *cairo) {
  double width = cairo_get_line_width(cairo), x = width, y = 0;
  cairo_user_to_device_distance(cairo, &x, &y);
  if (watching && hypot(x, y) >= BAR_POINTS)
    paint_path(cairo, width / 2, NEXT(cairo_stroke));
  else if (passes(cairo))
    NEXT(cairo_stroke)(cairo);
  else
    cairo_new_path(cairo);
}

static void note_area(cairo_t *cairo) {
  static const Extents everywhere = {-INFINITY, -INFINITY, INFINITY, INFINITY};
  if (!is_group(cairo_get_source(cairo)))
    note(cairo, everywhere, kind_of_fill(cairo));
}

void cairo_paint(cairo_t *cairo) {
  if (watching)
    note_area(cairo);
  if (passes(cairo))
    NEXT(cairo_paint)(cairo);
}

void cairo_paint_with_alpha(cairo_t *cairo, double alpha) {
  if (watching)
    note_area(cairo);
  if (passes(cairo))
    NEXT(cairo_paint_with_alpha)(cairo, alpha);
}

/* Poppler asks for a surface of these formats for images and for nothing else, where it would
 * paint one and before it decodes it.  It passes over an image that has no surface. */
cairo_surface_t *cairo_image_surface_create(cairo_format_t format, int width, int height) {
  static const Extents all = {0, 0, 1, 1};
  bool skips = watching && (format == CAIRO_FORMAT_RGB24 || format == CAIRO_FORMAT_A8);
  Extents image = skips ? in_points(canvas, all) : all;
  if (!skips || !(image.x2 - image.x1 < WIDE_SHARE * watching->width))
    return NEXT(cairo_image_surface_create)(format, width, height);
  note(canvas, all, RC_PAINTED_PICTURE);
  return NEXT(cairo_image_surface_create)(CAIRO_FORMAT_INVALID, width, height);
}

/* Of a surface that is none poppler forgets the pattern: all are one. */
cairo_pattern_t *cairo_pattern_create_for_surface(cairo_surface_t *surface) {
  static cairo_pattern_t *none;
  if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS)
    return NEXT(cairo_pattern_create_for_surface)(surface);
  if (!none)
    none = NEXT(cairo_pattern_create_for_surface)(surface);
  return cairo_pattern_reference(none);
}

/* A scan of two colours is a mask through which one colour is painted. */
void cairo_mask(cairo_t *cairo, cairo_pattern_t *mask) {
  static const Extents everywhere = {-INFINITY, -INFINITY, INFINITY, INFINITY};
  if (watching && !is_group(cairo_get_source(cairo)))
    note(cairo, everywhere, is_group(mask) ? RC_PAINTED_OTHER : RC_PAINTED_PICTURE);
  if (passes(cairo))
    NEXT(cairo_mask)(cairo, mask);
}

void cairo_show_glyphs(cairo_t *cairo, const cairo_glyph_t *glyphs, int count) {
  RcPart chosen = part;
  if (watching)
    note_glyphs(cairo, glyphs, count);
  if (part == RC_PART_TEXT) {
    cairo_set_operator(cairo, CAIRO_OPERATOR_OVER);
    cairo_set_source_rgb(cairo, 0, 0, 0);
  }
  if (part != RC_PART_ALL && part != RC_PART_TEXT)
    return;
  part = RC_PART_ALL; /* characters of some fonts are pages of their own */
  NEXT(cairo_show_glyphs)(cairo, glyphs, count);
  part = chosen;
}

/* What the text is that glyphs stand for matters to surfaces that keep it. */
void cairo_show_text_glyphs(cairo_t *cairo, const char *text, int length,
                            const cairo_glyph_t *glyphs, int count,
                            const cairo_text_cluster_t *clusters, int cluster_count,
                            cairo_text_cluster_flags_t flags) {
  if (part == RC_PART_ALL)
    NEXT(cairo_show_text_glyphs)
  (cairo, text, length, glyphs, count, clusters, cluster_count, flags);
  else cairo_show_glyphs(cairo, glyphs, count);
}

/* Text of which only the outline is drawn, by a stroke that follows. */
void cairo_glyph_path(cairo_t *cairo, const cairo_glyph_t *glyphs, int count) {
  if (watching)
    note_glyphs(cairo, glyphs, count);
  if (part == RC_PART_ALL)
    NEXT(cairo_glyph_path)(cairo, glyphs, count);
  else if (part == RC_PART_TEXT)
    cairo_show_glyphs(cairo, glyphs, count);
}

void cairo_set_font_face(cairo_t *cairo, cairo_font_face_t *face) {
  bool known = !face || !watching || font_count == FONTS_MAX;
  for (guint i = 0; i < font_count && !known; i++)
    known = fonts[i] == face;
  if (!known) {
    has_drawn[font_count] = false;
    fonts[font_count++] = face;
  }
  NEXT(cairo_set_font_face)(cairo, face);
}
