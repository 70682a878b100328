/** One snapshot of what a host does, and its texts. Never asks anyone: what it shows is handed in. */
export {
  aged,
  type ConfigurationStatus,
  type DaemonStatus,
  type RouterStatus,
  type Silent,
  type StatusSnapshot,
  statusOf,
} from './snapshot.ts'
export { statusText, whyText } from './text.ts'
