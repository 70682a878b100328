import type { Micros } from '../../src/base/index.ts'
import { micros } from '../../src/base/index.ts'
import { block, leaf } from '../table.ts'
import { bool, field, flag, int, ip, seconds, text, type ValueType, weight, within } from '../values/index.ts'

/** Milliseconds with up to three decimals. */
function milliseconds(min: number): ValueType<Micros> {
  const whole = seconds({ min: min * 1000, max: 4294967000 })
  return {
    ...whole,
    read([word], cx) {
      const [, integer = '', decimals = ''] = /^(\d*)(?:\.(\d*))?$/.exec(word?.text ?? '') ?? []
      const value = Number(`${integer}.${decimals}`)
      if (!word || (integer === '' && decimals === '')) {
        if (word) cx.report('bind/not-a-number', { keyword: cx.keyword, text: word.text }, word)
        return undefined
      }
      if (decimals.length > 3)
        cx.report('bind/too-precise', { keyword: cx.keyword, text: word.text, decimals: 3 }, word)
      const kept = within(value, { min, max: 4294967, unit: 'ms' }, word, cx)
      return kept === undefined ? undefined : micros(Math.round(kept * 1000))
    },
    print: (value) => String(value / 1000),
    describe: () => `${min} to 4294967 ms`,
  }
}

export const bfdInstance = block(
  'bfd_instance',
  'bfdInstances',
  {
    head: field('name', text({ what: 'a name', max: 31 })),
    rows: [
      leaf('neighbor_ip', 'neighbor', ip(), {
        required: true,
        missing: 'drop',
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'Address of the neighbour.',
      }),
      leaf('neighbour_ip', 'neighbor', ip(), {
        required: true,
        missing: 'drop',
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'The same as neighbor_ip.',
      }),
      leaf('source_ip', 'source', ip(), {
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'Address to send from.',
      }),
      leaf('min_rx', 'minReceive', milliseconds(1), {
        default: micros(10e3),
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'Least time between packets that this side takes.',
      }),
      leaf('min_tx', 'minTransmit', milliseconds(1), {
        default: micros(10e3),
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'Least time between packets that this side sends.',
      }),
      leaf('idle_tx', 'idleTransmit', milliseconds(1000), {
        default: micros(1e6),
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'Time between packets while the session is down.',
      }),
      leaf('multiplier', 'multiplier', int({ min: 1, max: 255 }), {
        default: 5,
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'Packets that may be lost before the session is down.',
      }),
      leaf('passive', 'passive', flag(), {
        default: false,
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'Waits for the neighbour to begin.',
      }),
      leaf('ttl', 'ttl', int({ min: 1, max: 255 }), {
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'TTL or hop limit of packets; 255 for IPv4 and 64 for IPv6 unless given.',
      }),
      leaf('hoplimit', 'ttl', int({ min: 1, max: 255 }), {
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'The same as ttl.',
      }),
      leaf('max_hops', 'maxHops', int({ min: -1, max: 255 }), {
        default: 0,
        since: '2.0.0',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'How many routers a packet may have passed; -1 for any number.',
      }),
      leaf('multihop', 'multihop', bool(), {
        default: false,
        since: '2.2.8',
        feature: 'bfd',
        touches: ['packet'],
        doc: 'The neighbour is behind other routers.',
      }),
      leaf('weight', 'weight', weight({ most: 253 }), {
        default: { weight: 0, reverse: false },
        since: '2.0.0',
        feature: 'bfd, vrrp',
        doc: 'What the priority changes by; 0 for FAULT when the session is down.',
      }),
      leaf('vrrp', 'forVrrp', flag(), {
        default: false,
        since: '2.0.0',
        feature: 'bfd, vrrp',
        touches: ['process'],
        doc: 'Tells instances; both are told where neither word stands.',
      }),
      leaf('checker', 'forCheckers', flag(), {
        default: false,
        since: '2.0.0',
        feature: 'bfd, lvs',
        touches: ['process'],
        doc: 'Tells real servers; both are told where neither word stands.',
      }),
    ],
  },
  { repeat: 'each', since: '2.0.0', feature: 'bfd', touches: ['packet'], doc: 'A BFD session with one neighbour.' },
)
