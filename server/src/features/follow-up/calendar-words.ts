import type { Language } from '@meydan/shared/languages'

export type CalendarWords = {
  /** Names of calendars. */
  mine: string
  of: (organisation: string) => string
  due: (title: string) => string
  answer: (title: string) => string
  untitled: string
  proposed: string
}

/** What a calendar says of its own accord. */
export const calendarWords: Record<Language, CalendarWords> = {
  tr: {
    mine: 'Meydan: benim eylemlerim',
    of: (organisation) => `Meydan: ${organisation}`,
    due: (title) => `Son gün: ${title}`,
    answer: (title) => `Yanıt için son gün: ${title}`,
    untitled: 'başlıksız',
    proposed: 'Henüz öneri',
  },
  en: {
    mine: 'Meydan: what is mine',
    of: (organisation) => `Meydan: ${organisation}`,
    due: (title) => `Due: ${title}`,
    answer: (title) => `Answer due: ${title}`,
    untitled: 'untitled',
    proposed: 'Only proposed so far',
  },
  ar: {
    mine: 'ميدان: ما يخصّني',
    of: (organisation) => `ميدان: ${organisation}`,
    due: (title) => `آخر يوم: ${title}`,
    answer: (title) => `آخر يوم للرد: ${title}`,
    untitled: 'بلا عنوان',
    proposed: 'ما زال مقترحًا',
  },
  de: {
    mine: 'Meydan: meine Maßnahmen',
    of: (organisation) => `Meydan: ${organisation}`,
    due: (title) => `Fällig: ${title}`,
    answer: (title) => `Antwort fällig: ${title}`,
    untitled: 'ohne Titel',
    proposed: 'Bisher nur vorgeschlagen',
  },
  da: {
    mine: 'Meydan: mine handlinger',
    of: (organisation) => `Meydan: ${organisation}`,
    due: (title) => `Frist: ${title}`,
    answer: (title) => `Svarfrist: ${title}`,
    untitled: 'uden titel',
    proposed: 'Kun foreslået indtil nu',
  },
  eu: {
    mine: 'Meydan: nireak',
    of: (organisation) => `Meydan: ${organisation}`,
    due: (title) => `Azken eguna: ${title}`,
    answer: (title) => `Erantzuteko azken eguna: ${title}`,
    untitled: 'izenbururik gabe',
    proposed: 'Oraingoz proposamena',
  },
}
