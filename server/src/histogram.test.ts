import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { QuickHistogram } from './histogram.ts'

test('is read as prom-client’s own would be', async () => {
  const register = new Registry()
  const quick = new QuickHistogram({ name: 'answer_seconds', help: 'How long', buckets: [0.1, 1], register })
  for (const value of [0, 0.1, 0.5, 0.25, 7]) quick.observe(value)
  expect(await register.metrics()).toBe(`# HELP answer_seconds How long
# TYPE answer_seconds histogram
answer_seconds_bucket{le="0.1"} 2
answer_seconds_bucket{le="1"} 4
answer_seconds_bucket{le="+Inf"} 5
answer_seconds_sum 7.85
answer_seconds_count 5
`)
  register.resetMetrics()
  expect(await register.metrics()).toContain('answer_seconds_count 0')
})
