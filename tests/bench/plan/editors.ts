import { DocumentLog } from '@meydan/server/sync/document-log'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { actionStatuses } from '@meydan/shared/documents/plan/records'
import * as Y from 'yjs'
import { randomFrom } from '../../support/seed.ts'
import { joinAll, type ThinClient } from '../thin-client.ts'
import { keepWriting } from '../writer.ts'
import type { Place } from './place.ts'

/** Cells written per person and second: more than anybody keeps up for long. */
const CELLS_PER_SECOND = 1

/** Others who have the plan open, each with a seat and a socket of their own. */
export async function joinEditors(place: Place, count: number): Promise<Editor[]> {
  const { parts } = (await new DocumentLog(place.db).read(place.planId))!
  const places = place.cookies.slice(0, count).map((cookie) => ({
    url: `${place.server.url.replace('http', 'ws')}/sync/${place.planId}?ack=1`,
    headers: { cookie, origin: place.server.url },
    document: place.planId,
  }))
  const clients = await joinAll('meydan', places)
  return clients.map((client, index) => new Editor(client, index, { parts, actions: place.actions }))
}

/** Lets them all write cells, each in their own moment of a second, until the function returned is called. */
export function keepEditing(editors: readonly Editor[]): () => void {
  return keepWriting(
    editors.map((editor) => ({ write: () => editor.act() })),
    editors.length * CELLS_PER_SECOND,
  )
}

/** Writes from the plan as it was when they came: what the others wrote since is nothing to them. */
export class Editor {
  readonly #client: ThinClient
  readonly #plan: Plan
  readonly #random
  readonly #actions: readonly string[]
  #count = 0

  constructor(client: ThinClient, index: number, given: { parts: readonly Uint8Array[]; actions: readonly string[] }) {
    this.#client = client
    const doc = new Y.Doc()
    for (const part of given.parts) Y.applyUpdate(doc, part)
    this.#plan = new Plan(doc)
    this.#random = randomFrom(200 + index)
    this.#actions = given.actions
    doc.on('update', (update: Uint8Array) => client.update(update))
  }

  /** A cell of some action anywhere in the plan, and every other time of one at its head, where the readers look. */
  act(): void {
    const near = this.#count++ % 2 === 0
    const id = this.#actions[near ? 8 + this.#random.below(8) : this.#random.below(this.#actions.length)]!
    const patches = [
      { progress: this.#random.below(101) },
      { status: this.#random.pick(actionStatuses) },
      { locality: `Yer ${this.#count}` },
    ]
    this.#plan.edit(id, this.#random.pick(patches))
  }

  leave(): void {
    this.#client.close()
    this.#plan.doc.destroy()
  }
}
