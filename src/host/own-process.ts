import { writeFileSync } from 'node:fs'

/** What ps and top call this process; Linux keeps 15 bytes of it. */
export function nameProcess(name: string): void {
  writeFileSync('/proc/self/comm', name)
}
