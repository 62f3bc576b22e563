import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.join(import.meta.dirname, '../..')

/** A file of the project: its path from the root with forward slashes, and its text. */
export type SourceFile = { file: string; text: string }

/** The files that match, without tests, generated and built ones. */
export function sourceFiles(...patterns: string[]): SourceFile[] {
  const exclude = ['**/node_modules/**', '**/dist/**', '**/*.test.ts', '**/*.generated.ts']
  return globSync(patterns, { cwd: root, exclude })
    .map((file) => file.replaceAll(path.sep, '/'))
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }))
}

/** The same without comments, whose words may say what must not be done. */
export function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1')
}

/** What a file imports: paths from the root for our own files, names for packages and node's modules. */
export function importsOf({ file, text }: SourceFile): string[] {
  const specifiers = withoutComments(text).matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)['"]([^'"\n]+)['"]/g)
  return [...specifiers].map(([, specifier]) => resolveImport(file, specifier!))
}

function resolveImport(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier)
  const own = /^@meydan\/(shared|server|client)\/(.+)$/.exec(specifier)
  if (own) return `${own[1]}/src/${own[2]}.ts`
  return specifier.replace(/^@meydan\/(migrations|tests)/, '$1')
}

/** The part of a Vue file between its style tags; the whole of a style sheet. */
export function stylesOf({ file, text }: SourceFile): string {
  if (!file.endsWith('.vue')) return text
  return [...text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, style]) => style).join('\n')
}
