/** `kac.yaml` of a repository: which hosts there are, and what no configuration says of them. It reads no other file. */
export { type FleetFile, type FleetFileHost, readFleetFile } from './fleet-file.ts'
