import { createInterface } from 'node:readline/promises'

/** Asks on the terminal and takes the word `yes` alone for one. */
export async function askForYes(question: string): Promise<'yes' | 'no' | 'no-terminal'> {
  if (!process.stdin.isTTY) return 'no-terminal'
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await terminal.question(question)).trim() === 'yes' ? 'yes' : 'no'
  } finally {
    terminal.close()
  }
}
