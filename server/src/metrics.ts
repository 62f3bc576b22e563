import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { QuickHistogram } from './histogram.ts'
import { startProcessMetrics as start } from './process-metrics.ts'

/**
 * Everything that is measured. No label names a person, a room or a document. What is called for every frame is a
 * counter or gauge without labels (15 ns) or a QuickHistogram; labels cost 80 ns, prom-client's histograms 200.
 */
export const registry = new Registry()

const registers = [registry]
const register = registry

/** Seconds, from what nobody notices to what everybody does. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const SHORT_SECONDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]

const writing = {
  receivedBytes: new Counter({ name: 'sync_received_bytes_total', help: 'Bytes of all sync messages in', registers }),
  sentBytes: new Counter({ name: 'sync_sent_bytes_total', help: 'Bytes of all sync messages out', registers }),
  unackedFrames: new Gauge({
    name: 'sync_unacked_frames',
    help: 'Frames received and not yet committed',
    registers,
  }),
  queueBytes: new Gauge({ name: 'sync_queue_bytes', help: 'Bytes of frames waiting for their commit', registers }),
  ackSeconds: new QuickHistogram({
    name: 'sync_ack_seconds',
    help: 'From the arrival of a frame to its acknowledgement, commit included',
    buckets: SECONDS,
    register,
  }),
  commits: new Counter({ name: 'sync_commits_total', help: 'Batches committed', registers }),
  commitSeconds: new QuickHistogram({
    name: 'sync_commit_seconds',
    help: 'A batch from its statement to its commit, every try included',
    buckets: SECONDS,
    register,
  }),
  batchFrames: new QuickHistogram({
    name: 'sync_batch_frames',
    help: 'Frames in one commit',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    register,
  }),
  commitRetries: new Counter({
    name: 'sync_commit_retries_total',
    help: 'Batches that had to be tried again',
    registers,
  }),
}

const judging = {
  gateSeconds: new QuickHistogram({
    name: 'sync_gate_seconds',
    help: 'Judging and applying one batch',
    buckets: SHORT_SECONDS,
    register,
  }),
  gateRejected: new Counter({
    name: 'sync_gate_rejected_total',
    help: 'Frames the gate refused',
    labelNames: ['reason'],
    registers,
  }),
  repairs: new Counter({
    name: 'sync_repairs_total',
    help: 'Batches after which the server had to mend records',
    registers,
  }),
}

const serving = {
  syncConnections: new Gauge({ name: 'sync_connections', help: 'Open sync sockets', registers }),
  liveConnections: new Gauge({ name: 'live_connections', help: 'Open Socket.IO connections', registers }),
  joinSeconds: new Histogram({
    name: 'sync_join_seconds',
    help: 'From the upgrade of a sync socket to its place in the document, or to the reason why not',
    labelNames: ['outcome'],
    buckets: SECONDS,
    registers,
  }),
  closes: new Counter({
    name: 'sync_closes_total',
    help: 'Sync sockets closed by the server',
    labelNames: ['code'],
    registers,
  }),
  bufferedBytes: new Gauge({
    name: 'ws_buffered_bytes',
    help: 'Bytes waiting in sync sockets for slow readers',
    registers,
  }),
  awarenessFrames: new Counter({ name: 'sync_awareness_frames_total', help: 'Cursors and drags received', registers }),
  awarenessShed: new Counter({
    name: 'sync_awareness_shed_total',
    help: 'Cursors and drags not sent on, for a slow reader or over budget',
    registers,
  }),
}

const keeping = {
  documentsLoaded: new Gauge({ name: 'docs_loaded', help: 'Documents in memory', registers }),
  documentsQuarantined: new Gauge({
    name: 'docs_quarantined',
    help: 'Documents of this installation that do not load and are read-only until an operator has released them',
    registers,
  }),
  loadSeconds: new Histogram({
    name: 'sync_load_seconds',
    help: 'Loading one document from the database',
    buckets: SECONDS,
    registers,
  }),
  foldSeconds: new Histogram({
    name: 'sync_fold_seconds',
    help: 'Folding one document’s log into a snapshot',
    buckets: SECONDS,
    registers,
  }),
}

const others = {
  projectionWaiting: new Gauge({
    name: 'projection_waiting_documents',
    help: 'Documents of this node whose rows (lists, reminders, search) are still to follow what was written',
    registers,
  }),
  relaySent: new Counter({ name: 'relay_sent_total', help: 'Messages given to Redis for other nodes', registers }),
  relayReceived: new Counter({ name: 'relay_received_total', help: 'Messages of other nodes', registers }),
  relayLost: new Counter({
    name: 'relay_lost_total',
    help: 'Messages for other nodes not sent, because Redis was away or slow',
    registers,
  }),
  httpSeconds: new Histogram({
    name: 'http_request_seconds',
    help: 'Answering a request, by group of routes',
    labelNames: ['group', 'status'],
    buckets: SECONDS,
    registers,
  }),
  mailSent: new Counter({
    name: 'mail_total',
    help: 'Tries to send a mail, by how they ended',
    labelNames: ['outcome'],
    registers,
  }),
  jobSeconds: new Histogram({
    name: 'job_seconds',
    help: 'Carrying out one job',
    labelNames: ['job', 'outcome'],
    buckets: [0.01, 0.1, 1, 10, 60, 600],
    registers,
  }),
}

export const metrics = { ...writing, ...judging, ...serving, ...keeping, ...others }

/** Starts the process's own measurements, once per process; none of them keeps it alive. */
export function startProcessMetrics(): void {
  start(registry)
}
