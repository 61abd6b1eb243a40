import { run, sql } from '../../platform/db.ts'

/**
 * The address somebody signs in with. An account that sits in several communities keeps its own, and so does one whose new address is another account's: neither is
 * one company's to decide, nor to learn of (design.md rule 7).
 */
export const renameLogIn = (accountId: string, email: string): Promise<number> =>
  run(sql`
    update accounts a set email = ${email} where a.id = ${accountId}
      and (select count(*) from members m where m.account_id = a.id) = 1
      and not exists (select from accounts o where lower(o.email) = lower(${email}) and o.id <> a.id)`)
