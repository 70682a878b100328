import type { Command } from 'commander'

export interface Terminal {
  out(text: string): void
  err(text: string): void
  /** Whether standard output takes colour: a terminal, unless --color or NO_COLOR say otherwise. */
  readonly colour: boolean
}

/** The terminal, as --color wants it. */
export function terminalOf(command: Command): Terminal {
  const { color } = command.optsWithGlobals<{ color: 'auto' | 'always' | 'never' }>()
  const noColour = process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== ''
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    colour: color === 'always' || (color === 'auto' && process.stdout.isTTY === true && !noColour),
  }
}
