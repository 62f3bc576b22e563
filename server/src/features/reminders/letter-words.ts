import type { Language } from '@meydan/shared/languages'
import type { PersonKind } from './due.ts'

type Forms = Partial<Record<Intl.LDMLPluralRule, (number: string) => string>> & { other: (number: string) => string }

export type ReminderWords = {
  /** How many things there are. */
  subject: Forms
  heading: Record<PersonKind, string>
  day: Record<PersonKind, (date: string) => string>
  untitled: string
  more: string
  foot: string
}

/** What a reminder says of its own accord. */
export const letterWords: Record<Language, ReminderWords> = {
  tr: {
    subject: {
      other: (number) => `Meydan hatırlatması: ${number} işin günü yaklaştı ya da geçti`,
    },
    heading: {
      action_overdue: 'Süresi geçenler',
      asked_overdue: 'Sorduğunuz, yanıtı gelmeyenler',
      action_soon: 'Bir hafta içinde süresi dolanlar',
    },
    day: {
      action_overdue: (date) => `Son gün ${date} idi`,
      asked_overdue: (date) => `Yanıt için son gün ${date} idi`,
      action_soon: (date) => `Son gün ${date}`,
    },
    untitled: 'başlıksız',
    more: 'Tümünü Meydan’da görün',
    foot: 'Bu postayı, bu işlerde sorumlu olarak siz ya da kuruluşunuz yazılı olduğu veya soruyu siz sorduğunuz için aldınız. Biten bir işi planda “yapıldı” olarak işaretlerseniz bir daha hatırlatılmaz.',
  },
  en: {
    subject: {
      one: (number) => `Reminder from Meydan: ${number} thing is due soon or overdue`,
      other: (number) => `Reminder from Meydan: ${number} things are due soon or overdue`,
    },
    heading: {
      action_overdue: 'Overdue',
      asked_overdue: 'You asked, and there is no answer yet',
      action_soon: 'Due within a week',
    },
    day: {
      action_overdue: (date) => `Was due on ${date}`,
      asked_overdue: (date) => `The answer was due on ${date}`,
      action_soon: (date) => `Due on ${date}`,
    },
    untitled: 'untitled',
    more: 'See all of it in Meydan',
    foot: 'You get this mail because you or your organisation answer for these actions, or because you asked. Mark an action as done in the plan, and nobody is reminded of it again.',
  },
  ar: {
    subject: {
      zero: () => 'تذكير من ميدان: لا مواعيد قريبة أو فائتة',
      one: () => 'تذكير من ميدان: موعد واحد قريب أو فائت',
      two: () => 'تذكير من ميدان: موعدان قريبان أو فائتان',
      few: (number) => `تذكير من ميدان: ${number} مواعيد قريبة أو فائتة`,
      many: (number) => `تذكير من ميدان: ${number} موعدًا قريبًا أو فائتًا`,
      other: (number) => `تذكير من ميدان: ${number} موعد قريب أو فائت`,
    },
    heading: {
      action_overdue: 'فات موعدها',
      asked_overdue: 'سألتم ولم يصل رد بعد',
      action_soon: 'موعدها خلال أسبوع',
    },
    day: {
      action_overdue: (date) => `كان الموعد ${date}`,
      asked_overdue: (date) => `كان موعد الرد ${date}`,
      action_soon: (date) => `الموعد ${date}`,
    },
    untitled: 'بلا عنوان',
    more: 'اطّلعوا عليها كلها في ميدان',
    foot: 'وصلتكم هذه الرسالة لأنكم أو جهتكم مسؤولون عن هذه الإجراءات، أو لأنكم من طرح السؤال. عندما تضعون علامة «أُنجز» على إجراء في الخطة لا يُذكَّر به أحد بعد ذلك.',
  },
  de: {
    subject: {
      one: (number) => `Erinnerung von Meydan: ${number} Punkt ist bald fällig oder überfällig`,
      other: (number) => `Erinnerung von Meydan: ${number} Punkte sind bald fällig oder überfällig`,
    },
    heading: {
      action_overdue: 'Überfällig',
      asked_overdue: 'Sie haben gefragt, und es gibt noch keine Antwort',
      action_soon: 'Innerhalb einer Woche fällig',
    },
    day: {
      action_overdue: (date) => `War fällig am ${date}`,
      asked_overdue: (date) => `Die Antwort war fällig am ${date}`,
      action_soon: (date) => `Fällig am ${date}`,
    },
    untitled: 'ohne Titel',
    more: 'Alles in Meydan ansehen',
    foot: 'Sie erhalten diese Mail, weil Sie oder Ihre Organisation für diese Maßnahmen zuständig sind oder weil Sie gefragt haben. Ist eine Maßnahme im Plan als erledigt markiert, wird niemand mehr an sie erinnert.',
  },
  da: {
    subject: {
      one: (number) => `Påmindelse fra Meydan: ${number} frist nærmer sig eller er overskredet`,
      other: (number) => `Påmindelse fra Meydan: ${number} frister nærmer sig eller er overskredet`,
    },
    heading: {
      action_overdue: 'Overskredet',
      asked_overdue: 'Du har spurgt, og der er endnu intet svar',
      action_soon: 'Frist inden for en uge',
    },
    day: {
      action_overdue: (date) => `Fristen var ${date}`,
      asked_overdue: (date) => `Svarfristen var ${date}`,
      action_soon: (date) => `Fristen er ${date}`,
    },
    untitled: 'uden titel',
    more: 'Se det hele i Meydan',
    foot: 'Du får denne mail, fordi du eller din organisation er ansvarlig for disse handlinger, eller fordi du har spurgt. Når en handling er markeret som udført i planen, bliver ingen mindet om den igen.',
  },
  eu: {
    subject: {
      one: () => 'Meydanen gogorarazpena: epe bat amaitzear edo igarota',
      other: (number) => `Meydanen gogorarazpena: ${number} epe amaitzear edo igarota`,
    },
    heading: {
      action_overdue: 'Epez kanpo',
      asked_overdue: 'Galdetu duzu, eta oraindik ez dago erantzunik',
      action_soon: 'Astebete barru amaitzen direnak',
    },
    day: {
      action_overdue: (date) => `Azken eguna zen: ${date}`,
      asked_overdue: (date) => `Erantzuteko azken eguna zen: ${date}`,
      action_soon: (date) => `Azken eguna: ${date}`,
    },
    untitled: 'izenbururik gabe',
    more: 'Ikusi guztia Meydanen',
    foot: 'Mezu hau jaso duzu zu edo zure erakundea zaretelako ekintza hauen arduradun, edo zuk galdetu duzulako. Ekintza bat planean egindakotzat jotzen duzunean, ez zaio inori berriro gogoraraziko.',
  },
}
