/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "added.h"

#include <cairo.h>
#include <poppler.h>
#include <string.h>

/* More notes of a page are not read. */
#define REMARKS_MAX 10000
/* Poppler makes an object of each file: of so many, only the count is asked for. */
#define FILES_MAX 10000

static const PopplerAnnotFlag out_of_sight = POPPLER_ANNOT_FLAG_HIDDEN | POPPLER_ANNOT_FLAG_NO_VIEW;

/* What an annotation is to whoever reads the page. */
typedef enum { NOTHING, SHOWN, NOTE, FILE_ON_PAGE } Kind;

static Kind find_kind(PopplerAnnot *annotation) {
  switch (poppler_annot_get_annot_type(annotation)) {
  case POPPLER_ANNOT_WIDGET:
  case POPPLER_ANNOT_FREE_TEXT:
  case POPPLER_ANNOT_STAMP:
  case POPPLER_ANNOT_LINE:
  case POPPLER_ANNOT_WATERMARK:
    return SHOWN;
  case POPPLER_ANNOT_TEXT:
  case POPPLER_ANNOT_SQUARE:
  case POPPLER_ANNOT_CIRCLE:
  case POPPLER_ANNOT_POLYGON:
  case POPPLER_ANNOT_POLY_LINE:
  case POPPLER_ANNOT_HIGHLIGHT:
  case POPPLER_ANNOT_UNDERLINE:
  case POPPLER_ANNOT_SQUIGGLY:
  case POPPLER_ANNOT_STRIKE_OUT:
  case POPPLER_ANNOT_CARET:
  case POPPLER_ANNOT_INK:
    return NOTE;
  case POPPLER_ANNOT_FILE_ATTACHMENT:
    return FILE_ON_PAGE;
  default:
    return NOTHING;
  }
}

/* In lower case, with one space where there is white space. */
static char *fold(const char *text) {
  g_autofree char *lower = g_utf8_strdown(text, -1);
  GString *folded = g_string_new(NULL);
  bool space = false;
  for (const char *p = lower; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (!g_unichar_isspace(c)) {
      if (space && folded->len)
        g_string_append_c(folded, ' ');
      g_string_append_unichar(folded, c);
    }
    space = g_unichar_isspace(c);
  }
  return g_string_free(folded, FALSE);
}

/* A remark of its own, unless the page says the same, as all pages do of nothing: a highlight often
 * has the words that it stands over.  Takes `words`, which may be NULL; `page_words` is folded. */
static void add_remark(RcPage *page, const char *page_words, const char *mark, char *words) {
  g_autofree char *given = words, *valid = words ? g_utf8_make_valid(words, -1) : NULL;
  g_autofree char *folded = valid ? fold(valid) : NULL;
  if (folded && !strstr(page_words, folded) && page->remarks->len < REMARKS_MAX)
    g_ptr_array_add(page->remarks, g_strconcat(mark, valid, NULL));
}

static bool is_one_place(const PopplerRectangle *a, const PopplerRectangle *b) {
  return ABS(a->x1 - b->x1) < 0.1 && ABS(a->y1 - b->y1) < 0.1 && ABS(a->x2 - b->x2) < 0.1 &&
         ABS(a->y2 - b->y2) < 0.1;
}

/* True if a field there is to be seen: poppler does not say it of a field, but of the
 * annotation that shows it. */
static bool is_in_sight(GList *annotations, const PopplerRectangle *area) {
  bool seen = false;
  for (GList *item = annotations; item; item = item->next) {
    const PopplerAnnotMapping *mapping = item->data;
    if (poppler_annot_get_annot_type(mapping->annot) != POPPLER_ANNOT_WIDGET ||
        !is_one_place(&mapping->area, area))
      continue;
    seen = true;
    if (poppler_annot_get_flags(mapping->annot) & out_of_sight)
      return false;
  }
  return seen;
}

/* A mark in a box says nothing without what the box is called. */
static void read_checked_boxes(PopplerPage *source, GList *annotations, RcPage *page,
                               const char *page_words) {
  GList *fields = poppler_page_get_form_field_mapping(source);
  for (GList *item = fields; item && page->remarks->len < REMARKS_MAX; item = item->next) {
    const PopplerFormFieldMapping *mapping = item->data;
    PopplerFormField *field = mapping->field;
    if (poppler_form_field_get_field_type(field) != POPPLER_FORM_FIELD_BUTTON ||
        poppler_form_field_button_get_button_type(field) == POPPLER_FORM_BUTTON_PUSH ||
        !poppler_form_field_button_get_state(field) || !is_in_sight(annotations, &mapping->area))
      continue;
    char *name = poppler_form_field_get_alternate_ui_name(field);
    if (!name)
      name = poppler_form_field_get_name(field);
    add_remark(page, page_words, "\u2612 ", name);
  }
  poppler_page_free_form_field_mapping(fields);
}

void rc_added_read(PopplerPage *source, RcPage *page) {
  GList *annotations = poppler_page_get_annot_mapping(source);
  bool shown = false, widgets = false, notes = false;
  for (GList *item = annotations; item; item = item->next) {
    PopplerAnnot *annotation = ((const PopplerAnnotMapping *)item->data)->annot;
    Kind kind = find_kind(annotation);
    bool hidden = poppler_annot_get_flags(annotation) & out_of_sight;
    shown |= kind == SHOWN && !hidden;
    notes |= kind == NOTE && !hidden;
    widgets |= poppler_annot_get_annot_type(annotation) == POPPLER_ANNOT_WIDGET;
    if (kind == FILE_ON_PAGE) {
      g_autoptr(GObject) attached = (GObject *)poppler_annot_file_attachment_get_attachment(
          (PopplerAnnotFileAttachment *)annotation);
      const char *name =
          attached ? poppler_attachment_get_name((PopplerAttachment *)attached) : NULL;
      g_ptr_array_add(page->files, g_utf8_make_valid(name ? name : "?", -1));
    }
  }
  if (shown) {
    /* Poppler makes the text of a page from what it draws, and only drawing draws annotations: as
     * they look, where they stand, without those that are hidden.  What is drawn is of no use. */
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    cairo_t *cairo = cairo_create(surface);
    poppler_page_render(source, cairo);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
  }
  g_autofree char *text = notes || widgets ? poppler_page_get_text(source) : NULL;
  g_autofree char *valid = text ? g_utf8_make_valid(text, -1) : g_strdup("");
  g_autofree char *page_words = fold(valid);
  for (GList *item = notes ? annotations : NULL; item; item = item->next) {
    PopplerAnnot *annotation = ((const PopplerAnnotMapping *)item->data)->annot;
    if (find_kind(annotation) == NOTE && !(poppler_annot_get_flags(annotation) & out_of_sight))
      add_remark(page, page_words, "\u270E ", poppler_annot_get_contents(annotation));
  }
  if (widgets)
    read_checked_boxes(source, annotations, page, page_words);
  poppler_page_free_annot_mapping(annotations);
}

guint32 rc_added_files(PopplerDocument *document, GPtrArray *names, guint names_max,
                       gsize bytes_max) {
  guint32 count = poppler_document_get_n_attachments(document);
  GList *files = count && count <= FILES_MAX ? poppler_document_get_attachments(document) : NULL;
  for (GList *item = files; item && names->len < names_max; item = item->next) {
    const char *name = poppler_attachment_get_name(item->data);
    g_autofree char *valid = g_utf8_make_valid(name ? name : "?", -1);
    if (strlen(valid) <= bytes_max)
      g_ptr_array_add(names, g_steal_pointer(&valid));
  }
  g_list_free_full(files, g_object_unref);
  return count;
}
