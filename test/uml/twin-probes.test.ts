import { execFileSync } from 'node:child_process'
import { beforeAll, expect, test } from 'vitest'
import { expectTwins, filesIn, sampled, twinMissing, twinTimeout } from '../support/twin.ts'

/**
 * Servers that are asked over the network, and answer, fail and come back meanwhile: what keepalived and kac ask of
 * them, and make of it in the table of IPVS.
 */

beforeAll(() => {
  execFileSync('modprobe', ['ip_vs'])
})

test('keepalived and kac ask servers the same, and make the same of it', { timeout: twinTimeout }, async (context) => {
  const missing = twinMissing()
  if (missing) context.skip(missing)
  const files = filesIn('test/fixtures/lvs-twin/probes')
  expect(files.length).toBeGreaterThan(10)
  await expectTwins(sampled(files, ['hosts', 'http', 'udp']), {
    hosts: {
      shows: /^packet: .* said 198\.18\.1\.1 > 198\.18\.1\.2:9003 TLS hello for (real|virtual)\.example$/,
      row: '`virtualhost` of a real server is not the name in TLS',
    },
  })
})
