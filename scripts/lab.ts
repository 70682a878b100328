// A network of namespaces by hand: lb1, lb2 and a client on one segment; a shell on lb1, or one command there.
import { spawnSync } from 'node:child_process'
import { Lab } from '../test/support/lab/index.ts'

const command = process.argv[2] || undefined
await using lab = await Lab.open('hand')
const lb1 = await lab.host('lb1', { eth0: ['192.0.2.1/24', '2001:db8::1/64'] })
const others = [
  await lab.host('lb2', { eth0: ['192.0.2.2/24', '2001:db8::2/64'] }),
  await lab.host('client', { eth0: ['192.0.2.100/24', '2001:db8::100/64'] }),
]
if (command === undefined) {
  console.log('lb1 (here): 192.0.2.1, 2001:db8::1. Ends with this shell. The others, from another terminal:')
  for (const { name, entrance } of others) console.log(`  ${name}: nsenter ${entrance.join(' ')}`)
}
const shell = command === undefined ? ['bash', '--norc', '-i'] : ['sh', '-c', command]
const { status } = spawnSync('nsenter', [...lb1.entrance, ...shell], { stdio: 'inherit' })
process.exitCode = status ?? 1
