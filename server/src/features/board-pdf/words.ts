import type { NoteKind, StampSign } from '@meydan/shared/documents/board/records'
import type { Language } from '@meydan/shared/languages'
import type { Side } from '@meydan/shared/words'

/** What a PDF says of its own accord. Sides, kinds and reactions are named as on the screen. */
export type PdfWords = {
  sides: Record<Side, string>
  kinds: Record<NoteKind, string>
  stamps: Record<StampSign, string>
  untitledFrame: string
  empty: string
  page: (number: string, of: string) => string
}

export const pdfWords: Record<Language, PdfWords> = {
  tr: {
    sides: { civil: 'Sivil toplum', public: 'Kamu kurumları', neutral: 'Tarafsız' },
    kinds: {
      problem: 'Sorun',
      need: 'İhtiyaç',
      resource: 'Kaynak',
      idea: 'Fikir',
      solution: 'Çözüm',
      question: 'Soru',
    },
    stamps: {
      agree: 'Katılıyorum',
      heart: 'Teşekkürler',
      important: 'Önemli',
      question: 'Sorum var',
      idea: 'İyi fikir',
      done: 'Yapıldı',
    },
    untitledFrame: 'Başlıksız çerçeve',
    empty: 'Burada henüz bir şey yok.',
    page: (number, of) => `Sayfa ${number} / ${of}`,
  },
  en: {
    sides: { civil: 'Civil society', public: 'Public institutions', neutral: 'Neutral' },
    kinds: {
      problem: 'Problem',
      need: 'Need',
      resource: 'Resource',
      idea: 'Idea',
      solution: 'Solution',
      question: 'Question',
    },
    stamps: {
      agree: 'I agree',
      heart: 'Thank you',
      important: 'Important',
      question: 'I have a question',
      idea: 'Good idea',
      done: 'Done',
    },
    untitledFrame: 'Untitled frame',
    empty: 'Nothing here yet.',
    page: (number, of) => `Page ${number} of ${of}`,
  },
  ar: {
    sides: { civil: 'المجتمع المدني', public: 'المؤسسات العامة', neutral: 'محايد' },
    kinds: { problem: 'مشكلة', need: 'احتياج', resource: 'مورد', idea: 'فكرة', solution: 'حل', question: 'سؤال' },
    stamps: { agree: 'أوافق', heart: 'شكرًا', important: 'مهم', question: 'لدي سؤال', idea: 'فكرة جيدة', done: 'أُنجز' },
    untitledFrame: 'إطار بلا عنوان',
    empty: 'لا شيء هنا بعد.',
    page: (number, of) => `صفحة ${number} من ${of}`,
  },
  de: {
    sides: { civil: 'Zivilgesellschaft', public: 'Öffentliche Stellen', neutral: 'Neutral' },
    kinds: {
      problem: 'Problem',
      need: 'Bedarf',
      resource: 'Ressource',
      idea: 'Idee',
      solution: 'Lösung',
      question: 'Frage',
    },
    stamps: {
      agree: 'Ich stimme zu',
      heart: 'Danke',
      important: 'Wichtig',
      question: 'Ich habe eine Frage',
      idea: 'Gute Idee',
      done: 'Erledigt',
    },
    untitledFrame: 'Rahmen ohne Titel',
    empty: 'Hier ist noch nichts.',
    page: (number, of) => `Seite ${number} von ${of}`,
  },
  da: {
    sides: { civil: 'Civilsamfund', public: 'Offentlige myndigheder', neutral: 'Neutral' },
    kinds: {
      problem: 'Problem',
      need: 'Behov',
      resource: 'Ressource',
      idea: 'Idé',
      solution: 'Løsning',
      question: 'Spørgsmål',
    },
    stamps: {
      agree: 'Jeg er enig',
      heart: 'Tak',
      important: 'Vigtigt',
      question: 'Jeg har et spørgsmål',
      idea: 'God idé',
      done: 'Gjort',
    },
    untitledFrame: 'Ramme uden titel',
    empty: 'Her er ikke noget endnu.',
    page: (number, of) => `Side ${number} af ${of}`,
  },
  eu: {
    sides: { civil: 'Gizarte zibila', public: 'Erakunde publikoak', neutral: 'Neutrala' },
    kinds: {
      problem: 'Arazoa',
      need: 'Beharra',
      resource: 'Baliabidea',
      idea: 'Ideia',
      solution: 'Irtenbidea',
      question: 'Galdera',
    },
    stamps: {
      agree: 'Ados nago',
      heart: 'Eskerrik asko',
      important: 'Garrantzitsua',
      question: 'Galdera bat dut',
      idea: 'Ideia ona',
      done: 'Eginda',
    },
    untitledFrame: 'Izenburu gabeko markoa',
    empty: 'Oraindik ez dago ezer hemen.',
    page: (number, of) => `${number}. orria, guztira ${of}`,
  },
}
