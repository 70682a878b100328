import { showSeconds } from '../../../grammar/index.ts'
import { micros, seconds } from '../../base/index.ts'
import type { RouterRule } from './context.ts'

/** A router that is to be master at the start takes over in any case. */
export const settlePreemption: RouterRule = (router, { findings }) => {
  const why = router.priority === 255 ? 'priority 255' : router.state === 'MASTER' ? 'state MASTER' : undefined
  if (why !== undefined && router.preempt === false) {
    router.preempt = true
    findings.report('bind/preempt-master', { keyword: 'nopreempt', why }, router.spans.preempt ?? router.at)
  }
  const idle = router.state === 'MASTER' ? 'state MASTER' : router.preempt ? undefined : 'nopreempt'
  if (idle !== undefined && router.preemptDelay !== undefined && router.preemptDelay > 0) {
    router.preemptDelay = seconds(0)
    findings.report(
      'bind/preempt-master',
      { keyword: 'preempt_delay', why: idle },
      router.spans.preemptDelay ?? router.at,
    )
  }
}

/** It is about a backup that stays one, also where nopreempt was taken back. */
export const settleExpiry: RouterRule = (router, { findings }) => {
  if (router.timerExpiredBackup === undefined || !router.preempt) return
  delete router.timerExpiredBackup
  const params = { keyword: 'timer_expired_backup', without: 'without nopreempt' }
  findings.report('bind/no-effect', params, router.spans.timerExpiredBackup ?? router.at)
}

const CENTISECOND = 10_000
const SECOND = 1_000_000
/** Twelve bits of hundredths: RFC 9568 section 5.2.7. */
const LONGEST_V3 = 40_950_000

/** The interval as adverts of the version can carry it: rounded to the nearest, never to nothing. */
export const roundInterval: RouterRule = (router, { findings }) => {
  const { advertInterval: interval = seconds(1), version = 2 } = router
  const unit = version === 2 ? SECOND : CENTISECOND
  const rounded = Math.max(unit, Math.floor(interval / unit + 0.5) * unit)
  const used = micros(version === 2 ? rounded : Math.min(rounded, LONGEST_V3))
  if (used === interval) return
  router.advertInterval = used
  const params = { interval: showSeconds(interval), version, used: showSeconds(used) }
  findings.report('bind/rounded-interval', params, router.spans.advertInterval ?? router.at)
}
