import { charter, type DemoMinutes, firstMeeting } from './minutes-content.ts'

/** What is said about one thing, in order: the first begins the thread. `@person` and `@@organisation` by their keys name them. */
export type DemoThread = {
  /** A theme or an action by its title, a note by how it begins; the room itself without any. */
  about?: { theme: string } | { note: string } | { action: string; field?: 'due' | 'responsible' | 'indicator' }
  /** How many days before the demonstration is made, who, and what. */
  said: readonly (readonly [days: number, person: string, text: string])[]
  resolvedBy?: string
}

export type DemoProposal = {
  by: string
  title: string
  text: string
  /** Days before it is made that it was proposed, and days after that it closes. */
  days: readonly [asked: number, left: number]
  stances: readonly (readonly [person: string, kind: 'agree' | 'object' | 'abstain', reason: string])[]
}

/** What goes on in a room between two meetings. */
export type DemoBetween = {
  threads: readonly DemoThread[]
  proposal: DemoProposal
  decided: { by: string; title: string; text: string; days: number }
  minutes: readonly DemoMinutes[]
  meeting: { title: string; place: string; inDays: number; hour: number; minutes: number; timeZone: string }
}

export const jointBetween: DemoBetween = {
  threads: [
    {
      about: { theme: 'Sağlıkta dil engeli' },
      said: [
        [6, 'nermin', '@serkan tercüman hattı gece de açık olacak mı? Acil servise en çok akşam gidiliyor.'],
        [5, 'serkan', 'İlk üç ay 08.00–22.00. Gece için sağlık müdürlüğüyle konuşuyoruz, sonucu buraya yazarım.'],
        [4, 'rima', 'هذا مهم جدًا للأمهات. يمكننا تجهيز قائمة متطوعات للمساء حتى يبدأ الخط.'],
        [3, 'claire', 'We can share our call-out list for evenings until then. @nermin has it.'],
      ],
    },
    {
      about: { note: 'Aynı haneye üç ayrı kurum' },
      said: [
        [9, 'gulay', 'Mahalle listelerini tek dosyada toplayabiliriz; kişisel veri olmadan, yalnız sokak ve tarih.'],
        [8, 'serkan', 'Olur. Biz belediyenin listesini bu biçimde veririz.'],
        [8, 'defne', 'Ortak eşgüdüm toplantısının gündemine aldım.'],
      ],
      resolvedBy: 'defne',
    },
    {
      about: { action: 'Randevu mesajına üç dilli belge listesi bağlantısı eklemek', field: 'due' },
      said: [
        [2, 'murat', 'Metinler çevirmende. Tarihi tutturuyoruz; Farsça bir hafta sonra gelebilir.'],
        [1, 'anas', 'راجعنا النسخة العربية، وأرسلنا ملاحظتين صغيرتين إلى @@migration.'],
      ],
    },
    {
      said: [
        [1, 'defne', 'Gelecek toplantıya kadar açık öneri için sözünüzü verir misiniz? Kararlar bölümünde duruyor.'],
      ],
    },
  ],
  proposal: {
    by: 'defne',
    title: 'Aylık eşgüdüm toplantısı dönüşümlü yapılsın: bir ay kaymakamlıkta, bir ay bir dernekte',
    text: 'Gündemi iki taraftan birer kişi hazırlar. Toplantı yeri dönüşümlü olur; çağrı en az on gün önce yapılır.',
    days: [4, 6],
    stances: [
      ['hasan', 'agree', ''],
      ['rima', 'agree', 'نرحّب بأن تُعقد أيضًا في مقرّات الجمعيات.'],
      ['serkan', 'agree', ''],
      ['emre', 'abstain', 'Mesai dışı toplantıya katılım için izin almamız gerekiyor.'],
    ],
  },
  decided: {
    by: 'defne',
    title: 'Notlarda ve belgelerde kişi adı yazılmaz',
    text: 'İlk toplantıda iki taraf da kabul etti.',
    days: 40,
  },
  minutes: [firstMeeting, charter],
  meeting: {
    title: 'İzleme toplantısı',
    place: 'Yenipınar Kaymakamlığı, toplantı salonu',
    inDays: 9,
    hour: 14,
    minutes: 90,
    timeZone: 'Europe/Istanbul',
  },
}
