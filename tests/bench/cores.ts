import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

const TASKSET = '/usr/bin/taskset'

/** With util-linux' taskset servers and generator don't share a core; elsewhere the scheduler decides. */
export function pinned(core: number, [command, ...rest]: [string, ...string[]]): [string, string[]] {
  return existsSync(TASKSET) ? ['taskset', ['-c', String(core), command, ...rest]] : [command, rest]
}

export function pinThisProcess(core: number): void {
  // A thread that ends while they are being listed is no failure.
  if (existsSync(TASKSET)) spawnSync('taskset', ['-a', '-cp', String(core), String(process.pid)])
}

/**
 * Seconds on a core, all threads, by the scheduler's own nanoseconds. `stat` counts in ticks of 10 ms: a server that
 * works in short bursts beside a timer is counted several times too high or not at all.
 */
export function cpuSeconds(pid: number): number {
  let nanoseconds = 0
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    try {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0])
    } catch (error) {
      // A thread that ended while they were being listed.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && (error as NodeJS.ErrnoException).code !== 'ESRCH')
        throw error
    }
  }
  return nanoseconds / 1e9
}

export function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024
}

/** What server and generator have used between two readings, in cores: 1 is one core kept busy. */
export function usage(cpu: () => number): () => { serverCpu: number; generatorCpu: number; seconds: number } {
  const begun = { server: cpu(), generator: cpuSeconds(process.pid), at: performance.now() }
  return () => {
    const seconds = (performance.now() - begun.at) / 1_000
    return {
      serverCpu: (cpu() - begun.server) / seconds,
      generatorCpu: (cpuSeconds(process.pid) - begun.generator) / seconds,
      seconds,
    }
  }
}
