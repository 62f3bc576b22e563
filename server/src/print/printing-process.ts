/** The process in which PDFs are made: see press.ts, which starts and ends it. */
import type { MakePdf, PrintAnswer, PrintPictures } from './message.ts'

/** `maker`: the address of a module that exports `makePdf`. */
type Received = { maker: string; question: unknown } | PrintPictures

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

async function make({ maker, question }: { maker: string; question: unknown }): Promise<void> {
  const { makePdf } = (await import(maker)) as { makePdf: MakePdf<unknown> }
  say(await makePdf(question, fetchPictures))
}

process.on('message', (received: Received) => {
  if ('pictures' in received) takePictures?.(received)
  else void make(received)
})
// Whoever asked is gone, and nobody else will.
process.on('disconnect', () => process.exit(0))
