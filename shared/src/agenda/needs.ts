import type { StepDraft } from '../contracts/meetings.ts'
import { closing, pause, reading, step } from './common.ts'

/** A needs-assessment workshop: from what people see in their work to who does what. */
export function needsAgenda(): StepDraft[] {
  return [
    step({
      mode: 'free',
      minutes: 10,
      title: { tr: 'Karşılama', en: 'Welcome', ar: 'الترحيب', de: 'Begrüßung', da: 'Velkomst', eu: 'Ongietorria' },
      instruction: {
        tr: 'Adınızı ve hangi kuruluş için geldiğinizi söyleyin. Panoya göz atın; henüz yapmanız gereken bir şey yok.',
        en: 'Say your name and which organisation you are here for. Look around the board; nothing is asked of you yet.',
        ar: 'عرّفوا بأسمائكم وبالجهة التي جئتم من أجلها. ألقوا نظرة على اللوحة، فلا شيء مطلوب منكم بعد.',
        de: 'Sagen Sie, wie Sie heißen und für welche Organisation Sie hier sind. Sehen Sie sich auf der Tafel um; zu tun ist noch nichts.',
        da: 'Sig, hvad du hedder, og hvilken organisation du er her for. Se dig om på tavlen; du skal ikke gøre noget endnu.',
        eu: 'Esan nola duzun izena eta zein erakunderen izenean zauden hemen. Begiratu arbelari; oraindik ez duzu ezer egin behar.',
      },
    }),
    step({
      mode: 'write',
      minutes: 10,
      settings: { naming: 'side' },
      title: {
        tr: 'Sorunlar: herkes kendisi için',
        en: 'Problems, each for yourself',
        ar: 'المشكلات: كلٌّ بمفرده',
        de: 'Probleme, jede Person für sich',
        da: 'Problemer, hver for sig',
        eu: 'Arazoak, bakoitzak bere aldetik',
      },
      instruction: {
        tr: 'İşinizde gördüklerinizi yazın, her nota bir sorun. Notlar açılana kadar sizinkileri başka kimse okuyamaz.',
        en: 'Write what you see in your work, one problem per note. Until the reveal nobody else can read your notes.',
        ar: 'اكتبوا ما ترونه في عملكم، مشكلة واحدة في كل ملاحظة. لا يستطيع أحد غيركم قراءة ملاحظاتكم قبل الكشف عنها.',
        de: 'Schreiben Sie, was Sie in Ihrer Arbeit sehen, ein Problem je Notiz. Bis zum Aufdecken kann niemand sonst Ihre Notizen lesen.',
        da: 'Skriv, hvad du ser i dit arbejde, ét problem på hver seddel. Ingen andre kan læse dine sedler, før de vises.',
        eu: 'Idatzi zure lanean ikusten duzuna, arazo bat ohar bakoitzean. Erakutsi arte beste inork ezin ditu zure oharrak irakurri.',
      },
    }),
    reading(),
    step({
      mode: 'cluster',
      minutes: 15,
      title: {
        tr: 'Birbirine ait olanlar',
        en: 'What belongs together',
        ar: 'ما ينتمي بعضه إلى بعض',
        de: 'Was zusammengehört',
        da: 'Hvad der hører sammen',
        eu: 'Elkarrekin doana',
      },
      instruction: {
        tr: 'Aynı şeyi anlatan notları bir temada toplayın. Her temaya herkesin anlayacağı bir ad verin.',
        en: 'Gather notes that speak of the same thing in one theme. Give each theme a name that everybody understands.',
        ar: 'اجمعوا الملاحظات التي تتحدث عن الأمر نفسه في موضوع واحد. أعطوا كل موضوع اسمًا يفهمه الجميع.',
        de: 'Fassen Sie Notizen, die dasselbe meinen, zu einem Thema zusammen. Geben Sie jedem Thema einen Namen, den alle verstehen.',
        da: 'Saml sedler, der handler om det samme, i ét tema. Giv hvert tema et navn, som alle forstår.',
        eu: 'Bildu gauza beraz ari diren oharrak gai batean. Eman gai bakoitzari denek ulertzeko moduko izena.',
      },
    }),
    step({
      mode: 'vote',
      minutes: 10,
      settings: { budget: 5 },
      title: {
        tr: 'Önce hangisi?',
        en: 'What comes first',
        ar: 'ما الأَولى؟',
        de: 'Was zuerst kommt',
        da: 'Hvad der kommer først',
        eu: 'Zer doan lehenik',
      },
      instruction: {
        tr: 'Puanlarınızı, birlikte çalıştığınız insanlar için en önemli temalara verin. Kimin neye oy verdiği görülmez; toplamlar oylama kapanınca açılır.',
        en: 'Give your dots to the themes that matter most to the people you work with. Nobody sees who voted for what; totals appear when the vote closes.',
        ar: 'امنحوا نقاطكم للموضوعات الأهم لدى الناس الذين تعملون معهم. لا أحد يرى من صوّت لماذا، وتظهر المجاميع عند إغلاق التصويت.',
        de: 'Geben Sie Ihre Punkte den Themen, die den Menschen, mit denen Sie arbeiten, am wichtigsten sind. Niemand sieht, wer wofür gestimmt hat; Summen erscheinen nach dem Ende der Abstimmung.',
        da: 'Giv dine prikker til de temaer, der betyder mest for de mennesker, du arbejder med. Ingen ser, hvem der stemte på hvad; tallene vises, når afstemningen lukkes.',
        eu: 'Eman zure puntuak zurekin lan egiten duten pertsonentzat garrantzitsuenak diren gaiei. Inork ez du ikusten nork zer bozkatu duen; guztizkoak bozketa ixtean agertzen dira.',
      },
    }),
    step({
      mode: 'discuss',
      minutes: 25,
      title: {
        tr: 'Çözüm yolları',
        en: 'Ways forward',
        ar: 'سبل الحل',
        de: 'Lösungswege',
        da: 'Veje frem',
        eu: 'Konponbideak',
      },
      instruction: {
        tr: 'En çok puan alan temaları sırayla ele alın. Kuruluşunuz ne yapabilir, öteki taraftan neye ihtiyacınız var?',
        en: 'Take the themes with the most dots, one after another. What can your organisation do, and what do you need from the other side?',
        ar: 'تناولوا الموضوعات التي نالت أكثر النقاط واحدًا تلو الآخر. ماذا تستطيع جهتكم أن تفعل، وماذا تحتاجون من الطرف الآخر؟',
        de: 'Nehmen Sie die Themen mit den meisten Punkten, eines nach dem anderen. Was kann Ihre Organisation tun, und was brauchen Sie von der anderen Seite?',
        da: 'Tag temaerne med flest prikker, ét ad gangen. Hvad kan din organisation gøre, og hvad har du brug for fra den anden side?',
        eu: 'Hartu puntu gehien dituzten gaiak, bata bestearen atzetik. Zer egin dezake zure erakundeak, eta zer behar duzu beste aldetik?',
      },
    }),
    pause(),
    step({
      mode: 'decide',
      minutes: 15,
      title: {
        tr: 'Ne yapacağız',
        en: 'What we will do',
        ar: 'ما سنفعله',
        de: 'Was wir tun werden',
        da: 'Hvad vi vil gøre',
        eu: 'Zer egingo dugun',
      },
      instruction: {
        tr: 'Her çözüm için kimin, ne zamana kadar yapacağında anlaşın. Açık kalanları da yazın.',
        en: 'Agree for each solution on who does it and by when. Write down what stays open as well.',
        ar: 'اتفقوا في كل حل على من ينفّذه ومتى. اكتبوا أيضًا ما بقي دون حسم.',
        de: 'Vereinbaren Sie für jede Lösung, wer sie bis wann umsetzt. Halten Sie auch fest, was offen bleibt.',
        da: 'Aftal for hver løsning, hvem der gør det og hvornår. Skriv også ned, hvad der stadig er åbent.',
        eu: 'Adostu konponbide bakoitzerako nork egingo duen eta noizko. Idatzi erabaki gabe geratzen dena ere.',
      },
    }),
    closing(),
  ]
}
