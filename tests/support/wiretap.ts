import { createConnection, createServer, type Socket } from 'node:net'

/** What went over a line, as it went. */
export type Recording = { bytes: () => Buffer; close: () => Promise<void> }
/** `lead`: whoever connects from now on comes to that port. */
export type Tap = Recording & { url: string; lead: (port: number) => void }

/** A way to a node that remembers every byte the node sent back on it. */
export async function startTap(first: number): Promise<Tap> {
  let target = first
  const heard: Buffer[] = []
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = createConnection({ port: target, host: '127.0.0.1' })
    const end = () => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) sockets.add(socket.on('error', end).on('close', end))
    far.on('data', (bytes: Buffer) => heard.push(bytes))
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    bytes: () => Buffer.concat(heard),
    lead: (other) => {
      target = other
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

/** Every command that any client gives to a Redis, as its MONITOR says it. */
export async function monitorRedis(port: number): Promise<Recording> {
  const heard: Buffer[] = []
  const socket = createConnection({ port, host: '127.0.0.1' })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('data', () => resolve())
    socket.write('MONITOR\r\n')
  })
  socket.on('data', (bytes: Buffer) => heard.push(bytes))
  return {
    bytes: () => Buffer.concat(heard),
    close: async () => void socket.destroy(),
  }
}

/** Ways in which the words could stand somewhere without standing there plainly. */
const disguises: Record<string, (words: string) => Buffer[]> = {
  plain: (words) => [Buffer.from(words)],
  'UTF-16': (words) => [Buffer.from(words, 'utf16le'), Buffer.from(words, 'utf16le').swap16()],
  base64: (words) => [0, 1, 2].map((shift) => Buffer.from(base64Inside(words, shift))),
  base64url: (words) =>
    [0, 1, 2].map((shift) => Buffer.from(base64Inside(words, shift).replaceAll('+', '-').replaceAll('/', '_'))),
  hex: (words) => {
    const hex = Buffer.from(words).toString('hex')
    return [Buffer.from(hex), Buffer.from(hex.toUpperCase())]
  },
  'in a URL': (words) => [Buffer.from(encodeURIComponent(words))],
  escaped: (words) => [Buffer.from(escaped(words, (code) => `\\u${code.toString(16).padStart(4, '0')}`))],
  'as Redis prints it': (words) => [
    Buffer.from(
      [...Buffer.from(words)]
        .map((byte) => (byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`))
        .join(''),
    ),
  ],
  backwards: (words) => [Buffer.from([...words].reverse().join(''))],
}

/** What of base64 is the same whatever stands before and after; `shift`: bytes before it, modulo 3. */
function base64Inside(words: string, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), Buffer.from(words)]).toString('base64')
  return text
    .slice(shift === 0 ? 0 : 4)
    .replace(/=+$/, '')
    .slice(0, -2)
}

function escaped(words: string, escape: (code: number) => string): string {
  return Array.from({ length: words.length }, (_, n) => words.charCodeAt(n))
    .map((code) => (code < 127 ? String.fromCharCode(code) : escape(code)))
    .join('')
}

/** Which of the texts stand in the bytes, and how. */
export function findWords(bytes: Buffer, texts: readonly string[]): string[] {
  return texts.flatMap((text) =>
    Object.entries(disguises).flatMap(([name, disguise]) =>
      disguise(text).some((wanted) => bytes.includes(wanted)) ? [`${text} (${name})`] : [],
    ),
  )
}
