#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the HTML of the long sample report to standard output.

The text is put together from the lists below by a small generator of its own
(not Python's, whose sequence may change), so every run gives the same bytes.
Each paragraph takes its sentences from one topic and fills them with places,
groups, months and numbers; a paragraph that came out before is refused."""
import re

# region | country | towns | peoples | what is particular to it
REGIONS = """
Abkhazia|Georgia|Gali, Ochamchire, Tkvarcheli, Sukhumi|Georgians, Armenians, Mingrelians|The crossing at the Enguri bridge was open on fewer days than in any year since the war. Georgian families of the Gali district were told to choose between a passport and a pension.
Almaty region|Kazakhstan|Taldykorgan, Chundzha, Zharkent, Talgar|Uyghurs, Kurds, Meskhetian Turks|The number of pupils in Uyghur classes fell again. A bakery run by Kurdish women in Talgar was closed after nine inspections in eight weeks.
Batken region|Kyrgyzstan|Batken, Isfana, Kyzyl-Kiya, Sulukta|Tajiks, Uzbeks, Lyuli|Shelling at the border drove people from their homes for the second year running. Houses of Tajik neighbours were marked with paint in Isfana.
Bukhara region|Uzbekistan|Bukhara, Kagan, Gijduvan, Vabkent|Tajiks, Bukharan Jews, Roma|The old Jewish quarter lost its last school. Tajik-language signs were taken down from tea-houses before an international festival.
Chechnya|Russia|Grozny, Argun, Gudermes, Shali|Chechens, Kumyks, Nogais|Collective punishment of relatives remained the rule. Families in Shali were driven from the republic after a meeting called by the head of the district.
Chui region|Kyrgyzstan|Tokmok, Kara-Balta, Kant, Sokuluk|Dungans, Kurds, Uyghurs|Refugees from Masanchi wintered with relatives in the Dungan villages of Tokmok. The school in Yrdyk celebrated a hundred years of teaching in Dungan.
Crimea|Ukraine|Bakhchysarai, Simferopol, Sudak, Dzhankoi|Crimean Tatars, Ukrainians, Karaites|Searches at dawn became a calendar of the year. The last radio programme in Crimean Tatar was moved to three in the morning.
Dagestan|Russia|Derbent, Khasavyurt, Makhachkala, Dagestanskiye Ogni|Lezgins, Avars, Tabasarans|The register of “extremists” grew by a tenth. Lezgin villages on the Samur wrote to four ministries about the water of their river.
Donetsk region|Ukraine|Mariupol, Kramatorsk, Bakhmut, Volnovakha|Greeks, Roma, Ukrainians|The Greek villages near Mariupol lost their schools to shelling. Roma from Toretsk were turned away from two centres for displaced persons.
Gorno-Badakhshan|Tajikistan|Khorog, Rushan, Murghob, Ishkoshim|Pamiris, Kyrgyz, Wakhis|The region lived without the Internet for a hundred and eleven days. Pamiri lawyers were tried behind closed doors.
Ingushetia|Russia|Magas, Nazran, Karabulak, Malgobek|Ingush, Chechens, Armenians|The trial of the elders who had protested against the new border ended in long sentences. Women took the place of the men on the square.
Issyk-Kul region|Kyrgyzstan|Karakol, Balykchy, Cholpon-Ata, Tyup|Dungans, Kalmyks, Russians|The wooden mosque of the Dungans in Karakol was repaired with money sent from abroad. Kalmyks of Chelpek asked for lessons in their language.
Karakalpakstan|Uzbekistan|Nukus, Chimbay, Muynak, Kungrad|Karakalpaks, Kazakhs, Turkmens|The trials after the July protests moved to Bukhara. Fishermen of Muynak who had become shepherds were counted as “unemployed by choice”.
Kharkiv region|Ukraine|Merefa, Liubotyn, Chuhuiv, Izium|Roma, Armenians, Russians|The killing of a leader of the Roma community in Vilshany was reclassified three times. Roma families guarded their street at night for a month.
Krasnodar territory|Russia|Krymsk, Abinsk, Armavir, Sochi|Meskhetian Turks, Kurds, Armenians|Cossack patrols again checked papers on the markets. Old people among the Meskhetian Turks still live on Soviet passports.
Leningrad region|Russia|Peri, Vsevolozhsk, Tosno, Gatchina|Roma, Lyuli, Vepsians|Bulldozers came to Peri in the first week of May. A Vepsian choir was fined for an “unauthorised procession”.
Mangystau region|Kazakhstan|Zhanaozen, Aktau, Beineu, Shetpe|Turkmens, Kazakhs, Azerbaijanis|Ten years after the shooting of oil workers in Zhanaozen the families gathered under the eyes of plain-clothes officers. Turkmen workers were dismissed first.
Mari El|Russia|Yoshkar-Ola, Volzhsk, Kozmodemyansk, Morki|Mari, Tatars, Chuvash|A sacred grove was sold as timber. Lessons of Mari became voluntary and, in most schools, disappeared.
Odesa region|Ukraine|Izmail, Bolhrad, Reni, Kiliia|Roma, Gagauz, Bulgarians|The houses of Loshchynivka stood empty for another year. Gagauz parents in Reni printed a reader at their own expense.
Osh region|Kyrgyzstan|Osh, Uzgen, Kara-Suu, Nookat|Uzbeks, Tajiks, Lyuli|Ten years after the June events the word pogrom is still avoided in public. Uzbek-language schools lost the right to set the final examination in Uzbek.
Samegrelo|Georgia|Zugdidi, Senaki, Poti, Tsalenjikha|Mingrelians, Roma, Abkhazians|Displaced families were moved from a sanatorium for the third time. Roma children of Zugdidi were registered at school for the first time.
Samtskhe-Javakheti|Georgia|Akhaltsikhe, Akhalkalaki, Ninotsminda, Abastumani|Armenians, Meskhetian Turks, Ossetians|Five families of repatriates received citizenship, eighteen were refused. Armenian villages waited for a translation of the land law.
Surkhandarya region|Uzbekistan|Termez, Denau, Boysun, Sherabad|Tajiks, Lyuli, Turkmens|Cotton was picked by teachers in spite of the ban. The settlement of Lyuli near Denau was fenced off from the road before a visit.
Transnistria|Moldova|Tiraspol, Bender, Rybnitsa, Grigoriopol|Moldovans, Roma, Bulgarians|The Latin-script schools paid rent for their own buildings. A man who had hung out a flag was kept in the basement for forty days.
Turkistan region|Kazakhstan|Turkistan, Sayram, Kentau, Saryagash|Uzbeks, Tajiks, Kurds|The maslikhat debated for a day whether to print its agenda in Uzbek. Stateless cotton workers were counted for the first time.
Tuva|Russia|Kyzyl, Shagonar, Ak-Dovurak, Chadan|Tuvans, Russians, Todzhans|Todzhan reindeer herders lost pastures to a mine. A detention facility in Kyzyl was described by its doctor as “a waiting room of tuberculosis”.
Zakarpattia|Ukraine|Mukachevo, Berehove, Uzhhorod, Korolevo|Roma, Hungarians, Rusyns|Registration before a court of persons never documented took eleven months on average. A Hungarian cultural centre was set on fire twice in one month.
Zhambyl region|Kazakhstan|Taraz, Korday, Masanchi, Sortobe|Dungans, Meskhetian Turks, Lyuli|The rebuilt houses of Masanchi are all of one pattern, and people call them “February houses”. Eleven convicts appealed to the Supreme Court.
"""

TOPICS = {
"Detention and fair trial": """
In {month} the police of {town} detained {n} {people} in {place} and released {m} of them without any record of the detention.
A resident of {town} was kept for {n} hours in a corridor of the district department before a lawyer was let in.
The court in {town} extended pre-trial detention in {n} of {big} cases that our observers attended, on average after {m} minutes of hearing.
Of {big} {people} questioned about their latest detention, {n} said that nobody had told them the grounds.
An interpreter was missing at {n} hearings in {town2}; in {month} the judge asked a cousin of the defendant to translate.
{n} administrative arrests followed the gathering in {place} in {town}, all for “disobedience”.
The protocol of one detention, dated {day} {month}, bears the signature of a witness who was in {town2} on that day.
The lawyer of {n} defendants in {town} was searched at the door of the court in {month} and {m} pages of notes were taken.
A sixteen-year-old from {town2} was sentenced in {month} to {m} years on the word of {n} policemen.
Prosecutors admitted {m} violations of the term of detention in {town}, and no official was punished for {n} others.
""",
"Torture and ill-treatment": """
{n} complaints of torture were lodged in {town}; medical examination was ordered in {m} of them.
A man detained on {day} {month} near {place} left the police department of {town} with {m} broken ribs and a paper saying that he had fallen.
Doctors of the hospital in {town2} recorded marks of electric current on the fingers of {m} patients brought from custody in {month}.
The investigator in {town} refused to open a case {n} times; on the {m}th appeal the court agreed with the family.
A death in the temporary detention facility of {town2} on {day} {month} was explained by heart failure, although the deceased was {age} years old.
{people_cap} from {town} said that they were made to sing the national anthem {n} times during the beating.
The camera in the corridor was out of order on {day} {month}, as on {n} other days of the year when complaints arose in {town}.
In {month} an officer in {town} was sentenced to {m} years for torture, the only such verdict in {n} cases.
Former prisoners of the colony near {town2} described a “greeting” of {n} blows with a rubber truncheon.
The national preventive mechanism visited {town} in {month} and left after {m} minutes because the key to the basement was not found.
""",
"Enforced disappearances": """
On {day} {month} a driver from {town} was taken from {place} by men in masks; his family received {n} replies that he was nowhere held.
The list of the disappeared of {town} kept by relatives grew to {big} names in {month}, of whom {n} are {people}.
A grave with the remains of {m} persons was opened near {town2} in {month}; identification has been promised within {n} months.
The mother of a man who disappeared {m} years ago in {town} was fined in {month} for standing with his portrait in {place}.
{m} men taken from a hostel in Moscow were found after {n} days in a cell in {town}.
The prosecutor in {town2} suspended a case of enforced disappearance for the {m}th time on {day} {month}.
Witnesses to an abduction in {town} gave the number of the car {n} minutes later; the registry was asked for it in {month}.
The Working Group on Enforced or Involuntary Disappearances sent {m} letters about {people} of {town} and had {n} lines in answer.
""",
"Violence and pogroms": """
On {day} {month} a crowd of some {big} people broke the windows of {n} houses of {people} in {place} in {town}.
The police arrived in {town2} {n} minutes after the first call, when {m} cars were already burning.
Calls to “clean” {town} of {people} were passed on by {big} accounts within {m} hours in {month}.
Elders of {people} in {town} were asked on {day} {month} to sign a promise that {n} young men would leave.
{m} persons were wounded in a fight at {place}; the court of {town2} counted the {n} who defended their homes among the attackers.
After the violence of {month}, {n} families left {town} and {m} sold their land for a third of its price.
The racist motive was recognised in {m} of {n} attacks on {people} registered in {town}.
A school in {town2} gave shelter to {n} women and children for {m} nights in {month}.
""",
"Hate speech": """
Our monitors read {big} publications on {people} in the newspapers of {town} and marked {n} as hate speech.
A deputy in {town2} said on {day} {month} that {people} “multiply like grass”; the ethics board reprimanded {m} journalists for quoting it.
{n} posters against {people} hung for {m} weeks at {place} in {town}.
The court in {town} fined a pensioner in {month} for {m} comments, while a channel with {big} subscribers was left alone.
In {month} a teacher in {town2} told {n} pupils that {people} “were brought here as labour”.
A football match in {town} was stopped in the {n}th minute because of chants against {people}.
Of {n} reports sent to the owners of networks about threats in {town}, {m} led to removal within a week.
A local station in {town2} dropped the nationality of suspects from its news in {month}, after {n} talks with editors.
""",
"Language rights": """
The number of classes taught in the language of the {people} in {town} fell from {big} to {n}.
Parents of {n} pupils in {town2} wrote in {month} to ask for {m} hours a week of their language.
Textbooks for {people} printed in {month} reached {n} schools of {town}, with {m} errors on the first page.
A clerk in {town} sent back {n} applications in {month} because a name was spelt with a letter of the minority alphabet.
The sign at the entrance of {town2} lost its second language on {day} {month}, after {n} years.
Court papers were translated for {m} of {n} defendants who asked for it in {town}.
A theatre of the {people} in {town} played {n} evenings, {m} of them without heating.
A newspaper of the {people} from {town2} cut its run to {big} copies in {month} and lost {m} of its staff.
""",
"Statelessness and documents": """
In {town} and its villages {big} persons without citizenship were counted, {n} of them minors.
A woman from {town2} born in {year} has been asked for proof of residence {n} times since {month}.
Mobile groups visited {place} near {town} in {month} and accepted {n} applications, refusing {m}.
Birth certificates with a dash instead of citizenship were issued to {n} children of {people} in {town}.
The migration service of {town2} kept {m} stateless men for {n} days without a country to send them to.
A passport of the Soviet Union of {year} was shown to us by {n} {people} in {town} as their only paper.
The fee for a court procedure in {town} equals {m} weekly wages of a seasonal worker; {n} {people} gave up.
Students without papers, {n} in {town2}, attended lectures until {month} and were not let into the examination.
""",
"Housing and land": """
Bulldozers pulled down {n} houses of {people} at {place} in {town} on {day} {month}.
The mayor of {town2} offered {m} rooms in a hostel to {n} evicted families.
{big} dwellings in {town} stand on land without title, {n} of them built before {year}.
Water was cut off for {n} days in the settlement of {people} near {town} in {month}.
A court decision of {m} lines, made in absence, ordered the removal of {n} persons from {place} in {town2}.
Pastures of {big} hectares near {town} were leased to a company in {month} without the consent of {n} households.
Victims in {town2} received compensation for {m} of the {n} buildings that burnt.
Landlords in {town} refused {n} of {big} callers who had a name typical of {people}.
""",
"Education": """
Of {big} children of school age in the settlements around {town}, {n} attend lessons.
A school in {town2} taught {n} children of {people} in a separate building with {m} stoves.
The mediator employed in {town} since {month} brought {n} pupils back to class.
Girls of {people} in {town2} left school at an average age of {m}; {n} were married before the end of the year.
A college in {town} reserved {m} places for {people} and filled {n} in two years.
The history textbook used in {town} gives {m} lines to the {people} and {n} pages to the conquest of their land.
On {day} {month} parents in {town2} kept {n} children at home in protest against a mixed class.
Teachers of {town} had {n} hours of training on tolerance in {month}, read from {m} slides.
""",
"Women, children and health": """
An ambulance refused to come to {place} in {town} {n} times in {month}.
{n} women of {people} in {town2} told us about insults in the maternity ward; {m} were placed in a separate room.
A shelter for victims of domestic violence in {town} has {m} beds and had {n} requests in {month}.
Bride kidnapping was reported to the police of {town2} in {n} cases; {m} came before a judge.
Vaccination of {people} around {town} reached {n} per cent after nurses visited {place} on {day} {month}.
A clinic in {town} asked for a passport at the door and sent away {n} patients within {m} weeks.
Tuberculosis was found in {m} of {n} released prisoners examined in {town2} in {month}.
Children of detained {people} from {town}, {n} in all, spent {m} months with neighbours.
""",
"Defenders and journalists": """
A lawyer in {town} was disbarred on {day} {month} after {n} complaints by the police.
The office of a human rights group in {town2} was searched for {m} hours in {month}; {n} files were carried away.
A blogger of the {people} was sentenced in {town} to {m} years for {n} posts.
The tax office of {town} found {n} mistakes in a report of {big} pages and suspended the organisation for {m} months.
Journalists who filmed at {place} in {town2} on {day} {month} were held for {n} hours.
Observers from {town} were refused entry to {m} of {n} hearings, “for lack of seats”.
A threat was painted on the fence of an activist in {town2} in {month}, {m} days after a statement signed by {n} people.
The prosecutor of {town} invited {n} defenders to a talk in {month} and warned {m} of them in writing.
""",
}
ENDINGS = """
No answer had come to our letter of {day} {month} by the time of printing.
The case is followed by a volunteer from {town}, who has written {n} letters about it.
We recommended in our last report, in paragraph {n}, that the regional authorities of {region} deal with this; they have not.
Similar facts from {region} are noted in paragraph {n} of the report for the year before.
In the words of a resident of {town2}, aged {age}: “{quote}”
The Committee asked {country} about it in the list of issues, question {m}.
What is different from the year before is the place: {town} instead of {town2}.
"""
QUOTES = """We are counted only when we are fined.|They know our street better than our names.|My grandfather was deported from one house and I was evicted from another.|I would like to be asked before I am helped.|Nobody forbids us anything; it is only that nothing is allowed.|They apologised to the horse and not to us.|I have been waiting in this queue since I was a bride.|The judge was kind, he only had no time.|We keep the key of a door that was burnt.|In winter they do not come, because of the road.|Write that we are still here.|My children translate the insults for me.|The paper was in a language that I pay taxes in.|He said that it was not personal, and that was the worst of it."""
PLACES = "the central market|the bus station|the railway settlement|the street behind the brickworks|the square before the administration|the dormitory of the textile works|the lower quarter|the bridge over the canal|the settlement by the cemetery|the old airfield|the grain store|the teachers’ houses"
MONTHS = "January February March April May June July August September October November December".split()


class Dice:
    """A linear congruential generator: the same numbers everywhere."""
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n

    def pick(self, items):
        return items[self.below(len(items))]

    def draw(self, items, k):
        pool, out = list(items), []
        while pool and len(out) < k:
            out.append(pool.pop(self.below(len(pool))))
        return out


def main():
    dice = Dice(20201231)
    topics = {t: s.strip().split("\n") for t, s in TOPICS.items()}
    endings = ENDINGS.strip().split("\n")
    quotes, places = QUOTES.split("|"), PLACES.split("|")
    seen, number = set(), 0

    print("""<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Minorities in Twenty-Eight Regions: Annual Report 2020</title>
<meta name="author" content="Sample Network of Regional Monitors">
<meta name="dcterms.created" content="2021-06-30">
<link rel="stylesheet" href="ngo.css">
<style>body { string-set: none; } h1 { string-set: head "Annual Report 2020"; } h2.region { page-break-before: always; string-set: head "Annual Report 2020 – " content(text); }</style>
<body data-head="Annual Report 2020">
<p class="sample">SAMPLE. Put together from lists of phrases for Recourse, to show and to test the search. It is not a real document of any organisation; every number, event and quotation in it is invented.
<h1>Minorities in Twenty-Eight Regions: Annual Report 2020</h1>
<p class="by">Sample Network of Regional Monitors
<p class="by">30 June 2021
<h2 class="break">Introduction</h2>""")

    def paragraph(text):
        nonlocal number
        number += 1
        print("<p>%d. %s" % (number, text))

    paragraph("This report follows the rights of ethnic minorities in twenty-eight regions of eight countries through one year. The regions stand in the order of the alphabet, and each chapter has the same order of rights, so that a reader who looks for one subject, such as detention or language, finds it at the same place everywhere.")
    paragraph("Two hundred and six monitors sent reports. We print a number only if two of them gave it, and leave out every name.")
    paragraph("Places are named as their inhabitants name them in the language in which they wrote to us; hence Osh and Khorog, but also Zhambyl, where our archive has Jambyl and Dzhambul.")

    for line in REGIONS.strip().split("\n"):
        region, country, towns, peoples, intro = line.split("|")
        towns, peoples = towns.split(", "), peoples.split(", ")
        print('<h2 class="region">%s (%s)</h2>' % (region, country))
        paragraph(intro)
        for topic, patterns in topics.items():
            if dice.below(9) == 0:
                continue
            print("<h3>%s</h3>" % topic)
            fresh = dice.draw(patterns, len(patterns))
            while len(fresh) >= 4:
                k = 3 + dice.below(2)
                chosen, fresh = fresh[:k], fresh[k:]
                if dice.below(2):
                    chosen.append(dice.pick(endings))
                town, town2 = dice.draw(towns, 2)
                people = dice.pick(peoples)

                def fill(sentence):
                    n = 5 + dice.below(90)
                    value = {
                        "region": region, "country": country, "town": town, "town2": town2,
                        "people": people, "people_cap": people, "place": dice.pick(places),
                        "month": dice.pick(MONTHS), "day": str(1 + dice.below(28)),
                        "n": str(n), "m": str(2 + dice.below(min(n, 12) - 1)),
                        "big": str(n + 20 + dice.below(800)), "age": str(19 + dice.below(65)),
                        "year": str(1962 + dice.below(28)), "quote": dice.pick(quotes),
                    }
                    text = re.sub(r"\{(\w+)\}", lambda x: value[x.group(1)], sentence)
                    text = re.sub(r"\b(\d+)th\b", lambda x: x.group(1) + (
                        "th" if 11 <= int(x.group(1)) % 100 <= 13 else
                        {"1": "st", "2": "nd", "3": "rd"}.get(x.group(1)[-1], "th")), text)
                    return text[0].upper() + text[1:]

                text = " ".join(fill(s) for s in chosen)
                assert text not in seen
                seen.add(text)
                paragraph(text)
                if dice.below(3) == 0:
                    break


main()
