import { type KernelPort, netlinkKernel } from '../kernel/index.ts'
import { openNetlinkSocket } from './netlink-socket.ts'

/** The kernel of the network namespace that this process is in. */
export function openKernel(): KernelPort {
  return netlinkKernel(openNetlinkSocket)
}
