/**
 * A part of minutes. In its words `@person` and `@@organisation` name them by their keys, `{theme:…}` and `{action:…}`
 * what is called so, `{note:…}` the note that begins so, and `{decision}` what was decided.
 */
export type DemoPart =
  | string
  | { heading: string }
  | { facts: readonly (readonly [name: string, value: string])[] }
  | { list: readonly string[] }
  /** `action`: what it became, by its title in the plan. */
  | { tasks: readonly { words: string; done?: true; action?: string }[] }
  | { decision: readonly string[] }
  | { clause: string; words: string; stances?: readonly DemoClauseStance[] }

export type DemoClauseStance = readonly [person: string, kind: 'agree' | 'object', reason: string]

export type DemoMinutes = { title: string; parts: readonly DemoPart[] }

export const firstMeeting: DemoMinutes = {
  title: 'İlk toplantının tutanağı',
  parts: [
    {
      facts: [
        ['Yer', 'Eski Hal Toplum Merkezi, büyük salon'],
        ['Kolaylaştırıcı', '@defne'],
        ['Diller', 'Türkçe, العربية, English'],
      ],
    },
    { heading: 'Kimler katıldı' },
    {
      list: [
        '@@neighbours: 1 kişi',
        '@@jasmine: 2 kişi',
        '@@centre: 2 kişi',
        '@@municipality: 1 kişi',
        '@@governorate: 1 kişi',
        '@@migration: 1 kişi',
      ],
    },
    { heading: 'Hangi ihtiyaçlar öne çıktı?' },
    'En çok konuşulan konu {theme:Sağlıkta dil engeli} oldu. @nermin, acil servise giden ailelerin çoğunlukla çocuklarını tercüman yaptığını anlattı.',
    'نبّهت @rima إلى أن الأمهات يؤجّلن موعد الطبيب حين لا يجدن من يترجم لهنّ.',
    '@gulay mükerrer ziyaretleri hatırlattı: {note:Aynı haneye üç ayrı kurum}',
    { heading: 'Ne yapabiliriz?' },
    '@claire offered the community centre for the training of interpreters; {theme:Ulaşılabilir eğitim} waits for the next meeting.',
    { heading: 'Kararlar' },
    { decision: ['Notlarda ve belgelerde kişi adı yazılmaz.', 'İki taraf da kabul etti.'] },
    { heading: 'Görevler' },
    {
      tasks: [
        {
          words: 'Randevu mesajına belge listesi eklemek: @murat',
          action: 'Randevu mesajına üç dilli belge listesi bağlantısı eklemek',
        },
        { words: 'Salonu ve tercümanı ayarlamak: @defne', done: true },
        { words: 'Akşam gönüllülerinin listesini paylaşmak: @rima' },
      ],
    },
    { heading: 'Bir sonraki toplantı için' },
    '{action:Hastane, belediye ve derneklerin kullanacağı ortak tercüman havuzunu kurmak} için ilk adımlar konuşulacak.',
  ],
}

export const charter: DemoMinutes = {
  title: 'Çalışma ilkelerimiz',
  parts: [
    'Birlikte nasıl çalışacağımızı yazdık. Her kuruluş her maddeye katılıp katılmadığını bildirir.',
    {
      clause: 'Amaç',
      words: 'İhtiyaçları birlikte belirlemek ve her ihtiyaç için kimin ne yapacağını yazmak.',
      stances: [
        ['hasan', 'agree', ''],
        ['rima', 'agree', ''],
        ['serkan', 'agree', ''],
        ['gulay', 'agree', ''],
      ],
    },
    {
      clause: 'Nasıl karar veririz',
      words: 'Uzlaşma ararız. İtiraz eden nedenini söyler; iki taraf da kabul etmeden karar alınmış sayılmaz.',
      stances: [
        ['hasan', 'agree', ''],
        ['rima', 'agree', ''],
        ['serkan', 'agree', ''],
      ],
    },
    {
      clause: 'Gizlilik',
      words: 'Kimsenin adı, adresi ya da hukuki durumu yazılmaz. {decision} kararı bütün belgeler için geçerlidir.',
      stances: [
        ['nermin', 'agree', ''],
        ['murat', 'agree', ''],
      ],
    },
    {
      clause: 'Toplantılar',
      words: 'Ayda bir buluşuruz; gündemi iki taraftan birer kişi hazırlar, çağrı en az on gün önce yapılır.',
      stances: [
        ['rima', 'agree', ''],
        ['emre', 'object', 'Mesai dışı toplantıya katılım için izin almamız gerekiyor; saat buraya yazılsın.'],
      ],
    },
  ],
}
