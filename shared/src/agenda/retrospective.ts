import type { StepDraft } from '../contracts/meetings.ts'
import { closing, reading, step } from './common.ts'

/** How we worked together: what was good, what was hard, what will be different. */
export function retrospectiveAgenda(): StepDraft[] {
  return [
    step({
      mode: 'free',
      minutes: 5,
      title: { tr: 'Karşılama', en: 'Welcome', ar: 'الترحيب', de: 'Begrüßung', da: 'Velkomst', eu: 'Ongietorria' },
      instruction: {
        tr: 'Birlikte nasıl çalıştığımıza bakıyoruz, kimin suçlu olduğuna değil. Herkes bildiği kadarıyla elinden geleni yaptı.',
        en: 'We look at how we worked together, not at who is to blame. Everybody did what they could with what they knew.',
        ar: 'ننظر في كيف عملنا معًا، لا في من يتحمّل اللوم. فعل كلٌّ ما استطاع بما كان يعرفه.',
        de: 'Wir sehen uns an, wie wir zusammengearbeitet haben, nicht, wer schuld ist. Alle haben mit dem, was sie wussten, ihr Möglichstes getan.',
        da: 'Vi ser på, hvordan vi har arbejdet sammen, ikke på, hvem der har skylden. Alle gjorde, hvad de kunne, ud fra det, de vidste.',
        eu: 'Elkarrekin nola lan egin dugun begiratuko dugu, ez nor den erruduna. Denek egin dute ahal zutena, zekitenarekin.',
      },
    }),
    step({
      mode: 'write',
      minutes: 10,
      settings: { naming: 'anonymous' },
      title: {
        tr: 'İyi gidenler, zor gelenler',
        en: 'What went well, what was hard',
        ar: 'ما سار جيدًا وما كان صعبًا',
        de: 'Was gut lief, was schwer war',
        da: 'Hvad der gik godt, og hvad der var svært',
        eu: 'Zer joan den ondo, zer izan den zaila',
      },
      instruction: {
        tr: 'Neyin iyi gittiğini, neyin zor geldiğini yazın; her nota bir şey. Notlar açılana kadar sizinkileri başka kimse okuyamaz.',
        en: 'Write what went well and what was hard, one thing per note. Until the reveal nobody else can read your notes.',
        ar: 'اكتبوا ما سار جيدًا وما كان صعبًا، أمرًا واحدًا في كل ملاحظة. لا يستطيع أحد غيركم قراءة ملاحظاتكم قبل الكشف عنها.',
        de: 'Schreiben Sie, was gut lief und was schwer war, eine Sache je Notiz. Bis zum Aufdecken kann niemand sonst Ihre Notizen lesen.',
        da: 'Skriv, hvad der gik godt, og hvad der var svært, én ting på hver seddel. Ingen andre kan læse dine sedler, før de vises.',
        eu: 'Idatzi zer joan den ondo eta zer izan den zaila, gauza bat ohar bakoitzean. Erakutsi arte beste inork ezin ditu zure oharrak irakurri.',
      },
    }),
    reading(),
    step({
      mode: 'cluster',
      minutes: 10,
      title: {
        tr: 'Birbirine ait olanlar',
        en: 'What belongs together',
        ar: 'ما ينتمي بعضه إلى بعض',
        de: 'Was zusammengehört',
        da: 'Hvad der hører sammen',
        eu: 'Elkarrekin doana',
      },
      instruction: {
        tr: 'Aynı deneyimi anlatan notları bir temada toplayın. Temaya suçlayan değil, anlatan bir ad verin.',
        en: 'Gather notes that tell of the same experience in one theme. Give it a name that describes and doesn’t accuse.',
        ar: 'اجمعوا الملاحظات التي تروي التجربة نفسها في موضوع واحد. أعطوه اسمًا يصف ولا يتّهم.',
        de: 'Fassen Sie Notizen, die dieselbe Erfahrung beschreiben, zu einem Thema zusammen. Geben Sie ihm einen Namen, der beschreibt und nicht anklagt.',
        da: 'Saml sedler, der fortæller om den samme oplevelse, i ét tema. Giv det et navn, der beskriver og ikke anklager.',
        eu: 'Bildu esperientzia bera kontatzen duten oharrak gai batean. Eman izen bat deskribatzen duena, ez salatzen duena.',
      },
    }),
    step({
      mode: 'vote',
      minutes: 5,
      settings: { budget: 3 },
      title: {
        tr: 'Neyi konuşalım?',
        en: 'What to talk about',
        ar: 'عمّ نتحدث؟',
        de: 'Worüber wir sprechen',
        da: 'Hvad vi skal tale om',
        eu: 'Zertaz hitz egin',
      },
      instruction: {
        tr: 'Puanlarınızı, konuşulması en çok işe yarayacak temalara verin. Kimin neye oy verdiği görülmez.',
        en: 'Give your dots to the themes that are most worth talking about. Nobody sees who voted for what.',
        ar: 'امنحوا نقاطكم للموضوعات الأجدر بالحديث عنها. لا أحد يرى من صوّت لماذا.',
        de: 'Geben Sie Ihre Punkte den Themen, über die zu sprechen sich am meisten lohnt. Niemand sieht, wer wofür gestimmt hat.',
        da: 'Giv dine prikker til de temaer, det er mest værd at tale om. Ingen ser, hvem der stemte på hvad.',
        eu: 'Eman zure puntuak hitz egitea gehien merezi duten gaiei. Inork ez du ikusten nork zer bozkatu duen.',
      },
    }),
    step({
      mode: 'discuss',
      minutes: 20,
      title: {
        tr: 'Nedenini anlamak',
        en: 'Understanding why',
        ar: 'فهم الأسباب',
        de: 'Verstehen, warum',
        da: 'Forstå hvorfor',
        eu: 'Zergatia ulertzea',
      },
      instruction: {
        tr: 'En çok puan alan temayla başlayın. Neden böyle oldu, hangi koşullar buna yol açtı?',
        en: 'Begin with the theme that has the most dots. Why did it come about, and what made it so?',
        ar: 'ابدؤوا بالموضوع الذي نال أكثر النقاط. لماذا حدث ذلك، وما الظروف التي أدت إليه؟',
        de: 'Beginnen Sie mit dem Thema, das die meisten Punkte hat. Wie kam es dazu, und welche Umstände haben dazu geführt?',
        da: 'Begynd med det tema, der har flest prikker. Hvorfor gik det sådan, og hvad førte til det?',
        eu: 'Hasi puntu gehien dituen gaitik. Zergatik gertatu zen, eta zerk ekarri zuen?',
      },
    }),
    step({
      mode: 'decide',
      minutes: 10,
      title: {
        tr: 'Bundan sonra farklı olacaklar',
        en: 'What will be different',
        ar: 'ما الذي سيختلف',
        de: 'Was anders wird',
        da: 'Hvad der bliver anderledes',
        eu: 'Zer izango den desberdina',
      },
      instruction: {
        tr: 'Bir sonraki dönem için en fazla üç değişiklikte anlaşın. Her biri için kimin göz kulak olacağını yazın.',
        en: 'Agree on three changes at most for the time to come. Write for each of them who keeps an eye on it.',
        ar: 'اتفقوا على ثلاثة تغييرات على الأكثر للفترة القادمة. اكتبوا لكلٍّ منها من سيتابعه.',
        de: 'Einigen Sie sich auf höchstens drei Änderungen für die nächste Zeit. Schreiben Sie zu jeder, wer sie im Auge behält.',
        da: 'Bliv enige om højst tre ændringer for den kommende tid. Skriv ved hver, hvem der holder øje med den.',
        eu: 'Adostu gehienez hiru aldaketa datorren alditarako. Idatzi bakoitzean nork zainduko duen.',
      },
    }),
    closing(),
  ]
}
