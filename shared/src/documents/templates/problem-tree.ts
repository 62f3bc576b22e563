import type { Language } from '../../languages.ts'
import type { BoardClip } from '../board/clip.ts'
import type { NoteColour } from '../board/records.ts'
import { Sheet } from './sheet.ts'

type Band = { title: string; question: string }
type Words = {
  effects: Band & { boxes: readonly string[] }
  core: Band & { box: string }
  causes: Band & { boxes: readonly string[]; roots: readonly string[] }
}

const texts: Record<Language, Words> = {
  tr: {
    effects: {
      title: 'Etkiler',
      question: 'Bu sorun nelere yol açıyor? Kim, ne kadar etkileniyor?',
      boxes: ['Çocuklar ve aileler için', 'Mahalle ve birlikte yaşam için', 'Kurumlar ve hizmetler için'],
    },
    core: {
      title: 'Temel sorun',
      question: 'Hepimizin “evet, sorun bu” diyebileceği tek cümle nedir?',
      box: 'Temel sorunu buraya tek cümleyle yazın',
    },
    causes: {
      title: 'Nedenler',
      question: 'Neden böyle? Her nedenin altına bir kez daha “neden?” diye sorun.',
      boxes: ['Bilgi, dil ve iletişim', 'Hizmetlere erişim ve kapasite', 'Kurallar ve uygulama'],
      roots: ['Bunun altında ne yatıyor?', 'Bunun altında ne yatıyor?', 'Bunun altında ne yatıyor?'],
    },
  },
  en: {
    effects: {
      title: 'Effects',
      question: 'What does this problem lead to? Who is affected, and how much?',
      boxes: [
        'For children and families',
        'For the neighbourhood and living together',
        'For institutions and services',
      ],
    },
    core: {
      title: 'Core problem',
      question: 'Which one sentence makes all of us say “yes, that is it”?',
      box: 'Write the core problem here in one sentence',
    },
    causes: {
      title: 'Causes',
      question: 'Why is it so? Below each cause, ask “why?” once more.',
      boxes: [
        'Information, language and communication',
        'Access to services and capacity',
        'Rules and how they are applied',
      ],
      roots: ['What lies beneath it?', 'What lies beneath it?', 'What lies beneath it?'],
    },
  },
  ar: {
    effects: {
      title: 'الآثار',
      question: 'إلى ماذا تؤدي هذه المشكلة؟ من يتأثر بها، وإلى أي حد؟',
      boxes: ['على الأطفال والأسر', 'على الحي والعيش المشترك', 'على المؤسسات والخدمات'],
    },
    core: {
      title: 'المشكلة الأساسية',
      question: 'ما الجملة الواحدة التي نقول عندها جميعًا: «نعم، هذه هي المشكلة»؟',
      box: 'اكتبوا المشكلة الأساسية هنا في جملة واحدة',
    },
    causes: {
      title: 'الأسباب',
      question: 'لماذا هي كذلك؟ اسألوا تحت كل سبب مرة أخرى: «لماذا؟»',
      boxes: ['المعلومات واللغة والتواصل', 'الوصول إلى الخدمات والقدرات', 'القواعد وتطبيقها'],
      roots: ['ما الذي يكمن وراءه؟', 'ما الذي يكمن وراءه؟', 'ما الذي يكمن وراءه؟'],
    },
  },
  de: {
    effects: {
      title: 'Auswirkungen',
      question: 'Wozu führt dieses Problem? Wer ist betroffen, und wie stark?',
      boxes: [
        'Für Kinder und Familien',
        'Für die Nachbarschaft und das Zusammenleben',
        'Für Einrichtungen und Dienste',
      ],
    },
    core: {
      title: 'Kernproblem',
      question: 'Bei welchem einen Satz sagen wir alle: „Ja, genau das ist es“?',
      box: 'Schreiben Sie das Kernproblem hier in einem Satz auf',
    },
    causes: {
      title: 'Ursachen',
      question: 'Warum ist das so? Fragen Sie unter jeder Ursache noch einmal „Warum?“.',
      boxes: [
        'Information, Sprache und Verständigung',
        'Zugang zu Diensten und Kapazitäten',
        'Regeln und ihre Anwendung',
      ],
      roots: ['Was liegt dem zugrunde?', 'Was liegt dem zugrunde?', 'Was liegt dem zugrunde?'],
    },
  },
  da: {
    effects: {
      title: 'Følger',
      question: 'Hvad fører problemet til? Hvem bliver ramt, og hvor hårdt?',
      boxes: ['For børn og familier', 'For kvarteret og fællesskabet', 'For institutioner og tilbud'],
    },
    core: {
      title: 'Kerneproblem',
      question: 'Hvilken sætning får os alle til at sige: »Ja, det er det«?',
      box: 'Skriv kerneproblemet her i én sætning',
    },
    causes: {
      title: 'Årsager',
      question: 'Hvorfor er det sådan? Spørg »hvorfor?« én gang til under hver årsag.',
      boxes: ['Information, sprog og kommunikation', 'Adgang til tilbud og kapacitet', 'Regler og hvordan de bruges'],
      roots: ['Hvad ligger der bag?', 'Hvad ligger der bag?', 'Hvad ligger der bag?'],
    },
  },
  eu: {
    effects: {
      title: 'Ondorioak',
      question: 'Zer dakar arazo honek? Nori eragiten dio, eta zenbateraino?',
      boxes: [
        'Haurrentzat eta familientzat',
        'Auzoarentzat eta elkarbizitzarentzat',
        'Erakundeentzat eta zerbitzuentzat',
      ],
    },
    core: {
      title: 'Arazo nagusia',
      question: 'Zein esaldi entzunda esango genuke denok «bai, hori da»?',
      box: 'Idatzi hemen arazo nagusia esaldi bakarrean',
    },
    causes: {
      title: 'Kausak',
      question: 'Zergatik da horrela? Galdetu kausa bakoitzaren azpian berriro «zergatik?».',
      boxes: [
        'Informazioa, hizkuntza eta komunikazioa',
        'Zerbitzuetarako sarbidea eta gaitasuna',
        'Arauak eta haien aplikazioa',
      ],
      roots: ['Zer dago horren azpian?', 'Zer dago horren azpian?', 'Zer dago horren azpian?'],
    },
  },
}

const BOX = { width: 320, height: 170 }
const CORE = { width: 700, height: 130 }
const PADDING = 40
const QUESTION = 260
const COLUMN = BOX.width + 60
/** Where the boxes begin: the question stands before them. */
const BOXES = PADDING + QUESTION + 50
const BOXES_WIDTH = 3 * COLUMN - 60
const WIDTH = BOXES + BOXES_WIDTH + PADDING
const BAND_GAP = 90
const ROOTS_GAP = 80
const BAND = { effects: BOX.height + 2 * PADDING, core: CORE.height + 2 * PADDING }
const CAUSES = { height: 2 * BOX.height + ROOTS_GAP + 2 * PADDING }

/** Causes below, the problem in the middle, what it leads to above: lines show what follows from what. */
export function problemTree(language: Language): BoardClip {
  const sheet = new Sheet()
  const { effects, core, causes } = texts[language]
  const coreTop = BAND.effects + BAND_GAP
  const causesTop = coreTop + BAND.core + BAND_GAP
  drawBand(sheet, effects, { y: 0, height: BAND.effects }, 'lilac')
  drawBand(sheet, core, { y: coreTop, height: BAND.core }, 'rose')
  drawBand(sheet, causes, { y: causesTop, height: CAUSES.height }, 'sun')
  const coreBox = sheet.shape({
    x: BOXES + (BOXES_WIDTH - CORE.width) / 2,
    y: coreTop + PADDING,
    ...CORE,
    text: core.box,
    form: 'ellipse',
    colour: 'rose',
    ink: 'red',
  })
  const row = (boxes: readonly string[], y: number, colour: NoteColour) =>
    boxes.map((text, index) => sheet.shape({ x: BOXES + index * COLUMN, y, ...BOX, text, colour }))
  const upper = row(effects.boxes, PADDING, 'lilac')
  const direct = row(causes.boxes, causesTop + PADDING, 'sun')
  const roots = row(causes.roots, causesTop + PADDING + BOX.height + ROOTS_GAP, 'sand')
  for (const effect of upper) sheet.line(coreBox, effect, { arrow: 'end' })
  for (const cause of direct) sheet.line(cause, coreBox, { arrow: 'end' })
  roots.forEach((root, index) => sheet.line(root, direct[index]!, { arrow: 'end' }))
  return sheet.clip(language)
}

function drawBand(
  sheet: Sheet,
  { title, question }: Band,
  at: { y: number; height: number },
  colour: NoteColour,
): void {
  sheet.frame({ x: 0, width: WIDTH, ...at, title, kind: 'lane', colour })
  sheet.text({ x: PADDING, y: at.y + PADDING, width: QUESTION, size: 22, text: question })
}
