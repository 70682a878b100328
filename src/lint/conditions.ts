import type { SourceFile } from '../base/index.ts'

const condition = /^[ \t]*@(\^?)([^\s^@]+)[ \t]/gm

/** The hosts that `@NAME` lines are for, in the order of their names. Where only one has a name, there is another. */
export function hostsNamedIn(sources: readonly SourceFile[]): string[] {
  const found = sources.flatMap(({ text }) => [...text.matchAll(condition)])
  const names = [...new Set(found.map(([, , name = '']) => name))].sort()
  const others = names.length === 1 && found.some(([, not]) => not === '^')
  return others ? [...names, `other-than-${names[0]}`] : names
}
