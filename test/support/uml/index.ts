/** A guest kernel of user-mode-linux with VRF, ipvlan, VLAN, netem and IPVS, which this machine's kernel may lack. */
export { allGuestTests, type GuestTest, runGuestTests } from './guest-tests.ts'
export { runInUml, type UmlOptions, type UmlResult } from './uml.ts'
