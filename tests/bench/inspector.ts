import { WebSocket } from 'ws'
import { until } from '../support/until.ts'

type Answer = { id: number; result?: unknown; error?: { message: string } }

/** A line to the inspector of a process that was started with `--inspect-port`; costs it nothing before the first use. */
export class Inspector {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  #calls = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => this.#read(JSON.parse(data.toString()) as Answer))
  }

  /** Asks the process (by SIGUSR1) to open its inspector on `port`, and connects. */
  static async open(pid: number, port: number): Promise<Inspector> {
    process.kill(pid, 'SIGUSR1')
    const [target] = await until(async () => {
      const response = await fetch(`http://127.0.0.1:${port}/json/list`)
      return (await response.json()) as { webSocketDebuggerUrl: string }[]
    })
    const socket = new WebSocket(target!.webSocketDebuggerUrl, { maxPayload: 2 ** 30 })
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    return new Inspector(socket)
  }

  call<T>(method: string, params: object = {}): Promise<T> {
    const id = ++this.#calls
    this.#socket.send(JSON.stringify({ id, method, params }))
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (result) => resolve(result as T), reject })
    })
  }

  /** Bytes in use on the heap, and outside of it (buffers), after everything unreachable was collected. */
  async settledHeap(): Promise<{ heap: number; external: number }> {
    await this.call('HeapProfiler.enable')
    // What a first collection lets go (weak references, finalisers) a second one frees.
    for (let round = 0; round < 3; round++) await this.call('HeapProfiler.collectGarbage')
    const { result } = await this.call<{ result: { value: string } }>('Runtime.evaluate', {
      expression: 'JSON.stringify(process.memoryUsage())',
    })
    const { heapUsed, external } = JSON.parse(result.value) as NodeJS.MemoryUsage
    return { heap: heapUsed, external }
  }

  close(): void {
    this.#socket.close()
  }

  #read({ id, result, error }: Answer): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) waiting?.reject(new Error(error.message))
    else waiting?.resolve(result)
  }
}
