// Stores updates the way y-leveldb's users do, one by one: `node fill-leveldb.mjs <folder> <document> <file>`, the file
// holding each update behind its length in four bytes.
import { readFileSync } from 'node:fs'
import { LeveldbPersistence } from 'y-leveldb'

const [folder, document, file] = process.argv.slice(2)
const bytes = readFileSync(file)
const store = new LeveldbPersistence(folder)
for (let at = 0; at < bytes.length; ) {
  const length = bytes.readUInt32BE(at)
  await store.storeUpdate(document, new Uint8Array(bytes.subarray(at + 4, at + 4 + length)))
  at += 4 + length
}
await store.destroy()
