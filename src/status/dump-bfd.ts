import type { Config } from '../bind/index.ts'
import { indented } from './dump-words.ts'
import type { SessionStatus } from './sessions.ts'
import type { StatusSnapshot } from './snapshot.ts'

type BfdInstance = Config['bfdInstances'][number]

/** The text of keepalived_bfd.data: for people, in keepalived's layout. Undefined without sessions. */
export function bfdDump(snapshot: StatusSnapshot, { bfdInstances, global }: Config): string | undefined {
  if (bfdInstances.length === 0) return undefined
  const sessions = new Map(snapshot.sessions.map((session) => [session.name, session]))
  return [
    '------< Global definitions >------',
    ...indented(1, [`Router ID = ${global.routerId ?? snapshot.host}`]),
    '------< BFD Topology >------',
    ...bfdInstances.flatMap((instance) => [
      ...indented(1, [`BFD Instance = ${instance.name}`]),
      ...indented(3, [...settingLines(instance), ...stateLines(sessions.get(instance.name))]),
    ]),
    '',
  ].join('\n')
}

function settingLines(instance: BfdInstance): string[] {
  const { neighbor, source, minReceive, minTransmit, idleTransmit, multiplier, passive } = instance
  return [
    `Neighbor IP = ${neighbor}`,
    ...(source === undefined ? [] : [`Source IP = ${source}`]),
    `Required min RX interval = ${minReceive} us`,
    `Desired min TX interval = ${minTransmit} us`,
    `Desired idle TX interval = ${idleTransmit} us`,
    `Detection multiplier = ${multiplier}`,
    `passive = ${passive}`,
  ]
}

function stateLines(session: SessionStatus | undefined): string[] {
  if (!session) return []
  const { detectionSeconds = 0, lastHeardSecondsAgo: heard } = session
  return [
    `local state = ${session.state}`,
    `remote state = ${session.neighborState}`,
    `local discriminator = 0x${session.discriminator.toString(16)}`,
    `remote discriminator = 0x${session.neighborDiscriminator.toString(16)}`,
    `local tx intv = ${Math.round(session.transmitIntervalSeconds * 1e6)} us`,
    `local detection time = ${Math.round(detectionSeconds * 1e6)} us`,
    `last_seen = ${heard === undefined ? '[never]' : `${heard.toFixed(6)} s ago`}`,
  ]
}
