import { enableCompileCache } from 'node:module'
import path from 'node:path'
import { setFlagsFromString } from 'node:v8'

// What Node has stripped and compiled is kept for the next start, which takes half the time and does without the
// TypeScript parser's memory. Where the folder can't be written, nothing is kept.
enableCompileCache(path.join(import.meta.dirname, '../../node_modules/.cache/node'))
// Most of what a node allocates is gone after one message. V8 would let that grow to 32 MB before it looks.
setFlagsFromString('--max-semi-space-size=4')
await import('./process.ts')
