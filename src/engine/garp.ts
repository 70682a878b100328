import { familyOf, type Ip, type Micros, micros } from '../base/index.ts'
import type { Config, VrrpInstance } from '../bind/index.ts'
import type { Link } from '../kernel/index.ts'
import type { GarpSpec } from './image.ts'

const atMost255 = (count: number) => Math.min(count, 255)
/** The longest that an image may have (duration_max of native/core/image/image_reader.h): 115 days. */
const longest = micros(10_000_000_000_000)

export function garpOf(instance: VrrpInstance, { global }: Config): GarpSpec {
  return {
    masterRepeat: atMost255(instance.garpMasterRepeat),
    masterDelay: instance.garpMasterDelay,
    masterRefresh: micros(Math.min(instance.garpMasterRefresh, longest)),
    masterRefreshRepeat: atMost255(instance.garpMasterRefreshRepeat),
    lowerPrioRepeat: atMost255(instance.garpLowerPrioRepeat),
    lowerPrioDelay: instance.garpLowerPrioDelay,
    elsewhere: (instance.garpExtraInterfaces ?? global.garpExtraInterfaces)?.interval ?? micros(0),
  }
}

/** `garp_extra_if`: whether an address that is on `link` is announced again and again. */
export function isElsewhere(instance: VrrpInstance, { global }: Config, link: Link | undefined): boolean {
  const every = instance.garpExtraInterfaces ?? global.garpExtraInterfaces
  return every !== undefined && link?.name !== instance.interface && (every.all || link?.type === 'macvlan')
}

/** The paces of an image: what keeps announcements on an interface, or on those of a `garp_group`, apart. */
export class PaceTable {
  readonly paces: Micros[] = []
  readonly #config: Config
  readonly #indices = new Map<string, number>()

  constructor(config: Config) {
    this.#config = config
  }

  /** Of announcements of an address on an interface, from 1; 0: at once. A macvlan keeps to the pace of its parent. */
  paceOf(address: Ip, link: Link): number {
    const name = link.type === 'macvlan' && link.parent !== undefined ? link.parent : link.name
    const { garpGroups, global } = this.#config
    const group = garpGroups.findIndex(({ interfaces }) => interfaces.includes(name))
    const { garpInterval, gnaInterval } = garpGroups[group] ?? global
    const interval = (familyOf(address) === 4 ? garpInterval : gnaInterval) ?? micros(0)
    if (interval === 0) return 0
    const key = `${familyOf(address)} ${group === -1 ? name : group}`
    const pace = this.#indices.get(key) ?? this.paces.push(interval)
    this.#indices.set(key, pace)
    return pace
  }
}
