/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "language.h"

#include <string.h>

#include "dictionary.h"
#include "text.h"

/* Evidence for a language: the letters that it has beyond the common ones of its
 * script, and its commonest short words in normal form.  Sources: the alphabets as
 * given in CLDR's exemplar characters; the words are the function words of each
 * grammar.  Languages without a tag are only there so that their texts are not taken
 * for another's. */
typedef struct {
  const char *tag; /* NULL: not one that is told */
  RcScript script;
  const char *letters; /* other letters of `marked` speak against it */
  const char *own;     /* letters that few others have: each counts as a word */
  const char *words;   /* between spaces */
} Evidence;

/* Letters that not every language of a script has.  Those of Latin are judged as they
 * are written, before marks are stripped. */
static const char *const marked[] = {
    [RC_SCRIPT_LATIN] = "áàâäãåąăçćčďéèêëęěğíìîïıłñńňóòôöõőøřśšşșťúùûüűůýžźżßœæ",
    [RC_SCRIPT_CYRILLIC] = "ыэъёщіїєґўәғқңөұүһҳҷӣӯјљњћђџѓќѕ",
};

static const Evidence evidence[] = {
    {"en", RC_SCRIPT_LATIN, "", "",
     " the of and to in that is was for on with as by at from are were be been has have had not "
     "this which or an a it its their his her he she they we who would should no all any other "
     "such "
     "will may but if than these those there under after before between into about what when where "
     "also only both one two more most our can "},
    {"uz", RC_SCRIPT_LATIN, "", "",
     " va bilan uchun bu shu u ular o'z bo'lgan bo'lib bo'yicha ham edi emas yoki deb haqida "
     "tomonidan kerak lekin ammo esa hali yo'q hech kim bir har qilgan qilish qilib bor uning "
     "ularning bo'ladi o'zbek o'zbekiston huquqlari qaror ko'ra bo'ldi "},
    {"fr", RC_SCRIPT_LATIN, "àâçéèêëîïôùûüœæ", "",
     " le la les de des du un une et a au aux en dans que qui ne pas par pour sur avec est ont ete "
     "son sa ses leur leurs ce cette ces il elle ils elles nous se ou mais plus comme etre sont "
     "n'a "
     "d'une d'un qu'il l'etat n'ont n'est "},
    {"es", RC_SCRIPT_LATIN, "áéíñóúü", "",
     " el la los las de del y a en que no un una por para con su sus se es al lo como mas pero fue "
     "son ha han este esta estos o ser contra sobre ellos entre sin ni nadie "},
    {"pt", RC_SCRIPT_LATIN, "áàâãçéêíóôõú", "",
     " o a os as de do da dos das e em no na que nao um uma por para com seu sua se foi ao mais "
     "como "
     "sao pelo pela "},
    {NULL, RC_SCRIPT_LATIN, "àèéìòù", "", /* Italian */
     " il lo la i gli le di del della dei e a in che non un una per con su si sono stato stata al "
     "alla nel nella da dal dalla come piu anche "},
    {NULL, RC_SCRIPT_LATIN, "äöüß", "", /* German */
     " der die das den dem des und in zu nicht ist war ein eine einer einem einen mit von fur auf "
     "im "
     "es sich auch werden wurde wird hat haben an als aus bei nach oder sie er nur uber durch "},
    {NULL, RC_SCRIPT_LATIN, "", "", /* Dutch */
     " de het een en van in is dat niet te op met voor zijn was aan door ook er worden werd bij om "
     "naar of als uit hebben heeft die "},
    {NULL, RC_SCRIPT_LATIN, "çğıöşüâî", "ğış", /* Turkish, Azerbaijani, Crimean Tatar */
     " ve bir bu da de ile icin olan olarak gibi daha cok ama veya ne o hic kimse sonra kadar var "
     "yok "
     "değil ettigi "},
    {NULL, RC_SCRIPT_LATIN, "ąćęłńóśźż", "ął", /* Polish */
     " i w na z do nie sie jest o ze za przez od po jak dla oraz ich jego byl byla byly przed "},
    {NULL, RC_SCRIPT_LATIN, "ăâîșşțţ", "șț", /* Romanian */
     " si in de la cu nu este sau un o care pe din pentru au fost a al ale prin ca sunt "},
    {"ru", RC_SCRIPT_CYRILLIC, "ыэъёщ", "",
     " и в во на не ни что с со по из к ко у о об от за для его ее их как это а но же ли был была "
     "было были при или так также то тем чем который которая которое которые которых он она оно "
     "они "
     "мы я вы бы до над под без между через после перед если когда где кто только уже еще есть нет "
     "может того тех этого этой этих эти этот эта всех все чтобы однако никто ничего никого свои "
     "своих быть более "},
    {"uk", RC_SCRIPT_CYRILLIC, "щіїєґ", "їєґ",
     " і й та що щоб до на не ні з із зі у в від за для його як це але чи був була було були про "
     "або "
     "також який яка яке які яких вони вона він воно ми ви я би б її їх їхні їхніх є при після між "
     "під без ніхто ця цей ці цього цих тому так вже ще немає "},
    {"ky", RC_SCRIPT_CYRILLIC, "ыэъёщңөү", "",
     " жана менен үчүн бул ушул ошол ал алар аларда алардын эмес бар жок деп тууралуу болуп болгон "
     "боюнча анын да де бирок эми эле дагы эч ким же үчүнчү кийин чейин катары эки бир керек "
     "жылы "},
    {"kk", RC_SCRIPT_CYRILLIC, "ыэъёщіәғқңөұүһ", "ұһ",
     " және мен бен пен үшін бұл осы сол ол олар олардың емес бар жоқ деп туралы болып болған "
     "бойынша "
     "оның да де бірақ ал әлі немесе қарай кейін ешкім еді екен дейін ретінде "},
    {"uz-Cyrl", RC_SCRIPT_CYRILLIC, "эъёўқғҳ", "",
     " ва билан учун бу шу у улар бўлган бўлиб бўйича ҳам эди эмас ёки деб ҳақида томонидан керак "
     "лекин аммо эса ҳали йўқ ҳеч ким бир ҳар қилган қилиш уларнинг унинг бор "},
    {NULL, RC_SCRIPT_CYRILLIC, "ъщ", "", /* Bulgarian */
     " и в във на не е са от за да се по с със че като или но до при който която което които бил "
     "била "
     "било били този тази това тези той тя те ще след между няма най никой тях им му си "},
    {NULL, RC_SCRIPT_CYRILLIC, "ыэёіў", "ў", /* Belarusian */
     " і ў у на не ні з са да для за па што як гэта гэты гэтага але ці быў была было былі які якая "
     "якія яны яна ён мы аб ад пра таксама іх яго яе "},
    {NULL, RC_SCRIPT_CYRILLIC, "эъёғқҳҷӣӯ", "ҷӣӯ", /* Tajik */
     " ва дар аз ба ки бо барои ин он аст буд шуд намешавад карда шудааст ё низ ҳам ба то бар онҳо "
     "ҳеҷ кас нест "},
    {NULL, RC_SCRIPT_CYRILLIC, "јљњћђџѓќѕ", "јљњћђџѓќѕ", /* Serbian, Macedonian */
     " и у на не да се је су за од по са као или али који која које што би био до из при нису "
     "није "},
    {NULL, RC_SCRIPT_CYRILLIC, "ыэъёщәңөүһҗ", "җ", /* Tatar, Bashkir */
     " һәм белән өчен бу ул алар дип турында булып булган буенча аның да дә ләкин юк бар түгел "},
};

/* Letters told apart: all of `marked` and of the languages. */
#define LETTERS_MAX 128
/* All of them are below. */
#define LETTER_END 0x800

/* The evidence turned round, so that each letter and each word of a text is looked
 * up once for all languages.  Made at the first use. */
typedef struct {
  guint8 letter_count;
  guint8 letter_at[LETTER_END]; /* by character of either case; 0: of no weight */
  int letter_weights[LETTERS_MAX][G_N_ELEMENTS(evidence)];
  GHashTable *words; /* word -> a bit for each language that has it */
} Tables;

/* Of a memo with languages, whose bits are below: there may be none. */
#define IS_KNOWN (1U << 31)

G_STATIC_ASSERT(G_N_ELEMENTS(evidence) < 32);

/* Adds to what each letter of `list` weighs for a language, letters of `but` apart. */
static void weigh_letters(Tables *tables, gsize language, const char *list, const char *but,
                          int weight) {
  for (const char *p = list; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (g_utf8_strchr(but, -1, c))
      continue;
    g_assert(c < LETTER_END);
    if (!tables->letter_at[c]) {
      g_assert(tables->letter_count < LETTERS_MAX - 1);
      tables->letter_at[c] = ++tables->letter_count;
    }
    tables->letter_weights[tables->letter_at[c]][language] += weight;
  }
}

static const Tables *get_tables(void) {
  static Tables tables;
  if (tables.words)
    return &tables;
  tables.words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (gsize language = 0; language < G_N_ELEMENTS(evidence); language++) {
    /* Letters of its own count most; letters that it does not have count against it. */
    const Evidence *candidate = &evidence[language];
    weigh_letters(&tables, language, candidate->own, "", 2);
    weigh_letters(&tables, language, candidate->letters, "", 1);
    weigh_letters(&tables, language, marked[candidate->script], candidate->letters, -2);
    g_auto(GStrv) words = g_strsplit(candidate->words, " ", -1);
    for (char **word = words; *word; word++) {
      guint bits = GPOINTER_TO_UINT(g_hash_table_lookup(tables.words, *word));
      if (**word)
        g_hash_table_insert(tables.words, g_strdup(*word), GUINT_TO_POINTER(bits | 1U << language));
    }
  }
  for (gunichar c = 0x80; c < LETTER_END; c++) {
    gunichar lower = g_unichar_tolower(c);
    tables.letter_at[c] = lower < LETTER_END ? tables.letter_at[lower] : 0;
  }
  return &tables;
}

/* Finds the end of what stands between spaces around `start`.  True if it is an
 * address, a file name or a document symbol, which have no language; "and/or" has
 * one. */
static bool read_chunk(const char *text, guint32 start, guint32 *end) {
  const char *p = text + start;
  while (p > text && p[-1] != ' ')
    p--;
  guint strokes = 0;
  bool is_address = false;
  for (; *p && (*p != ' ' || p < text + start); p++) {
    strokes += *p == '/';
    is_address |=
        strokes >= 2 || *p == '@' || *p == '_' || (*p == 'w' && g_str_has_prefix(p, "www."));
  }
  *end = (guint32)(p - text);
  return is_address;
}

/* What it weighs that the text before is in a language: more than a word, less than two. */
#define GOES_ON 4

/* How much of a text's words each script and each language has. */
typedef struct {
  guint latin, cyrillic;
  int weights[G_N_ELEMENTS(evidence)];
} Tally;

/* Counts the words that are not part of an address. */
static void count_words(Tally *tally, const Tables *tables, const char *text, const GArray *words) {
  guint32 chunk_end = 0;
  bool is_address = false;
  for (guint i = 0; i < words->len; i++) {
    const RcWord *word = &g_array_index(words, RcWord, i);
    if (word->start >= chunk_end)
      is_address = read_chunk(text, word->start, &chunk_end);
    if (is_address)
      continue;
    RcScript script = rc_text_script(word->word);
    tally->latin += script == RC_SCRIPT_LATIN;
    tally->cyrillic += script == RC_SCRIPT_CYRILLIC;
    /* The languages that have the word, a bit for each; kept with its form. */
    gconstpointer known = word->form ? word->form->memos[RC_MEMO_LANGUAGE] : NULL;
    guint bits = known ? GPOINTER_TO_UINT(known) & ~IS_KNOWN
                       : GPOINTER_TO_UINT(g_hash_table_lookup(tables->words, word->word));
    if (word->form)
      word->form->memos[RC_MEMO_LANGUAGE] = GUINT_TO_POINTER(bits | IS_KNOWN);
    for (; bits; bits &= bits - 1)
      tally->weights[g_bit_nth_lsf(bits, -1)] += 3;
  }
}

static void count_letters(Tally *tally, const Tables *tables, const char *text) {
  guint counts[LETTERS_MAX] = {0};
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    if ((guchar)*p < 0x80)
      continue;
    gunichar c = g_utf8_get_char(p);
    if (c >= LETTER_END)
      c = g_unichar_tolower(c);
    counts[c < LETTER_END ? tables->letter_at[c] : 0]++;
  }
  for (guint letter = 1; letter < LETTERS_MAX; letter++)
    for (gsize i = 0; counts[letter] && i < G_N_ELEMENTS(evidence); i++)
      tally->weights[i] += (int)counts[letter] * tables->letter_weights[letter][i];
}

const char *rc_language_detect(const char *text, const GArray *words, const char *before) {
  const Tables *tables = get_tables();
  Tally tally = {0};
  count_words(&tally, tables, text, words);
  count_letters(&tally, tables, text);
  if (tally.latin + tally.cyrillic == 0)
    return NULL;
  RcScript script = tally.latin > tally.cyrillic ? RC_SCRIPT_LATIN : RC_SCRIPT_CYRILLIC;
  const Evidence *best = NULL;
  int best_weight = 0;
  bool told = false;
  for (gsize i = 0; i < G_N_ELEMENTS(evidence); i++) {
    int weight = tally.weights[i];
    told |= evidence[i].script == script && weight > 0;
    if (weight >= 0 && before && g_strcmp0(evidence[i].tag, before) == 0)
      weight += GOES_ON;
    if (evidence[i].script == script && weight > best_weight) {
      best = &evidence[i];
      best_weight = weight;
    }
  }
  return best && told ? best->tag : NULL;
}
