import type { NotificationKind } from '@meydan/shared/contracts/notifications'
import type { Language } from '@meydan/shared/languages'
import type { Forms } from './counted.ts'

export type LetterWords = {
  /** Of a letter that says one thing; it stands in lists that others may see. */
  subject: Record<NotificationKind, string>
  subjectOfSeveral: Forms
  /** What happened; those in which somebody speaks to the reader name them. */
  sentence: Record<NotificationKind, (name: string) => string>
  somebody: string
  more: Forms
  whyRoom: (room: string) => string
  whyDaily: string
  endRoom: string
  endAll: string
  settings: string
}

/** What letters about news say of their own accord. */
export const letterWords: Record<Language, LetterWords> = {
  tr: {
    subject: {
      mention: 'Meydan: sizden söz edildi',
      reply: 'Meydan: yazdığınıza yanıt var',
      comment: 'Meydan: size ait bir şeye yorum var',
      meeting_planned: 'Meydan: bir toplantı planlandı',
      meeting_moved: 'Meydan: bir toplantının zamanı değişti',
      meeting_cancelled: 'Meydan: bir toplantı iptal edildi',
      proposal: 'Meydan: odanızdan bir karar bekleniyor',
      decision: 'Meydan: odanız karar verdi',
    },
    subjectOfSeveral: { other: (number) => `Meydan: odalarınızdan ${number} haber` },
    sentence: {
      mention: (name) => `${name} sizden veya kuruluşunuzdan söz etti`,
      reply: (name) => `${name} yazdığınız yere yanıt verdi`,
      comment: (name) => `${name} size ait bir şeye yorum yaptı`,
      meeting_planned: () => 'Bir toplantı planlandı',
      meeting_moved: () => 'Bir toplantının zamanı değişti',
      meeting_cancelled: () => 'Bir toplantı iptal edildi',
      proposal: () => 'Odanızdan bir karar bekleniyor',
      decision: () => 'Odanız karar verdi',
    },
    somebody: 'Biri',
    more: { other: (number) => `ve ${number} haber daha` },
    whyRoom: (room) =>
      `Bu e-postayı, “${room}” odasında yeriniz olduğu ve böyle haberleri hemen almak istediğiniz için aldınız.`,
    whyDaily: 'Bu e-posta, henüz okumadıklarınızla günde bir kez gelir.',
    endRoom: 'Bu odanın e-postalarını durdur',
    endAll: 'Bu e-postaları durdur',
    settings: 'E-posta ayarları',
  },
  en: {
    subject: {
      mention: 'Meydan: you were mentioned',
      reply: 'Meydan: somebody answered you',
      comment: 'Meydan: a comment on something of yours',
      meeting_planned: 'Meydan: a meeting was planned',
      meeting_moved: 'Meydan: a meeting was moved',
      meeting_cancelled: 'Meydan: a meeting was cancelled',
      proposal: 'Meydan: your room is asked to decide',
      decision: 'Meydan: your room has decided',
    },
    subjectOfSeveral: {
      one: (number) => `Meydan: ${number} thing is new in your rooms`,
      other: (number) => `Meydan: ${number} things are new in your rooms`,
    },
    sentence: {
      mention: (name) => `${name} mentioned you or your organisation`,
      reply: (name) => `${name} answered where you wrote`,
      comment: (name) => `${name} commented on something of yours`,
      meeting_planned: () => 'A meeting was planned',
      meeting_moved: () => 'A meeting was moved to another time',
      meeting_cancelled: () => 'A meeting was cancelled',
      proposal: () => 'Your room is asked to decide',
      decision: () => 'Your room has decided',
    },
    somebody: 'Somebody',
    more: { one: (number) => `and ${number} more`, other: (number) => `and ${number} more` },
    whyRoom: (room) => `You get this mail because you have a seat in the room “${room}” and want such news at once.`,
    whyDaily: 'You get this mail once a day, with what you have not read yet.',
    endRoom: 'End mail of this room',
    endAll: 'End this mail',
    settings: 'Mail settings',
  },
  ar: {
    subject: {
      mention: 'ميدان: وردت إشارة إليكم',
      reply: 'ميدان: وصلكم رد',
      comment: 'ميدان: تعليق على شيء يخصّكم',
      meeting_planned: 'ميدان: تم تحديد موعد اجتماع',
      meeting_moved: 'ميدان: تغيّر موعد اجتماع',
      meeting_cancelled: 'ميدان: أُلغي اجتماع',
      proposal: 'ميدان: قرار مطلوب من غرفتكم',
      decision: 'ميدان: صدر قرار في غرفتكم',
    },
    subjectOfSeveral: {
      zero: () => 'ميدان: لا جديد في غرفكم',
      one: () => 'ميدان: خبر واحد من غرفكم',
      two: () => 'ميدان: خبران من غرفكم',
      few: (number) => `ميدان: ${number} أخبار من غرفكم`,
      many: (number) => `ميدان: ${number} خبرًا من غرفكم`,
      other: (number) => `ميدان: ${number} خبر من غرفكم`,
    },
    sentence: {
      mention: (name) => `إشارة من ${name} إليكم أو إلى جهتكم`,
      reply: (name) => `رد من ${name} حيث كتبتم`,
      comment: (name) => `تعليق من ${name} على شيء يخصّكم`,
      meeting_planned: () => 'تم تحديد موعد اجتماع',
      meeting_moved: () => 'تغيّر موعد اجتماع',
      meeting_cancelled: () => 'أُلغي اجتماع',
      proposal: () => 'قرار مطلوب من غرفتكم',
      decision: () => 'صدر قرار في غرفتكم',
    },
    somebody: 'شخص ما',
    more: {
      zero: () => 'ولا شيء غير ذلك',
      one: () => 'وخبر واحد آخر',
      two: () => 'وخبران آخران',
      few: (number) => `و${number} أخبار أخرى`,
      many: (number) => `و${number} خبرًا آخر`,
      other: (number) => `و${number} خبر آخر`,
    },
    whyRoom: (room) => `وصلتكم هذه الرسالة لأن لكم مقعدًا في الغرفة «${room}» وتريدون مثل هذه الأخبار فورًا.`,
    whyDaily: 'تصلكم هذه الرسالة مرة في اليوم وفيها ما لم تقرؤوه بعد.',
    endRoom: 'إيقاف بريد هذه الغرفة',
    endAll: 'إيقاف هذا البريد',
    settings: 'إعدادات البريد',
  },
  de: {
    subject: {
      mention: 'Meydan: Sie wurden erwähnt',
      reply: 'Meydan: Jemand hat Ihnen geantwortet',
      comment: 'Meydan: Kommentar zu etwas von Ihnen',
      meeting_planned: 'Meydan: Ein Treffen wurde geplant',
      meeting_moved: 'Meydan: Ein Treffen wurde verlegt',
      meeting_cancelled: 'Meydan: Ein Treffen wurde abgesagt',
      proposal: 'Meydan: Ihr Raum wird um eine Entscheidung gebeten',
      decision: 'Meydan: Ihr Raum hat entschieden',
    },
    subjectOfSeveral: {
      one: (number) => `Meydan: ${number} Neuigkeit aus Ihren Räumen`,
      other: (number) => `Meydan: ${number} Neuigkeiten aus Ihren Räumen`,
    },
    sentence: {
      mention: (name) => `${name} hat Sie oder Ihre Organisation erwähnt`,
      reply: (name) => `${name} hat geantwortet, wo Sie geschrieben haben`,
      comment: (name) => `${name} hat etwas von Ihnen kommentiert`,
      meeting_planned: () => 'Ein Treffen wurde geplant',
      meeting_moved: () => 'Ein Treffen wurde verlegt',
      meeting_cancelled: () => 'Ein Treffen wurde abgesagt',
      proposal: () => 'Ihr Raum wird um eine Entscheidung gebeten',
      decision: () => 'Ihr Raum hat entschieden',
    },
    somebody: 'Jemand',
    more: {
      one: (number) => `und ${number} weitere Neuigkeit`,
      other: (number) => `und ${number} weitere Neuigkeiten`,
    },
    whyRoom: (room) =>
      `Sie erhalten diese Mail, weil Sie im Raum „${room}“ einen Platz haben und solche Neuigkeiten sofort wünschen.`,
    whyDaily: 'Sie erhalten diese Mail einmal am Tag, mit dem, was Sie noch nicht gelesen haben.',
    endRoom: 'Mails dieses Raums beenden',
    endAll: 'Diese Mails beenden',
    settings: 'Mail-Einstellungen',
  },
  da: {
    subject: {
      mention: 'Meydan: du er blevet nævnt',
      reply: 'Meydan: nogen har svaret dig',
      comment: 'Meydan: en kommentar til noget, der er dit',
      meeting_planned: 'Meydan: et møde er planlagt',
      meeting_moved: 'Meydan: et møde er flyttet',
      meeting_cancelled: 'Meydan: et møde er aflyst',
      proposal: 'Meydan: dit rum bedes træffe en beslutning',
      decision: 'Meydan: dit rum har truffet en beslutning',
    },
    subjectOfSeveral: {
      one: (number) => `Meydan: ${number} nyhed fra dine rum`,
      other: (number) => `Meydan: ${number} nyheder fra dine rum`,
    },
    sentence: {
      mention: (name) => `${name} har nævnt dig eller din organisation`,
      reply: (name) => `${name} har svaret, hvor du har skrevet`,
      comment: (name) => `${name} har kommenteret noget, der er dit`,
      meeting_planned: () => 'Et møde er planlagt',
      meeting_moved: () => 'Et møde er flyttet',
      meeting_cancelled: () => 'Et møde er aflyst',
      proposal: () => 'Dit rum bedes træffe en beslutning',
      decision: () => 'Dit rum har truffet en beslutning',
    },
    somebody: 'Nogen',
    more: { one: (number) => `og ${number} nyhed mere`, other: (number) => `og ${number} nyheder mere` },
    whyRoom: (room) =>
      `Du får denne mail, fordi du har en plads i rummet “${room}” og gerne vil have den slags nyheder straks.`,
    whyDaily: 'Du får denne mail én gang om dagen med det, du ikke har læst endnu.',
    endRoom: 'Stop mails fra dette rum',
    endAll: 'Stop disse mails',
    settings: 'Mailindstillinger',
  },
  eu: {
    subject: {
      mention: 'Meydan: aipatu zaituzte',
      reply: 'Meydan: erantzun dizute',
      comment: 'Meydan: iruzkina zure zerbaiti',
      meeting_planned: 'Meydan: bilera bat antolatu da',
      meeting_moved: 'Meydan: bilera baten ordua aldatu da',
      meeting_cancelled: 'Meydan: bilera bat bertan behera utzi da',
      proposal: 'Meydan: zure gelari erabaki bat eskatzen zaio',
      decision: 'Meydan: zure gelak erabaki du',
    },
    subjectOfSeveral: {
      one: () => 'Meydan: berri bat zure geletan',
      other: (number) => `Meydan: ${number} berri zure geletan`,
    },
    sentence: {
      mention: (name) => `Zu edo zure erakundea aipatu zaituztete: ${name}`,
      reply: (name) => `Zuk idatzitako lekuan erantzun da: ${name}`,
      comment: (name) => `Zure zerbaiti iruzkina egin zaio: ${name}`,
      meeting_planned: () => 'Bilera bat antolatu da',
      meeting_moved: () => 'Bilera baten ordua aldatu da',
      meeting_cancelled: () => 'Bilera bat bertan behera utzi da',
      proposal: () => 'Zure gelari erabaki bat eskatzen zaio',
      decision: () => 'Zure gelak erabaki du',
    },
    somebody: 'Norbait',
    more: { one: () => 'eta beste berri bat', other: (number) => `eta beste ${number} berri` },
    whyRoom: (room) =>
      `Mezu hau jaso duzu “${room}” gelan lekua duzulako eta horrelako berriak berehala nahi dituzulako.`,
    whyDaily: 'Mezu hau egunean behin jasotzen duzu, oraindik irakurri ez duzunarekin.',
    endRoom: 'Amaitu gela honetako posta',
    endAll: 'Amaitu posta hau',
    settings: 'Posta-ezarpenak',
  },
}
