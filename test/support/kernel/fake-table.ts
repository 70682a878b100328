import {
  type Answer,
  decodeDestination,
  decodeService,
  type Frame,
  type IpvsDestination,
  type IpvsService,
  kinds,
  type Message,
  serviceResource,
} from '../../../src/kernel/index.ts'
import {
  IPVS_CMD_DEL_DEST,
  IPVS_CMD_DEL_SERVICE,
  IPVS_CMD_GET_CONFIG,
  IPVS_CMD_GET_DAEMON,
  IPVS_CMD_GET_DEST,
  IPVS_CMD_GET_SERVICE,
  IPVS_CMD_NEW_DEST,
  IPVS_CMD_NEW_SERVICE,
  IPVS_CMD_SET_SERVICE,
} from '../../../src/kernel/wire/constants.ts'
import { decode, encode, ipvsMessage } from '../../../src/kernel/wire/index.ts'

type Generic = Extract<Message, { kind: 'generic' }>

/** As much of IPVS as can say no; test/uml/netlink.test.ts holds the real one to the same. */
export class FakeTable {
  services: IpvsService[] = []
  destinations: IpvsDestination[] = []
  /** Active connections, by the key of a destination. */
  readonly connections = new Map<string, number>()

  dump({ body }: Generic): Answer {
    const { cmd, IPVS_CMD_ATTR_SERVICE: fields } = decode(ipvsMessage, body)
    if (cmd === IPVS_CMD_GET_SERVICE)
      return { replies: this.services.flatMap((each) => kinds.service.create(each, noLinks).map(answer)) }
    if (cmd === IPVS_CMD_GET_DAEMON) return { replies: [] }
    if (cmd !== IPVS_CMD_GET_DEST || !fields) throw new Error('not a dump that the fake table knows')
    const id = decodeService(frameOf(body))?.object.id
    const inIt = this.destinations.filter(({ service }) => id && serviceResource(service) === serviceResource(id))
    return { replies: inIt.map((each) => this.#told(each)) }
  }

  #told(destination: IpvsDestination): Frame {
    const active = this.connections.get(kinds.destination.key(destination)) ?? 0
    const [{ body } = { body: new Uint8Array() }] = kinds.destination.create(destination, noLinks)
    const { IPVS_CMD_ATTR_DEST: fields, ...rest } = decode(ipvsMessage, body)
    const counted = { ...fields, IPVS_DEST_ATTR_ACTIVE_CONNS: active }
    return frameOf(encode(ipvsMessage, { ...rest, IPVS_CMD_ATTR_DEST: counted }))
  }

  /** The name of an error number, or nothing for success. */
  do({ body }: Generic): string | undefined {
    const { cmd, ...fields } = decode(ipvsMessage, body)
    if (cmd === IPVS_CMD_GET_CONFIG) return undefined
    const service = decodeService(frameOf(body))?.object
    if (!service) return 'EINVAL'
    const known = this.services.find((each) => sameService(each, service))
    const others = this.services.filter((each) => each !== known)
    if (cmd === IPVS_CMD_NEW_SERVICE && known) return 'EEXIST'
    if (cmd !== IPVS_CMD_NEW_SERVICE && !known) return 'ESRCH'
    if (cmd === IPVS_CMD_DEL_SERVICE) {
      this.destinations = this.destinations.filter(
        (each) => serviceResource(each.service) !== serviceResource(service.id),
      )
      this.services = others
      return undefined
    }
    if (cmd === IPVS_CMD_NEW_SERVICE || cmd === IPVS_CMD_SET_SERVICE) {
      this.services = [...others, service]
      return undefined
    }
    const destination = decodeDestination(frameOf(encode(ipvsMessage, { ...fields, cmd })), service.id)?.object
    return destination ? this.#change(cmd, destination) : 'EINVAL'
  }

  #change(cmd: number, { connections: _, ...destination }: IpvsDestination): string | undefined {
    const { key } = kinds.destination
    const known = this.destinations.find((each) => key(each) === key(destination))
    if (cmd === IPVS_CMD_NEW_DEST && known) return 'EEXIST'
    if (cmd !== IPVS_CMD_NEW_DEST && !known) return 'ENOENT'
    const others = this.destinations.filter((each) => each !== known)
    this.destinations = cmd === IPVS_CMD_DEL_DEST ? others : [...others, destination]
    return undefined
  }
}

const noLinks = { nameOf: () => undefined, indexOf: () => undefined }

function sameService(a: IpvsService, b: IpvsService): boolean {
  return serviceResource(a.id) === serviceResource(b.id)
}

function answer({ body }: Message): Frame {
  return frameOf(body)
}

function frameOf(body: Uint8Array): Frame {
  return { type: 0, flags: 0, seq: 0, portId: 0, body }
}
