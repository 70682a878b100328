import { leaf, lines } from '../table.ts'
import { constant, field, flag, interfaceName, ownWeight, reference } from '../values/index.ts'

function tracked(block: string, most: number, cut = most) {
  return {
    head: field('name', reference(block)),
    rows: [
      leaf('weight', 'weight', ownWeight(most, cut), {
        since: '1.1.13',
        doc: 'What it adds to the priority of this instance or group, in place of its own weight.',
      }),
      leaf('reverse', 'reverse', constant<boolean>(true), {
        since: '2.0.11',
        doc: 'Good counts as bad and the other way round, here.',
      }),
      leaf('noreverse', 'reverse', constant<boolean>(false), {
        since: '2.0.11',
        doc: 'Undoes the reverse of what is tracked, here.',
      }),
    ],
  } as const
}

const trackedInterface = {
  head: field('interface', interfaceName()),
  rows: [
    leaf('weight', 'weight', ownWeight(253, 254), {
      default: 0,
      since: '1.0.3',
      doc: 'A positive number is added to the priority while the interface is up, a negative one while it is down. 0 puts the instance in FAULT while it is down.',
    }),
    leaf('reverse', 'reverse', flag(), {
      default: false,
      since: '2.0.11',
      doc: 'Down counts as up and the other way round.',
    }),
  ],
} as const

/** What an instance may track. */
export const instanceTracking = [
  lines('track_interface', 'trackedInterfaces', trackedInterface, {
    strict: 'first',
    since: '1.0.3',
    feature: 'vrrp',
    doc: 'Interfaces that the instance needs besides its own, one a line: in FAULT while one is down, or with a weight at another priority. The way out to the internet is the usual one.',
  }),
  lines('track_script', 'trackedScripts', tracked('vrrp_script', 253, 254), {
    strict: 'first',
    since: '1.1.13',
    feature: 'vrrp',
    doc: 'Scripts of vrrp_script whose result the instance follows, one a line: in FAULT while one fails, or with a weight at another priority.',
  }),
  lines('track_file', 'trackedFiles', tracked('track_file', 254), {
    strict: true,
    since: '2.0.0',
    feature: 'vrrp',
    doc: 'Files of track_file whose number the instance follows, one a line.',
  }),
  lines('track_process', 'trackedProcesses', tracked('vrrp_track_process', 254), {
    strict: 'first',
    since: '2.0.11',
    feature: 'vrrp, track-process',
    doc: 'Processes of vrrp_track_process that the instance follows, one a line: in FAULT while too few run, or with a weight at another priority.',
  }),
  lines('track_bfd', 'trackedBfd', tracked('bfd_instance', 253), {
    strict: true,
    since: '2.0.0',
    feature: 'vrrp, bfd',
    doc: 'Sessions of bfd_instance that the instance follows, one a line: in FAULT while one is down, or with a weight at another priority.',
  }),
] as const

/** What a sync group may track, for all its members. */
export const groupTracking = [
  lines('track_interface', 'trackedInterfaces', trackedInterface, {
    strict: 'first',
    since: '2.0.0',
    feature: 'vrrp',
    doc: 'Interfaces that all members of the group need, one a line. One that is down puts the whole group in FAULT.',
  }),
  lines('track_script', 'trackedScripts', tracked('vrrp_script', 253, 254), {
    strict: 'first',
    since: '2.0.0',
    feature: 'vrrp',
    doc: 'Scripts of vrrp_script whose result all members of the group follow, one a line.',
  }),
  lines('track_file', 'trackedFiles', tracked('track_file', 254), {
    strict: true,
    since: '2.0.0',
    feature: 'vrrp',
    doc: 'Files of track_file whose number all members of the group follow, one a line.',
  }),
  lines('track_process', 'trackedProcesses', tracked('vrrp_track_process', 254), {
    strict: 'first',
    since: '2.0.11',
    feature: 'vrrp, track-process',
    doc: 'Processes of vrrp_track_process that all members of the group follow, one a line.',
  }),
  lines('track_bfd', 'trackedBfd', tracked('bfd_instance', 253), {
    strict: true,
    since: '2.0.0',
    feature: 'vrrp, bfd',
    doc: 'Sessions of bfd_instance that all members of the group follow, one a line.',
  }),
] as const
