/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTML: what a reader sees of it, block by block.  A link of figures to a place in the page calls
 * the note that stands there. */
#include <libxml/HTMLparser.h>
#include <string.h>

#include "draft-builder.h"
#include "error.h"

#define DEPTH_MAX 200
#define NOTE_LABEL_MAX 6

typedef struct {
  RcDraftBuilder *builder;
  GHashTable *notes; /* ids of elements that hold a note, with its figures */
  const char *note;  /* in which the text stands; NULL: in none */
  guint32 paragraphs;
  guint quotes;
  bool heading;
} Walk;

typedef enum { ELEMENT_INLINE, ELEMENT_BLOCK, ELEMENT_HEADING, ELEMENT_QUOTE, ELEMENT_UNSEEN } Kind;

static Kind kind_of(const xmlNode *node) {
  static const struct {
    const char *name;
    Kind kind;
  } kinds[] = {
      {"h1", ELEMENT_HEADING},       {"h2", ELEMENT_HEADING},      {"h3", ELEMENT_HEADING},
      {"h4", ELEMENT_HEADING},       {"h5", ELEMENT_HEADING},      {"h6", ELEMENT_HEADING},
      {"blockquote", ELEMENT_QUOTE}, {"head", ELEMENT_UNSEEN},     {"script", ELEMENT_UNSEEN},
      {"style", ELEMENT_UNSEEN},     {"template", ELEMENT_UNSEEN}, {"noscript", ELEMENT_UNSEEN},
      {"del", ELEMENT_UNSEEN},       {"p", ELEMENT_BLOCK},         {"div", ELEMENT_BLOCK},
      {"li", ELEMENT_BLOCK},         {"td", ELEMENT_BLOCK},        {"th", ELEMENT_BLOCK},
      {"dt", ELEMENT_BLOCK},         {"dd", ELEMENT_BLOCK},        {"pre", ELEMENT_BLOCK},
      {"section", ELEMENT_BLOCK},    {"article", ELEMENT_BLOCK},   {"aside", ELEMENT_BLOCK},
      {"figcaption", ELEMENT_BLOCK}, {"caption", ELEMENT_BLOCK},   {"footer", ELEMENT_BLOCK},
      {"header", ELEMENT_BLOCK},     {"main", ELEMENT_BLOCK},      {"body", ELEMENT_BLOCK},
      {"ul", ELEMENT_BLOCK},         {"ol", ELEMENT_BLOCK},        {"table", ELEMENT_BLOCK},
      {"address", ELEMENT_BLOCK},    {"tr", ELEMENT_BLOCK},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (strcmp((const char *)node->name, kinds[i].name) == 0)
      return kinds[i].kind;
  return ELEMENT_INLINE;
}

/* The figures of a link to a note, and where it leads; NULL if it is none. */
static char *read_call(xmlNode *link, char **target) {
  if (strcmp((const char *)link->name, "a") != 0)
    return NULL;
  xmlChar *href = xmlGetProp(link, (const xmlChar *)"href");
  xmlChar *text = xmlNodeGetContent(link);
  g_autofree char *label = g_strstrip(g_strdup(text ? (const char *)text : ""));
  const char *figures = label + strspn(label, "[(");
  gsize length = strspn(figures, "0123456789*");
  bool calls = href && *href == '#' && length && length <= NOTE_LABEL_MAX &&
               figures[length + strspn(figures + length, ")]")] == '\0';
  *target = calls ? g_strdup((const char *)href + 1) : NULL;
  xmlFree(href);
  xmlFree(text);
  return calls ? g_strndup(figures, length) : NULL;
}

static void append_text(Walk *walk, const char *text) {
  bool blank = text[strspn(text, " \t\r\n")] == '\0';
  if (!walk->builder->open && blank)
    return;
  if (!walk->builder->open) {
    RcDraftBlockKind kind = walk->note      ? RC_BLOCK_NOTE
                            : walk->quotes  ? RC_BLOCK_QUOTE
                            : walk->heading ? RC_BLOCK_HEADING
                                            : RC_BLOCK_TEXT;
    rc_draft_open(walk->builder, kind, ++walk->paragraphs, walk->note);
  }
  g_autofree char *line = g_strdelimit(g_strdup(text), "\r\n\t", ' ');
  rc_draft_append(walk->builder, line, strlen(line));
}

static void walk_element(Walk *walk, xmlNode *node, guint depth);

static void walk_children(Walk *walk, xmlNode *parent, guint depth) {
  for (xmlNode *node = parent->children; node; node = node->next) {
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
      append_text(walk, (const char *)node->content);
    else if (node->type == XML_ELEMENT_NODE && depth < DEPTH_MAX)
      walk_element(walk, node, depth + 1);
    else if (node->type == XML_ELEMENT_NODE)
      walk->builder->draft->cut = true;
  }
}

static void walk_element(Walk *walk, xmlNode *node, guint depth) {
  const Kind kind = kind_of(node);
  if (kind == ELEMENT_UNSEEN)
    return;
  g_autofree char *target = NULL;
  g_autofree char *label = walk->note ? NULL : read_call(node, &target);
  if (label && walk->builder->open) {
    g_hash_table_replace(walk->notes, g_strdup(target), g_strdup(label));
    rc_draft_mark(walk->builder, label);
    return;
  }
  Walk before = *walk;
  xmlChar *id = xmlGetProp(node, (const xmlChar *)"id");
  const char *note = id ? g_hash_table_lookup(walk->notes, id) : NULL;
  xmlFree(id);
  walk->note = note ? note : walk->note;
  walk->quotes += kind == ELEMENT_QUOTE;
  walk->heading = walk->heading || kind == ELEMENT_HEADING;
  if (kind != ELEMENT_INLINE || walk->note != before.note)
    rc_draft_close(walk->builder);
  bool quotes = strcmp((const char *)node->name, "q") == 0;
  if (quotes || strcmp((const char *)node->name, "br") == 0)
    append_text(walk, quotes ? "“" : " ");
  walk_children(walk, node, depth);
  if (quotes)
    append_text(walk, "”");
  if (kind != ELEMENT_INLINE || walk->note != before.note)
    rc_draft_close(walk->builder);
  walk->note = before.note;
  walk->quotes = before.quotes;
  walk->heading = before.heading;
}

bool rc_draft_read_html(RcDraftBuilder *builder, const char *bytes, gsize length, GError **error) {
  bool utf8 = g_utf8_validate(bytes, (gssize)length, NULL);
  xmlDoc *document = htmlReadMemory(bytes, (int)length, NULL, utf8 ? "UTF-8" : NULL,
                                    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                        HTML_PARSE_NONET | HTML_PARSE_NOBLANKS);
  if (!document) {
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "not HTML that can be read");
    return false;
  }
  g_autoptr(GHashTable) notes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  Walk walk = {.builder = builder, .notes = notes};
  xmlNode *root = xmlDocGetRootElement(document);
  if (root)
    walk_children(&walk, root, 0);
  rc_draft_close(builder);
  xmlFreeDoc(document);
  return true;
}
