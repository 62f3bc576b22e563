import type { DecisionView, StanceKind } from '@meydan/shared/contracts/decisions'
import type { Language } from '@meydan/shared/languages'
import type { Side } from '@meydan/shared/words'

/** What a file of minutes says of its own accord. What the screen has a name for is called so here: a test compares. */
export type MinutesWords = {
  sides: Record<Side, string>
  states: Record<DecisionView['state'], string>
  stances: Record<StanceKind, string>
  minutes: string
  decision: string
  clause: string
  responsible: string
  due: string
  /** Of what a facilitator hid. */
  hidden: string
  done: string
  open: string
  meeting: (when: string) => string
  asOf: (day: string) => string
  page: (number: string, of: string) => string
  empty: string
}

export const minutesWords: Record<Language, MinutesWords> = {
  tr: {
    sides: { civil: 'Sivil toplum', neutral: 'Tarafsız', public: 'Kamu kurumları' },
    states: {
      agreed: 'Kabul edildi',
      no_quorum: 'Yeterli katılım olmadı',
      not_agreed: 'Kabul edilmedi',
      open: 'Açık',
      withdrawn: 'Geri çekildi',
    },
    stances: { abstain: 'Çekimser', agree: 'Kabul', object: 'İtiraz' },
    minutes: 'Tutanak',
    decision: 'Karar',
    clause: 'Madde',
    responsible: 'Sorumlu',
    due: 'Son gün',
    hidden: 'kolaylaştırıcı tarafından gizlendi',
    done: 'Yapıldı',
    open: 'Yapılacak',
    meeting: (when) => `Toplantı: ${when}`,
    asOf: (day) => `${day} tarihindeki durum`,
    page: (number, of) => `Sayfa ${number} / ${of}`,
    empty: 'Burada henüz bir şey yazmıyor.',
  },
  en: {
    sides: { civil: 'Civil society', neutral: 'Neutral', public: 'Public institutions' },
    states: {
      agreed: 'Agreed',
      no_quorum: 'Too few spoke',
      not_agreed: 'Not agreed',
      open: 'Open',
      withdrawn: 'Withdrawn',
    },
    stances: { abstain: 'Abstain', agree: 'Agree', object: 'Object' },
    minutes: 'Minutes',
    decision: 'Decision',
    clause: 'Clause',
    responsible: 'Responsible',
    due: 'Due',
    hidden: 'hidden by a facilitator',
    done: 'Done',
    open: 'To do',
    meeting: (when) => `Meeting: ${when}`,
    asOf: (day) => `As of ${day}`,
    page: (number, of) => `Page ${number} of ${of}`,
    empty: 'Nothing is written here yet.',
  },
  ar: {
    sides: { civil: 'المجتمع المدني', neutral: 'محايد', public: 'المؤسسات العامة' },
    states: {
      agreed: 'تمت الموافقة',
      no_quorum: 'لم يشارك ما يكفي',
      not_agreed: 'لم تتم الموافقة',
      open: 'مفتوح',
      withdrawn: 'سُحب',
    },
    stances: { abstain: 'امتناع', agree: 'موافقة', object: 'اعتراض' },
    minutes: 'المحضر',
    decision: 'قرار',
    clause: 'بند',
    responsible: 'الجهة المسؤولة',
    due: 'الموعد الأخير',
    hidden: 'أخفاه أحد الميسّرين',
    done: 'تم',
    open: 'لم يتم بعد',
    meeting: (when) => `الاجتماع: ${when}`,
    asOf: (day) => `الحالة في ${day}`,
    page: (number, of) => `صفحة ${number} من ${of}`,
    empty: 'لا شيء مكتوب هنا بعد.',
  },
  de: {
    sides: { civil: 'Zivilgesellschaft', neutral: 'Neutral', public: 'Öffentliche Stellen' },
    states: {
      agreed: 'Angenommen',
      no_quorum: 'Zu wenige Stimmen',
      not_agreed: 'Nicht angenommen',
      open: 'Offen',
      withdrawn: 'Zurückgezogen',
    },
    stances: { abstain: 'Enthaltung', agree: 'Zustimmung', object: 'Widerspruch' },
    minutes: 'Protokoll',
    decision: 'Beschluss',
    clause: 'Klausel',
    responsible: 'Verantwortlich',
    due: 'Bis',
    hidden: 'von der Moderation verborgen',
    done: 'Erledigt',
    open: 'Zu erledigen',
    meeting: (when) => `Treffen: ${when}`,
    asOf: (day) => `Stand vom ${day}`,
    page: (number, of) => `Seite ${number} von ${of}`,
    empty: 'Hier steht noch nichts.',
  },
  da: {
    sides: { civil: 'Civilsamfund', neutral: 'Neutral', public: 'Offentlige myndigheder' },
    states: {
      agreed: 'Vedtaget',
      no_quorum: 'For få udtalte sig',
      not_agreed: 'Ikke vedtaget',
      open: 'Åben',
      withdrawn: 'Trukket tilbage',
    },
    stances: { abstain: 'Afstår', agree: 'Enig', object: 'Imod' },
    minutes: 'Referat',
    decision: 'Beslutning',
    clause: 'Klausul',
    responsible: 'Ansvarlig',
    due: 'Frist',
    hidden: 'skjult af en facilitator',
    done: 'Gjort',
    open: 'Skal gøres',
    meeting: (when) => `Møde: ${when}`,
    asOf: (day) => `Status den ${day}`,
    page: (number, of) => `Side ${number} af ${of}`,
    empty: 'Her står der ikke noget endnu.',
  },
  eu: {
    sides: { civil: 'Gizarte zibila', neutral: 'Neutrala', public: 'Erakunde publikoak' },
    states: {
      agreed: 'Onartua',
      no_quorum: 'Gutxiegik hitz egin dute',
      not_agreed: 'Ez onartua',
      open: 'Irekita',
      withdrawn: 'Baztertua',
    },
    stances: { abstain: 'Abstentzioa', agree: 'Ados', object: 'Aurka' },
    minutes: 'Akta',
    decision: 'Erabakia',
    clause: 'Klausula',
    responsible: 'Arduraduna',
    due: 'Epea',
    hidden: 'dinamizatzaile batek ezkutatua',
    done: 'Eginda',
    open: 'Egiteko',
    meeting: (when) => `Bilera: ${when}`,
    asOf: (day) => `Egoera: ${day}`,
    page: (number, of) => `${number}. orria, guztira ${of}`,
    empty: 'Hemen oraindik ez dago ezer idatzita.',
  },
}
