import { readFileSync } from 'node:fs'
import type { Frame, ListedKindName } from '../../../src/kernel/index.ts'
import { filterType } from '../../../src/kernel/kinds/request.ts'
import {
  NFT_MSG_GETTABLE,
  RTM_GETADDR,
  RTM_GETLINK,
  RTM_GETROUTE,
  RTM_GETRULE,
} from '../../../src/kernel/wire/constants.ts'
import { parseFrames } from '../../../src/kernel/wire/index.ts'
import { done, type Said } from './scripted-netlink.ts'

export type Capture = Readonly<Record<ListedKindName, readonly (readonly Frame[])[]>>

/** Datagrams that a kernel sent, by what was asked for. */
export function readCapture(name: string): Capture {
  const text = readFileSync(new URL(`../../fixtures/kernel/captures/${name}`, import.meta.url), 'utf8')
  const lines = [...text.matchAll(/^(link|address|route|rule) ([0-9a-f]+)$/gm)]
  const of = (kind: ListedKindName) =>
    lines
      .filter((line) => line[1] === kind)
      .map((line) => parseFrames(new Uint8Array(Buffer.from(line[2] ?? '', 'hex'))))
  return { link: of('link'), address: of('address'), route: of('route'), rule: of('rule') }
}

const asked: Readonly<Record<number, ListedKindName>> = {
  [RTM_GETLINK]: 'link',
  [RTM_GETADDR]: 'address',
  [RTM_GETROUTE]: 'route',
  [RTM_GETRULE]: 'rule',
}

/** What that kernel would have said to this dump. */
export function replay(capture: Capture, ask: Frame): Said[] {
  if (ask.type === filterType(NFT_MSG_GETTABLE)) return [[done(ask)]]
  const kind = asked[ask.type]
  if (!kind) throw new Error(`there is no capture of an answer to type ${ask.type}`)
  return capture[kind].map((frames) => frames.map((frame) => ({ ...frame, seq: ask.seq })))
}
