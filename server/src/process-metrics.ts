import { readdirSync } from 'node:fs'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { Counter, Gauge, type Registry } from 'prom-client'

/** Asked ten times as often (the default), the timer alone takes 0.6 % of a core in a process that does nothing. */
const LOOK_EVERY_MS = 100

/**
 * The process: event loop, CPU, memory, handles; read when /metrics is. prom-client's own collection costs a second
 * event loop timer and an observer of every garbage collection, so the few figures that are looked at stand here.
 */
export function startProcessMetrics(registry: Registry): void {
  loopMetrics(registry)
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU used, all threads',
    registers: [registry],
    collect() {
      const { user, system } = process.cpuUsage()
      this.reset()
      this.inc((user + system) / 1e6)
    },
  })
  gauge('process_resident_memory_bytes', 'Resident memory', () => process.memoryUsage.rss())
  gauge('nodejs_heap_used_bytes', 'Heap in use', () => process.memoryUsage().heapUsed)
  gauge('nodejs_external_memory_bytes', 'Buffers outside of the heap', () => process.memoryUsage().external)
  gauge('process_open_fds', 'Open files and sockets; 0 where the system does not tell', openFiles)
  const started = Date.now() / 1000 - process.uptime()
  gauge('process_start_time_seconds', 'When the process began', () => started)
}

function loopMetrics(registry: Registry): void {
  const delay = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS })
  delay.enable()
  // What is measured is the time between two looks; a loop that keeps its times has no delay.
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - LOOK_EVERY_MS / 1000)
  new Gauge({
    name: 'eventloop_delay_p99_seconds',
    help: 'Event loop delay, 99th percentile since the last reading',
    registers: [registry],
    collect() {
      this.set(delay.count > 0 ? late(delay.percentile(99)) : 0)
    },
  })
  new Gauge({
    name: 'eventloop_delay_max_seconds',
    help: 'Event loop delay, longest since the last reading',
    registers: [registry],
    collect() {
      this.set(delay.count > 0 ? late(delay.max) : 0)
      delay.reset()
    },
  })
  let before = performance.eventLoopUtilization()
  new Gauge({
    name: 'eventloop_utilization_ratio',
    help: 'Share of the time since the last reading that the event loop was at work',
    registers: [registry],
    collect() {
      const now = performance.eventLoopUtilization()
      this.set(performance.eventLoopUtilization(now, before).utilization)
      before = now
    },
  })
}

function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return 0
  }
}
