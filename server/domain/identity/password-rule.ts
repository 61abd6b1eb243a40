import { Refusal } from '../../platform/refusal.ts'

const least = 10
/** Long enough to pass the length, and yet the first that anybody tries. */
const common =
  /^(?:(?:password|passwort|motdepasse|qwerty|azerty|welcome|bienvenue|letmein|administrator|passerelle|workplace|abc|123|0)+[\d!.?]*|(.)\1+|\d+)$/i

/** NIST SP 800-63B: length counts, composition does not; common words and the person's own address are refused. */
export function demandGoodPassword(password: string, email: string): void {
  const [local = '', domain = ''] = email.toLowerCase().split('@')
  const plain = password.toLowerCase()
  const own = [local, domain].some(part => part.length > 3 && plain.includes(part) && plain.length - part.length < 6)
  if ([...password].length < least || common.test(password) || own) throw new Refusal('password_weak', { least })
}
