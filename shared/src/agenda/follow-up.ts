import type { StepDraft } from '../contracts/meetings.ts'
import { closing, reading, step } from './common.ts'

/** What was promised: what became of it, what stood in the way, what is taken on next. */
export function followUpAgenda(): StepDraft[] {
  return [
    step({
      mode: 'free',
      minutes: 5,
      title: { tr: 'Karşılama', en: 'Welcome', ar: 'الترحيب', de: 'Begrüßung', da: 'Velkomst', eu: 'Ongietorria' },
      instruction: {
        tr: 'Bugün geçen toplantıda verilen sözlere bakıyoruz. Yeni geldiyseniz adınızı ve kuruluşunuzu söyleyin.',
        en: 'Today we look at what was promised at the last meeting. If you are new here, say your name and your organisation.',
        ar: 'ننظر اليوم في ما وُعد به في الاجتماع السابق. إن كنتم جددًا هنا فعرّفوا بأسمائكم وبجهتكم.',
        de: 'Heute sehen wir uns an, was beim letzten Treffen zugesagt wurde. Wenn Sie neu dabei sind, nennen Sie Ihren Namen und Ihre Organisation.',
        da: 'I dag ser vi på, hvad der blev lovet på sidste møde. Hvis du er ny her, så sig dit navn og din organisation.',
        eu: 'Gaur azken bileran hitz emandakoari begiratuko diogu. Berria bazara, esan zure izena eta zure erakundea.',
      },
    }),
    step({
      mode: 'discuss',
      minutes: 20,
      title: {
        tr: 'Verilen sözler ne oldu?',
        en: 'What became of it',
        ar: 'ماذا حلّ بالوعود؟',
        de: 'Was daraus geworden ist',
        da: 'Hvad der blev af det',
        eu: 'Zer gertatu da hitz emandakoarekin',
      },
      instruction: {
        tr: 'Geçen toplantının kararlarını tek tek ele alın. Neyin yapıldığını, neyin yapılamadığını ve nedenini söyleyin.',
        en: 'Go through the decisions of the last meeting one by one. Say what has been done, what hasn’t, and why.',
        ar: 'راجعوا قرارات الاجتماع السابق واحدًا واحدًا. قولوا ما الذي أُنجز وما الذي لم يُنجز، ولماذا.',
        de: 'Gehen Sie die Beschlüsse des letzten Treffens einzeln durch. Sagen Sie, was getan wurde, was nicht, und warum.',
        da: 'Gå sidste mødes beslutninger igennem én for én. Sig, hvad der er gjort, hvad der ikke er, og hvorfor.',
        eu: 'Berrikusi azken bilerako erabakiak banan-banan. Esan zer egin den, zer ez, eta zergatik.',
      },
    }),
    step({
      mode: 'write',
      minutes: 10,
      settings: { naming: 'side' },
      title: {
        tr: 'Kolaylaştıranlar ve zorlaştıranlar',
        en: 'What helped, what stood in the way',
        ar: 'ما ساعد وما أعاق',
        de: 'Was geholfen hat, was im Weg stand',
        da: 'Hvad der hjalp, og hvad der stod i vejen',
        eu: 'Zerk lagundu duen, zerk oztopatu duen',
      },
      instruction: {
        tr: 'İşleri neyin kolaylaştırdığını, neyin zorlaştırdığını yazın; her nota bir şey. Notlar açılana kadar sizinkileri başka kimse okuyamaz.',
        en: 'Write what helped and what stood in the way, one thing per note. Until the reveal nobody else can read your notes.',
        ar: 'اكتبوا ما ساعد وما أعاق، أمرًا واحدًا في كل ملاحظة. لا يستطيع أحد غيركم قراءة ملاحظاتكم قبل الكشف عنها.',
        de: 'Schreiben Sie, was geholfen hat und was im Weg stand, eine Sache je Notiz. Bis zum Aufdecken kann niemand sonst Ihre Notizen lesen.',
        da: 'Skriv, hvad der hjalp, og hvad der stod i vejen, én ting på hver seddel. Ingen andre kan læse dine sedler, før de vises.',
        eu: 'Idatzi zerk lagundu duen eta zerk oztopatu duen, gauza bat ohar bakoitzean. Erakutsi arte beste inork ezin ditu zure oharrak irakurri.',
      },
    }),
    reading(),
    step({
      mode: 'vote',
      minutes: 10,
      settings: { budget: 3 },
      title: {
        tr: 'Sırada ne var?',
        en: 'What we take on next',
        ar: 'ما الذي نتولاه تاليًا',
        de: 'Was wir als Nächstes angehen',
        da: 'Hvad vi tager fat på nu',
        eu: 'Zeri ekingo diogun orain',
      },
      instruction: {
        tr: 'Puanlarınızı, bir sonraki toplantıya kadar en çok işe yarayacak konulara verin. Toplamlar oylama kapanınca açılır.',
        en: 'Give your dots to what would help most until the next meeting. Totals appear when the vote closes.',
        ar: 'امنحوا نقاطكم لما سيفيد أكثر حتى الاجتماع القادم. تظهر المجاميع عند إغلاق التصويت.',
        de: 'Geben Sie Ihre Punkte dem, was bis zum nächsten Treffen am meisten hilft. Summen erscheinen nach dem Ende der Abstimmung.',
        da: 'Giv dine prikker til det, der vil hjælpe mest inden næste møde. Tallene vises, når afstemningen lukkes.',
        eu: 'Eman zure puntuak hurrengo bilerara arte gehien lagunduko duenari. Guztizkoak bozketa ixtean agertzen dira.',
      },
    }),
    step({
      mode: 'decide',
      minutes: 20,
      title: {
        tr: 'Yeni sözler',
        en: 'New promises',
        ar: 'وعود جديدة',
        de: 'Neue Zusagen',
        da: 'Nye løfter',
        eu: 'Konpromiso berriak',
      },
      instruction: {
        tr: 'Her söz için kuruluşu ve tarihi yazın. Yapılamayan eski sözler ya yeni bir tarih alır ya da birlikte bırakılır.',
        en: 'Write the organisation and a date for each promise. What wasn’t kept either gets a new date or is let go together.',
        ar: 'اكتبوا لكل وعد الجهة والتاريخ. ما لم يُنجز إما أن يُعطى تاريخًا جديدًا أو يُترك باتفاق الجميع.',
        de: 'Schreiben Sie zu jeder Zusage die Organisation und ein Datum. Was nicht eingelöst wurde, bekommt ein neues Datum oder wird gemeinsam aufgegeben.',
        da: 'Skriv organisation og dato ved hvert løfte. Det, der ikke blev holdt, får enten en ny dato eller slippes i fællesskab.',
        eu: 'Idatzi konpromiso bakoitzean erakundea eta data. Bete ez denak data berria hartzen du, edo denon artean uzten da bertan behera.',
      },
    }),
    closing(),
  ]
}
