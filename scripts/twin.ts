// Every configuration of test/fixtures/lvs-twin, run by keepalived and by kac in user-mode-linux: make twin
import { runGuestTests } from '../test/support/uml/index.ts'

process.env.KAC_TWINS = 'all'
const ran = await runGuestTests(['twin-probes.test.ts', 'twin-services.test.ts'], 3_600_000)
for (const { name, status, failure } of ran) console.log(`${status}: ${name}\n${failure}`)
process.exitCode = ran.every(({ status }) => status === 'passed') ? 0 : 1
