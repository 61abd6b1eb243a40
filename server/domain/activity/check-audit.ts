import type { AuditCheck } from '../../../contract/api/audit.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { sealAudit } from '../audit/seal.ts'
import { verifyAudit } from '../audit/verify.ts'

/** Goes through the whole audit of the community, with what was written until now. */
export async function checkAudit(actor: Person): Promise<AuditCheck> {
  demandInCommunity(actor, 'people.govern')
  await sealAudit()
  return verifyAudit(actor.communityId)
}
