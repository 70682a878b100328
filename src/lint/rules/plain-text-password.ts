import type { Rule } from '../rule.ts'
import { isCopied } from './tutorial-password.ts'

/** RFC 9568 section 9 dropped authentication for this reason. */
export const plainTextPassword: Rule = {
  code: 'security/plain-text-password',
  severity: 'note',
  doc: {
    what: 'A password of `auth_type PASS` is written in the file.',
    why: 'Every advert carries it in the clear, so it keeps no attacker out; and whoever reads the repository reads it too.',
    example: `vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    authentication {
        auth_type PASS
        auth_pass k3Vq8mZt
    }
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead:
      'Remove the authentication block on all routers of the VRID, or leave it and say with kac-ignore that the password guards nothing.',
  },
  create: (report) => ({
    vrrpInstance({ authentication }) {
      // AH signs with its password.
      if (authentication?.type === 'PASS' && !isCopied(authentication.password.reveal())) {
        report(
          'this password is sent in the clear and guards nothing',
          authentication.spans.password ?? authentication.at,
        )
      }
    },
  }),
}
