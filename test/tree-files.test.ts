import { describe, expect, test } from 'vitest'
import { compileTree, textFiles } from '../src/daemon/configuration/tree-files.ts'
import { expand, type FilePort } from '../src/expand/index.ts'
import type { TreeEntry } from '../src/git/index.ts'
import { memoryPorts } from './support/language/memory.ts'

/** Configurations read from a commit: `link TARGET` is a symbolic link, `executable` and `module` are such. */

type Files = Readonly<Record<string, string>>

const entry = 'lb1/keepalived.conf'

function treeOf(files: Files) {
  const kindOf = (text: string): TreeEntry['kind'] =>
    text.startsWith('link ') ? 'link' : text === 'executable' || text === 'module' ? text : 'file'
  const entries = Object.entries(files).map(([path, text]) => [path, { kind: kindOf(text), object: path }] as const)
  const reads: string[] = []
  const read = async (object: string) => {
    reads.push(object)
    return new TextEncoder().encode(files[object]?.replace(/^link /, ''))
  }
  return { entries: new Map(entries), read, reads }
}

/** Names and texts of what was read, and what was said about the rest. */
function compile(files: FilePort): string {
  const { sources, diagnostics, refused } = expand({ path: entry }, { ...memoryPorts(new Map()), files })
  const read = sources.map(({ name, text }) => `${name}: ${text.split('\n')[0]}`)
  return [...read, ...diagnostics.map(({ message }) => message), ...(refused ? ['refused'] : [])].join('\n')
}

const cases: readonly [what: string, files: Files, expected: string][] = [
  ['a file alone', { [entry]: 'a' }, `${entry}: a`],
  ['a file that is not there', { 'lb2/keepalived.conf': 'a' }, `${entry} is not there\nrefused`],
  [
    'an include beside it, one above it, one through a link, one through a linked folder',
    {
      [entry]: 'a\ninclude b.conf\ninclude ../shared/c.conf\ninclude d.conf\ninclude common/c.conf',
      'lb1/b.conf': 'b',
      'shared/c.conf': 'c',
      'lb1/d.conf': 'link b.conf',
      'lb1/common': 'link ../shared',
    },
    `${entry}: a\nlb1/b.conf: b\nlb1/../shared/c.conf: c\nlb1/d.conf: b\nlb1/common/c.conf: c`,
  ],
  [
    'a pattern',
    {
      [entry]: 'a\ninclude conf.d/*.conf',
      'lb1/conf.d/b.conf': 'b',
      'lb1/conf.d/c.conf': 'c',
      'lb1/conf.d/d.txt': 'd',
    },
    `${entry}: a\nlb1/conf.d/b.conf: b\nlb1/conf.d/c.conf: c`,
  ],
  [
    'an include of the host',
    { [entry]: 'a\ninclude /etc/passwd' },
    `${entry}: a\n/etc/passwd leads out of the repository that is followed\nrefused`,
  ],
  [
    'an include above the top',
    { [entry]: 'a\ninclude ../../b.conf' },
    `${entry}: a\nlb1/../../b.conf leads out of the repository that is followed\nrefused`,
  ],
  [
    'links that lead out',
    { [entry]: 'a\ninclude b.conf\ninclude c.conf', 'lb1/b.conf': 'link /etc/passwd', 'lb1/c.conf': 'link ../../b' },
    `${entry}: a\nlb1/b.conf leads out of the repository that is followed\nlb1/c.conf leads out of the repository that is followed\nrefused`,
  ],
  [
    'itself a link that leads out',
    { [entry]: 'link /etc/shadow' },
    `${entry} leads out of the repository that is followed\nrefused`,
  ],
  [
    'links in a circle',
    { [entry]: 'a\ninclude b.conf', 'lb1/b.conf': 'link c.conf', 'lb1/c.conf': 'link b.conf' },
    `${entry}: a\nlb1/b.conf cannot be read (too many links), so nothing is included`,
  ],
  [
    'what is no text',
    {
      [entry]: 'a\ninclude b.conf\ninclude c\ninclude d',
      'lb1/b.conf': 'executable',
      'lb1/c': 'module',
      'lb1/d/e': 'e',
    },
    `${entry}: a\nlb1/b.conf is executable, and keepalived reads no such file, so nothing is included\nlb1/c is not a plain file, so nothing is included\nlb1/d is a directory, so nothing is included`,
  ],
]

describe('a configuration in a commit', () => {
  test.for(cases)('%s', async ([, files, expected]) => {
    const { result, texts } = await compileTree(treeOf(files), compile)
    expect(result).toBe(expected)
    expect(compile(textFiles(texts))).toBe(expected)
  })

  test('only what it needs is fetched, and each once', async () => {
    const tree = treeOf({
      [entry]: 'a\ninclude b.conf\ninclude b.conf',
      'lb1/b.conf': 'include c.conf',
      'lb1/c.conf': 'c',
      'lb2/keepalived.conf': 'other',
    })
    await compileTree(tree, compile)
    expect(tree.reads).toEqual([entry, 'lb1/b.conf', 'lb1/c.conf'])
  })
})
