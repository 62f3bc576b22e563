/** What the issue asks for. With `beside` the figure is ours divided by that subject's, within one repetition. */
export type Goal = {
  what: string
  scenario: string
  variant: string
  figure: string
  beside?: string
  /** Factor of the shown value, e.g. 100 for a share told in per cent. */
  scale?: number
  unit: string
} & ({ atMost: number } | { atLeast: number })

const small = '10 people, 40 updates/s'
const middle = '50 people, 200 updates/s'
const large = '300 people, 100 updates/s'
const cpu = { scenario: 'fan-out', figure: 'cpuPerMillion', unit: '×' }
const crowd = { scenario: 'sustained', variant: '100 people', figure: 'updatesPerSecond', unit: '×' }
const pointers = { scenario: 'cursors', variant: '80 people at 20 Hz' }
const quiet = { scenario: 'rooms', variant: '1500 rooms of 3' }
const open = { scenario: 'idle', variant: '5000 connections' }

export const goals: readonly Goal[] = [
  { what: 'CPU per delivery, 50 people', ...cpu, variant: middle, beside: 'hocuspocus', atMost: 0.6 },
  { what: 'CPU per delivery, 50 people', ...cpu, variant: middle, beside: 'relay', atMost: 1.1 },
  { what: 'CPU per delivery, 300 people', ...cpu, variant: large, beside: 'hocuspocus', atMost: 0.5 },
  { what: 'CPU per delivery, 300 people', ...cpu, variant: large, beside: 'relay', atMost: 0.7 },
  { what: 'CPU per delivery, 10 people', ...cpu, variant: small, beside: 'hocuspocus', atMost: 1 },
  { what: 'Sustained rate, 100 people', ...crowd, beside: 'hocuspocus', atLeast: 1.7 },
  { what: 'Sustained rate, 100 people', ...crowd, beside: 'relay', atLeast: 7 },
  { what: 'Delay p50, 50 people', scenario: 'fan-out', variant: middle, figure: 'p50', unit: 'ms', atMost: 6 },
  { what: 'Delay p99, 50 people', scenario: 'fan-out', variant: middle, figure: 'p99', unit: 'ms', atMost: 30 },
  { what: 'Cursors, CPU', ...pointers, figure: 'serverCpu', beside: 'hocuspocus', unit: '×', atMost: 0.2 },
  { what: 'Cursors, delivered', ...pointers, figure: 'delivered', scale: 100, unit: '%', atLeast: 100 },
  { what: 'Cursors, delay p99', ...pointers, figure: 'p99', unit: 'ms', atMost: 50 },
  {
    what: '100 join a board of 3.4 MiB, slowest',
    scenario: 'join',
    variant: 'warm, 100 at once',
    figure: 'slowestMs',
    beside: 'hocuspocus',
    unit: '×',
    atMost: 0.02,
  },
  {
    what: 'Cold join of that board',
    scenario: 'join',
    variant: 'cold, one',
    figure: 'slowestMs',
    beside: 'hocuspocus',
    unit: '×',
    atMost: 0.15,
  },
  { what: '1,500 quiet rooms, heap', ...quiet, figure: 'heapPerRoomKib', beside: 'hocuspocus', unit: '×', atMost: 0.5 },
  { what: '1,500 quiet rooms, whole RSS', ...quiet, figure: 'rssMib', beside: 'hocuspocus', unit: '×', atMost: 0.8 },
  {
    what: '5,000 idle connections, RSS each',
    ...open,
    figure: 'rssPerConnectionKib',
    beside: 'hocuspocus',
    unit: '×',
    atMost: 0.5,
  },
  { what: '5,000 idle connections, CPU', ...open, figure: 'serverCpu', scale: 100, unit: '% of a core', atMost: 1 },
  {
    what: 'Acknowledged edits lost by SIGKILL',
    scenario: 'durability',
    variant: '10 writers, 100 updates/s',
    figure: 'lost',
    unit: 'edits',
    atMost: 0,
  },
]
