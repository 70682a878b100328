// Writes src/kernel/wire/constants.ts: the value of every kernel constant that src/kernel names, as the C compiler reads
// it from the headers of linux-libc-dev. To use a new constant, write its name and run this. `--print` writes to stdout.
import { execFileSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const headers = [
  'sys/socket.h',
  'netinet/in.h',
  'linux/netlink.h',
  'linux/genetlink.h',
  'linux/rtnetlink.h',
  'linux/if.h',
  'linux/if_addr.h',
  'linux/if_link.h',
  'linux/fib_rules.h',
  'linux/ip_vs.h',
  'linux/veth.h',
  'linux/lwtunnel.h',
  'linux/mpls_iptunnel.h',
  'linux/ila.h',
  'linux/netfilter.h',
  'linux/netfilter/nfnetlink.h',
  'linux/netfilter/nf_tables.h',
]
const errnoHeaders = ['/usr/include/asm-generic/errno-base.h', '/usr/include/asm-generic/errno.h']

const root = new URL('..', import.meta.url).pathname
const target = `${root}src/kernel/wire/constants.ts`

function namesUsed(): string[] {
  const sources = globSync(`${root}src/kernel/**/*.ts`).filter((file) => file !== target)
  const code = sources.map((file) => readFileSync(file, 'utf8').replace(/\/\*.*?\*\/|\/\/.*?$/gms, '')).join('\n')
  return [...new Set(code.match(/\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b/g))].sort()
}

/** Compiles and runs a program that prints each name with its value. */
function valuesOf(names: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'kac-constants-'))
  try {
    const program = [
      '#include <stdio.h>',
      ...headers.map((header) => `#include <${header}>`),
      'int main(void) {',
      ...names.map((name) => `  printf("export const ${name} = %lld\\n", (long long)(${name}));`),
      '}',
    ]
    writeFileSync(`${folder}/print.c`, program.join('\n'))
    execFileSync('gcc', ['-o', `${folder}/print`, `${folder}/print.c`], { stdio: 'inherit' })
    return execFileSync(`${folder}/print`, { encoding: 'utf8' }).trimEnd().split('\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function errnoRows(): string[] {
  const rows = errnoHeaders.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/^#define\s+(E\w+)\s+(\d+)/gm)])
  return rows.map(([, name, number]) => `  ${number}: '${name}',`)
}

function packageVersion(): string {
  return execFileSync('dpkg-query', ['-W', 'linux-libc-dev'], { encoding: 'utf8' }).trim().split('\t')[1] ?? ''
}

const text = [
  `// Written by scripts/kernel-constants.ts from the headers of linux-libc-dev ${packageVersion()}.`,
  '',
  ...valuesOf(namesUsed()),
  '',
  '/** Names of error numbers (asm-generic/errno.h). */',
  'export const errnoNames: Readonly<Record<number, string>> = {',
  ...errnoRows(),
  '}',
  '',
].join('\n')

if (process.argv.includes('--print')) process.stdout.write(text)
else writeFileSync(target, text)
