/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tools.h"

#include <string.h>

#include "error.h"
#include "json-parts.h"
#include "limit.h"
#include "output.h"
#include "request.h"
#include "verification.h"

/* Where no place of a document is named, so many passages are read behind its first. */
#define BEGINNING_PASSAGES 10
/* A draft has as many searches as it cites: together they may take so many times the time of one,
 * which is less than what ends the process. */
#define DRAFT_TIMES 2

typedef struct Tool Tool;

typedef struct {
  const Tool *tool;
  RcIndex *index;
  RcRequest *request; /* clamped and prepared */
  const json_t *arguments;
  guint notes;  /* on what was asked */
  GString *out; /* the answer */
} Call;

/* Appends what --format=json writes. */
typedef bool Answer(const Call *call, GString *out, GError **error);

/* An argument of a tool's own; the row after the last has no name. */
typedef struct {
  const char *name, *help;
  guint maximum; /* bytes of a text; of a number its largest value */
  bool number, required;
  const char *choices; /* with blanks between; NULL: any */
} Argument;

#define OWN_ARGUMENTS_MAX 5

struct Tool {
  const char *name, *title, *description;
  const char *options; /* those of searches that it takes, with blanks between; NULL: all */
  Answer *answer;
  Argument own[OWN_ARGUMENTS_MAX];
  bool counts; /* no hits are shown, and all is counted */
};

static const char *text_of(const Call *call, const char *name) {
  return json_string_value(json_object_get(call->arguments, name));
}

static guint number_of(const Call *call, const char *name) {
  return (guint)json_integer_value(json_object_get(call->arguments, name));
}

/* --- what each says --- */

static bool append_results(const Call *call, RcResults *results, GString *out) {
  const RcOutputOptions plain = {0};
  RcSink sink = {.out = out};
  if (results)
    rc_output_write(rc_output_format("json"), &sink, call->request, results, &plain);
  return results != NULL;
}

static bool answer_search(const Call *call, GString *out, GError **error) {
  if (call->tool->counts) {
    call->request->limit = 0;
    call->request->facets = true;
  }
  g_autoptr(RcResults) results = rc_search(call->index, call->request, error);
  return append_results(call, results, out);
}

static bool answer_read(const Call *call, GString *out, GError **error) {
  RcPlace place = {.document = text_of(call, "document"),
                   .page = number_of(call, "page"),
                   .passage = number_of(call, "passage"),
                   .context = number_of(call, "context")};
  guint32 ordinal;
  g_autofree char *named = rc_digits_of_passage(place.document, &ordinal);
  const GPtrArray *paragraphs = call->request->filters[RC_FIELD_PARAGRAPH];
  if (!named && !place.page && !place.passage && !(paragraphs && paragraphs->len)) {
    place.passage = 1;
    place.context = MAX(place.context, BEGINNING_PASSAGES);
  }
  g_autoptr(RcResults) results = rc_search_show(call->index, &place, call->request, error);
  return append_results(call, results, out);
}

static bool answer_cited(const Call *call, GString *out, GError **error) {
  const RcOutputOptions plain = {0};
  g_autoptr(RcCited) cited =
      rc_cited_by(call->index, text_of(call, "document"), call->request, error);
  if (cited)
    rc_output_format("json")->cited(out, call->request, cited, &plain);
  return cited != NULL;
}

static bool answer_verify(const Call *call, GString *out, GError **error) {
  const char *text = text_of(call, "draft"), *format = text_of(call, "form");
  bool russian = g_strcmp0(text_of(call, "interface"), "ru") == 0;
  bool markdown = g_strcmp0(format, "markdown") == 0;
  g_autoptr(RcDraft) draft =
      rc_draft_parse_as(markdown ? RC_DRAFT_MARKDOWN : RC_DRAFT_PLAIN, text, strlen(text), error);
  if (!draft)
    return false;
  rc_limit_share(rc_limit_seconds() * DRAFT_TIMES);
  g_autoptr(RcVerification) verification = rc_verify(call->index, draft, error);
  rc_limit_share(0);
  const RcOutputOptions options = {.language = russian ? RC_LANGUAGE_RU : RC_LANGUAGE_EN};
  if (verification)
    rc_verification_json(out, verification, "draft", &options);
  return verification != NULL;
}

static bool answer_vocabulary(const Call *call, GString *out, GError **error) {
  int field = rc_concepts_field(text_of(call, "field"));
  g_autoptr(RcConceptList) list =
      rc_concepts_list(call->index, (RcField)field, text_of(call, "text"), error);
  if (!list)
    return false;
  guint total = list->rows->len;
  g_array_set_size(list->rows, MIN(total, RC_TOOL_CONCEPTS_MAX));
  g_autoptr(GString) some = g_string_new(NULL);
  rc_output_json_concepts(some, list, &(RcOutputOptions){0});
  json_auto_t *answer = json_loads(some->str, 0, NULL);
  json_object_set_new(answer, "total", json_integer(total));
  rc_json_append(out, answer, RC_JSON_REAL_DIGITS);
  return true;
}

/* --- the table --- */

#define OF_DOCUMENT(text)                                                                          \
  { "document", text, RC_TOOL_NAME_BYTES_MAX, .required = true }

static const Tool tools[] = {
    {"search", "Search",
     "Finds documents and the paragraphs that answer, in English and in Russian, in any "
     "inflection. Each has its words, page, paragraph, citation and the SHA-256 of its file.",
     .answer = answer_search},
    {"read", "Read",
     "Reads a document: a page, a paragraph or a passage with those around it, or its beginning. "
     "Its editions in other languages stand beside it, where it is named by its symbol.",
     .options = "q paragraph lang cite", .answer = answer_read,
     .own = {OF_DOCUMENT("id, symbol, or passage as ID:N"),
             {"page", "this page of the file", G_MAXINT, .number = true},
             {"passage", "this passage", G_MAXINT, .number = true},
             {"context", "so many passages before and behind as well", RC_TOOL_CONTEXT_MAX,
              .number = true}}},
    {"cited_by", "Cited by", "Who cites a document, and which of its paragraphs most.",
     .answer = answer_cited, .own = {OF_DOCUMENT("id or symbol of the document that is cited")}},
    {"verify", "Verify a draft",
     "Holds each citation and each quotation of a text against the index: one verdict each, with "
     "what truly stands there and where. Nothing is called false: what is not found is not in "
     "this index.",
     .options = "", .answer = answer_verify,
     .own = {{"draft", "the text itself", RC_TOOL_DRAFT_BYTES_MAX, .required = true},
             {"form", "what the text is", RC_TOOL_NAME_BYTES_MAX, .choices = "plain markdown"},
             {"interface", "language of the report", RC_TOOL_NAME_BYTES_MAX, .choices = "en ru"}}},
    {"vocabulary", "Vocabulary",
     "Names of regions, groups, bodies, treaties and rights in both languages, with how many "
     "documents mention them.",
     .options = "", .answer = answer_vocabulary,
     .own = {{"field", "which names", RC_TOOL_NAME_BYTES_MAX, .required = true,
              .choices = "region group body article right"},
             {"text", "the beginning of a word of the name", RC_TOOL_NAME_BYTES_MAX,
              .required = true}}},
    {"coverage", "Coverage",
     "What is searched: documents and pages, how many could not be read whole, and counts by "
     "language, year, type, region and others, of all or of what the filters leave.",
     .answer = answer_search, .counts = true},
};

static const Tool *find_tool(const char *name) {
  for (gsize i = 0; i < G_N_ELEMENTS(tools); i++)
    if (strcmp(tools[i].name, name) == 0)
      return &tools[i];
  return NULL;
}

bool rc_tool_exists(const char *name) {
  return find_tool(name) != NULL;
}

/* A filter may be known by its alias. */
static bool takes_option(const Tool *tool, const RcRequestOption *option) {
  if (!option || !tool->options)
    return option != NULL;
  g_auto(GStrv) names = g_strsplit(tool->options, " ", -1);
  for (char **name = names; *name; name++)
    if (**name && rc_request_option(*name) == option)
      return true;
  return false;
}

/* --- schemas --- */

static json_t *new_property(const char *type, const char *help) {
  return json_pack("{s:s, s:s}", "type", type, "description", help);
}

static void add_bounds(json_t *property, guint least, guint most) {
  json_object_set_new(property, "minimum", json_integer(least));
  json_object_set_new(property, "maximum", json_integer(most));
}

static json_t *schema_of_option(const RcRequestOption *option) {
  static const char *const types[] = {
      [RC_OPTION_TEXT] = "string",    [RC_OPTION_PLACE] = "string",
      [RC_OPTION_FILTER] = "array",   [RC_OPTION_CHOICE] = "string",
      [RC_OPTION_NUMBER] = "integer", [RC_OPTION_SWITCH] = "boolean"};
  json_t *property = new_property(types[option->type], option->help);
  if (option->type == RC_OPTION_FILTER)
    json_object_set_new(property, "items", json_pack("{s:s}", "type", "string"));
  if (option->type == RC_OPTION_NUMBER)
    add_bounds(property, option->web_minimum,
               option->web_maximum ? option->web_maximum : option->maximum);
  json_t *names = option->choices ? json_array() : NULL;
  for (const RcNamed *row = option->choices; row && row->name; row++)
    json_array_append_new(names, json_string(row->name));
  if (names)
    json_object_set_new(property, "enum", names);
  return property;
}

static json_t *schema_of_own(const Argument *own) {
  json_t *property = new_property(own->number ? "integer" : "string", own->help);
  if (own->number)
    add_bounds(property, 0, own->maximum);
  g_auto(GStrv) choices = g_strsplit(own->choices ? own->choices : "", " ", -1);
  json_t *names = own->choices ? json_array() : NULL;
  for (char **choice = choices; *choice; choice++)
    json_array_append_new(names, json_string(*choice));
  if (names)
    json_object_set_new(property, "enum", names);
  return property;
}

static json_t *schema_of(const Tool *tool) {
  json_t *properties = json_object(), *required = json_array();
  for (const Argument *own = tool->own; own->name; own++) {
    json_object_set_new(properties, own->name, schema_of_own(own));
    if (own->required)
      json_array_append_new(required, json_string(own->name));
  }
  for (const RcRequestOption *option = rc_request_options(); option->name; option++)
    if (takes_option(tool, option))
      json_object_set_new(properties, option->name, schema_of_option(option));
  return json_pack("{s:s, s:o, s:o, s:b}", "type", "object", "properties", properties, "required",
                   required, "additionalProperties", 0);
}

json_t *rc_tools_list(void) {
  json_t *list = json_array();
  for (gsize i = 0; i < G_N_ELEMENTS(tools); i++) {
    json_t *annotations = json_pack("{s:b, s:b, s:b, s:b}", "readOnlyHint", 1, "destructiveHint", 0,
                                    "idempotentHint", 1, "openWorldHint", 0);
    json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:o, s:o}", "name", tools[i].name,
                                          "title", tools[i].title, "description",
                                          tools[i].description, "inputSchema", schema_of(&tools[i]),
                                          "annotations", annotations));
  }
  return list;
}

/* --- arguments --- */

G_GNUC_PRINTF(2, 3)
static bool refuse(GError **error, const char *format, ...) {
  va_list values;
  va_start(values, format);
  g_autofree char *message = g_strdup_vprintf(format, values);
  va_end(values);
  g_set_error_literal(error, RC_ERROR, RC_ERROR_BAD_QUERY, message);
  return false;
}

static bool check_own(const Argument *own, const json_t *value, GError **error) {
  if (own->number) {
    json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < 0 || number > (json_int_t)own->maximum)
      return refuse(error, "%s: must be a number from 0 to %u", own->name, own->maximum);
    return true;
  }
  if (!json_is_string(value) || json_string_length(value) > own->maximum)
    return refuse(error, "%s: must be a text of at most %u bytes", own->name, own->maximum);
  g_auto(GStrv) choices = g_strsplit(own->choices ? own->choices : "", " ", -1);
  if (own->choices && !g_strv_contains((const char *const *)choices, json_string_value(value)))
    return refuse(error, "%s: must be one of %s", own->name, own->choices);
  return true;
}

/* Each value as the command line would have it. */
static bool set_option(RcRequest *request, const RcRequestOption *option, const json_t *value,
                       GError **error) {
  bool several = json_is_array(value) && option->type == RC_OPTION_FILTER;
  gsize count = several ? json_array_size(value) : 1;
  for (gsize i = 0; i < count; i++) {
    const json_t *one = several ? json_array_get(value, i) : value;
    g_autofree char *typed = json_is_string(one) ? g_strdup(json_string_value(one))
                             : json_is_integer(one)
                                 ? g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(one))
                             : json_is_boolean(one) ? g_strdup(json_is_true(one) ? "yes" : "no")
                                                    : NULL;
    if (!typed)
      return refuse(error, "%s: cannot be a value of this type", option->name);
    if (!rc_request_set(request, option->name, typed, error))
      return false;
  }
  return true;
}

/* All that was given, each by the row that knows it; what is missing. */
static bool take_arguments(const Tool *tool, const Call *call, GError **error) {
  const char *name;
  json_t *value;
  json_object_foreach((json_t *)call->arguments, name, value) {
    const Argument *own = tool->own;
    while (own->name && strcmp(own->name, name) != 0)
      own++;
    const RcRequestOption *option = own->name ? NULL : rc_request_option(name);
    if (!own->name && !takes_option(tool, option))
      return refuse(error, "%.80s: the tool %s has no such argument", name, tool->name);
    if (own->name ? !check_own(own, value, error)
                  : !set_option(call->request, option, value, error))
      return false;
  }
  for (const Argument *own = tool->own; own->name; own++)
    if (own->required && !json_object_get(call->arguments, own->name))
      return refuse(error, "%s: is missing", own->name);
  rc_request_clamp(call->request);
  rc_request_prepare(call->request);
  return true;
}

/* --- calls --- */

/* From the beginning, whatever an attempt before has left. */
static bool attempt(RcIndex *index, gpointer data, GError **error) {
  Call *call = data;
  call->index = index;
  g_string_truncate(call->out, 0);
  g_ptr_array_set_size(call->request->notes, (int)call->notes);
  return call->tool->answer(call, call->out, error);
}

static json_t *new_coverage(const RcIndexSummary *index) {
  g_autofree char *english = g_strdup_printf(
      "Searched: documents: %" G_GUINT64_FORMAT ", pages: %" G_GUINT64_FORMAT
      "; not read whole: %" G_GUINT64_FORMAT "; as of %s. What is not found is not in these.",
      index->documents, index->pages, index->not_fully_read, index->updated);
  g_autofree char *russian = g_strdup_printf(
      "Поиск велся по документам: %" G_GUINT64_FORMAT ", страницам: %" G_GUINT64_FORMAT
      "; прочитано не полностью: %" G_GUINT64_FORMAT
      "; на %s. Чего не нашлось, того нет именно в них.",
      index->documents, index->pages, index->not_fully_read, index->updated);
  return json_pack("{s:o, s:o}", "en", rc_json_string(english), "ru", rc_json_string(russian));
}

json_t *rc_tool_call(RcIndex **index, const char *index_path, const char *name,
                     const json_t *arguments, GError **error) {
  const Tool *tool = find_tool(name);
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(GString) out = g_string_new(NULL);
  Call call = {.tool = tool, .request = request, .arguments = arguments, .out = out};
  if (!take_arguments(tool, &call, error) ||
      !(*index ? rc_index_reopen(*index, error)
               : (*index = rc_index_open(index_path, error)) != NULL))
    return NULL;
  call.notes = request->notes->len;
  rc_limit_begin();
  rc_limit_arm(NULL); /* the client sees that the program has ended, and by which status */
  bool answered = rc_index_attempt(*index, attempt, &call, error);
  rc_limit_disarm();
  rc_index_forget(*index);
  if (!answered)
    return NULL;
  json_t *answer = json_loadb(out->str, out->len, JSON_ALLOW_NUL, NULL);
  if (!answer)
    refuse(error, "the answer could not be written");
  json_object_set_new(answer, "coverage", new_coverage(rc_index_summary(*index)));
  return answer;
}
