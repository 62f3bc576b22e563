import { directionOf, type Language } from '@meydan/shared/languages'
import { directionOfText } from '@meydan/shared/documents/board/text-direction'
import {
  AlignmentType,
  Document,
  Footer,
  HeadingLevel,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from 'docx'
import { DocxBlocks } from './docx-blocks.ts'
import type { FileHead } from './file-head.ts'
import type { FlowBlock } from './flow.ts'
import { minutesWords } from './words.ts'

/** There on every system, with Latin and Arabic letters. */
const FONT = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: 'Arial' }
const LOCALES: Record<Language, string> = {
  tr: 'tr-TR',
  en: 'en-GB',
  ar: 'ar-SA',
  de: 'de-DE',
  da: 'da-DK',
  eu: 'eu-ES',
}
const LEVELS = 9
const INDENT = 425

/** Minutes to go on writing in a word processor: its own headings, lists and tables. Nobody is named as their author. */
export async function docxOf(head: FileHead, blocks: readonly FlowBlock[], language: Language): Promise<Uint8Array> {
  const isRtl = directionOf(language) === 'rtl'
  const inside = new DocxBlocks(language)
  const line = (text: string, look: object) => {
    const rightToLeft = directionOfText(text, isRtl ? 'rtl' : 'ltr') === 'rtl'
    return new Paragraph({ ...look, bidirectional: rightToLeft, children: [new TextRun({ text, rightToLeft })] })
  }
  const words = minutesWords[language]
  const children = [
    line(head.over, { style: 'Under' }),
    line(head.title, { heading: HeadingLevel.TITLE }),
    ...head.under.map((text) => line(text, { style: 'Under' })),
    ...(blocks.length > 0 ? inside.of(blocks) : [line(words.empty, { style: 'Under' })]),
  ]
  const document = new Document({
    title: head.title,
    creator: 'Meydan',
    lastModifiedBy: 'Meydan',
    description: head.over,
    styles: stylesOf(language),
    numbering: { config: numberingOf(inside.starts) },
    sections: [{ properties: {}, footers: { default: footerOf(language) }, children }],
  })
  return new Uint8Array(await Packer.toArrayBuffer(document))
}

function stylesOf(language: Language) {
  const isRtl = directionOf(language) === 'rtl'
  const heading = (size: number, before: number) => ({
    run: { font: FONT, size, bold: true, color: '1F2430' },
    paragraph: { spacing: { before, after: 120 }, keepNext: true },
  })
  const small = { font: FONT, size: 18, color: '5B6272' }
  return {
    default: {
      document: {
        run: {
          font: FONT,
          size: 22,
          language: { value: LOCALES[language], bidirectional: isRtl ? LOCALES[language] : 'ar-SA' },
        },
        paragraph: { spacing: { after: 100, line: 276 } },
      },
      title: { ...heading(40, 0), paragraph: { spacing: { after: 80 } } },
      heading2: heading(28, 320),
      heading3: heading(24, 240),
      hyperlink: { run: { color: '1F5FAE', underline: {} } },
    },
    paragraphStyles: [
      {
        id: 'Under',
        name: 'Under',
        basedOn: 'Normal',
        next: 'Normal',
        run: small,
        paragraph: { spacing: { after: 60 } },
      },
    ],
  }
}

const BULLETS = ['•', '◦', '▪']

/** One kind of list for the bullets, and one for each number a list begins with. */
function numberingOf(starts: ReadonlySet<number>) {
  const level = (index: number) => ({
    level: index,
    alignment: AlignmentType.START,
    style: { paragraph: { indent: { start: INDENT * (index + 1), hanging: INDENT } } },
  })
  const all = Array.from({ length: LEVELS }, (_, index) => index)
  const bullets = {
    reference: 'bullets',
    levels: all.map((index) => ({
      ...level(index),
      format: LevelFormat.BULLET,
      text: BULLETS[index % BULLETS.length]!,
    })),
  }
  const numbers = [...starts].map((start) => ({
    reference: `numbers-${start}`,
    levels: all.map((index) => ({ ...level(index), format: LevelFormat.DECIMAL, text: `%${index + 1}.`, start })),
  }))
  return [bullets, ...numbers]
}

function footerOf(language: Language): Footer {
  const bidirectional = directionOf(language) === 'rtl'
  const pieces = minutesWords[language].page('\u0001', '\u0002').split(/(?=[\u0001\u0002])|(?<=[\u0001\u0002])/)
  const runs = pieces.map((piece) => {
    const child = piece === '\u0001' ? PageNumber.CURRENT : piece === '\u0002' ? PageNumber.TOTAL_PAGES : piece
    return new TextRun({ children: [child], rightToLeft: bidirectional, size: 16, color: '5B6272' })
  })
  return new Footer({ children: [new Paragraph({ alignment: AlignmentType.END, bidirectional, children: runs })] })
}
