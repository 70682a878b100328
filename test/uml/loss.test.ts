import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, test } from 'vitest'
import { Kac } from '../support/cli/kac.ts'
import { type Host, Lab, until } from '../support/lab/index.ts'
import { Held, openSite, router, serve, service, type Visit, Visitors, vip } from '../support/traffic/index.ts'

/** A real server that is lost under load, and comes back. */

beforeAll(() => {
  execFileSync('modprobe', ['ip_vs'])
})

const bytes = 1000
const check = `
    TCP_CHECK {
      connect_timeout 1
      retry 0
    }
`

/** Waits until the table has the first server, or has it no more. */
async function listed(director: Host, isWanted: boolean): Promise<void> {
  const isThere = async () => (await director.sh('ipvsadm -Sn')).includes('-r 10.0.2.11:80')
  await until(async () => (await isThere()) === isWanted, {
    within: 10_000,
    every: 100,
    what: `s11 is ${isWanted ? '' : 'not '}in the table`,
  })
}

/** The outcomes that there were, each once. */
const outcomes = (visits: readonly Visit[]) => [...new Set(visits.map(({ outcome }) => outcome))].sort()
const whole = (...servers: readonly string[]) => servers.map((server) => `${server} ${bytes}`)

describe('a server that is lost under load', () => {
  test.for(['ends', 'falls silent'])(
    'and %s gets nothing until it is back; no other connection breaks',
    async (how) => {
      await using lab = await Lab.open('loss')
      const { directors, client, servers } = await openSite(lab, 'NAT', 1, 3)
      const [director] = directors as [Host]
      const [lost] = servers as [Host]
      const text = service({ kind: 'NAT', servers: [11, 12, 13], check })
      const kac = await Kac.start(director, router() + text.replace('{\n', '{\n  delay_loop 1\n  warmup 0\n'))
      await until(() => director.has(vip[4]), { within: 20_000, every: 100, what: () => kac.daemon.output })
      await listed(director, true)

      const held = await Held.open(client, vip[4], 6)
      expect([...held.servers].sort()).toEqual(['s11', 's11', 's12', 's12', 's13', 's13'])
      const visitors = new Visitors(client, vip[4], { every: 40, bytes })
      const visited = (from: number) =>
        until(() => visitors.ended(from).length >= 40, { within: 20_000, every: 100, what: '40 more visits' })
      await visited(0)
      expect(outcomes(visitors.ended())).toEqual(whole('s11', 's12', 's13'))

      if (how === 'ends') await lost.powerCut()
      else lab.unplug(lost)
      await listed(director, false)
      const gone = visitors.begun
      await visited(gone)
      await held.echo(['s12', 's13'])

      const returning = visitors.begun
      if (how === 'ends') await serve(lost)
      else lab.plug(lost)
      await listed(director, true)
      await visited(visitors.begun)
      await visitors.stop()

      const byOthers = visitors.ended().filter(({ server = 's11' }) => server !== 's11')
      expect(outcomes(byOthers)).toEqual(whole('s12', 's13'))
      const without = visitors.ended(gone).filter(({ number }) => number < returning)
      expect(outcomes(without)).toEqual(whole('s12', 's13'))
      expect(outcomes(visitors.ended(gone))).toEqual(whole('s11', 's12', 's13'))
      const talked = held.servers
      const ends = (await held.finish()).filter((_, index) => talked[index] !== 's11')
      expect(ends).toEqual(['over', 'over', 'over', 'over'])
    },
  )
})
