import type { Rule } from '../rule.ts'

const copied = new Set(['1111', '1234', '12345', '12345678', 'password', 'secret', 'changeme', 'keepaliv'])

export function isCopied(password: string): boolean {
  return copied.has(password)
}

/** The passwords of the tutorials. */
export const tutorialPassword: Rule = {
  code: 'lint/tutorial-password',
  severity: 'warning',
  doc: {
    what: 'The password is one that tutorials use.',
    why: 'What a password is good for is to keep virtual routers apart that strangers set up on the same network from the same tutorial, and this one does not.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    authentication {
        auth_type PASS
        auth_pass 1111
    }
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead: 'Choose any other eight bytes. PASS sends them in the clear, so use them for nothing else.',
  },
  create: (report) => ({
    vrrpInstance({ authentication }) {
      if (authentication && isCopied(authentication.password.reveal())) {
        report('this password is known from tutorials', authentication.spans.password ?? authentication.at)
      }
    },
  }),
}
