import { familyOf, type Ip } from '../../base/index.ts'
import {
  IP_VS_STATE_BACKUP,
  IP_VS_STATE_MASTER,
  IPVS_CMD_DEL_DAEMON,
  IPVS_CMD_GET_DAEMON,
  IPVS_CMD_NEW_DAEMON,
} from '../wire/constants.ts'
import { decode, type Frame, ipvsMessage } from '../wire/index.ts'
import { given, type Kind, linkResource, settings } from './kind.ts'
import { ipvsRequest } from './request.ts'

const stateNumbers = { master: IP_VS_STATE_MASTER, backup: IP_VS_STATE_BACKUP }

/** A thread of the kernel that tells other directors of connections, or hears of theirs. */
export interface SyncDaemon {
  readonly state: keyof typeof stateNumbers
  readonly interface: string
  /** 0 hears all. */
  readonly id: number
  /** What is not given is the kernel's choice. */
  readonly maxlen?: number
  readonly port?: number
  readonly ttl?: number
  readonly group?: Ip
}

export const syncDaemonKind: Kind<SyncDaemon> = {
  rank: 45,
  // The kernel has one of each.
  key: ({ state }) => state,
  same: (live, want) => isAs(live, want),
  origin: () => undefined,
  show: (daemon) => ({ title: daemon.state, settings: settings({ ...daemon, state: undefined }) }),
  provides: () => [],
  needs: (daemon) => [linkResource(daemon.interface)],
  follows: () => [],
  create: (daemon) => [
    ipvsRequest(IPVS_CMD_NEW_DAEMON, {
      IPVS_CMD_ATTR_DAEMON: {
        IPVS_DAEMON_ATTR_STATE: stateNumbers[daemon.state],
        IPVS_DAEMON_ATTR_MCAST_IFN: daemon.interface,
        IPVS_DAEMON_ATTR_SYNC_ID: daemon.id,
        IPVS_DAEMON_ATTR_SYNC_MAXLEN: daemon.maxlen,
        IPVS_DAEMON_ATTR_MCAST_PORT: daemon.port,
        IPVS_DAEMON_ATTR_MCAST_TTL: daemon.ttl,
        ...(daemon.group !== undefined && groupField(daemon.group)),
      },
    }),
  ],
  remove: ({ state, id }) => [
    ipvsRequest(IPVS_CMD_DEL_DAEMON, {
      IPVS_CMD_ATTR_DAEMON: { IPVS_DAEMON_ATTR_STATE: stateNumbers[state], IPVS_DAEMON_ATTR_SYNC_ID: id },
    }),
  ],
  // It has to be stopped to be another one.
  canUpdate: () => false,
  update: () => [],
  upserts: false,
}

export const dumpSyncDaemons = ipvsRequest(IPVS_CMD_GET_DAEMON, {})

/** An answer to `dumpSyncDaemons`. */
export function decodeSyncDaemon({ body }: Frame): SyncDaemon | undefined {
  const fields = decode(ipvsMessage, body).IPVS_CMD_ATTR_DAEMON
  const state = fields?.IPVS_DAEMON_ATTR_STATE === IP_VS_STATE_MASTER ? 'master' : 'backup'
  if (fields?.IPVS_DAEMON_ATTR_MCAST_IFN === undefined) return undefined
  return {
    state,
    interface: fields.IPVS_DAEMON_ATTR_MCAST_IFN,
    id: fields.IPVS_DAEMON_ATTR_SYNC_ID ?? 0,
    ...given({
      maxlen: fields.IPVS_DAEMON_ATTR_SYNC_MAXLEN,
      port: fields.IPVS_DAEMON_ATTR_MCAST_PORT,
      ttl: fields.IPVS_DAEMON_ATTR_MCAST_TTL,
      group: fields.IPVS_DAEMON_ATTR_MCAST_GROUP ?? fields.IPVS_DAEMON_ATTR_MCAST_GROUP6,
    }),
  }
}

function isAs(live: SyncDaemon, want: SyncDaemon): boolean {
  const names = Object.keys(want) as (keyof SyncDaemon)[]
  return names.every((name) => live[name] === want[name])
}

function groupField(group: Ip) {
  return familyOf(group) === 4 ? { IPVS_DAEMON_ATTR_MCAST_GROUP: group } : { IPVS_DAEMON_ATTR_MCAST_GROUP6: group }
}
