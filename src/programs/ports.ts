/** A program as the configuration names it. */
export interface ProgramRequest {
  readonly argv: readonly string[]
  readonly user?: string
  readonly group?: string
}

export interface ProgramRules {
  /** script_user */
  readonly user?: string
  readonly group?: string
  /** enable_script_security */
  readonly strict: boolean
  /** use_symlink_paths */
  readonly keepSymlinks: boolean
  /** set_supplementary_groups */
  readonly allGroups: boolean
  /** Permissions that what it writes does not get. */
  readonly umask: number
}

/** A program that may run. */
export interface Program {
  readonly file: string
  readonly argv: readonly string[]
  readonly uid: number
  readonly gid: number
  /** The user whose further groups it gets too; none where it is absent. */
  readonly groupsOf?: string
  readonly umask: number
}

export type ProgramVerdict =
  | { readonly kind: 'allowed'; readonly program: Program; readonly warnings: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string }

export interface ProgramStart {
  readonly program: Program
  /** After its own arguments. */
  readonly args: readonly string[]
  /** Whether the last line of what it prints is wanted. */
  readonly listen: boolean
}

/** How a program ended; `how` is for people. */
export interface ProgramEnd {
  readonly success: boolean
  /** The exit status; absent where it was killed or could not be started. */
  readonly status?: number
  readonly how: string
  readonly lastLine: string
}

export interface RunningProgram {
  /** To the program and all that it started. */
  signal(name: 'SIGTERM' | 'SIGKILL'): void
}

export interface ProgramPort {
  check(request: ProgramRequest, rules: ProgramRules): ProgramVerdict
  start(start: ProgramStart, ended: (end: ProgramEnd) => void): RunningProgram
  /** Makes all end that still run, with all that they started. */
  killAll(): void
}
