/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that are quoted beside words that stand in a document: where they agree most, and how they
 * differ.
 *
 * Words are compared in their normal form (text.h), joined where a hyphen parts them; of marks only
 * whether a sentence or a part of one ends.  Capitals count, but for the first word and in lines of
 * capitals.  An ellipsis stands for any words, brackets for what the author has put in, or in the
 * place of a few. */
#ifndef RC_ALIGNMENT_H
#define RC_ALIGNMENT_H

#include <glib.h>
#include <stdbool.h>

/* So many words of a quotation are compared, and so many of a text with them. */
#define RC_ALIGNMENT_WORDS_MAX 2000
#define RC_QUOTATION_BYTES_MAX (32 * 1024)
#define RC_ALIGNMENT_CELLS_MAX (16 * 1000 * 1000)
/* Words of the source in whose place brackets may stand. */
#define RC_BRACKETED_MAX 8

typedef enum { RC_WORD_PLAIN, RC_WORD_ELLIPSIS, RC_WORD_BRACKETS } RcWordKind;

/* A word, or what stands for words in a quotation. */
typedef struct {
  RcWordKind kind;
  guint32 start, end; /* bytes of the text in which it is shown */
  guint32 passage;    /* of a source: number of the passage in whose text that is */
  guint32 id;         /* of the normal form; 0 of what stands for words */
  const char *word;   /* the normal form, of the table of numbers; NULL likewise */
  guint32 halves[2];  /* the ids of the parts of a word of two with a hyphen, else 0 */
  char stop;          /* before it: '.' a sentence ends, ',' a part of one, 0 neither */
  bool capital;       /* its first letter is one... */
  bool capitals;      /* ...all are */
  bool free_case;     /* of a quotation: a sentence may begin here, or a letter is in brackets */
  bool label;         /* of a source: the number of a paragraph, which may be left out */
  bool negation;      /* "not"; of brackets: it is within them */
  guint32 kept;       /* of a quotation: bytes before a letter in brackets, from which on the word
                          may be another; 0: there is none */
} RcComparedWord;

/* Normal forms by number, the same for all texts that are compared. */
typedef struct RcWordNumbers RcWordNumbers;
RcWordNumbers *rc_word_numbers_new(void);
void rc_word_numbers_free(RcWordNumbers *numbers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcWordNumbers, rc_word_numbers_free)

/* Appends the words of a passage of a source to `words`, of RcComparedWord.  The first `label`
 * bytes of its text are its number; `stop` is what ended before it.  What ends behind it. */
char rc_compared_words_add(GArray *words, RcWordNumbers *numbers, const char *text, guint32 passage,
                           gsize label, char stop);

/* A quotation, ready to be compared. */
typedef struct {
  char *text;    /* as it is shown, brackets around single letters taken off */
  GArray *words; /* of RcComparedWord */
  guint plain;   /* so many of them are words */
  bool cut;      /* it is longer than what is compared */
} RcQuotation;
RcQuotation *rc_quotation_new(RcWordNumbers *numbers, const char *text);
void rc_quotation_free(RcQuotation *quotation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcQuotation, rc_quotation_free)

typedef enum {
  RC_EDIT_CHANGED,     /* another word */
  RC_EDIT_DROPPED,     /* a word of the source is not there */
  RC_EDIT_ADDED,       /* a word that the source has not */
  RC_EDIT_CAPITAL,     /* a letter is a capital in one of them */
  RC_EDIT_PUNCTUATION, /* a sentence, or a part of one, ends in one of them */
  RC_EDIT_LEFT_OUT,    /* an ellipsis stands for no more than a negation */
  RC_N_EDITS
} RcEditKind;

typedef struct {
  RcEditKind kind;
  guint32 draft_start, draft_end;   /* words of the quotation, by number; empty: where they miss */
  guint32 source_start, source_end; /* words of the source */
  bool negation;                    /* one of them is one: the meaning may be the opposite */
} RcEdit;

typedef struct {
  bool exact;
  double likeness;    /* of the words of the quotation those that stand there, 0 to 1 */
  double cost;        /* how much there is to mend, in words for each of its words */
  guint32 start, end; /* words of the source beside it, by number */
  GArray *edits;      /* of RcEdit, ascending */
} RcAlignment;

/* Where in `source`, of RcComparedWord, the quotation stands best; yours to free.  Takes time and
 * memory by the product of both, within RC_ALIGNMENT_CELLS_MAX. */
RcAlignment *rc_alignment_new(const RcQuotation *quotation, const GArray *source);
void rc_alignment_free(RcAlignment *alignment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcAlignment, rc_alignment_free)

#endif
