import { setTimeout as wait } from 'node:timers/promises'
import { Cluster, Redis, type RedisOptions } from 'ioredis'
import { Gauge } from 'prom-client'
import { registry } from '../../metrics.ts'

/** Redis as this node uses it: for what may get lost, so nothing ever waits for it and nothing piles up before it. */
export type RedisLink = {
  /** The connection for commands while it can be used at once. Each command rejects within a quarter of a second. */
  ready(): Redis | Cluster | undefined
  /** Calls back once it is known what answers there: once, at once where it is known. */
  onKnown(listener: (client: Redis | Cluster) => void): void
  /** A connection of its own to this server, or to this master of the cluster. It subscribes; see receiver.ts. */
  subscriber(address?: { host: string; port: number }): Redis
  readonly onError: (error: Error) => void
  close(): Promise<void>
}

const TRY_EVERY_MS = 1_000

/**
 * A command that isn't answered in 200 ms is given up. A server that has been silent for half a second to what was
 * sent hangs: its connection is dropped, and with it the queue, and is made anew until somebody answers the greeting.
 */
const options: RedisOptions = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  commandTimeout: 200,
  socketTimeout: 500,
  connectTimeout: 2_000,
  autoResubscribe: false,
  autoResendUnfulfilledCommands: false,
  retryStrategy: (times) => Math.min(times * 100, 2_000),
}

/**
 * Reaches Redis by the address of a server, or by one or several of a cluster, separated by commas. What answers there
 * is found out in the background: a node starts without waiting for it.
 */
export function openRedis(addresses: string, onError: (error: Error) => void): RedisLink {
  const urls = addresses.split(',').map((url) => url.trim())
  const listeners: ((client: Redis | Cluster) => void)[] = []
  const state: { client?: Redis | Cluster; closed: boolean } = { closed: false }
  const ready = () => (state.client?.status === 'ready' ? state.client : undefined)

  async function findOut(): Promise<void> {
    for (let at = 0; !state.closed && !state.client; at += 1) {
      const url = urls[at % urls.length]!
      try {
        const isCluster = await asksForCluster(url)
        if (state.closed) return
        state.client = isCluster ? openCluster(urls, onError) : openServer(url, onError)
        for (const listener of listeners.splice(0)) listener(state.client)
      } catch (error) {
        onError(error as Error)
        await wait(TRY_EVERY_MS / urls.length, undefined, { ref: false })
      }
    }
  }
  void findOut()
  measure(() => ready() !== undefined)
  return {
    ready,
    onKnown: (listener) => (state.client ? listener(state.client) : void listeners.push(listener)),
    subscriber: (address) => {
      const connection = new Redis(address ? at(urls[0]!, address) : urls[0]!, options)
      connection.on('error', onError)
      return connection
    },
    onError,
    async close() {
      state.closed = true
      state.client?.disconnect()
    },
  }
}

/** The same user, password and TLS at another address: in ioredis the URL wins over whatever is given beside it. */
function at(url: string, { host, port }: { host: string; port: number }): string {
  const other = new URL(url)
  other.hostname = host.includes(':') ? `[${host}]` : host
  other.port = String(port)
  return other.href
}

async function asksForCluster(url: string): Promise<boolean> {
  const probe = new Redis(url, { ...options, lazyConnect: true, retryStrategy: () => null })
  // What goes wrong is what `connect` or `info` rejects with.
  probe.on('error', () => {})
  try {
    await probe.connect()
    return /cluster_enabled:1/.test(await probe.info('cluster'))
  } finally {
    probe.disconnect()
  }
}

function openServer(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, options)
  redis.on('error', onError)
  return redis
}

function openCluster(urls: readonly string[], onError: (error: Error) => void): Cluster {
  const { hostname, username, password, protocol } = new URL(urls[0]!)
  const { retryStrategy: _theirs, enableOfflineQueue, ...redisOptions } = options
  const cluster = new Cluster([...urls], {
    enableOfflineQueue,
    // A master that is gone: give the command up at once. The slots are read again every few seconds and on MOVED.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    maxRedirections: 4,
    slotsRefreshTimeout: 1_000,
    slotsRefreshInterval: 5_000,
    clusterRetryStrategy: (times) => Math.min(times * 100, 2_000),
    redisOptions: {
      ...redisOptions,
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' && { tls: { servername: hostname } }),
    },
  })
  cluster.on('error', onError)
  cluster.on('node error', onError)
  return cluster
}

/** One link per process; tests that have several nodes in one read the last. */
function measure(isUp: () => boolean): void {
  registry.removeSingleMetric('relay_up')
  new Gauge({
    name: 'relay_up',
    help: 'Whether Redis can be used; missing where none is set',
    registers: [registry],
    collect() {
      this.set(isUp() ? 1 : 0)
    },
  })
}
