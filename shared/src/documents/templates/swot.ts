import type { Language } from '../../languages.ts'
import type { BoardClip } from '../board/clip.ts'
import { drawQuadrants, type Quadrant } from './quadrants.ts'
import { Sheet } from './sheet.ts'

const texts: Record<Language, readonly Quadrant[]> = {
  tr: [
    { title: 'Güçlü yönler', question: 'Neyi iyi yapıyoruz? Neyimize güvenebiliriz?' },
    { title: 'Zayıf yönler', question: 'Nerede zorlanıyoruz? Neyimiz eksik?' },
    { title: 'Fırsatlar', question: 'Çevremizde neler işimizi kolaylaştırabilir?' },
    { title: 'Tehditler', question: 'Elimizde olmayan neler yolumuzu tıkayabilir?' },
  ],
  en: [
    { title: 'Strengths', question: 'What do we do well? What can we rely on?' },
    { title: 'Weaknesses', question: 'Where do we struggle? What are we missing?' },
    { title: 'Opportunities', question: 'What around us could make this easier?' },
    { title: 'Threats', question: 'What beyond our control could get in the way?' },
  ],
  ar: [
    { title: 'نقاط القوة', question: 'ما الذي نُحسنه؟ وعلامَ نستطيع أن نعتمد؟' },
    { title: 'نقاط الضعف', question: 'أين نتعثّر؟ وماذا ينقصنا؟' },
    { title: 'الفرص', question: 'ما الذي حولنا قد يسهّل عملنا؟' },
    { title: 'التهديدات', question: 'ما الذي لا نتحكم فيه وقد يعيقنا؟' },
  ],
  de: [
    { title: 'Stärken', question: 'Was machen wir gut? Worauf können wir uns verlassen?' },
    { title: 'Schwächen', question: 'Wo tun wir uns schwer? Was fehlt uns?' },
    { title: 'Chancen', question: 'Was in unserem Umfeld könnte es uns leichter machen?' },
    { title: 'Risiken', question: 'Was könnte uns behindern, ohne dass wir es in der Hand haben?' },
  ],
  da: [
    { title: 'Styrker', question: 'Hvad gør vi godt? Hvad kan vi bygge på?' },
    { title: 'Svagheder', question: 'Hvor har vi det svært? Hvad mangler vi?' },
    { title: 'Muligheder', question: 'Hvad omkring os kan gøre det lettere?' },
    { title: 'Trusler', question: 'Hvad kan stå i vejen, uden at vi selv er herre over det?' },
  ],
  eu: [
    { title: 'Indarguneak', question: 'Zer egiten dugu ondo? Zertan oinarri gaitezke?' },
    { title: 'Ahulguneak', question: 'Non dugu zailtasunik? Zer falta zaigu?' },
    { title: 'Aukerak', question: 'Gure inguruko zerk erraztu dezake lana?' },
    { title: 'Mehatxuak', question: 'Gure esku ez dagoen zerk oztopa gaitzake?' },
  ],
}

/** What speaks for us and against us, within and around. */
export function swot(language: Language): BoardClip {
  const sheet = new Sheet()
  drawQuadrants(sheet, texts[language], ['mint', 'rose', 'sky', 'apricot'])
  return sheet.clip(language)
}
