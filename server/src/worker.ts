/** The folding thread of a node: see sync/folding/worker.ts, which starts and ends it. */
import os from 'node:os'
import { parentPort } from 'node:worker_threads'
import { isRowsQuestion, type RowsQuestion, rowsAnswer } from './projection/read-rows.ts'
import { answerTo } from './sync/folding/answer.ts'
import type { FoldQuestion } from './sync/folding/message.ts'
import { isOutsideQuestion, outsideAnswer, type OutsideQuestion } from './sync/history/outside-copy.ts'

// Linux takes this for the thread, others for the whole process: neither is as urgent as what people write.
if (process.platform === 'linux') os.setPriority(os.constants.priority.PRIORITY_LOW)

parentPort!.on('message', (question: FoldQuestion | RowsQuestion | OutsideQuestion) => {
  if (isOutsideQuestion(question)) return parentPort!.postMessage(outsideAnswer(question))
  if (isRowsQuestion(question)) return parentPort!.postMessage(rowsAnswer(question))
  const answer = answerTo(question)
  parentPort!.postMessage(answer, 'bytes' in answer && answer.bytes ? [answer.bytes.buffer] : [])
})
