import type { Command } from 'commander'

/** What the daemon starts to check real servers; of no use to people. */
export function checker(program: Command): void {
  program.command('checker', { hidden: true }).action(async () => {
    const { runChecker } = await import('../run-checker.ts')
    runChecker()
  })
}
