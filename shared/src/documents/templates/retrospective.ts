import type { Language } from '../../languages.ts'
import type { BoardClip } from '../board/clip.ts'
import type { NoteColour } from '../board/records.ts'
import { Sheet } from './sheet.ts'

type Part = { title: string; question: string }

const texts: Record<Language, readonly Part[]> = {
  tr: [
    { title: 'İyi gidenler', question: 'Neyi aynen sürdürelim? Kime teşekkür edelim?' },
    { title: 'Zorlandıklarımız', question: 'Nerede takıldık? Kim söz alamadı?' },
    { title: 'Öğrendiklerimiz', question: 'Bugün bildiğimiz neyi başta bilmiyorduk?' },
    { title: 'Bir sonraki toplantıda', question: 'Neyi deneyelim? Kim hazırlar?' },
  ],
  en: [
    { title: 'What went well', question: 'What should we keep as it is? Whom do we thank?' },
    { title: 'What was hard', question: 'Where did we get stuck? Who was not heard?' },
    { title: 'What we learned', question: 'What do we know today that we did not know at the start?' },
    { title: 'Next time we meet', question: 'What shall we try? Who prepares it?' },
  ],
  ar: [
    { title: 'ما سار جيدًا', question: 'ما الذي نُبقيه كما هو؟ ومن نشكر؟' },
    { title: 'ما كان صعبًا', question: 'أين تعثّرنا؟ ومن لم يُسمع صوته؟' },
    { title: 'ما تعلّمناه', question: 'ماذا نعرف اليوم ولم نكن نعرفه في البداية؟' },
    { title: 'في الاجتماع القادم', question: 'ماذا نجرّب؟ ومن يحضّر له؟' },
  ],
  de: [
    { title: 'Was gut lief', question: 'Was behalten wir bei? Wem danken wir?' },
    { title: 'Was schwierig war', question: 'Wo kamen wir nicht weiter? Wer kam nicht zu Wort?' },
    { title: 'Was wir gelernt haben', question: 'Was wissen wir heute, was wir am Anfang nicht wussten?' },
    { title: 'Beim nächsten Treffen', question: 'Was probieren wir aus? Wer bereitet es vor?' },
  ],
  da: [
    { title: 'Det gik godt', question: 'Hvad skal vi blive ved med? Hvem vil vi takke?' },
    { title: 'Det var svært', question: 'Hvor gik vi i stå? Hvem kom ikke til orde?' },
    { title: 'Det lærte vi', question: 'Hvad ved vi i dag, som vi ikke vidste fra starten?' },
    { title: 'Næste gang vi mødes', question: 'Hvad vil vi prøve? Hvem forbereder det?' },
  ],
  eu: [
    { title: 'Ondo joan dena', question: 'Zer gordeko dugu dagoen bezala? Nori emango dizkiogu eskerrak?' },
    { title: 'Zaila izan dena', question: 'Non geratu gara trabatuta? Nori ez diogu entzun?' },
    { title: 'Ikasi duguna', question: 'Zer dakigu gaur hasieran ez genekiena?' },
    { title: 'Hurrengo bileran', question: 'Zer probatuko dugu? Nork prestatuko du?' },
  ],
}

const LANE = { width: 520, height: 640 }
const FOOT = { height: 320 }
const GAP = 40
const BAND_GAP = 90
const PADDING = 40
const colours: readonly NoteColour[] = ['mint', 'rose', 'sky', 'sun']

/** Looking back in three lanes, and along the foot what follows from it. */
export function retrospective(language: Language): BoardClip {
  const sheet = new Sheet()
  const parts = texts[language]
  const whole = 3 * LANE.width + 2 * GAP
  parts.forEach(({ title, question }, index) => {
    const isFoot = index === 3
    const x = isFoot ? 0 : index * (LANE.width + GAP)
    const y = isFoot ? LANE.height + BAND_GAP : 0
    const size = isFoot ? { width: whole, ...FOOT } : LANE
    sheet.frame({ x, y, ...size, title, kind: isFoot ? 'section' : 'lane', colour: colours[index]! })
    sheet.text({ x: x + PADDING, y: y + 24, width: LANE.width - 2 * PADDING, size: 24, text: question })
  })
  return sheet.clip(language)
}
