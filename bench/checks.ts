// Health checks, on this host and beside keepalived where it can check: in user-mode-linux, whose kernel has IPVS.
import { runInUml } from '../test/support/uml/index.ts'
import { measureChecks } from './support/checks.ts'

process.stdout.write('\nHealth checks, one a second of each server; a tenth of them dies at once (retry 1 after 1 s)\n')
await measureChecks([100, 1000, 5000])

const root = new URL('..', import.meta.url).pathname
const { code, stdout, stderr } = await runInUml({
  command: [process.execPath, 'bench/support/checks-inside.ts'],
  modules: ['ip_vs', 'ip_vs_rr'],
  cwd: root,
  env: { PATH: `${root}node_modules/.bin:${process.env.PATH}:/usr/sbin:/sbin` },
  timeoutMs: 400_000,
})
if (code !== 0) throw new Error(stderr)
process.stdout.write(`In user-mode-linux, on one core that the servers share\n${stdout}`)
