import { describe, expect, test } from 'vitest'
import { type NotifyEvent, nothingTold, notifications } from '../src/notify/index.ts'
import { configOf } from './support/config-of.ts'

/** What is told of a sequence of events: `>` is what happens, below it what is to be done, in order. */

const instance = (name: string, vrid: number, lines = '') => `
vrrp_instance ${name} {
  interface eth0
  virtual_router_id ${vrid}
  virtual_ipaddress {
    192.0.2.${vrid}/24
  }
  ${lines}
}
`

const group = (lines = '') => `vrrp_sync_group G {\n group {\n A\n B\n }\n ${lines}\n}\n`
const globals = (lines: string) => `global_defs {\n ${lines}\n}\n`

const to = (
  router: string,
  state: 'BACKUP' | 'MASTER' | 'FAULT' | 'INIT',
  more: { removed?: boolean; waiting?: boolean } = {},
): NotifyEvent => ({ kind: 'transition', router, to: state, priority: 100, ...more })
const found = (router: string, state: 'BACKUP' | 'MASTER'): NotifyEvent => ({
  kind: 'found',
  router,
  state,
  priority: 90,
})
const priority = (router: string, state: 'BACKUP' | 'MASTER' | 'FAULT'): NotifyEvent => ({
  kind: 'priority',
  router,
  state,
  priority: 80,
})
const failed = (router: string): NotifyEvent => ({ kind: 'failed', router })

function play(text: string, events: readonly NotifyEvent[]): string[] {
  const config = configOf(text)
  let told = nothingTold
  return events.flatMap((event) => {
    const next = notifications(told, event, config)
    told = next.told
    return next.effects.map((effect) => {
      if (effect.kind === 'script') return `run ${[...effect.command.argv, ...effect.args].join(' ')}`
      if (effect.kind === 'mail') return `mail ${effect.subject}: ${effect.body}`
      return effect.kind === 'line' ? effect.line.trimEnd() : effect.text
    })
  })
}

const all = `notify /n
  notify_master /master
  notify_backup /backup
  notify_fault /fault
  notify_stop /stop`

describe('an instance', () => {
  test.each<[string, string, readonly NotifyEvent[], readonly string[]]>([
    [
      'runs the script of the state, then that of all',
      all,
      [to('A', 'MASTER')],
      ['run /master', 'run /n INSTANCE A MASTER 100', 'INSTANCE "A" MASTER 100'],
    ],
    [
      'says STOP at the end',
      all,
      [to('A', 'INIT')],
      ['run /stop', 'run /n INSTANCE A STOP 100', 'INSTANCE "A" STOP 100'],
    ],
    [
      'says FAULT when a reload removes it',
      all,
      [to('A', 'INIT', { removed: true })],
      ['run /fault', 'run /n INSTANCE A FAULT 100', 'INSTANCE "A" FAULT 100'],
    ],
    [
      'says DELETED when the file has the word',
      'notify /n\nnotify_deleted',
      [to('A', 'INIT', { removed: true })],
      ['run /n INSTANCE A DELETED 100', 'INSTANCE "A" DELETED 100'],
    ],
    [
      'runs the script of the word',
      'notify_deleted /d',
      [to('A', 'INIT', { removed: true })],
      ['run /d', 'INSTANCE "A" DELETED 100'],
    ],
    ['is silent while it waits for a first result', all, [to('A', 'FAULT', { waiting: true })], []],
    [
      'speaks when that is bad, once',
      'notify_fault /fault',
      [to('A', 'FAULT', { waiting: true }), failed('A'), failed('A')],
      ['run /fault', 'INSTANCE "A" FAULT 100'],
    ],
    [
      'speaks of what follows when that is good',
      '',
      [to('A', 'FAULT', { waiting: true }), to('A', 'BACKUP'), failed('A')],
      ['INSTANCE "A" BACKUP 100'],
    ],
    ['says nothing of what it was already', all, [found('A', 'MASTER')], []],
    ['says nothing of its priority unless asked to', all, [priority('A', 'MASTER')], []],
    [
      'tells the pipe of its priority',
      `${all}\nnotify_priority_changes on`,
      [priority('A', 'BACKUP'), priority('A', 'FAULT')],
      ['INSTANCE "A" BACKUP_PRIORITY 80'],
    ],
    [
      'mails a state once',
      'smtp_alert on',
      [to('A', 'BACKUP'), to('A', 'BACKUP')],
      [
        'INSTANCE "A" BACKUP 100',
        'mail VRRP Instance A - Entering BACKUP state: => VRRP Instance is no longer owning VRRP VIPs <=',
        'INSTANCE "A" BACKUP 100',
      ],
    ],
  ])('%s', (_, lines, events, expected) => {
    expect(play(instance('A', 51, lines), events)).toEqual(expected)
  })

  test('that hears a lower advert runs its script, and tells the pipe of its own priority', () => {
    const text = instance('A', 51, 'notify /n\nnotify_master_rx_lower_pri "/lower A"')
    expect(play(text, [found('A', 'MASTER'), { kind: 'lower-advert', router: 'A' }])).toEqual([
      'run /lower A',
      'INSTANCE "A" MASTER_RX_LOWER_PRI 90',
    ])
  })

  test('does not mail faults where they are not wanted', () => {
    const text = globals('smtp_alert on\nno_email_faults') + instance('A', 51)
    expect(play(text, [to('A', 'FAULT')])).toEqual(['INSTANCE "A" FAULT 100'])
  })

  test('that nobody knows is not spoken of', () => {
    expect(play(instance('A', 51), [to('X', 'MASTER')])).toEqual([])
  })
})

describe('a sync group', () => {
  const text = (lines = '') => instance('A', 51) + instance('B', 52) + group(lines)
  const start = [to('A', 'BACKUP'), to('B', 'BACKUP')]

  test.each<[string, string, readonly NotifyEvent[], readonly string[]]>([
    [
      'comes before its members at the start',
      '',
      start,
      ['GROUP "G" BACKUP 0', 'INSTANCE "A" BACKUP 100', 'INSTANCE "B" BACKUP 100'],
    ],
    [
      'comes after the last of them later',
      `${all}`,
      [...start, to('A', 'MASTER'), to('B', 'MASTER')],
      [
        'run /backup',
        'run /n GROUP G BACKUP 0',
        'GROUP "G" BACKUP 0',
        'INSTANCE "A" BACKUP 100',
        'INSTANCE "B" BACKUP 100',
        'INSTANCE "A" MASTER 100',
        'INSTANCE "B" MASTER 100',
        'run /master',
        'run /n GROUP G MASTER 0',
        'GROUP "G" MASTER 0',
      ],
    ],
    [
      'stops when all have',
      'notify_stop /stop',
      [to('A', 'INIT'), to('B', 'INIT'), { kind: 'stopped' }],
      ['INSTANCE "A" STOP 100', 'INSTANCE "B" STOP 100', 'run /stop', 'GROUP "G" STOP 0'],
    ],
    [
      'is known from what its members were already',
      '',
      [found('A', 'MASTER'), found('B', 'MASTER'), to('A', 'BACKUP'), to('B', 'BACKUP')],
      ['INSTANCE "A" BACKUP 100', 'INSTANCE "B" BACKUP 100', 'GROUP "G" BACKUP 0'],
    ],
    [
      'asks for the priorities of its members',
      'notify_priority_changes on',
      [priority('A', 'MASTER')],
      ['INSTANCE "A" MASTER_PRIORITY 80'],
    ],
    [
      'mails',
      'smtp_alert on',
      start,
      [
        'GROUP "G" BACKUP 0',
        'mail VRRP Group G - Entering BACKUP state: => All VRRP group instances are now in BACKUP state <=',
        'INSTANCE "A" BACKUP 100',
        'INSTANCE "B" BACKUP 100',
      ],
    ],
  ])('%s', (_, lines, events, expected) => {
    expect(play(text(lines), events)).toEqual(expected)
  })

  test('after a reload all states are said, where that is asked for', () => {
    const events: NotifyEvent[] = [found('A', 'MASTER'), found('B', 'MASTER'), { kind: 'reloaded' }]
    expect(play(text(), events)).toEqual([])
    expect(play(globals('fifo_write_vrrp_states_on_reload') + text(), events)).toEqual([
      'GROUP "G" MASTER 0',
      'INSTANCE "A" MASTER 90',
      'INSTANCE "B" MASTER 90',
    ])
  })
})
