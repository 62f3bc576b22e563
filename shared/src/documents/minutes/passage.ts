import * as Y from 'yjs'
import { nodeName } from '../rich-text/schema.ts'

/** Both ends of a passage: base64 of encoded Yjs relative positions. */
export type PassageEnds = { from: string; to: string }

/** Between two characters of a line. */
export type PassagePlace = { text: Y.XmlText; index: number }

/** The ends of what stands between two places of a line: each holds to the character of it that it is beside. */
export function endsOfPassage(from: PassagePlace, to: PassagePlace): PassageEnds {
  return { from: encoded(from.text, from.index, 0), to: encoded(to.text, to.index, -1) }
}

/**
 * What is left of a passage, with what was put between its ends since; '' where nothing is. Null where these are no ends
 * of one in this text. The same on every replica that has the same edits.
 */
export function wordsOfPassage(body: Y.XmlFragment, { from, to }: PassageEnds): string | null {
  const places = placesOfPassage(body, { from, to })
  if (!places || places === 'gone') return places && ''
  const { first, last } = places
  const line = (first.text.parent as Y.XmlElement).toArray()
  const [start, end] = [line.indexOf(first.text), line.indexOf(last.text)]
  const words = line.slice(start, end + 1).map((piece) => {
    if (!(piece instanceof Y.XmlText)) return wordsOfPiece(piece)
    const from = piece === first.text ? first.index : 0
    return plain(piece).slice(from, piece === last.text ? Math.max(from, last.index) : undefined)
  })
  return words.join('').toWellFormed()
}

type Places = { first: PassagePlace; last: PassagePlace }

/**
 * Where a passage stands now. `gone`: the line it was in is, or became others. Null: these are no ends of one here.
 * `revived`: where a deletion was taken back, in what stands in place of the deleted since; only the replica that took it
 * back knows that.
 */
export function placesOfPassage(
  body: Y.XmlFragment,
  { from, to }: PassageEnds,
  { revived = false }: { revived?: boolean } = {},
): Places | 'gone' | null {
  const [first, last] = [placeOf(body, from, { side: 0, revived }), placeOf(body, to, { side: -1, revived })]
  if (!first || !last) return null
  if (first === 'gone' || last === 'gone' || first.text.parent !== last.text.parent) return 'gone'
  return { first, last }
}

/** The ends that bring back words of a passage whose deletion was taken back here; null where there are no such words. */
export function revivedEnds(body: Y.XmlFragment, ends: PassageEnds): PassageEnds | null {
  const places = placesOfPassage(body, ends, { revived: true })
  if (!places || places === 'gone') return null
  const now = endsOfPassage(places.first, places.last)
  const words = wordsOfPassage(body, now)
  return !words?.trim() || words === wordsOfPassage(body, ends) ? null : now
}

type How = { side: 0 | -1; revived: boolean }

function placeOf(body: Y.XmlFragment, end: string, { side, revived }: How): PassagePlace | 'gone' | null {
  const relative = decoded(end)
  // Without a character that it holds to, it would be the end of whatever comes to stand there.
  if (!relative?.item || relative.assoc < 0 !== side < 0) return null
  const { client, clock } = relative.item
  if (!body.doc || clock >= Y.getState(body.doc.store, client)) return null
  const place = Y.createAbsolutePositionFromRelativePosition(relative, body.doc, revived)
  if (!place) return 'gone'
  const { type, index } = place
  if (!(type instanceof Y.XmlText)) return null
  for (let at: Y.AbstractType<unknown> | null = type as Y.AbstractType<unknown>; at; at = at.parent) {
    if (at === (body as Y.AbstractType<unknown>)) return { text: type, index }
    if (at._item?.deleted) return 'gone'
  }
  return null
}

function decoded(end: string): Y.RelativePosition | null {
  try {
    return Y.decodeRelativePosition(Uint8Array.from(atob(end), (byte) => byte.charCodeAt(0)))
  } catch {
    return null
  }
}

function encoded(text: Y.XmlText, index: number, side: 0 | -1): string {
  const bytes = Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, index, side))
  return btoa(String.fromCharCode(...bytes))
}

/** One character for whatever isn't one, so that places are where Yjs counts them. */
function plain(text: Y.XmlText): string {
  const pieces = text.toDelta() as { insert: unknown }[]
  return pieces.map(({ insert }) => (typeof insert === 'string' ? insert : ' ')).join('')
}

function wordsOfPiece(piece: unknown): string {
  if (!(piece instanceof Y.XmlElement)) return ''
  const label: unknown = piece.getAttribute('label')
  if (nodeName(piece) === 'hardBreak') return ' '
  return typeof label === 'string' ? label : ''
}
