import type { Rule } from '../rule.ts'

/** The oldest example of all. Signal 0 asks whether a process of that name is there. */
export const processByScript: Rule = {
  code: 'lint/process-by-script',
  severity: 'note',
  doc: {
    what: 'A vrrp_script only asks whether a process is there, with killall -0, pidof or pgrep.',
    why: 'A process that hangs is there too. And it starts a program each time to learn what keepalived is told by the kernel at once, without a script.',
    example: `vrrp_script chk {
    script "/usr/bin/killall -0 haproxy"
    interval 2
}
vrrp_instance VI_1 {
    interface eth0
    virtual_router_id 51
    track_script {
        chk
    }
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`,
    instead:
      'To follow a process, write vrrp_track_process with process NAME, and track_process in the instance. To know whether a service works, ask it: a script that connects to it.',
  },
  create: (report) => ({
    config({ vrrpScripts }) {
      for (const { script, spans, at } of vrrpScripts) {
        const [program = '', first = ''] = script.argv
        const name = program.split('/').at(-1) ?? ''
        if (!(name === 'killall' && /^-(?:0|s0)$/.test(first)) && name !== 'pidof' && name !== 'pgrep') continue
        report(`${name} tells whether ${script.argv.at(-1)} is there, not whether it works`, spans.script ?? at, {
          hint: 'follow the process with vrrp_track_process, or ask the service itself',
        })
      }
    },
  }),
}
