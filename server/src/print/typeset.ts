import { readFileSync } from 'node:fs'
import path from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { fontFiles } from './fonts.ts'

/**
 * Pages as a PDF, by Typst. The only code it runs is `template`; texts reach it as JSON (`pages.json`) and pictures as
 * files in memory. It sees no other file than `words.typ`, which it may import, and those of the template's folder. Throws where Typst refuses, as it does with
 * a broken picture.
 */
export class Typesetter {
  readonly #words = readFileSync(new URL('./words.typ', import.meta.url))
  readonly #folder: string
  readonly #template: string
  readonly #compiler

  constructor(template: string) {
    this.#template = template
    this.#folder = path.dirname(template)
    this.#compiler = NodeCompiler.create({ workspace: this.#folder, fontArgs: [{ fontBlobs: fontFiles() }] })
  }

  typeset(data: object, pictures: ReadonlyMap<string, Uint8Array> = new Map()): Uint8Array {
    const inWorkspace = (name: string) => path.join(this.#folder, name)
    try {
      this.#compiler.mapShadow(inWorkspace('pages.json'), Buffer.from(JSON.stringify(data)))
      this.#compiler.mapShadow(inWorkspace('words.typ'), this.#words)
      for (const [name, bytes] of pictures) this.#compiler.mapShadow(inWorkspace(name), Buffer.from(bytes))
      return this.#compiler.pdf({ mainFilePath: this.#template, resetRead: true })
    } finally {
      this.#compiler.resetShadow()
      this.#compiler.evictCache(0)
    }
  }
}

/** For the log, without words of a document: Typst speaks of its own code, and only its first sentence is kept. */
export function reasonOf(error: unknown): string {
  const diagnostics = (error as { shortDiagnostics?: { message?: string }[] })?.shortDiagnostics
  const said = diagnostics?.[0]?.message ?? (error instanceof Error ? error.message : 'unknown')
  return said.split('\n', 1)[0]!.slice(0, 160)
}

/** The format by its first bytes, never by its name; undefined for what isn't a picture we print (SVG, say). */
export function formatOf(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (start.startsWith('\x89PNG\r\n')) return 'png'
  if (start.startsWith('\xff\xd8\xff')) return 'jpg'
  return start.startsWith('RIFF') && start.endsWith('WEBP') ? 'webp' : undefined
}
