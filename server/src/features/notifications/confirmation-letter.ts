import type { Language } from '@meydan/shared/languages'
import { writeLetter } from '../../mail/letter.ts'

const words: Record<Language, { subject: string; text: string; link: string; note: string }> = {
  tr: {
    subject: 'Meydan: adresinizi onaylayın',
    text: 'Meydan’da biri, bildirimlerin bu adrese gönderilmesini istedi. Bu sizseniz adresi onaylayın:',
    link: 'Adresi onayla',
    note: 'Bağlantı üç gün geçerlidir ve bir kez kullanılır. Siz değilseniz bir şey yapmanız gerekmez: onaylanmayan bir adrese bildirim gönderilmez.',
  },
  en: {
    subject: 'Meydan: confirm your address',
    text: 'Somebody in Meydan asked for notifications to be sent to this address. If it was you, confirm it:',
    link: 'Confirm the address',
    note: 'The link works once, for three days. If it was not you, there is nothing to do: an address that is not confirmed gets no notifications.',
  },
  ar: {
    subject: 'ميدان: أكّدوا عنوانكم',
    text: 'طلب شخص في ميدان إرسال الإشعارات إلى هذا العنوان. إن كنتم أنتم فأكّدوه:',
    link: 'تأكيد العنوان',
    note: 'يعمل الرابط مرة واحدة خلال ثلاثة أيام. وإن لم تكونوا أنتم فلا حاجة إلى فعل شيء: العنوان غير المؤكَّد لا تُرسل إليه إشعارات.',
  },
  de: {
    subject: 'Meydan: Bestätigen Sie Ihre Adresse',
    text: 'Jemand in Meydan möchte, dass Benachrichtigungen an diese Adresse gehen. Wenn Sie das waren, bestätigen Sie sie:',
    link: 'Adresse bestätigen',
    note: 'Der Link gilt drei Tage und einmal. Wenn Sie es nicht waren, müssen Sie nichts tun: An eine unbestätigte Adresse gehen keine Benachrichtigungen.',
  },
  da: {
    subject: 'Meydan: bekræft din adresse',
    text: 'Nogen i Meydan har bedt om, at notifikationer sendes til denne adresse. Hvis det var dig, så bekræft den:',
    link: 'Bekræft adressen',
    note: 'Linket virker én gang, i tre dage. Hvis det ikke var dig, skal du ikke gøre noget: en adresse, der ikke er bekræftet, får ingen notifikationer.',
  },
  eu: {
    subject: 'Meydan: berretsi zure helbidea',
    text: 'Meydanen norbaitek jakinarazpenak helbide honetara bidaltzeko eskatu du. Zu izan bazara, berretsi helbidea:',
    link: 'Berretsi helbidea',
    note: 'Estekak behin balio du, hiru egunez. Zu izan ez bazara, ez duzu ezer egin behar: berretsi gabeko helbideetara ez da jakinarazpenik bidaltzen.',
  },
}

/** Asks whether an address may be written to. Who asked is not said: the address may be anybody's. */
export function confirmationLetter({ language, url }: { language: Language; url: string }) {
  const { subject, text, link, note } = words[language]
  return writeLetter(language, subject, [
    { paragraph: text },
    { link: { label: link, url } },
    { foot: note, links: [] },
  ])
}
