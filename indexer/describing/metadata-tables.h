/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What first pages say, as tables: names of bodies, signs of document types, names
 * of languages.  All text is in normal form (see text.h) but for names that are
 * shown. */
#ifndef RC_METADATA_TABLES_H
#define RC_METADATA_TABLES_H

#include <glib.h>

/* The languages in which names are known, in the order of the columns. */
enum { RC_NAME_EN, RC_NAME_RU, RC_NAME_UK, RC_NAME_ES, RC_NAME_FR, RC_N_NAMES };

/* A body and how it signs its documents. */
typedef struct {
  const char *symbol;            /* with what the symbols of its documents begin, or NULL */
  const char *names[RC_N_NAMES]; /* in each language; NULL: no name of its own */
} RcOrganisation;

/* Ends with a row without names; more special ones stand first. */
extern const RcOrganisation rc_organisations[];

/* Organisations that sign their documents under a name in a letterhead or in
 * running text; ends with a row without names. */
typedef struct {
  const char *sign; /* in normal form */
  const char *names[RC_N_NAMES];
} RcSigner;
extern const RcSigner rc_signers[];

/* Words by which a text that binds, or a declaration, says who adopted it; ends with a row without
 * a sign. */
extern const RcSigner rc_adopters[];

/* Who publishes under its own name; ends with a row without names.  Such a name counts where it
 * is a row of its own, or stands behind a sign of copyright. */
extern const RcOrganisation rc_publishers[];
/* The publisher that is named so, in normal form, or NULL. */
const RcOrganisation *rc_publisher_find(const char *normal);
/* The publisher or the body of rc_organisations that is named so, or NULL. */
const RcOrganisation *rc_body_find(const char *normal);

/* Words by which the name of an organisation is known, and words that a row has
 * which only speaks of one; lists end in NULL. */
extern const char *const rc_organisation_words[];
extern const char *const rc_organisation_excluded[];
/* More words that the name of who publishes may have: elsewhere they say little. */
extern const char *const rc_holder_words[];

/* Where a sign of the type is looked for. */
typedef enum {
  RC_SIGN_SYMBOL,    /* the symbol contains it */
  RC_SIGN_ROW,       /* a row of the first page is just that, or that and its number */
  RC_SIGN_ROW_START, /* a row of the first page begins with it */
  RC_SIGN_START,     /* the title begins with it */
  RC_SIGN_END,       /* the title ends with it, or with it and a year */
  RC_SIGN_TITLE,     /* the title contains it, at the start of a word */
  RC_SIGN_TEXT,      /* the first page contains it, at the start of a word */
  RC_SIGN_SELF       /* the text begins by calling itself so, if nothing else is known; what
                        stands first decides */
} RcSignPlace;

typedef struct {
  RcSignPlace place;
  const char *sign;
  const char *type; /* one that the schema lists */
} RcTypeSign;

/* In the order in which they decide; ends with a row without a sign. */
extern const RcTypeSign rc_type_signs[];

/* Names of languages as they stand after "Original:", by their beginning; ends
 * with a row without a name. */
typedef struct {
  const char *name;
  const char *tag; /* BCP 47 */
} RcLanguageName;
extern const RcLanguageName rc_language_names[];
extern const char *const rc_original_signs[];

#endif
