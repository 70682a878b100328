import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { bug, KacError } from '../base/index.ts'

/** Where package.json is: two levels above src/host, and three above dist/src/host. */
export const packageRoot =
  ['../..', '../../..']
    .map((up) => fileURLToPath(new URL(up, import.meta.url)))
    .find((folder) => existsSync(`${folder}/package.json`)) ?? bug('no package.json above src/host')

const require = createRequire(import.meta.url)

/** What native/binding exports; who uses a part of it declares that part. Throws KacError `addon-missing`. */
export function loadAddon(): unknown {
  const path = `${packageRoot}/native/build/Release/kac.node`
  if (!existsSync(path)) throw new KacError('addon-missing', `${path} is missing: run "make build"`)
  return require(path)
}
