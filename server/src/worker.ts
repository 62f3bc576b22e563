/** The folding thread of a node: see sync/fold-worker.ts, which starts and ends it. */
import { parentPort } from 'node:worker_threads'
import { answerTo } from './sync/fold-answer.ts'
import type { FoldQuestion } from './sync/fold-message.ts'

parentPort!.on('message', (question: FoldQuestion) => {
  const answer = answerTo(question)
  parentPort!.postMessage(answer, 'bytes' in answer && answer.bytes ? [answer.bytes.buffer] : [])
})
