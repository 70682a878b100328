import { gauge, type Labels, type Metric, openMetrics, type Sample } from './openmetrics.ts'
import { serviceMetrics } from './service-metrics.ts'
import type { RouterStatus, StatusSnapshot } from './snapshot.ts'

/** As the exporters of keepalived number them. */
const stateNumbers = { INIT: 0, BACKUP: 1, MASTER: 2, FAULT: 3 }

/** A snapshot for Prometheus and its like, with the names of the well-known exporters where they have one. */
export function metricsText(snapshot: StatusSnapshot): string {
  return openMetrics([
    ...hostMetrics(snapshot),
    ...routerMetrics(snapshot),
    ...sessionMetrics(snapshot),
    ...serviceMetrics(snapshot),
  ])
}

function hostMetrics({ kacVersion, configuration, engine }: StatusSnapshot): Metric[] {
  const { wakeUps = [], lateSecondsSum = 0 } = engine?.timers ?? {}
  let count = 0
  const buckets = wakeUps.map(({ upToSeconds, count: some }): Sample => {
    count += some
    return { suffix: '_bucket', labels: { le: upToSeconds ?? '+Inf' }, value: count }
  })
  const sums: readonly Sample[] = [
    { suffix: '_sum', labels: {}, value: lateSecondsSum },
    { suffix: '_count', labels: {}, value: count },
  ]
  const labels = { version: kacVersion, digest: configuration?.digest ?? '', commit: configuration?.commit?.id ?? '' }
  return [
    { name: 'kac_config', type: 'info', help: 'What is in force.', samples: [{ labels, value: 1 }] },
    gauge('kac_config_stale', 'What is there now is not what runs.', [
      { labels: {}, value: configuration?.problem ? 1 : 0 },
    ]),
    gauge('kac_engine_up', 'The engine answers.', [{ labels: {}, value: engine?.timers ? 1 : 0 }]),
    {
      name: 'kac_timer_late_seconds',
      type: 'histogram',
      help: 'How late timers of the engine were served.',
      samples: buckets.length === 0 ? [] : [...buckets, ...sums],
    },
  ]
}

const routerCounters: readonly (readonly [string, string, string])[] = [
  ['keepalived_become_master', 'become_master', 'Transitions to MASTER.'],
  ['keepalived_release_master', 'release_master', 'Transitions from MASTER.'],
  ['keepalived_advertisements_received', 'adverts_received', 'Adverts received.'],
  ['keepalived_advertisements_sent', 'adverts_sent', 'Adverts sent.'],
  ['keepalived_priority_zero_received', 'priority_zero_received', 'Adverts of priority 0 received.'],
  ['keepalived_priority_zero_sent', 'priority_zero_sent', 'Adverts of priority 0 sent.'],
  ['keepalived_advertisements_interval_errors', 'interval_mismatches', 'Adverts of another interval.'],
]

function routerMetrics({ routers }: StatusSnapshot): Metric[] {
  const each = (value: (router: RouterStatus) => number) =>
    routers.map((router) => ({ labels: routerLabels(router), value: value(router) }))
  return [
    gauge(
      'keepalived_vrrp_state',
      'State of a virtual router: 0 init, 1 backup, 2 master, 3 fault.',
      each(({ state }) => stateNumbers[state]),
    ),
    gauge(
      'kac_vrrp_priority',
      'Priority with what trackers make of it.',
      each(({ effectivePriority }) => effectivePriority),
    ),
    gauge(
      'kac_vrrp_state_seconds',
      'For how long.',
      each(({ forSeconds }) => forSeconds),
    ),
    ...routerCounters.map(([name, counter, help]): Metric => {
      return { name, type: 'counter', help, samples: each(({ counters }) => counters[counter] ?? 0) }
    }),
    {
      name: 'kac_vrrp_rejected',
      type: 'counter',
      help: 'Adverts that were not accepted, by reason.',
      samples: routers.flatMap((router) =>
        Object.entries(router.counters).flatMap(([name, value]) =>
          name.startsWith('rejected_') && value > 0
            ? [{ labels: { ...routerLabels(router), reason: name.slice('rejected_'.length) }, value }]
            : [],
        ),
      ),
    },
  ]
}

function routerLabels({ name, configured }: RouterStatus): Labels {
  return { iname: name, intf: configured?.interface ?? '', vrid: configured?.virtualRouterId ?? '' }
}

function sessionMetrics({ sessions }: StatusSnapshot): Metric[] {
  const samples = sessions.map(({ name, state }) => ({ labels: { session: name }, value: state === 'Up' ? 1 : 0 }))
  return [gauge('kac_bfd_session_up', 'The BFD session is up.', samples)]
}
