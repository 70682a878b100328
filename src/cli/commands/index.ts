import type { Command } from 'commander'
import { apply } from './apply.ts'
import { check } from './check.ts'
import { checker } from './checker.ts'
import { compile } from './compile.ts'
import { completion } from './completion.ts'
import { daemon } from './daemon.ts'
import { explain } from './explain.ts'
import { facts } from './facts.ts'
import { fmt } from './fmt.ts'
import { genhash } from './genhash.ts'
import { lint } from './lint.ts'
import { plan } from './plan.ts'
import { schema } from './schema.ts'
import { status } from './status.ts'
import { why } from './why.ts'

/** Each adds one command; what a command needs is loaded when it runs, so that the others start fast. */
export const commands: readonly ((program: Command) => void)[] = [
  lint,
  fmt,
  explain,
  facts,
  compile,
  schema,
  plan,
  apply,
  daemon,
  status,
  why,
  check,
  genhash,
  checker,
  completion,
]
