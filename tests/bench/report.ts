import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readLines } from './lines.ts'
import { reportOf } from './report-tables.ts'

/** `npm run bench:report -- results.jsonl …` puts tables of one or several runs between the markers of docs/benchmarks.md. */
const page = path.join(import.meta.dirname, '../../docs/benchmarks.md')
const BEGIN = '<!-- figures: npm run bench:report -->'
const END = '<!-- end of figures -->'

const files = process.argv.slice(2)
if (files.length === 0) throw new Error('Which results? npm run bench:report -- results.jsonl')
const text = readFileSync(page, 'utf8')
const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)]
if (before < 0 || after < before) throw new Error(`${page} has lost its markers`)
const report = reportOf(files.flatMap(readLines))
writeFileSync(page, `${text.slice(0, before + BEGIN.length)}\n\n${report}\n\n${text.slice(after)}`)
console.log(report)
