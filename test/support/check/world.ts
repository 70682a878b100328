import { type Micros, micros, type PoolState } from '../../../src/base/index.ts'
import {
  type Answer,
  type CheckerPorts,
  CheckerProcess,
  type FromChecker,
  instructionsOf,
  kindsOf,
  type ToChecker,
} from '../../../src/check/index.ts'
import { configOf } from '../config-of.ts'

/** The process that checks, under a clock that is moved by hand, on whose network the addresses in `dead` refuse. */
export function checkerWorld() {
  const time = virtualTime()
  const sent: FromChecker[] = []
  const files = new Map<string, (content: string | undefined) => void>()
  const contents = new Map<string, string>()
  const dead = new Set<string>()
  const process = new CheckerProcess({
    clock: time,
    probes: probes(dead, time.soon),
    kinds: kindsOf({ md5: () => '', matcher: () => undefined }),
    chance: () => 0,
    files: {
      watch: (path, changed) => {
        files.set(path, changed)
        changed(contents.get(path) ?? '0')
        return { close: () => files.delete(path) }
      },
      initialise: () => undefined,
    },
    send: (message) => sent.push(message),
    soon: time.soon,
  })
  const said = () => {
    time.settle()
    return sent.splice(0)
  }
  return {
    dead,
    tell: (message: ToChecker) => {
      process.receive(message)
      return said()
    },
    configure: (text: string, found?: readonly PoolState[]) => {
      const instructions = instructionsOf(configOf(text))
      process.receive({ kind: 'configure', edition: 1, ...instructions, suspended: [], ...(found && { found }) })
      return sent.splice(0)
    },
    write: (path: string, content: string) => {
      contents.set(path, content)
      files.get(path)?.(content)
      return said()
    },
    /** In seconds. */
    runTo: (end: number) => {
      time.runTo(micros(end * 1e6))
      return said()
    },
  }
}

function probes(dead: ReadonlySet<string>, soon: (then: () => void) => void): CheckerPorts['probes'] {
  return {
    open: () => {
      let open = true
      return {
        attempt: (check, _, done: (answer: Answer) => void) => {
          const outcome = 'address' in check && dead.has(check.address) ? 'refused' : 'connected'
          soon(() => open && done({ outcome, bytes: new Uint8Array(0), took: micros(100) }))
        },
        close: () => {
          open = false
        },
      }
    },
  }
}

function virtualTime() {
  const timers = new Set<{ readonly at: Micros; readonly then: () => void }>()
  const waiting: (() => void)[] = []
  let now = micros(0)
  const settle = () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) next()
  }
  return {
    now: () => now,
    after: (duration: Micros, then: () => void) => {
      const timer = { at: micros(now + duration), then }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    soon: (then: () => void) => void waiting.push(then),
    settle,
    runTo: (end: Micros) => {
      for (settle(); ; settle()) {
        const [first] = [...timers].sort((a, b) => a.at - b.at)
        if (!first || first.at > end) break
        timers.delete(first)
        now = first.at
        first.then()
      }
      now = end
    },
  }
}
