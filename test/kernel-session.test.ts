import { describe, expect, test } from 'vitest'
import { KernelError, type Message, netlinkKernel, readState } from '../src/kernel/index.ts'
import { NLM_F_ACK, NLM_F_DUMP, NLM_F_DUMP_INTR, NLM_F_REQUEST } from '../src/kernel/wire/constants.ts'
import { encode, type Frame, familyMessage } from './../src/kernel/wire/index.ts'
import { acknowledge, done, NLM_F_MULTI, part, type Said, ScriptedNetlink } from './support/kernel/scripted-netlink.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)
const request = (...values: number[]): Message => ({ kind: 'rtnetlink', type: 20, flags: 0, body: bytes(...values) })
const toFirewall: Message = { kind: 'netfilter', type: 2570, flags: 0, body: bytes(1, 0, 0, 0) }

function kernelOf(peer: (requests: readonly Frame[], turn: number) => readonly Said[]) {
  const netlink = new ScriptedNetlink(peer)
  return { netlink, port: netlinkKernel(netlink.open) }
}

describe('requests', () => {
  test('go out together, numbered, the last asking for an acknowledgement', async () => {
    const { netlink, port } = kernelOf((requests) => [requests.slice(-1).map((each) => acknowledge(each))])
    const answers = await port.exchange([request(1, 2, 3, 4), request(5, 6)])
    expect(answers).toEqual([{ replies: [] }, { replies: [] }])
    expect(netlink.sent).toEqual([
      [
        { type: 20, flags: NLM_F_REQUEST, seq: 1, portId: 0, body: bytes(1, 2, 3, 4) },
        { type: 20, flags: NLM_F_REQUEST | NLM_F_ACK, seq: 2, portId: 0, body: bytes(5, 6) },
      ],
    ])
  })

  test('get their own answers, in however many datagrams', async () => {
    const { port } = kernelOf(([a, b, c]) => [[part(a!, 20, bytes(7), 0), acknowledge(b!, 19)], [acknowledge(c!, 17)]])
    const answers = await port.exchange([request(1), request(2), request(3)])
    expect(answers.map(({ replies, refusal }) => [replies.length, refusal?.code])).toEqual([
      [1, undefined],
      [0, 'ENODEV'],
      [0, 'EEXIST'],
    ])
  })

  test('are sent in batches that the receive buffer has room to answer', async () => {
    const { netlink, port } = kernelOf((requests) => [requests.map((each) => acknowledge(each))])
    const answers = await port.exchange(Array.from({ length: 300 }, (_, i) => request(i)))
    expect(answers).toHaveLength(300)
    expect(netlink.sent.map((requests) => requests.length)).toEqual([128, 128, 44])
  })

  test('of much content are sent in smaller batches', async () => {
    const { netlink, port } = kernelOf((requests) => [requests.map((each) => acknowledge(each))])
    await port.exchange(Array.from({ length: 5 }, () => request(...new Uint8Array(10_000))))
    expect(netlink.sent.map((requests) => requests.length)).toEqual([3, 2])
  })

  test('fail together where answers were lost, and late answers disturb nobody', async () => {
    const { port } = kernelOf((requests, turn) =>
      turn === 0
        ? [{ code: 'ENOBUFS' }, requests.map((each) => acknowledge(each))]
        : [requests.map((each) => acknowledge(each))],
    )
    await expect(port.exchange([request(1), request(2)])).rejects.toMatchObject({ code: 'ENOBUFS' })
    expect(await port.exchange([request(3)])).toEqual([{ replies: [] }])
  })

  test('to netfilter go out as one transaction', async () => {
    const { netlink, port } = kernelOf((requests) => [requests.slice(1, -1).map((each) => acknowledge(each))])
    expect(await port.exchange([toFirewall, toFirewall])).toEqual([{ replies: [] }, { replies: [] }])
    expect(netlink.opened).toEqual([{ protocol: 12, groups: [] }])
    expect(netlink.sent.map((requests) => requests.map(({ type }) => type))).toEqual([[16, 2570, 2570, 17]])
  })

  test('to netfilter all have the answer that the transaction as a whole has', async () => {
    const { port } = kernelOf(([begin]) => [[acknowledge(begin!, 95)]])
    const answers = await port.exchange([toFirewall, toFirewall])
    expect(answers.map(({ refusal }) => refusal?.code)).toEqual(['EOPNOTSUPP', 'EOPNOTSUPP'])
  })

  test('about IPVS go to sockets of their own where that is elsewhere, in the order given', async () => {
    const order: string[] = []
    const end = (name: string) =>
      new ScriptedNetlink((requests) => {
        order.push(...requests.map(({ type }) => `${name} ${type}`))
        return [requests.map((each) => acknowledge(each))]
      })
    const [here, there] = [end('here'), end('there')]
    const port = netlinkKernel(here.open, there.open)
    await port.exchange([request(1), toFirewall, { ...toFirewall, place: 'ipvs' }, toFirewall])
    expect(order).toEqual([
      'here 20',
      ...['here 16', 'here 2570', 'here 17'],
      ...['there 16', 'there 2570', 'there 17'],
      ...['here 16', 'here 2570', 'here 17'],
    ])
    expect([here, there].map(({ opened }) => opened.map(({ protocol }) => protocol))).toEqual([[0, 12], [12]])
  })

  test.for<[what: string, said: Said, code: string]>([
    ['the socket fails', { code: 'EIO' }, 'EIO'],
    ['what comes is no netlink', bytes(9, 0, 0, 0, ...Array(12).fill(0)), 'kernel/malformed'],
  ])('fail when %s', async ([, said, code]) => {
    const { port } = kernelOf(() => [said])
    await expect(port.exchange([request(1)])).rejects.toMatchObject({ code })
  })

  test('fail when the port is closed before the kernel answered', async () => {
    const { port } = kernelOf(() => [])
    const answers = port.exchange([request(1)])
    await Promise.resolve()
    port.close()
    await expect(answers).rejects.toMatchObject({ code: 'EBADF' })
  })
})

describe('dumps', () => {
  const what: Message = { kind: 'rtnetlink', type: 22, flags: 0, body: bytes() }
  const whole = (ask: Frame): Said[] => [
    [part(ask, 20, bytes(1)), part(ask, 20, bytes(2))],
    [part(ask, 20, bytes(3)), done(ask)],
  ]

  test('are read to their end', async () => {
    const { netlink, port } = kernelOf(([ask]) => whole(ask!))
    const { replies } = await port.dump(what)
    expect(replies.map(({ body }) => body[0])).toEqual([1, 2, 3])
    expect(netlink.sent[0]?.[0]?.flags).toBe(NLM_F_REQUEST | NLM_F_DUMP)
  })

  test.for<[what: string, first: (ask: Frame) => Said[]]>([
    [
      'a part says that the table changed',
      (ask) => [[part(ask, 20, bytes(9), NLM_F_MULTI | NLM_F_DUMP_INTR)], [done(ask)]],
    ],
    ['the end says so', (ask) => [[part(ask, 20, bytes(9)), done(ask, NLM_F_MULTI | NLM_F_DUMP_INTR)]]],
    ['parts were lost', (ask) => [[part(ask, 20, bytes(9))], { code: 'ENOBUFS' }, [done(ask)]]],
  ])('begin anew when %s', async ([, first]) => {
    const { netlink, port } = kernelOf(([ask], turn) => (turn === 0 ? first(ask!) : whole(ask!)))
    const { replies } = await port.dump(what)
    expect(replies.map(({ body }) => body[0])).toEqual([1, 2, 3])
    expect(netlink.sent.flat().map(({ seq }) => seq)).toEqual([1, 2])
  })

  test('give up when the table never rests', async () => {
    const { netlink, port } = kernelOf(([ask]) => [[done(ask!, NLM_F_DUMP_INTR)]])
    await expect(port.dump(what)).rejects.toMatchObject({ code: 'EINTR' })
    expect(netlink.sent).toHaveLength(10)
  })

  test('take turns with each other and with requests', async () => {
    const inTurn: number[] = []
    const { port } = kernelOf(([ask]) => {
      inTurn.push(ask!.seq)
      return ask!.flags & NLM_F_ACK ? [[acknowledge(ask!)]] : whole(ask!)
    })
    const both = await Promise.all([port.dump(what), port.exchange([request(1)]), port.dump(what)])
    expect(both.map((each) => ('replies' in each ? each.replies.length : each.length))).toEqual([3, 1, 3])
    expect(inTurn).toEqual([1, 2, 3])
  })

  test('that the kernel refuses say what was read', async () => {
    const { port } = kernelOf(([ask]) => [[acknowledge(ask!, 95)]])
    const error = await readState(port).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(KernelError)
    expect(error).toMatchObject({
      code: 'EOPNOTSUPP',
      op: 'read',
      kind: 'rule',
      message: 'cannot read rule table: EOPNOTSUPP',
    })
  })
})

describe('generic netlink', () => {
  const service: Message = { kind: 'generic', family: 'IPVS', flags: 0, body: bytes(4, 1, 0, 0) }
  const family = encode(familyMessage, { cmd: 1, version: 2, CTRL_ATTR_FAMILY_ID: 28 })

  test('asks for the number of the family once', async () => {
    const { netlink, port } = kernelOf(([ask]) =>
      ask!.type === 16 ? [[part(ask!, 16, family, 0), acknowledge(ask!)]] : [[acknowledge(ask!)]],
    )
    await port.exchange([service])
    await port.exchange([service])
    expect(netlink.sent.flat().map(({ type }) => type)).toEqual([16, 28, 28])
  })

  test('keeps the order among messages for different sockets', async () => {
    const { netlink, port } = kernelOf((requests) => [
      requests.flatMap((ask) => [...(ask.type === 16 ? [part(ask, 16, family, 0)] : []), acknowledge(ask)]),
    ])
    expect(await port.exchange([request(1), service, service, request(2), request(3)])).toHaveLength(5)
    expect(netlink.sent.map((requests) => requests.map(({ type }) => type))).toEqual([[20], [16], [28, 28], [20, 20]])
    expect(netlink.opened.map(({ protocol }) => protocol)).toEqual([0, 16])
  })

  test('says which family a kernel does not have', async () => {
    const { port } = kernelOf(([ask]) => [[acknowledge(ask!, 2)]])
    await expect(port.exchange([service])).rejects.toMatchObject({ code: 'ENOENT', message: 'the kernel has no IPVS' })
  })
})
