import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  emptyState,
  type KernelEvent,
  KernelView,
  kinds,
  netlinkKernel,
  readState,
  watch,
} from '../src/kernel/index.ts'
import { RTM_DELADDR, RTM_DELLINK, RTM_GETADDR } from '../src/kernel/wire/constants.ts'
import type { Frame } from '../src/kernel/wire/index.ts'
import { readCapture, replay } from './support/kernel/replay.ts'
import { acknowledge, type Said, ScriptedNetlink } from './support/kernel/scripted-netlink.ts'

const capture = readCapture('all-kinds.txt')
const expected = JSON.parse(readFileSync(new URL('./fixtures/kernel/captures/all-kinds.json', import.meta.url), 'utf8'))

describe('the state of the kernel', () => {
  test('is every object of every kind, but not the routes that the kernel makes by itself', async () => {
    const netlink = new ScriptedNetlink(([ask]) => replay(capture, ask!))
    expect(await readState(netlinkKernel(netlink.open))).toEqual({ ...emptyState, ...expected })
  })

  test('leaves out what was on a link that has gone while reading', async () => {
    const link = capture.link.map((frames) => frames.filter(({ body }) => body[4] !== 3))
    const netlink = new ScriptedNetlink(([ask]) => replay({ ...capture, link }, ask!))
    const { link: links, address } = await readState(netlinkKernel(netlink.open))
    expect(links.map(({ name }) => name)).toEqual(['lo', 'e1', 'mac0'])
    expect(new Set(address.map(({ dev }) => dev))).toEqual(new Set(['lo']))
  })

  test('shows each object with what is not the default', () => {
    const shown = Object.entries(kinds).flatMap(([name, kind]) =>
      (expected[name] ?? []).map((object: never) => {
        const { title, settings } = kind.show(object)
        return [name, title, ...Object.entries(settings).map((setting) => setting.join('='))].join(' ')
      }),
    )
    return expect(`${shown.join('\n')}\n`).toMatchFileSnapshot('./fixtures/kernel/captures/all-kinds.shown.txt')
  })
})

describe('a view of the kernel', () => {
  const event: KernelEvent = { kind: 'address', object: expected.address[0], gone: false }
  const failed: KernelEvent = { kind: 'failed', error: new Error('lost') }

  function viewed() {
    let addressDumps = 0
    const netlink = new ScriptedNetlink(([ask]) => {
      if (ask?.type === RTM_GETADDR) addressDumps++
      return replay(capture, ask!)
    })
    return { view: new KernelView(netlinkKernel(netlink.open)), dumps: () => addressDumps }
  }

  test.for<[string, (view: KernelView) => void, dumps: number]>([
    ['nobody follows', () => {}, 3],
    ['nothing was heard of them', (view) => view.hear(event), 1],
    ['the events cannot be read any more', (view) => [event, failed].map((each) => view.hear(each)), 3],
  ])('reads the addresses as often as it must: %s', async ([, before, wanted]) => {
    const { view, dumps } = viewed()
    before(view)
    for (let i = 0; i < 3; i++) expect(await view.read()).toEqual({ ...emptyState, ...expected })
    expect(dumps()).toBe(wanted)
  })

  test.for<[string, (view: KernelView) => void]>([
    ['an event', (view) => view.hear(event)],
    ['a change of our own', (view) => view.changed()],
  ])('reads them again after %s', async ([, change]) => {
    const { view, dumps } = viewed()
    view.hear(event)
    const reading = view.read({ only: ['address'] })
    change(view)
    await reading
    change(view)
    await view.read({ only: ['address'] })
    await view.read({ only: ['link'] })
    expect(dumps()).toBe(2)
  })
})

describe('watching', () => {
  const [e0, address] = [capture.link.flat()[2]!, capture.address.flat()[3]!]

  /** A kernel that is being watched; `said` is what the watcher told. */
  function watched(peer: (ask: Frame, turn: number) => readonly Said[] = (ask) => replay(capture, ask)) {
    const netlink = new ScriptedNetlink(([ask], turn) => peer(ask!, turn))
    const told: string[] = []
    const listener = { say: (_: Said) => {} }
    const port = netlinkKernel((protocol, onDatagram, options) => {
      if (options.groups) {
        const listening = new ScriptedNetlink(() => [])
        listener.say = (said) => listening.say(said)
        return listening.open(protocol, onDatagram, options)
      }
      return netlink.open(protocol, onDatagram, options)
    })
    watch(port, (event) => told.push(textOf(event)))
    return {
      told,
      say: (said: Said) => listener.say(said),
      idle: () => new Promise((resolve) => setImmediate(resolve)),
    }
  }

  function textOf(event: KernelEvent): string {
    if (event.kind === 'state') return `state of ${event.state.link.length} links`
    if (event.kind === 'failed') return `failed: ${event.error instanceof Error && event.error.message}`
    const title = event.kind === 'link' ? kinds.link.show(event.object).title : kinds.address.show(event.object).title
    return `${event.kind} ${title}${event.gone ? ' gone' : ''}`
  }

  test('begins with the state and goes on with what happens', async () => {
    const { told, say, idle } = watched()
    await idle()
    say([e0, address])
    say([
      { ...address, type: RTM_DELADDR },
      { ...e0, type: RTM_DELLINK },
    ])
    expect(told).toEqual([
      'state of 4 links',
      'link e0',
      'address 192.0.2.10/24 dev e0',
      'address 192.0.2.10/24 dev e0 gone',
      'link e0 gone',
    ])
  })

  test('knows a link by its new name', async () => {
    const { told, say, idle } = watched()
    await idle()
    const renamed = e0.body.slice()
    renamed[renamed.indexOf(0x65, 16)] = 0x66
    say([{ ...e0, body: renamed }, address])
    expect(told.slice(1)).toEqual(['link f0', 'address 192.0.2.10/24 dev f0'])
  })

  test('holds back what happens while the state is read', async () => {
    const { told, say, idle } = watched()
    say([address])
    expect(told).toEqual([])
    await idle()
    expect(told).toEqual(['state of 4 links', 'address 192.0.2.10/24 dev e0'])
  })

  test('reads the state again when events were lost', async () => {
    const { told, say, idle } = watched()
    await idle()
    say({ code: 'ENOBUFS' })
    say([address])
    await idle()
    expect(told).toEqual(['state of 4 links', 'state of 4 links', 'address 192.0.2.10/24 dev e0'])
  })

  test('tells one state when events are lost again while it is read', async () => {
    const { told, say, idle } = watched()
    say([address])
    say({ code: 'ENOBUFS' })
    await idle()
    expect(told).toEqual(['state of 4 links'])
  })

  test('says that there will be no more events', async () => {
    const { told, say, idle } = watched()
    await idle()
    say({ code: 'EBADF' })
    expect(told.slice(1)).toEqual(['failed: events of the kernel can not be read'])
  })

  test('says that the state could not be read', async () => {
    const { told, idle } = watched((ask) => [[acknowledge(ask, 1)]])
    await idle()
    expect(told).toEqual(['failed: cannot read address table: EPERM'])
  })
})
