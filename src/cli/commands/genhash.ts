import { type Command, InvalidArgumentError } from 'commander'
import type { GenhashOptions } from '../genhash.ts'
import { duration, jsonOption, option } from '../options.ts'
import { terminalOf } from '../terminal.ts'

interface Options extends GenhashOptions {
  readonly verbose?: boolean
  readonly json?: boolean
}

/** With the options of keepalived's program of this name. */
export function genhash(program: Command): void {
  program
    .command('genhash')
    .description('the digest of a page, as HTTP_GET and SSL_GET compare it')
    .requiredOption('-s, --server <address>', 'who has the page')
    .addOption(option('-p, --port <port>', 'of the server (default: 80, or 443 with -S)').argParser(whole(65_535)))
    .addOption(option('-u, --url <path>', 'of the page').default('/'))
    .addOption(option('-S, --use-ssl', 'over TLS'))
    .addOption(option('-I, --use-sni', 'tell the name of -V in TLS'))
    .addOption(option('-V, --virtualhost <name>', 'name of the host in the request'))
    .addOption(option('-P, --protocol <version>', 'of HTTP').choices(['1.0', '1.0c', '1.1']).default('1.0'))
    .addOption(option('-m, --fwmark <mark>', 'of the packets').argParser(whole(0xffff_ffff)))
    .addOption(option('-t, --timeout <time>', 'of each step (default: 5s)').argParser(duration))
    .addOption(option('-v, --verbose', 'say how the answer was'))
    .addOption(jsonOption())
    .addHelpText('before', '  kac genhash -s 10.0.0.11 -p 80 -u /health\n')
    .action(async (options: Options, command: Command) => {
      const { genhash, hashedText } = await import('../genhash.ts')
      const hashed = await genhash(options)
      const { body, ...facts } = hashed
      const terminal = terminalOf(command)
      if (options.verbose) terminal.err(hashedText(hashed))
      const document = { formatVersion: 1, ...facts, bytes: body.length }
      terminal.out(options.json ? JSON.stringify(document, undefined, 2) : hashed.digest)
    })
}

function whole(most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (value >= 0 && value <= most) return value
    throw new InvalidArgumentError(`0 to ${most}`)
  }
}
