import type { CheckSpec } from '../spec.ts'
import { ended, type Kind } from './kind.ts'

/** Greeted, introduced, and off again (RFC 5321). Answers of several lines are fine. */
export const smtp: Kind<Extract<CheckSpec, { kind: 'smtp' }>> = {
  exchange: ({ helloName }) => ({
    kind: 'dialogue',
    turns: [
      { expect: /^220(?:[ -]|$)/, say: `HELO ${helloName}\r\n` },
      { expect: /^250(?:[ -]|$)/, say: 'QUIT\r\n' },
      { expect: /^/, say: '' },
    ],
  }),
  judge: (_check, answer) => ended(answer),
}
