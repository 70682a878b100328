// One command in user-mode-linux, from this folder: CMD='ipvsadm -Ln' make uml
import { runInUml } from '../test/support/uml/index.ts'

const command = process.argv[2]
if (!command) {
  console.error("say what to run: make uml CMD='ip link add red type vrf table 5; ip link'")
  process.exit(64)
}
const { code } = await runInUml({
  command: ['sh', '-c', command],
  cwd: process.cwd(),
  env: { PATH: process.env.PATH ?? '' },
  timeoutMs: 3_600_000,
  onOutput: (text) => process.stdout.write(text),
})
process.exitCode = code
