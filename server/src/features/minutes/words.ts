import type { Language } from '@meydan/shared/languages'
import type { Side } from '@meydan/shared/words'

/** What minutes say of their own accord when they are begun; from then on it is the room's text. */
export type MinutesWords = {
  /** The name of minutes, of a day or of a meeting. */
  titled: (of: string) => string
  date: string
  place: string
  present: string
  nobodyYet: string
  /** People of an organisation. */
  people: (count: number) => string
  sides: Record<Side, string>
  decisions: string
  votes: string
  tasks: string
  next: string
  preamble: string
  clauses: readonly { title: string; text: string }[]
}

const plural = (language: Language, forms: Partial<Record<Intl.LDMLPluralRule, string>>) => {
  const rules = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)
  return (count: number) => (forms[rules.select(count)] ?? forms.other ?? '').replace('#', numbers.format(count))
}

export const minutesWords: Record<Language, MinutesWords> = {
  en: {
    titled: (of) => `Minutes, ${of}`,
    date: 'When',
    place: 'Where',
    present: 'Who was there',
    nobodyYet: 'Not known yet',
    people: plural('en', { one: '# person', other: '# people' }),
    sides: { civil: 'Civil society', public: 'Public institutions', neutral: 'Neutral' },
    decisions: 'Decisions',
    votes: 'Votes',
    tasks: 'Tasks',
    next: 'Next meeting',
    preamble: 'We agree on how we work together. Each organisation says to each clause whether it agrees.',
    clauses: [
      { title: 'Purpose', text: 'What we meet for, and what we want to reach together.' },
      {
        title: 'Who takes part',
        text: 'Civil society and public institutions take part as equals. Each organisation says who speaks for it.',
      },
      { title: 'How we decide', text: 'We look for consent. Who objects says why, and we look for another way.' },
      {
        title: 'What stays among us',
        text: 'What people tell of themselves stays in the room. Only what we agreed on is published.',
      },
      {
        title: 'How this changes',
        text: 'Any organisation may propose another wording. It counts once all have spoken to it again.',
      },
    ],
  },
  tr: {
    titled: (of) => `Tutanak, ${of}`,
    date: 'Ne zaman',
    place: 'Nerede',
    present: 'Kimler katıldı',
    nobodyYet: 'Henüz bilinmiyor',
    people: plural('tr', { one: '# kişi', other: '# kişi' }),
    sides: { civil: 'Sivil toplum', public: 'Kamu kurumları', neutral: 'Tarafsız' },
    decisions: 'Kararlar',
    votes: 'Oylamalar',
    tasks: 'Görevler',
    next: 'Sonraki toplantı',
    preamble:
      'Birlikte nasıl çalışacağımız üzerinde anlaşıyoruz. Her kuruluş her maddeye katılıp katılmadığını bildirir.',
    clauses: [
      { title: 'Amaç', text: 'Neden bir araya geldiğimiz ve birlikte neye ulaşmak istediğimiz.' },
      {
        title: 'Kimler katılır',
        text: 'Sivil toplum ve kamu kurumları eşit olarak katılır. Her kuruluş, adına kimin konuştuğunu söyler.',
      },
      {
        title: 'Nasıl karar veririz',
        text: 'Uzlaşma ararız. İtiraz eden nedenini söyler ve birlikte başka bir yol ararız.',
      },
      {
        title: 'Aramızda kalan',
        text: 'İnsanların kendileri hakkında anlattıkları odada kalır. Yalnızca üzerinde anlaştıklarımız yayımlanır.',
      },
      {
        title: 'Bu metin nasıl değişir',
        text: 'Her kuruluş başka bir ifade önerebilir. Herkes yeniden görüş bildirince geçerli olur.',
      },
    ],
  },
  ar: {
    titled: (of) => `محضر، ${of}`,
    date: 'الموعد',
    place: 'المكان',
    present: 'من حضر',
    nobodyYet: 'غير معروف بعد',
    people: plural('ar', {
      zero: 'لا أحد',
      one: 'شخص واحد',
      two: 'شخصان',
      few: '# أشخاص',
      many: '# شخصًا',
      other: '# شخص',
    }),
    sides: { civil: 'المجتمع المدني', public: 'المؤسسات العامة', neutral: 'محايد' },
    decisions: 'القرارات',
    votes: 'التصويتات',
    tasks: 'المهام',
    next: 'الاجتماع القادم',
    preamble: 'نتفق على طريقة عملنا معًا. تقول كل منظمة في كل بند إن كانت توافق عليه.',
    clauses: [
      { title: 'الغاية', text: 'لماذا نجتمع، وما الذي نريد الوصول إليه معًا.' },
      {
        title: 'من يشارك',
        text: 'يشارك المجتمع المدني والمؤسسات العامة على قدم المساواة. وتقول كل منظمة من يتحدث باسمها.',
      },
      { title: 'كيف نقرر', text: 'نسعى إلى التوافق. من يعترض يقول السبب، ونبحث معًا عن طريق آخر.' },
      { title: 'ما يبقى بيننا', text: 'ما يرويه الناس عن أنفسهم يبقى في الغرفة. ولا يُنشر إلا ما اتفقنا عليه.' },
      {
        title: 'كيف يتغير هذا',
        text: 'يمكن لأي منظمة أن تقترح صياغة أخرى. وتسري بعد أن يبدي الجميع رأيهم فيها من جديد.',
      },
    ],
  },
  de: {
    titled: (of) => `Protokoll, ${of}`,
    date: 'Wann',
    place: 'Wo',
    present: 'Wer da war',
    nobodyYet: 'Noch nicht bekannt',
    people: plural('de', { one: '# Person', other: '# Personen' }),
    sides: { civil: 'Zivilgesellschaft', public: 'Öffentliche Stellen', neutral: 'Neutral' },
    decisions: 'Beschlüsse',
    votes: 'Abstimmungen',
    tasks: 'Aufgaben',
    next: 'Nächstes Treffen',
    preamble: 'Wir vereinbaren, wie wir zusammenarbeiten. Jede Organisation sagt zu jedem Punkt, ob sie zustimmt.',
    clauses: [
      { title: 'Zweck', text: 'Wozu wir uns treffen und was wir gemeinsam erreichen wollen.' },
      {
        title: 'Wer mitwirkt',
        text: 'Zivilgesellschaft und öffentliche Stellen wirken gleichberechtigt mit. Jede Organisation sagt, wer für sie spricht.',
      },
      {
        title: 'Wie wir entscheiden',
        text: 'Wir suchen Einvernehmen. Wer widerspricht, sagt warum, und wir suchen einen anderen Weg.',
      },
      {
        title: 'Was unter uns bleibt',
        text: 'Was Menschen von sich erzählen, bleibt im Raum. Veröffentlicht wird nur, worauf wir uns geeinigt haben.',
      },
      {
        title: 'Wie sich dies ändert',
        text: 'Jede Organisation kann eine andere Fassung vorschlagen. Sie gilt, sobald sich alle erneut geäußert haben.',
      },
    ],
  },
  da: {
    titled: (of) => `Referat, ${of}`,
    date: 'Hvornår',
    place: 'Hvor',
    present: 'Hvem var med',
    nobodyYet: 'Vides ikke endnu',
    people: plural('da', { one: '# person', other: '# personer' }),
    sides: { civil: 'Civilsamfundet', public: 'Offentlige institutioner', neutral: 'Neutral' },
    decisions: 'Beslutninger',
    votes: 'Afstemninger',
    tasks: 'Opgaver',
    next: 'Næste møde',
    preamble: 'Vi aftaler, hvordan vi arbejder sammen. Hver organisation siger til hvert punkt, om den er enig.',
    clauses: [
      { title: 'Formål', text: 'Hvorfor vi mødes, og hvad vi vil nå sammen.' },
      {
        title: 'Hvem der deltager',
        text: 'Civilsamfundet og offentlige institutioner deltager som ligeværdige. Hver organisation siger, hvem der taler for den.',
      },
      {
        title: 'Hvordan vi beslutter',
        text: 'Vi søger enighed. Den, der gør indsigelse, siger hvorfor, og vi finder en anden vej.',
      },
      {
        title: 'Hvad der bliver mellem os',
        text: 'Det, folk fortæller om sig selv, bliver i rummet. Kun det, vi er enige om, offentliggøres.',
      },
      {
        title: 'Hvordan dette ændres',
        text: 'Enhver organisation kan foreslå en anden formulering. Den gælder, når alle har udtalt sig igen.',
      },
    ],
  },
  eu: {
    titled: (of) => `Akta, ${of}`,
    date: 'Noiz',
    place: 'Non',
    present: 'Nor egon zen',
    nobodyYet: 'Oraindik ez dakigu',
    people: plural('eu', { one: 'pertsona #', other: '# pertsona' }),
    sides: { civil: 'Gizarte zibila', public: 'Erakunde publikoak', neutral: 'Neutrala' },
    decisions: 'Erabakiak',
    votes: 'Bozketak',
    tasks: 'Zereginak',
    next: 'Hurrengo bilera',
    preamble:
      'Elkarrekin nola lan egin adosten dugu. Erakunde bakoitzak klausula bakoitzari buruz ados dagoen esaten du.',
    clauses: [
      { title: 'Helburua', text: 'Zertarako elkartzen garen, eta zer lortu nahi dugun elkarrekin.' },
      {
        title: 'Nork hartzen duen parte',
        text: 'Gizarte zibilak eta erakunde publikoek berdin gisa hartzen dute parte. Erakunde bakoitzak esaten du nork hitz egiten duen haren izenean.',
      },
      {
        title: 'Nola erabakitzen dugun',
        text: 'Adostasuna bilatzen dugu. Aurka dagoenak zergatik esaten du, eta beste bide bat bilatzen dugu.',
      },
      {
        title: 'Gure artean geratzen dena',
        text: 'Jendeak bere buruaz kontatzen duena gelan geratzen da. Adostu duguna bakarrik argitaratzen da.',
      },
      {
        title: 'Hau nola aldatzen den',
        text: 'Edozein erakundek beste idazkera bat proposa dezake. Denek berriz hitz egin ondoren balio du.',
      },
    ],
  },
}
