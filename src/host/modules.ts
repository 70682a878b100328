import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { ModulePort } from '../daemon/index.ts'

export const kernelModules: ModulePort = {
  load: (name) =>
    new Promise((resolve) => {
      if (existsSync(`/sys/module/${name}`)) resolve()
      else execFile('modprobe', ['--quiet', name], () => resolve())
    }),
}
