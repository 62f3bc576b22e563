import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { pinThisProcess } from './cores.ts'
import { installPeers } from './install-peers.ts'
import { measureFanOut } from './scenarios/fan-out.ts'
import { openStores } from './stores.ts'
import { startSubject, subjectNames } from './subjects.ts'
import { type CpuProfile, summarise } from './summarise-profile.ts'

/**
 * `npm run bench -- --profile --people 50 --rate 200 --seconds 10 [--subject meydan] [--top 40]`: what a server spends
 * its time on while a fan-out is measured, warm-up left out.
 */
const { values } = parseArgs({
  options: {
    profile: { type: 'boolean' },
    people: { type: 'string', default: '50' },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '10' },
    subject: { type: 'string', default: 'meydan' },
    top: { type: 'string', default: '40' },
    out: { type: 'string', default: path.join(tmpdir(), 'meydan-bench.cpuprofile') },
  },
})
const name = subjectNames.find((known) => known === values.subject)
if (!name) throw new Error(`${values.subject} is unknown`)
installPeers()
const stores = await openStores()
try {
  pinThisProcess(1)
  const subject = await startSubject(name, stores)
  const inspector = await subject.inspect()
  await inspector.call('Profiler.enable')
  await inspector.call('Profiler.setSamplingInterval', { interval: 500 })
  const taken: { profile?: CpuProfile } = {}
  const load = {
    people: Number(values.people),
    updatesPerSecond: Number(values.rate),
    seconds: Number(values.seconds),
  }
  const measured = await measureFanOut(subject, stores, load, {
    begin: () => inspector.call('Profiler.start'),
    end: async () => Object.assign(taken, await inspector.call('Profiler.stop')),
  })
  inspector.close()
  await subject.stop()
  const file = path.resolve(values.out)
  await writeFile(file, JSON.stringify(taken.profile))
  console.log(summarise(taken.profile!, Number(values.top)))
  console.log(load, measured)
  console.log(`\nThe whole profile (Chromium's developer tools open it): ${file}`)
} finally {
  await stores.close()
}
process.exit(0)
