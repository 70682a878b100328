import { micros } from '../../src/base/index.ts'
import { leaf } from '../table.ts'
import { account, bool, command, flag, wholeSeconds } from '../values/index.ts'

/** How programs run, and those of the start and the end. */
export const scripts = [
  leaf('script_user', 'scriptUser', account(), {
    missing: 'drop',
    since: '1.3.0',
    touches: ['process'],
    doc: 'User, and maybe group, that scripts run as where they do not say so themselves. Without it that is keepalived_script where such a user exists, or else root: write it, so that no script has more rights than it needs.',
  }),
  leaf('enable_script_security', 'scriptSecurity', flag(), {
    default: false,
    since: '1.3.0',
    touches: ['process'],
    doc: 'Refuses to run a script as root when somebody other than root could have changed it or a directory above it, and does not fall back on root for a missing script_user. Wanted wherever scripts run.',
  }),
  leaf('startup_script', 'startupScript', command(), {
    repeat: 'first',
    missing: 'drop',
    since: '2.1.0',
    touches: ['process'],
    doc: 'Program that runs once, to its end, before anything else does. What it sets up is there when the first instance starts.',
  }),
  leaf('startup_script_timeout', 'startupScriptTimeout', wholeSeconds({ min: 1, max: 1000 }), {
    default: micros(10e6),
    missing: 'drop',
    since: '2.1.0',
    touches: ['process'],
    doc: 'Seconds that startup_script may run before it is ended and the start goes on.',
  }),
  leaf('shutdown_script', 'shutdownScript', command(), {
    repeat: 'first',
    missing: 'drop',
    since: '2.1.0',
    touches: ['process'],
    doc: 'Program that runs once after everything else has ended.',
  }),
  leaf('shutdown_script_timeout', 'shutdownScriptTimeout', wholeSeconds({ min: 1, max: 1000 }), {
    default: micros(10e6),
    missing: 'drop',
    since: '2.1.0',
    touches: ['process'],
    doc: 'Seconds that shutdown_script may run before it is ended.',
  }),
  leaf('set_supplementary_groups', 'supplementaryGroups', bool(), {
    default: false,
    since: 'after 2.4.3 (git)',
    touches: ['process'],
    doc: 'Scripts also get the further groups of the user they run as, not its first group alone.',
  }),
  leaf('use_symlink_paths', 'keepSymlinks', bool(), {
    default: false,
    since: '2.3.0',
    touches: ['process'],
    doc: 'Scripts are run by the path that was written, with its symbolic links. Otherwise they are replaced by what they lead to, which matters to programs that look at the name they were called by.',
  }),
  leaf('rs_init_notifies', 'notifyInitialServers', bool(), {
    default: false,
    since: '2.0.0',
    feature: 'lvs',
    touches: ['process'],
    doc: 'Scripts of real servers also run for those that come up in the first checks after the start.',
  }),
] as const
