#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Bodies, treaties, articles and rights from PDFs to answers, in both languages; and the lists of --vocabulary.
. "$(dirname "$0")/tap.sh"

# --- without an index ---
run "$search" --vocabulary body CERD
exits 0 '--vocabulary needs no index'
like "$out" '^CERD  Committee on the .* Racial Discrimination · Комитет по .* расовой дискриминации$' \
  'a line says id and both labels'
like "$out" 'КЛРД' 'other names stand below'
run "$search" --vocabulary body xylophone
exits 1 'nothing matches: exit status 1'
is "$out" '' 'and no output'
for part in ungan унган; do
  run "$search" --vocabulary group "$part"
  exits 1 "a name is meant by the beginning of a word, not by what stands inside: $part"
done
run "$search" --vocabulary colour
exits 2 'a field without a vocabulary: exit status 2'
like "$err" 'must be region, group, body, article or right' 'says which there are'
run "$search" --vocabulary group цыган
like "$out" '^roma +Roma · рома$' 'an exonym finds its concept'
unlike "$out" 'цыган' 'and is not shown'
run "$search" --vocabulary region --format=json Жамбыл
is "$(json concepts.0.id) $(json concepts.0.count.@type)" 'KZ-31 null' 'JSON: no counts without an index'
run "$search" --index nowhere --vocabulary body
exits 69 'an index that was named must be there'
for field in region group body right article; do
  run "$search" --vocabulary "$field"
  exits 0 "all of $field"
  [ "$(printf '%s\n' "$out" | wc -l)" -ge 100 ] && pass "$field: a hundred or more" || fail "$field: a hundred or more"
done

# --- carried away ---
run "$search" --vocabulary group --format=csv цыган
exits 0 '--vocabulary as CSV'
cp "$work/.out" groups.csv
run python3 - groups.csv <<'END'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding='utf-8', newline='')))
kinds = {(row['language'], row['label']): row['kind'] for row in rows if row['id'] == 'roma'}
assert list(rows[0]) == ['id', 'parent', 'label', 'language', 'kind', 'documents'], rows[0]
assert kinds['en', 'Roma'] == kinds['ru', 'рома'] == 'preferred', kinds
assert kinds['ru', 'цыган'] == kinds['en', 'Gypsies'] == 'hidden', kinds
assert all(row['documents'] == '' for row in rows)
END
exits 0 'CSV has a row for each label, and names that are never displayed are hidden ones'
[ "$status" = 0 ] || note "$err"
if run python3 -c 'import rdflib' && [ "$status" = 0 ]; then
  for field in group right body; do
    run "$search" --vocabulary $field --format=skos
    exits 0 "$field as SKOS"
    cp "$work/.out" $field.ttl
  done
  run "$search" --vocabulary region --format=skos Кордай
  cp "$work/.out" region.ttl
  run python3 - group.ttl right.ttl body.ttl region.ttl <<'END'
import collections, rdflib, sys
SKOS = rdflib.Namespace('http://www.w3.org/2004/02/skos/core#')
for name in sys.argv[1:]:
    graph = rdflib.Graph().parse(name, format='turtle', publicID='http://example.org/' + name)
    scheme = rdflib.URIRef('http://example.org/' + name + '#')
    concepts = set(graph.subjects(rdflib.RDF.type, SKOS.Concept))
    assert (scheme, rdflib.RDF.type, SKOS.ConceptScheme) in graph
    assert len(concepts) > (3 if name == 'region.ttl' else 100), (name, len(concepts))
    for concept in concepts:
        labels = [(kind, label) for kind in ('prefLabel', 'altLabel', 'hiddenLabel')
                  for label in graph.objects(concept, SKOS[kind])]
        languages = sorted(label.language for kind, label in labels if kind == 'prefLabel')
        assert languages == ['en', 'ru'], (concept, languages)
        twice = [label for label, count in collections.Counter(label for _, label in labels).items() if count > 1]
        assert not twice, (concept, twice)
        assert graph.value(concept, SKOS.inScheme) == scheme
        above = graph.value(concept, SKOS.broader)
        assert (above is None) == ((concept, SKOS.topConceptOf, scheme) in graph), concept
        assert above is None or above in concepts or name == 'region.ttl', (concept, above)
groups = rdflib.Graph().parse('group.ttl', format='turtle', publicID='http://example.org/')
roma = rdflib.URIRef('http://example.org/#roma')
assert rdflib.Literal('цыган', lang='ru') in set(groups.objects(roma, SKOS.hiddenLabel))
shughni = rdflib.URIRef('http://example.org/#shughni')
assert groups.value(shughni, SKOS.broader) == rdflib.URIRef('http://example.org/#pamiri')
END
  exits 0 'rdflib reads it: one preferred label a language, no label twice, each concept in its scheme'
  [ "$status" = 0 ] || note "$err"
else
  skip 'rdflib reads SKOS' 'no rdflib'
fi
run "$search" --format=skos torture
exits 2 'SKOS is no format of what is found'
like "$err" 'what is found has no format skos' 'and that is said'
run "$search" --vocabulary group --format=ris
exits 2 'nor are formats of libraries any of the vocabulary'

# --- with one ---
mkdir lib
pdf lib/english.pdf 'The pogrom violated article 26 of the ICCPR and articles 2 and 5 of ICERD.

The Committee against Torture recommended an investigation into torture.'
pdf lib/russian.pdf 'Нарушены статьи 2, 14 и 26 МПГПП, а также запрет пыток. КЛРД выразил обеспокоенность.

Язык вражды и безгражданство. Комитет против пыток ООН.'
pdf lib/treaty.pdf 'The State ratified the International Covenant on Civil and Political Rights.

The market was moved to the bank of the river.'
pdf lib/osh.pdf 'The village of Suzak is named here without its country.'
pdf lib/place-en.pdf 'The place of detention was seen.

The keeper of the mill spoke of detention.'
pdf lib/place-ru.pdf 'Место содержания под стражей осмотрели.

Содержание мельницы под дождём обошлось дорого.'
run "$index" --index index lib
exits 0 '(an index)'
is "$(files --article ICCPR:26)" 'english.pdf russian.pdf' '--article: one article, in both languages'
is "$(files --article МПГПП:26)" 'english.pdf russian.pdf' '--article by a Russian name'
is "$(files --article ICCPR:2)" 'russian.pdf' '--article is exact: 2 is not 26'
is "$(files --article ICCPR)" 'english.pdf russian.pdf treaty.pdf' \
  '--article without a number: any, and the treaty itself'
is "$(files --article 'International Covenant on Civil and Political Rights')" \
  'english.pdf russian.pdf treaty.pdf' '--article by the full name'
is "$(files article:ICCPR:26)" 'english.pdf russian.pdf' 'as a field of the query'
is "$(files --article ICERD:5)" 'english.pdf' 'the last of a list'
is "$(files --right torture)" 'english.pdf russian.pdf' '--right, in both languages'
is "$(files --right пытки)" 'english.pdf russian.pdf' '--right by a Russian name'
is "$(files --right 'hate speech')" 'russian.pdf' '--right finds the other language'
is "$(files --right racism)" 'russian.pdf' '--right finds what lies below it'
is "$(files --right pogroms)" 'english.pdf' '--right of one language'
is "$(files --body CAT)" 'english.pdf russian.pdf' '--body, in both languages'
is "$(files --body КЛРД)" 'russian.pdf' '--body by its abbreviation'
run "$search" --index index --article NOWHERE:1
exits 2 'an unknown treaty: exit status 2'
run "$search" --index index --right xylophone
exits 2 'an unknown right: exit status 2'
like "$err" 'recourse-search --vocabulary right' 'says how to find out'
run "$search" --index index --region Suzak --format=json
like "$(json 'notes.*.text')" 'Suzak.*several meanings.*KG-J.*' 'an ambiguous name lists what it may mean'

for name in Suzak Сузак; do
  run "$search" --index index --format=json "$name"
  like "$(json 'notes.*.text')" 'several meanings.*KZ-61/sozak.*KG-J/suzak' "so does $name as a word"
done
for name in Roma рома; do
  run "$search" --index index --format=json "$name"
  like "$(json 'query.expansions.*.forms.*')" '^рома$' "$name: the names that were searched are told"
  unlike "$(json 'query.expansions.*.forms.*')" 'цыган' "$name: but none that hurts"
done
run "$search" --index index 'place of detention'
like "$out" 'spoke of \*detention\*' 'a word of an expression is marked where it stands alone'
unlike "$out" '\*of\*' 'and none that says nothing'
run "$search" --index index 'место содержания под стражей'
like "$out" '\*Содержание\* мельницы' 'in Russian, too'
unlike "$out" '\*под\*' 'and none that says nothing there'

run "$search" --index index --format=json --facets --article ICCPR:26
is "$(json 'facets.article.*.id' | grep -cx 'ICCPR:26')" 1 'articles are counted'
like "$(json 'facets.article.*.label')" 'International Covenant on Civil and Political Rights, art. 26' \
  'with an English label'
like "$(json 'facets.article.*.label_ru')" 'Международный пакт о гражданских и политических правах, ст. 26' \
  'and a Russian one'
like "$(json 'facets.right.*.label_ru')" 'пытка' 'rights are counted'
run "$search" --index index --facets --right torture
like "$out" '^Right or violation$' 'facets as text: rights'
like "$out" '^ +1  ICCPR:26 +International Covenant' 'facets as text: articles, of the paragraphs that answer'
is "$(total --right torture --article ICCPR:26)" 1 'which is what the click gives'
is "$(total --right torture --article ICCPR:26 --unit=passage)" 1 'of paragraphs too'
run "$search" --index index --format=json --right torture --article ICCPR:26
is "$(json 'hits.*.files.*' | tr '\n' ' ')" 'russian.pdf english.pdf ' 'what has the two apart follows'
run "$search" --index index --country Almaty
exits 2 'a town is no country: exit status 2'
like "$err" 'recourse-search --vocabulary region' 'and where States are listed is said'
run "$search" --index index --article ICCPR:26 pogrom
like "$out" '\*article 26\*' 'the article is marked'
run "$search" --index index --vocabulary article ICCPR
like "$out" '^     3  ICCPR +International Covenant' '--vocabulary counts documents'
like "$out" '^     2  ICCPR:26 .*, art. 26 ·' 'and the articles that are cited'
run "$search" --index index --vocabulary article --format=csv ICCPR
like "$out" '^"ICCPR:26","ICCPR",".*, art. 26","en","preferred","2"' 'CSV counts documents, of articles, too'
for name in ICCPR МПГПП; do
  run "$search" --index index --vocabulary article --format=json "$name"
  is "$(json 'concepts.*.id' | tr '\n' ' ')" 'ICCPR ICCPR:2 ICCPR:14 ICCPR:26 ICCPR-OP1 ICCPR-OP2 ' \
    "$name: articles stand in the order of their numbers"
done
run "$search" --index index --vocabulary right --format=json tortur
is "$(json concepts.0.id) $(json concepts.0.count)" 'torture 2' 'JSON: counts'
is "$(json 'concepts.0.@keys')" 'count forms id label label_ru parent' 'JSON: the members of a concept'
finish
