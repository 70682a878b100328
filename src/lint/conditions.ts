import type { SourceFile } from '../base/index.ts'

const condition = /^[ \t]*@(\^?)([^\s^@]+)[ \t]/gm

/** False where a file has neither `@NAME` lines nor includes that may bring some. */
export function mayNameHosts(text: string): boolean {
  return /^[ \t]*@|include/m.test(text)
}

/** The hosts that `@NAME` lines are for, in the order of their names. Where only one has a name, there is another. */
export function hostsNamedIn(sources: readonly SourceFile[]): string[] {
  const found = sources.flatMap(({ text }) => [...text.matchAll(condition)])
  const names = [...new Set(found.map(([, , name = '']) => name))].sort()
  const others = names.length === 1 && found.some(([, not]) => not === '^')
  return others ? [...names, `other-than-${names[0]}`] : names
}
