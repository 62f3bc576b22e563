import type { Language } from '../../languages.ts'
import type { BoardClip } from '../board/clip.ts'
import type { NoteColour } from '../board/records.ts'
import { Sheet } from './sheet.ts'
import { textBox } from './text-box.ts'

export type Lane = { title: string; question: string; example: string }

const LANE = { width: 520, height: 960 }
const GAP = 40
const PADDING = 40
const WIDTH = LANE.width - 2 * PADDING
const HEAD = 24
const QUESTION = 24

const texts: Record<Language, readonly Lane[]> = {
  tr: [
    {
      title: 'Sorun',
      question: 'Kim, nerede, nasıl bir güçlük yaşıyor?',
      example: 'Örneğin: “Kurs saatlerinde çocuklarımıza bakacak kimse yok.”',
    },
    {
      title: 'İhtiyaç',
      question: 'Bunun aşılması için ne gerekiyor?',
      example: 'Örneğin: “Kursun verildiği yerde çocuklar için güvenli bir alan.”',
    },
    {
      title: 'Çözüm önerisi',
      question: 'Eldeki imkânlarla ne yapabiliriz?',
      example: 'Örneğin: “Belediyenin kreşi haftada iki akşam açık kalsın.”',
    },
    {
      title: 'Kim yapabilir?',
      question: 'Kim üstlenir, kim destek olur?',
      example: 'Örneğin: “Yeri belediye açar, gönüllüleri dernek bulur.”',
    },
  ],
  en: [
    {
      title: 'Problem',
      question: 'Who faces which difficulty, and where?',
      example: 'For example: “Nobody can look after our children while we are in class.”',
    },
    {
      title: 'Need',
      question: 'What would it take to overcome it?',
      example: 'For example: “A safe place for children where the course is held.”',
    },
    {
      title: 'Proposed solution',
      question: 'What can we do with what we have?',
      example: 'For example: “The municipal nursery stays open two evenings a week.”',
    },
    {
      title: 'Who can do it?',
      question: 'Who takes it on, and who supports them?',
      example: 'For example: “The municipality opens the rooms, the association finds volunteers.”',
    },
  ],
  ar: [
    {
      title: 'المشكلة',
      question: 'من يواجه صعوبة، وما هي، وأين؟',
      example: 'مثلًا: «لا أحد يعتني بأطفالنا في أثناء الدورة، فلا نستطيع الحضور.»',
    },
    {
      title: 'الاحتياج',
      question: 'ما الذي يلزم لتجاوزها؟',
      example: 'مثلًا: «مكان آمن للأطفال في المبنى نفسه الذي تُقام فيه الدورة.»',
    },
    {
      title: 'الحل المقترح',
      question: 'ماذا نستطيع أن نفعل بما لدينا؟',
      example: 'مثلًا: «تبقى حضانة البلدية مفتوحة مساءين في الأسبوع.»',
    },
    {
      title: 'من يستطيع القيام به؟',
      question: 'من يتولّى الأمر، ومن يدعمه؟',
      example: 'مثلًا: «تفتح البلدية المكان، وتجد الجمعية المتطوعين.»',
    },
  ],
  de: [
    {
      title: 'Problem',
      question: 'Wer steht wo vor welcher Schwierigkeit?',
      example: 'Zum Beispiel: „Während des Kurses ist niemand für unsere Kinder da.“',
    },
    {
      title: 'Bedarf',
      question: 'Was braucht es, um sie zu überwinden?',
      example: 'Zum Beispiel: „Ein sicherer Ort für Kinder, dort, wo der Kurs stattfindet.“',
    },
    {
      title: 'Lösungsvorschlag',
      question: 'Was können wir mit dem tun, was wir haben?',
      example: 'Zum Beispiel: „Die städtische Kita bleibt an zwei Abenden in der Woche offen.“',
    },
    {
      title: 'Wer kann es tun?',
      question: 'Wer übernimmt es, und wer unterstützt dabei?',
      example: 'Zum Beispiel: „Die Gemeinde öffnet die Räume, der Verein findet Freiwillige.“',
    },
  ],
  da: [
    {
      title: 'Problem',
      question: 'Hvem møder hvilke vanskeligheder, og hvor?',
      example: 'For eksempel: »Ingen kan passe vores børn, mens vi er på kursus.«',
    },
    {
      title: 'Behov',
      question: 'Hvad skal der til for at overvinde dem?',
      example: 'For eksempel: »Et trygt sted til børnene dér, hvor kurset holdes.«',
    },
    {
      title: 'Løsningsforslag',
      question: 'Hvad kan vi gøre med det, vi har?',
      example: 'For eksempel: »Kommunens børnehave holder åbent to aftener om ugen.«',
    },
    {
      title: 'Hvem kan gøre det?',
      question: 'Hvem tager det på sig, og hvem støtter?',
      example: 'For eksempel: »Kommunen åbner lokalerne, foreningen finder frivillige.«',
    },
  ],
  eu: [
    {
      title: 'Arazoa',
      question: 'Nork ditu zailtasunak, zeintzuk eta non?',
      example: 'Adibidez: «Ikastaro-orduetan ez dago gure haurrak zainduko dituenik.»',
    },
    {
      title: 'Beharra',
      question: 'Zer behar da hori gainditzeko?',
      example: 'Adibidez: «Haurrentzako leku segurua, ikastaroa egiten den tokian.»',
    },
    {
      title: 'Irtenbide-proposamena',
      question: 'Zer egin dezakegu eskura dugunarekin?',
      example: 'Adibidez: «Udal haurtzaindegia astean bi arratsaldez zabalik egotea.»',
    },
    {
      title: 'Nork egin dezake?',
      question: 'Nork hartuko du bere gain, eta nork lagunduko du?',
      example: 'Adibidez: «Udalak lekua irekiko du, elkarteak boluntarioak bilatuko ditu.»',
    },
  ],
}

const colours: readonly NoteColour[] = ['rose', 'sun', 'mint', 'sky']

/** Four lanes that lead from what is wrong to who does something about it. */
export function needsByLanes(language: Language): BoardClip {
  const sheet = new Sheet()
  const questions = texts[language].map(({ question }) => textBox(question, WIDTH, QUESTION))
  // Examples of all lanes begin on one line, below the longest question.
  const below = HEAD + Math.max(...questions.map(({ height }) => height)) + 12
  texts[language].forEach(({ title, question, example }, index) => {
    const x = index * (LANE.width + GAP)
    sheet.frame({ x, y: 0, ...LANE, title, kind: 'lane', colour: colours[index]! })
    sheet.text({ x: x + PADDING, y: HEAD, width: WIDTH, size: QUESTION, text: question })
    sheet.text({ x: x + PADDING, y: below, width: WIDTH, size: 20, text: example })
  })
  return sheet.clip(language)
}
