import { KacError } from '../base/index.ts'
import type {
  Answer,
  GenericFamily,
  KernelPort,
  Message,
  NetfilterMessage,
  News,
  OpenNetlink,
  Subscription,
} from './port.ts'
import { type Request, Session } from './session.ts'
import {
  CTRL_CMD_GETFAMILY,
  GENL_ID_CTRL,
  NETLINK_GENERIC,
  NETLINK_NETFILTER,
  NETLINK_ROUTE,
} from './wire/constants.ts'
import { decode, encode, familyMessage, parseFrames } from './wire/index.ts'

/** Events come in floods when many addresses move at once. */
const listenBufferBytes = 8 << 20

const protocols: Record<Message['kind'], number> = {
  rtnetlink: NETLINK_ROUTE,
  netfilter: NETLINK_NETFILTER,
  generic: NETLINK_GENERIC,
}

/**
 * The kernel over netlink sockets, each of which is opened when it is first needed: those for IPVS by `openForIpvs`, in
 * the network namespace where that is.
 */
export function netlinkKernel(open: OpenNetlink, openForIpvs: OpenNetlink = open): KernelPort {
  const families = new Map<GenericFamily, number>()
  const sessions = new Map<string, Session>()

  function session(message: Addressee): Session {
    const key = keyOf(message)
    const known = sessions.get(key)
    if (known) return known
    const opened = new Session(isForIpvs(message) ? openForIpvs : open, protocols[message.kind])
    sessions.set(key, opened)
    return opened
  }

  async function familyId(family: GenericFamily): Promise<number> {
    const known = families.get(family)
    if (known !== undefined) return known
    const body = encode(familyMessage, { cmd: CTRL_CMD_GETFAMILY, version: 1, CTRL_ATTR_FAMILY_NAME: family })
    const [answer] = await session({ kind: 'generic' }).exchange([{ type: GENL_ID_CTRL, flags: 0, body }])
    const reply = answer?.replies[0]
    const id = reply && decode(familyMessage, reply.body).CTRL_ATTR_FAMILY_ID
    if (id === undefined) throw new KacError(answer?.refusal?.code ?? 'ENOENT', `the kernel has no ${family}`)
    families.set(family, id)
    return id
  }

  async function addressed(message: Message): Promise<Request> {
    return message.kind === 'generic' ? { ...message, type: await familyId(message.family) } : message
  }

  return {
    async exchange(messages) {
      const answers: Answer[] = []
      for (const run of runs(messages)) {
        const requests: Request[] = []
        for (const message of run.messages) requests.push(await addressed(message))
        const asked = session(run.to)
        answers.push(...(await (run.to.kind === 'netfilter' ? asked.transact(requests) : asked.exchange(requests))))
      }
      return answers
    },
    dump: async (message) => session(message).dump(await addressed(message)),
    listen: (groups, listener) => listen(open, groups, listener),
    close() {
      for (const each of sessions.values()) each.close()
      sessions.clear()
    },
  }
}

/** What of a message says which socket it goes to. */
type Addressee = Pick<Message, 'kind'> & Pick<NetfilterMessage, 'place'>

function isForIpvs({ kind, place }: Addressee): boolean {
  return kind === 'generic' || place === 'ipvs'
}

function keyOf(to: Addressee): string {
  return `${to.kind} ${isForIpvs(to)}`
}

/** Neighbours to one socket together: what goes to another one must wait for what stands before it. */
function runs(messages: readonly Message[]): { to: Addressee; messages: Message[] }[] {
  const found: { to: Addressee; messages: Message[] }[] = []
  for (const message of messages) {
    const last = found.at(-1)
    if (last && keyOf(last.to) === keyOf(message)) last.messages.push(message)
    else found.push({ to: message, messages: [message] })
  }
  return found
}

function listen(open: OpenNetlink, groups: readonly number[], listener: (news: News) => void): Subscription {
  const options = { receiveBufferBytes: listenBufferBytes, groups }
  return open(
    NETLINK_ROUTE,
    (failure, datagram) => {
      if (datagram) listener({ kind: 'frames', frames: parseFrames(datagram) })
      else if (failure?.code === 'ENOBUFS') listener({ kind: 'lost' })
      else if (failure) listener({ kind: 'ended', code: failure.code })
    },
    options,
  )
}
