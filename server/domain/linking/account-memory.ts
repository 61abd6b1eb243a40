/** So many accounts, and so many words of each; who was asked for last stays longest. */
const mostAccounts = 500
const mostWords = 2_000
const memories = new Map<string, Map<string, string>>()

/** What a connector found out with this account, for as long as the process lives. Nothing of it is anybody else's. */
export function memoryOf(accountId: string): Map<string, string> {
  const known = memories.get(accountId)
  const memory = known && known.size <= mostWords ? known : new Map<string, string>()
  memories.delete(accountId)
  memories.set(accountId, memory)
  const [oldest] = memories.size > mostAccounts ? memories.keys() : []
  if (oldest !== undefined) memories.delete(oldest)
  return memory
}
