import { ConfigError } from './config.ts'

/** What a failed system call means to whoever starts the server; `place` is the address or path of the call. */
const reasons: Record<string, (place: string) => string> = {
  EADDRINUSE: (place) => `${place} is in use by another program. Choose another PORT, or stop that program.`,
  EADDRNOTAVAIL: (place) => `HOST is wrong: ${place} is no address of this machine.`,
  ENOTFOUND: (place) => `There is no host "${place}". Check HOST, DATABASE_URL and REDIS_URL.`,
  EAI_AGAIN: (place) => `The host "${place}" can't be looked up now. Check DATABASE_URL and the network.`,
  ECONNREFUSED: (place) => `The database at ${place} does not answer. Check DATABASE_URL, or start the database first.`,
  ETIMEDOUT: (place) => `The database at ${place} does not answer. Check DATABASE_URL and the network.`,
  EACCES: (place) => `No permission for ${place}. Check DATA_DIR and PORT.`,
  EPERM: (place) => `No permission for ${place}. Check DATA_DIR.`,
  EROFS: (place) => `${place} can't be written to. Check DATA_DIR.`,
  ENOENT: (place) => `${place} can't be made. Check DATA_DIR.`,
  ENOTDIR: (place) => `${place} is no folder. Check DATA_DIR.`,
  ENOSPC: () => 'The disk is full.',
  '28P01': () => 'The database refuses the password in DATABASE_URL.',
  '28000': () => 'The database refuses the user in DATABASE_URL.',
  '3D000': () => 'The database named in DATABASE_URL does not exist; create it first.',
  '42501': () => 'The user in DATABASE_URL may not create tables in that database.',
  '53300': () => 'The database has no connection left for us.',
  '57P03': () => 'The database is just starting or stopping; try again in a moment.',
}

type Failure = { code?: string; operator?: boolean; message: string } & Partial<
  Record<'address' | 'port' | 'path' | 'hostname', string | number>
>

/**
 * One line for the operator where the cause is something they can mend; null where it is a fault of the program.
 * Never a password: addresses are what the system call named, not the URL.
 */
export function operatorLine(error: unknown): string | null {
  const failure = firstOf(error) as Failure
  if (error instanceof ConfigError || failure.operator) return failure.message
  const address = failure.port === undefined ? failure.address : `${failure.address ?? ''}:${failure.port}`
  const reason = reasons[failure.code ?? '']
  if (reason) return reason(String(address ?? failure.hostname ?? failure.path ?? 'the address'))
  if (/timeout exceeded when trying to connect/.test(failure.message)) {
    return 'The database does not answer within 5 s. Check DATABASE_URL and the network.'
  }
  return null
}

/** A name with several addresses fails once for each. */
function firstOf(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : (error ?? { message: '' })
}

/** What may be printed of a fault: pg puts the values at fault into `detail`, which must not reach a log. */
export function printable(error: unknown): string {
  if (!(error instanceof Error)) return 'Something that is no error was thrown'
  const { code } = error as { code?: unknown }
  return `${error.stack ?? error.message}${typeof code === 'string' ? ` (${code})` : ''}`
}
