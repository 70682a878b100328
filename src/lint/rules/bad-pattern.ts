import type { Rule } from '../rule.ts'

/** keepalived reports it, and uses what is left of it. */
export const badPattern: Rule = {
  code: 'lint/bad-pattern',
  severity: 'error',
  doc: {
    what: 'What a regex of HTTP_GET or SSL_GET has is no pattern of PCRE2. Looked up where kac is built.',
    why: 'The check never says anything of its server, which stays as it is: in use when it is dead.',
    example: `virtual_server 192.0.2.10 80 {
    delay_loop 5
    lb_algo rr
    lb_kind NAT
    protocol TCP
    real_server 10.0.0.11 80 {
        HTTP_GET {
            connect_timeout 3
            url {
                path /
                regex "ready (yes"
            }
        }
    }
}
`,
    instead: 'Correct the pattern. A bracket that is meant as it stands has a backslash before it.',
  },
  create: (report, { patternFault }) => ({
    realServer({ checks }) {
      if (!patternFault) return
      const urls = checks.flatMap((check) => (check.kind === 'http' || check.kind === 'https' ? check.urls : []))
      for (const { regex, regexOptions = [], spans, at } of urls) {
        const fault = regex === undefined ? undefined : patternFault(regex, regexOptions)
        if (fault !== undefined) report(fault, spans.regex ?? at)
      }
    },
  }),
}
