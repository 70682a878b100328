/**
 * What is told of what virtual routers do: which scripts run, which lines pipes get, which mails are sent, in
 * keepalived's words and order. Pure: it does none of it.
 */
export type { NotifyEffect, NotifyEvent, NotifyState } from './event.ts'
export { type Notified, notifications } from './notifications.ts'
export { nothingTold, type Told } from './told.ts'
