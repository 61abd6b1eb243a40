import { type Leased, mostForHost, mostForInstallation, type UnderWay } from './take-deliveries.ts'

export interface Slots {
  /** How many are under way. */
  count(): number
  now(): UnderWay
  /** Has anybody as many as they may? Then more may be due than was taken. */
  isCrowded(): boolean
  enter(delivery: Leased): void
  leave(delivery: Leased): void
}

/** Who is being called by this process at this moment: it knows sooner than its row in the database. */
export function makeSlots(): Slots {
  const installations = new Map<string, number>()
  const hosts = new Map<string, number>()
  let all = 0
  const add = (counts: Map<string, number>, key: string, n: 1 | -1): void => {
    const next = (counts.get(key) ?? 0) + n
    if (next > 0) counts.set(key, next)
    else counts.delete(key)
  }
  const change = ({ installation_id, host }: Leased, n: 1 | -1): void => {
    all += n
    add(installations, installation_id, n)
    add(hosts, host, n)
  }
  return {
    count: () => all,
    now: () => ({ installations: Object.fromEntries(installations), hosts: Object.fromEntries(hosts) }),
    isCrowded: () =>
      [...installations.values()].some(n => n >= mostForInstallation) ||
      [...hosts.values()].some(n => n >= mostForHost),
    enter: delivery => change(delivery, 1),
    leave: delivery => change(delivery, -1),
  }
}
