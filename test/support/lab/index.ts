/**
 * A laboratory in network namespaces: hosts on bridged segments, programs on the hosts, frames on the wire. It touches
 * nothing of this machine's own network and leaves nothing behind.
 */
export { until } from '../until.ts'
export { Capture } from './capture.ts'
export { Host, type HostAddress } from './host.ts'
export { Lab, type Port } from './lab.ts'
export type { Advert, Announcement, Frame } from './packet.ts'
export { Running, type SpawnOptions } from './running.ts'
