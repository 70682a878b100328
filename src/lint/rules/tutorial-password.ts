import type { Rule } from '../lint.ts'

const copied = new Set(['1111', '1234', '12345', '12345678', 'password', 'secret', 'changeme', 'keepaliv'])

/** The passwords of the tutorials. */
export const tutorialPassword: Rule = {
  code: 'lint/tutorial-password',
  severity: 'warning',
  doc: `The password is one that tutorials use. What a password is good for is to keep virtual routers apart that
strangers set up on the same network from the same tutorial, and this one does not.

Choose any other eight bytes. They travel in the clear, so use them for nothing else.`,
  check({ vrrpInstances }, report) {
    for (const { authentication } of vrrpInstances) {
      if (authentication && copied.has(authentication.password.reveal())) {
        report('this password is known from tutorials', authentication.spans.password ?? authentication.at)
      }
    }
  },
}
