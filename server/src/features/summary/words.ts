import type { StepMode } from '@meydan/shared/contracts/meetings'
import type { Outcome } from '@meydan/shared/contracts/summary'
import type { Position } from '@meydan/shared/contracts/votes'
import type { Language } from '@meydan/shared/languages'
import type { Side } from '@meydan/shared/words'

/** What a mailed summary says of its own accord. Sides, steps and outcomes are named as on the screen. */
export type LetterWords = {
  /** Stands in a list of mails that others may see: it says nothing of what the meeting was about. */
  subject: (date: string) => string
  stillOpen: string
  thanks: string
  attendance: string
  organisations: string
  corrected: string
  nobody: string
  steps: string
  skipped: string
  notReached: string
  themes: string
  notes: string
  untitled: string
  votes: string
  voted: (voted: string, of: string) => string
  equal: string
  /** Of a side one or two voted. */
  few: (side: string, voted: string) => string
  openUntil: (time: string) => string
  decisions: string
  questions: string
  asked: string
  answered: string
  open: string
  /** Who asked for it: their organisation, no name leaves the house. */
  foot: (organisation: string) => string
  sides: Record<Side, string>
  positions: Record<Position, string>
  outcomes: Record<Outcome, string>
  modes: Record<StepMode, string>
}

export const letterWords: Record<Language, LetterWords> = {
  tr: {
    subject: (date) => `Toplantınızın özeti, ${date}`,
    stillOpen: 'Toplantı bu özet yazılırken sürüyordu; sayılar değişebilir.',
    thanks: 'Teşekkür',
    attendance: 'Kimler katıldı',
    organisations: 'kurum ve kuruluş',
    corrected: 'düzeltildi',
    nobody: 'Katılan kimse sayılmadı.',
    steps: 'Adımlar',
    skipped: 'atlandı',
    notReached: 'sıra gelmedi',
    themes: 'Temalar',
    notes: 'Panolardaki notlar',
    untitled: 'Adsız',
    votes: 'Oylamalar',
    voted: (voted, of) => `Oy veren: ${voted} / ${of}`,
    equal: 'iki taraf eşit ağırlıkta',
    few: (side, voted) =>
      `${side}: oy veren yalnızca ${voted}. Bu rakamları bütün tarafın değil, onların görüşü olarak okuyun.`,
    openUntil: (time) => `${time} saatine kadar açık; sonucu bu özette henüz yok.`,
    decisions: 'Kararlar',
    questions: 'Uzmana sorular',
    asked: 'Sorulan',
    answered: 'Yanıtlanan',
    open: 'Özeti açın',
    foot: (organisation) =>
      `Bu postayı Meydan’da ${organisation} adına katılan biri istedi. Adresiniz gönderildikten sonra saklanmaz.`,
    sides: { civil: 'Sivil toplum', public: 'Kamu kurumları', neutral: 'Tarafsız' },
    positions: { agree: 'Katılan', object: 'İtiraz eden', abstain: 'Çekimser' },
    outcomes: {
      both: 'iki taraf da kabul etti',
      civil: 'yalnızca sivil taraf kabul etti',
      public: 'yalnızca kamu tarafı kabul etti',
      neither: 'iki taraf da kabul etmedi',
      unvoted: 'iki taraftan da oy gelmedi',
    },
    modes: {
      write: 'Tek başına yazma',
      reveal: 'Notları gösterme',
      cluster: 'Temalara ayırma',
      vote: 'Oylama',
      discuss: 'Tartışma',
      decide: 'Karar',
      break: 'Ara',
      free: 'Serbest çalışma',
    },
  },
  en: {
    subject: (date) => `Summary of your meeting, ${date}`,
    stillOpen: 'The meeting was still open when this was written; figures may change.',
    thanks: 'Thanks',
    attendance: 'Who was there',
    organisations: 'organisations',
    corrected: 'corrected',
    nobody: 'Nobody was counted.',
    steps: 'Steps',
    skipped: 'skipped',
    notReached: 'not reached',
    themes: 'Themes',
    notes: 'Notes on the boards',
    untitled: 'Untitled',
    votes: 'Votes',
    voted: (voted, of) => `Voted: ${voted} of ${of}`,
    equal: 'both sides weighing the same',
    few: (side, voted) => `${side}: only ${voted} voted. Read these figures as theirs, not as the whole side’s.`,
    openUntil: (time) => `Still open until ${time}; its result is not in this summary yet.`,
    decisions: 'Decisions',
    questions: 'Questions to the expert',
    asked: 'Asked',
    answered: 'Answered',
    open: 'Open the summary',
    foot: (organisation) =>
      `Somebody of ${organisation} asked for this mail in Meydan. Your address is not kept after it was sent.`,
    sides: { civil: 'Civil society', public: 'Public institutions', neutral: 'Neutral' },
    positions: { agree: 'Agree', object: 'Object', abstain: 'Abstain' },
    outcomes: {
      both: 'both sides agree',
      civil: 'only the civil side agrees',
      public: 'only the public side agrees',
      neither: 'neither side agrees',
      unvoted: 'neither side voted on it',
    },
    modes: {
      write: 'Write on your own',
      reveal: 'Show all notes',
      cluster: 'Group into themes',
      vote: 'Vote',
      discuss: 'Discuss',
      decide: 'Decide',
      break: 'Break',
      free: 'Open work',
    },
  },
  ar: {
    subject: (date) => `ملخص اجتماعكم، ${date}`,
    stillOpen: 'كان الاجتماع ما زال مفتوحًا عند كتابة هذا الملخص، وقد تتغيّر الأرقام.',
    thanks: 'شكر',
    attendance: 'من حضر',
    organisations: 'الجهات',
    corrected: 'صُحِّح',
    nobody: 'لم يُحسب حضور أحد.',
    steps: 'الخطوات',
    skipped: 'تم تجاوزها',
    notReached: 'لم نصل إليها',
    themes: 'الموضوعات',
    notes: 'الملاحظات على اللوحات',
    untitled: 'بلا عنوان',
    votes: 'التصويتات',
    voted: (voted, of) => `صوّت: ${voted} من ${of}`,
    equal: 'الطرفان بوزن متساوٍ',
    few: (side, voted) => `${side}: عدد المصوّتين ${voted} فقط. اقرؤوا هذه الأرقام على أنها رأيهم هم، لا رأي الطرف كله.`,
    openUntil: (time) => `ما زال مفتوحًا حتى ${time}، ولم تدخل نتيجته في هذا الملخص بعد.`,
    decisions: 'القرارات',
    questions: 'أسئلة إلى الخبير',
    asked: 'المطروحة',
    answered: 'المُجاب عنها',
    open: 'افتحوا الملخص',
    foot: (organisation) => `طلب هذه الرسالة في ميدان شخص يشارك عن ${organisation}. لا يُحفظ عنوانكم بعد إرسالها.`,
    sides: { civil: 'المجتمع المدني', public: 'المؤسسات العامة', neutral: 'محايد' },
    positions: { agree: 'موافق', object: 'معترض', abstain: 'ممتنع' },
    outcomes: {
      both: 'وافق الطرفان',
      civil: 'وافق الطرف المدني فقط',
      public: 'وافق الطرف العام فقط',
      neither: 'لم يوافق أي من الطرفين',
      unvoted: 'لم يصوّت أي من الطرفين',
    },
    modes: {
      write: 'كتابة فردية',
      reveal: 'إظهار الملاحظات',
      cluster: 'التجميع في موضوعات',
      vote: 'تصويت',
      discuss: 'نقاش',
      decide: 'قرار',
      break: 'استراحة',
      free: 'عمل حر',
    },
  },
  de: {
    subject: (date) => `Zusammenfassung Ihres Treffens, ${date}`,
    stillOpen: 'Das Treffen lief noch, als dies geschrieben wurde; die Zahlen können sich ändern.',
    thanks: 'Dank',
    attendance: 'Wer da war',
    organisations: 'Organisationen',
    corrected: 'berichtigt',
    nobody: 'Es wurde niemand gezählt.',
    steps: 'Schritte',
    skipped: 'übersprungen',
    notReached: 'nicht erreicht',
    themes: 'Themen',
    notes: 'Notizen auf den Tafeln',
    untitled: 'Ohne Titel',
    votes: 'Abstimmungen',
    voted: (voted, of) => `Abgestimmt: ${voted} von ${of}`,
    equal: 'beide Seiten gleich gewichtet',
    few: (side, voted) =>
      `${side}: nur ${voted}-mal abgestimmt. Diese Zahlen stehen für wenige, nicht für die ganze Seite.`,
    openUntil: (time) => `Noch offen bis ${time}; das Ergebnis steht noch nicht in dieser Zusammenfassung.`,
    decisions: 'Entscheidungen',
    questions: 'Fragen an die Fachperson',
    asked: 'Gestellt',
    answered: 'Beantwortet',
    open: 'Zusammenfassung öffnen',
    foot: (organisation) =>
      `Jemand von ${organisation} hat diese Mail in Meydan angefordert. Ihre Adresse wird nach dem Versand nicht aufbewahrt.`,
    sides: { civil: 'Zivilgesellschaft', public: 'Öffentliche Stellen', neutral: 'Neutral' },
    positions: { agree: 'Zustimmung', object: 'Widerspruch', abstain: 'Enthaltung' },
    outcomes: {
      both: 'beide Seiten stimmen zu',
      civil: 'nur die zivile Seite stimmt zu',
      public: 'nur die öffentliche Seite stimmt zu',
      neither: 'keine der beiden Seiten stimmt zu',
      unvoted: 'keine der beiden Seiten hat abgestimmt',
    },
    modes: {
      write: 'Für sich schreiben',
      reveal: 'Notizen zeigen',
      cluster: 'Zu Themen ordnen',
      vote: 'Abstimmen',
      discuss: 'Besprechen',
      decide: 'Entscheiden',
      break: 'Pause',
      free: 'Freie Arbeit',
    },
  },
  da: {
    subject: (date) => `Opsummering af dit møde, ${date}`,
    stillOpen: 'Mødet var stadig i gang, da dette blev skrevet; tallene kan ændre sig.',
    thanks: 'Tak',
    attendance: 'Hvem var med',
    organisations: 'organisationer',
    corrected: 'rettet',
    nobody: 'Ingen blev talt med.',
    steps: 'Trin',
    skipped: 'sprunget over',
    notReached: 'ikke nået',
    themes: 'Temaer',
    notes: 'Sedler på tavlerne',
    untitled: 'Uden titel',
    votes: 'Afstemninger',
    voted: (voted, of) => `Har stemt: ${voted} af ${of}`,
    equal: 'begge sider vejer lige meget',
    few: (side, voted) => `${side}: kun ${voted} har stemt. Læs tallene som deres, ikke som hele sidens.`,
    openUntil: (time) => `Stadig åben indtil ${time}; resultatet er endnu ikke med i opsummeringen.`,
    decisions: 'Beslutninger',
    questions: 'Spørgsmål til eksperten',
    asked: 'Stillet',
    answered: 'Besvaret',
    open: 'Åbn opsummeringen',
    foot: (organisation) =>
      `En fra ${organisation} har bedt om denne mail i Meydan. Din adresse gemmes ikke, når den er sendt.`,
    sides: { civil: 'Civilsamfund', public: 'Offentlige myndigheder', neutral: 'Neutral' },
    positions: { agree: 'Enig', object: 'Imod', abstain: 'Undlader' },
    outcomes: {
      both: 'begge sider er enige',
      civil: 'kun den civile side er enig',
      public: 'kun den offentlige side er enig',
      neither: 'ingen af siderne er enige',
      unvoted: 'ingen af siderne har stemt om det',
    },
    modes: {
      write: 'Skriv for dig selv',
      reveal: 'Vis alle sedler',
      cluster: 'Saml i temaer',
      vote: 'Stem',
      discuss: 'Drøft',
      decide: 'Beslut',
      break: 'Pause',
      free: 'Frit arbejde',
    },
  },
  eu: {
    subject: (date) => `Zure bileraren laburpena, ${date}`,
    stillOpen: 'Hau idatzi zenean bilera oraindik irekita zegoen; zenbakiak alda daitezke.',
    thanks: 'Eskerrak',
    attendance: 'Nor izan den',
    organisations: 'erakundeak',
    corrected: 'zuzenduta',
    nobody: 'Ez da inor zenbatu.',
    steps: 'Urratsak',
    skipped: 'saltatuta',
    notReached: 'iritsi gabe',
    themes: 'Gaiak',
    notes: 'Arbeletako oharrak',
    untitled: 'Izenbururik gabe',
    votes: 'Bozketak',
    voted: (voted, of) => `Bozkatu dutenak: ${voted} / ${of}`,
    equal: 'bi aldeek pisu bera',
    few: (side, voted) =>
      `${side}: ${voted} boto-emaile bakarrik. Irakurri zenbaki hauek haienak bezala, ez alde osoarenak bezala.`,
    openUntil: (time) => `Irekita ${time} arte; emaitza ez dago oraindik laburpen honetan.`,
    decisions: 'Erabakiak',
    questions: 'Adituari egindako galderak',
    asked: 'Egindakoak',
    answered: 'Erantzundakoak',
    open: 'Ireki laburpena',
    foot: (organisation) =>
      `${organisation} erakundeko norbaitek eskatu du mezu hau Meydanen. Bidali ondoren, zure helbidea ez da gordetzen.`,
    sides: { civil: 'Gizarte zibila', public: 'Erakunde publikoak', neutral: 'Neutrala' },
    positions: { agree: 'Ados', object: 'Kontra', abstain: 'Abstentzioa' },
    outcomes: {
      both: 'bi aldeak ados daude',
      civil: 'alde zibila bakarrik dago ados',
      public: 'alde publikoa bakarrik dago ados',
      neither: 'ez bata ez bestea ez dago ados',
      unvoted: 'alde batek ere ez du bozkatu',
    },
    modes: {
      write: 'Bakarka idatzi',
      reveal: 'Oharrak erakutsi',
      cluster: 'Gaika bildu',
      vote: 'Bozkatu',
      discuss: 'Eztabaidatu',
      decide: 'Erabaki',
      break: 'Atsedenaldia',
      free: 'Lan librea',
    },
  },
}
