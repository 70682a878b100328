// A thousand virtual services with ten destinations each: made from nothing, one destination more, taken away.
import { runInUml } from '../test/support/uml/index.ts'
import { table } from './support/table.ts'

const root = new URL('..', import.meta.url).pathname
const { code, stdout, stderr } = await runInUml({
  command: [process.execPath, 'bench/support/services-inside.ts'],
  modules: ['ip_vs'],
  cwd: root,
  env: { PATH: `${root}node_modules/.bin:${process.env.PATH}:/usr/sbin:/sbin` },
  timeoutMs: 300_000,
})
if (code !== 0) throw new Error(stderr)

const times = new Map(
  stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .map(([program, what, whole, changing]) => [`${program} ${what}`, `${whole} (${changing})`]),
)
const row = table(34, 18, 18, 18, 18)
process.stdout.write(
  '\n1000 virtual services with 10 destinations, in user-mode-linux: ms, of which between first and last change\n',
)
row('what', 'kac daemon', 'kac apply', 'keepalived', 'ipvsadm -R, -C')
for (const [what, words] of Object.entries({
  whole: 'from nothing to complete',
  more: 'one destination more',
  stop: 'taken away',
})) {
  row(words, ...['daemon', 'kac', 'keepalived', 'ipvsadm'].map((program) => times.get(`${program} ${what}`) ?? '-'))
}
