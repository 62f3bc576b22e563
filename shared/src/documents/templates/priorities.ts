import type { Language } from '../../languages.ts'
import type { BoardClip } from '../board/clip.ts'
import { type Axis, drawAxes, drawQuadrants, type Quadrant } from './quadrants.ts'
import { Sheet } from './sheet.ts'

type Words = { impact: Axis; effort: Axis; cells: readonly Quadrant[] }

const texts: Record<Language, Words> = {
  tr: {
    impact: { name: 'Etki', low: 'Küçük etki', high: 'Büyük etki' },
    effort: { name: 'Çaba', low: 'Az çaba', high: 'Çok çaba' },
    cells: [
      { title: 'Önce bunlar', question: 'Hangisine bu ay başlayabiliriz?' },
      { title: 'Planlayalım', question: 'Hangi adımlara bölebiliriz? Kimin desteğine ihtiyacımız var?' },
      { title: 'Fırsat olursa', question: 'Başka bir işin yanında yapılabilir mi?' },
      { title: 'Şimdilik bırakalım', question: 'Neden vazgeçiyoruz? Gerekçesini not edin.' },
    ],
  },
  en: {
    impact: { name: 'Impact', low: 'Low impact', high: 'High impact' },
    effort: { name: 'Effort', low: 'Low effort', high: 'High effort' },
    cells: [
      { title: 'These first', question: 'Which of them can we start this month?' },
      { title: 'To plan', question: 'Which steps can we split it into? Whose support do we need?' },
      { title: 'When there is time', question: 'Can it be done alongside something else?' },
      { title: 'Leave out for now', question: 'Why are we letting it go? Note the reason.' },
    ],
  },
  ar: {
    impact: { name: 'الأثر', low: 'أثر محدود', high: 'أثر كبير' },
    effort: { name: 'الجهد', low: 'جهد قليل', high: 'جهد كبير' },
    cells: [
      { title: 'نبدأ بها', question: 'بأيّها نستطيع أن نبدأ هذا الشهر؟' },
      { title: 'نخطط لها', question: 'إلى أي خطوات نقسمها؟ وإلى دعم من نحتاج؟' },
      { title: 'عند توفر الوقت', question: 'هل يمكن إنجازها إلى جانب عمل آخر؟' },
      { title: 'نتركها الآن', question: 'لماذا نتخلى عنها؟ اكتبوا السبب.' },
    ],
  },
  de: {
    impact: { name: 'Wirkung', low: 'Geringe Wirkung', high: 'Große Wirkung' },
    effort: { name: 'Aufwand', low: 'Wenig Aufwand', high: 'Viel Aufwand' },
    cells: [
      { title: 'Zuerst', question: 'Womit können wir noch diesen Monat anfangen?' },
      { title: 'Planen', question: 'In welche Schritte lässt es sich teilen? Wessen Unterstützung brauchen wir?' },
      { title: 'Bei Gelegenheit', question: 'Lässt es sich neben etwas anderem erledigen?' },
      { title: 'Vorerst weglassen', question: 'Warum verzichten wir darauf? Halten Sie den Grund fest.' },
    ],
  },
  da: {
    impact: { name: 'Virkning', low: 'Lille virkning', high: 'Stor virkning' },
    effort: { name: 'Indsats', low: 'Lille indsats', high: 'Stor indsats' },
    cells: [
      { title: 'Først', question: 'Hvad kan vi begynde på i denne måned?' },
      { title: 'Planlæg', question: 'Hvilke skridt kan det deles op i? Hvis støtte har vi brug for?' },
      { title: 'Når der er tid', question: 'Kan det klares sammen med noget andet?' },
      { title: 'Lad ligge indtil videre', question: 'Hvorfor lader vi det ligge? Skriv grunden ned.' },
    ],
  },
  eu: {
    impact: { name: 'Eragina', low: 'Eragin txikia', high: 'Eragin handia' },
    effort: { name: 'Ahalegina', low: 'Ahalegin txikia', high: 'Ahalegin handia' },
    cells: [
      { title: 'Hauek lehenik', question: 'Zeinekin has gaitezke hilabete honetan bertan?' },
      { title: 'Planifikatzeko', question: 'Zein urratsetan bana dezakegu? Noren laguntza behar dugu?' },
      { title: 'Astirik bada', question: 'Egin al daiteke beste lan batekin batera?' },
      { title: 'Oraingoz alde batera utzi', question: 'Zergatik uzten dugu? Idatzi arrazoia.' },
    ],
  },
}

/** Impact upwards, effort in the direction of reading. */
export function priorityMatrix(language: Language): BoardClip {
  const sheet = new Sheet()
  const { impact, effort, cells } = texts[language]
  drawQuadrants(sheet, cells, ['mint', 'sky', 'sun', 'sand'])
  drawAxes(sheet, impact, effort)
  return sheet.clip(language)
}
