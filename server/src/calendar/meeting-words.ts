import type { Language } from '@meydan/shared/languages'

export type MeetingWords = {
  /** In calendars. */
  call: string
  agenda: string
  cancelled: (title: string) => string
  /** In letters. */
  soon: (day: string) => string
  asked: (day: string) => string
  askedText: string
  at: (moment: string, place: string) => string
  where: (place: string) => string
  answer: string
  foot: string
}

/** What calendars and letters say of a meeting of their own accord. */
export const meetingWords: Record<Language, MeetingWords> = {
  tr: {
    call: 'Görüşme bağlantısı',
    agenda: 'Gündem',
    cancelled: (title) => `İptal edildi: ${title}`,
    soon: (day) => `Meydan hatırlatması: ${day} tarihli toplantı`,
    asked: (day) => `Meydan: ${day} tarihli toplantıya kuruluşunuzdan gelen olacak mı?`,
    askedText:
      'Kuruluşunuz bu toplantıya gelip gelmeyeceğini henüz bildirmedi. Odada bir dakikada yanıt verebilirsiniz.',
    at: (moment, place) => `${moment} (${place} saatiyle)`,
    where: (place) => `Yer: ${place}`,
    answer: 'Yanıtınızı verin',
    foot: 'Bu postayı, toplantının odasında yeriniz olduğu için aldınız.',
  },
  en: {
    call: 'Call link',
    agenda: 'Agenda',
    cancelled: (title) => `Cancelled: ${title}`,
    soon: (day) => `Reminder from Meydan: meeting on ${day}`,
    asked: (day) => `Meydan: does your organisation come on ${day}?`,
    askedText: 'Your organisation has not said yet whether it comes to this meeting. In the room it takes a minute.',
    at: (moment, place) => `${moment} (by the clock of ${place})`,
    where: (place) => `Place: ${place}`,
    answer: 'Say whether you come',
    foot: 'You get this mail because you have a seat in the room of this meeting.',
  },
  ar: {
    call: 'رابط الاتصال',
    agenda: 'جدول الأعمال',
    cancelled: (title) => `أُلغي: ${title}`,
    soon: (day) => `تذكير من ميدان: اجتماع يوم ${day}`,
    asked: (day) => `ميدان: هل تحضر جهتكم يوم ${day}؟`,
    askedText: 'لم تقل جهتكم بعد إن كانت ستحضر هذا الاجتماع. يكفيكم لذلك دقيقة في الغرفة.',
    at: (moment, place) => `${moment} (بتوقيت ${place})`,
    where: (place) => `المكان: ${place}`,
    answer: 'قولوا إن كنتم ستحضرون',
    foot: 'وصلتكم هذه الرسالة لأن لكم مقعدًا في غرفة هذا الاجتماع.',
  },
  de: {
    call: 'Link zum Gespräch',
    agenda: 'Ablauf',
    cancelled: (title) => `Abgesagt: ${title}`,
    soon: (day) => `Erinnerung von Meydan: Treffen am ${day}`,
    asked: (day) => `Meydan: Kommt Ihre Organisation am ${day}?`,
    askedText:
      'Ihre Organisation hat noch nicht gesagt, ob sie zu diesem Treffen kommt. Im Raum dauert es eine Minute.',
    at: (moment, place) => `${moment} (Uhrzeit von ${place})`,
    where: (place) => `Ort: ${place}`,
    answer: 'Zu- oder absagen',
    foot: 'Sie erhalten diese Mail, weil Sie im Raum dieses Treffens einen Platz haben.',
  },
  da: {
    call: 'Link til opkald',
    agenda: 'Dagsorden',
    cancelled: (title) => `Aflyst: ${title}`,
    soon: (day) => `Påmindelse fra Meydan: møde ${day}`,
    asked: (day) => `Meydan: kommer din organisation ${day}?`,
    askedText: 'Din organisation har endnu ikke sagt, om den kommer til dette møde. I rummet tager det et minut.',
    at: (moment, place) => `${moment} (klokken i ${place})`,
    where: (place) => `Sted: ${place}`,
    answer: 'Sig, om I kommer',
    foot: 'Du får denne mail, fordi du har en plads i dette mødes rum.',
  },
  eu: {
    call: 'Deiaren esteka',
    agenda: 'Gai-zerrenda',
    cancelled: (title) => `Bertan behera: ${title}`,
    soon: (day) => `Meydanen gogorarazpena: bilera, ${day}`,
    asked: (day) => `Meydan: etorriko al da zure erakundea? ${day}`,
    askedText:
      'Zure erakundeak oraindik ez du esan bilera honetara etorriko den. Gelan minutu bat besterik ez da behar.',
    at: (moment, place) => `${moment} (${place} hiriko ordua)`,
    where: (place) => `Lekua: ${place}`,
    answer: 'Esan etorriko zareten',
    foot: 'Mezu hau jaso duzu bilera honen gelan lekua duzulako.',
  },
}
