/** The folding thread of a node: see sync/folding/worker.ts, which starts and ends it. */
import { parentPort } from 'node:worker_threads'
import { answerTo } from './sync/folding/answer.ts'
import type { FoldQuestion } from './sync/folding/message.ts'

parentPort!.on('message', (question: FoldQuestion) => {
  const answer = answerTo(question)
  parentPort!.postMessage(answer, 'bytes' in answer && answer.bytes ? [answer.bytes.buffer] : [])
})
