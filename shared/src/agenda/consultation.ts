import type { StepDraft } from '../contracts/meetings.ts'
import { closing, pause, reading, step } from './common.ts'

/** Both sides meet: what each brings, what they expect of each other, and what they agree on. */
export function consultationAgenda(): StepDraft[] {
  return [
    step({
      mode: 'free',
      minutes: 10,
      title: {
        tr: 'Karşılama ve söz düzeni',
        en: 'Welcome, and how we speak',
        ar: 'الترحيب وطريقة الحوار',
        de: 'Begrüßung und Gesprächsregeln',
        da: 'Velkomst, og hvordan vi taler sammen',
        eu: 'Ongietorria, eta nola hitz egingo dugun',
      },
      instruction: {
        tr: 'Adınızı ve kuruluşunuzu söyleyin. İki tarafın da eşit süresi var; birbirinizin sözünü bitirmesini bekleyin.',
        en: 'Say your name and your organisation. Both sides have the same time; let each other finish.',
        ar: 'عرّفوا بأسمائكم وبجهتكم. للطرفين الوقت نفسه، فليدع كلٌّ منكم الآخر يكمل كلامه.',
        de: 'Nennen Sie Ihren Namen und Ihre Organisation. Beide Seiten haben gleich viel Zeit; lassen Sie einander ausreden.',
        da: 'Sig dit navn og din organisation. Begge sider har lige meget tid; lad hinanden tale ud.',
        eu: 'Esan zure izena eta zure erakundea. Bi aldeek denbora bera dute; utzi elkarri esan beharrekoa amaitzen.',
      },
    }),
    step({
      mode: 'discuss',
      minutes: 15,
      title: {
        tr: 'İki tarafın gördükleri',
        en: 'What each side has seen',
        ar: 'ما رآه كل طرف',
        de: 'Was jede Seite gesehen hat',
        da: 'Hvad hver side har set',
        eu: 'Alde bakoitzak ikusi duena',
      },
      instruction: {
        tr: 'Her taraf birkaç dakikada neyin değiştiğini anlatır. Önce dinleyin; sorular sonra gelir.',
        en: 'Each side tells in a few minutes what has changed. Listen first; questions come afterwards.',
        ar: 'يروي كل طرف في بضع دقائق ما الذي تغيّر. استمعوا أولًا، ثم تأتي الأسئلة.',
        de: 'Jede Seite erzählt in wenigen Minuten, was sich verändert hat. Hören Sie zuerst zu; Fragen kommen danach.',
        da: 'Hver side fortæller på få minutter, hvad der har ændret sig. Lyt først; spørgsmålene kommer bagefter.',
        eu: 'Alde bakoitzak minutu gutxitan kontatzen du zer aldatu den. Entzun lehenik; galderak gero datoz.',
      },
    }),
    step({
      mode: 'write',
      minutes: 10,
      settings: { naming: 'side' },
      title: {
        tr: 'Öteki taraftan beklentiler',
        en: 'What we expect of each other',
        ar: 'ما ننتظره من الطرف الآخر',
        de: 'Was wir voneinander erwarten',
        da: 'Hvad vi forventer af hinanden',
        eu: 'Elkarrengandik zer espero dugun',
      },
      instruction: {
        tr: 'Öteki taraftan ne beklediğinizi yazın, her nota bir beklenti. Notlar açılana kadar sizinkileri başka kimse okuyamaz.',
        en: 'Write what you expect of the other side, one expectation per note. Until the reveal nobody else can read your notes.',
        ar: 'اكتبوا ما تنتظرونه من الطرف الآخر، أمرًا واحدًا في كل ملاحظة. لا يستطيع أحد غيركم قراءة ملاحظاتكم قبل الكشف عنها.',
        de: 'Schreiben Sie, was Sie von der anderen Seite erwarten, eine Erwartung je Notiz. Bis zum Aufdecken kann niemand sonst Ihre Notizen lesen.',
        da: 'Skriv, hvad du forventer af den anden side, én forventning på hver seddel. Ingen andre kan læse dine sedler, før de vises.',
        eu: 'Idatzi zer espero duzun beste aldetik, gauza bat ohar bakoitzean. Erakutsi arte beste inork ezin ditu zure oharrak irakurri.',
      },
    }),
    reading(),
    step({
      mode: 'discuss',
      minutes: 25,
      title: {
        tr: 'Beklentileri konuşma',
        en: 'Talking it through',
        ar: 'مناقشة التوقعات',
        de: 'Darüber sprechen',
        da: 'Vi taler det igennem',
        eu: 'Hitz egiten',
      },
      instruction: {
        tr: 'Önce anlamak için sorun, sonra neyin mümkün olduğunu konuşun. Söz almak için el kaldırın.',
        en: 'Ask first to understand, then talk about what is possible. Raise your hand if you want to speak.',
        ar: 'اسألوا أولًا لتفهموا، ثم تحدثوا عمّا هو ممكن. ارفعوا أيديكم لطلب الكلمة.',
        de: 'Fragen Sie zuerst nach, um zu verstehen; sprechen Sie dann darüber, was möglich ist. Heben Sie die Hand, wenn Sie etwas sagen möchten.',
        da: 'Spørg først for at forstå, og tal så om, hvad der er muligt. Ræk hånden op, hvis du vil sige noget.',
        eu: 'Galdetu lehenik ulertzeko, eta hitz egin gero zer den posible. Altxatu eskua hitz egin nahi baduzu.',
      },
    }),
    pause(),
    step({
      mode: 'vote',
      minutes: 10,
      settings: { budget: 3 },
      title: {
        tr: 'Ortak zemin',
        en: 'Common ground',
        ar: 'الأرضية المشتركة',
        de: 'Gemeinsamer Boden',
        da: 'Fælles grund',
        eu: 'Oinarri komuna',
      },
      instruction: {
        tr: 'Puanlarınızı, iki tarafın da taşıyabileceği beklentilere verin. Toplamlar oylama kapanınca, taraf taraf da gösterilir.',
        en: 'Give your dots to the expectations that both sides can carry. When the vote closes, totals are shown for each side too.',
        ar: 'امنحوا نقاطكم للتوقعات التي يستطيع الطرفان حملها معًا. عند إغلاق التصويت تظهر المجاميع لكل طرف أيضًا.',
        de: 'Geben Sie Ihre Punkte den Erwartungen, die beide Seiten tragen können. Nach dem Ende der Abstimmung sehen Sie die Summen auch je Seite.',
        da: 'Giv dine prikker til de forventninger, som begge sider kan stå ved. Når afstemningen lukkes, vises tallene også for hver side.',
        eu: 'Eman zure puntuak bi aldeek bere egin ditzaketen itxaropenei. Bozketa ixtean, guztizkoak aldeka ere erakusten dira.',
      },
    }),
    step({
      mode: 'decide',
      minutes: 20,
      title: {
        tr: 'Anlaştıklarımız',
        en: 'What we agree on',
        ar: 'ما نتفق عليه',
        de: 'Worauf wir uns einigen',
        da: 'Hvad vi er enige om',
        eu: 'Zertan gauden ados',
      },
      instruction: {
        tr: 'Her karar için sorumlu kuruluşu ve tarihi yazın. Bir tarafın taşıyamayacağı şey karar değildir, açık konudur.',
        en: 'Write for each decision which organisation is responsible, and a date. What one side can’t carry is no decision but an open question.',
        ar: 'اكتبوا لكل قرار الجهة المسؤولة وتاريخًا. ما لا يستطيع أحد الطرفين حمله ليس قرارًا بل مسألة مفتوحة.',
        de: 'Schreiben Sie zu jedem Beschluss die verantwortliche Organisation und ein Datum. Was eine Seite nicht tragen kann, ist kein Beschluss, sondern eine offene Frage.',
        da: 'Skriv ved hver beslutning, hvilken organisation der har ansvaret, og en dato. Det, den ene side ikke kan stå ved, er ikke en beslutning, men et åbent spørgsmål.',
        eu: 'Idatzi erabaki bakoitzean zein erakunde den arduraduna, eta data bat. Alde batek bere egin ezin duena ez da erabakia, galdera irekia baizik.',
      },
    }),
    closing(),
  ]
}
