import type { Language } from '@meydan/shared/languages'

type Asked = { by: string; title: string; number: string; organisation: string; date: string }

export type LetterWords = {
  /** Says nothing of what is signed: subjects are read by machines and over shoulders. */
  subject: (date: string) => string
  asks: (asked: Asked) => string
  choice: string
  open: string
  foot: (organisation: string) => string
}

/** The words of the letter that asks for a signature. */
export const letterWords: Record<Language, LetterWords> = {
  tr: {
    subject: (date) => `Kuruluşunuzun onayı isteniyor, son gün ${date}`,
    asks: ({ by, title, number, organisation, date }) =>
      `${by}, “${title}” belgesinin ${number}. sürümünü dondurdu. ${organisation} kuruluşunun görüşü şu güne kadar isteniyor: ${date}.`,
    choice: 'Onaylayabilir, itiraz edebilir ya da değişiklik isteyebilirsiniz.',
    open: 'Okuyun ve imzalayın',
    foot: (organisation) =>
      `Bu postayı, odada ${organisation} kuruluşunu temsil ettiğiniz için aldınız. Görüşünüzü Meydan’da bildirirsiniz; bu postayı yanıtlamak yetmez.`,
  },
  en: {
    subject: (date) => `Your organisation is asked to sign, by ${date}`,
    asks: ({ by, title, number, organisation, date }) =>
      `${by} has frozen version ${number} of “${title}” and asks ${organisation} for its word by ${date}.`,
    choice: 'You can confirm it, object to it, or ask for a change.',
    open: 'Read and sign',
    foot: (organisation) =>
      `You get this mail because you represent ${organisation} in the room. Your word is given in Meydan; answering this mail does not count.`,
  },
  ar: {
    subject: (date) => `مطلوب توقيع جهتكم قبل انتهاء ${date}`,
    asks: ({ by, title, number, organisation, date }) =>
      `ثبّتت جهة «${by}» النسخة ${number} من «${title}» وتطلب كلمة «${organisation}» في موعد أقصاه ${date}.`,
    choice: 'يمكنكم تأكيدها أو الاعتراض عليها أو طلب تعديل.',
    open: 'اقرؤوا ووقّعوا',
    foot: (organisation) =>
      `وصلتكم هذه الرسالة لأنكم تمثّلون «${organisation}» في الغرفة. تُقال الكلمة في ميدان، والرد على هذه الرسالة لا يُحتسب.`,
  },
  de: {
    subject: (date) => `Ihre Organisation wird um Zeichnung gebeten, bis ${date}`,
    asks: ({ by, title, number, organisation, date }) =>
      `${by} hat Fassung ${number} von „${title}“ festgehalten und bittet ${organisation} bis ${date} um Antwort.`,
    choice: 'Sie können ihr zustimmen, widersprechen oder eine Änderung verlangen.',
    open: 'Lesen und zeichnen',
    foot: (organisation) =>
      `Sie erhalten diese Mail, weil Sie im Raum ${organisation} vertreten. Gezeichnet wird in Meydan; eine Antwort auf diese Mail zählt nicht.`,
  },
  da: {
    subject: (date) => `Din organisation bedes skrive under senest ${date}`,
    asks: ({ by, title, number, organisation, date }) =>
      `${by} har fastfrosset version ${number} af “${title}” og beder ${organisation} om svar senest ${date}.`,
    choice: 'Du kan bekræfte den, gøre indsigelse eller bede om en ændring.',
    open: 'Læs og skriv under',
    foot: (organisation) =>
      `Du får denne mail, fordi du repræsenterer ${organisation} i rummet. Svaret gives i Meydan; et svar på denne mail tæller ikke.`,
  },
  eu: {
    subject: (date) => `Zure erakundeari sinadura eskatzen zaio, azken eguna: ${date}`,
    asks: ({ by, title, number, organisation, date }) =>
      `${by} erakundeak “${title}” dokumentuaren ${number}. bertsioa izoztu du, eta ${organisation} erakundeari erantzuna eskatzen dio. Azken eguna: ${date}.`,
    choice: 'Berretsi, aurka egin edo aldaketa bat eska dezakezu.',
    open: 'Irakurri eta sinatu',
    foot: (organisation) =>
      `Mezu hau jaso duzu gela horretan ${organisation} erakundea ordezkatzen duzulako. Erantzuna Meydanen ematen da; mezu honi erantzuteak ez du balio.`,
  },
}
