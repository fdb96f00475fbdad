#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What begins a paragraph, what is a note, and that each passage is cited alone.
. "$(dirname "$0")/tap.sh"

page() { "$here/make-page" "$1"; }

mkdir lib
page lib/weirs-en.pdf <<'END'
12b Report on the weirs
12
12 1. The keepers recommended that the district (a) open the upper weir to boats;
12 (b) hear those who live below the weir before the water is let out in spring;
12 (c) pay for the meadows. The district thanked them for the work of that year.
12
12 2. The district has to answer within a month, and it has answered that:
12 (a) the upper weir is open;
12 (b) the meadows are not paid for.
12
12 3. The rules of the weirs say in their second part what a keeper has to do:
12
10 @90 2. Any keeper may let the water out after he has heard those who live below,
10 @90 but not before the hay of the meadows has been brought home.
12
12 4. (a) The keepers have boats of the district; (b) they row them in the spring;
12 (c) nobody else may.
---
12b Meadows
12
12 (a) The upper meadow is wet.
12 (b) The lower meadow is dry.
12
12 Nobody has counted the meadows since then.
12
12 The district says nothing of the others.
END
page lib/weirs-ru.pdf <<'END'
12b Доклад о плотинах
12
12 1. Смотрители рекомендовали району (а) открыть верхнюю плотину для лодок;
12 (б) выслушать живущих ниже плотины, прежде чем весной будет спущена вода;
12 (в) оплатить луга. Район поблагодарил смотрителей за работу в этом году.
12
12 2. Район должен ответить в течение месяца, и он ответил следующее:
12 (а) верхняя плотина открыта;
12 (б) луга не оплачены.
12
12 3. Во второй части правил о плотинах сказано, что должен делать смотритель:
12
10 @90 2. Каждый смотритель вправе спустить воду, выслушав живущих ниже плотины,
10 @90 но не раньше, чем сено с лугов будет вывезено.
12
12 4. (а) У смотрителей есть лодки района; (б) весной они на них плавают; иначе
12 (в) лодки никому не дают.
---
12b Луга
12
12 (а) Верхний луг сырой.
12 (б) Нижний луг сухой.
12
12 Никто с тех пор не считал лугов.
12
12 Об остальных район ничего не говорит.
END
page lib/quoted-en.pdf <<'END'
12 3. The rules of the weirs say in their second part what a keeper has to do:
12
10 @90 2. Any keeper may let the water out after he has heard those who live below,
10 @90 but not before the hay of the meadows has been brought home.
END
page lib/quoted-ru.pdf <<'END'
12 3. Во второй части правил о плотинах сказано, что должен делать смотритель:
12
10 @90 2. Каждый смотритель вправе спустить воду, выслушав живущих ниже плотины,
10 @90 но не раньше, чем сено с лугов будет вывезено.
END
page lib/notes-en.pdf <<'END'
12 The keepers were heard by the district before the weir was opened.2 The meadows
12 were under water for a month, and nobody was paid for the hay that was lost there.
10
10 2. Letter of the keepers to the district.
END

page lib/access-ru.pdf <<'END'
12 Суд установил, что мельницы на реке были закрыты, и решил, что их следует открыть,
12 Для ограниченного доступа к оригиналам судебных актов с электронными
12 подписями судей по делу на информационном ресурсе (http://kad.arbitr.ru) введите код:
---
12 пока не началась жатва.
END

page lib/signed-en.pdf <<'END'
12 The court found that the mills on the river had been shut, and decided that they shall
12 be opened before the autumn, of which it has told the parties, and that
12
9b @330 Digitally signed by the court of the valley
9b @330 Certificate 00 A1 B2 C3
9b @330 Date: 01.02.2026 03:04:05
---
12 the district shall pay for the hay.
12
12 Digitally signed by the parties, the agreement was sent to the district in May.
END
page lib/signed-ru.pdf <<'END'
12 Суд установил, что мельницы на реке закрыты, и решил открыть их до осени, о чём он
12 сообщил сторонам, а также что
12
9b @330 Документ подписан усиленной
9b @330 квалифицированной электронной подписью
9b @330 Сертификат 00 A1 B2 C3
9b @330 Кому выдан суд долины
---
12 район должен заплатить за сено.
12
12 Подписано электронной подписью сторон, и соглашение отправлено району в мае.
END

paragraphs() { # DOCUMENT: number, kind and beginning of each passage
  "$index" --ocr=never --dump="lib/$1" | perl -MJSON::PP -ne 'my $p = decode_json($_); next if !$p->{passage};
    binmode STDOUT, ":utf8"; printf "%s|%s|%.24s\n", $p->{paragraph} // "-", $p->{kind}, $p->{text}'
}
english=$(paragraphs weirs-en.pdf) russian=$(paragraphs weirs-ru.pdf)
unlike "$english" '^1 \(b\)' 'an item of a sentence begins no paragraph'
unlike "$russian" '^1 \(б\)' 'in Russian neither'
like "$english" '^2 \(b\)\|body\|\(b\) the meadows' 'items of their own do'
like "$russian" '^2 \(б\)\|body\|\(б\) луга' 'in Russian, too'
like "$english" '^4\|body\|4. \(a\) The keepers' 'a paragraph that begins with its items is cited by its number'
like "$russian" '^4\|body\|4. \(а\) У' 'in Russian, too'
unlike "$english" '\(c\) nobody' 'and is whole'
unlike "$russian" '\(в\) лодки' 'in Russian, too'
like "$english" '\|body\|2. Any keeper' 'a numbered paragraph quoted in small type is no note'
like "$russian" '\|body\|2. Каждый смотритель' 'in Russian neither'
like "$(paragraphs quoted-en.pdf)" '\|body\|2. Any keeper' 'not at the foot of a page either'
like "$(paragraphs quoted-ru.pdf)" '\|body\|2. Каждый смотритель' 'in Russian, too'
like "$(paragraphs notes-en.pdf)" '^fn. 2\|footnote\|2. Letter of' 'what a word calls is one'
like "$english" '^Meadows \(b\)' 'an item under a heading carries it'
like "$russian" '^Луга \(б\)' 'in Russian, too'

like "$(paragraphs signed-en.pdf)" "^-\|body\|The court found .*
-\|body\|Digitally signed by the.*
-\|body\|Digitally signed by the" 'a stamp of a signature is read by itself'
signed=$("$index" --ocr=never --dump=lib/signed-en.pdf)
like "$signed" 'parties, and that the district shall pay' 'the text around it goes on'
like "$signed" 'the valley Certificate 00 A1 B2 C3 Date' 'and nothing of it is lost'
like "$(paragraphs signed-ru.pdf)" "^-\|body\|Суд установил.*
-\|body\|Документ подписан.*
-\|body\|Подписано" 'in Russian, too'
signed=$("$index" --ocr=never --dump=lib/signed-ru.pdf)
like "$signed" 'также что район должен' 'the text around it goes on there, too'
like "$signed" 'подписью Сертификат 00 A1 B2 C3 Кому' 'and nothing of it is lost'

like "$("$index" --ocr=never --dump=lib/access-ru.pdf)" 'следует открыть, пока не началась' \
  'nor is how to see the originals part of the text that it stands under'

run "$index" --index index --ocr=never lib
exits 0 'they are indexed'
for document in weirs-en:meadow weirs-ru:луг; do
  cited=$("$search" --index index --unit=passage --collapse=no --limit=100 --format=json \
    "${document#*:} OR район OR district" | "$here/json" 'hits.*.passages.*.citation')
  is "$(printf '%s\n' "$cited" | sort | uniq -d)" '' "no two passages are cited alike (${document%:*})"
  like "$cited" 'p. 2, unnumbered paragraph 2' "those without a number by their place on the page (${document%:*})"
done
finish
