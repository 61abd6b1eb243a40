let origin = 'http://localhost:3000'

/** Every link we make begins with the configured public address, never with what a request says its host is (threats.md A14). */
export function configureAddresses(publicUrl: URL): void {
  origin = publicUrl.origin
}

export const publicOrigin = (): string => origin

/** Pages and doors that are named in mails, notices and at services. */
export const oneTimePage = (token: string): string => `${origin}/welcome/${token}`
export const groupPage = (groupId: string): string => `${origin}/groups/${groupId}`
export const postPage = (postId: string): string => `${origin}/posts/${postId}`
export const personPage = (memberId: string): string => `${origin}/people/${memberId}`
export const connectCallback = (integrationId: string): string => `${origin}/connect/${integrationId}/callback`
export const devicePage = (): string => `${origin}/device`
export const graphAddress = (): string => `${origin}/graph`
export const scimAddress = (): string => `${origin}/scim/v2`
export const hookAddress = (inboundKey: string): string => `${origin}/hooks/${inboundKey}`

/** Where somebody comes from as people write it: a listener on both kinds of address writes the old kind inside the new one. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')
