/**
 * Inside user-mode-linux, whose kernel has IPVS: what services.ts measures. Prints a line for each program and thing that
 * it did: milliseconds from the start of it to the end, and from the first change of the table to the last.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const SERVICES = 1000
const DESTINATIONS = 10
const file = '/tmp/lb.conf'
const kac = new URL('../../bin/kac', import.meta.url).pathname

function configuration(): string {
  const services = Array.from({ length: SERVICES }, (_, index) => {
    const at = `${index >> 8}.${index & 255}`
    const servers = Array.from(
      { length: DESTINATIONS },
      (_, server) => `  real_server 10.${100 + server}.${at} 80 {\n  }\n`,
    )
    return `virtual_server 10.0.${at} 80 {\n  lb_algo rr\n  lb_kind NAT\n  protocol TCP\n${servers.join('')}}\n`
  })
  return services.join('')
}

const one = '  real_server 192.0.2.1 80 {\n  }\n'
/** The first service has one destination more. */
const longer = () => configuration().replace('  real_server', `${one}  real_server`)

const ALL = SERVICES * (1 + DESTINATIONS)
const LOOK_EVERY = 50
const LIMIT = 40_000

/** Services and destinations together. */
function count(): number {
  return readFileSync('/proc/net/ip_vs', 'latin1').match(/^(?:TCP| {2}->) .*[0-9A-F]{8}:/gm)?.length ?? 0
}

/** Does it, and says how long it took until the table had so many entries, and since the first change of it was seen. */
async function timed(what: string, work: () => void, wanted: number): Promise<void> {
  const [start, before] = [performance.now(), count()]
  work()
  let first: number | undefined
  for (;;) {
    const [now, time] = [count(), performance.now()]
    if (now !== before) first ??= time
    if (now === wanted)
      return console.log(`${what} ${(time - start).toFixed(0)} ${(time - (first ?? time)).toFixed(0)}`)
    if (time - start > LIMIT) return console.log(`${what} never ${now}-of-${wanted}`)
    await sleep(LOOK_EVERY)
  }
}

/** Returns when it has ended: kac reads back what it did. */
async function withKac(): Promise<void> {
  const texts = { whole: [configuration(), ALL], more: [longer(), ALL + 1], stop: ['', 0] } as const
  for (const [what, [text, wanted]] of Object.entries(texts)) {
    writeFileSync(file, text)
    let apply: ChildProcess | undefined
    await timed(
      `kac ${what}`,
      () => {
        apply = spawn(kac, ['apply', '-f', file, '--yes', '--allow-empty'], { stdio: 'ignore' })
      },
      wanted,
    )
    if (apply?.exitCode === null) await new Promise((resolve) => apply?.once('exit', resolve))
  }
}

async function withDaemon(name: string, [program = '', ...args]: readonly string[]): Promise<void> {
  writeFileSync(file, configuration())
  let daemon: ChildProcess | undefined
  await timed(
    `${name} whole`,
    () => {
      daemon = spawn(program, args, { stdio: 'ignore' })
    },
    ALL,
  )
  await sleep(SETTLE)
  writeFileSync(file, longer())
  await timed(`${name} more`, () => daemon?.kill('SIGHUP'), ALL + 1)
  await sleep(SETTLE)
  await timed(`${name} stop`, () => daemon?.kill('SIGTERM'), 0)
  await sleep(SETTLE)
}

/** keepalived takes a signal while it is still at work on the one before for none. */
const SETTLE = 5000

async function withIpvsadm(): Promise<void> {
  const rules = configuration().split('virtual_server ').slice(1).flatMap(ruleLines)
  writeFileSync('/tmp/rules', rules.join(''))
  await timed('ipvsadm cleared', () => void spawn('ipvsadm', ['-C'], { stdio: 'ignore' }), 0)
  await timed('ipvsadm whole', () => void spawn('sh', ['-c', 'ipvsadm -R </tmp/rules'], { stdio: 'ignore' }), ALL)
  await timed('ipvsadm stop', () => void spawn('ipvsadm', ['-C'], { stdio: 'ignore' }), 0)
}

function ruleLines(service: string): string[] {
  const [address = ''] = service.split(' ')
  const servers = [...service.matchAll(/real_server (\S+)/g)].map(([, server]) => server)
  return [`-A -t ${address}:80 -s rr\n`, ...servers.map((server) => `-a -t ${address}:80 -r ${server}:80 -m -w 1\n`)]
}

const folder = mkdtempSync('/tmp/bench-')
await withKac()
await withDaemon('daemon', [kac, 'daemon', '-f', file])
await withDaemon('keepalived', ['keepalived', '-n', '-C', '-f', file, '-p', `${folder}/p`, '-c', `${folder}/c`])
await withIpvsadm()
