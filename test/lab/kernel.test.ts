import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Link, objectId } from '../../src/kernel/index.ts'
import type { Step } from '../../src/plan/index.ts'
import { FakeKernel } from '../support/kernel/fake-kernel.ts'
import { address } from '../support/kernel/objects.ts'
import { runOn } from '../support/kernel/run-on.ts'
import { roundTrips, sequences } from '../support/kernel/samples.ts'
import { type AnyObject, stepsOn } from '../support/kernel/scenarios.ts'
import { type Host, Lab } from '../support/lab/index.ts'
import { needs } from '../support/needs.ts'

describe('a real kernel', needs('root', 'ip', 'nsenter'), () => {
  let lab: Lab
  let hosts = 0

  /** With an interface e0 and no addresses but those of lo. */
  async function newHost(): Promise<Host> {
    const host = await lab.host(`h${++hosts}`)
    await host.sh(`
      ip link add e0 type veth peer name e1
      ip link set e0 addrgenmode none
      ip link set e1 addrgenmode none up
      ip link set e0 up`)
    return host
  }

  beforeAll(async () => {
    lab = await Lab.open('kernel')
  })

  afterAll(() => lab.close())

  describe('keeps and gives back', () => {
    let outcomes: Awaited<ReturnType<typeof runOn<'roundTrips'>>>

    beforeAll(async () => {
      const entries = roundTrips.map(([entry, look]) => ({ ...entry, look }))
      outcomes = await runOn(await newHost(), 'roundTrips', entries)
    })

    test.for(roundTrips.map(([entry, , seen, again], i) => ({ i, entry, seen, again, id: idOf(entry) })))(
      '$id ($seen)',
      ({ i, entry, seen, again }) => {
        const { refused, live, left, ...outcome } = outcomes[i]!
        expect([refused, left]).toEqual([[], undefined])
        expect(live).toMatchObject(entry.kind === 'link' ? madeOf(entry.object) : entry.object)
        expect(outcome).toEqual({ seen: expect.stringContaining(seen), again })
      },
    )
  })

  describe('and the fake kernel agree on', () => {
    const all = sequences.map(([what, steps, options]) => ({ what, steps, promoteSecondaries: false, ...options }))
    let outcomes: Awaited<ReturnType<typeof runOn<'sequences'>>>

    beforeAll(async () => {
      outcomes = await runOn(await newHost(), 'sequences', all)
    })

    test.for(all.map((each, i) => ({ ...each, i })))('$what', async ({ i, steps, promoteSecondaries }) => {
      expect(outcomes[i]).toEqual(await stepsOn(new FakeKernel(['e0'], { promoteSecondaries }), steps))
    })
  })

  test.for([0, 1])('becomes one world after the other, with promote_secondaries %i', async (promote) => {
    const host = await newHost()
    await host.sh(`sysctl -qw net.ipv4.conf.all.promote_secondaries=${promote}`)
    const { changed, wrong } = await runOn(host, 'converge', { seed: promote, times: 60 })
    expect(wrong).toEqual([])
    expect(changed).toBeGreaterThan(200)
  })

  test('says in its own words what it has against a request', async () => {
    const wrong: Step = { action: 'create', kind: 'address', object: address('192.0.2.100', { prefix: 33 }) }
    const { refusals } = await runOn(await newHost(), 'refusals', [wrong])
    expect(refusals).toEqual([{ errno: 22, code: 'EINVAL', seq: expect.any(Number), text: expect.any(String) }])
  })

  test('takes many addresses at once and gives them all back', async () => {
    expect(await runOn(await newHost(), 'many', 5000)).toEqual({ refused: 0, read: 5000 })
  })

  test('tells of links and addresses as they come and go', async () => {
    const script = `
      ip address add 192.0.2.1/24 dev e0
      ip address del 192.0.2.1/24 dev e0
      ip link add br0 type bridge
      ip link set e1 master br0
      ip link set e1 nomaster
      ip link add link e0 name m1 type macvlan
      ip link del m1`
    const told = await runOn(await newHost(), 'watched', { script, last: 'gone link m1' })
    expect(told.filter((line, i) => line !== told[i - 1] && !/^there link (e0|e1|br0)$/.test(line))).toEqual([
      'state',
      'there address 192.0.2.1/24 dev e0',
      'gone address 192.0.2.1/24 dev e0',
      'there link m1',
      'gone link m1',
    ])
  })
})

/** What of a link is asked for; the rest is the kernel's. */
function madeOf({ name, mac, parent, type, data }: Link) {
  return { name, mac, parent, type, data }
}

function idOf({ kind, object }: AnyObject): string {
  return objectId(kind, object)
}
