import { enableCompileCache } from 'node:module'
import path from 'node:path'

// What Node has stripped and compiled is kept for the next start, which comes sooner for it and does without the
// TypeScript parser's memory. Where the folder can't be written, nothing is kept.
enableCompileCache(path.join(import.meta.dirname, '../../node_modules/.cache/node'))
await import('./process.ts')
