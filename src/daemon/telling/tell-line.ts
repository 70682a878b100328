import type { EngineTell } from '../../engine/index.ts'
import { errnoName } from '../../kernel/index.ts'

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error'
  readonly text: string
}

/** What the log says of something the engine told; undefined for answers. */
export function tellLine(tell: EngineTell): LogLine | undefined {
  switch (tell.kind) {
    case 'transition':
      return {
        level: tell.to === 'FAULT' ? 'warn' : 'info',
        text: `${tell.router}: ${tell.from} -> ${tell.to} (priority ${tell.effectivePriority}): ${tell.reason}`,
      }
    case 'priority':
      return { level: 'info', text: `${tell.router}: priority ${tell.effectivePriority} as ${tell.state}` }
    case 'rejected':
      return { level: 'warn', text: `${tell.router}: does not accept adverts from ${tell.source}: ${tell.reject}` }
    case 'object-failed':
      return {
        level: 'error',
        text: `${tell.router}: the kernel refused to ${tell.op} ${tell.object}: ${errnoName(tell.errno)}`,
      }
    case 'stranger':
      return {
        level: 'info',
        text: `${tell.source} sends adverts for virtual_router_id ${tell.virtualRouterId}, which is not here`,
      }
    case 'lower-priority':
      return { level: 'info', text: `${tell.router}: answered ${tell.source}, a master of priority ${tell.priority}` }
    case 'session': {
      const why = tell.to === 'Down' || tell.to === 'AdminDown' ? `: ${tell.reason}` : ''
      const level = tell.from === 'Up' && tell.to === 'Down' ? 'warn' : 'info'
      return { level, text: `bfd_instance ${tell.session}: ${tell.from} -> ${tell.to}${why}` }
    }
    case 'log':
      return { level: logLevel[tell.severity], text: `kac-engine: ${tell.line}` }
    case 'lost':
      return { level: 'warn', text: `${tell.events} events of the engine were lost while no daemon was there` }
    case 'refused':
      return { level: 'error', text: `kac-engine: ${tell.why}` }
    case 'hello':
    case 'finished':
    case 'displaced':
    case 'loaded':
    case 'stays':
    case 'status':
      return undefined
  }
}

const logLevel = { error: 'error', warning: 'warn', info: 'info' } as const
