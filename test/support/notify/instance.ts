/** An instance that is soon master: every 0.2 s on eth0, with the address that ends in its VRID. */
export const instance = (name: string, vrid: number, lines = '') => `
vrrp_instance ${name} {
  interface eth0
  virtual_router_id ${vrid}
  version 3
  advert_int 0.2
  ${lines}
  virtual_ipaddress {
    192.0.2.${vrid}/24
  }
}
`
