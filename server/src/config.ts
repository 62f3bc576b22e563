import { isIP } from 'node:net'
import path from 'node:path'
import { z } from 'zod'
import { type PushKeys, pushKeys } from './vapid.ts'

const Flag = z.enum(['0', '1'], { error: 'needs 0 or 1' }).transform((value) => value === '1')
const Port = z.coerce
  .number({ error: 'needs a port number' })
  .int({ error: 'needs a port number' })
  .min(0, { error: 'needs a port number' })
  .max(65535, { error: 'needs a port number' })

/** `1`, or `127.0.0.1, 10.0.0.0/8, loopback`. */
function isProxySetting(text: string): boolean {
  if (/^\d{1,2}$/.test(text)) return true
  return text.split(',').every((part) => {
    const [address = '', bits, ...rest] = part.trim().split('/')
    if (['loopback', 'linklocal', 'uniquelocal'].includes(address)) return bits === undefined
    const most = { 4: 32, 6: 128, 0: -1 }[isIP(address)]!
    return most > 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  })
}

/** One server's address, or some of a cluster's, separated by commas. */
function isRedisSetting(text: string): boolean {
  return text.split(',').every((part) => z.url({ protocol: /^rediss?$/ }).safeParse(part.trim()).success)
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

/** Every variable the server reads; `.env.example` in deploy/ explains each. */
const Environment = z.object({
  PORT: Port.default(3000),
  HOST: z.string().min(1).default('0.0.0.0'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => new URL(url).origin)
    .optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  REDIS_URL: z
    .string()
    .refine(isRedisSetting, { error: 'needs redis://host:port, of a cluster several by commas' })
    .optional(),
  DATA_DIR: z.string().min(1).default('data'),
  SECRET: z.string().min(32, { error: 'needs at least 32 characters' }).optional(),
  NODE_ID: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional(),
  TRUSTED_PROXY: z
    .string()
    .refine(isProxySetting, { error: 'needs a number of hops, or addresses and networks separated by commas' })
    .optional(),
  DEMO: Flag.optional(),
  KEEP_VERSIONS_DAYS: z
    .string()
    .regex(/^\d{1,4}$/, { error: 'needs a number of days, at most 9999' })
    .transform(Number)
    .default(90),
  PICTURES_PER_ROOM_MB: z.coerce
    .number({ error: 'needs a number of megabytes' })
    .int({ error: 'needs a number of megabytes' })
    .min(0, { error: 'needs a number of megabytes' })
    .max(100_000, { error: 'needs a number of megabytes, at most 100000' })
    .default(200),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'needs smtp://user:password@host:587 or smtps://…' }).optional(),
  MAIL_FROM: z.string().regex(/@/, { error: 'needs an address, e.g. Meydan <meydan@example.org>' }).optional(),
  PUSH_KEY: z
    .string()
    .regex(/^[\w-]{43}$/, { error: 'needs 43 letters, as `npm run push-key` prints them' })
    .optional(),
  TIME_ZONE: z
    .string()
    .refine(isTimeZone, { error: 'needs the name of a time zone, e.g. Europe/Istanbul' })
    .default(Intl.DateTimeFormat().resolvedOptions().timeZone),
  CALL_HOSTS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((host) => host.trim().toLowerCase())
        .filter(Boolean),
    )
    .refine((hosts) => hosts.every((host) => /^[a-z0-9.-]+(:\d{1,5})?$/.test(host)), {
      error: 'needs host names separated by commas, e.g. meet.example.org',
    }),
  METRICS_TOKEN: z.string().min(16, { error: 'needs at least 16 characters' }).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
  LEAVE_AFTER_MS: z.coerce.number({ error: 'needs a number of milliseconds' }).int().min(0).max(2_000).default(0),
  TEST_FAILPOINTS: Flag.default(false),
  ADMIN_PORT: Port.optional(),
  LIMIT_SCALE: z.coerce.number().min(1).max(10_000).default(1),
})

export type Config = {
  port: number
  host: string
  /** Origin people use, e.g. https://meydan.example.org; without it each request's own host counts. */
  publicUrl: string | undefined
  databaseUrl: string | undefined
  redisUrl: string | undefined
  dataDir: string
  secret: string | undefined
  nodeId: string
  trustedProxy: string | undefined
  /** Whether the demonstration programme is made at the first start. */
  demo: boolean
  /** How long versions of documents are kept; 0 keeps none. */
  keepVersionsDays: number
  /** How much the pictures of one room may take together. */
  picturesPerRoomBytes: number
  /** The mail server; without one, mail stays in the mailbox page. */
  smtpUrl: string | undefined
  mailFrom: string | undefined
  /** Hosts of Jitsi or BigBlueButton whose calls may be shown inside rooms. */
  callHosts: readonly string[]
  /** What devices are woken with; without it none is, and no push service is ever called. */
  push: PushKeys | undefined
  /** Where days begin, for what is due on one: an IANA name. */
  timeZone: string
  metricsToken: string | undefined
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent'
  /** How long a node that was asked to stop says so at /readyz before it sends people away. */
  leaveAfterMs: number
  failpoints: boolean
  adminPort: number | undefined
  /** Multiplies every budget; 1 unless TEST_FAILPOINTS=1. */
  limitScale: number
}

/** Push services want to know whom to ask: the installation's page, or who sends its mail. */
function readPushKeys(env: z.infer<typeof Environment>): PushKeys | undefined {
  if (!env.PUSH_KEY) return undefined
  const address = /[^\s<>]+@[^\s<>]+/.exec(env.MAIL_FROM ?? '')?.[0]
  const contact = address ? `mailto:${address}` : env.PUBLIC_URL?.startsWith('https:') ? env.PUBLIC_URL : undefined
  if (!contact)
    throw new ConfigError('PUSH_KEY is set: it needs MAIL_FROM, or a PUBLIC_URL by https. See deploy/.env.example.')
  try {
    return pushKeys(env.PUSH_KEY, contact)
  } catch {
    throw new ConfigError('PUSH_KEY is wrong: it is no key. `npm run push-key` makes one.')
  }
}

/** A wrong or missing variable: `message` is one line for the operator. */
export class ConfigError extends Error {}

/** Reads the configuration; throws ConfigError naming the first wrong variable. */
export function readConfig(environment: Record<string, string | undefined>, root: string): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw new ConfigError(`${String(issue.path[0])} is wrong: ${issue.message}. See deploy/.env.example.`)
  }
  const env = parsed.data
  if (env.LIMIT_SCALE !== 1 && !env.TEST_FAILPOINTS) {
    throw new ConfigError('LIMIT_SCALE is wrong: it is for load tests and needs TEST_FAILPOINTS=1.')
  }
  if (env.SMTP_URL && !env.MAIL_FROM) {
    throw new ConfigError('MAIL_FROM is missing: with SMTP_URL, mail needs a sender. See deploy/.env.example.')
  }
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL,
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    dataDir: path.resolve(root, env.DATA_DIR),
    secret: env.SECRET,
    nodeId: env.NODE_ID ?? crypto.randomUUID(),
    trustedProxy: env.TRUSTED_PROXY,
    demo: env.DEMO ?? (!env.DATABASE_URL && !env.TEST_FAILPOINTS),
    keepVersionsDays: env.KEEP_VERSIONS_DAYS,
    picturesPerRoomBytes: env.PICTURES_PER_ROOM_MB * 1024 * 1024,
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM,
    callHosts: env.CALL_HOSTS,
    push: readPushKeys(env),
    timeZone: env.TIME_ZONE,
    metricsToken: env.METRICS_TOKEN,
    logLevel: env.LOG_LEVEL,
    leaveAfterMs: env.LEAVE_AFTER_MS,
    failpoints: env.TEST_FAILPOINTS,
    adminPort: env.ADMIN_PORT,
    limitScale: env.LIMIT_SCALE,
  }
}
