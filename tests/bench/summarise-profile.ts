/** What `node --cpu-prof` and the inspector's Profiler.stop write; times in microseconds. */
export type CpuProfile = {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
}

const NOT_BUSY = new Set(['(idle)', '(root)'])

/** Self time by function and by package, as shares of the time the process was busy; as text. */
export function summarise(profile: CpuProfile, top: number): string {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]))
  const functions = new Map<string, number>()
  const packages = new Map<string, number>()
  let busy = 0
  let whole = 0
  profile.samples.forEach((id, index) => {
    const frame = frames.get(id)!
    const spent = profile.timeDeltas[index] ?? 0
    whole += spent
    if (NOT_BUSY.has(frame.functionName)) return
    busy += spent
    add(functions, `${frame.functionName || '(anonymous)'}  ${placeOf(frame)}`, spent)
    add(packages, packageOf(frame), spent)
  })
  const collected = functions.get('(garbage collector)  ') ?? 0
  return [
    `Busy ${share(busy, whole)} of ${(whole / 1e6).toFixed(1)} s; collecting garbage ${share(collected, busy)} of that`,
    '\nBy package, self time, share of busy time',
    ...table(packages, busy, top),
    '\nBy function, self time, share of busy time',
    ...table(functions, busy, top),
  ].join('\n')
}

function add(sums: Map<string, number>, key: string, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount)
}

function share(part: number, whole: number): string {
  return `${((part / whole) * 100).toFixed(1)} %`
}

function table(sums: ReadonlyMap<string, number>, whole: number, top: number): string[] {
  const rows = [...sums].sort(([, a], [, b]) => b - a).slice(0, top)
  return rows.map(
    ([name, spent]) => `${share(spent, whole).padStart(7)} ${(spent / 1e3).toFixed(0).padStart(7)} ms  ${name}`,
  )
}

type Frame = CpuProfile['nodes'][number]['callFrame']

function placeOf({ url, lineNumber }: Frame): string {
  const short = url.replace(/^file:\/\//, '').replace(/^.*\/(?=(?:node_modules|server|shared|migrations)\/)/, '')
  return url ? `${short}:${lineNumber + 1}` : ''
}

function packageOf({ functionName, url }: Frame): string {
  const fromNpm = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]
  if (fromNpm) return `node_modules/${fromNpm}`
  if (url.startsWith('node:')) return 'node:internal'
  if (functionName.startsWith('(')) return functionName
  if (url === '') return 'native (writes, reads, encoding)'
  const ours = /\/(server|shared|migrations)\/(?:src\/)?([^/]+)/.exec(url)
  return ours ? `ours: ${ours[1]}/${ours[2]}` : url
}
