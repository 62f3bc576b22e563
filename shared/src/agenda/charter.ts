import type { StepDraft } from '../contracts/meetings.ts'
import { closing, pause, step, type Words } from './common.ts'

/** A charter, clause by clause: each part is talked about, then both sides say yes or no to it. */
export function charterAgenda(): StepDraft[] {
  return [
    step({
      mode: 'free',
      minutes: 10,
      title: {
        tr: 'Karşılama: sözleşme ne için?',
        en: 'Welcome: what the charter is for',
        ar: 'الترحيب: الغاية من الميثاق',
        de: 'Begrüßung: wozu die Charta dient',
        da: 'Velkomst: hvad charteret er til for',
        eu: 'Ongietorria: zertarako den gutuna',
      },
      instruction: {
        tr: 'Bugün sözleşmeyi madde madde konuşuyoruz. İçinde yalnızca iki tarafın da arkasında durabileceği şeyler kalır.',
        en: 'Today we go through the charter clause by clause. Only what both sides can stand behind stays in it.',
        ar: 'نمرّ اليوم على الميثاق بندًا بندًا. لا يبقى فيه إلا ما يستطيع الطرفان الالتزام به.',
        de: 'Heute gehen wir die Charta Punkt für Punkt durch. Stehen bleibt nur, wozu beide Seiten stehen können.',
        da: 'I dag gennemgår vi charteret punkt for punkt. Kun det, som begge sider kan stå inde for, bliver stående.',
        eu: 'Gaur gutuna klausulaz klausula landuko dugu. Bi aldeek bere egin dezaketena bakarrik geratzen da bertan.',
      },
    }),
    ...clauses(
      {
        tr: 'Amaç ve ilkeler',
        en: 'Purpose and principles',
        ar: 'الغاية والمبادئ',
        de: 'Zweck und Grundsätze',
        da: 'Formål og principper',
        eu: 'Helburua eta printzipioak',
      },
      {
        tr: 'Birlikte neye ulaşmak istediğinizi anlatan maddeleri okuyun. Anlaşılmayan yeri söyleyin ve iki tarafın imzalayabileceği sözcükleri arayın.',
        en: 'Read the clauses that say what you want to reach together. Say what is unclear, and look for words that both sides can sign.',
        ar: 'اقرؤوا البنود التي تقول ما تريدون بلوغه معًا. بيّنوا ما ليس واضحًا، وابحثوا عن كلمات يستطيع الطرفان توقيعها.',
        de: 'Lesen Sie die Punkte, die sagen, was Sie gemeinsam erreichen wollen. Sagen Sie, was unklar ist, und suchen Sie Worte, die beide Seiten unterschreiben können.',
        da: 'Læs de punkter, der siger, hvad I vil nå sammen. Sig, hvad der er uklart, og find ord, som begge sider kan skrive under på.',
        eu: 'Irakurri elkarrekin zer lortu nahi duzuen dioten klausulak. Esan zer ez den argi, eta bilatu bi aldeek sinatzeko moduko hitzak.',
      },
    ),
    ...clauses(
      {
        tr: 'Çalışma biçimi',
        en: 'How we work together',
        ar: 'طريقة العمل معًا',
        de: 'Wie wir zusammenarbeiten',
        da: 'Hvordan vi arbejder sammen',
        eu: 'Elkarrekin nola lan egingo dugun',
      },
      {
        tr: 'Ne sıklıkta buluşulduğunu, kimin davet ettiğini ve kararların nasıl alındığını konuşun. Maddelerin günlük işinizde yürüyüp yürümeyeceğini söyleyin.',
        en: 'Talk about how often you meet, who invites, and how decisions are made. Say whether the clauses would work in your everyday life.',
        ar: 'تحدثوا عن وتيرة الاجتماعات، ومن يدعو إليها، وكيف تُتخذ القرارات. قولوا هل تصلح هذه البنود لعملكم اليومي.',
        de: 'Sprechen Sie darüber, wie oft Sie sich treffen, wer einlädt und wie entschieden wird. Sagen Sie, ob die Punkte in Ihrem Alltag tragen würden.',
        da: 'Tal om, hvor ofte I mødes, hvem der inviterer, og hvordan der træffes beslutninger. Sig, om punkterne ville fungere i din hverdag.',
        eu: 'Hitz egin zenbatean behin bilduko zareten, nork deituko duen eta erabakiak nola hartuko diren. Esan klausulek zure eguneroko lanean balioko luketen.',
      },
    ),
    pause(),
    ...clauses(
      {
        tr: 'Her tarafın üstlendikleri',
        en: 'What each side takes on',
        ar: 'ما يتعهد به كل طرف',
        de: 'Was jede Seite übernimmt',
        da: 'Hvad hver side påtager sig',
        eu: 'Alde bakoitzak zer hartzen duen bere gain',
      },
      {
        tr: 'Her madde için sorun: bunu kim yapacak, yapılmazsa ne olacak? Kuruluşunuz adına yalnızca tutabileceğiniz sözleri verin.',
        en: 'Ask of each clause who will do it, and what happens if it isn’t done. Promise for your organisation only what it can keep.',
        ar: 'اسألوا في كل بند: من سينفّذه، وماذا يحدث إن لم يُنفَّذ؟ لا تَعِدوا باسم جهتكم إلا بما تستطيع الوفاء به.',
        de: 'Fragen Sie bei jedem Punkt, wer ihn umsetzt und was geschieht, wenn es ausbleibt. Sagen Sie für Ihre Organisation nur zu, was sie halten kann.',
        da: 'Spørg ved hvert punkt, hvem der gør det, og hvad der sker, hvis det ikke bliver gjort. Lov kun på din organisations vegne, hvad den kan holde.',
        eu: 'Galdetu klausula bakoitzean nork egingo duen, eta zer gertatuko den egiten ez bada. Agindu zure erakundearen izenean bete dezakeena bakarrik.',
      },
    ),
    step({
      mode: 'discuss',
      minutes: 10,
      title: {
        tr: 'Açık kalanlar',
        en: 'What is still open',
        ar: 'ما بقي مفتوحًا',
        de: 'Was noch offen ist',
        da: 'Hvad der stadig er åbent',
        eu: 'Zer geratzen den irekita',
      },
      instruction: {
        tr: 'İtiraz edilen maddelere bakın. Kim yeni bir metin önerecek, ne zamana kadar?',
        en: 'Look at the clauses somebody objected to. Who will suggest new words, and by when?',
        ar: 'انظروا في البنود التي اعتُرض عليها. من سيقترح صياغة جديدة، ومتى؟',
        de: 'Sehen Sie sich die Punkte an, gegen die es Einwände gab. Wer schlägt bis wann neue Worte vor?',
        da: 'Se på de punkter, nogen havde indvendinger mod. Hvem foreslår nye ord, og hvornår?',
        eu: 'Begiratu eragozpenak izan dituzten klausulei. Nork proposatuko ditu hitz berriak, eta noizko?',
      },
    }),
    closing(),
  ]
}

function clauses(title: Words, instruction: Words): StepDraft[] {
  return [
    step({ mode: 'discuss', minutes: 15, title, instruction }),
    step({
      mode: 'decide',
      minutes: 10,
      title: {
        tr: `Karar: ${title.tr}`,
        en: `Decision: ${title.en}`,
        ar: `قرار: ${title.ar}`,
        de: `Beschluss: ${title.de}`,
        da: `Beslutning: ${title.da}`,
        eu: `Erabakia: ${title.eu}`,
      },
      instruction: {
        tr: 'Her madde için onaylayın, itiraz edin ya da çekimser kalın. İtiraz ediyorsanız neyin değişmesi gerektiğini kısaca yazın.',
        en: 'Agree, object or abstain for each clause. If you object, write briefly what would have to change.',
        ar: 'وافقوا على كل بند أو اعترضوا عليه أو امتنعوا. إن اعترضتم فاكتبوا باختصار ما الذي ينبغي أن يتغيّر.',
        de: 'Stimmen Sie jedem Punkt zu, erheben Sie Einwand oder enthalten Sie sich. Bei einem Einwand schreiben Sie kurz, was sich ändern müsste.',
        da: 'Sig ja, kom med en indvending eller undlad at stemme ved hvert punkt. Har du en indvending, så skriv kort, hvad der skulle ændres.',
        eu: 'Onartu, jarri eragozpena edo abstenitu klausula bakoitzean. Eragozpenik baduzu, idatzi labur zer aldatu beharko litzatekeen.',
      },
    }),
  ]
}
