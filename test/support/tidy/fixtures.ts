import type { Rule } from './source.ts'

/** Each folder under test/fixtures is read by something: a test, a script, a native test. */
export const unreadFixtures: Rule = (files) => {
  const folders = new Set(files.flatMap(({ path }) => /^test\/fixtures\/([^/]+)\//.exec(path)?.[1] ?? []))
  const readers = files.filter(({ path }) => !path.startsWith('test/fixtures/')).map(({ text }) => text)
  const isRead = (folder: string) => readers.some((text) => new RegExp(`fixtures\\b.{0,8}\\b${folder}\\b`).test(text))
  return [...folders]
    .filter((folder) => !isRead(folder))
    .map((folder) => ({ path: `test/fixtures/${folder}`, line: 1, message: 'nothing reads it' }))
}
