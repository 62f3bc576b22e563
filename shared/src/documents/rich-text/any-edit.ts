import * as Y from 'yjs'
import type { Chance } from '../board/any-act.ts'
import { type RichBlock, textsIn } from './read.ts'
import { headingLevels, nodeName } from './schema.ts'
import { elementOf } from './write.ts'

const WORDS = ['toplantı', 'أولوية ', 'housing 🌱', 'wer macht das?', 'x', '😀']
const MARKS: Record<string, object>[] = [
  { bold: {} },
  { italic: {} },
  { strike: {} },
  { link: { href: 'https://example.org/a?b=c' } },
  { link: { href: 'mailto:a@example.org' } },
]

/** Any one thing that an editor may do to a text, as its binding writes it, for tests by chance. Inside a transaction. */
export function editRichAtRandom(text: Y.XmlFragment, chance: Chance): void {
  const { below, pick } = chance
  const texts = textsIn(text)
  const words = texts.length > 0 ? pick(texts) : null
  const at = () => below(text.length + 1)
  const edits: (() => void)[] = [
    () => text.insert(at(), [elementOf(anyBlock(chance, 0))]),
    () => text.length > 0 && text.delete(below(text.length), 1),
    () => words && typeInto(words, chance),
    () => words && typeInto(words, chance),
    () => words && splitLine(words, chance),
    () => words && format(words, chance),
    () => words && format(words, chance),
    () => setLevel(text, chance),
    () => indent(text, chance),
  ]
  pick(edits)()
}

function anyBlock({ below, pick }: Chance, depth: number): RichBlock {
  const pieces =
    below(5) === 0 ? [] : [{ text: pick(WORDS) }, ...(below(4) ? [] : [{ break: true as const }, { text: 'z' }])]
  const inner = () => Array.from({ length: 1 + below(2) }, () => anyBlock({ below, pick } as Chance, depth + 1))
  const blocks: (() => RichBlock)[] = [
    () => ({ type: 'paragraph', pieces }),
    () => ({ type: 'heading', level: pick(headingLevels), pieces }),
    () => ({ type: 'bulletList', items: [inner()] }),
    () => ({ type: 'orderedList', start: 1 + below(3), items: [inner(), inner()] }),
    () => ({ type: 'blockquote', blocks: inner() }),
  ]
  return (depth < 2 ? pick(blocks) : blocks[0]!)()
}

function typeInto(words: Y.XmlText, { below, pick }: Chance): void {
  const letters = lettersOf(words)
  if (letters.length > 0 && below(3) === 0) {
    const [from, to] = cutBetween(letters, below)
    if (to > from) words.delete(from, to - from)
  } else words.insert(cutBetween(letters, below)[0], pick(WORDS))
}

function format(words: Y.XmlText, { below, pick }: Chance): void {
  const [from, to] = cutBetween(lettersOf(words), below)
  const mark = pick(MARKS)
  const ends = Object.fromEntries(Object.keys(mark).map((name) => [name, null]))
  if (to > from) words.format(from, to - from, below(3) ? mark : ends)
}

/** Enter in the middle of a line. */
function splitLine(words: Y.XmlText, { below }: Chance): void {
  const line = words.parent
  if (!(line instanceof Y.XmlElement) || !(line.parent instanceof Y.XmlFragment)) return
  const letters = lettersOf(words)
  const [at] = cutBetween(letters, below)
  const rest = letters.slice(at)
  if (rest) words.delete(at, rest.length)
  const index = line.parent.toArray().indexOf(line)
  line.parent.insert(index + 1, [elementOf({ type: 'paragraph', pieces: rest ? [{ text: rest }] : [] })])
}

function setLevel(text: Y.XmlFragment, { pick }: Chance): void {
  const headings = text.toArray().filter((child) => nodeName(child) === 'heading')
  if (headings.length === 0) return
  const heading = pick(headings) as unknown as Y.XmlElement<Record<string, number>>
  heading.setAttribute('level', pick(headingLevels))
}

/** A block goes into a list: the binding deletes it and writes a copy. */
function indent(text: Y.XmlFragment, { below }: Chance): void {
  if (text.length === 0) return
  const index = below(text.length)
  const child = text.get(index)
  if (nodeName(child) !== 'paragraph') return
  const copy = (child as Y.XmlElement).clone() as Y.XmlElement
  text.delete(index)
  const list = new Y.XmlElement('bulletList')
  const item = new Y.XmlElement('listItem')
  item.insert(0, [copy])
  list.insert(0, [item])
  text.insert(index, [list])
}

function lettersOf(words: Y.XmlText): string {
  return (words.toDelta() as { insert: string }[]).map(({ insert }) => insert).join('')
}

/** Two places in the letters, the first before the second, neither within a pair of surrogates. */
function cutBetween(letters: string, below: (most: number) => number): [number, number] {
  const places = [0]
  for (const letter of letters) places.push(places.at(-1)! + letter.length)
  const [one, other] = [places[below(places.length)]!, places[below(places.length)]!]
  return [Math.min(one, other), Math.max(one, other)]
}
