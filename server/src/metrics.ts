import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'

export const registry = new Registry()

export const metrics = {
  gateRejected: new Counter({
    name: 'sync_gate_rejected_total',
    help: 'Frames the gate refused',
    labelNames: ['reason'],
    registers: [registry],
  }),
  unackedFrames: new Gauge({
    name: 'sync_unacked_frames',
    help: 'Frames received and not yet committed',
    registers: [registry],
  }),
  queueBytes: new Gauge({
    name: 'sync_queue_bytes',
    help: 'Bytes of frames waiting for their commit',
    registers: [registry],
  }),
  bufferedBytes: new Gauge({
    name: 'ws_buffered_bytes',
    help: 'Bytes waiting in sync sockets for slow readers',
    registers: [registry],
  }),
  documentsLoaded: new Gauge({ name: 'docs_loaded', help: 'Documents in memory', registers: [registry] }),
  syncConnections: new Gauge({ name: 'sync_connections', help: 'Open sync sockets', registers: [registry] }),
  liveConnections: new Gauge({ name: 'live_connections', help: 'Open Socket.IO connections', registers: [registry] }),
  commits: new Counter({ name: 'sync_commits_total', help: 'Batches committed', registers: [registry] }),
  commitRetries: new Counter({
    name: 'sync_commit_retries_total',
    help: 'Batches that had to be tried again',
    registers: [registry],
  }),
}

/** Starts the process's own measurements, once per process; none of them keeps it alive. */
export function startProcessMetrics(): void {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'eventloop_delay_p99_seconds',
    help: 'Event loop delay, 99th percentile since the last reading',
    registers: [registry],
    collect() {
      this.set(delay.percentile(99) / 1e9)
      delay.reset()
    },
  })
}
