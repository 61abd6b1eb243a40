import { type CollectorRow, endLease, leaseCollectors, putProblem, putTaken } from './collectors.sql.ts'
import { offer } from './offer.ts'
import { readBehind } from './read-behind.ts'

/**
 * Brings every collector up to where the logs are. The cursor moves when a batch was taken: one that was away gets everything afterwards, and what was
 * taken just before a process ended comes twice, with the same ids.
 */
export async function pushToCollectors(): Promise<void> {
  await Promise.all((await leaseCollectors()).map(push))
}

async function push(row: CollectorRow): Promise<void> {
  let size = Number.POSITIVE_INFINITY
  for (let standing = row; ; ) {
    const behind = await readBehind(standing)
    if (behind.told.length === 0) break
    const offered = await offer(standing, behind.told, size)
    if ('problem' in offered) {
      await putProblem(row, offered.problem)
      return
    }
    const { passed, refused } = offered
    // Where somebody changed its address meanwhile, the next batch goes there.
    const now = await putTaken(row, behind.cursorAfter(passed), passed - refused.length, refused)
    if (!now || (passed === behind.told.length && !behind.isFull)) break
    standing = now
    size = offered.size
  }
  await endLease(row)
}
