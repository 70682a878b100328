import { execFileSync } from 'node:child_process'
import { beforeAll, expect, test } from 'vitest'
import { expectTwins, filesIn, sampled, twinMissing, twinTimeout } from '../support/twin.ts'

/**
 * Virtual services, run by keepalived and by kac: the table of IPVS, its sync daemons and timeouts, and what scripts are
 * told, while servers fail and come back, and after the stop.
 */

beforeAll(() => {
  execFileSync('modprobe', ['ip_vs'])
})

test('keepalived and kac keep the same services', { timeout: twinTimeout }, async (context) => {
  const missing = twinMissing()
  if (missing) context.skip(missing)
  const files = [...filesIn('test/fixtures/lvs-twin/services'), ...filesIn('examples', 'balancing.conf')]
  expect(files.length).toBeGreaterThan(10)
  await expectTwins(sampled(files, ['bfd', 'groups', 'sync-daemon-of-instance']), {
    bfd: { shows: /^packet: .* bfd w1 /, row: 'packets of BFD have TOS 0' },
  })
})
