// Builds native/ with node-gyp: against the headers that the `node` package ships where they are there (no download),
// else against those node-gyp finds.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'

const root = new URL('..', import.meta.url).pathname
const headers = `${root}node_modules/node/node_modules/node-linux-${process.arch}`
const shipped = existsSync(`${headers}/include/node/node_api.h`)
// node-gyp prefers the environment to its arguments.
const env = shipped ? { ...process.env, npm_config_nodedir: headers } : process.env
const gyp = `${root}node_modules/node-gyp/bin/node-gyp.js`

for (const step of ['configure', 'build']) {
  const jobs = step === 'build' ? [`--jobs=${availableParallelism()}`] : []
  const run = spawnSync(process.execPath, [gyp, step, '--directory=native', '--loglevel=warn', ...jobs], {
    cwd: root,
    env,
    stdio: 'inherit',
  })
  if (run.status !== 0) process.exit(run.status ?? 1)
}
