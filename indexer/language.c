/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "language.h"

#include <string.h>

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
    {NULL, RC_SCRIPT_LATIN, "àâçéèêëîïôùûüœæ", "", /* French */
     " le la les de des du un une et a au aux en dans que qui ne pas par pour sur avec est ont ete "
     "son sa ses leur leurs ce cette ces il elle ils elles nous se ou mais plus comme etre sont "
     "n'a "
     "d'une d'un qu'il l'etat n'ont n'est "},
    {NULL, RC_SCRIPT_LATIN, "áéíñóúü", "", /* Spanish */
     " el la los las de del y a en que no un una por para con su sus se es al lo como mas pero fue "
     "son ha han este esta estos o ser contra sobre ellos entre sin ni nadie "},
    {NULL, RC_SCRIPT_LATIN, "áàâãçéêíóôõú", "", /* Portuguese */
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

/* How often letters of `list` occur in the text, letters of `but` apart. */
static guint count_letters(const char *text, const char *list, const char *but) {
  guint count = 0;
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = (guchar)*p < 0x80 ? 0 : g_unichar_tolower(g_utf8_get_char(p));
    count += c && g_utf8_strchr(list, -1, c) && !g_utf8_strchr(but, -1, c);
  }
  return count;
}

/* True of a word within an address, a file name or a document symbol, which have no
 * language; "and/or" has one. */
static bool in_address(const char *text, const RcWord *word) {
  const char *start = text + word->start, *end = text + word->end;
  while (start > text && start[-1] != ' ')
    start--;
  end += strcspn(end, " ");
  guint strokes = 0;
  for (const char *p = start; p < end; p++) {
    strokes += *p == '/';
    if (strokes >= 2 || *p == '@' || *p == '_' || g_str_has_prefix(p, "www."))
      return true;
  }
  return false;
}

/* The words that are not part of an address. */
static GArray *copy_plain(const char *text, const GArray *words) {
  GArray *plain = g_array_sized_new(FALSE, FALSE, sizeof(RcWord), words->len);
  for (guint i = 0; i < words->len; i++)
    if (!in_address(text, &g_array_index(words, RcWord, i)))
      g_array_append_val(plain, g_array_index(words, RcWord, i));
  return plain;
}

static guint count_words(const GArray *words, const char *list) {
  guint count = 0;
  char between[32];
  for (guint i = 0; i < words->len; i++) {
    const char *word = g_array_index(words, RcWord, i).word;
    gsize length = strlen(word);
    if (length + 3 > sizeof between)
      continue;
    between[0] = ' ';
    memcpy(between + 1, word, length);
    memcpy(between + 1 + length, " ", 2);
    count += strstr(list, between) != NULL;
  }
  return count;
}

/* The script of most of the words. */
static RcScript main_script(const GArray *words) {
  guint latin = 0, cyrillic = 0;
  for (guint i = 0; i < words->len; i++) {
    RcScript script = rc_text_script(g_array_index(words, RcWord, i).word);
    latin += script == RC_SCRIPT_LATIN;
    cyrillic += script == RC_SCRIPT_CYRILLIC;
  }
  if (latin + cyrillic == 0)
    return RC_SCRIPT_OTHER;
  return latin > cyrillic ? RC_SCRIPT_LATIN : RC_SCRIPT_CYRILLIC;
}

/* Words count most, then letters of its own; letters that it does not have count
 * against it. */
static int weigh(const Evidence *candidate, const char *text, const GArray *words) {
  return (int)(3 * count_words(words, candidate->words)) +
         (int)(2 * count_letters(text, candidate->own, "")) +
         (int)count_letters(text, candidate->letters, "") -
         (int)(2 * count_letters(text, marked[candidate->script], candidate->letters));
}

const char *rc_language_detect(const char *text, const GArray *words) {
  g_autoptr(GArray) plain = copy_plain(text, words);
  RcScript script = main_script(plain);
  const Evidence *best = NULL;
  int best_weight = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(evidence); i++) {
    const Evidence *candidate = &evidence[i];
    if (candidate->script != script)
      continue;
    int weight = weigh(candidate, text, plain);
    if (weight > best_weight) {
      best = candidate;
      best_weight = weight;
    }
  }
  return best ? best->tag : NULL;
}
