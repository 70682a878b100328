import type { Host } from '../lab/index.ts'
import { Running } from '../lab/running.ts'
import { until } from '../until.ts'

const socketModule = new URL('../../../src/host/netlink-socket.ts', import.meta.url).href

/** What scripts have at hand besides Node: the socket, and just enough netlink to ask and to read. */
const prelude = `
import { openNetlinkSocket } from ${JSON.stringify(socketModule)}
const NLMSG_DONE = 3
const print = (value) => console.log(JSON.stringify(value))
const message = (type, flags, body) => Uint8Array.of(16 + body.length, 0, 0, 0, type, 0, ...flags, 1, 0, 0, 0, 0, 0, 0, 0, ...body)
const dumpLinks = () => message(18, [1, 3], Array(16).fill(0))
const addLoopbackAddress = () => message(20, [1, 6], [2, 32, 0, 0, 1, 0, 0, 0, 8, 0, 2, 0, 192, 0, 2, 2])
function messages(data) {
  const found = []
  for (let at = 0; at + 16 <= data.length; at += (data.readUInt32LE(at) + 3) & ~3) {
    const bytes = data.subarray(at, at + data.readUInt32LE(at))
    found.push({ type: data.readUInt16LE(at + 4), port: data.readUInt32LE(at + 12), bytes })
  }
  return found
}
function linkName({ bytes }) {
  for (let at = 32; at < bytes.length; at += (bytes.readUInt16LE(at) + 3) & ~3)
    if (bytes.readUInt16LE(at + 2) === 3) return bytes.toString('latin1', at + 4, bytes.indexOf(0, at + 4))
}
`

export interface ScriptResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** What a script on a host printed; it must end well. */
export async function printedOn(host: Host, script: string): Promise<unknown> {
  const { code, stdout, stderr } = await runScript(script, host)
  if (code !== 0) throw new Error(`script ended with ${code}: ${stderr}`)
  return JSON.parse(stdout)
}

/** Runs a script in a Node of its own, on a host if one is given. One that does not end within two seconds is killed. */
export async function runScript(script: string, host?: Host): Promise<ScriptResult> {
  const own = `${prelude}const prelude = ${JSON.stringify(prelude)}\n`
  const args = ['--expose-gc', '--input-type=module', '--eval', own + script]
  const running = host ? host.spawn(process.execPath, args) : new Running(process.execPath, args)
  await until(() => running.exit, { within: 2000 }).catch(() => running.signal('SIGKILL'))
  const exit = await running.exited
  return { ...exit, stdout: running.stdout, stderr: running.stderr }
}
