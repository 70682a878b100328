import { closeSync, lstatSync, openSync, readSync, realpathSync, type Stats, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Program, ProgramRequest, ProgramRules, ProgramVerdict } from '../programs/index.ts'
import { type Account, defaultUser, findGroup, findUser, ownAccount } from './accounts.ts'

/** Whether a configured program may run, and how: as keepalived judges it before it runs anything. */
export function checkProgram(request: ProgramRequest, rules: ProgramRules): ProgramVerdict {
  const [written = '', ...args] = request.argv
  if (request.argv.some((word) => word.includes('\0')))
    return { kind: 'refused', reason: `${written} has a byte 0 in it` }
  const account = accountOf(request, rules)
  if (typeof account === 'string') return { kind: 'refused', reason: account }
  const how = { ...account, umask: rules.umask }
  // A redirection: whether the shell can open the file is all there is to it.
  if (written.startsWith('<')) return allowed({ ...shell(request.argv.join(' ')), ...how })
  const path = written.includes('/') ? resolve(written) : inSearchPath(written)
  if (path === undefined) return { kind: 'refused', reason: `${written} is not in the search path` }
  const found = lookUp(path, account)
  if (typeof found === 'string') return { kind: 'refused', reason: found }
  const unsafe = runsAsRoot(account, found.stat) ? unsafePart([path, found.path]) : undefined
  if (unsafe !== undefined && rules.strict) return { kind: 'refused', reason: unsafe }
  const file = rules.keepSymlinks ? path : found.path
  const warnings = [
    ...(written.includes('/') ? [] : [`${written} was found as ${path}: write the whole path`]),
    ...(unsafe === undefined ? [] : [unsafe]),
    ...(found.format === 'text' ? [`${written} has no #! line: the shell runs it`] : []),
  ]
  const program =
    found.format === 'text' ? { file: '/bin/sh', argv: ['sh', file, ...args] } : { file, argv: [written, ...args] }
  return allowed({ ...program, ...how }, warnings)
}

function allowed(program: Program, warnings: readonly string[] = []): ProgramVerdict {
  return { kind: 'allowed', program, warnings }
}

function shell(text: string) {
  return { file: '/bin/sh', argv: ['sh', '-c', text] }
}

type Runner = Account & Pick<Program, 'groupsOf'>

function accountOf(request: ProgramRequest, rules: ProgramRules): Runner | string {
  const { user: name, group: groupName } = request.user === undefined ? rules : request
  if (name === undefined) return defaultAccount(rules)
  const found = findUser(name)
  if (!found) return `there is no user ${name}`
  const gid = groupName === undefined ? found.gid : findGroup(groupName)
  return gid === undefined ? `there is no group ${groupName}` : runner({ ...found, gid }, name, rules)
}

function defaultAccount(rules: ProgramRules): Runner | string {
  const found = findUser(defaultUser)
  if (found) return runner(found, defaultUser, rules)
  if (rules.strict) return `enable_script_security wants a script_user, or a user ${defaultUser} on this host`
  return ownAccount()
}

function runner(account: Account, name: string, { allGroups }: ProgramRules): Runner {
  return { ...account, ...(allGroups && { groupsOf: name }) }
}

function inSearchPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin').split(':')
  return folders.map((folder) => join(folder, name)).find((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
}

interface Found {
  readonly path: string
  readonly stat: Stats
  readonly format: 'binary' | 'interpreted' | 'text'
}

function lookUp(written: string, account: Account): Found | string {
  try {
    const path = realpathSync(written)
    const stat = statSync(path)
    if (!stat.isFile()) return `${written} is not a file`
    if (!mayExecute(stat, account)) return `${written} is not executable for uid ${account.uid} and gid ${account.gid}`
    return { path, stat, format: formatOf(path) }
  } catch (error) {
    return `${written}: ${(error as NodeJS.ErrnoException).code}`
  }
}

function mayExecute({ mode, uid, gid }: Stats, account: Account): boolean {
  if (account.uid === 0) return (mode & 0o111) !== 0
  if (account.uid === uid) return (mode & 0o100) !== 0
  return (mode & (account.gid === gid ? 0o010 : 0o001)) !== 0
}

function formatOf(path: string): Found['format'] {
  const head = Buffer.alloc(4)
  const descriptor = openSync(path, 'r')
  readSync(descriptor, head, 0, 4, 0)
  closeSync(descriptor)
  if (head.toString('latin1') === '\x7fELF') return 'binary'
  return head.subarray(0, 2).toString('latin1') === '#!' ? 'interpreted' : 'text'
}

function runsAsRoot({ uid, gid }: Account, { mode, uid: owner, gid: group }: Stats): boolean {
  const setUserId = (mode & 0o4000) !== 0 && owner === 0
  const setGroupId = (mode & 0o2000) !== 0 && group === 0
  return uid === 0 || gid === 0 || setUserId || setGroupId
}

/** The first part of these paths that somebody else than root could replace. */
function unsafePart(paths: readonly string[]): string | undefined {
  for (const path of new Set(paths.flatMap(partsOf))) {
    const stat = lstatSync(path)
    if (stat.uid !== 0) return `${path} does not belong to root`
    const sticky = stat.isDirectory() && (stat.mode & 0o1000) !== 0
    const others = (stat.mode & 0o002) !== 0 || ((stat.mode & 0o020) !== 0 && stat.gid !== 0)
    if (others && !sticky && !stat.isSymbolicLink()) return `others than root may write to ${path}`
  }
  return undefined
}

/** From the root down. */
function partsOf(path: string): string[] {
  return path === '/' ? ['/'] : [...partsOf(dirname(path)), path]
}
