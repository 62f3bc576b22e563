/** The process in which PDFs are made: see press.ts, which starts and ends it. */
import type { PrintAnswer, PrintPictures, PrintQuestion } from './message.ts'
import { makePdf } from './print-board.ts'

type Received = PrintQuestion | PrintPictures

let takePictures: ((given: PrintPictures) => void) | undefined

function say(answer: PrintAnswer): void {
  process.send!(answer)
}

function fetchPictures(wants: string[]): Promise<PrintPictures> {
  const pictures = new Promise<PrintPictures>((resolve) => {
    takePictures = resolve
  })
  say({ wants })
  return pictures
}

process.on('message', (received: Received) => {
  if ('pictures' in received) takePictures?.(received)
  else void makePdf(received, fetchPictures).then(say)
})
// Whoever asked is gone, and nobody else will.
process.on('disconnect', () => process.exit(0))
