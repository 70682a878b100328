/**
 * What is told of what virtual routers, virtual servers and real servers do: which scripts run, which lines pipes get,
 * which mails are sent, in keepalived's words and order. Pure: it does none of it.
 */
export type { Half, NotifyEffect, NotifyEvent, NotifyState } from './event.ts'
export { type Notified, notifications } from './notifications.ts'
export { serviceNews } from './service-news.ts'
export { type Served, servicesChanged, servicesStopped } from './services-changed.ts'
export { nothingTold, type Told } from './told.ts'
