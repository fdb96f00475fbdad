#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Notes whose marks are letters or Roman numerals, and raised letters that are no marks.
. "$(dirname "$0")/tap.sh"

page() { "$here/make-page" "$1"; }

mkdir lib
page lib/mills-en.pdf <<'END'
14b The mills
14
12 1. The keepers of the mills were heard in May,{a} and they said that the 1{st} weir
12 was 4 m{2} wide, that rule N{o} 7 was kept and that nobody had drowned.{b} The
12 water {a} was high.
12
12 2. The district has not answered the keepers, who have asked it once more.
14
8 {a} Letter of the keepers, with a plan of the weir and of the
8 mill that stood there.
8 {b} Register of the parish.
---
12 3. The miller left in June.{a} He had 2{a} sons, the elder of whom was heard by the
12 district in a room of the mill, and the younger was not.
14
8 a He said so.
---
12 4. Nobody has seen the mill since then, and no letter on it was ever written.
14
8 a mill of stone that stood there before
END
page lib/mills-ru.pdf <<'END'
14b Мельницы
14
12 1. Хранителей мельниц выслушали в мае,{а} и они сказали, что на 1-{й} плотине
12 было 4 м{2} воды, что правило N{o} 7 соблюдалось и что никто не утонул.{б} В тот
12 год вода {а} стояла высоко.
12
12 2. Район не ответил хранителям, которые спросили его ещё раз.
14
8 {а} Письмо хранителей с планом плотины и мельницы, которая там
8 стояла.
8 {б} Приходская книга.
---
12 3. Мельник уехал в июне.{а} У него было двое сыновей, старшего из которых район
12 выслушал в мельнице, а младшего не выслушал.
14
8 а Так он сказал.
---
12 4. С тех пор никто не видел мельницы, и писем о ней никто не писал.
14
8 а мельница там стояла каменная
END
page lib/weirs-en.pdf <<'END'
14b The weirs
12
12 1. The keepers were heard in May.{i} They said that the weir had been open since{ii}
12 the flood, and that nobody drowned there in those years, nor later.{iii}
12
12 2. The district has not answered.
---
12 3. Nobody asked it.{iv}
12
12b Notes
12
12 i Letter of the keepers.
12 ii Register of the parish, with what was added to it in the year of the flood and in
12 the year after it.
12 iii Idem.
12 iv Report of the district.
END
page lib/weirs-ru.pdf <<'END'
14b Плотины
12
12 1. Хранителей выслушали в мае.{а} Они сказали, что плотина открыта со времени{б}
12 наводнения и что никто там в те годы не утонул, и позже тоже.{в}
12
12 2. Район не ответил.
---
12 3. Его никто не спросил.{г}
12
12b Примечания
12
12 а) Письмо хранителей.
12 б) Приходская книга с тем, что было внесено в неё в год наводнения и в следующем
12 году.
12 в) Там же.
12 г) Отчёт района.
END

passages() { # DOCUMENT: number, what calls it, and text of each passage
  "$index" --ocr=never --dump="lib/$1" | perl -MJSON::PP -ne 'my $p = decode_json($_); next if !$p->{passage};
    binmode STDOUT, ":utf8"; printf "%s|%s|%s\n", $p->{paragraph} // "-", $p->{footnote_of} // "-", $p->{text}'
}
mills=$(passages mills-en.pdf) ru_mills=$(passages mills-ru.pdf)
like "$mills" 'heard in May, and' 'a raised letter that a note has is taken out'
like "$ru_mills" 'выслушали в мае, и' 'in Russian, too'
like "$mills" '1st weir was 4 m2 wide, that rule No 7' 'ordinals, squares and No keep theirs'
like "$ru_mills" '1-й плотине было 4 м2 воды, что правило No 7' 'in Russian, too'
like "$mills" 'drowned. The water was high' 'a note may be called again'
like "$ru_mills" 'утонул. В тот год вода стояла высоко' 'in Russian, too'
like "$mills" '^fn. a\|2\|a Letter of the keepers, with a plan of the weir and of the' 'the note knows what calls it'
like "$ru_mills" '^fn. а\|2\|а Письмо хранителей с планом плотины и мельницы' 'in Russian, too'
like "$mills" '^fn. b\|2\|b Register' 'so does the next one'
like "$ru_mills" '^fn. б\|2\|б Приходская' 'in Russian, too'
like "$mills" 'in June. He had 2a sons' 'behind a figure it is rather part of an ordinal'
like "$mills" '^fn. a\|6\|a He said so' 'letters begin anew on the next page'
like "$ru_mills" '^fn. а\|6\|а Так он' 'in Russian, too'
like "$mills" '^-\|-\|a mill of stone' 'what nothing calls is no note'
like "$ru_mills" '^-\|-\|а мельница там' 'in Russian neither'
weirs=$(passages weirs-en.pdf) ru_weirs=$(passages weirs-ru.pdf)
like "$weirs" 'in May. They said that the weir had been open since the flood' 'Roman numerals are marks of endnotes'
like "$ru_weirs" 'в мае. Они сказали, что плотина открыта со времени наводнения' 'letters are in Russian'
like "$weirs" '^fn. ii\|2\|ii Register of the parish.*after it.$' 'which know what calls them'
like "$ru_weirs" '^fn. б\|2\|б\) Приходская книга.*следующем году.$' 'in Russian, too'
like "$weirs" '^fn. iv\|4\|iv Report' 'to the last'
like "$ru_weirs" '^fn. г\|4\|г\) Отчёт' 'in Russian, too'
finish
