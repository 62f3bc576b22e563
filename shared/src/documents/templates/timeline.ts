import type { Language } from '../../languages.ts'
import type { BoardClip } from '../board/clip.ts'
import type { NoteColour } from '../board/records.ts'
import { Sheet } from './sheet.ts'

type Words = { phases: readonly { title: string; question: string }[]; when: string; who: string }

const texts: Record<Language, Words> = {
  tr: {
    phases: [
      { title: 'Hazırlık', question: 'Başlamadan önce neyi bilmemiz, kimi çağırmamız gerekiyor?' },
      { title: 'Danışma', question: 'Kimi, nerede, nasıl dinleyeceğiz?' },
      { title: 'Karar', question: 'Kim, neye, hangi ölçütle karar verecek?' },
      { title: 'Uygulama', question: 'İlk görünür adım ne? Sonra neler gelecek?' },
      { title: 'İzleme', question: 'İşe yaradığını nereden anlayacağız, kime anlatacağız?' },
    ],
    when: 'Ne zaman?',
    who: 'Kim sorumlu?',
  },
  en: {
    phases: [
      { title: 'Preparation', question: 'What do we need to know, and whom to invite, before we begin?' },
      { title: 'Consultation', question: 'Whom will we listen to, where and how?' },
      { title: 'Decision', question: 'Who decides what, by which criteria?' },
      { title: 'Implementation', question: 'What is the first visible step? What comes after it?' },
      { title: 'Follow-up', question: 'How will we know that it works, and whom do we tell?' },
    ],
    when: 'When?',
    who: 'Who is responsible?',
  },
  ar: {
    phases: [
      { title: 'التحضير', question: 'ماذا ينبغي أن نعرف، ومن ندعو قبل أن نبدأ؟' },
      { title: 'التشاور', question: 'إلى من سنستمع، وأين، وكيف؟' },
      { title: 'القرار', question: 'من يقرر ماذا، وبأي معيار؟' },
      { title: 'التنفيذ', question: 'ما أول خطوة يراها الناس؟ وماذا بعدها؟' },
      { title: 'المتابعة', question: 'كيف نعرف أن الأمر نجح، ومن نُطلعه على ذلك؟' },
    ],
    when: 'متى؟',
    who: 'من المسؤول؟',
  },
  de: {
    phases: [
      { title: 'Vorbereitung', question: 'Was müssen wir wissen und wen einladen, bevor wir anfangen?' },
      { title: 'Konsultation', question: 'Wem hören wir zu, wo und auf welche Weise?' },
      { title: 'Entscheidung', question: 'Wer entscheidet worüber, und nach welchen Kriterien?' },
      { title: 'Umsetzung', question: 'Was ist der erste sichtbare Schritt? Was folgt darauf?' },
      { title: 'Auswertung', question: 'Woran merken wir, dass es wirkt, und wem sagen wir es?' },
    ],
    when: 'Wann?',
    who: 'Wer ist verantwortlich?',
  },
  da: {
    phases: [
      { title: 'Forberedelse', question: 'Hvad skal vi vide, og hvem skal vi invitere, før vi begynder?' },
      { title: 'Høring', question: 'Hvem lytter vi til, hvor og hvordan?' },
      { title: 'Beslutning', question: 'Hvem beslutter hvad, og efter hvilke kriterier?' },
      { title: 'Gennemførelse', question: 'Hvad er det første synlige skridt? Hvad kommer bagefter?' },
      { title: 'Opfølgning', question: 'Hvordan ved vi, at det virker, og hvem fortæller vi det til?' },
    ],
    when: 'Hvornår?',
    who: 'Hvem har ansvaret?',
  },
  eu: {
    phases: [
      { title: 'Prestaketa', question: 'Zer jakin eta nor gonbidatu behar dugu hasi aurretik?' },
      { title: 'Kontsulta', question: 'Nori entzungo diogu, non eta nola?' },
      { title: 'Erabakia', question: 'Nork erabakiko du zer, eta zein irizpideren arabera?' },
      { title: 'Gauzatzea', question: 'Zein da lehen urrats ikusgaia? Zer dator gero?' },
      { title: 'Jarraipena', question: 'Nola jakingo dugu balio duela, eta nori kontatuko diogu?' },
    ],
    when: 'Noiz?',
    who: 'Nor da arduraduna?',
  },
}

const LANE = { width: 300, height: 860 }
const GAP = 40
const PADDING = 30
const WIDTH = LANE.width - 2 * PADDING
const MILESTONE = 72
const colours: readonly NoteColour[] = ['sand', 'sky', 'sun', 'mint', 'lilac']

/** Five phases along a line, each with its question, its date, room for notes, and who answers for it. */
export function timeline(language: Language): BoardClip {
  const sheet = new Sheet()
  const { phases, when, who } = texts[language]
  const milestones = phases.map(({ title, question }, index) => {
    const x = index * (LANE.width + GAP)
    const colour = colours[index]!
    sheet.frame({ x, y: 0, ...LANE, title, kind: 'lane', colour })
    sheet.text({ x: x + PADDING, y: 204, width: WIDTH, size: 22, text: question })
    sheet.shape({ x: x + PADDING, y: 124, width: WIDTH, height: 64, text: when, form: 'rectangle', colour })
    const foot = LANE.height - PADDING - 80
    sheet.shape({ x: x + PADDING, y: foot, width: WIDTH, height: 80, text: who, form: 'rectangle', colour })
    const middle = x + (LANE.width - MILESTONE) / 2
    const number = new Intl.NumberFormat(language === 'ar' ? 'ar-u-nu-arab' : language).format(index + 1)
    return sheet.shape({ x: middle, y: 28, width: MILESTONE, height: MILESTONE, text: number, form: 'ellipse', colour })
  })
  milestones.slice(1).forEach((milestone, index) => sheet.line(milestones[index]!, milestone, { arrow: 'end' }))
  return sheet.clip(language)
}
