import type { Language } from '@meydan/shared/languages'
import type { AskMailKind } from './ask-letter.ts'

type Told = { asked: string; asking: string; date: string }

/** What a mail that asks for an answer says of its own accord. */
export type AskLetterWords = {
  /** Stands in a list of mails that others may see: it says nothing of what is asked. */
  subject: Record<AskMailKind, (told: Told) => string>
  intro: Record<AskMailKind, (told: Told) => string>
  passedOn: (organisation: string) => string
  about: string
  question: string
  /** Which answers there are. */
  answers: string
  answer: string
  link: (until: string) => string
  isPublic: string
  foot: (place: { asked: string; room: string; programme: string }) => string
}

export const letterWords: Record<Language, AskLetterWords> = {
  tr: {
    subject: {
      ask: ({ asked, date }) => `${asked}: ${date} tarihine kadar yanıtınız bekleniyor`,
      soon: ({ asked, date }) => `Hatırlatma – ${asked}: yanıt için son gün ${date}`,
      overdue: ({ asked, date }) => `Süresi geçti – ${asked}: yanıt ${date} tarihinde bekleniyordu`,
    },
    intro: {
      ask: ({ asked, asking, date }) =>
        `${asking}, aşağıdaki konuda ${asked} adına ${date} tarihine kadar yanıt vermenizi istiyor.`,
      soon: ({ asked, asking, date }) =>
        `${asking}, ${asked} adına vereceğiniz yanıtı bekliyor. Yanıt için son gün: ${date}.`,
      overdue: ({ asked, asking, date }) =>
        `${asking}, ${asked} adına vereceğiniz yanıtı ${date} tarihine kadar bekliyordu. Henüz bir yanıt yok.`,
    },
    passedOn: (organisation) => `Soruyu size ${organisation} iletti.`,
    about: 'Konu',
    question: 'Soru',
    answers:
      'Kabul ettiğinizi, bir bölümünü kabul ettiğinizi ya da kabul etmediğinizi gerekçesiyle bildirebilir, soruyu başka bir kuruma iletebilirsiniz.',
    answer: 'Yanıtlayın',
    link: (until) =>
      `Hesap ya da parola gerekmez. Bağlantı yalnızca sizin içindir, bir kez kullanılabilir ve ${until} tarihine kadar geçerlidir.`,
    isPublic: 'Yanıtınız programın herkese açık sayfasında yayımlanacaktır.',
    foot: ({ asked, room, programme }) =>
      `Bu postayı Meydan’da “${programme}” programının “${room}” odasında ${asked} adına yanıt verebilecek kişiler arasında olduğunuz için aldınız. Yanıt geldiğinde adresiniz bu soru için artık saklanmaz.`,
  },
  en: {
    subject: {
      ask: ({ asked, date }) => `${asked}: an answer is asked for by ${date}`,
      soon: ({ asked, date }) => `Reminder – ${asked}: an answer is due on ${date}`,
      overdue: ({ asked, date }) => `Overdue – ${asked}: an answer was due on ${date}`,
    },
    intro: {
      ask: ({ asked, asking, date }) => `${asking} asks ${asked} to answer the following by ${date}.`,
      soon: ({ asked, asking, date }) => `${asking} is waiting for the answer of ${asked}. It is due on ${date}.`,
      overdue: ({ asked, asking, date }) =>
        `${asking} expected the answer of ${asked} by ${date}. There is no answer yet.`,
    },
    passedOn: (organisation) => `${organisation} passed this on to you.`,
    about: 'What it is about',
    question: 'The question',
    answers:
      'You can accept it, accept a part of it or say no, the last two with a reason, or pass it on to another institution.',
    answer: 'Answer',
    link: (until) =>
      `No account and no password are needed. The link is for you alone, works once, and is valid until ${until}.`,
    isPublic: 'Your answer will be readable by everybody on the programme’s public page.',
    foot: ({ asked, room, programme }) =>
      `You get this mail because you are among those who can answer for ${asked} in the room “${room}” of the programme “${programme}” on Meydan. Once there is an answer, your address is no longer kept for this question.`,
  },
  ar: {
    subject: {
      ask: ({ asked, date }) => `${asked}: مطلوب رد حتى ${date}`,
      soon: ({ asked, date }) => `تذكير – ${asked}: آخر يوم للرد هو ${date}`,
      overdue: ({ asked, date }) => `تأخّر الرد – ${asked}: كان موعده ${date}`,
    },
    intro: {
      ask: ({ asked, asking, date }) => `تطلب ${asking} من ${asked} الرد على ما يلي حتى ${date}.`,
      soon: ({ asked, asking, date }) => `تنتظر ${asking} رد ${asked}. آخر يوم للرد هو ${date}.`,
      overdue: ({ asked, asking, date }) => `كانت ${asking} تنتظر رد ${asked} حتى ${date}. لم يصل أي رد بعد.`,
    },
    passedOn: (organisation) => `أحالته إليكم جهة أخرى: ${organisation}.`,
    about: 'الموضوع',
    question: 'السؤال',
    answers: 'يمكنكم القبول، أو قبول جزء منه أو الرفض مع ذكر السبب في الحالتين، أو إحالته إلى جهة أخرى.',
    answer: 'أجيبوا',
    link: (until) =>
      `لا حاجة إلى حساب ولا إلى كلمة مرور. هذا الرابط لكم وحدكم، ويُستخدم مرة واحدة، وهو صالح حتى ${until}.`,
    isPublic: 'سيتمكن الجميع من قراءة ردكم في صفحة البرنامج العامة.',
    foot: ({ asked, room, programme }) =>
      `تصلكم هذه الرسالة لأنكم ممن يستطيعون الرد باسم ${asked} في غرفة «${room}» من برنامج «${programme}» على Meydan. وعندما يصل الرد لا يعود عنوانكم محفوظًا لهذا السؤال.`,
  },
  de: {
    subject: {
      ask: ({ asked, date }) => `${asked}: Antwort erbeten bis ${date}`,
      soon: ({ asked, date }) => `Erinnerung – ${asked}: Antwort fällig am ${date}`,
      overdue: ({ asked, date }) => `Überfällig – ${asked}: Antwort war fällig am ${date}`,
    },
    intro: {
      ask: ({ asked, asking, date }) => `${asking} bittet ${asked}, bis zum ${date} auf Folgendes zu antworten.`,
      soon: ({ asked, asking, date }) => `${asking} wartet auf die Antwort von ${asked}. Sie ist am ${date} fällig.`,
      overdue: ({ asked, asking, date }) =>
        `${asking} hat die Antwort von ${asked} bis zum ${date} erwartet. Es gibt noch keine Antwort.`,
    },
    passedOn: (organisation) => `${organisation} hat dies an Sie weitergegeben.`,
    about: 'Worum es geht',
    question: 'Die Frage',
    answers:
      'Sie können zusagen, teilweise zusagen oder ablehnen, die letzten beiden mit einer Begründung, oder die Frage an eine andere Stelle weitergeben.',
    answer: 'Antworten',
    link: (until) =>
      `Sie brauchen kein Konto und kein Passwort. Der Link ist nur für Sie, funktioniert einmal und gilt bis zum ${until}.`,
    isPublic: 'Ihre Antwort wird auf der öffentlichen Seite des Programms für alle lesbar sein.',
    foot: ({ asked, room, programme }) =>
      `Sie erhalten diese E-Mail, weil Sie zu denen gehören, die im Raum „${room}“ des Programms „${programme}“ auf Meydan für ${asked} antworten können. Sobald es eine Antwort gibt, wird Ihre Adresse für diese Frage nicht mehr aufbewahrt.`,
  },
  da: {
    subject: {
      ask: ({ asked, date }) => `${asked}: der ønskes svar senest ${date}`,
      soon: ({ asked, date }) => `Påmindelse – ${asked}: fristen for svar er ${date}`,
      overdue: ({ asked, date }) => `Overskredet – ${asked}: fristen for svar var ${date}`,
    },
    intro: {
      ask: ({ asked, asking, date }) => `${asking} beder ${asked} om at svare på følgende senest ${date}.`,
      soon: ({ asked, asking, date }) => `${asking} venter på svar fra ${asked}. Fristen er ${date}.`,
      overdue: ({ asked, asking, date }) =>
        `${asking} ventede svar fra ${asked} senest ${date}. Der er endnu ikke kommet noget svar.`,
    },
    passedOn: (organisation) => `${organisation} har givet spørgsmålet videre til dig.`,
    about: 'Hvad det handler om',
    question: 'Spørgsmålet',
    answers:
      'Du kan sige ja, ja til noget af det eller nej, de to sidste med en begrundelse, eller give spørgsmålet videre til en anden institution.',
    answer: 'Svar',
    link: (until) =>
      `Du behøver hverken konto eller adgangskode. Linket er kun til dig, virker én gang og gælder til og med ${until}.`,
    isPublic: 'Dit svar kan læses af alle på programmets offentlige side.',
    foot: ({ asked, room, programme }) =>
      `Du får denne mail, fordi du er blandt dem, der kan svare for ${asked} i rummet “${room}” i programmet “${programme}” på Meydan. Når der er kommet et svar, gemmes din adresse ikke længere til dette spørgsmål.`,
  },
  eu: {
    subject: {
      ask: ({ asked, date }) => `${asked}: erantzuna eskatzen da, azken eguna ${date}`,
      soon: ({ asked, date }) => `Gogorarazpena – ${asked}: erantzuteko azken eguna ${date}`,
      overdue: ({ asked, date }) => `Epez kanpo – ${asked}: erantzuteko azken eguna ${date} zen`,
    },
    intro: {
      ask: ({ asked, asking, date }) =>
        `${asking} erakundeak honako honi erantzuteko eskatzen dio ${asked} erakundeari. Azken eguna: ${date}.`,
      soon: ({ asked, asking, date }) =>
        `${asking} ${asked} erakundearen erantzunaren zain dago. Azken eguna: ${date}.`,
      overdue: ({ asked, asking, date }) =>
        `${asking} ${asked} erakundearen erantzunaren zain zegoen. Azken eguna ${date} zen, eta oraindik ez dago erantzunik.`,
    },
    passedOn: (organisation) => `${organisation} erakundeak helarazi dizu galdera hau.`,
    about: 'Zeri buruzkoa den',
    question: 'Galdera',
    answers:
      'Onartu dezakezu, zati bat onartu edo ezetz esan (azken biak arrazoi batekin), edo beste erakunde bati helarazi.',
    answer: 'Erantzun',
    link: (until) =>
      `Ez duzu konturik ez pasahitzik behar. Esteka zuretzat bakarrik da, behin erabil daiteke, eta azken eguna ${until} da.`,
    isPublic: 'Zure erantzuna denek irakurri ahal izango dute programaren orri publikoan.',
    foot: ({ asked, room, programme }) =>
      `Mezu hau jasotzen duzu Meydan-en “${programme}” programako “${room}” gelan ${asked} erakundearen izenean erantzun dezaketenetako bat zarelako. Erantzuna iristen denean, zure helbidea ez da gehiago gordetzen galdera honetarako.`,
  },
}
