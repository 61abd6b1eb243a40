import { type Leased, mostForInstallation, type UnderWay } from './take-deliveries.ts'

/** At one destination, whoever's it is: many may point at one victim (threats.md A22). */
const mostForHost = 10

export interface Slots {
  /** How many are under way. */
  count(): number
  now(): UnderWay
  /** Takes a slot, where installation and host have one left. */
  enter(delivery: Leased): boolean
  leave(delivery: Leased): void
}

/** Who is being called by this process at this moment. */
export function makeSlots(): Slots {
  const installations = new Map<string, number>()
  const hosts = new Map<string, number>()
  let all = 0
  const add = (counts: Map<string, number>, key: string, n: 1 | -1): void => {
    const next = (counts.get(key) ?? 0) + n
    if (next > 0) counts.set(key, next)
    else counts.delete(key)
  }
  return {
    count: () => all,
    now: () => ({
      installations: Object.fromEntries(installations),
      fullHosts: [...hosts].filter(([, n]) => n >= mostForHost).map(([host]) => host),
    }),
    enter(delivery) {
      const full =
        (installations.get(delivery.installation_id) ?? 0) >= mostForInstallation ||
        (hosts.get(delivery.host) ?? 0) >= mostForHost
      if (full) return false
      all++
      add(installations, delivery.installation_id, 1)
      add(hosts, delivery.host, 1)
      return true
    },
    leave(delivery) {
      all--
      add(installations, delivery.installation_id, -1)
      add(hosts, delivery.host, -1)
    },
  }
}
