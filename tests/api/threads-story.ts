import * as threads from '@meydan/shared/contracts/threads'
import type { ThreadAnchor } from '@meydan/shared/contracts/threads'
import { projectDocument } from '@meydan/server/projection/projector'
import { Board } from '@meydan/shared/documents/board/board'
import { Plan } from '@meydan/shared/documents/plan/plan'
import type { LightMyRequestResponse } from 'fastify'
import { boardWith } from '../support/canvas.ts'
import { planWith } from '../support/plans.ts'
import { loggedDocument } from '../support/projection.ts'
import type { Api } from './api.ts'
import { aMeetingRoom, type Seated } from './voice-story.ts'

export type ThreadRoom = Awaited<ReturnType<typeof aThreadRoom>>
export type Saying = { id?: string; text?: string; attachments?: string[] }

export const mentionOf = (kind: 'seat' | 'organisation', id: string) => `@[${kind}:${id}]`

/** A room with guests of both sides, and how they talk in its threads. */
export async function aThreadRoom(api: Api) {
  const story = await aMeetingRoom(api)
  const { params } = story
  const [ahmad, mehmet] = [await story.sit('Ahmad', 'civil'), await story.sit('Mehmet', 'public')]
  const observer = await story.sit('Ida', 'neutral', 'observer')
  const comment = ({ id = crypto.randomUUID(), text = 'Kim ödüyor?', attachments = [] }: Saying = {}) => ({
    id,
    text,
    attachments,
  })
  const at = (threadId: string) => ({ params: { ...params, threadId } })
  const commentAt = (commentId: string, threadId: string) => ({ params: { ...params, threadId, commentId } })

  const sendStart = (who: Seated, saying: Saying = {}, anchor: ThreadAnchor = { kind: 'room' }) =>
    api.send(threads.startThread, { params, body: { anchor, comment: comment(saying) } }, who)
  const start = async (who: Seated, saying: Saying = {}, anchor?: ThreadAnchor) =>
    ok<typeof threads.startThread>(await sendStart(who, saying, anchor)).thread
  const sendReply = (who: Seated, threadId: string, saying: Saying = {}) =>
    api.send(threads.addComment, { ...at(threadId), body: { comment: comment(saying) } }, who)
  const reply = async (who: Seated, threadId: string, saying: Saying = {}) =>
    ok<typeof threads.addComment>(await sendReply(who, threadId, saying))
  const see = (who: Seated, threadId: string) => api.call(threads.readThread, { ...at(threadId), query: {} }, who)
  const list = (who: Seated, query: Record<string, string> = {}) =>
    api.call(threads.listThreads, { params, query }, who)

  const upload = (who: Seated, bytes: Buffer, name: string, type = 'application/octet-stream') =>
    api.send(
      threads.uploadAttachment,
      { params, query: { name }, body: bytes },
      { ...who, headers: { 'content-type': type } },
    )
  const keep = async (who: Seated, bytes: Buffer, name: string) =>
    ok<typeof threads.uploadAttachment>(await upload(who, bytes, name)).attachment
  const download = (who: Seated, attachmentId: string, headers: Record<string, string> = {}) =>
    api.send(threads.readAttachment, { params: { ...params, attachmentId } }, { ...who, headers })

  return {
    ...{ ...story, ahmad, mehmet, observer, comment, at, commentAt },
    ...{ sendStart, start, sendReply, reply, see, list, upload, keep, download },
    aBoard: () => aBoard(api, story.roomId),
    aPlan: () => aPlan(api, story.roomId),
  }
}

function ok<C extends { reply: { _output: unknown } }>(response: LightMyRequestResponse): C['reply']['_output'] {
  if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${response.body}`)
  return response.json()
}

/** A board that writes itself to its log, and its rows when it is told to. */
async function aBoard(api: Api, roomId: string) {
  const documentId = await boardWith(api.db, roomId, () => {})
  const { doc, commit } = await loggedDocument(api.db, documentId)
  const board = new Board(doc)
  const project = async () => {
    await commit()
    await projectDocument(api.db, documentId)
  }
  const note = (text: string, seat: string | null = null) =>
    board.addNotes([{ at: { x: 0, y: 0 }, text }], { seat, side: 'civil' })[0]!
  const about = (recordId: string, kind: 'note' | 'theme' | 'frame' = 'note') => ({ kind, documentId, recordId })
  return { documentId, board, commit, project, note, about }
}

async function aPlan(api: Api, roomId: string) {
  const documentId = await planWith(api.db, roomId, () => {})
  const { doc, commit } = await loggedDocument(api.db, documentId)
  const plan = new Plan(doc)
  const project = async () => {
    await commit()
    await projectDocument(api.db, documentId)
  }
  const action = (title: string, seat: string | null = null) =>
    plan.addActions([{ title }], { seat, side: 'public' })[0]!
  const about = (recordId: string) => ({ kind: 'action' as const, documentId, recordId })
  return { documentId, plan, commit, project, action, about }
}
