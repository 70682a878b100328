import { readdirSync, readFileSync } from 'node:fs'
import { KacError } from '../base/index.ts'
import type { Process, ProcessPort } from '../track/index.ts'
import { type NetlinkFailure, type NetlinkSocket, openNetlinkSocket } from './netlink-socket.ts'
import {
  CN_IDX_PROC,
  listenRequest,
  NETLINK_CONNECTOR,
  type ProcessEvent,
  readProcessEvents,
} from './process-events.ts'

/** How often /proc is read where the kernel does not tell: in network namespaces other than the first. */
const lookEveryMillis = 1000
const receiveBufferBytes = 1 << 20
const togetherMillis = 10

export const hostProcesses: ProcessPort = { watch: (changed) => new WatchedProcesses(changed) }

/** All processes of this host: read once, then followed by the events of the kernel; read again when some were lost. */
class WatchedProcesses {
  readonly #changed: (processes: Iterable<Process>) => void
  #processes: Map<number, Process>
  #socket: NetlinkSocket | undefined
  #polling: NodeJS.Timeout | undefined
  #telling: NodeJS.Timeout | undefined

  constructor(changed: (processes: Iterable<Process>) => void) {
    this.#changed = changed
    this.#socket = this.#listen()
    this.#processes = readProcesses()
    this.#polling = setInterval(() => this.#readAll(), lookEveryMillis).unref()
    this.#tell()
  }

  close(): void {
    this.#socket?.close()
    clearInterval(this.#polling)
    clearTimeout(this.#telling)
  }

  #listen(): NetlinkSocket | undefined {
    try {
      const socket = openNetlinkSocket(NETLINK_CONNECTOR, (error, data) => this.#heard(error, data), {
        groups: [CN_IDX_PROC],
        receiveBufferBytes,
      })
      socket.unref()
      socket.send(listenRequest(socket.portId))
      return socket
    } catch (error) {
      // No connector in this kernel or namespace, or no right to it: /proc is read instead.
      if (!(error instanceof KacError)) throw error
      return undefined
    }
  }

  #heard(error: NetlinkFailure | null, data: Uint8Array | null): void {
    if (error) this.#processes = readProcesses()
    const events = data ? readProcessEvents(data) : []
    for (const event of events) this.#take(event)
    if (error || events.length > 0) this.#tell()
  }

  #take(event: ProcessEvent): void {
    switch (event.kind) {
      case 'listening':
        clearInterval(this.#polling)
        this.#processes = readProcesses()
        return
      case 'forked': {
        const parent = this.#processes.get(event.parent)
        if (parent) this.#processes.set(event.pid, { ...parent, pid: event.pid })
        return
      }
      case 'changed': {
        const process = readProcess(event.pid)
        if (process) this.#processes.set(event.pid, process)
        return
      }
      case 'ended':
        this.#processes.delete(event.pid)
    }
  }

  #readAll(): void {
    this.#processes = readProcesses()
    this.#tell()
  }

  /** A busy host starts hundreds of processes a second, and most are nobody's concern. */
  #tell(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined
      this.#changed(this.#processes.values())
    }, togetherMillis).unref()
  }
}

function readProcesses(): Map<number, Process> {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? [])
  return new Map(found.map((process) => [process.pid, process]))
}

/** Undefined for one that has ended, zombies too. */
function readProcess(pid: number): Process | undefined {
  try {
    const [, name, state] = /^\d+ \((.*)\) (.)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    if (name === undefined || state === 'Z' || state === 'X') return undefined
    const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
    return { pid, name, argv }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return undefined
    throw error
  }
}
