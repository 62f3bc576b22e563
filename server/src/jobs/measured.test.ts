import { expect, test } from 'vitest'
import type { Database } from '../database/schema.ts'
import { registry } from '../metrics.ts'
import { measured } from './measured.ts'

const said: { details: object; text: string }[] = []
const log = { info() {}, error: (details: object, text: string) => void said.push({ details, text }) }
const deps = { db: {} as Database, log }

test('counts runs by outcome, and logs a failure with ids and without content', async () => {
  const failing = new Error('no room left')
  const job = measured({
    name: 'test.count',
    take: async (data) => {
      if ((data as { fails?: boolean }).fails) throw failing
    },
  })
  await job.take({}, deps)
  await expect(job.take({ fails: true, documentId: '7', text: 'secret words' }, deps)).rejects.toBe(failing)
  expect(said).toHaveLength(1)
  expect(said[0]?.details).toEqual({ err: failing, job: 'test.count', documentId: '7' })
  const read = await registry.metrics()
  expect(read).toContain('job_seconds_count{job="test.count",outcome="done"} 1')
  expect(read).toContain('job_seconds_count{job="test.count",outcome="failed"} 1')
})
