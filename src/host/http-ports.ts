import { createHash } from 'node:crypto'
import type { HttpPorts } from '../check/index.ts'
import { patternOf } from './pattern.ts'

export const hostHttpPorts: HttpPorts = {
  md5: (bytes) => createHash('md5').update(bytes).digest('hex'),
  matcher: ({ regex, regexOptions = [], regexFrom, regexTo }) =>
    regex === undefined ? undefined : patternOf(regex, { options: regexOptions, from: regexFrom, to: regexTo }),
}
