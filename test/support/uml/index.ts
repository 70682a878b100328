/** A guest kernel of user-mode-linux with VRF, ipvlan, VLAN, netem and IPVS, which this machine's kernel may lack. */
export { type GuestTest, runGuestTests } from './guest-tests.ts'
export { runInUml, type UmlOptions, type UmlResult } from './uml.ts'
