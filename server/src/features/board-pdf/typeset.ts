import path from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { fontFiles } from './fonts.ts'
import type { PageData } from './page-data.ts'

/**
 * Pages as a PDF, by Typst. The only code it runs is board.typ; texts reach it as JSON and pictures as files in memory.
 * It sees no other file than those of this folder. Throws where Typst refuses, as it does with a broken picture.
 */
export class Typesetter {
  readonly #compiler = NodeCompiler.create({
    workspace: import.meta.dirname,
    fontArgs: [{ fontBlobs: fontFiles() }],
  })

  typeset(data: PageData, pictures: ReadonlyMap<string, Uint8Array>): Uint8Array {
    const inWorkspace = (name: string) => path.join(import.meta.dirname, name)
    try {
      this.#compiler.mapShadow(inWorkspace('pages.json'), Buffer.from(JSON.stringify(data)))
      for (const [name, bytes] of pictures) this.#compiler.mapShadow(inWorkspace(name), Buffer.from(bytes))
      return this.#compiler.pdf({ mainFilePath: inWorkspace('board.typ'), resetRead: true })
    } finally {
      this.#compiler.resetShadow()
      this.#compiler.evictCache(0)
    }
  }
}

/** The format by its first bytes, never by its name; undefined for what isn't a picture we print (SVG, say). */
export function formatOf(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (start.startsWith('\x89PNG\r\n')) return 'png'
  if (start.startsWith('\xff\xd8\xff')) return 'jpg'
  return start.startsWith('RIFF') && start.endsWith('WEBP') ? 'webp' : undefined
}
