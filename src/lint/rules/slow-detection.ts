import { type Micros, micros, showDuration } from '../../base/index.ts'
import type { Check, Config, VrrpInstance } from '../../bind/index.ts'
import type { Rule } from '../rule.ts'

/** Sums up what keepalived does one after the other until a failure counts. */
export const slowDetection: Rule = {
  code: 'lint/slow-detection',
  severity: 'warning',
  doc: {
    what: 'A failure may be noticed later than the time that --detect-within, or detect-within in kac.yaml, allows.',
    why: 'Delays add up: a check has its interval, its timeout, and both again for each retry; a script its interval and its timeout for each fall; a backup waits for three adverts and a part of one.',
    example: `virtual_server 192.0.2.10 80 {
    delay_loop 20
    lb_algo rr
    lb_kind NAT
    protocol TCP
    real_server 10.0.0.11 80 {
        TCP_CHECK {
            connect_timeout 10
            retry 3
            delay_before_retry 10
        }
    }
}
`,
    instead: 'Shorten the part of the sum that is longest, or allow for more time.',
  },
  create: (report, { detectWithin }) => ({
    config({ vrrpInstances, vrrpScripts, virtualServers }) {
      if (detectWithin === undefined) return
      const judge = (what: string, took: Sum, at: Parameters<typeof report>[1]) => {
        if (took.total <= detectWithin) return
        const message = `${what} is noticed after up to ${showDuration(took.total)}, and ${showDuration(detectWithin)} is the limit`
        report(message, at, { hint: took.parts })
      }
      for (const router of vrrpInstances)
        judge('the loss of the master', takeover(router), router.spans.advertInterval ?? router.at)
      for (const script of vrrpScripts) judge(`a failure that ${script.name} looks for`, scriptTime(script), script.at)
      for (const { realServers } of virtualServers) {
        for (const { address, checks } of realServers) {
          for (const check of checks) {
            const took = checkTime(check)
            if (took) judge(`the loss of ${address}`, took, check.at)
          }
        }
      }
    },
  }),
}

interface Sum {
  readonly total: Micros
  readonly parts: string
}

/** RFC 9568 section 6.1: Active_Down_Interval. */
function takeover({ advertInterval, downTimerAdverts, priority, version }: VrrpInstance): Sum {
  const unit = version === 2 ? 1_000_000 : advertInterval
  const skew = ((256 - priority) * unit) / 256
  const total = micros(Math.round(downTimerAdverts * advertInterval + skew))
  return {
    total,
    parts: `${downTimerAdverts} adverts of ${showDuration(advertInterval)}, and the skew of priority ${priority}`,
  }
}

function scriptTime({ interval, timeout = interval, fall }: Config['vrrpScripts'][number]): Sum {
  const total = micros(interval + fall * Math.max(interval, timeout))
  const runs = fall === 1 ? '' : `, ${fall} times`
  return { total, parts: `interval ${showDuration(interval)} and timeout ${showDuration(timeout)}${runs}` }
}

/** Absent for checks that are told. */
function checkTime(check: Check): Sum | undefined {
  if (check.kind === 'file' || check.kind === 'bfd') return undefined
  const { delayLoop, retry, delayBeforeRetry } = check
  const timeout = check.timeout ?? delayLoop
  const total = micros(delayLoop + timeout + retry * (delayBeforeRetry + timeout))
  const retries = retry === 0 ? '' : `, and ${retry} retries of ${showDuration(delayBeforeRetry)} and the timeout each`
  return { total, parts: `delay_loop ${showDuration(delayLoop)}, timeout ${showDuration(timeout)}${retries}` }
}
