import type { Language } from '../../languages.ts'
import type { BoardClip } from '../board/clip.ts'
import { type Axis, drawAxes, drawQuadrants, type Quadrant } from './quadrants.ts'
import { Sheet } from './sheet.ts'

type Words = { influence: Axis; interest: Axis; cells: readonly Quadrant[] }

const texts: Record<Language, Words> = {
  tr: {
    influence: { name: 'Etki', low: 'Etkisi düşük', high: 'Etkisi yüksek' },
    interest: { name: 'İlgi', low: 'İlgisi az', high: 'İlgisi çok' },
    cells: [
      { title: 'Kazanalım', question: 'Karar onlarda, gündemlerinde değil: bu konu onlar için neden önemli olsun?' },
      { title: 'Birlikte yürütelim', question: 'Hem karar verebilen hem ilgilenenler: onları baştan nasıl katarız?' },
      { title: 'Haberdar edelim', question: 'Şimdilik uzaktalar: hangi bilgi yeter, ne zaman?' },
      { title: 'Sesini güçlendirelim', question: 'Konu en çok onları etkiliyor: sesleri karara nasıl yansır?' },
    ],
  },
  en: {
    influence: { name: 'Influence', low: 'Low influence', high: 'High influence' },
    interest: { name: 'Interest', low: 'Low interest', high: 'High interest' },
    cells: [
      { title: 'Win over', question: 'They decide, but it isn’t on their agenda: why should it matter to them?' },
      { title: 'Work together', question: 'They can decide and they care: how do we involve them from the start?' },
      { title: 'Keep informed', question: 'At a distance for now: what information is enough, and when?' },
      { title: 'Strengthen their voice', question: 'It affects them most: how does their voice reach the decision?' },
    ],
  },
  ar: {
    influence: { name: 'التأثير', low: 'تأثير محدود', high: 'تأثير كبير' },
    interest: { name: 'الاهتمام', low: 'اهتمام محدود', high: 'اهتمام كبير' },
    cells: [
      { title: 'نكسب تأييدهم', question: 'القرار بأيديهم والأمر ليس من أولوياتهم: لماذا ينبغي أن يهمّهم؟' },
      { title: 'نعمل معًا', question: 'القرار بأيديهم والأمر يهمّهم: كيف نُشركهم منذ البداية؟' },
      { title: 'نُبقيهم على علم', question: 'بعيدون في الوقت الحاضر: أي معلومات تكفيهم، ومتى؟' },
      { title: 'نقوّي صوتهم', question: 'الأمر يمسّهم أكثر من غيرهم: كيف يصل صوتهم إلى القرار؟' },
    ],
  },
  de: {
    influence: { name: 'Einfluss', low: 'Wenig Einfluss', high: 'Viel Einfluss' },
    interest: { name: 'Interesse', low: 'Wenig Interesse', high: 'Viel Interesse' },
    cells: [
      {
        title: 'Gewinnen',
        question: 'Sie entscheiden, haben es aber nicht auf der Tagesordnung: Warum sollte es ihnen wichtig sein?',
      },
      {
        title: 'Gemeinsam gestalten',
        question: 'Sie können entscheiden und es liegt ihnen daran: Wie binden wir sie von Anfang an ein?',
      },
      { title: 'Auf dem Laufenden halten', question: 'Vorerst auf Abstand: Welche Information genügt, und wann?' },
      {
        title: 'Gehör verschaffen',
        question: 'Sie sind am stärksten betroffen: Wie findet ihre Stimme Eingang in die Entscheidung?',
      },
    ],
  },
  da: {
    influence: { name: 'Indflydelse', low: 'Lille indflydelse', high: 'Stor indflydelse' },
    interest: { name: 'Interesse', low: 'Lille interesse', high: 'Stor interesse' },
    cells: [
      {
        title: 'Vind for sagen',
        question: 'De bestemmer, men det står ikke på deres dagsorden: Hvorfor skal det betyde noget for dem?',
      },
      {
        title: 'Arbejd sammen',
        question: 'De kan bestemme, og det ligger dem på sinde: Hvordan får vi dem med fra starten?',
      },
      { title: 'Hold orienteret', question: 'På afstand lige nu: Hvilken information er nok, og hvornår?' },
      {
        title: 'Styrk deres stemme',
        question: 'Det berører dem mest: Hvordan når deres stemme frem til beslutningen?',
      },
    ],
  },
  eu: {
    influence: { name: 'Eragina', low: 'Eragin txikia', high: 'Eragin handia' },
    interest: { name: 'Interesa', low: 'Interes txikia', high: 'Interes handia' },
    cells: [
      {
        title: 'Geureganatu',
        question:
          'Haiek erabakitzen dute, baina ez dute gaia mahai gainean: zergatik izan behar luke garrantzitsua haientzat?',
      },
      { title: 'Elkarrekin aritu', question: 'Erabaki dezakete eta axola zaie: nola har dezakete parte hasieratik?' },
      { title: 'Jakinaren gainean eduki', question: 'Oraingoz urrunago daude: zer informazio da nahikoa, eta noiz?' },
      {
        title: 'Haien ahotsa indartu',
        question: 'Haiei eragiten die gehien: nola iritsiko da haien ahotsa erabakira?',
      },
    ],
  },
}

/** Influence upwards, interest in the direction of reading. Those a decision is about often stand at the lower end. */
export function stakeholderMap(language: Language): BoardClip {
  const sheet = new Sheet()
  const { influence, interest, cells } = texts[language]
  drawQuadrants(sheet, cells, ['sun', 'mint', 'sand', 'lilac'])
  drawAxes(sheet, influence, interest)
  return sheet.clip(language)
}
